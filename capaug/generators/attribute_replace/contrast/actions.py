"""Actions: what else the sentence says of them, and who does them where."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.rules import Rules

AT_SOMEBODY = words("acts_at_somebody")
LIVELY = words("lively_actions")
NEVER_SEATED = words("animals_never_seated")
WHITHER = frozenset(
    {"around", "to", "towards", "toward", "into", "through", "past", "away", "across", "their", "there"}
)
GOING_ON = words("actions_that_go_somewhere")
ASLEEP = frozenset({"asleep", "sleeping", "sleeps", "napping"})
LAIN_ON = words("parts_one_lies_on")
WATERS = words("waters_to_swim_in")
PURPOSES_OF_REST = words("purposes_of_rest")
ON_THE_MOVE = frozenset({"moving", "driving", "running", "flying", "rolling", "speeding", "walking"})
RACES = words("words_of_a_race")
STILL = words("verbs_of_standing_still")
RIDES_AND_SEATS = words("rides_and_seats")
MEANWHILE_AT_REST = words("meanwhile_at_rest")
SAID_WHERE_ONE_STAYS = words("said_where_one_stays")

ACTIONS = Rules[Change](KIND)


@ACTIONS.rule("running | sitting on a bench")
def too_lively_for_its_place(change: Change) -> bool:
    """What they sit on, few run on."""
    return change.quality.type == "action" and change.value in LIVELY and change.after in SAID_WHERE_ONE_STAYS


@ACTIONS.rule("a man sitting and also reading")
def done_as_well(change: Change) -> bool:
    """A caption tells of the action, or of more than one."""
    return change.quality.type == "action" and (
        "also" in change.words or change.value.partition(" ")[0] in change.facts.lemmas
    )


@ACTIONS.rule("a zebra | sitting")
def never_seated(change: Change) -> bool:
    """It lies or stands; few writers say that it sits."""
    return change.quality.type == "action" and change.value in ("sit", "sitting") and change.noun in NEVER_SEATED


@ACTIONS.rule("a man smiling at the camera | crying")
def at_somebody(change: Change) -> bool:
    """``at`` names whom it is for, and the new act is for nobody."""
    old = change.sentence.word(change.quality.words[0])
    return change.after == "at" and old in AT_SOMEBODY and change.value.partition(" ")[0] not in AT_SOMEBODY


@ACTIONS.rule("a woman walks | kneels towards him; jumps up | walks to kick his heels")
def goes_somewhere(change: Change) -> bool:
    """What follows says whither it goes."""
    if change.quality.type != "action":
        return False
    end = change.quality.words[1]
    if change.after == "to" and change.sentence.tag(end + 1) == "VB":
        return True  # "jumps up to kick his heels"
    return change.value.partition(" ")[0] not in GOING_ON and change.after in WHITHER


@ACTIONS.rule("a woman runs in a road race | stands")
def takes_part(change: Change) -> bool:
    """Nobody rests in a race."""
    rests = change.quality.type == "action" and change.value.partition(" ")[0] in STILL
    return rests and change.after == "in" and not RACES.isdisjoint(change.words)


@ACTIONS.rule("people standing | running around visiting; trainers standing | jumping nearby")
def busy_at_rest(change: Change) -> bool:
    """What they do meanwhile is done standing or sitting."""
    lively = change.value.partition(" ")[0].startswith(("jump", "run", "climb", "swim"))
    if change.quality.type != "action" or not lively:
        return False
    return change.after == "nearby" or not MEANWHILE_AT_REST.isdisjoint(change.words)


@ACTIONS.rule("riding a tram while sleeping | walking")
def goes_while_it_rides(change: Change) -> bool:
    """Another word says that they ride or sit."""
    goes = change.quality.type == "action" and change.value.partition(" ")[0].startswith(("walk", "run", "jump"))
    first, end = change.quality.words
    others = (*change.sentence.lower[:first], *change.sentence.lower[end:])
    return goes and not RIDES_AND_SEATS.isdisjoint(others)


@ACTIONS.rule("a man sits outside to enjoy the weather | jumps")
def for_rest(change: Change) -> bool:
    """The sentence says that it is done for rest."""
    lively = change.value.partition(" ")[0] in GOING_ON or change.value.startswith(("jump", "run", "climb"))
    return change.quality.type == "action" and lively and not PURPOSES_OF_REST.isdisjoint(change.words)


@ACTIONS.rule("a woman falling asleep, sitting | walking")
def asleep(change: Change) -> bool:
    """Who sleeps does nothing else."""
    name, said = change.quality.name, change.words
    return change.quality.type == "action" and not name.startswith(("asleep", "sleep")) and not ASLEEP.isdisjoint(said)


@ACTIONS.rule("one cow standing and one laying down | lying")
def lies_as_another_does(change: Change) -> bool:
    """``laying`` is what many write for ``lying``."""
    return change.value.startswith(("lie", "lying")) and "lay" in change.facts.lemmas


@ACTIONS.rule("parked bikes sit between buildings | moving")
def moves_where_it_sits(change: Change) -> bool:
    """A verb says that the thing is still."""
    moves = change.value.partition(" ")[0] in ON_THE_MOVE
    return moves and any(link.first in STILL for link in change.quality.thing.as_subject)


@ACTIONS.rule("people walking and congregating | running")
def done_with_another(change: Change) -> bool:
    """``and`` joins it with another act, which is hardly done so fast."""
    lively = change.quality.type == "action" and change.value.partition(" ")[0] in LIVELY
    return lively and change.after == "and"


@ACTIONS.rule("a dog lying | walking on its side")
def on_its_side(change: Change) -> bool:
    """What it is on tells how it lies."""
    end = change.quality.words[1]
    return change.quality.type == "action" and change.after == "on" and change.sentence.word(end + 2) in LAIN_ON


@ACTIONS.rule("a panda walking | swimming on the grass")
def swims_on_land(change: Change) -> bool:
    """No caption names a water."""
    return change.value.startswith("swim") and WATERS.isdisjoint(change.facts.words)


@ACTIONS.rule("a bar across the legs of a person sitting | standing")
def has_something_on_the_lap(change: Change) -> bool:
    """Something lies on the lap or across the legs, which are level."""
    if change.quality.type != "action" or not change.quality.name.startswith(("sit", "seat", "lie", "lying", "lay")):
        return False
    return "lap" in change.words or {"across", "legs"} <= change.words
