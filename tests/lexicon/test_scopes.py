"""Scopes as bits, against what the table says of each noun."""

from __future__ import annotations

import pytest

from capaug.lexicon.objects import ObjectTaxonomy
from capaug.lexicon.scopes import Scope, Scopes

OBJECTS = ObjectTaxonomy.load()
CELLS = (
    "animal",
    "=dog, =cat",
    "==cattle",
    "*",
    "*, -person, -=bird",
    "-person",
    "-=snow, -==beach",
    "~drink, ~food, -=wine",
    "~*, -vehicle",
    "clothing, =wall, ==sky, ~room, -=hat",
)
SCOPES = [Scope.parse(tuple(cell.split(", "))) for cell in CELLS] + [Scope.parse(())]
NOUNS = [*OBJECTS.names(), "wooden spoon", "toy horse", "poodle", "skatboard", "thing"]


def rules_out(scope: Scope, noun: str) -> bool:
    if noun in scope.not_words or OBJECTS.category(noun) in scope.not_categories:
        return True
    return any(OBJECTS.is_a(noun, kind) for kind in scope.not_kinds)


def names(scope: Scope, noun: str) -> bool:
    category = OBJECTS.category(noun)
    if category is None or rules_out(scope, noun):
        return False
    if noun in scope.words or category in scope.categories or "*" in scope.categories:
        return True
    return any(OBJECTS.is_a(noun, kind) for kind in scope.kinds)


@pytest.mark.parametrize("scope", SCOPES, ids=[*CELLS, "nothing"])
def test_bits_say_what_the_cell_says(scope: Scope) -> None:
    scopes = Scopes(SCOPES, OBJECTS)
    for noun in NOUNS:
        bits, ruled_out = scopes.of(noun), rules_out(scope, noun)
        assert bool(bits & scopes.held(scope)) == names(scope, noun), noun
        assert bool(bits & scopes.narrowed(scope)) == (not ruled_out if scope.is_open else names(scope, noun)), noun
        usual = bool(scope.usual_categories & {"*", OBJECTS.category(noun)})
        assert bool(bits & scopes.usual(scope)) == (usual and not ruled_out), noun


def test_equal_cells_are_one_scope() -> None:
    assert Scope.parse(("animal", "-=dog")) is Scope.parse(("animal", "-=dog"))
    assert Scope.parse(("animal",)) is not Scope.parse(("=animal",))
