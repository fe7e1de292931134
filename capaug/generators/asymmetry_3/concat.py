"""A sibling said as well, as a sentence of its own: ``A dog on a couch. A brown dog sleeping.``"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import ClassVar

from capaug.captions import ParsedCaption, Scene, Sentence, Thing
from capaug.english.edits import Replacement
from capaug.english.facts import MODALS, is_of_no_picture
from capaug.english.inflection import is_verb, singular
from capaug.english.phrases import Phrases
from capaug.generators.realised import distinct
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon, wordnet
from capaug.records import Variant

OPEN_TAGS = frozenset("NN NNS JJ JJR JJS VB VBZ VBP VBD VBG VBN".split())
CONTENT_TAGS = frozenset({"NN", "VB", "JJ", "CD"})  # first two letters

FEW = 2  # siblings, which all give the like
ALIKE = 0.9  # share of content words from which on two captions say the same


class Concat:
    """Adds the siblings that say most others first."""

    kind: ClassVar[Kind] = Kind("asymmetry_3.concat", true=True, does="a sibling is added")

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Yield up to two texts; nothing is drawn."""
        yield from distinct(self.kind, scene.sentence, self._options(scene))

    def _options(self, scene: Scene) -> Iterator[list[Replacement]]:
        phrases = scene.sentence.once(Phrases, self.lexicon)
        at = scene.sentence.tokens[phrases.end - 1].end if phrases.end else 0
        if not phrases.end or scene.sentence.text[at:].strip() not in ("", ".", "!"):
            return
        mine = _content(scene.caption)
        siblings = [(_overlap(mine, _content(sibling)), k) for k, sibling in enumerate(scene.siblings)]
        for overlap, k in sorted(siblings)[:FEW]:
            sibling = Sibling(scene.siblings[k], scene.caption, overlap, self.lexicon)
            if not RULES.refuse(scene, sibling):
                yield [(at, at, f". {sibling.text[0].upper()}{sibling.text[1:]}")]


class Sibling:
    """A caption to be added to ``here``, its ``text`` without final punctuation; ``overlap``: share of content words in
    both.

    ``numbers``: the numbers of its things, each with the noun; ``numbers_here``: of the caption that it is added to.
    """

    def __init__(self, caption: ParsedCaption, here: ParsedCaption, overlap: float, lexicon: Lexicon) -> None:
        self.caption, self.here = caption, here
        self.numbers, self.numbers_here = _numbers(caption), _numbers(here)
        self.overlap = overlap
        self.lexicon = lexicon
        self.text = " ".join(caption.text.split()).rstrip(" .!,;")


RULES = Rules[Sibling](Concat.kind.id)


@RULES.rule("...")
def wordless(sibling: Sibling) -> bool:
    """Nothing is left without its punctuation."""
    return not sibling.text


@RULES.rule("A DOG ON A COUCH")
def all_capitals(sibling: Sibling) -> bool:
    """It would shout."""
    return sibling.text.isupper()


@RULES.rule("A dog on a couch. | A dog on a couch")
def says_the_same(sibling: Sibling) -> bool:
    """It adds nothing."""
    return sibling.overlap > ALIKE


@RULES.rule("Three dogs play. | Four dogs play")
def counts_otherwise(sibling: Sibling) -> bool:
    """It gives another number of the same things."""
    counted = {noun: number for number, noun in sibling.numbers_here}
    return any(counted.get(noun, number) != number for number, noun in sibling.numbers)


@RULES.rule("A dog might be ill")
def not_sure(sibling: Sibling) -> bool:
    """It says what may be so, or what somebody thinks."""
    return any(
        not MODALS.isdisjoint(sentence.lower_set) or sentence.once(is_of_no_picture)
        for sentence in sibling.caption.sentences
    )


@RULES.rule("A man playing badminto")
def misspelt(sibling: Sibling) -> bool:
    """Neither dictionary nor lexicon has one of its nouns, verbs and adjectives."""
    return any(sentence.once(has_unknown_word, sibling.lexicon) for sentence in sibling.caption.sentences)


@RULES.rule("A cute girl smiles. | A woman wearing a backpack; a dock with seagulls | pigeons")
def named_otherwise(sibling: Sibling) -> bool:
    """What it is about has another name of the same kind, and would be taken for a second one."""
    objects = sibling.lexicon.objects
    theirs, mine = _subject(sibling.caption), _subject(sibling.here)
    if theirs is None or mine is None or objects.category(theirs.name) != objects.category(mine.name):
        return False
    return not (
        objects.category(mine.name) is None
        or objects.same(theirs.name, mine.name)
        or objects.is_a(theirs.name, mine.name)
        or objects.is_a(mine.name, theirs.name)
    )


@RULES.rule("The TV is turn off")
def bad_english(sibling: Sibling) -> bool:
    """A form of ``be`` stands before the base of a verb."""
    return any(
        token.lemma == "be" and sentence.tag(k + 1) == "VB" and sentence.word(k + 1) != "be"
        for sentence in sibling.caption.sentences
        for k, token in enumerate(sentence.tokens)
    )


def _subject(caption: ParsedCaption) -> Thing | None:
    """The first thing of a caption, which most captions are about."""
    return next((thing for sentence in caption.sentences[:1] for thing in sentence.things), None)


def has_unknown_word(sentence: Sentence, lexicon: Lexicon) -> bool:
    """Whether neither dictionary nor lexicon has one of the sentence's nouns, verbs and adjectives."""
    category = lexicon.objects.category
    words = [t.text for t in sentence.tokens if t.tag in OPEN_TAGS and t.text.isalpha() and t.text.islower()]
    return not all(wordnet.is_word(word) or is_verb(word) or category(singular(word)) for word in words)


def _numbers(caption: ParsedCaption) -> list[tuple[str, str]]:
    return [(q.name, q.thing.lemma) for one in caption.sentences for q in one.qualities if q.type == "number"]


def _content(caption: ParsedCaption) -> frozenset[str]:
    """Lemmas of the caption's content words."""
    found = [sentence.once(content_lemmas) for sentence in caption.sentences]
    return found[0] if len(found) == 1 else frozenset().union(*found)


def content_lemmas(sentence: Sentence) -> frozenset[str]:
    """Lemmas of the sentence's content words."""
    return frozenset([token.lemma.lower() for token in sentence.tokens if token.tag[:2] in CONTENT_TAGS])


def _overlap(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """The share of content words that both have."""
    both = len(mine & theirs)
    return both / max(1, len(mine) + len(theirs) - both)
