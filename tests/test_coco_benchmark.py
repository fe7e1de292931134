"""CLIP on COCO with each training recipe (``benchmarks/coco.py``): a model of a few weights on a few made scenes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

transformers = pytest.importorskip("transformers")
pytest.importorskip("accelerate")
torch = pytest.importorskip("torch")

from benchmarks import coco  # noqa: E402
from capaug.training.data.tokenizer import train_tokenizer  # noqa: E402
from capaug.worlds.picture import draw_scene  # noqa: E402
from capaug.worlds.source import ROWS, Shapes  # noqa: E402

SCENES = 16
NAME = "{:012}.jpg"


@pytest.fixture(name="folder", scope="module")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """COCO's annotations and pictures, of made scenes, files of benchmarks, and a CLIP model of the library."""
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("coco")
    groups = list(Shapes(ROWS, 2 * SCENES).groups())
    (folder / "coco" / "annotations").mkdir(parents=True)
    for split, part in (("train2017", groups[:SCENES]), ("val2017", groups[SCENES:])):
        (folder / "coco" / split).mkdir()
        images, annotations = [], []
        for group in part:
            number = int(group.image_id)
            images.append({"id": number, "file_name": NAME.format(number)})
            draw_scene(ROWS.scene(number), 32).save(folder / "coco" / split / NAME.format(number))
            for caption in group.captions:
                annotations.append({"id": len(annotations), "image_id": number, "caption": caption.text})
        path = folder / "coco" / "annotations" / f"captions_{split}.json"
        path.write_text(json.dumps({"images": images, "annotations": annotations}), encoding="utf-8")
    write_benchmarks(folder / "compositional", [NAME.format(int(group.image_id)) for group in groups[SCENES:]])
    save_model(folder / "clip", [caption.text for group in groups for caption in group.captions])
    return folder


def write_benchmarks(folder: Path, pictures: list[str]) -> None:
    def write(name: str, entries: Any) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(entries), encoding="utf-8")

    crepe = {
        str(n): {"filename": picture, "caption": "a red ball", "negative_caption": "a blue ball"}
        for n, picture in enumerate(pictures)
    }
    for name in ("swap_att", "replace_obj"):
        write(f"sugarcrepe/{name}.json", crepe)
    write("plus/swap_att.json", [{**entry, "caption2": "a ball that is red"} for entry in crepe.values()])
    box = {"bbox_x": 0, "bbox_y": 0, "bbox_w": 16, "bbox_h": 16}
    texts = {"true_caption": "the ball is left of the box", "false_caption": "the box is left of the ball"}
    write("aro.json", [{"image_path": picture, **texts, **box, "relation_name": "left of"} for picture in pictures])
    pair = {"image_0": pictures[0], "image_1": pictures[1], "caption_0": "a red ball", "caption_1": "a blue box"}
    write("winoground.json", [pair])
    write("about.json", {"name": "no benchmark"})
    lines = [f"{picture},0,a red ball,no red ball,hybrid" for picture in pictures]
    header = "image_path,correct_answer,caption_0,caption_1,correct_answer_template"
    (folder / "mcq.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def save_model(folder: Path, captions: list[str]) -> None:
    tokenizer = train_tokenizer(captions)
    small = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 24}
    words = {"vocab_size": len(tokenizer), "max_position_embeddings": 32, "eos_token_id": tokenizer.sep_token_id}
    config = transformers.CLIPConfig(
        text_config=small | words, vision_config=small | {"image_size": 32, "patch_size": 16}, projection_dim=12
    )
    transformers.CLIPModel(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def test_from_captions_to_one_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "--coco", str(folder / "coco"), "--benchmarks", str(folder / "compositional"), "--out", str(folder / "out"),
        "--model", str(folder / "clip"), "--recipes", "plain", "seeing", "--epochs", "1", "--batch-size", "8",
        "--accumulate", "2", "--workers", "0", "--device", "cpu", "--json", str(folder / "coco.json"),
    ]  # fmt: skip
    assert coco.main(arguments) == 0
    printed = capsys.readouterr()
    assert "about.json: entry 0 has the fields name" in printed.err
    first, _, *rows = printed.out.strip().splitlines()
    assert first == "| % | as it comes | plain | seeing |"
    figures = {cells[1]: cells[2:5] for cells in ([cell.strip() for cell in row.split("|")] for row in rows)}
    assert list(figures) == [
        "image to text R@1", "text to image R@1", "rSum", "right choice", "AUC", "mirror AUC", "ARO relation",
        "NegBench choice", "SugarCrepe++ image-to-text", "SugarCrepe++ text-only", "SugarCrepe", "Winoground text",
        "Winoground image", "Winoground group",
    ]  # fmt: skip
    assert all(0 <= float(cell) <= (600 if name == "rSum" else 100) for name, row in figures.items() for cell in row)
    kept = json.loads((folder / "coco.json").read_text(encoding="utf-8"))
    assert kept["models"].keys() == {"as it comes", "plain", "seeing"}
    recipe = json.loads((folder / "out" / "seeing" / "recipe.json").read_text(encoding="utf-8"))["recipe"]
    assert (recipe["learning_rate"], recipe["accumulate"], recipe["gap"], recipe["mirror"]) == (5e-6, 2, 0.5, 0.5)
    trained = (folder / "out" / "seeing" / "metrics.jsonl").read_bytes()
    assert coco.main(arguments) == 0
    again = capsys.readouterr()
    assert again.out == printed.out
    assert "generating" not in again.err and "measuring" not in again.err
    assert (folder / "out" / "seeing" / "metrics.jsonl").read_bytes() == trained


def test_the_recipes_that_train_towers_alone() -> None:
    names = coco.towers_alone()
    assert names[0] == "plain"
    assert {"negclip", "seeing"} < set(names)
    assert not {"fam", "ascl"} & set(names)


def test_a_figure_that_a_model_lacks() -> None:
    found = {"plain": {"AUC": 61.04}, "seeing": {"AUC": 94.9, "mirror AUC": 97.4}}
    assert coco.table(found).splitlines()[2:] == ["| AUC | 61.0 | 94.9 |", "| mirror AUC | - | 97.4 |"]
