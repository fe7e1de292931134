"""How many there are: ``a man riding a bike`` -> ``two men riding bikes``, ``two dogs`` -> ``a single dog``.

An article is a number too. Only what a writer counts is counted anew, where no caption of the image speaks of
several; what belongs to each of them becomes several with them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from capaug.captions import Link, LinkForm, Quality, Scene, Thing
from capaug.draws import weighted_order
from capaug.english.agreement import POSSESSIVES, set_number
from capaug.english.amounts import (
    ALONE,
    INDEFINITE_ARTICLES,
    QUANTITY_TYPES,
    has_bare_conjunct,
    is_mixed,
    is_named,
    is_shareable,
    multiply,
)
from capaug.english.edits import Replacement
from capaug.english.elsewhere import Elsewhere
from capaug.english.facts import Facts
from capaug.english.words import words
from capaug.generators.rules import Rules
from capaug.lexicon import Lexicon

MOST_AMOUNTS = 3  # candidates of one thing
RELATIONS_TO_SEVERAL = words("relations_to_several")
ACTS_OF_TWO = words("acts_of_two")
CROWDS = words("quantities_of_a_crowd")
OWN = words("verbs_of_owning")
ARTICLES_AND_ONE = words("articles_and_one")
ARRANGED = words("nouns_of_arrangements")
AGAINST_ANOTHER = words("acts_against_another")
TOGETHER = words("done_by_several")
GROUPS = words("nouns_of_groups_of_people")
BROKEN_DENIALS = frozenset({"doesn", "isn", "wasn", "hasn", "doesnt", "isnt", "wasnt", "hasnt"})
VIEWS = frozenset({"view", "views", "shot", "seen", "taken", "photographed", "viewed"})
UNIQUE = words("one_of_a_kind_people")
HOLDING_VERBS = frozenset({"holding", "holds", "carrying", "carries"})
HAVING = words("predicates_of_having")
COUNTED_IN_A_ROOM = words("counted_in_a_room")
COUNTED_ON_A_TABLE = words("counted_on_a_table")
TABLES = frozenset({"table", "desk", "counter"})
SHOWN_ALONE = words("counted_where_shown")
KINDS_OF_MONEY = words("kinds_of_money")
SEATS_OF_ONE = words("seats_of_one")
# How one is said that is not two, about as often as captions say so.
ONE_ALONE_ALIVE = ("one", "one", "one", "a lone", "a single")
ONE_ALONE = ("one", "one", "one", "a single")
# What an article gives way to, and how often.
SEVERAL = (
    ("two", 5.0), ("couple of", 1.2), ("group of", 1.6), ("three", 0.3), ("pair of", 0.5), ("several", 0.8),
    ("herd of", 1.0),
)  # fmt: skip
TWO_ALONE = (("two", 1.0),)  # what a room or a table has is counted so
# Categories of what a writer gives the number of when it is what the caption is about.
TOPICS = frozenset("food container kitchenware furniture electronics appliance fixture toy household sign".split())
TOPIC_LABELS = ("root", "nsubj", "nsubj:pass")
# Categories of what each of several has of its own: two men hold cups, wear hats, ride bikes, in suits.
OWNED = frozenset(
    """
    clothing accessory sports_gear electronics kitchenware drink food tool toy instrument household vehicle animal
    container body_part
    """.split()
)


class Multiple:
    """A single thing that may become several.

    ``first``: the first word of its phrase. ``alive``: whether it is a person or an animal; ``category``: what sort of
    thing it is.
    """

    def __init__(self, scene: Scene, thing: Thing) -> None:
        self.scene = scene
        self.sentence = scene.sentence
        self.thing = thing
        self.first = scene.sentence.word(thing.base[0])
        self.alive = scene.lexicon.objects.is_animate(thing.name)
        self.category = scene.lexicon.objects.category(thing.name)

    @cached_property
    def is_had(self) -> bool:
        """Whether all that is said of it is that the room or the table which the caption is about has it."""
        if self.alive or self.category == "vehicle" or self.thing.as_subject or not self.thing.as_object:
            return False
        return all(_has_counted(self, link) for link in self.thing.as_object)

    @cached_property
    def to_own(self) -> list[Link]:
        """Its relations that several cannot have to one thing."""
        lexicon = self.scene.lexicon
        return [
            link
            for link in self.thing.as_subject
            if not is_shareable(link, lexicon) or (self.alive and _is_seat_of_one(link))
        ]


@dataclass(frozen=True, eq=False)
class Single:
    """Things that are counted, of which one alone may be left."""

    scene: Scene
    number: Quality

    @property
    def thing(self) -> Thing:
        """What is counted."""
        return self.number.thing

    @cached_property
    def alive(self) -> bool:
        """Whether they are people or animals."""
        return self.scene.lexicon.objects.is_animate(self.thing.name)


MORE = Rules[Multiple]("attribute_replace.contrast")
ONE = Rules[Single]("attribute_replace.contrast")


class Numbers:
    """Changes of how many there are of a thing; edits, each list a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def more(self, scene: Scene, rng: random.Random) -> Iterator[list[Replacement]]:
        """Two, three or several in the place of one, for one thing drawn among those that take it."""
        sentence = scene.sentence
        singles = [
            Multiple(scene, thing)
            for thing in sentence.unique_things()
            if not thing.plural and sentence.word(thing.base[0]) in ARTICLES_AND_ONE
        ]
        choices = [single for single in singles if not MORE.refuse(scene, single)]
        rng.shuffle(choices)
        for single in choices[:1]:
            thing, own = single.thing, [link.object for link in single.to_own]
            few = bool(own) or not single.alive
            counted = TWO_ALONE if single.is_had else SEVERAL
            options = [
                (quantity, weight)
                for quantity, weight in counted
                if self.lexicon.attributes.suits(quantity, thing.name) and not (few and quantity in CROWDS)
            ]
            for quantity in weighted_order(options, rng)[:MOST_AMOUNTS]:
                if edits := multiply(sentence, thing, own, quantity, self.lexicon):
                    yield edits

    def one(self, scene: Scene, rng: random.Random) -> Iterator[list[Replacement]]:
        """``two dogs on a bed`` -> ``one dog on a bed``; ``a dog`` alone would be true."""
        for quality in scene.sentence.qualities:
            if quality.type != "number" or quality.name in ("several", "many", "zero") or not quality.thing.plural:
                continue
            single = Single(scene, quality)
            if ONE.refuse(scene, single):
                continue
            determiner = rng.choice(ONE_ALONE_ALIVE if single.alive else ONE_ALONE)
            if edits := set_number(scene.sentence, quality.thing, False, determiner):
                yield edits


# -- rules of one that becomes several ---------------------------------------------------------------------------------


@MORE.rule("a pitcher in a white uniform")
def one_of_a_kind(change: Multiple) -> bool:
    """A game has one."""
    return change.thing.name.rpartition(" ")[2] in UNIQUE


@MORE.rule("a man's hat")
def owner(change: Multiple) -> bool:
    """It stands in the possessive."""
    return change.sentence.tag(change.thing.words[1]) == "POS"


@MORE.rule("a concert band; a soccer team; a sequence of signs")
def many_already(change: Multiple) -> bool:
    """One of them is several."""
    return change.thing.lemma in GROUPS or change.thing.lemma in ARRANGED


@MORE.rule("success is like a train")
def likened(change: Multiple) -> bool:
    """Something is likened to it."""
    return change.sentence.word(change.thing.base[0] - 1) in ("like", "as")


@MORE.rule("a player named Chase Utley")
def has_a_name(change: Multiple) -> bool:
    """It has one name."""
    return is_named(change.sentence, change.thing)


@MORE.rule("a boy in red Crocs and a helmet")
def with_more_of_its_own(change: Multiple) -> bool:
    """Its phrase has one more thing of its own, of which the graph does not tell whose it is."""
    objects, tokens = change.scene.lexicon.objects, change.sentence.tokens
    for other in change.sentence.things:
        if other.plural or other.as_object or objects.category(other.name) not in OWNED:
            continue
        head = tokens[other.head].head
        joined = head == change.thing.head or tokens[head].head == change.thing.head
        if other is not change.thing and joined:
            return True
    return False


@MORE.rule("a tennis player waits for the ball; a warrior fights")
def has_an_opponent(change: Multiple) -> bool:
    """Another does the same, whether or not the caption says so."""
    said = change.sentence.lower_set
    plays = change.thing.name.rpartition(" ")[2] == "player" and "tennis" in said
    return plays or (change.alive and not AGAINST_ANOTHER.isdisjoint(said))


@MORE.rule("how to make a paper plane")
def told_how(change: Multiple) -> bool:
    """Who tells how one is made tells how all are."""
    return change.sentence.lower[:2] == ["how", "to"]


@MORE.rule("a boy rocks out on a guitar")
def plays_it_alone(change: Multiple) -> bool:
    """An instrument takes one."""
    category = change.scene.lexicon.objects.category
    return change.alive and any(
        category(link.object.name) == "instrument" and not link.object.plural and link not in change.to_own
        for link in change.thing.as_subject
    )


@MORE.rule("the backdrop is a blurred wall")
def says_what_one_is(change: Multiple) -> bool:
    """It says what a single thing is, which is not several."""
    sentence, head = change.sentence, change.thing.head
    return any(
        token.head == head and token.dep == "nsubj" and sentence.tag(k) in ("NN", "PRP", "DT")
        for k, token in enumerate(sentence.tokens)
    ) and any(token.head == head and token.dep == "cop" for token in sentence.tokens)


@MORE.rule("the view is from a boat")
def seen_from_it(change: Multiple) -> bool:
    """It is where the picture was taken."""
    sentence = change.sentence
    return sentence.word(change.thing.base[0] - 1) == "from" and not VIEWS.isdisjoint(sentence.lower_set)


@MORE.rule("the inside of a bus")
def seen_inside(change: Multiple) -> bool:
    """One picture has the inside of one."""
    sentence, k = change.sentence, change.thing.base[0]
    return sentence.word(k - 1) == "of" and sentence.word(k - 2) in ("inside", "interior")


@MORE.rule("a shrink wrapped copy; an Asian country, read as two nouns")
def before_another_noun(change: Multiple) -> bool:
    """It is a part of the name of what follows."""
    k = change.thing.head + 1
    following = change.sentence.tag(k)
    return following.startswith("NN") or (following == "VBN" and change.sentence.tag(k + 1).startswith("NN"))


@MORE.rule("a guy doesn t move")
def before_a_broken_denial(change: Multiple) -> bool:
    """A verb without its apostrophe would not follow it."""
    return change.sentence.word(change.thing.head + 1) in BROKEN_DENIALS


@MORE.rule("a group of people")
def counted_already(change: Multiple) -> bool:
    """It has a number, and not that of one alone."""
    return any(q.type in QUANTITY_TYPES and q.name not in ALONE for q in change.thing.qualities)


@MORE.rule("a three car passenger train")
def counted_within(change: Multiple) -> bool:
    """A number between its article and its noun counts parts of it."""
    first, end = change.thing.base
    return any(change.sentence.tag(k) == "CD" for k in range(first + 1, end))


@MORE.rule("a man on the beach | some people, says another caption")
def several_are_said(change: Multiple) -> bool:
    """A caption speaks of several of them."""
    objects, name = change.scene.lexicon.objects, change.thing.name
    acts = {token.lemma for token in change.sentence.tokens if token.tag.startswith("V")}
    for several in change.scene.once(Facts).plurals:
        if objects.is_person(name) and objects.is_person(several) and any(map(several.startswith, acts)):
            return True  # "a man surfing | two surfers"
        if objects.related(name, several) and not objects.is_part(several, name):
            return True
    return False


@MORE.rule("a man on a horse. He waves.")
def said_in_another_sentence(change: Multiple) -> bool:
    """Another sentence names it, or means it by a pronoun."""
    return change.scene.once(Elsewhere).counts_on(change.thing)


@MORE.rule("A kayaker on a river. The boater holds a paddle.")
def known_by_another_word(change: Multiple) -> bool:
    """Another sentence speaks of somebody who is known by then, in the singular."""
    is_person = change.scene.lexicon.objects.is_person
    if not is_person(change.thing.name):
        return False
    return any(
        not thing.plural and is_person(thing.name) and other.word(thing.base[0]) == "the"
        for other in change.scene.once(Elsewhere).sentences
        for thing in other.things
    )


@MORE.rule("a car features | two cars feature")
def before_a_plural(change: Multiple) -> bool:
    """What follows may be its plural noun, read as a verb."""
    end = change.thing.words[1]
    return change.sentence.tag(end) in ("NNS", "VBZ") and not change.sentence.word(end + 1)


@MORE.rule("one man and another; a man and woman")
def one_of_two(change: Multiple) -> bool:
    """Its article or number speaks of a second thing too."""
    together = change.first == "one" and bool(TOGETHER & change.sentence.lower_set)
    return together or has_bare_conjunct(change.sentence, change.thing)


@MORE.rule("a street in the city")
def never_counted(change: Multiple) -> bool:
    """A lifeless thing that is not what the caption is about, or of which few writers give the number."""
    if change.alive or change.category == "vehicle" or change.is_had:
        return False
    if change.thing.as_object or change.sentence.tokens[change.thing.head].dep not in TOPIC_LABELS:
        return True
    if change.thing.lemma.rpartition(" ")[2] in SHOWN_ALONE:
        return False
    return change.category not in TOPICS or change.scene.lexicon.counts.attribute("two", change.thing.name) < 2


def _has_counted(change: Multiple, link: Link) -> bool:
    """Whether it is said by ``link`` that a place of the caption's has what is counted there."""
    place = link.subject
    if link.predicate not in HAVING or change.sentence.tokens[place.head].dep not in TOPIC_LABELS:
        return False
    if place.lemma in TABLES:
        return change.thing.name in COUNTED_ON_A_TABLE
    return change.thing.name in COUNTED_IN_A_ROOM and change.scene.lexicon.objects.category(place.name) == "room"


@MORE.rule("a menorah with all 9 candles")
def has_all_of_them(change: Multiple) -> bool:
    """The sentence tells all that the one has."""
    lower = change.sentence.lower
    return any(word == "all" and change.sentence.tag(k + 1) == "CD" for k, word in enumerate(lower))


@MORE.rule("a woman shopper | two woman shoppers")
def woman_before_it(change: Multiple) -> bool:
    """The noun before it would have to change as well."""
    return not {"woman", "man"}.isdisjoint(change.sentence.lower[change.thing.base[0] : change.thing.head])


@MORE.rule("a person holding a United Arab Emirates Dirham")
def holds_what_is_not_read(change: Multiple) -> bool:
    """What is held is no thing that the graph has, and one would not hold it with others."""
    if not change.alive or HOLDING_VERBS.isdisjoint(change.sentence.lower_set):
        return False
    return not any(link.predicate.startswith(("hold", "carry")) for link in change.sentence.links)


@MORE.rule("a shirt on two men")
def held_by_another(change: Multiple) -> bool:
    """What has to do with it would read odd as often as not if there were several."""
    held = change.thing.as_object if change.alive or change.category == "vehicle" else ()
    return any(not change.alive or link.first not in RELATIONS_TO_SEVERAL for link in held)


@MORE.rule("a player sitting in a chair")
def in_a_seat_of_one(change: Multiple) -> bool:
    """It takes one, and is spoken of as the only one."""
    return change.alive and any(
        _is_seat_of_one(link)
        and (change.sentence.word(link.object.base[0]) not in INDEFINITE_ARTICLES or link.object.as_subject)
        for link in change.thing.as_subject
    )


def _is_seat_of_one(link: Link) -> bool:
    return link.object.lemma in SEATS_OF_ONE and not link.object.plural


@MORE.rule("a man opens a hydrant")
def of_one_thing(change: Multiple) -> bool:
    """Several cannot do it with one thing, nor is it said that each has its own."""
    return not all(_takes_own(change, link) for link in change.to_own)


def _takes_own(change: Multiple, link: Link) -> bool:
    """Whether each of several has an object of ``link`` of its own, and the sentence can say so: no two in one hat."""
    sentence, objects, thing = change.sentence, change.scene.lexicon.objects, link.object
    if objects.is_mass(thing.name) or thing.as_subject:
        return False
    if any(other is not thing and other.lemma == thing.lemma for other in sentence.things):
        return False
    first = sentence.word(thing.base[0])
    if _is_seat_of_one(link):
        return first in INDEFINITE_ARTICLES
    category = objects.category(thing.name)
    if category not in OWNED or (OWN.isdisjoint(link.predicate.split()) and first not in POSSESSIVES):
        return False  # "fixing a tie" may be two men's work, "fixing his tie" is each one's own
    if category == "household" and first in POSSESSIVES and OWN.isdisjoint(link.predicate.split()):
        return False
    if any(sentence.tag(k) == "CD" for k in range(*thing.base)):
        return False  # "a 20 pound bill"
    return first in INDEFINITE_ARTICLES or first in POSSESSIVES


# -- rules of several of which one is left -----------------------------------------------------------------------------


@ONE.rule("the two dogs; two dogs | one dog, says another caption")
def one_is_said(change: Single) -> bool:
    """The number does not open its phrase, or a caption speaks of one alone."""
    facts = change.scene.once(Facts)
    return change.thing.base[0] != change.number.words[0] or not ALONE.isdisjoint(facts.words)


@ONE.rule("Five Canadian Dollar Bill | a single Canadian Dollar Bill")
def amount_of_a_note(change: Single) -> bool:
    """A note has its amount for a name."""
    thing = change.thing
    return not KINDS_OF_MONEY.isdisjoint(change.scene.sentence.lower[thing.base[0] : thing.words[1]])


@ONE.rule("two dogs on a bed. The dogs sleep.")
def counted_in_another_sentence(change: Single) -> bool:
    """Another sentence names them, or means them by a pronoun."""
    return change.scene.once(Elsewhere).counts_on(change.thing)


@ONE.rule("two dogs playing together")
def together(change: Single) -> bool:
    """One alone cannot do it, or the number is not that of its noun alone."""
    sentence = change.scene.sentence
    return not TOGETHER.isdisjoint(sentence.lower_set) or is_mixed(sentence, change.number)


@ONE.rule("two boxers fight in a ring")
def with_each_other(change: Single) -> bool:
    """They do it with each other: no object says with whom."""
    sentence = change.scene.sentence
    if ACTS_OF_TWO.isdisjoint(sentence.lower_set):
        return False
    verbs = {k for k, word in enumerate(sentence.lower) if word in ACTS_OF_TWO and sentence.tag(k).startswith("V")}
    held = {link.verb for link in change.thing.as_subject if link.form is LinkForm.VERB_OBJECT}
    return bool(verbs - held)


@ONE.rule("two teams play")
def against_each_other(change: Single) -> bool:
    """A team plays with another."""
    plays = not change.scene.sentence.lower_set.isdisjoint(("play", "plays", "playing", "compete", "competing"))
    return change.thing.lemma == "team" and plays


@ONE.rule("a man holding two dogs")
def held(change: Single) -> bool:
    """Something is done with them."""
    return bool(change.thing.as_object)


@ONE.rule("two men wearing jackets and caps")
def each_with_its_own(change: Single) -> bool:
    """Each of them has its own."""
    category = change.scene.lexicon.objects.category
    if "dressed" in change.scene.sentence.lower_set:
        return any(thing.plural and category(thing.name) == "clothing" for thing in change.scene.sentence.things)
    return any(
        link.object.plural
        and (
            category(link.object.name) in OWNED
            or (link.predicate.endswith(" in") and category(link.object.name) == "clothing")
        )
        for link in change.thing.as_subject
    )


@ONE.rule("two men next to a woman")
def beside_its_like(change: Single) -> bool:
    """It would not be alone."""
    objects = change.scene.lexicon.objects
    return any(
        objects.related(other.name, change.thing.name) or (change.alive and objects.is_animate(other.name))
        for other in change.scene.sentence.things
        if other is not change.thing
    )
