"""The picture was taken under other conditions: ``at night`` -> ``during the day``, ``low-angle`` -> ``high-angle``.

Times, weather and the manner of a picture are no things of a graph and no qualities of one: they are looked for as
phrases. What else a caption has of the old condition, or has not under the new one, is told by words, of which
``data/setting_signs.tsv`` rather has too many.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar

from capaug.captions import ParsedCaption, Scene
from capaug.draws import in_turn, started
from capaug.english.edits import realise
from capaug.english.facts import affirmed
from capaug.english.words import words
from capaug.generators.rules import Rules
from capaug.generators.told import Told, told
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.lexicon.settings import Found, Phrase, Settings
from capaug.records import Variant

TAKEN_IN_A_MANNER = words("pictures_behind_their_manner")
IN_COLOR = words("pictures_without_color")
BETWEEN_MANNER_AND_PICTURE = words("words_between_a_manner_and_its_picture")
COLLAGES = words("words_of_collages")
SEVERAL_PICTURES = words("words_of_several_pictures")
HEDGED = words("words_that_hedge_a_manner")
BEFORE_A_PICTURE = frozenset({"a", "an", "the", "this"})
GO_ON = frozenset({"of", "with"})
PICTURED = words("pictures_in_a_picture")
BEHIND_A_PICTURE = words("words_behind_a_picture")
TOO_SMALL = words("things_never_seen_from_afar")
OF_THE_SCENE = frozenset({"time", "weather", "season"})  # a painting in the picture has them as well
SEEN_FROM_AFAR = frozenset({"person", "animal", "vehicle", "building"})
FARTHEST = 7  # words between a manner and its picture


class Setting:
    """One phrase gives way to another of its set."""

    kind: ClassVar[Kind] = Kind(
        "attribute_replace.setting", true=False, does="the picture was taken at another time, from elsewhere, ..."
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self._settings = Settings.load()

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Phrase by phrase in random order."""
        return affirmed(scene, self.kind.id, self._changed(scene, rng))

    def _changed(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        found = started(self._of_spot(spot, rng) for spot in spots(scene, self._settings))
        rng.shuffle(found)
        yield from in_turn(found)

    def _of_spot(self, spot: Spot, rng: random.Random) -> Iterator[Variant]:
        if RULES.refuse(spot.scene, spot):
            return
        options = self._settings.others(spot.phrase)
        rng.shuffle(options)
        text = spot.sentence.text
        for new in options:
            if OFFERS.refuse(spot.scene, Change(spot, new)):
                continue
            made = realise(text, [(spot.start, spot.end, spelled(new, spot))])
            if made is not None:
                yield Variant(made[0], self.kind.id, made[1])


class Spot:
    """A phrase where it stands in a scene's sentence: ``first`` to ``behind`` are its words."""

    def __init__(self, scene: Scene, found: Found, inside: range, settings: Settings) -> None:
        self.scene, self.sentence, self.phrase, self.settings = scene, scene.sentence, found.phrase, settings
        self.start, self.end = found.start, found.end
        self.inside, self.first, self.behind = inside, inside.start, inside.stop

    @cached_property
    def manner(self) -> int | None:
        """The word for a picture that the phrase stands before, with nothing but other manners between."""
        for k in range(self.behind, min(self.behind + FARTHEST, len(self.sentence.tokens))):
            if self.sentence.word(k) in TAKEN_IN_A_MANNER:
                return k
            if self.sentence.word(k) not in BETWEEN_MANNER_AND_PICTURE:
                return None
        return None

    @cached_property
    def own(self) -> Told:
        """The words and the categories of things of the caption, without those of the phrase."""
        return told(self.scene, self.scene.caption.sentences, self.sentence, self.inside)

    @cached_property
    def siblings(self) -> Told:
        """Those of the image's other captions."""
        return told(self.scene, [one for sibling in self.scene.siblings for one in sibling.sentences])


class Change:
    """Another phrase for that of a spot."""

    def __init__(self, spot: Spot, new: Phrase) -> None:
        self.spot, self.new = spot, new


def spots(scene: Scene, settings: Settings) -> list[Spot]:
    """The phrases of a scene's sentence that begin and end with words of it, none of them frozen."""
    found = scene.caption.once(_found)
    if not found:
        return []
    tokens = scene.sentence.tokens
    starts = {token.start: k for k, token in enumerate(tokens)}
    ends = {token.end: k + 1 for k, token in enumerate(tokens)}
    spots = []
    for one in found:
        if one.start in starts and one.end in ends:
            inside = range(starts[one.start], ends[one.end])
            if scene.sentence.frozen.isdisjoint(inside):
                spots.append(Spot(scene, one, inside, settings))
    return spots


def spelled(new: Phrase, spot: Spot) -> str:
    """``new`` without hyphens where the caption leaves those of its phrase out."""
    left_out = "-" in spot.phrase.text and "-" not in spot.sentence.text[spot.start : spot.end]
    return new.text.replace("-", " ") if left_out else new.text


def _found(caption: ParsedCaption) -> list[Found]:
    return Settings.load().of(caption.text)


RULES = Rules[Spot]("attribute_replace.setting")
OFFERS = Rules[Change]("attribute_replace.setting")


@RULES.rule("a low-angle statue")
def of_no_picture(spot: Spot) -> bool:
    """No picture is taken in this manner."""
    if spot.phrase.form == "before":
        k = spot.manner
        return k is None or (spot.phrase.set == "medium" and spot.sentence.word(k) not in IN_COLOR)
    if spot.phrase.form != "picture":
        return False
    k = spot.first - 1
    while spot.sentence.word(k) in BETWEEN_MANNER_AND_PICTURE:
        k -= 1
    return k >= 0 and spot.sentence.word(k) not in BEFORE_A_PICTURE


@RULES.rule("in winter clothes; at night time; a close-up look")
def goes_on(spot: Spot) -> bool:
    """What follows makes another phrase of it."""
    behind, tag = spot.sentence.word(spot.behind), spot.sentence.tag(spot.behind)
    if spot.phrase.form == "picture":
        verb = tag in ("VBZ", "VBD", "VBG", "VBN") or behind.endswith("s")  # "shows", if it was taken for a noun
        return not (verb or behind == "" or behind in BEHIND_A_PICTURE)
    if spot.phrase.form != "adverb":
        return False
    if spot.phrase.set == "angle":
        return behind in GO_ON or behind in TAKEN_IN_A_MANNER
    return behind in GO_ON or tag.startswith(("NN", "JJ"))


@RULES.rule("a slightly high-angle shot; late at night")
def hedged(spot: Spot) -> bool:
    """It is so by degrees."""
    for k in range(spot.first - 1, max(-1, spot.first - 4), -1):
        if spot.sentence.word(k) in HEDGED:
            return True
        if spot.sentence.word(k) == ",":
            break
    return False


@RULES.rule("a collage of photos at night")
def of_several_pictures(spot: Spot) -> bool:
    """There is more than one picture, or a picture in the picture, which may be otherwise."""
    said = spot.sentence.lower_set
    if not (COLLAGES.isdisjoint(spot.own[0]) and SEVERAL_PICTURES.isdisjoint(said)):
        return True
    return spot.phrase.set in OF_THE_SCENE and not PICTURED.isdisjoint(said)


@RULES.rule("a brightly lit room")
def held_by_the_graph(spot: Spot) -> bool:
    """It is a quality that attribute_replace.contrast changes."""
    return any(quality.start < spot.end and spot.start < quality.end for quality in spot.sentence.qualities)


@RULES.rule("a close-up shot of a dog. The close-up shows its nose")
def said_again(spot: Spot) -> bool:
    """The caption has a second phrase of the set."""
    return sum(found.phrase.set == spot.phrase.set for found in spot.scene.caption.once(_found)) > 1


@RULES.rule("a street at night with neon lights")
def still_told(spot: Spot) -> bool:
    """Other words tell the old condition as well."""
    return any(signs.shown(*spot.own) for signs in spot.settings.tells(spot.phrase))


@RULES.rule("a close-up of a pizza | a distant view")
def not_of_this_size(spot: Spot) -> bool:
    """From afar people, large animals, vehicles and buildings are taken."""
    if spot.phrase.set != "distance":
        return False
    objects = spot.scene.lexicon.objects
    things = spot.sentence.things
    shown = [thing for thing in things if thing.words[0] >= spot.behind] or things
    return (
        not shown
        or objects.category(shown[0].name) not in SEEN_FROM_AFAR
        or shown[0].lemma in TOO_SMALL
        or shown[0].name in TOO_SMALL
    )


@OFFERS.rule("two zebras grazing during the day | at night")
def not_with_this(change: Change) -> bool:
    """The caption has what is not there under the new condition, or what tells it already."""
    spot, settings = change.spot, change.spot.settings
    return any(signs.shown(*spot.own) for signs in settings.forbids(change.new) + settings.tells(change.new))


@OFFERS.rule("a man in the rain | in the snow, says another caption")
def said_by_another(change: Change) -> bool:
    """Another caption of the image has the new condition, or what tells it."""
    spot, settings = change.spot, change.spot.settings
    if any(signs.shown(*spot.siblings) for signs in settings.tells(change.new)):
        return True
    for sibling in spot.scene.siblings:
        for found in sibling.once(_found):
            other = found.phrase
            if other.set == change.new.set and not other.excludes(change.new) and other.excludes(spot.phrase):
                return True
    return False
