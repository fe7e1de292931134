"""Attribute negatives: ``a red bus`` -> ``a yellow bus``; two objects exchange their colours."""

from __future__ import annotations

import random
from collections.abc import Iterator

from capaug.english.edits import Replacement, realise
from capaug.english.inflection import inflect
from capaug.generators.amounts import ALONE_ON, BESIDE, QUANTITY_TYPES, Amounts, is_mixed
from capaug.generators.draw import in_turn, weighted_order
from capaug.generators.facts import Facts, affirmed, unique_objects
from capaug.generators.old import Scene, register
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import AttributePosition, ParsedCaption
from capaug.realise.agreement import set_number, subject_verb
from capaug.records import Variant

CONTRAST, SWAP = "attribute_replace.contrast", "attribute_replace.swap"
MOST_VALUES = 4  # candidates per attribute; later filters and the recipe's limit choose among them
# Words that a caption with two of something may use.
TWO = frozenset({"two", "couple", "pair", "both", "duo"})
DIGITS = {name: str(i) for i, name in enumerate("two three four five six seven eight nine ten".split(), start=2)}
MANY = frozenset("several many multiple numerous dozens dozen".split())
FEW = frozenset({"two", "three", "couple of", "pair of"})  # can ride one horse
TWO_VALUES = frozenset({"two", "pair of", "couple of"})
# What is filled with things has more than two of them; nor is it empty, or where there are many.
FULL = frozenset("filled full packed covered crowded surrounded loaded".split())
BUSY = FULL | frozenset("crowd crowds group groups lots many bunch traffic rush several people cars".split())
GAMES = frozenset({"singles", "doubles", "duel"})  # of so many players
ROOMY = frozenset("cramped spacious roomy compact confined".split())  # say a size as well
LARGE = frozenset({"large", "big", "huge"})  # "a large group of": goes with the group
# "two other men", "two of them", "two or three", "two-story": not a plain count.
BESIDE_NUMBERS = frozenset("other more different separate same of or to and -".split())
# The words in which captions say a value.
WORDINGS = {
    "snowy": ("snowy", "snow covered"),
    "grassy": ("grassy", "grassy", "grass covered"),
    "lying": ("lying", "laying", "laying down"),
    "wooden": ("wooden", "wooden", "wood"),
    "gray": ("gray", "grey"),
}
COATS = frozenset({"black", "white", "brown", "gray", "orange", "tan"})
LIVELY = frozenset("run running jump jumping swim swimming".split())
# They lie or stand; few writers say that they sit.
NEVER_SEATED = frozenset(
    "zebra giraffe horse cow elephant sheep goat deer bull cattle calf pony lamb buffalo antelope".split()
)
# Of what a writer gives the number: what exchanges numbers, and the relations in which it may.
COUNTED = frozenset("person animal vehicle food container kitchenware furniture electronics toy household".split())
JOINTS = frozenset({"and", "or", ",", "-", "/", "&", "an"})
PHOTOS = frozenset("photo photos photograph photographs picture pictures image shot snapshot".split())
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
        self._amounts = Amounts(lexicon)

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Swaps first (they are rare), then contrasts, attribute by attribute in random order."""
        caption, facts = scene.caption, Facts(scene, self.lexicon)
        yield from affirmed(caption, self._swaps(caption, facts))
        yield from affirmed(caption, self._swapped_counts(caption, facts))
        yield from affirmed(caption, self._contrasts(caption, facts, rng))
        yield from affirmed(caption, self._counted(caption, facts, rng))

    def _counted(self, caption: ParsedCaption, facts: Facts, rng: random.Random) -> Iterator[Variant]:
        for change in (self._amounts.more, self._amounts.one):
            for edits in change(caption, facts, rng):
                if made := realise(caption.text, edits):
                    yield Variant(made[0], CONTRAST, made[1])

    def _contrasts(self, caption: ParsedCaption, facts: Facts, rng: random.Random) -> Iterator[Variant]:
        found: list[list[Variant]] = []
        for k, attribute in enumerate(caption.graph.attributes):
            noun = caption.graph.objects[attribute.object].name
            if attribute.type in LOOSE_TYPES:
                continue
            partner = self._partner(caption, k)
            if partner is None and not self._is_single(caption, k):
                continue
            options = self.lexicon.attributes.contrasts(attribute.name, noun)
            variants = []
            for value in weighted_order(options, rng):
                if self._refused(caption, k, value, facts):
                    continue
                if partner is not None and not self._goes_with(value, partner, noun):
                    continue
                edits = self._replace(caption, k, rng.choice(WORDINGS.get(value, (value,))))
                made = realise(caption.text, edits) if edits else None
                if made is not None:
                    variants.append(Variant(made[0], CONTRAST, made[1]))
                if len(variants) == MOST_VALUES:
                    break
            if variants:
                found.append(variants)
        rng.shuffle(found)
        yield from in_turn(found)

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

    def _partner(self, caption: ParsedCaption, k: int) -> str | None:
        """The other colour of a thing of two (``black and white``), or None where there is not just one other.

        ``a black and white photo`` speaks of no colour of what it shows.
        """
        attribute, (first, end) = caption.graph.attributes[k], caption.attribute_sites[k].words
        if attribute.type != "color" or PHOTOS & {token.text.lower() for token in caption.tokens}:
            return None
        likes = [
            m for m, a in enumerate(caption.graph.attributes) if a.object == attribute.object and a.type == "color"
        ]
        if len(likes) != 2:
            return None
        other = next(m for m in likes if m != k)
        start, stop = caption.attribute_sites[other].words
        between = range(end, start) if start >= end else range(stop, first)
        outer = min(first, start) - 1, max(end, stop)
        tokens = caption.tokens
        joined = [tokens[j].text.lower() for j in between] in (["and"], ["&"], ["/"], ["-"])
        longer = any(
            0 <= j < len(tokens) and (tokens[j].text.lower() in JOINTS or self._colour_like(tokens[j].text))
            for j in outer
        )
        shared = any(a.object != attribute.object and a.start == attribute.start for a in caption.graph.attributes)
        return None if longer or shared or not joined else caption.graph.attributes[other].name

    def _goes_with(self, value: str, partner: str, noun: str) -> bool:
        """Whether a thing of two colours, one of them ``partner``, can have ``value`` as the other."""
        furred = self.lexicon.objects.category(noun) == "animal" and not self.lexicon.objects.is_a(noun, "bird")
        return self.lexicon.attributes.excludes(value, partner) and (value in COATS or not furred)

    def _colour_like(self, word: str) -> bool:
        return self.lexicon.attributes.type(word.lower()) == "color"

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
        if attribute.type == "number" and self._is_count(value):
            # A sibling's "a group of people" is no count of the women whom this caption counts.
            said = value in facts.words or DIGITS.get(value) in facts.words
            said = said or (value != "two" and bool(MANY & facts.words))
        else:
            said = facts.has_attribute(noun, value)
        if said:
            return True
        words = {token.text.lower() for token in caption.tokens}
        if attribute.type in QUANTITY_TYPES:
            if value in TWO_VALUES and (TWO & facts.words or FULL & words):
                return True
            if ("one" in words and attribute.name != "one") or GAMES & words:
                return True  # "three cows, two black and one brown"
            if value not in FEW and any(
                r.subject == attribute.object
                and r.predicate.split()[0] in ALONE_ON
                and not caption.object_sites[r.object].plural
                for r in caption.graph.relations
            ):
                return True  # "several people riding a motorcycle"
            return is_mixed(caption, k)
        if attribute.type == "size" and ROOMY & words:
            return True
        end = caption.attribute_sites[k].words[1]
        after = caption.tokens[end].text.lower() if end < len(caption.tokens) else ""
        if after == "day" and noun != "day":
            return True  # "modern day"
        if attribute.name == "cream" and "ice" in words:
            return True  # "an ice cream truck"
        if value == "empty" and BUSY & words:
            return True
        if attribute.name.startswith("snow") and any(word.startswith(("ski", "snowboard", "sled")) for word in words):
            return True  # nobody skis on grass
        if attribute.type == "action":
            if value in LIVELY and after in ("on", "in", "at", "inside", "while"):
                return True  # what they sit on, few run on
            return (
                "also" in words
                or value.split()[0] in facts.lemmas
                or (value in ("sit", "sitting") and noun in NEVER_SEATED)
            )
        # what a sibling says of anything related may be said of this very thing
        return value in facts.words

    def _replace(self, caption: ParsedCaption, k: int, value: str) -> list[Replacement] | None:
        attribute, site = caption.graph.attributes[k], caption.attribute_sites[k]
        if attribute.type == "collective" or (attribute.type == "number" and not self._is_count(value)):
            return self._replace_quantity(caption, k, value)
        new = value
        if site.position is AttributePosition.VERB:
            verb = caption.tokens[site.words[0]]
            new = inflect(value, "VBG" if verb.text.lower() == "seated" else verb.tag)
        return [(attribute.start, attribute.end, new)]

    def _is_count(self, value: str) -> bool:
        return self.lexicon.attributes.type(value) == "number" and value not in ("several", "many")

    def _replace_quantity(self, caption: ParsedCaption, k: int, value: str) -> list[Replacement] | None:
        """``two dogs`` -> ``a group of dogs``, ``many kites`` -> ``two kites``; None where English is in doubt."""
        attribute, tokens = caption.graph.attributes[k], caption.tokens
        noun_site = caption.object_sites[attribute.object]
        first, end = caption.attribute_sites[k].words
        words = [token.text.lower() for token in tokens]
        determiner = words[noun_site.determiner] if noun_site.determiner is not None else ""
        collective = value.endswith(" of")
        if not noun_site.plural:
            return None
        start = first
        if attribute.type == "collective":
            if words[first].endswith("s") and words[first] not in ("lots", "dozens", "hundreds"):
                return None  # "two groups of", "pairs of"
            if start and words[start - 1] in LARGE:
                start -= 1
            if start and words[start - 1] in ("a", "an"):
                start -= 1
            elif determiner or start != noun_site.base[0]:
                return None
            if self._takes_singular(caption, attribute.object):
                return None
        else:
            before = words[first - 1] if first else ""
            if determiner or first != noun_site.base[0] or end - first != 1 or words[first] == "both":
                return None
            if before in ("or", "another", "about", "other", "-") or words[end] in BESIDE_NUMBERS:
                return None
        new = f"a {value}" if collective else value
        return [(tokens[start].start, attribute.end, new)]

    @staticmethod
    def _takes_singular(caption: ParsedCaption, i: int) -> bool:
        """Whether a verb in the singular goes with the group (``a group of people is``, ``there is a group``)."""
        verb, tokens = subject_verb(caption, i), caption.tokens
        site = caption.object_sites[i]
        near = [
            *range(max(site.base[0] - 1, 0), site.base[0]),
            *range(site.name[1], min(site.name[1] + 2, len(tokens))),
        ]
        near += [verb] if verb is not None else []
        return any(tokens[j].tag == "VBZ" or tokens[j].text.lower() in ("was", "is", "'s") for j in near)

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
                counts = self._is_count(a.name) and self._is_count(b.name)
                if a.type == "number" and not (counts and self._numbers_swap(caption, k, m)):
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

    def _swapped_counts(self, caption: ParsedCaption, facts: Facts) -> Iterator[Variant]:
        """``a woman and two dogs`` -> ``two women and a dog``: an article is a number too."""
        objects, tokens = self.lexicon.objects, caption.tokens
        unique = [i for i in unique_objects(caption) if objects.category(caption.graph.objects[i].name) in COUNTED]
        for k, a in enumerate(caption.graph.attributes):
            many, several = a.object, caption.object_sites[a.object]
            if many not in unique or a.type != "number" or not several.plural or is_mixed(caption, k):
                continue
            if several.base[0] != caption.attribute_sites[k].words[0] or not self._is_single(caption, k):
                continue
            if not (self._is_count(a.name) or a.name == "several"):
                continue
            for i in unique:
                name, site = caption.graph.objects[i].name, caption.object_sites[i]
                first = tokens[site.base[0]].text.lower()
                if (
                    i == many
                    or site.plural
                    or first not in ("a", "an")
                    or objects.related(name, caption.graph.objects[many].name)
                ):
                    continue
                if any(objects.related(name, said) for said in facts.plurals):
                    continue
                if not self._counts_swap(caption, i, many):
                    continue
                amount = caption.text[a.start : a.end].lower()
                edits = [set_number(caption, i, True, amount), set_number(caption, many, False, "a")]
                if edits[0] is None or edits[1] is None:
                    continue
                made = realise(caption.text, sorted({*edits[0], *edits[1]}))
                if made is not None:
                    yield Variant(made[0], SWAP, made[1])

    def _counts_swap(self, caption: ParsedCaption, one: int, many: int) -> bool:
        """Whether the relations of the two hold as well for several of the one and one of the many."""
        sites, tokens = caption.object_sites, caption.tokens
        heads = {sites[one].head, sites[many].head}
        joined = any(tokens[h].dep == "conj" and tokens[h].head in heads for h in heads)
        between = [
            r.predicate.partition(" ")[0] for r in caption.graph.relations if {r.subject, r.object} == {one, many}
        ]
        if not joined and not (between and set(between) <= BESIDE):
            return False
        kinds = {self.lexicon.objects.category(caption.graph.objects[i].name) for i in (one, many)}
        if len(kinds) > 1 and not kinds <= {"person", "animal"}:
            return False  # "two men with a duvet", "people walking out of a bus"
        bare = [t for k, t in enumerate(tokens) if t.dep == "conj" and t.head in heads and k not in heads]
        dressed = any(
            r.subject == many and sites[r.object].plural and r.predicate.partition(" ")[0] in ("in", "wear")
            for r in caption.graph.relations
        )
        if bare or dressed:
            return False  # "a keyboard and mouse", "women in long skirts"
        return all(
            self._amounts.is_shareable(caption, r)
            for r in caption.graph.relations
            if r.subject == one and r.object != many
        )

    @staticmethod
    def _numbers_swap(caption: ParsedCaption, first: int, second: int) -> bool:
        """Whether both numbers stand before plurals of their own: not "three people, two wearing shirts"."""
        for k in (first, second):
            site = caption.object_sites[caption.graph.attributes[k].object]
            if not site.plural or site.base[0] != caption.attribute_sites[k].words[0]:
                return False
        return True
