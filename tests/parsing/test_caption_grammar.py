"""The grammar whose captions train the parser: whole trees, and clauses with their own subjects."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("torch")

from capaug.lexicon import Lexicon
from recipes.build.parser.clauses import Clauses
from recipes.build.parser.dress import bare, flattened, typed
from recipes.build.parser.grammar import Grammar
from recipes.build.parser.phrases import Node, Phrases, Words
from recipes.build.parser.treebank import Sentence

GRAPHS = """caption,scene_graph
a,"( man , v:hold , bat ) , ( man , v:ride , horse ) , ( man , in , shirt ) , ( man , v:hold , cup )"
b,"( woman , v:sit on , bench ) , ( woman , v:carry , bag ) , ( horse , is , brown ) , ( woman , with , hat )"
"""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    path = tmp_path_factory.mktemp("factual") / "train_id.csv"
    path.write_text(GRAPHS.replace(" ) , (", " ) ("), encoding="utf-8")
    return Words(path, Lexicon.load())


def test_captions_are_trees(words: Words) -> None:
    for sentence in Grammar(words, random.Random(1)).sentences(2000):
        roots = [i for i, head in enumerate(sentence.heads) if head == i]
        assert len(roots) == 1
        assert sentence.deps[roots[0]] == "ROOT"
        for i in range(len(sentence.words)):
            for _ in sentence.words:
                i = sentence.heads[i]
            assert i == roots[0]


def test_each_of_two_clauses_has_its_subject(words: Words) -> None:
    clauses = Clauses(Phrases(words, random.Random(2)))
    joined = [s for _ in range(300) if "and" in (s := flattened(clauses._full_clauses())).words]
    subjects = {"nsubj", "nsubj:pass"}
    with_two = [s for s in joined if sum(dep in subjects for dep in s.deps) >= 2]
    assert len(with_two) == len(joined) > 50


def tree() -> Node:
    """``A man , sitting .``"""
    root = Node("man", "NN", "ROOT")
    below = Node("sitting", "VBG", "acl")
    below.left = [Node(",", ",", "punct")]
    root.left, root.right = [Node("a", "DT", "det")], [below, Node(".", ".", "punct")]
    return root


def test_marks_and_articles_can_be_left_out() -> None:
    root = tree()
    bare(root)
    assert flattened(root).words == ["man", ",", "sitting", "."]
    found = {tuple(typed(flattened(tree()), random.Random(seed)).words) for seed in range(300)}
    assert ("a", "man", "sitting") in found
    assert ("A", "MAN", ",", "SITTING", ".") in found
    assert ("A", "Man", ",", "Sitting", ".") in found


def test_heads_follow_their_words_when_marks_go() -> None:
    whole = flattened(tree())
    assert isinstance(whole, Sentence)
    for seed in range(300):
        shown = typed(flattened(tree()), random.Random(seed))
        if len(shown.words) == 3:
            assert shown.heads == [1, 1, 1]
            return
    raise AssertionError("no caption lost its marks")
