"""A man and a woman change places in what is said of each: ``a man drums, a woman sings`` -> ``a woman drums, a man
sings``.

Both texts have the same words. It is false where the caption says something of the one that it does not say of the
other: what is said of both, or may be, is no reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from capaug.captions import Link, Quality, QualityPosition, Scene, Sentence, Thing
from capaug.english.agreement import replace_noun
from capaug.english.amounts import is_several_of_one
from capaug.english.edits import Replacement
from capaug.english.gender import SEXES
from capaug.english.words import words
from capaug.generators.relation_swap.exchange import has_pronouns
from capaug.generators.rules import Rules

PLACED_ACTS = words("postures") | words("verbs_of_standing_still") | words("verbs_of_walking")
OF_BOTH = words("acts_of_two") | words("acts_of_company")
SIGNS_OF_ONE_SEX = (
    words("signs_of_one_sex") | words("clothes_of_women") | words("beards") | words("adjectives_of_one_sex")
)
# What a posture is at, and whoever is beside who has it may be at too.
WHERE_TWO_ARE = frozenset("place terrain water room building structure furniture sky_weather event".split())
TOLD_APART = frozenset({"another", "other", "others", "both", "each", "one"})
CHILDREN = frozenset({"boy", "girl"})
JOINS_TWO = frozenset({"and", ",", "or", "&", "with"})
NUMBERS = ("number", "collective")
EXCHANGED = ("age", "size", "height", "emotion", "action", "state")


@dataclass(frozen=True, eq=False)
class Pair:
    """Two people of a sentence, ``one`` first, a man and a woman or the other way round."""

    scene: Scene
    one: Thing
    other: Thing

    @property
    def sentence(self) -> Sentence:
        """The sentence that names them."""
        return self.scene.sentence

    @cached_property
    def of_one(self) -> list[Link | Quality]:
        """What is said of the first alone, before the second is named: it cannot be said of both."""
        return self._own(self.one, self.other, self.other.base[0])

    @cached_property
    def of_other(self) -> list[Link | Quality]:
        """What is said of the second, and not of the first."""
        return self._own(self.other, self.one, len(self.sentence.tokens))

    def _own(self, thing: Thing, beside: Thing, end: int) -> list[Link | Quality]:
        same = {*map(_key, beside.as_subject), *map(_key, beside.qualities)}
        found: list[Link | Quality] = []
        for link in thing.as_subject:
            if link.object is not beside and link.object.head < end and _key(link) not in same:
                found.append(link)
        for quality in thing.qualities:
            if quality.type not in NUMBERS and quality.words[1] <= end and _key(quality) not in same:
                found.append(quality)
        return found

    def is_theirs(self, fact: Link | Quality) -> bool:
        """Whether it is a thing or a look of somebody: where two are, one may have it and the other not."""
        if isinstance(fact, Quality):
            return fact.position is QualityPosition.BEFORE or fact.name.partition(" ")[0] not in PLACED_ACTS | OF_BOTH
        category = self.scene.lexicon.objects.category(fact.object.name)
        return fact.first not in OF_BOTH and category not in WHERE_TWO_ARE and category != "person"

    @cached_property
    def verbs(self) -> tuple[set[str], set[str]]:
        """The verbs of what is said of the first, and of the second."""
        return _verbs(self.of_one), _verbs(self.of_other)


RULES = Rules[Pair]("relation_swap.roles")


def two_people(scene: Scene) -> Iterator[list[Replacement]]:
    """Edits that give each of two people what is said of the other; nothing is drawn."""
    sentence = scene.sentence
    sexed = [thing for thing in sentence.things if thing.name in SEXES]
    if len(sexed) != 2 or SEXES[sexed[0].name] == SEXES[sexed[1].name]:
        return
    pair = Pair(scene, sexed[0], sexed[1])
    if not (pair.of_one or any(map(_stands_before, pair.of_other))) or RULES.refuse(scene, pair):
        return
    objects = scene.lexicon.objects
    first = replace_noun(sentence, pair.one, pair.other.name, objects)
    second = replace_noun(sentence, pair.other, pair.one.name, objects)
    if first is not None and second is not None:
        yield first + second


def _key(fact: Link | Quality) -> tuple[str, str]:
    return (fact.predicate, fact.object.name) if isinstance(fact, Link) else ("", fact.name)


def _verbs(facts: list[Link | Quality]) -> set[str]:
    acts = {fact.first for fact in facts if isinstance(fact, Link) and fact.verb is not None}
    return acts | {fact.name for fact in facts if isinstance(fact, Quality) and fact.type == "action"}


def _stands_before(fact: Link | Quality) -> bool:
    return isinstance(fact, Quality) and fact.position is QualityPosition.BEFORE


# -- rules -------------------------------------------------------------------------------------------------------------


@RULES.rule("a man holds a girl")
def of_two_ages(pair: Pair) -> bool:
    """A child does not do what a man does."""
    return (pair.one.name in CHILDREN) is not (pair.other.name in CHILDREN)


@RULES.rule("a man plays a guitar while a woman sings in her dress")
def tells_the_sex(pair: Pair) -> bool:
    """A word of the sentence goes with one sex alone, or is a pronoun of one of them."""
    said = pair.sentence.lower_set
    lemmas = {token.lemma for token in pair.sentence.tokens}
    return has_pronouns(pair.sentence) or not SIGNS_OF_ONE_SEX.isdisjoint(said | lemmas)


@RULES.rule("a man in white while a black women sings; a girl near a boys coat")
def misspelt(pair: Pair) -> bool:
    """A plural stands behind ``a``, or a possessive has no apostrophe."""
    sentence = pair.sentence
    for thing in (pair.one, pair.other):
        owner = sentence.tokens[thing.head].dep == "nmod:poss" and sentence.tag(thing.words[1]) != "POS"
        if owner or is_several_of_one(sentence, thing):
            return True
    return False


@RULES.rule("a white woman and a black man")
def what_people_are(pair: Pair) -> bool:
    """What somebody is stays with them: only age, size and mood, and what they have and do, are exchanged."""
    said = (*pair.one.qualities, *pair.other.qualities)
    return any(q.position is QualityPosition.BEFORE and q.type not in (*NUMBERS, *EXCHANGED) for q in said)


@RULES.rule("a man, a woman and a child on a bench")
def among_others(pair: Pair) -> bool:
    """More people are named, or the two are told from others."""
    if not TOLD_APART.isdisjoint(pair.sentence.lower_set) or len(pair.scene.caption.sentences) > 1:
        return True
    is_person = pair.scene.lexicon.objects.is_person
    return any(is_person(one.name) for one in pair.sentence.things if one is not pair.one and one is not pair.other)


@RULES.rule("a man and a woman on a bench; a man sits on a bench next to a woman")
def may_be_of_both(pair: Pair) -> bool:
    """Nothing is said that is surely the one's alone: what joins them, or where they are, may be of both."""
    between = pair.sentence.lower[pair.one.words[1] : pair.other.base[0]]
    if JOINS_TWO.issuperset(between):
        if pair.other.determiner is None:
            return True  # "an elderly man and woman"
        return not any(map(_stands_before, (*pair.of_one, *pair.of_other)))
    if any(map(pair.is_theirs, pair.of_one)):
        return False
    mine, theirs = pair.verbs
    return not (mine and theirs and mine.isdisjoint(theirs))


@RULES.rule("a man with an umbrella and a woman | a woman with an umbrella, says another caption")
def said_of_the_other(pair: Pair) -> bool:
    """Another caption says it of somebody of the other's sex, or of several."""
    for facts, sex in ((pair.of_one, SEXES[pair.other.name]), (pair.of_other, SEXES[pair.one.name])):
        said = {fact.object.lemma if isinstance(fact, Link) else fact.name for fact in facts}
        for sentence in pair.scene.others:
            for thing in sentence.things:
                if not pair.scene.lexicon.objects.is_person(thing.name):
                    continue
                if SEXES.get(thing.name, sex) != sex and not thing.plural:
                    continue
                theirs = {link.object.lemma for link in thing.as_subject} | {
                    quality.name for quality in thing.qualities
                }
                if not said.isdisjoint(theirs):
                    return True
    return False
