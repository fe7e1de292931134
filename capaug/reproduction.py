"""Whether captions of a finished folder, made anew with its recipe and seed, get the rows that they have there.

No source is needed: the rows of an image are its captions, siblings included; one without a row is no sibling.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from capaug.augmenter import Augmenter
from capaug.errors import CapaugError
from capaug.formats.arrow import read_rows, read_scores
from capaug.generation import packages
from capaug.pipeline import FAILED
from capaug.recipes import recipe_of
from capaug.records import AugmentedCaption, Caption, CaptionGroup, ChunkResult, Variant, record_batch
from capaug.registry import load_plugins
from capaug.runs.findings import REPORT, Finding
from capaug.runs.layout import rejects_file
from capaug.runs.manifest import Manifest
from capaug.runs.refilter import bounds_of, filtered
from capaug.runs.repair import manifest_of
from capaug.runs.run import versions
from capaug.runs.shards import ShardFile, read_rejects

ROUNDED = 1e-4  # scores, which a GPU rounds otherwise


@dataclass(slots=True)
class Reproduction:
    """What came of it: how many captions were made anew, those that got other rows, and what a person should know."""

    captions: int = 0
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def reproduce(
    path: str | Path,
    images: int,
    *,
    plugins: Sequence[str | Path] = (),
    broken: AbstractSet[str] = frozenset(),
    device: str = "auto",
) -> Reproduction:
    """Make the captions of images anew that are spread evenly over the folder.

    Rows that differ are findings, unless the folder was made with other versions than those that are installed: then
    a note says so.

    Args:
        path: output folder.
        images: how many, at most.
        plugins: Python files that register what the recipe names.
        broken: files to leave aside.
        device: where the encoder runs.

    Raises:
        InputError: as :func:`capaug.runs.repair.manifest_of`, or a plug-in or a shard cannot be read.
    """
    folder, result = Path(path), Reproduction()
    manifest, _ = manifest_of(folder)
    loaded = load_plugins(tuple(map(Path, plugins)))
    try:
        recipe = recipe_of(manifest.recipe, "its recipe")
        used = {f"plugin {name}": version for name, version in (loaded | packages(recipe)).items()}
        augmenter = Augmenter(recipe, device=device)
    except CapaugError as error:
        result.notes.append(f"no caption was made anew: {error}")
        return result
    here = versions() | used
    other = [
        f"{name} {manifest.versions.get(name, 'not installed')} (here {here.get(name, 'not installed')})"
        for name in sorted({*manifest.versions, *here})
        if manifest.versions.get(name, "not installed") != here.get(name, "not installed")
    ]
    for index, shard, places in _drawn(manifest, images):
        if not {shard.file, rejects_file(index)} & broken:
            _reproduce(folder, manifest, (index, shard), places, augmenter, result)
    if other:
        told = f"made with other versions: {', '.join(other)}"
        if result.findings:
            told += f"; of {result.captions:,} captions made anew here {len(result.findings):,} get another row"
        result.notes.append(told)
        result.findings = []
    return result


def _reproduce(
    folder: Path,
    manifest: Manifest,
    numbered: tuple[int, ShardFile],
    places: AbstractSet[int],
    augmenter: Augmenter,
    result: Reproduction,
) -> None:
    """Make anew the images of a shard, given with its place in the run, that have rows at ``places``."""
    index, shard = numbered
    scores = read_scores(folder / shard.file)
    failed = _images_with_failures(folder, manifest, index)
    images = []
    for image, in_order in groupby(enumerate(read_rows(folder / shard.file)), key=lambda pair: pair[1].image_id):
        rows = list(in_order)
        if image not in failed and any(number in places for number, _ in rows):
            images.append(rows)
    made = augmenter.augment([_group([row for _, row in rows]) for rows in images])
    for bounds in bounds_of(manifest):
        made = filtered(made.rows, bounds)
    again = _as_read(made, scores)
    for number, row in (pair for rows in images for pair in rows):
        result.captions += 1
        if different := _difference(row, again.get(row.caption_id)):
            what = f"made anew with the same recipe, seed and versions it gets {different}"
            result.findings.append(Finding(shard.file, what, REPORT, number, row.caption_id))


def _drawn(manifest: Manifest, images: int) -> Iterator[tuple[int, ShardFile, set[int]]]:
    """Shards by their places in the run, with places of rows in them, so many in all: their images are drawn."""
    drawn = sorted({number * manifest.rows // images for number in range(images)}) if manifest.rows else []
    first = 0
    for index, shard in manifest.numbered():
        places = {number - first for number in drawn if first <= number < first + shard.rows}
        first += shard.rows
        if places:
            yield index, shard, places


def _images_with_failures(folder: Path, manifest: Manifest, index: int) -> set[str]:
    """Images of a shard with a caption at which a stage failed: it was a sibling to the others until then."""
    name = rejects_file(index)
    if not any(file.file == name for file in manifest.reject_shards):
        return set()
    return {reject.image_id for reject in read_rejects(folder / name) if reject.reason == FAILED}


def _group(rows: Sequence[AugmentedCaption]) -> CaptionGroup:
    captions = tuple(Caption(row.caption_id, row.caption) for row in rows)
    return CaptionGroup(rows[0].image_id, captions, rows[0].source, rows[0].split)


def _as_read(made: ChunkResult, scores: Sequence[str]) -> dict[str, AugmentedCaption]:
    """Rows as they come back from a shard, by the ids of their captions."""
    rows = map(AugmentedCaption.from_row, record_batch(made.rows, scores).to_pylist())
    return {row.caption_id: row for row in rows}


def _difference(stored: AugmentedCaption, made: AugmentedCaption | None) -> str | None:
    """What of a row is another when it is made anew."""
    if made is None:
        return "no row"
    if replace(stored, positives=(), negatives=()) != replace(made, positives=(), negatives=()):
        return "another scene graph"
    for side in ("positives", "negatives"):
        mine, others = getattr(stored, side), getattr(made, side)
        if len(mine) != len(others) or not all(map(_same, mine, others)):
            return f"other {side}"
    return None


def _same(one: Variant, other: Variant) -> bool:
    if replace(one, scores={}) != replace(other, scores={}) or one.scores.keys() != other.scores.keys():
        return False
    return all(math.isclose(value, other.scores[name], abs_tol=ROUNDED) for name, value in one.scores.items())
