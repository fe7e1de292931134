"""Measure a parser on a gold file, whichever of two forms it has: scene graphs in JSON, or FACTUAL's table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capaug.evaluation import factual, scene_graphs
from capaug.evaluation.scene_graphs import KINDS, Agreement
from capaug.parsing.screen import screen
from capaug.records import Caption, SceneGraph
from capaug.sources.files import check_file, read_lines

if TYPE_CHECKING:
    from capaug.parsing.parser import Parser


@dataclass(frozen=True, slots=True)
class Difference:
    """A caption whose graphs differ: tuples that only the gold graph has, and that only the predicted one has."""

    caption: str
    missed: list[tuple[str, ...]]
    extra: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ParserScores:
    """What a gold file says of a parser.

    ``agreement`` (by kind, and ``all``) for scene graphs; ``set_match`` and ``spice_f1`` (means over captions, 0 to 1)
    for FACTUAL. ``unparsed`` captions are no English captions: their graphs are empty.
    """

    captions: int
    unparsed: int
    agreement: dict[str, Agreement] = field(default_factory=dict)
    set_match: float | None = None
    spice_f1: float | None = None
    differences: list[Difference] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain values, without the differences."""
        figures: dict[str, Any] = {"captions": self.captions, "unparsed": self.unparsed}
        for kind, found in self.agreement.items():
            figures[kind] = {"precision": found.precision, "recall": found.recall, "f1": found.f1}
        if self.set_match is not None:
            figures |= {"set_match": self.set_match, "spice_f1": self.spice_f1}
        return figures


def evaluate_parser(parser: Parser, gold: Path) -> ParserScores:
    """Parse the captions of a gold file and compare.

    Args:
        parser: the parser to measure.
        gold: a file of scene graphs (:mod:`capaug.evaluation.scene_graphs`) or of FACTUAL
            (:mod:`capaug.evaluation.factual`); JSON begins with a bracket or a brace, anything else is a table.

    Raises:
        InputError: a file that cannot be read, or is neither.
    """
    check_file(gold)
    first = next((line.lstrip() for _, line in read_lines(gold) if line.strip()), "")
    return _on_scene_graphs(parser, gold) if first.startswith(("[", "{")) else _on_factual(parser, gold)


def parse_captions(parser: Parser, captions: Sequence[str]) -> list[SceneGraph]:
    """The graphs of captions, in order; what is no English caption has an empty graph."""
    fit = [Caption(str(number), text) for number, text in enumerate(captions) if not screen(text)]
    graphs = [SceneGraph()] * len(captions)
    for caption, parsed in zip(fit, parser.parse(fit), strict=True):
        graphs[int(caption.id)] = parsed.graph
    return graphs


def _unparsed(captions: Sequence[str]) -> int:
    return sum(screen(text) is not None for text in captions)


def _on_scene_graphs(parser: Parser, path: Path) -> ParserScores:
    gold = scene_graphs.read_gold(path)
    captions = list(gold)
    graphs = parse_captions(parser, captions)
    predicted = {caption: graph.names() for caption, graph in zip(captions, graphs, strict=True)}
    differences = []
    for caption, names in gold.items():
        missed: Counter[tuple[str, ...]] = Counter()
        extra: Counter[tuple[str, ...]] = Counter()
        for kind in KINDS:
            wanted, got = scene_graphs.tuples(names, kind), scene_graphs.tuples(predicted[caption], kind)
            missed, extra = missed + (wanted - got), extra + (got - wanted)
        if missed or extra:
            differences.append(Difference(caption, list(missed.elements()), list(extra.elements())))
    agreement = scene_graphs.score(gold, predicted)
    return ParserScores(len(gold), _unparsed(captions), agreement, differences=differences)


def _on_factual(parser: Parser, path: Path) -> ParserScores:
    gold = factual.read_gold(path)
    captions = [caption for caption, _ in gold]
    matches, f1 = 0, 0.0
    differences = []
    for (caption, facts), graph in zip(gold, parse_captions(parser, captions), strict=True):
        wanted = factual.lemmatise(facts)
        got = factual.lemmatise(factual.factual_triples(caption, graph, parser.lexicon))
        f1 += factual.spice_f1(got, wanted)
        if factual.set_match(got, wanted):
            matches += 1
        else:
            missed, extra = sorted(set(wanted) - set(got)), sorted(set(got) - set(wanted))
            differences.append(Difference(caption, missed, extra))
    return ParserScores(
        len(gold),
        _unparsed(captions),
        set_match=matches / max(len(gold), 1),
        spice_f1=f1 / max(len(gold), 1),
        differences=differences,
    )
