"""Filtering a finished folder anew, by the similarities that its rows hold and by what reviewers found wrong: nothing
is parsed, made or encoded.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from capaug.errors import InputError, UsageError, did_you_mean
from capaug.formats import shard_format
from capaug.formats.batches import read_rows, read_scores
from capaug.kinds import family
from capaug.records import AugmentedCaption, ChunkResult, Variant
from capaug.runs.files import is_finished
from capaug.runs.lock import locked
from capaug.runs.manifest import Manifest
from capaug.runs.run import begin, finish, intact_summary
from capaug.runs.shards import is_intact, read_rejects, read_summary, write_shard

SOURCE = "filter"
"""What a filtered folder names as its source."""

log = logging.getLogger(__name__)

Key = tuple[str, str, str]
"""A text of a folder: id of its caption, ``negatives`` or ``positives``, the text."""

WRONG = "marked_wrong"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is kept: similarities from ``lowest`` to ``highest``, both ends included; None for no end.

    ``kinds`` are those that are bounded (a family, ``asymmetry_1``, stands for all of its kinds), empty for all. Of
    the negatives that are left a row keeps the ``hardest`` most similar ones, 0 for all. ``wrong`` are texts that a
    reviewer marked so, whatever their kind, and ``reviews`` the files that say it, by name and hash.
    """

    lowest: float | None = None
    highest: float | None = None
    kinds: tuple[str, ...] = ()
    hardest: int = 0
    wrong: tuple[Key, ...] = ()
    reviews: tuple[str, ...] = ()

    def refuses(self, variant: Variant) -> str | None:
        """Why ``variant`` is not kept (``similarity_low``, ``similarity_high``), or None."""
        if self.kinds and not {variant.kind, family(variant.kind)} & set(self.kinds):
            return None
        if variant.similarity is None:
            return None
        if self.lowest is not None and variant.similarity < self.lowest:
            return "similarity_low"
        if self.highest is not None and variant.similarity > self.highest:
            return "similarity_high"
        return None


def refilter(folder: Path, out: Path, bounds: Bounds) -> Manifest:
    """Write to ``out`` the rows of ``folder`` with the variants that ``bounds`` keeps, shard by shard.

    Rows stay, also those that lose every variant. A run that was broken off goes on when called again.

    Returns:
        The manifest of ``out``; its ``refused`` counts what these bounds refused.

    Raises:
        UsageError: bounds that keep nothing or say nothing, or an unknown kind.
        InputError: ``folder`` is no finished output folder, or a file of it is broken.
        OutputError: ``out`` holds other things, or cannot be written.
    """
    before = Manifest.read(folder)
    check(bounds, before)
    if out.resolve() == folder.resolve():
        raise UsageError(f"{out}: the filtered rows need a folder of their own")
    form = shard_format(before.format, before.compression)
    with locked(out):
        run = begin(
            out,
            recipe=before.recipe,
            source={"name": SOURCE, "bounds": asdict(bounds), "of": before.source, "shards": before.fingerprint()},
            seed=before.seed,
            shard_size=before.shard_size,
            form=form,
        )
        if is_finished(out):
            return Manifest.read(out)
        for index, (place, shard) in enumerate(before.numbered()):
            if intact_summary(out, index):
                continue
            log.info("filtering shard %d of %d", index + 1, len(before.shards))
            if not is_intact(folder, shard):
                raise InputError(
                    f"{folder / shard.file}: missing, or not the bytes that were written; see capaug verify"
                )
            result = filtered(list(read_rows(form, folder / shard.file)), bounds)
            result.scores = read_scores(form, folder / shard.file)
            summary = read_summary(folder, place)
            if summary is not None and summary.reject_data is not None:
                result.rejects = read_rejects(folder / summary.reject_data.file)
            write_shard(out, index, result, shard.sha256, form)
        after = finish(out, run, len(before.shards))
    if missing := len(bounds.wrong) - sum(reasons.get(WRONG, 0) for reasons in after.refused.values()):
        log.warning("%s lacks %d of the texts marked wrong; is it the folder that was reviewed?", folder, missing)
    return after


def check(bounds: Bounds, manifest: Manifest) -> None:
    """Check that ``bounds`` ask for something that can be done to the rows of ``manifest``.

    Raises:
        UsageError: they do not, or name a kind or a family that the run knows nothing of.
    """
    ends = [end for end in (bounds.lowest, bounds.highest) if end is not None]
    if not ends and not bounds.hardest and not bounds.wrong:
        raise UsageError("nothing to filter by: give --min, --max, --hardest or --review")
    if any(not -1 <= end <= 1 for end in ends) or (len(ends) == 2 and ends[0] > ends[1]):
        raise UsageError("--min and --max are cosines from -1 to 1, the lower one first")
    kinds = manifest.kinds()
    known = {*kinds, *(family(kind) for kind in kinds)}
    if unknown := [kind for kind in bounds.kinds if kind not in known]:
        raise UsageError(
            f"unknown kind {unknown[0]!r}{did_you_mean(unknown[0], known)}; "
            f"known to this folder: {', '.join(kinds)}, or a family of them"
        )


def bounds_of(manifest: Manifest) -> list[Bounds]:
    """By what the rows of a folder were filtered after they were made, the first first; empty for most."""
    found: list[Bounds] = []
    source = manifest.source
    while source.get("name") == SOURCE:
        bounds = source["bounds"]
        lists = {name: tuple(map(_hashable, value)) for name, value in bounds.items() if isinstance(value, list)}
        found.insert(0, Bounds(**{**bounds, **lists}))
        source = source["of"]
    return found


def filtered(rows: Sequence[AugmentedCaption], bounds: Bounds) -> ChunkResult:
    """The rows with the variants that ``bounds`` keeps, and what was refused."""
    result, refused = ChunkResult(), Counter[tuple[str, str]]()
    wrong = frozenset(bounds.wrong)
    for row in rows:
        positives, negatives = (
            _kept(_not_wrong(row, side, wrong, refused), bounds, refused) for side in ("positives", "negatives")
        )
        if bounds.hardest:
            ranked = sorted(negatives, key=lambda variant: -(variant.similarity or 0.0))
            refused.update((variant.kind, "not_hardest") for variant in ranked[bounds.hardest :])
            negatives = tuple(ranked[: bounds.hardest])
        result.rows.append(replace(row, positives=positives, negatives=negatives))
    result.refused = dict(sorted(refused.items()))
    return result


def _not_wrong(
    row: AugmentedCaption, side: str, wrong: frozenset[Key], refused: Counter[tuple[str, str]]
) -> Sequence[Variant]:
    """The texts on a side of a row that no reviewer marked wrong."""
    kept = []
    for variant in getattr(row, side):
        if wrong and (row.caption_id, side, variant.text) in wrong:
            refused[variant.kind, WRONG] += 1
        else:
            kept.append(variant)
    return kept


def _hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _kept(variants: Sequence[Variant], bounds: Bounds, refused: Counter[tuple[str, str]]) -> tuple[Variant, ...]:
    kept = []
    for variant in variants:
        if reason := bounds.refuses(variant):
            refused[variant.kind, reason] += 1
        else:
            kept.append(variant)
    return tuple(kept)
