from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from capaug.errors import InputError, UsageError
from capaug.recipes import recipe_names
from capaug.training.loop.recipes import TrainingRecipe, check_kinds, load_training_recipe, training_recipe_names

SHIPPED = ("ascl", "centred", "fam", "gap", "mirror", "negclip", "plain", "seeing", "sigmoid")
SMALL = """\
name: mine
objective: contrastive
negatives: 3
kinds: [relation_swap, asymmetry_1.object]
learning_rate: 2.0e-3
"""


def write(folder: Path, text: str) -> str:
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    return str(folder / "mine.yaml")


def test_shipped_recipes() -> None:
    assert training_recipe_names() == SHIPPED
    assert "plain" not in recipe_names()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_recipe_loads_and_survives_being_written_down(name: str, tmp_path: Path) -> None:
    recipe = load_training_recipe(name)
    assert recipe.name == name
    assert load_training_recipe(write(tmp_path, yaml.safe_dump(recipe.as_dict()))) == recipe


def test_what_the_methods_ask_for() -> None:
    plain, negclip, fam, ascl = map(load_training_recipe, ("plain", "negclip", "fam", "ascl"))
    assert (plain.negatives, plain.objective) == (0, "contrastive")
    assert negclip.objective == "contrastive" and negclip.negatives > 0
    assert (fam.objective, fam.fusion, fam.kinds, fam.mask_probability) == ("fam", "cross_attention", None, 0.15)
    assert (ascl.fusion, ascl.positives, ascl.noise, ascl.drop_hardest, ascl.clip) == ("asymmetry", 1, True, False, 2.0)
    assert (ascl.learning_rate, ascl.final_learning_rate, ascl.temperature) == (5e-4, 1e-4, 0.1)


def test_no_text_alone_lowers_what_gap_mirror_and_centred_add_to_plain() -> None:
    for name in ("gap", "mirror", "seeing", "centred"):
        recipe = load_training_recipe(name)
        assert not recipe.in_contrast
        assert recipe.centred or not recipe.choice
        assert recipe.gap or recipe.mirror or recipe.choice
    assert load_training_recipe("sigmoid").objective == "sigmoid"


def test_a_recipe_of_ones_own(tmp_path: Path) -> None:
    assert load_training_recipe(write(tmp_path, SMALL)) == TrainingRecipe(
        name="mine",
        objective="contrastive",
        negatives=3,
        kinds=("relation_swap", "asymmetry_1.object"),
        learning_rate=2e-3,
    )


def test_the_recipe_of_the_page(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "training.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    recipe = load_training_recipe(write(tmp_path, text))
    assert (recipe.choice, recipe.freeze, recipe.accumulate, recipe.image_learning_rate) == (0.5, "none", 1, 1e-4)


def test_negatives_that_are_not_at_hand() -> None:
    recipe = TrainingRecipe("mine", "contrastive", negatives=1, kinds=("relation_swap",))
    check_kinds(recipe, ["relation_swap.roles"])
    check_kinds(TrainingRecipe("mine", "contrastive"), [])
    for held in ([], ["attribute_replace.swap"]):
        with pytest.raises(
            InputError, match=r"^recipe mine: the rows have no negatives of its kinds \(relation_swap\)"
        ):
            check_kinds(recipe, held)


def test_unknown_name() -> None:
    with pytest.raises(
        UsageError,
        match=r"^unknown recipe 'clip' \(did you mean 'negclip'\?\); known: ascl, .*, plain, seeing, sigmoid; .*path",
    ):
        load_training_recipe("clip")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "negatives: 3",
            "negative: 3",
            r"unknown key 'negative' \(did you mean 'negatives'\?\); known: name, objective",
        ),
        ("negatives: 3", "negatives: three", r"negatives must be a whole number, not 'three'"),
        ("negatives: 3", "negatives: -1", r"negatives must be from 0 to 64, not -1"),
        ("negatives: 3", "negatives: true", r"negatives must be a whole number, not True"),
        ("name: mine\n", "", r"the key 'name' is missing"),
        ("objective: contrastive", "objective: clip", r"unknown objective 'clip'; known: ascl, contrastive, fam"),
        ("objective: contrastive", "objective: fam", r"the objective fam needs 'fusion: cross_attention'"),
        ("negatives: 3", "fusion: asymmetry", r"the objective contrastive trains the towers alone; leave out 'fusion'"),
        ("objective: contrastive", "objective: sigmoid\nfusion: asymmetry", "sigmoid trains the towers alone"),
        ("negatives: 3", "noise: true", r"noise in feature space needs 'fusion: asymmetry'"),
        ("negatives: 3", "noise: 1", r"noise must be true or false, not 1"),
        ("negatives: 3", "gap: 1.0", r"gap is about negatives; draw some \('negatives: 3'\)"),
        ("negatives: 3", "mirror: 1.0", r"mirror is about negatives"),
        ("negatives: 3", "quadruple: 1.0", r"quadruple is about negatives"),
        ("negatives: 3", "choice: 1.0", r"choice is about negatives"),
        ("negatives: 3", "negatives: 3\ncentred: true", r"'centred' is a form of the choice; .*'choice: 1.0'"),
        ("negatives: 3", "balance: true", r"balance is about negatives; draw some"),
        ("negatives: 3", "freeze: vision", r"unknown freeze 'vision'; known: none, image, text"),
        ("negatives: 3", "accumulate: 0", r"accumulate must be from 1 to "),
        ("negatives: 3", "text_learning_rate: 0.0", r"text_learning_rate must be above 0 .*'freeze: text' keeps"),
        ("negatives: 3", "text_learning_rate: fast", r"text_learning_rate must be a number, not 'fast'"),
        ("negatives: 3", "freeze: image\nimage_learning_rate: 0.1", r"of a tower that 'freeze: image' keeps as it is"),
        ("negatives: 3", "steps: 0", r"steps must be at least 1"),
        ("2.0e-3", "2e-3", r"learning_rate must be a number, not '2e-3'; write 1.0e-3, not 1e-3"),
        ("[relation_swap, asymmetry_1.object]", "relation_swap", r"kinds must be a list of names"),
        ("negatives: 3", "name: twice", r"line 3: the key 'name' stands twice"),
        (SMALL, "- a list", r"the recipe must be keys with values"),
    ],
)
def test_a_fault_is_named_with_file_and_key(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in SMALL
    with pytest.raises(InputError, match=message) as caught:
        load_training_recipe(write(tmp_path, SMALL.replace(old, new, 1)))
    assert "mine.yaml:" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_kinds_that_nobody_knows_are_refused() -> None:
    recipe = TrainingRecipe("mine", "contrastive", kinds=("relation_swap", "mine.own", "asymmetry_1.object"))
    check_kinds(recipe, ["mine.own"])
    for held in ((), ["mine.other"], ["mine"]):
        with pytest.raises(
            InputError, match=r"^recipe mine: unknown kind of negatives 'mine.own'; known: .*relation_sw"
        ):
            check_kinds(recipe, held)
    check_kinds(TrainingRecipe("all", "contrastive"), [])
    check_kinds(TrainingRecipe("family", "contrastive", kinds=("mine",)), ["mine.own"])
