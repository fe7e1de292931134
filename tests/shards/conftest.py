from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from capaug.engines.base import Run
from capaug.engines.generate import generate
from capaug.records import (
    Attribute,
    AugmentedCaption,
    Caption,
    CaptionGroup,
    ChunkResult,
    Edit,
    Reject,
    Relation,
    SceneGraph,
    SceneObject,
    Variant,
)

ROWS = (
    AugmentedCaption(
        "7",
        "71",
        "a man riding a horse",
        "coco",
        "val2017",
        SceneGraph(
            (SceneObject("man", "man", 2, 5), SceneObject("horse", "horse", 15, 20)),
            (),
            (Relation(0, "ride", 1, 6, 12),),
        ),
        (Variant("a person riding a horse", "asymmetry_2.generalise", (Edit(2, 5, "man", "person"),), 0.75, -0.5),),
        (
            Variant("a man riding a camel", "asymmetry_1.object", (Edit(15, 20, "horse", "camel"),), 0.875),
            Variant(
                "a horse chasing a man",
                "relation_swap.roles",
                (Edit(2, 5, "man", "horse"), Edit(6, 12, "riding", "chasing"), Edit(15, 20, "horse", "man")),
            ),
        ),
    ),
    AugmentedCaption(
        "7",
        "72",
        "Un café “chez 🐴”:\na red sign.",
        "coco",
        "val2017",
        SceneGraph((SceneObject("sign", "sign", 24, 28),), (Attribute(0, "red", "color", 20, 23),), ()),
        (),
        (
            Variant(
                "Un café “chez 🐴”:\na blue sign.",
                "attribute_replace.contrast",
                (Edit(20, 23, "red", "blue"),),
                0.5,
                0.25,
            ),
        ),
    ),
    AugmentedCaption("8", "81", "nothing to see", "coco", "val2017", SceneGraph()),
)
REJECTS = (
    Reject("8", "82", "\u2028 \x00", "coco", "val2017", "empty", "no words"),
    Reject("9", "91", "half a pair \ud83d", "coco", "val2017", "not_text", "a lone surrogate"),
)


class Fixed:
    """Work that has its results ready: those of ``ROWS`` and ``REJECTS`` whose captions are in the chunk."""

    def __init__(self, rows: Sequence[AugmentedCaption], rejects: Sequence[Reject]) -> None:
        self.rows, self.rejects = rows, rejects

    def start(self, worker: int = 0) -> Run:
        return self.run

    def run(self, groups: Sequence[CaptionGroup]) -> ChunkResult:
        ids = {caption.id for group in groups for caption in group.captions}
        return ChunkResult(
            [row for row in self.rows if row.caption_id in ids],
            [reject for reject in self.rejects if reject.caption_id in ids],
        )


Build = Callable[[Sequence[AugmentedCaption], Sequence[Reject]], Path]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Make a finished output folder of given rows and rejects, an image a shard."""

    def make(rows: Sequence[AugmentedCaption], rejects: Sequence[Reject]) -> Path:
        images: dict[str, list[Caption]] = {}
        for record in [*rows, *rejects]:
            images.setdefault(record.image_id, []).append(Caption(record.caption_id, record.caption))
        groups = [CaptionGroup(image, tuple(captions), "coco", "val2017") for image, captions in images.items()]
        generate(
            groups,
            Fixed(rows, rejects),
            tmp_path / "out",
            recipe={"name": "default", "encoder": "embedded"},
            source={"name": "coco"},
            seed=5,
            shard_size=1,
        )
        return tmp_path / "out"

    return make


@pytest.fixture
def out(build: Build) -> Path:
    """A finished folder of three rows and two rejects in three shards, the last of which has no row."""
    return build(ROWS, REJECTS)


@pytest.fixture
def rows() -> tuple[AugmentedCaption, ...]:
    return ROWS


@pytest.fixture
def rejects() -> tuple[Reject, ...]:
    return REJECTS
