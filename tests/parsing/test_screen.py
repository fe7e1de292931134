from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.parsing.screen import screen
from capaug.sources import open_source

OF_CHARACTERS = {"empty", "control_characters", "too_long", "no_letters", "not_english"}
OF_WORDS = {
    "url", "file_name", "product_code", "tags", "title", "street_address", "other_language", "no_english_word",
}  # fmt: skip
REASONS = OF_CHARACTERS | OF_WORDS


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
        "a <b>red</b> bus",
        "<PERSON> rides a horse",
        "a dog <!-- check this --> runs",
        "salt &amp; pepper",
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
        ("<br/>", "empty"),
        ("a dog&#x202e; on a couch", "control_characters"),
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


TWINS = [
    # reason, a text that is no caption, one beside it that is
    (
        "url",
        "https://www.example.com/images/red-dress.html",
        "a red dress https://www.example.com/images/red-dress.html",
    ),
    ("url", "Visit www.example.com", "a truck with www.example.com on its side"),
    ("url", "info@example.org", "a woman at a desk info@example.org"),
    ("file_name", "IMG_2034.JPG", "a dog on a couch IMG_2034.JPG"),
    ("file_name", "DSC00012", "a camera DSC00012 on a table"),
    ("file_name", "red-dress-front.png", "red-dressed"),
    ("file_name", "neil_smiling", "neil smiling"),
    ("file_name", "how-to-tie-a-tie", "jack-in-the-box"),
    ("file_name", "Photo 4", "Photo 4 of a red car"),
    ("file_name", "Screen Shot 2014-05-01 at 10.22.33 PM.png", "a screen shot of a game"),
    ("product_code", "ME-CS-300", "3D printer"),
    ("product_code", "SKU 88213-XL", "SKU 88213: red leather sofa"),
    ("product_code", "B00XYZ1234", "7-Eleven"),
    ("tags", "sunset, beach, ocean, travel, summer, vacation, photography", "sunset, beach and a palm tree"),
    ("tags", "wedding | bride | groom | photography | love", "a bride and a groom | Our wedding"),
    ("tags", "cute, animal, pet, fluffy, love", "apple, banana, orange, carrot, tomato"),
    ("tags", "#sunset #beach #travel", "a sunset over the sea #sunset #beach"),
    ("tags", "masterpiece, best quality, 1girl, 8k", "a castle on a hill, masterpiece, best quality, 8k"),
    (
        "tags",
        "small blue bathroom ideas 67 cool blue bathroom design ideas",
        "blue towels in a blue bathroom and blue tiles",
    ),
    ("tags", "25 Best Ideas for Small Kitchens", "25 best friends at a table"),
    ("title", "The Lord of the Rings: The Two Towers (2002)", "an old church in the snow (2002)"),
    ("title", "Vol. 3", "a book called Vol. 3 on a shelf"),
    ("title", "Chapter 12", "a page of chapter 12 in a book"),
    ("title", "The Walking Dead S02E05", "the walking dead in a costume"),
    ("title", "The Red Tent: A Novel", "The red tent: a novel on a blanket"),
    ("title", "Adele - Hello (Official Video)", "a singer on a stage in a video"),
    ("title", '"Yellow" by Coldplay', 'a "yellow" sign by a road'),
    ("title", "Coldplay - Yellow", "Oak Chair - Ikea"),
    ("street_address", "8210 Tidewater Dr - Photo 4", "8210 Tidewater street signs"),
    ("street_address", "10216 Banks Ct Austin TX, 78739", "2 banks on a street in Austin"),
    ("other_language", "Mujer con perro en la playa", "A woman with a dog in La Jolla"),
    ("other_language", "Vestido Rojo Para Mujer", "El Capitan at sunrise"),
    ("other_language", "Photo de la table dans le restaurant", "Rio de la Plata river"),
    ("other_language", "Ein Mann und eine Frau am Strand", "Kinder egg on a table"),
    ("other_language", "Houten tafel met stoelen", "The Van Gogh Museum"),
    ("other_language", "Una donna con un cane sulla spiaggia", "Leonardo da Vinci painting"),
    ("other_language", "Mulher com cachorro na praia", "a sign in a shop in Rio de Janeiro"),
    ("other_language", "Kobieta z psem na plaży", "Mobile home in Łódź"),
    ("other_language", "Beyaz kedi ve siyah köpek", "a Turkish rug"),
    ("other_language", "Seorang wanita dengan anjing di pantai", "nasi goreng on a plate"),
    ("other_language", "ek ladki kutta ke saath hai", "a man in a sherwani"),
    ("other_language", "Una sala con sofá y mesa", 'a sign that says "prohibido el paso a la playa"'),
    ("no_english_word", "Aldeean Zhanet Kowalczyk", "Aldeean Zhanet smiling"),
]


@pytest.mark.parametrize(("reason", "text", "caption"), TWINS, ids=[text for _, text, _ in TWINS])
def test_what_is_no_caption_and_its_twin(reason: str, text: str, caption: str) -> None:
    found = screen(text)
    assert found is not None and found[0] == reason
    assert screen(caption) is None


def test_each_reason_has_twins() -> None:
    assert {reason for reason, _, _ in TWINS} == OF_WORDS


SOUP = "a the beach, dog #tag | www.a.com IMG_12.JPG el la und Vol. 3 (2002) - 1girl 12-AB &amp;".split()
SOUP += '<b> <PERSON> : " by 8k'.split()


@given(st.lists(st.sampled_from(SOUP), max_size=12).map(" ".join))
def test_any_words_get_none_or_a_reason(text: str) -> None:
    found = screen(text)
    assert found == screen(text)
    assert found is None or (found[0] in REASONS and found[1].isprintable())


def test_captions_of_the_sample_pass() -> None:
    texts = [caption.text for group in open_source("coco").groups() for caption in group.captions]
    assert len(texts) > 100
    assert [text for text in texts if screen(text)] == []
