"""ClearNLP's heads and labels as Universal Dependencies."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.english.labels import CLEAR_ONLY, to_universal
from capaug.english.syntax import Syntax

CASES = {
    "cat/1 is/1 on/1 the/4 bed/2": (
        "nsubj ROOT prep det pobj",
        "nsubj/4 cop/4 case/4 det/4 ROOT/4",
    ),
    "cat/0 from/0 behind/1 trees/2": (
        "ROOT prep prep pobj",
        "ROOT/0 case/3 case/3 nmod/0",
    ),
    "there/1 is/1 cats/1": (
        "expl ROOT attr",
        "expl/1 ROOT/1 nsubj/1",
    ),
    "man/0 looking/0 up/1": (
        "ROOT acl prep",
        "ROOT/0 acl/0 advmod/1",
    ),
}


def syntax(words: str, labels: str) -> Syntax:
    texts = [word.split("/")[0] for word in words.split()]
    heads = [int(word.split("/")[1]) for word in words.split()]
    tags = ["VBG" if text.endswith("ing") else "NN" for text in texts]
    return Syntax(texts, [0] * len(texts), tags, heads, labels.replace("ROOT", "root").split())


def test_universal_labels_stay_as_they_are() -> None:
    given_syntax = syntax("cats/0 on/2 beds/0", "ROOT case nmod")
    assert to_universal(given_syntax) is given_syntax


@pytest.mark.parametrize("words", CASES)
def test_clear_labels(words: str) -> None:
    labels, expected = CASES[words]
    found = to_universal(syntax(words, labels))
    turned = [f"{dep}/{head}" for dep, head in zip(found.deps, found.heads, strict=True)]
    assert turned == expected.replace("ROOT", "root").split()


@st.composite
def clear_trees(draw: st.DrawFn) -> Syntax:
    """Any tree of any labels, one of them ClearNLP's."""
    n = draw(st.integers(2, 9))
    order = draw(st.permutations(range(n)))
    heads = [0] * n
    for place, word in enumerate(order):
        heads[word] = word if place == 0 else order[draw(st.integers(0, place - 1))]
    labels = st.sampled_from(sorted({*CLEAR_ONLY, "nsubj", "aux", "conj", "expl", "det"}))
    deps = ["root" if heads[i] == i else draw(labels) for i in range(n)]
    texts = [draw(st.sampled_from(["is", "there", "cat", "on", "from"])) for _ in range(n)]
    return Syntax(texts, [0] * n, [draw(st.sampled_from(["NN", "VBZ", "IN"])) for _ in range(n)], heads, deps)


@settings(max_examples=300, deadline=None)
@given(clear_trees())
def test_any_tree_keeps_a_root_and_its_words(given_syntax: Syntax) -> None:
    found = to_universal(given_syntax)
    assert found.texts == given_syntax.texts
    assert not (CLEAR_ONLY - {"acomp"}) & set(found.deps)  # of a copula without a subject; the rules read it as it is
    assert all(0 <= head < len(found.texts) for head in found.heads)
