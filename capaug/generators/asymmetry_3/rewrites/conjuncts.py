"""``a cat and a dog`` -> ``a dog and a cat``, where both stand alone and nothing hangs on the second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from capaug.captions import Scene, Thing
from capaug.english.edits import Replacement
from capaug.english.endings import POSTURES_THAT_END_A_TEXT
from capaug.english.phrases import Phrases
from capaug.english.words import words
from capaug.generators.asymmetry_3.rewrites import KIND, lowered
from capaug.generators.rules import Rules

PRONOUNS_AND_WHAT_POINTS_BACK = words("pronouns_and_what_points_back")
BEFORE_TWO = words("words_before_joined_nouns")
BINDING_TWO = words("words_that_bind_joined_nouns")


def conjuncts(scene: Scene, phrases: Phrases) -> Iterator[list[Replacement]]:
    """Each two nouns joined by ``and``, the other way round."""
    sentence = phrases.sentence
    if "and" not in sentence.lower_set:
        return
    for one, other in pairwise(sorted(sentence.things, key=lambda thing: thing.head)):
        if other.base[0] != one.base[1] + 1 or sentence.word(one.base[1]) != "and":
            continue
        if RULES.refuse(scene, Joined(phrases, one, other)):
            continue
        first, second = sentence.words(*one.base), sentence.words(*other.base)
        yield [
            (*sentence.span(*one.base), second),
            (*sentence.span(*other.base), lowered(first) if one.base[0] == 0 else first),
        ]


@dataclass(frozen=True, slots=True)
class Joined:
    """Two things joined by ``and``."""

    phrases: Phrases
    one: Thing
    other: Thing

    @property
    def things(self) -> tuple[Thing, Thing]:
        """Both."""
        return self.one, self.other


RULES = Rules[Joined](KIND)


@RULES.rule("a man in | a hat and a woman")
def of_two_sorts(joined: Joined) -> bool:
    """Inside a caption, nouns of two sorts may be joined by mistake."""
    category = joined.phrases.lexicon.objects.category
    return joined.one.base[0] != 0 and category(joined.one.name) != category(joined.other.name)


@RULES.rule("the cat and a dog")
def not_said_alike(joined: Joined) -> bool:
    """Neither have both ``a``, nor are both bare plurals."""
    word = joined.phrases.sentence.word
    return not (
        all(word(thing.base[0]) in ("a", "an") and not thing.plural for thing in joined.things)
        or all(thing.base == thing.words and thing.plural and joined.one.base[0] > 0 for thing in joined.things)
    )


@RULES.rule("a thingummy and a cat")
def unknown_noun(joined: Joined) -> bool:
    """One of them may be no noun."""
    return not all(joined.phrases.is_object(thing.head) for thing in joined.things)


@RULES.rule("a man holding | a cat and a dog")
def another_word_before(joined: Joined) -> bool:
    """The word before them may belong to the first alone."""
    first = joined.one.base[0]
    return first > 0 and joined.phrases.sentence.word(first - 1) not in BEFORE_TWO


@RULES.rule("a plate of | meat and vegetables")
def bound(joined: Joined) -> bool:
    """Their order is that of something else, or the first is bound to a noun before it."""
    first = joined.one.base[0]
    return not BINDING_TWO.isdisjoint(joined.phrases.words[max(0, first - 2) : first])


@RULES.rule("a man and a woman | with a hat")
def more_is_said_of_the_second(joined: Joined) -> bool:
    """What follows would come to hang on the other noun."""
    phrases, after = joined.phrases, joined.other.base[1]
    if after >= phrases.end or after == phrases.finite:
        return False
    sentence, objects = phrases.sentence, phrases.lexicon.objects
    return not (
        joined.one.base[0] == 0
        and sentence.tag(after) == "VBG"
        and sentence.tokens[after].lemma in POSTURES_THAT_END_A_TEXT
        and objects.is_animate(joined.one.name) == objects.is_animate(joined.other.name)
        and PRONOUNS_AND_WHAT_POINTS_BACK.isdisjoint(sentence.lower_set)
    )
