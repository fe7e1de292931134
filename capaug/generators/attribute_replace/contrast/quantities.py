"""Quantities: what else tells how many there are, and how many there can be."""

from __future__ import annotations

import re
from itertools import pairwise

from capaug.english.amounts import ALONE_ON, INDEFINITE_ARTICLES, is_count, is_mixed, is_named
from capaug.english.elsewhere import Elsewhere
from capaug.english.words import words
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.rules import Rules

QUANTITIES_THAT_SHARE_A_MOUNT = words("quantities_that_share_a_mount")
FULL = words("filled_with_things")
GAMES = words("games_by_players")
MANY = words("words_for_many")
NAMED_BY_NUMBER = words("named_by_their_number")
MARKS_OF_A_SUM = (" - ", ":", "(", "–", "—")
KINDS_OF_MONEY = words("kinds_of_money")
PARTS_OF_A_BODY = words("parts_of_known_number")
DIVIDED = words("counted_by_what_is_divided")
LINING = words("words_of_lining")
BOTH = frozenset({"both", "neither", "either", "each"})
WOODS = frozenset({"forest", "woods", "jungle", "orchard", "grove", "forests"})
ORDINALS = words("ordinals")
FIGHTERS = words("fighters")
TWO = words("words_for_two")
TWO_VALUES = words("quantities_of_two")
DENSE = words("words_of_dense_places")
AND = re.compile(r"\band\b|&")
DIGITS = {name: str(i) for i, name in enumerate("two three four five six seven eight nine ten".split(), start=2)}
AS_NUMBER = {name: int(digit) for name, digit in DIGITS.items()}

QUANTITIES = Rules[Change](KIND)


@QUANTITIES.rule("two dogs | three dogs, says another caption")
def said_as_it_is(change: Change) -> bool:
    """A caption says the amount: a number anywhere, but ``a group of people`` is no count of the women beside them."""
    if _is_count(change):
        said = change.facts.words
        return change.value in said or DIGITS.get(change.value) in said or (change.value != "two" and bool(MANY & said))
    return change.facts.has_attribute(change.noun, change.value)


def _is_count(change: Change) -> bool:
    return change.quality.type == "number" and is_count(change.value, change.scene.lexicon)


@QUANTITIES.rule("two dogs on a bed. Both are brown. | three dogs")
def counted_in_another_sentence(change: Change) -> bool:
    """Another sentence names them, or means them by a pronoun."""
    return change.scene.once(Elsewhere).counts_on(change.quality.thing)


@QUANTITIES.rule("a couple purple flowers | a four purple flowers")
def behind_an_article(change: Change) -> bool:
    """An article before it goes with the old amount alone, also before a participle (``a smiling pair of``)."""
    first, word = change.quality.words[0], change.sentence.word
    if word(first - 1) in INDEFINITE_ARTICLES:
        return change.quality.type == "number"
    participle = change.sentence.tag(first - 1) == "VBG" and word(first - 2) in INDEFINITE_ARTICLES
    return participle and not change.value.endswith(" of")


@QUANTITIES.rule("a pair of dogs | a basket filled with apples")
def two_of_them(change: Change) -> bool:
    """Two are spoken of already, or what is filled with them has more."""
    return change.value in TWO_VALUES and (bool(FULL & change.words) or change.facts.counts(change.noun, TWO))


@QUANTITIES.rule("three cows, two black and one brown")
def counted_elsewhere(change: Change) -> bool:
    """Another word of the sentence hangs on the number."""
    if {"of", "them"} <= change.words or (change.value in TWO_VALUES and "all" in change.words):
        return True  # "three of them", "all dressed in red"
    if _each_or_both(change) or sum(word in DIGITS for word in change.sentence.lower) > 2:
        return True
    if not ORDINALS.isdisjoint(change.words):
        return True
    said, tag = change.sentence.lower, change.sentence.tag
    apart = any(word == "one" and not tag(k + 1).startswith("NN") for k, word in enumerate(said))  # no "one man"
    return (apart and change.quality.name != "one") or bool(GAMES & change.words)


def _each_or_both(change: Change) -> bool:
    """Several may do it to ``each other`` as well as two; of what ``each`` has they have one more."""
    said = change.sentence.lower
    return any(word in BOTH and not (word == "each" and after == "other") for word, after in pairwise([*said, ""]))


@QUANTITIES.rule("two sandwiches on two separate plates | three")
def one_for_each(change: Change) -> bool:
    """There are as many as of another thing, apart."""
    if "separate" not in change.words:
        return False
    return any(other is not change.quality and other.name == change.quality.name for other in change.sentence.qualities)


@QUANTITIES.rule("two people, a man and a woman | three")
def told_one_by_one(change: Change) -> bool:
    """A list of who they are follows."""
    end = change.quality.thing.words[1]
    if change.sentence.word(end) == "being":
        return True
    if change.sentence.word(end) in (",", "-", ":") and change.sentence.word(end + 1) in ("a", "an", "one"):
        return True
    count = AS_NUMBER.get(change.quality.name, 0)  # "three bottles on a shelf, Blue Moon, Killians and Newcastle"
    names = change.sentence.text[change.quality.end :].partition(",")[2]
    return count > 2 and names.count(",") + len(AND.findall(names)) >= count - 1


@QUANTITIES.rule("six musicians - four violinists and two drummers")
def adds_up(change: Change) -> bool:
    """One number is of all, the others of its parts."""
    counted = [quality for quality in change.sentence.qualities if quality.type == "number"]
    if len(counted) < 2:
        return False
    between = change.sentence.text[counted[0].end : counted[1].start]
    return any(mark in between for mark in MARKS_OF_A_SUM)


@QUANTITIES.rule("two players named Smith and Jones | three")
def named_one_by_one(change: Change) -> bool:
    """Their names are told."""
    return is_named(change.sentence, change.quality.thing)


@QUANTITIES.rule("a four wheeler | two")
def named_by_its_number(change: Change) -> bool:
    """The number is part of its name."""
    return change.quality.thing.lemma in NAMED_BY_NUMBER or change.sentence.text[change.quality.end :][:1] == "-"


@QUANTITIES.rule("several | people riding a motorcycle")
def too_many_for_one_mount(change: Change) -> bool:
    """More than two cannot be at one thing so."""
    return change.value not in QUANTITIES_THAT_SHARE_A_MOUNT and any(
        not link.object.plural and link.first in ALONE_ON for link in change.quality.thing.as_subject
    )


@QUANTITIES.rule("trees on two sides of a road | five")
def as_many_as_it_has(change: Change) -> bool:
    """A thing has as many of them as it has."""
    divided = change.after in ("side", "sides", "end", "ends") or not DIVIDED.isdisjoint(change.words)
    return divided and change.quality.type == "number"


@QUANTITIES.rule("a bicycle with three wheels | five")
def parts_of_one_body(change: Change) -> bool:
    """Who has so many of them is known, and nobody has so many more; a game has two teams."""
    return change.quality.thing.lemma in PARTS_OF_A_BODY | {"team"} and change.quality.type == "number"


@QUANTITIES.rule("three stacks | a couple of stacks; several houses | a couple of houses")
def a_couple_is_vague(change: Change) -> bool:
    """Who says a couple may mean some."""
    return change.value.startswith("couple") and change.quality.name in ("three", "several", "few")


@QUANTITIES.rule("Five Canadian Dollar Bill | two")
def amount_of_money(change: Change) -> bool:
    """A note has its amount for a name."""
    return not KINDS_OF_MONEY.isdisjoint(change.quality.thing.name.lower().split()) or not KINDS_OF_MONEY.isdisjoint(
        change.sentence.lower[change.quality.words[1] : change.quality.thing.words[1]]
    )


@QUANTITIES.rule("several parking lots | two, where another caption says: a parking lot")
def one_is_said(change: Change) -> bool:
    """Another caption sees one of them."""
    return change.facts.says_one(change.noun)


@QUANTITIES.rule("two people playing tennis | four")
def doubles(change: Change) -> bool:
    """Four play it as well as two, and writers do not see them all."""
    return change.value == "four" and "tennis" in change.words


@QUANTITIES.rule("two children | several, where another caption says: some kids")
def some_are_said(change: Change) -> bool:
    """Another caption leaves open how many there are."""
    return change.value == "several" and "some" in change.facts.words


@QUANTITIES.rule("a crowd of people lining the street | a couple")
def lines_something(change: Change) -> bool:
    """Two line no street."""
    return change.value in TWO_VALUES and not LINING.isdisjoint(change.words)


@QUANTITIES.rule("in a crowd of people | in a couple of people")
def among_them(change: Change) -> bool:
    """Somebody is in a crowd, and in no couple."""
    first, word = change.quality.words[0], change.sentence.word
    return change.value in TWO_VALUES and "in" in (word(first - 1), word(first - 2))


@QUANTITIES.rule("many trees in a forest | two; a row of trees around a field")
def too_few_for_it(change: Change) -> bool:
    """Two make no forest and no dense town, and stand around nothing."""
    if change.value not in TWO_VALUES or change.scene.lexicon.objects.is_animate(change.noun):
        return False
    if change.quality.name == "many" and not DENSE.isdisjoint(change.words):
        return True
    around = any(link.predicate.endswith("around") for link in change.quality.thing.as_subject)
    return around or (change.noun == "tree" and not WOODS.isdisjoint(change.words))


@QUANTITIES.rule("a group of men and women")
def of_two_kinds(change: Change) -> bool:
    """The quantity is of more than its noun, or part of an idiom."""
    return is_mixed(change.sentence, change.quality)


@QUANTITIES.rule("the two boxers as they fight | three")
def fights_in_pairs(change: Change) -> bool:
    """They fight with each other, two at a time."""
    return change.quality.name == "two" and change.quality.thing.lemma in FIGHTERS


@QUANTITIES.rule("a group of many people | a group of two people")
def counted_in_a_group(change: Change) -> bool:
    """A collective before it counts them too."""
    first = change.quality.words[0]
    return change.quality.type == "number" and change.sentence.word(first - 1) == "of" and first > 1
