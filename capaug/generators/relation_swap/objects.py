"""Two links exchange their objects: ``a man with a cup and a woman with a book`` -> ``with a book``, ``with a cup``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

from capaug.captions import Link, Scene
from capaug.english.edits import realise
from capaug.english.elsewhere import Elsewhere
from capaug.english.gender import SEXES
from capaug.english.words import words
from capaug.generators.relation_swap.exchange import exchange, has_pronouns
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant


@dataclass(frozen=True, slots=True)
class Pair:
    """Two links whose objects would change places."""

    scene: Scene
    one: Link
    two: Link


FOOD_VESSELS = words("vessels_of_food")
WOMENS = words("clothes_of_women")
RULES = Rules[Pair]("relation_swap.objects")


class Objects:
    """The objects of two links of four things change places."""

    kind: ClassVar[Kind] = Kind("relation_swap.objects", true=False, does="the objects of two relations change places")

    def __init__(self, lexicon: Lexicon) -> None:
        pass

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Pair by pair of links; nothing is drawn."""
        for one, two in combinations(scene.sentence.links, 2):
            if len({one.subject, one.object, two.subject, two.object}) < 4 or "of" in (one.predicate, two.predicate):
                continue
            if RULES.refuse(scene, Pair(scene, one, two)):
                continue
            edits = exchange(scene.sentence, one.object, two.object)
            made = realise(scene.sentence.text, edits) if edits else None
            if made is not None:
                yield Variant(made[0], self.kind.id, made[1])


@RULES.rule("a man and a woman holding a cup and a book")
def shared(pair: Pair) -> bool:
    """Coordination hands their words to other things as well."""
    return pair.one.shared or pair.two.shared


@RULES.rule("a man on a bench and a woman on a seat")
def nothing_changes(pair: Pair) -> bool:
    """The two objects, or the two subjects, may be the same."""
    related = pair.scene.lexicon.objects.related
    one, two = pair.one, pair.two
    return related(one.object.name, two.object.name) or related(one.subject.name, two.subject.name)


@RULES.rule("a man holding a cup and a woman on a bench")
def things_of_two_sorts(pair: Pair) -> bool:
    """What is done with the one is not done with the other."""
    category = pair.scene.lexicon.objects.category
    return category(pair.one.object.name) != category(pair.two.object.name)


@RULES.rule("a woman in a red dress and a man in a suit")
def clothes_of_women(pair: Pair) -> bool:
    """One of them would wear what captions put on the other's sex alone."""
    worn = {pair.one.object.lemma, pair.two.object.lemma}
    return not worn.isdisjoint(WOMENS) and len({SEXES.get(one.subject.lemma) for one in (pair.one, pair.two)}) > 1


@RULES.rule("a man holding a cup and a woman holding books")
def one_is_many(pair: Pair) -> bool:
    """The one is single, the other is not."""
    return pair.one.object.plural != pair.two.object.plural


@RULES.rule("a man drinking from a cup and a woman washing a plate")
def never_seen(pair: Pair) -> bool:
    """Counts do not know each of two predicates with the object of the other."""
    one, two, seen = pair.one, pair.two, pair.scene.lexicon.counts.object
    if one.predicate == two.predicate:
        return False
    return not (seen(one.predicate, two.object.name) and seen(two.predicate, one.object.name))


@RULES.rule("a woman in an apron and a man in a turban, where another caption says: a woman in a turban")
def said_by_another(pair: Pair) -> bool:
    """Another caption relates one of the subjects to the other's object."""
    related, (one, two) = pair.scene.lexicon.objects.related, (pair.one, pair.two)
    return any(
        related(link.subject.name, mine.subject.name) and related(link.object.name, other.object.name)
        for sentence in pair.scene.speakers[1:]
        for link in sentence.links
        for mine, other in ((one, two), (two, one))
    )


@RULES.rule("broccoli in a bowl and crackers on a plate")
def on_it_or_in_it(pair: Pair) -> bool:
    """Of vessels one says ``in`` or ``on`` by their form."""
    one, two = pair.one, pair.two
    differ = one.predicate.rpartition(" ")[2] != two.predicate.rpartition(" ")[2]
    return differ and not FOOD_VESSELS.isdisjoint((one.object.lemma, two.object.lemma))


@RULES.rule("a man holding a cup and a woman holding a book. The book is the woman's.")
def said_in_another_sentence(pair: Pair) -> bool:
    """Another sentence names what changes places."""
    elsewhere = pair.scene.once(Elsewhere)
    return elsewhere.names(pair.one.object) or elsewhere.names(pair.two.object)


@RULES.rule("a man holding a cup and a woman without a hat holding a book")
def beside_a_denial(pair: Pair) -> bool:
    """What is denied is said of one of the four, as it stands."""
    return bool(pair.scene.sentence.denied)


@RULES.rule("a man holding a cup and a woman holding her book")
def pronoun(pair: Pair) -> bool:
    """A pronoun would change its noun."""
    return has_pronouns(pair.scene.sentence)
