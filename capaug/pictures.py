"""Which picture an image id names: one answer, from the source of the captions to training and evaluation.

Among the pictures that there are, an id names by the first of these rules that finds any:

1. **path**: its path, as the pictures' folder or file has it (``val2014/x.jpg``);
2. **file name**: its last part (``x.jpg``);
3. **stem**: its last part without the suffix of a picture (``x``);
4. **COCO number**: ``COCO_val2014_000000391895.jpg`` is 391895, and so are ``000000391895``, ``391895`` and what pandas
   makes of it, ``391895.0``.

Folders are part of an id where both the id and the picture have them: ``val2014/x.jpg`` is ``x.jpg`` and
``coco/val2014/x.jpg``, and never ``train2014/x.jpg``. A rule that finds two pictures is an error, as either might be
meant. An id that begins with ``#`` was made up by a source whose rows name no image, and names no picture.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from capaug.errors import InputError

SUFFIXES = frozenset((".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"))
INVENTED = "#"
NAMED = 3  # ids that a message names
FEW = 8  # pictures that are looked through one by one
_NUMBER = re.compile(r"(?:COCO_\w+_)?0*(\d+)(?:\.0)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What ids name: ``found`` holds the picture of each id that has one, ``missing`` the ids without, in order."""

    found: dict[str, str]
    missing: tuple[str, ...]

    def first_ids(self) -> dict[str, str]:
        """For each id that has a picture the first of the ids that name this picture: one picture, one id."""
        first: dict[str, str] = {}
        return {image_id: first.setdefault(name, image_id) for image_id, name in self.found.items()}


class PictureNames:
    """The names of the pictures that there are, to be found by image ids.

    Example:
        >>> names = PictureNames(["cat/0.jpg", "dog/0.jpg", "COCO_val2014_000000391895.jpg"], "photos")
        >>> names.find("391895"), names.find("cat/0.jpg"), names.find("7")
        ('COCO_val2014_000000391895.jpg', 'cat/0.jpg', None)
        >>> names.find("0")
        Traceback (most recent call last):
        capaug.errors.InputError: photos: image id '0' names two pictures, cat/0.jpg and dog/0.jpg; ...
    """

    def __init__(self, names: Iterable[str], where: str) -> None:
        """``names`` are paths within a folder, or the ids in a file; ``where`` names it in messages."""
        self._names = tuple(names)
        self._where = where
        self._tables: list[dict[str, list[str]]] = []  # by rule, made when the first id needs it
        self._folders: dict[tuple[int, str], dict[str, list[str]]] = {}  # of keys that many pictures have

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def find(self, image_id: str) -> str | None:
        """The name of the picture that ``image_id`` names; None where there is none.

        Raises:
            InputError: it names two.
        """
        candidates = self._candidates(image_id)
        if len(candidates) > 1:
            raise InputError(self._ambiguous(image_id, candidates))
        return candidates[0] if candidates else None

    def resolve(self, image_ids: Iterable[str]) -> Resolved:
        """What all ``image_ids`` name, each asked once.

        Raises:
            InputError: one names two pictures, or none can name any as all of them are made up.
        """
        found: dict[str, str] = {}
        missing: list[str] = []
        ambiguous: list[tuple[str, list[str]]] = []
        for image_id in dict.fromkeys(image_ids):
            candidates = self._candidates(image_id)
            if len(candidates) == 1:
                found[image_id] = candidates[0]
            elif candidates:
                ambiguous.append((image_id, candidates))
            else:
                missing.append(image_id)
        if ambiguous:
            raise InputError(self._ambiguous(*ambiguous[0], others=len(ambiguous) - 1))
        if missing and not found and all(map(is_invented, missing)):
            raise InputError(
                f"{self._where}: no picture can be found, as the captions were read without an image column and their "
                f"image ids are made up ({some(missing)}); read them again with --columns image=COLUMN"
            )
        return Resolved(found, tuple(missing))

    def _candidates(self, image_id: str) -> list[str]:
        """The picture that an id may name, or two of those."""
        if is_invented(image_id):
            return []
        folders, *keys = _read(image_id)
        for rule, key in enumerate(keys):
            if key and (there := list(islice(self._agreeing(rule, key, folders), 2))):
                return there
        return []

    def _agreeing(self, rule: int, key: str, folders: str) -> Iterator[str]:
        """The pictures with a key whose folders may be those of an id."""
        there = self._table(rule).get(key, [])
        if folders and len(there) > FEW:  # ``0001/image.jpg``, ``0002/image.jpg``, ...: not all for each id
            if (rule, key) not in self._folders:
                by_last: defaultdict[str, list[str]] = defaultdict(list)
                for name in there:
                    by_last[_last(_read(name)[0])].append(name)
                self._folders[rule, key] = dict(by_last)
            in_folder = self._folders[rule, key]
            there = in_folder.get(_last(folders), []) + in_folder.get("", [])
        return (name for name in there if _agree(folders, _read(name)[0]))

    def _table(self, rule: int) -> dict[str, list[str]]:
        while len(self._tables) <= rule:
            table: defaultdict[str, list[str]] = defaultdict(list)
            for name in self._names:
                if key := _read(name)[1 + len(self._tables)]:
                    table[key].append(name)
            self._tables.append(dict(table))
        return self._tables[rule]

    def _ambiguous(self, image_id: str, candidates: list[str], others: int = 0) -> str:
        more = f" ({others:,} other ids do so too)" if others else ""
        return (
            f"{self._where}: image id {image_id!r} names two pictures, {candidates[0]} and {candidates[1]}{more}; "
            "give the folder of one of them, or captions whose image ids are paths"
        )


def is_invented(image_id: str) -> bool:
    """Whether a source made the id up, for rows that name no image."""
    return image_id.startswith(INVENTED)


def some(image_ids: Iterable[str]) -> str:
    """The first few ids, as a message names them."""
    ids = list(image_ids)
    return ", ".join(ids[:NAMED]) + (", ..." if len(ids) > NAMED else "")


def _read(name: str) -> tuple[str, str, str, str, str]:
    """Folders, and the keys of the four rules; "" where a name has none."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if not parts:
        return "", "", "", "", ""
    file = parts[-1]
    stem, dot, suffix = file.rpartition(".")
    if not (stem and dot + suffix.lower() in SUFFIXES):
        stem = file
    number = _NUMBER.fullmatch(stem)
    return "/".join(parts[:-1]), "/".join(parts), file, stem, number[1] if number else ""


def _last(folders: str) -> str:
    return folders.rpartition("/")[2]


def _agree(one: str, other: str) -> bool:
    """Whether the folders of an id and those of a picture may be the same: one ends with the other."""
    return f"/{one}".endswith(f"/{other}") or f"/{other}".endswith(f"/{one}") or not one or not other
