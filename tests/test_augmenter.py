"""The middle of the pipeline: what goes in comes out, chosen as the recipe says, the same each time."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capaug import Augmenter
from capaug.augmenter import caption_id
from capaug.errors import UsageError
from capaug.recipes import KindSettings, load_recipe
from capaug.records import Caption, CaptionGroup, Reject

PHOTOGRAPH = (
    "A brown dog sleeping on a red couch next to a black cat.",
    "Two pets are napping on a sofa in the living room.",
    "A dog and a cat on a couch",
    "There is a dog asleep on the couch with a cat beside it.",
    "a cat and a dog lie on a red couch in a living room",
)


@pytest.fixture(scope="module")
def augmenter() -> Augmenter:
    return Augmenter("default", device="cpu")


def group(*texts: str, image: str = "1") -> CaptionGroup:
    captions = tuple(Caption(f"{image}-{i}", text) for i, text in enumerate(texts))
    return CaptionGroup(image, captions, "test", "all")


def test_a_row_a_caption_in_order(augmenter):
    result = augmenter.augment([group(*PHOTOGRAPH), group("A man riding a horse.", image="2")])
    assert [row.caption for row in result.rows] == [*PHOTOGRAPH, "A man riding a horse."]
    assert not result.rejects
    for row in result.rows:
        assert row.negatives and row.positives
        assert len(row.negatives) <= augmenter.recipe.negatives
        assert len(row.positives) <= augmenter.recipe.positives
        texts = [variant.text for variant in (*row.negatives, *row.positives)]
        assert len(set(texts)) == len(texts)
        assert row.caption not in texts
        assert all(variant.similarity is not None for variant in (*row.negatives, *row.positives))


def test_negatives_spare_what_the_siblings_say(augmenter):
    rows = augmenter.augment([group(*PHOTOGRAPH)]).rows
    for row in rows:
        for variant in row.negatives:
            if variant.kind == "asymmetry_1.object":
                new = " ".join(edit.new for edit in variant.edits)
                assert not {"cat", "dog", "sofa", "pet", "puppy"} & set(new.split())


def test_what_a_caption_gets_does_not_depend_on_its_batch(augmenter):
    groups = [group(*PHOTOGRAPH), group("A red bus on a city street.", "A bus drives by.", image="2")]
    together = augmenter.augment(groups).rows
    apart = [row for one in reversed(groups) for row in augmenter.augment([one]).rows]
    assert sorted(together, key=lambda r: r.caption_id) == sorted(apart, key=lambda r: r.caption_id)


def test_the_seed_matters_and_nothing_else_draws(augmenter):
    random.seed(1)
    first = augmenter.augment([group(*PHOTOGRAPH)])
    random.seed(2)
    assert augmenter.augment([group(*PHOTOGRAPH)]) == first
    other = Augmenter(augmenter.recipe, seed=7, device="cpu").augment([group(*PHOTOGRAPH)])
    assert other.rows != first.rows


def test_limits_and_weights_of_the_recipe():
    recipe = replace(
        load_recipe("default"),
        negatives=1,
        positives=0,
        kinds={
            "asymmetry_1.object": KindSettings(limit=3, weight=0.1),
            "attribute_replace.contrast": KindSettings(limit=1, weight=1.0),
        },
    )
    (row,) = Augmenter(recipe, device="cpu").augment_captions(["A red bus next to a dog."])
    assert [variant.kind for variant in row.negatives] == ["attribute_replace.contrast"]
    assert not row.positives


def test_a_band_refuses_and_is_counted():
    recipe = load_recipe("default")
    kinds = {"asymmetry_1.object": KindSettings(limit=2, weight=1.0, band=(-1.0, -0.9))}
    result = Augmenter(replace(recipe, kinds=kinds, filters=("rules", "embedding")), device="cpu").augment(
        [group("A dog on a couch.")]
    )
    assert result.rows[0].negatives == ()
    assert result.refused["asymmetry_1.object", "similarity_high"] > 0
    assert {kind for kind, _ in result.refused} == {"asymmetry_1.object"}


def test_captions_that_cannot_be_parsed_are_rejected_with_their_reason(augmenter):
    given_reject = Reject("1", "x", "", "test", "all", "null", "caption is null")
    bad = CaptionGroup(
        "1",
        (Caption("a", "  "), Caption("b", "一只狗在沙发上"), Caption("c", "A dog.")),
        "test",
        "all",
        (given_reject,),
    )
    result = augmenter.augment([bad])
    assert [(r.caption_id, r.reason) for r in result.rejects] == [("x", "null"), ("a", "empty"), ("b", "not_english")]
    assert [row.caption_id for row in result.rows] == ["c"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(max_size=60)
        | st.sampled_from([*PHOTOGRAPH, "def f(x): return x", "http://x.y/z?a=b", "dog, cat, , ,"]),
        max_size=4,
    )
)
def test_nothing_is_lost_and_nothing_raises(augmenter, texts):
    result = augmenter.augment([group(*texts)] if texts else [])
    assert len(result.rows) + len(result.rejects) == len(texts)
    for row in result.rows:
        for variant in (*row.positives, *row.negatives):
            text = row.caption
            for edit in sorted(variant.edits, key=lambda e: (-e.start, -e.end)):
                assert text[edit.start : edit.end] == edit.old
                text = text[: edit.start] + edit.new + text[edit.end :]
            assert text == variant.text


@pytest.mark.parametrize("change", [{"parser": "no_such_pipeline"}, {"encoder": "/no/such/encoder"}])
def test_unknown_models_are_a_users_error(change):
    with pytest.raises(UsageError):
        Augmenter(replace(load_recipe("default"), **change), device="cpu")


def test_one_result_a_caption_in_order_with_the_reason_where_there_is_none(augmenter):
    texts = ["A brown dog on a red couch.", None, "", 7, "一只狗在沙发上", "A man riding a white horse."]
    results = augmenter.augment_captions(texts)
    assert [result.reason for result in results] == ["", "null", "empty", "not_text", "not_english", ""]
    assert [bool(result.negatives) for result in results] == [True, False, False, False, False, True]
    assert [result.caption for result in results] == [texts[0], "", "", "", texts[4], texts[5]]


def test_an_id_comes_from_the_text_so_that_batches_change_nothing(augmenter):
    texts = [
        f"A {color} dog sitting on a {thing}." for color in ("red", "brown", "black") for thing in ("bed", "bench")
    ]
    whole = augmenter.augment_captions(texts)
    assert whole == [augmenter.augment_captions([text])[0] for text in texts]
    assert [result.caption_id for result in whole] == [caption_id(text) for text in texts]
    named = augmenter.augment_captions(texts, ids=[str(k) for k in range(len(texts))])
    assert [result.caption_id for result in named] == ["0", "1", "2", "3", "4", "5"]


def test_captions_of_one_image_know_of_each_other_wherever_they_stand(augmenter):
    dog, cat, horse = "A dog on a couch.", "A cat lying on a couch beside a dog.", "A white horse."
    apart = augmenter.augment_captions([dog, horse, cat], images=["1", "2", "1"])
    group_ = CaptionGroup("1", (Caption(caption_id(dog), dog), Caption(caption_id(cat), cat)), "captions", "all")
    assert [apart[0], apart[2]] == augmenter.augment([group_]).rows
    assert "cat" not in " ".join(edit.new for n in apart[0].negatives for edit in n.edits)


@pytest.mark.parametrize("extra", [{"ids": ["1"]}, {"images": "ab"}, {"images": ["1", "2", "3"]}])
def test_ids_and_images_are_one_for_each(augmenter, extra):
    with pytest.raises(UsageError, match=f"{next(iter(extra))} must be one for each of the 2 captions"):
        augmenter.augment_captions(["A dog.", "A cat."], **extra)


def test_one_text_is_no_list_of_captions(augmenter):
    with pytest.raises(UsageError, match="takes a list of captions"):
        augmenter.augment_captions("A dog.")


def test_long_lists_are_chunked_and_the_bar_goes_to_standard_error(augmenter, monkeypatch, capsys):
    monkeypatch.setattr("capaug.augmenter.CHUNK", 2)
    texts = [f"{number} dogs." for number in ("Two", "Three", "Four", "Five", "Six")]
    assert augmenter.augment_captions(texts, progress=True) == augmenter.augment_captions(texts)
    assert capsys.readouterr().out == ""


def test_a_pickle_is_small_stable_and_makes_the_same(augmenter):
    other = Augmenter("default", seed=3, device="cpu")
    assert pickle.dumps(augmenter) == pickle.dumps(Augmenter("default", device="cpu"))
    assert pickle.dumps(other) != pickle.dumps(augmenter)
    assert len(pickle.dumps(augmenter)) < 10_000
    again = pickle.loads(pickle.dumps(other))
    texts = ["A brown dog sleeping on a red couch next to a black cat."]
    assert again.augment_captions(texts) == other.augment_captions(texts) != augmenter.augment_captions(texts)


def test_an_encoder_of_ones_own():
    class Constant:
        name, dimension = "constant", 2

        def encode(self, texts):
            return np.tile(np.float32([[1.0, 0.0]]), (len(texts), 1))

    (row,) = Augmenter(encoder=Constant()).augment_captions(["A brown dog on a couch."])
    assert {variant.similarity for variant in (*row.negatives, *row.positives)} == {1.0}
