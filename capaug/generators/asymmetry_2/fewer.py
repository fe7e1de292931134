"""How many there are, left unsaid or said of one alone: ``three cats`` -> ``cats``, ``a cat``."""

from __future__ import annotations

from dataclasses import dataclass

from capaug.captions import Quality, QualityPosition, Scene, Thing
from capaug.captions.sentence import Range
from capaug.english.agreement import set_number
from capaug.english.edits import Replacement
from capaug.english.elsewhere import Elsewhere
from capaug.english.noun_phrases import VAGUE_QUANTITIES
from capaug.english.phrases import Phrases
from capaug.english.pronouns import OF_THINGS, PRONOUNS_AND_WHAT_POINTS_BACK
from capaug.english.words import words
from capaug.generators.rules import Rules

COLLECTIVES_WITHOUT_WHICH_A_PLURAL_STANDS = words("collectives_without_which_a_plural_stands")
MUTUAL = words("words_of_two_parties")
SINGLE_ACTS = words("acts_of_one")
_BOUND_OR_JOINED = PRONOUNS_AND_WHAT_POINTS_BACK | MUTUAL | {"and"}


@dataclass(frozen=True, slots=True)
class Counted:
    """Several of a thing, as ``number`` says: ``two``, ``a group of``."""

    scene: Scene
    phrases: Phrases
    thing: Thing
    number: Quality

    @property
    def collective(self) -> bool:
        """The number is a collective: ``a group of dogs``."""
        return self.number.position is QualityPosition.COLLECTIVE

    @property
    def word(self) -> str:
        """The first word of the number."""
        return self.phrases.sentence.word(self.number.words[0])

    @property
    def following(self) -> str:
        """The word behind the number."""
        return self.phrases.sentence.word(self.number.words[1])

    @property
    def tag(self) -> str:
        """The tag of the number's first word."""
        return self.phrases.sentence.tag(self.number.words[0])


UNSAID = Rules[Counted]("asymmetry_2.generalise")
SINGLE = Rules[Counted]("asymmetry_2.generalise")


def without_number(scene: Scene, phrases: Phrases, thing: Thing) -> list[Replacement] | None:
    """``two dogs`` -> ``dogs``, ``a group of people`` -> ``people``; None where the number cannot go."""
    if not thing.plural:
        return None
    number = next((quality for quality in thing.qualities if _is_number(quality)), None)
    if number is None or UNSAID.refuse(scene, Counted(scene, phrases, thing, number)):
        return None
    return [(*scene.sentence.span(*_words_of_number(phrases, thing, number)), "")]


def _is_number(quality: Quality) -> bool:
    """A collective that a plural can do without, or a number of one word."""
    if quality.position is QualityPosition.COLLECTIVE:
        return quality.name.split(" ")[0] in COLLECTIVES_WITHOUT_WHICH_A_PLURAL_STANDS
    return quality.position is QualityPosition.NUMBER and quality.words[1] - quality.words[0] == 1


def _words_of_number(phrases: Phrases, thing: Thing, number: Quality) -> Range:
    """The number's words with their article."""
    first, end = number.words
    if number.position is QualityPosition.COLLECTIVE:
        return thing.base[0], end
    return first - (phrases.sentence.word(first - 1) in ("a", "an")), end


@UNSAID.rule("two dogs on a bed. Both sleep.")
@SINGLE.rule("two dogs on a bed. Both sleep.")
def counted_in_another_sentence(counted: Counted) -> bool:
    return counted.scene.once(Elsewhere).counts_on(counted.thing)


@UNSAID.rule("two sheep -> sheep")
def noun_without_plural(counted: Counted) -> bool:
    return counted.phrases.sentence.tag(counted.thing.head) not in ("NNS", "NNPS")


@UNSAID.rule("two dogs sitting together")
def need_two(counted: Counted) -> bool:
    return not MUTUAL.isdisjoint(counted.phrases.sentence.lower_set)


@UNSAID.rule("two dogs beside three dogs")
def named_twice(counted: Counted) -> bool:
    lemma = counted.thing.lemma
    return sum(thing.lemma == lemma for thing in counted.phrases.sentence.things) > 1


@UNSAID.rule("twenty year old men")
def number_within_the_name(counted: Counted) -> bool:
    return counted.number.words[1] > counted.thing.words[0]


@UNSAID.rule("a group of people is standing")
def verb_of_the_collective(counted: Counted) -> bool:
    verb = counted.phrases.finite
    if not counted.collective or verb is None:
        return False
    return counted.phrases.sentence.tag(verb) == "VBZ" or counted.phrases.words[verb] in ("is", "was")


@UNSAID.rule("a herd of sheep with its shepherd")
def pronoun_of_the_collective(counted: Counted) -> bool:
    return counted.collective and not OF_THINGS.isdisjoint(counted.phrases.sentence.lower_set)


@UNSAID.rule("the back row of buildings")
def collective_with_a_front(counted: Counted) -> bool:
    before = counted.phrases.sentence.tag(counted.thing.base[0] - 1)
    return counted.collective and before in ("DT", "JJ", "CD", "PRP$", "NN")


@UNSAID.rule("some dogs")
def no_clear_number(counted: Counted) -> bool:
    return not counted.collective and counted.tag != "CD" and counted.word not in VAGUE_QUANTITIES


@UNSAID.rule("1 dogs")
def one(counted: Counted) -> bool:
    return not counted.collective and counted.word in ("one", "1")


@UNSAID.rule("two and three dogs")
def number_goes_on(counted: Counted) -> bool:
    return not counted.collective and counted.following in ("of", "-", "or", "and")


def single(scene: Scene, phrases: Phrases, thing: Thing) -> list[Replacement] | None:
    """``two dogs`` -> ``a dog``, where no more than these words hangs on the number; else None."""
    if not thing.plural:
        return None
    numbers = [quality for quality in thing.qualities if quality.position is QualityPosition.NUMBER]
    if len(numbers) != 1 or SINGLE.refuse(scene, Counted(scene, phrases, thing, numbers[0])):
        return None
    return set_number(scene.sentence, thing, False, "a")


@SINGLE.rule("several dogs")
def not_counted(counted: Counted) -> bool:
    return counted.tag != "CD"


@SINGLE.rule("two dogs and their ball")
def bound_elsewhere(counted: Counted) -> bool:
    return not _BOUND_OR_JOINED.isdisjoint(counted.phrases.sentence.lower_set)


@SINGLE.rule("2 dogs")
def in_figures(counted: Counted) -> bool:
    word = counted.phrases.sentence.word(counted.thing.base[0])
    return word != word.strip("0123456789")


@SINGLE.rule("the two dogs")
def determined(counted: Counted) -> bool:
    return counted.thing.determiner is not None


@SINGLE.rule("two dogs with balls")
def others_are_many(counted: Counted) -> bool:
    return any(thing.plural for thing in counted.phrases.sentence.things if thing is not counted.thing)


@SINGLE.rule("two dog shaped balloons")
def name_unclear(counted: Counted) -> bool:
    return not counted.phrases.exchangeable(counted.thing)


@SINGLE.rule("two animals surrounding a tree")
def done_together(counted: Counted) -> bool:
    tokens = counted.phrases.sentence.tokens
    return any(link.verb is not None and tokens[link.verb].lemma not in SINGLE_ACTS for link in counted.thing.links)
