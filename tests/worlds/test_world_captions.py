"""Captions of scenes: true, five a scene, all of the scene, and varied in form."""

from __future__ import annotations

import re

from capaug.worlds.captions import CAPTIONS, plural, with_article, write_captions
from capaug.worlds.evaluate import evaluate
from capaug.worlds.scene import random_scene, row_scene

SEEDS = range(400)
CAPTIONS_OF = {seed: write_captions(random_scene(seed), seed) for seed in SEEDS}


def test_five_a_scene_and_the_same_for_a_seed() -> None:
    assert {len(texts) for texts in CAPTIONS_OF.values()} == {CAPTIONS}
    assert write_captions(random_scene(3), 3) == CAPTIONS_OF[3]
    assert write_captions(random_scene(3), 4) != CAPTIONS_OF[3]


def test_as_many_as_wanted_of_a_row() -> None:
    for seed in range(100):
        texts = write_captions(row_scene(seed), seed, 2)
        assert len(texts) == 2
        assert all(evaluate(row_scene(seed), text) is True for text in texts)


def test_all_are_true() -> None:
    wrong = [
        (seed, text)
        for seed, texts in CAPTIONS_OF.items()
        for text in texts
        if evaluate(random_scene(seed), text) is not True
    ]
    assert wrong == []


def test_hardly_any_is_true_of_another_scene() -> None:
    verdicts = [evaluate(random_scene(seed + 1), text) for seed, texts in CAPTIONS_OF.items() for text in texts]
    assert verdicts.count(None) == 0
    assert verdicts.count(True) < 0.05 * len(verdicts)


def test_together_they_name_every_thing() -> None:
    for seed, texts in CAPTIONS_OF.items():
        words = " ".join(re.sub(r"[.,]", "", text.lower()) for text in texts)
        for thing in random_scene(seed).things:
            noun = plural(thing.name) if thing.count > 1 else thing.name
            assert re.search(rf"\b{noun}\b", words), (seed, noun, texts)


def test_they_have_the_habits_of_captions() -> None:
    texts = [text for group in CAPTIONS_OF.values() for text in group]
    assert 0.7 < sum(text[0].isupper() for text in texts) / len(texts) < 0.95
    assert 0.4 < sum(text.endswith(".") for text in texts) / len(texts) < 0.8
    for form in (
        "there is ",
        " with ",
        " who is ",
        " that is ",
        " being ",
        " while ",
        " and ",
        " wearing ",
        " in front of ",
    ):
        assert any(form in text.lower() for text in texts), form
    assert not any("@" in text or "  " in text for text in texts)


def test_plurals_and_articles() -> None:
    assert [plural(noun) for noun in ("dog", "man", "bus", "teddy bear")] == ["dogs", "men", "buses", "teddy bears"]
    assert (with_article("orange cat"), with_article("cat")) == ("an orange cat", "a cat")
