"""Scores of scene graphs against gold graphs: micro-averaged precision, recall and F1 of tuples.

A gold file is a JSON list, or JSON lines, of ``{"caption": text, "objects": [name], "attributes": [[object,
attribute]], "relations": [[subject, predicate, object]]}``, the form that ``capaug parse --json`` prints. Captions are
matched by their words, names by their lower-case words; a tuple counts when all its parts are equal, as often as both
graphs have it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from capaug.errors import InputError
from capaug.sources.files import read_lines

KINDS = {"objects": 1, "attributes": 2, "relations": 3}
"""What a graph has, and how many parts each tuple has."""
ALL = "all"

Names = Mapping[str, list[Any]]
"""A graph as plain names (:meth:`capaug.records.SceneGraph.names`)."""
Tuples = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many tuples are the same in both graphs, are in the gold one, and in the predicted one."""

    same: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(self.same + other.same, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        """Share of the predicted tuples that are gold, 0 to 1; 0 without tuples."""
        return self.same / max(self.predicted, 1)

    @property
    def recall(self) -> float:
        """Share of the gold tuples that are predicted, 0 to 1; 0 without tuples."""
        return self.same / max(self.gold, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1; 0 without tuples."""
        return 2 * self.same / max(self.gold + self.predicted, 1)


def read_gold(path: Path) -> dict[str, Names]:
    """The gold graphs of a file by caption; of a caption that comes twice, the last one.

    Raises:
        InputError: no JSON, or a row that is no graph.
    """
    lines = [(number, line) for number, line in read_lines(path) if line.strip()]
    if lines and lines[0][1].lstrip().startswith("["):
        rows = list(enumerate(_json(str(path), "".join(line for _, line in lines)), start=1))
        places = {number: f"{path}, graph {number}" for number, _ in rows}
    else:
        places = {number: f"{path}:{number}" for number, _ in lines}
        rows = [(number, _json(places[number], line)) for number, line in lines]
    graphs: dict[str, tuple[str, Names]] = {}
    for number, row in rows:
        _check(row, places[number])
        graphs[" ".join(row["caption"].split())] = row["caption"], row
    return dict(graphs.values())


def tuples(names: Names, kind: str) -> Tuples:
    """The tuples of one kind, in lower case and with single spaces, each with its number."""
    found = names.get(kind, ())
    return Counter(
        tuple(" ".join(part.lower().split()) for part in (parts if isinstance(parts, list) else [parts]))
        for parts in found
    )


def score(gold: Mapping[str, Names], predicted: Mapping[str, Names]) -> dict[str, Agreement]:
    """Agreement by kind and over ``all`` kinds.

    Both sides are graphs by caption; a caption without a prediction counts as one with an empty graph.
    """
    found = {kind: Agreement() for kind in KINDS}
    for caption, names in gold.items():
        for kind in KINDS:
            wanted, got = tuples(names, kind), tuples(predicted.get(caption, {}), kind)
            found[kind] += Agreement((wanted & got).total(), wanted.total(), got.total())
    return {**found, ALL: sum(found.values(), Agreement())}


def _json(where: str, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: no JSON ({error.msg} at character {error.pos})") from None


def _check(row: Any, where: str) -> None:
    """Raise InputError unless ``row`` is a graph with its caption."""
    if not isinstance(row, dict) or not isinstance(row.get("caption"), str):
        raise InputError(f'{where}: not a graph: {{"caption": text, "objects": [...], ...}} is needed')
    for kind, length in KINDS.items():
        found = row.get(kind, [])
        parts = [entry if isinstance(entry, list) else [entry] for entry in found] if isinstance(found, list) else [[]]
        if any(len(words) != length or not all(isinstance(word, str) for word in words) for words in parts):
            what = "names" if length == 1 else f"lists of {length} names"
            raise InputError(f"{where}: {kind!r} is not a list of {what}")
