"""Two processes of a batch of B learn what one process learns of a batch of 2B."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from dataclasses import replace
from pathlib import Path

import torch
from PIL import Image

from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.training.data.pictures import open_pictures
from capaug.training.loop.recipes import load_training_recipe
from capaug.training.loop.trainer import train

torch.set_num_threads(1)
out, name, batch_size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
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
recipe = replace(load_training_recipe(name), batch_size=batch_size, steps=4, shift=0.0, noise=False)
train(recipe, rows, open_pictures(out.parent / "pictures"), out, device="cpu", log_every=1)
"""


@pytest.mark.parametrize("name", ["negclip", "ascl", "mirror", "sigmoid"])
def test_two_processes_are_one(name: str, tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "pictures").mkdir()
    for k in range(12):
        Image.new("RGB", (8, 8), (20 * k, 255 - 20 * k, 40 * (k % 6))).save(tmp_path / "pictures" / f"{k}.png")
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    run_two = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    curves = []
    for out, launcher, batch_size in (("one", [], "6"), ("two", run_two, "3")):
        command = [sys.executable, *launcher, str(tmp_path / "script.py"), str(tmp_path / out), name, batch_size]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        lines = (tmp_path / out / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
        curves.append([json.loads(line)["loss"] for line in lines])
    assert len(curves[0]) == 4
    assert curves[0] == pytest.approx(curves[1], rel=1e-3)
