"""How a caption's facts are denied: the replacements that turn ``riding a horse`` into ``not riding a horse``.

Denying a fact that the caption states gives a negative (``asymmetry_1.negate``); denying one that its facts exclude
gives a positive in the same words (``asymmetry_3.absence``). :meth:`Denier.facts` gives either, or neither.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from capaug.english.edits import Replacement
from capaug.english.inflection import PLURAL_NOUNS, SAME_FORM, inflect, is_past_participle, is_verb, lemma
from capaug.generators.exclusive import Exclusions
from capaug.generators.facts import Facts
from capaug.generators.old import Scene
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import AttributePosition, ParsedCaption, RelationForm

DO_FORMS = {"VBZ": "does", "VBP": "do", "VBD": "did"}
# First words of prepositions that say where something is.
PLACES = frozenset(
    "on in at near next under beneath underneath below behind beside above over inside outside by across along".split()
)
MOST_DENIED = 3  # things at once: without a bed, a lamp or a desk
# What a picture does with what it shows, and sports whose first word stands apart ("snow skiing").
SHOWN = frozenset("show picture see depict photograph view feature".split())
SPORT_WORDS = frozenset("snow kite para water wind jet boogie body skate horse wake country".split())
FINITE_BE = {"is", "are", "was", "were"}


class Denier:
    """Denies facts of captions; replacements, or None where a denial would be unclear or no English."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._exclusions = Exclusions(lexicon)

    def relation(self, caption: ParsedCaption, k: int) -> list[Replacement] | None:
        """Deny relation ``k``."""
        site = caption.relation_sites[k]
        if site.verb is not None and "only" in {token.text.lower() for token in caption.tokens}:
            return None
        if site.form in (RelationForm.VERB_OBJECT, RelationForm.VERB_PREPOSITION, RelationForm.PASSIVE):
            edits = self._verb(caption, site.verb, site.auxiliaries)
            joints = self._joints_denied(caption, site.verb) if edits else None
            return [*edits, *joints] if edits and joints is not None else None
        return self._preposition(caption, k) if site.form is RelationForm.PREPOSITION else None

    def facts(
        self, scene: Scene, facts: Facts, rng: random.Random
    ) -> Iterator[tuple[list[Replacement], list[Replacement]]]:
        """What makes a denial of each fact false, and what makes one true: of the fact as it stands, and of another
        that it excludes. A fact that nothing is drawn for is left out, so that both deny the same words as often.
        """
        caption = scene.caption
        for k in range(len(caption.relation_sites)):
            if denial := self.relation(caption, k):
                for change in self._exclusions.of_relation(scene, k, facts, rng):
                    if instead := deny_instead(caption, denial, change):
                        yield denial, instead
        for k in range(len(caption.attribute_sites)):
            if denial := self.attribute(caption, k):
                for change in self._exclusions.of_attribute(scene, k, facts, rng):
                    if instead := deny_instead(caption, denial, change):
                        yield denial, instead

    def stated(self, caption: ParsedCaption) -> Iterator[list[Replacement]]:
        """The denials of what the caption states, each false, whether or not anything excludes it."""
        yield from filter(None, (self.relation(caption, k) for k in range(len(caption.relation_sites))))
        yield from filter(None, (self.attribute(caption, k) for k in range(len(caption.attribute_sites))))

    def attribute(self, caption: ParsedCaption, k: int) -> list[Replacement] | None:
        """Deny attribute ``k``: what its object does, or what it is said to be."""
        site = caption.attribute_sites[k]
        word = site.words[0]
        if caption.tokens[word].lemma == "display":
            return None  # "a train is not displayed"
        if site.position is AttributePosition.VERB:
            helpers = [j for j, t in enumerate(caption.tokens) if t.head == word and t.dep.startswith("aux")]
            return self._verb(caption, word, tuple(helpers))
        if site.position is AttributePosition.PREDICATE:
            copula = [t for t in caption.tokens if t.head == word and t.dep == "cop" and t.text in FINITE_BE]
            return [(copula[0].end, copula[0].end, " not")] if copula else None
        return None

    @staticmethod
    def _verb(caption: ParsedCaption, verb: int | None, auxiliaries: tuple[int, ...]) -> list[Replacement] | None:
        """``riding`` -> ``not riding``; ``is riding`` -> ``is not riding``; ``rides`` -> ``does not ride``."""
        if verb is None:
            return None
        token = caption.tokens[verb]
        if token.dep == "conj" or any(t.head == verb and t.dep == "conj" for t in caption.tokens):
            return None  # "is not brushing her teeth and posing": does she pose?
        if token.lemma in SHOWN or (verb and caption.tokens[verb - 1].text.lower() in SPORT_WORDS):
            return None
        finite = [caption.tokens[j] for j in auxiliaries if caption.tokens[j].text.lower() in FINITE_BE]
        if finite:
            return [(finite[0].end, finite[0].end, " not")]
        if auxiliaries:
            return None
        following = caption.tokens[verb + 1].text.lower() if verb + 1 < len(caption.tokens) else ""
        if following == "by" and token.tag != "VBG" and is_past_participle(token.text, token.lemma):
            # "a horse ridden by a man", whatever a tagger makes of it
            return [(token.start, token.start, "not ")]
        if verb and token.tag == "VBG" and caption.tokens[verb - 1].tag.startswith("VB"):
            return None  # "who just finished eating"
        if verb and caption.tokens[verb - 1].tag == "IN":
            return None  # "with flashing lights": an adjective, whatever the parser says
        if verb and caption.tokens[verb - 1].tag == "NN" and all(s.head != verb - 1 for s in caption.object_sites):
            return None  # "cross country | skiing"
        if token.tag in ("VBG", "VBN") and token.dep in ("acl", "advcl", "root", "dep"):
            return [(token.start, token.start, "not ")]
        if token.tag not in ("VBZ", "VBP") or token.dep not in ("root", "acl:relcl") or not is_verb(token.text):
            return None
        if inflect(token.lemma, token.tag) != token.text.lower() or not Denier._agrees(caption, verb):
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

    def _preposition(self, caption: ParsedCaption, k: int) -> list[Replacement] | None:
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
        if len(targets) > MOST_DENIED or not all(self._can_be_missing(caption, i) for i in targets):
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
        turned += [
            (token.start, token.end, "any")
            for i in targets
            for token in caption.tokens[slice(*caption.object_sites[i].base)]
            if token.text.lower() == "some"
        ]
        return [(*caption.span(*site.preposition), "without"), *turned]

    def _can_be_missing(self, caption: ParsedCaption, i: int) -> bool:
        """Whether ``without`` fits before object ``i``: ``without two dogs`` and ``without the people watching`` say
        something else than that there are none."""
        site, tokens = caption.object_sites[i], caption.tokens
        determiner = tokens[site.determiner].text.lower() if site.determiner is not None else ""
        bare_singular = site.determiner is None and not site.plural and tokens[site.head].dep != "conj"
        if bare_singular and not self.lexicon.objects.is_mass(caption.graph.objects[i].name):
            return False
        counted = any(a.object == i and a.type in ("number", "collective") for a in caption.graph.attributes)
        behind = [token.text.lower() for token in tokens[site.base[1] : site.phrase[1]]]
        closed = set(behind) <= {"in", "on", "inside", "of", "it", "them"} or (behind[0] == "of" and len(behind) <= 3)
        return determiner in ("a", "an", "", "some") and not counted and closed


def deny_instead(
    caption: ParsedCaption, denial: list[Replacement], change: list[Replacement]
) -> list[Replacement] | None:
    """The denial of a changed fact: ``not riding`` and ``riding`` -> ``pushing`` make ``not pushing``.

    Args:
        denial: replacements that deny the fact as it stands.
        change: replacements that say another fact in its place.
    """
    merged, left = [], list(change)
    for start, end, text in denial:
        same = next((one for one in left if one[0] == start), None)
        if same is None:
            if any(one[0] < end and start < one[1] for one in left):
                return None
            merged.append((start, end, text))
            continue
        left.remove(same)
        if end == start:  # "not " before the verb
            merged.append((start, same[1], text + same[2]))
            continue
        verb = next((token for token in caption.tokens if token.start == start), None)
        if verb is None:
            return None
        # "does not ride" and "pushes": the helper takes the ending
        first, *rest = same[2].split()
        helper = text.rpartition(" ")[0]
        merged.append((start, same[1], " ".join([helper, lemma(first, verb.tag), *rest])))
    return sorted(merged + left)
