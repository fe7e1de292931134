"""Whatever the rules make of a tree, every word of it hangs on a root."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.english.syntax import Syntax
from capaug.english.tree import Tree, build_tree
from capaug.lexicon import Lexicon

WORDS = {
    "man": "NN", "beds": "NNS", "boat": "NN", "side": "NN", "group": "NN", "front": "NN", "one": "CD", "red": "JJ",
    "next": "JJ", "adjacent": "JJ", "standing": "VBG", "boating": "VBG", "is": "VBZ", "holds": "VBZ", "placed": "VBN",
    "in": "IN", "of": "IN", "to": "IN", "on": "IN", "with": "IN", "and": "CC", "/": ":", "his": "PRP$", "who": "WP",
    "a": "DT", "another": "DT",
}  # fmt: skip
LABELS = (
    "nsubj", "obj", "obl", "nmod", "acl", "acl:relcl", "advcl", "conj", "cc", "case", "amod", "det", "compound", "cop",
    "xcomp", "aux", "nummod", "advmod", "mark",
)  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> Syntax:
    """Any tree of any labels."""
    n = draw(st.integers(2, 12))
    order = draw(st.permutations(range(n)))
    heads = [0] * n
    for place, word in enumerate(order):
        heads[word] = word if place == 0 else order[draw(st.integers(0, place - 1))]
    texts = [draw(st.sampled_from(sorted(WORDS))) for _ in range(n)]
    starts = [sum(map(len, texts[:k])) + k for k in range(n)]
    deps = ["root" if heads[k] == k else draw(st.sampled_from(LABELS)) for k in range(n)]
    return Syntax(texts, starts, [WORDS[text] for text in texts], heads, deps)


def rootless(tree: Tree) -> list[int]:
    """The words from which no way up ends."""
    found = []
    for k in range(len(tree)):
        at = k
        for _ in range(len(tree)):
            at = tree.heads[at]
        if tree.heads[at] != at:
            found.append(k)
    return found


@settings(max_examples=300, deadline=None)
@given(trees())
def test_every_word_hangs_on_a_root(syntax: Syntax) -> None:
    tree = build_tree(syntax, Lexicon.load())
    assert not rootless(tree)
    assert all((tree.heads[k] == k) == (tree.deps[k] == "root") for k in range(len(tree)))


@pytest.mark.parametrize("ring", [(0, 1), (1, 2, 3), (3,)])
def test_a_ring_is_broken_where_the_parser_had_hung_a_word(ring: tuple[int, ...]) -> None:
    given_syntax = Syntax(["a", "man", "and", "boat"], [0, 2, 6, 10], ["DT", "NN", "CC", "NN"], [1, 1, 3, 1],
                          ["det", "root", "cc", "conj"])  # fmt: skip
    tree = Tree(given_syntax)
    for one, head in zip(ring, (*ring[1:], ring[0]), strict=True):
        tree.heads[one], tree.deps[one] = head, "dep"
    tree.settle()
    assert not rootless(tree)
