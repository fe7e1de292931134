"""Which predicates captions of one picture say of the same two things, though the one should exclude the other.

``data/together.tsv`` was counted on images with several captions (``capaug calibrate --exclusions``): for how many
statements of a predicate about two things other captions say it of them too, or what should exclude it, and for how
many one says the latter. Where that is more than chance, the exclusion is not believed, whatever the lexicon says: who
``holds`` a kite in one caption ``flies`` it in the next.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from pathlib import Path

from capaug.errors import InputError

DATA = Path(__file__).parent / "data" / "together.tsv"
SHIPPED = "coco"
COLUMNS = ("predicate", "other", "object", "said", "both")
ANYTHING = "*"
# Share of captions, at the lower end of a confidence interval of 95%, from which on both may hold: of an object, and of
# all objects together, among which some few may be to blame.
BELIEVED, BELIEVED_OF_ALL = 0.04, 0.06
Z = 1.96  # standard deviations of that interval


class Together:
    """How often captions say two predicates of the same two things; ``counts``: (said, both) by (predicate, other,
    object), all of them canonical, the object :data:`ANYTHING` for all together.
    """

    def __init__(self, counts: dict[tuple[str, str, str], tuple[int, int]]) -> None:
        self.counts = counts
        self._contradicted = frozenset(key for key, found in counts.items() if is_contradicted(key, found))

    @staticmethod
    def load(name: str = "coco") -> Together:
        """The table that ships as ``coco``, or that of a file that ``capaug calibrate --exclusions`` wrote.

        Raises:
            InputError: there is no such file, or a line of it is none of such a table.
        """
        return _shipped() if name == SHIPPED else _read(Path(name))

    def may_both_hold(self, predicate: str, other: str, object: str) -> bool:
        """Whether captions say both of the same things, of this object or of all that there are."""
        if (predicate, other, object) in self.counts:
            return (predicate, other, object) in self._contradicted
        return (predicate, other, ANYTHING) in self._contradicted


def is_contradicted(key: tuple[str, str, str], found: tuple[int, int]) -> bool:
    """Whether captions surely say both, by the counts of a (predicate, other, object)."""
    return interval(*found)[0] > (BELIEVED_OF_ALL if key[2] == ANYTHING else BELIEVED)


@lru_cache(maxsize=1)
def _shipped() -> Together:
    return _read(DATA)


def _read(path: Path) -> Together:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise InputError(f"exclusions: no such file: {path}; coco are those that ship") from None
    except (OSError, UnicodeDecodeError):
        raise InputError(f"exclusions: {path} cannot be read") from None
    counts = {}
    for number, line in enumerate(lines, start=1):
        cells = tuple(line.split("\t"))
        if line.startswith("#") or not line.strip() or cells == COLUMNS:
            continue
        numbers = [int(cell) for cell in cells[3:] if cell.isdecimal()]
        if len(cells) != len(COLUMNS) or len(numbers) != 2 or not 0 < numbers[0] >= numbers[1]:
            raise InputError(f"{path}, line {number}: expected {', '.join(COLUMNS)}, parted by tabs, both at most said")
        counts[cells[0], cells[1], cells[2]] = (numbers[0], numbers[1])
    if not counts:
        raise InputError(f"exclusions: {path} holds no counts; capaug calibrate --exclusions writes them")
    return Together(counts)


def interval(said: int, both: int) -> tuple[float, float]:
    """The share ``both / said`` as a confidence interval of 95%.

    Source: Wilson, Probable inference, the law of succession, and statistical inference (JASA 1927).
    """
    share, slack = both / said, Z * Z / said
    middle, width = share + slack / 2, Z * sqrt(share * (1 - share) / said + slack / said / 4)
    return (middle - width) / (1 + slack), (middle + width) / (1 + slack)
