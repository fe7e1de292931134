"""Files of captions and negatives in the layouts of those who write them."""

from __future__ import annotations

import io
import json
import os
import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from capaug.errors import InputError, UsageError
from capaug.existing.base import Given
from capaug.existing.opening import open_negatives

# As pandas writes it: an index without a name, lists as Python writes them, quotes where a list holds some.
NEGCLIP = pd.DataFrame(
    {
        "title": ["A boy feeding a goat.", "Two mugs by a lamp.", "A cyclist on the town's bridge. ", "A wet dog."],
        "filepath": ["coco/val2014/1.jpg", "coco/val2014/1.jpg", "coco/val2014/2.jpg", "coco/val2014/3.jpg"],
        "neg_caption": [
            ["A goat feeding a boy ."],
            ["Two lamps by a mug ."],
            ["A bridge on the town 's cyclist ."],
            ["A dry dog ."],
        ],
        "neg_image": [[2, 3], [3], [0, 3], [2, 1]],
    }
)
CE_CLIP = [
    {
        "image_id": 9,
        "id": 31,
        "caption": "A boy feeding a grey goat near a fence.",
        "relation_aug_caption": "A goat feeding a grey boy near a fence.",
        "adj_aug_caption": "A boy feeding a white goat near a fence.",
        "noun_aug_caption": "A boy feeding a grey goat near a barn.",
        "verb_aug_caption": "A boy chasing a grey goat near a fence.",
        "valid_caption": [1, 1, 1, 1, 1],
    },
    {
        "image_id": 9,
        "id": 32,
        "caption": "A goat eats.",
        "relation_aug_caption": "###",
        "adj_aug_caption": ".",
        "noun_aug_caption": "A dog eats.",
        "verb_aug_caption": "A goat sleeps.",
        "valid_caption": [1, 0, 1, 1, 1],
    },
]


def negclip(folder: Path) -> Path:
    path = folder / "train_neg_clip.tsv"
    NEGCLIP.to_csv(path, sep="\t")
    return path


def ce_clip(folder: Path) -> Path:
    path = folder / "processed_dataset0.npy"
    with path.open("wb") as file:
        np.save(file, CE_CLIP)  # type: ignore[arg-type]
    return path


def texts(path: Path, **options: str) -> list[tuple[str, str, list[str]]]:
    entries = open_negatives(path, **options).entries
    return [(entry.image, entry.caption, [given.text for given in entry.negatives]) for entry in entries]


def test_negclip(tmp_path: Path) -> None:
    read = texts(negclip(tmp_path))
    assert read[0] == ("coco/val2014/1.jpg", "A boy feeding a goat.", ["A goat feeding a boy ."])
    assert read[2][1:] == ("A cyclist on the town's bridge. ", ["A bridge on the town 's cyclist ."])


def test_negclip_is_written_as_its_trainer_reads_it(tmp_path: Path) -> None:
    file = open_negatives(negclip(tmp_path))
    written = io.BytesIO()
    left_out = file.write([[], [Given("Two mugs by a vase.")], [Given("It's a bus.")], [Given("A dry dog.")]], written)
    table = pd.read_csv(io.BytesIO(written.getvalue()), sep="\t", index_col=0)
    assert left_out == 1
    assert list(table["title"]) == list(NEGCLIP["title"][1:])
    assert [eval(cell) for cell in table["neg_caption"]] == [["Two mugs by a vase."], ["It's a bus."], ["A dry dog."]]
    # lines 1, 2, 3 are 0, 1, 2 now; line 0 is gone
    assert [eval(cell) for cell in table["neg_image"]] == [[2], [2], [1, 0]]


def test_a_line_whose_other_pictures_are_gone_is_shown_the_next(tmp_path: Path) -> None:
    file = open_negatives(negclip(tmp_path))
    written = io.BytesIO()
    file.write([[Given("a")], [Given("b")], [Given("c")], []], written)
    table = pd.read_csv(io.BytesIO(written.getvalue()), sep="\t")
    others = [eval(cell) for cell in table["neg_image"]]
    assert others == [[2], [2], [0]]
    assert all(table["filepath"][k] != table["filepath"][other] for k, (other,) in enumerate(others))


def test_ce_clip(tmp_path: Path) -> None:
    entries = open_negatives(ce_clip(tmp_path)).entries
    assert [given.kind for given in entries[0].negatives] == ["relation", "adjective", "noun", "verb"]
    assert [given.text for given in entries[1].negatives] == [".", "A dog eats.", "A goat sleeps."]
    assert {entry.image for entry in entries} == {"9"}


def test_ce_clip_is_written_as_its_trainer_reads_it(tmp_path: Path) -> None:
    file = open_negatives(ce_clip(tmp_path))
    written = io.BytesIO()
    first = file.entries[0].negatives
    own = Given("A goat does not eat.", "asymmetry_1.negate")
    assert file.write([[first[0], first[3]], [own]], written) == 0
    items = np.load(io.BytesIO(written.getvalue()), allow_pickle=True).tolist()
    assert items[0] == {
        **CE_CLIP[0], "adj_aug_caption": "###", "noun_aug_caption": "###", "valid_caption": [1, 1, 0, 0, 1]
    }  # fmt: skip
    assert items[1]["relation_aug_caption"] == own.text
    assert items[1]["valid_caption"] == [1, 1, 0, 0, 0]


def test_ce_clip_as_json(tmp_path: Path) -> None:
    path = tmp_path / "ce.json"
    path.write_text(json.dumps(CE_CLIP), encoding="utf-8")
    assert texts(path) == texts(ce_clip(tmp_path))
    written = io.BytesIO()
    open_negatives(path).write([[], []], written)
    assert json.loads(written.getvalue())[1]["valid_caption"] == [1, 0, 0, 0, 0]


class Spy:
    def __reduce__(self) -> object:
        return os.mkdir, ("called",)


def test_an_array_that_would_call_something_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Path("evil.npy").open("wb") as file:
        np.save(file, [{"caption": Spy()}])  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"would call \w+\.mkdir"):
        open_negatives(Path("evil.npy"))
    assert not Path("called").exists()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("pairs.jsonl", '{"group": 7, "caption": "a dog", "negative": "a cat", "kind": "noun"}\n', ("7", "a cat")),
        ("list.json", '[{"image": "7.jpg", "caption": "a dog",\n "negatives": ["a cat"]}]', ("7.jpg", "a cat")),
        (
            "swap_obj.json",
            '{"0": {"filename": "7.jpg", "caption": "a dog", "negative_caption": "a cat"}}',
            ("7.jpg", "a cat"),
        ),
        ("a.csv", 'image,caption,negative\n7.jpg,a dog,"a cat, a bird"\n', ("7.jpg", "a cat, a bird")),
        ("triplets.jsonl", '{"anchor": "a dog", "positive": "a pet", "negative": "a cat"}\n', ("#a dog", "a cat")),
    ],
)
def test_other_layouts_and_back(tmp_path: Path, name: str, content: str, expected: tuple[str, str]) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    file = open_negatives(path)
    (entry,) = file.entries
    assert (entry.image, entry.negatives[0].text) == expected
    written = io.BytesIO()
    assert file.write([entry.negatives], written) == 0
    again = tmp_path / ("again" + path.suffix)
    again.write_bytes(written.getvalue())
    assert texts(again) == texts(path)


def test_columns_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "read.jsonl"
    path.write_text('{"caption": "a dog", "text": "a cat", "photo": "7.jpg"}\n', encoding="utf-8")
    with pytest.raises(
        InputError, match=r"no column of negatives; choose with --columns negative=NAME among: 'caption'"
    ):
        open_negatives(path)
    assert texts(path, columns="negative=text,image=photo") == [("7.jpg", "a dog", ["a cat"])]
    with pytest.raises(UsageError, match="--columns is caption=NAME,negative=NAME"):
        open_negatives(path, "negatives=text")


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("none.tsv", b"title\tfilepath\nA dog.\t7.jpg\n", "none.tsv:1: neither NegCLIP's table"),
        ("twice.tsv", b"title\tneg_caption\ttitle\nA dog.\t[]\tA cat.\n", "twice.tsv: two columns are called 'title'"),
        ("short.tsv", b"title\tneg_caption\nA dog.\n", "short.tsv:2: 1 fields where the header has 2"),
        ("cell.tsv", b"title\tneg_caption\nA dog.\t['A cat.\n", "cell.tsv:2: 'neg_caption' is not a list"),
        ("words.tsv", b"title\tneg_caption\nA dog.\t[7]\n", "words.tsv:2: 'neg_caption' is neither a text nor a list"),
        ("bytes.tsv", b"title\tneg_caption\nA d\xff.\t[]\n", "bytes.tsv:2: byte .* is not UTF-8"),
        ("quote.tsv", b'title\tneg_caption\nA dog.\t"[\n', "quote.tsv:2: .* close the quote"),
        ("cut.json", b'[{"caption": "a dog", "negative": "a', "cut.json: not valid JSON"),
        ("lines.jsonl", b'{"caption": "a", "negative": "b"}\n{"cap\n', "lines.jsonl:2: not valid JSON"),
        ("number.jsonl", b'{"caption": 7, "negative": "b"}\n', "number.jsonl:1: 'caption' is no text"),
        ("items.json", b"[7]", "items.json, item 0: no record"),
        ("empty.json", b"[]", "empty.json holds no record"),
        ("broken.npy", b"\x93NUMPY\x01\x00\x10", "broken.npy: broken, or no array"),
        ("nothing.tsv", b"", "nothing.tsv is empty"),
        (
            "ce.json",
            b'[{"caption": "a dog", "relation_aug_caption": "a cat"}]',
            "ce.json, item 0: no text as 'adj_aug_caption'",
        ),
    ],
)
def test_a_wrong_file_is_one_line(tmp_path: Path, name: str, content: bytes, error: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=error) as raised:
        open_negatives(path)
    assert "\n" not in str(raised.value)


def test_an_array_of_numbers_is_none_of_ours(tmp_path: Path) -> None:
    with (tmp_path / "n.npy").open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(InputError, match="an array of float64, not of CE-CLIP's dictionaries"):
        open_negatives(tmp_path / "n.npy")
    (tmp_path / "p.npy").write_bytes(pickle.dumps([1]))
    with pytest.raises(InputError, match=r"p\.npy:1: "):
        open_negatives(tmp_path / "p.npy")
