"""Where something is changes to the other side: ``on the left`` -> ``on the right``.

Both sides and one, top and bottom are in files of their own (``one_or_both.py``, ``heights.py``). Of left and right all
that hangs together is turned round at once, as a mirror would: a man who was on the left, faced right and held a cup in
his left hand. So no sentence contradicts another.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from capaug.captions import ParsedCaption, Scene, Thing
from capaug.english.edits import Replacement, realise
from capaug.english.facts import affirmed, unsure_words
from capaug.english.sides import BOTH_WORDS, DIRECTED, FRAME_NOUNS, TWO_SIDES, Sense, SideWord, side_words
from capaug.english.words import words
from capaug.generators.relation_swap.heights import heights
from capaug.generators.relation_swap.one_or_both import one_or_both
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.lexicon.positions import opposites
from capaug.records import Variant

MOST = 10  # words that are turned round together: of more, the text is another one
SCENERY = words("scenery_all_around")
ALIKE = words("words_of_what_is_alike")
READS_ONE_WAY = words("things_that_read_one_way")
IN_ONE_BREATH = words("words_between_two_of_a_kind")
COUNTED_FROM_A_SIDE = words("words_of_counting_from_a_side")


class Position:
    """Left and right change places."""

    kind: ClassVar[Kind] = Kind("relation_swap.position", true=False, does="something is on the other side")

    def __init__(self, lexicon: Lexicon) -> None:
        pass

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Left and right, both sides and one, top and bottom."""
        return affirmed(scene, self.kind.id, self._moved(scene, rng))

    def _moved(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        yield from self._turned(scene, rng)
        yield from one_or_both(scene)
        yield from heights(scene)

    def _turned(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """One text a group of words that hang together, made where the first of them stands."""
        place = scene.caption.sentences.index(scene.sentence)
        found = [Group(scene, one) for one in tied(scene) if one[0].place == place]
        rng.shuffle(found)
        for group in found:
            if not RULES.refuse(scene, group):
                made = realise(scene.sentence.text, group.edits)
                if made is not None:
                    yield Variant(made[0], self.kind.id, made[1])


class Group:
    """Words of sides that are turned round together, in the order of the caption."""

    def __init__(self, scene: Scene, sides: list[SideWord]) -> None:
        self.scene = scene
        self.sides = sides
        self.turned = [one for one in sides if one.sense is not Sense.BOTH]

    @cached_property
    def first(self) -> list[SideWord]:
        """Those of the first sentence, which a model that cuts sees for sure."""
        return [one for one in self.turned if one.place == self.turned[0].place]

    @property
    def edits(self) -> list[Replacement]:
        """Each word with its opposite."""
        pairs = opposites("sideways")
        return [(*one.sentence.span(one.k, one.k + 1), pairs[one.word]) for one in self.turned]


def tied(scene: Scene) -> list[list[SideWord]]:
    """The words of sides of a scene's caption in groups of those that hang together; read once a caption."""
    groups = scene.caption.once(_Groups)
    return groups.of(scene)


class _Groups:
    """The groups of a caption's words of sides."""

    def __init__(self, caption: ParsedCaption) -> None:
        self._sides = caption.once(side_words)
        self._found: list[list[SideWord]] | None = None

    def of(self, scene: Scene) -> list[list[SideWord]]:
        """All groups; two words are of one where they or others between them hang together."""
        if self._found is None:
            self._found = []
            for side in self._sides:
                near = [group for group in self._found if any(hang_together(scene, one, side) for one in group)]
                merged = [one for group in near for one in group] + [side]
                self._found = [group for group in self._found if group not in near] + [merged]
            for group in self._found:
                group.sort(key=lambda one: (one.place, one.k))
        return self._found


def hang_together(scene: Scene, one: SideWord, other: SideWord) -> bool:
    """Whether two words of sides must be turned round together, lest the text contradict itself.

    Those of neighbouring sentences do, which may speak of the same by ``it`` or ``the other``; those that both say a
    place in the picture; whatever says where something faces; and where their sentences name the same.
    """
    if abs(one.place - other.place) < 2 or (one.of_the_frame and other.of_the_frame):
        return True
    if not (DIRECTED.isdisjoint(one.sentence.lower_set) and DIRECTED.isdisjoint(other.sentence.lower_set)):
        return True
    objects = scene.lexicon.objects
    names = [thing.name for thing in other.sentence.things if thing.lemma not in FRAME_NOUNS]
    for thing in one.sentence.things:
        if thing.lemma in FRAME_NOUNS:
            continue
        for name in names:
            mine = thing.name
            if objects.related(mine, name) or objects.is_part(mine, name) or objects.is_part(name, mine):
                return True
    return False


RULES = Rules[Group]("relation_swap.position")


@RULES.rule("trees on the left and right")
def on_both(group: Group) -> bool:
    """Nothing is on one side only."""
    return not group.turned


@RULES.rule("a dog that comes right to the door")
def not_sure_of_a_side(group: Group) -> bool:
    """A word may mean something else."""
    return any(one.sense is Sense.UNSURE for one in group.sides)


@RULES.rule("no trees on the left; there might be a man on the right")
def not_said_to_be(group: Group) -> bool:
    """A word stands under a denial, or says what might be."""
    return any(one.k in one.sentence.denied or one.k in one.sentence.once(unsure_words) for one in group.turned)


@RULES.rule("a text that goes through a picture from left to right, thing by thing")
def too_many(group: Group) -> bool:
    """It would be another text."""
    return len(group.turned) > MOST


@RULES.rule("the second car from the left")
def counted(group: Group) -> bool:
    """Of three, the second from the left is the second from the right."""
    return any(
        one.sentence.word(one.k - 2) == "from"
        and not COUNTED_FROM_A_SIDE.isdisjoint(one.sentence.lower[max(0, one.k - 5) : one.k])
        for one in group.turned
    )


@RULES.rule("the numeral 3 on the right of a clock; boxes that spell a word, the first letter on the left")
def reads_one_way(group: Group) -> bool:
    """Of a clock's numerals, a keyboard or the letters of a word everybody knows the side."""
    return any(not READS_ONE_WAY.isdisjoint(sentence.lower_set) for sentence in group.scene.caption.sentences)


@RULES.rule("two identical houses, one on the left and one on the right")
def alike(group: Group) -> bool:
    """Both sides are said to be alike."""
    return any(not ALIKE.isdisjoint(one.sentence.lower_set) for one in group.turned)


@RULES.rule("a lamp on the left and a lamp on the right")
def as_on_the_other_side(group: Group) -> bool:
    """Each side has the same thing, of which nothing else is said."""
    said = {(one.located.lemma, one.word) for one in group.first if one.located is not None}
    pairs = opposites("sideways")
    return all(
        one.located is not None and (one.located.lemma, pairs[one.word]) in said and not is_told_apart(one)
        for one in group.first
    )


@RULES.rule("trees on the left")
def may_be_there_too(group: Group) -> bool:
    """What the first sentence puts on one side may be on the other as well."""
    return all(is_all_around(group.scene, one) for one in group.first)


@RULES.rule("a man on the left | on the right, says another caption")
def said_by_another(group: Group) -> bool:
    """A caption of the image has one of the new words."""
    pairs = opposites("sideways")
    new = {pairs[one.word] for one in group.first}
    return any(
        one.word in new or one.sense in (Sense.UNSURE, Sense.BOTH)
        for sibling in group.scene.siblings
        for one in sibling.once(side_words)
    )


def is_told_apart(side: SideWord) -> bool:
    """Whether more is said of what the side picks out: ``the man on the left wears``, ``a cup in his left hand``."""
    thing, sentence = side.located, side.sentence
    if side.is_of_an_order:
        return True
    if thing is None or thing.determiner is None:
        return False
    if side.own:
        return not _in_one_breath(side, thing)
    behind = side.k + 2 if sentence.word(side.k + 1) == "side" else side.k + 1
    told = sentence.word(behind) == "," or sentence.tag(behind).startswith(("VB", "MD"))
    return told and sentence.lower[thing.determiner] == "the"


def _in_one_breath(side: SideWord, thing: Thing) -> bool:
    """``his left arm and his right arm``: all that is said of one is said of the other."""
    other, lower = opposites("sideways")[side.word], side.sentence.lower
    places = [k for k, word in enumerate(lower) if word == other]
    between = [lower[min(k, side.k) + 1 : max(k, side.k)] for k in places]
    return any(all(one in IN_ONE_BREATH or one == lower[thing.head] for one in run) for run in between)


def is_all_around(scene: Scene, side: SideWord) -> bool:
    """Whether a picture may have what is on this side on the other as well."""
    thing = side.located
    if thing is None or side.own or (thing.determiner is not None and side.sentence.lower[thing.determiner] == "the"):
        return False
    if thing.lemma in SCENERY and (thing.plural or scene.lexicon.objects.is_mass(thing.name)):
        return True
    return any(
        one.word(k) in TWO_SIDES
        and one.word(k - 1) in BOTH_WORDS
        and any(other.lemma == thing.lemma for other in one.things)
        for one in scene.speakers
        for k in range(1, len(one.lower))
    )
