"""Whether the rows of a folder keep their promises: spans and edits, columns, ids, and what was counted of them."""

from __future__ import annotations

import json
import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import Any

from capaug.errors import InputError
from capaug.formats.arrow import read_rows, read_schema, read_scores
from capaug.records import (
    Attribute,
    AugmentedCaption,
    ChunkResult,
    Reject,
    Relation,
    SceneObject,
    Span,
    Variant,
    row_schema,
)
from capaug.runs.findings import REMAKE, REPORT, Finding
from capaug.runs.layout import MANIFEST, summary_file
from capaug.runs.manifest import Manifest
from capaug.runs.shards import ShardFile, ShardSummary, read_rejects, read_summary, summary_of

OF_A_SHARD = ("captions", "rejects", "positives", "negatives", "with_positive", "with_negative", "read_in_part")
OF_A_RUN = (*OF_A_SHARD, "rows", "refused")
"""What summaries and manifest say of rows and rejects, or of summaries."""
ROUNDED = 1e-4  # similarities are summed up before they are written with 32 bits


def check_rows(folder: Path, manifest: Manifest, broken: AbstractSet[str]) -> list[Finding]:
    """What is wrong with the rows and with what is counted of them; a shard is in memory at a time.

    Args:
        folder: an output folder.
        manifest: its manifest.
        broken: files that are not as they were written, which are left aside.
    """
    findings: list[Finding] = []
    ids = array("Q")  # hashes of theirs: eight bytes a caption
    counted = Manifest.of(manifest.made_with(), _summaries(folder, manifest, broken, findings, ids))
    if len(counted.shards) == len(manifest.shards):
        for name in _different(OF_A_RUN, manifest, counted):
            findings.append(Finding(MANIFEST, f"its {name} are not what the shards add up to", REPORT))
    return findings + list(_doubled(folder, manifest, broken, ids))


def _summaries(
    folder: Path, manifest: Manifest, broken: AbstractSet[str], findings: list[Finding], ids: array[int]
) -> Iterator[ShardSummary]:
    """Check shard after shard; yield the summaries that rows and rejects have, of shards of which nothing is broken."""
    columns: tuple[str, ...] | None = None
    for index, shard in manifest.numbered():
        summary = None if summary_file(index) in broken else read_summary(folder, index)
        reject_data = None if summary is None else summary.reject_data
        if reject_data is not None and reject_data.file in broken:
            summary = None
        if shard.file in broken:
            continue
        try:
            scores = read_scores(folder / shard.file)
            rows = list(read_rows(folder / shard.file))
            rejects = read_rejects(folder / reject_data.file) if summary and reject_data else []
        except InputError as error:
            findings.append(Finding(shard.file, str(error), REPORT))
            continue
        columns = scores if columns is None else columns
        if scores != columns or read_schema(folder / shard.file) != row_schema(scores):
            findings.append(Finding(shard.file, "its columns are not those of a row, or of the first shard", REPORT))
        findings += _count_problems(shard, len(rows))
        for number, row in enumerate(rows):
            ids.append(_short(row.caption_id))
            findings += [Finding(shard.file, problem, REPORT, number, row.caption_id) for problem in row_problems(row)]
        if summary is None:
            continue
        if reject_data is not None:
            findings += _count_problems(reject_data, len(rejects))
        ids.extend(_short(reject.caption_id) for reject in rejects)
        counted = _counted(summary, rows, rejects)
        for name in _different(OF_A_SHARD, summary, counted):
            findings.append(Finding(summary_file(index), f"its {name} are not those of the rows", REMAKE))
        yield counted


def _count_problems(file: ShardFile, rows: int) -> Iterator[Finding]:
    if rows != file.rows:
        yield Finding(file.file, f"{rows} rows, not {file.rows}", REPORT)


def _counted(summary: ShardSummary, rows: Sequence[AugmentedCaption], rejects: Sequence[Reject]) -> ShardSummary:
    """The summary that rows and rejects have; what they do not tell is taken from ``summary``."""
    refused = {(kind, reason): count for kind, reasons in summary.refused.items() for reason, count in reasons.items()}
    result = ChunkResult(list(rows), list(rejects), refused)
    return summary_of(summary.index, summary.source, result, summary.data, summary.reject_data)


def _different(names: Sequence[str], told: Any, counted: Any) -> list[str]:
    """Those of the fields ``names`` in which two records differ."""
    one, other = asdict(told), asdict(counted)
    return [name for name in names if not _same(one[name], other[name])]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=ROUNDED, abs_tol=ROUNDED)
    return bool(one == other)


def _doubled(folder: Path, manifest: Manifest, broken: AbstractSet[str], ids: array[int]) -> Iterator[Finding]:
    """Captions that have the id of one before them; rows are read again only if there are any."""
    import numpy as np

    values, counts = np.unique(np.frombuffer(ids, dtype=np.uint64), return_counts=True)
    twice = set(values[counts > 1].tolist())
    seen: dict[str, str] = {}
    for file, number, caption_id in _ids(folder, manifest, broken) if twice else ():
        if _short(caption_id) in twice:
            here = f"{file}, row {number}"
            if (before := seen.setdefault(caption_id, here)) != here:
                what, advice = f"its caption has the id of {before}", "give each caption of the source its own id"
                yield Finding(file, what, advice, number, caption_id)


def _ids(folder: Path, manifest: Manifest, broken: AbstractSet[str]) -> Iterator[tuple[str, int, str]]:
    """File, row and id of every caption."""
    for shard in manifest.shards:
        if shard.file not in broken:
            for number, row in enumerate(read_rows(folder / shard.file)):
                yield shard.file, number, row.caption_id
    for rejected in manifest.reject_shards:
        if rejected.file not in broken:
            for number, reject in enumerate(read_rejects(folder / rejected.file)):
                yield rejected.file, number, reject.caption_id


def _short(caption_id: str) -> int:
    return int.from_bytes(blake2b(caption_id.encode(errors="surrogatepass"), digest_size=8).digest(), "little")


def row_problems(row: AugmentedCaption) -> Iterator[str]:
    """What is wrong with the spans and edits of a row."""
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
        problem = edit_problem(row.read_text, variant)
        if problem:
            yield f"{variant.kind} {json.dumps(variant.text, ensure_ascii=False)}: {problem}"


def edit_problem(caption: str, variant: Variant) -> str | None:
    """Why the edits of ``variant``, applied right to left to ``caption``, do not give its text; None if they do."""
    text, limit = caption, len(caption)
    for edit in sorted(variant.edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        if not 0 <= edit.start <= edit.end <= limit:
            return f"{edit} lies outside the caption or overlaps another edit"
        if caption[edit.start : edit.end] != edit.old:
            return f"{edit} does not stand on its old words"
        text, limit = text[: edit.start] + edit.new + text[edit.end :], edit.start
    return None if text == variant.text else "its edits give another text"
