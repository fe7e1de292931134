"""Grammar: what belongs to the old verb, and the form in which it stands."""

from __future__ import annotations

from capaug.captions import LinkForm
from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import KIND, Change
from capaug.generators.rules import Rules

PASSIVE_HELPERS = words("passive_helpers")
# Old verb and the word behind its object that belongs to it alone.
BOUND = frozenset({("swing", "at"), ("hit", "with"), ("throw", "to"), ("pitch", "to")})
INVARIABLE = words("invariable_pasts")
AT_THE_EDGE = frozenset({"just", "right", "directly", "immediately"})

GRAMMAR = Rules[Change](KIND)


@GRAMMAR.rule("a lamp is on | revealing a bed")
def participle_between(change: Change) -> bool:
    """A participle stands between preposition and object, which is its own."""
    preposition = change.link.preposition
    return change.spot.stops_at_participle and preposition is not None and preposition[1] < change.link.object.base[0]


@GRAMMAR.rule("a person pouring wine | into a glass")
def verb_goes_on(change: Change) -> bool:
    """What follows the object belongs to the old verb."""
    return change.spot.goes_on


@GRAMMAR.rule("a woman washing | a toddler a banana")
def second_object(change: Change) -> bool:
    """What is fed to somebody is an object of the verb as well."""
    return change.spot.acting and change.spot.old_verb == "feed" and bool(change.spot.of_verb)


@GRAMMAR.rule("a player carrying | a bat at a ball")
def preposition_of_the_old_verb(change: Change) -> bool:
    """What follows the object goes with the old verb alone."""
    return change.spot.acting and (change.spot.old_verb, change.spot.following) in BOUND


@GRAMMAR.rule("a horse | looked by a man")
def no_passive(change: Change) -> bool:
    """The old verb or the new one has no passive."""
    passive_ok = change.spot.lexicon.relations.passive_ok
    return change.spot.is_by_agent and not (passive_ok(change.new) and passive_ok(change.old))


@GRAMMAR.rule("a cart is being | driving down a street")
def passive_in_progress(change: Change) -> bool:
    """``being`` asks for a participle of the past."""
    if change.spot.is_by_agent or change.link.form is not LinkForm.PASSIVE:
        return False
    return any(change.spot.sentence.lower[k] in PASSIVE_HELPERS for k in change.link.auxiliaries)


@GRAMMAR.rule("a man carries | television from his couch")
def bare_object(change: Change) -> bool:
    """The object has no article, which the old verb allows alone."""
    if change.spot.is_by_agent or change.link.form is not LinkForm.VERB_OBJECT:
        return False
    return not change.spot.takes_bare


@GRAMMAR.rule("a man lying in | in front of bed")
def bare_place(change: Change) -> bool:
    """The place has no article, which goes with the old preposition alone."""
    moved = change.link.preposition is not None and change.tail != change.spot.old_tail
    return moved and not change.spot.takes_bare and not change.link.object.qualities


@GRAMMAR.rule("two people | lay on a sofa")
def lays_nothing(change: Change) -> bool:
    """Who lies is ``laying`` to many writers, and to none in another form."""
    spot = change.spot
    return change.verb == "lay" and spot.verb is not None and spot.sentence.tag(spot.verb) != "VBG"


@GRAMMAR.rule("a woman hit | toss the ball")
def past_or_present(change: Change) -> bool:
    """The old verb stands in the past though it looks like its base."""
    spot, link = change.spot, change.link
    if spot.verb is None or change.verb == spot.old_verb or spot.old_verb not in INVARIABLE:
        return False
    after_to = spot.sentence.word(spot.verb - 1) == "to" or bool(link.auxiliaries)
    return not (after_to or link.subject.plural) and spot.sentence.lower[spot.verb] == spot.old_verb


@GRAMMAR.rule("men walking up | down and down the stairs")
def up_and_down(change: Change) -> bool:
    """Another preposition is joined with it."""
    if change.link.preposition is None or change.tail == change.spot.old_tail:
        return False
    first, end = change.link.preposition
    return not {"and", "or"}.isdisjoint((change.spot.sentence.word(first - 1), change.spot.sentence.word(end)))


@GRAMMAR.rule("a motorcycle just outside | in a building")
def said_how_near(change: Change) -> bool:
    """A word before the preposition says how near it is."""
    preposition = change.link.preposition
    moved = preposition is not None and change.tail != change.spot.old_tail
    return moved and preposition is not None and change.spot.sentence.word(preposition[0] - 1) in AT_THE_EDGE


@GRAMMAR.rule("a couple posing for | hanging a photo")
def poses_for_it(change: Change) -> bool:
    """``for a photo`` tells why somebody poses, and no photo is there yet."""
    return change.old.startswith(("pose for", "smile for")) and change.last != "for"


@GRAMMAR.rule("a man riding | a skateboard and a microphone")
def not_with_its_other_object(change: Change) -> bool:
    """The predicate has another object, which the new one does not take."""
    spot, link = change.spot, change.link
    return any(
        not spot.lexicon.relations.seen(change.said, other.object.name)
        for other in spot.of_verb
        if other.predicate == link.predicate and other.subject is link.subject
    )


@GRAMMAR.rule("a man fixing | a kite in the air")
def unseen_before_a_place(change: Change) -> bool:
    """A place follows that goes with the old verb, and the new one was never seen with the object."""
    if change.link.form is not LinkForm.VERB_OBJECT or change.seen:
        return False
    return change.spot.sentence.tag(change.link.object.base[1]) == "IN"
