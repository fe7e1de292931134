"""What goes with what, as far as counts of captions tell: what may stand in the place of a word, and beside what.

All questions are about words alone, so that each is answered once and kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from capaug.english.facts import PREPOSITION_WORDS
from capaug.english.gender import SEXES
from capaug.english.words import words
from capaug.lexicon import Lexicon
from capaug.lexicon.remembered import ANSWERS

RELATIONS_OF_HOLDING = words("relations_of_holding")
OF_ONE_SEX = words("signs_of_one_sex")
PEOPLE = words("words_for_people")
SITED = words("sited_prepositions")
# A word that captions name this many times less often than another gives itself away in its place.
UNSAID = 25
# Times that make a use of a word more than a slip, and a usual one.
SEEN, USUAL = 2, 5
# Images of whose captions the counts of what goes together are.
IMAGES = 5000
# Share of the images of a noun from which another is bound to it, and how many times rarer a stranger is.
BOUND, STRANGER = 0.03, 8
# Share from which on a word that was never seen with the other is refused, however rare it is.
BOUND_FAST = 0.2
# Images in which chance alone would bring two names together: above it, that none has both is telling.
RARE = 0.8
# A preposition is a misfit where it is this much rarer than another one of place.
MISFIT = 0.1

K = TypeVar("K")
V = TypeVar("V")


class Answers(dict[K, V], Generic[K, V]):
    """The answers to a question, each found when it is first looked up; forgotten when there are too many."""

    def __init__(self, ask: Callable[[K], V]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, key: K) -> V:
        if len(self) >= ANSWERS:
            self.clear()
        answer = self[key] = self._ask(key)
        return answer


class Offer(NamedTuple):
    """What is offered for the place of a word.

    ``roles``: those in which alone it stands there (:meth:`~capaug.lexicon.objects.ObjectTaxonomy.only_as`). ``usual``:
    its most usual synonym, named in so many ``images``. ``by_sex``: the two differ as man and woman. ``said``: in how
    many images captions name it; ``share``: how many times more often they name the old word.
    """

    new: str
    roles: frozenset[str]
    usual: str
    images: int
    by_sex: bool
    said: float
    share: float


class Company:
    """Answers about words that take the place of others; see :func:`company_of`."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._objects = lexicon.objects
        self._relations = lexicon.relations
        self._counts = lexicon.counts
        # what may take the place of a word
        self.offers: Answers[str, tuple[Offer, ...]] = Answers(self._offers)
        # all roles in which alone something may
        self.roles: Answers[str, tuple[frozenset[str], ...]] = Answers(self._roles)
        # the synonym of a name that captions name most, so that a "bath room" has the company of a bathroom
        self.usual_name: Answers[str, str] = Answers(self._usual_name)
        # (old, other): what is offered for the old though the other, a usual name, goes with the old and not with it
        self.strangers: Answers[tuple[str, str], frozenset[str]] = Answers(self._strangers)
        # (preposition, name): whether it is not how one says where something is at it: "on a field", "in a beach"
        self.misfits: Answers[tuple[str, str], bool] = Answers(self._is_misfit)
        # (subject, predicate, object): whether they were seen so
        self.seen: Answers[tuple[str, str, str], bool] = Answers(self._is_seen)
        # what people were seen in a relation with
        self._of_people: Answers[str, frozenset[str]] = Answers(self._seen_of_people)
        # (name, predicate, other, as_object): whether the name is usual there, and shares pictures with the other
        self.usual: Answers[tuple[str, str, str, bool], bool] = Answers(self._is_usual)

    def is_heard_of(self, name: str) -> bool:
        """Whether captions name it at all."""
        return self._counts.images(name) > 0

    def _offers(self, old: str) -> tuple[Offer, ...]:
        """What excludes ``old`` and is said often enough beside it."""
        noun, named = self._counts.noun, self._counts.images
        before, sexed, times = named(old), old in SEXES, 1 + noun(old)
        offers = []
        for new in self._objects.contrasts(old):
            said = named(new)
            if said * UNSAID < before:
                continue
            roles = self._objects.only_as(old, new)
            if roles and said < UNSAID:
                continue
            usual, share = self.usual_name[new], times / (1 + noun(new))
            offers.append(Offer(new, roles, usual, named(usual), sexed and new in SEXES, 0.3 + said, share))
        return tuple(offers)

    def _roles(self, old: str) -> tuple[frozenset[str], ...]:
        return tuple(dict.fromkeys(offer.roles for offer in self.offers[old] if offer.roles))

    def _usual_name(self, name: str) -> str:
        images = self._counts.images
        found = max((name, *self._objects.synonyms(name)), key=images)
        return found if images(found) >= USUAL else name.rpartition(" ")[2]

    def _strangers(self, key: tuple[str, str]) -> frozenset[str]:
        """What the other thing goes with the old word and hardly ever with (tracks with a train, not with a bus), or
        what hardly ever shares a picture with it though captions are full of both.
        """
        old, other = key
        usual, row = self.usual_name[old], self._counts.together_with(other)
        of_old, of_other, with_old = self._counts.images(usual), row.get(other, 0), row.get(usual, 0)
        before = with_old / max(of_old, 1)  # share of the images of the old word that have the other
        # what it must not fall below with the new word; a slip is nothing to fall from
        least = before / STRANGER if with_old > SEEN and before > BOUND else 0.0
        sexed, one_sex, telling = usual in SEXES, other in OF_ONE_SEX, before > BOUND_FAST
        found = []
        for offer in self.offers[old]:
            if sexed and offer.usual in SEXES:
                if one_sex:
                    found.append(offer.new)
                continue
            with_new, strict = row.get(offer.usual, 0), bool(offer.roles)
            after = (with_new + 0.5) / (offer.images + 1)
            expected = offer.images * of_other / IMAGES
            if (
                after < (least if strict else least / 2)
                or (not with_new and (telling or (strict and expected > RARE)))
                or (expected > 2 and with_new + 0.5 < expected / STRANGER and after < before)
            ):
                found.append(offer.new)
        return frozenset(found)

    def _is_misfit(self, key: tuple[str, str]) -> bool:
        preposition, name = key
        if preposition not in SITED:
            return False
        return self._counts.object(preposition, name) < MISFIT * max(self._counts.object(p, name) for p in SITED)

    def _is_seen(self, key: tuple[str, str, str]) -> bool:
        """As it is or by its preposition; any person counts for the one that is its subject."""
        subject, predicate, object_ = key
        triple, last = self._counts.triple, predicate.rpartition(" ")[2]
        if triple(subject, predicate, object_) >= SEEN or triple(subject, last, object_) >= SEEN:
            return True
        # but no surfer rides a motorcycle
        if (object_ in self._of_people[predicate] or object_ in self._of_people[last]) and (
            subject in PEOPLE or (self._objects.is_person(subject) and self._counts.together(subject, object_))
        ):
            return True
        if last not in RELATIONS_OF_HOLDING or self._objects.is_animate(subject):
            return False
        return triple(object_, "in", subject) >= SEEN or triple(object_, "on", subject) >= SEEN

    def _seen_of_people(self, predicate: str) -> frozenset[str]:
        objects_of = self._counts.triples_of(predicate)
        rows = [objects_of[person] for person in PEOPLE if person in objects_of]
        return frozenset([name for row in rows for name, times in row.items() if times >= SEEN])

    def _is_usual(self, key: tuple[str, str, str, bool]) -> bool:
        name, predicate, other, as_object = key
        first, last = predicate.partition(" ")[0], predicate.rpartition(" ")[2]
        if as_object:
            count = self._counts.object
            placed = self._relations.is_placing(predicate) and count(last, name) >= 4 * USUAL  # no zebra feeds on water
            if count(predicate, name) < USUAL and not placed:
                return False
        elif first in PREPOSITION_WORDS or self._counts.subject(predicate, name) < USUAL:
            return False
        together = self._counts.together
        both, slack = together(name, other), 2 if other in PEOPLE else 1
        return both >= SEEN and both * slack * IMAGES > self._counts.images(name) * self._counts.images(other)


@lru_cache(maxsize=1)
def company_of(lexicon: Lexicon) -> Company:
    """The answers about the words of ``lexicon``, kept for the process."""
    return Company(lexicon)
