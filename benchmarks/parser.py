"""How good and how fast the caption parser is, beside other rule parsers.

    python -m benchmarks.parser --gold graphs.jsonl --factual dev.csv --captions captions_val2017.json --texts FOLDER

Prints one table: F1 on gold scene graphs (see ``capaug evaluate parser``), set match and SPICE F1 on a FACTUAL file,
and captions a second from text to graph on one thread, also as a share of plain spaCy tokenisation in the same run.
``--texts``, a folder with ``styles/*.jsonl`` (``image_id``, ``caption``) and ``flickr30k/*.en.gz``, adds F1 by style,
on the captions that ship (``capaug evaluate parser``) and on those whose licences let only their ids be kept; half of
each style was looked at while rules were written. ``--treebank`` adds a line: tags, UAS and LAS of the embedded network
on a CoNLL-U file, words given. Each may be left out. For
FACTUAL, capaug's graphs are rewritten in that data set's conventions and other parsers' are not: "as named" has both
without, counts apart.

``sng_parser`` (PyPI ``SceneGraphParser``) joins where it is installed and ``--spacy-pipeline`` names a pipeline for it,
installed or in a folder. It reads the labels of spaCy's own English pipelines, so one with Universal Dependencies is
refused: it would find nothing. Captions on which it crashes count as empty graphs. FACTUAL's own package has no parser
without a download.
"""

from __future__ import annotations

import os

# One thread, whatever does the arithmetic; read when these libraries are loaded.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse  # noqa: E402
import gzip  # noqa: E402
import json  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Mapping, Sequence  # noqa: E402
from dataclasses import dataclass, field  # noqa: E402
from importlib.util import find_spec  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import spacy  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402
from spacy.tokenizer import Tokenizer  # noqa: E402

from benchmarks.record import add_json_option, processor, record  # noqa: E402
from capaug.english.inflection import lemma  # noqa: E402
from capaug.evaluation import factual, scene_graphs  # noqa: E402
from capaug.evaluation.factual import Fact  # noqa: E402
from capaug.evaluation.parser import EMBEDDED_GOLD, parse_captions  # noqa: E402
from capaug.evaluation.scene_graphs import Names  # noqa: E402
from capaug.parsing.parser import Parser  # noqa: E402

ANNOTATED = Path(__file__).parent / "data" / "coco_val2017_graphs.jsonl"
BY_ID = Path(__file__).parent / "data" / "style_graphs.jsonl"  # texts under licences that keep them from shipping
PARTS = ("seen", "unseen")  # of each style: looked at while rules were written; only scored
COLUMNS = (*scene_graphs.KINDS, scene_graphs.ALL)
GOLD = "first set"  # what --gold names, in the docs
SETS = {1: "second set", 2: "third set"}  # of ANNOTATED: looked at while rules were written; only scored

Figures = dict[str, float]


@dataclass
class Measured:
    """A parser: what it makes of captions, and how to read that."""

    name: str
    parse: Callable[[Sequence[str]], list[Any]]
    names: Callable[[Any], Names]
    facts: Callable[[str, Any], list[Fact]]
    cells: dict[str, str] = field(default_factory=dict)


def main() -> None:
    """Run, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--parser", default="embedded", help="capaug's parser: embedded, or a spaCy pipeline")
    options.add_argument("--gold", type=Path, help="gold scene graphs")
    options.add_argument("--factual", type=Path, help="a CSV file of FACTUAL")
    options.add_argument("--captions", type=Path, help="COCO's annotation file, for speed")
    options.add_argument("--texts", type=Path, help="folder with the texts of captions that are kept by their ids")
    options.add_argument("--treebank", type=Path, help="a CoNLL-U file, such as en_ewt-ud-test.conllu")
    options.add_argument("--limit", type=int, default=5000, help="captions to time")
    options.add_argument("--spacy-pipeline", help="pipeline for sng_parser")
    add_json_option(options)
    given = options.parse_args()
    parsers, notes = [capaug_parser(given.parser)], []
    crashes: list[str] = []
    if find_spec("sng_parser") and given.spacy_pipeline:
        other, crashes = sng_parser(given.spacy_pipeline)
        parsers.append(other)
    else:
        notes.append("sng_parser: left out (install SceneGraphParser and give --spacy-pipeline)")
    annotated: dict[str, dict[str, Figures]] = {each.name: {} for each in parsers}
    figures: dict[str, Any] = {"about": {"command": "python -m benchmarks.parser", "processor": processor()}}
    if given.gold:
        for each in parsers:
            annotated[each.name][GOLD] = graph_scores(each, scene_graphs.read_gold(given.gold))
            each.cells |= {f"{kind} F1": f"{annotated[each.name][GOLD][kind]:.3f}" for kind in COLUMNS}
    if given.captions:
        for each in parsers:
            annotated[each.name] |= annotated_scores(each, given.captions)
            notes.append(f"{each.name}, COCO val2017 annotated here: {annotated[each.name]}")
    figures["annotated"] = annotated
    if given.texts:
        figures["styles"] = {each.name: style_scores(each, given.texts) for each in parsers}
        for each in parsers:
            for part, found in figures["styles"][each.name].items():
                shown = {style: {kind: round(scores[kind], 3) for kind in COLUMNS} for style, scores in found.items()}
                notes += [f"{each.name}, {part}, {style}: {scores}" for style, scores in shown.items()]
    if given.factual:
        figures["factual"] = {each.name: factual_scores(each, given.factual) for each in parsers}
        for each in parsers:
            each.cells |= {f"FACTUAL {name}": f"{found:.3f}" for name, found in figures["factual"][each.name].items()}
    if given.captions:
        captions, plain = read_captions(given.captions)[: given.limit], spacy.blank("en").tokenizer
        assert isinstance(plain, Tokenizer)
        scale = rate(lambda texts: list(plain.pipe(texts)), captions)
        figures["speed"] = {each.name: {"captions a second": rate(each.parse, captions)} for each in parsers}
        for each in parsers:
            speed = figures["speed"][each.name]["captions a second"]
            each.cells |= {"captions/s": f"{speed:.0f}", "/ tokenisation": f"{speed / scale:.4f}"}
        notes.append(f"{len(captions)} captions on one thread; plain spaCy tokenisation: {scale:.0f} captions/s")
    if given.treebank:
        figures["treebank"] = {given.treebank.name: treebank_scores(given.treebank)}
        notes.append(str(figures["treebank"]))
    if len(parsers) > 1:
        example = f", such as {crashes[0]!r}" if crashes else ""
        notes.append(f"sng_parser crashed on {len(crashes)} captions{example}")
    table = Table("parser")
    for column in parsers[0].cells:
        table.add_column(column, justify="right")
    for each in parsers:
        table.add_row(each.name, *each.cells.values())
    console = Console(width=160)
    console.print(table)
    for note in notes:
        console.print(note, markup=False, highlight=False)
    record(given.json, figures)


def graph_scores(parser: Measured, gold: Mapping[str, Any]) -> Figures:
    """F1 by kind over gold graphs, by caption."""
    graphs = parser.parse(list(gold))
    agreement = scene_graphs.score(gold, {c: parser.names(g) for c, g in zip(gold, graphs, strict=True)})
    return {"captions": len(gold)} | {kind: agreement[kind].f1 for kind in COLUMNS}


def factual_scores(parser: Measured, path: Path) -> Figures:
    """Set match and SPICE F1, both sides lemmatised; SPICE F1 also of the graphs as the parser names things."""
    gold = [(caption, factual.lemmatise(facts)) for caption, facts in factual.read_gold(path)]
    graphs = parser.parse([caption for caption, _ in gold])
    matches, f1, f1_as_named = 0, 0.0, 0.0
    for (caption, wanted), graph in zip(gold, graphs, strict=True):
        got = factual.lemmatise(parser.facts(caption, graph))
        matches += factual.set_match(got, wanted)
        f1 += factual.spice_f1(got, wanted)
        f1_as_named += factual.spice_f1(factual.lemmatise(facts_as_named(parser.names(graph))), wanted)
    found = {"set match": matches, "SPICE F1": f1, "SPICE F1 as named": f1_as_named}
    return {name: figure / len(gold) for name, figure in found.items()}


def read_captions(path: Path) -> list[str]:
    """The captions of an annotation file."""
    return [annotation["caption"] for annotation in json.loads(path.read_text(encoding="utf-8"))["annotations"]]


def annotated_scores(parser: Measured, path: Path) -> dict[str, Figures]:
    """F1 on the captions of COCO val2017 annotated for this project, found by their ids in ``path``."""
    annotations = json.loads(path.read_text(encoding="utf-8"))["annotations"]
    texts = {annotation["id"]: " ".join(annotation["caption"].split()) for annotation in annotations}
    rows = [json.loads(line) for line in ANNOTATED.read_text(encoding="utf-8").splitlines()]
    return {
        name: graph_scores(parser, {texts[row["id"]]: row for row in rows if row["set"] == number})
        for number, name in SETS.items()
    }


def style_scores(parser: Measured, texts: Path) -> dict[str, dict[str, Figures]]:
    """F1 by part (:data:`PARTS`) and style, and over ``all`` styles of the part."""
    rows = [json.loads(line) for line in EMBEDDED_GOLD.read_text(encoding="utf-8").splitlines()]
    by_id = [json.loads(line) for line in BY_ID.read_text(encoding="utf-8").splitlines()]
    rows += [row | {"caption": _text(row, texts)} for row in by_id]
    found: dict[str, dict[str, Figures]] = {}
    for part in PARTS:
        of_part = [row for row in rows if row["part"] == part]
        styles = sorted({row["style"] for row in of_part})
        by_style = {style: [row for row in of_part if row["style"] == style] for style in styles}
        found[part] = {
            style: graph_scores(parser, {row["caption"]: row for row in chosen})
            for style, chosen in (by_style | {scene_graphs.ALL: of_part}).items()
        }
    return found


def _text(row: dict[str, Any], folder: Path) -> str:
    """The caption that a row is about, or the sentence of it."""
    if row["source"].startswith("flickr30k/"):
        with gzip.open(folder / f"{row['source']}.en.gz", "rt", encoding="utf-8") as lines:
            return next(line.strip() for number, line in enumerate(lines) if number == row["image_id"])
    rows = map(json.loads, (folder / "styles" / f"{row['source']}.jsonl").read_text(encoding="utf-8").splitlines())
    captions = [one["caption"] for one in rows if one["image_id"] == row["image_id"]]
    caption: str = captions[row.get("number", 0)]
    return caption[row.get("start", 0) : row.get("end", len(caption))]


def treebank_scores(path: Path) -> Figures:
    """Tags, UAS and LAS of the embedded network over all words of a CoNLL-U file, the sentences' words given."""
    from capaug.parsing.network import ParserNetwork

    words: list[list[str]] = [[]]
    gold: list[list[tuple[str, int, str]]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        row = line.split("\t")
        if not line:
            words.append([])
            gold.append([])
        elif row[0].isdigit():  # no ranges of split words, no empty nodes
            words[-1].append(row[1])
            gold[-1].append((row[4], int(row[6]) - 1, row[7]))
    count = tags = unlabelled = labelled = 0
    for analysis, sentence in zip(ParserNetwork().analyse(words), gold, strict=True):
        for i, (tag, head, label) in enumerate(sentence):
            right = analysis.heads[i] == (i if head < 0 else head)
            count += 1
            tags += analysis.tags[i] == tag
            unlabelled += right
            labelled += right and analysis.labels[i].lower() == label
    return {"tags": tags / count, "UAS": unlabelled / count, "LAS": labelled / count}


def facts_as_named(graph: Names) -> list[Fact]:
    """FACTUAL's facts of a graph with nothing rewritten but counts: numbers become digits, ``several`` falls away."""
    found: list[Fact] = [
        (thing, factual.IS, factual.NUMBERS.get(word, word))
        for thing, word in graph.get("attributes", ())
        if word not in factual.UNCOUNTED
    ]
    found += [tuple(relation) for relation in graph.get("relations", ())]
    stated = {fact[0] for fact in found} | {fact[2] for fact in found if fact[1] != factual.IS}
    return found + [(thing,) for thing in graph.get("objects", ()) if thing not in stated]


def rate(work: Callable[[Sequence[str]], object], captions: Sequence[str]) -> float:
    """Captions a second; a first call on a few captions loads what is loaded late."""
    work(captions[:20])
    start = time.perf_counter()
    work(captions)
    return len(captions) / (time.perf_counter() - start)


def capaug_parser(name: str) -> Measured:
    """The parser of this project."""
    parser = Parser(name)
    return Measured(
        name,
        lambda captions: parse_captions(parser, captions),
        lambda graph: graph.names(),
        lambda caption, graph: factual.factual_triples(caption, graph, parser.lexicon),
    )


def sng_parser(pipeline: str) -> tuple[Measured, list[str]]:
    """PyPI ``SceneGraphParser`` over a spaCy pipeline, and the list of captions it crashes on, which grows.

    Words are lemmatised as for capaug, by their tag.
    """
    import sng_parser as package

    parser = package.Parser("spacy", model=pipeline)
    if "pobj" not in parser.unwrapped.nlp.get_pipe("parser").labels:
        raise SystemExit(f"{pipeline} has other labels than spaCy's English pipelines: sng_parser would find nothing")
    crashes: list[str] = []

    def parse(captions: Sequence[str]) -> list[Names]:
        graphs = []
        for caption in captions:
            try:
                graphs.append(names(*parser.parse(caption, return_doc=True)))
            except Exception:
                crashes.append(caption)
                graphs.append({})
        return graphs

    def names(graph: dict[str, Any], doc: Any) -> Names:
        lemmas = {token.text: lemma(token.text, token.tag_) for token in doc}

        def base(words: str) -> str:
            return " ".join(lemmas.get(word, word) for word in words.split()).lower()

        things = [base(entity["head"]) for entity in graph["entities"]]
        return {
            "objects": things,
            "attributes": [
                [thing, modifier["span"].lower()]
                for thing, entity in zip(things, graph["entities"], strict=True)
                for modifier in entity["modifiers"]
                if modifier["dep"] != "det"
            ],
            "relations": [
                [things[relation["subject"]], base(relation["relation"]), things[relation["object"]]]
                for relation in graph["relations"]
            ],
        }

    return Measured("sng_parser", parse, lambda graph: graph, lambda _, graph: facts_as_named(graph)), crashes


if __name__ == "__main__":
    main()
