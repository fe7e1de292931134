"""One more thing that is hardly there: ``a kitchen with a stove`` -> ``a kitchen with a stove and a horse``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from capaug.captions import Scene, Sentence
from capaug.english.articles import indefinite_article
from capaug.english.edits import realise
from capaug.english.facts import Facts
from capaug.english.words import words
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

MOST_INSERTS = 4
JOINTS_OF_NOUNS = words("joints_of_nouns")
# Tags of words behind which something can be added.
CLOSING_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "RB", "PRP"})
JOINED = "and {}"
BESIDE = ("with {} in the background", "with {} nearby")
NEAR_NOUN = "near {}"


@dataclass(frozen=True, slots=True, eq=False)
class Addition:
    """A thing that is foreign to the scene, to be added."""

    scene: Scene
    name: str


RULES = Rules[Addition]("asymmetry_1.insert")


@RULES.rule("a kitchen with a horse | horse; a brown animal in a kitchen | horse")
def named_already(addition: Addition) -> bool:
    """A caption names it, or what it may be."""
    return addition.scene.once(Facts).mentions(addition.name)


class Insert:
    """A thing is added at the end that scenes of this sort hardly hold."""

    kind: ClassVar[Kind] = Kind(
        "asymmetry_1.insert", true=False, does="a thing is added that scenes of this sort hardly hold"
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Things foreign to the scene in random order; none where the captions tell of no scene."""
        sentence, objects = scene.sentence, self.lexicon.objects
        if not sentence.things:
            return
        place = objects.scene_of(scene.once(Facts).names)
        end = closing_word(sentence)
        if place is None or end is None or end in sentence.denied:
            return
        foreign = [n for n in objects.foreign_objects(place) if not RULES.refuse(scene, Addition(scene, n))]
        rng.shuffle(foreign)
        at_noun = end in sentence.thing_at
        joined = at_noun and _ends_in_list(sentence)
        additions = (JOINED,) if joined else (*BESIDE, NEAR_NOUN) if at_noun else BESIDE
        at = sentence.tokens[end].end
        for name in foreign[:MOST_INSERTS]:
            addition = additions[0] if joined else rng.choice(additions)
            phrase = addition.format(f"{indefinite_article(name)} {name}")
            if made := realise(sentence.text, [(at, at, f" {phrase}")]):
                yield Variant(made[0], self.kind.id, made[1])


def closing_word(sentence: Sentence) -> int | None:
    """Index of the last word, behind which something can be added; None where the sentence is still open there."""
    spoken = [k for k, token in enumerate(sentence.tokens) if any(c.isalnum() for c in token.text)]
    if not spoken or sentence.tag(spoken[-1]) not in CLOSING_TAGS:
        return None
    if any(token.text in ".!?;" for token in sentence.tokens[: spoken[-1]]):
        return None
    return spoken[-1]


def _ends_in_list(sentence: Sentence) -> bool:
    """Whether ``and a bicycle`` joins the last noun: it has no conjunct before it and stands behind ``with``."""
    last = max(sentence.things, key=lambda thing: thing.head)
    return JOINTS_OF_NOUNS.isdisjoint(sentence.lower_set) and any(
        link.predicate in ("with", "have") for link in last.as_object
    )
