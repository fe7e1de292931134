"""Recipes with values set and kinds left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capaug.errors import UsageError
from capaug.overrides import changed, differences
from capaug.recipes import KindSettings, load_recipe

DEFAULT = load_recipe("default")


def test_nothing_asked_for_changes_nothing() -> None:
    assert changed(DEFAULT) is DEFAULT


def test_a_value_is_set_by_its_place() -> None:
    found = changed(DEFAULT, ["kinds.relation_swap.roles.limit=2", "negatives=4", "tokens=null", "filters=[rules]"])
    kinds = DEFAULT.kinds | {"relation_swap.roles": replace(DEFAULT.kinds["relation_swap.roles"], limit=2)}
    assert found == replace(DEFAULT, kinds=kinds, negatives=4, tokens=None, filters=("rules",))


def test_a_kind_is_added() -> None:
    for setting in ("kinds.asymmetry_1.negate.limit=1", "kinds.asymmetry_1.negate=null", "kinds.asymmetry_1.negate={}"):
        assert changed(DEFAULT, [setting]).kinds["asymmetry_1.negate"] == KindSettings()


@pytest.mark.parametrize(
    ("only", "without", "left"),
    [
        (
            ["attribute_replace"],
            [],
            [
                "attribute_replace.contrast",
                "attribute_replace.swap",
                "attribute_replace.compound",
                "attribute_replace.setting",
            ],
        ),
        (["roles", "asymmetry_1.lack"], [], ["relation_swap.roles", "asymmetry_1.lack"]),
        (["attribute_replace"], ["swap", "compound", "setting"], ["attribute_replace.contrast"]),
        (
            [],
            ["relation_swap", "asymmetry_1", "asymmetry_2", "asymmetry_3", "swap", "compound", "setting"],
            ["attribute_replace.contrast"],
        ),
    ],
)
def test_kinds_are_left_out(only: list[str], without: list[str], left: list[str]) -> None:
    found = changed(DEFAULT, only=only, without=without)
    assert found == replace(DEFAULT, kinds={kind: DEFAULT.kinds[kind] for kind in left})


def test_what_the_recipe_does_not_make_is_left_out_already() -> None:
    assert changed(DEFAULT, without=["negate"]) == DEFAULT


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"settings": ["negatives"]}, "say KEY=VALUE"),
        ({"settings": ["negativs=3"]}, r"--set negativs=3: unknown key 'negativs' \(did you mean 'negatives'"),
        ({"settings": ["kinds.relation_swap.roles.limit=two"]}, "should be a valid integer, not 'two'"),
        ({"settings": ["kinds.relation_swap.roles.limt=2"]}, r"unknown key 'limt' \(did you mean 'limit'"),
        ({"settings": ["kinds.relation_swap.rols.limit=2"]}, r"did you mean 'relation_swap.roles'"),
        ({"settings": ["kinds=3", "kinds.relation_swap.roles.limit=2"]}, "kinds: should be a valid dictionary|unknown"),
        ({"settings": ["kinds.relation_swap.roles=3", "kinds.relation_swap.roles.limit=2"]}, "not 3"),
        ({"settings": ["filters=["]}, "--set filters=.: line 1"),
        ({"settings": ["tokens=null", "tokenizer=x"]}, "tokenizer: it counts tokens"),
        ({"only": ["relation_sawp"]}, r"--only: unknown kind or family 'relation_sawp' \(did you mean 'relation_swap'"),
        ({"without": ["rols"]}, r"--without: unknown kind or family 'rols' \(did you mean 'roles'"),
        ({"only": ["noise"]}, "makes none of the kinds that are left"),
    ],
)
def test_what_cannot_be_changed(changes: dict[str, list[str]], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        changed(DEFAULT, **changes)


def test_differences_are_what_was_set() -> None:
    assert differences(DEFAULT, replace(DEFAULT, name="mine")) == {}
    other = changed(
        DEFAULT, ["kinds.relation_swap.roles.limit=2", "seed=3", "kinds.asymmetry_1.negate=null"], without=["lack"]
    )
    assert differences(DEFAULT, other) == {
        "seed": [0, 3],
        "kinds.relation_swap.roles.limit": [1, 2],
        "kinds.asymmetry_1.lack": [{"limit": 1, "weight": 0.8, "band": None}, None],
        "kinds.asymmetry_1.negate": [None, {"limit": 1, "weight": 1.0, "band": None}],
    }
