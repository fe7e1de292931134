"""The embedded sample is a sound COCO annotation file with the habits of crowd-sourced captions."""

from __future__ import annotations

import json
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest


@pytest.fixture(scope="module")
def text() -> str:
    return files("capaug.sources.sample").joinpath("captions_sample.json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sample(text: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@pytest.fixture(scope="module")
def captions(sample: dict[str, Any]) -> list[str]:
    return [annotation["caption"] for annotation in sample["annotations"]]


def fields(record: dict[str, Any]) -> dict[str, type]:
    return {name: type(value) for name, value in record.items()}


def test_the_file_has_the_parts_of_a_coco_annotation_file(sample: dict[str, Any]) -> None:
    assert list(sample) == ["info", "licenses", "images", "annotations"]
    assert {licence["name"] for licence in sample["licenses"]} == {"CC0 1.0 Universal", "Apache License 2.0"}


def test_every_image_and_annotation_has_the_fields_of_coco(sample: dict[str, Any]) -> None:
    for image in sample["images"]:
        assert fields(image) == {"id": int, "file_name": str, "width": int, "height": int}
        assert image["file_name"] == f"{image['id']:012d}.jpg"
        assert image["width"] > 0 and image["height"] > 0
    for annotation in sample["annotations"]:
        assert fields(annotation) == {"id": int, "image_id": int, "caption": str}


def test_at_least_120_images_have_exactly_five_captions_each(sample: dict[str, Any]) -> None:
    images = {image["id"] for image in sample["images"]}
    assert len(images) >= 120
    counts = Counter(annotation["image_id"] for annotation in sample["annotations"])
    assert counts == dict.fromkeys(images, 5)


@pytest.mark.parametrize("part", ["images", "annotations"])
def test_ids_are_unique(sample: dict[str, Any], part: str) -> None:
    ids = [record["id"] for record in sample[part]]
    assert len(set(ids)) == len(ids)


def test_no_caption_is_said_twice(captions: list[str]) -> None:
    folded = Counter(" ".join(caption.lower().split()).rstrip(".") for caption in captions)
    assert [caption for caption, count in folded.items() if count > 1] == []


def test_captions_are_one_line_of_ascii_of_7_to_20_words(captions: list[str]) -> None:
    assert [caption for caption in captions if not caption.isascii() or not caption.isprintable()] == []
    assert [caption for caption in captions if not 7 <= len(caption.split()) <= 20] == []


def test_captions_keep_the_habits_of_crowd_workers(captions: list[str]) -> None:
    def share(habit: list[bool]) -> float:
        return sum(habit) / len(captions)

    assert 0.10 < share([not caption.rstrip().endswith(".") for caption in captions]) < 0.20
    assert 0.05 < share([caption == caption.lower() for caption in captions]) < 0.15
    assert any(caption.endswith(" ") for caption in captions)
    assert any("  " in caption.strip() for caption in captions)


def test_a_person_can_read_the_file_one_record_a_line(text: str, sample: dict[str, Any]) -> None:
    lines = text.splitlines()
    assert sum(line.startswith('  {"id"') and '"caption"' in line for line in lines) == len(sample["annotations"])
    assert max(len(line) for line in lines) < 250
