"""``a dog chases a cat`` -> ``a cat is chased by a dog``; ``riding a horse`` -> ``a horse being ridden by``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from capaug.captions import Link, LinkForm, Scene
from capaug.english.edits import Replacement
from capaug.english.inflection import inflect
from capaug.english.noun_phrases import SCENES
from capaug.english.phrases import Phrases
from capaug.english.words import words
from capaug.generators.asymmetry_3.rewrites import KIND, lowered
from capaug.generators.rules import Rules

POINTING_BACK = words("pronouns_and_what_points_back") | words("relatives_of_a_subject")
UNPASSIVE = words("verbs_with_an_odd_passive")


def passives(scene: Scene, phrases: Phrases) -> Iterator[list[Replacement]]:
    """Each verb with a direct object whose subject opens the caption, in the passive."""
    sentence = phrases.sentence
    if phrases.guarded or not POINTING_BACK.isdisjoint(sentence.lower_set):
        return
    for link in sentence.links:
        if link.form is not LinkForm.VERB_OBJECT or link.verb is None:
            continue
        passive = Passive(phrases, link, link.verb)
        if RULES.refuse(scene, passive) or passive.said is None:
            continue
        one, other = link.subject, link.object
        yield [
            (*sentence.span(*one.base), sentence.words(*other.base)),
            (*sentence.span(passive.start, link.verb + 1), f"{passive.said} by"),
            (*sentence.span(*other.base), lowered(sentence.words(*one.base))),
        ]


@dataclass(frozen=True)
class Passive:
    """A verb and its direct object, to be said from the object's side."""

    phrases: Phrases
    link: Link
    verb: int

    @property
    def lemma(self) -> str:
        """That of the verb."""
        return self.phrases.sentence.tokens[self.verb].lemma

    @cached_property
    def start(self) -> int:
        """Its first word: an auxiliary or the verb."""
        return self.verb - 1 if self.phrases.sentence.word(self.verb - 1) in ("is", "are") else self.verb

    @cached_property
    def said(self) -> str | None:
        """The verb in the passive; None where it is no participle and not the main verb."""
        be, participle = "are" if self.link.object.plural else "is", inflect(self.lemma, "VBN")
        tag, finite = self.phrases.sentence.tag(self.verb), self.phrases.finite
        if self.start < self.verb:
            return f"{be} being {participle}"
        if tag == "VBG" and finite is None:
            return f"being {participle}"
        return f"{be} {participle}" if tag in ("VBZ", "VBP") and finite == self.verb else None


RULES = Rules[Passive](KIND)


@RULES.rule("a man and a woman riding horses")
def shared_verb(passive: Passive) -> bool:
    """The verb says something of others as well."""
    return passive.link.shared


@RULES.rule("a man picking up a ball")
def particle(passive: Passive) -> bool:
    """The particle would be left behind."""
    return passive.link.particle is not None


@RULES.rule("a hat fits a man")
def odd_in_the_passive(passive: Passive) -> bool:
    """The verb has no passive, or one that says something else."""
    return not passive.phrases.lexicon.relations.passive_ok(passive.lemma) or passive.lemma in UNPASSIVE


@RULES.rule("a man in red riding a horse")
def not_side_by_side(passive: Passive) -> bool:
    """Something stands before the subject, or between it, the verb and the object."""
    one, other = passive.link.subject.base, passive.link.object.base
    return one[0] != 0 or one[1] != passive.start or other[0] != passive.verb + 1


@RULES.rule("a man riding horse")
def object_in_doubt(passive: Passive) -> bool:
    """The object is no known noun, or a singular without an article."""
    thing = passive.link.object
    return not passive.phrases.is_object(thing.head) or (thing.determiner is None and not thing.plural)


@RULES.rule("a man riding a horse and waving")
def joined(passive: Passive) -> bool:
    """What is joined to subject or object would have to go along."""
    return "and" in passive.phrases.words[: passive.link.object.base[1] + 1]


@RULES.rule("a man riding a horse with a saddle")
def more_is_said(passive: Passive) -> bool:
    """Neither ends the caption behind the object, nor says it there only in which scene it all takes place."""
    phrases, k = passive.phrases, passive.link.object.base[1]
    if k >= phrases.end:
        return False
    sentence = phrases.sentence
    following = min((head for head in sentence.thing_at if head > k), default=None)
    if following is None or sentence.word(k) not in ("in", "on", "at"):
        return True
    place = sentence.thing_at[following]
    return place.base != (k + 1, phrases.end) or phrases.lexicon.objects.category(place.name) not in SCENES
