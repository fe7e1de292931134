"""``capaug evaluate retrieval``, ``choice``, ``words`` and ``benchmark`` on a tiny model with new weights."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("transformers")
torch = pytest.importorskip("torch")
Image = pytest.importorskip("PIL.Image")

from capaug.runs.reader import iter_rows  # noqa: E402

MISSING = 2  # images of the shared run whose pictures are not drawn


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module", name="world")
def world_fixture(tmp_path_factory: pytest.TempPathFactory, shared_run) -> SimpleNamespace:
    """Shards, pictures of most of their images, and two runs as ``capaug train`` leaves them."""
    from capaug.training.data.tokenizer import train_tokenizer
    from capaug.training.models import load_model, save_model

    folder = tmp_path_factory.mktemp("evaluate")
    rows = list(iter_rows(shared_run.out))
    images = list(dict.fromkeys(row.image_id for row in rows))
    (folder / "pictures").mkdir()
    for number, image in enumerate(images[MISSING:]):
        color = (20 * number % 256, 250 - 20 * number, 60 * number % 256)
        Image.new("RGB", (16, 12), color).save(folder / "pictures" / f"COCO_val2017_{int(image):012}.jpg")
    torch.manual_seed(0)
    tokenizer = train_tokenizer([row.caption for row in rows])
    for name, fusion in (("plain", "none"), ("fam", "cross_attention")):
        model = load_model("tiny", tokenizer=tokenizer, fusion=fusion)
        save_model(model, folder / "runs" / name / "model")
    return SimpleNamespace(folder=folder, rows=rows, missing=images[:MISSING], images=images[MISSING:],
                           shards=shared_run.out, pictures=folder / "pictures", plain=folder / "runs" / "plain",
                           fam=folder / "runs" / "fam")  # fmt: skip


def warned(world: SimpleNamespace, stderr: str, outcome: str) -> None:
    (line,) = stderr.splitlines()
    assert line == f"warning: {world.pictures}: no picture of 2 images ({', '.join(world.missing)}); {outcome}"


@pytest.mark.parametrize("command", ["choice", "words"])
def test_a_file_of_captions_is_no_folder_of_rows(capaug, tmp_path: Path, command: str) -> None:
    (tmp_path / "caps.csv").write_text("image,caption\n1,A red bus.\n")
    outcome = capaug("evaluate", command, "model", "--data", "caps.csv", "--pictures", ".")
    outcome.check_refused(2, "--data caps.csv: a file; this command takes", "capaug generate --dataset caps.csv")


def test_retrieval(capaug, world: SimpleNamespace, tmp_path: Path) -> None:
    arguments = ("retrieval", world.plain, "--data", world.shards, "--pictures", world.pictures, "--device", "cpu")
    outcome = capaug("evaluate", *arguments, "--json", "--by-length", "--plot", "lengths.svg")
    assert outcome.code == 0, outcome
    warned(world, outcome.stderr, "their captions are left out")
    figures = json.loads(outcome.stdout)
    rows = [row for row in world.rows if row.image_id in world.images]
    assert (figures["images"], figures["captions"], figures["protocol"]) == (len(world.images), len(rows), None)
    assert figures["missing_pictures"] == world.missing
    assert sum(group["captions"] for group in figures["by_length"]) == len(rows)
    assert (tmp_path / "lengths.svg").read_bytes().lstrip().startswith(b"<?xml")

    from capaug.training.data.pictures import Pictures, open_pictures
    from capaug.training.evaluation.features import encode_images, encode_texts
    from capaug.training.loop.trained import load_trained

    model = load_trained(str(world.plain), "cpu")
    shown = Pictures(open_pictures(world.pictures), model.images)
    with torch.no_grad():
        scores = model.similarity(
            encode_images(model, shown, world.images), encode_texts(model, [row.caption for row in rows])
        )
    best = scores.argmax(dim=0).tolist()
    first = sum(world.images[image] == row.image_id for image, row in zip(best, rows, strict=True)) / len(rows)
    assert figures["text_to_image"]["1"] == pytest.approx(first, abs=2 / len(rows))  # rounding may turn a tie
    assert figures["uniformity"]["texts"] <= 0
    printed = capaug("evaluate", *arguments, "--by-length").stdout
    assert re.search(r"image to text\W+\d+\.\d%", printed)
    assert re.search(r"rSum \d+\.\d\nalignment \d\.\d{3}, uniformity of pictures -?\d\.\d{3}", printed)
    assert "by length of the query" in printed
    assert capaug("evaluate", *arguments, "--plot", "recall.png").code == 0
    assert (tmp_path / "recall.png").stat().st_size > 1000


def test_retrieval_from_one_parquet_file(capaug, world: SimpleNamespace, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = sorted(world.pictures.iterdir())[:3]
    table = {
        "image_id": [1, 2, 3],
        "image": [file.read_bytes() for file in files],
        "captions": [["a dog", "a cat"]] * 3,
    }
    pq.write_table(pa.table(table), tmp_path / "photos.parquet")
    outcome = capaug("evaluate", "retrieval", world.plain / "model", "--data", "photos.parquet", "--json")
    assert (outcome.code, outcome.stderr) == (0, "")
    figures = json.loads(outcome.stdout)
    assert (figures["images"], figures["captions"], figures["missing_pictures"]) == (3, 6, [])
    assert "by_length" not in figures


def test_the_one_run_of_a_folder_is_found(world: SimpleNamespace, tmp_path: Path) -> None:
    from capaug.training.loop.trained import load_trained

    shutil.copytree(world.plain, tmp_path / "runs" / "plain")
    found, wanted = (load_trained(str(folder), "cpu").state_dict() for folder in (tmp_path / "runs", world.plain))
    assert all(torch.equal(found[name], weight) for name, weight in wanted.items())


def test_choice(capaug, world: SimpleNamespace, tmp_path: Path) -> None:
    arguments = ("choice", world.plain, "--data", world.shards, "--pictures", world.pictures, "--device", "cpu")
    outcome = capaug("evaluate", *arguments, "--json", "--plot", "kinds.png", "--batch-size", "7")
    assert outcome.code == 0, outcome
    warned(world, outcome.stderr, "their captions are left out")
    figures = json.loads(outcome.stdout)
    counts: dict[str, int] = {}
    for row in world.rows:
        if row.image_id in world.images:
            for negative in row.negatives:
                counts[negative.kind] = counts.get(negative.kind, 0) + 1
    kinds = {kind: found["pairs"] for kind, found in figures["choice"].items() if kind != "all"}
    assert kinds == counts
    assert figures["choice"]["all"]["pairs"] == sum(counts.values())
    assert 0 <= figures["choice"]["all"]["with_other_picture"] <= 1
    every = figures["choice"]["all"]
    assert every["auc"]["pairs"] == every["pairs"] >= every["mirror_auc"]["pairs"] > 0
    for auc in (every["auc"], every["mirror_auc"], *figures["shuffled"].values()):
        assert 0 <= auc["low"] <= auc["value"] <= auc["high"] <= 1
    assert (tmp_path / "kinds.png").exists()
    printed = capaug("evaluate", *arguments).stdout
    assert re.search(r"all\W+[\d,]+\W+\d+\.\d%\W+\d+\.\d%\W+\d+\.\d% \(\d+\.\d-\d+\.\d\)", printed)
    assert re.search(
        r"\d+ of the \d+ pairs have a mirror\.\nWith the pictures shuffled, .*: AUC \d+\.\d%, mirror", printed
    )


def test_choice_with_partners(capaug, world: SimpleNamespace, tmp_path: Path) -> None:
    from capaug.worlds.folder import draw_partners, write_shapes
    from capaug.worlds.source import WHOLE

    made = write_shapes(tmp_path / "world", 3, world=WHOLE, recipe="negclip")
    partners = draw_partners(made, WHOLE)
    (lost, *_), *_ = partners.values()
    (made.pictures / f"{lost}.png").unlink()
    arguments = ("choice", world.plain, "--data", made.shards, "--pictures", made.pictures, "--device", "cpu")
    found = json.loads(capaug("evaluate", *arguments, "--json").stdout)["quadruples"]
    every = found["kinds"]["all"]
    assert every["quadruples"] == sum(images != (lost,) for images in partners.values()) > 20
    assert 0 <= every["group"] <= min(every["text"], every["image"]) <= every["told_apart"] <= 1
    assert found["chance"] == {"text": 0.25, "image": 0.25, "group": 1 / 6, "told_apart": 0.5}
    assert 0 <= found["shuffled"]["group"] <= 1
    printed = capaug("evaluate", *arguments).stdout
    assert re.search(rf"all\W+{every['quadruples']}(\W+\d+\.\d%){{4}}", printed)
    assert "By chance: text 25.0%, image 25.0%, group 16.7%, told apart 50.0%." in printed


def test_words(capaug, world: SimpleNamespace) -> None:
    arguments = ("--data", world.shards, "--pictures", world.pictures, "--device", "cpu")
    figures = json.loads(capaug("evaluate", "words", world.fam, *arguments, "--json", "--plot", "w.svg").stdout)
    types = {kind for row in world.rows for kind in [a.type for a in row.scene_graph.attributes]}
    assert set(figures["words"]) - {"all"} <= types
    every = figures["words"]["all"]
    assert every["attributes"] == sum(found["attributes"] for found in figures["words"].values()) - every["attributes"]
    assert "masked attributes" in capaug("evaluate", "words", world.fam, *arguments).stdout
    outcome = capaug("evaluate", "words", world.plain, *arguments)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.splitlines()[-1].startswith("error: a SmallDualEncoder guesses no masked words")


def test_benchmark(capaug, world: SimpleNamespace, tmp_path: Path) -> None:
    entry = {"caption": "a dog on a couch", "negative_caption": "a cat on a couch"}
    entries = {
        str(n): {**entry, "filename": f"{int(image):012}.jpg"}
        for n, image in enumerate([*world.images, world.missing[0]])
    }
    (tmp_path / "swap.json").write_text(json.dumps(entries))
    arguments = ("benchmark", world.fam, "swap.json", "--pictures", world.pictures, "--device", "cpu")
    outcome = capaug("evaluate", *arguments, "--json", "--plot", "swap.png")
    assert outcome.code == 0, outcome
    assert "no picture of 1 images" in outcome.stderr
    assert "1 entries of swap.json are left out" in outcome.stderr
    figures = json.loads(outcome.stdout)
    assert 0 <= figures["measures"]["accuracy"]["with_other_picture"] <= 1
    assert (figures["benchmark"], figures["left_out"]) == ("SugarCrepe", 1)
    assert figures["measures"]["accuracy"]["entries"] == len(world.images)
    assert re.search(r"accuracy\W+10\W+\d+\.\d%\W+\d+\.\d%\W+50\.0%", capaug("evaluate", *arguments).stdout)


def test_bad_input_is_one_line(capaug, world: SimpleNamespace, tmp_path: Path) -> None:
    given = ("--data", world.shards, "--pictures", world.pictures)

    def refused(code: int, *words: object) -> None:
        *arguments, part = words
        outcome = capaug("evaluate", *arguments)
        assert (outcome.code, outcome.stdout) == (code, ""), outcome
        last = outcome.stderr.splitlines()[-1]
        assert last.startswith("error: ")
        assert str(part) in last

    (tmp_path / "empty").mkdir()
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "recipe.json").write_text("{}")
    (tmp_path / "b.json").write_text('[{"text": "a"}]')
    Image.new("RGB", (4, 4)).save(tmp_path / "empty" / "no-such-id.png")
    refused(2, "retrieval", world.plain, *given, "--protocol", "1k", "needs 5,000 pictures with captions, there are 10")
    refused(2, "retrieval", world.plain, *given, "--protocol", "2k", "unknown protocol '2k'; known: 5k, 1k")
    refused(2, "retrieval", world.plain, "--data", world.shards, "--pictures is missing")
    refused(2, "retrieval", world.plain, *given, "--plot", "a.gif", "--plot writes")
    refused(1, "retrieval", world.plain, *given, "--plot", "no/a.png", "there is no folder")
    refused(1, "retrieval", world.plain, "--data", "gone.parquet", "no such file: gone.parquet")
    refused(1, "choice", world.plain, "--data", "gone", *given[2:], "gone: no such folder")
    refused(1, "choice", world.plain, *given[:2], "--pictures", "gone", "gone: there is no such folder of pictures")
    refused(1, "choice", world.plain, *given[:2], "--pictures", "empty", "no picture of any of the 12 images")
    refused(1, "choice", "empty", *given, "empty: no model in this folder")
    refused(1, "choice", "run", *given, "run: the training is unfinished")
    refused(2, "choice", world.plain.parent, *given, "holds several runs; name one of")
    refused(2, "choice", "./gone", *given, "there is no such folder")
    refused(2, "choice", "tiny", *given, "'tiny' is a size of models yet to be trained")
    refused(2, "choice", world.plain, *given, "--device", "gpu", "unknown device 'gpu'")
    refused(1, "benchmark", world.plain, "gone.json", *given[2:], "no such file: gone.json")
    refused(1, "benchmark", world.plain, "b.json", *given[2:], "b.json: entry 0 has the fields text; known formats")


def test_ids_are_looked_up_before_a_model_is_loaded(capaug, world: SimpleNamespace, tmp_path: Path) -> None:
    image = world.images[0]
    for folder in ("cat", "dog"):
        (tmp_path / "two" / folder).mkdir(parents=True)
        Image.new("RGB", (4, 4)).save(tmp_path / "two" / folder / f"{image}.jpg")
    (tmp_path / "b.json").write_text(
        json.dumps([{"filename": f"{image}.jpg", "caption": "a", "negative_caption": "b"}])
    )
    (tmp_path / "made_up.csv").write_text("image_id,caption\n#1,A dog sleeps.\n#2,A cat sleeps.\n")
    for arguments in (("choice", "gone", "--data", world.shards), ("retrieval", "gone", "--data", world.shards),
                      ("words", "gone", "--data", world.shards), ("benchmark", "gone", "b.json")):  # fmt: skip
        outcome = capaug("evaluate", *arguments, "--pictures", "two")
        outcome.check_refused(1, "two: image id ", f" names two pictures, cat/{image}.jpg and dog/{image}.jpg")
    outcome = capaug("evaluate", "retrieval", "gone", "--data", "made_up.csv", "--pictures", world.pictures)
    outcome.check_refused(1, "image ids are made up (#1, #2)", "--columns image=COLUMN")


def test_all_files_of_a_folder(capaug, world: SimpleNamespace, tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    first, second = world.images[:2]
    swap = [{"filename": image, "caption": "a dog", "negative_caption": "a cat"} for image in (first, second)]
    (tmp_path / "all" / "crepe").mkdir(parents=True)
    (tmp_path / "all" / "crepe" / "swap_att.json").write_text(json.dumps(swap))
    (tmp_path / "all" / "crepe" / "swap_obj.json").write_text(json.dumps(swap[:1]))
    (tmp_path / "all" / "mcq.csv").write_text(
        f"image_path,correct_answer,caption_0,caption_1,correct_answer_template\n{first},1,a dog,no dog,negative\n"
    )
    (tmp_path / "all" / "notes.json").write_text('[{"text": "a dog"}]')
    picture = next(world.pictures.iterdir()).read_bytes()
    held = [{"image": {"bytes": picture}, "tested_labels": ["a dog", "a cat"], "true_label": "a dog"}]
    pq.write_table(pa.Table.from_pylist(held), tmp_path / "all" / "held.parquet")
    arguments = ("evaluate", "benchmark", world.plain, "all", "--device", "cpu")
    pictures = ("--pictures", world.pictures)
    outcome = capaug(*arguments, *pictures, "--json")
    assert outcome.code == 0, outcome.stderr
    (warning,) = outcome.told()
    assert "all/notes.json: entry 0 has the fields text" in warning and "the file is left out" in warning
    found = json.loads(outcome.stdout)
    assert [(one["file"], one["benchmark"]) for one in found["files"]] == [
        ("all/crepe/swap_att.json", "SugarCrepe"),
        ("all/crepe/swap_obj.json", "SugarCrepe"),
        ("all/held.parquet", "SugarCrepe"),
        ("all/mcq.csv", "NegBench choice"),
    ]
    assert list(found["unused"]) == ["all/notes.json"]
    shown = capaug(*arguments, *pictures)
    assert [line.split("│")[1:4] for line in shown.stdout.splitlines() if "mean of the files" in line]
    alone = capaug("evaluate", "benchmark", world.plain, "all/held.parquet", "--device", "cpu", "--json")
    assert json.loads(alone.stdout)["measures"] == found["files"][2]["measures"]
    capaug(*arguments).check_refused(2, "all/crepe/swap_att.json: holds no pictures", "--pictures")


def test_the_help_has_examples(capaug) -> None:
    for command in ("retrieval", "choice", "words", "benchmark"):
        assert command in capaug("evaluate", "--help").stdout
        assert f"capaug evaluate {command}" in capaug("evaluate", command, "--help").stdout.partition("Examples:")[2]
