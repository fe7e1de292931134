from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.parsing.screen import screen

REASONS = {"empty", "control_characters", "too_long", "markup", "no_letters", "not_english"}


@pytest.mark.parametrize(
    "text",
    [
        "A man riding a wave on top of a surfboard.",
        "two dogs 🐕🐕 playing in the snow ❄️",
        "a family 👨‍👩‍👧 at a picnic",  # joined emoji hold format characters
        "A café by the Zoë bridge — “open” at 5°C",
        "Salt & pepper; AT&T; and R&D on a sign",
        "i <3 my cat, 2 < 3 > 1",
        "a tab\tand a line end\n",
        "x",
        "dog " * 100,
        "a" * 800,
        "A shop sign that says 面 in a noodle bar",
    ],
)
def test_english_captions_pass(text: str) -> None:
    assert screen(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \t\n\u00a0\u2003", "empty"),
        ("dog " * 601, "too_long"),
        ("a" * 4001, "too_long"),
        ("word " * 10_000, "too_long"),
        ("12 + 34 = 46!", "no_letters"),
        ("🐕🐕", "no_letters"),
        ("\u200b\u200b", "no_letters"),
        ("一只狗在沙发上", "not_english"),
        ("собака на диване", "not_english"),
        ("a dog 一只狗在沙发上睡觉", "not_english"),
        ("a <b>red</b> bus", "markup"),
        ("a bus<br/>", "markup"),
        ("<PERSON> rides a horse", "markup"),
        ("a dog <!-- check this --> runs", "markup"),
        ("salt &amp; pepper", "markup"),
        ("a dog&#39;s tail", "markup"),
        ("a dog&#x27;s tail", "markup"),
        ("a dog\x00 on a couch", "control_characters"),
        ("a dog\r\non a couch", "control_characters"),
        ("a \x1b[31mred\x1b[0m bus", "control_characters"),
        ("a dog \ud83d on a couch", "control_characters"),
        ("a caf\ufffd", "control_characters"),
        ("a dog \u202eno a couch", "control_characters"),
        ("a dog\x85", "control_characters"),
    ],
)
def test_others_get_a_reason(text: str, reason: str) -> None:
    found = screen(text)
    assert found is not None
    assert found[0] == reason


def test_the_detail_says_where_and_how_much() -> None:
    assert screen("a dog\x07 barks") == ("control_characters", "U+0007 at character 5: '\\x07 barks'")
    assert screen("dog " * 10_000) == (
        "too_long",
        "over 600 words or 4,000 characters before a sentence ends: 'dog dog dog dog dog dog dog dog dog dog '",
    )
    assert screen("собака на дивane") == ("not_english", "21% of the letters are ASCII: 'собака на дивane'")


@given(
    st.text(st.characters(exclude_categories=()))
    | st.text(st.sampled_from("a <b>&;\n\x00é狗\u202e\ud800"), max_size=900)
)
def test_any_text_gets_none_or_a_printable_line(text: str) -> None:
    found = screen(text)
    assert found == screen(text)
    if found is not None:
        reason, detail = found
        assert reason in REASONS
        assert detail.isprintable()
    if not any(character.isalpha() for character in text):
        assert found is not None
