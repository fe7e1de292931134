"""How things stand to each other, said otherwise: ``standing side by side`` -> ``one behind the other``.

Places of ``it`` (``a bed with newspapers on it`` -> ``under it``) were tried and left out: readers kept 0.3 of them,
for what ``it`` means is seldom sure.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from capaug.captions import Scene, Thing
from capaug.draws import in_turn, started
from capaug.english.edits import realise
from capaug.english.elsewhere import Elsewhere
from capaug.english.facts import Facts, affirmed
from capaug.english.words import words
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.lexicon.arrangements import Arrangements, Phrase
from capaug.records import Variant

MOVED_BY_HAND = frozenset(
    "appliance clothing container drink electronics food household kitchenware sports_gear tool toy accessory".split()
)  # categories of what lies on something and could lie beside it
ALWAYS_FAR = words("things_always_far")
NEVER_ARRANGED = words("things_never_arranged")
PILED = frozenset({"pile", "piles", "piled", "stack", "stacked", "stacks"})
LINED_UP = words("words_of_lining_up")
OPENS_A_PLACE = words("prepositions_that_open_a_place_behind_a_thing")


class Arrangement:
    """One phrase gives way to another of its set."""

    kind: ClassVar[Kind] = Kind(
        "relation_swap.arrangement", true=False, does="things stand to each other in another way"
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases = Arrangements.load()

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Phrase by phrase in random order."""
        return affirmed(scene, self.kind.id, self._changed(scene, rng))

    def _changed(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        found = started(self._of_spot(spot, rng) for spot in spots(scene, self._phrases))
        rng.shuffle(found)
        yield from in_turn(found)

    def _of_spot(self, spot: Spot, rng: random.Random) -> Iterator[Variant]:
        scene = spot.scene
        if RULES.refuse(scene, spot):
            return
        options = self._phrases.others(spot.phrase)
        rng.shuffle(options)
        start, end = scene.sentence.span(spot.first, spot.first + len(spot.phrase.words))
        for new in options:
            if OFFERS.refuse(scene, Change(spot, new)):
                continue
            made = realise(scene.sentence.text, [(start, end, new.text)])
            if made is not None:
                yield Variant(made[0], self.kind.id, made[1])


class Spot:
    """A phrase where it stands in a scene's sentence: ``first`` is its first word, ``phrases`` all that there are."""

    def __init__(self, scene: Scene, phrase: Phrase, first: int, phrases: Arrangements) -> None:
        self.scene, self.sentence, self.phrase, self.first, self.phrases = scene, scene.sentence, phrase, first, phrases

    @cached_property
    def thing(self) -> Thing | None:
        """The nearest thing before the phrase, of which it is said."""
        before = [thing for thing in self.sentence.things if thing.words[1] <= self.first]
        return max(before, key=lambda thing: thing.words[1], default=None)

    @cached_property
    def subject(self) -> Thing | None:
        """The first thing of the sentence, which most phrases arrange."""
        before = [thing for thing in self.sentence.things if thing.words[1] <= self.first]
        return min(before, key=lambda thing: thing.words[0], default=None)

    @cached_property
    def arranged(self) -> str:
        """What is arranged: people, animals, things that one moves by hand, or others."""
        objects = self.scene.lexicon.objects
        thing = self.thing if self.phrase.set == "ground" else self.subject
        category = None if thing is None else objects.category(thing.name)
        if category in ("person", "animal"):
            return "people" if category == "person" else "animals"
        return "things" if category in MOVED_BY_HAND else "others"


class Change:
    """Another phrase for that of a spot."""

    def __init__(self, spot: Spot, new: Phrase) -> None:
        self.spot, self.new = spot, new


def spots(scene: Scene, phrases: Arrangements) -> list[Spot]:
    """The phrases of a scene's sentence; none within another."""
    lower, found, at = scene.sentence.lower, [], 0
    while at < len(lower):
        phrase = phrases.at(lower, at)
        if phrase is None:
            at += 1
        else:
            found.append(Spot(scene, phrase, at, phrases))
            at += len(phrase.words)
    return found


RULES = Rules[Spot]("relation_swap.arrangement")
OFFERS = Rules[Change]("relation_swap.arrangement")


@RULES.rule("lined up in a row; two rows of people side by side")
def said_twice(spot: Spot) -> bool:
    """Another word says it as well, or how they move."""
    if spot.phrase.set == "each other":
        return not PILED.isdisjoint(spot.sentence.lower_set)
    if spot.phrase.set != "row":
        return False
    lower, own = spot.sentence.lower, set(spot.phrase.words)
    return lower.count("line") > 1 or any(word in LINED_UP and word not in own for word in lower)


@RULES.rule("a close up of a sign with a house in the background; a path running side by side")
def not_so_near(spot: Spot) -> bool:
    """It is shown from near by, or it is no thing that stands anywhere."""
    lower = spot.sentence.lower_set
    return (spot.phrase.set == "ground" and "close" in lower) or not NEVER_ARRANGED.isdisjoint(lower)


@RULES.rule("a room with next to each other")
def of_nothing(spot: Spot) -> bool:
    """Nothing stands before it that could be arranged."""
    return spot.subject is None


@RULES.rule("a man on his back to back")
def of_one_thing(spot: Spot) -> bool:
    """Several stand to each other so, and nothing before it owns its first word."""
    if spot.phrase.set not in ("each other", "facing"):
        return False
    things = [thing for thing in spot.sentence.things if thing.words[1] <= spot.first]
    return spot.sentence.tag(spot.first - 1) == "PRP$" or (len(things) < 2 and not any(one.plural for one in things))


@RULES.rule("Two dogs lie side by side. They are next to each other.")
def said_in_another_sentence(spot: Spot) -> bool:
    """Another sentence speaks of what is arranged."""
    thing = spot.subject
    return thing is not None and spot.scene.once(Elsewhere).goes_on_about(thing)


@RULES.rule("a mountain in the background | foreground")
def always_far(spot: Spot) -> bool:
    """It is never near."""
    thing, objects = spot.thing, spot.scene.lexicon.objects
    if spot.phrase.set != "ground" or thing is None:
        return False
    return thing.lemma in ALWAYS_FAR or objects.category(thing.name) == "sky_weather"


@RULES.rule("mountains in the background of a lake")
def goes_on(spot: Spot) -> bool:
    """What follows belongs to it."""
    behind = spot.sentence.word(spot.first + len(spot.phrase.words))
    return behind in OPENS_A_PLACE or behind == "around"


@OFFERS.rule("two dogs side by side | in a pile")
def not_of_these(change: Change) -> bool:
    """Such things are not arranged so."""
    return not change.new.suits(change.spot.arranged)


@OFFERS.rule("two dogs side by side | far apart, says another caption")
def said_by_another(change: Change) -> bool:
    """A caption has words of the new phrase, or of one that means the same."""
    spot, told = change.spot, change.spot.scene.once(Facts).words
    for phrase in spot.phrases.of_set(change.new.set):
        if phrase.cells & change.new.cells and not phrase.cells & spot.phrase.cells:
            telling = {word for word in phrase.words if len(word) > 3 and word not in spot.phrase.words}
            if telling and telling <= told:
                return True
    return False


@OFFERS.rule("kites far apart, close together in the wind | next to each other")
def said_beside_it(change: Change) -> bool:
    """The sentence has another phrase of the set."""
    found = spots(change.spot.scene, change.spot.phrases)
    return sum(spot.phrase.set == change.new.set for spot in found) > 1
