"""Colours: what has only some of them, and what else the sentence tells of them."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.rules import Rules

COATS = words("coat_colors")
METALS = words("metals")
WITHOUT_COLORS = frozenset({"monochrome", "monochromatic", "grayscale", "greyscale", "sepia", "black-and-white"})
LIGHTS = words("colors_of_traffic_lights")
PLANTS = words("colors_of_plants")
OF_METAL = words("things_of_metal")

OF_STONE = words("colors_of_stone")
GREENERY = frozenset("plant vegetation foliage grass shrub park lawn meadow".split())

COLORS = Rules[Change](KIND)


@COLORS.rule("an ice cream truck")
def ice_cream(change: Change) -> bool:
    """Cream is no colour here."""
    return change.quality.name == "cream" and "ice" in change.words


@COLORS.rule("a silver coin | orange")
def made_of_metal(change: Change) -> bool:
    """The colour of such a thing is what it is made of."""
    return change.noun in OF_METAL and change.quality.name in METALS and change.value not in METALS


@COLORS.rule("a black belt in a monochromatic shot | brown")
def shown_without_colors(change: Change) -> bool:
    """The caption says that the picture has no colours: black and white alone are told apart."""
    if change.quality.type != "color" or {change.quality.name, change.value} == {"black", "white"}:
        return False
    return any(not WITHOUT_COLORS.isdisjoint(one.lower_set) for one in change.scene.caption.sentences)


@COLORS.rule("a cat with green eyes | red")
def no_color_of_eyes(change: Change) -> bool:
    """Eyes are not of that colour, but in photographs that nobody describes; brown ones may be called black."""
    if change.noun == "eye" and {change.value, change.quality.name} == {"brown", "black"}:
        return True
    return change.noun == "eye" and change.value in ("red", "white", "yellow", "orange", "pink", "purple")


@COLORS.rule("a girl with a black eye | blue")
def bruise(change: Change) -> bool:
    """One black eye is a bruise, and no colour."""
    return change.noun == "eye" and change.quality.name == "black" and not change.quality.thing.plural


@COLORS.rule("a black and white cat | yellow and white")
def unlike_its_partner(change: Change) -> bool:
    """The thing cannot have the value beside its other colour."""
    if change.partner is None:
        return False
    lexicon = change.scene.lexicon
    if not lexicon.attributes.excludes(change.value, change.partner):
        return True
    furred = lexicon.objects.category(change.noun) == "animal" and not lexicon.objects.is_a(change.noun, "bird")
    return furred and change.value not in COATS


@COLORS.rule("green plants beside a river | white")
def no_color_of_plants(change: Change) -> bool:
    """Plants that nothing more is said of are seen from afar, and are of these colours."""
    plants = change.quality.thing.lemma in GREENERY
    return plants and change.quality.type == "color" and change.value not in PLANTS


@COLORS.rule("the traffic light is red | grey")
def not_what_a_light_shows(change: Change) -> bool:
    """It shows one of three colours."""
    shows = change.quality.name in LIGHTS and change.noun in ("traffic light", "stop light", "stoplight")
    return shows and change.value not in LIGHTS


@COLORS.rule("grey roofs along a road | black")
def roofs_from_above(change: Change) -> bool:
    """Of many roofs nobody tells one grey from the next, nor from what is near to it."""
    thing, both = change.quality.thing, {change.quality.name, change.value}
    many = thing.plural and thing.lemma in ("roof", "rooftop", "building", "house")
    return many and not both.isdisjoint(("gray", "grey")) and not both.isdisjoint(("black", "white"))


@COLORS.rule("a brown stone bridge | silver; a gray stone wall | pink")
def no_color_of_its_stuff(change: Change) -> bool:
    """What it is made of is named, and is not of that colour."""
    if change.quality.type != "color":
        return False
    stuffs = [other.name for other in change.quality.thing.qualities if other.type == "material"]
    if "stone" in stuffs or "rock" in stuffs:
        return change.value not in OF_STONE
    return change.value in METALS and bool(stuffs) and "metal" not in stuffs


@COLORS.rule("a wooden colored table | plastic")
def a_color_by_its_stuff(change: Change) -> bool:
    """``colored`` behind it makes a colour of it."""
    return change.after in ("colored", "coloured", "color", "colour") and change.quality.type == "material"


@COLORS.rule("a room with a red wall | white")
def one_wall_of_several(change: Change) -> bool:
    """A room has several walls."""
    first = change.sentence.word(change.quality.thing.base[0])
    return change.quality.type == "color" and change.noun == "wall" and first in ("a", "one")


@COLORS.rule("a blue book with a blue and white cover | green")
def said_of_its_part(change: Change) -> bool:
    """The sentence says the colour of a part of it as well, which is as much as the thing."""
    if change.quality.type != "color":
        return False
    is_part = change.scene.lexicon.objects.is_part
    return any(
        other.name == change.quality.name
        and other.thing is not change.quality.thing
        and (is_part(other.thing.name, change.noun) or other.thing.lemma in ("cover", "case", "lid"))
        for other in change.sentence.qualities
    )


@COLORS.rule("a white sky | gray")
def no_other_sky(change: Change) -> bool:
    """Who calls a sky white sees the one that another calls grey."""
    overcast = {"white", "gray", "grey", "cloudy", "overcast"}
    return change.noun == "sky" and change.value in overcast and change.quality.name in overcast
