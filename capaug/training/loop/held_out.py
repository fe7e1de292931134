"""What a run of training held out, in its folder: the images, and what the model does on them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from capaug.errors import InputError, UsageError
from capaug.records import AugmentedCaption
from capaug.runs.atomic import write_atomically
from capaug.training.data.balance import balanced
from capaug.training.data.examples import Examples, digest_of
from capaug.training.loop.trained import RECIPE, model_folder

HELD_OUT = "held_out.json"


class _Item(Protocol):
    @property
    def image_id(self) -> str: ...


OfImage = TypeVar("OfImage", bound=_Item)


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The images that a run was tested on.

    Attributes:
        images: their ids.
        trained_on: the digest of the manifest of the folder that the run was trained on.
        balanced: whether of their negatives those alone count whose change of words is as frequent as its reverse.
        results: what ``capaug train`` measured on them.
    """

    images: tuple[str, ...]
    trained_on: str
    balanced: bool
    results: dict[str, Any]

    def of(self, items: Iterable[OfImage], data: Path) -> list[OfImage]:
        """Those of ``items`` whose image was held out.

        Args:
            items: rows, or pictures with their captions.
            data: where they are from, for an error.

        Raises:
            InputError: none were.
        """
        held = set(self.images)
        found = [item for item in items if item.image_id in held]
        if not found:
            raise InputError(
                f"{data}: holds none of the {len(held):,} images that were held out; give the folder that the model "
                "was trained on, or that of --test-shards"
            )
        return found

    def rows_of(self, rows: Iterable[AugmentedCaption], data: Path) -> list[AugmentedCaption]:
        """Of ``rows`` those that were held out, with the negatives that ``capaug train`` measures on.

        Raises:
            InputError: none were.
        """
        found = self.of(rows, data)
        return balanced(found) if self.balanced else found

    def warning(self, data: Path) -> str | None:
        """What is to be said to whoever measures on all of ``data``; None if it is not what was trained on."""
        if not self.trained_on or digest_of(data) != self.trained_on:
            return None
        return (
            f"{data}: the model was trained on most of it; --held-out measures the {len(self.images):,} images alone "
            "that were held out"
        )


def write_held_out(run: Path, examples: Examples, results: dict[str, Any]) -> None:
    """Note in the folder of a run what it was tested on, and what came of it."""
    images = list(dict.fromkeys(row.image_id for row in examples.test_rows))
    values = {
        "images": images,
        "trained_on": examples.trained_on,
        "balanced": examples.balanced,
        "results": results,
    }
    write_atomically(run / HELD_OUT, json.dumps(values, indent=1).encode() + b"\n")


def read_held_out(model: str) -> HeldOut | None:
    """What was held out of a model's training; None where nobody noted it.

    Args:
        model: as :func:`capaug.training.loop.trained.load_trained` takes it.

    Raises:
        InputError: the file is broken, or the folder holds no finished model.
        UsageError: the folder holds several.
    """
    folder = model_folder(model)
    path = None if folder is None else folder.parent / HELD_OUT
    if path is None or not path.is_file() or not path.with_name(RECIPE).is_file():
        return None
    try:
        values = json.loads(path.read_bytes())
        return HeldOut(tuple(values["images"]), values["trained_on"], values["balanced"], values["results"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{path}: broken; the same capaug train command writes it anew") from None


def need_held_out(model: str) -> HeldOut:
    """What was held out of a model's training.

    Raises:
        UsageError: nobody noted it, or the folder holds several models.
        InputError: there is no such folder, what was noted is broken, or the folder holds no finished model.
    """
    found = read_held_out(model)
    if found is None and not Path(model).exists():
        raise InputError(f"{model}: no such folder; --held-out is of a model that capaug train wrote")
    if found is None:
        raise UsageError(
            f"--held-out: {model} has no {HELD_OUT}, which capaug train writes beside a model; the same capaug train "
            "command again writes it, without training anew"
        )
    return found
