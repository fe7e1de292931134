"""Stand-ins for a source and for the stages: quick, deterministic, able to be slow, to fail or to be killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from capaug.engines.base import Run
from capaug.errors import UsageError
from capaug.records import (
    Attribute,
    AugmentedCaption,
    Caption,
    CaptionGroup,
    ChunkResult,
    Edit,
    Reject,
    SceneGraph,
    SceneObject,
    Variant,
)
from capaug.sources.base import Source
from capaug.sources.parts import Part

PLACES = (
    "on a couch",
    "beside a café",
    "under a “no parking” sign",
    "in front of 東京タワー",
    "near a 🍕 stand",
    "at home.\n",
)


def groups(images: int) -> list[CaptionGroup]:
    """``images`` groups of one to three captions; every seventh image has an empty caption, every ninth a null one."""
    made = []
    for number in range(images):
        captions = tuple(
            Caption(f"{number}-{i}", f"a dog sitting {PLACES[(number + i) % len(PLACES)]}")
            for i in range(1 + number % 3)
        )
        if number % 7 == 0:
            captions += (Caption(f"{number}-empty", " "),)
        null = Reject(str(number), f"{number}-null", "", "fake", "val", "null", "the caption is null")
        made.append(CaptionGroup(str(number), captions, "fake", "val", (null,) if number % 9 == 0 else ()))
    return made


@dataclass
class FakeSource(Source):
    """Groups in memory, with any fingerprint."""

    held: Sequence[CaptionGroup]
    told: dict[str, object]
    name: str = "fake"
    split: str = "val"

    def fingerprint(self) -> dict[str, object]:
        return self.told

    def groups(self) -> Iterator[CaptionGroup]:
        return iter(self.held)


class SplitSource(FakeSource):
    """One whose parts are read where they are worked on, in whichever process that is."""

    def parts(self, size: int) -> Iterator[Part]:
        return (Made(first, min(first + size, len(self.held))) for first in range(0, len(self.held), size))


@dataclass(frozen=True)
class Made:
    """A part that makes its groups."""

    first: int
    end: int

    def groups(self) -> list[CaptionGroup]:
        return groups(self.end)[self.first :]


@dataclass(frozen=True)
class FakeWork:
    """``a dog ...`` becomes ``a cat ...`` (negative) and ``an animal ...`` (positive, not scored).

    ``kill_at`` is the image that kills: always, with ``kill_once`` when that file is not there yet, with
    ``kill_beside`` when another process is at work, which it tells by the files of that folder.
    """

    seconds: float = 0.0
    fail_at: str = ""
    kill_at: str = ""
    kill_once: Path | None = None
    kill_beside: Path | None = None
    exit_at: str = ""
    interrupt_at: str = ""
    lose_at: str = ""
    fail_to_start: str = ""
    gpu: bool = False

    def wants_gpu(self) -> bool:
        return self.gpu

    def start(self, worker: int = 0) -> Run:
        if self.fail_to_start == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fail_to_start == "user":
            raise UsageError("unknown encoder 'x'")
        if self.fail_to_start:
            raise ValueError("broken weights")
        return self.run

    def run(self, chunk: Sequence[CaptionGroup]) -> ChunkResult:
        busy = self.kill_beside and self.kill_beside / str(os.getpid())
        if busy:
            busy.touch()
        time.sleep(self.seconds)
        result = ChunkResult()
        for group in chunk:
            if group.image_id == self.fail_at:
                raise ValueError("boom")
            if group.image_id == self.kill_at and self._kills(busy):
                os.kill(os.getpid(), signal.SIGKILL)
            if group.image_id == self.exit_at:
                os._exit(3)
            if group.image_id == self.interrupt_at:
                os.kill(os.getpid(), signal.SIGINT)
            for caption in group.captions:
                if not caption.text.strip():
                    result.rejects.append(
                        Reject(group.image_id, caption.id, caption.text, group.source, group.split, "empty", "no words")
                    )
                elif group.image_id != self.lose_at:
                    result.rows.append(_row(group, caption))
                    key = ("attribute_replace.contrast", "similarity_low")
                    result.refused[key] = result.refused.get(key, 0) + 1
            result.rejects.extend(group.rejects)
        if busy:
            busy.unlink(missing_ok=True)
        return result

    def _kills(self, busy: Path | None) -> bool:
        if self.kill_once is not None:
            try:
                self.kill_once.touch(exist_ok=False)
            except FileExistsError:
                return False
        if busy:
            busy.unlink()
            return any(busy.parent.iterdir())
        return True


def _row(group: CaptionGroup, caption: Caption) -> AugmentedCaption:
    return AugmentedCaption(
        image_id=group.image_id,
        caption_id=caption.id,
        caption=caption.text,
        source=group.source,
        split=group.split,
        scene_graph=SceneGraph((SceneObject("dog", "dog", 2, 5),), (Attribute(0, "sit", "action", 6, 13),)),
        positives=(
            Variant(
                caption.text.replace("a dog", "an animal"),
                "asymmetry_2.generalise",
                (Edit(0, 1, "a", "an"), Edit(2, 5, "dog", "animal")),
            ),
        ),
        negatives=(
            Variant(
                caption.text.replace("dog", "cat"),
                "asymmetry_1.object",
                (Edit(2, 5, "dog", "cat"),),
                {"similarity": 1 / (1 + len(caption.text)), "balance": -0.25},
            ),
        ),
    )
