"""What a sibling says of the same thing, said of it here: ``A man in a hat riding a horse.``"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from capaug.captions import Link, LinkForm, ParsedCaption, Scene, Sentence, Thing
from capaug.english.edits import Replacement
from capaug.english.elsewhere import Elsewhere
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

    kind: ClassVar[Kind] = Kind("asymmetry_3.merge", true=True, does="what a sibling says of a thing is added")

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Yield up to four texts."""
        here = scene.sentence.once(Phrases, self.lexicon)
        if here.guarded:
            return
        found: list[Replacement] = []
        namesakes: dict[Thing, Namesakes] = {}
        for sibling in scene.siblings:
            for sentence in sibling.sentences:
                there = sentence.once(Phrases, self.lexicon)
                if not there.guarded:
                    found += self._additions(scene, here, sibling, there, namesakes)
        rng.shuffle(found)
        yield from distinct(self.kind, scene.sentence, ([change] for change in found))

    @staticmethod
    def _additions(
        scene: Scene, here: Phrases, sibling: ParsedCaption, there: Phrases, namesakes: dict[Thing, Namesakes]
    ) -> Iterator[Replacement]:
        """What ``there`` is said of the things of ``here``, phrases before adjectives."""
        alone_there = there.sentence.once(alone_of_category, here.lexicon)
        for category, mine in here.sentence.once(alone_of_category, here.lexicon).items():
            theirs = alone_there.get(category)
            if theirs is None:
                continue
            thing = mine.thing
            same = Meeting(scene, mine, sibling, theirs, namesakes)
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


def alone_of_category(sentence: Sentence, lexicon: Lexicon) -> dict[str | None, Side]:
    """The things of the sentence by the category that the lexicon gives them, in their order.

    None of a category with others: "A cat and a kitten on a bed", which of them?
    """
    found: dict[str | None, list[Thing]] = {}
    for thing in sentence.things:
        found.setdefault(lexicon.objects.category(thing.name), []).append(thing)
    phrases = sentence.once(Phrases, lexicon)
    return {category: Side(phrases, things[0]) for category, things in found.items() if len(things) == 1}


def _quoted(sentence: Sentence, first: int, end: int) -> str:
    """Words of another caption as they are spelt there (``long-haired``), without its capitals if it has no others."""
    text = " ".join(sentence.words(first, end).split())
    return text.lower() if text.isupper() else text


# -- whether two captions speak of one thing ---------------------------------------------------------------------------


class Namesakes:
    """What all speakers call by the name of a thing, found once for all siblings.

    ``several``: one of them names more than one. ``disagree``: they say what cannot be true of one thing. ``few``: most
    captions beside this one do not name it.
    """

    def __init__(self, scene: Scene, thing: Thing) -> None:
        same, excludes = scene.lexicon.objects.same, scene.lexicon.attributes.excludes
        self.several = False
        said: list[str] = []
        for sentence in scene.speakers:
            named = [other for other in sentence.things if same(other.name, thing.name)]
            self.several = self.several or len(named) > 1 or any(other.plural for other in named)
            said += [quality.name for other in named for quality in other.qualities]
        naming = sum(any(same(o.name, thing.name) for s in one.sentences for o in s.things) for one in scene.siblings)
        self.few = 2 * naming < len(scene.siblings)
        self.disagree = not self.several and any(excludes(a, b) for a in said for b in said)


class Side:
    """A thing that is the only one of its category in a sentence; what is asked of it alone is found once.

    ``single``: known and counted as one. ``introduced``: by ``a`` or ``the``, and a known noun. ``bound``: joined to
    another noun, or part of what one says of it.
    """

    def __init__(self, phrases: Phrases, thing: Thing) -> None:
        objects, word = phrases.lexicon.objects, phrases.sentence.word
        first, end = thing.base
        self.phrases = phrases
        self.thing = thing
        self.single = not thing.plural and objects.known(thing.name) and not objects.is_mass(thing.name)
        self.introduced = word(first) in ("a", "an", "the") and phrases.is_object(thing.head)
        self.bound = word(end) in ("of", "and", "or", ",") or word(max(0, first - 1)) in ("of", "and", ",")


class Meeting:
    """The only thing of its category here, ``thing``, and the only one in a sentence of a sibling, ``other``."""

    def __init__(
        self, scene: Scene, mine: Side, sibling: ParsedCaption, theirs: Side, namesakes: dict[Thing, Namesakes]
    ) -> None:
        self.scene = scene
        self.sibling = sibling
        self.sides = mine, theirs
        self.here, self.thing = mine.phrases, mine.thing
        self.there, self.other = theirs.phrases, theirs.thing
        self._namesakes = namesakes

    @property
    def namesakes(self) -> Namesakes:
        """What all speakers call by the thing's name."""
        if self.thing not in self._namesakes:
            self._namesakes[self.thing] = Namesakes(self.scene, self.thing)
        return self._namesakes[self.thing]

    @property
    def following(self) -> str:
        """The word behind the thing here."""
        return self.here.sentence.word(self.thing.base[1]) if self.thing.base[1] < self.here.end else ""

    @property
    def acts(self) -> bool:
        """Whether the thing does something here: a phrase would stand before ``driving``."""
        return self.here.sentence.tag(min(self.thing.base[1], self.here.end - 1)) == "VBG"


SAME_THING = Rules[Meeting](Merge.kind.id)


@SAME_THING.rule("two dogs on grass | a dog with a ball")
def not_single_things(meeting: Meeting) -> bool:
    """Only a thing that is known and counted as one is surely the same there."""
    mine, theirs = meeting.sides
    return not mine.single or theirs.thing.plural


@SAME_THING.rule("a man on a beach | a woman in a hat")
def another_name(meeting: Meeting) -> bool:
    """The sibling names another thing of the category."""
    return not meeting.here.lexicon.objects.same(meeting.thing.name, meeting.other.name)


@SAME_THING.rule("his dog on a beach | a dog with a ball")
def not_introduced(meeting: Meeting) -> bool:
    """Neither ``a`` nor ``the`` stands before it, or it is no known noun."""
    mine, theirs = meeting.sides
    return not (mine.introduced and theirs.introduced)


@SAME_THING.rule("a dog and a ball | a dog with a ball")
def bound_to_another(meeting: Meeting) -> bool:
    """It is joined to another noun, or part of what one says of it."""
    mine, theirs = meeting.sides
    return mine.bound or theirs.bound


@SAME_THING.rule("a dog on a rug. Another dog sits on a bed. | a dog in a collar")
def others_in_another_sentence(meeting: Meeting) -> bool:
    """Another sentence of one of the two captions names what may be it, or a thing of its category."""
    if meeting.scene.once(Elsewhere).names(meeting.thing):
        return True
    category, there = meeting.here.lexicon.objects.category, meeting.there.sentence
    mine = category(meeting.other.name)
    return any(
        sentence is not there and any(category(thing.name) == mine for thing in sentence.things)
        for sentence in meeting.sibling.sentences
    )


@SAME_THING.rule("there is a basket on the floor | a basket with flowers, of ten regions of one picture")
def named_by_few(meeting: Meeting) -> bool:
    """Most captions of the picture do not name it: those that do may each speak of another one."""
    return meeting.namesakes.few


@SAME_THING.rule("a small dog on a rug | a large dog in a collar")
def looks_otherwise(meeting: Meeting) -> bool:
    """What is said of the one cannot be said of the other."""
    excludes = meeting.here.lexicon.attributes.excludes
    return any(excludes(a.name, b.name) for a in meeting.thing.qualities for b in meeting.other.qualities)


@SAME_THING.rule("a tan bench in a park | a brown bench with a bag")
def other_color(meeting: Meeting) -> bool:
    """Both have colors, and none in common."""
    same = meeting.here.lexicon.attributes.same
    mine, theirs = ([q.name for q in side.thing.qualities if q.type == "color"] for side in meeting.sides)
    return bool(mine and theirs) and not any(same(a, b) for a in mine for b in theirs)


@SAME_THING.rule("a bench in a park | a brown bench with a bag | two benches by a path")
def one_of_several(meeting: Meeting) -> bool:
    """A speaker names several of that name."""
    return meeting.namesakes.several


@SAME_THING.rule("a bus on a road | a large bus | a small bus")
def speakers_disagree(meeting: Meeting) -> bool:
    """The siblings say of things of that name what cannot be true of one."""
    return meeting.namesakes.disagree


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
