"""Subject and object change places: ``a dog chasing a cat`` -> ``a cat chasing a dog``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from capaug.captions import Link, LinkForm, Scene
from capaug.english.edits import realise
from capaug.english.elsewhere import Elsewhere
from capaug.english.words import words
from capaug.generators.relation_swap.exchange import exchange, has_pronouns
from capaug.generators.relation_swap.two_people import two_people
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

PREDICATES_NOT_TURNED = words("predicates_not_turned")


@dataclass(frozen=True, slots=True)
class Turn:
    """A link whose subject and object would change places."""

    scene: Scene
    link: Link


OF_ONE_OF_THEM = words("relatives_of_one_of_them")
FINITE_BE = words("finite_be")
POINTING_OUT = frozenset({"this", "that", "these", "those", "another"})
KNOWN_THINGS = words("determiners_of_what_is_there")

RULES = Rules[Turn]("relation_swap.roles")


class Roles:
    """Subject and object of one link change places, where that is false and can be imagined."""

    kind: ClassVar[Kind] = Kind(
        "relation_swap.roles",
        true=False,
        does="who does it and to whom it is done change places, or two people in what is said of each",
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self._relations = lexicon.relations

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Link by link; nothing is drawn."""
        for link in scene.sentence.links:
            if not self._can_turn(link) or RULES.refuse(scene, Turn(scene, link)):
                continue
            edits = exchange(scene.sentence, link.subject, link.object)
            made = realise(scene.sentence.text, edits) if edits else None
            if made is not None:
                yield Variant(made[0], self.kind.id, made[1])
        for edits in two_people(scene):
            made = realise(scene.sentence.text, edits)
            if made is not None:
                yield Variant(made[0], self.kind.id, made[1])

    def _can_turn(self, link: Link) -> bool:
        """Whether its words are its own, and it says of the two what could be said of them the other way round."""
        if link.shared or link.form in (LinkForm.POSSESSIVE, LinkForm.PLACE):
            return False
        subject, target = link.subject.name, link.object.name
        return subject != target and self._relations.swappable(link.predicate, subject, target)


@RULES.rule("a woman teaching a girl")
def not_turned(turn: Turn) -> bool:
    """Place, size or knowledge makes the one the subject."""
    return not PREDICATES_NOT_TURNED.isdisjoint(turn.link.predicate.split())


@RULES.rule("two dogs chasing a cat")
def one_is_many(turn: Turn) -> bool:
    """The verb would have to change as well."""
    return turn.link.subject.plural != turn.link.object.plural


@RULES.rule("a dog chasing a cat on a couch")
def says_more_of_them(turn: Turn) -> bool:
    """More hangs on the two than this link: a swap would change other facts too."""
    link = turn.link
    return len({*link.subject.links, *link.object.links}) > 1


@RULES.rule("a dog chasing a cat instead of a ball")
def beside_a_denial(turn: Turn) -> bool:
    """What is denied is said of one of the two, as it stands."""
    return bool(turn.scene.sentence.denied)


@RULES.rule("a dog chasing a cat and its ball")
def pronoun(turn: Turn) -> bool:
    """A pronoun would change its noun."""
    return has_pronouns(turn.scene.sentence)


@RULES.rule("two men behind two dogs one of which barks")
def told_of_one(turn: Turn) -> bool:
    """A relative pronoun would change its noun."""
    return not OF_ONE_OF_THEM.isdisjoint(turn.scene.sentence.lower_set)


@RULES.rule("a sign to the left of this sign")
def pointed_out(turn: Turn) -> bool:
    """``this`` points back at the one of them that was spoken of."""
    sentence = turn.scene.sentence
    things = (turn.link.subject, turn.link.object)
    return any(sentence.word(thing.base[0]) in POINTING_OUT for thing in things)


@RULES.rule("there is a car to the left of the truck")
def known_behind_there_is(turn: Turn) -> bool:
    """Nobody says that there is a thing that is known."""
    sentence, link = turn.scene.sentence, turn.link
    behind = sentence.word(link.subject.base[0] - 1) in FINITE_BE and "there" in sentence.lower_set
    return behind and sentence.word(link.object.base[0]) in KNOWN_THINGS


@RULES.rule("a dog chasing a cat. The dog runs after the cat.")
def said_in_another_sentence(turn: Turn) -> bool:
    """Another sentence relates the two, or says the verb again."""
    return turn.scene.once(Elsewhere).relates(turn.link)


@RULES.rule("a dog chasing a cat, where a sibling says: a cat runs after a dog")
def said_turned(turn: Turn) -> bool:
    """Another speaker says something of the two the other way round."""
    related, link = turn.scene.lexicon.objects.related, turn.link
    return any(
        related(other.subject.name, link.object.name) and related(other.object.name, link.subject.name)
        for sentence in turn.scene.others
        for other in sentence.links
    )
