"""What somebody plays or does gives way to another: ``playing the guitar`` -> ``playing the violin``.

An object like any other is asked whether it was seen there; what is played is known by its verb, and by what else a
caption says of it (a racket, a hoop, a bow; ``data/activities_signs.tsv``).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import ClassVar

from capaug.captions import Scene
from capaug.captions.sentence import Sentence
from capaug.english.facts import affirmed
from capaug.generators.alternatives import TOLD, TOLD_OFFERS, Change, Spot, changed, is_called_otherwise
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.lexicon.alternatives import Alternatives
from capaug.records import Variant

BEFORE_WHAT_IS_PLAYED = frozenset({"the", "a", "an", "his", "her", "their"})
LONGEST_ACTIVITY = 2  # words: "video games"
SETS_WITHOUT_ARTICLES = frozenset({"sport", "game"})
GAMES_ON_A_SCREEN = frozenset({"wii", "nintendo", "xbox", "playstation", "video", "console", "virtual"})
ONE_ARTICLE = frozenset({"a", "an"})
BEHIND_AN_ACTIVITY = frozenset({"-", "/", "&", "and", "or", ",", "'s", "’s"})


class Activity:
    """What is played or done gives way to another of its line."""

    kind: ClassVar[Kind] = Kind("asymmetry_1.activity", true=False, does="what is played or done is another")

    def __init__(self, lexicon: Lexicon) -> None:
        self._activities = Alternatives.load("activities")

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Activity by activity in random order."""
        found = spots(scene, self._activities)
        return affirmed(scene, self.kind.id, changed(found, self.kind.id, RULES, OFFERS, rng))


def spots(scene: Scene, activities: Alternatives) -> Iterator[Spot]:
    """The activities of a scene's sentence that the table has, none of their words frozen."""
    sentence = scene.sentence
    for k, token in enumerate(sentence.tokens):
        verb = token.lemma.lower()
        if not (token.tag.startswith("VB") and activities.of(verb)):
            continue
        first = k + 1 + (sentence.word(k + 1) in BEFORE_WHAT_IS_PLAYED)
        for line in activities.of(verb):
            for behind in range(min(first + LONGEST_ACTIVITY, len(sentence.tokens)), first, -1):
                said = " ".join(sentence.lower[first:behind])
                for at, one in enumerate(line):
                    if one.text == said and one.changed and sentence.frozen.isdisjoint(range(k, behind)):
                        yield Spot(scene, range(first, behind), verb, line, at, first, behind - 1)


def _behind(sentence: Sentence, verb: str) -> Iterator[str]:
    """What stands behind a verb, after its article: one word and two."""
    for k, token in enumerate(sentence.tokens):
        if token.lemma.lower() == verb:
            first = k + 1 + (sentence.word(k + 1) in BEFORE_WHAT_IS_PLAYED)
            yield sentence.word(first)
            yield f"{sentence.word(first)} {sentence.word(first + 1)}"


RULES = Rules[Spot]("asymmetry_1.activity", TOLD)
OFFERS = Rules[Change]("asymmetry_1.activity", TOLD_OFFERS)


@RULES.rule("playing guitar hero; playing guitar and drums")
def goes_on(spot: Spot) -> bool:
    """It is a modifier itself, or more is played."""
    behind = spot.last + 1
    return spot.sentence.tag(behind).startswith(("NN", "HYPH")) or spot.sentence.word(behind) in BEHIND_AN_ACTIVITY


@RULES.rule("playing guitar, say the others; playing the drums")
def called_otherwise(spot: Spot) -> bool:
    """Another caption has another of the line behind the verb."""
    return is_called_otherwise(spot, _behind)


@RULES.rule("playing baseball on the Wii")
def on_a_screen(spot: Spot) -> bool:
    """It is played on a screen, where there are not all games."""
    return spot.word.set == "sport" and not GAMES_ON_A_SCREEN.isdisjoint(spot.own)


@RULES.rule("playing the Wii | the cards")
def game_behind_an_article(spot: Spot) -> bool:
    """Most games have none."""
    return spot.word.set in SETS_WITHOUT_ARTICLES and spot.sentence.word(spot.first - 1) in BEFORE_WHAT_IS_PLAYED


@OFFERS.rule("playing a guitar | drums")
def several_behind_an_article(change: Change) -> bool:
    """The article is of one."""
    return change.spot.sentence.word(change.spot.first - 1) in ONE_ARTICLE and change.new.text.endswith("s")
