"""AsCL's Asymmetry-I negatives: the text says something the picture does not show.

Method: AsCL (arXiv 2405.10029), our reading: another object, added content, a negated fact; and the token noise of the
authors' follow-up code (``noise``, off by default: it is ungrammatical on purpose).
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from capaug.generators.base import Scene, register
from capaug.generators.denial import Denier
from capaug.generators.draw import in_turn, weighted_order
from capaug.generators.facts import Facts, negated, unique_objects
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import ParsedCaption
from capaug.realise.agreement import replace_noun
from capaug.realise.articles import indefinite_article
from capaug.realise.edits import Replacement, realise
from capaug.records import Edit, Variant

OBJECT, INSERT, NEGATE, NOISE = (f"asymmetry_1.{kind}" for kind in ("object", "insert", "negate", "noise"))
MOST_OBJECTS = 4  # candidates per object
MOST_INSERTS = 4
MALE = {"he": "she", "his": "her", "him": "her", "himself": "herself"}
FEMALE = {"she": "he", "her": "his", "herself": "himself"}
GENDER = {
    **dict.fromkeys("man boy guy gentleman businessman policeman father husband groom son brother".split(), "male"),
    **dict.fromkeys("woman girl lady businesswoman policewoman mother wife bride daughter sister".split(), "female"),
}
# A replacement this many times rarer than the old word in its place reads odd ("riding sheep").
UNUSUAL = 60
# Share of the images of a noun from which another is bound to it, and how many times rarer a stranger is.
BOUND, STRANGER = 0.03, 8
# Of these prepositions a place takes one or two; another is a misfit when it is this much rarer.
SITED = ("in", "on", "at")
MISFIT = 0.1
# Ways to name one more thing at the end of a caption.
CLOSING_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "RB", "PRP"})
ADDITIONS = ("and {}", "with {} in the background", "with {} nearby", "near {}")


@register("asymmetry_1")
class Asymmetry1:
    """An object gives way to another, an object is added, or a fact is negated."""

    name = "asymmetry_1"
    kinds = (OBJECT, INSERT, NEGATE, NOISE)
    positive = False

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._denier = Denier(lexicon)

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Objects, insertions, negations, noise: each kind in order of preference."""
        facts = Facts(scene, self.lexicon)
        if not negated(scene.caption):
            yield from self._objects(scene.caption, facts, rng)
            yield from self._inserts(scene, facts, rng)
            yield from self._negations(scene.caption, rng)
        yield from self._noise(scene.caption, rng)

    # -- another object ----------------------------------------------------------------------------------------------

    def _objects(self, caption: ParsedCaption, facts: Facts, rng: random.Random) -> Iterator[Variant]:
        found: list[list[Variant]] = []
        for i in unique_objects(caption):
            name = caption.graph.objects[i].name
            if self._may_describe(caption, i):
                continue
            options = [
                (new, weight)
                for new in self.lexicon.objects.contrasts(name)
                if not facts.mentions(new, instead_of=name) and (weight := self._fit(caption, i, new)) > 0
            ]
            variants = []
            for new in weighted_order(options, rng):
                edits = replace_noun(caption, i, new, self.lexicon.objects)
                edits = self._with_pronouns(caption, i, new, edits) if edits else None
                made = realise(caption.text, edits) if edits else None
                if made is not None:
                    variants.append(Variant(made[0], OBJECT, made[1]))
                if len(variants) == MOST_OBJECTS:
                    break
            if variants:
                found.append(variants)
        rng.shuffle(found)
        yield from in_turn(found)

    def _may_describe(self, caption: ParsedCaption, i: int) -> bool:
        """Whether object ``i`` may be the colour of the next word, which was misread (``an orange sphere``)."""
        end = caption.object_sites[i].name[1]
        following = caption.tokens[end].tag if end < len(caption.tokens) else "."
        is_color = self.lexicon.attributes.type(caption.graph.objects[i].name) == "color"
        return is_color and following.startswith(("NN", "JJ", "RB", "FW"))

    def _fit(self, caption: ParsedCaption, i: int, new: str) -> float:
        """How usual ``new`` is in the place of object ``i``: with its attributes, predicates and the other objects.

        0 refuses it. Counts are from scene graphs and captions; the square root keeps rarer words in play.
        """
        counts, graph = self.lexicon.counts, caption.graph
        old = graph.objects[i].name
        weight = (1.0 + counts.noun(new)) ** 0.5
        if any(
            self._is_stranger(old, new, name)
            for k, other in enumerate(graph.objects)
            if k != i
            for name in {other.name, other.lemma}
        ):
            return 0.0
        if self.lexicon.objects.only_as_place(old, new) and not self._is_plain_place(caption, i):
            return 0.0
        for attribute in graph.attributes:
            if attribute.object == i and attribute.type not in ("number", "other"):
                seen, before = counts.attribute(attribute.name, new), counts.attribute(attribute.name, old)
                strict = attribute.type in ("color", "material", "pattern", "state", "action", "age")
                if strict and before and not seen:
                    return 0.0
                weight *= 0.3 + min(seen, 20)
        for relation in graph.relations:
            if relation.object == i:
                before, seen = counts.object(relation.predicate, old), counts.object(relation.predicate, new)
            elif relation.subject == i:
                before, seen = counts.subject(relation.predicate, old), counts.subject(relation.predicate, new)
            else:
                continue
            if before >= 3 and seen * UNUSUAL < before:
                return 0.0
            if relation.object == i and not self._fits_preposition(relation.predicate.split()[-1], new):
                return 0.0
            other = graph.objects[relation.subject if relation.object == i else relation.object].name
            if (
                relation.object == i
                and relation.predicate in ("with", "have")
                and (self.lexicon.objects.often_together(old, new))
            ):
                return 0.0
            weight *= 0.3 + min(seen, 20) + counts.together(new, other)
        return weight

    def _is_stranger(self, old: str, new: str, other: str) -> bool:
        """Whether ``other`` goes with ``old`` and hardly ever with ``new``: tracks with a train, not with a bus."""
        together = self.lexicon.counts.together
        before = together(old, other) / max(together(old, old), 1)
        after = (together(new, other) + 0.5) / (together(new, new) + 1)
        return before > BOUND and after * STRANGER < before

    def _fits_preposition(self, word: str, name: str) -> bool:
        """Whether ``word`` is how one says where something is at ``name``: ``in a field``, not ``in a beach``."""
        if word not in SITED:
            return True
        seen = {other: self.lexicon.counts.object(other, name) for other in SITED}
        return seen[word] >= MISFIT * max(seen.values())

    @staticmethod
    def _is_plain_place(caption: ParsedCaption, i: int) -> bool:
        """Whether object ``i`` is only where something is: ``on a table``, with nothing more said of the table."""
        graph = caption.graph
        if any(a.object == i for a in graph.attributes) or any(r.subject == i for r in graph.relations):
            return False
        held = [r.predicate.split()[-1] for r in graph.relations if r.object == i]
        return bool(held) and all(word in ("on", "in") for word in held)

    def _with_pronouns(
        self, caption: ParsedCaption, i: int, new: str, edits: list[Replacement]
    ) -> list[Replacement] | None:
        """Add the pronouns that must follow the noun (``a man holding his hat`` -> ``a woman holding her hat``)."""
        before, after = GENDER.get(caption.graph.objects[i].name), GENDER.get(new)
        words = [t for t in caption.tokens if t.text.lower() in MALE or t.text.lower() in FEMALE]
        if not words or before == after:
            return edits
        people = [o for o in caption.graph.objects if self.lexicon.objects.is_person(o.name)]
        if len(people) > 1 or before is None or after is None:
            return None
        table = MALE if before == "male" else FEMALE
        for token in words:
            if token.text.lower() not in table:
                return None
            turned = table[token.text.lower()]
            if token.text.lower() == "her" and token.tag != "PRP$":
                turned = "him"
            edits = [*edits, (token.start, token.end, turned)]
        return edits

    # -- one more object ---------------------------------------------------------------------------------------------

    def _inserts(self, scene: Scene, facts: Facts, rng: random.Random) -> Iterator[Variant]:
        caption, objects = scene.caption, self.lexicon.objects
        scene_name = objects.scene_of(sorted(facts.names))
        if scene_name is None or not caption.graph.objects:
            return
        end = self._end(caption)
        if end is None:
            return
        foreign = [name for name in objects.foreign_objects(scene_name) if not facts.mentions(name)]
        rng.shuffle(foreign)
        for name in foreign[:MOST_INSERTS]:
            phrase = f"{indefinite_article(name)} {name}"
            at_noun = any(site.head == end for site in caption.object_sites)
            joined = at_noun and self._ends_in_list(caption)
            addition = ADDITIONS[0] if joined else rng.choice(ADDITIONS[1 : None if at_noun else 3])
            place = caption.tokens[end].end
            made = realise(caption.text, [(place, place, " " + addition.format(phrase))])
            if made is not None:
                yield Variant(made[0], INSERT, made[1])

    @staticmethod
    def _end(caption: ParsedCaption) -> int | None:
        """Index of the last word, behind which something can be added; None where the sentence is still open there."""
        words = [k for k, token in enumerate(caption.tokens) if any(c.isalnum() for c in token.text)]
        if not words or caption.tokens[words[-1]].tag not in CLOSING_TAGS:
            return None
        if any(token.text in ".!?;" for token in caption.tokens[: words[-1]]):
            return None
        return words[-1]

    @staticmethod
    def _ends_in_list(caption: ParsedCaption) -> bool:
        """Whether ``and a bicycle`` joins the last noun: it has no conjunct before it and stands behind ``with``."""
        last = max(range(len(caption.object_sites)), key=lambda i: caption.object_sites[i].head)
        joined = any(token.text.lower() in ("and", "or", "&") for token in caption.tokens)
        return not joined and any(r.object == last and r.predicate in ("with", "have") for r in caption.graph.relations)

    # -- a negated fact ----------------------------------------------------------------------------------------------

    def _negations(self, caption: ParsedCaption, rng: random.Random) -> Iterator[Variant]:
        denials = [self._denier.existence(caption)]
        denials += [self._denier.relation(caption, k) for k in range(len(caption.relation_sites))]
        denials += [self._denier.attribute(caption, k) for k in range(len(caption.attribute_sites))]
        texts = (realise(caption.text, edits) for edits in denials if edits)
        unique = list({made[0]: Variant(made[0], NEGATE, made[1]) for made in texts if made is not None}.values())
        rng.shuffle(unique)
        yield from unique[:MOST_INSERTS]

    # -- noise -------------------------------------------------------------------------------------------------------

    @staticmethod
    def _noise(caption: ParsedCaption, rng: random.Random) -> Iterator[Variant]:
        """Words shuffled, or one word in five dropped (AsCL authors' code does the same to token features)."""
        words = caption.text.split()
        if len(words) < 4:
            return
        shuffled = words[:]
        rng.shuffle(shuffled)
        dropped = [word for word in words if rng.random() > 0.2]
        for new in (shuffled, dropped):
            text = " ".join(new)
            if new and text != " ".join(words):
                yield Variant(text, NOISE, (Edit(0, len(caption.text), caption.text, text),))
