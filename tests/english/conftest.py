"""Sentences of hand-made trees: the rules are tested on what no model has to get right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from capaug.captions import Quality, QualityPosition, Sentence, Thing, Token
from capaug.english.graph import read_sentence
from capaug.english.inflection import lemma
from capaug.english.labels import to_universal
from capaug.english.syntax import Syntax
from capaug.lexicon import Lexicon
from capaug.records import Caption

Parse = Callable[..., Sentence]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load()


def make_syntax(rows: str) -> Syntax:
    """The syntax of lines ``word tag head label``, of either scheme (head counts from 0, the root's is its own)."""
    made = Syntax([], [], [], [], [])
    for line in rows.strip().splitlines():
        word, tag, head, dep = line.split()
        made.starts.append(made.starts[-1] + len(made.texts[-1]) + 1 if made.texts else 0)
        made.texts.append(word)
        made.tags.append(tag)
        made.heads.append(int(head))
        made.deps.append("root" if dep == "ROOT" else dep)
    return to_universal(made)


@pytest.fixture(scope="session")
def read(lexicon: Lexicon) -> Callable[[str], Sentence]:
    """Hand-made tree in, sentence out."""

    def sentence(rows: str) -> Sentence:
        syntax = make_syntax(rows)
        return read_sentence(Caption("1", " ".join(syntax.texts)), syntax, lexicon)

    return sentence


def parse(
    annotated: str, objects: Sequence[tuple[int, int]], collectives: Sequence[tuple[int, int, int]] = ()
) -> Sentence:
    """A sentence of ``word/TAG/label/head`` tokens, with its things as (first word of the base, head).

    A token that begins with ``+`` follows the one before without a space. Names take in ``compound`` children,
    numbers become qualities, ``collectives`` are (thing, first word, end).
    """
    tokens: list[Token] = []
    text = ""
    for item in annotated.split():
        word, tag, dep, above = item.rsplit("/", 3)
        glued = word.startswith("+")
        word = word.removeprefix("+")
        text += "" if glued or not text else " "
        tokens.append(Token(word, lemma(word, tag), tag, dep, int(above), len(text), len(text) + len(word)))
        text += word
    things: list[Thing] = []
    qualities: list[Quality] = []
    for i, (base, head) in enumerate(objects):
        inside = range(base, head)
        name_start = min([k for k in inside if tokens[k].dep == "compound"], default=head)
        numbers = [k for k in inside if tokens[k].dep == "nummod"]
        determiner = next((k for k in inside if tokens[k].dep == "det"), None)
        plural = tokens[head].tag == "NNS" or any(tokens[k].text.lower() != "one" for k in numbers)
        name = " ".join([*(t.text.lower() for t in tokens[name_start:head]), tokens[head].lemma])
        start, end = tokens[name_start].start, tokens[head].end
        name_words, phrase = (name_start, head + 1), (base, head + 1)
        thing = Thing(i, name, tokens[head].lemma, start, end, head, name_words, phrase, phrase, determiner, plural)
        things.append(thing)
        for k in numbers:
            one = tokens[k]
            position = QualityPosition.NUMBER
            qualities.append(
                Quality(len(qualities), thing, one.lemma, "number", one.start, one.end, (k, k + 1), position)
            )
    for i, first, end in collectives:
        start, stop = tokens[first].start, tokens[end - 1].end
        name, position = text[start:stop].lower(), QualityPosition.COLLECTIVE
        qualities.append(Quality(len(qualities), things[i], name, "number", start, stop, (first, end), position))
    return Sentence(Caption("1", text), tokens, things, qualities, [])


@pytest.fixture(name="parse")
def parse_fixture() -> Parse:
    return parse
