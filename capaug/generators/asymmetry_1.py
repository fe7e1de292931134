"""AsCL's Asymmetry-I negatives: the text says something the picture does not show.

Method: AsCL (arXiv 2405.10029), our reading: another object, added content, a negated fact; and the token noise of the
authors' follow-up code (``noise``, off by default: it is ungrammatical on purpose).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import lru_cache

from capaug.english.articles import indefinite_article
from capaug.english.edits import Replacement, realise
from capaug.generators.denial import Denier
from capaug.generators.draw import in_turn, weighted_order
from capaug.generators.facts import PREPOSITION_WORDS, Facts, affirmed, negated, unique_objects
from capaug.generators.old import Scene, register
from capaug.lexicon import Lexicon
from capaug.lexicon.objects import CACHE, SUBJECT
from capaug.parsing.parsed import ParsedCaption
from capaug.realise.agreement import replace_noun
from capaug.records import Edit, Relation, Variant

OBJECT, INSERT, NEGATE, NOISE = (f"asymmetry_1.{kind}" for kind in ("object", "insert", "negate", "noise"))
MOST_OBJECTS = 4  # candidates per object
MOST_INSERTS = 4
MALE = {"he": "she", "his": "her", "him": "her", "himself": "herself"}
FEMALE = {"she": "he", "her": "his", "herself": "himself"}
GENDER = {
    **dict.fromkeys("man boy guy gentleman businessman policeman father husband groom son brother".split(), "male"),
    **dict.fromkeys("woman girl lady businesswoman policewoman mother wife bride daughter sister".split(), "female"),
}
# What says of a person that it is a man, or a woman, as far as captions go.
OF_ONE_SEX = frozenset(
    "mustache moustache beard goatee sideburn dress skirt bikini bra purse makeup lipstick bride groom husband wife "
    "blouse udder gown heel mohawk boxers tuxedo bow ponytail pigtail braid cleavage prayer suit".split()
)
# A replacement this many times rarer than the old word in its place reads odd ("riding sheep").
UNUSUAL = 60
# The same of how often captions name the two at all: a rare word in the place of a frequent one gives itself away.
UNSAID = 25
# Times that make a use of a word more than a slip.
SEEN = 2
# Images of whose captions the counts of what goes together are.
IMAGES = 5000
# What is behind one of these may be there beside what is said, above all what is nearly everywhere.
BESIDE = frozenset("near next beside by behind around among".split())
AMBIENT = frozenset("car people person man tree building wall sign window flower plant book chair table".split())
# Words that speak of what an object is without standing in the graph as said of it.
KEEPS_KIND = frozenset(
    "he she his her him hers they their them who whose himself herself themselves its it itself someone herd flock "
    "pack crowd pair litter bunch".split()
)
PEOPLE = ("person", "man", "woman", "people", "boy", "girl", "child", "lady", "guy")
# Types of attributes that few kinds of things have: no woolen cows.
TELLING = frozenset("material texture pattern shape flavor".split())
# How often a word must have been seen in a place to be usual there.
USUAL = 5
# What has something, or is full of it, has it in or on itself.
HOLDING = frozenset("with of have contain hold".split())
COPULAS = frozenset("be have do".split())
# Share of the images of a noun from which another is bound to it, and how many times rarer a stranger is.
BOUND, STRANGER = 0.03, 8
# Share from which on a word that was never seen with the other is refused, however rare it is.
BOUND_FAST = 0.2
# Images in which chance alone would bring two names together: above it, that none has both is telling.
RARE = 0.8
# Of these prepositions a place takes one or two; another is a misfit when it is this much rarer.
SITED = ("in", "on", "at")
MISFIT = 0.1
# How often a caption is denied though no positive denies the like, where an object can be replaced as well: more
# captions get a negative, and their words tell. Where none can, always, or many captions would have no negative.
UNMATCHED = 0.12
# Ways to name one more thing at the end of a caption.
CLOSING_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "RB", "PRP"})
ADDITIONS = ("and {}", "with {} in the background", "with {} nearby", "near {}")


def _last_word(predicate: str) -> str:
    """The word of a predicate that tells the role of its object (``top`` for ``on top of``)."""
    words = predicate.split()
    return words[-2] if len(words) > 1 and words[-1] in ("of", "to") else words[-1]


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
        objects = list(affirmed(scene.caption, self._objects(scene.caption, facts, rng)))
        yield from objects
        if not negated(scene.caption):
            yield from self._inserts(scene, facts, rng)
            yield from self._negations(scene, facts, UNMATCHED if objects else 1.0, rng)
        yield from self._noise(scene.caption, rng)

    # -- another object ----------------------------------------------------------------------------------------------

    def _objects(self, caption: ParsedCaption, facts: Facts, rng: random.Random) -> Iterator[Variant]:
        found: list[list[Variant]] = []
        for i in unique_objects(caption):
            name = caption.graph.objects[i].name
            if self._may_describe(caption, i) or self._is_proper(caption, i) or self._is_either(caption, i):
                continue
            options = [
                (new, weight)
                for new in self._offered(name)
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

    @lru_cache(maxsize=CACHE)  # noqa: B019  (one lexicon lives as long as its process)
    def _offered(self, old: str) -> tuple[str, ...]:
        """What excludes ``old`` and is said often enough beside it."""
        counts, objects = self.lexicon.counts, self.lexicon.objects
        before = counts.together(old, old)

        def is_said(new: str) -> bool:
            said = counts.together(new, new)
            return said * UNSAID >= before and (said >= UNSAID or not objects.only_as(old, new))

        return tuple(filter(is_said, objects.contrasts(old)))

    def _may_describe(self, caption: ParsedCaption, i: int) -> bool:
        """Whether object ``i`` may be the colour of the next word, which was misread (``an orange sphere``)."""
        end = caption.object_sites[i].name[1]
        following = caption.tokens[end].tag if end < len(caption.tokens) else "."
        is_color = self.lexicon.attributes.type(caption.graph.objects[i].name) == "color"
        return is_color and following.startswith(("NN", "JJ", "RB", "FW"))

    @staticmethod
    def _is_proper(caption: ParsedCaption, i: int) -> bool:
        """Whether object ``i`` has a name of its own (``a Donald Duck``), or is cut off one (``double-decker bus``)."""
        start, end = caption.object_sites[i].name
        if caption.text[caption.tokens[start].start - 1 : caption.tokens[start].start] == "-":
            return True
        words = [token.text for token in caption.tokens[max(start, 1) : end]]
        return end - start > 1 and any(word[0].isupper() for word in words) and not caption.text.isupper()

    @staticmethod
    def _is_either(caption: ParsedCaption, i: int) -> bool:
        """Whether object ``i`` is one of two things that it may be (``a truck or bus``)."""
        head, tokens = caption.object_sites[i].head, caption.tokens
        seconds = [token.head for token in tokens if token.text.lower() == "or"]
        return any(head in (second, tokens[second].head) for second in seconds)

    def _fit(self, caption: ParsedCaption, i: int, new: str) -> float:
        """How usual ``new`` is in the place of object ``i``: with its attributes, predicates and the other objects.

        0 refuses it. The weight is how often captions name ``new``, times how much more or less often than the old word
        its place takes it: what is put in should be as frequent as what captions say.
        """
        counts, graph, objects = self.lexicon.counts, caption.graph, self.lexicon.objects
        old = graph.objects[i].name
        roles = objects.only_as(old, new)
        if roles and not self._plays(caption, i, roles):
            return 0.0
        linked = {r.subject if r.object == i else r.object for r in graph.relations if i in (r.subject, r.object)}
        for k, other in enumerate(graph.objects):
            known = k in linked and all(
                self._is_seen(caption, relation, i, new)
                for relation in graph.relations
                if {relation.subject, relation.object} == {i, k}
            )
            names = {other.name, other.lemma, _last_word(other.name)}
            unheard = not objects.is_vague(other.name) and not any(counts.together(name, name) for name in names)
            if k != i and roles and not known and unheard:
                return 0.0  # nobody knows what goes with a drainpipe
            if k != i and not known and any(self._is_stranger(old, new, name, bool(roles)) for name in names):
                return 0.0
        strict = bool(roles)  # no siblings: what is said of the one must be known to be said of the other
        by_sex = old in GENDER and new in GENDER
        weight = 0.3 + counts.together(new, new)
        share = (1 + counts.noun(old)) / (1 + counts.noun(new))
        for attribute in graph.attributes:
            if attribute.object != i or attribute.type == "number":
                continue
            seen, had = counts.attribute(attribute.name, new), counts.attribute(attribute.name, old)
            if by_sex and attribute.type == "action":
                continue
            tells = had or attribute.type in TELLING
            if (tells and not seen and attribute.type != "other") or (strict and seen < SEEN):
                return 0.0
            if had >= SEEN and (seen + 0.5) * share * UNUSUAL < had:
                return 0.0
        for relation in graph.relations:
            if i not in (relation.subject, relation.object):
                continue
            as_object = relation.object == i
            count = counts.object if as_object else counts.subject
            had, seen = count(relation.predicate, old), count(relation.predicate, new)
            if (had >= (UNUSUAL if by_sex else 3) and seen * UNUSUAL < had) or (
                as_object and not self._fits(relation.predicate, old, new)
            ):
                return 0.0
            if strict and not (self._is_seen(caption, relation, i, new) or self._is_usual(caption, relation, i, new)):
                return 0.0
            weight *= min(max((seen + 0.5) / (had + 0.5) * share, 0.05), 2.0)
        return weight

    def _fits(self, predicate: str, old: str, new: str) -> bool:
        """Whether ``new`` can be the object of ``predicate`` for ``old``, and would not be there as well as it."""
        if not self._fits_preposition(predicate.split()[-1], new):
            return False
        beside = predicate in ("with", "have") or predicate.split()[0] in BESIDE
        return not beside or not (new in AMBIENT or self.lexicon.objects.often_together(old, new))

    def _plays(self, caption: ParsedCaption, i: int, roles: frozenset[str]) -> bool:
        """Whether object ``i`` plays one of ``roles`` and no other, and nothing speaks of it that the graph leaves out.

        As a subject it may be known by what it does alone (``a dog running``).
        """
        graph, after = caption.graph, caption.object_sites[i].name[1]
        if after < len(caption.tokens) and caption.tokens[after].text.lower() in ("of", "'s", "who", "whose"):
            return False
        held = [_last_word(r.predicate) for r in graph.relations if r.object == i]
        tells = any(r.subject == i for r in graph.relations)
        if held:
            return (SUBJECT in roles or not tells) and all(word in roles for word in held)
        tells = tells or any(a.object == i and a.type == "action" for a in graph.attributes)
        if SUBJECT not in roles or not tells:
            return False
        if {token.text.lower() for token in caption.tokens} & KEEPS_KIND:
            return False
        spoken = {r.predicate.split()[0] for r in graph.relations} | {a.name for a in graph.attributes}
        if any(
            t.tag == "JJ" and t.text.lower() not in {w for a in graph.attributes for w in a.name.split()}
            for t in caption.tokens
        ):
            return False
        verbs = (token for token in caption.tokens if token.tag.startswith("VB"))
        return all({t.lemma.lower(), t.text.lower()} & (spoken | COPULAS) for t in verbs)

    def _is_seen(self, caption: ParsedCaption, relation: Relation, i: int, new: str) -> bool:
        """Whether ``relation`` was seen of ``new`` in the place of object ``i``, as it is or by its preposition.

        Any person counts for the one that is its subject.
        """
        subject, object_ = (
            new if k == i else caption.graph.objects[k].name for k in (relation.subject, relation.object)
        )
        triple, last = self.lexicon.counts.triple, relation.predicate.rsplit(" ", 1)[-1]
        subjects: tuple[str, ...] = (subject,)
        if subject in PEOPLE or (
            self.lexicon.objects.is_person(subject) and self.lexicon.counts.together(subject, object_)
        ):
            subjects += tuple(name for name in PEOPLE if name != subject)  # but no surfer rides a motorcycle
        if any(triple(s, word, object_) >= SEEN for s in subjects for word in (relation.predicate, last)):
            return True
        if last not in HOLDING or self.lexicon.objects.is_animate(subject):
            return False
        return any(triple(object_, word, subject) >= SEEN for word in ("in", "on"))

    def _is_usual(self, caption: ParsedCaption, relation: Relation, i: int, new: str) -> bool:
        """Whether ``new`` often stands in ``relation`` as object ``i`` does, and shares pictures with the other end."""
        counts, as_object = self.lexicon.counts, relation.object == i
        count, last = counts.object if as_object else counts.subject, relation.predicate.rsplit(" ", 1)[-1]
        usual = count(relation.predicate, new) >= USUAL
        if as_object:
            placed = self.lexicon.relations.is_placing(relation.predicate)  # no zebra feeds on water
            usual = usual or (placed and count(last, new) >= 4 * USUAL)
        elif relation.predicate.split()[0] in PREPOSITION_WORDS:
            return False
        if not usual:
            return False
        other = caption.graph.objects[relation.subject if as_object else relation.object].name
        together = counts.together(new, other)
        slack = 2 if other in PEOPLE else 1
        return together >= SEEN and together * slack * IMAGES > counts.together(new, new) * counts.together(
            other, other
        )

    @lru_cache(maxsize=CACHE)  # noqa: B019
    def _is_stranger(self, old: str, new: str, other: str, strict: bool) -> bool:
        """Whether ``other`` goes with ``old`` and hardly ever with ``new`` (tracks with a train, not with a bus), or
        hardly ever shares a picture with ``new`` though captions are full of both."""
        together = self.lexicon.counts.together
        old, new, other = map(self._usual_name, (old, new, other))
        before = together(old, other) / max(together(old, old), 1)
        after = (together(new, other) + 0.5) / (together(new, new) + 1)
        if old in GENDER and new in GENDER:
            return other in OF_ONE_SEX
        if before > BOUND and together(old, other) > SEEN and after * (STRANGER if strict else 2 * STRANGER) < before:
            return True
        expected = together(new, new) * together(other, other) / IMAGES
        if before > BOUND_FAST and not together(new, other):
            return True
        if strict and expected > RARE and not together(new, other):
            return True
        return expected > 2 and (together(new, other) + 0.5) < expected / STRANGER and after < before

    @lru_cache(maxsize=CACHE)  # noqa: B019
    def _usual_name(self, name: str) -> str:
        """The synonym of ``name`` that captions name most, so that a ``bath room`` has the company of a bathroom."""
        together = self.lexicon.counts.together
        found = max((name, *self.lexicon.objects.synonyms(name)), key=lambda word: together(word, word))
        return found if together(found, found) >= USUAL else name.rsplit(" ", 1)[-1]

    @lru_cache(maxsize=CACHE)  # noqa: B019
    def _fits_preposition(self, word: str, name: str) -> bool:
        """Whether ``word`` is how one says where something is at ``name``: ``in a field``, not ``in a beach``."""
        if word not in SITED:
            return True
        seen = {other: self.lexicon.counts.object(other, name) for other in SITED}
        return seen[word] >= MISFIT * max(seen.values())

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

    def _negations(self, scene: Scene, facts: Facts, unmatched: float, rng: random.Random) -> Iterator[Variant]:
        denials = [false for false, _ in self._denier.facts(scene, facts, rng)]
        if not denials and rng.random() < unmatched:
            denials = list(self._denier.stated(scene.caption))
        texts = (realise(scene.caption.text, edits) for edits in denials)
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
