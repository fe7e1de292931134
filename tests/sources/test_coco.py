from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.errors import InputError, UsageError
from capaug.records import Caption
from capaug.sources import open_source
from capaug.sources.coco import COCO_SPLITS, CocoCaptions

ANNOTATIONS = [
    {"id": 12, "image_id": 7, "caption": "A brown dog sleeps on a doormat."},
    {"id": 4, "image_id": 3, "caption": "Two boats tied to a pier"},
    {"id": 9, "image_id": 7, "caption": " a dog lying by the door\n"},
    {"id": 1, "image_id": 3, "caption": "Boats at rest in a small harbour."},
]

SHARED = Path(os.environ.get("CAPAUG_SHARED", Path(__file__).parents[2] / ".." / "shared"))
VAL2017 = SHARED / "data" / "coco" / "captions_val2017.json"


def write(path: Path, annotations: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"info": {}, "images": [], "annotations": annotations}), encoding="utf-8")
    return path


def test_captions_of_an_image_travel_together_in_order_of_first_appearance(tmp_path: Path) -> None:
    source = open_source("coco", annotations=write(tmp_path / "captions_val2017.json", ANNOTATIONS))
    first, second = source.groups()
    assert (first.image_id, first.captions) == (
        "7",
        (Caption("12", "A brown dog sleeps on a doormat."), Caption("9", " a dog lying by the door\n")),
    )
    assert [caption.id for caption in second.captions] == ["4", "1"]
    assert (first.source, first.split, source.count()) == ("coco", "val2017", 4)


def test_the_groups_come_again(tmp_path: Path) -> None:
    source = open_source("coco", annotations=write(tmp_path / "a.json", ANNOTATIONS))
    assert list(source.groups()) == list(source.groups())


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.none() | st.integers() | st.text())))
def test_nothing_is_lost(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[int, object]]) -> None:
    rows = [{"id": i, "image_id": image, "caption": caption} for i, (image, caption) in enumerate(pairs)]
    source = CocoCaptions(write(tmp_path_factory.mktemp("coco") / "a.json", rows), "val")
    if not pairs:
        with pytest.raises(InputError, match="holds no captions"):
            source.count()
        return
    groups = list(source.groups())
    seen = Counter(item for g in groups for item in [c.id for c in g.captions] + [r.caption_id for r in g.rejects])
    assert seen == Counter(str(i) for i in range(len(pairs)))
    assert len({group.image_id for group in groups}) == len(groups)
    assert source.count() == len(pairs)


def test_captions_that_are_no_text_become_rejects(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "image_id": 1, "caption": None},
        {"id": 2, "image_id": 1, "caption": {"a": "dict"}},
        {"id": 3, "image_id": 1, "caption": "a \ud83d dog"},  # half of an emoji, as a broken cut leaves it
        {"id": 4, "image_id": 1, "caption": "a dog"},
    ]
    (group,) = open_source("coco", annotations=write(tmp_path / "a.json", rows)).groups()
    assert [caption.id for caption in group.captions] == ["4"]
    assert [(r.caption_id, r.reason, r.caption) for r in group.rejects] == [
        ("1", "null", ""),
        ("2", "not_text", '{"a": "dict"}'),
        ("3", "not_text", "a \\ud83d dog"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ('{"annotations": [{"id": 1, "image_id"', "not valid JSON, perhaps cut short"),
        ("[" * 100_000, "not valid JSON"),
        ("[1, 2]", "has no 'annotations' list"),
        ('{"annotations": {}}', "has no 'annotations' list"),
        ('{"annotations": []}', "list is empty"),
        ('{"annotations": [3]}', "annotation 0 is not an object"),
        (
            '{"annotations": [{"id": 1, "image_id": 1, "caption": ""}, {"id": 2, "image_id": 1}]}',
            "annotation 1 has no 'caption'",
        ),
        ('{"annotations": [{"id": 1, "caption": "a dog"}]}', "annotation 0 has no 'image_id'"),
        ('{"annotations": [{"image_id": 1, "caption": "a dog"}]}', "annotation 0 has no 'id'"),
        ('{"annotations": [{"id": 1, "image_id": null, "caption": "a dog"}]}', "annotation 0: 'id' and 'image_id'"),
        (
            '{"annotations": [{"id": 1, "image_id": 1, "caption": "a"}, {"id": "1", "image_id": 2, "caption": "b"}]}',
            "annotation 1 has the id 1 of .*annotation 0",
        ),
    ],
)
def test_a_broken_file_gives_one_line_with_its_name(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "captions.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message) as caught:
        list(open_source("coco", annotations=path).groups())
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.json"
    path.write_bytes('{"annotations": "café"}'.encode("latin-1"))
    with pytest.raises(InputError, match="byte 20 is not UTF-8"):
        open_source("coco", annotations=path).count()


@pytest.mark.skipif(not VAL2017.exists(), reason="needs COCO's captions_val2017.json")
def test_the_official_file() -> None:
    source = open_source("coco", annotations=VAL2017)
    groups = list(source.groups())
    assert (len(groups), source.count(), source.split) == (5_000, 25_014, "val2017")
    assert sum(len(group.captions) for group in groups) == 25_014
    assert all(len(group.captions) >= 5 for group in groups)


def test_the_usual_folder_layout_and_the_file_alone(tmp_path: Path) -> None:
    write(tmp_path / "a" / "annotations" / "captions_train2014.json", ANNOTATIONS)
    write(tmp_path / "b" / "captions_train2014.json", ANNOTATIONS)
    one = open_source("coco", data_dir=tmp_path / "a", split="train2014")
    other = open_source("coco", data_dir=tmp_path / "b", split="train2014")
    assert list(one.groups()) == list(other.groups())
    assert one.fingerprint() == other.fingerprint()
    with pytest.raises(InputError, match=r"neither .* is there"):
        open_source("coco", data_dir=tmp_path / "a", split="val2014")


def test_the_sample_is_the_default_and_names_the_full_set() -> None:
    source = open_source("coco")
    groups = list(source.groups())
    assert source.split == "sample"
    assert len(groups) >= 120
    assert all(len(group.captions) == 5 and not group.rejects for group in groups)
    assert source.count() == 5 * len(groups)
    assert "capaug generate --dataset coco --split train2017" in source.describe()
    assert "\n" not in source.describe()


def test_the_first_images_only() -> None:
    source = open_source("coco", limit=3)
    assert len(list(source.groups())) == 3
    assert source.count() == 15
    assert source.fingerprint() != open_source("coco").fingerprint()


def test_the_fingerprint_is_of_the_content_not_of_the_place(tmp_path: Path) -> None:
    one = open_source("coco", annotations=write(tmp_path / "a" / "captions_x.json", ANNOTATIONS))
    same = open_source("coco", annotations=write(tmp_path / "b" / "captions_x.json", ANNOTATIONS))
    other = open_source("coco", annotations=write(tmp_path / "c" / "captions_x.json", ANNOTATIONS[:3]))
    assert one.fingerprint() == same.fingerprint() != other.fingerprint()
    assert str(tmp_path) not in json.dumps(one.fingerprint())


def test_options_that_do_not_go_together(tmp_path: Path) -> None:
    path = write(tmp_path / "captions_val2017.json", ANNOTATIONS)
    with pytest.raises(UsageError, match="leave out"):
        open_source("coco", annotations=path, split="val2017")
    with pytest.raises(UsageError, match="leave out"):
        open_source("coco", annotations=path, data_dir=tmp_path)
    with pytest.raises(UsageError, match="--data-dir needs --split"):
        open_source("coco", data_dir=tmp_path)
    with pytest.raises(UsageError, match="--data-dir needs --split"):
        open_source("coco", data_dir=tmp_path, split="sample")
    with pytest.raises(UsageError, match="--columns"):
        open_source("coco", columns="caption=text")
    with pytest.raises(UsageError, match="at least 1"):
        open_source("coco", limit=0)
    with pytest.raises(UsageError, match="unknown split 'val2018'") as caught:
        open_source("coco", split="val2018")
    assert all(split in str(caught.value) for split in COCO_SPLITS)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        open_source("coco", annotations=tmp_path / "captions_val2017.json")
    with pytest.raises(InputError, match="is a folder"):
        open_source("coco", annotations=tmp_path)


def test_sources_are_light_to_import() -> None:
    code = "import sys, capaug.sources; print(sorted({'torch', 'spacy', 'datasets', 'pyarrow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
