"""What a sibling says of the same thing, said of it here: ``A man in a hat riding a horse.``"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from capaug.captions import Link, LinkForm, Scene, Sentence, Thing
from capaug.english.edits import Replacement
from capaug.english.noun_phrases import AGENTS
from capaug.english.phrases import Phrases
from capaug.english.tags import ADVERB_TAGS
from capaug.english.words import words
from capaug.generators.realised import distinct
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

PRONOUNS_AND_WHAT_POINTS_BACK = words("pronouns_and_what_points_back")
BY_COMPARISON = PRONOUNS_AND_WHAT_POINTS_BACK | {"other", "same"}
MERGED = words("prepositions_that_a_merge_adds")
WORDS_THAT_BIND_A_NOUN_TO_WHAT_FOLLOWS = words("words_that_bind_a_noun_to_what_follows")

LONGEST_PHRASE, LONGEST_ADJECTIVES = 6, 3  # words that a merge adds


class Merge:
    """Adds a phrase or adjectives that a sibling says of a thing, where it surely is the same thing."""

    kind: ClassVar[Kind] = Kind("asymmetry_3.merge", true=True)

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Yield up to four texts."""
        here = scene.sentence.once(Phrases, self.lexicon)
        if here.guarded:
            return
        found: list[Replacement] = []
        for sibling in scene.siblings:
            for sentence in sibling.sentences:
                there = sentence.once(Phrases, self.lexicon)
                if not there.guarded:
                    found += self._additions(scene, here, there)
        rng.shuffle(found)
        yield from distinct(self.kind, scene.sentence, ([change] for change in found))

    @staticmethod
    def _additions(scene: Scene, here: Phrases, there: Phrases) -> Iterator[Replacement]:
        """What ``there`` is said of the things of ``here``, phrases before adjectives."""
        alike_here = here.sentence.once(things_by_category, here.lexicon)
        alike_there = there.sentence.once(things_by_category, here.lexicon)
        for category, (thing, *more) in alike_here.items():
            others = alike_there.get(category, [])
            if more or len(others) != 1:
                continue  # "A cat and a kitten on a bed": which of them?
            same = Meeting(scene, here, there, thing, others[0])
            if SAME_THING.refuse(scene, same):
                continue
            for link in same.other.as_subject:
                if link.form is LinkForm.PREPOSITION and link.preposition is not None:
                    phrase = AddedPhrase(same, link, link.preposition)
                    if not ADDED_PHRASE.refuse(scene, phrase):
                        at = here.sentence.tokens[thing.base[1] - 1].end
                        yield at, at, " " + _quoted(there.sentence, *phrase.range)
            adjectives = there.adjectives(same.other)
            if adjectives is not None and not ADDED_ADJECTIVES.refuse(scene, AddedAdjectives(same, adjectives)):
                at = here.sentence.tokens[thing.words[0]].start
                yield at, at, _quoted(there.sentence, *adjectives) + " "


def things_by_category(sentence: Sentence, lexicon: Lexicon) -> dict[str | None, list[Thing]]:
    """The things of the sentence by the category that the lexicon gives them, in their order."""
    found: dict[str | None, list[Thing]] = {}
    for thing in sentence.things:
        found.setdefault(lexicon.objects.category(thing.name), []).append(thing)
    return found


def _quoted(sentence: Sentence, first: int, end: int) -> str:
    """Words of another caption as they are spelt there (``long-haired``), without its capitals if it has no others."""
    text = " ".join(sentence.words(first, end).split())
    return text.lower() if text.isupper() else text


# -- whether two captions speak of one thing ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Meeting:
    """The only thing of its category here, ``thing``, and the only one that a sibling names, ``other``."""

    scene: Scene
    here: Phrases
    there: Phrases
    thing: Thing
    other: Thing

    @property
    def sides(self) -> tuple[tuple[Phrases, Thing], tuple[Phrases, Thing]]:
        """Both things, with the phrases around them."""
        return (self.here, self.thing), (self.there, self.other)

    @cached_property
    def namesakes(self) -> list[list[Thing]]:
        """What each speaker calls by the thing's name."""
        same, name = self.here.lexicon.objects.same, self.thing.name
        return [[thing for thing in s.things if same(thing.name, name)] for s in self.scene.speakers]

    @cached_property
    def following(self) -> str:
        """The word behind the thing here."""
        return self.here.sentence.word(self.thing.base[1]) if self.thing.base[1] < self.here.end else ""

    @cached_property
    def acts(self) -> bool:
        """Whether the thing does something here: a phrase would stand before ``driving``."""
        return self.here.sentence.tag(min(self.thing.base[1], self.here.end - 1)) == "VBG"


SAME_THING = Rules[Meeting](Merge.kind.id)


@SAME_THING.rule("two dogs on grass | a dog with a ball")
def not_single_things(meeting: Meeting) -> bool:
    """Only a thing that is known and counted as one is surely the same there."""
    objects, thing = meeting.here.lexicon.objects, meeting.thing
    return thing.plural or meeting.other.plural or not objects.known(thing.name) or objects.is_mass(thing.name)


@SAME_THING.rule("a man on a beach | a woman in a hat")
def another_name(meeting: Meeting) -> bool:
    """The sibling names another thing of the category."""
    return not meeting.here.lexicon.objects.same(meeting.thing.name, meeting.other.name)


@SAME_THING.rule("his dog on a beach | a dog with a ball")
def not_introduced(meeting: Meeting) -> bool:
    """Neither ``a`` nor ``the`` stands before it, or it is no known noun."""
    return any(
        side.sentence.word(thing.base[0]) not in ("a", "an", "the") or not side.is_object(thing.head)
        for side, thing in meeting.sides
    )


@SAME_THING.rule("a dog and a ball | a dog with a ball")
def bound_to_another(meeting: Meeting) -> bool:
    """It is joined to another noun, or part of what one says of it."""
    return any(
        side.sentence.word(thing.base[1]) in ("of", "and", "or", ",")
        or side.sentence.word(max(0, thing.base[0] - 1)) in ("of", "and", ",")
        for side, thing in meeting.sides
    )


@SAME_THING.rule("a small dog on a rug | a large dog in a collar")
def looks_otherwise(meeting: Meeting) -> bool:
    """What is said of the one cannot be said of the other."""
    excludes = meeting.here.lexicon.attributes.excludes
    return any(excludes(a.name, b.name) for a in meeting.thing.qualities for b in meeting.other.qualities)


@SAME_THING.rule("a tan bench in a park | a brown bench with a bag")
def other_color(meeting: Meeting) -> bool:
    """Both have colors, and none in common."""
    same = meeting.here.lexicon.attributes.same
    mine, theirs = ([q.name for q in thing.qualities if q.type == "color"] for _, thing in meeting.sides)
    return bool(mine and theirs) and not any(same(a, b) for a in mine for b in theirs)


@SAME_THING.rule("a bench in a park | a brown bench with a bag | two benches by a path")
def one_of_several(meeting: Meeting) -> bool:
    """A speaker names several of that name."""
    return any(len(things) > 1 or any(thing.plural for thing in things) for things in meeting.namesakes)


@SAME_THING.rule("a bus on a road | a large bus | a small bus")
def speakers_disagree(meeting: Meeting) -> bool:
    """The siblings say of things of that name what cannot be true of one."""
    said = [quality.name for things in meeting.namesakes for thing in things for quality in thing.qualities]
    excludes = meeting.here.lexicon.attributes.excludes
    return any(excludes(a, b) for a in said for b in said)


# -- what may be added to it -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AddedPhrase:
    """A phrase that the sibling says of the thing: ``in a hat``."""

    same: Meeting
    link: Link
    preposition: tuple[int, int]

    @property
    def there(self) -> Phrases:
        """The phrases of the sibling."""
        return self.same.there

    @property
    def target(self) -> Thing:
        """The noun of the phrase."""
        return self.link.object

    @property
    def range(self) -> tuple[int, int]:
        """Its words."""
        return self.preposition[0], self.target.base[1]

    @cached_property
    def words(self) -> list[str]:
        """Its words in lower case."""
        return self.there.words[slice(*self.range)]


ADDED_PHRASE = Rules[AddedPhrase](Merge.kind.id)


@ADDED_PHRASE.rule("a man | 's hat")
def no_place_for_a_phrase(phrase: AddedPhrase) -> bool:
    """What follows the noun would be parted from it."""
    same = phrase.same
    return bool(same.following) and same.here.sentence.tag(same.thing.base[1]) not in ("IN", ".", ",", "VBG", "VBZ")


@ADDED_PHRASE.rule("a bus | next to a building | driving down a street")
def doing_misplaced(phrase: AddedPhrase) -> bool:
    """What the thing does would be read as what the phrase's noun does."""
    objects, same = phrase.there.lexicon.objects, phrase.same
    return same.acts and (not objects.is_animate(same.thing.name) or objects.category(phrase.target.name) in AGENTS)


@ADDED_PHRASE.rule("a man in a red and | black shirt")
def not_side_by_side(phrase: AddedPhrase) -> bool:
    """Noun, preposition and noun do not stand side by side, or the preposition is none that is added."""
    first, end = phrase.preposition
    return phrase.link.predicate not in MERGED or first != phrase.same.other.base[1] or end != phrase.target.base[0]


@ADDED_PHRASE.rule("a man in a hat | with a feather")
def more_hangs_on_it(phrase: AddedPhrase) -> bool:
    """The phrase goes on."""
    target, there = phrase.target, phrase.there
    if target.phrase[1] != target.base[1]:
        return True
    return target.base[1] < there.end and there.sentence.word(target.base[1]) in WORDS_THAT_BIND_A_NOUN_TO_WHAT_FOLLOWS


@ADDED_PHRASE.rule("a man with a gizmo")
def unknown_noun(phrase: AddedPhrase) -> bool:
    """Its noun is none that the lexicon knows."""
    return not phrase.there.lexicon.objects.is_entry(phrase.target.name) or not phrase.there.is_object(
        phrase.target.head
    )


@ADDED_PHRASE.rule("a dog with his leash")
def points_back_or_long(phrase: AddedPhrase) -> bool:
    """It means something named elsewhere, or is too long."""
    return len(phrase.words) > LONGEST_PHRASE or not PRONOUNS_AND_WHAT_POINTS_BACK.isdisjoint(phrase.words)


@ADDED_PHRASE.rule("a man near car")
def bare_noun(phrase: AddedPhrase) -> bool:
    """A single thing without an article."""
    target = phrase.target
    is_mass = phrase.there.lexicon.objects.is_mass
    return target.determiner is None and not target.plural and not is_mass(target.name)


@ADDED_PHRASE.rule("a bird standing on the concrete | on a dirt ground")
def preposition_stands_already(phrase: AddedPhrase) -> bool:
    """The caption says of the thing with the same preposition where it is."""
    first = phrase.words[0] if phrase.words else ""
    return phrase.same.following == first or any(
        link.predicate.split()[-1:] == [first] for link in phrase.same.thing.as_subject
    )


@ADDED_PHRASE.rule("a man on a horse | with a pony")
def named_already(phrase: AddedPhrase) -> bool:
    """The caption names what the phrase names, or a thing of its category."""
    objects, name = phrase.there.lexicon.objects, phrase.target.name
    return any(
        objects.related(name, thing.name) or objects.category(thing.name) == objects.category(name)
        for thing in phrase.same.here.sentence.things
    )


@dataclass(frozen=True, slots=True)
class AddedAdjectives:
    """Adjectives that the sibling says of the thing, as a range of its words."""

    same: Meeting
    range: tuple[int, int]


ADDED_ADJECTIVES = Rules[AddedAdjectives](Merge.kind.id)


@ADDED_ADJECTIVES.rule("a big dog | a brown dog")
def has_adjectives(adjectives: AddedAdjectives) -> bool:
    """More than a determiner stands before the noun, here or before the adjectives there."""
    same = adjectives.same
    return same.thing.base[0] + 1 != same.thing.words[0] or adjectives.range[0] != same.other.base[0] + 1


@ADDED_ADJECTIVES.rule("a large, old, brown dog")
def too_many(adjectives: AddedAdjectives) -> bool:
    """They are too long."""
    return adjectives.range[1] - adjectives.range[0] > LONGEST_ADJECTIVES


@ADDED_ADJECTIVES.rule("a man smiling at a camera | a smiling man")
def said_already(adjectives: AddedAdjectives) -> bool:
    """The caption has one of them, in this form or another."""
    here, there = adjectives.same.here.sentence, adjectives.same.there.sentence
    said = here.lower_set | {token.lemma for token in here.tokens}
    return any(there.tokens[k].lemma in said or there.lower[k] in said for k in range(*adjectives.range))


@ADDED_ADJECTIVES.rule("a very large dog | the other dog")
def by_degree_or_comparison(adjectives: AddedAdjectives) -> bool:
    """They say how much, or which of several."""
    there = adjectives.same.there.sentence
    return any(there.tag(k) in ADVERB_TAGS or there.word(k) in BY_COMPARISON for k in range(*adjectives.range))
