"""A sentence while it is read: the tree, and the things, qualities and links found in it so far."""

from __future__ import annotations

from typing import NamedTuple

from capaug.captions.sentence import Link, LinkForm, Quality, QualityPosition, Range, Sentence, Thing
from capaug.english.tags import AUXILIARIES
from capaug.english.tree import Tree
from capaug.lexicon import Lexicon
from capaug.records import Caption

NO_WORDS: frozenset[int] = frozenset()
JOINING = "as well as"  # a preposition that only joins


class Wording(NamedTuple):
    """How a link is said; see :class:`capaug.captions.Link`."""

    form: LinkForm
    preposition: Range | None = None
    verb: int | None = None
    auxiliaries: tuple[int, ...] = ()
    particle: int | None = None


class Draft:
    """What has been read of one tree.

    ``at``: the things by the index of their head noun, in the order of the sentence. ``in_name``: words that are part
    of a thing's name. ``compounded``: words that are one quality with the word behind. ``silent``, ``unsaid`` and
    ``absent``: words under a denial (:mod:`capaug.english.graph.denied`); ``missing``: names of what is not there.
    ``piled``: the sentence is a pile of nouns, of which only the last surely names something.
    """

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.tree = tree
        self.lexicon = lexicon
        self.at: dict[int, Thing] = {}
        self.in_name: set[int] = set()
        self.compounded: set[int] = set()
        self.silent = self.unsaid = self.absent = NO_WORDS
        self.missing: tuple[str, ...] = ()
        self.piled = False
        self._below: list[list[int]] = []
        self._qualities: list[Quality] = []
        self._links: list[Link] = []
        self._said: set[tuple[int, str] | tuple[int, str, int]] = set()

    def add_thing(
        self, head: int, name: str, words: Range, base: Range, phrase: Range, determiner: int | None, plural: bool
    ) -> None:
        """Enter the thing that noun ``head`` names."""
        tree = self.tree
        start, end = tree.starts[words[0]], tree.ends[head]
        self.at[head] = Thing(
            len(self.at), name, tree.lemmas[head], start, end, head, words, base, phrase, determiner, plural
        )
        self.in_name.update(range(words[0], words[1]))

    def add_quality(self, noun: int, name: str, words: Range, position: QualityPosition) -> None:
        """Enter what is said of the thing that ``noun`` heads, unless it has been said before."""
        if (noun, name) in self._said or words[0] in self.unsaid:
            return
        self._said.add((noun, name))
        kind = self.lexicon.attributes.type(name)
        if kind == "other" and position is QualityPosition.NUMBER:
            kind = "number"
        elif kind == "other" and position is QualityPosition.VERB:
            kind = "action"
        start, end = self.tree.starts[words[0]], self.tree.ends[words[1] - 1]
        self._qualities.append(Quality(-1, self.at[noun], name, kind, start, end, words, position))

    def add_link(self, subject: int, predicate: str, target: int, wording: Wording) -> None:
        """Enter what is said of the things that two nouns head, unless it has been said before."""
        if predicate.endswith(JOINING):
            return  # "grass, as well as trees"
        if (subject, predicate, target) in self._said or (self.unsaid and self._is_unsaid(wording)):
            return
        self._said.add((subject, predicate, target))
        start, end = self._span(target, wording)
        form, preposition, verb, auxiliaries, particle = wording
        self._links.append(
            Link(
                len(self._links), self.at[subject], predicate, self.at[target], start, end,
                form, verb, auxiliaries, particle, preposition, False,
            )
        )  # fmt: skip

    def _is_unsaid(self, wording: Wording) -> bool:
        """Whether the words of a link stand under a denial."""
        return wording.verb in self.unsaid or (
            wording.preposition is not None and wording.preposition[0] in self.unsaid
        )

    def _span(self, target: int, wording: Wording) -> tuple[int, int]:
        """Characters from the first to the last word of a predicate; its verb's alone where things stand between."""
        starts, ends = self.tree.starts, self.tree.ends
        form, preposition, verb, _, particle = wording
        if verb is not None and preposition is not None:
            between = range(verb + 1, preposition[0])
            if preposition[0] < verb or any(k in self.at for k in between):
                return starts[verb], ends[verb]
        inside = [] if verb is None else [verb]
        if preposition is not None:
            inside += [preposition[0], preposition[1] - 1]
        behind_object = form is LinkForm.VERB_OBJECT and particle is not None and particle > target
        if particle is not None and not behind_object:
            inside.append(particle)
        return starts[min(inside)], ends[max(inside)]

    def below(self, i: int) -> list[int]:
        """Word ``i`` and all that hangs below it, in the order of the sentence."""
        if not self._below:
            heads = self.tree.heads
            below: list[list[int]] = [[] for _ in heads]
            last = [-1] * len(heads)  # words in the lists
            for word in range(len(heads)):
                above = word
                while last[above] != word:  # until it comes round: at a root, or in a ring that a rule made
                    below[above].append(word)
                    last[above] = word
                    above = heads[above]
            self._below = below
        return self._below[i]

    def conjuncts(self, i: int) -> list[int]:
        """``i`` and the nouns coordinated with it, those that name things and are no clauses of their own."""
        tree = self.tree
        found = [i]
        for j in found:  # grows as it is read
            for k in tree.children(j):
                if tree.deps[k] == "conj" and tree.is_noun(k) and k not in found and tree.child(k, "nsubj") is None:
                    found.append(k)
        return [j for j in found if j in self.at]

    def has_complement(self, i: int) -> bool:
        """Whether a noun with a preposition hangs on word ``i``: ``full of books``."""
        prepositions = self.tree.prepositions
        return bool(prepositions) and not prepositions.keys().isdisjoint(self.tree.children(i))

    def auxiliaries(self, verb: int) -> tuple[int, ...]:
        """Indices of the auxiliaries and copulas before ``verb``."""
        return tuple(j for j in self.tree.children(verb) if self.tree.deps[j] in AUXILIARIES and j < verb)

    def sentence(self, caption: Caption) -> Sentence:
        """The sentence that has been read: qualities by thing and place, links that share their words marked."""
        self._qualities.sort(key=lambda quality: (quality.thing.index, quality.start))
        for index, quality in enumerate(self._qualities):
            quality.index = index
        self._mark_shared()
        return Sentence(
            caption, self.tree.tokens(), list(self.at.values()), self._qualities, self._links, self.tree.frozen,
            self.silent, self.missing,
        )  # fmt: skip

    def _mark_shared(self) -> None:
        by_words: dict[int | Range, Link] = {}  # by its verb, by its preposition
        for link in self._links:
            for words in (link.verb, link.preposition):
                if words is not None:
                    first = by_words.setdefault(words, link)
                    if first is not link:
                        first.shared = link.shared = True
