"""The balance filter: what it prefers, what it refuses, and that nothing but the key decides."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from capaug.augmenter import Augmenter
from capaug.errors import InputError
from capaug.filters.balance import BITS, BalanceFilter, Table, accepted, differences, gumbel, load_tables, ranks
from capaug.filters.base import Candidate
from capaug.recipes import load_recipe
from capaug.records import AugmentedCaption, Caption, CaptionGroup
from capaug.sources import open_source

KIND = "attribute_replace.contrast"
CAPTION = "A red bus on the street."
TEXTS = [f"A {color} bus on the street." for color in ("blue", "green", "beige", "mauve")]


@pytest.fixture
def candidates(make_scene, make_candidate):
    """``candidates(texts, caption_id, kind)``: of one caption."""

    def made(texts: list[str], caption_id: str = "1", kind: str = KIND) -> list[Candidate]:
        one = make_scene(CAPTION, caption_id=caption_id)
        return [make_candidate(one, text, kind) for text in texts]

    return made


@pytest.fixture
def balance_filter(make_setup):
    """``balance_filter(tables, seed)``."""
    return lambda tables, seed=0: BalanceFilter(make_setup(seed=seed), tables)


def table(weights: dict[str, float], first: float = 2.0, further: float = 0.0, lead: float | None = None) -> Table:
    """A table that knows single words of a text in place of ``red``: above 0 they read odd."""
    array = np.zeros(1 << BITS, dtype=np.float16)
    for word, weight in weights.items():
        _, places, values = differences([CAPTION], [f"A {word} bus on the street."])
        _, same, _ = differences([CAPTION], ["A zebra bus on the street."])
        own = [k for k, place in enumerate(places) if place not in set(same) and values[k] < 0]
        array[places[own]] = -weight / np.abs(values[own]).sum()
    return Table(array, 0.0, 0.0, first if lead is None else lead, first, further)


def features(caption: str, text: str) -> dict[int, float]:
    """What :func:`differences` finds, summed by place."""
    found: Counter[int] = Counter()
    _, places, values = differences([caption], [text])
    for place, value in zip(places.tolist(), values.tolist(), strict=True):
        found[place] += value
    return {place: value for place, value in found.items() if value}


def test_only_what_changes_counts():
    short = features("A red bus.", "A blue bus.")
    # one word, two 2-grams and the 3-grams that hold it, of either text
    assert len(short) == 2 * (1 + 2 + 3)
    assert sum(short.values()) == pytest.approx(0)
    far = features("There stands a man with a hat near a red bus.", "There stands a man with a hat near a blue bus.")
    assert len(far) == len(short)
    assert features("a dog", "a dog") == {}


@pytest.mark.parametrize(
    ("caption", "text"),
    [("A dog.", "a dog."), ("A dog.", "A dog"), ("A dog runs", "A dog"), ("a dog and a cat", "a cat and a dog")],
)
def test_capital_last_mark_length_and_order_count(caption, text):
    forward, backward = features(caption, text), features(text, caption)
    assert forward
    assert forward == pytest.approx({place: -value for place, value in backward.items()})


def test_rows_of_a_batch_are_those_of_the_pairs_alone():
    pairs = [(CAPTION, TEXTS[0]), ("a dog", "two dogs run"), ("", "x"), ("A man.", "A man")]
    rows, places, values = differences(*map(list, zip(*pairs, strict=True)))
    assert np.all(np.diff(rows) >= 0)
    for row, (caption, text) in enumerate(pairs):
        alone = sorted(zip(*(part.tolist() for part in differences([caption], [text])[1:]), strict=True))
        assert sorted(zip(places[rows == row].tolist(), values[rows == row].tolist(), strict=True)) == alone


def test_the_margin_is_kept_and_the_least_likely_texts_are_refused(candidates, balance_filter):
    balance = balance_filter({KIND: table({"blue": -1.0, "mauve": 30.0})})
    given = candidates(TEXTS)
    balance.judge(given)
    by_text = {c.variant.text: c for c in given}
    margins = {text: c.scores["balance"] for text, c in by_text.items()}
    assert margins[TEXTS[0]] == pytest.approx(-1.0, abs=0.05)
    assert margins[TEXTS[1]] == pytest.approx(0.0, abs=0.05)
    assert margins[TEXTS[3]] == pytest.approx(30.0, abs=0.2)
    assert by_text[TEXTS[3]].refused == "balance"


def test_the_order_is_a_draw_by_the_softmax_of_the_margins(candidates, balance_filter):
    balance = balance_filter({KIND: table({"blue": -1.0, "green": 0.5})})
    given = [candidates(TEXTS[:2], str(k)) for k in range(2000)]
    balance.judge([c for of_caption in given for c in of_caption])
    first = Counter(min(of_caption, key=lambda c: c.order).variant.text for of_caption in given)
    expected = np.exp(1.0) / (np.exp(1.0) + np.exp(-0.5))
    assert first[TEXTS[0]] / 2000 == pytest.approx(expected, abs=0.03)


def test_what_reads_odd_is_kept_more_rarely(candidates, balance_filter):
    """Red buses are thrice as frequent as mauve ones: the way to mauve is taken a third as often, nearly."""
    balance = balance_filter({KIND: table({"mauve": float(np.log(3))}, first=0.0)})
    given = [candidates([TEXTS[3]], str(k))[0] for k in range(4000)]
    balance.judge(given)
    kept = sum(c.refused is None for c in given)
    # the chance that a Gumbel draw is above log 3
    assert kept / 4000 == pytest.approx(1 - np.exp(-1 / 3), abs=0.03)


def test_the_first_of_a_caption_the_first_of_a_kind_and_the_others_need_lower_and_lower_keys():
    keys = np.array([5.0, 1.0, 6.0, -1.0, 0.5, -0.5, 9.0, 11.0])
    captions = np.array([0, 0, 0, 1, 1, 1, 2, 3])
    kinds = np.array([0, 1, 1, 0, 0, 0, 0, 0])
    passed = accepted(keys, captions, kinds, np.tile([10.0, 2.0, 0.0], (8, 1)))
    assert passed.tolist() == [False, True, False, True, False, True, True, False]
    assert ranks(keys, captions).tolist() == [1, 0, 2, 0, 2, 1, 0, 0]


def test_a_caption_keeps_what_is_likest_to_captions_whatever_its_kind(make_scene, make_candidate, balance_filter):
    other = "asymmetry_1.object"
    odd = table({"blue": 30.0, "green": 40.0}, lead=1000.0)
    balance = balance_filter({KIND: odd, other: odd})
    scene = make_scene(CAPTION)
    mine = ((TEXTS[0], KIND), (TEXTS[1], KIND), (TEXTS[1], other))
    given = [make_candidate(scene, text, kind) for text, kind in mine]
    balance.judge(given)
    assert [c.refused for c in given] == [None, "balance", "balance"]


def test_gumbel_draws():
    draws = gumbel((np.arange(100_000) + 0.5) / 100_000)
    assert draws.mean() == pytest.approx(np.euler_gamma, abs=0.001)


def test_company_and_batches_change_nothing(candidates, balance_filter):
    balance = balance_filter({KIND: table({"blue": 0.5, "green": 1.0})}, 3)
    together = [c for k in range(20) for c in candidates(TEXTS, str(k))]
    balance.judge(together)
    for k in range(20):
        alone = candidates(TEXTS[::-1], str(k))
        balance.judge(alone)
        ours = [c for c in together if c.scene.caption.caption.id == str(k)]
        judged, again = ([(c.variant.text, c.scores, c.order, c.refused) for c in some] for some in (ours, alone[::-1]))
        assert judged == again


def test_seed_and_caption_decide(candidates, balance_filter):
    def orders(seed: int, caption_id: str) -> list[float]:
        given = candidates(TEXTS, caption_id)
        balance_filter({KIND: table({})}, seed).judge(given)
        return [c.order for c in given]

    assert orders(0, "1") == orders(0, "1")
    assert orders(0, "1") != orders(1, "1")
    assert orders(0, "1") != orders(0, "2")


def test_kinds_without_a_table_are_left_alone(candidates, balance_filter):
    balance = balance_filter({KIND: table({"mauve": 30.0})})
    given = candidates(TEXTS, "1", "asymmetry_1.noise")
    balance.judge(given)
    assert all(c.refused is None and not c.scores and c.order == 0 for c in given)
    balance.judge([])


def test_the_tables_that_ship():
    tables = load_tables()
    assert {"asymmetry_1.object", "attribute_replace.contrast", "relation_swap.predicate"} <= set(tables)
    assert tables["attribute_replace.swap"] is tables["relation_swap.roles"]
    for one in tables.values():
        assert one.weights.shape == (1 << BITS,)
        assert np.isfinite(one.weights).all() and one.weights.any()
        assert one.further <= one.first
    assert (Path(__file__).parents[2] / "capaug/weights/balance/coco.npz").stat().st_size < 4e6


def test_the_default_recipe_balances_and_counts_what_it_refuses():
    captions = ["A man wearing a red shirt is riding a brown horse.", "A black cat sitting on a wooden bench.", CAPTION]
    on = Augmenter("default", device="cpu")
    off = Augmenter(replace(load_recipe("default"), filters=("rules", "embedding")), device="cpu")
    for augmenter in (on, off):
        balanced = [
            "balance" in variant.scores
            for row in augmenter.augment_captions(captions)
            for variant in row.negatives
            if variant.kind == KIND
        ]
        assert balanced and all(balanced) is (augmenter is on)
    groups = [CaptionGroup(str(k), (Caption(str(k), text),), "test", "all") for k, text in enumerate(captions)]
    assert any(reason == "balance" for _, reason in on.augment(groups).refused)
    assert not any(reason == "balance" for _, reason in off.augment(groups).refused)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("elsewhere", "no such file: elsewhere; those that ship are called: coco"),
        ("a.npz", r"no such file: /.*/a.npz;"),
    ],
)
def test_tables_that_are_not_there(name, message):
    with pytest.raises(InputError, match=message):
        load_tables(name)


def test_a_file_that_holds_no_tables(tmp_path):
    for text in (b"no zip", b""):
        (tmp_path / "a.npz").write_bytes(text)
        with pytest.raises(InputError, match="holds no tables; capaug calibrate --balance writes them"):
            load_tables(str(tmp_path / "a.npz"))
    np.savez(tmp_path / "b.npz", other=np.zeros(1))
    with pytest.raises(InputError, match="holds no tables"):
        load_tables(str(tmp_path / "b.npz"))


def leveled(balance: str, *, fill: bool = False) -> list[AugmentedCaption]:
    recipe = replace(load_recipe("default"), balance=balance, fill=fill, negatives=8 if fill else 6)
    groups = list(open_source("coco").groups())[:60]
    return Augmenter(recipe, device="cpu").augment(groups).rows


def test_the_looser_the_more_negatives():
    made = {balance: [len(row.negatives) for row in leveled(balance)] for balance in ("strict", "loose", "off")}
    assert sum(made["strict"]) < sum(made["loose"]) < sum(made["off"])


def test_places_are_filled_with_the_best_balanced_first():
    strict, off, filled = leveled("strict"), leveled("off"), leveled("strict", fill=True)
    assert sum(len(row.negatives) for row in filled) >= sum(len(row.negatives) for row in off)
    levels = [[n.scores.get("balance_level", 0.0) for n in row.negatives] for row in filled]
    assert {0.0, 1.0, 2.0} == {level for row in levels for level in row}
    for row, kept in zip(strict, filled, strict=True):
        texts = {n.text for n in kept.negatives}
        if len(row.negatives) < len(kept.negatives):
            assert {n.text for n in row.negatives} <= texts
