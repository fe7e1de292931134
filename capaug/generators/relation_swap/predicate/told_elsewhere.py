"""What other captions of the picture tell, and other sentences of the caption."""

from __future__ import annotations

from capaug.english.elsewhere import Elsewhere
from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import INSIDE, KIND, LEAVES, Change
from capaug.generators.rules import Rules

WALKING = words("verbs_of_walking")
MOVING_VEHICLES = words("verbs_of_driving")
POSTURES = words("postures")
PREDICATES_OF_BESIDE = words("predicates_of_beside")
SHORES = words("shores")
GOES_AND_CLIMBS = words("goes_and_climbs")
GRIPS = words("grips")
SIGNS_OF_A_STALL = words("signs_of_a_stall")
RESTS_OF_VEHICLES = words("rests_of_vehicles")

TOLD_ELSEWHERE = Rules[Change](KIND)


@TOLD_ELSEWHERE.rule("a snake on | under leaves. Its head is black.")
def hidden_though_described(change: Change) -> bool:
    """Another sentence tells how it looks, and it would be out of sight."""
    if change.last not in ("under", "underneath", "beneath", "behind", "below"):
        return False
    return change.spot.scene.once(Elsewhere).goes_on_about(change.link.subject)


@TOLD_ELSEWHERE.rule("a plane landing | parked on a runway, where another caption says: sits on a runway")
def kin_says_another(change: Change) -> bool:
    """Another speaker says what excludes the old predicate, and not the new one: they see something else."""
    spot = change.spot
    excludes, old = spot.lexicon.relations.excludes, change.link.predicate
    told = spot.facts.predicates_of(spot.subject, spot.target)
    return any(excludes(one, old) and not excludes(one, change.said) for one in told)


@TOLD_ELSEWHERE.rule(
    "a man standing | sitting, where another caption says: a worker sits; a dog, where it says: a bear walks"
)
def another_of_them_does(change: Change) -> bool:
    """Another speaker says the posture of somebody, or anything of an animal, who may have another name there."""
    spot = change.spot
    if spot.verb is None or change.verb == spot.old_verb:
        return False
    named_otherwise = change.verb in POSTURES or spot.lexicon.objects.category(spot.subject) == "animal"
    return named_otherwise and spot.facts.acts({change.verb}, spot.subject)


@TOLD_ELSEWHERE.rule("a bear lying | walking on a rock, where another caption says that a bear climbs it")
def goes_says_another(change: Change) -> bool:
    """Another speaker says that it goes or climbs."""
    spot = change.spot
    if change.verb not in GOES_AND_CLIMBS or spot.old_verb in GOES_AND_CLIMBS:
        return False
    return spot.facts.acts(GOES_AND_CLIMBS, spot.subject)


@TOLD_ELSEWHERE.rule("a bus drives | sits on a road, where another caption says that it is parked")
def rests_says_another(change: Change) -> bool:
    """Other speakers disagree on whether it goes."""
    spot = change.spot
    if spot.lexicon.objects.category(spot.subject) != "vehicle" or change.verb == spot.old_verb:
        return False
    for verbs in (RESTS_OF_VEHICLES, MOVING_VEHICLES):
        if change.verb in verbs and spot.old_verb not in verbs and spot.facts.acts(verbs, spot.subject):
            return True
    return False


@TOLD_ELSEWHERE.rule("riding | pushing bikes, where another caption says that people walk")
def walks_says_another(change: Change) -> bool:
    """Another speaker says that somebody walks, as who pushes or leads it does."""
    spot = change.spot
    led = change.verb in ("push", "lead", "walk", "follow", "chase") and spot.old_verb == "ride"
    return led and spot.facts.acts(WALKING | {"follow"}, spot.subject)


@TOLD_ELSEWHERE.rule("riding | holding a skateboard, where another caption says that he grabs it")
def grips_says_another(change: Change) -> bool:
    """Another caption says that a hand is on something."""
    holds = change.verb in ("hold", "carry") and change.spot.old_verb not in ("hold", "carry")
    return holds and not GRIPS.isdisjoint(change.spot.facts.words)


@TOLD_ELSEWHERE.rule("on | next to a moped, where another caption says: posing next to a motorcycle")
def beside_it_says_another(change: Change) -> bool:
    """Another speaker says with some verb that it is there, or at it."""
    spot = change.spot
    moved = change.tail in PREDICATES_OF_BESIDE and change.tail != spot.old_tail
    return moved and any(spot.facts.ends_with(tail, spot.subject, spot.target) for tail in (change.tail, "at"))


@TOLD_ELSEWHERE.rule("playing in | next to a pool, where another caption says: pulled out of the water")
def out_of_it_says_another(change: Change) -> bool:
    """Another speaker says that somebody is getting out of it."""
    leaves = change.tail in PREDICATES_OF_BESIDE and change.spot.old_tail in INSIDE
    return leaves and change.spot.facts.ends_with("out of", change.spot.subject, change.spot.target)


@TOLD_ELSEWHERE.rule("a man on | beside a boat, where another caption says: on a dock")
def at_the_dock(change: Change) -> bool:
    """Another caption names the shore, from which they may reach into it."""
    spot = change.spot
    leaves = change.tail in PREDICATES_OF_BESIDE and spot.old_tail in INSIDE | {"on"}
    if not leaves or spot.lexicon.objects.category(spot.target) not in ("vehicle", "water"):
        return False
    water = spot.target in ("boat", "ship", "canoe", "kayak", "raft", "ferry", "sailboat", "yacht", "pool")
    return water and not (SHORES | {"poolside"}).isdisjoint(spot.facts.words)


@TOLD_ELSEWHERE.rule("women working in | outside a restaurant, where another caption says: at a stall")
def at_a_stall(change: Change) -> bool:
    """Another caption speaks of a place that has no inside."""
    leaves = change.tail in ("outside", "outside of") and change.spot.old_tail in INSIDE
    return leaves and not SIGNS_OF_A_STALL.isdisjoint(change.spot.facts.words)


@TOLD_ELSEWHERE.rule("behind | in front of a truck, where another caption speaks of trucks")
def of_several_trucks(change: Change) -> bool:
    """Other captions speak of several of them, and it may be so to another."""
    spot = change.spot
    moved = change.tail in LEAVES and change.tail != spot.old_tail
    return moved and not spot.link.object.plural and spot.target in spot.facts.plurals
