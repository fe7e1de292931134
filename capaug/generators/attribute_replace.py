"""Attribute negatives: ``a red bus`` -> ``a yellow bus``; two objects exchange their colours."""

from __future__ import annotations

import random
from collections.abc import Iterator

from capaug.generators.base import Scene, register
from capaug.generators.draw import in_turn, weighted_order
from capaug.generators.facts import Facts, negated, unique_objects
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import AttributePosition, ParsedCaption
from capaug.realise.agreement import set_number
from capaug.realise.edits import Replacement, realise
from capaug.realise.inflection import inflect
from capaug.records import Variant

CONTRAST, SWAP = "attribute_replace.contrast", "attribute_replace.swap"
MOST_VALUES = 3  # candidates per attribute; later filters and the recipe's limit choose among them
# What two can be at, on or beside as well as one.
SHAREABLE = frozenset("place terrain water room sky_weather building structure furniture plant animal person".split())
# Words that a caption with two of something may use.
TWO = frozenset({"two", "couple", "pair", "both", "duo"})
# Said of most pictures of their nouns whether or not it is so: its opposite is no clear lie.
LOOSE_TYPES = frozenset({"other", "quality", "privative", "position"})


@register("attribute_replace")
class AttributeReplace:
    """One attribute gives way to a value that excludes it, or two objects exchange attributes of one type."""

    name = "attribute_replace"
    kinds = (CONTRAST, SWAP)
    positive = False

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Swaps first (they are rare), then contrasts, attribute by attribute in random order."""
        if negated(scene.caption):
            return
        facts = Facts(scene, self.lexicon)
        yield from self._swaps(scene.caption, facts)
        yield from self._contrasts(scene.caption, facts, rng)
        yield from self._more_of_them(scene.caption, facts, rng)

    def _contrasts(self, caption: ParsedCaption, facts: Facts, rng: random.Random) -> Iterator[Variant]:
        found: list[list[Variant]] = []
        for k, attribute in enumerate(caption.graph.attributes):
            noun = caption.graph.objects[attribute.object].name
            if attribute.type in LOOSE_TYPES or not self._is_single(caption, k):
                continue
            options = self.lexicon.attributes.contrasts(attribute.name, noun)
            variants = []
            for value in weighted_order(options, rng):
                if self._refused(caption, k, value, facts):
                    continue
                made = realise(caption.text, self._replace(caption, k, value))
                if made is not None:
                    variants.append(Variant(made[0], CONTRAST, made[1]))
                if len(variants) == MOST_VALUES:
                    break
            if variants:
                found.append(variants)
        rng.shuffle(found)
        yield from in_turn(found)

    def _more_of_them(self, caption: ParsedCaption, facts: Facts, rng: random.Random) -> Iterator[Variant]:
        """``a man riding a horse`` -> ``two men riding a horse``: an article is a number too.

        Only of what a writer counts (people, animals, vehicles), where no caption of the image speaks of several.
        """
        objects = self.lexicon.objects
        choices = []
        for i in unique_objects(caption):
            name, site = caption.graph.objects[i].name, caption.object_sites[i]
            counted = objects.is_animate(name) or objects.category(name) in ("person", "animal", "vehicle")
            article = caption.tokens[site.determiner].text.lower() if site.determiner is not None else ""
            if not counted or site.plural or article not in ("a", "an") or site.base[0] != site.determiner:
                continue
            if any(a.object == i and a.type in ("number", "collective") for a in caption.graph.attributes):
                continue
            if any(objects.related(name, several) for several in facts.plurals):
                continue
            if any(r.object == i for r in caption.graph.relations):
                continue  # "a shirt on two men" reads odd as often as not
            if any(r.subject == i and not self._is_shareable(caption, r.object) for r in caption.graph.relations):
                continue  # two men do not wear one hat
            choices.append(i)
        rng.shuffle(choices)
        for i in choices[:1]:
            edits = set_number(caption, i, True, rng.choice(("two", "two", "three", "four")))
            made = realise(caption.text, edits) if edits else None
            if made is not None:
                yield Variant(made[0], CONTRAST, made[1])

    def _is_shareable(self, caption: ParsedCaption, i: int) -> bool:
        """Whether several can be at object ``i``: a place, something large, or several of it."""
        site, name = caption.object_sites[i], caption.graph.objects[i].name
        return site.plural or self.lexicon.objects.category(name) in SHAREABLE

    def _is_single(self, caption: ParsedCaption, k: int) -> bool:
        """Whether the object has no second attribute of the type (``black and white``), and no shared modifier."""
        attribute = caption.graph.attributes[k]
        for m, other in enumerate(caption.graph.attributes):
            if m == k:
                continue
            if other.object == attribute.object and other.type == attribute.type:
                return False
            if other.start == attribute.start and other.object != attribute.object:
                return False
        return not self._beside_its_like(caption, k)

    def _beside_its_like(self, caption: ParsedCaption, k: int) -> bool:
        """Whether a word of the same type stands beside it (``grey and white``), whatever the parser made of it."""
        first, end = caption.attribute_sites[k].words
        tokens, kind = caption.tokens, caption.graph.attributes[k].type
        for step, start in ((-1, first - 1), (1, end)):
            j = start
            while 0 <= j < len(tokens) and tokens[j].text.lower() in ("and", "or", ",", "-", "/", "&"):
                j += step
            if 0 <= j < len(tokens) and self.lexicon.attributes.type(tokens[j].text.lower()) == kind:
                return True
        return False

    def _refused(self, caption: ParsedCaption, k: int, value: str, facts: Facts) -> bool:
        attribute = caption.graph.attributes[k]
        noun = caption.graph.objects[attribute.object].name
        if facts.has_attribute(noun, value):
            return True
        if attribute.type == "collective":
            before = caption.tokens[caption.attribute_sites[k].words[0] - 1].tag
            head = caption.object_sites[attribute.object].head
            counted = any(a.object == attribute.object and a.type == "number" for a in caption.graph.attributes)
            joined = any(t.dep == "conj" and t.head == head for t in caption.tokens)  # "a pair of men and women"
            return before.startswith("JJ") or counted or joined or bool(TWO & facts.words)
        if value == "two" and TWO & facts.words:
            return True
        if attribute.type == "action":
            return value.split()[0] in facts.lemmas
        # what a sibling says of anything related may be said of this very thing
        return value in facts.words and attribute.type != "number"

    def _replace(self, caption: ParsedCaption, k: int, value: str) -> list[Replacement]:
        attribute, site = caption.graph.attributes[k], caption.attribute_sites[k]
        new = value
        if site.position is AttributePosition.VERB:
            verb = caption.tokens[site.words[0]]
            new = inflect(value, verb.tag)
        return [(attribute.start, attribute.end, new)]

    def _swaps(self, caption: ParsedCaption, facts: Facts) -> Iterator[Variant]:
        attributes, objects = caption.graph.attributes, caption.graph.objects
        lexicon = self.lexicon
        for k, a in enumerate(attributes):
            for m in range(k + 1, len(attributes)):
                b = attributes[m]
                first, second = objects[a.object].name, objects[b.object].name
                if a.object == b.object or a.type != b.type or a.type in LOOSE_TYPES:
                    continue
                if not (self._is_single(caption, k) and self._is_single(caption, m)):
                    continue
                if {caption.attribute_sites[k].position, caption.attribute_sites[m].position} - {
                    AttributePosition.BEFORE,
                    AttributePosition.NUMBER,
                }:
                    continue
                if a.type == "number" and not self._numbers_swap(caption, a.object, b.object):
                    continue
                if lexicon.objects.related(first, second) or not lexicon.attributes.excludes(a.name, b.name):
                    continue
                if not (lexicon.attributes.suits(b.name, first) and lexicon.attributes.suits(a.name, second)):
                    continue
                if facts.has_attribute(first, b.name) or facts.has_attribute(second, a.name):
                    continue
                old, new = caption.text[a.start : a.end], caption.text[b.start : b.end]
                made = realise(caption.text, [(a.start, a.end, new), (b.start, b.end, old)])
                if made is not None:
                    yield Variant(made[0], SWAP, made[1])

    @staticmethod
    def _numbers_swap(caption: ParsedCaption, first: int, second: int) -> bool:
        return caption.object_sites[first].plural and caption.object_sites[second].plural
