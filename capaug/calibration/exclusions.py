"""Whether what the lexicon says to exclude each other does: ``capaug calibrate --exclusions``.

Counted on images with several captions: of the statements of a predicate about two things, or of an attribute of one,
for which other captions of the image state it as well, or what the lexicon would put in its place, of the same things,
the share for which one states the latter.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from capaug.captions import Link, ParsedCaption, Quality
from capaug.errors import OutputError
from capaug.lexicon import Lexicon
from capaug.lexicon.together import (
    ANYTHING,
    ATTRIBUTE,
    COLUMNS,
    RELATION,
    Key,
    Together,
    interval,
    is_contradicted,
    is_of_many,
    many,
)
from capaug.parsing.parser import Parser
from capaug.records import CaptionGroup

T = TypeVar("T")

AT_ONCE = 200  # images parsed at once
FEWEST, FEWEST_OF_ONE = {RELATION: 10, ATTRIBUTE: 15}, 15  # statements that are worth a line: of many things, of one
SETTLED = 0.05  # share below which an exclusion is believed, at the upper end of its interval

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Contradicted:
    """An exclusion that captions do not hold to: of ``said`` that state either, ``both`` state the other."""

    of: str
    one: str
    other: str
    thing: str
    said: int
    both: int


@dataclass(frozen=True, slots=True)
class Share:
    """What was counted of relations, or of attributes.

    ``statements``: how many statements of other captions there were. ``both``: the share of them that state what should
    be excluded. ``settled``: the share of the statements whose exclusion has its share below :data:`SETTLED` for sure.
    """

    statements: int
    both: float
    settled: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted, and where captions surely state both, the most frequent first."""

    table: Together
    shares: Mapping[str, Share]
    contradicted: tuple[Contradicted, ...]


def measure(groups: Iterable[CaptionGroup], parser: str = "embedded") -> Measured:
    """Count on ``groups``, of which those of a single caption tell nothing."""
    lexicon = Lexicon.load()
    reader = Parser(parser, lexicon)
    counter = _Counter(lexicon)
    chunk: list[CaptionGroup] = []

    def count() -> None:
        captions = iter(reader.parse([caption for group in chunk for caption in group.captions]))
        for group in chunk:
            counter.add([next(captions) for _ in group.captions])
        chunk.clear()

    for images, group in enumerate(groups, start=1):
        if len(group.captions) > 1:
            chunk.append(group)
        if len(chunk) == AT_ONCE:
            count()
            log.info("counted what captions of %d images say", images)
    count()
    return counter.measured()


class _Counter:
    """Adds up what the captions of images say."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._said: Counter[Key] = Counter()
        self._both: Counter[Key] = Counter()

    def add(self, captions: Sequence[ParsedCaption]) -> None:
        """Add what the captions of one image say."""
        self._add_relations([[link for sentence in one.sentences for link in sentence.links] for one in captions])
        self._add_attributes(
            [
                [quality for sentence in one.sentences for quality in sentence.qualities if quality.type != "action"]
                for one in captions
            ]
        )

    def _add_relations(self, links: Sequence[Sequence[Link]]) -> None:
        relations, related = self._lexicon.relations, self._lexicon.objects.related

        def of_the_same(link: Link, other: Link) -> bool:
            return related(other.subject.name, link.subject.name) and related(other.object.name, link.object.name)

        for place, link in ((place, link) for place, mine in enumerate(links) for link in mine):
            if options := relations.contrasts(link.predicate, link.subject.name, link.object.name):
                said = {other.predicate for other in _others(links, place) if of_the_same(link, other)}
                agrees = any(relations.same(predicate, link.predicate) for predicate in said)
                self._count(
                    RELATION,
                    relations.canonical(link.predicate),
                    {relations.canonical(option) for option, _ in options},
                    (link.object.name, ANYTHING),
                    {relations.canonical(predicate) for predicate in said},
                    agrees,
                )

    def _add_attributes(self, qualities: Sequence[Sequence[Quality]]) -> None:
        attributes, objects = self._lexicon.attributes, self._lexicon.objects
        for place, quality in ((place, quality) for place, mine in enumerate(qualities) for quality in mine):
            noun = quality.thing.name
            if options := attributes.contrasts(quality.name, noun):
                of_it = {other.name for other in _others(qualities, place) if objects.related(other.thing.name, noun)}
                said = {option for option, _ in options if self._is_said(option, of_it)}
                things = (noun, many(objects.category(noun)))
                self._count(
                    ATTRIBUTE,
                    quality.name,
                    {option for option, _ in options},
                    things,
                    said,
                    self._is_said(quality.name, of_it),
                )

    def _is_said(self, attribute: str, values: Iterable[str]) -> bool:
        """Whether one of ``values`` says it, in other words too: a couple of dogs are two."""
        same, entails = self._lexicon.attributes.same, self._lexicon.attributes.entails
        return any(same(attribute, one) or one in entails(attribute) or attribute in entails(one) for one in values)

    def _count(
        self, of: str, one: str, options: Iterable[str], things: Iterable[str], said: Container[str], agrees: bool
    ) -> None:
        """Count a statement against each of ``options`` that should exclude it; ``said`` is what others state."""
        for option in options:
            if option in said or agrees:
                for thing in things:
                    self._said[of, one, option, thing] += 1
                    self._both[of, one, option, thing] += option in said

    def measured(self) -> Measured:
        """What was counted so far."""
        counts = {
            key: (said, self._both[key])
            for key, said in sorted(self._said.items())
            if said >= (FEWEST[key[0]] if is_of_many(key[3]) else FEWEST_OF_ONE)
        }
        contradicted = [Contradicted(*key, *found) for key, found in counts.items() if is_contradicted(key, found)]
        contradicted.sort(key=lambda found: (-found.said, found.one, found.other))
        return Measured(Together(counts), {of: self._share(of) for of in (RELATION, ATTRIBUTE)}, tuple(contradicted))

    def _share(self, of: str) -> Share:
        said = {key: n for key, n in self._said.items() if key[0] == of and is_of_many(key[3])}
        statements = sum(said.values())
        settled = sum(n for key, n in said.items() if interval(n, self._both[key])[1] <= SETTLED)
        both = sum(self._both[key] for key in said)
        return Share(statements, both / max(statements, 1), settled / max(statements, 1))


def _others(said: Sequence[Sequence[T]], place: int) -> Iterator[T]:
    """What the other captions of the image say."""
    return (one for k, theirs in enumerate(said) if k != place for one in theirs)


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
