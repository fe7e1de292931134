"""Phrases of captions as trees: nouns with what is said of them, places, verbs with what they are done to.

The words are those of scene graphs (who does what to what in FACTUAL's gold triples) and the nouns and attributes of
the lexicon; each has its Penn tag and Universal Dependencies head and label.
"""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

from capaug.english.articles import indefinite_article
from capaug.english.inflection import inflect, lemma, plural
from capaug.lexicon import Lexicon, wordnet

PLACES = {"terrain", "place", "water", "room"}
GROUPS = "group couple bunch pair herd lot crowd flock line row".split()
FRAMES = ("picture", "photo", "close up", "view", "image", "black and white photo")
NUMBERS = "two three four five six several many some various multiple few different".split()
INTRANSITIVE = (
    "sit stand walk run sleep play lie lay eat graze fly swim jump smile pose drive rest wait surf ski skate snowboard "
    "talk skateboard perch float move look hang lean ride travel balance roam gather drink yawn swing"
).split()
DEGREES = "very large tiny bright really".split()
# Adverbs that stand between a verb and its preposition: "paddles back to the beach".
ADVERBS = {"back", "up", "down", "away", "over", "out", "around"}
COMPOUNDING = (
    "snow covered|grass covered|tree lined|water filled|cheese topped|horse drawn|snow capped|graffiti covered|"
    "dirt covered|ice covered|flower shaped|heart shaped|moss covered|leaf covered|oil based|palm lined|food filled"
).split("|")
ABSOLUTES = (
    "arms raised|arms outstretched|mouth open|eyes closed|tongue out|legs crossed|hands up|head down|back turned|"
    "wings spread|hat on|shirt off|doors open|lights on|head lowered|trunk raised|shoes off|feet up"
).split("|")
ADJECTIVAL = {"gender", "nationality", "quality", "state", "pattern", "size", "shape"}
STATES = "sad happy tired ready bored angry calm wet empty delicious clean dirty old new broken sleepy excited".split()
COLORS = "red blue green yellow white black purple pink orange brown gray tan".split()
PICTURED = "painting statue drawing picture photo sculpture view reflection".split()
LOCATIVES = "on in near at next_to under behind in_front_of beside by on_top_of along down through across".split()


@lru_cache(maxsize=65536)
def is_adjective(word: str) -> bool:
    """Whether WordNet knows ``word`` more as an adjective than as a noun (``polar``, not ``baseball``)."""
    return len(wordnet.senses(word, "a")) > len(wordnet.senses(word, "n"))


class Words:
    """The grammar's vocabulary, drawn by frequency."""

    def __init__(self, factual: Path, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.actions: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)  # subject -> (verb phrase, object)
        self.places: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)  # subject -> (preposition, object)
        self.attributes: dict[str, Counter[str]] = defaultdict(Counter)
        with factual.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for triple in row["scene_graph"].split(" ) "):
                    parts = [part.strip() for part in triple.strip("() ,").split(" , ")]
                    if len(parts) == 3 and all(parts):
                        self._enter(*parts)
        self.subjects = [s for s in self.actions if sum(self.actions[s].values()) > 1]
        self.weights = [sum(self.actions[s].values()) ** 0.5 for s in self.subjects]
        self.nouns = [n for n in lexicon.objects.names() if lexicon.objects.is_visible(n)]

    def _enter(self, subject: str, predicate: str, target: str) -> None:
        if predicate == "is":
            if " " not in target and target.isalpha():
                self.attributes[subject][target] += 1
        elif predicate.startswith(("v:", "pv:")):
            if predicate not in ("v:have", "v:be"):
                self.actions[subject][predicate, target] += 1
        elif predicate.replace(" ", "").isalpha():
            self.places[subject][predicate, target] += 1


class Node:
    """One word under construction: its children stand in ``left`` and ``right``."""

    __slots__ = ("dep", "left", "right", "tag", "text")

    def __init__(self, text: str, tag: str, dep: str = "dep") -> None:
        self.text, self.tag, self.dep = text, tag, dep
        self.left: list[Node] = []
        self.right: list[Node] = []

    def flatten(self) -> list[Node]:
        """The words below and including this one, in order."""
        return [n for c in self.left for n in c.flatten()] + [self] + [n for c in self.right for n in c.flatten()]


def be(many: bool, dep: str) -> Node:
    """``is`` or ``are``."""
    return Node("are" if many else "is", "VBP" if many else "VBZ", dep)


class Phrases:
    """Draws phrases as trees."""

    def __init__(self, words: Words, rng: random.Random) -> None:
        self.words, self.rng = words, rng

    def chance(self, p: float) -> bool:
        """True in a share ``p`` of all calls."""
        return self.rng.random() < p

    def draw(self, counts: Counter[tuple[str, str]]) -> tuple[str, str]:
        pairs = list(counts)
        return self.rng.choices(pairs, [counts[p] ** 0.5 for p in pairs])[0]

    def noun(self, name: str, dep: str, number: bool | None = None) -> tuple[Node, bool]:
        """A noun phrase without what follows the noun; second, whether it is plural."""
        rng, lexicon = self.rng, self.words.lexicon
        *modifiers, head = name.split()
        if not lexicon.objects.is_plural_only(name):
            head = lemma(head, "NNS")  # FACTUAL leaves some plurals as they are
        many = number if number is not None else self.chance(0.3)
        uncounted = lexicon.objects.is_mass(name)
        if uncounted:
            many = False
        pairs = lexicon.objects.is_plural_only(name)
        shown = plural(head) if many and not pairs else head
        many = many or pairs
        node = Node(shown, "NNS" if many else "NN", dep)
        for word in modifiers:
            tag = "JJ" if is_adjective(word) or lexicon.attributes.type(word) in ADJECTIVAL else "NN"
            node.left.append(Node(word, tag, "amod" if tag == "JJ" else "compound"))
        adjectives: list[Node] = []
        known = self.words.attributes.get(name) or self.words.attributes.get(head)
        for _ in range(rng.choices((0, 1, 2), (0.52, 0.38, 0.1))[0]):
            value: str | None
            if known and self.chance(0.6):
                value = rng.choices(list(known), [c**0.5 for c in known.values()])[0]
            else:
                kind = rng.choice("color color size age material pattern texture quality state shape length".split())
                values = [v for v in lexicon.attributes.values(kind) if v.isalpha()]
                value = rng.choice(values) if values else None
            if value and value not in [a.text for a in adjectives]:
                adjectives.append(self.adjective(value))
        if not adjectives and self.chance(0.03):
            adjectives = self.compounded()
        elif self.chance(0.02):
            adjectives = [self.colors()]
        adjectives.sort(key=lambda a: a.tag == "NN")
        if len(adjectives) == 2 and adjectives[1].tag != "NN" and self.chance(0.5):
            first, second = adjectives
            comma = self.chance(0.4)
            second.left.insert(0, Node(",", ",", "punct") if comma else Node("and", "CC", "cc"))
            second.dep = "amod" if comma else "conj"
            if not comma:
                first.right.append(second)
                adjectives = [first]
        if adjectives and adjectives[0].tag != "NN" and self.chance(0.06):
            adjectives[0].left.append(Node(rng.choice(("very", "really", "brightly")), "RB", "advmod"))
        node.left = adjectives + node.left
        words = [n.text for n in node.flatten()]
        if many and self.chance(0.4):
            number_word = rng.choice(NUMBERS)
            tag = {"two": "CD", "three": "CD", "four": "CD", "five": "CD", "six": "CD", "some": "DT"}.get(
                number_word, "JJ"
            )
            dep_of = {"CD": "nummod", "DT": "det"}.get(tag, "amod")
            node.left.insert(0, Node(number_word, tag, dep_of))
        elif not many and not uncounted and self.chance(0.93):
            article = rng.choices(("a", "the", "his", "her", "this"), (0.7, 0.24, 0.03, 0.02, 0.01))[0]
            if article == "a":
                article = indefinite_article(words[0])
            possessive = article in ("his", "her")
            node.left.insert(0, Node(article, "PRP$" if possessive else "DT", "nmod:poss" if possessive else "det"))
        elif self.chance(0.2):
            node.left.insert(0, Node(rng.choice(("the", "some")), "DT", "det"))
        return node, many

    def compounded(self) -> list[Node]:
        """``snow covered``: a noun and a participle that are one attribute."""
        noun, participle = self.rng.choice(COMPOUNDING).split()
        verb = Node(participle, "VBN", "amod")
        verb.left.append(Node(noun, "NN", "compound"))
        return [verb]

    def colors(self) -> Node:
        """``purple, blue, and green``."""
        found = [Node(word, "JJ", "conj") for word in self.rng.sample(COLORS, 3)]
        first, second, third = found
        first.dep = "amod"
        second.left, third.left = [Node(",", ",", "punct")], [Node("and", "CC", "cc")]
        if self.chance(0.5):
            third.left.insert(0, Node(",", ",", "punct"))
        first.right = [second, third]
        return first

    def adjective(self, word: str) -> Node:
        lexicon = self.words.lexicon
        if lexicon.objects.is_entry(word) and not is_adjective(word):
            return Node(word, "NN", "compound")  # FACTUAL says "the pole is street" of a street pole
        tag = "JJ"
        if word.endswith("ing") and len(word) > 5:
            tag = "VBG"
        elif word.endswith("ed") and len(word) > 4 and word not in ("red",):
            tag = self.rng.choice(("VBN", "JJ"))
        return Node(word, tag, "amod")

    def preposition(self, noun: Node, phrase: str) -> Node:
        """Hang the preposition ``phrase`` on ``noun``; gives the node to hang on the host (treebank style)."""
        words = phrase.replace("_", " ").split()
        if words == ["next", "to"]:
            noun.left.insert(0, Node("to", "IN", "case"))
            outer = Node("next", "RB", "advmod")
            noun.dep = "obl"
            outer.right.append(noun)
            return outer
        if len(words) >= 3 and words[-1] == "of":
            inner = Node(words[-2], "NN", "obl")
            inner.left = [Node(words[0], "IN", "case")]
            for extra in words[1:-2]:
                tag = "DT" if extra in ("the", "each", "either", "both") else "JJ"
                inner.left.append(Node(extra, tag, "det" if tag == "DT" else "amod"))
            noun.left.insert(0, Node("of", "IN", "case"))
            noun.dep = "nmod"
            inner.right.append(noun)
            return inner
        noun.left[:0] = [Node(word, "IN", "case") for word in words]
        return noun

    def attached(self, noun: Node, phrase: str, dep: str) -> Node:
        outer = self.preposition(noun, phrase)
        if outer.dep == "advmod" and dep == "nmod":
            outer.dep = "amod" if self.chance(0.2) else "advmod"
        elif outer is noun or outer.dep == "obl":
            outer.dep = dep
        return outer

    def with_phrase(self, owner: str, dep: str = "nmod") -> Node | None:
        """``in a red shirt``, ``with a long tail``: what hangs on the owner's noun."""
        counts = self.words.places.get(owner)
        if not counts:
            return None
        preposition, target = self.draw(counts)
        if self.chance(0.05):  # full of people
            full, of = self.rng.choice(("full of", "full of", "complete with", "next to")).split()
            adjective = Node(full, "JJ", "amod")
            inner, _ = self.noun(target, "obl")
            inner.left.insert(0, Node(of, "IN", "case"))
            adjective.right.append(inner)
            return adjective
        if self.chance(0.5) and preposition not in ("with", "in", "of"):
            return None
        node, _ = self.noun(target, dep)
        attached = self.attached(node, preposition, dep)
        if self.chance(0.12):
            self.conjoin(node, self.noun(self.draw(counts)[1], "conj")[0])
        elif preposition == "with" and self.chance(0.15):
            node.right.append(self.pronoun_place("nmod"))
        return attached

    def pronoun_place(self, dep: str) -> Node:
        """``on it``, ``next to him``."""
        pronoun = Node(self.rng.choice("it it it them him her".split()), "PRP", dep)
        return self.attached(pronoun, self.rng.choice(("on", "on", "in", "around", "behind", "next_to", "under")), dep)

    def absolute(self) -> Node:
        """``with its mouth open``."""
        noun, state = self.rng.choice(ABSOLUTES).split()
        node = Node(noun, "NNS" if noun.endswith("s") else "NN", "obl")
        node.left = [
            Node("with", "IN", "case"),
            Node(self.rng.choice("his her its their a".split()), "PRP$", "nmod:poss"),
        ]
        if node.left[1].text == "a":
            node.left[1].tag, node.left[1].dep = "DT", "det"
        if state in ("up", "down", "out", "on", "off"):
            node.right.append(Node(state, "RP" if state != "on" else "IN", "advmod"))
        elif state == "open":
            node.right.append(Node(state, "JJ", "amod"))
        else:
            node.right.append(Node(state, "VBN", "acl"))
        return node

    def adjunct(self, subject: str, verb: Node, many: bool) -> None:
        """Hang on ``verb`` what else captions say of an action."""
        rng = self.rng
        drawn = rng.random()
        if drawn < 0.2:
            clause = self.verb_phrase(subject, "VBG", "advcl", many)
            clause.left.insert(0, Node(rng.choice(("while", "while", "after", "before")), "IN", "mark"))
        elif drawn < 0.35:
            other = rng.choices(self.words.subjects, self.words.weights)[0]
            noun, several = self.noun(other, "nsubj")
            if self.chance(0.25):
                noun, several = Node("another", "DT", "nsubj"), False
            clause = self.verb_phrase(other, "VBZ", "advcl", several)
            if clause.tag == "VBN":
                noun.dep = "nsubj:pass"
            clause.left[:0] = [Node(rng.choice(("as", "while")), "IN", "mark"), noun]
        elif drawn < 0.5:
            clause = self.verb_phrase(subject, "VB", "advcl", many)
            if clause.tag != "VB":
                return
            clause.left.insert(0, Node("to", "TO", "mark"))
        elif drawn < 0.75:
            if verb.tag not in ("VBG", "VBZ", "VBP"):
                return
            clause = self.verb_phrase(subject, verb.tag, "conj", many)
            if clause.tag != verb.tag:
                return
            clause.left.insert(0, Node("and", "CC", "cc"))
        elif drawn < 0.88:
            clause = self.absolute()
        else:
            clause = self.pronoun_place("obl")
        verb.right.append(clause)

    def leading(self, subject: str, tag: str, dep: str, many: bool) -> Node | None:
        """``getting ready to hit a ball``, ``trying to catch a frisbee``, ``looks sad``."""
        rng = self.rng
        drawn = rng.random()
        if drawn < 0.3:
            verb = Node(inflect(rng.choice(("look", "look", "seem", "appear")), tag), tag, dep)
            verb.right.append(Node(rng.choice(STATES), "JJ", "xcomp"))
            if self.chance(0.4):
                verb.right.append(self.verb_phrase(subject, "VBG", "advcl", many))
            return verb
        clause = self.verb_phrase(subject, "VB", "xcomp", many)
        if clause.tag != "VB":
            return None
        clause.left.insert(0, Node("to", "TO", "mark"))
        if drawn < 0.55:
            verb = Node(inflect("get", tag), tag, dep)
            ready = Node("ready", "JJ", "xcomp")
            ready.right.append(clause)
            verb.right.append(ready)
            return verb
        verb = Node(inflect(rng.choice("try prepare attempt wait begin reach".split()), tag), tag, dep)
        verb.right.append(clause)
        return verb

    def verb_phrase(self, subject: str, tag: str, dep: str, many: bool) -> Node:
        """A verb with its object and places: ``riding a horse on a beach``."""
        rng = self.rng
        if tag in ("VBG", "VBZ", "VBP") and dep not in ("advcl", "conj", "xcomp"):
            if tag != "VBG":
                tag = "VBP" if many else "VBZ"
            if self.chance(0.05) and (leading := self.leading(subject, tag, dep, many)) is not None:
                return leading
        actions = self.words.actions.get(subject)
        passive = False
        target = None
        if actions and self.chance(0.85):
            predicate, target = self.draw(actions)
            passive = predicate.startswith("pv:")
            words = predicate.split(":", 1)[1].split()
        else:
            words = [rng.choice(INTRANSITIVE)]
        if tag in ("VBZ", "VBP"):
            tag = "VBP" if many else "VBZ"
        if passive and tag in ("VBZ", "VBP"):
            verb = Node(inflect(words[0], "VBN"), "VBN", dep)
            verb.left.append(Node("are" if many else "is", tag, "aux:pass"))
        elif passive:
            verb = Node(inflect(words[0], "VBN"), "VBN", dep)
        else:
            verb = Node(inflect(words[0], tag), tag, dep)
        rest = words[1:]
        if (
            rest
            and rest[0] in ("up", "out", "down", "off", "away", "back")
            and len(rest) < 3
            and target
            and rest[-1] == rest[0]
        ):
            verb.right.append(Node(rest[0], "RP", "compound:prt"))
            rest = []
        if len(rest) == 2 and rest[0] in ADVERBS and rest[1] != "of":
            verb.right.append(Node(rest.pop(0), "RB", "advmod"))
        if target:
            node, _ = self.noun(target, "obj")
            if self.chance(0.12) and (extra := self.with_phrase(target)) is not None:
                node.right.append(extra)
            if self.chance(0.1):
                self.conjoin(node, self.noun(rng.choice(list(actions))[1], "conj")[0] if actions else None)
            verb.right.append(self.attached(node, " ".join(rest), "obl") if rest else node)
        elif self.chance(0.15):
            verb.right.append(Node(rng.choice(("together", "around", "outside", "alone", "by")), "RB", "advmod"))
        for _ in range(rng.choices((0, 1, 2), (0.6, 0.32, 0.08))[0]):
            verb.right.append(self.place())
        if dep not in ("advcl", "conj", "xcomp") and self.chance(0.14):
            self.adjunct(subject, verb, many)
        return verb

    def place(self) -> Node:
        names = list(self.rng.choices(self.words.nouns, k=12))
        name = next((n for n in names if self.words.lexicon.objects.category(n) in PLACES), names[0])
        if self.chance(0.5):
            name = self.rng.choice(
                "street beach field water snow grass sidewalk road park kitchen bathroom table bench tree building "
                "room ocean hill slope city street parking lot mirror wall desk counter sky".replace(
                    " lot", "_lot"
                ).split()
            ).replace("_", " ")
        node, _ = self.noun(name, "obl", False)
        return self.attached(node, self.rng.choice(LOCATIVES), "obl")

    def place_of_case(self) -> Node:
        """A place whose preposition is one word, or two, before its noun; not ``next to`` or ``on the side of``."""
        while True:
            place = self.place()
            if place.dep == "obl" and place.left and place.left[0].dep == "case" and not place.right:
                return place

    def any_subject(self) -> str:
        """The name of something that does something."""
        return self.rng.choices(self.words.subjects, self.words.weights)[0]

    def any_noun(self) -> str:
        """The name of something that can be seen."""
        return self.rng.choice(self.words.nouns)

    def conjoin(self, first: Node, second: Node | None) -> None:
        if second is not None:
            second.dep = "conj"
            if self.chance(0.25):  # a toilet and sink
                second.left = [child for child in second.left if child.dep != "det"]
            second.left.insert(0, Node("and", "CC", "cc"))
            first.right.append(second)

    def subject(self) -> tuple[str, Node, bool]:
        name = self.rng.choices(self.words.subjects, self.words.weights)[0]
        if self.chance(0.25):
            category = self.words.lexicon.objects.category(name)
            name = next(
                (
                    n
                    for n in self.rng.choices(self.words.nouns, k=40)
                    if self.words.lexicon.objects.category(n) == category
                ),
                name,
            )
        node, many = self.noun(name, "root")
        if self.chance(0.08):
            collective = Node(self.rng.choice(GROUPS), "NN", "root")
            collective.left = [Node("a", "DT", "det")]
            inner, _ = self.noun(name, "nmod", True)
            inner.left = [c for c in inner.left if c.dep not in ("det", "nummod", "nmod:poss")]
            inner.left.insert(0, Node("of", "IN", "case"))
            collective.right.append(inner)
            return name, collective, True
        return name, node, many
