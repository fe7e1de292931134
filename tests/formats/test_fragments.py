"""Parts of captions against the same parts with one thing changed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from capaug import Augmenter
from capaug.formats.fragments import PARTS, fragments
from capaug.records import AugmentedCaption, Edit, SceneGraph, Variant

CAPTION = "An old black dog sleeps on a rug by a fire."
CONTRAST, OBJECT = "attribute_replace.contrast", "asymmetry_1.object"


def variant(kind: str, *edits: tuple[int, int, str]) -> Variant:
    """A variant of :data:`CAPTION`; its text is not looked at where it is a negative."""
    text = CAPTION
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return Variant(text, kind, tuple(Edit(start, end, CAPTION[start:end], new) for start, end, new in edits))


def row(part: Variant, negative: Variant) -> AugmentedCaption:
    return AugmentedCaption("7", "7.0", CAPTION, "test", "all", SceneGraph(), (part,), (negative,))


NO_FIRE = variant("asymmetry_2.truncate", (CAPTION.index(" by"), len(CAPTION) - 1, ""))
NOT_OLD = variant("asymmetry_2.subgraph", (0, 7, "A "))
WHITE = variant(CONTRAST, (7, 12, "white"))


def test_a_change_within_the_part_is_made_to_the_part():
    (pair,) = fragments(row(NO_FIRE, WHITE))
    assert (pair.caption, pair.negative) == ("An old black dog sleeps on a rug.", "An old white dog sleeps on a rug.")
    assert (pair.group, pair.kind) == ("7", CONTRAST)


def test_a_change_of_what_was_left_out_makes_none():
    stove = variant(OBJECT, (CAPTION.index("fire"), CAPTION.index("fire") + 4, "stove"))
    assert not list(fragments(row(NO_FIRE, stove)))


def test_a_change_beside_a_cut_makes_none():
    """The article before it was made for the word that stands there: ``A orange dog``."""
    assert not list(fragments(row(NOT_OLD, variant(CONTRAST, (7, 12, "orange")))))


def test_positives_that_add_something_are_no_parts():
    said_otherwise = Variant("A dog by a fire sleeps.", "asymmetry_3.paraphrase", NO_FIRE.edits)
    assert not list(fragments(row(said_otherwise, WHITE)))


@given(st.integers(0, 3))
@settings(deadline=None, max_examples=4)
def test_the_pairs_of_real_rows_differ_by_the_edits_of_their_negatives(place: int):
    caption = (
        "A man in a red shirt riding a brown horse on a sandy beach near the ocean.",
        "Two small dogs are sleeping on a blue couch next to a wooden table in a living room.",
        "A white cat sits on a chair. A black dog is standing next to a red ball on the grass.",
        "Three women holding yellow umbrellas walk across a busy street.",
    )[place]
    (made,) = Augmenter("default").augment_captions([caption])
    texts = {positive.text for positive in made.positives if positive.kind in PARTS}
    pairs = list(fragments(made))
    assert pairs
    for pair in pairs:
        assert pair.caption in texts and pair.negative != pair.caption
        assert any(
            all(e.new in pair.negative and e.old in pair.caption for e in negative.edits)
            for negative in made.negatives
            if negative.kind == pair.kind
        )
