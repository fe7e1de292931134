"""Two processes of a batch of B learn what one learns of a batch of 2B, whatever a model has beside its towers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = """
import sys
from dataclasses import replace
from pathlib import Path

import torch

from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.training.data.pictures import open_pictures
from capaug.training.loop.recipes import load_training_recipe
from capaug.training.loop.trainer import train

torch.set_num_threads(1)
folder, batch_size, *runs = Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]
colors = {"red": (220, 30, 30), "green": (30, 200, 30), "blue": (30, 30, 220), "gray": (128, 128, 128)}
rows = []
for k, (one, other) in enumerate((a, b) for a in colors for b in colors if a != b):
    third = next(color for color in colors if color not in (one, other))
    swapped = Variant(f"a {other} wall above a {one} floor", "relation_swap.roles", ())
    another = Variant(f"a {third} wall above a {other} floor", "attribute_replace.contrast", ())  # which has mirrors
    negatives = (swapped, another) if k % 4 else ()
    positives = (Variant(f"a {one} wall with more words behind it", "asymmetry_2.subgraph", ()),) if k % 3 else ()
    text = f"a {one} wall above a {other} floor"
    rows.append(AugmentedCaption(str(k), f"{k}.0", text, "own", "all", SceneGraph(), positives, negatives))
for run in runs:
    name, model = run.split("-")
    name, _, batches = name.partition("x")
    recipe = replace(load_training_recipe(name), batch_size=batch_size, accumulate=int(batches or 1), steps=4,
                     shift=0.2, noise=False, model=model if model == "tiny" else str(folder / model))
    pictures, out = open_pictures(folder / "pictures"), folder / f"{run}-{batch_size}"
    train(recipe, rows, pictures, out, device="cpu" if torch.backends.mps.is_available() else "auto", log_every=1)
"""
SAME = ("negclip-tiny", "ascl-tiny", "mirror-tiny", "sigmoid-tiny", "mirrorx2-tiny", "sigmoidx2-tiny")
WITH_HEADS = ("negclip-fam", "negclip-blip", "mirror-blip", "sigmoid-fam", "fam-blip")


def save_models(folder: Path) -> None:
    from capaug.training.data.tokenizer import train_tokenizer
    from capaug.training.models import load_model, save_model

    tokenizer = train_tokenizer(["a red wall above a blue floor with more words behind it green gray"] * 2)
    save_model(load_model("tiny", tokenizer=tokenizer, fusion="cross_attention"), folder / "fam")
    tower = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24}
    text = {**tower, "max_position_embeddings": 24, "encoder_hidden_size": 16, "vocab_size": len(tokenizer)}
    text |= {"pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3, "sep_token_id": 3}
    vision = {**tower, "image_size": 16, "patch_size": 4}
    config = {"model_type": "blip", "text_config": text, "vision_config": vision, "image_text_hidden_size": 12}
    save_model(load_model(config, tokenizer=tokenizer), folder / "blip")


@pytest.fixture(name="folder", scope="module")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one process leaves, and what two leave that are not told that there is no GPU."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("processes")
    (folder / "pictures").mkdir()
    for k in range(12):
        Image.new("RGB", (8, 8), (20 * k, 255 - 20 * k, 40 * (k % 6))).save(folder / "pictures" / f"{k}.png")
    save_models(folder)
    (folder / "script.py").write_text(SCRIPT, encoding="utf-8")
    two = ("-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2")
    for launcher, arguments in (((), ("6", *SAME)), (two, ("3", *SAME, *WITH_HEADS))):
        command = [sys.executable, *launcher, str(folder / "script.py"), str(folder), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False,
                              env={**os.environ, "CUDA_VISIBLE_DEVICES": ""})  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
    return folder


def losses(out: Path) -> list[float]:
    return [json.loads(line)["loss"] for line in (out / "metrics.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("run", SAME)
def test_two_processes_are_one(run: str, folder: Path) -> None:
    alone = losses(folder / f"{run}-6")
    assert len(alone) == 4
    assert alone == pytest.approx(losses(folder / f"{run}-3"), rel=1e-3)


@pytest.mark.parametrize("run", WITH_HEADS)
def test_a_model_with_heads_trains_in_two_processes(run: str, folder: Path) -> None:
    """DistributedDataParallel stops where weights get no gradient, unless it is told of it."""
    assert len(losses(folder / f"{run}-3")) == 4


def test_a_run_goes_on_with_as_many_processes_as_it_was_begun_with(folder: Path) -> None:
    from dataclasses import replace

    from capaug.errors import OutputError
    from capaug.training.loop.recipes import load_training_recipe
    from capaug.training.loop.trainer import begin

    recipe = replace(load_training_recipe("negclip"), batch_size=3, steps=4, shift=0.2)
    rows: list[Any] = [None] * 12
    begin(folder / "negclip-tiny-3", recipe, rows, 2)
    with pytest.raises(OutputError, match="the run was begun by 2 processes, and by 1 its batches would be others"):
        begin(folder / "negclip-tiny-3", recipe, rows, 1)
    with pytest.raises(OutputError, match="holds a run with another seed, number of processes; give the same"):
        begin(folder / "negclip-tiny-3", replace(recipe, seed=1), rows, 1)


def test_processes_that_know_nothing_of_each_other_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from capaug.errors import UsageError
    from capaug.training.loop.processes import check_processes

    monkeypatch.setenv("WORLD_SIZE", "2")
    check_processes(2)
    with pytest.raises(UsageError, match="2 processes were started together"):
        check_processes(1)
