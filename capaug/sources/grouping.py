"""How rows of captions become groups: the captions of one image travel together.

Here rows of the same image are siblings when they follow each other; :mod:`capaug.sources.scattered` sees to it that
they do.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby

from capaug.errors import InputError
from capaug.records import Caption, CaptionGroup, Reject

INVENTED = "#"
"""How the image id of a row begins that names no image: the row's id follows, and no picture is ever called so."""

_WHOLE_NUMBER = re.compile(r"(-?\d+)\.0")


@dataclass(slots=True)
class Row:
    """One row of a file, as it was read.

    ``id`` is unique in the source. ``image`` names the image; None means an image of its own. ``caption`` is a text, a
    list of texts, or :class:`Missing`. ``where`` (``file:line``) is for messages. ``split`` is the row's own, None
    where it is the source's. ``named``: the id is one that the file gives, so that others may have it too.
    """

    id: str
    image: object
    caption: object
    where: str
    split: str | None = None
    named: bool = False

    def __reduce__(self) -> tuple[type[Row], tuple[object, ...]]:
        # Twice as quick as what slots are pickled by otherwise, where rows go to the disk by the million.
        return Row, (self.id, self.image, self.caption, self.where, self.split, self.named)


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a row has no caption, in one line."""

    why: str


def caption_group(image_id: str, items: Iterable[tuple[str, object]], source: str, split: str) -> CaptionGroup:
    """Build the group of one image from (caption id, value) pairs; values that are no text become rejects."""
    captions: list[Caption] = []
    rejects: list[Reject] = []
    for caption_id, value in items:
        if isinstance(value, str) and is_unicode(value):
            captions.append(Caption(caption_id, value))
            continue
        if value is None:
            shown, reason, detail = "", "null", "the caption is null"
        elif isinstance(value, Missing):
            shown, reason, detail = "", "no_caption", value.why
        elif isinstance(value, str):
            shown, reason, detail = value, "not_text", "the caption holds half of a surrogate pair"
        else:
            shown = json.dumps(value, ensure_ascii=False, default=repr)
            reason, detail = "not_text", f"the caption is of type {type(value).__name__}, not text"
        rejects.append(Reject(image_id, caption_id, escaped(shown), source, split, reason, detail))
    return CaptionGroup(image_id, tuple(captions), source, split, tuple(rejects))


def group_rows(rows: Iterable[Row], source: str, split: str) -> Iterator[CaptionGroup]:
    """Yield a group for each run of rows of the same image.

    The caption of a row gets the row's id, the k-th of a list (from 0) ``<row id>.<k>``.

    Raises:
        InputError: an image column that holds neither texts nor numbers.
    """
    for _, run in groupby(rows, key=image_key):
        first, *others = run
        items = chain(_captions(first), *map(_captions, others))
        image = image_of(first)
        yield caption_group(INVENTED + first.id if image is None else image, items, source, first.split or split)


def rows_of_groups(rows: Iterable[Row]) -> Iterator[int]:
    """Yield, for each group that :func:`group_rows` would make, how many rows it has; captions are not looked at.

    Raises:
        InputError: as :func:`group_rows`.
    """
    for _, run in groupby(rows, key=image_key):
        yield sum(1 for _ in run)


def image_key(row: Row) -> tuple[str | None, str]:
    """What is equal for rows of one image alone: its id, or the row's where it names none; and the split.

    Raises:
        InputError: as :func:`image_of`.
    """
    image = image_of(row)
    return (None, row.id) if image is None else (image, row.split or "")


def image_of(row: Row) -> str | None:
    """The id of a row's image; None where it names none: null, not a number, or nothing but white space.

    Raises:
        InputError: it is neither a text nor a number.
    """
    image = row.image
    if image is None or (isinstance(image, float) and math.isnan(image)):
        return None
    image_id = identifier(image)
    if image_id is None:
        raise InputError(
            f"{row.where}: the image column holds a {type(image).__name__}; "
            "name a column of texts or numbers with --columns image=NAME"
        )
    return image_id if image_id.strip() else None


def identifier(value: object) -> str | None:
    """``value`` as the id of a caption or an image, or None if it is neither a text nor a number.

    Whole numbers that became fractions on their way (``391895.0``, as pandas does where a column has gaps) become whole
    again.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = value if isinstance(value, str) else str(value)
    whole = _WHOLE_NUMBER.fullmatch(text) if text.endswith(".0") else None
    return escaped(whole[1] if whole else text)


def is_unicode(text: str) -> bool:
    """Whether ``text`` can be written as UTF-8: JSON lets half of a surrogate pair through."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def escaped(text: str) -> str:
    """``text`` with what UTF-8 cannot write turned into backslash escapes."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()


def _captions(row: Row) -> Iterator[tuple[str, object]]:
    if not isinstance(row.caption, list):
        yield row.id, row.caption
    elif not row.caption:  # a row without captions is told of, not dropped
        yield row.id, None
    else:
        for k, caption in enumerate(row.caption):
            yield f"{row.id}.{k}", caption
