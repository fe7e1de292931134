"""What a model cuts off is not edited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capaug.captions import Scene
from capaug.generators.budget import TokenBudget
from capaug.pipeline import Pipeline
from capaug.recipes import load_recipe
from capaug.records import Caption, CaptionGroup, Edit, Variant
from capaug.tokens import load_seen
from tests.sentences import scene, sentence

CUT = 29
TEXT = "A cat on a red mat beside two white dogs near a door."  # up to "two": 29 characters
DENIED, KIND = "no horse in sight", "family.kind"


def place() -> Scene:
    return scene(sentence(TEXT, things=["A cat", "a red mat", "two white dogs", "a door"]))


def variant(*changes: tuple[str, str]) -> Variant:
    """The text with words replaced; ``"near>"`` is the place behind a word."""
    edits = []
    for old, new in changes:
        start = TEXT.index(old.rstrip(">")) + (len(old) - 1 if old.endswith(">") else 0)
        old = "" if old.endswith(">") else old
        edits.append(Edit(start, start + len(old), old, new))
    text = TEXT
    for edit in reversed(edits):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return Variant(text, KIND, tuple(edits))


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ([("cat", "dog")], True),
        ([("two", "six")], True),
        ([("two", "three")], False),  # its end lies behind the cut
        ([("white", "black")], False),
        ([("cat", "dog"), ("dogs", "cats")], True),  # the first of two makes it false
        ([("A", "An"), ("white", "black")], False),  # an article makes nothing false
        ([("red ", "")], True),
        ([("beside ", "")], True),
        ([(" white", "")], False),  # what follows is cut off
        ([("beside two white dogs ", "")], False),  # the caption is cut within what is taken away
    ],
)
def test_the_change_of_a_negative_is_seen(changes: list[tuple[str, str]], seen: bool) -> None:
    here = place()
    budget = TokenBudget(lambda text: min(len(text), CUT))
    assert budget.lets_through(here, variant(*changes), False) is seen
    assert here.refused[KIND, "beyond_tokens"] == (not seen)


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ([("red ", "")], True),
        ([("two", "three")], True),  # the texts differ in what is seen, and that is all it takes
        ([("white ", "")], False),
        ([("door", "gate")], False),
        ([("cat>", " with no tail")], True),
        ([("red ", ""), ("dogs>", " with no horse")], False),
        ([("red ", ""), ("dogs>", " with a horse")], True),
    ],
)
def test_a_positive_differs_and_keeps_its_denials(changes: list[tuple[str, str]], seen: bool) -> None:
    here = place()
    budget = TokenBudget(lambda text: min(len(text), CUT))
    assert budget.lets_through(here, variant(*changes), True) is seen
    assert here.refused[KIND, "beyond_tokens"] == (not seen)


def test_without_a_cut_nothing_is_refused() -> None:
    budget = TokenBudget(load_seen(77))
    assert budget.lets_through(place(), variant(("door", "gate")), False)
    assert budget.lets_through(place(), Variant(TEXT, KIND, ()), False)  # for other rules to judge


def test_a_text_that_is_all_another_is_seen_where_it_begins_to_differ() -> None:
    budget = TokenBudget(lambda text: min(len(text), CUT))
    for text, seen in (("on cat A " + TEXT[9:], True), (TEXT[:40] + "door a near.", False)):
        noise = Variant(text, KIND, (Edit(0, len(TEXT), TEXT, text),))
        assert budget.lets_through(place(), noise, False) is seen


LONG = (
    "A brown dog sits on a wooden bench beside a tall white fence. A woman in a red coat walks along the gravel path "
    "behind the bench, and she carries a striped umbrella over her left shoulder. Two small boys kick a yellow ball "
    "between the trees while an old man reads a folded newspaper under a green awning. Farther back, a blue bicycle "
    "leans against a stone wall. A black cat sleeps on top of a parked car. Three white pigeons stand on the roof."
)


def test_negatives_of_a_long_caption_lie_within_the_budget() -> None:
    recipe = replace(load_recipe("default"), negatives=40, positives=40)
    group = CaptionGroup("1", (Caption("1", LONG),), "own", "all")
    within, without = (Pipeline(replace(recipe, tokens=tokens)).run([group]) for tokens in (77, None))
    seen = load_seen(77)
    end = seen(LONG)
    assert end < LONG.index("A black cat")
    (row,), (all_of_it,) = within.rows, without.rows
    assert row.negatives and row.positives
    assert all(variant.edits[0].end <= end for variant in row.negatives)
    assert all(variant.text[: seen(variant.text)] != LONG[:end] for variant in row.negatives + row.positives)
    assert any(variant.edits[0].start > end for variant in all_of_it.negatives)
    assert any(rule == "beyond_tokens" for _, rule in within.refused)
    assert not any(rule == "beyond_tokens" for _, rule in without.refused)


def test_a_short_caption_gets_the_same_with_and_without_a_budget() -> None:
    recipe = load_recipe("default")
    group = CaptionGroup("1", (Caption("1", LONG[: LONG.index(" A woman")]),), "own", "all")
    assert Pipeline(recipe).run([group]) == Pipeline(replace(recipe, tokens=None)).run([group])
