"""The rules in the order in which they are asked; ``USUAL`` look up most, and are asked last."""

from __future__ import annotations

from capaug.generators.relation_swap.predicate.beside import BESIDE
from capaug.generators.relation_swap.predicate.change import KIND, Change
from capaug.generators.relation_swap.predicate.food import FOOD
from capaug.generators.relation_swap.predicate.games import GAMES
from capaug.generators.relation_swap.predicate.grammar import GRAMMAR
from capaug.generators.relation_swap.predicate.held import HELD
from capaug.generators.relation_swap.predicate.media import MEDIA
from capaug.generators.relation_swap.predicate.motion import MOTION
from capaug.generators.relation_swap.predicate.other_acts import OTHER_ACTS
from capaug.generators.relation_swap.predicate.places import PLACES
from capaug.generators.relation_swap.predicate.rest import REST
from capaug.generators.relation_swap.predicate.rides import RIDES
from capaug.generators.relation_swap.predicate.said import SAID
from capaug.generators.relation_swap.predicate.told_elsewhere import TOLD_ELSEWHERE
from capaug.generators.relation_swap.predicate.usual import USUAL
from capaug.generators.rules import Rules

RULES = Rules[Change](
    KIND,
    SAID,
    PLACES,
    RIDES,
    GRAMMAR,
    REST,
    MOTION,
    GAMES,
    HELD,
    FOOD,
    MEDIA,
    BESIDE,
    OTHER_ACTS,
    TOLD_ELSEWHERE,
    USUAL,
)
"""What does not take the place of a predicate."""
