"""Screens, pictures and music."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.relation_swap.predicate.change import KIND, LOOKS_ON, Change
from capaug.generators.rules import Rules

ON_A_SCREEN = words("words_of_games_on_screens")
SEEN_ON = words("screens_to_look_at")
MUSIC = words("words_of_music")
PICTURES_AND_STATUES = frozenset(
    {"picture", "photo", "photograph", "image", "painting", "drawing", "statue", "sculpture"}
)

MEDIA = Rules[Change](KIND)


@MEDIA.rule("looking at | hugging a celebrity on a computer")
def seen_on_a_screen(change: Change) -> bool:
    """What is looked at is on a screen or a picture."""
    spot = change.spot
    looks = spot.old_verb in LOOKS_ON and change.verb not in LOOKS_ON
    return looks and any(
        link.object.name in SEEN_ON and link.predicate.rpartition(" ")[2] == "on" for link in spot.others
    )


@MEDIA.rule("a man | watches an online game")
def plays_on_a_screen(change: Change) -> bool:
    """Who plays on a screen watches it."""
    watches = change.old == "play" and change.verb == "watch"
    return watches and not ON_A_SCREEN.isdisjoint(change.spot.sentence.lower_set)


@MEDIA.rule("a picture of a cat on | in front of a wall")
def of_the_picture(change: Change) -> bool:
    """The picture may be there, or what it shows."""
    spot = change.spot
    shown = any(
        one.object is change.link.subject and spot.lexicon.objects.category(one.subject.name) == "picture"
        for one in spot.others
    )
    first = change.link.subject.base[0]
    before = spot.sentence.lower[max(first - 2, 0) : first]
    return change.tail != spot.old_tail and (shown or (before[1:] == ["of"] and before[0] in PICTURES_AND_STATUES))


@MEDIA.rule("a man sings while playing | cleaning a guitar")
def makes_music(change: Change) -> bool:
    """The sentence says that music is made."""
    cares = change.spot.old_verb == "play" and change.verb in ("clean", "fix", "repair", "tune", "carry", "paint")
    return cares and not MUSIC.isdisjoint(change.spot.sentence.lower_set)
