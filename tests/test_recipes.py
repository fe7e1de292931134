from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.errors import InputError, UsageError
from capaug.kinds import family, positive_kinds
from capaug.recipes import KindSettings, Recipe, load_recipe, recipe_names, scores_of
from capaug.registry import KINDS

SMALL = """\
name: small
seed: 7
negatives: 3
kinds:
  asymmetry_1.object: {limit: 2, weight: 0.5, band: [0.4, 0.95]}
  relation_swap.roles:
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_shipped_recipes() -> None:
    assert recipe_names() == ("alt_text", "ascl", "default", "fam", "long", "negation", "negclip")


@pytest.mark.parametrize("name", ["alt_text", "ascl", "default", "fam", "long", "negation", "negclip"])
def test_every_shipped_recipe_loads(name: str) -> None:
    recipe = load_recipe(name)
    assert recipe.name == name
    makes_positives = any(kind in positive_kinds() for kind in recipe.kinds)
    assert (recipe.positives > 0) == makes_positives
    assert recipe.negatives > 0


def test_default_has_every_kind_whose_label_holds() -> None:
    recipe = load_recipe("default")
    assert set(recipe.kinds) == set(KINDS.names()) - {
        "asymmetry_1.noise",
        "asymmetry_1.insert",
        "asymmetry_1.negate",
        "asymmetry_3.absence",
    }
    assert (recipe.negatives, recipe.positives) == (6, 4)
    assert recipe.filters == ("rules", "sense", "balance", "embedding")


def test_what_the_methods_ask_for() -> None:
    families = {name: {family(kind) for kind in load_recipe(name).kinds} for name in ("fam", "ascl")}
    assert families["fam"] == {"attribute_replace", "relation_swap"}
    assert families["ascl"] == {"asymmetry_1", "asymmetry_2", "asymmetry_3"}
    assert "relation_swap.predicate" not in load_recipe("negclip").kinds


def test_a_recipe_of_ones_own(tmp_path: Path) -> None:
    recipe = load_recipe(write(tmp_path, SMALL))
    assert recipe == Recipe(
        name="small",
        seed=7,
        negatives=3,
        kinds={
            "asymmetry_1.object": KindSettings(limit=2, weight=0.5, band=(0.4, 0.95)),
            "relation_swap.roles": KindSettings(),
        },
    )


def test_recipes_have_the_budget_of_clip_or_of_long_clip(tmp_path: Path) -> None:
    budgets = {name: (load_recipe(name).tokens, load_recipe(name).tokenizer) for name in recipe_names()}
    assert budgets.pop("long") == (248, None)  # Long-CLIP's
    assert set(budgets.values()) == {(77, None)}
    none = load_recipe(write(tmp_path, SMALL + "tokens: null\n"))
    assert none.tokens is None
    assert none.hash() != load_recipe(write(tmp_path, SMALL)).hash()


def test_a_balance_that_is_off_needs_no_quotes(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("name: mine\nfilters: [rules, balance]\nbalance: off\nkinds: {attribute_replace.contrast:}\n")
    assert load_recipe(str(path)).balance == "off"
    path.write_text(path.read_text().replace("off", "on"))
    with pytest.raises(InputError, match="balance: should be 'strict', 'loose' or 'off', not True"):
        load_recipe(str(path))


def test_a_recipe_survives_being_written_down(tmp_path: Path) -> None:
    import yaml

    for name in recipe_names():
        recipe = load_recipe(name)
        again = load_recipe(write(tmp_path, yaml.safe_dump(recipe.as_dict())))
        assert again == recipe
        assert again.hash() == recipe.hash()


def test_hash_goes_by_settings_and_not_by_order(tmp_path: Path) -> None:
    recipe = load_recipe(write(tmp_path, SMALL))
    turned = load_recipe(
        write(
            tmp_path,
            "kinds:\n  relation_swap.roles: {}\n  asymmetry_1.object: {band: [0.4, 0.95], weight: 0.5, "
            "limit: 2}\nnegatives: 3\nseed: 7\nname: small\n",
        )
    )
    assert turned.hash() == recipe.hash()
    assert re.fullmatch("[0-9a-f]{64}", recipe.hash())
    assert load_recipe(write(tmp_path, SMALL.replace("seed: 7", "seed: 8"))).hash() != recipe.hash()


def test_unknown_name() -> None:
    with pytest.raises(
        UsageError,
        match=r"^unknown recipe 'defalt' .did you mean 'default'\?.; known: alt_text, ascl, .*, negclip; .*path",
    ):
        load_recipe("defalt")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml: no such recipe file"):
        load_recipe(tmp_path / "none.yaml")
    with pytest.raises(InputError, match="cannot read the recipe"):
        load_recipe(tmp_path)


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes(b"name: \xff\xfe")
    with pytest.raises(InputError, match="not UTF-8"):
        load_recipe(tmp_path / "mine.yaml")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("seed: 7", "sed: 7", r"unknown key 'sed' .did you mean 'seed'..; known: name, kinds, seed"),
        ("seed: 7", "seed: seven", r"seed: should be a valid integer, not 'seven'"),
        ("seed: 7", "seed: true", r"seed: should be a valid integer, not True"),
        ("seed: 7", "filters: rules", r"filters: should be a valid tuple, not 'rules'"),
        ("seed: 7", "filters: [rule]", r"filters: unknown filter 'rule' \(did you mean 'rules'\?\); known: balance, "),
        ("seed: 7", "filters: [rules, rules]", r"filters: 'rules' stands twice"),
        ("seed: 7", "filters: [rules]\nhardest: 2", r"hardest: it is the filter 'embedding' that tells them"),
        ("seed: 7", "balanced: true", r"unknown key 'balanced' .did you mean 'balance'..; known: .*filters"),
        ("seed: 7", "balance: loose", "balance: it is the filter 'balance' that tells, and filters leaves it out"),
        ("seed: 7", "balance: none", "balance: should be 'strict', 'loose' or 'off'"),
        ("seed: 7", "filters: [rules, balance]\nfill: true\nbalance: loose", "fill: it goes from strict to loose"),
        ("seed: 7", "filters: [rules, balance, embedding]\nfill: true\nhardest: 2", "fill: it keeps the best balanced"),
        ("seed: 7", "fill: true", "fill: it is the filter 'balance' that tells, and filters leaves it out"),
        ("negatives: 3", "negatives: -1", r"negatives: should be greater than or equal to 0, not -1"),
        ("negatives: 3", "negatives: 2.5", r"negatives: should be a valid integer, not 2.5"),
        ("name: small", "name: 5", r"name: should be a valid string, not 5"),
        ("name: small", "name: ' '", r"name: should be a name, not ' '"),
        ("name: small\n", "", r"the key 'name' is missing"),
        ("name: small", "name: small\nparser: []", r"parser: should be a valid string"),
        ("seed: 7", "tokens: 7", r"tokens: should be greater than or equal to 8, not 7"),
        ("seed: 7", "tokens: '77'", r"tokens: should be a valid integer, not '77'"),
        ("seed: 7", "tokenizer: 5", r"tokenizer: should be a valid string, not 5"),
        ("seed: 7", "tokens: null\ntokenizer: open_clip", r"tokenizer: it counts tokens, and tokens is null"),
        ("limit: 2", "limit: two", r"kinds\.asymmetry_1\.object\.limit: should be a valid integer"),
        (
            "limit: 2",
            "limits: 2",
            r"kinds\.asymmetry_1\.object: unknown key 'limits' .did you mean 'limit'..; known: limit, weight, band",
        ),
        ("weight: 0.5", "weight: 0", r"kinds\.asymmetry_1\.object\.weight: should be greater than 0"),
        ("weight: 0.5", "weight: .inf", r"weight: should be a finite number"),
        ("weight: 0.5", "weight: .nan", r"weight: should be"),
        ("[0.4, 0.95]", "[0.95, 0.4]", r"band: the lowest cosine comes first"),
        ("[0.4, 0.95]", "[0.4, 1.95]", r"band\.1: should be less than or equal to 1, not 1.95"),
        ("[0.4, 0.95]", "0.4", r"band: should be a valid tuple"),
        ("[0.4, 0.95]", "[low, high]", r"band\.0: should be a valid number"),
        (
            "asymmetry_1.object",
            "asymmetry_1.objects",
            r"kinds: unknown kind 'asymmetry_1.objects' \(did you mean 'asymmetry_1.object'\?\); known: asymmetry_1",
        ),
        ("seed: 7", "seed: 7\nseed: 8", r"line 3: the key 'seed' stands twice"),
        ("relation_swap.roles:", "asymmetry_1.object:", r"line 6: the key 'asymmetry_1.object' stands twice"),
        ("{limit: 2", "{limit: 2 {", r"line 5: "),
        (
            "{limit: 2, weight: 0.5, band: [0.4, 0.95]}",
            "2",
            r"kinds\.asymmetry_1\.object: .*dictionary.*, not 2",
        ),
        ("seed: 7", "seed: !!python/name:os.system", r"line 2: "),
        ("name: small", "? [a, b]\n: c", r"mine\.yaml"),
    ],
)
def test_a_fault_is_named_with_file_and_key(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in SMALL
    with pytest.raises(InputError, match=message) as caught:
        load_recipe(write(tmp_path, SMALL.replace(old, new, 1)))
    assert "mine.yaml: " in str(caught.value) or "mine.yaml:" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "just words", "name: x\nkinds: {}\n", "name: x\nkinds: []\n", "\x00"]
)
def test_what_is_no_recipe(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"mine\.yaml"):
        load_recipe(write(tmp_path, text))


@given(st.text(max_size=60))
def test_any_text_is_a_recipe_or_an_input_error(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        load_recipe(path)


def test_a_typo_in_python_is_an_error_as_in_yaml() -> None:
    with pytest.raises(UsageError, match=r"unknown kind 'asymmetry_1.objekt' \(did you mean 'asymmetry_1.object'"):
        Recipe("mine", {"asymmetry_1.objekt": KindSettings()})
    with pytest.raises(ValueError, match="limit"):
        KindSettings(limit=-1)


def test_a_filter_that_needs_a_score_stands_behind_the_one_that_gives_it() -> None:
    class Needy:
        name, needs, gives = "needy", ("similarity",), ("need",)

    class Giving:
        name, needs, gives = "giving", (), ("similarity",)

    assert scores_of([Giving, Needy]) == ("similarity", "need")
    with pytest.raises(UsageError, match="'needy' needs the score 'similarity', which no filter before it gives"):
        scores_of([Needy, Giving])
    with pytest.raises(UsageError, match="two of them give the score 'similarity'"):
        scores_of([Giving, Giving])
