"""Sizes and degrees."""

from __future__ import annotations

from capaug.english.inflection import lemma
from capaug.english.words import words
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.rules import Rules

SOME_OF_MANY = words("amounts_beside_others")
SMALL_DEGREES = words("small_degrees")
SIZES_ALIKE = {"wide": words("sizes_that_are_wide"), "narrow": words("sizes_that_are_narrow")}
SMALL_BY_NAME = frozenset({"personal", "pocket", "travel", "bite", "miniature", "mini", "toy"})
ROOMY = words("words_of_room")

SIZES = Rules[Change](KIND)


@SIZES.rule("a large room | that is cramped")
def size_said_otherwise(change: Change) -> bool:
    """The sentence says how large it is in other words."""
    return change.quality.type == "size" and bool(ROOMY & change.words)


@SIZES.rule("a row of trees stands tall | small")
def stands_tall(change: Change) -> bool:
    """It says how they stand, and goes with the verb."""
    before = change.sentence.word(change.quality.words[0] - 1)
    return before in ("stand", "stands", "standing", "stood")


@SIZES.rule("a narrow room | wide, where another caption says: a large room")
def as_large_as_another_says(change: Change) -> bool:
    """Another size that a caption names may be this one in other words."""
    alike = SIZES_ALIKE.get(change.value)
    return alike is not None and not alike.isdisjoint(change.facts.words)


@SIZES.rule("a very happy baby | frowning")
def no_degree(change: Change) -> bool:
    """``very`` stands before it, which no participle takes."""
    before = change.sentence.word(change.quality.words[0] - 1)
    return before in ("very", "so", "really") and change.value.endswith("ing")


@SIZES.rule("an almost empty street | busy")
def almost_so(change: Change) -> bool:
    """``almost`` is said of an end that things come near to, seldom of the other end."""
    return change.sentence.word(change.quality.words[0] - 1) in ("almost", "nearly", "practically")


@SIZES.rule("a sign with a little graffiti on it | large")
def an_amount(change: Change) -> bool:
    """``a little`` of what has no number says how much there is."""
    return change.quality.name == "little" and change.scene.lexicon.objects.is_mass(change.noun)


@SIZES.rule("a smaller lake | large")
def compared(change: Change) -> bool:
    """A comparative compares with something, and what is smaller may be large."""
    said = change.sentence.word(change.quality.words[0])
    return said != change.quality.name and said.endswith(("er", "est")) and lemma(said, "JJR") != said


@SIZES.rule("some large tanks | small; some blue roofs | white")
def others_may_be_so(change: Change) -> bool:
    """The caption tells of some, and others may well be of the other size or colour."""
    thing = change.quality.thing
    if change.quality.type not in ("size", "height", "length", "age", "color") or not thing.plural:
        return False
    alone = thing.base[0] == 0 and thing.words[1] >= len(change.sentence.tokens) - 1  # "tall buildings", and no more
    return alone or change.sentence.word(thing.base[0]) in SOME_OF_MANY


@SIZES.rule("slightly rough water | calm")
def so_to_a_degree(change: Change) -> bool:
    """It is said of what comes in degrees, and the other end is not said so."""
    return change.sentence.word(change.quality.words[0] - 1) in SMALL_DEGREES


@SIZES.rule("a small personal pizza | large")
def small_by_name(change: Change) -> bool:
    """Another word before the noun says that it is small."""
    first, end = change.quality.thing.base
    return change.quality.type == "size" and not SMALL_BY_NAME.isdisjoint(change.sentence.lower[first:end])


@SIZES.rule("a short and small grill | large; a large long train | short")
def joined_with_its_like(change: Change) -> bool:
    """Another size is said of it, which means the same end."""
    if change.quality.type not in ("size", "height", "length"):
        return False
    first, end = change.quality.words
    word, type_ = change.sentence.word, change.scene.lexicon.attributes.type
    if sum(one.type in ("size", "height", "length") for one in change.quality.thing.qualities) > 1:
        return True  # "a large long train"
    beside = [word(first - 2)] if word(first - 1) == "and" else []
    beside += [word(end + 1)] if word(end) == "and" else []
    return any(type_(one) in ("size", "height", "length") for one in beside)
