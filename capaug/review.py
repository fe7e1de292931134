"""Marks of reviewers: which texts of an output folder a person found right or wrong, and the file that holds them.

A file of marks is JSON lines, a text a line; ``capaug review`` writes it and ``capaug filter --review`` reads it. What
each line must have is ``caption_id``, ``side``, ``kind``, ``text`` and ``verdict``:

    {"image_id": "139", "caption_id": "139-1", "caption": "A red bus.", "side": "negatives",
     "kind": "attribute_replace.contrast", "text": "A blue bus.", "verdict": "right", "truth": "false",
     "grammar": "ok", "sense": "ok"}

Which text is meant is said by :attr:`Mark.key`: ids of captions are unique in a folder, and a caption has a text once
on a side. The last three are the answers of a blind review, from which its verdict follows (:func:`verdict_of`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from capaug.errors import InputError
from capaug.runs.atomic import write_atomically

SIDES = ("negatives", "positives")
RIGHT, WRONG = "right", "wrong"
VERDICTS = (RIGHT, WRONG)
ANSWERS = {"truth": ("false", "true", "open"), "grammar": ("ok", "bad"), "sense": ("ok", "odd")}
"""What a blind review asks of a text, and the answers that there are."""

CONTROL = "control"
"""The family of texts that were mixed in to test the reviewer, and are none of the folder's."""

CONTROL_CAPTION, CONTROL_OTHER = f"{CONTROL}.caption", f"{CONTROL}.other"
"""Kinds of controls: the caption itself, which is true, and the caption of another image, which is false."""

Key = tuple[str, str, str]
"""A text of a folder: ``(caption_id, side, text)``."""

_NEEDED = ("caption_id", "side", "kind", "text", "verdict")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reviewer says of one text.

    Attributes:
        caption_id: of the row.
        side: ``negatives`` or ``positives``: where the text stands in the row.
        kind: what made it (``attribute_replace.contrast``), or one of the two kinds of controls.
        text: the positive or negative itself.
        verdict: ``right`` or ``wrong``: whether it is what its side says. A negative is right if it is false of the
            picture, good English and sensible; a positive if it is true and good English.
        image_id, caption: of the row, for whoever reads the file.
        truth, grammar, sense: the answers of a blind review (:data:`ANSWERS`); empty where it was not blind.
    """

    caption_id: str
    side: str
    kind: str
    text: str
    verdict: str
    image_id: str = ""
    caption: str = ""
    truth: str = ""
    grammar: str = ""
    sense: str = ""

    @property
    def key(self) -> Key:
        """Which text is meant."""
        return self.caption_id, self.side, self.text

    @property
    def is_control(self) -> bool:
        """Whether the text was mixed in to test the reviewer."""
        return self.kind in (CONTROL_CAPTION, CONTROL_OTHER)


def verdict_of(side: str, truth: str, grammar: str, sense: str) -> str:
    """The verdict on a text of ``side`` that follows from the answers of a blind review.

    A negative is right if it is false, grammatical and sensible; a positive if it is true and grammatical (it may be
    true and nothing that one would say).
    """
    if side == "negatives":
        return RIGHT if (truth, grammar, sense) == ("false", "ok", "ok") else WRONG
    return RIGHT if (truth, grammar) == ("true", "ok") else WRONG


def refused(marks: Iterable[Mark]) -> frozenset[Key]:
    """The texts that a reviewer found wrong, as ``(caption_id, side, text)``; controls are none of the folder's.

    Of several reviewers' marks one that says ``wrong`` is enough.
    """
    return frozenset(mark.key for mark in marks if mark.verdict == WRONG and not mark.is_control)


def read_marks(path: Path) -> list[Mark]:
    """The marks of a file, in its order. Fields that a mark does not know are left aside, blank lines skipped.

    Raises:
        InputError: there is no such file, it cannot be read, or a line is no mark; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # U+2028 ends no line
    except FileNotFoundError:
        raise InputError(f"{path}: no such file of marks; capaug review writes one") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from None
    return [_mark(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]


def write_marks(path: Path, marks: Iterable[Mark]) -> None:
    """Write the marks whole or not at all; what ``path`` held before is there until then.

    Raises:
        OutputError: the file cannot be written or the disk is full.
    """
    lines = (json.dumps(asdict(mark)) + "\n" for mark in marks)  # ASCII: captions may hold halves of surrogates
    write_atomically(path, "".join(lines).encode())


def _mark(line: str, where: str) -> Mark:
    """The mark of a line.

    Raises:
        InputError: it is none.
    """
    try:
        values = json.loads(line)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise InputError(f"{where}: not a JSON object; a file of marks is what capaug review writes")
    known = {field.name: values[field.name] for field in fields(Mark) if field.name in values}
    for name in _NEEDED:
        if name not in known:
            raise InputError(f"{where}: no {name!r}; a mark has {', '.join(_NEEDED)}")
    for name, value in known.items():
        if not isinstance(value, str):
            raise InputError(f"{where}: {name!r} is no text")
    for name, among in {"side": SIDES, "verdict": VERDICTS}.items():
        if known[name] not in among:
            raise InputError(f"{where}: {name!r} is {known[name]!r}, and not one of: {', '.join(among)}")
    for name, answers in ANSWERS.items():
        if known.get(name, "") not in ("", *answers):
            raise InputError(f"{where}: {name!r} is {known[name]!r}, and not one of: {', '.join(answers)}")
    return Mark(**known)
