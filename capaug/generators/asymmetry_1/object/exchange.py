"""What takes the place of a thing: what no rule refuses, and the texts that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from capaug.captions import Scene
from capaug.english.agreement import replace_noun
from capaug.english.edits import realise
from capaug.english.mentioned_again import pronouns_follow
from capaug.generators.asymmetry_1.company import Company, Offer, company_of
from capaug.generators.asymmetry_1.object.caption import CAPTION_RULES
from capaug.generators.asymmetry_1.object.order import RULES
from capaug.generators.asymmetry_1.object.place import KIND, Place
from capaug.generators.asymmetry_1.object.roles import ROLES, Roles
from capaug.records import Variant


class Exchange:
    """What may take a place, and the texts with it there, each found once."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.refused: dict[str, int] = {}  # what the rules refused, by rule
        self._fitting: Sequence[Offer] | None = None
        self._made: dict[str, Variant | None] = {}

    def fitting(self) -> Sequence[Offer]:
        """What no rule refuses; what they refuse is counted in ``refused``."""
        if self._fitting is None:
            place, offers = self.place, self._in_its_roles()
            if offers:
                place.look_around()
            offers = RULES.left(place, offers, self.refused)
            self._fitting = CAPTION_RULES.left(place, offers, self.refused)
        return self._fitting

    def _in_its_roles(self) -> Sequence[Offer]:
        """What is offered in the roles that the thing plays; all that stands in others is refused at once."""
        company, name = self.place.company, self.place.name
        roles = company.roles[name]
        if not roles:
            return company.offers[name]
        return _offers_in(company, name, tuple(ROLES.left(self.place, roles, self.refused)))

    def weight(self, offer: Offer) -> float:
        """How usual ``offer`` is here: how often captions name it, times how much more or less often than the old word
        its place takes it, so that what is put in is as frequent as what captions say.
        """
        weight = offer.said
        for use in self.place.uses:
            weight *= min(max((use.counts.get(offer.new, 0) + 0.5) / (use.had + 0.5) * offer.share, 0.05), 2.0)
        return weight

    def texts(self, names: Iterable[str]) -> Iterator[Variant]:
        """The texts with each of ``names`` in the thing's place, but for those of which no good English comes out."""
        return (made for name in names if (made := self._text(name)) is not None)

    def made_already(self) -> Iterator[Variant]:
        """The texts that were asked for so far."""
        return (made for made in self._made.values() if made is not None)

    def _text(self, new: str) -> Variant | None:
        if new not in self._made:
            self._made[new] = _with(new, self.place)
        return self._made[new]


def exchanges(scene: Scene) -> list[Exchange]:
    """The things of the sentence with what may take their places; asked as ``scene.once(exchanges)``."""
    company = company_of(scene.lexicon)
    return [Exchange(Place(scene, thing, company)) for thing in scene.sentence.things]


@lru_cache(maxsize=1 << 14)
def _offers_in(company: Company, old: str, roles: tuple[Roles, ...]) -> tuple[Offer, ...]:
    """What is offered for the place of ``old`` in any role, or in one of ``roles``."""
    return tuple([offer for offer in company.offers[old] if not offer.roles or offer.roles in roles])


def _with(new: str, place: Place) -> Variant | None:
    """The text with ``new`` wherever the caption names the thing; None where no good English comes out."""
    objects = place.scene.lexicon.objects
    edits = pronouns_follow(place.scene, place.spoken, new)
    for mention in (place, *place.mentions):
        if edits is None:
            return None
        if mention is place or not objects.is_a(new, mention.name):
            named = replace_noun(mention.sentence, mention.thing, new, objects)
            edits = None if named is None else edits + named
    if edits is None:
        return None
    made = realise(place.sentence.text, edits)
    return None if made is None else Variant(made[0], KIND, made[1])
