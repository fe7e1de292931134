"""A predicate gives way to one that excludes it: ``a cat under a table`` -> ``a cat on a table``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import ClassVar

from capaug.captions import Link, LinkForm, Scene, Thing, Token
from capaug.draws import in_turn, started, weighted_order
from capaug.english.edits import realise
from capaug.english.elsewhere import Elsewhere
from capaug.english.facts import Facts, affirmed
from capaug.english.predicates import by_agent, replace_predicate
from capaug.english.words import words
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

MOST = 5  # candidates a link
VERBS_OF_STANDING_STILL = words("verbs_of_standing_still")
PATHS = words("prepositions_of_a_path")
WAYS = PATHS | words("prepositions_across")
HOLDS = words("prepositions_that_hold")
HOLDING = ("on", "in", "ride", " inside", " on top of")  # endings of predicates that say where something is held
GUIDING = words("verbs_down_a_street")
WALKING = words("verbs_of_walking")
MOVING = words("verbs_of_moving")
MOVING_VEHICLES = words("verbs_of_driving")
STILL_OR_MOVING = VERBS_OF_STANDING_STILL | MOVING
GRAZING = words("verbs_of_grazing_about")
GOING = words("prepositions_of_their_verb")
POSTURES = words("postures")
PREDICATES_OF_BESIDE = words("predicates_of_beside")
PETS = words("pets")
NEVER_SEATED = words("animals_never_seated")
STANDING_STILL_FOR = words("done_standing_still")
BOUND_TO = words("bound_to_something")
ON_A_BOARD = words("verbs_on_a_board")
TRICKS = words("nouns_on_a_board")
PASSIVE_HELPERS = words("passive_helpers")
# Old verb and the word behind its object that belongs to it alone.
BOUND = frozenset({("swing", "at"), ("hit", "with"), ("throw", "to"), ("pitch", "to")})
COUNTED_TAGS = frozenset({"DT", "PDT", "PRP$", "CD"})
GOING_FAST = words("verbs_of_going_fast")
FAST = words("words_of_speed")
SITTING = frozenset({"sit", "seat"})
WAYS_OF_SITTING = words("ways_of_sitting")
ON_A_SCREEN = words("words_of_games_on_screens")
KNOWN_BY_THEIR_ACT = words("people_of_one_act")
HANDS = words("hands")
NOT_YET = words("verbs_before_an_act")
COMING_AND_GOING = WALKING | MOVING | POSTURES | {"wade"}
STREETS = words("ways_of_vehicles")
SMALL_VESSELS = words("small_vessels")
TOO_BIG_FOR_THEM = words("too_big_for_small_vessels")
LEAVES = PREDICATES_OF_BESIDE | {"in front of", "behind", "outside", "outside of"}
DONE_IN_OR_ON = words("done_in_or_on_something")
FIRST_WORDS = words("first_words_of_sports")
NOT_LAIN_AT = words("prepositions_nobody_lies_at")
MAKING_FOOD = words("verbs_of_making_food")
EATEN_THERE = words("signs_of_a_meal")
LOOKS_ON = frozenset({"look", "watch", "stare", "gaze", "observe"})
SEEN_ON = words("screens_to_look_at")
INSIDE = frozenset({"in", "inside", "inside of"})
PARTS_OF_SHOPS = words("parts_of_shops")
SEATS = words("seats_that_nobody_walks_in")
ON_FOOT = frozenset({"cross", "walk", "run", "jog", "march"})
PUSHED_IN = words("pushed_with_somebody_in_them")
TENNIS = words("words_of_tennis")
SHORES = words("shores")
TOUCHING = words("acts_of_touching")
NOBODY_STANDS_IN = words("seats_nobody_stands_in")
READY_TO_PLAY = words("ready_to_play")
PLAYS_STANDING = words("plays_standing")
ON_THE_BODY = words("places_on_the_body")
ACTS_BESIDE = words("acts_upon_what_is_beside")
MUSIC = words("words_of_music")
WITHOUT_LEGS = words("never_on_legs")
GOES_AND_CLIMBS = words("goes_and_climbs")
SEQUENCES = words("sequences")
INVARIABLE = words("invariable_pasts")
AT_REST = words("words_of_a_rest")
KICKED = words("words_of_kicking")
GRIPS = words("grips")
GOES_TO_IT = words("who_goes_to_it")
SQUATTING = words("squatting")
MANY_OF_THEM = words("many_of_them")
CARES = words("cares_of_the_household")
HURT_OR_ASLEEP = words("hurt_or_asleep")
WITH_GERUNDS = words("verbs_with_gerunds")
SIGNS_OF_A_STALL = words("signs_of_a_stall")
DAILY_ACTS = words("daily_acts")
RESTS_OF_VEHICLES = words("rests_of_vehicles")
GROUNDS = frozenset({"ground", "place", "water", "structure"})
LEANING = words("leaning_words")
ON_THE_MOVE = words("acts_on_the_move")
WAYS_OF_GOING = words("ways_of_going")
PICTURES = frozenset({"picture", "photo", "photograph", "image", "painting", "drawing", "statue", "sculpture"})
AT_THE_EDGE = frozenset({"just", "right", "directly", "immediately"})
TWO_WHEELS = frozenset({"bike", "bicycle", "motorcycle", "scooter", "moped", "horse", "motorbike"})
GETS = frozenset({"get", "climb", "step", "hop"})
CROUCHING = frozenset({"crouch", "squat", "kneel"})
BESIDE_WORDS = frozenset({"beside", "near", "by"}) | {"next"}
LYING = frozenset({"lie", "lay", "sleep"})
RIDDEN = 40  # times that counts have something ridden, of what is made for it


class Predicate:
    """Predicates that the lexicon knows to exclude the one that is said."""

    kind: ClassVar[Kind] = Kind(
        "relation_swap.predicate", true=False, does="one relation gives way to another that excludes it"
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self._relations = lexicon.relations

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """One of each link in turn, the links in random order, the usual predicates likely to come first."""
        return affirmed(scene, self.kind.id, self._changed(scene, rng))

    def _changed(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        found = started(islice(self._of_link(scene, link, rng), MOST) for link in scene.sentence.links)
        rng.shuffle(found)
        yield from in_turn(found)

    def _of_link(self, scene: Scene, link: Link, rng: random.Random) -> Iterator[Variant]:
        options = self._relations.contrasts(link.predicate, link.subject.name, link.object.name)
        if not options:
            return
        spot = Spot(scene, link)
        for predicate in weighted_order(options, rng):
            if RULES.refuse(scene, Change(spot, predicate)):
                continue
            edits = replace_predicate(scene.sentence, link, predicate)
            made = realise(scene.sentence.text, edits) if edits else None
            if made is not None:
                yield Variant(made[0], self.kind.id, made[1])


class Spot:
    """A link whose predicate would change, and what of the words around it the rules ask for.

    ``facts``: what all captions of the image say. ``is_by_agent``: it is a passive whose ``by`` names who does it.
    ``stops_at_participle``: a participle follows its preposition (``a lamp is on | revealing a bed``, ``on running
    water``). ``acting``: it has a verb, and the words behind that can be trusted to be its object. ``following``: the
    word behind its object's noun phrase, in lower case. ``of_subject``: the other links of the same subject.
    """

    def __init__(self, scene: Scene, link: Link) -> None:
        sentence, preposition = scene.sentence, link.preposition
        self.scene, self.sentence, self.lexicon, self.link = scene, sentence, scene.lexicon, link
        self.facts = scene.once(Facts)
        self.verb = link.verb
        self.old_verb, _, self.old_rest = link.predicate.partition(" ")
        self.subject, self.target = link.subject.name, link.object.name
        self.is_by_agent = by_agent(sentence, link)
        self.stops_at_participle = preposition is not None and sentence.tag(preposition[1]) == "VBG"
        self.acting = self.verb is not None and not self.stops_at_participle
        self.following = sentence.word(link.object.base[1])
        self.of_subject = [one for one in link.subject.as_subject if one is not link]

    @cached_property
    def said_again(self) -> bool:
        """Whether another sentence of the caption says its verb again, or relates its two things."""
        return self.scene.once(Elsewhere).relates(self.link)

    @cached_property
    def others(self) -> list[Link]:
        """The other links of the sentence."""
        return [link for link in self.sentence.links if link is not self.link]

    @cached_property
    def of_verb(self) -> list[Link]:
        """The other links that are said with the same verb."""
        return [link for link in self.others if link.verb == self.verb] if self.verb is not None else []

    @cached_property
    def goes_on(self) -> bool:
        """Whether what follows its object belongs to its verb (``swing a bat``, ``wine into a glass``)."""
        behind = self.link.object.head + 1
        if self.sentence.tag(behind) == "RB":
            behind += 1  # "eating leaves together off of a tree"
        return self.sentence.tag(behind) == "VB" or self.sentence.word(behind) in GOING

    @cached_property
    def other_words(self) -> list[Token]:
        """All words but its verb."""
        return [token for k, token in enumerate(self.sentence.tokens) if k != self.verb]

    @property
    def is_counted_object(self) -> bool:
        """Whether its object is several things of which the sentence gives the number."""
        mine = self.link.object
        return mine.plural and any(quality.type in ("number", "collective") for quality in mine.qualities)

    @cached_property
    def somebody_walks(self) -> bool:
        """Whether another verb says that somebody walks."""
        return any(token.lemma in WALKING and token.tag.startswith("VB") for token in self.other_words)

    @cached_property
    def somebody_stands(self) -> bool:
        """Whether another word says that somebody stands or sits still."""
        return any(token.lemma in VERBS_OF_STANDING_STILL for token in self.other_words)

    @cached_property
    def joined(self) -> list[str]:
        """Lemmas of the words that ``and`` joins with its verb."""
        if self.verb is None:
            return []
        tokens, verb = self.sentence.tokens, self.verb
        pairs = [(verb - 1, verb - 2), (verb + 1, verb + 2)]
        return [
            tokens[word].lemma
            for joint, word in pairs
            if min(joint, word) >= 0 and max(joint, word) < len(tokens) and tokens[joint].text == "and"
        ]

    @cached_property
    def old_tail(self) -> str:
        """The preposition of the predicate, whether or not it has a verb."""
        return self.old_rest if self.verb is not None else self.link.predicate

    @cached_property
    def on_a_ride(self) -> bool:
        """Whether its object is a board, and another word speaks of a ride on one."""
        return self.target.endswith(("board", "ski", "bike", "bicycle")) and any(
            token.lemma in (ON_A_BOARD if token.tag.startswith("VB") else TRICKS) for token in self.other_words
        )

    @cached_property
    def takes_bare(self) -> bool:
        """Whether any verb can take the object as it is: not ``watching television`` where others have articles."""
        mine = self.link.object
        return not self._is_bare(mine) or any(self._is_bare(one) for one in self.sentence.things if one is not mine)

    def _is_bare(self, thing: Thing) -> bool:
        objects = self.lexicon.objects
        single = not (thing.plural or objects.is_mass(thing.name) or objects.is_plural_only(thing.name))
        return single and self.sentence.tag(thing.base[0]) not in COUNTED_TAGS


class Change:
    """A predicate in the place of that of a link.

    ``old``, ``new`` and ``target`` are what the lexicon is asked about: of a passive with its doer (``ridden by a
    man``) the verbs, and the doer as their object.
    """

    def __init__(self, spot: Spot, said: str) -> None:
        self.spot, self.link, self.said = spot, spot.link, said
        self.verb, _, self.rest = said.partition(" ")
        self.last = said.rpartition(" ")[2]
        if spot.is_by_agent:
            self.old, self.new = spot.link.predicate.removesuffix(" by"), said.removesuffix(" by")
            self.target = spot.subject
        else:
            self.old, self.new, self.target = spot.link.predicate, said, spot.target

    @cached_property
    def seen(self) -> bool:
        """Whether counts know the new predicate with its object."""
        return bool(self.spot.lexicon.relations.seen(self.new, self.target))

    @property
    def tail(self) -> str:
        """The preposition of the new predicate."""
        return self.rest if self.spot.verb is not None else self.said

    @property
    def keeps_place(self) -> bool:
        """Whether only the posture changes, at a place where the subject takes any."""
        old, _, old_rest = self.old.partition(" ")
        new, _, new_rest = self.new.partition(" ")
        if not (old in POSTURES and new in POSTURES and old_rest == new_rest):
            return False
        return self.spot.subject in PETS or (new_rest or new) in PREDICATES_OF_BESIDE


CROWDS_OF_PEOPLE = words("crowded_subjects")
GROWTH = words("words_of_growth")
OF_WHEELCHAIRS = words("words_of_a_wheelchair")

RULES = Rules[Change]("relation_swap.predicate")


@RULES.rule("a man sitting on a bench, where a sibling says: a man lies on a bench")
def said_by_another(change: Change) -> bool:
    """Another speaker says it, or its verb of the same."""
    spot = change.spot
    if spot.facts.relates(change.said, spot.subject, spot.target):
        return True
    return change.verb != spot.old_verb and spot.facts.does(change.verb, spot.subject)


@RULES.rule("a man sitting on a bench. He sits still. | standing")
def said_in_another_sentence(change: Change) -> bool:
    """The caption would still say the old predicate."""
    return change.spot.said_again


@RULES.rule("a cat lying | standing on its back")
def on_ones_back(change: Change) -> bool:
    """What one does on one's back is done on nothing else."""
    return change.spot.target == "back"


@RULES.rule("a pizza next to a plate | next to a shaker")
def said_beside_it(change: Change) -> bool:
    """The sentence has these words already."""
    return change.spot.verb is None and f" {change.said} " in change.spot.sentence.own_text.lower()


@RULES.rule("a car sitting | through an intersection")
def still_on_a_path(change: Change) -> bool:
    """What does not move goes nowhere, by this preposition or by another of its verb."""
    if change.verb not in VERBS_OF_STANDING_STILL:
        return False
    if change.last in PATHS:
        return True
    ways = (link.predicate.rpartition(" ")[2] for link in change.spot.of_verb)
    return change.spot.old_verb in WALKING and any(way in PATHS for way in ways)


@RULES.rule("a person pouring wine | into a glass")
def verb_goes_on(change: Change) -> bool:
    """What follows the object belongs to the old verb."""
    return change.spot.goes_on


@RULES.rule("people on a motorcycle | in a car")
def at_two_places(change: Change) -> bool:
    """A thing is held at one place at a time."""
    if change.tail not in HOLDS or change.link.predicate.endswith(HOLDING):
        return False
    return any(link.predicate.endswith(HOLDING) for link in change.spot.of_subject)


@RULES.rule("a plate | in a bowl of rice")
def in_what_is_full(change: Change) -> bool:
    """What holds something else does not hold this too."""
    if change.tail not in ("in", "inside"):
        return False
    return any(link.predicate == "of" for link in change.link.object.as_subject if link is not change.link)


@RULES.rule("a lamp is on | revealing a bed")
def participle_between(change: Change) -> bool:
    """A participle stands between preposition and object, which is its own."""
    preposition = change.link.preposition
    return change.spot.stops_at_participle and preposition is not None and preposition[1] < change.link.object.base[0]


@RULES.rule("a man sleeping | in a chair, eating a sandwich")
def asleep_and_busy(change: Change) -> bool:
    """Who sleeps does nothing else."""
    return change.spot.acting and change.verb == "sleep" and bool(change.spot.of_subject)


@RULES.rule("people walking | in the water on surfboards; a man walks | down the road on a bike")
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


@RULES.rule("teenagers prepare to surf | wade in the ocean")
def not_done_yet(change: Change) -> bool:
    """Who gets ready for something may do the other meanwhile."""
    verb, sentence = change.spot.verb, change.spot.sentence
    if verb and sentence.tag(verb) == "VBG" and sentence.tokens[verb - 1].lemma.lower() in WITH_GERUNDS:
        return change.verb != change.spot.old_verb
    return (
        verb is not None
        and verb > 1
        and change.verb in COMING_AND_GOING
        and sentence.lower[verb - 1] == "to"
        and sentence.tokens[verb - 2].lemma.lower() in NOT_YET
    )


@RULES.rule("chatting or talking | staring at a phone")
def one_of_two_readings(change: Change) -> bool:
    """``or`` joins its verb with another: nobody knows which of them is done."""
    verb, words = change.spot.verb, change.spot.sentence.lower
    return verb is not None and "or" in words[max(verb - 1, 0) : verb + 2]


@RULES.rule("a batter hits | throws a ball")
def not_what_they_do(change: Change) -> bool:
    """Who is named after what they do was never seen to do the other."""
    spot = change.spot
    name = spot.subject.rpartition(" ")[2]
    if not spot.acting or change.verb == spot.old_verb or name not in KNOWN_BY_THEIR_ACT:
        return False
    return not any(spot.lexicon.counts.subject(said, name) for said in (change.new, change.verb))


@RULES.rule("a bag held in a hand | dragged in a hand")
def in_a_hand(change: Change) -> bool:
    """What a hand holds is neither dragged nor pushed there."""
    spot = change.spot
    if not spot.acting or change.verb == spot.old_verb:
        return False
    return any(link.object.name in HANDS and link.predicate.endswith(" in") for link in (spot.link, *spot.of_verb))


@RULES.rule("cars parked | driving beside a road; a bus turns a corner on | beside a street")
def beside_its_way(change: Change) -> bool:
    """What drives is on the road."""
    if change.target not in STREETS or (change.rest or change.last) not in PREDICATES_OF_BESIDE:
        return False
    spot = change.spot
    if change.verb in MOVING_VEHICLES:
        return True
    drives = any(one.verb is not None and one.form is LinkForm.VERB_OBJECT for one in spot.of_subject)
    return spot.verb is None and drives and spot.lexicon.objects.category(spot.subject) == "vehicle"


@RULES.rule("a bottle next to a cup | in a cup")
def too_big_for_it(change: Change) -> bool:
    """A cup holds no bottle."""
    spot = change.spot
    return change.tail in ("in", "inside") and spot.target in SMALL_VESSELS and spot.subject in TOO_BIG_FOR_THEM


@RULES.rule("people in front of a couple of huts | inside a couple of huts; in front of | on some elephants")
def inside_of_several(change: Change) -> bool:
    """A thing is in or on one of them at most."""
    if change.tail not in ("in", "inside", "on", "on top of") or change.tail == change.spot.old_tail:
        return False
    return change.link.object.plural and change.spot.old_tail in LEAVES | {"at"}


@RULES.rule("cows standing and lying | in a pasture")
def two_postures(change: Change) -> bool:
    """The verb that ``and`` joins with it says how they are there."""
    if not change.spot.acting or change.verb not in STILL_OR_MOVING:
        return False
    return any(lemma in STILL_OR_MOVING or lemma in GRAZING for lemma in change.spot.joined)


@RULES.rule("zebras running | through grass as they walk")
def faster_than_they_walk(change: Change) -> bool:
    """Who walks does not ride, drive, fly, swim or run."""
    return change.spot.acting and change.verb in MOVING and change.spot.somebody_walks


@RULES.rule("a woman washing | a toddler a banana")
def second_object(change: Change) -> bool:
    """What is fed to somebody is an object of the verb as well."""
    return change.spot.acting and change.spot.old_verb == "feed" and bool(change.spot.of_verb)


@RULES.rule("a player carrying | a bat at a ball")
def preposition_of_the_old_verb(change: Change) -> bool:
    """What follows the object goes with the old verb alone."""
    return change.spot.acting and (change.spot.old_verb, change.spot.following) in BOUND


@RULES.rule("a man petting | a horse down a street")
def goes_no_way(change: Change) -> bool:
    """A way follows, which the new verb does not take."""
    if not change.spot.acting or change.spot.following not in WAYS or change.verb in GUIDING:
        return False
    return change.spot.old_verb == "ride" or change.link.form is LinkForm.VERB_OBJECT


@RULES.rule("a man walking on a wave | in the ocean")
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


@RULES.rule("a man riding | a surfboard, standing by the water")
def moving_while_standing(change: Change) -> bool:
    """Who stands there does not move."""
    return (change.verb in MOVING or change.verb in WALKING) and change.spot.somebody_stands


@RULES.rule("giraffes standing together, grazing | sitting on grass")
def sits_while_standing(change: Change) -> bool:
    """Another word says that they stand or sit, and the old verb what they do meanwhile."""
    spot = change.spot
    return change.verb in POSTURES and spot.old_verb not in POSTURES and spot.somebody_stands


@RULES.rule("a man riding | a skateboard and a microphone")
def not_with_its_other_object(change: Change) -> bool:
    """The predicate has another object, which the new one does not take."""
    spot, link = change.spot, change.link
    return any(
        not spot.lexicon.relations.seen(change.said, other.object.name)
        for other in spot.of_verb
        if other.predicate == link.predicate and other.subject is link.subject
    )


@RULES.rule("a horse | looked by a man")
def no_passive(change: Change) -> bool:
    """The old verb or the new one has no passive."""
    passive_ok = change.spot.lexicon.relations.passive_ok
    return change.spot.is_by_agent and not (passive_ok(change.new) and passive_ok(change.old))


@RULES.rule("a cart is being | driving down a street")
def passive_in_progress(change: Change) -> bool:
    """``being`` asks for a participle of the past."""
    if change.spot.is_by_agent or change.link.form is not LinkForm.PASSIVE:
        return False
    return any(change.spot.sentence.lower[k] in PASSIVE_HELPERS for k in change.link.auxiliaries)


@RULES.rule("a man carries | television from his couch")
def bare_object(change: Change) -> bool:
    """The object has no article, which the old verb allows alone."""
    if change.spot.is_by_agent or change.link.form is not LinkForm.VERB_OBJECT:
        return False
    return not change.spot.takes_bare


@RULES.rule("a player throwing | a bat")
def strange(change: Change) -> bool:
    """Nobody says it of the two (``a cow on a fence``); but people stand where they sit."""
    spot = change.spot
    if spot.is_by_agent or not spot.lexicon.relations.is_strange(spot.subject, change.new, change.target):
        return False
    return not change.seen if change.link.preposition is None else change.rest != spot.old_rest


@RULES.rule("a man fixing | a kite in the air")
def unseen_before_a_place(change: Change) -> bool:
    """A place follows that goes with the old verb, and the new one was never seen with the object."""
    if change.link.form is not LinkForm.VERB_OBJECT or change.seen:
        return False
    return change.spot.sentence.tag(change.link.object.base[1]) == "IN"


@RULES.rule("a man holding | a skateboard doing a trick")
def rides_it_meanwhile(change: Change) -> bool:
    """The rest of the sentence rides the board."""
    return change.spot.on_a_ride and change.new != "ride" and "on" not in change.new.split()


@RULES.rule("sheep walking | sitting between bushes")
def never_seated(change: Change) -> bool:
    """It lies or stands; few writers say that it sits."""
    sits = change.verb == "sit" and change.spot.old_verb != "sit"
    return sits and change.spot.subject.rpartition(" ")[2] in NEVER_SEATED


@RULES.rule("a woman carrying | unpacking bags walking")
def hands_full(change: Change) -> bool:
    """Who walks, or goes somewhere else, does nothing that one stands still for."""
    return change.verb in STANDING_STILL_FOR and change.spot.somebody_walks


@RULES.rule("a bike without wheels | driving by")
def lacks_what_moves_it(change: Change) -> bool:
    """The sentence says that it has no wheels, or no rider."""
    spot = change.spot
    moves = change.verb in MOVING_VEHICLES and spot.old_verb not in MOVING_VEHICLES
    return moves and bool(spot.sentence.absent)


@RULES.rule("standing | running with her feet apart")
def said_how_one_stands(change: Change) -> bool:
    """The sentence says how one stands."""
    return (
        change.verb != change.spot.old_verb
        and change.spot.old_verb == "stand"
        and (not {"apart", "crossed"}.isdisjoint(change.spot.sentence.lower_set))
    )


@RULES.rule("walking | carrying a dog behind her")
def comes_behind(change: Change) -> bool:
    """It is behind who leads it: nobody carries anything so."""
    leads = change.spot.acting and change.spot.following == "behind" and change.verb != change.spot.old_verb
    return leads and change.verb in ("carry", "hold", "ride", "pet", "hug", "feed")


@RULES.rule("a dog sitting | walking with its leash tied to a hydrant")
def bound(change: Change) -> bool:
    """The sentence says that it is tied to something."""
    moves = change.verb in WALKING or change.verb in MOVING
    return (
        moves
        and change.spot.old_verb in VERBS_OF_STANDING_STILL
        and not BOUND_TO.isdisjoint(change.spot.sentence.lower_set)
    )


@RULES.rule("cutting | eating a cake with a large knife")
def eats_with_a_knife(change: Change) -> bool:
    """A knife is named that it was cut with, or it is cut to be served."""
    said = change.spot.sentence.lower_set
    return change.verb in ("eat", "bite", "drink") and ("knife" in said or {"to", "serve"} <= said)


@RULES.rule("driving | cleaning a car fast")
def said_how_fast(change: Change) -> bool:
    """The sentence says how fast it goes."""
    return change.spot.old_verb in GOING_FAST and not FAST.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("sitting | laying Indian style on a rug")
def said_how_one_sits(change: Change) -> bool:
    """The sentence says how one sits."""
    return change.spot.old_verb in SITTING and not WAYS_OF_SITTING.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("two people | lay on a sofa")
def lays_nothing(change: Change) -> bool:
    """Who lies is ``laying`` to many writers, and to none in another form."""
    spot = change.spot
    return change.verb == "lay" and spot.verb is not None and spot.sentence.tag(spot.verb) != "VBG"


@RULES.rule("a man riding a wave in | beside the ocean; a trick on | next to a bicycle")
def goes_on_there(change: Change) -> bool:
    """The sentence says what is done in it or on it."""
    if change.tail not in LEAVES or change.spot.old_rest in LEAVES or change.link.predicate in LEAVES:
        return False
    mine = {change.verb, change.spot.old_verb} if change.spot.verb is not None else set()
    return any(
        token.lemma in DONE_IN_OR_ON and token.lemma not in mine and k != change.spot.verb
        for k, token in enumerate(change.spot.sentence.tokens)
    )


@RULES.rule("ducks in | next to a river near its bank")
def by_the_shore(change: Change) -> bool:
    """The sentence names the shore, by which whoever is in the water may be."""
    leaves = change.tail in PREDICATES_OF_BESIDE and change.spot.old_tail in INSIDE
    water = leaves and change.spot.lexicon.objects.category(change.spot.target) == "water"
    return water and not SHORES.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("a man on | walking a horse rides along a beach")
def rides_there(change: Change) -> bool:
    """Another verb says that whoever is on it rides."""
    spot = change.spot
    if spot.verb is not None or spot.old_tail != "on" or change.last == "on" or change.verb == "ride":
        return False
    return any(token.lemma == "ride" and token.tag.startswith("VB") for token in spot.sentence.tokens)


@RULES.rule("a crowd boarding | driving buses")
def driven_by_one(change: Change) -> bool:
    """A crowd drives nothing."""
    return change.verb == "drive" and not CROWDS_OF_PEOPLE.isdisjoint(
        (change.spot.subject, change.spot.link.subject.lemma)
    )


@RULES.rule("standing | swimming in the water, while she flies a kite")
def swims_with_full_hands(change: Change) -> bool:
    """Who swims does nothing else to a thing."""
    acts = any(link.form is LinkForm.VERB_OBJECT for link in change.spot.of_subject)
    return change.verb == "swim" and acts


@RULES.rule("riding | walking the horse that jumps over a wall")
def led_while_it_jumps(change: Change) -> bool:
    """What jumps is ridden."""
    if change.verb not in ("walk", "lead", "pet", "feed", "brush", "wash"):
        return False
    return any(quality.name.startswith(("jump", "gallop", "run")) for quality in change.link.object.qualities) or any(
        link.predicate.startswith(("jump", "gallop", "run")) for link in change.link.object.as_subject
    )


@RULES.rule("lying | walking on the ground")
def on_the_ground_alone(change: Change) -> bool:
    """Where everybody walks nobody says so."""
    ground = change.spot.target in ("ground", "floor") and not change.link.object.qualities
    return ground and change.last == "on" and change.verb in ("walk", "run", "stride")


@RULES.rule("a woman on | walking a mobility scooter")
def nobody_walks_it(change: Change) -> bool:
    """It carries who cannot walk."""
    return change.verb in ("walk", "push", "carry") and not OF_WHEELCHAIRS.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("a girl eating | picking a banana in a kitchen")
def picked_where_it_grows(change: Change) -> bool:
    """Fruit is picked where plants are named."""
    category = change.spot.lexicon.objects.category(change.spot.target)
    return change.verb == "pick" and category == "food" and GROWTH.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("a couple posing for | hanging a photo")
def poses_for_it(change: Change) -> bool:
    """``for a photo`` tells why somebody poses, and no photo is there yet."""
    return change.old.startswith(("pose for", "smile for")) and change.last != "for"


@RULES.rule("a full glass on | under a table")
def served_under_a_table(change: Change) -> bool:
    """Food and drink are on it."""
    if change.last not in ("under", "underneath", "beneath", "below"):
        return False
    category = change.spot.lexicon.objects.category
    served = category(change.spot.subject) in ("food", "drink") or "full" in change.spot.sentence.lower_set
    return served and category(change.spot.target) == "furniture"


@RULES.rule("a snake on | under leaves. Its head is black.")
def hidden_though_described(change: Change) -> bool:
    """Another sentence tells how it looks, and it would be out of sight."""
    if change.last not in ("under", "underneath", "beneath", "behind", "below"):
        return False
    return change.spot.scene.once(Elsewhere).goes_on_about(change.link.subject)


@RULES.rule("to the left | right of a fountain, while to the right there is a pot")
def other_side_told(change: Change) -> bool:
    """The sentence tells of the other side as well."""
    sides = {"left", "right"} & set(change.said.split())
    return bool(sides) and not sides.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("men walking up | down and down the stairs")
def up_and_down(change: Change) -> bool:
    """Another preposition is joined with it."""
    if change.link.preposition is None or change.tail == change.spot.old_tail:
        return False
    first, end = change.link.preposition
    return not {"and", "or"}.isdisjoint((change.spot.sentence.word(first - 1), change.spot.sentence.word(end)))


@RULES.rule("a gull floating in | flying over the sea and flying over a ship")
def done_besides(change: Change) -> bool:
    """The sentence says the new verb of it already."""
    spot = change.spot
    if spot.verb is None or change.verb == spot.old_verb:
        return False
    return any(one.verb not in (None, spot.verb) and one.predicate.split()[0] == change.verb for one in spot.of_subject)


@RULES.rule("people carrying | lying on surfboards under their arms")
def under_an_arm(change: Change) -> bool:
    """The sentence says where on the body it is held."""
    words = change.spot.sentence.lower_set
    holds = change.old in ("hold", "carry") and change.new not in ("hold", "carry")
    return holds and "under" in words and not words.isdisjoint(("arm", "arms"))


@RULES.rule("a man lying in | in front of bed")
def bare_place(change: Change) -> bool:
    """The place has no article, which goes with the old preposition alone."""
    moved = change.link.preposition is not None and change.tail != change.spot.old_tail
    return moved and not change.spot.takes_bare and not change.link.object.qualities


@RULES.rule("cross country skiing | snowboarding")
def named_with_its_sport(change: Change) -> bool:
    """The word before the verb belongs to it."""
    spot = change.spot
    if spot.verb is None or change.verb == spot.old_verb or spot.old_verb in VERBS_OF_STANDING_STILL | {"wear"}:
        return False
    return spot.sentence.word(spot.verb - 1) in FIRST_WORDS


@RULES.rule("a goat stands | lies against a bank")
def lies_against_nothing(change: Change) -> bool:
    """Nobody lies over or against it, or at it."""
    return change.verb in ("lie", "lay") and change.spot.old_verb not in ("lie", "lay") and change.last in NOT_LAIN_AT


@RULES.rule("eating | making a slice of pizza")
def made_at_the_table(change: Change) -> bool:
    """It is eaten where nobody cooks, or a piece of it."""
    makes = change.verb in MAKING_FOOD and change.spot.old_verb not in MAKING_FOOD
    return makes and not EATEN_THERE.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("looking at | hugging a celebrity on a computer")
def seen_on_a_screen(change: Change) -> bool:
    """What is looked at is on a screen or a picture."""
    spot = change.spot
    looks = spot.old_verb in LOOKS_ON and change.verb not in LOOKS_ON
    return looks and any(
        link.object.name in SEEN_ON and link.predicate.rpartition(" ")[2] == "on" for link in spot.others
    )


@RULES.rule("people crossing a street in front of | in the back of a taxi")
def goes_on_foot(change: Change) -> bool:
    """Who goes somewhere on foot is on nothing that drives."""
    boards = change.tail.endswith("the back of") and change.tail != change.spot.old_tail
    acts = [one.predicate.partition(" ")[0] for one in change.spot.of_subject if one.verb is not None]
    return boards and any(act in ON_FOOT or act not in DAILY_ACTS for act in acts)


@RULES.rule("a boy swings at | throws a ball with a bat")
def with_a_bat(change: Change) -> bool:
    """What it is done with is told, and nothing is thrown with that."""
    used = {one.object.lemma for one in change.spot.others if one.predicate.endswith("with")}
    if change.verb in ("hit", "swing", "kick", "strike"):
        return not used.isdisjoint(("glove", "mitt", "baseball glove", "baseball mitt"))
    return change.verb in ("throw", "catch", "kick") and not used.isdisjoint(
        ("bat", "racket", "racquet", "club", "paddle")
    )


@RULES.rule("a tennis player about to hit | throw a ball")
def thrown_to_serve(change: Change) -> bool:
    """Who serves in tennis throws the ball as well."""
    spot = change.spot
    if spot.verb is None or spot.old_verb != "hit" or change.verb not in ("throw", "toss"):
        return False
    return spot.sentence.word(spot.verb - 1) == "to" and not TENNIS.isdisjoint(spot.sentence.lower_set)


@RULES.rule("a man lying in a hammock next to a sidewalk | walking")
def in_a_seat(change: Change) -> bool:
    """The verb says as well in what they sit or lie."""
    moves = change.verb != change.spot.old_verb and change.verb not in ("sit", "lie", "lay", "sleep", "rest")
    return moves and any(link.object.name in SEATS for link in change.spot.of_verb)


@RULES.rule("people in | in front of a supermarket in the fruit section")
def within_a_part_of_it(change: Change) -> bool:
    """They are among what stands within."""
    leaves = change.spot.old_tail in INSIDE and change.tail not in INSIDE
    return leaves and not PARTS_OF_SHOPS.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("pushing | carrying a baby in a carriage")
def pushed_in_it(change: Change) -> bool:
    """Somebody is in what is pushed."""
    spot = change.spot
    if spot.verb is None:
        pushed = any(token.lemma == "push" and token.tag.startswith("VB") for token in spot.sentence.tokens)
        return pushed and spot.target in PUSHED_IN and change.tail != spot.old_tail
    return spot.old_verb == "push" and change.verb != "push" and not PUSHED_IN.isdisjoint(spot.sentence.lower_set)


@RULES.rule("a person on skis | skiing down a slope")
def rides_on_them(change: Change) -> bool:
    """Who rides on skis skis, and does nothing else on them."""
    spot = change.spot
    if change.verb in ("sled", "snowboard", "skate") and "skis" in spot.sentence.lower_set:
        return True
    gear = {"ski": {"ski", "skis"}, "snowboard": {"snowboard", "board"}}.get(change.verb)
    return gear is not None and spot.old_verb != change.verb and not gear.isdisjoint(spot.sentence.lower_set)


@RULES.rule("a bird perched on | in front of a rock")
def perched_on_it(change: Change) -> bool:
    """What perches does so on something."""
    spot = change.spot
    return spot.old_verb == "perch" and change.verb == "perch" and change.rest != spot.old_rest


@RULES.rule("petting | chasing a dog that lies on a couch")
def chases_what_rests(change: Change) -> bool:
    """What lies or sits somewhere is not chased."""
    if change.verb not in ("chase", "herd", "follow") or change.spot.old_verb in ("chase", "herd", "follow"):
        return False
    thing = change.link.object
    rests = [one.predicate.partition(" ")[0] for one in thing.as_subject] + [q.name for q in thing.qualities]
    return not VERBS_OF_STANDING_STILL.isdisjoint(rests)


@RULES.rule("people watch a train on | next to a track; girls petting goats in | next to a pen")
def of_who_does_it(change: Change) -> bool:
    """Who looks at it or touches it may stand there, and the words may be read of them."""
    spot = change.spot
    if spot.verb is not None or change.tail not in LEAVES:
        return False
    return any(
        change.link.subject in (one.subject, one.object) and one.predicate.partition(" ")[0] in LOOKS_ON | TOUCHING
        for one in spot.others
    )


@RULES.rule("a crowd in | beside a field next to a plane")
def beside_two_things(change: Change) -> bool:
    """The sentence says already beside what it is."""
    leaves = change.tail in PREDICATES_OF_BESIDE and change.spot.old_tail not in PREDICATES_OF_BESIDE
    return leaves and not BESIDE_WORDS.isdisjoint(
        change.spot.sentence.lower[change.link.object.head : change.link.object.head + 4]
    )


@RULES.rule("people sitting | standing in a booth")
def nobody_stands_in_it(change: Change) -> bool:
    """One sits in it."""
    name = change.spot.target.rpartition(" ")[2]
    return change.verb == "stand" and change.tail in INSIDE and name in NOBODY_STANDS_IN


@RULES.rule("a player standing | crouching on a tennis court")
def ready_to_play(change: Change) -> bool:
    """Who waits for a ball may be said to do either."""
    crouches = change.verb in CROUCHING or change.spot.old_verb in CROUCHING
    return crouches and change.verb != change.spot.old_verb and not READY_TO_PLAY.isdisjoint(change.spot.facts.words)


@RULES.rule("standing on | next to a ferry, looking out at a ferry")
def another_of_that_name(change: Change) -> bool:
    """The sentence names another such thing, of which one would not know it apart, or another who may be beside it."""
    spot = change.spot
    names = [thing.name for thing in spot.sentence.things]
    moved = change.tail in LEAVES and spot.old_tail not in LEAVES
    return names.count(spot.target) > 1 or (moved and names.count(spot.subject) > 1)


@RULES.rule("a man riding | standing near his bike on up the street")
def on_its_way(change: Change) -> bool:
    """A way follows, which nobody takes who stands."""
    rests = change.verb in VERBS_OF_STANDING_STILL and change.spot.old_verb not in VERBS_OF_STANDING_STILL
    end = change.link.object.base[1]
    return rests and not PATHS.isdisjoint(change.spot.sentence.lower[end : end + 2])


@RULES.rule("a woman jumps over | stands behind a bar and attacks a man")
def one_after_the_other(change: Change) -> bool:
    """What is joined to the old verb is done after it, and after the new one just as well."""
    spot = change.spot
    if spot.verb is None or spot.old_verb not in SEQUENCES or change.verb not in VERBS_OF_STANDING_STILL:
        return False
    tokens = spot.sentence.tokens
    return any(token.head == spot.verb and token.dep == "conj" and token.tag.startswith("VB") for token in tokens)


@RULES.rule("carries | lies next to a baby on her chest; carrying | walking a dog in a pouch")
def on_the_body(change: Change) -> bool:
    """The sentence says where on the body it is."""
    holds = change.old in ("hold", "carry") and change.new not in ("hold", "carry")
    end = change.link.object.base[1]
    return holds and not ON_THE_BODY.isdisjoint(change.spot.sentence.lower[end : end + 4])


@RULES.rule("a man and a woman sit | lie on a bench")
def room_for_one(change: Change) -> bool:
    """Where several sit, only one could lie."""
    spot = change.spot
    if change.verb not in LYING or spot.old_verb in LYING or spot.target not in ("bench", "chair", "couch", "sofa"):
        return False
    if spot.link.object.plural or change.tail not in ("on", "in", "on top of"):
        return False
    return spot.link.subject.plural or any(one.object is spot.link.object for one in spot.of_verb)


@RULES.rule("a bear lying | walking on a rock, where another caption says that a bear climbs it")
def goes_says_another(change: Change) -> bool:
    """Another speaker says that it goes or climbs."""
    spot = change.spot
    if change.verb not in GOES_AND_CLIMBS or spot.old_verb in GOES_AND_CLIMBS:
        return False
    return spot.facts.acts(GOES_AND_CLIMBS, spot.subject)


@RULES.rule("a dog running | walking on snow, where another caption says that a bear walks")
def does_it_under_another_name(change: Change) -> bool:
    """Another speaker says it of an animal that has another name there."""
    spot = change.spot
    if spot.verb is None or change.verb == spot.old_verb:
        return False
    return spot.lexicon.objects.category(spot.subject) == "animal" and spot.facts.acts({change.verb}, spot.subject)


@RULES.rule("a man on | beside a boat, where another caption says: on a dock")
def at_the_dock(change: Change) -> bool:
    """Another caption names the shore, from which they may reach into it."""
    spot = change.spot
    leaves = change.tail in PREDICATES_OF_BESIDE and spot.old_tail in INSIDE | {"on"}
    if not leaves or spot.lexicon.objects.category(spot.target) not in ("vehicle", "water"):
        return False
    water = spot.target in ("boat", "ship", "canoe", "kayak", "raft", "ferry", "sailboat", "yacht", "pool")
    return water and not (SHORES | {"poolside"}).isdisjoint(spot.facts.words)


@RULES.rule("playing in | next to a pool, where another caption says: pulled out of the water")
def out_of_it_says_another(change: Change) -> bool:
    """Another speaker says that somebody is getting out of it."""
    leaves = change.tail in PREDICATES_OF_BESIDE and change.spot.old_tail in INSIDE
    return leaves and change.spot.facts.ends_with("out of", change.spot.subject, change.spot.target)


@RULES.rule("on | next to a moped, where another caption says: posing next to a motorcycle")
def beside_it_says_another(change: Change) -> bool:
    """Another speaker says with some verb that it is there, or at it."""
    spot = change.spot
    moved = change.tail in PREDICATES_OF_BESIDE and change.tail != spot.old_tail
    return moved and any(spot.facts.ends_with(tail, spot.subject, spot.target) for tail in (change.tail, "at"))


@RULES.rule("pushing | standing near luggage")
def near_it_already(change: Change) -> bool:
    """Who does the old thing to it is near it."""
    spot = change.spot
    beside = change.rest in PREDICATES_OF_BESIDE or change.said in PREDICATES_OF_BESIDE
    return beside and spot.old_verb in ACTS_BESIDE and not spot.old_rest


@RULES.rule("a man in | holding sunglasses and a tie")
def holds_what_else_is_worn(change: Change) -> bool:
    """Something else is worn in the same words."""
    spot, link = change.spot, change.link
    if change.verb not in ("hold", "carry") or spot.link.predicate not in ("in", "wear", "with"):
        return False
    category = spot.lexicon.objects.category
    return any(
        one.subject is link.subject
        and one.predicate == link.predicate
        and category(one.object.name) in ("clothing", "accessory")
        for one in spot.others
    )


@RULES.rule("a man in front of | behind city buildings")
def behind_all_of_them(change: Change) -> bool:
    """Behind several buildings nobody is seen."""
    hidden = change.last == "behind" and change.link.object.plural
    return hidden and change.spot.lexicon.objects.category(change.spot.target) in ("building", "structure")


@RULES.rule("a man sings while playing | cleaning a guitar")
def makes_music(change: Change) -> bool:
    """The sentence says that music is made."""
    cares = change.spot.old_verb == "play" and change.verb in ("clean", "fix", "repair", "tune", "carry", "paint")
    return cares and not MUSIC.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("waiting for the pitch while standing | sitting in the batter's box")
def plays_standing(change: Change) -> bool:
    """Nobody sits or lies at that place of a game."""
    rests = change.verb in SITTING | LYING and change.spot.old_verb not in SITTING | LYING
    return rests and not PLAYS_STANDING.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("a mermaid sitting | standing on a rock")
def without_legs(change: Change) -> bool:
    """It has no legs."""
    upright = change.verb in ("stand", "walk", "run", "jump", "kneel") and change.verb != change.spot.old_verb
    return upright and change.spot.subject.rpartition(" ")[2] in WITHOUT_LEGS


@RULES.rule("people standing | running near a fence watching a game")
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


@RULES.rule("cattle lie in | run through the grass to chew their cud")
def goes_while_it_rests(change: Change) -> bool:
    """The sentence says that it eats or rests."""
    goes = change.verb in MOVING | WALKING | {"roam"} and change.spot.old_verb in VERBS_OF_STANDING_STILL
    return goes and not AT_REST.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("a plane landing | parked on a runway, where another caption says: sits on a runway")
def kin_says_another(change: Change) -> bool:
    """Another speaker says what excludes the old predicate, and not the new one: they see something else."""
    spot = change.spot
    excludes, old = spot.lexicon.relations.excludes, change.link.predicate
    told = spot.facts.predicates_of(spot.subject, spot.target)
    return any(excludes(one, old) and not excludes(one, change.said) for one in told)


@RULES.rule("a woman getting on | off a bike")
def getting_on_or_off(change: Change) -> bool:
    """A still does not show which."""
    spot = change.spot
    return spot.old_verb in GETS and change.verb in GETS and spot.target.rpartition(" ")[2] in TWO_WHEELS


@RULES.rule("people are skiing and snowboarding | walking on a mountain")
def some_do_each(change: Change) -> bool:
    """Of several some do the one and some the other, and others may do a third."""
    spot = change.spot
    if spot.verb is None or change.verb == spot.old_verb or not spot.joined:
        return False
    verb, tags = spot.verb, spot.sentence.tag
    with_verb = (tags(verb - 2) if verb > 1 else "", tags(verb + 2))
    one_way = spot.old_verb in WAYS_OF_GOING and not WAYS_OF_GOING.isdisjoint(spot.joined)
    return (one_way or spot.link.subject.plural) and any(tag == tags(verb) for tag in with_verb)


@RULES.rule("girls riding | walking in the street on a moped")
def rides_on_something(change: Change) -> bool:
    """The old verb says as well on what they ride."""
    spot = change.spot
    if spot.old_verb != "ride" or change.verb not in WALKING | VERBS_OF_STANDING_STILL:
        return False
    return any(
        one.predicate == "ride on" and spot.lexicon.objects.category(one.object.name) not in GROUNDS
        for one in spot.of_verb
    )


@RULES.rule("walking | riding down the sidewalk, feeling in her bag")
def rides_with_full_hands(change: Change) -> bool:
    """Who rides does nothing else to a thing, nor with a bad arm."""
    spot = change.spot
    if change.verb != "ride" or spot.old_verb not in WALKING or change.rest in ("", "on"):
        return False
    acts = any(one.verb is not None for one in spot.of_subject if one.predicate != "wear")
    return acts or not {"arm", "sling", "hand", "hands", "arms"}.isdisjoint(spot.sentence.lower_set)


@RULES.rule("riding | holding a skateboard, where another caption says that he grabs it")
def grips_says_another(change: Change) -> bool:
    """Another caption says that a hand is on something."""
    holds = change.verb in ("hold", "carry") and change.spot.old_verb not in ("hold", "carry")
    return holds and not GRIPS.isdisjoint(change.spot.facts.words)


@RULES.rule("there are many people that are sitting | standing on a hill")
def others_may(change: Change) -> bool:
    """Of so many some may well be so."""
    mine = change.verb in POSTURES | WALKING | MOVING and change.verb != change.spot.old_verb
    return mine and change.link.subject.plural and not MANY_OF_THEM.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("riding | pushing bikes, where another caption says that people walk")
def walks_says_another(change: Change) -> bool:
    """Another speaker says that somebody walks, as who pushes or leads it does."""
    spot = change.spot
    led = change.verb in ("push", "lead", "walk", "follow", "chase") and spot.old_verb == "ride"
    return led and spot.facts.acts(WALKING | {"follow"}, spot.subject)


@RULES.rule("squatting down and petting | herding goats")
def goes_on_the_knees(change: Change) -> bool:
    """Another word says that they squat or kneel."""
    goes = change.verb in GOES_TO_IT and change.spot.old_verb not in GOES_TO_IT
    return goes and not SQUATTING.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("kicks | throws a ball with his leg in the air")
def kicked(change: Change) -> bool:
    """Another word speaks of legs or of kicking."""
    if change.spot.old_verb != "kick" or change.verb == "kick":
        return False
    return any(token.text.lower() in KICKED for token in change.spot.other_words)


@RULES.rule("a woman hit | toss the ball")
def past_or_present(change: Change) -> bool:
    """The old verb stands in the past though it looks like its base."""
    spot, link = change.spot, change.link
    if spot.verb is None or change.verb == spot.old_verb or spot.old_verb not in INVARIABLE:
        return False
    after_to = spot.sentence.word(spot.verb - 1) == "to" or bool(link.auxiliaries)
    return not (after_to or link.subject.plural) and spot.sentence.lower[spot.verb] == spot.old_verb


@RULES.rule("people sitting on | beside chairs")
def beside_one_of_several(change: Change) -> bool:
    """Who is on one of several is beside the others."""
    leaves = change.tail in LEAVES and change.spot.old_tail in INSIDE | {"on", "on top of"}
    return leaves and change.link.object.plural


@RULES.rule("a woman sitting | standing with a girl in her lap")
def has_a_lap(change: Change) -> bool:
    """Only who sits has a lap."""
    return change.spot.old_verb in SITTING and change.verb not in SITTING and "lap" in change.spot.sentence.lower_set


@RULES.rule("children riding | walking a scooter driven by a lady")
def done_by_another(change: Change) -> bool:
    """Somebody else drives or leads it."""
    return any(one is not change.link and one.predicate.endswith(" by") for one in change.link.object.as_subject)


@RULES.rule("swinging | picking up a bat and missing the ball")
def joined_with_its_end(change: Change) -> bool:
    """What is joined to the old verb is how it ends."""
    spot = change.spot
    if spot.verb is None or spot.old_verb not in ("swing", "hit", "kick", "throw") or change.verb == spot.old_verb:
        return False
    tokens = spot.sentence.tokens
    return any(token.head == spot.verb and token.dep == "conj" and token.tag.startswith("VB") for token in tokens)


@RULES.rule("an injured player lying | running on a field")
def goes_though_hurt(change: Change) -> bool:
    """Who is hurt or asleep does not go."""
    goes = change.verb in MOVING | WALKING and change.spot.old_verb in VERBS_OF_STANDING_STILL
    return goes and not HURT_OR_ASLEEP.isdisjoint(change.spot.facts.words)


@RULES.rule("a man standing | sitting in a crowd, where another caption says that a worker sits")
def another_of_them_does(change: Change) -> bool:
    """Another speaker says the posture of somebody, who may have another name there."""
    spot = change.spot
    return change.verb in POSTURES and change.verb != spot.old_verb and spot.facts.acts({change.verb}, spot.subject)


@RULES.rule("women working in | outside a restaurant, where another caption says: at a stall")
def at_a_stall(change: Change) -> bool:
    """Another caption speaks of a place that has no inside."""
    leaves = change.tail in ("outside", "outside of") and change.spot.old_tail in INSIDE
    return leaves and not SIGNS_OF_A_STALL.isdisjoint(change.spot.facts.words)


@RULES.rule("a snowboarder in | holding a jacket is doing a trick")
def holds_it_while_busy(change: Change) -> bool:
    """Who does something else has no hand free for what is worn."""
    spot = change.spot
    if change.verb not in ("hold", "carry") or spot.old_verb not in ("in", "wear", "dress", "with"):
        return False
    acts = [one.predicate.partition(" ")[0] for one in spot.of_subject if one.verb is not None]
    acts += [q.name.partition(" ")[0] for q in spot.link.subject.qualities if q.type == "action"]
    return any(act not in DAILY_ACTS for act in acts)


@RULES.rule("behind | in front of a truck, where another caption speaks of trucks")
def of_several_trucks(change: Change) -> bool:
    """Other captions speak of several of them, and it may be so to another."""
    spot = change.spot
    moved = change.tail in LEAVES and change.tail != spot.old_tail
    return moved and not spot.link.object.plural and spot.target in spot.facts.plurals


@RULES.rule("passing on | underneath a bridge atop a street")
def goes_on_about_it(change: Change) -> bool:
    """The sentence says further what is above or below."""
    moved = change.spot.verb is None or change.tail != change.spot.old_tail
    over = ("atop", "over", "above", "under", "on top of")
    vertical = change.tail in ("under", "underneath", "beneath", "above", "over", "on", "on top of")
    told = [one.predicate for one in change.link.object.as_subject]
    told += [one.predicate.partition(" ")[2] for one in change.spot.of_verb]
    return moved and vertical and not set(over).isdisjoint(told)


@RULES.rule("a bus drives | sits on a road, where another caption says that it is parked")
def rests_says_another(change: Change) -> bool:
    """Other speakers disagree on whether it goes."""
    spot = change.spot
    if spot.lexicon.objects.category(spot.subject) != "vehicle" or change.verb == spot.old_verb:
        return False
    for verbs in (RESTS_OF_VEHICLES, MOVING_VEHICLES):
        if change.verb in verbs and spot.old_verb not in verbs and spot.facts.acts(verbs, spot.subject):
            return True
    return False


@RULES.rule("walking | hugging her dogs on the sidewalk through the snow")
def way_further_on(change: Change) -> bool:
    """The sentence says further on through what they go."""
    spot = change.spot
    goes = spot.old_verb in GOES_TO_IT and change.verb not in GOES_TO_IT | GUIDING
    if not goes or change.link.form is not LinkForm.VERB_OBJECT:
        return False
    return not PATHS.isdisjoint(spot.sentence.lower[change.link.object.head + 1 :])


@RULES.rule("a man standing | lying on a sidewalk leaning on a pole")
def leans_there(change: Change) -> bool:
    """Another word says how somebody is there."""
    moved = change.verb in POSTURES and change.verb != change.spot.old_verb
    return moved and any(token.text.lower() in LEANING for token in change.spot.other_words)


@RULES.rule("sitting in | walking past a canoe on a lake; paddles | walks in a canoe")
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


@RULES.rule("a motorcycle just outside | in a building")
def said_how_near(change: Change) -> bool:
    """A word before the preposition says how near it is."""
    preposition = change.link.preposition
    moved = preposition is not None and change.tail != change.spot.old_tail
    return moved and preposition is not None and change.spot.sentence.word(preposition[0] - 1) in AT_THE_EDGE


@RULES.rule("several planes sit on | take off from a runway")
def one_at_a_time(change: Change) -> bool:
    """A runway is for one."""
    return change.link.subject.plural and change.said.startswith(("take off", "land")) and change.verb != "sit"


@RULES.rule("a picture of a cat on | in front of a wall")
def of_the_picture(change: Change) -> bool:
    """The picture may be there, or what it shows."""
    spot = change.spot
    shown = any(
        one.object is change.link.subject and spot.lexicon.objects.category(one.subject.name) == "picture"
        for one in spot.others
    )
    first = change.link.subject.base[0]
    before = spot.sentence.lower[max(first - 2, 0) : first]
    return change.tail != spot.old_tail and (shown or (before[1:] == ["of"] and before[0] in PICTURES))


@RULES.rule("dogs running | lying on the grass carrying a ball between them")
def rests_on_the_move(change: Change) -> bool:
    """What it does meanwhile is done on the move."""
    spot = change.spot
    rests = change.verb in POSTURES and spot.old_verb in WALKING | MOVING | {"jump", "leap"}
    return rests and any(one.predicate.partition(" ")[0] in ON_THE_MOVE for one in spot.of_subject)


@RULES.rule("a woman has made her purchase and is leaving | entering the store")
def comes_and_goes(change: Change) -> bool:
    """What is joined with it is done before or after it, as one comes or goes."""
    spot = change.spot
    ways = ("enter", "leave", "exit")
    if spot.verb is None or spot.old_verb not in ways or change.verb not in ways:
        return False
    tokens = spot.sentence.tokens
    return tokens[spot.verb].dep == "conj" or any(one.head == spot.verb and one.dep == "conj" for one in tokens)


@RULES.rule("holding his shirt in | next to a fountain")
def holds_it_there(change: Change) -> bool:
    """What is held may be there, and who holds it beside it."""
    spot = change.spot
    if spot.verb is not None or change.tail not in LEAVES or spot.old_tail not in INSIDE:
        return False
    return any(one.predicate in ("hold", "hold up", "wash", "put", "dip") for one in spot.of_subject)


@RULES.rule("people busy walking | sitting in the street")
def busy(change: Change) -> bool:
    """``busy`` stands before the verb, which says what keeps them so."""
    spot = change.spot
    return spot.verb is not None and change.verb != spot.old_verb and spot.sentence.word(spot.verb - 1) == "busy"


@RULES.rule("a man | watches an online game")
def plays_on_a_screen(change: Change) -> bool:
    """Who plays on a screen watches it."""
    watches = change.old == "play" and change.verb == "watch"
    return watches and not ON_A_SCREEN.isdisjoint(change.spot.sentence.lower_set)


@RULES.rule("a surfer walking away from | a wave")
def unusual(change: Change) -> bool:
    """The new predicate is not usual with the object."""
    return not (change.keeps_place or change.spot.lexicon.relations.is_usual(change.new, change.target, change.old))


@RULES.rule("a man catching | throwing a ball, say captions of one picture")
def said_together(change: Change) -> bool:
    """Captions of one picture were counted to say both."""
    relations, together = change.spot.lexicon.relations, change.spot.lexicon.together
    old, new = relations.canonical(change.spot.link.predicate), relations.canonical(change.said)
    return together.related(old, new, change.spot.target)
