"""Benchmarks in the formats of their authors, made here, with pictures whose colors decide what is right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch

from capaug.errors import InputError, UsageError
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.benchmark_files import benchmark_files, read_benchmark
from capaug.training.evaluation.benchmark_formats import FORMATS, matched, two_true
from capaug.training.evaluation.benchmarks import evaluate_benchmark, other_views, recalls
from capaug.training.evaluation.metrics import Recall
from capaug.training.evaluation.retrieval import Described
from capaug.training.evaluation.scoring import Answer, View
from capaug.training.models import load_model
from capaug.training.models.base import DualEncoder

SUGARCREPE = {
    "0": {"filename": "red.png", "caption": "a red wall", "negative_caption": "a blue wall"},
    "1": {"filename": "000000000042.jpg", "caption": "a red wall", "negative_caption": "a green wall"},
    "2": {"filename": "blue.jpg", "caption": "a blue wall", "negative_caption": "the blue wall"},  # nearly equal
}
PLUS = [
    {"filename": "red.png", "caption": "a red wall", "caption2": "the wall is red", "negative_caption": "a blue wall"},
    {"filename": "red.png", "caption": "a red wall", "caption2": "a green box", "negative_caption": "a green wall"},
    {"filename": "blue.png", "caption": "a blue wall", "caption2": "the red ball", "negative_caption": "a red floor"},
]
BOX = {"bbox_x": 4, "bbox_y": 0, "bbox_w": 4, "bbox_h": 8}
RELATION = [
    {"image_path": "half.png", "true_caption": "a blue wall", "false_caption": "a red wall", **BOX,
     "relation_name": "on"},
    {"image_path": "half.png", "true_caption": "a blue wall", "false_caption": "a red wall", **BOX, "bbox_x": 0,
     "relation_name": "on"},
    {"image_id": "green", "true_caption": "a green wall", "false_caption": "a red wall", "relation_name": "under"},
]  # fmt: skip
ORDER = [
    {"image": "val2014/COCO_val2014_000000000042.jpg", "caption_options": ["a green box", "a box", "a red box"]},
    {"image": "red.png", "caption_options": ["a box", "a red wall", "a blue wall"]},
]
WINOGROUND = [
    {"image_0": "red", "image_1": "blue", "caption_0": "a red wall", "caption_1": "a blue wall",
     "collapsed_tag": "Object"},
    {"image_0": "red", "image_1": "green", "caption_0": "a green wall", "caption_1": "a red wall",
     "collapsed_tag": "Relation"},
]  # fmt: skip


def write(path: Path, entries: Any) -> Path:
    path.write_text(json.dumps(entries), encoding="utf-8")
    return path


def test_sugarcrepe(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    found = evaluate_benchmark(model, write(tmp_path / "swap_att.json", SUGARCREPE), pictures, batch_size=2)
    assert (found.name, found.kinds, found.macro, found.left_out) == ("SugarCrepe", {}, None, 0)
    accuracy = found.measures["accuracy"]
    assert (accuracy.made, accuracy.chance) == (3, 0.5)
    assert accuracy.right == 1  # equal scores are wrong


def test_sugarcrepe_plus_plus(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    found = evaluate_benchmark(model, write(tmp_path / "plus.json", PLUS), pictures)
    assert found.name == "SugarCrepe++"
    assert {name: (m.right, m.made) for name, m in found.measures.items()} == {
        "image-to-text": (1, 3),  # in the others the second true caption is no better than the false one
        "text-only": (1, 3),
    }
    keyed = evaluate_benchmark(model, write(tmp_path / "keyed.json", dict(enumerate(PLUS))), pictures)
    assert keyed == found


@pytest.mark.parametrize(
    ("scores", "right"), [((3, 2, 1), True), ((2, 3, 1), True), ((3, 1, 1), False), ((1, 3, 2), False)]
)
def test_both_true_captions_must_be_above_the_false_one(scores: tuple[float, ...], right: bool) -> None:
    assert two_true(Answer(torch.tensor([scores]).float(), torch.eye(3)))["image-to-text"] == right


@pytest.mark.parametrize(
    ("vectors", "right"),
    [
        ([[1, 0, 0], [1, 0, 0], [0, 1, 0]], True),
        ([[1, 0, 0], [0, 1, 0], [0, 1, 0]], False),
        ([[1, 0, 0], [0, 1, 0], [1, 0, 0]], False),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], False),  # equal
    ],
)
def test_true_texts_must_be_nearest_to_each_other(vectors: list[list[float]], right: bool) -> None:
    assert two_true(Answer(torch.zeros(1, 3), torch.tensor(vectors).float()))["text-only"] == right


def test_text_only_needs_vectors_that_count(model: DualEncoder, folder: Path, tmp_path: Path) -> None:
    from capaug.training.data.pictures import open_pictures

    fused = load_model("tiny", tokenizer=model.tokenizer, fusion="asymmetry")
    pictures = Pictures(open_pictures(folder), fused.images)
    assert list(evaluate_benchmark(fused, write(tmp_path / "p.json", PLUS), pictures).measures) == ["image-to-text"]


def test_aro_crops_to_the_box(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    found = evaluate_benchmark(model, write(tmp_path / "relation.json", RELATION), pictures)
    assert found.name == "ARO relation"
    assert (found.measures["accuracy"].right, found.measures["accuracy"].made) == (2, 3)
    assert {kind: (m.right, m.made) for kind, m in found.kinds.items()} == {"on": (1, 2), "under": (1, 1)}
    assert found.macro == pytest.approx((1 / 2 + 1) / 2)


def test_aro_attributes_count_from_25_entries(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    right = {"image_path": "red.png", "true_caption": "a red wall", "false_caption": "a blue wall"}
    entries = [{**right, "attributes": ["red", "blue"]}] * 25 + [{**right, "attributes": ["red", "wet"]}] * 24
    found = evaluate_benchmark(model, write(tmp_path / "attribution.json", entries), pictures)
    assert (found.name, list(found.kinds), found.macro) == ("ARO attribution", ["red blue"], 1.0)
    assert found.measures["accuracy"].made == 49


def test_aro_order(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    found = evaluate_benchmark(model, write(tmp_path / "order.json", ORDER), pictures)
    assert found.name == "ARO order"
    assert (found.measures["accuracy"].right, found.measures["accuracy"].chance) == (1, pytest.approx(1 / 3))


@pytest.mark.parametrize("lines", [True, False])
def test_winoground(model: DualEncoder, pictures: Pictures, tmp_path: Path, lines: bool) -> None:
    path = tmp_path / "examples.jsonl"
    path.write_text("\n".join(map(json.dumps, WINOGROUND)) if lines else json.dumps(WINOGROUND))
    found = evaluate_benchmark(model, path, pictures)
    assert {name: m.right for name, m in found.measures.items()} == {"text": 1, "image": 1, "group": 1}
    assert {kind: m.right for kind, m in found.kinds.items()} == {"Object": 1, "Relation": 0}
    assert found.measures["group"].chance == pytest.approx(1 / 6)


def test_valse_counts_valid_instances(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    base = {"dataset": "own", "image_file": "red.png", "linguistic_phenomena": "plurals", "classes": "red"}
    right = {**base, "caption": "a red wall", "foil": "a blue wall"}
    entries = {
        "a_0": {**right, "mturk": {"caption": 3, "foil": 0, "other": 0}},
        "a_1": {**right, "mturk": {"caption": 2, "foil": 1, "other": 0}},
        "a_2": {**right, "caption": "a blue wall", "foil": "a red wall", "mturk": {"caption": 2}},
        "a_3": {**right, "mturk": {"caption": 1, "foil": 1, "other": 1}},
        "a_4": right,  # nobody was asked
    }
    found = evaluate_benchmark(model, write(tmp_path / "plurals.json", entries), pictures)
    assert (found.name, found.invalid, found.left_out) == ("VALSE", 2, 0)
    assert (found.measures["accuracy"].right, found.measures["accuracy"].made) == (2, 3)
    assert found.kinds.keys() == {"plurals"}
    with pytest.raises(InputError, match="none of the 1 entries is valid by the rule of VALSE"):
        evaluate_benchmark(model, write(tmp_path / "none.json", {"a_4": right}), pictures)


def test_with_another_picture(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    entries = [
        {"filename": "red.png", "caption": "a red wall", "negative_caption": "a blue wall"},  # before green: equal
        {"filename": "green.png", "caption": "a blue wall", "negative_caption": "a red wall"},  # before blue: right
        {"filename": "blue.png", "caption": "a blue wall", "negative_caption": "a green wall"},  # before red: equal
    ]
    found = evaluate_benchmark(model, write(tmp_path / "s.json", entries), pictures, batch_size=2).measures["accuracy"]
    assert (found.right, found.with_other, found.other_accuracy) == (2, 1, pytest.approx(1 / 3))
    alone = evaluate_benchmark(model, write(tmp_path / "s.json", entries[:1]), pictures).measures["accuracy"]
    assert (alone.right, alone.with_other, alone.other_accuracy) == (1, None, None)
    plus = evaluate_benchmark(model, write(tmp_path / "p.json", PLUS), pictures).measures
    assert plus["text-only"].with_other is None
    assert plus["image-to-text"].with_other == 0


def test_the_other_view_is_one_of_another_picture() -> None:
    left, right, whole = View("half", (0, 0, 4, 8)), View("half", (4, 0, 8, 8)), View("red")
    assert other_views([left, right, whole, left]) == {left: whole, right: whole, whole: left}
    assert other_views([left, right]) is None


def test_one_line_is_one_entry(tmp_path: Path) -> None:
    read = read_benchmark(write(tmp_path / "one.jsonl", WINOGROUND[0]))
    assert (read.form.name, len(read.entries)) == ("Winoground", 1)


@pytest.mark.parametrize(
    ("scores", "text", "image"),
    [
        ([[2, 1], [1, 2]], True, True),
        ([[2, 1], [3, 4]], True, False),  # both captions like the second picture
        ([[2, 3], [1, 4]], False, True),
        ([[2, 2], [1, 3]], False, True),  # equal is wrong
        ([[1, 2], [2, 1]], False, False),
    ],
)
def test_what_is_right_of_two_pictures(scores: list[list[float]], text: bool, image: bool) -> None:
    assert matched(Answer(torch.tensor(scores).float(), torch.zeros(2, 1))) == {
        "text": text, "image": image, "group": text and image
    }  # fmt: skip


def test_chance_is_what_a_guessing_model_gets() -> None:
    draws = torch.Generator().manual_seed(0)
    for form in FORMATS:
        if form.judge is None:
            continue
        if form.name == "SugarCrepe++":
            texts, shape = 3, (1, 3)
        elif form.name == "Winoground":
            texts, shape = 2, (2, 2)
        else:
            texts, shape = 5, (1, 5)
        judged = [
            form.judge(Answer(torch.rand(shape, generator=draws), torch.randn(texts, 8, generator=draws)))
            for _ in range(3000)
        ]
        for name, chance in form.chance(texts).items():
            assert sum(one[name] for one in judged) / 3000 == pytest.approx(chance, abs=0.03)


def test_negbench_choice(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    (tmp_path / "mcq.csv").write_text(
        "image_path,correct_answer,caption_0,caption_1,caption_2,correct_answer_template\n"
        "data/red.png,1,a blue wall,a red wall,a green wall,positive\n"
        'data/red.png,0,a red wall,"a blue wall, not a red box",a green wall,hybrid\n'
        "data/green.png,2,a green wall,a red wall,a blue wall,hybrid\n"
        "data/gone.png,2,a green wall,a red wall,a blue wall,hybrid\n",
        encoding="utf-8",
    )
    found = evaluate_benchmark(model, tmp_path / "mcq.csv", pictures)
    accuracy = found.measures["accuracy"]
    assert (found.name, found.left_out) == ("NegBench choice", 1)
    assert (accuracy.right, accuracy.made, accuracy.chance) == (2, 3, pytest.approx(1 / 3))
    assert {kind: (m.right, m.made) for kind, m in found.kinds.items()} == {"hybrid": (1, 2), "positive": (1, 1)}
    for answer in ("3", "-1", "", "one"):
        (tmp_path / "bad.csv").write_text(f"image_path,caption_0,caption_1,correct_answer,x\nred.png,a,b,{answer},y\n")
        with pytest.raises(InputError, match=r"bad\.csv(: entry in line 2: 'correct_answer' must|: .* known formats)"):
            read_benchmark(tmp_path / "bad.csv")


def test_negbench_retrieval(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    (tmp_path / "retrieval.csv").write_text(
        "positive_objects,filepath,image_id,captions\n"
        "[],data/red.png,1,\"['There is no blue wall, it is red and red.', 'a red wall']\"\n"
        '[],data/blue.png,2,"[\'a blue wall\', ""the box\'s blue""]"\n'
        "[],data/gone.png,3,\"['a gone wall']\"\n",
        encoding="utf-8",
    )
    found = evaluate_benchmark(model, tmp_path / "retrieval.csv", pictures)
    assert (found.name, found.left_out, found.kinds) == ("NegBench retrieval", 1, {})
    assert {name: (m.right, m.made, m.chance) for name, m in found.measures.items()} == {
        "image-to-text recall@5": (2, 2, 1.0),
        "text-to-image recall@5": (4, 4, 1.0),
    }
    (tmp_path / "bad.csv").write_text("filepath,captions\nred.png,a red wall\n")
    with pytest.raises(InputError, match="entry in line 2: 'captions' must be a list of texts"):
        read_benchmark(tmp_path / "bad.csv")


def test_the_chance_of_recall_at_five() -> None:
    described = [Described(str(number), ("a",) * size) for number, size in enumerate((1, 2, 1, 1, 1, 1, 1))]
    half = Recall({1: 0.0, 5: 3 / 7, 10: 1.0}, {1: 0.0, 5: 0.5, 10: 1.0})
    image, text = recalls(half, described).values()
    assert (image.right, image.made, text.right, text.made) == (3, 7, 4, 8)
    of_one, of_two = 5 / 8, 1 - (3 / 8) * (2 / 7)
    assert image.chance == pytest.approx((6 * of_one + of_two) / 7)
    assert text.chance == pytest.approx(5 / 7)


@pytest.mark.parametrize("labels", ["numbers", "names"])
def test_sugarcrepe_of_the_hub_holds_its_pictures(
    model: DualEncoder, folder: Path, tmp_path: Path, labels: str
) -> None:
    datasets = pytest.importorskip("datasets")
    rows = {
        "image": [{"bytes": (folder / f"{name}.png").read_bytes(), "path": None} for name in ("red", "blue", "red")],
        "tested_labels": [["a red wall", "a blue wall"], ["a red wall", "a blue wall"], ["a blue box", "a red box"]],
        "true_label": ["a red wall", "a blue wall", "a blue box"],
    }
    names = ["a blue wall", "a red wall", "a blue box"]
    features = datasets.Features(
        {
            "image": datasets.Image(),
            "tested_labels": datasets.List(datasets.Value("string")),
            "true_label": datasets.ClassLabel(names=names) if labels == "numbers" else datasets.Value("string"),
        }
    )
    path = tmp_path / "test-00000-of-00001.parquet"
    datasets.Dataset.from_dict(rows, features=features).to_parquet(path)
    read = read_benchmark(path)
    assert [entry.names for entry in read.entries] == [("image of row 0",), ("image of row 1",), ("image of row 0",)]
    found = evaluate_benchmark(model, read)
    accuracy = found.measures["accuracy"]
    assert (found.name, accuracy.right, accuracy.made, accuracy.with_other) == ("SugarCrepe", 2, 3, 1)


def test_winoground_in_parquet_holds_two_pictures_a_row(model: DualEncoder, folder: Path, tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = [
        {name: {"bytes": (folder / f"{value}.png").read_bytes()} if "image" in name else value
         for name, value in entry.items()}
        for entry in WINOGROUND
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "winoground.parquet")
    found = evaluate_benchmark(model, tmp_path / "winoground.parquet")
    assert {name: m.right for name, m in found.measures.items()} == {"text": 1, "image": 1, "group": 1}


def test_parquet_of_entries_without_pictures(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.Table.from_pylist(list(SUGARCREPE.values())), tmp_path / "s.parquet")
    found = evaluate_benchmark(model, tmp_path / "s.parquet", pictures)
    assert found == evaluate_benchmark(model, write(tmp_path / "s.json", SUGARCREPE), pictures)
    with pytest.raises(UsageError, match=r"s\.parquet: holds no pictures"):
        evaluate_benchmark(model, tmp_path / "s.parquet")
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(InputError, match=r"bad\.parquet: cannot read it"):
        read_benchmark(tmp_path / "bad.parquet")


def test_the_files_of_a_folder(tmp_path: Path) -> None:
    for name in ("b/two.csv", "a.json", "b/one.parquet", "b/notes.txt", "c.jsonl"):
        (tmp_path / "all" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "all" / name).touch()
    found = benchmark_files([tmp_path / "all", tmp_path / "all" / "a.json", tmp_path / "else.json"])
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "all/a.json", "all/b/one.parquet", "all/b/two.csv", "all/c.jsonl", "else.json",
    ]  # fmt: skip
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match=r"none: no file of a benchmark in this folder"):
        benchmark_files([tmp_path / "none"])


def test_missing_pictures_are_named_and_counted(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    entries = {**SUGARCREPE, "3": {**SUGARCREPE["0"], "filename": "gone.jpg"}}
    entries["4"] = entries["5"] = entries["3"]
    found = evaluate_benchmark(model, write(tmp_path / "s.json", entries), pictures)
    assert (found.missing_pictures, found.left_out, found.measures["accuracy"].made) == (("gone.jpg",), 3, 3)
    none = {"0": {**SUGARCREPE["0"], "filename": "gone.jpg"}}
    with pytest.raises(InputError, match=r"none of the 1 pictures of .*s\.json is there \(gone\.jpg\)"):
        evaluate_benchmark(model, write(tmp_path / "s.json", none), pictures)


def test_pictures_are_named_as_image_ids_are(model: DualEncoder, pictures: Pictures, tmp_path: Path) -> None:
    names = ("red.png", "images/red.jpg", "000000000042.jpg", "COCO_train2014_000000000042.jpg", "42", "ex_42_img_42")
    entries = {name: {**SUGARCREPE["0"], "filename": name} for name in names}
    found = evaluate_benchmark(model, write(tmp_path / "s.json", entries), pictures)
    assert found.missing_pictures == ("ex_42_img_42",)


GOOD = SUGARCREPE["0"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("[]", "holds no entries"),
        ("3", "holds no entries"),
        ('{"a": ', r"bad\.json:1: neither JSON nor JSON lines"),
        (json.dumps(GOOD) + "\n\n{", r"bad\.json:3: neither JSON nor JSON lines"),
        ("[3]", r"bad\.json: entry 0 is a int, not an object"),
        (json.dumps(GOOD) + "\n[]", r"bad\.json: entry in line 2 is a list"),
        ('[{"image": "a", "caption": "b"}]', r"entry 0 has the fields image, caption; known formats: SugarCrepe\+\+"),
        ("[{}]", "entry 0 has the fields none"),
        (json.dumps({"7": GOOD, "8": {"filename": "a"}}), r"bad\.json: entry 8: no text in 'caption'"),
        (json.dumps([GOOD, {**GOOD, "negative_caption": None}]), r"entry 1: no text in 'negative_caption'"),
        (json.dumps([{**GOOD, "filename": ["a"]}]), r"entry 0: 'filename' must be the name or number"),
        ('[{"caption": "a", "negative_caption": "b"}]', r"entry 0: names no picture; one of filename, image_path"),
        ('[{"image": "a", "caption_options": ["b"]}]', "entry 0: 'caption_options' must be a list of at least two"),
        (json.dumps([{**RELATION[0], "bbox_w": "4"}]), "entry 0: bbox_x, bbox_y, bbox_w, bbox_h must be numbers"),
        (json.dumps([{**RELATION[0], "bbox_h": 0}]), "entry 0: a box of 4 x 0 pixels holds no picture"),
    ],
)  # fmt: skip
def test_files_that_are_none(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "bad.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_benchmark(tmp_path / "bad.json")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_benchmark(tmp_path / "gone.json")
    (tmp_path / "latin.json").write_bytes(b'[{"caption": "caf\xe9"}]')
    with pytest.raises(InputError, match="not UTF-8"):
        read_benchmark(tmp_path / "latin.json")
