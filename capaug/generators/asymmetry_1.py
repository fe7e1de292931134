"""AsCL's Asymmetry-I negatives: the text says something the picture does not show.

Method: AsCL (arXiv 2405.10029), our reading: another object, added content, a negated fact; and the token noise of the
authors' follow-up code (``noise``, off by default: it is ungrammatical on purpose).
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from capaug.generators.base import Scene, register
from capaug.generators.draw import in_turn, weighted_order
from capaug.generators.facts import Facts, negated, unique_objects
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import AttributePosition, ParsedCaption, RelationForm
from capaug.realise.agreement import replace_noun
from capaug.realise.articles import indefinite_article
from capaug.realise.edits import Replacement, realise
from capaug.realise.inflection import PLURAL_NOUNS, SAME_FORM, inflect, is_past_participle, is_verb
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
# Ways to name one more thing at the end of a caption.
CLOSING_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "RB", "PRP"})
ADDITIONS = ("and {}", "with {} in the background", "with {} nearby", "near {}")
DO_FORMS = {"VBZ": "does", "VBP": "do", "VBD": "did"}
# First words of prepositions that say where something is.
PLACES = frozenset(
    "on in at near next under beneath underneath below behind beside above over inside outside by across along".split()
)
FINITE_BE = {"is", "are", "was", "were"}
# Words that say how many; nothing is "no several".
QUANTITIES = frozenset(
    "several many few multiple numerous various couple dozen dozens lot lots plenty number countless both all".split()
)


@register("asymmetry_1")
class Asymmetry1:
    """An object gives way to another, an object is added, or a fact is negated."""

    name = "asymmetry_1"
    kinds = (OBJECT, INSERT, NEGATE, NOISE)
    positive = False

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

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
            other = graph.objects[relation.subject if relation.object == i else relation.object].name
            if (
                relation.object == i
                and relation.predicate in ("with", "have")
                and (self.lexicon.objects.often_together(old, new))
            ):
                return 0.0
            weight *= 0.3 + min(seen, 20) + counts.together(new, other)
        return weight

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
        found = self._negated(caption, self._negate_existence(caption))
        for k, site in enumerate(caption.relation_sites):
            edits: list[Replacement] | None = None
            if site.form in (RelationForm.VERB_OBJECT, RelationForm.VERB_PREPOSITION, RelationForm.PASSIVE):
                edits = self._negate_verb(caption, site.verb, site.auxiliaries)
                joints = self._joints_denied(caption, site.verb) if edits else None
                edits = [*edits, *joints] if edits and joints is not None else None
            elif site.form is RelationForm.PREPOSITION:
                edits = self._negate_preposition(caption, k)
            found += self._negated(caption, edits)
        for attribute_site in caption.attribute_sites:
            edits = None
            if attribute_site.position is AttributePosition.VERB:
                verb = attribute_site.words[0]
                helpers = [j for j, t in enumerate(caption.tokens) if t.head == verb and t.dep.startswith("aux")]
                edits = self._negate_verb(caption, verb, tuple(helpers))
            elif attribute_site.position is AttributePosition.PREDICATE:
                word = attribute_site.words[0]
                copula = [t for t in caption.tokens if t.head == word and t.dep == "cop" and t.text in FINITE_BE]
                edits = [(copula[0].end, copula[0].end, " not")] if copula else None
            found += self._negated(caption, edits)
        unique = list({variant.text: variant for variant in found}.values())
        rng.shuffle(unique)
        yield from unique[:MOST_INSERTS]

    @staticmethod
    def _negated(caption: ParsedCaption, edits: list[Replacement] | None) -> list[Variant]:
        made = realise(caption.text, edits) if edits else None
        return [Variant(made[0], NEGATE, made[1])] if made is not None else []

    @staticmethod
    def _negate_verb(
        caption: ParsedCaption, verb: int | None, auxiliaries: tuple[int, ...]
    ) -> list[Replacement] | None:
        """``riding`` -> ``not riding``; ``is riding`` -> ``is not riding``; ``rides`` -> ``does not ride``."""
        if verb is None:
            return None
        token = caption.tokens[verb]
        if token.dep == "conj" or any(t.head == verb and t.dep == "conj" for t in caption.tokens):
            return None  # "is not brushing her teeth and posing": does she pose?
        finite = [caption.tokens[j] for j in auxiliaries if caption.tokens[j].text.lower() in FINITE_BE]
        if finite:
            return [(finite[0].end, finite[0].end, " not")]
        if auxiliaries:
            return None
        following = caption.tokens[verb + 1].text.lower() if verb + 1 < len(caption.tokens) else ""
        if following == "by" and token.tag != "VBG" and is_past_participle(token.text, token.lemma):
            # "a horse ridden by a man", whatever a tagger makes of it
            return [(token.start, token.start, "not ")]
        if verb and caption.tokens[verb - 1].tag == "IN":
            return None  # "with flashing lights": an adjective, whatever the parser says
        if verb and caption.tokens[verb - 1].tag == "NN" and all(s.head != verb - 1 for s in caption.object_sites):
            return None  # "cross country | skiing"
        if token.tag in ("VBG", "VBN") and token.dep in ("acl", "advcl", "root", "dep"):
            return [(token.start, token.start, "not ")]
        if token.tag not in ("VBZ", "VBP") or token.dep not in ("root", "acl:relcl") or not is_verb(token.text):
            return None
        if inflect(token.lemma, token.tag) != token.text.lower() or not Asymmetry1._agrees(caption, verb):
            return None  # no such form of the verb, or no verb at all
        return [(token.start, token.end, f"{DO_FORMS[token.tag]} not {inflect(token.lemma, 'VB')}")]

    @staticmethod
    def _agrees(caption: ParsedCaption, verb: int) -> bool:
        """Whether the finite verb has a subject, in the number that its form asks for."""
        tokens = caption.tokens
        subject = next((k for k, t in enumerate(tokens) if t.head == verb and t.dep == "nsubj"), None)
        if subject is not None and tokens[subject].tag in ("WDT", "WP", "IN", "DT"):
            subject = tokens[verb].head  # "a man who rides"
        for i, site in enumerate(caption.object_sites):
            if site.head == subject:
                grouped = any(a.object == i and a.type == "collective" for a in caption.graph.attributes)
                joined = any(t.dep == "conj" and t.head == subject for t in tokens)
                unclear = grouped or caption.graph.objects[i].lemma in SAME_FORM | PLURAL_NOUNS
                many = site.plural or joined
                return unclear or many == (tokens[verb].tag == "VBP")
        return False

    def _joints_denied(self, caption: ParsedCaption, verb: int | None) -> list[Replacement] | None:
        """``not wearing a hat or a scarf``: what joins the verb's objects, denied as well; None where it is unclear."""
        taken = [
            (site.preposition or (-1, -1), relation.predicate, relation.object)
            for relation, site in zip(caption.graph.relations, caption.relation_sites, strict=True)
            if site.verb == verb and site.form is not RelationForm.PLACE
        ]
        first = min((preposition for preposition, _, _ in taken), default=None)
        joined = [(predicate, i) for preposition, predicate, i in taken if preposition == first]
        heads = sorted({caption.object_sites[i].head for _, i in joined})
        if len(heads) < 2:
            return []
        seen = [self.lexicon.relations.seen(predicate, caption.graph.objects[i].name) for predicate, i in joined]
        if any(seen) and not all(seen) and joined[0][0] != "have":
            return None  # "wearing a hat and a couch": the couch is beside whoever wears the hat
        after = [t.tag for t in caption.tokens[heads[-1] + 1 :]]
        if after and after[0] not in (".", "IN", ":"):
            return None  # "a pizza and a woman wearing": another clause
        joints = [t for t in caption.tokens[heads[0] : heads[-1]] if t.dep == "cc"]
        comma = any(t.text == "," for t in caption.tokens[heads[0] : heads[-1]])
        if len(joints) != len(heads) - 1 or comma or any(t.text.lower() != "and" for t in joints):
            return None
        return [(t.start, t.end, "or") for t in joints]

    def _negate_preposition(self, caption: ParsedCaption, k: int) -> list[Replacement] | None:
        """``with a hat`` -> ``without a hat``; ``is on the bed`` -> ``is not on the bed``."""
        relation, site = caption.graph.relations[k], caption.relation_sites[k]
        if site.preposition is None:
            return None
        finite = [caption.tokens[j] for j in site.auxiliaries if caption.tokens[j].text.lower() in FINITE_BE]
        there = any(token.dep == "expl" for token in caption.tokens)
        if finite and not there:
            return [(finite[0].end, finite[0].end, " not")]
        subject = caption.object_sites[relation.subject]
        if relation.predicate.split()[0] in PLACES and not site.shared and not finite and not there:
            # "a cat on a bed" -> "a cat that is not on a bed"; nothing else may hang on the cat before or behind
            if subject.head + 1 != site.preposition[0] or caption.tokens[subject.head].dep not in ("root", "nsubj"):
                return None
            start = caption.tokens[site.preposition[0]].start
            return [(start, start, f"that {'are' if subject.plural else 'is'} not ")]
        if relation.predicate != "with" or finite:
            return None
        # "with a glove and a ball" -> "without a glove or a ball": all that the preposition holds is denied
        together = [m for m, other in enumerate(caption.relation_sites) if other.preposition == site.preposition]
        if {caption.graph.relations[m].subject for m in together} != {relation.subject}:
            return None
        targets = [caption.graph.relations[m].object for m in together]
        if not all(self._can_be_missing(caption, i) for i in targets):
            return None
        heads = {caption.object_sites[i].head for i in targets}
        joints = [
            t for t in caption.tokens if t.dep == "cc" and (t.head in heads or caption.tokens[t.head].head in heads)
        ]
        last = caption.tokens[max(heads)].end
        joints = [t for t in joints if caption.tokens[site.preposition[1] - 1].end < t.start < last]
        if len(targets) > 1 and (not joints or any(t.text.lower() != "and" for t in joints)):
            return None
        turned: list[Replacement] = [(t.start, t.end, "or") for t in joints] if len(targets) > 1 else []
        return [(*caption.span(*site.preposition), "without"), *turned]

    def _can_be_missing(self, caption: ParsedCaption, i: int) -> bool:
        """Whether ``without`` fits before object ``i``: ``without two dogs`` and ``without the people watching`` say
        something else than that there are none."""
        site, tokens = caption.object_sites[i], caption.tokens
        determiner = tokens[site.determiner].text.lower() if site.determiner is not None else ""
        bare_singular = site.determiner is None and not site.plural
        if bare_singular and not self.lexicon.objects.is_mass(caption.graph.objects[i].name):
            return False
        counted = any(a.object == i and a.type in ("number", "collective") for a in caption.graph.attributes)
        behind = {token.text.lower() for token in tokens[site.base[1] : site.phrase[1]]}
        return determiner in ("a", "an", "") and not counted and behind <= {"in", "on", "it"}

    def _negate_existence(self, caption: ParsedCaption) -> list[Replacement] | None:
        """``there is a cat on the bed`` -> ``there is no cat on the bed``."""
        for k, token in enumerate(caption.tokens):
            if (
                token.dep != "expl"
                or k + 2 >= len(caption.tokens)
                or caption.tokens[k + 1].text.lower() not in FINITE_BE
            ):
                continue
            for site in caption.object_sites:
                counted = [
                    j
                    for j in range(*site.base)
                    if caption.tokens[j].tag == "CD" or caption.tokens[j].text.lower() in QUANTITIES
                ]
                if site.base[0] != k + 2 or not self._is_alone(caption, site.head):
                    continue
                if counted:  # "there are several men" -> "there are no men"
                    end = counted[-1] + 1
                    article = caption.tokens[k + 2].text.lower() in ("a", "an", "some")
                    plain = site.plural and caption.tokens[k + 1].text.lower() in ("are", "were")
                    if not plain or caption.tokens[end].text.lower() == "or" or end - k - 2 > 1 + article:
                        continue
                    end += caption.tokens[end].text.lower() == "of"
                    return [(*caption.span(k + 2, end), "no")]
                if site.determiner == k + 2 and caption.tokens[k + 2].text.lower() in ("a", "an", "some"):
                    return [(caption.tokens[k + 2].start, caption.tokens[k + 2].end, "no")]
                if site.determiner is None and site.plural and caption.tokens[k + 2].tag in ("NNS", "JJ"):
                    start = caption.tokens[k + 2].start
                    return [(start, start, "no ")]
        return None

    @staticmethod
    def _is_alone(caption: ParsedCaption, head: int) -> bool:
        """Whether nothing is coordinated with the noun: ``no cat and a dog`` would leave the dog."""
        return not any(t.dep == "conj" and t.head == head for t in caption.tokens)

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
