"""What a user may choose beside the name of a dataset."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from capaug.errors import UsageError
from capaug.sources.columns import Columns

DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "none": "none"}
NO_DELIMITER = DELIMITERS["none"]
"""Every line is a caption, whatever it holds."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a source is to be opened; None where the user said nothing.

    ``columns``, ``delimiter``, ``header`` and ``quotes`` say how the rows of a file are laid out. ``annotations``,
    ``data_dir`` and ``cache`` are for COCO (:func:`capaug.sources.coco.open_coco`), ``stream`` for datasets of
    HuggingFace.
    """

    split: str | None = None
    columns: Columns | None = None
    delimiter: str | None = None
    header: bool | None = None
    quotes: bool | None = None
    stream: bool = False
    annotations: Path | None = None
    data_dir: Path | None = None
    cache: Path | None = None

    def refuse_layout(self, why: str) -> None:
        """Raise UsageError if the user said how rows are laid out."""
        self.refuse_columns(why)
        self.refuse_table(why)

    def refuse_columns(self, why: str) -> None:
        """Raise UsageError if the user chose columns."""
        if self.columns is not None:
            raise UsageError(f"--columns does not go with {why}")

    def refuse_table(self, why: str) -> None:
        """Raise UsageError if the user said how a table is written."""
        given = {
            "--delimiter": self.delimiter is not None,
            "--no-header": self.header is not None,
            "--quotes": self.quotes is not None,
        }
        for option, said in given.items():
            if said:
                raise UsageError(f"{option} does not go with {why}")


def delimiter_of(text: str) -> str:
    """The delimiter that ``--delimiter`` names, by its name or as it is.

    Raises:
        UsageError: more than one character, and no name.
    """
    found = DELIMITERS.get(text, "\t" if text == "\\t" else text)
    if (len(found) != 1 and found != NO_DELIMITER) or found in '"\r\n':
        raise UsageError(f"--delimiter is one character or one of {', '.join(DELIMITERS)}, not {text!r}")
    return found
