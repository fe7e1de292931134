"""Whether what the lexicon says to exclude each other does: ``capaug calibrate --exclusions``.

Counted on images with several captions: of the statements of a predicate about two things for which other captions of
the image state it as well, or what the lexicon would put in its place, of the same two, the share for which one states
the latter.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from capaug.captions import Link, ParsedCaption
from capaug.errors import OutputError
from capaug.lexicon import Lexicon
from capaug.lexicon.together import ANYTHING, COLUMNS, Together, interval, is_contradicted
from capaug.parsing.parser import Parser
from capaug.records import CaptionGroup

AT_ONCE = 200  # images parsed at once
FEWEST, FEWEST_OF_OBJECT = 10, 15  # statements that are worth a line
SETTLED = 0.05  # share below which an exclusion is believed, at the upper end of its interval

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Contradicted:
    """An exclusion that captions do not hold to: of ``said`` that state either, ``both`` state the other."""

    predicate: str
    other: str
    object: str
    said: int
    both: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted.

    ``statements``: how many statements of other captions there were. ``both``: the share of them that state what should
    be excluded. ``settled``: the share of the statements whose exclusion has its share below :data:`SETTLED` for sure.
    ``contradicted``: where captions surely state both, the most frequent first.
    """

    table: Together
    statements: int
    both: float
    settled: float
    contradicted: tuple[Contradicted, ...]


def measure(groups: Iterable[CaptionGroup], parser: str = "embedded") -> Measured:
    """Count on ``groups``, of which those of a single caption tell nothing."""
    lexicon = Lexicon.load()
    reader = Parser(parser, lexicon)
    said: Counter[tuple[str, str, str]] = Counter()
    both: Counter[tuple[str, str, str]] = Counter()
    chunk: list[CaptionGroup] = []

    def count() -> None:
        captions = iter(reader.parse([caption for group in chunk for caption in group.captions]))
        for group in chunk:
            _count([next(captions) for _ in group.captions], lexicon, said, both)
        chunk.clear()

    for images, group in enumerate(groups, start=1):
        if len(group.captions) > 1:
            chunk.append(group)
        if len(chunk) == AT_ONCE:
            count()
            log.info("counted what captions of %d images say", images)
    count()
    return _measured(said, both)


def _count(
    captions: Sequence[ParsedCaption],
    lexicon: Lexicon,
    said: Counter[tuple[str, str, str]],
    both: Counter[tuple[str, str, str]],
) -> None:
    """Add what the captions of one image say."""
    relations, related = lexicon.relations, lexicon.objects.related
    links = [[link for sentence in caption.sentences for link in sentence.links] for caption in captions]

    def of_the_same(link: Link, other: Link) -> bool:
        return related(other.subject.name, link.subject.name) and related(other.object.name, link.object.name)

    for place, mine in enumerate(links):
        for link in mine:
            options = relations.contrasts(link.predicate, link.subject.name, link.object.name)
            if not options:
                continue
            others = {
                other.predicate
                for k, theirs in enumerate(links)
                for other in theirs
                if k != place and of_the_same(link, other)
            }
            agrees = any(relations.same(one, link.predicate) for one in others)
            said_others = {relations.canonical(one) for one in others}
            for option in {relations.canonical(option) for option, _ in options}:
                stated = option in said_others
                if stated or agrees:
                    key = (relations.canonical(link.predicate), option)
                    for name in (link.object.name, ANYTHING):
                        said[*key, name] += 1
                        both[*key, name] += stated


def _measured(said: Counter[tuple[str, str, str]], both: Counter[tuple[str, str, str]]) -> Measured:
    counts = {
        key: (n, both[key])
        for key, n in sorted(said.items())
        if n >= (FEWEST if key[2] == ANYTHING else FEWEST_OF_OBJECT)
    }
    table = Together(counts)
    of_all = {key: n for key, n in said.items() if key[2] == ANYTHING}
    statements = sum(of_all.values())
    settled = sum(n for key, n in of_all.items() if interval(n, both[key])[1] <= SETTLED)
    contradicted = [Contradicted(*key, *found) for key, found in counts.items() if is_contradicted(key, found)]
    contradicted.sort(key=lambda one: (-one.said, one.predicate, one.other))
    return Measured(
        table,
        statements,
        sum(both[key] for key in of_all) / max(statements, 1),
        settled / max(statements, 1),
        tuple(contradicted),
    )


def write_exclusions(path: Path, table: Together, comment: str = "") -> None:
    """Write ``table`` as :meth:`~capaug.lexicon.together.Together.load` reads it, below the lines of ``comment``.

    Raises:
        OutputError: the file cannot be written.
    """
    lines = [f"# {line}" for line in comment.splitlines()] + ["\t".join(COLUMNS)]
    lines += ["\t".join([*key, *map(str, found)]) for key, found in sorted(table.counts.items())]
    try:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot write the exclusions: {error.strerror}") from None
