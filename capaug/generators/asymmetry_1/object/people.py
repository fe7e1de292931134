"""People: their sex, their kin, and what they alone do."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.english.facts import Facts
from capaug.english.gender import SEXES
from capaug.english.words import words
from capaug.generators.asymmetry_1.company import Offer
from capaug.generators.asymmetry_1.object.place import KIND, Place, Use
from capaug.generators.rules import Sieve

BY_HAND = words("verbs_of_people_alone")
CLOTHES = frozenset({"clothes", "clothing", "clothe"})
WOMENS = words("clothes_of_women")
ADJECTIVES_OF_ONE_SEX = words("adjectives_of_one_sex")
HIS = words("possessives_of_people")
EATING = words("verbs_of_eating")
OF_A_FAMILY = words("kin")
OCCASIONS = words("occasions_of_people")
BEARDS = words("beards")
WORDS_OF_A_BAR = words("words_of_a_bar")

PEOPLE = Sieve[Place, Offer](KIND)


@PEOPLE.rule("a man in a suit | dress")
def of_the_other_sex(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A man is in it, or a beard or an adjective says of it what captions say of men alone, or of women."""
    told = any(said.name in ADJECTIVES_OF_ONE_SEX for said in place.said)
    if told or "shirt" in place.sentence.absent or not BEARDS.isdisjoint(place.sentence.lower_set):
        offers = [offer for offer in offers if offer.new not in SEXES]
    wearers = [use.other.lemma for use in place.uses if use.as_object and use.predicate in ("in", "wear")]
    if any(SEXES.get(wearer) == "male" for wearer in wearers):
        offers = [offer for offer in offers if offer.new.rpartition(" ")[2] not in WOMENS]
    return offers


@PEOPLE.rule("four men and one female | women")
def of_the_sex_of_another(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Somebody beside them is told from them by the sex alone."""
    first, end = place.thing.base
    sexes = {w.rstrip("s") for k, w in enumerate(place.sentence.lower) if not first <= k < end} & {"male", "female"}
    return [offer for offer in offers if SEXES.get(offer.new) not in sexes] if sexes else offers


@PEOPLE.rule("a person touching a baby | elephant")
def acts_of_people(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """People do with hands and clothes what animals do not."""
    is_person, category = place.scene.lexicon.objects.is_person, place.scene.lexicon.objects.category
    if not is_person(place.name) or not any(not use.as_object and _by_hand(use) for use in place.uses):
        return offers
    return [offer for offer in offers if category(offer.new) != "animal"]


def _by_hand(use: Use) -> bool:
    verb = use.predicate.partition(" ")[0]
    return verb in BY_HAND or (use.predicate == "in" and use.other.name in CLOTHES)


@PEOPLE.rule("people have fun on a beach | cows")
def at_an_occasion(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Those who take part are people."""
    objects = place.scene.lexicon.objects
    if not objects.is_person(place.name) or OCCASIONS.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if objects.category(offer.new) != "animal"]


@PEOPLE.rule("men eat the Mexican food | giraffes")
def eats_as_people_do(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Animals eat few of the things that people eat."""
    objects = place.scene.lexicon.objects
    if not objects.is_person(place.name):
        return offers
    for use in place.uses:
        if use.as_object or use.predicate.partition(" ")[0] not in EATING:
            continue
        if objects.category(use.other.name) in ("food", "drink"):
            told = bool(use.other.qualities)
            offers = [
                o for o in offers if objects.category(o.new) != "animal" or (not told and place.knows(use, o.new))
            ]
    return offers


@PEOPLE.rule("the mother of two | the man of two")
def no_kin(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It is told whose mother, son or wife it is."""
    sentence, thing = place.sentence, place.thing
    if place.name not in OF_A_FAMILY:
        return offers
    owned = thing.determiner is not None and sentence.lower[thing.determiner] in HIS
    if not (owned or sentence.word(thing.words[1]) == "of" or sentence.tag(thing.words[0] - 1) == "POS"):
        return offers
    return [offer for offer in offers if offer.new in OF_A_FAMILY]


@PEOPLE.rule("a woman holds a baby beside another boy | umbrella; a woman paints another female | man")
def makes_another(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """``another`` person is one beside this person."""
    sentence, is_person = place.sentence, place.scene.lexicon.objects.is_person
    if not is_person(place.name) or {"another", "other"}.isdisjoint(sentence.lower_set):
        return offers
    beside = (one for one in sentence.things if one is not place.thing and is_person(one.name))
    others = [one for one in beside if sentence.word(one.base[0]) in ("another", "other")]
    if not others:
        return offers
    # another girl changes with the girl; "another female" does not
    sexed = any(one.lemma != place.thing.lemma and one.lemma in (*SEXES, "male", "female") for one in others)
    return [offer for offer in offers if is_person(offer.new) and not (sexed and offer.by_sex)]


@PEOPLE.rule("two people in black | bears")
def dressed_in_a_color(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A colour that stands alone behind them is that of their clothes."""
    sentence, end, lexicon = place.sentence, place.thing.words[1], place.scene.lexicon
    if sentence.word(end) not in ("in", "wearing", "dressed") or not lexicon.objects.is_person(place.name):
        return offers
    behind = sentence.lower[end + 1 : end + 3]
    if not any(lexicon.attributes.type(word) == "color" for word in behind):
        return offers
    return [offer for offer in offers if lexicon.objects.category(offer.new) != "animal"]


@PEOPLE.rule("a chef stirs something in a pan | bartender")
def works_in_no_kitchen(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A bartender works where there are drinks."""
    if not WORDS_OF_A_BAR.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if offer.new != "bartender"]


@PEOPLE.rule("two skiers | snowboarders, where another caption names a snowboard")
def named_by_what_they_have(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A caption names what those are called after who are offered."""
    said = place.scene.once(Facts).lemmas
    return [o for o in offers if not (o.new.endswith("er") and (o.new[:-2] in said or o.new[:-1] in said))]
