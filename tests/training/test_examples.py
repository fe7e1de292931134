"""The examples of docs/training.md run, and the page shows them as they are."""

from __future__ import annotations

import re
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from transformers import TrainerCallback

from capaug.worlds.folder import write_shapes

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "training.md"
OWN = "_of_ones_own"  # those of docs/extending.md
EXAMPLES = sorted(path for path in (ROOT / "docs" / "examples").glob("*.py") if not path.stem.endswith(OWN))


@pytest.fixture(name="folder", scope="module")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    write_shapes(folder / "world", 10, recipe="negclip")
    return folder


@pytest.fixture(name="in_folder")
def in_folder_fixture(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(folder)
    yield


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.usefixtures("in_folder")
def test_an_example_runs(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(example), run_name="__main__")
    found = re.findall(r"^(?:epoch \d: )?loss (\d+\.\d\d)$", capsys.readouterr().out, re.MULTILINE)
    assert found
    assert all(0 < float(loss) < 20 for loss in found)


class OpenCLIP(ModuleType):
    """Stands for open_clip: a model with nothing but its methods, a transform, and texts of 77 tokens."""

    @staticmethod
    def create_model_and_transforms(name: str, pretrained: str) -> tuple[Any, Any, Any]:
        from torch import nn
        from torch.nn.functional import normalize

        class CLIP(nn.Module):
            context_length = 77

            def __init__(self) -> None:
                super().__init__()
                self.visual, self.words = nn.Linear(3 * 8 * 8, 16), nn.Embedding(300, 16)
                self.logit_scale = nn.Parameter(torch.tensor(2.0))

            def encode_image(self, image: torch.Tensor, normalize: bool = False) -> torch.Tensor:
                return unit(self.visual(image.flatten(1)))

            def encode_text(self, text: torch.Tensor, normalize: bool = False) -> torch.Tensor:
                assert text.shape[1] == 77  # whatever a text is, as its places are added to it
                return unit(self.words(text).mean(dim=1))

        def unit(vectors: torch.Tensor) -> torch.Tensor:
            return normalize(vectors, dim=-1)

        def preprocess(picture: Any) -> torch.Tensor:
            pixels = np.asarray(picture.resize((8, 8)), dtype=np.float32)
            return torch.from_numpy(pixels / 255).permute(2, 0, 1)

        return CLIP(), preprocess, preprocess

    @staticmethod
    def get_tokenizer(name: str) -> Any:
        def tokenizer(texts: list[str]) -> torch.Tensor:
            ids = torch.zeros(len(texts), 77, dtype=torch.int64)
            for row, text in zip(ids, texts, strict=True):
                numbers = [298, *(1 + sum(map(ord, word)) % 250 for word in text.split()), 299]
                row[: len(numbers)] = torch.tensor(numbers)
            return ids

        return tokenizer


@pytest.mark.usefixtures("in_folder")
def test_the_loop_with_open_clip_as_its_comment_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "open_clip", OpenCLIP("open_clip"))
    code = (ROOT / "docs" / "examples" / "open_clip_loop.py").read_text(encoding="utf-8")
    head, comment, rest = re.split(r"(?<=\n)(# With open_clip.*?\n(?:#     .*\n)+)", code)
    lines = [line.removeprefix("#     ") for line in comment.splitlines()[1:]]
    _, replaced, behind = rest.partition("context = 40\n")
    assert replaced
    exec(compile("\n".join([head, "import open_clip", *lines, behind]), "open_clip_loop.py", "exec"), {})
    assert capsys.readouterr().out.count("loss ") == 2


@pytest.mark.usefixtures("in_folder")
def test_the_trainer_takes_the_mean_over_accumulated_batches() -> None:
    from torch.utils.data import DataLoader
    from transformers import TrainingArguments

    made = runpy.run_path(str(ROOT / "docs" / "examples" / "huggingface_trainer.py"))
    model, collator, rows = made["model"].eval(), made["collator"], made["rows"].select(range(8))
    assert made["trainer"].model_accepts_loss_kwargs is False
    arguments = TrainingArguments(
        output_dir="accumulated", per_device_train_batch_size=4, gradient_accumulation_steps=2, max_steps=1,
        learning_rate=0.0, max_grad_norm=0.0, remove_unused_columns=False, report_to="none", save_strategy="no",
        dataloader_pin_memory=False,
    )  # fmt: skip

    class InOrder(made["NegCLIPTrainer"]):  # type: ignore[misc]
        def get_train_dataloader(self) -> Any:
            return DataLoader(rows, batch_size=4, collate_fn=collator)

    seen = []

    class Gradients(TrainerCallback):
        def on_pre_optimizer_step(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
            seen.extend(p.grad.clone() for p in model.parameters() if p.grad is not None)

    trainer = InOrder(model=model, args=arguments, train_dataset=rows, data_collator=collator, callbacks=[Gradients()])
    trainer.train()
    model.zero_grad()
    model.train()
    for batch in DataLoader(rows, batch_size=4, collate_fn=collator):
        (trainer.compute_loss(model, batch) / 2).backward()
    expected = [p.grad for p in model.parameters() if p.grad is not None]
    assert len(seen) == len(expected) > 0
    for one, other in zip(seen, expected, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_page_shows_it(example: Path) -> None:
    assert f"```py\n{example.read_text(encoding='utf-8')}```\n" in PAGE.read_text(encoding="utf-8")


def test_the_page_shows_all() -> None:
    assert len(EXAMPLES) == 3
