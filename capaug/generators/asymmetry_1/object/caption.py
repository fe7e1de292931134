"""Rules of what is offered that are asked of the whole caption, of what all others left."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.mentioned_again import pronouns_follow
from capaug.generators.asymmetry_1.company import Offer
from capaug.generators.asymmetry_1.object.order import RULES
from capaug.generators.asymmetry_1.object.place import KIND, Place
from capaug.generators.rules import Sieve

CAPTION_RULES = Sieve[Place, Offer](KIND)


@CAPTION_RULES.rule("A dog on a bench. It sleeps. | man")
def pronoun_does_not_follow(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A pronoun speaks of it, or may, and neither can speak of what is offered nor be turned."""
    if len(place.scene.caption.sentences) == 1 and not place.mentions:
        return offers
    return [offer for offer in offers if pronouns_follow(place.scene, place.spoken, offer.new) is not None]


@CAPTION_RULES.rule("A dog on a leash. The dog has a collar. | goat")
def unfit_at_another_mention(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """What the caption says of it elsewhere cannot be said of what is offered."""
    for mention in place.mentions:
        offers = _fit(mention, offers)
    return offers


def _fit(mention: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """What of ``offers`` may stand at this mention of a thing as well, or leave it as it is (``the animal``)."""
    objects, held = mention.scene.lexicon.objects, mention.held_as
    staying = [offer for offer in offers if objects.is_a(offer.new, mention.name)]
    going = [o for o in offers if not objects.related(o.new, mention.name) and not (o.roles and held - o.roles)]
    mention.look_around()
    left = {offer.new for offer in (*staying, *RULES.left(mention, going, {}))}
    return [offer for offer in offers if offer.new in left]
