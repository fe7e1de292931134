"""FAM's negatives: the relations between the objects are altered.

Method: FAM (Learning Fine-Grained Information Alignment for Calibrated Cross-Modal Retrieval), abstract: hard
negatives for image-text matching "by altering the relationships between objects"; how is our reading.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from capaug.english.edits import Replacement, realise
from capaug.english.inflection import inflect, is_past_participle
from capaug.generators.draw import in_turn, weighted_order
from capaug.generators.facts import PREPOSITION_WORDS, Facts, affirmed
from capaug.generators.old import Scene, register
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import ParsedCaption, RelationForm
from capaug.records import Relation, Variant

ROLES, PREDICATE, OBJECTS = "relation_swap.roles", "relation_swap.predicate", "relation_swap.objects"
MOST_PREDICATES = 5  # candidates per relation
# Said of what does it: "parked on the street" gives way to "driving down the street", not to "driven".
ACTIVE_VERBS = frozenset(
    "stand sit lie lay walk run drive travel move fly float swim jump roll hang lean sail ride".split()
)
# Participles of where something was put: "parked by a wall"; before others, ``by`` names who did it.
PLACED = frozenset(
    "park stop seat perch locate place dock hang line position set situate mount lay leave stand".split()
)
# Verbs of what does not move, and prepositions of a way that something takes.
STILL = frozenset("sit stand lie lay park lean kneel crouch rest sleep wait stop".split())
PATHS = frozenset("through down up into onto toward towards past".split())
MODIFIER_TAGS = frozenset({"JJ", "JJR", "JJS", "NN", "NNP", "DT", "PRP$", "CD"})
PRONOUNS = frozenset("his her hers him its their theirs them they it he she himself herself itself each".split())

# What holds up or holds in: a thing is at one such place.
HOLDS = frozenset({"on", "in", "inside", "inside of", "on top of"})
HOLDING = (" on", " in", " inside", " on top of", "on", "in", "ride", "ride on")
# Verbs with an object that go down a street.
GUIDING = frozenset("ride drive lead push pull walk carry follow chase roll drag tow wear fly throw kick hit".split())
WALKING = frozenset({"walk", "run", "jog", "stroll"})
# Prepositions that belong to the verb before their noun, and verbs that nobody does standing about.
GOING = frozenset({"into", "onto", "from", "out", "off"})
MOVING = frozenset({"ride", "drive", "fly", "swim", "run"})
# Roles of these are no matter of place or size: a box does not sit on a doll, and who teaches knows more.
UNTURNED = frozenset("on atop upon teach coach instruct train show".split())
# What anybody does beside anything: sitting or standing next to a thing needs no count of it.
POSTURES = frozenset({"sit", "stand", "lie", "lay"})
AROUND = frozenset("next to/near/by/beside/close to/in front of/behind/around/with/against/outside/between".split("/"))
PETS = frozenset({"cat", "dog", "kitten", "puppy", "teddy bear", "stuffed animal"})  # toys stand where they sit
# Words of what is done on a board, where it is neither held nor stood beside.
RIDING = frozenset("ride surf jump ollie grind fly skate skateboard snowboard ski flip slide balance".split())
RIDDEN = frozenset("trick stunt wave air jump ramp rail ollie slope".split())
# Verbs whose past participle says how things stand ("a bus parked on a street").
RESTING = frozenset({"park", "seat", "dock", "moor"})


@register("relation_swap")
class RelationSwap:
    """Roles change places, a predicate gives way to one that excludes it, or two relations exchange objects."""

    name = "relation_swap"
    kinds = (ROLES, PREDICATE, OBJECTS)
    positive = False

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Swaps of roles and objects, then new predicates, relation by relation in random order."""
        caption, facts = scene.caption, Facts(scene, self.lexicon)
        yield from affirmed(caption, self._roles(scene, facts))
        yield from affirmed(caption, self._objects(caption))
        yield from affirmed(caption, self._predicates(caption, facts, rng))

    # -- roles -------------------------------------------------------------------------------------------------------

    def _roles(self, scene: Scene, facts: Facts) -> Iterator[Variant]:
        caption = scene.caption
        graph = caption.graph
        for relation, site in zip(graph.relations, caption.relation_sites, strict=True):
            s, o = relation.subject, relation.object
            if site.shared or site.form in (RelationForm.POSSESSIVE, RelationForm.PLACE):
                continue
            subject, target = graph.objects[s].name, graph.objects[o].name
            if subject == target or not self.lexicon.relations.swappable(relation.predicate, subject, target):
                continue
            if UNTURNED & set(relation.predicate.split()):
                continue
            if caption.object_sites[s].plural != caption.object_sites[o].plural:
                continue
            if self._is_tangled(caption, s, o) or self._said_turned(scene, relation.predicate, subject, target):
                continue
            edits = self._exchange(caption, s, o)
            made = realise(caption.text, edits) if edits else None
            if made is not None:
                yield Variant(made[0], ROLES, made[1])

    def _is_tangled(self, caption: ParsedCaption, s: int, o: int) -> bool:
        """Whether more hangs on the two than their one relation, so that a swap would change other facts too."""
        touching = sum(1 for r in caption.graph.relations if r.subject in (s, o) or r.object in (s, o))
        pronoun = any(token.text.lower() in PRONOUNS for token in caption.tokens)
        return touching > 1 or pronoun

    def _said_turned(self, scene: Scene, predicate: str, subject: str, target: str) -> bool:
        related = self.lexicon.objects.related
        for sibling in scene.siblings:
            for r in sibling.graph.relations:
                a, b = sibling.graph.objects[r.subject].name, sibling.graph.objects[r.object].name
                if related(a, target) and related(b, subject):
                    return True
        return False

    @staticmethod
    def _exchange(caption: ParsedCaption, a: int, b: int) -> list[Replacement] | None:
        """The two noun phrases change places, without what follows their nouns."""
        for i in (a, b):
            start = caption.object_sites[i].base[0]
            if start and caption.tokens[start - 1].tag in MODIFIER_TAGS:
                return None  # the parser left a modifier out of the phrase
        first, second = caption.span(*caption.object_sites[a].base), caption.span(*caption.object_sites[b].base)
        if first[0] < second[1] and second[0] < first[1]:
            return None
        return [(*first, caption.text[slice(*second)]), (*second, caption.text[slice(*first)])]

    # -- objects -----------------------------------------------------------------------------------------------------

    def _objects(self, caption: ParsedCaption) -> Iterator[Variant]:
        graph, counts, objects = caption.graph, self.lexicon.counts, self.lexicon.objects
        for k, one in enumerate(graph.relations):
            for m in range(k + 1, len(graph.relations)):
                two = graph.relations[m]
                if len({one.subject, one.object, two.subject, two.object}) < 4 or "of" in (
                    one.predicate,
                    two.predicate,
                ):
                    continue
                if caption.relation_sites[k].shared or caption.relation_sites[m].shared:
                    continue
                names = [graph.objects[i].name for i in (one.subject, one.object, two.subject, two.object)]
                if objects.related(names[1], names[3]) or objects.related(names[0], names[2]):
                    continue
                if objects.category(names[1]) != objects.category(names[3]):
                    continue
                sites = caption.object_sites
                if sites[one.object].plural != sites[two.object].plural:
                    continue
                seen = counts.object(one.predicate, names[3]) and counts.object(two.predicate, names[1])
                if one.predicate != two.predicate and not seen:
                    continue
                if any(token.text.lower() in PRONOUNS for token in caption.tokens):
                    continue
                edits = self._exchange(caption, one.object, two.object)
                made = realise(caption.text, edits) if edits else None
                if made is not None:
                    yield Variant(made[0], OBJECTS, made[1])

    # -- predicates --------------------------------------------------------------------------------------------------

    def _predicates(self, caption: ParsedCaption, facts: Facts, rng: random.Random) -> Iterator[Variant]:
        found: list[list[Variant]] = []
        graph = caption.graph
        for k, relation in enumerate(graph.relations):
            subject, target = graph.objects[relation.subject].name, graph.objects[relation.object].name
            options = self.lexicon.relations.contrasts(relation.predicate, subject, target)
            variants = []
            for predicate in weighted_order(options, rng):
                if facts.relates(predicate, subject) or not self._fits(caption, k, predicate):
                    continue
                edits = replace_predicate(caption, k, predicate)
                made = realise(caption.text, edits) if edits else None
                if made is not None:
                    variants.append(Variant(made[0], PREDICATE, made[1]))
                if len(variants) == MOST_PREDICATES:
                    break
            if variants:
                found.append(variants)
        rng.shuffle(found)
        yield from in_turn(found)

    def _fits(self, caption: ParsedCaption, k: int, new: str) -> bool:
        """Whether ``new`` is usual with the object of relation ``k``, and goes with the words around it."""
        relation, site = caption.graph.relations[k], caption.relation_sites[k]
        relations, target, old = self.lexicon.relations, caption.graph.objects[relation.object].name, relation.predicate
        words = new.split()
        if site.verb is None and f" {new} " in caption.text.lower():
            return False  # "a pizza next to a plate next to a shaker"
        if words[0] in STILL and words[-1] in PATHS:
            return False  # "sitting through an intersection"
        behind = caption.object_sites[relation.object].head + 1
        if behind < len(caption.tokens) and caption.tokens[behind].tag == "RB":
            behind += 1  # "eating leaves together off of a tree"
        after = caption.tokens[behind] if behind < len(caption.tokens) else None
        if after is not None and (after.tag == "VB" or after.text.lower() in GOING):
            return False  # "watching a player swing a bat", "pouring wine into a glass"
        if self._collides(caption, k, words) or not self._shares_verb(caption, k, words[0]):
            return False
        if words[0] in MOVING | WALKING and any(
            t.lemma in STILL and j != site.verb for j, t in enumerate(caption.tokens)
        ):
            return False  # "holding a surfboard, standing by the water"
        if site.verb is not None and not all(
            relations.seen(new, caption.graph.objects[r.object].name)
            for m, r in enumerate(caption.graph.relations)
            if m != k
            and caption.relation_sites[m].verb == site.verb
            and r.predicate == old
            and r.subject == relation.subject
        ):
            return False  # "riding a skateboard and a microphone"
        if by_agent(caption, k):
            old = old.removesuffix(" by")
            new, target = new.removesuffix(" by"), caption.graph.objects[relation.subject].name
            if not (relations.passive_ok(new) and relations.passive_ok(old)):
                return False
        elif site.form is RelationForm.PASSIVE and any(
            caption.tokens[j].text.lower() in ("being", "been", "get", "gets", "getting") for j in site.auxiliaries
        ):
            return False  # "is being pulled down a street" is not "is being driving"
        elif site.form is RelationForm.VERB_OBJECT and not self._takes_bare(caption, relation.object):
            return False
        elif relations.is_strange(caption.graph.objects[relation.subject].name, new, target) and (
            not relations.seen(new, target) if site.preposition is None else new.split()[1:] != old.split()[1:]
        ):
            return False  # "throwing a bat", "a cow on a fence"; but people stand where they sit
        if site.form is RelationForm.VERB_OBJECT and not relations.seen(new, target):
            end = caption.object_sites[relation.object].base[1]
            if end < len(caption.tokens) and caption.tokens[end].tag == "IN":
                return False  # "fixing a kite | in the air"
        if not self._goes_with_riding(caption, k, new):
            return False
        return self._keeps_place(old, new, caption.graph.objects[relation.subject].name) or relations.is_usual(
            new, target, old
        )

    def _shares_verb(self, caption: ParsedCaption, k: int, new: str) -> bool:
        """Whether a new verb goes with the water that hangs on the old one: no ``walking on a wave in the ocean``.

        Elsewhere the check would cost a relation in twenty and take as many right texts as odd ones.
        """
        verb, old = caption.relation_sites[k].verb, caption.graph.relations[k].predicate.split()[0]
        for m, other in enumerate(caption.graph.relations):
            target = caption.graph.objects[other.object].name
            if verb is None or new == old or m == k or caption.relation_sites[m].verb != verb:
                continue
            turned = " ".join([new, *other.predicate.split()[1:]])
            if self.lexicon.objects.category(target) == "water" and not self.lexicon.counts.object(turned, target):
                return False
        return True

    @staticmethod
    def _keeps_place(old: str, new: str, subject: str) -> bool:
        """Whether only the posture changes, at a place where the subject takes any."""
        before, after = old.split(" ", 1), new.split(" ", 1)
        if not (before[0] in POSTURES and after[0] in POSTURES and before[1:] == after[1:]):
            return False
        return subject in PETS or after[-1] in AROUND

    @staticmethod
    def _goes_with_riding(caption: ParsedCaption, k: int, new: str) -> bool:
        """Whether ``new`` may be said of a board that the rest of the caption may ride (``holding`` in a jump)."""
        relation, verb = caption.graph.relations[k], caption.relation_sites[k].verb
        if not caption.graph.objects[relation.object].name.endswith(("board", "ski")) or "on" in new.split():
            return True
        return new == "ride" or not any(
            t.lemma in (RIDING if t.tag.startswith("VB") else RIDDEN) for j, t in enumerate(caption.tokens) if j != verb
        )

    @staticmethod
    def _collides(caption: ParsedCaption, k: int, words: list[str]) -> bool:
        """Whether the words around relation ``k`` speak of the old predicate too."""
        relation, site, tokens = caption.graph.relations[k], caption.relation_sites[k], caption.tokens
        tail = " ".join(words[1:]) if site.verb is not None else " ".join(words)
        if (
            tail in HOLDS
            and not relation.predicate.endswith(HOLDING)
            and any(
                r.subject == relation.subject and m != k and r.predicate.endswith(HOLDING)
                for m, r in enumerate(caption.graph.relations)
            )
        ):
            return True  # "people on a motorcycle in a car"
        others = [r for m, r in enumerate(caption.graph.relations) if m != k]
        if tail in ("in", "inside") and any(r.subject == relation.object and r.predicate == "of" for r in others):
            return True  # "a plate in a bowl of rice"
        if site.preposition is not None and tokens[site.preposition[1]].tag == "VBG":
            return (
                site.preposition[1] < caption.object_sites[relation.object].base[0]
            )  # "a lamp is on | revealing a bed"
        if site.verb is None:
            return False
        of_subject = [r for r in others if r.subject == relation.subject]
        boards = [r for r in of_subject if caption.graph.objects[r.object].name.endswith(("board", "ski"))]
        if (words[0] == "sleep" and of_subject) or (words[0] in WALKING and any(r.predicate == "on" for r in boards)):
            return True  # "sleeping in a chair, eating", "walking in the water on surfboards"
        before, after = tokens[max(site.verb - 2, 0) : site.verb], tokens[site.verb + 1 : site.verb + 3]
        joined = [pair[at] for pair, at in ((before, 0), (after, 1)) if len(pair) == 2 and pair[1 - at].text == "and"]
        if any(t.lemma in STILL | MOVING | {"walk", "graze"} for t in joined) and words[0] in STILL | MOVING:
            return True  # "standing and lying in a pasture"
        moving = any(t.lemma in WALKING and t.tag.startswith("VB") and j != site.verb for j, t in enumerate(tokens))
        if moving and words[0] in MOVING:
            return True  # "running through grass as they walk"
        behind = caption.object_sites[relation.object].base[1]
        following = tokens[behind] if behind < len(tokens) else None
        old = relation.predicate.partition(" ")[0]
        if old == "feed" and sum(one.verb == site.verb for one in caption.relation_sites) > 1:
            return True  # "washing a baby a banana"
        if following is None:
            return False
        text = following.text.lower()
        if (old, text) in (("swing", "at"), ("hit", "with"), ("throw", "to"), ("pitch", "to")):
            return True  # "carrying a bat at a ball", "holding a ball with a bat"
        way = text in PATHS | {"along", "across", "over"} and words[0] not in GUIDING
        return way and (old == "ride" or site.form is RelationForm.VERB_OBJECT)

    def _takes_bare(self, caption: ParsedCaption, i: int) -> bool:
        """Whether any verb can take object ``i`` as it is: not ``watching television`` where others have articles."""
        sites, objects = caption.object_sites, self.lexicon.objects

        def bare(m: int) -> bool:
            name, site = caption.graph.objects[m].name, sites[m]
            single = not (site.plural or objects.is_mass(name) or objects.is_plural_only(name))
            return single and caption.tokens[site.base[0]].tag not in ("DT", "PDT", "PRP$", "CD")

        return not bare(i) or any(bare(m) for m in range(len(sites)) if m != i)


def by_agent(caption: ParsedCaption, k: int) -> bool:
    """Whether relation ``k`` is a passive whose ``by`` names who does it (``ridden by a man``)."""
    relation, site = caption.graph.relations[k], caption.relation_sites[k]
    if site.verb is None or site.preposition is None or not relation.predicate.endswith(" by"):
        return False
    verb = caption.tokens[site.verb]
    being = any(caption.tokens[j].text.lower() in ("being", "been") for j in site.auxiliaries)
    passive = site.form is RelationForm.PASSIVE or is_past_participle(verb.text, verb.lemma)
    return passive and verb.tag != "VBG" and (being or verb.lemma not in PLACED)


def replace_predicate(caption: ParsedCaption, k: int, new: str) -> list[Replacement] | None:
    """Replacements that say relation ``k`` with the predicate ``new`` in the form it has (``riding`` -> ``pushing``).

    Only the words that differ are replaced; None where the new predicate does not fit the old one's words.
    """
    relation, site = caption.graph.relations[k], caption.relation_sites[k]
    tokens = caption.tokens
    if site.form is RelationForm.POSSESSIVE:
        return None
    if site.verb is None:
        if site.preposition is None:
            return None
        if is_preposition(new):
            return [(*caption.span(*site.preposition), new)]
        alone = _stands_alone(caption, relation, site.preposition[0])
        return [(*caption.span(*site.preposition), inflect(new, "VBG"))] if alone else None
    verb = tokens[site.verb]
    words = new.split()
    if is_preposition(new):  # "holding a surfboard" -> "on a surfboard"
        last = site.preposition[1] - 1 if site.preposition is not None else site.verb
        if verb.tag != "VBG" or last - site.verb != len(relation.predicate.split()) - 1:
            return None
        return [(verb.start, tokens[last].end, new)] if _stands_alone(caption, relation, site.verb) else None
    tag = verb.tag
    if by_agent(caption, k):
        tag = "VBN"
    elif site.form is RelationForm.PASSIVE:  # taggers take many participles for past forms
        tag = "VBG" if words[0] in ACTIVE_VERBS else "VBN"
    old_words = relation.predicate.split()
    edits: list[Replacement] = []
    if site.form is RelationForm.VERB_OBJECT:
        if len(words) > 1 or site.particle is not None:
            adjacent = site.particle is None or site.particle == site.verb + 1
            if not adjacent:
                return None
            end = tokens[site.particle].end if site.particle is not None else verb.end
            return [(verb.start, end, _form(new, tag))]
        return [(verb.start, verb.end, _form(new, tag))]
    if site.preposition is None or site.preposition[0] < site.verb:
        return None
    old_tail, new_tail = " ".join(old_words[1:]), " ".join(words[1:])
    if not new_tail:  # "looking at a book" -> "writing a book"
        if site.particle is not None or site.preposition[0] != site.verb + 1:
            return None
        return [(verb.start, tokens[site.preposition[1] - 1].end, _form(new, tag))]
    apart = site.preposition[0] - site.verb > 1 + (site.particle is not None)
    if apart and words[0] != old_words[0] and old_tail != new_tail:
        return None  # "standing near a man behind a bar": what comes first has a preposition of its own
    if words[0] != old_words[0]:
        edits.append((verb.start, verb.end, _form(words[0], tag)))
    if old_tail != new_tail:
        first = site.particle if site.particle is not None and site.particle < site.preposition[0] else None
        start = tokens[first].start if first is not None else tokens[site.preposition[0]].start
        edits.append((start, tokens[site.preposition[1] - 1].end, new_tail))
    return edits or None


def is_preposition(predicate: str) -> bool:
    """Whether the predicate has no verb."""
    return predicate.partition(" ")[0] in PREPOSITION_WORDS | {"out", "away", "atop"}


def _stands_alone(caption: ParsedCaption, relation: Relation, first: int) -> bool:
    """Whether a relation that begins at token ``first`` stands right behind its subject and before no participle, so
    that a preposition and a participle are as good there (``a man on | holding a surfboard``).
    """
    tokens, sites = caption.tokens, caption.object_sites
    between = tokens[sites[relation.subject].head + 1 : first]
    after = sites[relation.object].base[1]
    followed = after < len(tokens) and (tokens[after].tag in ("VBG", "VBN") or tokens[after].text == "and")
    return all(token.lemma == "be" for token in between) and not followed


def _form(words: str, tag: str) -> str:
    """The predicate's verb in the form ``tag``; what stands still is ``parked``, not ``parking``."""
    return inflect(words, "VBN" if tag == "VBG" and words.split()[0] in RESTING else tag)
