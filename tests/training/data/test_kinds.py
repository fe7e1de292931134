from __future__ import annotations

from pathlib import Path

import pytest

from capaug import load_shards
from capaug.kinds import family as family_of
from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.runs.manifest import Manifest
from capaug.runs.reader import iter_rows
from capaug.training.data.kinds import kinds_of
from capaug.worlds.folder import write_shapes


def test_they_are_sorted_and_stand_once() -> None:
    kinds = ("mine.b", "relation_swap.roles", "mine.a", "mine.b")
    negatives = tuple(Variant(str(number), kind, ()) for number, kind in enumerate(kinds))
    row = AugmentedCaption("1", "1.0", "a dog", "own", "all", SceneGraph(), (), negatives)
    found = kinds_of([row])
    assert found == kinds_of([row.as_row()]) == ("mine.a", "mine.b", "relation_swap.roles")
    assert kinds_of([]) == ()


def test_those_of_shards_are_those_of_the_manifest(tmp_path: Path) -> None:
    shards = write_shapes(tmp_path, 4, recipe="negclip").shards
    held = tuple(sorted(Manifest.read(shards).negatives))
    assert held
    assert kinds_of(load_shards(shards)) == kinds_of(iter_rows(shards)) == held
    assert kinds_of(load_shards(shards).select([])) == ()


@pytest.mark.parametrize(
    ("kind", "family"), [("mine.a", "mine"), ("mine", "mine"), ("relation_swap.roles.deep", "relation_swap")]
)
def test_a_family_is_what_a_name_begins_with(kind: str, family: str) -> None:
    assert family_of(kind) == family
