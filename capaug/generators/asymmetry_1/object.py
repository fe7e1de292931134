"""Another thing in the place of one: ``a dog sleeping on a bed`` -> ``a cat sleeping on a bed``."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import ClassVar, NamedTuple

from capaug.captions import Link, Scene, Sentence, Thing
from capaug.draws import in_turn, weighted_order
from capaug.english.agreement import replace_noun
from capaug.english.edits import realise
from capaug.english.facts import Facts, affirmed
from capaug.english.gender import turn_pronouns
from capaug.english.words import words
from capaug.generators.asymmetry_1.company import SEEN, Company, Offer, company_of
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.lexicon.counts import Counts
from capaug.lexicon.objects import SUBJECT, ObjectTaxonomy
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
        self.beside = predicate in ("with", "have") or predicate.partition(" ")[0] in PLACES_BESIDE
        self.counts: Mapping[str, int] = (counts.objects_of if self.as_object else counts.subjects_of)(predicate)
        self.had = self.counts.get(thing.name, 0)
        # None where the thing itself stands
        self.subject = None if link.subject is thing else link.subject.name
        self.object = None if self.as_object else link.object.name


class Neighbour:
    """A thing beside others: the names that it goes by in counts, and whether nobody knows what goes with it."""

    __slots__ = ("names", "thing", "unheard")

    def __init__(self, thing: Thing, objects: ObjectTaxonomy, company: Company) -> None:
        names = dict.fromkeys((thing.name, thing.lemma, role_word(thing.name)))
        self.thing = thing
        self.names = tuple(dict.fromkeys(company.usual_name[name] for name in names))
        self.unheard = not objects.is_vague(thing.name) and not any(map(company.is_heard_of, names))


class Place:
    """A thing that may give way, with all that is asked of what could take its place, found once for all of that."""

    # read when the first offer is asked about
    usual_name: str  # the most usual synonym of the old name
    uses: list[Use]  # what is to be known of each of its links, in their order
    neighbours: list[Neighbour]  # the other things of the sentence
    said: list[Said]  # its qualities but for numbers

    def __init__(self, scene: Scene, thing: Thing, company: Company) -> None:
        self.scene = scene
        self.sentence = scene.sentence
        self.thing = thing
        self.name = thing.name
        self.company = company
        self.refused: list[str] = []
        self._fitting: list[Offer] | None = None
        self._made: dict[str, Variant | None] = {}

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

    def fitting(self) -> list[Offer]:
        """What no rule refuses; the rules that refused something are in ``refused``, one name for each refusal."""
        if self._fitting is None:
            self._fitting = []
            offers = self._in_its_roles()
            if offers:
                self._look_around()
            for offer in offers:
                rule = RULES.first(Candidate(self, offer))
                if rule is None:
                    self._fitting.append(offer)
                else:
                    self.refused.append(rule)
        return self._fitting

    def _in_its_roles(self) -> Sequence[Offer]:
        """What is offered in the roles that the thing plays; all that stands in others is refused at once."""
        refused: set[frozenset[str]] = set()
        for roles in self.company.roles[self.name]:
            if (rule := ROLES.first(Part(self, roles))) is not None:
                refused.add(roles)
                self.refused.append(rule)
        offers = self.company.offers[self.name]
        return [offer for offer in offers if offer.roles not in refused] if refused else offers

    def _look_around(self) -> None:
        """Read what the rules of offers ask for."""
        thing, counts = self.thing, self.scene.lexicon.counts
        self.usual_name = self.company.usual_name[self.name]
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
        edits = replace_noun(self.sentence, self.thing, new, self.scene.lexicon.objects)
        turned = turn_pronouns(self.sentence, self.thing, new, self.scene.lexicon) if edits else None
        if edits is None or turned is None:
            return None
        made = realise(self.sentence.text, [*edits, *turned])
        return None if made is None else Variant(made[0], Object.kind.id, made[1])


class Part(NamedTuple):
    """Roles in which alone some of what is offered stands in the place of the thing."""

    place: Place
    roles: frozenset[str]


class Candidate(NamedTuple):
    """An offer for a place."""

    place: Place
    offer: Offer


THINGS = Rules[Place]("asymmetry_1.object")
ROLES = Rules[Part]("asymmetry_1.object")
RULES = Rules[Candidate]("asymmetry_1.object")


class Object:
    """One thing of the caption gives way to another, which could stand where it stands and is not there."""

    kind: ClassVar[Kind] = Kind("asymmetry_1.object", true=False)

    def __init__(self, lexicon: Lexicon) -> None:
        pass

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Thing by thing in random order, what is usual in its place likely first."""
        return affirmed(scene.sentence, self._candidates(scene, rng))

    def _candidates(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        found: list[Iterator[Variant]] = []
        for place in scene.once(places):
            if THINGS.refuse(scene, place):
                continue
            options = [(offer.new, place.weight(offer)) for offer in place.fitting()]
            for rule in place.refused:
                scene.refuse(self.kind.id, rule)
            variants = _made(place, weighted_order(options, rng))
            if first := next(variants, None):
                found.append(chain((first,), islice(variants, MOST_OBJECTS - 1)))
        rng.shuffle(found)
        yield from in_turn(found)


def can_be_replaced(scene: Scene) -> bool:
    """Whether :class:`Object` makes anything of ``scene``; asked as ``scene.once(can_be_replaced)``."""
    return next(affirmed(scene.sentence, _all(scene)), None) is not None


def places(scene: Scene) -> list[Place]:
    """The things that are named once; asked as ``scene.once(places)``."""
    company = company_of(scene.lexicon)
    return [Place(scene, thing, company) for thing in scene.sentence.unique_things()]


def neighbours(scene: Scene) -> list[Neighbour]:
    """All things of the sentence as what stands beside others; asked as ``scene.once(neighbours)``."""
    objects, company = scene.lexicon.objects, company_of(scene.lexicon)
    return [Neighbour(thing, objects, company) for thing in scene.sentence.things]


def _all(scene: Scene) -> Iterator[Variant]:
    """All texts, those that there are already first."""
    for place in scene.once(places):
        yield from place.made_already()
    for place in scene.once(places):
        if THINGS.first(place) is None:
            yield from _made(place, (offer.new for offer in place.fitting()))


def _made(place: Place, names: Iterable[str]) -> Iterator[Variant]:
    return (made for name in names if (made := place.made(name)) is not None)


def role_word(predicate: str) -> str:
    """The word of a predicate that tells the role of its object (``top`` for ``on top of``)."""
    said = predicate.split()
    if len(said) > 1 and said[-1] in NAMED_BEFORE:
        return said[-2]
    return said[-1] if said else ""


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


@THINGS.rule("a Donald Duck; a double-decker bus")
def a_name(place: Place) -> bool:
    """It has a name of its own, or is cut off one."""
    sentence, (first, end) = place.sentence, place.thing.words
    start = sentence.tokens[first].start
    if sentence.text[start - 1 : start] == "-":
        return True
    if end - first == 1 or sentence.text.isupper():
        return False
    return any(token.text[:1].isupper() for token in sentence.tokens[max(first, 1) : end])


@THINGS.rule("a truck or bus")
def one_of_two_readings(place: Place) -> bool:
    """It is one of two things that may be there."""
    tokens, head = place.sentence.tokens, place.thing.head
    if "or" not in place.sentence.lower_set:
        return False
    seconds = [token.head for token, word in zip(tokens, place.sentence.lower, strict=True) if word == "or"]
    return any(head in (second, tokens[second].head) for second in seconds)


# -- rules of roles ----------------------------------------------------------------------------------------------------


@ROLES.rule("a cow whose calf is near | person")
def more_is_said(part: Part) -> bool:
    """The words behind the thing say more of it than the graph tells."""
    return part.place.sentence.word(part.place.thing.words[1]) in MORE_SAID


@ROLES.rule("a room with a table | shelf; a room with a horse | bicycle")
def another_part(part: Part) -> bool:
    """The thing is the object of something in another role: only what is on a table may be on a shelf."""
    held = part.place.held_as
    return bool(held) and not (held <= part.roles and (SUBJECT in part.roles or not part.place.thing.as_subject))


@ROLES.rule("a herd of cows in a field | people")
def no_part(part: Part) -> bool:
    """The thing is known by nothing that it does, or by more than the graph tells."""
    return not part.place.held_as and not (SUBJECT in part.roles and part.place.only_acts)


# -- rules of what is offered ------------------------------------------------------------------------------------------


@RULES.rule("a gray goat with a bleb | cow")
def untold_quality(candidate: Candidate) -> bool:
    """It was never said to have the quality."""
    place, offer = candidate
    if not place.said:
        return False
    counts, strict = place.scene.lexicon.counts.attributes_of(offer.new), bool(offer.roles)
    for name, type_, had in place.said:
        if offer.by_sex and type_ == "action":
            continue
        seen = counts.get(name, 0)
        if (strict and seen < SEEN) or (not seen and type_ != "other" and (had or type_ in TELLING)):
            return True
        if had >= SEEN and (seen + 0.5) * offer.share * UNUSUAL < had:
            return True
    return False


@RULES.rule("a man riding a horse | sheep")
def odd_in_its_relation(candidate: Candidate) -> bool:
    """It stands in the relation far less often than the old word."""
    place, offer = candidate
    least = UNUSUAL if offer.by_sex else OFTEN
    for use in place.uses:
        if use.had >= least and use.counts.get(offer.new, 0) * UNUSUAL < use.had:
            return True
    return False


@RULES.rule("in a field | beach")
def misfit_of_its_preposition(candidate: Candidate) -> bool:
    """One says otherwise where something is at it."""
    place, offer = candidate
    for use in place.uses:
        if use.as_object and place.company.misfits[use.last, offer.new]:
            return True
    return False


@RULES.rule("a dog next to a cow | car; a bathroom with a toilet | sink")
def there_as_well(candidate: Candidate) -> bool:
    """It may be there beside the old one."""
    place, new = candidate.place, candidate.offer.new
    for use in place.uses:
        if use.as_object and use.beside:
            return new in AMBIENT or place.scene.lexicon.objects.often_together(place.name, new)
    return False


@RULES.rule("a train on tracks | bus")
def stranger(candidate: Candidate) -> bool:
    """It hardly ever shares a picture with another thing of the sentence."""
    place, offer = candidate
    strangers, old, strict = place.company.strangers, place.usual_name, bool(offer.roles)
    for neighbour in place.neighbours:
        for name in neighbour.names:
            if strangers[old, offer.usual, name, strict]:
                if not place.knows_beside(neighbour, offer.new):
                    return True
                break
    return False


@RULES.rule("a cat on a drainpipe | dog")
def unknown_company(candidate: Candidate) -> bool:
    """Nobody knows what goes with another thing of the sentence."""
    place, offer = candidate
    if not offer.roles:
        return False
    return any(one.unheard and not place.knows_beside(one, offer.new) for one in place.neighbours)


@RULES.rule("two zebras are feeding on the grass | water")
def unseen_in_its_relation(candidate: Candidate) -> bool:
    """No siblings: what is said of the one must be known to be said of the other."""
    place, offer = candidate
    if not offer.roles:
        return False
    usual = place.company.usual
    return not all(
        place.knows(use, offer.new) or usual[offer.new, use.predicate, use.other.name, use.as_object]
        for use in place.uses
    )


@RULES.rule("a dog on a couch | cat, where another caption names a cat")
def named_already(candidate: Candidate) -> bool:
    """A caption names it, or what it may be."""
    place, offer = candidate
    return place.scene.once(Facts).mentions(offer.new, instead_of=place.name)
