"""Attribute negatives on real captions."""

from __future__ import annotations

import pytest

CONTRAST, SWAP = "attribute_replace.contrast", "attribute_replace.swap"


def changed(before: str, after: str) -> tuple[str, str]:
    """The one word that differs between two captions of equal length."""
    pairs = [(a, b) for a, b in zip(before.split(), after.split(), strict=True) if a != b]
    assert len(pairs) == 1, (before, after)
    return pairs[0]


def test_colour_gives_way_to_a_colour(texts):
    caption = "The red bus parked on the street."
    found = texts(CONTRAST, caption)
    assert found
    for text in found:
        old, new = changed(caption, text)
        assert old == "red"
        assert new not in {"maroon", "pink", "crimson", "dark"}


def test_numbers_stay_numbers(texts):
    caption = "Two dogs playing in the grass."
    numbers = {
        changed(caption, text)[1].lower()
        for text in texts(CONTRAST, caption)
        if text.split()[1:] == caption.split()[1:]
    }
    assert numbers and numbers <= {"three", "four", "five", "six", "seven", "eight", "nine", "ten"}


def test_posture_keeps_its_form(texts):
    found = texts(CONTRAST, "The man sitting alone.")
    assert found
    assert all(text.startswith("The man ") and text.endswith("ing alone.") for text in found)


def test_sibling_rescues_the_caption(texts):
    caption = "The red bus on the street."
    assert not texts(CONTRAST, "The bus on the street.")
    assert "yellow" in {changed(caption, text)[1] for text in texts(CONTRAST, caption, draws=30)}
    with_sibling = texts(CONTRAST, caption, "A yellow and red bus driving down a road.", draws=30)
    assert all("yellow" not in text for text in with_sibling)


def test_two_colours_of_one_thing_are_left_alone(texts):
    assert not [t for t in texts(CONTRAST, "A black and white cat on a chair.") if "chair" in t and "cat" not in t]
    assert not texts(CONTRAST, "The black and white cat.")


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A man is walking on the beach.", "men are walking on the beach."),
        ("A bird flies over the water", "birds fly over the water"),
    ],
)
def test_an_article_is_a_number(caption, expected, texts):
    assert any(text.endswith(expected) for text in texts(CONTRAST, caption))


@pytest.mark.parametrize(
    ("caption", "sibling"),
    [
        ("A man wearing a hat.", "A man in a hat."),  # two men do not wear one hat
        ("A man is walking on the beach.", "Some people on the beach."),  # a sibling speaks of several
        ("A man is walking his dog on the beach.", "A beach."),  # whose dog?
    ],
)
def test_articles_that_stay(caption, sibling, texts):
    assert not [text for text in texts(CONTRAST, caption, sibling) if " men " in text]


def test_collectives(texts):
    caption = "A group of people sitting on the grass."
    assert "A pair of people sitting on the grass." in texts(CONTRAST, caption)
    assert not [t for t in texts(CONTRAST, caption, "Two people on the grass.") if "pair of" in t]


def test_swap(texts):
    assert "A white cat and a black dog on a couch." in texts(SWAP, "A black cat and a white dog on a couch.")


@pytest.mark.parametrize(
    "caption",
    [
        "A black cat and a black dog on a couch.",  # nothing changes
        "A black cat next to a white cat.",  # the same picture
        "A wooden table and a white dog.",  # two types
    ],
)
def test_no_swap(caption, texts):
    assert not texts(SWAP, caption)


def test_negated_captions_are_left_alone(texts):
    assert not texts(CONTRAST, "A red bus with no passengers.")


def test_article_follows(texts):
    found = texts(CONTRAST, "A red umbrella on a bench.", draws=40)
    assert all(not text.startswith(("A orange", "An red", "An blue")) for text in found)


@pytest.mark.parametrize(
    ("caption", "sibling", "wrong"),
    [
        ("A white cat on a chair.", "A silver cat on a seat.", "gray"),
        ("A green couch by a window.", "A brown sofa in a room.", "tan"),
        ("A large dog on a rug.", "A little dog on a carpet.", "tiny"),
    ],
)
def test_a_value_near_to_what_a_sibling_says(caption, sibling, wrong, texts):
    assert any(wrong in text for text in texts(CONTRAST, caption, draws=150))
    assert not any(wrong in text for text in texts(CONTRAST, caption, sibling, draws=150))


def test_many_and_several_give_way_only_to_two(texts):
    for quantity in ("Many", "Several"):
        made = texts(CONTRAST, f"{quantity} cows in a field.", draws=40)
        assert [text for text in made if text.endswith("cows in a field.")] == ["Two cows in a field."]
        assert not texts(CONTRAST, f"{quantity} cows in a field.", "A couple of cows in a field.")


@pytest.mark.parametrize("caption", ["A group of four men standing.", "A group of men and women at a table."])
def test_no_pair_of_four_or_of_two_kinds(caption, texts):
    assert not [text for text in texts(CONTRAST, caption) if "pair of" in text]
