"""The examples of docs/training.md run, and the page shows them as they are."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import TrainerCallback

from capaug.training.huggingface import NegativesTrainer
from capaug.worlds.folder import write_shapes

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "training.md"
OWN = "_of_ones_own"  # those of docs/extending.md
EXAMPLES = sorted(path for path in (ROOT / "docs" / "examples").glob("*.py") if not path.stem.endswith(OWN))
ELSEWHERE = ("open_clip_training",)  # test_open_clip.py runs it


@pytest.fixture(name="folder", scope="module")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples")
    write_shapes(folder / "world", 20, recipe="default")
    return folder


@pytest.fixture(name="in_folder")
def in_folder_fixture(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(folder)
    yield


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.stem not in ELSEWHERE], ids=lambda path: path.stem)
@pytest.mark.usefixtures("in_folder")
def test_an_example_runs(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if "sentence_transformers" in example.stem:
        pytest.importorskip("sentence_transformers")
    made = runpy.run_path(str(example), run_name="__main__")
    found = re.findall(r"^(?:epoch \d: )?loss (\d+\.\d\d)$", capsys.readouterr().out, re.MULTILINE)
    assert found
    assert all(0 < float(loss) < 20 for loss in found)
    if "sentence_transformers" in example.stem:
        sizes = []
        for batch in made["trainer"].get_train_dataloader():
            texts = [
                tuple(ids) for name in made["triplets"].column_names for ids in batch[f"{name}_input_ids"].tolist()
            ]
            assert len(texts) == len(set(texts))
            sizes.append(len(texts))
        assert max(sizes) > 3  # the last batch may be one triplet


LAUNCHED = """
import runpy, sys, torch

torch.set_num_threads(1)
for example in sys.argv[1:]:
    made = runpy.run_path(example, run_name="__main__")
    model = made["trainer"].model if "trainer" in made else made["accelerator"].unwrap_model(made["model"])
    assert torch.distributed.get_world_size() == 2
    weights = torch.cat([weight.detach().flatten() for weight in model.parameters()])
    everywhere = [torch.empty_like(weights) for _ in range(2)]
    torch.distributed.all_gather(everywhere, weights)
    assert torch.equal(*everywhere)
    print(f"{example}: the same")
"""


@pytest.mark.usefixtures("in_folder")
def test_examples_run_in_two_processes() -> None:
    """The processes learn the same: all of them met the whole batch."""
    Path("launched.py").write_text(LAUNCHED, encoding="utf-8")
    examples = [str(ROOT / "docs" / "examples" / f"{name}.py") for name in ("data_loader", "huggingface_trainer")]
    # "accelerate launch" starts several processes on GPUs alone
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2", "launched.py"]
    env = {**os.environ, "CUDA_VISIBLE_DEVICES": "", "ACCELERATE_USE_CPU": "true"}
    done = subprocess.run([*command, *examples], capture_output=True, text=True, timeout=300, check=False, env=env)
    assert done.returncode == 0, done.stderr[-3000:]
    for example in examples:
        assert done.stdout.count(f"{example}: the same") == 2


@pytest.mark.usefixtures("in_folder")
def test_the_trainer_takes_the_mean_over_accumulated_batches() -> None:
    from torch.utils.data import DataLoader
    from transformers import TrainingArguments

    made = runpy.run_path(str(ROOT / "docs" / "examples" / "huggingface_trainer.py"))
    model, collator, rows = made["model"].eval(), made["trainer"].data_collator, made["rows"].select(range(8))
    arguments = TrainingArguments(
        output_dir="accumulated", per_device_train_batch_size=4, gradient_accumulation_steps=2, max_steps=1,
        learning_rate=0.0, max_grad_norm=0.0, remove_unused_columns=False, report_to="none", save_strategy="no",
        dataloader_pin_memory=False,
    )  # fmt: skip

    class InOrder(NegativesTrainer):  # type: ignore[misc]
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
    assert len(EXAMPLES) == 4
