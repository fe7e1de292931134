"""Universal Dependencies files (CoNLL-U) for training the caption parser."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

# The tags that end a sentence with nothing a caption would keep.
FINAL_PUNCTUATION = {".", "!", "?"}


class Sentence:
    """One sentence of a treebank: parallel lists over its words; heads are indices, the root's is its own."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.spaces: list[bool] = []
        self.tags: list[str] = []
        self.heads: list[int] = []
        self.deps: list[str] = []

    def add(self, word: str, space: bool, tag: str, head: int, dep: str) -> None:
        """Append one word."""
        self.words.append(word)
        self.spaces.append(space)
        self.tags.append(tag)
        self.heads.append(head)
        self.deps.append(dep)

    @classmethod
    def of(cls, words: list[str]) -> Sentence:
        """Words without a tree: each hangs on itself."""
        sentence = cls()
        for i, word in enumerate(words):
            sentence.add(word, True, "NN", i, "ROOT")
        return sentence

    def copy(self) -> Sentence:
        """The same words and tree, to be changed without changing these."""
        copy = Sentence()
        copy.words, copy.spaces = list(self.words), list(self.spaces)
        copy.tags, copy.heads, copy.deps = list(self.tags), list(self.heads), list(self.deps)
        return copy

    def as_caption(self, rng: random.Random) -> Sentence:
        """The sentence in a caption's dress: often lower-cased, often without its final stop."""
        copy = self.copy()
        if rng.random() < 0.7:
            copy.words = [w.lower() for w in copy.words]
        if len(copy.words) > 2 and copy.words[-1] in FINAL_PUNCTUATION and rng.random() < 0.6:
            last = len(copy.words) - 1
            if last not in copy.heads[:last] and copy.heads[last] != last:
                for column in (copy.words, copy.spaces, copy.tags, copy.heads, copy.deps):
                    column.pop()
        return copy


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file; empty nodes are left out, multiword tokens are split into words."""
    rows: list[list[str]] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                continue
            if line:
                rows.append(line.split("\t"))
            elif rows:
                yield _sentence(rows)
                rows = []
    if rows:
        yield _sentence(rows)


def _sentence(rows: list[list[str]]) -> Sentence:
    sentence = Sentence()
    inside_until, space_after_range = 0, True
    for row in rows:
        number = row[0]
        if "-" in number:  # a multiword token: its words follow, without spaces between them
            inside_until = int(number.split("-")[1])
            space_after_range = "SpaceAfter=No" not in row[9]
            continue
        if "." in number:
            continue
        i = int(number) - 1
        space = "SpaceAfter=No" not in row[9]
        if inside_until:
            space = space_after_range if i + 1 == inside_until else False
            if i + 1 == inside_until:
                inside_until = 0
        head = int(row[6]) - 1
        sentence.add(row[1], space, row[4], i if head < 0 else head, "ROOT" if head < 0 else row[7])
    return sentence


def join(sentences: list[Sentence]) -> Sentence:
    """Sentences of one text, each with its own root."""
    text = Sentence()
    for sentence in sentences:
        offset = len(text.words)
        if text.spaces:
            text.spaces[-1] = True
        for word, space, tag, head, dep in zip(
            sentence.words, sentence.spaces, sentence.tags, sentence.heads, sentence.deps, strict=True
        ):
            text.add(word, space, tag, head + offset, dep)
    return text
