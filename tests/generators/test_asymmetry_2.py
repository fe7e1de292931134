"""Asymmetry-II positives on real captions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.english.edits import fold

SUBGRAPH, GENERALISE, TRUNCATE = (f"asymmetry_2.{kind}" for kind in ("subgraph", "generalise", "truncate"))


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A man riding a wave on a surfboard.", {"A man riding a wave."}),
        (
            "A woman is sitting on a bench near a fountain.",
            {"A woman is sitting on a bench.", "A woman is sitting."},
        ),
        ("a kitchen with a stove and a sink", {"a kitchen with a stove"}),
        (
            "Two dogs running along the beach with a frisbee",
            {"Two dogs running along the beach", "Two dogs running"},
        ),
        ("A man swinging a bat, while people watch him play.", {"A man swinging a bat."}),
        ("There is a cat on the bed.", {"There is a cat."}),
        ("A bowl of rice and beans on a table", {"A bowl of rice", "A bowl of rice and beans"}),
    ],
)
def test_truncation_ends_at_a_phrase_boundary(texts, caption, expected):
    assert set(texts(TRUNCATE, caption)) == expected


@pytest.mark.parametrize(
    "caption",
    [
        "A man puts a plate on the table.",  # "A man puts a plate"
        "a dog with its mouth open on a couch",  # "a dog with its mouth"
        "A vase sitting on a table.",  # "A vase sitting"
        "A table topped with plates.",  # "A table topped"
        "A person looks at a group of people.",  # "A person looks"
        "A cat.",
    ],
)
def test_no_truncation_leaves_a_phrase_open(texts, caption):
    assert texts(TRUNCATE, caption) == []


def test_truncation_keeps_a_denial_whole_or_drops_it(texts):
    assert texts(TRUNCATE, "A man holding no plate on a table.") == []
    assert texts(TRUNCATE, "A busy city street without any cars on it.") == ["A busy city street."]


def test_a_list_is_not_cut_before_its_end(texts):
    for text in texts(TRUNCATE, "A plate of food with carrots, potatoes and meat."):
        assert text != "A plate of food with carrots, potatoes."


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A man in a red shirt riding a horse on the beach.", "A man riding a horse."),
        ("A man in a red shirt riding a horse on the beach.", "A man on the beach."),
        ("A young woman wearing a blue dress is holding a large umbrella.", "A woman is holding an umbrella."),
        ("A cat and a dog sleeping on a couch.", "A dog sleeping on a couch."),
        ("A small brown dog on a wooden bench.", "A dog on a bench."),
        ("A man on a horse is talking to a woman.", "A man is talking to a woman."),
    ],
)
def test_subgraph_keeps_a_connected_part(texts, caption, expected):
    assert expected in texts(SUBGRAPH, caption)


@pytest.mark.parametrize(
    ("caption", "false"),
    [
        ("A woman holding a dog wearing a red sweater.", "A woman wearing"),  # the dog wears it
        ("A man near a boat on the water.", "A man on the water"),  # the boat is on the water
        ("A man watching a dog in a field.", "A man in a field"),
        ("A child with an umbrella on the ground.", "A child on the ground"),
    ],
)
def test_subgraph_never_hands_a_phrase_to_another_noun(texts, caption, false):
    assert not any(text.startswith(false) for text in texts(SUBGRAPH, caption))


def test_subgraph_keeps_what_a_pronoun_means(texts):
    for text in texts(SUBGRAPH, "A small dog with a red frisbee that has a hole in it."):
        assert "frisbee" in text or " it" not in text


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("Two poodles on a leather couch.", "Two dogs on a couch."),
        ("A woman riding a horse on the beach.", "A person riding an animal on the beach."),
        ("Three cats are sleeping on a bed.", "Cats are sleeping on a bed."),
        ("Three cats are sleeping on a bed.", "A cat is sleeping on a bed."),
        ("a group of zebras standing in a field", "zebras standing in a field"),
        ("An old man holding a banana.", "A man holding a banana."),
        ("An old man holding a banana.", "An old person holding a banana."),
    ],
)
def test_generalisation(texts, caption, expected):
    assert expected in texts(GENERALISE, caption)


@pytest.mark.parametrize(
    "caption",
    [
        "A man without a dog on a leash.",  # without an animal says more
        "Few people are on the beach.",
        "All the dogs are black.",
        "A man and a woman holding hands.",  # "a person and a woman"
    ],
)
def test_no_generalisation_where_it_says_more_or_sounds_odd(texts, caption):
    assert texts(GENERALISE, caption) == []


def test_an_imitation_stays_one(texts):
    for caption in (
        "A fake cow in a green field.",
        "A toy elephant on a wooden shelf.",
        "A stuffed bear on a big bed.",
    ):
        for kind in (GENERALISE, SUBGRAPH):
            for text in texts(kind, caption):
                assert not text.startswith(("A cow", "An elephant", "A bear", "An animal")), text


CAPTIONS = (
    "A man in a red shirt riding a brown horse on the beach.",
    "two young girls are eating cake at a table",
    "The old bus is parked next to a tall building.",
    "A group of people standing around a table with food.",
    "There are several boats in the water near a dock",
    "A WOMAN HOLDING A TENNIS RACKET ON A COURT",
)


@settings(deadline=None, max_examples=20)
@given(caption=st.sampled_from(CAPTIONS), kind=st.sampled_from((SUBGRAPH, TRUNCATE)))
def test_shorter_texts_use_the_words_of_the_caption(texts, caption, kind):
    """``texts`` also checks that the edits give the text; here nothing is added but ``a`` and ``an``."""
    said = set(fold(caption).split()) | {"a", "an"}
    for text in texts(kind, caption, draws=3):
        assert set(fold(text).split()) <= said
        assert len(text) < len(caption)
        assert text.endswith(".") == caption.endswith(".")


def test_same_draw_same_texts(texts):
    assert texts(GENERALISE, CAPTIONS[0], draws=1) == texts(GENERALISE, CAPTIONS[0], draws=1)


def test_a_subordinate_clause_keeps_its_verb(texts):
    caption = "City traffic is stopped while a woman with a stroller crosses the street."
    assert "City traffic is stopped while a woman." not in texts("asymmetry_2.truncate", caption)
