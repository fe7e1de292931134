"""Rides: boards and skis, horses and bicycles, and all that drives."""

from __future__ import annotations

from capaug.captions import LinkForm
from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import KIND, Change
from capaug.generators.rules import Rules

VERBS_OF_STANDING_STILL = words("verbs_of_standing_still")
WALKING = words("verbs_of_walking")
MOVING_VEHICLES = words("verbs_of_driving")
PREDICATES_OF_BESIDE = words("predicates_of_beside")
STREETS = words("ways_of_vehicles")
ON_FOOT = frozenset({"cross", "walk", "run", "jog", "march"})
PUSHED_IN = words("pushed_with_somebody_in_them")
DAILY_ACTS = words("daily_acts")
CATEGORIES_OF_PLACES = frozenset({"ground", "place", "water", "structure"})
TWO_WHEELS = frozenset({"bike", "bicycle", "motorcycle", "scooter", "moped", "horse", "motorbike"})
GETS = frozenset({"get", "climb", "step", "hop"})
RIDDEN = 40  # times that counts have something ridden, of what is made for it
CROWDS_OF_PEOPLE = words("crowded_subjects")
OF_WHEELCHAIRS = words("words_of_a_wheelchair")

RIDES = Rules[Change](KIND)


@RIDES.rule("people walking | in the water on surfboards; a man walks | down the road on a bike")
def walking_on_what_is_ridden(change: Change) -> bool:
    """Who is on a board, a bicycle or a horse does not walk."""
    spot = change.spot
    if not spot.acting or change.verb not in WALKING | {"swim"} or spot.old_verb in WALKING:
        return False
    seen = spot.lexicon.relations.seen
    return any(
        link.predicate.rpartition(" ")[2] == "on"
        and (link.object.name.endswith(("board", "ski")) or seen("ride", link.object.name) >= RIDDEN)
        for link in (*spot.of_subject, *spot.of_verb)
    )


@RIDES.rule("a man holding | a skateboard doing a trick")
def rides_it_meanwhile(change: Change) -> bool:
    """The rest of the sentence rides the board."""
    return change.spot.on_a_ride and change.new != "ride" and "on" not in change.new.split()


@RIDES.rule("a man on | walking a horse rides along a beach")
def rides_there(change: Change) -> bool:
    """Another verb says that whoever is on it rides."""
    spot = change.spot
    if spot.verb is not None or spot.old_tail != "on" or change.last == "on" or change.verb == "ride":
        return False
    return any(token.lemma == "ride" and token.tag.startswith("VB") for token in spot.sentence.tokens)


@RIDES.rule("a person on skis | skiing down a slope")
def rides_on_them(change: Change) -> bool:
    """Who rides on skis skis, and does nothing else on them."""
    spot = change.spot
    if change.verb in ("sled", "snowboard", "skate") and "skis" in spot.sentence.lower_set:
        return True
    gear = {"ski": {"ski", "skis"}, "snowboard": {"snowboard", "board"}}.get(change.verb)
    return gear is not None and spot.old_verb != change.verb and not gear.isdisjoint(spot.sentence.lower_set)


@RIDES.rule("girls riding | walking in the street on a moped")
def rides_on_something(change: Change) -> bool:
    """The old verb says as well on what they ride."""
    spot = change.spot
    if spot.old_verb != "ride" or change.verb not in WALKING | VERBS_OF_STANDING_STILL:
        return False
    return any(
        one.predicate == "ride on" and spot.lexicon.objects.category(one.object.name) not in CATEGORIES_OF_PLACES
        for one in spot.of_verb
    )


@RIDES.rule("walking | riding down the sidewalk, feeling in her bag")
def rides_with_full_hands(change: Change) -> bool:
    """Who rides does nothing else to a thing, nor with a bad arm."""
    spot = change.spot
    if change.verb != "ride" or spot.old_verb not in WALKING or change.rest in ("", "on"):
        return False
    acts = any(one.verb is not None for one in spot.of_subject if one.predicate != "wear")
    return acts or not {"arm", "sling", "hand", "hands", "arms"}.isdisjoint(spot.sentence.lower_set)


@RIDES.rule("riding | walking the horse that jumps over a wall")
def led_while_it_jumps(change: Change) -> bool:
    """What jumps is ridden."""
    if change.verb not in ("walk", "lead", "pet", "feed", "brush", "wash"):
        return False
    return any(quality.name.startswith(("jump", "gallop", "run")) for quality in change.link.object.qualities) or any(
        link.predicate.startswith(("jump", "gallop", "run")) for link in change.link.object.as_subject
    )


@RIDES.rule("a woman getting on | off a bike")
def getting_on_or_off(change: Change) -> bool:
    """A still does not show which."""
    spot = change.spot
    return spot.old_verb in GETS and change.verb in GETS and spot.target.rpartition(" ")[2] in TWO_WHEELS


@RIDES.rule("children riding | walking a scooter driven by a lady")
def done_by_another(change: Change) -> bool:
    """Somebody else drives or leads it."""
    return any(one is not change.link and one.predicate.endswith(" by") for one in change.link.object.as_subject)


@RIDES.rule("a woman on | walking a mobility scooter")
def nobody_walks_it(change: Change) -> bool:
    """It carries who cannot walk."""
    return change.verb in ("walk", "push", "carry") and not OF_WHEELCHAIRS.isdisjoint(change.spot.sentence.lower_set)


@RIDES.rule("pushing | carrying a baby in a carriage")
def pushed_in_it(change: Change) -> bool:
    """Somebody is in what is pushed."""
    spot = change.spot
    if spot.verb is None:
        pushed = any(token.lemma == "push" and token.tag.startswith("VB") for token in spot.sentence.tokens)
        return pushed and spot.target in PUSHED_IN and change.tail != spot.old_tail
    return spot.old_verb == "push" and change.verb != "push" and not PUSHED_IN.isdisjoint(spot.sentence.lower_set)


@RIDES.rule("a bike without wheels | driving by")
def lacks_what_moves_it(change: Change) -> bool:
    """The sentence says that it has no wheels, or no rider."""
    spot = change.spot
    moves = change.verb in MOVING_VEHICLES and spot.old_verb not in MOVING_VEHICLES
    return moves and bool(spot.sentence.absent)


@RIDES.rule("a crowd boarding | driving buses")
def driven_by_one(change: Change) -> bool:
    """A crowd drives nothing."""
    return change.verb == "drive" and not CROWDS_OF_PEOPLE.isdisjoint(
        (change.spot.subject, change.spot.link.subject.lemma)
    )


@RIDES.rule("cars parked | driving beside a road; a bus turns a corner on | beside a street")
def beside_its_way(change: Change) -> bool:
    """What drives is on the road."""
    if change.target not in STREETS or (change.rest or change.last) not in PREDICATES_OF_BESIDE:
        return False
    spot = change.spot
    if change.verb in MOVING_VEHICLES:
        return True
    drives = any(one.verb is not None and one.form is LinkForm.VERB_OBJECT for one in spot.of_subject)
    return spot.verb is None and drives and spot.lexicon.objects.category(spot.subject) == "vehicle"


@RIDES.rule("people crossing a street in front of | in the back of a taxi")
def goes_on_foot(change: Change) -> bool:
    """Who goes somewhere on foot is on nothing that drives."""
    boards = change.tail.endswith("the back of") and change.tail != change.spot.old_tail
    acts = [one.first for one in change.spot.of_subject if one.verb is not None]
    return boards and any(act in ON_FOOT or act not in DAILY_ACTS for act in acts)


@RIDES.rule("several planes sit on | take off from a runway")
def one_at_a_time(change: Change) -> bool:
    """A runway is for one."""
    return change.link.subject.plural and change.said.startswith(("take off", "land")) and change.verb != "sit"
