"""The dictionary: lemminflect's answers, from its tables alone."""

from __future__ import annotations

import pytest

from capaug.english import dictionary

PARTS = ("noun", "verb", "adj", "adv")
TAGS = ("NNS", "VBD", "VBN", "VBG", "VBZ")


def test_lemmas() -> None:
    assert dictionary.lemmas("dogs", "noun") == ("dog",)
    assert dictionary.lemmas("ridden", "verb") == ("ride",)
    assert dictionary.lemmas("bigger", "adj") == ("big",)
    assert dictionary.lemmas("dogs", "adj") == dictionary.lemmas("xyzzy", "noun") == ()


def test_inflections() -> None:
    assert dictionary.inflections("wolf", "NNS") == ("wolves",)
    assert [dictionary.inflections("ride", tag) for tag in TAGS[1:]] == [
        ("rode",),
        ("ridden",),
        ("riding",),
        ("rides",),
    ]
    assert dictionary.inflections("walk", "VBN") == ("walked",)  # the table has it as the past alone
    assert dictionary.inflections("be", "VBD") == ("was", "were")
    assert dictionary.inflections("can", "NNS") == dictionary.inflections("xyzzy", "VBG") == ()


def test_the_answers_are_those_of_lemminflect() -> None:
    lemminflect = pytest.importorskip("lemminflect")
    words = {line.split(",")[0].lower() for table in ("lemma_lu", "infl_lu") for line in dictionary._lines(table)}
    overridden = {word for table in ("lemma", "infl") for word, _ in dictionary._overrides(table)}
    for word in sorted(words)[::10] + sorted(overridden) + sorted(dictionary._AUXILIARIES):
        for part in PARTS:
            known = lemminflect.getAllLemmas(word, upos=part.upper()).get(part.upper(), ())
            assert dictionary.lemmas(word, part) == tuple(known)
        for tag in TAGS:
            assert dictionary.inflections(word, tag) == lemminflect.getInflection(word, tag, inflect_oov=False)
