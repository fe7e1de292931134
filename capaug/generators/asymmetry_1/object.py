"""Another thing in the place of one: ``a dog sleeping on a bed`` -> ``a cat sleeping on a bed``."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import islice
from typing import ClassVar, NamedTuple

from capaug.captions import Link, LinkForm, ParsedCaption, QualityPosition, Scene, Sentence, Thing
from capaug.draws import in_turn, started, weighted_order
from capaug.english.agreement import replace_noun
from capaug.english.amounts import is_several_of_one
from capaug.english.edits import realise
from capaug.english.elsewhere import Elsewhere, is_known
from capaug.english.facts import Facts, affirmed, unsure_words
from capaug.english.gender import SEXES
from capaug.english.mentioned_again import all_mentions, pronouns_follow
from capaug.english.words import words
from capaug.generators.asymmetry_1.company import IMAGES, SEEN, Company, Offer, company_of
from capaug.generators.rules import Rules, Sieve
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.lexicon.counts import Counts
from capaug.lexicon.objects import SUBJECT
from capaug.lexicon.wordnet import is_word
from capaug.records import Variant

MOST_OBJECTS = 4  # candidates of one thing
# A replacement this many times rarer than the old word in its place reads odd ("riding sheep").
UNUSUAL = 60
# From so many times on a word is usual in a relation.
OFTEN = 3
# Types of qualities that few kinds of things have: no woolen cows.
TELLING = frozenset("material texture pattern shape flavor".split())
AMBIENT = words("found_everywhere")
PLACES_BESIDE = words("places_beside")
HELPING = words("verbs_that_help")
KEEPS_KIND = words("words_that_keep_the_kind")
MORE_SAID = words("openings_of_more_said")
NAMED_BEFORE = words("names_in_of")
SHOWING = words("verbs_of_pictures")
LIKENESSES = words("likenesses")
JOINING = frozenset({",", "and", "or"})
# Categories of what has names of its own.
NAMED_CATEGORIES = frozenset("person animal vehicle building structure place water".split())
WORN_CATEGORIES = frozenset({"clothing", "accessory"})
FURNISHINGS = frozenset("furniture electronics appliance fixture household light structure part".split())
FEW_WORDS = 8  # of a phrase that names what is somewhere, full stop included
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
FLOWING = frozenset({"river", "stream", "creek", "canal", "brook"})
FLOWING_VERBS = words("verbs_of_what_flows")
BY_HAND = words("verbs_of_people_alone")
CLOTHES = frozenset({"clothes", "clothing", "clothe"})
FIRST_WORDS = words("first_words_of_sports")
WATERSIDE = words("waters_and_their_shores")
SHOPS = frozenset({"store", "shop", "market", "mall", "supermarket"})
BED_SIZES = words("sizes_of_beds")
FIXTURES = words("bathroom_fixtures")
WHICH_OF_THEM = words("ordinals") | {"other", "another", "first"}
PLAIN_NUMBERS = frozenset({"two", "three", "four", "five", "six", "several", "many"})
SINGULAR_PLURALS = frozenset({"zebra", "giraffe", "elephant", "buffalo"})  # as some write them of several
ON_WATER = words("sports_on_water")
OUTSIDE = words("words_of_the_open")
SEATS_OF_ONE = words("seats_of_one")
STREET_WORDS = frozenset({"drive", "avenue", "ave", "boulevard", "blvd", "lane", "rd", "st"})
OWNS = frozenset({"with", "have"})
SIGNS_OF_A_RIVER = words("signs_of_a_river")
TITLED = words("words_of_a_book")
ONLY_BOOKS_HAVE_THEM = words("nouns_of_unbound_print")
SAYING = words("verbs_before_printed_text")
SCREENS = words("things_with_a_screen")
ON_SCREENS = words("words_of_a_screen")
LYING_DOWN = ("lie down", "lay down", "sit down")
OF_THE_LIVING = words("acts_of_the_living")
ONE_OF_A_PAIR = words("nouns_of_one_of_a_pair")
WALKED = frozenset({"dog", "puppy", "horse", "pony", "bike", "bicycle", "goat", "llama", "camel"})
WITH_TEXT = words("nouns_that_carry_text")
WOMENS = words("clothes_of_women")
ADJECTIVES_OF_ONE_SEX = words("adjectives_of_one_sex")
SAID_BARE = words("foods_said_bare")
FAITHS = words("faiths")
OF_ONE_DRINK = words("words_of_one_drink")
SUITS_OF_ANYBODY = words("suits_of_anybody")
BRANCHES = words("branches")
FRUITS_OF_BRANCHES = words("fruits_of_branches")
HORSE_RACES = words("words_of_horse_races")
KEPT_ANIMALS = words("kept_animals")
ON_A_FARM = words("words_of_farms")
HIS = words("possessives_of_people")
EATING = words("verbs_of_eating")
PRINT = words("nouns_of_print")
PACKAGES = words("packages")
PACKED = words("words_of_packed_goods")
HOLDING_GOODS = frozenset({"of", "in", "inside", "for", "contain", "hold"})
TOLD_OF_GAMES = words("words_of_games")
ANY_SPORT = TOLD_OF_GAMES.union(*WORDS_OF_SPORTS.values())
FOR_FUN = words("tossed_for_fun")
IN_THE_OPEN = words("done_in_the_open")
FOOD_SHOPS = words("shops_of_food")
SIGNS_OF_FOOD = words("signs_of_a_food_shop")
PARTS_OF_SHOPS = words("parts_of_shops")
OF_A_FAMILY = words("kin")
KNOWN_BY = {
    "ambulance": words("signs_of_an_ambulance"),
    "parking meter": words("signs_of_a_parking_meter"),
    "peacock": frozenset({"feathers", "tail"}),
    "train": words("signs_of_a_train"),
    "stop sign": words("signs_of_a_stop_sign"),
    "piano": words("signs_of_a_piano"),
    "fire hydrant": words("signs_of_a_hydrant"),
    "hydrant": words("signs_of_a_hydrant"),
    "turtle": frozenset({"shell", "painted"}),
    "banana": frozenset({"hanging", "hangs", "hung"}),
    "refrigerator": frozenset({"shelves", "magnets", "magnet"}),
    "nun": words("signs_of_a_nun"),
    "box": frozenset({"cardboard"}),
    "gift box": frozenset({"cardboard"}),
    "propeller plane": frozenset({"twin"}),
    "plane": frozenset({"twin", "runway"}),
    "sofa": frozenset({"seating"}),
    "couch": frozenset({"seating"}),
}
OCCASIONS = words("occasions_of_people")
SWEET = words("sweet_toppings")
SAVORY = words("savory_dishes")
SAVORY_TOPPINGS = words("savory_toppings")
SWEET_DISHES = words("sweet_dishes")
WITHOUT_RAILS = words("ways_without_rails")
MIXING = words("verbs_of_mixing")
TO_MIX_IN = words("vessels_to_mix_in")
DISHES = words("last_words_of_dishes")
MARKS = words("marks_of_surfaces")
LOADS = words("verbs_of_loads")
DOORS = words("doors")
WITH_DOORS = frozenset("vehicle building structure room place furniture appliance fixture".split())  # categories
WITHOUT_DOORS = words("vehicles_without_doors")
OF_THE_AIR = words("things_of_the_air")
DEEP = words("deep_vessels")
LIQUIDS = words("foods_of_bowls")
TAKING_PICTURES = words("words_of_taking_pictures")
COLORFUL = words("colors_of_no_animal")
PAPERS = words("words_behind_names_of_papers")
BEARDS = words("beards")
ON_BOARDS = words("riders_of_boards")
PHONES = words("phones")
POSING = frozenset({"pose", "smile"})
SIGNS_OF_A_CALL = words("signs_of_a_call")
KICKING = words("verbs_of_kicking")
WITHOUT_FUR = words("animals_without_fur")
WITH_ROOM = words("vehicles_with_room")
VESSELS = frozenset({"container", "kitchenware"})  # categories of what is told by its contents
# What holds contents of a category.
VESSELS_OF = {
    "food": words("vessels_of_food"),
    "drink": words("vessels_of_drink"),
    "plant": words("vessels_of_plant"),
}


Roles = frozenset[str]
"""Roles in which alone some of what is offered stands in the place of a thing."""


class Said(NamedTuple):
    """A quality of a thing: its name and type, and how often the old word had it."""

    name: str
    type: str
    had: int


class Use:
    """A link of a thing, and what stands in the thing's place in it how often."""

    __slots__ = ("as_object", "beside", "counts", "had", "last", "object", "other", "predicate", "subject")

    def __init__(self, link: Link, thing: Thing, counts: Counts) -> None:
        predicate = link.predicate
        self.as_object = link.object is thing
        self.other = link.subject if self.as_object else link.object
        self.predicate = predicate
        self.last = predicate.rpartition(" ")[2]
        self.beside = self.as_object and (predicate in ("with", "have") or predicate.partition(" ")[0] in PLACES_BESIDE)
        self.counts: Mapping[str, int] = (counts.objects_of if self.as_object else counts.subjects_of)(predicate)
        self.had = self.counts.get(thing.name, 0)
        # None where the thing itself stands
        self.subject = None if link.subject is thing else link.subject.name
        self.object = None if self.as_object else link.object.name


class Neighbour:
    """A thing beside others, with the names that it goes by in counts."""

    def __init__(self, thing: Thing, lexicon: Lexicon, company: Company) -> None:
        self.thing = thing
        self._lexicon, self._company = lexicon, company
        if thing.lemma == thing.name:
            self._said: Iterable[str] = (thing.name,)
            self.names: Iterable[str] = (company.usual_name[thing.name],)
        elif thing.lemma == "suit" and thing.name.partition(" ")[0] in SUITS_OF_ANYBODY:
            self._said = self.names = (thing.name,)
        else:
            self._said = dict.fromkeys((thing.name, thing.lemma, role_word(thing.name)))
            self.names = dict.fromkeys(company.usual_name[name] for name in self._said)

    @cached_property
    def is_unheard(self) -> bool:
        """Whether nobody knows what goes with it."""
        vague = self._lexicon.objects.is_vague(self.thing.name)
        return not vague and not any(map(self._company.is_heard_of, self._said))


class Place:
    """A thing that may give way, with all that is asked of what could take its place, found once for all of that."""

    # read when the first offer is asked about
    uses: list[Use]  # what is to be known of each of its links, in their order
    neighbours: list[Neighbour]  # the other things of the sentence
    said: list[Said]  # its qualities but for numbers

    def __init__(self, scene: Scene, thing: Thing, company: Company) -> None:
        self.scene = scene
        self.sentence = scene.sentence
        self.thing = thing
        self.name = thing.name
        self.company = company
        self.counts = scene.lexicon.counts
        self.refused: dict[str, int] = {}  # what its rules refused, by rule
        self._fitting: Sequence[Offer] | None = None
        self._made: dict[str, Variant | None] = {}

    @cached_property
    def mentions(self) -> list[Place]:
        """Where else the caption names the thing: a place in a scene of its sentence each."""
        mentioned = all_mentions(self.scene, self.thing)[1:]
        return [Place(self.scene.of(sentence), thing, self.company) for sentence, thing in mentioned]

    @cached_property
    def spoken(self) -> list[Thing]:
        """The thing at all its mentions, this one first."""
        return [self.thing, *(mention.thing for mention in self.mentions)]

    def takes(self, offers: Sequence[Offer]) -> Sequence[Offer]:
        """What of ``offers`` may stand at this mention of a thing as well, or leave it as it is (``the animal``)."""
        objects, held = self.scene.lexicon.objects, self.held_as
        staying = [offer for offer in offers if objects.is_a(offer.new, self.name)]
        going = [o for o in offers if not objects.related(o.new, self.name) and not (o.roles and held - o.roles)]
        self._look_around()
        left = {offer.new for offer in (*staying, *RULES.left(self, going, {}))}
        return [offer for offer in offers if offer.new in left]

    def comes_before(self, other: Place) -> bool:
        """Whether this mention of a thing stands before another."""
        return self.thing.start < other.thing.start

    @cached_property
    def held_as(self) -> frozenset[str]:
        """The roles of what it is the object of."""
        return frozenset(role_word(link.predicate) for link in self.thing.as_object)

    @cached_property
    def only_acts(self) -> bool:
        """Whether it is known by what it does (``a dog running``), and by nothing that the graph leaves out."""
        acts = self.thing.as_subject or any(quality.type == "action" for quality in self.thing.qualities)
        return bool(acts) and self.sentence.once(is_told_fully)

    def knows(self, use: Use, new: str) -> bool:
        """Whether ``new`` was seen in the thing's place in a link."""
        return self.company.seen[use.subject or new, use.predicate, use.object or new]

    def knows_beside(self, neighbour: Neighbour, new: str) -> bool:
        """Whether ``new`` was seen in all links of the thing with a neighbour, and there are some."""
        known = False
        for use in self.uses:
            if use.other is neighbour.thing:
                if not self.knows(use, new):
                    return False
                known = True
        return known

    def fitting(self) -> Sequence[Offer]:
        """What no rule refuses; what they refuse is counted in ``refused``."""
        if self._fitting is None:
            offers = self._in_its_roles()
            if offers:
                self._look_around()
            offers = RULES.left(self, offers, self.refused)
            self._fitting = CAPTION_RULES.left(self, offers, self.refused)
        return self._fitting

    def _in_its_roles(self) -> Sequence[Offer]:
        """What is offered in the roles that the thing plays; all that stands in others is refused at once."""
        roles = self.company.roles[self.name]
        if not roles:
            return self.company.offers[self.name]
        return _offers_in(self.company, self.name, tuple(ROLES.left(self, roles, self.refused)))

    def _look_around(self) -> None:
        """Read what the rules of offers ask for."""
        thing, counts = self.thing, self.counts
        self.uses = [Use(link, thing, counts) for link in thing.links]
        self.neighbours = [one for one in self.scene.once(neighbours) if one.thing is not thing]
        self.said = [
            Said(q.name, q.type, counts.attribute(q.name, self.name)) for q in thing.qualities if q.type != "number"
        ]

    def weight(self, offer: Offer) -> float:
        """How usual ``offer`` is here: how often captions name it, times how much more or less often than the old word
        its place takes it, so that what is put in is as frequent as what captions say.
        """
        weight = offer.said
        for use in self.uses:
            weight *= min(max((use.counts.get(offer.new, 0) + 0.5) / (use.had + 0.5) * offer.share, 0.05), 2.0)
        return weight

    def made(self, new: str) -> Variant | None:
        """The text with ``new`` in the thing's place; None where no good English comes out."""
        if new not in self._made:
            self._made[new] = self._make(new)
        return self._made[new]

    def made_already(self) -> Iterator[Variant]:
        """The texts that were asked for so far."""
        return (made for made in self._made.values() if made is not None)

    def _make(self, new: str) -> Variant | None:
        objects = self.scene.lexicon.objects
        edits = pronouns_follow(self.scene, self.spoken, new)
        for place in (self, *self.mentions):
            if edits is None:
                return None
            if place is self or not objects.is_a(new, place.name):
                named = replace_noun(place.sentence, place.thing, new, objects)
                edits = None if named is None else edits + named
        if edits is None:
            return None
        made = realise(self.sentence.text, edits)
        return None if made is None else Variant(made[0], Object.kind.id, made[1])


THINGS = Rules[Place]("asymmetry_1.object")
ROLES = Sieve[Place, Roles]("asymmetry_1.object")
RULES = Sieve[Place, Offer]("asymmetry_1.object")
CAPTION_RULES = Sieve[Place, Offer]("asymmetry_1.object")


class Object:
    """One thing of the caption gives way to another, which could stand where it stands and is not there."""

    kind: ClassVar[Kind] = Kind(
        "asymmetry_1.object", true=False, does="one thing gives way to another that is not there"
    )

    def __init__(self, lexicon: Lexicon) -> None:
        pass

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Thing by thing in random order, what is usual in its place likely first."""
        return affirmed(scene, self.kind.id, self._candidates(scene, rng))

    def _candidates(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        found = started(self._by_place(scene, rng))
        rng.shuffle(found)
        yield from in_turn(found)

    def _by_place(self, scene: Scene, rng: random.Random) -> Iterator[Iterator[Variant]]:
        for place in scene.once(places):
            if THINGS.refuse(scene, place):
                continue
            options = [(offer.new, place.weight(offer)) for offer in place.fitting()]
            for rule, times in place.refused.items():
                scene.refuse(self.kind.id, rule, times)
            if options:
                yield islice(_made(place, weighted_order(options, rng)), MOST_OBJECTS)


def can_be_replaced(scene: Scene) -> bool:
    """Whether :class:`Object` makes anything of ``scene``; asked as ``scene.once(can_be_replaced)``."""
    return next(affirmed(scene, Object.kind.id, _all(scene)), None) is not None


def places(scene: Scene) -> list[Place]:
    """The things of the sentence; asked as ``scene.once(places)``."""
    company = company_of(scene.lexicon)
    return [Place(scene, thing, company) for thing in scene.sentence.things]


def neighbours(scene: Scene) -> list[Neighbour]:
    """All things of the sentence as what stands beside others; asked as ``scene.once(neighbours)``."""
    company = company_of(scene.lexicon)
    return [Neighbour(thing, scene.lexicon, company) for thing in scene.sentence.things]


def _all(scene: Scene) -> Iterator[Variant]:
    """All texts, those that there are already first."""
    for place in scene.once(places):
        yield from place.made_already()
    for place in scene.once(places):
        if THINGS.first(place) is None:
            yield from _made(place, (offer.new for offer in place.fitting()))


def _made(place: Place, names: Iterable[str]) -> Iterator[Variant]:
    return (made for name in names if (made := place.made(name)) is not None)


@lru_cache(maxsize=1 << 14)
def _offers_in(company: Company, old: str, roles: tuple[Roles, ...]) -> tuple[Offer, ...]:
    """What is offered for the place of ``old`` in any role, or in one of ``roles``."""
    return tuple([offer for offer in company.offers[old] if not offer.roles or offer.roles in roles])


def conjuncts(place: Place) -> list[Thing]:
    """The things of the sentence that ``and`` joins with it."""
    tokens, head = place.sentence.tokens, place.thing.head
    first = tokens[head].head if tokens[head].dep == "conj" else head
    return [
        thing
        for thing in place.sentence.things
        if thing is not place.thing
        and (thing.head == first or (tokens[thing.head].dep == "conj" and tokens[thing.head].head == first))
    ]


def role_word(predicate: str) -> str:
    """The word of a predicate that tells the role of its object (``top`` for ``on top of``)."""
    before, _, last = predicate.rpartition(" ")
    return before.rpartition(" ")[2] if before and last in NAMED_BEFORE else last


def is_told_fully(sentence: Sentence) -> bool:
    """Whether all that a sentence says of its things stands in its graph."""
    if not KEEPS_KIND.isdisjoint(sentence.lower_set):
        return False
    adjectives = {word for quality in sentence.qualities for word in quality.name.split()}
    told = {link.predicate.partition(" ")[0] for link in sentence.links} | {q.name for q in sentence.qualities}
    told |= HELPING
    for token, word in zip(sentence.tokens, sentence.lower, strict=True):
        if token.tag == "JJ" and word not in adjectives:
            return False
        if token.tag.startswith("VB") and word not in told and token.lemma.lower() not in told:
            return False
    return True


# -- rules of things ---------------------------------------------------------------------------------------------------


@THINGS.rule("an orange sphere")
def maybe_a_color(place: Place) -> bool:
    """It may be the colour of the next word, which was misread."""
    following = place.sentence.tag(place.thing.words[1])
    return following.startswith(("NN", "JJ", "RB", "FW")) and (
        place.scene.lexicon.attributes.type(place.name) == "color"
    )


@THINGS.rule("a bit of orange and pink on its arms")
def maybe_a_color_of_its_own(place: Place) -> bool:
    """It is a colour's name, and another colour is joined to it or an amount of it told."""
    attributes, sentence = place.scene.lexicon.attributes, place.sentence
    if attributes.type(place.name) != "color" or place.thing.plural:
        return False
    first, end = place.thing.words
    if "of" in (sentence.word(first - 1), sentence.word(place.thing.base[0] - 1)):
        return True
    return any(
        attributes.type(word) == "color" for word in (_joined(sentence, first - 1, -1), _joined(sentence, end, 1))
    )


def _joined(sentence: Sentence, k: int, step: int) -> str:
    """The word that commas and ``and`` at word ``k`` join from that side; empty where there are none."""
    at = k
    while sentence.word(at) in JOINING:
        at += step
    return sentence.word(at) if at != k else ""


@THINGS.rule("there are two taxis on the road; against the wall is a bookshelf")
def only_said_to_be_there(place: Place) -> bool:
    """All that is told of it is that it is at a place that the reader knows, where other things may be as well."""
    sentence, thing = place.sentence, place.thing
    before = thing.base[0] - 1
    if len(sentence.things) > 2 or before < 0 or sentence.tokens[before].lemma != "be":
        return False
    return all(quality.type == "number" for quality in thing.qualities) and all(
        link.form is LinkForm.PREPOSITION and sentence.word(link.object.base[0]) == "the" for link in thing.links
    )


@THINGS.rule("the car is white")
def another_may_be_so(place: Place) -> bool:
    """``the`` picks it out of what the picture has, and one quality is all that is told."""
    sentence, thing = place.sentence, place.thing
    return (
        len(sentence.things) == 1
        and len(thing.qualities) == 1
        and sentence.word(thing.base[0]) == "the"
        and thing.qualities[0].position is QualityPosition.PREDICATE
    )


@THINGS.rule("the back of the bus ... a Eurobus")
def named_within_a_word(place: Place) -> bool:
    """Another word of the caption ends in its name: it may be what that is, a kind of it or in no dictionary."""
    name, related = place.thing.lemma, place.scene.lexicon.objects.related
    known = is_known(place.sentence, place.thing)  # "a fruitcake ... the cake"
    return any(
        word.endswith(name) and len(word) > len(name) > 2 and (known or not is_word(word) or related(word, name))
        for word in place.scene.caption.once(caption_words)
    )


def caption_words(caption: ParsedCaption) -> frozenset[str]:
    """The words of the whole caption in lower case; asked as ``caption.once(caption_words)``."""
    return frozenset().union(*[sentence.lower for sentence in caption.sentences])


@THINGS.rule("a Donald Duck; a double-decker bus; a Gatorade bottle")
def a_name(place: Place) -> bool:
    """It has a name of its own, is cut off one, or a brand stands before it."""
    sentence, (first, end) = place.sentence, place.thing.words
    start = sentence.tokens[first].start
    if sentence.text[start - 1 : start] == "-":
        return True
    tokens, head = sentence.tokens, place.thing.head
    if not sentence.frozen.isdisjoint(range(place.thing.base[0], first)):
        return True  # "an AR-15 rifle"
    brands = (tokens[k] for k in range(max(place.thing.base[0], 1), first))
    if any(token.dep == "compound" and token.text[:1].isupper() and token.head == head for token in brands):
        return True
    if end - first == 1 or sentence.text.isupper():
        return False
    return any(token.text[:1].isupper() for token in tokens[max(first, 1) : end])


@THINGS.rule("Great Egret by Peter Mathios")
def titled(place: Place) -> bool:
    """It ends the title of a work whose author is told."""
    sentence, end = place.sentence, place.thing.words[1]
    by_author = sentence.word(end) == "by" and (end + 1 in sentence.frozen or sentence.tag(end + 1) == "NNP")
    return by_author and sentence.tokens[end - 1].text[:1].isupper() and end > 1


@THINGS.rule("several zebra | bear; three lady's | men")
def slip_of_number(place: Place) -> bool:
    """A plural is written as a singular or as a possessive, which another noun would not bear."""
    thing, sentence = place.thing, place.sentence
    if PLAIN_NUMBERS.isdisjoint(quality.name for quality in thing.qualities):
        return False
    head = sentence.lower[thing.head]
    return (
        sentence.tag(thing.words[1]) == "POS"
        or (head == thing.lemma.rpartition(" ")[2] and not thing.plural)
        or (head in SINGULAR_PLURALS)
    )


@THINGS.rule("two men, ... while the second guy | woman")
def one_of_those(place: Place) -> bool:
    """It is one of several that the sentence names by their sex."""
    first, sentence = place.thing.base[0], place.sentence
    told = sentence.lower[first : place.thing.head]
    if place.name not in SEXES or WHICH_OF_THEM.isdisjoint(told):
        return False
    return any(one.plural and one.name in SEXES for one in sentence.things if one is not place.thing)


@THINGS.rule("a sign between green lake drive and another")
def in_the_name_of_a_street(place: Place) -> bool:
    """The word behind it makes it the name of a street."""
    sentence, end = place.sentence, place.thing.words[1]
    return sentence.word(end) in STREET_WORDS and sentence.tokens[place.thing.head].dep != "nsubj"


@THINGS.rule("a truck or bus")
def one_of_two_readings(place: Place) -> bool:
    """It is one of two things that may be there."""
    tokens, head = place.sentence.tokens, place.thing.head
    if "or" not in place.sentence.lower_set:
        return False
    seconds = [token.head for token, word in zip(tokens, place.sentence.lower, strict=True) if word == "or"]
    return any(head in (second, tokens[second].head) for second in seconds)


@THINGS.rule("A pit bull lies on a rug. | The dog sleeps.")
def named_before(place: Place) -> bool:
    """It is replaced at all its mentions, where the caption names it first."""
    return any(mention.comes_before(place) for mention in place.mentions)


@THINGS.rule("A dog on a bed. Another dog is brown.")
def named_in_another_sentence(place: Place) -> bool:
    """The caption would still name the old thing, or what it may be, where nobody knows whether it is the same."""
    return place.scene.once(Elsewhere).names_another(place.thing, place.spoken)


@THINGS.rule("a sign behind a stop sign")
def named_within_another(place: Place) -> bool:
    """The sentence has its noun in another name as well."""
    return any(one.lemma == place.thing.lemma and one not in place.spoken for one in place.sentence.things)


@THINGS.rule("a glass of beer next to the beer bottle")
def named_before_another_noun(place: Place) -> bool:
    """The sentence has its noun before another one as well."""
    sentence, thing = place.sentence, place.thing
    heads = {one.head for one in place.spoken}
    return any(
        token.dep == "compound" and token.lemma.lower() == thing.lemma and k not in heads
        for k, token in enumerate(sentence.tokens)
        if not thing.words[0] <= k < thing.words[1]
    )


@THINGS.rule("a gargoyle statue ... The gargoyle")
def named_by_what_it_shows(place: Place) -> bool:
    """It is a likeness, and the caption names it by what it is a likeness of."""
    first, _, last = place.name.rpartition(" ")
    return (
        last in LIKENESSES
        and bool(first)
        and any(
            thing.lemma == first.rpartition(" ")[2] for one in place.scene.caption.sentences for thing in one.things
        )
    )


@THINGS.rule("A BMW 501 ... The car is parked.")
def has_a_name_before(place: Place) -> bool:
    """``the`` tells of what was spoken of before, and a name stands before it."""
    sentence, sentences = place.sentence, place.scene.caption.sentences
    if sentence is sentences[0] or not is_known(sentence, place.thing):
        return False
    if place.scene.lexicon.objects.category(place.name) not in NAMED_CATEGORIES:
        return False
    before = sentences[: sentences.index(sentence)]
    return any(one.frozen or any(token.tag == "NNP" for token in one.tokens) for one in before)


@THINGS.rule("A dog lies on a rug. There is no food for the dog.")
def denied_at_a_mention(place: Place) -> bool:
    """A mention stands under a denial, or in what only may be so."""
    for mention in place.mentions:
        sentence = mention.sentence
        if mention.thing.head in sentence.denied or mention.thing.head in sentence.once(unsure_words):
            return True
    return False


@THINGS.rule("a kitchen with a stove, a microwave and a sink | a refrigerator")
def one_of_a_list(place: Place) -> bool:
    """It is one of three things or more, in a list of what is there: another may be there as well."""
    return len(conjuncts(place)) > 1


@THINGS.rule("a two door, | racing car")
def behind_a_comma(place: Place) -> bool:
    """A comma stands between it and what is said of it."""
    return place.thing.determiner is None and place.sentence.word(place.thing.words[0] - 1) == ","


@THINGS.rule("Queen | Elizabeth II; fox | news")
def before_its_name(place: Place) -> bool:
    """The word behind it is a name that it is the title of, or the noun of which it is a part."""
    sentence, end = place.sentence, place.thing.words[1]
    titled = end in sentence.frozen or sentence.tag(end) in ("NNP", "NNPS", "FW") or sentence.word(end) in PAPERS
    return titled or sentence.tokens[place.thing.head].dep == "compound"


@THINGS.rule("a snow skier")
def named_with_its_sport(place: Place) -> bool:
    """The word before it belongs to it."""
    return place.sentence.word(place.thing.words[0] - 1) in FIRST_WORDS and place.thing.lemma.endswith("er")


@THINGS.rule("a young boy s photo shoot; a womans feet")
def owner_without_apostrophe(place: Place) -> bool:
    """The ``s`` of a possessive stands alone behind it, or is written with it."""
    sentence, end = place.sentence, place.thing.words[1]
    head = sentence.tokens[place.thing.head]
    joined = head.dep == "nmod:poss" and head.tag == "NN" and head.text.lower() == head.lemma.lower() + "s"
    return sentence.word(end) == "s" or (joined and sentence.tag(end) != "POS")


@THINGS.rule("A Lufthansa airplane taxis")
def several_of_one(place: Place) -> bool:
    """A plural behind ``a`` was misread (``airplane taxis``)."""
    return is_several_of_one(place.sentence, place.thing)


@THINGS.rule("the mushroom's cap; its bucket, of an excavator")
def part_of_a_thing(place: Place) -> bool:
    """It belongs to something that does not live, of which it is a part."""
    thing, is_animate = place.thing, place.scene.lexicon.objects.is_animate
    if any(link.form is LinkForm.POSSESSIVE and not is_animate(link.subject.name) for link in thing.as_object):
        return True
    if thing.determiner is None or place.sentence.lower[thing.determiner] != "its":
        return False
    return not any(is_animate(one.name) for sentence in place.scene.caption.sentences for one in sentence.things)


@THINGS.rule("a pay phone; a coach van; a see - through dress")
def compound_of_its_own(place: Place) -> bool:
    """Its name has two words, which the lexicon knows by the last alone: nobody knows what it is not."""
    first, end = place.thing.words
    return end - first > 1 and not place.scene.lexicon.objects.is_entry(place.name)


@THINGS.rule("a Buddhist temple | castle")
def of_a_faith(place: Place) -> bool:
    """A faith is named before a building, which is no other one."""
    if place.scene.lexicon.objects.category(place.name) not in ("building", "structure"):
        return False
    first, end = place.thing.base
    return not FAITHS.isdisjoint(place.sentence.lower[first:end])


@THINGS.rule("a banana split | an apple split")
def in_the_name_of_a_dish(place: Place) -> bool:
    """The word behind it makes it the name of a dish."""
    return place.sentence.word(place.thing.words[1]) in DISHES and (
        place.scene.lexicon.objects.category(place.name) == "food"
    )


@THINGS.rule("hot - air balloons | hot - planes")
def behind_a_dash(place: Place) -> bool:
    """A dash between blanks joins a word with it."""
    dash = place.thing.words[0] - 1
    return dash > place.thing.base[0] and place.sentence.word(dash) == "-"


@THINGS.rule("each with a painting ... is painted in blue")
def told_by_its_verb(place: Place) -> bool:
    """The caption says of it by a verb what its name says."""
    verb = place.thing.lemma.rpartition(" ")[2].removesuffix("ing")
    if len(verb) < 4 or verb == place.thing.lemma.rpartition(" ")[2]:
        return False
    return any(
        token.tag.startswith("VB") and token.lemma in (verb, verb + "e")
        for sentence in place.scene.caption.sentences
        for token in sentence.tokens
    )


# -- rules of roles ----------------------------------------------------------------------------------------------------


@ROLES.rule("a cow whose calf is near | person")
def more_is_said(place: Place, roles: Sequence[Roles]) -> Sequence[Roles]:
    """The words behind the thing say more of it than the graph tells."""
    return () if place.sentence.word(place.thing.words[1]) in MORE_SAID else roles


@ROLES.rule("a room with a table | shelf; a room with a horse | bicycle")
def another_part(place: Place, roles: Sequence[Roles]) -> Sequence[Roles]:
    """The thing is the object of something in another role: only what is on a table may be on a shelf."""
    held, acts = place.held_as, place.thing.as_subject
    return [one for one in roles if held <= one and (SUBJECT in one or not acts)] if held else roles


@ROLES.rule("a herd of cows in a field | people")
def no_part(place: Place, roles: Sequence[Roles]) -> Sequence[Roles]:
    """The thing is known by nothing that it does, or by more than the graph tells."""
    return roles if place.held_as else [one for one in roles if SUBJECT in one and place.only_acts]


# -- rules of what is offered ------------------------------------------------------------------------------------------


@RULES.rule("a zebra in a field. Its mane is short. | elephant")
def parts_said_in_another_sentence(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A part of the old thing is named elsewhere that the new one does not have."""
    is_part = place.scene.lexicon.objects.is_part
    for part in place.scene.once(Elsewhere).parts(place.name):
        offers = [offer for offer in offers if is_part(part, offer.new)]
    return offers


@RULES.rule("a cow with long horns | elephant; the tailgate of his truck | bus")
def without_that_part(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption names a part of it that the new one does not have."""
    category, is_part = place.scene.lexicon.objects.category, place.scene.lexicon.objects.is_part
    name, sentence = place.name, place.sentence
    for one in sentence.things:  # "an owl holding a fish in its beak"
        if one.determiner is not None and sentence.lower[one.determiner] == "its" and is_part(one.name, name):
            offers = [offer for offer in offers if is_part(one.name, offer.new)]
    for use in place.uses:
        other = use.other.name
        owns = (use.predicate in OWNS and not use.as_object) or (use.predicate in ("of", "on") and use.as_object)
        if owns and is_part(other, name):
            offers = [offer for offer in offers if is_part(other, offer.new)]
        if owns and other in DOORS and category(name) in WITH_DOORS:
            offers = [o for o in offers if o.new not in WITHOUT_DOORS and category(o.new) in WITH_DOORS]
    return offers


@RULES.rule("ham and carrots, where another caption says: mixed vegetables | potatoes")
def among_what_another_names(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Another caption speaks of several foods, of which this is one and what is offered may be another."""
    objects = place.scene.lexicon.objects
    if objects.category(place.name) != "food":
        return offers
    wider = [name for name in place.scene.once(Facts).plurals if name != place.name and objects.is_a(place.name, name)]
    return [offer for offer in offers if not any(objects.is_a(offer.new, name) for name in wider)]


@RULES.rule("pushing a cart in a grocery store and shopping | field")
def no_place_to_shop(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says that somebody shops there."""
    sentence = place.sentence
    shops = any(token.lemma == "shop" and token.tag.startswith("V") for token in sentence.tokens)
    at_it = any(use.as_object and use.last in ("in", "at", "inside", "through") for use in place.uses)
    if not (shops and at_it):
        return offers
    return [offer for offer in offers if offer.new.rpartition(" ")[2] in SHOPS]


@RULES.rule("a twin bed | couch; a toilet seat in a bathroom | bedroom; a parking meter whose time expired | hydrant")
def known_by_what_it_has(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A word beside it belongs to a bed, a bathroom, an ambulance alone."""
    if place.name == "bed" and not BED_SIZES.isdisjoint(place.sentence.lower[slice(*place.thing.base)]):
        return ()
    if place.name == "bathroom" and not FIXTURES.isdisjoint(place.sentence.lower_set):
        return ()
    signs = KNOWN_BY.get(place.name)
    if signs is not None and not place.scene.caption.once(caption_words).isdisjoint(signs):
        return ()
    return offers


@RULES.rule("a cake covered in berries | pizza; a pizza with bacon | cake")
def of_another_taste(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """What is sweet lies on no pizza, and what is not on no cake."""
    said = place.sentence.lower_set
    if place.name not in SAVORY and not SWEET.isdisjoint(said):
        offers = [offer for offer in offers if offer.new not in SAVORY]
    if place.name not in SWEET_DISHES and not SAVORY_TOPPINGS.isdisjoint(said):
        offers = [offer for offer in offers if offer.new not in SWEET_DISHES]
    return offers


@RULES.rule("two trucks on a dirt road | trains")
def runs_on_rails(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Where there is a road and no track, there is no train."""
    said = place.sentence.lower_set
    if WITHOUT_RAILS.isdisjoint(said) or not {"track", "tracks", "rail", "rails"}.isdisjoint(said):
        return offers
    is_a = place.scene.lexicon.objects.is_a
    return [offer for offer in offers if not is_a(offer.new, "train")]


@RULES.rule("a woman using her phone | bat")
def used_otherwise(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """One uses a thing for what its kind is for."""
    if not any(use.as_object and use.predicate == "use" for use in place.uses):
        return offers
    category = place.scene.lexicon.objects.category
    return [offer for offer in offers if category(offer.new) == category(place.name)]


@RULES.rule("windsurfing in the ocean | bathroom")
def no_water(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says what is done on it, which is done on water alone."""
    category, tokens = place.scene.lexicon.objects.category, place.sentence.tokens
    if category(place.name) != "water":
        return offers
    if not any(token.lemma in ON_WATER and token.tag.startswith("V") for token in tokens):
        return offers
    return [offer for offer in offers if category(offer.new) == "water"]


@RULES.rule("people standing outside in a field | kitchen; a plane crashes in a field | bathroom")
def no_room_outside(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says that it is outside, or what is done there alone."""
    category, sentence = place.scene.lexicon.objects.category, place.sentence
    outside = not OUTSIDE.isdisjoint(sentence.lower_set) and sentence.word(place.thing.base[0] - 1) != "outside"
    if not outside and category(place.name) != "room":
        outside = any(token.lemma in IN_THE_OPEN and token.tag.startswith("VB") for token in sentence.tokens)
    return [offer for offer in offers if category(offer.new) != "room"] if outside else offers


@RULES.rule("three people on a bench | chair")
def seats_several(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Several sit on it."""
    on_it = (use for use in place.uses if use.as_object and use.last in ("on", "in"))
    if not any(use.other.plural for use in on_it) or place.thing.plural:
        return offers
    return [offer for offer in offers if offer.new.rpartition(" ")[2] not in SEATS_OF_ONE]


@RULES.rule("a monkey with brown fur | bird")
def without_fur(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption names its fur."""
    objects = place.scene.lexicon.objects
    if objects.category(place.name) != "animal":
        return offers
    if place.scene.caption.once(caption_words).isdisjoint(("fur", "furry", "fluffy")):
        return offers
    return [o for o in offers if o.new not in WITHOUT_FUR and not objects.is_a(o.new, "bird")]


@RULES.rule("the stripes on a zebra | giraffe")
def without_its_stripes(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption names its stripes."""
    stripes = not {"stripe", "stripes", "striped"}.isdisjoint(place.scene.caption.once(caption_words))
    return () if stripes and place.name in ("zebra", "tiger") else offers


@RULES.rule("two boys and men | children")
def covers_its_conjunct(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """What ``and`` joins with it may be called so."""
    related, joined = place.scene.lexicon.objects.related, conjuncts(place)
    return [offer for offer in offers if not any(related(one.name, offer.new) for one in joined)] if joined else offers


@RULES.rule("a boat sitting on a beach | mountain")
def no_place_for_a_boat(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Boats are on water or beside it."""
    is_a = place.scene.lexicon.objects.is_a
    if not any(use.as_object and is_a(use.other.name, "boat") for use in place.uses):
        return offers
    if place.scene.lexicon.objects.category(place.name) not in ("place", "terrain", "water"):
        return offers
    return [offer for offer in offers if offer.usual in WATERSIDE]


@RULES.rule("a gray goat with a bleb | cow")
def untold_quality(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It was never said to have the quality."""
    for said in place.said:
        offers = [offer for offer in offers if _is_told(place, said, offer)]
    return offers


def _is_told(place: Place, said: Said, offer: Offer) -> bool:
    """Whether what is offered has the quality about as often as the old word."""
    if offer.by_sex and said.type == "action":
        return True
    seen = place.counts.attributes_of(offer.new).get(said.name, 0)
    if offer.roles and seen < SEEN:
        return False
    if not seen and said.type != "other" and (said.had or said.type in TELLING):
        return False
    return said.had < SEEN or (seen + 0.5) * offer.share * UNUSUAL >= said.had


@RULES.rule("a man riding a horse | sheep")
def odd_in_its_relation(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It stands in the relation far less often than the old word."""
    for use in place.uses:
        counts, had = use.counts, use.had
        if had >= OFTEN:
            often = had >= UNUSUAL
            offers = [o for o in offers if counts.get(o.new, 0) * UNUSUAL >= had or (o.by_sex and not often)]
    return offers


@RULES.rule("golfers on a fairway | baseball players")
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


@RULES.rule("a tennis player hits a ball | frisbee")
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


@lru_cache(maxsize=1 << 12)
def sport(name: str) -> str | None:
    """The sport that a name tells of, if it does (``golf`` of ``golf course`` and ``golfer``)."""
    return next((sport for sport, told in WORDS_OF_SPORTS.items() if not told.isdisjoint(name.split())), None)


@RULES.rule("in a field | beach; on top of a hill | forest")
def misfit_of_its_preposition(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """One says otherwise where something is at it."""
    misfits = place.company.misfits
    before = place.sentence.word(place.thing.base[0] - 1)  # what stands on it need be no thing: "someone on a beach"
    offers = [offer for offer in offers if not misfits[before, offer.new]]
    for use in place.uses:
        if use.as_object:
            last = "on" if use.predicate.endswith("on top of") else use.last
            offers = [offer for offer in offers if not misfits[last, offer.new]]
    return offers


@RULES.rule("a dog next to a cow | car; a bathroom with a toilet | sink")
def there_as_well(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It may be there beside the old one."""
    if not any(use.beside for use in place.uses):
        return offers
    old, together = place.name, place.scene.lexicon.objects.often_together
    return [offer for offer in offers if offer.new not in AMBIENT and not together(old, offer.new)]


@RULES.rule("a painting of two girls | mirror")
def shows_another_way(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It is a likeness of something, and what is offered is none."""
    of_something = any(use.predicate == "of" and not use.as_object for use in place.uses)
    if not of_something or place.thing.lemma not in LIKENESSES:
        return offers
    return [offer for offer in offers if offer.new.rpartition(" ")[2] in LIKENESSES]


@RULES.rule("a laptop on a desk | printer")
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


@RULES.rule("a man in a hat and backpack | suitcase")
def not_worn(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Somebody is in what he wears, which is joined with it."""
    category, is_person = place.scene.lexicon.objects.category, place.scene.lexicon.objects.is_person
    if not any(use.as_object and use.predicate in ("in", "wear") and is_person(use.other.name) for use in place.uses):
        return offers
    worn = {category(thing.name) for thing in (place.thing, *conjuncts(place))} & WORN_CATEGORIES
    return [offer for offer in offers if category(offer.new) in WORN_CATEGORIES] if worn else offers


@RULES.rule("a bag on some grass | water")
def does_not_float(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """On water is what was seen there, and nothing of the air floats on it."""
    category = place.scene.lexicon.objects.category
    for use in place.uses:
        if not use.as_object and use.predicate.startswith("float") and category(use.other.name) == "water":
            offers = [offer for offer in offers if offer.new not in OF_THE_AIR]
        if use.as_object and use.last == "on":
            offers = [o for o in offers if category(o.new) != "water" or place.knows(use, o.new)]
    return offers


@RULES.rule("a man cutting pizza on a plate | apple")
def bare(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It has no article, which a noun that can be counted has inside a sentence."""
    objects, sentence, thing = place.scene.lexicon.objects, place.sentence, place.thing
    if thing.plural or thing.determiner is not None or thing.qualities or not thing.base[0]:
        return offers
    if objects.is_mass(place.name) or objects.is_plural_only(place.name) or sentence.tag(thing.base[0] - 1) == "POS":
        return offers
    if not all(word.isalpha() for word in sentence.lower[thing.base[0] : thing.words[0]]):
        return offers
    return [offer for offer in offers if objects.is_mass(offer.new) or offer.new in SAID_BARE]


@RULES.rule("a plate with a spoon | chopstick; a man on his snowboard | ski")
def one_of_a_pair(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Captions name both of them."""
    if place.thing.plural or place.name in ONE_OF_A_PAIR:
        return offers
    return [offer for offer in offers if offer.new not in ONE_OF_A_PAIR]


@RULES.rule("a man in a suit | dress")
def of_the_other_sex(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A man is in it, or a beard or an adjective says of it what captions say of men alone, or of women."""
    told = any(said.name in ADJECTIVES_OF_ONE_SEX for said in place.said)
    if told or "shirt" in place.sentence.absent or not BEARDS.isdisjoint(place.sentence.lower_set):
        offers = [offer for offer in offers if offer.new not in SEXES]
    wearers = [use.other.lemma for use in place.uses if use.as_object and use.predicate in ("in", "wear")]
    if any(SEXES.get(wearer) == "male" for wearer in wearers):
        offers = [offer for offer in offers if offer.new.rpartition(" ")[2] not in WOMENS]
    return offers


@RULES.rule("a river winds through a valley | lake")
def does_not_flow(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says how it flows, or what it has on either side."""
    flows = not FLOWING_VERBS.isdisjoint(token.lemma for token in place.sentence.tokens)
    if place.name not in FLOWING or not (flows or not SIGNS_OF_A_RIVER.isdisjoint(place.sentence.lower_set)):
        return offers
    return [offer for offer in offers if offer.new in FLOWING]


@RULES.rule("a skateboarder is skateboarding | skier")
def named_after_its_act(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says that it does what it is named after, which others of such names do not."""
    name = place.thing.lemma
    acts = {token.lemma.lower() for k, token in enumerate(place.sentence.tokens) if k != place.thing.head}
    if not name.endswith(("er", "ist")) or acts.isdisjoint((name[:-2], name[:-1], name[:-3])):
        return offers
    return [offer for offer in offers if not offer.new.endswith(("er", "ist", "or"))]


@RULES.rule("a man walks his dog | cat")
def walked(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Few animals are walked on a leash."""
    if place.sentence.word(place.thing.base[0] - 1) not in ("walk", "walks", "walking", "walked"):
        return offers
    return [offer for offer in offers if offer.new in WALKED]


@RULES.rule("a rooster is walking on a beach | umbrella")
def acts_of_the_living(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Nothing lifeless does what it does."""
    is_animate = place.scene.lexicon.objects.is_animate
    if not is_animate(place.name):
        return offers
    acts = {use.predicate.partition(" ")[0] for use in place.uses if not use.as_object}
    acts |= {quality.name for quality in place.thing.qualities if quality.type == "action"}
    downwards = any(use.predicate.startswith(LYING_DOWN) for use in place.uses if not use.as_object)
    if downwards or not acts.isdisjoint(LYING_DOWN):
        return [o for o in offers if is_animate(o.new)]
    return [o for o in offers if is_animate(o.new)] if acts & OF_THE_LIVING else offers


@RULES.rule("four men and one female | women")
def of_the_sex_of_another(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Somebody beside them is told from them by the sex alone."""
    first, end = place.thing.base
    sexes = {w.rstrip("s") for k, w in enumerate(place.sentence.lower) if not first <= k < end} & {"male", "female"}
    return [offer for offer in offers if SEXES.get(offer.new) not in sexes] if sexes else offers


@RULES.rule("a person touching a baby | elephant")
def acts_of_people(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """People do with hands and clothes what animals do not."""
    is_person, category = place.scene.lexicon.objects.is_person, place.scene.lexicon.objects.category
    if not is_person(place.name) or not any(not use.as_object and _by_hand(use) for use in place.uses):
        return offers
    return [offer for offer in offers if category(offer.new) != "animal"]


def _by_hand(use: Use) -> bool:
    verb = use.predicate.partition(" ")[0]
    return verb in BY_HAND or (use.predicate == "in" and use.other.name in CLOTHES)


@RULES.rule("people have fun on a beach | cows")
def at_an_occasion(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Those who take part are people."""
    objects = place.scene.lexicon.objects
    if not objects.is_person(place.name) or OCCASIONS.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if objects.category(offer.new) != "animal"]


@RULES.rule("men eat the Mexican food | giraffes")
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


@RULES.rule("the sheep of a student | giraffe; a farmer feeds a cow | zebra")
def not_owned(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Somebody owns it, or a farm is named, and what is offered is kept by nobody."""
    objects, thing = place.scene.lexicon.objects, place.thing
    if place.name not in KEPT_ANIMALS:
        return offers
    owned = not ON_A_FARM.isdisjoint(place.sentence.lower_set)
    owned = owned or (thing.determiner is not None and place.sentence.lower[thing.determiner] in HIS)
    for link in thing.links:
        if link.form is LinkForm.POSSESSIVE and link.object is thing:
            owned = owned or objects.is_person(link.subject.name)
        elif link.predicate == "of" and link.subject is thing:
            owned = owned or objects.is_person(link.object.name)
    return [o for o in offers if o.new in KEPT_ANIMALS or objects.category(o.new) != "animal"] if owned else offers


@RULES.rule("horses leave the paddock | zebras")
def races(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption tells of a race or a show of horses."""
    if not place.scene.lexicon.objects.is_a(place.name, "horse"):
        return offers
    return offers if HORSE_RACES.isdisjoint(place.scene.caption.once(caption_words)) else ()


@RULES.rule("the mother of two | the man of two")
def no_kin(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It is told whose mother, son or wife it is."""
    sentence, thing = place.sentence, place.thing
    if place.name not in OF_A_FAMILY:
        return offers
    owned = thing.determiner is not None and sentence.lower[thing.determiner] in HIS
    if not (owned or sentence.word(thing.words[1]) == "of" or sentence.tag(thing.words[0] - 1) == "POS"):
        return offers
    return [offer for offer in offers if offer.new in OF_A_FAMILY]


@RULES.rule("a book by Mark Hillary | newspaper")
def no_book(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption says what only a book has: a title, an author, a cover, a shelf; what is printed may be its title."""
    sentence = place.sentence
    if not place.thing.lemma.endswith("book") or not (sentence.frozen or TITLED & sentence.lower_set):
        return offers
    return [offer for offer in offers if offer.new not in ONLY_BOOKS_HAVE_THEM]


@RULES.rule("a phone with apps on its screen | remote control")
def without_a_screen(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The caption tells what is on its screen."""
    if place.thing.lemma not in SCREENS or ON_SCREENS.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if offer.new in SCREENS]


@RULES.rule("a box that reads FRAGILE | basket")
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


@RULES.rule("a television shows a player | fireplace")
def shows_nothing(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It shows something, which captions do not say of what is offered."""
    for use in place.uses:
        if not use.as_object and use.predicate.partition(" ")[0] in SHOWING:
            offers = [offer for offer in offers if use.counts.get(offer.usual, 0) >= SEEN]
    return offers


@RULES.rule("a bag of cat food | vase")
def holds_no_such_thing(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """``of`` says what is in it, which not every vessel holds."""
    category = place.scene.lexicon.objects.category
    if category(place.name) not in VESSELS:
        return offers
    contents = {category(use.other.name) for use in place.uses if use.predicate == "of" and not use.as_object}
    if contents.isdisjoint(VESSELS_OF) and place.thing.lemma == "bottle":
        contents = {"drink"} if place.sentence.word(place.thing.words[1]) == "of" else contents  # "of Chardonnay"
    for kind, vessels in VESSELS_OF.items():
        if kind in contents:
            offers = [offer for offer in offers if offer.new in vessels]
    return offers


@RULES.rule("a box of frozen pizza | basket")
def not_packed_so(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It is the package of a maker's goods: a name stands with it, or words that only packages bear."""
    sentence, thing = place.sentence, place.thing
    if thing.lemma not in PACKAGES:
        return offers
    holds = sentence.word(thing.words[1]) in ("of", "for") or any(use.last in HOLDING_GOODS for use in place.uses)
    if PACKED.isdisjoint(sentence.lower_set) and not (holds and has_names(place)):
        return offers
    return [offer for offer in offers if offer.new in PACKAGES]


def has_names(place: Place) -> bool:
    """Whether a name or printed text stands in the sentence beside the thing."""
    sentence, (first, end) = place.sentence, place.thing.words
    if sentence.frozen:
        return True
    nouns = (k for k, token in enumerate(sentence.tokens) if k and token.tag.startswith("NN"))
    return not sentence.text.isupper() and any(
        sentence.tokens[k].text[:1].isupper() and not first <= k < end for k in nouns
    )


@RULES.rule("a woman mixes food in a bowl | box")
def nothing_is_mixed_in_it(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Food is mixed or cooked in it."""
    if place.thing.lemma.rpartition(" ")[2] not in TO_MIX_IN:
        return offers
    mixes = any(token.lemma in MIXING and token.tag.startswith("VB") for token in place.sentence.tokens)
    return [offer for offer in offers if offer.new in TO_MIX_IN] if mixes else offers


@RULES.rule("a bottle of Guinness beer | wine; a six pack of beer | wine")
def of_another_make(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A name tells which drink it is, or a word how it is made, packed or poured."""
    sentence, category = place.sentence, place.scene.lexicon.objects.category
    if category(place.name) != "drink" and category(place.name.partition(" ")[0]) != "drink":  # "a wine bottle"
        return offers
    packed = any(one.lemma in ("can", "pint") for one in sentence.things)
    return () if packed or not OF_ONE_DRINK.isdisjoint(sentence.lower) or has_names(place) else offers


@RULES.rule("a branch of ripe cherries | strawberries")
def grows_on_no_branch(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It hangs on a branch or a tree."""
    objects = place.scene.lexicon.objects
    if place.name not in FRUITS_OF_BRANCHES:
        return offers
    on_a_tree = any(objects.is_a(use.other.name, "tree") for use in place.uses)
    if not on_a_tree and BRANCHES.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if offer.new in FRUITS_OF_BRANCHES or objects.category(offer.new) != "food"]


@RULES.rule("vegetables in the window of a supermarket | bookstore")
def sells_no_food(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Food is sold in it."""
    objects, sentence = place.scene.lexicon.objects, place.sentence
    if place.name not in FOOD_SHOPS:
        return offers
    food = any(objects.category(one.name) == "food" for one in sentence.things)
    if not food and SIGNS_OF_FOOD.isdisjoint(sentence.lower_set):
        return offers
    if not PARTS_OF_SHOPS.isdisjoint(sentence.lower_set) or "window" in sentence.lower_set:
        return [offer for offer in offers if offer.new in FOOD_SHOPS]
    return [o for o in offers if o.new in FOOD_SHOPS or not objects.is_a(o.new, "store")]


@RULES.rule("a man in short pants | shorts")
def what_it_is_by_its_length(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Short pants are shorts."""
    short = any(said.name == "short" for said in place.said)
    return [o for o in offers if o.new not in ("shorts", "pants", "trousers")] if short else offers


@RULES.rule("a white line on the road | beach")
def bears_no_such_mark(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A line, a tile or a picture belongs to what it is on."""
    for use in place.uses:
        if use.as_object and use.last in ("on", "in") and use.other.name in MARKS:
            offers = [offer for offer in offers if place.knows(use, offer.new)]
    return offers


@RULES.rule("a bowl of soup | plate")
def too_flat(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It holds soup, or what else would run off a plate."""
    if place.name not in DEEP or not any(use.other.lemma in LIQUIDS for use in place.uses):
        return offers
    return [offer for offer in offers if offer.new in DEEP]


@RULES.rule("taking pictures with a phone | camera")
def takes_pictures_too(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A phone is a camera to whoever takes pictures with it, and little else takes any."""
    if TAKING_PICTURES.isdisjoint(place.sentence.lower_set):
        return offers
    if place.name in PHONES and not {token.lemma for token in place.sentence.tokens}.isdisjoint(POSING):
        return [offer for offer in offers if offer.new != "camera"]
    if place.name in PHONES:
        return [offer for offer in offers if offer.new in PHONES or offer.new in ("tablet", "ipad", "laptop")]
    return [offer for offer in offers if offer.new not in SCREENS] if place.name == "camera" else offers


@RULES.rule("a phone held to her ear | remote")
def nobody_speaks_into_it(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Somebody is on the phone."""
    if place.name not in PHONES or SIGNS_OF_A_CALL.isdisjoint(place.sentence.lower_set):
        return offers
    return [offer for offer in offers if offer.new in PHONES]


@RULES.rule("a man on a surfboard is surfing | bench; a skateboarder on his board | skier")
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


@RULES.rule("colorful boats | dogs")
def of_no_such_color(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Nobody calls animals or people so."""
    is_animate = place.scene.lexicon.objects.is_animate
    if is_animate(place.name) or not any(said.name in COLORFUL for said in place.said):
        return offers
    return [offer for offer in offers if not is_animate(offer.new)]


@RULES.rule("cars on a bridge | house; growth in the cities | kitchens")
def too_small(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """People or vehicles are on it, who are on no building; or there are several, which are no rooms."""
    category = place.scene.lexicon.objects.category
    if place.thing.plural and category(place.name) == "place":
        offers = [offer for offer in offers if category(offer.new) != "room"]
    if category(place.name) != "building" and any(
        use.as_object and use.last == "on" and category(use.other.name) in ("vehicle", "person") for use in place.uses
    ):
        offers = [offer for offer in offers if category(offer.new) != "building"]
    return offers


@RULES.rule("a truck carrying cars | skateboard; a tug pushes a barge | seaplane")
def bears_no_load(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It carries something, or pushes it along."""
    category = place.scene.lexicon.objects.category
    if category(place.name) != "vehicle":
        return offers
    if not any(not use.as_object and use.predicate in LOADS for use in place.uses):
        return offers
    return [offer for offer in offers if offer.new in WITH_ROOM or category(offer.new) == "person"]


@RULES.rule("cake and strawberries on a table | clock and strawberries")
def of_another_kind_than_its_conjunct(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """``and`` joins it with a thing of its own kind; one of another kind beside that reads odd."""
    category = place.scene.lexicon.objects.category
    mine = category(place.name)
    if not any(category(thing.name) == mine for thing in conjuncts(place)):
        return offers
    return [offer for offer in offers if category(offer.new) == mine]


@RULES.rule("a train on tracks | bus")
def stranger(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """It hardly ever shares a picture with another thing of the sentence."""
    known, strangers = place.knows_beside, place.company.strangers
    for one in place.neighbours:
        for name in one.names:
            if strange := strangers[place.name, name]:
                offers = [o for o in offers if o.new not in strange or (not o.by_sex and known(one, o.new))]
    return offers


@RULES.rule("a cat on a drainpipe | dog")
def unknown_company(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """Nobody knows what goes with another thing of the sentence."""
    if not any(offer.roles for offer in offers):
        return offers
    for one in place.neighbours:
        if one.is_unheard:
            offers = [offer for offer in offers if not offer.roles or place.knows_beside(one, offer.new)]
    return offers


@RULES.rule("two zebras are feeding on the grass | water")
def unseen_in_its_relation(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """No siblings: what is said of the one must be known to be said of the other."""
    for use in place.uses:
        offers = [offer for offer in offers if not offer.roles or _is_usual(place, use, offer.new)]
    return offers


def _is_usual(place: Place, use: Use, new: str) -> bool:
    """Whether ``new`` was seen in the thing's place in a link, or is usual there."""
    return place.knows(use, new) or place.company.usual[new, use.predicate, use.other.name, use.as_object]


@RULES.rule("a toilet without a seat | bathtub")
def never_had_it(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence may deny the thing something that nobody misses in what is offered."""
    absent, denied = place.sentence.absent, place.sentence.denied
    if not absent or max(denied) < place.thing.head:
        return offers
    together = place.counts.together
    return [o for o in offers if all(together(o.usual, name) >= SEEN for name in absent)]


@RULES.rule("a bus is stopped on a road | stop sign")
def said_in_its_name(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """The sentence says the first word of its name."""
    first, end = place.thing.words
    if all(" " not in offer.new for offer in offers):
        return offers
    said = {token.lemma for k, token in enumerate(place.sentence.tokens) if not first <= k < end}
    return [offer for offer in offers if " " not in offer.new or offer.new.partition(" ")[0] not in said]


@RULES.rule("a dog on a couch | cat, where another caption names a cat")
def named_already(place: Place, offers: Sequence[Offer]) -> Sequence[Offer]:
    """A caption names it, or what it may be."""
    mentions, old = place.scene.once(Facts).mentions, place.name
    return [offer for offer in offers if not mentions(offer.new, instead_of=old)]


# -- rules of what is offered, asked of the whole caption --------------------------------------------------------------


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
        offers = mention.takes(offers)
    return offers
