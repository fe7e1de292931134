"""Each rule for negatives of other makers refuses the pair that it is for, and keeps its twin."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capaug.existing.base import Entry, Given
from capaug.existing.judge import Judge, Verdict
from capaug.existing.rules import RULES, Case
from capaug.recipes import load_recipe

TWINS = {
    "says_the_same": [
        ("A fork next to a spoon.", "A spoon next to a fork.", "A spoon above a fork."),
        ("A cup near a laptop.", "A cup by a laptop.", "A cup under a laptop."),
        ("A blue and yellow tram on a hill.", "A yellow and blue tram on a hill .", "A red and blue tram on a hill."),
        ("A gray chair and a black chair sit in a room.", "A black chair and a gray chair sit in a room.", None),
        ("A dog with a spot walks in front of a black dog.", None, "A black dog walks in front of a dog with a spot."),
        ("The boy is playing a guitar.", "A boy is playing a guitar.", "A boy is playing a drum."),
    ],
    "says_less": [
        ("A brown dog on a couch.", "A dog on a couch.", "A white dog on a couch."),
        ("A man with no shoes on a pier.", None, "A man with shoes on a pier."),
        ("A toy horse on a shelf.", None, "A horse on a shelf."),
    ],
    "says_more": [
        ("A car parked in the snow.", "A red car parked in the snow.", "A car not parked in the snow."),
        ("A line of cars faces the viewer.", None, "A line of cars faces away from the viewer."),
    ],
    "moves_what_is_said": [
        ("A brown dog runs through a grassy field.", "A dog runs through a brown grassy field.", None),
        ("White and grey cat on a white sheet.", None, "White cat on a white and grey sheet."),
        ("A goat in front of a shop.", None, "Two goats in front of a shop."),
    ],
    "denies_what_nobody_said": [
        ("A man on a beach.", "A man on a beach without a kite.", "A man not on a beach."),
    ],
    "changes_a_denial": [
        ("A street with no people.", "A street with no cars.", "A beach with no people."),
        ("There is no dog walking along a snowdrift.", None, "A dog is walking along a snowdrift."),
    ],
    "may_be_true": [
        ("A boy sitting on a bench.", "A child sitting on a bench.", "A girl sitting on a bench."),
        ("A large plate of pasta.", "A big plate of pasta.", "A small plate of pasta."),
        ("A man riding a horse.", "A man on a horse.", "A man leading a horse."),
        ("A large plate of pasta.", "A white plate of pasta.", None),
    ],
    "contradicts_itself": [
        (
            "A dog runs over a lawn. The dog has a red collar.",
            "A cat runs over a lawn. The dog has a red collar.",
            "A cat runs over a lawn. The cat has a red collar.",
        ),
    ],
    "disagrees": [
        ("A giraffe stands near a tree.", "A giraffes stands near a tree.", "A zebra stands near a tree."),
        ("Two mugs on a desk.", "Two spoon on a desk.", "Two spoons on a desk."),
        ("Several bottles on a shelf.", None, "A couple of bottles on a shelf."),
    ],
    "makes_no_sense": [
        ("A woman rides a bicycle.", "A bicycle rides a woman.", "A woman pushes a bicycle."),
        ("A dog chasing a cat.", None, "A cat chasing a dog."),
        ("A black cat is chasing a white dog.", None, "A black dog is chasing a white cat."),
        ("A woman throwing a frisbee as a child looks on.", None, "A child throwing a frisbee as a woman looks on."),
        ("A man riding a motorcycle on a road.", "A man riding a road on a motorcycle.", None),
        ("A woman in a long coat with a blonde wig.", "A woman in a blonde coat with a long wig.", None),
    ],
    "reads_odd": [
        (
            "Two giraffes standing next to each other on a grassy field.",
            "Two giraffes standing next to each grassy on a other field.",
            "Two zebras standing next to each other on a grassy field.",
        ),
        ("A small cat is walking behind a bike.", "A small cat walking is behind a bike.", None),
    ],
}  # fmt: skip


@pytest.fixture(scope="module", name="judge")
def judge_fixture() -> Callable[..., Verdict]:
    """``judge(caption, negative, *siblings)`` asks the rules alone."""
    judge = Judge(load_recipe("default"), encoder=False)

    def ask(caption: str, negative: str, *siblings: str) -> Verdict:
        entries = [Entry("7", caption, (Given(negative),), "a:1"), *(Entry("7", s, (), "a:2") for s in siblings)]
        return next(judge.judge(entries))[0]

    return ask


def test_every_rule_has_its_twins() -> None:
    assert {rule.name for rule in RULES} == {*TWINS, "said_already"}


@pytest.mark.parametrize(
    ("rule", "caption", "wrong", "right"), [(r, *pair) for r, pairs in TWINS.items() for pair in pairs]
)
def test_twins(judge: Callable[..., Verdict], rule: str, caption: str, wrong: str | None, right: str | None) -> None:
    if wrong is not None:
        assert judge(caption, wrong).reason == rule
    if right is not None:
        assert judge(caption, right).reason is None


def test_what_a_sibling_says_is_no_negative(judge: Callable[..., Verdict]) -> None:
    pair = "A dog on a couch.", "A cat on a couch."
    assert judge(*pair).reason is None
    assert judge(*pair, "A kitten and a puppy share a couch.").reason == "said_already"
    assert judge(*pair, "A cat on a couch").reason == "repeats_sibling"
    colors = "A man in a red shirt.", "A man in a blue shirt."
    assert judge(*colors, "A man wears a blue shirt.").reason == "said_already"
    assert judge(*colors, "A man wears a blue hat.").reason is None


@pytest.mark.parametrize(
    ("negative", "reason"),
    [
        ("a boy feeding a goat", "repeats_caption"),
        ("", "empty"),
        ("...", "no_letters"),
        ("Vier Ziegen und ein Junge auf dem Hof", "other_language"),
        ("Three trucks wait at an airport.", "another_sentence"),
        ("A the goat feeding a goat.", "no_english"),
    ],
)
def test_what_needs_no_graph(judge: Callable[..., Verdict], negative: str, reason: str) -> None:
    assert judge("A boy feeding a goat.", negative).reason == reason


def test_a_caption_that_cannot_be_read(judge: Callable[..., Verdict]) -> None:
    assert judge("IMG_2034.JPG", "A dog.").reason == "caption_file_name"
    long = "A goat stands on a wall. " * 130
    assert judge(long, long.replace("goat", "cat", 1)).reason == "caption_too_long"


@pytest.mark.parametrize(
    ("caption", "negative", "kept"),
    [
        ("A person riding an elephant", "A elephant chasing an person", "An elephant chasing a person"),
        ("Some boys, asleep.", "Some girls , asleep .", "Some girls, asleep."),
        ("A dog on the man's  lap. ", "A cat on the man 's   lap .", "A cat on the man's  lap. "),
        ("Dog chasing a cat.", "cat chasing a Dog .", "Cat chasing a dog."),
        ("a dog . a cat .", "a dog . a bird .", "a dog . a bird ."),
    ],
)
def test_what_a_tokenizer_left_is_put_right(
    judge: Callable[..., Verdict], caption: str, negative: str, kept: str
) -> None:
    verdict = judge(caption, negative)
    assert (verdict.text, verdict.reason) == (kept, None)
    assert verdict.mended is (kept != negative)


@pytest.mark.parametrize(
    ("negative", "kind"),
    [
        ("A black dog chasing a white cat.", "attribute_replace.contrast"),
        ("A white dog chasing a brown cat.", "attribute_replace.swap"),
        ("A brown dog chasing a white sheep.", "asymmetry_1.object"),
        ("A white cat chasing a brown dog.", ""),
        ("A brown cat chasing a white dog.", "relation_swap.roles"),
        ("A brown dog carrying a white cat.", "relation_swap.predicate"),
        ("A brown dog not chasing a white cat.", "asymmetry_1.negate"),
    ],
)
def test_the_kind_is_told_by_what_changed(judge: Callable[..., Verdict], negative: str, kind: str) -> None:
    assert judge("A brown dog chasing a white cat.", negative).kind == kind


def test_a_pair_at_which_a_rule_fails_costs_its_image_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def first(case: Case) -> str | None:
        if "goat" in case.text.text:
            raise ValueError("boom")
        return None

    monkeypatch.setattr(RULES, "first", first)
    pairs = [("1", "A dog.", "A cat."), ("2", "A sheep.", "A goat."), ("3", "A mug.", "A cup.")]
    entries = [Entry(image, caption, (Given(text),), f"a.tsv:{image}") for image, caption, text in pairs]
    verdicts = list(Judge(load_recipe("default"), encoder=False).judge(entries))
    assert [one.reason for (one,) in verdicts] == [None, "failed", None]
    assert "a.tsv:2: the negatives of its image were not judged: ValueError: boom" in caplog.text
