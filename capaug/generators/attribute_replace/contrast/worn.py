"""Colours that stand alone for what somebody wears: ``a man in red``, ``a woman dressed all in white``.

The graph has no thing that they are said of, so they are read from the words around them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from capaug.captions import Scene, Sentence, Thing
from capaug.draws import weighted_order
from capaug.english.edits import Replacement
from capaug.english.facts import Facts
from capaug.english.words import words
from capaug.generators.attribute_replace.contrast.change import KIND
from capaug.generators.attribute_replace.contrast.said import NEARLY
from capaug.generators.rules import Rules
from capaug.lexicon import Lexicon

MOST_COLORS = 2  # candidates of one word
BEFORE_IN = frozenset({"dressed", "clad", "clothed", "outfitted"})
BEFORE_A_COLOR = BEFORE_IN | {"is", "are", "who", "that", "all"}  # between whoever wears it and "in" or "wearing"
SIGNS_OF_A_COLOR = frozenset({"in", "wear", "wears", "wearing"})  # one is in every sentence that has one
ALL_OF_IT = frozenset({"all", "solid"})
JOINS_A_COLOR = frozenset({"-", "and", "or", "&", "/", "colored", "coloured", "color", "colour", "tones"})
TAGS_OF_A_PHRASE = ("NN", "JJ", "CD", "PRP", "VBN")
SOME_OF_MANY = words("amounts_beside_others")
CLOTHES = "shirt"  # whose colours clothes have


@dataclass(frozen=True, slots=True)
class Alone:
    """A colour that stands alone.

    ``word``: its index in the sentence; ``name``: it; ``wearer``: who wears it.
    """

    scene: Scene
    word: int
    name: str
    wearer: Thing

    @property
    def sentence(self) -> Sentence:
        """The sentence that has it."""
        return self.scene.sentence


@dataclass(frozen=True, slots=True)
class OtherColor:
    """Another colour in the place of one that stands alone."""

    alone: Alone
    value: str


LEFT_ALONE = Rules[Alone](KIND)
OTHERS = Rules[OtherColor](KIND)


def other_colors(scene: Scene, lexicon: Lexicon, rng: random.Random) -> Iterator[list[Replacement]]:
    """Edits that give the colours that stand alone other values, colour by colour."""
    for alone in _colors_alone(scene, lexicon):
        if LEFT_ALONE.refuse(scene, alone):
            continue
        token, made = scene.sentence.tokens[alone.word], 0
        for value in weighted_order(lexicon.attributes.contrasts(alone.name, CLOTHES), rng):
            if made < MOST_COLORS and not OTHERS.refuse(scene, OtherColor(alone, value)):
                made += 1
                yield [(token.start, token.end, value)]


def _colors_alone(scene: Scene, lexicon: Lexicon) -> Iterator[Alone]:
    sentence, type_ = scene.sentence, lexicon.attributes.type
    if SIGNS_OF_A_COLOR.isdisjoint(sentence.lower_set):
        return
    for k, word in enumerate(sentence.lower):
        if k == 0 or type_(word) != "color":
            continue
        if not _goes_on(sentence, k) and (wearer := _wearer(scene, k)) is not None:
            yield Alone(scene, k, word, wearer)


def _goes_on(sentence: Sentence, k: int) -> bool:
    """Whether a noun or another colour follows: ``in red | running shoes``, ``in black | and white``."""
    following = sentence.tag(k + 1)
    if sentence.word(k + 1) in JOINS_A_COLOR or following.startswith(TAGS_OF_A_PHRASE):
        return True
    return following == "VBG" and sentence.tag(k + 2).startswith("NN")


def _wearer(scene: Scene, k: int) -> Thing | None:
    """Who is said to be in the colour at word ``k``, or to wear it."""
    sentence = scene.sentence
    at = k - 2 if sentence.word(k - 1) in ALL_OF_IT else k - 1
    if sentence.word(at) != "in" and sentence.tokens[at].lemma != "wear":
        return None
    while at > 0 and sentence.word(at - 1) in BEFORE_A_COLOR:
        at -= 1
    thing = next((one for one in sentence.things if one.words[1] == at), None)
    return thing if thing is not None and scene.lexicon.objects.is_person(thing.name) else None


# -- rules -------------------------------------------------------------------------------------------------------------


@LEFT_ALONE.rule("some people in white")
def some_wear_it(alone: Alone) -> bool:
    """Others may wear the other colour."""
    return alone.sentence.word(alone.wearer.base[0]) in SOME_OF_MANY


@LEFT_ALONE.rule("a man in black and a woman in black")
def worn_by_two(alone: Alone) -> bool:
    """The caption has the colour again."""
    sentences = alone.scene.caption.sentences
    return sum(sentence.lower.count(alone.name) for sentence in sentences) > 1


@OTHERS.rule("a man in red | blue, where a caption names something blue")
def said_of_something(change: OtherColor) -> bool:
    """What a caption calls so may be what is meant."""
    said = change.alone.scene.once(Facts).words
    return change.value in said or NEARLY.get(change.value) in said
