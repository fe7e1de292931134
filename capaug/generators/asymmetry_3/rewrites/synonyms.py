"""``a sofa`` -> ``a couch``: a thing by another name that means the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from capaug.captions import Scene, Thing
from capaug.english.agreement import replace_noun
from capaug.english.edits import Replacement
from capaug.english.elsewhere import Elsewhere
from capaug.english.facts import is_of_no_picture
from capaug.english.naming import common_synonyms
from capaug.english.noun_phrases import COLORED
from capaug.english.phrases import Phrases
from capaug.english.titles import is_title, is_within_a_name
from capaug.generators.asymmetry_3.rewrites import KIND
from capaug.generators.rules import Rules


def synonyms(scene: Scene, phrases: Phrases, rng: random.Random) -> Iterator[list[Replacement]]:
    """Each thing that has common synonyms, by one of them."""
    sentence, objects = phrases.sentence, phrases.lexicon.objects
    for thing in sentence.things:
        if RULES.refuse(scene, Named(scene, phrases, thing)):
            continue
        options = [
            other
            for other in common_synonyms(phrases.lexicon, thing.name)
            if objects.is_plural_only(other) == objects.is_plural_only(thing.name)
            and sentence.lower_set.isdisjoint(other.split())
        ]
        if options and (change := replace_noun(sentence, thing, rng.choice(options), objects)):
            yield change


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and the phrases around its name."""

    scene: Scene
    phrases: Phrases
    thing: Thing


RULES = Rules[Named](KIND)


@RULES.rule("a dog | 's bowl")
def not_exchangeable(named: Named) -> bool:
    """The name may be read wrong, or be a part of a longer one."""
    return not named.phrases.exchangeable(named.thing) or not named.phrases.lexicon.objects.is_entry(named.thing.name)


@RULES.rule("a sofa by a window. The sofa is red.")
def named_in_another_sentence(named: Named) -> bool:
    """One thing would go by two names."""
    return named.scene.once(Elsewhere).names(named.thing)


@RULES.rule("a boat out at sea | ocean")
def bare(named: Named) -> bool:
    """A single thing without an article is part of an idiom."""
    thing, lexicon = named.thing, named.phrases.lexicon
    first = named.phrases.sentence.tag(thing.base[0] - 1)
    alone = not thing.plural and thing.determiner is None and thing.base[0] == thing.words[0]
    return alone and first == "IN" and not lexicon.objects.is_mass(thing.name)


@RULES.rule("a drink | of water")
def of_something(named: Named) -> bool:
    """The noun means something else with ``of``."""
    return named.phrases.sentence.word(named.thing.head + 1) == "of"


@RULES.rule("an orange and white cat")
def color_or_material(named: Named) -> bool:
    """The noun may be meant as an attribute."""
    return named.phrases.lexicon.attributes.type(named.thing.name) in COLORED


@RULES.rule("a fire | truck")
def odd_words_before(named: Named) -> bool:
    """A word before the name is neither determiner nor adjective."""
    return not named.phrases.plain_front(named.thing)


@RULES.rule("If it is true that a man is what he eats")
def of_no_picture(named: Named) -> bool:
    """A saying, a title: what is told to the letter keeps its words."""
    sentence = named.phrases.sentence
    if sentence.once(is_of_no_picture) or sentence.once(is_title):
        return True
    return is_within_a_name(sentence, named.thing.head)
