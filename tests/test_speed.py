"""The speed benchmark (``benchmarks/generate.py``), on a few captions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import generate, peers
from capaug.recipes import load_recipe
from capaug.records import CaptionGroup
from capaug.sources import open_source

TEXTS = ["A man riding a brown horse on a beach.", "Two dogs are sleeping on a red couch."]


@pytest.fixture(name="groups", scope="module")
def groups_fixture() -> list[CaptionGroup]:
    return list(open_source("coco", limit=6).groups())


def test_speed_of_a_recipe(groups: list[CaptionGroup]) -> None:
    found = generate.recipe_speed("negclip", groups[:3], groups[3:])
    assert found["captions a second"] > 0 and found["negatives"] > 0 and found["positives"] == 0


def test_speed_of_the_tokeniser() -> None:
    assert generate.tokeniser_speed(TEXTS, TEXTS)["captions a second"] > 0


@pytest.mark.skipif(peers.installed() is None, reason=f"no English pipeline of spaCy: {peers.INSTALL}")
def test_speed_of_peers() -> None:
    found = generate.peer_speed(peers.MIX, str(peers.installed()), TEXTS, TEXTS)
    assert found["captions a second"] > 0 and found["negatives"] > 4


def test_stages_make_up_the_whole(groups: list[CaptionGroup]) -> None:
    found = generate.stages(groups[:3], groups[3:])
    recipe = load_recipe("default")
    named = {"parse", "choose", "rest", *recipe.kinds, *(f"filter {name}" for name in recipe.filters)}
    assert set(found) == {"whole", *named}
    assert sum(found[name] for name in named) == pytest.approx(found["whole"])
    assert all(found[name] > 0 for name in named)


def test_captions_one_by_one() -> None:
    assert generate.one_by_one(TEXTS, TEXTS) > 0


def test_from_end_to_end(groups: list[CaptionGroup], tmp_path: Path) -> None:
    captions = [
        {"image_id": number, "id": 10 * number + k, "caption": text}
        for number in range(3)
        for k, text in enumerate(TEXTS)
    ]
    annotations = tmp_path / "captions_made.json"
    annotations.write_text(json.dumps({"images": [], "annotations": captions}))
    found = generate.end_to_end(annotations, 2, limit=2)
    assert found["seconds"] > 0 and found["memory, MB"] > 50


def test_samples_hold_no_caption_twice(groups: list[CaptionGroup]) -> None:
    measured, warm = generate.samples(groups, 12)
    assert measured == groups[:3] and warm == groups[3:]


def test_a_process_of_its_own() -> None:
    assert generate.alone(len, TEXTS) == 2


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("one caption, ms", 3.9, " (at most 4: met)"),
        ("one caption, ms", 4.1, " (at most 4: MISSED)"),
        ("two workers / one", 1.9, " (at least 1.85: met)"),
        (f"default / {generate.REMEMBERED}", 1.0, ""),
    ],
)
def test_bars(name: str, value: float, words: str) -> None:
    assert generate._against_bar(name, value) == words
