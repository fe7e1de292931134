"""Games: balls and bats, and who is named after what they play."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import KIND, LEAVES, Change
from capaug.generators.rules import Rules

VERBS_OF_STANDING_STILL = words("verbs_of_standing_still")
KNOWN_BY_THEIR_ACT = words("people_of_one_act")
FIRST_WORDS = words("first_words_of_sports")
TENNIS = words("words_of_tennis")
READY_TO_PLAY = words("ready_to_play")
KICKED = words("words_of_kicking")
STRUCK = frozenset({"kick", "hit", "catch", "throw", "return", "serve", "swing", "dribble"})
ACTS_IN_A_GAME = words("acts_in_a_game")
CROUCHING = frozenset({"crouch", "squat", "kneel"})

GAMES = Rules[Change](KIND)


@GAMES.rule("a batter hits | throws a ball")
def not_what_they_do(change: Change) -> bool:
    """Who is named after what they do was never seen to do the other."""
    spot = change.spot
    name = spot.subject.rpartition(" ")[2]
    if not spot.acting or change.verb == spot.old_verb or name not in KNOWN_BY_THEIR_ACT:
        return False
    return not any(spot.lexicon.counts.subject(said, name) for said in (change.new, change.verb))


@GAMES.rule("a boy swings at | throws a ball with a bat")
def with_a_bat(change: Change) -> bool:
    """What it is done with is told, and nothing is thrown with that."""
    used = {one.object.lemma for one in change.spot.others if one.predicate.endswith("with")}
    if change.verb in ("hit", "swing", "kick", "strike"):
        return not used.isdisjoint(("glove", "mitt", "baseball glove", "baseball mitt"))
    return change.verb in ("throw", "catch", "kick") and not used.isdisjoint(
        ("bat", "racket", "racquet", "club", "paddle")
    )


@GAMES.rule("a tennis player hits | throws a ball")
def thrown_to_serve(change: Change) -> bool:
    """Who serves in tennis throws the ball as well."""
    spot = change.spot
    if spot.old_verb not in ("hit", "swing", "serve", "return") or change.verb not in ("throw", "toss"):
        return False
    return not TENNIS.isdisjoint(spot.sentence.lower_set)


@GAMES.rule("kicks | throws a ball with his leg in the air")
def kicked(change: Change) -> bool:
    """Another word speaks of legs or of kicking."""
    if change.spot.old_verb != "kick" or change.verb == "kick":
        return False
    return any(token.text.lower() in KICKED for token in change.spot.other_words)


@GAMES.rule("swinging | picking up a bat and missing the ball")
def joined_with_its_end(change: Change) -> bool:
    """What is joined to the old verb is how it ends."""
    spot = change.spot
    if spot.verb is None or spot.old_verb not in ("swing", "hit", "kick", "throw") or change.verb == spot.old_verb:
        return False
    return spot.goes_on_to_another_verb


@GAMES.rule("a player standing | crouching on a tennis court")
def ready_to_play(change: Change) -> bool:
    """Who waits for a ball may be said to do either."""
    crouches = change.verb in CROUCHING or change.spot.old_verb in CROUCHING
    return crouches and change.verb != change.spot.old_verb and not READY_TO_PLAY.isdisjoint(change.spot.facts.words)


@GAMES.rule("cross country skiing | snowboarding")
def named_with_its_sport(change: Change) -> bool:
    """The word before the verb belongs to it."""
    spot = change.spot
    if spot.verb is None or change.verb == spot.old_verb or spot.old_verb in VERBS_OF_STANDING_STILL | {"wear"}:
        return False
    return spot.sentence.word(spot.verb - 1) in FIRST_WORDS


@GAMES.rule("a soccer player kicks | chases a ball")
def chased_to_be_kicked(change: Change) -> bool:
    """Who kicks a ball chases it as well."""
    old = change.spot.old_verb
    return (change.verb == "chase" and old in STRUCK) or (old == "chase" and change.verb == "kick")


@GAMES.rule("taking a swing on | beside a tennis court")
def plays_on_it(change: Change) -> bool:
    """The sentence says what is played there."""
    spot = change.spot
    leaves = change.tail in LEAVES and spot.old_tail in ("on", "in", "at")
    place = spot.target.rpartition(" ")[2] in ("court", "field", "diamond", "pitch")
    return leaves and place and not ACTS_IN_A_GAME.isdisjoint(spot.sentence.lower_set)
