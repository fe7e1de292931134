"""Tables of the balance filter, fitted to captions of one's own."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from capaug.augmenter import Augmenter
from capaug.calibration.balance import (
    FURTHER,
    OF_RIDGE,
    RIDGE,
    Differences,
    Example,
    balanced_kinds,
    candidates_of,
    chooser,
    fit,
    fit_all,
    ridge_of,
    shares,
    thresholds_of,
    with_tables,
    write_tables,
)
from capaug.errors import OutputError
from capaug.filters.balance import load_tables
from capaug.recipes import load_recipe
from capaug.records import Caption, CaptionGroup

KIND = "attribute_replace.contrast"


def groups(captions: list[str]) -> list[CaptionGroup]:
    return [CaptionGroup(str(k), (Caption(str(k), text),), "test", "all") for k, text in enumerate(captions)]


@pytest.fixture(scope="module")
def buses() -> list[Example]:
    """Candidates of captions in which three buses of four are red."""
    captions = [f"A {'red' if k % 4 else 'blue'} bus is parked on street {k}." for k in range(60)]
    return candidates_of(groups(captions), load_recipe("default"), [KIND])


def test_fitting_makes_words_as_frequent_in_captions_as_in_negatives():
    """Colours of very unlike frequency, replaced evenly: the fit finds how often each way may be taken."""
    rng = random.Random(0)
    colors = {"red": 8, "blue": 4, "green": 2, "beige": 1}
    examples = []
    for k in range(3000):
        (color,) = rng.choices(list(colors), list(colors.values()))
        caption = f"a {color} {rng.choice(['bus', 'door', 'kite'])}"
        examples += [
            Example(str(k), str(k), caption, caption.replace(color, other), KIND) for other in colors if other != color
        ]
    limits = {KIND: 3}
    thresholds = {KIND: thresholds_of(KIND)}
    fitted = fit(examples, limits, thresholds, {KIND: "one"})[KIND]
    weights = np.append(fitted.weights.astype(float), fitted.fluency)
    for values, most in ((np.zeros_like(weights), 1.0), (weights, 0.1)):
        margins = Differences(examples).times(values)
        chosen = chooser(examples, limits, thresholds)(margins, np.random.default_rng(0))
        kept = [example for example, keep in zip(examples, chosen, strict=True) if keep]
        before = Counter(example.caption.split()[1] for example in kept)
        after = Counter(example.text.split()[1] for example in kept)
        uneven = max(abs(before[color] - after[color]) / len(kept) for color in colors)
        assert uneven <= most
        if most == 1.0:
            assert uneven > 0.15
    assert len(kept) > 1500


def test_balanced_are_negatives_that_neither_lengthen_a_text_nor_are_wrong_on_purpose():
    assert set(balanced_kinds(load_recipe("default"))) == {
        "relation_swap.roles",
        "relation_swap.predicate",
        "relation_swap.objects",
        "attribute_replace.contrast",
        "attribute_replace.swap",
        "attribute_replace.compound",
        "attribute_replace.setting",
        "asymmetry_1.object",
        "asymmetry_1.activity",
        "asymmetry_1.lack",
        "relation_swap.arrangement",
        "relation_swap.part",
        "relation_swap.position",
    }
    assert "asymmetry_1.noise" not in balanced_kinds(load_recipe("ascl"))


def test_few_examples_move_the_weights_further():
    assert [ridge_of(n) for n in (OF_RIDGE, 4 * OF_RIDGE, 10**9)] == [1.0, 2.0, RIDGE]


def test_tables_come_back_from_their_file(tmp_path, buses):
    recipe = load_recipe("default")
    tables = fit_all(buses, recipe, [KIND])
    file = tmp_path / "mine.npz"
    write_tables(file, tables)
    again = load_tables(str(file))
    assert set(again) == set(tables) == {KIND}
    assert np.array_equal(again[KIND].weights, tables[KIND].weights)
    mine, its = again[KIND], tables[KIND]
    assert (mine.fluency, mine.lead, mine.first) == (its.fluency, its.lead, its.first)
    with pytest.raises(OutputError, match="cannot write the tables"):
        write_tables(tmp_path / "none" / "mine.npz", tables)


def test_what_the_captions_never_say_reads_odder_than_what_they_say(buses):
    (table,) = fit_all(buses, load_recipe("default"), [KIND]).values()
    changes = [e for e in buses if e.caption.startswith("A red") and e.text.split()[1] != "red"]
    weights = np.append(table.weights.astype(float), table.fluency)
    margins = Differences(changes).times(weights) + table.offset
    said = [e.text.split()[1] == "blue" for e in changes]
    assert any(said) and margins[said].mean() < margins[np.logical_not(said)].mean()


def test_long_captions_keep_more_of_their_negatives(buses):
    recipe = load_recipe("default")
    (short,) = fit_all(buses, recipe, [KIND]).values()
    more = " There is a tree beside it." * 10
    (long,) = fit_all(
        [replace(e, caption=e.caption + more, text=e.text + more) for e in buses], recipe, [KIND]
    ).values()
    assert long.further > short.further == FURTHER
    assert long.first == short.first


def test_a_recipe_reads_its_tables(tmp_path, buses):
    recipe, file = load_recipe("default"), tmp_path / "mine.npz"
    write_tables(file, fit_all(buses, recipe, [KIND]))
    captions = [example.caption for example in buses[:20]]
    (mine, coco) = (
        [
            v.scores.get("balance")
            for row in Augmenter(one, device="cpu").augment_captions(captions)
            for v in row.negatives
        ]
        for one in (with_tables(recipe, file), recipe)
    )
    assert mine != coco


def test_shares_are_of_captions(buses):
    (found,) = shares(buses, fit_all(buses, load_recipe("default"), [KIND])).values()
    assert found.candidates == len(buses)
    assert found.captions == len({example.caption_id for example in buses}) <= 60
    assert 0 < found.kept <= 1


def test_a_recipe_without_the_filter_gets_it_behind_the_rules(tmp_path):
    plain = replace(load_recipe("default"), filters=("rules", "embedding"))
    fitted = with_tables(plain, tmp_path / "mine.npz")
    assert fitted.filters == ("rules", "balance", "embedding")
    assert with_tables(fitted, tmp_path / "other.npz").filters == fitted.filters
    assert with_tables(replace(plain, filters=("embedding",)), tmp_path / "x.npz").filters == ("balance", "embedding")
