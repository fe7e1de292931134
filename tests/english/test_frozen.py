"""What names nothing: printed text, names, codes, measures; each beside a text that is like it and names something."""

from __future__ import annotations

import pytest

from capaug.english.frozen import Reading, read_words
from capaug.lexicon import Lexicon
from capaug.parsing.tokenizer import Tokenizer

TOKENIZER = Tokenizer()


def reading(text: str) -> Reading | None:
    words, starts = TOKENIZER(text)
    return read_words(text, words, starts, Lexicon.load())


def frozen(text: str) -> str:
    """The words that are frozen, runs parted by bars."""
    words, _ = TOKENIZER(text)
    told = reading(text)
    if told is None:
        return ""
    runs: list[list[str]] = []
    for i in sorted(told.frozen):
        if i - 1 not in told.frozen:
            runs.append([])
        runs[-1].append(words[i])
    return " | ".join(" ".join(run) for run in runs)


def given(text: str) -> str:
    """What a parser is given."""
    told = reading(text)
    return " ".join(TOKENIZER(text)[0] if told is None else told.words)


PRINTED = [
    ('A sign that says "FROG POND" on it.', '" FROG POND "', "A sign that says it on it ."),
    ("A sign that says “no dogs” on it.", "“ no dogs ”", "A sign that says it on it ."),
    ("a sign stating 'yield for equipment' in front of it", "' yield for equipment '", None),
    ("the dogs' toys and the cats' toys", "", "the dogs ' toys and the cats ' toys"),
    ('a 12" pan and a 10" pan', '12 " | 10 "', "a pan and a pan"),
    ('a "no parking" sign', '" no parking "', "a sign"),
    ("a no smoking sign on a wall", "no smoking", "a sign on a wall"),
    ("there is no stop sign on the road", "", "there is no stop sign on the road"),
    ("Man next to a bottle that says PUNK on it.", "PUNK", "Man next to a bottle that says it on it ."),
    ("a shirt that says stop on it", "stop", "a shirt that says it on it"),
    ("a sign reading no parking in front of a house", "no parking", None),
    ("a man reading a book on a bench", "", "a man reading a book on a bench"),
    ("a woman in a shirt reading a book", "", "a woman in a shirt reading a book"),
    ("a cake with a saying and a phone", "", "a cake with a saying and a phone"),
    ("an article titled Hamilton Watch on a table", "titled Hamilton Watch", "an article on a table"),
    ("a man called to his dog", "", "a man called to his dog"),
    ("the word PRIDE on a wall", "PRIDE", "the word on a wall"),
    ("the words motor kars above a door", "motor kars", None),
    ("the words in white on a wall", "", "the words in white on a wall"),
    ("a player that has the number 40 on it", "40", "a player that has the number on it"),
    ('"A man on a horse."', "", None),
]


@pytest.mark.parametrize(("text", "words", "read"), PRINTED)
def test_printed_text_is_frozen(text: str, words: str, read: str | None) -> None:
    if text.startswith("the words motor"):
        assert frozen(text).startswith(words)
    else:
        assert frozen(text) == words
    assert read is None or given(text) == read


NAMES = [
    ("a view of the Golden Gate Bridge at night", "Golden Gate Bridge"),
    ("a view of a golden bridge at night", ""),
    ("Golden Gate Bridge at night", "Golden Gate Bridge"),
    ("two Trader Joe's burritos on a plate", "Trader Joe"),
    ("a Nintendo kiosk in a store", "Nintendo"),
    ("a blue Toyota on a road", "Toyota"),
    ("an Apple store on a street", "Apple"),
    ("an apple and a laptop on a desk", ""),
    ("a Chinese vase on a table", ""),
    ("a Can of soup on a table", ""),
    ("a woman on the TV", ""),
    ("a Christmas tree in a room", ""),
    ("a Teddy Bear on a bed", ""),
    ("I see what I see", ""),
    ("a poster for a play by William Wordsmith", "William Wordsmith"),
    ("Club Room Plaid Robe Created for Macy's", "Macy"),
    ("Red Cotton Dress With Long Sleeves", ""),
    ("A CAT LAYING ON THE FLOOR", ""),
    ("THE TOYOTA IS RED", "TOYOTA"),
    ("THE CAT IS HOLDNG A BALL", ""),
]


@pytest.mark.parametrize(("text", "words"), NAMES)
def test_names_are_frozen(text: str, words: str) -> None:
    assert frozen(text) == words


FIGURES = [
    ("a 16oz can of beans", "16 oz"),
    ("two cans of beans", ""),
    ("a shirt of size XL and a T1 badge", "XL | T1"),
    ("a poster of 1994 on a wall", "1994"),
    ("200 people in a square", ""),
    ("a clock at 10:14 on a wall", "10:14"),
    ("city bus 18 on a road", "18"),
    ("18 buses on a road", ""),
    ("Table-II-Delta-E-vs-i-star-test-scored", "Table - II - Delta - E - vs - i - star - test - scored"),
    ("a cat #cute www.cats.com", "# cute www.cats.com"),
    ("a bag for $20 on a table", "$ 20"),
    ("women's shoes on a shelf", "women 's"),
    ("the women's heads in a row", ""),
]


@pytest.mark.parametrize(("text", "words"), FIGURES)
def test_what_counts_nothing_is_frozen(text: str, words: str) -> None:
    assert frozen(text) == words


HYPHENS = [
    ("a 7-year-old boy", "a big boy", "7 - year - old"),
    ("a 3-story building", "a big building", "3 - story"),
    ("a snow-capped peak", "a big peak", ""),
    ("a stone-block building", "a big building", ""),
    ("the cat is gray-black", "the cat is big", ""),
    ("a t-shirt on a bed", "a t - shirt on a bed", ""),
    ("a close-up of a dog", "a photo of a dog", ""),
]


@pytest.mark.parametrize(("text", "read", "words"), HYPHENS)
def test_hyphenated_words_are_read_as_one(text: str, read: str, words: str) -> None:
    assert given(text) == read
    assert frozen(text) == words


def test_titles_and_capitals_are_read_in_small_letters() -> None:
    assert given("A CAT LAYING ON THE FLOOR") == "a cat laying on the floor"
    assert given("Red Cotton Dress With Long Sleeves") == "red cotton dress with long sleeves"
    assert given("A red Dress in a room") == "A red Dress in a room"


def test_what_is_said_of_the_words_given_is_said_of_all() -> None:
    told = reading('a sign that says "FROG POND" on it')
    assert told is not None and told.words == "a sign that says it on it".split()
    tags, heads, labels = told.spread(
        ["DT", "NN", "WDT", "VBZ", "PRP", "IN", "PRP"],
        [1, 1, 3, 1, 3, 6, 3],
        ["det", "root", "nsubj", "acl:relcl", "obj", "case", "obl"],
    )
    assert tags == ["DT", "NN", "WDT", "VBZ", "FW", "FW", "FW", "FW", "IN", "PRP"]
    assert heads == [1, 1, 3, 1, 7, 7, 7, 3, 9, 3]
    assert labels[7:] == ["obj", "case", "obl"]
    assert told.silent == {3}


@pytest.mark.parametrize("text", ["A man riding a horse on a beach.", "a dog's head", "two dogs , a cat and a bird ."])
def test_most_texts_are_read_as_they_are(text: str) -> None:
    assert reading(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a sign with the word " Hammer Time ". on it', '" Hammer Time "'),
        ("a sign with words added to it", ""),
        ("Two sloppy joe sandwiches", ""),
        ("roger federer swings a racket", "roger federer"),
        ("a toyota on a road", "toyota"),
        ("A BOY WITH JEAN PANTS", ""),
        ("A CLEAN SUBWAY STATION", ""),
        ("an Alamo tour bus and a Silver Creek Tour bus", "Alamo | Silver Creek"),
        ("people on para-gliders can be seen", ""),
        ("a man in a wet-suit on a board", ""),
    ],
)
def test_what_is_like_a_name_or_a_quote(text: str, words: str) -> None:
    assert frozen(text) == words


def test_kinds_with_capitals_are_no_names() -> None:
    assert frozen("a silver Sport Utility Vehicle") == ""
    assert frozen("a vase of the Qing Dynasty") == "Qing Dynasty"


def test_a_printed_text_ends_before_a_verb() -> None:
    assert frozen("A box that says iMac sits on a table") == "iMac"
