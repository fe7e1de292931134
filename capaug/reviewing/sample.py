"""The texts that a reviewer is shown: drawn from an output folder, in random order, with controls if asked."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import TypeVar

from capaug.draws import in_turn
from capaug.errors import InputError, UsageError, did_you_mean
from capaug.kinds import family
from capaug.records import AugmentedCaption, Edit, SceneGraph, Variant
from capaug.review import CONTROL_CAPTION, CONTROL_OTHER, SIDES, Key
from capaug.runs.manifest import Manifest
from capaug.runs.reader import iter_rows

T = TypeVar("T")

OTHERS = 4  # captions of the image that a reviewer sees beside the text's own
STRANGERS = 8  # captions of other images, of which a control takes the one that shares the fewest words
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Item:
    """A text to be marked: ``variant`` of ``row``, which it is a positive or a negative of (``side``).

    ``others`` are other captions of the image, which are as true as the row's.
    """

    row: AugmentedCaption
    side: str
    variant: Variant
    others: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Which text it is."""
        return self.row.caption_id, self.side, self.variant.text

    def as_row(self) -> AugmentedCaption:
        """The row with this text alone."""
        negatives = (self.variant,) if self.side == "negatives" else ()
        return replace(self.row, negatives=negatives, positives=() if negatives else (self.variant,))

    def blind(self) -> AugmentedCaption:
        """The row with this text alone and with nothing that tells how it was made or what it is meant to be."""
        caption = self.row.read_text
        text = Variant(self.variant.text, "", (Edit(0, len(caption), caption, self.variant.text),))
        return replace(self.row, scene_graph=SceneGraph(), negatives=(text,), positives=())


def draw(
    out: Path, count: int, *, kinds: Sequence[str] = (), evenly: bool = True, controls: int = 0, seed: int = 0
) -> list[Item]:
    """Draw texts of an output folder in random order; the same of the same folder and seed.

    Args:
        out: the folder.
        count: how many, or 0 for all of them, in the order of the folder.
        kinds: only those of these kinds, families or sides; empty for all.
        evenly: as many of each kind, as far as there are as many; otherwise each text is as likely.
        controls: texts to mix in whose answer is known: as many times the caption itself as that of another image.
        seed: of the draws.

    Raises:
        UsageError: the folder has no such kind.
        InputError: ``out`` is no finished output folder, a file of it is broken, or it has no such texts.
    """
    wanted = _wanted(Manifest.read(out), kinds)
    rng = random.Random(seed)
    if not count:
        items = list(_texts(out, wanted))
    else:
        drawn: dict[str, list[Item]] = {}
        seen: Counter[str] = Counter()
        for item in _texts(out, wanted):
            name = item.variant.kind if evenly else ""
            seen[name] += 1
            _keep(drawn.setdefault(name, []), item, count, seen[name], rng)
        for of_kind in drawn.values():
            rng.shuffle(of_kind)
        items = list(islice(in_turn(drawn[name] for name in sorted(drawn)), count))
    if not items:
        raise InputError(f"{out}: no texts to review in this folder")
    if controls:
        items += _controls(out, controls, rng)
    if count or controls:
        rng.shuffle(items)
    return items


def _wanted(manifest: Manifest, kinds: Sequence[str]) -> frozenset[tuple[str, str]]:
    """The ``(side, kind)`` that are asked for by kind, family or side."""
    there = [("negatives", kind) for kind in manifest.negatives] + [("positives", kind) for kind in manifest.positives]
    known = {name for side, kind in there for name in (side, kind, family(kind))}
    for name in kinds:
        if name not in known:
            raise UsageError(
                f"there are no texts of kind {name!r}{did_you_mean(name, known)}; there are: "
                f"{', '.join(sorted({kind for _, kind in there}))}, a family of them, negatives or positives"
            )
    chosen = set(kinds)
    return frozenset((side, kind) for side, kind in there if not chosen or chosen & {side, kind, family(kind)})


def _texts(out: Path, wanted: frozenset[tuple[str, str]]) -> Iterator[Item]:
    for row, others in _with_others(out):
        for side in SIDES:
            for variant in getattr(row, side):
                if (side, variant.kind) in wanted:
                    yield Item(row, side, variant, others)


def _with_others(out: Path) -> Iterator[tuple[AugmentedCaption, tuple[str, ...]]]:
    """The rows of a folder, each with some of the other captions of its image."""
    for _, group in groupby(iter_rows(out), key=lambda row: row.image_id):
        of_image = list(group)
        for row in of_image:
            yield row, tuple(islice((other.read_text for other in of_image if other is not row), OTHERS))


def _keep(kept: list[T], one: T, most: int, seen: int, rng: random.Random) -> None:
    """Keep ``one``, the ``seen``-th, so that of all that were seen each is as likely to be kept."""
    if len(kept) < most:
        kept.append(one)
    elif (place := rng.randrange(seen)) < most:
        kept[place] = one


def _controls(out: Path, count: int, rng: random.Random) -> list[Item]:
    """Texts whose answer is known, half of them the caption itself, half that of another image, on either side."""
    rows: list[tuple[AugmentedCaption, tuple[str, ...]]] = []
    for seen, one in enumerate(_with_others(out), 1):
        _keep(rows, one, count + STRANGERS, seen, rng)
    rng.shuffle(rows)
    items = []
    for number, (row, others) in enumerate(rows[:count]):
        kind, text = CONTROL_CAPTION, row.read_text
        strangers = [other for other, _ in rows if other.image_id != row.image_id]
        if number % 2 and strangers:
            few = rng.sample(strangers, min(STRANGERS, len(strangers)))
            kind, text = CONTROL_OTHER, min(few, key=lambda other: _shared(row, other)).read_text
        variant = Variant(text, kind, (Edit(0, row.read, row.read_text, text),))
        items.append(Item(row, SIDES[number // 2 % 2], variant, others))
    return items


def _shared(one: AugmentedCaption, other: AugmentedCaption) -> int:
    words = [set(_WORD.findall(row.read_text.lower())) for row in (one, other)]
    return len(words[0] & words[1])
