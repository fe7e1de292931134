"""What stands beside the old thing: what is offered may be there as well, or goes ill with it."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.captions import LinkForm
from capaug.english.words import words
from capaug.generators.asymmetry_1.company import IMAGES, Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place, conjuncts
from capaug.generators.rules import Sieve

AMBIENT = words("found_everywhere")
FURNISHINGS = frozenset("furniture electronics appliance fixture household light structure part".split())
VARIOUS = words("words_of_various_things")
FEW_WORDS = 8  # of a phrase that names what is somewhere, full stop included

BESIDE = Sieve[Place, Offer](KIND)


@BESIDE.rule("two boys and men | children")
def covers_its_conjunct(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """What ``and`` joins with it may be called so."""
    related, joined = place.scene.lexicon.objects.related, conjuncts(place)
    return [offer for offer in offers if not any(related(one.name, offer.new) for one in joined)] if joined else offers


@BESIDE.rule("a dog next to a cow | car; a bathroom with a toilet | sink")
def there_as_well(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It may be there beside the old one."""
    if not any(use.beside for use in place.uses):
        return offers
    old, together = place.name, place.scene.lexicon.objects.often_together
    return [offer for offer in offers if offer.new not in AMBIENT and not together(old, offer.new)]


@BESIDE.rule("a laptop on a desk | printer")
def may_be_beside_it(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A phrase of a few words says where it is and no more, and the two often share a picture: both may be there."""
    sentence, thing = place.sentence, place.thing
    if len(sentence.tokens) > FEW_WORDS or thing.qualities or len(sentence.things) > 2 or thing.as_object:
        return offers
    if place.scene.lexicon.objects.category(place.name) not in FURNISHINGS:
        return offers
    if not thing.as_subject or any(link.form is not LinkForm.PREPOSITION for link in thing.as_subject):
        return offers
    together, name = place.counts.together, place.company.usual_name[place.name]
    return [o for o in offers if o.by_sex or together(name, o.usual) * IMAGES <= o.images * place.counts.images(name)]


@BESIDE.rule("cake and strawberries on a table | clock and strawberries")
def of_another_kind_than_its_conjunct(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """``and`` joins it with a thing of its own kind; one of another kind beside that reads odd."""
    category = place.scene.lexicon.objects.category
    mine = category(place.name)
    if not any(category(thing.name) == mine for thing in conjuncts(place)):
        return offers
    return [offer for offer in offers if category(offer.new) == mine]


@BESIDE.rule("various pots and plates | bowls")
def one_of_various(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It is joined with others of its kind, and there are various ones."""
    if VARIOUS.isdisjoint(place.sentence.lower_set) or not place.thing.plural:
        return offers
    category = place.scene.lexicon.objects.category
    kinds = {category(one.name) for one in conjuncts(place)}
    return [offer for offer in offers if category(offer.new) not in kinds] if kinds else offers
