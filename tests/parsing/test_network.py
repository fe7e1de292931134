"""The embedded network: trees for any words, the same in any batch, the same as the network it was trained as."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.parsing import network as module
from capaug.parsing.network import MAX_WORDS, Analysis, ParserNetwork

CAPTIONS = [
    "a man in a red shirt riding a horse on the beach",
    "Two dogs are lying next to a couch .",
    "bathroom",
    "a kitchen with a stove , a sink and white cabinets",
    "The woman 's hand reaches for a cup of coffee that stands on a wooden table in front of a window",
]


@pytest.fixture(scope="module")
def network() -> ParserNetwork:
    return ParserNetwork()


def check_tree(words: list[str], analysis: Analysis) -> None:
    assert len(analysis.tags) == len(analysis.heads) == len(analysis.labels) == len(words)
    for word in range(len(words)):
        for _ in words:
            word = analysis.heads[word]
        assert analysis.heads[word] == word


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.text(min_size=1, max_size=8), max_size=40), max_size=5))
def test_any_words_get_trees(network: ParserNetwork, texts: list[list[str]]) -> None:
    for words, analysis in zip(texts, network.analyse(texts), strict=True):
        check_tree(words, analysis)


def test_a_very_long_text_gets_a_tree(network: ParserNetwork) -> None:
    words = ["dog", "and"] * MAX_WORDS
    check_tree(words, network.analyse([words])[0])


def test_a_caption_is_read_alike_alone_and_among_others(network: ParserNetwork) -> None:
    texts = [caption.split() for caption in CAPTIONS]
    together = network.analyse(texts)
    assert [network.analyse([text])[0] for text in texts] == together
    assert network.analyse(texts[::-1])[::-1] == together


def test_what_is_kept_of_words_is_bounded(network: ParserNetwork, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [caption.split() for caption in CAPTIONS]
    before = network.analyse(texts)
    monkeypatch.setattr(module, "MAX_CACHED_WORDS", 10)
    fresh = ParserNetwork()
    assert [fresh.analyse([text])[0] for text in texts] == before
    assert len(fresh._rows) <= 10 + len(texts[-1])


def test_tags_and_heads_of_a_plain_caption(network: ParserNetwork) -> None:
    analysis = network.analyse(["a man riding a brown horse".split()])[0]
    assert analysis.tags == ["DT", "NN", "VBG", "DT", "JJ", "NN"]
    assert analysis.heads == [1, 1, 1, 5, 5, 2]
    assert analysis.labels[1:3] == ["ROOT", "acl"]
    assert analysis.labels[5] == "obj"


def test_the_shipped_form_scores_as_the_trained_one(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from capaug.parsing.network import SHAPES, Tables
    from recipes.build.parser.data import Encoded
    from recipes.build.parser.export import export
    from recipes.build.parser.model import Network, Size
    from recipes.build.parser.treebank import Sentence

    torch.manual_seed(0)
    words = sorted({word for caption in CAPTIONS for word in caption.lower().split()})
    kinds = [" ".join(words[:9]), " ".join(words[9:12])]
    ends = ([w[:3] for w in words], [w[-3:] for w in words])
    tables = Tables(words, *ends, kinds, ["A", "B", "C"], ["x", "y", "ROOT"])
    count = len(words)
    size = Size(count + 2, count + 1, count + 1, len(kinds) + 1, SHAPES, 3, 3, width=32, blocks="cac", arc=16, label=16)
    trained = Network(size).half().float().eval()  # what ships is rounded to half precision
    with torch.no_grad():
        trained.distance.normal_()
        trained.root.normal_()
        trained.head_bias.normal_()
        trained.half().float()
    export(trained, tables, tmp_path / "parser.npz")
    shipped = ParserNetwork(tmp_path / "parser.npz")
    for caption in CAPTIONS:
        text = caption.split()
        n = len(text)
        batch = next(Encoded([Sentence.of(text)], tables).batches(100, None))
        with torch.no_grad():
            tags, heads, parts = trained(batch.features)
        shipped._add_words([text])
        rows = np.array([[shipped._rows[w] for w in text]])
        states = shipped._encode(rows, rows == 0)
        np.testing.assert_allclose(shipped._linear(states, "tags")[0], tags[0].numpy(), atol=1e-4)
        found = shipped.analyse([text])[0]
        scores = heads[0].numpy()
        square = scores[:, :n].copy()
        square[np.arange(n), np.arange(n)] = scores[:, n]
        from capaug.parsing.spanning_tree import best_tree

        assert found.heads == best_tree(square)
        taken = torch.tensor([[n if h == i else h for i, h in enumerate(found.heads)]])
        with torch.no_grad():
            labels = trained.score_labels(parts, taken)[0].argmax(-1).tolist()
        assert found.labels == [tables.labels[k] for k in labels]
