"""The stages in their order; a caption that makes one fail costs itself alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from capaug.errors import UsageError
from capaug.filters.base import Candidate, Filter
from capaug.parsing.sentences import MAX_WORDS
from capaug.pipeline import FAILED, Pipeline, in_order
from capaug.recipes import KindSettings, Recipe, load_recipe
from capaug.records import Caption, CaptionGroup, Variant
from capaug.registry import KINDS

DOG = "A brown dog sleeping on a red couch."
HORSE = "Two men are riding a white horse on a beach."


def group(*texts: str, image: str = "1") -> CaptionGroup:
    return CaptionGroup(image, tuple(Caption(f"{image}-{i}", text) for i, text in enumerate(texts)), "test", "all")


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return load_recipe("default")


def test_a_very_long_caption_is_read_up_to_the_end_of_a_sentence(recipe: Recipe) -> None:
    text = f"{DOG} " + "A man is near a bench. " * 120
    (row,) = Pipeline(recipe, "cpu").run([group(text)]).rows
    assert row.caption == text and 0 < row.read < len(text)
    assert row.read_text.endswith("A man is near a bench.") and len(row.read_text.split()) <= MAX_WORDS
    assert row.positives and row.negatives
    assert max(thing.end for thing in row.scene_graph.objects) < row.read
    for variant in (*row.positives, *row.negatives):
        made = row.read_text
        for edit in reversed(variant.edits):
            made = made[: edit.start] + edit.new + made[edit.end :]
        assert made == variant.text
    (alone,) = Pipeline(recipe, "cpu").run([group(row.read_text)]).rows
    assert (alone.positives, alone.negatives) == (row.positives, row.negatives)
    assert alone.read == len(alone.caption)


class Fragile(Filter):
    """Counts words; fails on a caption that names a horse."""

    name = "fragile"
    gives = ("words",)

    def judge(self, candidates: Sequence[Candidate]) -> None:
        for candidate in candidates:
            candidate.scores["words"] = float(len(candidate.variant.text.split()))
            candidate.refused = "short" if candidate.scores["words"] < 4 else None
            if "horse" in candidate.scene.caption.text:
                raise ValueError("a horse")


def test_a_filter_that_fails_costs_one_caption(recipe: Recipe) -> None:
    filters = ["rules", Fragile(), "embedding"]
    result = Pipeline(recipe, "cpu", filters=filters).run([group(DOG), group(HORSE, image="2")])
    assert [row.caption for row in result.rows] == [DOG]
    (reject,) = result.rejects
    assert (reject.caption, reject.reason) == (HORSE, FAILED)
    assert reject.detail.startswith("ValueError: a horse (filter fragile, test_pipeline.py:")
    alone = Pipeline(recipe, "cpu", filters=filters).run([group(DOG)])
    assert alone.rows == result.rows and alone.refused == result.refused
    assert all(v.scores["words"] >= 4 for row in result.rows for v in (*row.positives, *row.negatives))


def test_a_generator_that_fails_costs_one_caption(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = KINDS.get("asymmetry_1.object")
    made = kind.generate

    def fragile(self, scene, rng) -> Iterator:  # type: ignore[no-untyped-def]
        if "horse" in scene.caption.text:
            raise IndexError("list index out of range")
        yield from made(self, scene, rng)

    monkeypatch.setattr(kind, "generate", fragile)
    result = Pipeline(recipe, "cpu").run([group(DOG, HORSE, DOG)])
    assert [row.caption for row in result.rows] == [DOG, DOG]
    (reject,) = result.rejects
    assert reject.detail.startswith("IndexError: list index out of range (asymmetry_1.object, test_pipeline.py:")


def test_a_parser_that_fails_costs_one_caption(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = Pipeline(recipe, "cpu")
    parse = pipeline._parser.parse

    def fragile(captions: Sequence[Caption]):  # type: ignore[no-untyped-def]
        if any("horse" in caption.text for caption in captions):
            raise RuntimeError
        return parse(captions)

    monkeypatch.setattr(pipeline._parser, "parse", fragile)
    result = pipeline.run([group(DOG, HORSE)])
    assert [row.caption for row in result.rows] == [DOG]
    assert [reject.detail.partition(",")[0] for reject in result.rejects] == ["RuntimeError (parsing"]


def test_strict_raises_what_would_cost_a_caption(recipe: Recipe) -> None:
    pipeline = Pipeline(recipe, "cpu", filters=[Fragile()], strict=True)
    assert pipeline.run([group(DOG)]).rows
    with pytest.raises(ValueError, match="a horse"):
        pipeline.run([group(HORSE)])


def test_a_users_mistake_is_no_fault_of_a_caption(recipe: Recipe) -> None:
    class Mistaken(Filter):
        name = "mistaken"

        def judge(self, candidates: Sequence[Candidate]) -> None:
            raise UsageError("no such device")

    with pytest.raises(UsageError, match="no such device"):
        Pipeline(recipe, "cpu", filters=[Mistaken()]).run([group(DOG)])


def test_rules_that_refuse_are_counted_beside_filters(recipe: Recipe) -> None:
    result = Pipeline(recipe, "cpu").run([group(DOG, HORSE, "A man standing next to a dog on a leash in the park.")])
    reasons = {reason for _, reason in result.refused}
    assert "similarity_low" in reasons or "balance" in reasons or "duplicate" in reasons
    named = {rule for kind, rule in result.refused if kind == "asymmetry_1.object"} - {"balance", "duplicate"}
    assert named, "no rule of the object kind refused anything"


def counted(monkeypatch: pytest.MonkeyPatch, *kinds: str) -> Counter[str]:
    """How many texts each of the kinds makes from now on."""
    made: Counter[str] = Counter()

    def counting(kind: str, generate: Callable[..., Iterator[Variant]]) -> Callable[..., Iterator[Variant]]:
        def generate_counted(*given: Any) -> Iterator[Variant]:
            for variant in generate(*given):
                made[kind] += 1
                yield variant

        return generate_counted

    for kind in kinds:
        generator: Any = KINDS.get(kind)
        monkeypatch.setattr(generator, "generate", counting(kind, generator.generate))
    return made


class Refusing(Filter):
    """Refuses the first candidate that it is asked about."""

    name = "refusing"

    def __init__(self) -> None:
        self.refused: Variant | None = None

    def judge(self, candidates: Sequence[Candidate]) -> None:
        for candidate in candidates:
            if self.refused is None:
                self.refused, candidate.refused = candidate.variant, "first"


GENERALISE, REDUNDANT = "asymmetry_2.generalise", "asymmetry_3.redundant"


def test_a_kind_is_asked_for_what_a_caption_has_places_for(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {GENERALISE: KindSettings(limit=1), REDUNDANT: KindSettings(limit=1, weight=0.5)}
    recipe = Recipe("two", kinds, positives=1, filters=("rules",))
    made = counted(monkeypatch, GENERALISE, REDUNDANT)
    (row,) = Pipeline(recipe, "cpu").run([group(HORSE)]).rows
    assert [variant.kind for variant in row.positives] == [GENERALISE]
    assert made == {GENERALISE: 1}
    assert [len(of_caption) > 2 for of_caption in Pipeline(recipe, "cpu").candidates([group(HORSE)])] == [True]


def test_what_is_refused_is_made_up_for() -> None:
    recipe = Recipe("one", {GENERALISE: KindSettings(limit=1)}, positives=1, filters=("rules",))
    refusing = Refusing()
    (row,) = Pipeline(recipe, "cpu", filters=["rules", refusing]).run([group(HORSE)]).rows
    (kept,) = row.positives
    assert refusing.refused is not None and kept.text != refusing.refused.text


def test_any_negative_may_be_the_hardest() -> None:
    kinds = {"asymmetry_1.object": KindSettings(limit=1)}
    recipe = Recipe("hard", kinds, negatives=1, positives=0, filters=("rules", "embedding"), hardest=1)
    pipeline = Pipeline(recipe, "cpu")
    (candidates,) = pipeline.candidates([group(HORSE)])
    (row,) = pipeline.run([group(HORSE)]).rows
    assert len(candidates) > 1
    assert row.negatives[0].similarity == max(c.scores["similarity"] for c in candidates)
    assert row.negatives[0].text != candidates[0].variant.text, "the first is the hardest: take another caption"


def test_kinds_are_made_in_one_order() -> None:
    some = ["zoo.mine", "asymmetry_3.merge", "relation_swap.predicate", "asymmetry_1.object", "relation_swap.roles"]
    want = ["asymmetry_1.object", "asymmetry_3.merge", "relation_swap.roles", "relation_swap.predicate", "zoo.mine"]
    assert in_order(some) == in_order(some[::-1]) == want


def test_without_the_embedding_filter_there_is_no_similarity(recipe: Recipe) -> None:
    pipeline = Pipeline(replace(recipe, filters=("rules",)), "cpu")
    (row,) = pipeline.run([group(DOG)]).rows
    assert pipeline.scores == ()
    assert row.negatives and all(not variant.scores for variant in row.negatives)
