"""Sports: who does them, with what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from capaug.english.words import words
from capaug.generators.asymmetry_1.company import Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place, has_names
from capaug.generators.rules import Sieve

RIDERS_OF_WHEELS = words("riders_of_wheels")
RETURNS = words("returns_of_a_ball")
WORDS_OF_SPORTS = {
    "golf": words("words_of_golf"),
    "baseball": words("words_of_baseball"),
    "tennis": words("words_of_tennis"),
    "basketball": words("words_of_basketball"),
    "soccer": words("words_of_soccer"),
    "football": words("words_of_football"),
    "hockey": words("words_of_hockey"),
    "volleyball": words("words_of_volleyball"),
    "cricket": words("words_of_cricket"),
}
TOLD_OF_GAMES = words("words_of_games")
ANY_SPORT = TOLD_OF_GAMES.union(*WORDS_OF_SPORTS.values())
FOR_FUN = words("tossed_for_fun")
ON_BOARDS = words("riders_of_boards")
KICKING = words("verbs_of_kicking")

SPORTS = Sieve[Place, Offer](KIND)


@SPORTS.rule("golfers on a fairway | baseball players")
def of_another_sport(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It is of a sport, and another word of the sentence is of the same, tells of a game or names a team."""
    mine = sport(place.name)
    if mine is None:
        return offers
    first, end = place.thing.words
    others = {word for k, word in enumerate(place.sentence.lower) if not first <= k < end}
    if WORDS_OF_SPORTS[mine].isdisjoint(others) and TOLD_OF_GAMES.isdisjoint(others) and not has_names(place):
        return offers
    return [offer for offer in offers if sport(offer.new) in (None, mine)]


@SPORTS.rule("a tennis player hits a ball | frisbee")
def not_of_that_sport(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A ball is kicked, or played with in a match."""
    if place.name.rpartition(" ")[2] != "ball":
        return offers
    first, end = place.thing.words
    kicked = any(token.lemma in KICKING and token.tag.startswith("VB") for token in place.sentence.tokens)
    others = (word for k, word in enumerate(place.sentence.lower) if not first <= k < end)
    if not kicked and ANY_SPORT.isdisjoint(others):
        return offers
    return [offer for offer in offers if offer.new not in FOR_FUN]


@SPORTS.rule("a biker riding a bike | horse")
def rides_what_it_is_named_after(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The rider is named after it."""
    ridden = any(use.as_object and use.subject in RIDERS_OF_WHEELS for use in place.uses)
    return () if ridden and place.name.endswith(("bike", "bicycle", "motorcycle", "cycle")) else offers


@SPORTS.rule("a tennis player waiting to return the ball | baseball player")
def returns_no_ball(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A ball is returned or served in one sport."""
    if sport(place.name) not in ("tennis", "volleyball") or RETURNS.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if sport(offer.new) in ("tennis", "volleyball")]


@lru_cache(maxsize=1 << 12)
def sport(name: str) -> str | None:
    """The sport that a name tells of, if it does (``golf`` of ``golf course`` and ``golfer``)."""
    return next((sport for sport, told in WORDS_OF_SPORTS.items() if not told.isdisjoint(name.split())), None)


@SPORTS.rule("a skateboarder is skateboarding | skier")
def named_after_its_act(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says that it does what it is named after, which others of such names do not."""
    name = place.thing.lemma
    acts = {token.lemma.lower() for k, token in enumerate(place.sentence.tokens) if k != place.thing.head}
    if not name.endswith(("er", "ist")) or acts.isdisjoint((name[:-2], name[:-1], name[:-3])):
        return offers
    return [offer for offer in offers if not offer.new.endswith(("er", "ist", "or"))]


@SPORTS.rule("a man on a surfboard is surfing | bench; a skateboarder on his board | skier")
def ridden_otherwise(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A verb says what is done on the board, or the rider has one."""
    sentence, thing = place.sentence, place.thing
    if place.name in ON_BOARDS:
        boards = not {"board", "boards"}.isdisjoint(sentence.lower_set)
        return [offer for offer in offers if offer.new in ON_BOARDS] if boards else offers
    if place.scene.lexicon.objects.category(place.name) != "sports_gear":
        return offers
    told = any(
        token.tag.startswith("VB") and len(token.lemma) > 2 and thing.lemma.startswith(token.lemma)
        for k, token in enumerate(sentence.tokens)
        if k != thing.head
    )
    return () if told else offers


@SPORTS.rule("hitting a soccer ball with his head | frisbee")
def played_with_the_head(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It is played with the head or the foot, as balls are."""
    said = place.sentence.lower_set
    if place.thing.lemma != "ball" and not place.name.endswith(" ball"):
        return offers
    if "with" not in said or said.isdisjoint(("head", "foot", "feet", "knee", "chest")):
        return offers
    return [offer for offer in offers if offer.new.endswith("ball")]
