"""The benchmark of clauses: its captions are English, and most are read right."""

from __future__ import annotations

import re

from benchmarks import clauses
from capaug.evaluation.parser import parse_captions
from capaug.parsing.parser import Parser


def test_captions_are_filled_and_say_their_relations() -> None:
    made = clauses.captions()
    assert len(made) == clauses.EACH * len(clauses.TEMPLATES) == 200
    assert len({text for _, text, _ in made}) == 200
    for _, text, relations in made:
        assert not re.search(r"\b(?:[B-Z]|[b-z]|\d\w?)\b", text), text  # no slot is left
        assert not re.search(r"\b[Aa] [aeiou]", text), text
        assert all(subject in text and thing in text for subject, _, thing in relations)


def test_most_clauses_have_their_own_subjects() -> None:
    made = clauses.captions()
    graphs = parse_captions(Parser("embedded"), [text for _, text, _ in made])
    right = [
        gold == clauses.Counter((str(a), str(b), str(c)) for a, b, c in graph.names()["relations"])
        for (_, _, gold), graph in zip(made, graphs, strict=True)
    ]
    assert sum(right) >= 0.93 * len(made)
