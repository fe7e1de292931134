"""What captions of one picture say of the same things, though the one should exclude the other.

``data/together.tsv`` was counted on images with several captions (``capaug calibrate --exclusions``): for how many
statements of a predicate about two things, or of an attribute of one, other captions say it of them too, or what
should exclude it, and for how many one says the latter. Where that is more than chance, the exclusion is not believed,
whatever the lexicon says: who ``holds`` a kite in one caption ``flies`` it in the next, and the ``black`` cat of one is
the ``white`` cat of another.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from pathlib import Path

from capaug.errors import InputError

DATA = Path(__file__).parent / "data" / "together.tsv"
SHIPPED = "coco"
COLUMNS = ("of", "one", "other", "thing", "said", "both")
RELATION, ATTRIBUTE = "relation", "attribute"
ANYTHING = "*"
# Share of captions, at the lower end of a confidence interval of 95%, from which on both may hold: of a thing, and of
# many things together, among which some few may be to blame.
BELIEVED = {RELATION: 0.04, ATTRIBUTE: 0.06}
BELIEVED_OF_MANY = {RELATION: 0.06, ATTRIBUTE: 0.10}
Z = 1.96  # standard deviations of that interval

Key = tuple[str, str, str, str]


class Together:
    """How often captions say two things that should exclude each other of the same.

    ``counts``: (said, both) by (:data:`RELATION` or :data:`ATTRIBUTE`, the one, the other, the thing). Predicates are
    canonical, and their thing is the object; things are names, a category of the lexicon behind an ``@``, or
    :data:`ANYTHING`.
    """

    def __init__(self, counts: dict[Key, tuple[int, int]]) -> None:
        self.counts = counts
        self._contradicted = frozenset(key for key, found in counts.items() if is_contradicted(key, found))

    @staticmethod
    def load(name: str = "coco") -> Together:
        """The table that ships as ``coco``, or that of a file that ``capaug calibrate --exclusions`` wrote.

        Raises:
            InputError: there is no such file, or a line of it is none of such a table.
        """
        return _shipped() if name == SHIPPED else _read(Path(name))

    def related(self, predicate: str, other: str, object: str) -> bool:
        """Whether captions say both predicates of the same things, of this object or of all that there are."""
        return self._holds(RELATION, predicate, other, (object, ANYTHING))

    def qualified(self, attribute: str, other: str, noun: str, category: str | None) -> bool:
        """Whether captions say both attributes of the same thing, of this noun or of its category."""
        return self._holds(ATTRIBUTE, attribute, other, (noun, many(category)))

    def _holds(self, of: str, one: str, other: str, things: tuple[str, str]) -> bool:
        """What is counted of the narrower thing speaks for itself."""
        for thing in things:
            if (of, one, other, thing) in self.counts:
                return (of, one, other, thing) in self._contradicted
        return False


def many(category: str | None) -> str:
    """How the table calls all things of a category."""
    return f"@{category}"


def is_of_many(thing: str) -> bool:
    """Whether the ``thing`` of a line stands for many."""
    return thing == ANYTHING or thing.startswith("@")


def is_contradicted(key: Key, found: tuple[int, int]) -> bool:
    """Whether captions surely say both, by the counts of a line."""
    return interval(*found)[0] > (BELIEVED_OF_MANY if is_of_many(key[3]) else BELIEVED)[key[0]]


@lru_cache(maxsize=1)
def _shipped() -> Together:
    return _read(DATA)


def _read(path: Path) -> Together:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise InputError(f"exclusions: no such file: {path.absolute()}; coco are those that ship") from None
    except (OSError, UnicodeDecodeError):
        raise InputError(f"exclusions: {path} cannot be read") from None
    counts: dict[Key, tuple[int, int]] = {}
    for number, line in enumerate(lines, start=1):
        cells = tuple(line.split("\t"))
        if line.startswith("#") or not line.strip() or cells == COLUMNS:
            continue
        numbers = [int(cell) for cell in cells[4:] if cell.isdecimal()]
        known = len(cells) == len(COLUMNS) and cells[0] in BELIEVED
        if not known or len(numbers) != 2 or not 0 < numbers[0] >= numbers[1]:
            raise InputError(f"{path}, line {number}: expected {', '.join(COLUMNS)}, parted by tabs, both at most said")
        counts[cells[0], cells[1], cells[2], cells[3]] = (numbers[0], numbers[1])
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
