"""``a cat next to a dog`` -> ``a dog next to a cat``, ``left of`` -> ``right of``: a whole caption turned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from capaug.captions import Link, Scene
from capaug.english.edits import Replacement
from capaug.english.phrases import Phrases
from capaug.english.words import words
from capaug.generators.asymmetry_3.rewrites import KIND, lowered
from capaug.generators.rules import Rules

PRONOUNS_AND_WHAT_POINTS_BACK = words("pronouns_and_what_points_back")
SPATIAL = words("prepositions_that_can_be_turned")
POSTURES = words("postures")
UNTURNED = frozenset({"person", "terrain", "water"})  # categories of what nothing is placed by


def turned(scene: Scene, phrases: Phrases) -> Iterator[list[Replacement]]:
    """Each link that is the whole caption, said from the other side."""
    sentence = phrases.sentence
    if (
        phrases.finite is not None
        or phrases.guarded
        or not PRONOUNS_AND_WHAT_POINTS_BACK.isdisjoint(sentence.lower_set)
    ):
        return
    for link in sentence.links:
        turn = Turn(phrases, link)
        if not turn.is_all or turn.converse is None or RULES.refuse(scene, turn):
            continue
        one, other = link.subject, link.object
        yield [
            (*sentence.span(*one.base), sentence.words(*other.base)),
            (sentence.tokens[one.base[1]].start, sentence.tokens[other.base[0] - 1].end, turn.converse),
            (*sentence.span(*other.base), lowered(sentence.words(*one.base))),
        ]


@dataclass(frozen=True)
class Turn:
    """A link whose subject and object are to change places."""

    phrases: Phrases
    link: Link

    @property
    def is_all(self) -> bool:
        """Whether the caption is subject, preposition and object, with at most a posture between them."""
        one, other, preposition = self.link.subject, self.link.object, self.link.preposition
        return (
            preposition is not None
            and one.base[0] == 0
            and one.base[1] <= preposition[0]
            and preposition[1] == other.base[0]
            and other.base[1] == self.phrases.end
        )

    @cached_property
    def converse(self) -> str | None:
        """The preposition from the other side; None of one that cannot be turned."""
        if self.link.preposition is None:
            return None
        relations = self.phrases.lexicon.relations
        preposition = " ".join(self.phrases.words[slice(*self.link.preposition)])
        if preposition not in SPATIAL:
            return None
        return preposition if relations.is_symmetric(preposition) else relations.converse(preposition)


RULES = Rules[Turn](KIND)


@RULES.rule("a dog next to | its bowl")
def owned(turn: Turn) -> bool:
    """A possessive would lose its owner."""
    return turn.phrases.sentence.tag(turn.link.object.base[0]) == "PRP$"


@RULES.rule("a man walking near | a dog")
def does_something(turn: Turn) -> bool:
    """What the subject does, the object does not."""
    first = turn.link.preposition[0] if turn.link.preposition is not None else 0
    between = turn.phrases.sentence.tokens[turn.link.subject.base[1] : first]
    return len(between) > 1 or any(token.lemma not in POSTURES for token in between)


@RULES.rule("a bench near | the water")
def nothing_is_placed_by_it(turn: Turn) -> bool:
    """The object is no thing that has a place by another."""
    return turn.phrases.lexicon.objects.category(turn.link.object.name) in UNTURNED


@RULES.rule("a cat near | door")
def bare_object(turn: Turn) -> bool:
    """A singular without an article cannot open a caption."""
    return turn.link.object.determiner is None and not turn.link.object.plural
