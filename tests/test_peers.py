"""The peers' generators (``benchmarks/peers.py``) on trees made by hand, and on the pipeline where it is installed."""

from __future__ import annotations

import random

import pytest
import spacy
from spacy.tokens import Doc

from benchmarks import peers

WORDS = "A brown dog chases two white cats on a beach"
TAGS = "DET ADJ NOUN VERB NUM ADJ NOUN ADP DET NOUN"
LABELS = "det amod nsubj ROOT nummod amod dobj prep det pobj"
HEADS = [2, 2, 3, 3, 6, 6, 3, 3, 9, 7]


@pytest.fixture(name="doc")
def doc_fixture() -> Doc:
    vocabulary = spacy.blank("en").vocab
    return Doc(vocabulary, words=WORDS.split(), pos=TAGS.split(), deps=LABELS.split(), heads=HEADS)


def made(method: peers.Method, doc: Doc) -> set[str]:
    """All that a method makes of a caption."""
    return {text.strip() for seed in range(60) for text in method(doc, random.Random(seed))}


def test_phrases_change_places(doc: Doc) -> None:
    assert made(peers.phrase_swap, doc) == {
        "two white cats chases A brown dog on a beach",
        "a beach chases two white cats on A brown dog",
        "A brown dog chases a beach on two white cats",
        "A white dog chases two brown cats on a beach",
    }


def test_words_of_lists(doc: Doc) -> None:
    texts = made(peers.word_lists, doc)
    assert {"A pink dog chases two white cats on a beach", "A brown dog chases nine white cats on a beach"} <= texts
    assert "A brown dog chases two white cats under a beach" in texts
    assert not any("two white cats on" in text and "A brown dog" in text for text in texts)


def test_words_of_wordnet(doc: Doc) -> None:
    texts = made(peers.wordnet_replacement, doc)
    assert "A blue dog chases two white cats on a beach" in texts
    assert {text.split()[0] for text in texts} == {"A"} and WORDS not in texts
    assert all(len(peers.wordnet_replacement(doc, random.Random(seed))) <= 12 for seed in range(20))


def test_shuffles_keep_the_words(doc: Doc) -> None:
    for seed in range(20):
        nouns, others, trigrams, within = peers.ngram_shuffle(doc, random.Random(seed))
        assert all(sorted(text.split()) == sorted(WORDS.split()) for text in (nouns, others, trigrams, within))
        assert [nouns.split()[at] for at in (0, 3, 4, 7, 8)] == "A chases two on a".split()
        assert [others.split()[at] for at in (1, 2, 5, 6, 9)] == "brown dog white cats beach".split()
        assert "chases two white" in trigrams
        assert set(within.split()[:3]) == {"A", "brown", "dog"}


def test_what_wordnet_has_beside_a_word() -> None:
    cousins, up_to = peers.related("dogs", "n")
    assert "cat" in cousins and "dog" not in cousins
    assert len(up_to) == len(cousins) and sorted(set(up_to)) == list(up_to)
    assert {"black", "blue"} <= set(peers.related("white", "a")[0])
    assert peers.related("zxqv", "n") == ((), ())


@pytest.mark.skipif(peers.installed() is None, reason=f"no English pipeline of spaCy: {peers.INSTALL}")
@pytest.mark.parametrize("mix", [peers.MIX, peers.REMEMBERED_MIX])
def test_the_mix_on_the_pipeline(mix: tuple[str, ...]) -> None:
    pipeline = peers.load(str(peers.installed()), mix)
    captions = ["A man riding a brown horse on the white beach.", "Food"]
    of_first, of_second = peers.negatives(captions, pipeline, mix)
    assert len(of_first) > 6 and captions[0] not in of_first
    assert of_second
