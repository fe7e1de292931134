"""A grammar of captions: unlimited captions with their gold dependency trees.

A treebank of web text knows few noun phrases with participles and long chains of places, which is what captions are.
Here are the captions of one clause; ``clauses.py`` has those of several, ``styles.py`` other kinds of captions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from capaug.lexicon import Lexicon
from recipes.build.parser.clauses import Clauses
from recipes.build.parser.dress import PAST, bare, flattened, told_in_the_past, typed
from recipes.build.parser.phrases import FRAMES, PICTURED, Node, Phrases, Words, be
from recipes.build.parser.styles import Styles
from recipes.build.parser.treebank import Sentence

CLAUSES = 0.2  # share of captions of several clauses
STYLES = 0.3  # share of captions of other kinds
STOPPED = 0.6  # share of captions that end with a stop
BARE = 0.12  # share of captions without articles
CAPITAL = 0.7  # share of captions that begin with a capital letter


class Grammar:
    """Draws captions as trees."""

    def __init__(self, words: Words, rng: random.Random) -> None:
        self.words, self.rng = words, rng
        self.phrases = Phrases(words, rng)
        self.clauses, self.styles = Clauses(self.phrases), Styles(self.phrases)

    def sentences(self, count: int) -> Iterator[Sentence]:
        """Yield ``count`` captions."""
        made = 0
        while made < count:
            root: Node | None
            drawn = self.rng.random()
            if drawn < CLAUSES:
                root = self.clauses.caption()
            elif drawn < CLAUSES + STYLES:
                root = self.styles.caption()
            else:
                root = self._caption()
            if root is not None:
                made += 1
                yield self._dress(root)

    def _caption(self) -> Node | None:
        rng = self.rng
        name, subject, many = self.phrases.subject()
        if self.phrases.chance(0.3) and (extra := self.phrases.with_phrase(name)) is not None:
            subject.right.append(extra)
        if self.phrases.chance(0.12):
            other, _ = self.phrases.noun(rng.choices(self.words.subjects, self.words.weights)[0], "conj")
            self.phrases.conjoin(subject, other)
            many = True
            if self.phrases.chance(0.3):
                third, _ = self.phrases.noun(rng.choices(self.words.subjects, self.words.weights)[0], "conj")
                third.left.insert(0, Node(",", ",", "punct"))
                subject.right.insert(-1, third)
                third.dep = "conj"
        form = rng.random()
        if form < 0.3:  # a man riding a horse
            subject.right.append(self.phrases.verb_phrase(name, "VBG", "acl", many))
            root = subject
            if self.phrases.chance(0.08):  # a painting of a man riding a horse
                root, _ = self.phrases.noun(rng.choice(PICTURED), "root", False)
                subject.dep = "nmod"
                subject.left.insert(0, Node("of", "IN", "case"))
                root.right.append(subject)
            elif self.phrases.chance(0.05):  # ... and one is on a bench
                place = self.phrases.place()
                if place.left and place.left[0].dep == "case":
                    place.dep = "conj"
                    place.left[:0] = [
                        Node("and", "CC", "cc"), Node("one", "CD", "nsubj"), Node("is", "VBZ", "cop")
                    ]  # fmt: skip
                    root.right.append(place)
        elif form < 0.45:  # a man is riding a horse
            root = self.phrases.verb_phrase(name, "VBG", "root", many)
            if root.tag == "VBG":
                root.left.append(be(many, "aux"))
            else:
                root.left.insert(0, be(many, "aux:pass"))
            subject.dep = "nsubj" if root.tag == "VBG" else "nsubj:pass"
            root.left.insert(0, subject)
        elif form < 0.62:  # a man rides a horse
            root = self.phrases.verb_phrase(name, "VBZ", "root", many)
            subject.dep = "nsubj:pass" if root.tag == "VBN" else "nsubj"
            root.left.insert(0, subject)
            if self.phrases.chance(0.15):
                second = self.phrases.verb_phrase(name, "VBZ", "conj", many)
                second.left.insert(0, Node("and", "CC", "cc"))
                root.right.append(second)
        elif form < 0.7:  # there is a man riding a horse
            root = be(many, "root")
            root.left.append(Node("there", "EX", "expl"))
            subject.dep = "nsubj"
            if self.phrases.chance(0.15):  # this is a man riding a horse
                subject.left[:0] = [Node("these" if many else "this", "DT", "nsubj"), Node(root.text, root.tag, "cop")]
                subject.right.append(self.phrases.verb_phrase(name, "VBG", "acl", many))
                subject.dep = "ROOT"
                return subject
            if self.phrases.chance(0.6):
                subject.right.append(self.phrases.verb_phrase(name, "VBG", "acl", many))
            root.right.append(subject)
            if self.phrases.chance(0.4):
                root.right.append(self.phrases.place())
        elif form < 0.78:  # a man that is riding a horse
            clause = self.phrases.verb_phrase(name, "VBG", "acl:relcl", many)
            passive = clause.tag == "VBN"
            relative = Node(rng.choice(("that", "that", "who", "which")), "WDT", "nsubj:pass" if passive else "nsubj")
            if relative.text == "who":
                relative.tag = "WP"
            verb = be(many, "aux:pass" if passive else "aux")
            clause.left[:0] = [relative, verb]
            subject.right.append(clause)
            root = subject
        elif form < 0.84:  # a man is on a horse
            place = self.phrases.place()
            if place.dep != "obl" or not place.left or place.left[0].dep != "case" or place.right:
                return None
            root = place
            root.dep = "root"
            subject.dep = "nsubj"
            root.left[:0] = [subject, be(many, "cop")]
        elif form < 0.88:  # the man is tall
            adjective = self.phrases.adjective(rng.choice(self.words.lexicon.attributes.values("color")))
            adjective.dep, adjective.tag = "root", "JJ"
            if " " in adjective.text:
                return None
            subject.dep = "nsubj"
            adjective.left = [subject, be(many, "cop")]
            root = adjective
            if self.phrases.chance(0.4):
                root.right.append(self.phrases.place())
        else:  # a man on a horse in a field
            for _ in range(rng.choice((1, 1, 2))):
                place = self.phrases.place()
                if place.dep == "obl":
                    place.dep = "nmod"
                subject.right.append(place)
            root = subject
            if self.phrases.chance(0.15):
                frame = rng.choice(FRAMES).split()
                top = Node(frame[-1], "NN", "root")
                top.left = [Node("a", "DT", "det")]
                if frame[0] == "close":
                    top.left.append(Node("close", "JJ", "amod"))
                    top.tag = "NN"
                elif len(frame) > 1:
                    black = Node("black", "JJ", "amod")
                    white = Node("white", "JJ", "conj")
                    white.left = [Node("and", "CC", "cc")]
                    black.right = [white]
                    top.left.append(black)
                subject.dep = "nmod"
                subject.left.insert(0, Node("of", "IN", "case"))
                top.right.append(subject)
                root = top
        root.dep = "ROOT"
        return root

    def _dress(self, root: Node) -> Sentence:
        """Flatten a tree, give it a capital and a full stop as often as captions have them."""
        root.dep = "ROOT"
        if self.phrases.chance(STOPPED):
            root.right.append(Node(".", ".", "punct"))
        if self.phrases.chance(BARE):  # headlines: "Man riding bike"
            bare(root)
        sentence = flattened(root)
        if self.phrases.chance(PAST):
            told_in_the_past(sentence)
        if self.phrases.chance(CAPITAL):
            sentence.words[0] = sentence.words[0][:1].upper() + sentence.words[0][1:]
        return typed(sentence, self.rng)


def caption_sentences(factual: Path, lexicon: Lexicon, count: int, seed: int) -> Sequence[Sentence]:
    """``count`` captions of the grammar, with FACTUAL's triples (``train_id.csv``) as its vocabulary."""
    grammar = Grammar(Words(factual, lexicon), random.Random(seed))
    return list(grammar.sentences(count))
