"""CE-CLIP's file: COCO's annotations with a negative by relation, adjective, noun and verb each.

Zhang, Awal and Agrawal, Contrasting intra-modal and ranking cross-modal hard negatives (CVPR 2024), write a numpy
array of dictionaries, each with ``caption``, the four texts and ``valid_caption``: 1 or 0 for the caption and each
text, which their losses go by. A text that could not be made is ``###``. What is left out is written so too.

Such an array is a pickle, and a pickle may run any program: what holds more than texts, numbers, lists and
dictionaries is not read.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np

from capaug.errors import InputError
from capaug.existing.base import Entry, Given, NegativesFile

MAGIC = b"\x93NUMPY"
TEXTS = {
    "relation_aug_caption": "relation",
    "adj_aug_caption": "adjective",
    "noun_aug_caption": "noun",
    "verb_aug_caption": "verb",
}
"""Fields of negatives, in the order of ``valid_caption`` behind the caption, and the kind of each."""
FIRST = next(iter(TEXTS))
VALID = "valid_caption"
NOTHING = "###"
IMAGES = ("image_id", "image_path", "image")

_MAKES_AN_ARRAY = np.empty(0, dtype=object).__reduce__()[0]
_MAKES_A_NUMBER = np.float64(0).__reduce__()[0]
_HARMLESS = {
    "_reconstruct": _MAKES_AN_ARRAY, "scalar": _MAKES_A_NUMBER, "ndarray": np.ndarray, "dtype": np.dtype,
}  # fmt: skip


class CeClip(NegativesFile):
    """The dictionaries of one file, an array or JSON."""

    layout = "CE-CLIP"
    places = len(TEXTS)

    def __init__(self, path: Path, items: Sequence[Any], is_array: bool) -> None:
        """Take what was read of ``path``.

        Raises:
            InputError: an item that is no dictionary, or lacks a field.
        """
        self._items, self._is_array = list(items), is_array
        self.entries = [_entry(item, f"{path}, item {number}") for number, item in enumerate(items)]

    def write(self, negatives: Sequence[Sequence[Given]], file: IO[bytes]) -> int:
        """As :meth:`NegativesFile.write`: a text that is left out is ``###`` and not valid, and every item stays.

        A kind that is none of the four takes the first place that is free.

        Raises:
            InputError: an item has more negatives than places.
        """
        written = []
        for item, entry, kept in zip(self._items, self.entries, negatives, strict=True):
            texts = dict.fromkeys(TEXTS, NOTHING)
            others = []
            for given in kept:
                place = next((name for name, kind in TEXTS.items() if kind == given.kind), None)
                if place is None or texts[place] != NOTHING:
                    others.append(given)
                else:
                    texts[place] = given.text
            free = [name for name, text in texts.items() if text == NOTHING]
            if len(others) > len(free):
                raise InputError(f"{entry.where}: CE-CLIP's layout has places for {len(TEXTS)} negatives")
            texts.update({name: given.text for name, given in zip(free, others, strict=False)})
            valid = [1, *(int(text != NOTHING) for text in texts.values())]
            written.append({**item, **texts, VALID: valid})
        if self._is_array:
            array = np.empty(len(written), dtype=object)
            array[:] = written
            np.save(file, array)
        else:
            file.write(json.dumps(written, ensure_ascii=False, indent=1).encode() + b"\n")
        return 0


def read_array(path: Path) -> list[Any]:
    """The items of a one-dimensional array of objects.

    Raises:
        InputError: it is no such array, or holds what a program could hide in.
    """
    try:
        with path.open("rb") as file:
            version = np.lib.format.read_magic(file)
            read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}[version]
            shape, _, dtype = read(file)
            if len(shape) != 1 or dtype != np.dtype(object):
                raise InputError(f"{path}: an array of {dtype}, not of CE-CLIP's dictionaries")
            array = _Harmless(file).load()
    except pickle.UnpicklingError as error:
        raise InputError(f"{path}: {error}") from None
    except (ValueError, KeyError, EOFError, AttributeError, ImportError, IndexError, TypeError):
        raise InputError(f"{path}: broken, or no array that numpy.save wrote") from None
    return list(array)


class _Harmless(pickle.Unpickler):
    """Reads arrays of plain values, and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """What a pickle may call."""
        if module.partition(".")[0] == "numpy" and name in _HARMLESS:
            return _HARMLESS[name]
        raise pickle.UnpicklingError(f"it would call {module}.{name}; only texts, numbers and lists are read")


def _entry(item: Any, where: str) -> Entry:
    caption = item.get("caption") if isinstance(item, dict) else None
    if not isinstance(caption, str):
        raise InputError(f"{where}: no dictionary with a text as 'caption'")
    image = next((str(item[name]) for name in IMAGES if name in item), f"#{caption}")
    valid = item.get(VALID, [1] * (1 + len(TEXTS)))
    if not isinstance(valid, list) or len(valid) != 1 + len(TEXTS):
        raise InputError(f"{where}: {VALID!r} is not a list of {1 + len(TEXTS)} numbers")
    texts = []
    for flag, (name, kind) in zip(valid[1:], TEXTS.items(), strict=True):
        text = item.get(name)
        if not isinstance(text, str):
            raise InputError(f"{where}: no text as {name!r}")
        if flag and text != NOTHING:
            texts.append(Given(text, kind))
    return Entry(image, caption, tuple(texts), where)
