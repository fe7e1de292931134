"""Pairs of a true text and a negative of the same image."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import IO

from capaug.formats.json_lines import write_lines
from capaug.records import AugmentedCaption

# Kinds that always lengthen a text, and the positives that lengthen one in the same way. A negative of such a kind is
# set against such a positive: else "the longer text is false" would be right every time.
SAME_FORM = {"asymmetry_1.insert": "asymmetry_3.merge", "asymmetry_1.negate": "asymmetry_3.absence"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A true text and a negative of the same image.

    ``caption`` is the control of the negative: its own caption, or for a kind of :data:`SAME_FORM` a positive of the
    same form. ``group`` is the image.
    """

    group: str
    caption: str
    negative: str
    kind: str


class Pairs:
    """JSON lines of the fields of :class:`Pair`."""

    binary = False

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes]) -> None:
        """Write the pairs image by image; a negative that has no control is left out."""
        write_lines(map(asdict, pairs(rows)), file)


def pairs(rows: Iterable[AugmentedCaption]) -> Iterator[Pair]:
    """Yield each negative with its control, one image in memory at a time; a negative that has none is left out."""
    for _, of_image in groupby(rows, key=lambda row: row.image_id):
        yield from pairs_of_image(list(of_image))


def pairs_of_image(rows: Sequence[AugmentedCaption]) -> Iterator[Pair]:
    """The pairs of the rows of one image.

    The control of a negative that needs one of its form is a positive of its own caption, else of the next caption of
    the image that has one, so that one text does not serve all.
    """
    for place, row in enumerate(rows):
        in_turn = [*rows[place:], *rows[:place]]
        for negative in row.negatives:
            control: str | None = row.read_text
            if form := SAME_FORM.get(negative.kind):
                control = next((p.text for other in in_turn for p in other.positives if p.kind == form), None)
            if control is not None:
                yield Pair(row.image_id, control, negative.text, negative.kind)
