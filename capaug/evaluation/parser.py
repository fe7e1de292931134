"""Measure a parser on gold files, whichever of two forms they have: scene graphs in JSON, or FACTUAL's table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capaug.errors import UsageError
from capaug.evaluation import factual, scene_graphs
from capaug.evaluation.scene_graphs import ALL, KINDS, Agreement, Names
from capaug.parsing.screen import screen
from capaug.records import Caption, SceneGraph
from capaug.sources.files import check_file, read_lines

if TYPE_CHECKING:
    from capaug.parsing.parser import Parser


EMBEDDED_GOLD = Path(str(files("capaug.evaluation").joinpath("gold", "graphs.jsonl")))
"""Captions of several styles, annotated by hand, whose licences let them ship."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A caption whose graphs differ: tuples that only the gold graph has, and that only the predicted one has."""

    caption: str
    missed: list[tuple[str, ...]]
    extra: list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ParserScores:
    """What gold files say of a parser.

    ``agreement`` (by kind, and ``all``) for scene graphs, ``styles`` the same by style where there are several;
    ``set_match`` and ``spice_f1`` (means over captions, 0 to 1) for FACTUAL. ``unparsed`` captions are no English
    captions: their graphs are empty.
    """

    captions: int
    unparsed: int
    agreement: dict[str, Agreement] = field(default_factory=dict)
    styles: dict[str, dict[str, Agreement]] = field(default_factory=dict)
    set_match: float | None = None
    spice_f1: float | None = None
    differences: list[Difference] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain values, without the differences."""
        figures: dict[str, Any] = {"captions": self.captions, "unparsed": self.unparsed}
        figures |= _figures(self.agreement)
        if self.styles:
            figures["styles"] = {style: _figures(found) for style, found in self.styles.items()}
        if self.set_match is not None:
            figures |= {"set_match": self.set_match, "spice_f1": self.spice_f1}
        return figures


def evaluate_parser(parser: Parser, *gold: Path) -> ParserScores:
    """Parse the captions of gold files and compare.

    Args:
        parser: the parser to measure.
        gold: files of scene graphs (:mod:`capaug.evaluation.scene_graphs`), or one of FACTUAL
            (:mod:`capaug.evaluation.factual`); JSON begins with a bracket or a brace, anything else is a table.

    Raises:
        InputError: a file that cannot be read, or is neither.
        UsageError: a file of FACTUAL beside others.
    """
    graphs: list[Path] = []
    for path in gold:
        check_file(path)
        first = next((line.lstrip() for _, line in read_lines(path) if line.strip()), "")
        if first.startswith(("[", "{")):
            graphs.append(path)
        elif len(gold) > 1:
            raise UsageError(f"{path}: a table of FACTUAL has measures of its own, so measure it alone")
        else:
            return _on_factual(parser, path)
    return _on_scene_graphs(parser, graphs)


def parse_captions(parser: Parser, captions: Sequence[str]) -> list[SceneGraph]:
    """The graphs of captions, in order; what is no English caption has an empty graph."""
    fit = [Caption(str(number), text) for number, text in enumerate(captions) if not screen(text)]
    graphs = [SceneGraph()] * len(captions)
    for caption, parsed in zip(fit, parser.parse(fit), strict=True):
        graphs[int(caption.id)] = parsed.graph
    return graphs


def _unparsed(captions: Sequence[str]) -> int:
    return sum(screen(text) is not None for text in captions)


def _figures(agreement: dict[str, Agreement]) -> dict[str, dict[str, float]]:
    return {
        kind: {"precision": found.precision, "recall": found.recall, "f1": found.f1}
        for kind, found in agreement.items()
    }


def _on_scene_graphs(parser: Parser, paths: Sequence[Path]) -> ParserScores:
    by_style: dict[str, dict[str, Names]] = {}
    for path in paths:
        for caption, names in scene_graphs.read_gold(path).items():
            by_style.setdefault(str(names.get("style", path.stem)), {})[caption] = names
    captions = [caption for gold in by_style.values() for caption in gold]
    graphs = parse_captions(parser, captions)
    predicted = {caption: graph.names() for caption, graph in zip(captions, graphs, strict=True)}
    styles = {style: scene_graphs.score(gold, predicted) for style, gold in by_style.items()}
    agreement = {kind: sum((found[kind] for found in styles.values()), Agreement()) for kind in (*KINDS, ALL)}
    differences = [
        difference
        for gold in by_style.values()
        for caption, names in gold.items()
        if (difference := _difference(caption, names, predicted[caption]))
    ]
    shown = styles if len(styles) > 1 else {}
    return ParserScores(len(captions), _unparsed(captions), agreement, shown, differences=differences)


def _difference(caption: str, gold: Names, predicted: Names) -> Difference | None:
    """What only one of two graphs has; None where they agree."""
    missed: Counter[tuple[str, ...]] = Counter()
    extra: Counter[tuple[str, ...]] = Counter()
    for kind in KINDS:
        wanted, got = scene_graphs.tuples(gold, kind), scene_graphs.tuples(predicted, kind)
        missed, extra = missed + (wanted - got), extra + (got - wanted)
    return Difference(caption, list(missed.elements()), list(extra.elements())) if missed or extra else None


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
