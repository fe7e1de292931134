"""What a run would make, from a sample of its captions that is worked on at once; nothing is written."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from capaug.augmenter import AugmentWork
from capaug.errors import InputError
from capaug.records import CaptionGroup, record_batch
from capaug.sources.base import Source

SAMPLE = 128  # images


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the first images of a source gave, and what that makes of the whole.

    Attributes:
        captions: of the source; None where it is more than the sample and only a full read would tell.
        images: of the source, from the captions an image of the sample; None likewise.
        sample_images: images of the sample.
        sample_captions: captions of the sample.
        load_seconds: how long it took to load the models.
        speed: captions a second in one process, by the second half of the sample: the first fills what is remembered.
        rows: how many captions of the sample have a row.
        negatives: negatives of the sample.
        positives: positives of the sample.
        bytes: of the sample's rows in a shard.
    """

    captions: int | None
    images: int | None
    sample_images: int
    sample_captions: int
    load_seconds: float
    speed: float
    rows: int
    negatives: int
    positives: int
    bytes: int

    def time(self, captions: int, workers: int) -> float:
        """About how many seconds so many captions take with so many processes."""
        return self.load_seconds + captions / self.speed / workers


def forecast(source: Source, work: AugmentWork, images: int = SAMPLE) -> Forecast:
    """Work on the first images of ``source`` in this process, and tell what that makes of the whole.

    Raises:
        InputError: the source cannot be read, or has no captions.
    """
    left = iter(source.groups())
    groups = list(islice(left, images))
    whole = next(left, None) is None
    captions = _captions(groups)
    if not captions:
        raise InputError("the source has no captions; there is nothing to generate from")
    began = time.perf_counter()
    run = work.start()
    loaded = time.perf_counter()
    halves = [half for half in (groups[: len(groups) // 2], groups[len(groups) // 2 :]) if half]
    results = []
    for half in halves:
        started = time.perf_counter()
        results.append(run(half))
        seconds = time.perf_counter() - started
    rows = [row for result in results for row in result.rows]
    total = captions if whole else source.count()
    return Forecast(
        captions=total,
        images=None if total is None else round(total * len(groups) / captions),
        sample_images=len(groups),
        sample_captions=captions,
        load_seconds=loaded - began,
        speed=_captions(halves[-1]) / seconds,
        rows=len(rows),
        negatives=sum(len(row.negatives) for row in rows),
        positives=sum(len(row.positives) for row in rows),
        bytes=record_batch(rows, results[0].scores).nbytes,
    )


def _captions(groups: Sequence[CaptionGroup]) -> int:
    """How many captions groups have, those included that are none to their source."""
    return sum(len(group.captions) + len(group.rejects) for group in groups)
