"""Whatever a data set holds in place of a caption: a graph or nothing, no exception, and all spans in the text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from capaug.captions import ParsedCaption, Sentence
from capaug.english.graph import read_sentence
from capaug.english.markup import reading
from capaug.english.syntax import Syntax
from capaug.parsing.parser import Parser
from capaug.records import Caption

NASTY = [
    "",
    " ",
    "\n\t \r\n",
    ".",
    "...!!!???",
    "-",
    "- - - - -",
    "'s",
    "n't",
    "of of of of",
    "a a a a a",
    "the",
    "in front of",
    "next to next to next to",
    "a group of",
    "a group of a group of a group of",
    "a picture of",
    "a close up of a close up of",
    "with with with with a",
    "and and and",
    "dog, cat, couch, window, sunny",
    "DSC_00482.JPG",
    "IMG_2041",
    "https://example.org/a/b.jpg?x=1&y=2#frag",
    "mail@example.org",
    "<b>a dog</b> &amp; a cat",
    '{"caption": "a man", "id": 3}',
    "def f(x): return x ** 2  # comment",
    "SELECT * FROM t WHERE a = 'b';",
    "C:\\Users\\me\\photo.png",
    "Ein Hund liegt auf dem Sofa.",
    "Un homme à cheval sur la plage",
    "一个男人骑着马",
    "رجل يركب حصانا",
    "Человек на лошади",
    "a man 🏄‍♂️ surfing 🌊🌊",
    "cafe\u0301 table",
    "zero\u200bwidth\u200djoin",
    "\ufeffa dog on a couch",
    "\u202ea dog on a couch",
    "null",
    "nan",
    "12345",
    "3.14 x 2,000",
    "1/2 & 1/4",
    "((((((((()))))))))",
    '"""""""',
    "$$$ 50% OFF!!! BUY NOW",
    "A MAN RIDING A HORSE",
    "aManRidingAHorse",
    "a\u00a0man\u00a0riding\u00a0a\u00a0horse",
    "a  man   riding    a horse",
    "man " * 300,
    "a dog and " * 100 + "a cat",
    "x" * 5000,
    "a " + "very " * 200 + "long dog",
    "black-and-white, well-lit, 19th-century-style photo-graph",
    "rock 'n' roll",
    "it is what it is",
    "there is",
    "there are no people",
    "who that which whom",
    "is is is is",
    "sitting sitting sitting",
    "\x00\x01\x02 a dog",
    "\ud83d a lone surrogate",
]  # fmt: skip


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def check(text: str, parsed: ParsedCaption) -> None:
    assert parsed.text == text
    assert parsed.sentences
    at = 0
    for sentence in parsed.sentences:
        assert sentence.text == text
        check_sentence(text, sentence)
        if sentence.tokens:
            assert at <= sentence.tokens[0].start
            at = sentence.tokens[-1].end
    things = [thing for sentence in parsed.sentences for thing in sentence.things]
    merged = sum(len([one for one in chain if one.thing is not None]) - 1 for chain in parsed.mentions)
    assert len(parsed.graph.objects) >= len(things) - merged
    for chain in parsed.mentions:
        assert len(chain) > 1
        assert all(parsed.sentences[mention.sentence].words(mention.first, mention.end) for mention in chain)
        assert len({mention.thing.plural for mention in chain if mention.thing is not None}) <= 1
    if not parsed.mentions and len(parsed.sentences) == 1:
        assert parsed.graph == parsed.sentences[0].graph


def check_sentence(text: str, sentence: Sentence) -> None:
    words = "".join(token.text for token in sentence.tokens)
    if reading(text) is None:  # words of a text with markup are those that are read
        assert words.replace("\ufffd", "?") == "".join(
            "?" if "\ud800" <= character <= "\udfff" or character == "\ufffd" else character
            for token in sentence.tokens
            for character in text[token.start : token.end]
        )
    for token in sentence.tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert 0 <= token.head < len(sentence.tokens)
    spans = [
        (part.start, part.end) for parts in (sentence.things, sentence.qualities, sentence.links) for part in parts
    ]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    for thing in sentence.things:
        assert thing.name == thing.name.lower()
        assert thing.name.strip()
        for first, end in (thing.words, thing.base, thing.phrase):
            assert 0 <= first < end <= len(sentence.tokens)
        assert thing.phrase[0] <= thing.base[0] <= thing.words[0] <= thing.head
        assert thing.head == thing.words[1] - 1 == thing.base[1] - 1 < thing.phrase[1]
    for quality in sentence.qualities:
        assert quality.thing is sentence.things[quality.thing.index]
        assert 0 <= quality.words[0] < quality.words[1] <= len(sentence.tokens)
    for link in sentence.links:
        assert link.subject is not link.object
        assert link.subject is sentence.things[link.subject.index]
        assert link.object is sentence.things[link.object.index]


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text[:20]))
def test_nasty_strings(parser: Parser, text: str) -> None:
    check(text, parser.parse([Caption("1", text)])[0])


def test_nasty_strings_in_one_batch_change_nothing(parser: Parser) -> None:
    captions = [Caption(str(k), text) for k, text in enumerate(["a man riding a horse", *NASTY])]
    parsed = parser.parse(captions)
    assert len(parsed) == len(captions)
    assert parsed[0].graph.names()["relations"] == [["man", "ride", "horse"]]


WORDS = st.sampled_from(
    "a the two dog man horses table riding sitting parked is are on in front of next to with and , . - 's red black "
    "wooden group pair close up picture there that who not no while as his it on top ! . \n A The It ...".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=25).map(" ".join))
@example("a picture of a group of")
@example("close up of in front of")
def test_any_order_of_caption_words(parser: Parser, text: str) -> None:
    check(text, parser.parse([Caption("1", text)])[0])


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text(parser: Parser, text: str) -> None:
    check(text, parser.parse([Caption("1", text)])[0])


CAPTIONS = [
    "A man riding a brown horse next to two dogs on a beach.",
    "A group of people standing around a table with plates of food on it",
    "The woman's hand is holding a cell phone in front of a black-and-white photo of a cat.",
    "There are several cars and a bus parked on both sides of the street.",
    "a close up of a snow covered slope that a skier, who is wearing a red jacket, skis down",
    "Two young boys sitting on a bench while a girl in a pink dress looks sad and tired.",
    "A kitchen filled with stainless steel appliances, a sink and a window without curtains",
    "A bear on a rock with its mouth open, surrounded by trees in the background.",
]
GLUED = [*"\u200b \u200d 🏄\u200d♂️ 's ’s n't - -red , … é e\u0301 / ; ! & %".split(), "\u00a0"]


MOST = 120  # words; the screen lets no longer caption through


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """A caption that was cut, doubled, shuffled, joined, changed in case or sprinkled with odd characters."""
    words = draw(st.sampled_from(CAPTIONS)).split()
    places = st.integers(0, 40).map(lambda place: place % len(words))
    for change in draw(st.lists(st.integers(0, 7), min_size=1, max_size=5)):
        i, j = draw(places), draw(places)
        if change == 0:
            words = words[: i + 1]
        elif change == 1:
            words = words[i:]
        elif change == 2:
            words.insert(j, words[i])
        elif change == 3:
            words = draw(st.permutations(words))
        elif change == 4:
            words = words + draw(st.sampled_from(CAPTIONS)).split()
        elif change == 5:
            words[i] = draw(st.sampled_from([str.upper, str.title, str.swapcase]))(words[i])
        elif change == 6:
            words[i] += draw(st.sampled_from(GLUED))
        else:
            words = (words * 3)[:MOST]
    return draw(st.sampled_from([" ", " ", "  ", "\n", ""])).join(words)


@settings(max_examples=300, deadline=None)
@given(mutations())
def test_mutations_of_captions(parser: Parser, text: str) -> None:
    check(text, parser.parse([Caption("1", text)])[0])


TAGS = st.sampled_from("NN NNS VBG VBN VBZ VBP VBD VB JJ JJR IN DT CD RB RP TO CC PRP$ POS WDT , . HYPH EX".split())
LABELS = st.sampled_from(
    "nsubj nsubj:pass obj obl nmod nmod:poss acl acl:relcl advcl amod advmod compound compound:prt conj cc case mark "
    "cop aux aux:pass det nummod xcomp ccomp parataxis fixed flat punct expl dep obl:npmod iobj".split()
)
TREE_WORDS = st.sampled_from(
    "a the two one dog men horses table front top side up down close picture group pair of in on with next to no and - "
    "is are there that who riding sitting covered looks full red wooden living room background couple 's his".split()
)


@st.composite
def trees(draw: st.DrawFn) -> tuple[str, Syntax]:
    """Words with any tags, in any tree with any labels: what a parser may say of a text it does not understand."""
    words = draw(st.lists(TREE_WORDS, min_size=1, max_size=14))
    n = len(words)
    order = draw(st.permutations(range(n)))
    heads = [0] * n
    for place, word in enumerate(order):
        heads[word] = word if place == 0 else order[draw(st.integers(0, place - 1))]
    starts = [sum(len(word) + 1 for word in words[:k]) for k in range(n)]
    tags, labels = (draw(st.lists(one, min_size=n, max_size=n)) for one in (TAGS, LABELS))
    return " ".join(words), Syntax(words, starts, tags, heads, labels)


@settings(max_examples=400, deadline=None)
@given(trees())
def test_any_tree(parser: Parser, tree: tuple[str, Syntax]) -> None:
    text, syntax = tree
    caption = Caption("1", text)
    check(text, ParsedCaption(caption, (read_sentence(caption, syntax, parser.lexicon),)))
