"""Motion: who goes, how fast and which way, and who stays where they are."""

from __future__ import annotations

from capaug.captions import LinkForm
from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import INSIDE, KIND, LOOKS_ON, Change
from capaug.generators.rules import Rules

VERBS_OF_STANDING_STILL = words("verbs_of_standing_still")
PATHS = words("prepositions_of_a_path")
WAYS = PATHS | words("prepositions_across")
GUIDING = words("verbs_down_a_street")
WALKING = words("verbs_of_walking")
MOVING = words("verbs_of_moving")
POSTURES = words("postures")
STANDING_STILL_FOR = words("done_standing_still")
BOUND_TO = words("bound_to_something")
GOING_FAST = words("verbs_of_going_fast")
FAST = words("words_of_speed")
AT_REST = words("words_of_a_rest")
GOES_TO_IT = words("who_goes_to_it")
SQUATTING = words("squatting")
CARES = words("cares_of_the_household")
HURT_OR_ASLEEP = words("hurt_or_asleep")
ACTS_ON_THE_MOVE = words("acts_on_the_move")

MOTION = Rules[Change](KIND)


@MOTION.rule("a car sitting | through an intersection")
def still_on_a_path(change: Change) -> bool:
    """What does not move goes nowhere, by this preposition or by another of its verb."""
    if change.verb not in VERBS_OF_STANDING_STILL:
        return False
    if change.last in PATHS:
        return True
    ways = (link.predicate.rpartition(" ")[2] for link in change.spot.of_verb)
    return change.spot.old_verb in WALKING and any(way in PATHS for way in ways)


@MOTION.rule("zebras running | through grass as they walk")
def faster_than_they_walk(change: Change) -> bool:
    """Who walks does not ride, drive, fly, swim or run."""
    return change.spot.acting and change.verb in MOVING and change.spot.somebody_walks


@MOTION.rule("a man riding | a surfboard, standing by the water")
def moving_while_standing(change: Change) -> bool:
    """Who stands there does not move."""
    return (change.verb in MOVING or change.verb in WALKING) and change.spot.somebody_stands


@MOTION.rule("a woman carrying | unpacking bags walking")
def hands_full(change: Change) -> bool:
    """Who walks, or goes somewhere else, does nothing that one stands still for."""
    return change.verb in STANDING_STILL_FOR and change.spot.somebody_walks


@MOTION.rule("a dog sitting | walking with its leash tied to a hydrant")
def bound(change: Change) -> bool:
    """The sentence says that it is tied to something."""
    moves = change.verb in WALKING or change.verb in MOVING
    return (
        moves
        and change.spot.old_verb in VERBS_OF_STANDING_STILL
        and not BOUND_TO.isdisjoint(change.spot.sentence.lower_set)
    )


@MOTION.rule("driving | cleaning a car fast")
def said_how_fast(change: Change) -> bool:
    """The sentence says how fast it goes."""
    return change.spot.old_verb in GOING_FAST and not FAST.isdisjoint(change.spot.sentence.lower_set)


@MOTION.rule("standing | swimming in the water, while she flies a kite")
def swims_with_full_hands(change: Change) -> bool:
    """Who swims does nothing else to a thing."""
    acts = any(link.form is LinkForm.VERB_OBJECT for link in change.spot.of_subject)
    return change.verb == "swim" and acts


@MOTION.rule("sitting in | walking past a canoe on a lake; paddles | walks in a canoe")
def walks_on_water(change: Change) -> bool:
    """Who is in a boat or on the water does not walk."""
    spot = change.spot
    if change.verb not in WALKING | {"swim"} or spot.old_verb in WALKING:
        return False
    category = spot.lexicon.objects.category
    aboard = [one.object.name for one in spot.of_verb if one.predicate.endswith(" in")]
    aboard += [spot.target] if change.tail in INSIDE else []
    if any(category(name) == "vehicle" for name in aboard):
        return True
    waters = (one.predicate for one in spot.others if category(one.object.name) == "water")
    return change.verb != "swim" and any(predicate.rpartition(" ")[2] in ("on", "in") for predicate in waters)


@MOTION.rule("a man walking on a wave | in the ocean")
def not_in_that_water(change: Change) -> bool:
    """The verb has water as well, in which nobody does that.

    Elsewhere the check would cost a link in twenty and take as many right texts as odd ones.
    """
    spot = change.spot
    if change.verb == spot.old_verb:
        return False
    for link in spot.of_verb:
        turned = " ".join([change.verb, *link.predicate.split()[1:]])
        if spot.lexicon.objects.category(link.object.name) == "water" and not spot.lexicon.counts.object(
            turned, link.object.name
        ):
            return True
    return False


@MOTION.rule("lying | walking on the ground")
def on_the_ground_alone(change: Change) -> bool:
    """Where everybody walks nobody says so."""
    ground = change.spot.target in ("ground", "floor") and not change.link.object.qualities
    return ground and change.last == "on" and change.verb in ("walk", "run", "stride")


@MOTION.rule("a man riding | standing near his bike on up the street; walking | standing in both directions")
def on_its_way(change: Change) -> bool:
    """A way follows, which nobody takes who stands."""
    rests = change.verb in VERBS_OF_STANDING_STILL and change.spot.old_verb not in VERBS_OF_STANDING_STILL
    if rests and "directions" in change.spot.sentence.lower_set:
        return True
    end = change.link.object.base[1]
    return rests and not PATHS.isdisjoint(change.spot.sentence.lower[end : end + 2])


@MOTION.rule("a man petting | a horse down a street")
def goes_no_way(change: Change) -> bool:
    """A way follows, which the new verb does not take."""
    if not change.spot.acting or change.spot.following not in WAYS or change.verb in GUIDING:
        return False
    return change.spot.old_verb == "ride" or change.link.form is LinkForm.VERB_OBJECT


@MOTION.rule("walking | hugging her dogs on the sidewalk through the snow")
def way_further_on(change: Change) -> bool:
    """The sentence says further on through what they go."""
    spot = change.spot
    goes = spot.old_verb in GOES_TO_IT and change.verb not in GOES_TO_IT | GUIDING
    if not goes or change.link.form is not LinkForm.VERB_OBJECT:
        return False
    return not PATHS.isdisjoint(spot.sentence.lower[change.link.object.head + 1 :])


@MOTION.rule("walking | carrying a dog behind her")
def comes_behind(change: Change) -> bool:
    """It is behind who leads it: nobody carries anything so."""
    leads = change.spot.acting and change.spot.following == "behind" and change.verb != change.spot.old_verb
    return leads and change.verb in ("carry", "hold", "ride", "pet", "hug", "feed")


@MOTION.rule("petting | chasing a dog that lies on a couch")
def chases_what_rests(change: Change) -> bool:
    """What lies or sits somewhere is not chased."""
    if change.verb not in ("chase", "herd", "follow") or change.spot.old_verb in ("chase", "herd", "follow"):
        return False
    thing = change.link.object
    rests = [one.first for one in thing.as_subject] + [q.name for q in thing.qualities]
    return not VERBS_OF_STANDING_STILL.isdisjoint(rests)


@MOTION.rule("people standing | running near a fence watching a game")
def goes_while_looking(change: Change) -> bool:
    """Who watches something stays where they are, and mends nothing."""
    spot = change.spot
    if change.verb == spot.old_verb or change.verb not in MOVING | WALKING | CARES:
        return False
    looks = spot.old_verb in LOOKS_ON and change.verb in CARES and spot.somebody_stands
    return looks or any(
        token.lemma in LOOKS_ON and token.tag == "VBG" and k > (spot.verb or 0)
        for k, token in enumerate(spot.sentence.tokens)
        if k != spot.verb
    )


@MOTION.rule("cattle lie in | run through the grass to chew their cud")
def goes_while_it_rests(change: Change) -> bool:
    """The sentence says that it eats or rests."""
    goes = change.verb in MOVING | WALKING | {"roam"} and change.spot.old_verb in VERBS_OF_STANDING_STILL
    return goes and not AT_REST.isdisjoint(change.spot.sentence.lower_set)


@MOTION.rule("an injured player lying | running on a field")
def goes_though_hurt(change: Change) -> bool:
    """Who is hurt or asleep does not go."""
    goes = change.verb in MOVING | WALKING and change.spot.old_verb in VERBS_OF_STANDING_STILL
    return goes and not HURT_OR_ASLEEP.isdisjoint(change.spot.facts.words)


@MOTION.rule("squatting down and petting | herding goats")
def goes_on_the_knees(change: Change) -> bool:
    """Another word says that they squat or kneel."""
    goes = change.verb in GOES_TO_IT and change.spot.old_verb not in GOES_TO_IT
    return goes and not SQUATTING.isdisjoint(change.spot.sentence.lower_set)


@MOTION.rule("dogs running | lying on the grass carrying a ball between them")
def rests_on_the_move(change: Change) -> bool:
    """What it does meanwhile is done on the move."""
    spot = change.spot
    rests = change.verb in POSTURES and spot.old_verb in WALKING | MOVING | {"jump", "leap"}
    return rests and any(one.first in ACTS_ON_THE_MOVE for one in spot.of_subject)


@MOTION.rule("a woman walks | rides along a sidewalk")
def rides_nothing(change: Change) -> bool:
    """Who rides somewhere rides something, which writers name."""
    spot = change.spot
    rides = change.verb in ("ride", "drive") and spot.old_verb in WALKING
    return rides and spot.lexicon.objects.category(spot.target) != "vehicle" and change.last in WAYS | {"along", "on"}


@MOTION.rule("walking | sitting beside a man down a sidewalk")
def rests_on_a_way(change: Change) -> bool:
    """A way is named further on, on which somebody walks."""
    spot = change.spot
    rests = change.verb in VERBS_OF_STANDING_STILL and spot.old_verb in WALKING
    behind = spot.sentence.lower[change.link.object.base[1] :]
    return rests and not (PATHS | {"along", "across"}).isdisjoint(behind)


@MOTION.rule("people walk | sit amongst traffic")
def sits_in_traffic(change: Change) -> bool:
    """Who drives there sits as well."""
    return (
        change.verb in POSTURES
        and change.spot.target in ("traffic", "traffic jam")
        and (change.verb != change.spot.old_verb)
    )


@MOTION.rule("a person walking | sitting around a building")
def rests_around_it(change: Change) -> bool:
    """One alone sits around nothing."""
    rests = change.verb in POSTURES and change.spot.old_verb not in POSTURES
    return rests and change.last == "around" and not change.link.subject.plural


@MOTION.rule("a gull floating | walking in the sea and flying over water")
def walks_and_flies(change: Change) -> bool:
    """Another verb of it says that it flies or swims."""
    spot = change.spot
    walks = change.verb in WALKING | POSTURES and change.verb != spot.old_verb
    return walks and any(one.first in ("fly", "swim", "float") for one in spot.of_subject)


@MOTION.rule("walking | skateboarding down a snowy street")
def rolls_on_snow(change: Change) -> bool:
    """Nothing on wheels is ridden on snow for fun."""
    rolls = change.verb in ("skateboard", "skate", "bike", "bicycle", "cycle") and change.verb != change.spot.old_verb
    return rolls and not {"snow", "snowy", "ice", "icy"}.isdisjoint(change.spot.sentence.lower_set)


@MOTION.rule("standing | running at a fence")
def goes_at_it(change: Change) -> bool:
    """Nobody walks or runs at what people stand at."""
    goes = change.verb in WALKING and change.spot.old_verb not in WALKING
    return goes and change.last == "at"
