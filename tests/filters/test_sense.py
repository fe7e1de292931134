"""The filter of sense: what it asks, what it refuses, and that it judges by words alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from capaug.augmenter import Augmenter
from capaug.filters.base import Candidate
from capaug.filters.sense import BITS, SenseFilter, context_of, features, main_edit, place_of
from capaug.kinds import Kind
from capaug.records import Edit, Variant

OBJECT = "asymmetry_1.object"


def edit(caption: str, old: str, new: str) -> Edit:
    start = caption.index(old)
    return Edit(start, start + len(old), old, new)


def weights(folder: Path, found: dict[tuple[str, ...], float], least: float = 0.5, kinds: str = OBJECT) -> Path:
    """A file of weights in which only ``found`` weigh anything."""
    table = np.zeros(1 << BITS, dtype=np.float16)
    for feature, weight in found.items():
        table[place_of(feature)] = weight
    path = folder / "sense.npz"
    np.savez(
        path,
        kinds=np.frombuffer(kinds.encode(), dtype=np.uint8),
        least=np.array(least),
        weights=table,
        intercept=np.array(1.0),
    )
    return path


@pytest.fixture
def judged(make_scene, tmp_path):
    """``judged({feature: weight}, caption, old, new)``: the candidate after the filter."""

    def run(found, caption: str, old: str, new: str, *siblings: str, kind: str = OBJECT) -> Candidate:
        change = edit(caption, old, new)
        text = caption[: change.start] + new + caption[change.end :]
        candidate = Candidate(make_scene(caption, *siblings), Variant(text, kind, (change,)), Kind(kind, true=False))
        SenseFilter(weights=weights(tmp_path, found)).judge([candidate])
        return candidate

    return run


@pytest.mark.parametrize(
    ("feature", "hit", "spared"),
    [
        (("pair", "bottle", "jar"), ("A bottle of wine.", "bottle", "jar"), ("A vase of wine.", "vase", "jar")),
        (("pair", "bottle", "jar"), ("Two Bottles of wine.", "Bottles", "Jars"), ("A bottle.", "bottle", "cup")),
        (("before new", "on", "bowl"), ("A cake on plate.", "plate", "bowl"), ("A cake in plate.", "plate", "bowl")),
        (
            ("preposition new", "by", "car"),
            ("A dog by a red bus.", "bus", "car"),
            ("A dog on a red bus.", "bus", "car"),
        ),
        (
            ("telling behind new", "jar", "wine"),
            ("A bottle of wine.", "bottle", "jar"),
            ("A bottle of oil.", "bottle", "jar"),
        ),
    ],
)
def test_a_feature_refuses_what_it_is_asked_of(feature, hit, spared, judged):
    found = {feature: -5.0}
    refused, left = judged(found, *hit), judged(found, *spared)
    assert refused.refused == "sense" and refused.scores["sense"] < 0.5
    assert left.refused is None and left.scores["sense"] > 0.5


def test_siblings_settle_more(judged):
    short = context_of("A bowl.", 2, 6, False)
    feature = ("length", "object", short.length)
    assert judged({feature: -5.0}, "A bowl.", "bowl", "plate").refused == "sense"
    assert judged({feature: -5.0}, "A bowl.", "bowl", "plate", "A white bowl.").refused is None


def test_kinds_that_nobody_read_are_let_through(judged):
    candidate = judged({("kind", "negate"): -9.0}, "A bottle.", "bottle", "jar", kind="asymmetry_1.negate")
    assert candidate.refused is None and "sense" not in candidate.scores


def test_articles_and_verbs_follow_the_main_edit():
    caption = "An apple is on a table."
    edits = [edit(caption, "An", "Two"), edit(caption, "apple", "apples"), edit(caption, "is", "are")]
    assert main_edit(edits).old == "apple"
    assert main_edit([edit(caption, "An", "A"), edit(caption, "apple", "pear")]).new == "pear"


def test_only_words_near_the_change_count():
    near = "a dog lies on a rug ."
    far = "word " * 60
    text = far + near + " " + far
    assert context_of(text, text.index("rug"), text.index("rug") + 3, False)[:4] == ("a", "on", "lies", "on")
    names = [
        feature[0] for feature in features("object", [edit(text, "rug", "bed")], context_of(text, 320, 323, False))
    ]
    assert len(names) == len(set(names))


def test_what_ships_refuses_jars_of_wine_and_keeps_cats():
    sense = SenseFilter()
    wine, dog = "A bottle of wine on a table.", "A dog sleeping on a bed."
    assert sense.share(wine, OBJECT, [edit(wine, "bottle", "jar")], True) < 0.7
    assert sense.share(dog, OBJECT, [edit(dog, "dog", "cat")], True) > 0.9


def test_the_default_recipe_scores_its_negatives():
    row = Augmenter().augment_captions(["A man riding a brown horse on a beach."])[0]
    scored = [negative for negative in row.negatives if negative.kind != "asymmetry_1.negate"]
    assert scored and all(0.5 < negative.scores["sense"] <= 1 for negative in scored)
