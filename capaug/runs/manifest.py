"""The manifest of a finished run: what it was made with, what it holds, and the hash of every file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from capaug.errors import InputError
from capaug.runs.findings import REMAKE
from capaug.runs.layout import MANIFEST, RUN
from capaug.runs.sealed import read_sealed, write_sealed
from capaug.runs.shards import ShardFile, ShardSummary, VariantCount, WrittenFile
from capaug.runs.share import share_of

MADE_WITH = ("versions", "recipe_hash", "recipe", "source", "seed", "shard_size")
"""The fields of ``run.json``, in its order: what a run is made with."""


@dataclass(frozen=True, slots=True)
class KindStatistics:
    """Variants of one kind: how many, how many a row on average, and their mean similarity (None: not measured)."""

    count: int
    mean_per_row: float
    mean_similarity: float | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """A finished run. The same input, recipe, seed and versions give the same manifest.

    ``captions`` went in; ``rows`` came out, the others are counted by reason in ``rejects``. ``positives`` and
    ``negatives`` go by kind; ``read_in_part`` counts the rows whose caption was longer than what is read of one;
    ``refused`` counts the candidates that were thrown away, by kind, then reason. ``other_files`` are those that
    readers need beside the shards.
    """

    versions: dict[str, str]
    recipe: dict[str, Any]
    recipe_hash: str
    seed: int
    source: dict[str, Any]
    shard_size: int
    captions: int
    rows: int
    rejects: dict[str, int]
    with_positive: int
    with_negative: int
    positives: dict[str, KindStatistics]
    negatives: dict[str, KindStatistics]
    refused: dict[str, dict[str, int]]
    shards: list[ShardFile]
    reject_shards: list[ShardFile]
    read_in_part: int = 0
    other_files: list[WrittenFile] = field(default_factory=list)

    def made_with(self) -> dict[str, Any]:
        """What the run was begun with, as in ``run.json``."""
        return {name: getattr(self, name) for name in MADE_WITH}

    def numbered(self) -> Iterator[tuple[int, ShardFile]]:
        """The shards with their places in the run, which in a part of one are not those in the list."""
        share = share_of(self.source)
        return ((share.number - 1 + share.of * k, shard) for k, shard in enumerate(self.shards))

    def kinds(self) -> tuple[str, ...]:
        """Every kind that the run asked for, made or refused, sorted."""
        return tuple(sorted({*self.recipe.get("kinds", ()), *self.positives, *self.negatives, *self.refused}))

    def write(self, folder: Path) -> None:
        """Write ``manifest.json`` into ``folder``, which marks the run as finished.

        Raises:
            OutputError: the folder cannot be written.
        """
        write_sealed(folder / MANIFEST, asdict(self))

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read the manifest of ``folder``.

        Raises:
            InputError: there is no such folder, it is no output of capaug, its run is unfinished, or the manifest
                is broken.
        """
        path = folder / MANIFEST
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder")
        if not path.is_file() and not (folder / RUN).is_file():
            raise InputError(f"{folder}: not an output folder of capaug generate (it has no {MANIFEST})")
        if not path.is_file():
            raise InputError(
                f"{folder}: the run is unfinished; run the same capaug generate command again to finish it"
            )
        try:
            values = read_sealed(path)
            for side in ("positives", "negatives"):
                values[side] = {kind: KindStatistics(**statistics) for kind, statistics in values[side].items()}
            for files in ("shards", "reject_shards"):
                values[files] = [ShardFile(**file) for file in values[files]]
            values["other_files"] = [WrittenFile(**file) for file in values["other_files"]]
            return cls(**values)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise InputError(f"{path}: broken, or not a manifest that this capaug can read; {REMAKE}") from None

    @classmethod
    def of(cls, run: Mapping[str, Any], summaries: Iterable[ShardSummary]) -> Manifest:
        """Add up the shards, in order, of the run that was begun with ``run`` (:func:`capaug.runs.run.begin`)."""
        captions = rows = with_positive = with_negative = read_in_part = 0
        rejects: dict[str, int] = defaultdict(int)
        refused: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        positives: dict[str, VariantCount] = {}
        negatives: dict[str, VariantCount] = {}
        shards, reject_shards = [], []
        for summary in summaries:
            captions += summary.captions
            rows += summary.data.rows
            with_positive += summary.with_positive
            with_negative += summary.with_negative
            read_in_part += summary.read_in_part
            for reason, count in summary.rejects.items():
                rejects[reason] += count
            for kind, reasons in summary.refused.items():
                for reason, count in reasons.items():
                    refused[kind][reason] += count
            _add(positives, summary.positives)
            _add(negatives, summary.negatives)
            shards.append(summary.data)
            if summary.reject_data:
                reject_shards.append(summary.reject_data)
        return cls(
            **run,
            captions=captions,
            rows=rows,
            rejects=dict(sorted(rejects.items())),
            with_positive=with_positive,
            with_negative=with_negative,
            positives=_statistics(positives, rows),
            negatives=_statistics(negatives, rows),
            refused={kind: dict(sorted(reasons.items())) for kind, reasons in sorted(refused.items())},
            shards=shards,
            reject_shards=reject_shards,
            read_in_part=read_in_part,
        )


def _add(totals: dict[str, VariantCount], counts: Mapping[str, VariantCount]) -> None:
    for kind, more in counts.items():
        so_far = totals.get(kind, VariantCount(0, 0, 0.0))
        totals[kind] = VariantCount(
            so_far.count + more.count, so_far.scored + more.scored, so_far.similarity + more.similarity
        )


def _statistics(totals: Mapping[str, VariantCount], rows: int) -> dict[str, KindStatistics]:
    return {
        kind: KindStatistics(
            count=total.count,
            mean_per_row=round(total.count / rows, 6),
            mean_similarity=round(total.similarity / total.scored, 6) if total.scored else None,
        )
        for kind, total in sorted(totals.items())
    }
