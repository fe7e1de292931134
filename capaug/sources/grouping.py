"""How rows of captions become groups: the captions of one image travel together.

Rows of the same image are siblings when they follow each other, so that a file of any length streams. An image
that comes back further down starts a group of its own: sort such a file by image first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from capaug.errors import InputError
from capaug.records import Caption, CaptionGroup, Reject


@dataclass(slots=True)
class Row:
    """One row of a file, as it was read.

    ``id`` is unique in the file. ``image`` names the image; None means an image of its own. ``caption`` is a text or a
    list of texts. ``where`` (``file:line``) is for messages.
    """

    id: str
    image: object
    caption: object
    where: str


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
    for (_, image_id), run in groupby(rows, key=_image_key):
        yield caption_group(image_id, (item for row in run for item in _captions(row)), source, split)


def rows_of_groups(rows: Iterable[Row]) -> Iterator[int]:
    """Yield, for each group that :func:`group_rows` would make, how many rows it has; captions are not looked at.

    Raises:
        InputError: as :func:`group_rows`.
    """
    for _, run in groupby(rows, key=_image_key):
        yield sum(1 for _ in run)


def identifier(value: object) -> str | None:
    """``value`` as the id of a caption or an image, or None if it is neither a text nor a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return escaped(str(value))


def is_unicode(text: str) -> bool:
    """Whether ``text`` can be written as UTF-8: JSON lets half of a surrogate pair through."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def escaped(text: str) -> str:
    """``text`` with what UTF-8 cannot write turned into backslash escapes."""
    return text.encode(errors="backslashreplace").decode()


def _image_key(row: Row) -> tuple[bool, str]:
    if row.image is None:
        return False, row.id
    image_id = identifier(row.image)
    if image_id is None:
        raise InputError(
            f"{row.where}: the image column holds a {type(row.image).__name__}; "
            "name a column of texts or numbers with --image-column"
        )
    return True, image_id


def _captions(row: Row) -> Iterator[tuple[str, object]]:
    if not isinstance(row.caption, list):
        yield row.id, row.caption
    elif not row.caption:  # a row without captions is told of, not dropped
        yield row.id, None
    else:
        for k, caption in enumerate(row.caption):
            yield f"{row.id}.{k}", caption
