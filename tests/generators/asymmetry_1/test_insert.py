"""One more thing that is hardly there."""

from __future__ import annotations

import pytest

INSERT = "asymmetry_1.insert"


def test_insert_names_something_foreign(texts):
    found = texts(INSERT, "A kitchen with a stove.")
    assert found
    assert all(text.startswith("A kitchen with a stove") and text.endswith(".") for text in found)
    added = {text.removeprefix("A kitchen with a stove").strip(" .").split()[-1] for text in found}
    assert not added & {"sink", "refrigerator", "counter", "oven", "table"}


@pytest.mark.parametrize(
    "caption",
    [
        "A man holding a book.",  # no scene
        "A kitchen without a stove.",  # a denial
        "A kitchen with a stove that is",  # open
        "",
    ],
)
def test_nothing_is_added(caption, texts):
    assert not texts(INSERT, caption)
    assert texts(INSERT, "A kitchen with a stove")


def test_a_list_gets_one_more(texts):
    assert all(" and a" in text for text in texts(INSERT, "A kitchen with a stove"))
    assert not any("kitchen and a" in text for text in texts(INSERT, "A sink and a stove in a kitchen"))


def test_what_a_caption_names_is_not_added(texts, refused):
    added = {text.split()[-1] for text in texts(INSERT, "A kitchen with a stove", draws=60)}
    animal = min(added)
    beside = f"A {animal} in a kitchen."
    assert animal not in {text.split()[-1] for text in texts(INSERT, "A kitchen with a stove", beside, draws=60)}
    assert "named_already" in refused(INSERT, "A kitchen with a stove", beside)
