"""What is wrong with an output folder, a line each, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

REMAKE = "run the command that made the folder again (capaug generate or capaug filter): it makes anew what is broken"
REPAIR = "capaug verify --repair writes it anew"
REPORT = "the files are those that were written, so capaug or a plug-in is at fault: please report it"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    ``file`` is named below the output folder; ``row`` counts from 0, None where it is about the whole file; ``caption``
    is the id of that row's caption.
    """

    file: str
    what: str
    advice: str
    row: int | None = None
    caption: str = ""

    def __str__(self) -> str:
        where = self.file if self.row is None else f"{self.file}, row {self.row} (caption {self.caption})"
        return f"{where}: {self.what}; {self.advice}"
