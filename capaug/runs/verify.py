"""Whether an output folder still holds what its manifest says, and whether its rows keep their promises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from capaug.errors import InputError
from capaug.formats import shard_format
from capaug.formats.batches import read_rows
from capaug.records import Attribute, AugmentedCaption, Relation, SceneObject, Span, Variant
from capaug.runs.layout import SPLIT
from capaug.runs.manifest import Manifest
from capaug.runs.shards import is_intact


def verify(path: str | Path) -> list[str]:
    """Check every file and every row of an output folder; no problem, no line.

    Checked: size and SHA-256 of each file, number of rows, shards that do not belong there, the graph's spans and
    indices, and that the edits of each variant, applied right to left to what was read of the caption, give its text.

    Raises:
        InputError: there is no such folder, it is no output of capaug, or its run is unfinished.
    """
    folder = Path(path)
    manifest = Manifest.read(folder)
    form = shard_format(manifest.format)
    problems = []
    for shard in manifest.shards:
        if not is_intact(folder, shard):
            problems.append(f"{shard.file}: missing, or not the bytes that were written")
            continue
        rows = 0
        try:
            for rows, row in enumerate(read_rows(form, folder / shard.file), start=1):  # noqa: B007
                problems += [f"{shard.file}: caption {row.caption_id}: {problem}" for problem in _row_problems(row)]
        except InputError as error:
            problems.append(str(error))
        if rows != shard.rows:
            problems.append(f"{shard.file}: {rows} rows, not {shard.rows}")
    for shard in manifest.reject_shards:
        if not is_intact(folder, shard):
            problems.append(f"{shard.file}: missing, or not the bytes that were written")
        elif (lines := (folder / shard.file).read_bytes().count(b"\n")) != shard.rows:
            problems.append(f"{shard.file}: {lines} lines, not {shard.rows}")
    known = {shard.file for shard in manifest.shards}
    found = {f"{SPLIT}/{file.name}" for file in (folder / SPLIT).glob("data-*")}
    problems += [f"{file}: no shard of this run" for file in sorted(found - known)]
    return problems


def _row_problems(row: AugmentedCaption) -> Iterator[str]:
    graph, length = row.scene_graph, row.read
    if not 0 < length <= len(row.caption):
        yield f"{length} characters were read, of {len(row.caption)}"
    nodes: list[SceneObject | Span | Attribute | Relation] = [*graph.objects, *graph.attributes, *graph.relations]
    nodes += [span for thing in graph.objects for span in thing.mentions]
    for node in nodes:
        if not 0 <= node.start < node.end <= length:
            yield f"{node} does not lie in the caption"
    objects = range(len(graph.objects))
    if any(attribute.object not in objects for attribute in graph.attributes):
        yield "an attribute of no object"
    if any(relation.subject not in objects or relation.object not in objects for relation in graph.relations):
        yield "a relation of no object"
    for variant in (*row.positives, *row.negatives):
        problem = _edit_problem(row.read_text, variant)
        if problem:
            yield f"{variant.kind} {json.dumps(variant.text, ensure_ascii=False)}: {problem}"


def _edit_problem(caption: str, variant: Variant) -> str | None:
    text, limit = caption, len(caption)
    for edit in sorted(variant.edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        if not 0 <= edit.start <= edit.end <= limit:
            return f"{edit} lies outside the caption or overlaps another edit"
        if caption[edit.start : edit.end] != edit.old:
            return f"{edit} does not stand on its old words"
        text, limit = text[: edit.start] + edit.new + text[edit.end :], edit.start
    return None if text == variant.text else "its edits give another text"
