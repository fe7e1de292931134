"""The rules in the order in which they are asked; those of roles and of the whole caption stand in their own files.

Of what is offered, ``STRANGERS`` are asked last: they cost most, and few offers are left to ask them about.
"""

from __future__ import annotations

from capaug.generators.asymmetry_1.company import Offer
from capaug.generators.asymmetry_1.object.animals import ANIMALS
from capaug.generators.asymmetry_1.object.beside import BESIDE
from capaug.generators.asymmetry_1.object.counts import COUNTS
from capaug.generators.asymmetry_1.object.food import FOOD
from capaug.generators.asymmetry_1.object.grounds import GROUNDS
from capaug.generators.asymmetry_1.object.media import MEDIA
from capaug.generators.asymmetry_1.object.mentions import MENTIONS
from capaug.generators.asymmetry_1.object.names import NAMES
from capaug.generators.asymmetry_1.object.parts import PARTS
from capaug.generators.asymmetry_1.object.people import PEOPLE
from capaug.generators.asymmetry_1.object.place import KIND, Place
from capaug.generators.asymmetry_1.object.purposes import PURPOSES
from capaug.generators.asymmetry_1.object.sports import SPORTS
from capaug.generators.asymmetry_1.object.strangers import STRANGERS
from capaug.generators.asymmetry_1.object.things import THINGS
from capaug.generators.asymmetry_1.object.vessels import CONTENTS
from capaug.generators.asymmetry_1.object.worn import WORN
from capaug.generators.rules import Rules, Sieve

LEFT_ALONE = Rules[Place](KIND, THINGS, NAMES, MENTIONS)
"""Which things stay as they are."""

RULES = Sieve[Place, Offer](
    KIND,
    PARTS,
    ANIMALS,
    WORN,
    FOOD,
    PURPOSES,
    COUNTS,
    GROUNDS,
    SPORTS,
    MEDIA,
    PEOPLE,
    CONTENTS,
    BESIDE,
    STRANGERS,
)
"""What may not take the place of a thing."""
