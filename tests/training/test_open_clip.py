"""capaug.training.open_clip, by itself and in the training of the real open_clip where it can be imported.

open_clip needs torchvision, whose build on PyPI goes with another build of torch than the tested one. Beside the latter
it may be put into a folder of its own: ``pip install --no-deps --target FOLDER open_clip_torch timm torchvision ftfy
wcwidth``, and ``PYTHONPATH=FOLDER``.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("transformers")
torch = pytest.importorskip("torch")
Image = pytest.importorskip("PIL.Image")

import numpy as np  # noqa: E402
from torch import Tensor  # noqa: E402
from torch.nn.functional import normalize  # noqa: E402

from capaug.errors import UsageError  # noqa: E402
from capaug.mirrors import mine  # noqa: E402
from capaug.records import AugmentedCaption, SceneGraph, Variant  # noqa: E402
from capaug.training.data.pictures import PictureSource, open_pictures  # noqa: E402
from capaug.training.losses import Weighted  # noqa: E402
from capaug.training.open_clip import CaptionData, NegativesLoss  # noqa: E402
from capaug.worlds.folder import write_shapes  # noqa: E402

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "open_clip_training.py"
COLORS = {"red": (220, 30, 30), "green": (30, 200, 30), "blue": (30, 30, 220)}


def tokenizer(texts: list[str]) -> Tensor:
    """As those of open_clip: 12 ids a text, zeros behind it, and the largest id at its end."""
    ids = torch.zeros(len(texts), 12, dtype=torch.int64)
    for row, text in zip(ids, texts, strict=True):
        numbers = [298, *(1 + sum(map(ord, word)) % 250 for word in text.split()), 299]
        row[: len(numbers)] = torch.tensor(numbers)
    return ids


def preprocess(picture: Any) -> Tensor:
    return torch.from_numpy(np.asarray(picture.resize((2, 2)), dtype=np.float32) / 255).permute(2, 0, 1)


def make_rows() -> list[AugmentedCaption]:
    """Two captions a picture; the first has two negatives, which are true of the other pictures, the second none."""
    rows = []
    for color in COLORS:
        others = [other for other in COLORS if other != color]
        negatives = tuple(Variant(f"a {other} wall", "attribute_replace.contrast", ()) for other in others)
        for number, (text, has) in enumerate(((f"a {color} wall", negatives), (f"the wall is {color}", ()))):
            rows.append(AugmentedCaption(color, f"{color}.{number}", text, "own", "all", SceneGraph(), (), has))
    return rows


@pytest.fixture(name="pictures", scope="module")
def pictures_fixture(tmp_path_factory: pytest.TempPathFactory) -> PictureSource:
    folder = tmp_path_factory.mktemp("colors")
    for name, color in COLORS.items():
        Image.new("RGB", (8, 8), color).save(folder / f"{name}.png")
    return open_pictures(folder)


def features(values: Tensor, seed: int) -> Tensor:
    """A tower that is the same for all batches: a vector that depends on what is encoded alone."""
    flat = values.flatten(1).double()
    weights = torch.randn(flat.shape[1], 8, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return normalize(flat.sin() @ weights, dim=-1)


@pytest.mark.parametrize("accum_freq", [1, 3])
@pytest.mark.parametrize("workers", [0, 1])
def test_the_loss_of_packed_batches_is_that_of_the_whole(
    pictures: PictureSource, accum_freq: int, workers: int
) -> None:
    rows = make_rows()
    size = len(rows) // accum_freq
    weights = {"gap": 0.5, "mirror": 2.0, "choice": 0.1}
    data = CaptionData(
        rows, pictures, preprocess, tokenizer, batch_size=size, negatives=2, mirrors=mine(rows), workers=workers,
        accum_freq=accum_freq,
    )  # fmt: skip
    assert (data.dataloader.num_batches, data.dataloader.num_samples) == (accum_freq, len(rows))
    loss, scale = NegativesLoss(data, **weights), torch.tensor(10.0)
    data.set_epoch(1)
    batches = list(data.dataloader)
    assert {(len(images), len(texts)) for images, texts in batches} == {(2 * size, 3 * size)}
    image = torch.cat([features(images, 1) for images, _ in batches])
    text = torch.cat([features(texts, 2) for _, texts in batches])
    parts = loss(image_features=image, text_features=text, logit_scale=scale, output_dict=True)
    assert sum(parts.values()).item() == pytest.approx(loss(image, text, scale).item())

    captions = torch.cat([texts[:size] for _, texts in batches])
    collated = data.collator([next(r for r in rows if torch.equal(tokenizer([r.caption])[0], one)) for one in captions])
    assert torch.equal(collated["input_ids"], captions)
    expected = Weighted(**weights)(
        features(collated["pixel_values"], 1), features(captions, 2), scale,
        features(collated["negative_input_ids"].flatten(0, 1), 2).unflatten(0, (-1, 2)), collated["negative_mask"],
        collated["image_ids"], mirrors=features(collated["mirror_pixel_values"], 1),
        mirror_negative=collated["mirror_negative"], mirror_mask=collated["mirror_mask"],
    )  # fmt: skip
    assert collated["negative_mask"].any() and not collated["negative_mask"].all()
    assert collated["mirror_mask"].any()
    for name, part in expected.items():
        assert parts[f"{name}_loss"].item() == pytest.approx(Weighted(**weights).weights[name] * part.item())
    assert len(expected) == 4


def test_a_model_with_a_bias_has_the_sigmoid_loss(pictures: PictureSource) -> None:
    data = CaptionData(make_rows(), pictures, preprocess, tokenizer, batch_size=6, negatives=0)
    ((images, texts),) = list(data.dataloader)
    assert (len(images), len(texts)) == (6, 6)
    given = (features(images, 1), features(texts, 2), torch.tensor(10.0))
    loss, bias = NegativesLoss(data), torch.tensor(-10.0)
    ids = data.dataloader.last[0]["image_ids"]
    expected = Weighted()(*given, image_ids=ids, logit_bias=bias)["contrast"]
    assert loss(*given, logit_bias=bias).item() == pytest.approx(expected.item())
    assert loss(*given).item() != pytest.approx(expected.item())


def test_each_epoch_has_its_order_and_its_negatives(pictures: PictureSource) -> None:
    def texts(seed: int, *epochs: int) -> list[Tensor]:
        data = CaptionData(make_rows(), pictures, preprocess, tokenizer, batch_size=6, negatives=1, seed=seed)
        found = []
        for epoch in epochs:
            data.set_epoch(epoch)
            found += [texts for _, texts in data.dataloader]
        return found

    first, second = texts(0, 0, 1)
    assert not torch.equal(first, second)
    assert torch.equal(second, texts(0, 1)[0])
    assert not torch.equal(first, texts(1, 0)[0])


def test_features_of_other_batches_are_refused(pictures: PictureSource) -> None:
    data = CaptionData(make_rows(), pictures, preprocess, tokenizer, batch_size=2, negatives=1, accum_freq=2)
    loss, scale = NegativesLoss(data), torch.tensor(1.0)
    list(data.dataloader)
    with pytest.raises(
        UsageError, match=r"features of 6 images and 12 texts, and the last 2 batches had 4 and 8; give"
    ):
        loss(torch.ones(6, 3), torch.ones(12, 3), scale)
    with pytest.raises(UsageError, match="'mirror' is about mirrors, and batches have none"):
        NegativesLoss(data, mirror=0.5)
    with pytest.raises(UsageError, match="6 rows do not fill a batch of 8"):
        CaptionData(make_rows(), pictures, preprocess, tokenizer, batch_size=8)


# Runs in a process of its own: open_clip warns and logs, and other tests must not meet torchvision.
SCRIPT = """
import json, runpy, sys, types

def torchvision():
    try:
        import torchvision
    except RuntimeError:  # built for another torch: "operator torchvision::nms does not exist"
        for name in [name for name in sys.modules if name.startswith("torchvision")]:
            del sys.modules[name]
        sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")
        import torchvision

try:
    torchvision()
    import open_clip
    import open_clip_train.main
    from open_clip_train.params import parse_args
    from open_clip_train.train import train_one_epoch
except Exception as error:
    print(f"{type(error).__name__}: {error}")
    sys.exit(77)

import torch

torch.set_num_threads(1)
open_clip.add_model_config("tiny-clip.json")
example = sys.argv[1]
made = runpy.run_path(example, run_name="example")
arguments = ["--train-data", "world/shards", "--model", "tiny-clip", "--workers", "0", "--device", "cpu",
             "--lr", "1e-3", "--warmup", "1", "--precision", "fp32"]
found = {}

# The same eight captions as one batch of eight and as two of four: the same step, by the loop's own accumulation.
args = parse_args([*arguments, "--accum-freq", "1"])
args.distributed, args.distill, args.skip_scheduler = False, False, True
args.rank, args.world_size, args.wandb, args.log_every_n_steps = 0, 1, False, 1
transform = open_clip.image_transform(32, is_train=False)
rows = list(made["load_shards"]("world/shards"))[:8]
for freq in (1, 2):
    torch.manual_seed(0)
    model = open_clip.create_model("tiny-clip", output_dict=True)
    data = made["CaptionData"](rows, made["open_pictures"]("world/pictures"), transform,
                               open_clip.get_tokenizer("tiny-clip"), batch_size=8 // freq, negatives=2,
                               accum_freq=freq)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    args.accum_freq, args.batch_size = freq, 8 // freq
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    train_one_epoch(model, {"train": data}, made["NegativesLoss"](data, gap=0.5), 0, optimizer, None, None, None, args)
    moved = {name: value - before[name] for name, value in model.state_dict().items() if name != "logit_scale"}
    found[f"step of {freq}"] = {name: value.norm().item() for name, value in moved.items()}
    if freq == 1:
        whole = moved
    else:
        found["apart"] = max((value - whole[name]).abs().max().item() for name, value in moved.items())

# And the example, as its first lines say.
sys.argv = [example, *arguments, "--batch-size", "4", "--accum-freq", "2", "--epochs", "2", "--name", "run",
            "--log-every-n-steps", "1"]
runpy.run_path(example, run_name="__main__")
print(json.dumps(found))
"""
TINY = {
    "embed_dim": 16,
    "vision_cfg": {"image_size": 32, "layers": 1, "width": 32, "patch_size": 16, "head_width": 16},
    "text_cfg": {"context_length": 32, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
}


def test_open_clip_trains_with_it(tmp_path: Path) -> None:
    for module in ("torchvision", "open_clip", "open_clip_train"):
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")
    write_shapes(tmp_path / "world", 8, recipe="negclip")
    (tmp_path / "tiny-clip.json").write_text(json.dumps(TINY), encoding="utf-8")
    command = [sys.executable, "-c", SCRIPT, str(EXAMPLE)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode == 77:
        pytest.skip(f"open_clip cannot be imported here: {done.stdout.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["step of 1"].keys() == found["step of 2"].keys()
    assert max(found["step of 1"].values()) > 0.01
    assert found["apart"] < 1e-4
    log = (tmp_path / "logs" / "run" / "out.log").read_text(encoding="utf-8")
    lines = [line for line in log.splitlines() if "Contrast_loss" in line]
    assert len(lines) == 2 * (len(list(iter_pairs(tmp_path))) // 8)
    assert all("Gap_loss" in line and "nan" not in line.lower() for line in lines)
    assert (tmp_path / "logs" / "run" / "checkpoints" / "epoch_2.pt").is_file()


def iter_pairs(folder: Path) -> Any:
    from capaug.runs.reader import iter_rows

    return iter_rows(folder / "world" / "shards")
