"""The tokenizer: words and places, and that they are those of spaCy's English tokenizer."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from capaug.parsing import tokenizer as module
from capaug.parsing.surrogates import encodable
from capaug.parsing.tokenizer import TABLES, Tokenizer

Tokenize = Callable[[str], tuple[list[str], list[int]]]

TEXTS = [
    "A man riding a horse, next to two dogs.",
    "The woman's hand doesn't hold the dogs' leash; it's the man's.",
    'A sign that reads "DON\'T WALK!" (in red) hangs on a pole...',
    "‘Two’ “kids” – one of them’s tired — play…and play……",
    "black-and-white well-lit 19th-century-style photo-graph--really---yes",
    "He'll've seen what'd they'd've said; y'all can't, cannot and gonna not",
    "Mr. and Mrs. Smith of St. Louis, Mo. (Dr. Jones, Ph.D.) vs. Inc. at 10a.m. or 11 p.m.",
    "at 5'10\" and 10km, 20kg, 3.5GB, 50% off, 20°C. or 70 °F., 6ft+ and 30mph",
    "$5 US$10 5$ €3.50 3€ C$4 £100 ₹5 10¢ 5US$",
    "http://example.org/a/b.jpg?x=1&y=2#frag www.a-b.co.uk:8080 mail@example.org x.com. (y.net) 223.255.1.7",
    ":) :-( ;D <3 ^_^ (^_^) (: :'( (o: ¯\\(ツ)/¯ a:) dog:-)x ><(((*> ( : ) :  )",
    "(Mr.) \"Mr.\" (a.) ''s 'em (and/or) w/o rock 'n' roll o'clock 'cause 'bout",
    "a.b.c A.B.C. U.S.A. U.S. e.g.: i.e., Ill. ill Its it's hell He'll.Then",
    "1+1=2 2*3 4^5 7-8 9--a a:b a=b 1/2 a/b x<y>z 3,000 a,b ,a 1,b #tag @name &c. *bold* _it_ `code`",
    "cafe\u0301 naïve Übergröße. ÜB. Straße,Weg über/unter Ελλάδα. русский,текст 10км 5كم 中文。日本語、です",
    "🏄‍♂️surfing🌊🌊 ©2020 ™brand °C. 5° №1 ☃.",
    "  two  spaces\tand\ttabs \n\nnew\u00a0hard\u3000wide\u2028line  ",
    "\ud83d broken \udc4d",
    "",
    " ",
]
PIECES = [
    *TEXTS[0].split(),
    *"()[]{}<>'\"’‘“”.,:;!?-–—…/\\@#$%^&*+=_~|`°²µ€£₹5aZéЖ中\u0301\u200d😀",
    *"km US$ a.m. http:// www. .com 's n't ... -- I'm don't Mr. :-) 10 3.5 U.S. GB".split(),
    *" \n\t\u00a0",
    "  ",
]


@pytest.fixture(scope="module", name="tokenize")
def tokenize_fixture() -> Tokenizer:
    return Tokenizer()


@pytest.fixture(scope="module", name="spacy")
def spacy_fixture() -> Tokenize:
    english = pytest.importorskip("spacy.lang.en")
    tokenizer = english.English().tokenizer

    def tokenize(text: str) -> tuple[list[str], list[int]]:
        tokens = [token for token in tokenizer(encodable(text)) if not token.is_space]
        return [token.text for token in tokens], [token.idx for token in tokens]

    return tokenize


def test_words_and_places(tokenize: Tokenizer) -> None:
    text = " The dog's  well-lit (Mr. Smith's) 10km\ntrack, isn't it?"
    words, starts = tokenize(text)
    assert words == "The dog 's well - lit ( Mr. Smith 's ) 10 km track , is n't it ?".split()
    assert [text[start : start + len(word)] for word, start in zip(words, starts, strict=True)] == words
    assert starts == sorted(starts)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:20]))
def test_the_words_are_those_of_spacy(tokenize: Tokenizer, spacy: Tokenize, text: str) -> None:
    assert tokenize(text) == spacy(text)
    for chunk in text.split():
        assert tokenize(chunk) == spacy(chunk)


def test_every_special_case_is_that_of_spacy(tokenize: Tokenizer, spacy: Tokenize) -> None:
    for text in [*tokenize._special, *(" ".join(words) for words in tokenize._apart)]:
        for around in ("{}", "({})", '"{}".', "x{}", "{}x", "{} {}", "{}{}", "-{},", "é{}"):
            written = around.replace("{}", text)
            assert tokenize(written) == spacy(written)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@example("8-):)")
@example("(a .)")
@example("9--a")
def test_any_pieces(tokenize: Tokenizer, spacy: Tokenize, text: str) -> None:
    assert tokenize(text) == spacy(text)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=30))
def test_any_text(tokenize: Tokenizer, spacy: Tokenize, text: str) -> None:
    assert tokenize(text) == spacy(text)


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_CACHED_CHUNKS", 10)
    tokenize, fresh = Tokenizer(), Tokenizer()
    chunks = [f"dog{random.Random(k).randint(0, 99)}'s" for k in range(200)]
    assert tokenize(" ".join(chunks)) == fresh(" ".join(chunks))
    assert len(tokenize._known) <= 10


def test_the_tables_are_those_of_spacy() -> None:
    pytest.importorskip("spacy")
    from recipes.build.parser.tokenizer import tables

    assert json.loads(TABLES.read_text(encoding="utf-8")) == tables()
