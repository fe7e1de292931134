"""What shows or says something: print, pictures, screens and phones."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.words import words
from capaug.generators.asymmetry_1.company import SEEN, Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place
from capaug.generators.rules import Sieve

SHOWING = words("verbs_of_pictures")
LIKENESSES = words("likenesses")
TITLED = words("words_of_a_book")
ONLY_BOOKS_HAVE_THEM = words("nouns_of_unbound_print")
SAYING = words("verbs_before_printed_text")
SCREENS = words("things_with_a_screen")
ON_SCREENS = words("words_of_a_screen")
WITH_TEXT = words("nouns_that_carry_text")
PRINT = words("nouns_of_print")
PACKAGES = words("packages")
TAKING_PICTURES = words("words_of_taking_pictures")
PHONES = words("phones")
POSING = frozenset({"pose", "smile"})
SIGNS_OF_A_CALL = words("signs_of_a_call")

MEDIA = Sieve[Place, Offer](KIND)


@MEDIA.rule("a painting of two girls | mirror")
def shows_another_way(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It is a likeness of something, and what is offered is none."""
    of_something = any(use.predicate == "of" and not use.as_object for use in place.uses)
    if not of_something or place.thing.lemma not in LIKENESSES:
        return offers
    return [offer for offer in offers if offer.new.rpartition(" ")[2] in LIKENESSES]


@MEDIA.rule("a book by Mark Hillary | newspaper")
def no_book(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption says what only a book has: a title, an author, a cover, a shelf; what is printed may be its title."""
    sentence = place.sentence
    if not place.thing.lemma.endswith("book") or not (sentence.frozen or TITLED & sentence.lower_set):
        return offers
    return [offer for offer in offers if offer.new not in ONLY_BOOKS_HAVE_THEM]


@MEDIA.rule("a phone with apps on its screen | remote control")
def without_a_screen(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption tells what is on its screen."""
    if place.thing.lemma not in SCREENS or ON_SCREENS.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if offer.new in SCREENS]


@MEDIA.rule("a box that reads FRAGILE | basket")
def carries_no_text(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption says what stands on it."""
    after, objects = place.thing.base[1], place.scene.lexicon.objects
    after += place.sentence.word(after) in ("that", "which")
    if place.sentence.word(after) in SAYING and not objects.is_animate(place.name):
        return [offer for offer in offers if offer.new in WITH_TEXT]
    if objects.category(place.name) != "container":
        return offers
    said = place.sentence.lower_set
    if PRINT.isdisjoint(said) and not (place.sentence.frozen and SAYING & said):
        return offers
    return [o for o in offers if o.new in WITH_TEXT or o.new in PACKAGES or objects.category(o.new) == "kitchenware"]


@MEDIA.rule("a television shows a player | fireplace")
def shows_nothing(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It shows something, which captions do not say of what is offered."""
    for use in place.uses:
        if not use.as_object and use.predicate.partition(" ")[0] in SHOWING:
            offers = [offer for offer in offers if use.counts.get(offer.usual, 0) >= SEEN]
    return offers


@MEDIA.rule("taking pictures with a phone | camera")
def takes_pictures_too(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A phone is a camera to whoever takes pictures with it, and little else takes any."""
    if TAKING_PICTURES.isdisjoint(place.sentence.lower_set):
        return offers
    if place.name in PHONES and not {token.lemma for token in place.sentence.tokens}.isdisjoint(POSING):
        return [offer for offer in offers if offer.new != "camera"]
    if place.name in PHONES:
        return [offer for offer in offers if offer.new in PHONES or offer.new in ("tablet", "ipad", "laptop")]
    return [offer for offer in offers if offer.new not in SCREENS] if place.name == "camera" else offers


@MEDIA.rule("a phone held to her ear | remote")
def nobody_speaks_into_it(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Somebody is on the phone."""
    if place.name not in PHONES or SIGNS_OF_A_CALL.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if offer.new in PHONES]
