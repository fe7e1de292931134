"""AsCL's Asymmetry-III positives: the text says more than the caption, or says the same otherwise.

Method: AsCL (arXiv 2405.10029), our reading: what a sibling says is added (``merge``, ``concat``), what the caption
entails is said as well (``redundant``), what its facts exclude is denied (``absence``), and the same is said in other
words (``paraphrase``).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

from capaug.english.articles import indefinite_article
from capaug.english.edits import Replacement, realise
from capaug.english.inflection import inflect, is_verb, lemma, singular
from capaug.generators.asymmetry_2 import (
    ADVERB_TAGS,
    AGENTS,
    COLORED,
    DISTANT,
    MUTUAL,
    POSTURES,
    PREPOSITIONS,
    PRONOUNS,
    SCENES,
    SUBORDINATE,
    Shape,
    plain_front,
)
from capaug.generators.denial import Denier
from capaug.generators.facts import Facts, negated
from capaug.generators.old import Scene, register
from capaug.lexicon import Lexicon, wordnet
from capaug.parsing.parsed import ParsedCaption, RelationForm
from capaug.realise.agreement import noun_form, replace_noun
from capaug.records import Variant

MERGE, CONCAT, REDUNDANT, ABSENCE, PARAPHRASE = (
    f"asymmetry_3.{kind}" for kind in ("merge", "concat", "redundant", "absence", "paraphrase")
)
MOST = 4  # candidates a kind
OPEN_CLASSES = frozenset("NN NNS JJ JJR JJS VB VBZ VBP VBD VBG VBN".split())
FEW = 2  # concatenations, which are all alike
LONGEST_ADDITION = 6  # words that a merge adds

FRAMES = frozenset("view picture photo photograph image shot scene close closeup up snapshot portrait".split())
# Predicates that a text may add in other words: what is entailed is where a thing is, or what one has.
KEPT = frozenset(
    {"on", "in", "with", "near", "next to", "in front of", "behind", "under", "at", "beside", "inside", "on top of"}
)
NEAR = frozenset({"next to", "beside", "by", "alongside", "close to"})
HANDLED = frozenset("kick throw catch push pull lead feed pet hug brush swing fly read eat use carry hold".split())
MERGED = frozenset({"in", "with", "on", "near", "next to", "beside", "behind", "under", "in front of", "at", "by"})
SPATIAL = frozenset(
    "next to|near|beside|close to|above|below|on the left of|on the right of|to the left of|to the right of|"
    "in front of|behind|alongside|across from".split("|")
)
UNPASSIVE = frozenset("play watch have surround wear follow".split())
# What stands for a thing without being it: what is said of it need not be there.
LIKENESSES = frozenset(
    "statue statues sculpture sculptures figurine figurines toy toys doll dolls drawing drawings painting paintings "
    "picture pictures photo photos poster mural cartoon image images costume reflection reflections shadow display "
    "displayed decorated shaped print prints decal sign signs says".split()
)
DOINGS = frozenset("game trick swing serve match shot".split())
STANDS = frozenset("in on at under near behind next".split())
IN_PICTURE = ("in the picture", "in the photo", "in the image", "in the scene", "in the photograph", "in view")
# Where something is, or what belongs to somebody: nothing to name for itself.
UNNAMED = frozenset({"place", "terrain", "room", "water", "sky_weather", "body_part"})
# Verbs that say what is, not what is done: no progressive.
STATES = frozenset(
    "be have do contain show feature seem look appear need want include consist read say reflect cover fill make get "
    "go belong resemble match fit surround top line line form lead see like know hang mean decorate adorn".split()
)
# Those of them that have no progressive even in captions ("a tree containing apples").
BEING = frozenset("be have contain feature include consist belong resemble need know want depict".split())
# Synonyms that are rarer, narrower or more formal than the word they stand for.
ODD_SYNONYMS = frozenset("human individual commode basin shelve freezer gal lorry auto hydrant cooker blossom".split())


@register("asymmetry_3")
class Asymmetry3:
    """Texts that say more than the caption, or the same otherwise."""

    name = "asymmetry_3"
    kinds = (PARAPHRASE, REDUNDANT, ABSENCE, MERGE, CONCAT)
    positive = True

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._denier = Denier(lexicon)

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Paraphrases, redundancies, absences, merges, concatenations: each kind in order of preference."""
        shape = Shape(scene.caption, self.lexicon)
        yield from self._made(shape, PARAPHRASE, self._paraphrases(shape, rng))
        yield from self._made(shape, REDUNDANT, self._redundant(shape, rng))
        yield from self._made(shape, ABSENCE, self._absences(scene, shape, rng))
        yield from self._made(shape, MERGE, self._merges(scene, shape, rng))
        yield from self._made(shape, CONCAT, self._concatenations(scene, shape))

    @staticmethod
    def _made(shape: Shape, kind: str, options: Iterator[list[Replacement]]) -> Iterator[Variant]:
        seen: set[str] = set()
        for replacements in options:
            made = realise(shape.caption.text, replacements)
            if made is not None and made[0] not in seen:
                seen.add(made[0])
                yield Variant(made[0], kind, made[1])
                if len(seen) == MOST:
                    return

    # -- the same in other words -------------------------------------------------------------------------------------

    def _paraphrases(self, shape: Shape, rng: random.Random) -> Iterator[list[Replacement]]:
        forms = [
            *self._clauses(shape),
            *self._relative(shape),
            *self._turned(shape),
            *self._passives(shape),
            *self._conjuncts(shape),
        ]
        words = list(self._synonyms(shape, rng))
        rng.shuffle(forms)
        rng.shuffle(words)
        yield from (form + word for form, word in zip(forms, words, strict=False) if not _overlap(form, word))
        yield from forms[:2]
        yield from (one + other for one, other in pairwise(words))
        yield from words
        yield from forms[2:]

    def _synonyms(self, shape: Shape, rng: random.Random) -> Iterator[list[Replacement]]:
        objects, graph, counts = self.lexicon.objects, shape.caption.graph, self.lexicon.counts
        for i, made in enumerate(graph.objects):
            if not shape.exchangeable(i) or not objects.is_entry(made.name):
                continue
            if shape.words[shape.caption.object_sites[i].head + 1 :][:1] == ["of"]:
                continue  # "a drink of water"
            if self.lexicon.attributes.type(made.name) in COLORED or not plain_front(shape, i):
                continue
            options = [
                other
                for other in objects.synonyms(made.name)
                if counts.noun(other) >= 40
                and other not in ODD_SYNONYMS
                and objects.is_plural_only(other) == objects.is_plural_only(made.name)
                and not set(other.split()) & set(shape.words)
            ]
            if options and (change := replace_noun(shape.caption, i, rng.choice(options), objects)):
                yield change

    def _clauses(self, shape: Shape) -> Iterator[list[Replacement]]:
        """From a phrase to a clause (``There is a cat``, ``A man is riding``) and from a clause to a phrase."""
        words, tokens = shape.words, shape.tokens
        if shape.sentence_end < shape.end or len(words) < 4:
            return
        verb = shape.finite
        if verb is not None:
            if words[0] == "there" and verb == 1 and words[1] in ("is", "are"):
                if 2 in {site.base[0] for site in shape.caption.object_sites}:
                    yield [(0, tokens[1].end, "")]
                return
            following = tokens[verb + 1].tag if verb + 1 < len(tokens) else ""
            be = words[verb] in ("is", "are") and verb - 1 in shape.heads and not self._goes_on(shape, verb)
            acts = following == "VBG" and words[verb + 1] != "being"
            if be and (acts or (words[verb + 1] in STANDS and following in ("IN", "JJ"))):
                yield [(*shape.caption.span(verb, verb + 1), "")]
            yield from self._progressive(shape, verb)
        subject = self._subject(shape)
        if verb is not None:
            if subject is not None and words[subject[0]] == "with" and (owner := shape.heads.get(subject[0] - 1)):
                yield from self._having(shape, owner, subject[0], subject[1])
            return
        if subject is None:
            return
        end, plural_verb, there = subject
        first = tokens[0]
        if there and self._is_phrase(shape, end):
            opening = "There are " if there == "are" else "There is "
            yield [(first.start, first.end, opening + _lowered(first.text))]
        if tokens[end].tag == "VBG" and tokens[end].dep not in ("amod", "compound") and tokens[end].lemma not in BEING:
            yield [(tokens[end].start, tokens[end].start, "are " if plural_verb else "is ")]
        owner = shape.heads.get(end - 1)
        if words[end] == "with" and owner is not None and end + 1 < shape.end:
            yield from self._having(shape, owner, end, plural_verb)

    @staticmethod
    def _is_phrase(shape: Shape, k: int) -> bool:
        """Whether the caption is a noun phrase that goes on at word ``k``, not a clause whose verb was misread."""
        tags = [token.tag for token in shape.tokens]
        if any(_misread_verb(shape, m) for m in range(k, shape.end)):
            return False
        follows = tags[k] in ("IN", "VBG", "VBN", "VBD", "WDT", "WP", "CC", ",", "RB", "TO") or shape.opens(k)
        return follows and not any(
            tag in ("VB", "VBP", "VBZ")
            and (shape.finite is None and k < m < k + 6)
            and "TO" not in tags[m - 2 : m]
            and not set(shape.words[k:m]) & SUBORDINATE
            for m, tag in enumerate(tags)
        )

    @staticmethod
    def _goes_on(shape: Shape, verb: int) -> bool:
        """Whether another verb may stand beside the main verb (``is standing and eats``)."""
        return any(t.tag in ("VBZ", "VBP", "VBD", "MD") or t.text in (",", "or") for t in shape.tokens[verb + 1 :])

    @staticmethod
    def _progressive(shape: Shape, verb: int) -> Iterator[list[Replacement]]:
        """``a bird sits on a wall`` -> ``a bird is sitting on a wall`` and ``a bird sitting on a wall``."""
        tokens, words = shape.tokens, shape.words
        token = tokens[verb]
        if (
            token.tag not in ("VBZ", "VBP")
            or token.lemma in STATES
            or verb - 1 not in shape.heads
            or verb + 1 >= shape.end
        ):
            return
        site = shape.caption.object_sites[shape.heads[verb - 1]]
        if (
            not shape.is_object(verb - 1)
            or words[verb] in ("is", "are")
            or any(
                other.tag in ("VBZ", "VBP", "VBD", "MD", "VBN", "TO") or other.text in (",", "and", "or", "as")
                for other in tokens[verb + 1 :]
            )
        ):
            return
        be = "are" if token.tag == "VBP" else "is"
        if site.base[0] == 0 and site.plural != (be == "are"):
            return
        participle = inflect(token.lemma, "VBG")
        yield [(*shape.caption.span(verb, verb + 1), f"{be} {participle}")]
        if site.base[0] == 0:
            yield [(*shape.caption.span(verb, verb + 1), participle)]

    @staticmethod
    def _relative(shape: Shape) -> Iterator[list[Replacement]]:
        """``a sign that is in front of a shop`` -> ``a sign in front of a shop``."""
        for k in range(2, shape.end - 2):
            if (
                shape.words[k] in ("that", "who", "which")
                and shape.words[k + 1] in ("is", "are")
                and k - 1 in shape.heads
            ):
                following, word = shape.tokens[k + 2].tag, shape.words[k + 2]
                if following == "VBG" or (following == "IN" and word in PREPOSITIONS):
                    yield [(*shape.caption.span(k, k + 2), "")]

    def _having(self, shape: Shape, owner: int, at: int, plural_verb: bool) -> Iterator[list[Replacement]]:
        """``a desk with a laptop`` -> ``a desk that has a laptop``."""
        graph, objects = shape.caption.graph, self.lexicon.objects
        had = [r.object for r in graph.relations if r.subject == owner and r.predicate == "with"]
        if not had or shape.caption.object_sites[had[0]].base[0] != at + 1:
            return
        if any(objects.is_animate(graph.objects[i].name) or graph.objects[i].name == "people" for i in had):
            return
        if any(w in DISTANT or w in PRONOUNS or w in MUTUAL for w in shape.words) or any(
            token.tag in ("VBG", "VBN") for token in shape.tokens[at:] if token.dep not in ("amod", "compound")
        ):
            return
        who = "who" if objects.is_person(graph.objects[owner].name) else "that"
        yield [(*shape.caption.span(at, at + 1), f"{who} {'have' if plural_verb else 'has'}")]

    def _subject(self, shape: Shape) -> tuple[int, bool, str] | None:
        """End of the noun phrase that opens the caption, whether it takes ``are``, and what ``there`` would take.

        ``there`` takes nothing after a definite noun (``The cat``) and before a frame (``A close up of``).
        """
        sites = sorted(shape.caption.object_sites, key=lambda site: site.head)
        if not sites or sites[0].base[0] != 0:
            return None
        site, first = sites[0], shape.tokens[0]
        name = shape.caption.graph.objects[shape.heads[site.head]].name
        if not shape.is_object(site.head) or name in FRAMES or any(w in FRAMES for w in shape.words[: site.head + 1]):
            return None
        many, end = site.plural or name == "people", site.base[1]
        for other in sites[1:]:
            if other.base[0] == end + 1 and shape.words[end] in ("and", ","):
                many, end = True, other.base[1]
        if (
            end >= shape.end
            or end in shape.inner
            or (first.tag.startswith("NN") and site.head > 0 and shape.words[1] == "of")
        ):
            return None  # "group of people": no article, and none that goes with "there"
        if any(t.tag == "RB" and u.tag.startswith("NN") for t, u in pairwise(shape.tokens[: site.head + 1])):
            return None  # "a man skillfully water | skiing"
        opens = first.text.lower() in ("a", "an")
        if not opens and not ((site.plural and first.tag in ("CD", "JJ", "NNS")) or name == "people"):
            return None
        if opens:
            return end, many, "is" if first.text.lower() in ("a", "an") and not self._couple(shape) else "are"
        return end, True, "are"

    @staticmethod
    def _couple(shape: Shape) -> bool:
        return len(shape.words) > 2 and shape.words[1] in ("couple", "few", "lot", "dozen")

    def _turned(self, shape: Shape) -> Iterator[list[Replacement]]:
        """``a cat next to a dog`` -> ``a dog next to a cat``, ``left of`` -> ``right of``: a whole caption turned."""
        graph, caption = shape.caption.graph, shape.caption
        if shape.finite is not None or shape.guarded() or any(w in PRONOUNS for w in shape.words):
            return
        for relation, place in zip(graph.relations, caption.relation_sites, strict=True):
            one, other = caption.object_sites[relation.subject], caption.object_sites[relation.object]
            if place.preposition is None or one.base[0] != 0 or other.base[1] != shape.end:
                continue
            first, end = place.preposition
            between = shape.tokens[one.base[1] : first]
            preposition = " ".join(shape.words[first:end])
            if preposition not in SPATIAL or end != other.base[0] or shape.tokens[other.base[0]].tag == "PRP$":
                continue
            if len(between) > 1 or any(token.lemma not in ("sit", "stand", "lie", "lay") for token in between):
                continue
            if self.lexicon.objects.category(graph.objects[relation.object].name) in ("person", "terrain", "water"):
                continue
            if (other.determiner is None and not other.plural) or (converse := self._converse(preposition)) is None:
                continue
            subject, target = caption.words(*one.base), caption.words(*other.base)
            yield [
                (*caption.span(*one.base), target),
                (shape.tokens[one.base[1]].start, shape.tokens[end - 1].end, converse),
                (*caption.span(*other.base), _lowered(subject)),
            ]

    def _converse(self, preposition: str) -> str | None:
        relations = self.lexicon.relations
        return preposition if relations.is_symmetric(preposition) else relations.converse(preposition)

    def _passives(self, shape: Shape) -> Iterator[list[Replacement]]:
        """``a dog chases a cat`` -> ``a cat is chased by a dog``; ``riding a horse`` -> ``a horse being ridden by``."""
        caption, graph, tokens = shape.caption, shape.caption.graph, shape.tokens
        if shape.guarded() or any(w in PRONOUNS or w in ("who", "that", "which") for w in shape.words):
            return
        for relation, place in zip(graph.relations, caption.relation_sites, strict=True):
            verb = place.verb
            if place.form is not RelationForm.VERB_OBJECT or place.shared or verb is None or place.particle is not None:
                continue
            lemma = tokens[verb].lemma
            one, other = caption.object_sites[relation.subject], caption.object_sites[relation.object]
            if not self.lexicon.relations.passive_ok(lemma) or lemma in UNPASSIVE or one.base[0] != 0:
                continue
            start = verb - 1 if shape.words[verb - 1] in ("is", "are") else verb
            if one.base[1] != start or other.base[0] != verb + 1 or not shape.is_object(other.head):
                continue
            if (other.determiner is None and not other.plural) or "and" in shape.words[: other.base[1] + 1]:
                continue
            if not self._ends_or_place(shape, other.base[1]):
                continue
            tag, participle = tokens[verb].tag, inflect(lemma, "VBN")
            be = "are" if other.plural else "is"
            if start < verb:
                said = f"{be} being {participle} by"
            elif tag == "VBG" and shape.finite is None:
                said = f"being {participle} by"
            elif tag in ("VBZ", "VBP") and shape.finite == verb:
                said = f"{be} {participle} by"
            else:
                continue
            yield [
                (*caption.span(*one.base), caption.words(*other.base)),
                (*caption.span(start, verb + 1), said),
                (*caption.span(*other.base), _lowered(caption.words(*one.base))),
            ]

    def _ends_or_place(self, shape: Shape, k: int) -> bool:
        """Whether the caption ends before word ``k``, or only says there in which scene it all takes place."""
        if k >= shape.end:
            return True
        target = next((i for head, i in sorted(shape.heads.items()) if head > k), None)
        if target is None or shape.words[k] not in ("in", "on", "at"):
            return False
        site = shape.caption.object_sites[target]
        category = self.lexicon.objects.category(shape.caption.graph.objects[target].name)
        return site.base == (k + 1, shape.end) and category in SCENES

    def _conjuncts(self, shape: Shape) -> Iterator[list[Replacement]]:
        """``a cat and a dog`` -> ``a dog and a cat``, where both stand alone and nothing hangs on the second."""
        caption, graph, objects = shape.caption, shape.caption.graph, self.lexicon.objects
        sites = sorted(caption.object_sites, key=lambda site: site.head)
        for one, other in pairwise(sites):
            if other.base[0] != one.base[1] + 1 or shape.words[one.base[1]] != "and":
                continue
            names = [graph.objects[shape.heads[site.head]].name for site in (one, other)]
            if objects.category(names[0]) != objects.category(names[1]) and one.base[0] != 0:
                continue
            both = [shape.words[site.base[0]] in ("a", "an") and not site.plural for site in (one, other)]
            bare = [site.base == site.name and site.plural and one.base[0] > 0 for site in (one, other)]
            if not (all(both) or all(bare)) or not all(shape.is_object(site.head) for site in (one, other)):
                continue
            if one.base[0] > 0 and shape.words[one.base[0] - 1] not in ("with", "of", "and", "has", "have"):
                continue
            if any(w in ("both", "between", "of") for w in shape.words[max(0, one.base[0] - 2) : one.base[0]]):
                continue
            after, tokens = other.base[1], shape.tokens
            joined = after == shape.finite or (
                one.base[0] == 0
                and after < shape.end
                and tokens[after].tag == "VBG"
                and tokens[after].lemma in POSTURES
                and len({objects.is_animate(name) for name in names}) == 1
                and not set(shape.words) & PRONOUNS
            )
            if after < shape.end and not joined:
                continue
            first, second = caption.words(*one.base), caption.words(*other.base)
            yield [
                (*caption.span(*one.base), second),
                (*caption.span(*other.base), _lowered(first) if one.base[0] == 0 else first),
            ]

    # -- what is entailed, said as well -------------------------------------------------------------------------------

    def _redundant(self, shape: Shape, rng: random.Random) -> Iterator[list[Replacement]]:
        if shape.denied() or shape.sentence_end < shape.end:
            return
        graph = shape.caption.graph
        if any(word in LIKENESSES or self.lexicon.attributes.is_privative(word) for word in shape.words):
            return
        stated: list[tuple[bool, str, str]] = []
        for k, (relation, place) in enumerate(zip(graph.relations, shape.caption.relation_sites, strict=True)):
            weaker = self._weaker(relation.predicate, place.form)
            one, other = (
                self._noun(shape, relation.subject, True, True),
                self._noun(shape, relation.object, rng.random() < 0.5),
            )
            if weaker is None or one is None or other is None or place.shared or not self._is_subject(shape, k):
                continue
            acts = place.form is RelationForm.VERB_OBJECT
            if (
                acts
                and weaker == "with"
                and self.lexicon.objects.category(graph.objects[relation.object].name) in UNNAMED
            ):
                continue  # "a person with a wave"
            if not acts and not self._fits(shape, relation.subject, weaker, relation.object):
                continue
            same = weaker == relation.predicate
            as_said = one.split()[-1] in shape.words and other.split()[-1] in shape.words
            if same and as_said:
                continue
            many = shape.caption.object_sites[relation.subject].plural
            stated.append((many, weaker, f"{one} {weaker} {other}"))
        rng.shuffle(stated)
        at = shape.tokens[shape.end - 1].end
        full_stop = shape.caption.text[at : at + 1] == "."
        for many, weaker, said in stated:
            be = "are" if many else "is"
            apposition, sentence = f", {said}", f". There {be} {said}"
            ways = [apposition] if shape.finite is None and shape.closes(shape.end) else []
            if full_stop or not ways:
                subject, _, rest = said.partition(f" {weaker} ")
                has = "have" if many else "has"
                clause = f"{subject} {has} {rest}" if weaker == "with" else f"{subject} {be} {weaker} {rest}"
                ways += [sentence, f". {clause[0].upper()}{clause[1:]}"]
            yield [(at, at, rng.choice(ways))]
        if stated:
            return
        things = [
            (noun.split()[-1] in shape.words, noun)
            for i in range(len(graph.objects))
            if (noun := self._noun(shape, i, True, indefinite=True))
            and self.lexicon.objects.category(graph.objects[i].name) not in UNNAMED | {None}
            and graph.objects[i].lemma not in DOINGS
        ]
        rng.shuffle(things)
        for _, noun in sorted(things, key=lambda thing: thing[0])[:FEW]:
            be = "is" if noun.split()[0] in ("a", "an") else "are"
            where = rng.choice(IN_PICTURE)
            ways = [f"There {be} {noun} {where}", f"{noun[0].upper()}{noun[1:]} {be} {where}"]
            yield [(at, at, f". {rng.choice(ways)}")]

    def _is_subject(self, shape: Shape, k: int) -> bool:
        """Whether relation ``k`` surely says something of its subject, and not of a noun between the two.

        Who acts lives: a helmet before ``eating an apple`` is what the eater wears, and a man between a girl and
        ``eating`` may be the one that eats.
        """
        graph, objects, place = shape.caption.graph, self.lexicon.objects, shape.caption.relation_sites[k]
        relation = graph.relations[k]
        lives = objects.is_animate(graph.objects[relation.subject].name)
        if place.form is RelationForm.VERB_OBJECT and relation.predicate != "have" and not lives:
            return False
        said = place.verb if place.verb is not None else place.preposition[0] if place.preposition else None
        head = shape.caption.object_sites[relation.subject].head
        if said is None:
            return False
        between = [i for noun, i in shape.heads.items() if head < noun < said]
        if lives and place.verb is not None:
            between = [i for i in between if objects.is_animate(graph.objects[i].name)]
        return not between

    def _weaker(self, predicate: str, form: RelationForm) -> str | None:
        if form in (RelationForm.PASSIVE, RelationForm.POSSESSIVE, RelationForm.PLACE):
            return None
        if form is RelationForm.VERB_OBJECT:
            entailed = self.lexicon.relations.entails(predicate)
            if predicate in HANDLED or predicate == "have":
                return "with"
            return entailed[0] if entailed and entailed[0] in ("on", "with", "in") else None
        if predicate in NEAR:
            return "near"
        if predicate in KEPT:
            return predicate
        entailed = tuple(p for p in self.lexicon.relations.entails(predicate) if p in KEPT)
        return entailed[0] if entailed else None

    def _fits(self, shape: Shape, subject: int, predicate: str, target: int) -> bool:
        """Whether counts know the two nouns, or their hypernyms, in this relation: a guard against wrong trees."""
        counts, objects, names = self.lexicon.counts, self.lexicon.objects, shape.caption.graph.objects
        one, other = names[subject].name, names[target].name
        seen = counts.triple(one, predicate, other) or counts.triple(one, predicate, names[target].lemma)
        if objects.is_person(one):
            seen = seen or counts.triple("person", predicate, other) or counts.triple("man", predicate, other)
        return seen > 0

    def _noun(self, shape: Shape, i: int, general: bool, indefinite: bool = False) -> str | None:
        """Object ``i`` as a short noun phrase, by its hypernym if ``general``; None where its determiner is unclear."""
        objects, site = self.lexicon.objects, shape.caption.object_sites[i]
        made = shape.caption.graph.objects[i]
        if not shape.is_object(site.head) or not objects.is_entry(made.name) or not plain_front(shape, i):
            return None
        if self.lexicon.attributes.type(made.name) in COLORED or objects.category(made.name) in (
            "abstract",
            "part",
            "text",
        ):
            return None
        name = made.name
        if general:
            above = next((h for h in objects.hypernyms(name) if self.lexicon.counts.noun(h) >= 30), None)
            synonym = next(
                (s for s in objects.synonyms(name) if self.lexicon.counts.noun(s) >= 40 and s not in ODD_SYNONYMS), None
            )
            name = above or synonym or name
            if objects.is_mass(name) != objects.is_mass(made.name) or objects.is_plural_only(name):
                name = made.name
        if site.plural or name == "people":
            return noun_form(name, True)
        if objects.is_mass(name):
            return None if indefinite else name
        word = shape.words[site.base[0]]
        if word == "the" and not indefinite:
            return f"the {name}"
        return f"{indefinite_article(name)} {name}" if word in ("a", "an") else None

    # -- what is excluded, denied --------------------------------------------------------------------------------------

    def _absences(self, scene: Scene, shape: Shape, rng: random.Random) -> Iterator[list[Replacement]]:
        if shape.denied() or negated(scene.caption):
            return
        denied = [true for _, true in self._denier.facts(scene, Facts(scene, self.lexicon), rng)]
        rng.shuffle(denied)
        yield from denied

    # -- what a sibling says ------------------------------------------------------------------------------------------

    def _merges(self, scene: Scene, shape: Shape, rng: random.Random) -> Iterator[list[Replacement]]:
        if shape.guarded():
            return
        facts = {o.name for o in shape.caption.graph.objects}
        found: list[Replacement] = []
        for sibling in scene.siblings:
            other = Shape(sibling, self.lexicon)
            if other.guarded():
                continue
            for i in range(len(shape.caption.object_sites)):
                j = self._counterpart(shape, i, other)
                if j is None or self._are_two(scene, shape, i, other, j):
                    continue
                found += self._phrases(shape, i, other, j, facts)
                found += self._adjectives(shape, i, other, j)
        rng.shuffle(found)
        yield from ([change] for change in found)

    def _counterpart(self, shape: Shape, i: int, other: Shape) -> int | None:
        """The object of the sibling that surely is object ``i``: both single, and the only one of their kind."""
        objects = self.lexicon.objects
        name = shape.caption.graph.objects[i].name
        if shape.caption.object_sites[i].plural or not objects.known(name) or objects.is_mass(name):
            return None
        category = objects.category(name)
        for caption in (shape.caption, other.caption):
            alike = [o for o in caption.graph.objects if objects.category(o.name) == category]
            if len(alike) != 1:
                return None
        j = next(j for j, o in enumerate(other.caption.graph.objects) if objects.category(o.name) == category)
        if other.caption.object_sites[j].plural or not objects.same(name, other.caption.graph.objects[j].name):
            return None
        for captioned, k in ((shape, i), (other, j)):
            site = captioned.caption.object_sites[k]
            if captioned.words[site.base[0]] not in ("a", "an", "the") or not captioned.is_object(site.head):
                return None
            if captioned.words[site.base[1] : site.base[1] + 1] in (["of"], ["and"], ["or"], [","]):
                return None
            if captioned.words[max(0, site.base[0] - 1)] in ("of", "and", ","):
                return None
        return j

    def _are_two(self, scene: Scene, shape: Shape, i: int, other: Shape, j: int) -> bool:
        """Whether the sibling may speak of another thing of that name: it looks otherwise, or the image has several."""
        attributes, objects = self.lexicon.attributes, self.lexicon.objects
        name = shape.caption.graph.objects[i].name
        mine = [a for a in shape.caption.graph.attributes if a.object == i]
        theirs = [a for a in other.caption.graph.attributes if a.object == j]
        if any(attributes.excludes(a.name, b.name) for a in mine for b in theirs):
            return True
        colors = [{a.name for a in side if a.type == "color"} for side in (mine, theirs)]
        if all(colors) and not any(attributes.same(a, b) for a in colors[0] for b in colors[1]):
            return True
        said: set[str] = set()
        for caption in (scene.caption, *scene.siblings):
            alike = [k for k, o in enumerate(caption.graph.objects) if objects.same(o.name, name)]
            if len(alike) > 1 or any(caption.object_sites[k].plural for k in alike):
                return True
            said |= {a.name for a in caption.graph.attributes if a.object in alike}
        return any(attributes.excludes(a, b) for a in said for b in said)

    def _phrases(self, shape: Shape, i: int, other: Shape, j: int, facts: set[str]) -> Iterator[Replacement]:
        objects, caption = self.lexicon.objects, other.caption
        site, mine = caption.object_sites[j], shape.caption.object_sites[i]
        following = shape.words[mine.base[1]] if mine.base[1] < shape.end else ""
        if shape.tokens[min(mine.base[1], shape.end - 1)].tag not in ("IN", ".", ",", "VBG", "VBZ") and following:
            return
        acting = shape.tokens[min(mine.base[1], shape.end - 1)].tag == "VBG"
        if acting and not objects.is_animate(shape.caption.graph.objects[i].name):
            return  # "a bus next to a building driving"
        for relation, place in zip(caption.graph.relations, caption.relation_sites, strict=True):
            if acting and objects.category(caption.graph.objects[relation.object].name) in AGENTS:
                continue
            if relation.subject != j or place.preposition is None or place.form is not RelationForm.PREPOSITION:
                continue
            first, end = place.preposition
            target = caption.object_sites[relation.object]
            name = caption.graph.objects[relation.object].name
            if relation.predicate not in MERGED or first != site.base[1] or end != target.base[0]:
                continue
            if target.phrase[1] != target.base[1] or not self._free(other, target.base[1]):
                continue
            words = other.words[first : target.base[1]]
            if (
                not objects.is_entry(name)
                or len(words) > LONGEST_ADDITION
                or any(w in PRONOUNS for w in words)
                or not other.is_object(target.head)
            ):
                continue
            if target.determiner is None and not target.plural and not objects.is_mass(name):
                continue
            if any(r.subject == i and r.predicate.split()[-1] == words[0] for r in shape.caption.graph.relations):
                continue  # "a bird standing on the concrete" is not "on a dirt ground" as well
            if (
                any(objects.related(name, known) for known in facts)
                or following == words[0]
                or any(objects.category(known) == objects.category(name) for known in facts)
            ):
                continue
            at = shape.tokens[mine.base[1] - 1].end
            yield at, at, " " + _quoted(caption, first, target.base[1])

    @staticmethod
    def _free(shape: Shape, k: int) -> bool:
        """Whether the noun phrase that ends before word ``k`` has nothing hanging on it."""
        return k >= shape.end or (shape.words[k] not in ("of", "and", "or", ",", "that", "which", "with", "'s"))

    def _adjectives(self, shape: Shape, i: int, other: Shape, j: int) -> Iterator[Replacement]:
        mine, theirs = shape.caption.object_sites[i], other.caption.object_sites[j]
        if mine.base[0] + 1 != mine.name[0] or other.guarded():
            return
        words = other.adjectives(j)
        if words is None or words[1] - words[0] > 3 or words[0] != theirs.base[0] + 1:
            return
        said = {token.lemma for token in shape.tokens} | set(shape.words)
        if any(other.tokens[k].lemma in said or other.words[k] in said for k in range(*words)):
            return
        if any(
            other.tokens[k].tag in ADVERB_TAGS or other.words[k] in PRONOUNS | {"other", "same"} for k in range(*words)
        ):
            return
        at = shape.tokens[mine.name[0]].start
        yield at, at, _quoted(other.caption, *words) + " "

    def _concatenations(self, scene: Scene, shape: Shape) -> Iterator[list[Replacement]]:
        if not shape.end:
            return
        mine = _content(scene.caption)
        at = shape.tokens[shape.end - 1].end
        if shape.caption.text[at:].strip() not in ("", ".", "!"):
            return

        def overlap(sibling: ParsedCaption) -> float:
            theirs = _content(sibling)
            return len(mine & theirs) / max(1, len(mine | theirs))

        for sibling in sorted(scene.siblings, key=overlap)[:FEW]:
            text = " ".join(sibling.text.split()).rstrip(" .!,;")
            if not text or text.isupper() or overlap(sibling) > 0.9 or not self._is_spelt(sibling):
                continue
            yield [(at, at, f". {text[0].upper()}{text[1:]}")]

    def _is_spelt(self, caption: ParsedCaption) -> bool:
        """Whether the dictionary or the lexicon has every noun, verb and adjective of the caption (no ``badminto``)."""
        words = (t.text for t in caption.tokens if t.tag in OPEN_CLASSES and t.text.isalpha() and t.text.islower())
        return all(
            wordnet.synsets(word) or is_verb(word) or self.lexicon.objects.category(singular(word)) for word in words
        )


def _misread_verb(shape: Shape, k: int) -> bool:
    """Whether word ``k`` may be a finite verb that was read as a noun or a participle.

    ``a man in a red shirt photographs a giraffe``: no article goes with a plural, and no noun goes before another's
    article.
    """
    token, word = shape.tokens[k], shape.words[k]
    following = shape.tokens[k + 1].tag if k + 1 < shape.end else ""
    if token.tag in ("VBD", "VBN"):
        return following in ("DT", "PRP$")
    if token.tag not in ("NN", "NNS") or not is_verb(word) or inflect(lemma(word, "VBZ"), "VBZ") != word:
        return False
    i = shape.heads.get(k)
    first = shape.words[shape.caption.object_sites[i].base[0]] if i is not None else ""
    several = i is not None and {"of", "couple", "few", "dozen"} & set(
        shape.words[shape.caption.object_sites[i].base[0] : k]
    )
    one = token.tag == "NNS" and first in ("a", "an", "this", "that", "one", "another") and not several
    return one or following in ("DT", "PRP$") or (k > 0 and shape.tokens[k - 1].tag in ("NNS", "NNPS"))


def _overlap(one: list[Replacement], other: list[Replacement]) -> bool:
    return any((a[0] < b[1] and b[0] < a[1]) or a[0] == b[0] for a in one for b in other)


def _lowered(words: str) -> str:
    """The words without the capital of a sentence's start."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _quoted(caption: ParsedCaption, first: int, end: int) -> str:
    """Words of another caption as they are spelt there (``long-haired``), without its capitals if it has no others."""
    words = " ".join(caption.words(first, end).split())
    return words.lower() if words.isupper() else words


def _content(caption: ParsedCaption) -> set[str]:
    return {token.lemma.lower() for token in caption.tokens if token.tag[:2] in ("NN", "VB", "JJ", "CD")}
