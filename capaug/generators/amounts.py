"""How many there are: ``a man riding a bike`` -> ``two men riding bikes``, ``two dogs`` -> ``a single dog``.

An article is a number too. Only what a writer counts is counted anew, where no caption of the image speaks of
several; what belongs to each of them becomes several with them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from capaug.english.edits import Replacement
from capaug.generators.draw import weighted_order
from capaug.generators.facts import Facts, unique_objects
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import ParsedCaption
from capaug.realise.agreement import POSSESSIVES, set_number
from capaug.records import Relation

MOST_AMOUNTS = 3  # candidates of one object
QUANTITY_TYPES = frozenset({"number", "collective"})
ALONE = frozenset("one single lone alone solo solitary".split())
# What one alone cannot do.
TOGETHER = frozenset(
    """
    together other others another apart between among various different several line row rows side talking talk
    fighting kissing hugging sharing share competing playing meeting shaking facing surrounding lined matching
    """.split()
)
# What an article gives way to, and how often.
SEVERAL = (
    ("two", 4.0), ("couple of", 2.0), ("group of", 2.0), ("three", 1.0), ("pair of", 1.0), ("several", 1.0),
    ("herd of", 1.0),
)  # fmt: skip
CROWDS = frozenset({"group of", "herd of", "several"})  # not of things, nor of who each has one
# What two can be at, on or beside as well as one; on one horse or with one child in their arms two are not, though.
SHAREABLE = frozenset("place terrain water room sky_weather building structure furniture plant animal person".split())
ALONE_ON = frozenset({"ride", "hold", "carry", "kiss", "hug"})
AROUND = frozenset("near by beside behind under underneath beneath above over around against at".split())
MOUNTS = frozenset({"sports_gear", "vehicle", "animal", "clothing"})
# Of what a writer gives the number when it is what the caption is about.
TOPICS = frozenset("food container kitchenware furniture electronics appliance fixture toy household sign".split())
# Each of several has its own of these: two men hold cups, wear hats, ride bikes, stand on skateboards, in suits.
OWN = frozenset("hold wear carry use eat ride drink have with in on swing drive play".split())
OWNED = frozenset(
    """
    clothing accessory sports_gear electronics kitchenware drink food tool toy instrument household vehicle animal
    container body_part
    """.split()
)
# In these relations the other end may be several: a man next to two horses.
BESIDE = frozenset("with next beside near by and watch walk lead chase follow feed pet herd behind approach".split())
# Of whom a game or a wedding has one.
UNIQUE = frozenset("pitcher batter catcher umpire referee goalie bride groom president king queen santa".split())
RELATIVE = frozenset({"WDT", "WP", "IN", "DT"})  # "that", "who"


class Amounts:
    """Changes of how many there are of an object; edits, each list a text."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def more(self, caption: ParsedCaption, facts: Facts, rng: random.Random) -> Iterator[list[Replacement]]:
        """Two, three or several in the place of one, for one object drawn among those that take it."""
        objects = list(unique_objects(caption))
        choices = [(i, own) for i in objects if (own := self._own_of(caption, i, facts)) is not None]
        rng.shuffle(choices)
        for i, own in choices[:1]:
            name = caption.graph.objects[i].name
            few = bool(own) or not self.lexicon.objects.is_animate(name)
            options = [
                (quantity, weight)
                for quantity, weight in SEVERAL
                if self.lexicon.attributes.suits(quantity, name) and not (few and quantity in CROWDS)
            ]
            for quantity in weighted_order(options, rng)[:MOST_AMOUNTS]:
                if edits := self._multiplied(caption, i, own, quantity):
                    yield edits

    def one(self, caption: ParsedCaption, facts: Facts, rng: random.Random) -> Iterator[list[Replacement]]:
        """``two dogs on a bed`` -> ``a single dog on a bed``; ``a dog`` alone would be true."""
        objects = self.lexicon.objects
        for k, attribute in enumerate(caption.graph.attributes):
            i, site = attribute.object, caption.object_sites[attribute.object]
            if attribute.type != "number" or attribute.name in ("several", "many") or not site.plural:
                continue
            if site.base[0] != caption.attribute_sites[k].words[0] or ALONE & facts.words:
                continue
            if TOGETHER & {token.text.lower() for token in caption.tokens} or is_mixed(caption, k):
                continue
            if any(r.object == i for r in caption.graph.relations):
                continue
            name = caption.graph.objects[i].name
            alive = objects.is_animate(name)
            if any(
                objects.related(other.name, name) or (alive and objects.is_animate(other.name))
                for j, other in enumerate(caption.graph.objects)
                if j != i
            ):
                continue
            edits = set_number(caption, i, False, rng.choice(("a lone", "a single") if alive else ("a single",)))
            if edits:
                yield edits

    def is_shareable(self, caption: ParsedCaption, relation: Relation) -> bool:
        """Whether several can be so related to its object: a place, something large, or several of it."""
        site, name = caption.object_sites[relation.object], caption.graph.objects[relation.object].name
        words = relation.predicate.split()
        category = self.lexicon.objects.category(name)
        compound = len(words) > 1 and words[-1] == "of"  # "in front of", "on the side of"
        if site.plural or compound or words[-1] in AROUND or (words[-1] == "on" and category not in MOUNTS):
            return True
        return category in SHAREABLE and words[0] not in ALONE_ON

    def _own_of(self, caption: ParsedCaption, i: int, facts: Facts) -> list[int] | None:
        """The objects that become several with object ``i``; None where ``i`` may not become several."""
        objects, graph = self.lexicon.objects, caption.graph
        name, site = graph.objects[i].name, caption.object_sites[i]
        words = {token.text.lower() for token in caption.tokens}
        category, alive = objects.category(name), objects.is_animate(name)
        first = caption.tokens[site.base[0]].text.lower()
        if site.plural or first not in ("a", "an", "one") or name.rpartition(" ")[2] in UNIQUE:
            return None
        if site.name[1] < len(caption.tokens) and caption.tokens[site.name[1]].tag == "POS":
            return None
        if any(a.object == i and a.type in QUANTITY_TYPES and a.name not in ALONE for a in graph.attributes):
            return None
        if any(objects.related(name, several) and not objects.is_part(several, name) for several in facts.plurals):
            return None
        if (first == "one" and TOGETHER & words) or self._has_bare_conjunct(caption, i):
            return None  # "one man and another", "a man and woman"
        held = [r for r in graph.relations if r.object == i]
        if not (alive or category == "vehicle"):
            topic = caption.tokens[site.head].dep in ("root", "nsubj", "nsubj:pass")
            if held or not topic or category not in TOPICS or self.lexicon.counts.attribute("two", name) < 2:
                return None
        elif any(r.predicate.split()[0] not in BESIDE or not alive for r in held):
            return None  # "a shirt on two men" reads odd as often as not
        own = []
        for relation in graph.relations:
            if relation.subject != i or self.is_shareable(caption, relation):
                continue
            if not self._takes_own(caption, relation):
                return None  # two men do not wear one hat
            own.append(relation.object)
        return sorted(set(own))

    @staticmethod
    def _has_bare_conjunct(caption: ParsedCaption, i: int) -> bool:
        """Whether the article of object ``i`` stands for a second noun too."""
        head, tokens = caption.object_sites[i].head, caption.tokens
        return any(
            token.dep == "conj"
            and token.head == head
            and token.tag in ("NN", "NNP")
            and not any(other.head == k and other.dep == "det" for other in tokens)
            for k, token in enumerate(tokens)
        )

    def _takes_own(self, caption: ParsedCaption, relation: Relation) -> bool:
        """Whether each of several has an object of this relation of its own, and the caption can say so."""
        k, graph = relation.object, caption.graph
        site, name = caption.object_sites[k], graph.objects[k].name
        if not set(relation.predicate.split()) & OWN or self.lexicon.objects.category(name) not in OWNED:
            return False
        if self.lexicon.objects.is_mass(name) or any(r.subject == k for r in graph.relations):
            return False
        if [o.lemma for o in graph.objects].count(graph.objects[k].lemma) > 1:
            return False
        first = caption.tokens[site.base[0]].text.lower()
        return first in ("a", "an") or first in POSSESSIVES

    def _multiplied(self, caption: ParsedCaption, i: int, own: list[int], quantity: str) -> list[Replacement] | None:
        determiner = f"a {quantity}" if quantity.endswith(" of") else quantity
        theirs = self._possessed(caption, i)
        if theirs is None:
            return None
        parts = [set_number(caption, i, True, determiner, owner=bool(theirs))]
        for k in sorted({*own, *theirs}):
            mark = "their" if k in theirs else ""
            if caption.object_sites[k].plural and k in theirs:
                start, end = caption.span(caption.object_sites[k].base[0], caption.object_sites[k].base[0] + 1)
                parts.append([(start, end, "their")])
            else:
                parts.append(set_number(caption, k, True, mark, owner=bool(theirs)))
        if any(part is None for part in parts):
            return None
        edits = {edit for part in parts for edit in part or ()}
        if not self._all_agree(caption, i, {start for start, _, _ in edits}):
            return None
        for a in caption.graph.attributes:
            covered = any(start < a.end and a.start < end for start, end, _ in edits)
            if a.object == i and a.name in ALONE and not covered:
                edits.add((a.start, a.end, ""))
        return sorted(edits)

    @staticmethod
    def _all_agree(caption: ParsedCaption, i: int, changed: set[int]) -> bool:
        """Whether singular verbs that stay have a subject other than object ``i``, and those that change none."""
        tokens = caption.tokens
        for k, token in enumerate(tokens):
            if token.tag != "VBZ" and token.text.lower() not in ("is", "was", "has"):
                continue
            verb = token.head if token.dep in ("aux", "aux:pass", "cop") else k
            if token.start in changed and tokens[verb].dep == "conj" and tokens[k - 1].tag.startswith("NN"):
                return False  # "a man opens a hydrant and water is flowing out"
            subjects = [m for m, t in enumerate(tokens) if t.head == verb and t.dep in ("nsubj", "nsubj:pass", "expl")]
            own = any(m != caption.object_sites[i].head and tokens[m].tag not in RELATIVE for m in subjects)
            if token.start not in changed and not own:
                return False
        return True

    def _possessed(self, caption: ParsedCaption, i: int) -> list[int] | None:
        """The objects that are ``his``, ``her`` or ``its``, if these can only speak of object ``i``; else None."""
        pronouns = [k for k, token in enumerate(caption.tokens) if token.text.lower() in POSSESSIVES]
        if not pronouns:
            return []
        objects = caption.graph.objects
        alive = [k for k, o in enumerate(objects) if self.lexicon.objects.is_animate(o.name)]
        theirs = POSSESSIVES - {"its"} if self.lexicon.objects.is_person(objects[i].name) else POSSESSIVES
        if any(caption.tokens[k].text.lower() not in theirs for k in pronouns):
            return None  # a woman and an umbrella by its handle
        if alive != [i] or any(caption.tokens[k].tag != "PRP$" or k < caption.object_sites[i].head for k in pronouns):
            return None
        found = [k for k, site in enumerate(caption.object_sites) if site.base[0] in pronouns]
        mass = any(self.lexicon.objects.is_mass(objects[k].name) for k in found)
        return None if len(found) != len(pronouns) or mass else found


def is_mixed(caption: ParsedCaption, k: int) -> bool:
    """Whether quantity ``k`` is of two kinds (``a group of men and women``), counted as well, or part of an idiom."""
    attribute, tokens = caption.graph.attributes[k], caption.tokens
    head = caption.object_sites[attribute.object].head
    first = caption.attribute_sites[k].words[0]
    if first and tokens[first - 1].text.lower() in ("between", "so", "how", "too", "as"):
        return True
    others = [
        site for site in caption.object_sites if tokens[site.head].dep == "conj" and tokens[site.head].head == head
    ]
    if attribute.type == "collective":
        counted = any(a.object == attribute.object and a.type == "number" for a in caption.graph.attributes)
        return counted or any(t.dep == "conj" and t.head == head for t in tokens)
    return any(other.plural and other.base[0] == other.name[0] for other in others)
