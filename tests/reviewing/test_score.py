"""What marks say of a folder and of reviewers."""

from __future__ import annotations

import pytest

from capaug.review import CONTROL_CAPTION, CONTROL_OTHER, Mark
from capaug.reviewing.score import agreements, answers, controls, estimate, shares, wilson


def marks(kind: str, verdicts: str, side: str = "negatives") -> list[Mark]:
    """Marks of one kind: ``r`` for right, ``w`` for wrong."""
    words = {"r": "right", "w": "wrong"}
    return [Mark(f"{kind}{k}", side, kind, "text", words[letter]) for k, letter in enumerate(verdicts)]


@pytest.mark.parametrize(
    ("right", "texts", "low", "high"),
    # Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval(right: int, texts: int, low: float, high: float) -> None:
    assert wilson(right, texts) == pytest.approx((low, high), abs=5e-5)
    assert wilson(texts - right, texts) == pytest.approx((1 - high, 1 - low), abs=5e-5)


def test_shares_by_side_and_kind() -> None:
    control = Mark("1", "negatives", CONTROL_CAPTION, "text", "wrong")
    found = shares([*marks("a.x", "rrrw"), *marks("b.y", "rw"), *marks("c.z", "w", "positives"), control])
    assert {side: list(of_kinds) for side, of_kinds in found.items()} == {
        "negatives": ["all", "a.x", "b.y"],
        "positives": ["all", "c.z"],
    }
    assert [one.share for one in found["negatives"].values()] == pytest.approx([4 / 6, 0.75, 0.5])
    assert shares([control]) == {}


def test_kinds_weigh_as_in_the_folder() -> None:
    of_kinds = shares([*marks("a.x", "r" * 20), *marks("b.y", "r" * 10 + "w" * 10)])["negatives"]
    found = estimate(of_kinds, {"a.x": 900, "b.y": 100, "c.z": 1000})
    assert found is not None
    assert (found.share, found.covered) == (pytest.approx(0.95), 0.5)
    assert 0.84 < found.low < 0.95 < found.high <= 1
    even = estimate(of_kinds, {"a.x": 100, "b.y": 100})
    assert even is not None and even.share == pytest.approx(of_kinds["all"].share)
    assert estimate(of_kinds, {}) is None


def test_controls_test_the_reviewer() -> None:
    def control(kind: str, truth: str) -> Mark:
        return Mark(truth, "positives", kind, "text", "wrong", truth=truth)

    seen = [control(CONTROL_CAPTION, "true"), control(CONTROL_OTHER, "false"), control(CONTROL_OTHER, "open")]
    found = controls([*seen, *marks("a.x", "r")])
    assert found is not None and (found.right, found.texts) == (2, 3)
    assert controls(marks("a.x", "r")) is None


def test_answers_are_counted() -> None:
    blind = [
        Mark("1", "negatives", "a.x", "t", "right", truth="false", grammar="ok", sense="ok"),
        Mark("2", "negatives", "a.x", "t", "wrong", truth="open", grammar="bad", sense="ok"),
    ]
    assert answers(blind) == {
        "negatives: truth": {"false": 1, "true": 0, "open": 1},
        "negatives: grammar": {"ok": 1, "bad": 1},
        "negatives: sense": {"ok": 2, "odd": 0},
    }
    assert answers(marks("a.x", "rw")) == {}


def test_cohens_kappa() -> None:
    """Both right 20, both wrong 15, 5 and 10 apart: agreement 0.7, by chance 0.5, kappa 0.4 (a textbook's table)."""
    first = marks("a.x", "r" * 20 + "r" * 5 + "w" * 10 + "w" * 15)
    second = marks("a.x", "r" * 20 + "w" * 5 + "r" * 10 + "w" * 15)
    found = agreements(first, second[::-1])
    assert found["verdict"].texts == 50
    assert (found["verdict"].agree, found["verdict"].kappa) == (pytest.approx(0.7), pytest.approx(0.4))
    assert found["a.x"] == found["verdict"] and list(found) == ["verdict", "a.x"]


def test_reviewers_who_say_one_thing_have_no_kappa() -> None:
    found = agreements(marks("a.x", "rrr"), marks("a.x", "rrrr"))
    assert (found["verdict"].texts, found["verdict"].agree, found["verdict"].kappa) == (3, 1.0, None)
    assert agreements(marks("a.x", "r"), marks("b.y", "r")) == {}


def test_questions_are_compared_where_both_were_blind() -> None:
    one = Mark("1", "negatives", "a.x", "t", "right", truth="false", grammar="ok", sense="ok")
    other = Mark("1", "negatives", "a.x", "t", "wrong", truth="open", grammar="ok", sense="ok")
    found = agreements([one], [other])
    assert list(found) == ["verdict", "a.x", "truth", "grammar", "sense"]
    assert (found["truth"].agree, found["truth"].kappa, found["sense"].agree) == (0.0, 0.0, 1.0)
