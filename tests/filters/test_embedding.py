from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from capaug.encoders.embedded import EmbeddedEncoder
from capaug.filters.embedding import EmbeddingFilter

EIGHT_WORDS = "0 degrees of a wheel that goes round"


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


def test_each_text_is_encoded_once_in_one_call(make_scene, make_candidate, make_setup) -> None:
    encoder = AngleEncoder()
    first, second = make_scene("0 degrees"), make_scene("90 degrees")
    pairs = [(first, "30 degrees"), (first, "60 degrees"), (second, "60 degrees"), (second, "0 degrees")]
    EmbeddingFilter(make_setup(encoder)).judge([make_candidate(*pair) for pair in pairs])
    (texts,) = encoder.calls
    assert sorted(texts) == ["0 degrees", "30 degrees", "60 degrees", "90 degrees"]


def test_the_score_is_the_cosine_and_the_variant_stays(make_scene, make_candidate, make_setup) -> None:
    judged = make_candidate(make_scene("0 degrees"), "60 degrees")
    before = judged.variant
    EmbeddingFilter(make_setup(AngleEncoder())).judge([judged])
    assert judged.scores == {"similarity": 0.5}
    assert judged.variant is before


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
def test_a_band_refuses_what_lies_outside(
    text: str, refused: str | None, make_scene, make_candidate, make_setup
) -> None:
    judged = make_candidate(make_scene(EIGHT_WORDS), text)
    EmbeddingFilter(make_setup(AngleEncoder(), {"asymmetry_1.object": (0.5, 0.8)})).judge([judged])
    assert judged.refused == refused
    assert "similarity" in judged.scores


def test_short_captions_have_no_lower_end(make_scene, make_candidate, make_setup) -> None:
    judge = EmbeddingFilter(make_setup(AngleEncoder(), {"asymmetry_1.object": (0.5, 0.8)})).judge
    seven = EIGHT_WORDS.removesuffix(" round")
    low, high = (make_candidate(make_scene(seven), text) for text in ("70 degrees", "20 degrees"))
    judge([low, high])
    assert (low.refused, high.refused) == (None, "similarity_high")


@pytest.mark.parametrize(
    ("sentences", "kind", "text", "refused"),
    [
        (3, "asymmetry_2.truncate", "90 degrees of it", None),
        (2, "asymmetry_2.truncate", "90 degrees of it", "similarity_low"),
        (3, "asymmetry_2.truncate", "90 degrees of a wheel that goes", "similarity_low"),
        (3, "asymmetry_3.redundant", "90 degrees of it", "similarity_low"),
    ],
)
def test_a_few_sentences_of_many_have_no_lower_end(
    sentences: int, kind: str, text: str, refused: str | None, make_scene, make_candidate, make_setup
) -> None:
    scene = make_scene(EIGHT_WORDS)
    scene.caption.sentences *= sentences
    judged = make_candidate(scene, text, kind)
    EmbeddingFilter(make_setup(AngleEncoder(), {kind: (0.5, 1.0)})).judge([judged])
    assert judged.refused == refused


def test_each_kind_has_a_band_of_its_own_or_none(make_scene, make_candidate, make_setup) -> None:
    kinds = ("asymmetry_1.object", "asymmetry_1.negate", "relation_swap.roles")
    judged = [make_candidate(make_scene(EIGHT_WORDS), "60 degrees", kind) for kind in kinds]
    bands = {"asymmetry_1.object": (0.0, 1.0), "asymmetry_1.negate": (0.9, 1.0)}
    EmbeddingFilter(make_setup(AngleEncoder(), bands)).judge(judged)
    assert [one.refused for one in judged] == [None, "similarity_low", None]


def test_nothing_to_judge_encodes_nothing(make_setup) -> None:
    encoder = AngleEncoder()
    EmbeddingFilter(make_setup(encoder)).judge([])
    assert encoder.calls == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(angles=st.lists(st.tuples(st.integers(0, 180), st.integers(0, 180)), min_size=1, max_size=8))
def test_the_score_does_not_depend_on_the_chunk(make_scene, make_candidate, make_setup, angles) -> None:
    judge = EmbeddingFilter(make_setup(AngleEncoder(), {"asymmetry_1.object": (-0.5, 0.5)})).judge
    together = [make_candidate(make_scene(f"{one} degrees"), f"{other} degrees") for one, other in angles]
    judge(together)
    for one, judged in zip(angles, together, strict=True):
        alone = make_candidate(make_scene(f"{one[0]} degrees"), f"{one[1]} degrees")
        judge([alone])
        assert (alone.scores, alone.refused) == (judged.scores, judged.refused)
        assert judged.scores["similarity"] == pytest.approx(np.cos(np.radians(one[0] - one[1])), abs=1e-4)


def test_real_captions_with_the_encoder_that_ships(make_scene, make_candidate, make_setup) -> None:
    chase, kitchen = make_scene("a dog chasing a cat"), make_scene("A kitchen with a stove and a refrigerator.")
    judged = [
        make_candidate(chase, "a cat chasing a dog", "relation_swap.roles"),
        make_candidate(chase, "a dog that is chasing a cat", "asymmetry_3.paraphrase"),
        make_candidate(kitchen, "a refrigerator and a stove in a kitchen", "asymmetry_3.paraphrase"),
        make_candidate(kitchen, "a man riding a horse on a beach", "asymmetry_3.paraphrase"),
    ]
    bands = {"relation_swap.roles": (-1.0, 0.98), "asymmetry_3.paraphrase": (0.5, 1.0)}
    EmbeddingFilter(make_setup(EmbeddedEncoder(), bands)).judge(judged)
    swap, same, paraphrase, unrelated = (one.scores["similarity"] for one in judged)
    assert all(-1 <= score <= 1 for score in (swap, same, paraphrase, unrelated))
    assert swap < same
    assert unrelated < paraphrase
    assert [one.refused for one in judged] == [None, None, None, "similarity_low"]
