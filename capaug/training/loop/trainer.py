"""The training loop: from rows and pictures to a model, on whatever ``accelerate`` finds."""

from __future__ import annotations

import json
import math
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from accelerate.state import AcceleratorState
from accelerate.utils import DistributedDataParallelKwargs
from torch.utils.data import DataLoader, Sampler

from capaug.errors import InputError, OutputError, UsageError
from capaug.mirrors import mine
from capaug.records import AugmentedCaption
from capaug.runs.atomic import write_atomically
from capaug.training.data.balance import balanced
from capaug.training.data.collator import Collator
from capaug.training.data.kinds import kinds_of
from capaug.training.data.mirror_pictures import Mirrors, placed_anew
from capaug.training.data.pictures import Pictures, PictureSource
from capaug.training.data.presence import check_pictures
from capaug.training.data.tokenizer import train_tokenizer
from capaug.training.loop import OBJECTIVES
from capaug.training.loop.accumulation import backward
from capaug.training.loop.objectives import Objective
from capaug.training.loop.processes import check_processes, on_processor
from capaug.training.loop.recipes import TrainingRecipe, check_kinds
from capaug.training.models import has_fusion, load_model, save_model
from capaug.training.models.base import DualEncoder

RECIPE, METRICS, MODEL, CHECKPOINTS = "recipe.json", "metrics.jsonl", "model", "checkpoints"
MIRRORS = 8  # pictures a negative, of which each epoch draws one
BETAS = (0.9, 0.98)  # CLIP's
Progress = Callable[[int, int, dict[str, float]], None]


def train(
    recipe: TrainingRecipe,
    rows: Sequence[AugmentedCaption],
    pictures: PictureSource,
    out: Path,
    *,
    device: str = "auto",
    workers: int = 0,
    log_every: int = 10,
    save_every: int = 500,
    mirrors: Mirrors | None = None,
    progress: Progress | None = None,
) -> DualEncoder:
    """Train what the recipe says, or go on where an earlier call with the same recipe and rows stopped.

    Args:
        recipe: model, objective and schedule.
        rows: captions with their variants (:func:`capaug.load_shards`, :func:`capaug.runs.reader.iter_rows`).
        pictures: of the rows' images.
        out: folder for ``metrics.jsonl``, ``tensorboard/``, ``checkpoints/`` and, at the end, ``model/``.
        device: ``auto`` or ``cpu``.
        workers: processes that make batches; 0 makes them in this one.
        log_every: steps between two lines of metrics.
        save_every: steps between two checkpoints; the last one is kept.
        mirrors: of a recipe that is about them: image ids by negative, such as the partners of made scenes
            (:func:`capaug.worlds.partner.partners_of`); None to mine them from the rows (:func:`capaug.mirrors.mine`).
        progress: hears of every step: its number, how many there will be, and its metrics where they were read.

    Returns:
        The model, which is also in ``out/model``.

    Raises:
        UsageError: fewer rows than a batch, the model cannot be had, or the recipe is about mirrors or
            partners and there are none.
        InputError: the recipe names a kind that neither capaug nor the rows know, or an image has no picture, or two,
            or a broken one.
        OutputError: ``out`` holds another run or cannot be written.
    """
    if recipe.balance:
        kept = balanced(rows, recipe.seed)
        mirrors = None if mirrors is None else placed_anew(mirrors, rows, kept)
        rows = kept
    kinds = kinds_of(rows)
    check_kinds(recipe, kinds)
    check_pictures(pictures, (row.image_id for row in rows))
    AcceleratorState._reset_state()  # it keeps the precision of an earlier run of this process, and refuses another
    parallel = DistributedDataParallelKwargs()
    accelerator = Accelerator(
        mixed_precision=precision(recipe, device), cpu=on_processor(device), kwargs_handlers=[parallel]
    )
    check_processes(accelerator.num_processes)
    captions = recipe.batch_size * recipe.accumulate * accelerator.num_processes  # a step
    in_epoch = len(rows) // captions
    if not in_epoch:
        raise UsageError(_too_few(len(rows), recipe, accelerator.num_processes))
    steps = recipe.steps or recipe.epochs * in_epoch
    if recipe.quadruple and mirrors is None:
        raise UsageError(
            f"recipe {recipe.name}: 'quadruple' needs pictures that were made for the negatives "
            "(partners.parquet in the shards); of pictures that are merely likely to fit, 'mirror' learns"
        )
    if not recipe.mirror and not recipe.quadruple:
        mirrors = None
    elif mirrors is None:
        mirrors = mine(rows, MIRRORS)  # of these rows alone: none is a picture to test on
    if mirrors is not None and not mirrors:
        raise UsageError(f"recipe {recipe.name}: no negative has a mirror among the images; leave out 'mirror'")
    if accelerator.is_main_process:
        begin(out, recipe, rows, accelerator.num_processes)
    accelerator.wait_for_everyone()

    torch.manual_seed(recipe.seed)
    own = recipe.model in ("tiny", "small", "base")
    tokenizer = train_tokenizer(_texts(rows)) if own else None
    objective: Any = OBJECTIVES.get(recipe.objective)(
        load_model(recipe.model, tokenizer=tokenizer, fusion=recipe.fusion), recipe, kinds
    )
    model: DualEncoder = objective.model
    for weights in model.tower(recipe.freeze) if recipe.freeze != "none" else ():
        weights.requires_grad_(False)
    # a fusion leaves a few of the towers' weights unused, such as AsCL's the text projection
    parallel.find_unused_parameters = has_fusion(model)
    collator = Collator(
        model.tokenizer,
        seed=recipe.seed,
        max_length=model.max_tokens,
        images=Pictures(pictures, model.images),
        mirrors=mirrors,
        **objective.collator,
    )
    sampler = Shuffled(len(rows), recipe.seed)
    loader: Any = DataLoader(
        rows,  # type: ignore[arg-type]
        batch_size=recipe.batch_size,
        sampler=sampler,
        collate_fn=collator,
        drop_last=True,
        num_workers=workers,
        persistent_workers=workers > 0,
        pin_memory=accelerator.device.type == "cuda",
    )
    optimizer: Any = torch.optim.AdamW(parameter_groups(objective, recipe), lr=recipe.learning_rate, betas=BETAS)
    objective, optimizer, loader = accelerator.prepare(objective, optimizer, loader)

    step = resume(accelerator, out)
    objective.train()
    with Metrics(out, step, accelerator.is_main_process) as metrics:
        while step < steps:
            epoch = step // in_epoch
            collator.set_epoch(epoch)
            sampler.begin(epoch, skip=step % in_epoch * captions)
            for batches in read_steps(loader, recipe.accumulate):
                rate = learning_rate(step, steps, recipe)
                for group in optimizer.param_groups:
                    group["lr"] = rate * group["share"]
                losses = backward(accelerator, objective, batches, step)
                length = accelerator.clip_grad_norm_(objective.parameters(), recipe.clip)
                optimizer.step()
                optimizer.zero_grad()
                step += 1
                read = {}
                if step % log_every == 0 or step == steps:
                    means = accelerator.reduce({name: value.detach() for name, value in losses.items()}, "mean")
                    read = {name: float(value) for name, value in means.items()}
                    read |= {"learning_rate": rate, "gradient": float(length), "scale": float(model.scale().detach())}
                    metrics.write(step, epoch, read, captions)
                if progress is not None:
                    progress(step, steps, read)
                if step % save_every == 0 or step == steps:
                    save(accelerator, out, step)
                if step == steps:
                    break
    if accelerator.is_main_process:
        save_model(model, out / MODEL)
    accelerator.wait_for_everyone()
    return model.eval()


def read_steps(loader: Iterable[Any], batches: int) -> Iterator[list[Any]]:
    """The batches of ``loader``, so many at a time; what is left over at the end is dropped.

    Raises:
        InputError: a picture is broken; in one line, where a worker process sends its whole traceback.
    """
    step: list[Any] = []
    try:
        for batch in loader:
            step.append(batch)
            if len(step) == batches:
                yield step
                step = []
    except InputError as error:
        told = str(error).strip().splitlines()[-1].removeprefix(f"{InputError.__module__}.InputError: ")
        raise InputError(f"{told}; begin anew with --skip-broken to leave such pictures out") from None


def learning_rate(step: int, steps: int, recipe: TrainingRecipe) -> float:
    """The rate of a step: from zero up in a line, then down along half a cosine."""
    warmup = max(1, round(recipe.warmup * steps))
    if step < warmup:
        return recipe.learning_rate * (step + 1) / warmup
    along = (step - warmup) / max(1, steps - warmup)
    low = min(recipe.final_learning_rate, recipe.learning_rate)
    return low + (recipe.learning_rate - low) * 0.5 * (1 + math.cos(math.pi * along))


def parameter_groups(objective: Objective, recipe: TrainingRecipe) -> list[dict[str, Any]]:
    """Matrices decay; biases, norms and the temperature do not. ``share`` is of the learning rate."""
    shares = dict.fromkeys((weights for weights in objective.parameters() if weights.requires_grad), 1.0)
    for tower in ("image", "text"):
        rate = getattr(recipe, f"{tower}_learning_rate")
        if rate is not None:
            shares |= {
                weights: rate / recipe.learning_rate for weights in objective.model.tower(tower) if weights in shares
            }
    return [
        {
            "params": [weights for weights, own in shares.items() if own == share and (weights.ndim > 1) == decays],
            "weight_decay": recipe.weight_decay if decays else 0.0,
            "share": share,
        }
        for share in dict.fromkeys((1.0, *shares.values()))
        for decays in (True, False)
    ]


def precision(recipe: TrainingRecipe, device: str) -> str:
    """The recipe's precision; ``auto`` is bf16 on a GPU that has it, else float32."""
    if recipe.precision != "auto":
        return recipe.precision
    return "bf16" if device != "cpu" and torch.cuda.is_available() and torch.cuda.is_bf16_supported() else "no"


class Shuffled(Sampler[int]):
    """The rows in an order of their own each epoch, which depends on seed and epoch alone."""

    def __init__(self, size: int, seed: int) -> None:
        self.size, self.seed = size, seed
        self.epoch, self.skip = 0, 0

    def begin(self, epoch: int, skip: int = 0) -> None:
        """Yield the order of ``epoch`` from now on, without its first ``skip`` rows."""
        self.epoch, self.skip = epoch, skip

    def __iter__(self) -> Iterator[int]:
        draws = torch.Generator().manual_seed((self.seed * 1_000_003 + self.epoch) % 2**63)
        return iter(torch.randperm(self.size, generator=draws).tolist()[self.skip :])

    def __len__(self) -> int:
        return self.size - self.skip


class Metrics:
    """``metrics.jsonl`` and ``tensorboard/``; lines of steps that a resumed run makes again are dropped."""

    def __init__(self, out: Path, step: int, writes: bool) -> None:
        self._file = self._board = None
        if not writes:
            return
        path = out / METRICS
        kept = [line for line in _lines(path) if json.loads(line)["step"] <= step]
        write_atomically(path, "".join(f"{line}\n" for line in kept).encode())
        self._file = path.open("a", encoding="utf-8")
        self._began, self._step = time.perf_counter(), step
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError:  # metrics.jsonl has it all
            return
        self._board = SummaryWriter(str(out / "tensorboard"), purge_step=step + 1)

    def __enter__(self) -> Metrics:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()
        if self._board is not None:
            self._board.close()

    def write(self, step: int, epoch: int, read: dict[str, float], batch_size: int) -> None:
        """Note the metrics of a step, and how many captions a second went by since the last time."""
        if self._file is None:
            return
        now = time.perf_counter()
        speed = (step - self._step) * batch_size / (now - self._began)
        self._began, self._step = now, step
        print(json.dumps({"step": step, "epoch": epoch, **read, "captions_per_second": round(speed, 1)}),
              file=self._file, flush=True)  # fmt: skip
        if self._board is not None:
            for name, value in {**read, "captions_per_second": speed}.items():
                self._board.add_scalar(name, value, step)


def begin(out: Path, recipe: TrainingRecipe, rows: Sequence[AugmentedCaption], processes: int) -> None:
    """Make the folder, and note what the run is made with.

    Raises:
        OutputError: another run is there, it was begun by another number of processes, or the folder cannot be written.
    """
    run = json.loads(json.dumps({"recipe": recipe.as_dict(), "rows": len(rows), "processes": processes}))
    try:
        out.mkdir(parents=True, exist_ok=True)
        path = out / RECIPE
        if path.is_file():
            there = json.loads(path.read_bytes())
            begun_by = there.get("processes")
            if there | {"processes": processes} == run != there:
                raise OutputError(
                    f"{out}: the run was begun by {begun_by} processes, and by {processes} its batches would be "
                    "others; start as many, or name another output folder"
                )
            if there != run:
                raise OutputError(
                    f"{out}: holds a run with another {', '.join(_different(there, run))}; give the same to go on with "
                    f"it, or name another folder for a second run: --out {_beside(out)}"
                )
        elif any(out.iterdir()):
            raise OutputError(f"{out}: the folder holds other things; name a new or an empty one")
        else:
            write_atomically(path, json.dumps(run, indent=1).encode() + b"\n")
    except OSError as error:
        raise OutputError(f"{out}: cannot write there: {error.strerror}") from None


def _different(there: dict[str, Any], run: dict[str, Any]) -> list[str]:
    """What two runs were begun with that is not the same: names of the recipe's values, or their rows."""
    recipes = there.get("recipe", {}), run["recipe"]
    names = dict.fromkeys(name for recipe in recipes for name in recipe)
    found = [name for name in names if recipes[0].get(name) != recipes[1].get(name)]
    return found + [f"number of {name}" for name in ("rows", "processes") if there.get(name) != run[name]]


def _beside(out: Path) -> Path:
    """A folder beside that of the command, in which a run stands by the name of its recipe."""
    named = out.parent if out.parent.name else out
    return named.with_name(f"{named.name}-2")


def save(accelerator: Accelerator, out: Path, step: int) -> None:
    """Write a checkpoint, whole or not at all, and drop the one before."""
    folder = out / CHECKPOINTS / f"step-{step:08d}"
    draft = folder.with_suffix(".tmp")
    accelerator.save_state(str(draft), safe_serialization=True)
    accelerator.wait_for_everyone()
    if accelerator.is_main_process:
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(draft, folder)
        for other in folder.parent.iterdir():
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
    accelerator.wait_for_everyone()


def resume(accelerator: Accelerator, out: Path) -> int:
    """Load the last checkpoint, where there is one; the steps that were made."""
    found = sorted(path for path in (out / CHECKPOINTS).glob("step-*") if path.suffix != ".tmp")
    if not found:
        return 0
    accelerator.load_state(str(found[-1]))
    return int(found[-1].name.removeprefix("step-"))


def _too_few(rows: int, recipe: TrainingRecipe, processes: int) -> str:
    """Why there is not one step."""
    step = f"a batch of {recipe.batch_size}"
    if recipe.accumulate > 1 or processes > 1:
        step = f"a step of {recipe.accumulate} x {recipe.batch_size} in {processes} processes"
    return f"{rows:,} rows do not fill {step}; give a smaller one: --batch-size, or batch_size in the recipe"


def _texts(rows: Sequence[AugmentedCaption]) -> Iterator[str]:
    """All that the tokenizer is to know words of."""
    for row in rows:
        yield row.caption
        yield from (variant.text for variant in (*row.negatives, *row.positives))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
