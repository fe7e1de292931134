"""The rules in the order in which they are asked, those that look up most last."""

from __future__ import annotations

from capaug.generators.attribute_replace.contrast.actions import ACTIONS
from capaug.generators.attribute_replace.contrast.again import AGAIN, AGAIN_OF_QUANTITIES
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.attribute_replace.contrast.colors import COLORS
from capaug.generators.attribute_replace.contrast.idioms import IDIOMS
from capaug.generators.attribute_replace.contrast.people import PEOPLE
from capaug.generators.attribute_replace.contrast.quantities import QUANTITIES
from capaug.generators.attribute_replace.contrast.said import SAID
from capaug.generators.attribute_replace.contrast.sentences import SENTENCES
from capaug.generators.attribute_replace.contrast.sizes import SIZES
from capaug.generators.attribute_replace.contrast.states import STATES
from capaug.generators.attribute_replace.contrast.vessels import IN_VESSELS
from capaug.generators.rules import Rules

QUANTITY_RULES = Rules[Change](KIND, QUANTITIES, AGAIN_OF_QUANTITIES)
"""What no quantity becomes."""

VALUE_RULES = Rules[Change](KIND, SAID, IDIOMS, COLORS, SIZES, STATES, IN_VESSELS, PEOPLE, ACTIONS, SENTENCES, AGAIN)
"""What no other quality becomes."""
