from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from capaug.encoders.embedded import EmbeddedEncoder
from capaug.errors import UsageError
from capaug.filters.base import Candidate
from capaug.filters.embedding import EmbeddingFilter
from capaug.generators.base import Scene
from capaug.parsing.parsed import ParsedCaption
from capaug.records import Caption, Edit, SceneGraph, Variant


class AngleEncoder:
    """A fake encoder: ``"60 degrees"`` is the unit vector at 60 degrees; remembers what it was asked."""

    name = "angle"
    dimension = 2

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.calls.append(list(texts))
        angles = np.radians([float(text.split()[0]) for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def scene(text: str) -> Scene:
    return Scene(ParsedCaption(Caption("1", text), [], SceneGraph(), [], [], []), [])


def candidate(of: Scene, text: str, kind: str = "asymmetry_1.object") -> Candidate:
    edit = Edit(0, len(of.caption.text), of.caption.text, text)
    return Candidate(of, Variant(text, kind, (edit,)), positive=False)


def test_each_text_is_encoded_once_in_one_call() -> None:
    encoder = AngleEncoder()
    first, second = scene("0 degrees"), scene("90 degrees")
    EmbeddingFilter(encoder, {}).judge(
        [
            candidate(first, "30 degrees"),
            candidate(first, "60 degrees"),
            candidate(second, "60 degrees"),
            candidate(second, "0 degrees"),
        ]
    )
    (texts,) = encoder.calls
    assert sorted(texts) == ["0 degrees", "30 degrees", "60 degrees", "90 degrees"]


def test_the_score_is_the_cosine_and_the_rest_of_the_variant_stays() -> None:
    judged = candidate(scene("0 degrees"), "60 degrees")
    before = judged.variant
    EmbeddingFilter(AngleEncoder(), {}).judge([judged])
    assert judged.variant.similarity == 0.5
    assert (judged.variant.text, judged.variant.kind, judged.variant.edits) == (before.text, before.kind, before.edits)
    assert before.similarity is None


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("20 degrees", "similarity_high"),
        ("36.87 degrees", None),  # the upper end: cosine 0.8
        ("45 degrees", None),
        ("60 degrees", None),  # the lower end: cosine 0.5
        ("70 degrees", "similarity_low"),
        ("180 degrees", "similarity_low"),
    ],
)
def test_a_band_refuses_what_lies_outside(text: str, refused: str | None) -> None:
    judged = candidate(scene("0 degrees"), text)
    EmbeddingFilter(AngleEncoder(), {"asymmetry_1.object": (0.5, 0.8)}).judge([judged])
    assert judged.refused == refused
    assert judged.variant.similarity is not None


def test_the_band_of_the_kind_comes_before_that_of_the_family() -> None:
    kinds = ("asymmetry_1.object", "asymmetry_1.insert", "relation_swap.roles")
    judged = [candidate(scene("0 degrees"), "60 degrees", kind) for kind in kinds]
    EmbeddingFilter(AngleEncoder(), {"asymmetry_1": (0.9, 1.0), "asymmetry_1.object": (0.0, 1.0)}).judge(judged)
    assert [one.refused for one in judged] == [None, "similarity_low", None]


def test_a_band_of_zero_to_zero_counts() -> None:
    judged = candidate(scene("0 degrees"), "60 degrees")
    EmbeddingFilter(AngleEncoder(), {"asymmetry_1.object": (0.0, 0.0)}).judge([judged])
    assert judged.refused == "similarity_high"


def test_nothing_to_judge_encodes_nothing() -> None:
    encoder = AngleEncoder()
    EmbeddingFilter(encoder, {}).judge([])
    assert encoder.calls == []


@given(angles=st.lists(st.tuples(st.integers(0, 180), st.integers(0, 180)), min_size=1, max_size=8))
def test_the_score_does_not_depend_on_the_chunk(angles: list[tuple[int, int]]) -> None:
    bands = {"asymmetry_1": (-0.5, 0.5)}
    together = [candidate(scene(f"{one} degrees"), f"{other} degrees") for one, other in angles]
    EmbeddingFilter(AngleEncoder(), bands).judge(together)
    for one, judged in zip(angles, together, strict=True):
        alone = candidate(scene(f"{one[0]} degrees"), f"{one[1]} degrees")
        EmbeddingFilter(AngleEncoder(), bands).judge([alone])
        assert (alone.variant, alone.refused) == (judged.variant, judged.refused)
        assert judged.variant.similarity == pytest.approx(np.cos(np.radians(one[0] - one[1])), abs=1e-4)


@pytest.mark.parametrize(
    "band",
    [
        (0.8, 0.5),
        (-1.5, 0.5),
        (0.5, 1.1),
        (float("nan"), 0.5),
        (0.5, float("nan")),
        (0.5,),
        (0, 0.5, 1),
        "01",
        None,
        0.5,
    ],
)
def test_a_wrong_band_is_one_line(band: object) -> None:
    with pytest.raises(UsageError, match="relation_swap") as error:
        EmbeddingFilter(AngleEncoder(), {"relation_swap": band})  # type: ignore[dict-item]
    assert "\n" not in str(error.value)


def test_real_captions_with_the_encoder_that_ships() -> None:
    chase, kitchen = scene("a dog chasing a cat"), scene("A kitchen with a stove and a refrigerator.")
    swap = candidate(chase, "a cat chasing a dog", "relation_swap.roles")
    same = candidate(chase, "a dog that is chasing a cat", "asymmetry_3.paraphrase")
    paraphrase = candidate(kitchen, "a refrigerator and a stove in a kitchen", "asymmetry_3.paraphrase")
    unrelated = candidate(kitchen, "a man riding a horse on a beach", "asymmetry_3.paraphrase")
    bands = {"relation_swap": (-1.0, 0.98), "asymmetry_3": (0.5, 1.0)}
    EmbeddingFilter(EmbeddedEncoder(), bands).judge([swap, same, paraphrase, unrelated])
    scores = [one.variant.similarity for one in (swap, same, paraphrase, unrelated)]
    assert all(score is not None and -1 <= score <= 1 for score in scores)
    assert swap.variant.similarity < same.variant.similarity  # type: ignore[operator]
    assert unrelated.variant.similarity < paraphrase.variant.similarity  # type: ignore[operator]
    assert [one.refused for one in (swap, same, paraphrase, unrelated)] == [None, None, None, "similarity_low"]
