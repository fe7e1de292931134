"""States of things and places: full and empty, open and closed, fresh and raw, clear and rough."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.rules import Rules

BUSTLE = words("signs_of_bustle")
NEEDS_THINGS = words("values_that_need_things")
CLOUDS = frozenset({"cloud", "clouds"})
PAGES = frozenset({"page", "pages"})
LAPTOPS = frozenset({"laptop", "laptop computer", "notebook", "macbook"})
OF_WARM_COUNTRIES = words("animals_of_warm_countries")
RAW = frozenset({"raw", "uncooked"})
SPOILED = frozenset({"rotten", "stale", "spoiled", "moldy", "dead"})
POWERED = words("signs_of_power")

STATES = Rules[Change](KIND)


@STATES.rule("empty | a busy street filled with cars")
def not_empty(change: Change) -> bool:
    """Something or somebody is there."""
    return change.value == "empty" and bool(BUSTLE & change.words)


@STATES.rule("skiers on a snowy hill")
def skied_on(change: Change) -> bool:
    """Nobody skis on grass."""
    on_snow = any(word.startswith(("ski", "snowboard", "sled")) for word in change.words)
    return change.quality.name.startswith("snow") and (on_snow or {"snow", "board"} <= change.words)


@STATES.rule("an open book turned to the first pages | closed; a laptop is open to a website")
def open_at_a_page(change: Change) -> bool:
    """What is closed shows no page, and is not known to run."""
    if change.quality.name not in ("open", "opened"):
        return False
    shows = not PAGES.isdisjoint(change.words) or (
        change.noun.rpartition(" ")[2] in LAPTOPS and not POWERED.isdisjoint(change.words)
    )
    return change.after in ("to", "at") or shows


@STATES.rule("fresh vegetables growing in a garden | rotten")
def grows(change: Change) -> bool:
    """What grows is not spoiled."""
    return change.value in SPOILED and "grow" in change.facts.lemmas


@STATES.rule("outside seating | indoor")
def seats_elsewhere_too(change: Change) -> bool:
    """Who has seats outside may have others inside."""
    return change.quality.type == "setting" and change.noun in ("seating", "seat", "dining", "table")


@STATES.rule("a wave in calm waters | rough")
def waves(change: Change) -> bool:
    """A caption tells of a wave."""
    return change.value in ("rough", "choppy") and not {"wave", "waves"}.isdisjoint(change.facts.words)


@STATES.rule("an empty bathroom | full; a busy kitchen | empty")
def full_room(change: Change) -> bool:
    """Nobody says so of a room, or says something else."""
    if change.quality.name == "busy" and change.scene.lexicon.objects.category(change.noun) == "room":
        return True
    return change.value == "full" and change.scene.lexicon.objects.category(change.noun) == "room"


@STATES.rule("trees bare of leaves | leafy")
def bare_of_something(change: Change) -> bool:
    """``of`` says of what, and the new value takes none."""
    return change.after == "of" and change.quality.type not in ("color", "action")


@STATES.rule("a clear sky with a layer of clouds | cloudy")
def clouds_are_told(change: Change) -> bool:
    """The sentence has clouds in the sky that it calls clear."""
    return change.value in ("cloudy", "overcast") and not CLOUDS.isdisjoint(change.words)


@STATES.rule("fried potatoes are being eaten | raw")
def raw_and_eaten(change: Change) -> bool:
    """Few eat it raw, and nobody says so."""
    return change.value in RAW and "eat" in change.facts.lemmas


@STATES.rule("a clear sky without clouds | cloudy; a street with no people | crowded")
def of_what_is_absent(change: Change) -> bool:
    """It speaks of things, where the sentence says that there are none of some."""
    return change.value in NEEDS_THINGS and bool(change.sentence.absent)


@STATES.rule("a herd of zebras on a grassy plain | snowy")
def no_snow_there(change: Change) -> bool:
    """It is where animals of warm countries are."""
    if change.value not in ("snowy", "icy", "snow-covered", "snow covered", "frozen"):
        return False
    return any(thing.name.rpartition(" ")[2] in OF_WARM_COUNTRIES for thing in change.sentence.things)


@STATES.rule("some sailing boats | docked boats")
def a_kind_of_boat(change: Change) -> bool:
    """A boat is called so by what it is, and may lie in a port."""
    return change.quality.name == "sailing" and change.quality.words[1] == change.quality.thing.words[0]


@STATES.rule("an aluminum can | plastic")
def of_what_cans_are(change: Change) -> bool:
    """No can is of anything else."""
    return change.noun.rpartition(" ")[2] in ("can", "tin") and change.quality.type == "material"
