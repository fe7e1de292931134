"""A dependency tree that can be changed in place, with what the folding rules say of its words."""

from __future__ import annotations

from collections.abc import Iterator
from operator import add

from capaug.captions.sentence import Range, Token
from capaug.english.inflection import lemma
from capaug.english.syntax import Syntax
from capaug.english.tags import NOUN_TAGS


class Tree:
    """Heads, labels, tags and lemmas over the words of one sentence, changed in place by the folding rules.

    ``prepositions[i]`` is the word range of the preposition of noun ``i``; ``dropped`` are words that say nothing
    of the picture; ``collectives[i]`` the ranges (``group of``) folded into noun ``i``. ``frozen`` are words that name
    nothing, whatever their place.
    """

    def __init__(self, syntax: Syntax) -> None:
        self.texts = syntax.texts
        self.lower = [text.lower() for text in self.texts]
        self.tags = list(syntax.tags)
        self.starts = syntax.starts
        self.ends = list(map(add, self.starts, map(len, self.texts)))
        self.heads = list(syntax.heads)
        self.deps = list(syntax.deps)
        for i, head in enumerate(self.heads):
            if head == i:
                self.deps[i] = "root"
        self.lemmas = list(map(lemma, self.texts, self.tags))
        self.prepositions: dict[int, Range] = {}
        self.collectives: dict[int, list[Range]] = {}
        self.dropped: set[int] = set(syntax.silent)
        self.frozen = syntax.frozen
        self._given = syntax
        self._settled: list[list[int]] | None = None

    def __len__(self) -> int:
        return len(self.texts)

    def children(self, i: int) -> list[int]:
        """Indices of the words that hang on word ``i``, in order; not to be changed."""
        if self._settled is not None:
            return self._settled[i]
        return [j for j, head in enumerate(self.heads) if head == i and j != i]

    def child(self, i: int, *deps: str) -> int | None:
        """First child of ``i`` with one of the labels, or None."""
        for j in self.children(i):
            if self.deps[j] in deps:
                return j
        return None

    def settle(self) -> None:
        """Say that no head changes any more, so that children need not be looked for each time; no ring is left."""
        for i in range(len(self)):
            if not self._reaches_a_root(i):
                self._break_ring(i)
        settled: list[list[int]] = [[] for _ in self.heads]
        for j, head in enumerate(self.heads):
            if head != j:
                settled[head].append(j)
        self._settled = settled

    def _reaches_a_root(self, i: int) -> bool:
        heads = self.heads
        for _ in heads:
            if heads[i] == i:
                return True
            i = heads[i]
        return False

    def _break_ring(self, i: int) -> None:
        """Hang a word of the ring above ``i`` where the parser had hung it: of those that can be, the first."""
        for _ in self.heads:
            i = self.heads[i]  # at the end it is in the ring
        ring = {i}
        while (i := self.heads[i]) not in ring:
            ring.add(i)
        for word in sorted(ring):
            self.heads[word], moved = self._given.heads[word], self.heads[word]
            if self._reaches_a_root(word):
                self.deps[word] = self._given.deps[word] if self.heads[word] != word else "root"
                return
            self.heads[word] = moved
        first = min(ring)
        self.heads[first], self.deps[first] = first, "root"

    def is_noun(self, i: int) -> bool:
        """Whether word ``i`` is tagged as a noun."""
        return self.tags[i] in NOUN_TAGS

    def is_verb(self, i: int) -> bool:
        """Whether word ``i`` is tagged as a verb."""
        return self.tags[i].startswith("VB")

    def is_root(self, i: int) -> bool:
        """Whether word ``i`` hangs on no other."""
        return self.heads[i] == i

    def under(self, i: int, top: int) -> bool:
        """Whether ``i`` is ``top`` or hangs somewhere below it."""
        heads = self.heads
        for _ in heads:
            if i == top:
                return True
            head = heads[i]
            if head == i:
                return False
            i = head
        return False

    def above(self, i: int) -> Iterator[int]:
        """The words that ``i`` hangs on, one above the other; none twice, should a rule have made a ring."""
        for _ in range(len(self)):
            if self.heads[i] == i:
                return
            i = self.heads[i]
            yield i

    def attach(self, i: int, head: int, dep: str) -> None:
        """Hang word ``i`` on ``head``, unless that would make a ring."""
        if not self.under(head, i):
            self.heads[i], self.deps[i] = head, dep

    def preposition(self, i: int) -> str | None:
        """The preposition of noun ``i``, lower case, or None."""
        span = self.prepositions.get(i)
        if span is None:
            return None
        first, end = span
        return self.lower[first] if end - first == 1 else " ".join(self.lower[first:end])

    def tokens(self) -> list[Token]:
        """The words as a sentence has them."""
        return list(map(Token, self.texts, self.lemmas, self.tags, self.deps, self.heads, self.starts, self.ends))
