"""Speed of the collator and cost of negatives, as ratios against their limits.

    python -m benchmarks.training

Rows are those of made scenes, the model is new and of size ``tiny``, all on one core. The exit code is 1 where a limit
is missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import replace
from typing import Any

os.environ["RAYON_NUM_THREADS"] = "1"  # of the tokenizer; before it is imported

import torch

from benchmarks.record import add_json_option, processor, record
from capaug import Augmenter
from capaug.records import AugmentedCaption
from capaug.sources import open_source
from capaug.training.data.collator import Collator
from capaug.training.data.kinds import kinds_of
from capaug.training.data.tokenizer import train_tokenizer
from capaug.training.loop import OBJECTIVES
from capaug.training.loop.recipes import TrainingRecipe, load_training_recipe
from capaug.training.models import DualEncoder, load_model

LEAST_ROWS_PER_SECOND = 5000  # that a collator feeds, on one core
MOST_STEP_COST = 1.5  # of a step with 2 negatives and 1 positive a caption, in plain steps
BATCH = 128


def main() -> int:
    """Run, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--images", type=int, default=300, help="scenes, of five captions each")
    options.add_argument("--steps", type=int, default=5, help="training steps that are timed")
    add_json_option(options)
    given = options.parse_args()
    torch.set_num_threads(1)
    rows = Augmenter().augment(list(open_source("shapes", limit=given.images).groups())).rows
    tokenizer = train_tokenizer(row.caption for row in rows)
    good = True
    figures: dict[str, Any] = {"about": {"command": "python -m benchmarks.training", "processor": processor()}}
    figures |= {"collator": {}, "step": {}}
    settings: dict[str, dict[str, Any]] = {
        "1 negative": {"negatives": 1},
        "2 negatives, 1 positive": {"negatives": 2, "positives": 1},
        "2 negatives, 1 positive, attribute masks": {"negatives": 2, "positives": 1, "mask_attributes": True},
    }
    for name, setting in settings.items():
        speed = max(_rows_per_second(Collator(tokenizer, **setting), rows) for _ in range(3))
        figures["collator"][name] = {"rows a second": speed}
        good &= speed >= LEAST_ROWS_PER_SECOND
        print(f"collator, {name}: {speed:,.0f} rows/s; / limit: {speed / LEAST_ROWS_PER_SECOND:.2f} (above 1 is good)")

    # AsCL's loss on a dual encoder: all the texts, and no fusion.
    ascl = replace(load_training_recipe("ascl"), fusion="none", noise=False, negatives=2)
    recipes = (load_training_recipe("plain"), ascl)
    # The texts cost what the text tower weighs: of "small" it is light beside the image tower, of "tiny" it is not.
    for size, batch in (("small", 32), ("tiny", BATCH)):
        plain, augmented = (
            _seconds_a_step(recipe, load_model(size, tokenizer=tokenizer), rows[: 4 * batch], batch, given.steps)
            for recipe in recipes
        )
        cost = augmented / plain
        figures["step"][size] = {"plain, ms": 1000 * plain, "other texts, ms": 1000 * augmented, "cost": cost}
        print(
            f"step of {size}, {batch} captions: {1000 * plain:.0f} ms, with the other texts {1000 * augmented:.0f} ms"
        )
        limit = f"; / limit: {cost / MOST_STEP_COST:.2f} (below 1 is good)" if size == "small" else ""
        print(f"cost of a step with 2 negatives and 1 positive: {cost:.2f} plain steps{limit}")
        good &= size != "small" or cost <= MOST_STEP_COST
    record(given.json, figures)
    return 0 if good else 1


def _rows_per_second(collator: Collator, rows: list[AugmentedCaption]) -> float:
    start = time.process_time()
    for at in range(0, len(rows), BATCH):
        collator(rows[at : at + BATCH])
    return len(rows) / (time.process_time() - start)


def _seconds_a_step(
    recipe: TrainingRecipe, model: DualEncoder, rows: list[AugmentedCaption], batch_size: int, steps: int
) -> float:
    """The fastest of some steps, forward, backward and update; the batches are made beforehand."""
    objective = OBJECTIVES.get(recipe.objective)(model, recipe, kinds_of(rows))
    collator = Collator(model.tokenizer, **objective.collator)
    optimizer = torch.optim.AdamW(objective.parameters(), lr=1e-3)
    times = []
    for step in range(steps + 1):
        at = step * batch_size % len(rows)
        pixels = torch.randn(batch_size, 3, *model.images.size)
        batch = collator(rows[at : at + batch_size]) | {"pixel_values": pixels}
        start = time.process_time()
        objective(batch, step)["loss"].backward()
        optimizer.step()
        optimizer.zero_grad()
        times.append(time.process_time() - start)
    return min(times[1:])


if __name__ == "__main__":
    sys.exit(main())
