"""What people say to be missing is there, and the other way round: ``a man without a shirt`` <-> ``with a shirt``.

These are the denials that captions have: of parts, clothes and contents (``data/lacks.tsv``), in the words that people
use. Any other denial tells by its word alone, and reads odd; :mod:`capaug.generators.asymmetry_1.negate` makes those.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from capaug.captions import Link, LinkForm, Scene, Thing
from capaug.english.edits import Replacement, realise
from capaug.english.elsewhere import Elsewhere
from capaug.english.facts import MODALS, Facts
from capaug.english.inflection import lemma as lemma_of
from capaug.english.inflection import singular
from capaug.english.words import words
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.lexicon.lacks import Lacks
from capaug.records import Variant

HOLDS_A_PART = frozenset({"with", "have", "wear"})
MORE_OF_A_LACK = words("words_that_say_more_of_a_lack")
TAGS_OF_MORE = ("JJ", "VBG", "VBN", "RB", "CD", "DT", "WD", "WP", "PR")  # tags of what goes on about the noun before it
UNSURE = MODALS | {"if", "whether", "?", "empty", "bare", "must"}
MISSING = frozenset({"without", "no"})
BEFORE_A_LACK = frozenset({"a", "an", "any", "his", "her", "its", "their"})


class Lack:
    """Something that a thing has is said to be missing, or what is missing to be there."""

    kind: ClassVar[Kind] = Kind(
        "asymmetry_1.lack", true=False, does="what a thing has is said to be missing, or what is missing to be there"
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self._lacks = Lacks.load()

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """One text for each thing that may be missing, in random order."""
        if not UNSURE.isdisjoint(scene.sentence.lower_set):  # "if a man has no beard"
            return
        found = [*self._taken(scene), *self._given(scene)]
        rng.shuffle(found)
        for edits in found:
            made = realise(scene.sentence.text, edits)
            if made is not None:
                yield Variant(made[0], self.kind.id, made[1])

    def _taken(self, scene: Scene) -> Iterator[list[Replacement]]:
        """``a man with a helmet`` -> ``without a helmet``, ``has no helmet``, ``is not wearing a helmet``."""
        for link in scene.sentence.links:
            if link.predicate not in HOLDS_A_PART or not self._lacks.may_lack(link.subject.name, link.object.name):
                continue
            if not TAKEN.refuse(scene, Taken(scene, link)) and (edits := _without(scene, link)):
                yield edits

    def _given(self, scene: Scene) -> Iterator[list[Replacement]]:
        """``a man without a shirt`` -> ``with a shirt``."""
        sentence = scene.sentence
        for k, word in enumerate(sentence.lower):
            if word not in MISSING or k not in sentence.denied:
                continue
            gift = _gift(scene, k)
            if gift is None or not self._lacks.may_lack(gift.whole.name, gift.part):
                continue
            if not GIVEN.refuse(scene, gift) and (edits := _with(scene, gift)):
                yield edits


@dataclass(frozen=True, slots=True)
class Taken:
    """A link of a thing to what it may lack."""

    scene: Scene
    link: Link


@dataclass(frozen=True, slots=True)
class Gift:
    """A denial of what a thing may have: it begins at word ``first``, its noun is word ``noun``."""

    scene: Scene
    first: int
    noun: int
    part: str
    whole: Thing


TAKEN = Rules[Taken]("asymmetry_1.lack")
GIVEN = Rules[Gift]("asymmetry_1.lack")


def _without(scene: Scene, link: Link) -> list[Replacement] | None:
    sentence, part = scene.sentence, link.object
    name = sentence.words(*part.words)
    bare = part.plural or scene.lexicon.objects.is_mass(part.name)
    named = name if bare else f"a {name}"
    end = sentence.tokens[part.words[1] - 1].end
    if link.predicate == "with" and link.preposition is not None:
        return [(sentence.tokens[link.preposition[0]].start, end, f"without {named}")]
    if link.verb is None or link.form is not LinkForm.VERB_OBJECT:
        return None
    verb = sentence.tokens[link.verb]
    if link.predicate == "have":
        return [(verb.end, end, f" no {name}")] if verb.tag in ("VBZ", "VBP", "VBD") else None
    if len(link.auxiliaries) > 1:
        return None  # "has been wearing"
    if link.auxiliaries:
        return [(verb.start, end, f"not {verb.text} {named}")]
    if verb.tag == "VBG" and link.verb == link.subject.words[1]:
        return [(verb.start, end, f"without {named}")]
    return None


def _gift(scene: Scene, first: int) -> Gift | None:
    """The denial that begins with word ``first``, of a noun at most two words behind it; None where it is another."""
    sentence = scene.sentence
    at = first + 1
    if sentence.word(at) in BEFORE_A_LACK:
        at += 1
    if not sentence.tag(at).startswith("NN") or sentence.tag(at + 1).startswith("NN"):
        return None
    wholes = [thing for thing in sentence.things if thing.words[1] <= first]
    if not wholes:
        return None
    head = sentence.thing_at.get(sentence.tokens[at].head)
    whole = head if head in wholes else max(wholes, key=lambda thing: thing.words[1])
    return Gift(scene, first, at, singular(sentence.lower[at]), whole)


def _with(scene: Scene, gift: Gift) -> list[Replacement] | None:
    sentence, k = scene.sentence, gift.first
    name = sentence.tokens[gift.noun].text
    bare = sentence.tag(gift.noun) == "NNS" or scene.lexicon.objects.is_mass(gift.part)
    named = name if bare else f"a {name}"
    start, end = sentence.tokens[k].start, sentence.tokens[gift.noun].end
    if sentence.lower[k] == "without":
        return [(start, end, f"with {named}")]
    before = sentence.word(k - 1)
    if before == "with" or lemma_of(before, sentence.tag(k - 1)) in ("have", "wear"):
        return [(start, end, named)]
    return None


# -- rules of what is taken --------------------------------------------------------------------------------------------


@TAKEN.rule("a man with a hat and glasses")
def joined(change: Taken) -> bool:
    """``and`` joins it with another thing."""
    tokens, head = change.scene.sentence.tokens, change.link.object.head
    return tokens[head].dep == "conj" or any(token.dep == "conj" and token.head == head for token in tokens)


@TAKEN.rule("a toilet with its lid open; a man with two dogs")
def more_is_said_of_it(change: Taken) -> bool:
    """It is counted, or the words around it say more of it."""
    sentence, part = change.scene.sentence, change.link.object
    if (
        part.as_subject
        or len(part.as_object) > 1
        or change.link.shared
        or change.link.subject.plural != _plural(change)
    ):
        return True
    before = sentence.lower[part.base[0] : part.words[0]]
    if any(quality.type in ("number", "collective") for quality in part.qualities) or "the" in before[:1]:
        return True
    end = part.words[1]
    if sentence.word(end) == "on" and sentence.tag(end + 1)[:2] not in ("DT", "NN", "PR", "JJ", "CD"):
        return True  # "with his cap on backwards"
    return sentence.tag(end).startswith(TAGS_OF_MORE) or sentence.word(end) in MORE_OF_A_LACK


def _plural(change: Taken) -> bool:
    """The number that the whole has where each has one part: men with hats, a man with a hat or with glasses."""
    part = change.link.object
    return change.link.subject.plural if part.plural else False


@TAKEN.rule("a man with a hat | without a hat, says another caption")
def denied_by_another(change: Taken) -> bool:
    """A caption says that something is missing."""
    facts = change.scene.once(Facts)
    return change.link.object.name in facts.absent or bool(change.scene.sentence.denied)


@TAKEN.rule("A man with a hat. The hat is red.")
def said_in_another_sentence(change: Taken) -> bool:
    """Another sentence speaks of it."""
    return change.scene.once(Elsewhere).goes_on_about(change.link.object)


# -- rules of what is given --------------------------------------------------------------------------------------------


@GIVEN.rule("a man without a shirt | a man in a red shirt, says another caption")
def named_by_another(gift: Gift) -> bool:
    """A caption names it: it may be another's, or it is there."""
    sentence = gift.scene.sentence
    told = [word for one in gift.scene.speakers[1:] for word in one.lower_set]
    told += [word for k, word in enumerate(sentence.lower) if k != gift.noun]
    return any(singular(word) == gift.part or word == f"{gift.part}less" for word in told)


@GIVEN.rule("a kitchen without a stove or a sink")
def one_of_several(gift: Gift) -> bool:
    """More is denied with it."""
    return gift.scene.sentence.word(gift.noun + 1) in ("or", "and", ",", "of")
