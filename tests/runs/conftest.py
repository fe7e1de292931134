from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from capaug.formats import SHARD_FORMATS, shard_format
from capaug.records import (
    Attribute,
    AugmentedCaption,
    ChunkResult,
    Edit,
    Reject,
    Relation,
    SceneGraph,
    SceneObject,
    Variant,
)
from capaug.runs.run import begin, finish
from capaug.runs.shards import write_shard

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
        (
            Variant(
                "a person riding a horse",
                "asymmetry_2.generalise",
                (Edit(2, 5, "man", "person"),),
                {"similarity": 0.75, "balance": -0.5},
            ),
        ),
        (
            Variant(
                "a man riding a camel", "asymmetry_1.object", (Edit(15, 20, "horse", "camel"),), {"similarity": 0.875}
            ),
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
                {"similarity": 0.5, "balance": 0.25},
            ),
        ),
    ),
    AugmentedCaption("8", "81", "nothing to see", "coco", "val2017", SceneGraph()),
)
REJECTS = (
    Reject("8", "82", "\u2028 \x00", "coco", "val2017", "empty", "no words"),
    Reject("9", "91", "half a pair \ud83d", "coco", "val2017", "not_text", "a lone surrogate"),
)


Build = Callable[..., Path]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Make a finished output folder of given rows and rejects, an image a shard, in a format."""

    def make(rows: Sequence[AugmentedCaption], rejects: Sequence[Reject], name: str = "arrow") -> Path:
        form = shard_format(name)
        images: dict[str, ChunkResult] = {}
        for row in rows:
            images.setdefault(row.image_id, ChunkResult()).rows.append(row)
        for reject in rejects:
            images.setdefault(reject.image_id, ChunkResult()).rejects.append(reject)
        recipe = {"name": "default", "encoder": "embedded"}
        run = begin(tmp_path / "out", recipe=recipe, source={"name": "coco"}, seed=5, shard_size=1, form=form)
        for index, result in enumerate(images.values()):
            write_shard(tmp_path / "out", index, result, "digest", form)
        finish(tmp_path / "out", run, len(images))
        return tmp_path / "out"

    return make


@pytest.fixture
def out(build: Build) -> Path:
    """A finished folder of three rows and two rejects in three shards, the last of which has no row."""
    return build(ROWS, REJECTS)


@pytest.fixture(params=SHARD_FORMATS.names())
def out_of_any_format(build: Build, request: pytest.FixtureRequest) -> Path:
    """The folder ``out``, in each format of shards."""
    return build(ROWS, REJECTS, request.param)


@pytest.fixture
def rows() -> tuple[AugmentedCaption, ...]:
    return ROWS


@pytest.fixture
def rejects() -> tuple[Reject, ...]:
    return REJECTS
