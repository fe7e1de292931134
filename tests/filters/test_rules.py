"""Refusals without a model."""

from __future__ import annotations

from capaug.filters.base import Candidate
from capaug.filters.rules import RuleFilter
from capaug.generators import Scene
from capaug.parsing.parsed import ParsedCaption
from capaug.records import Caption, SceneGraph, Variant


def scene(text: str, *siblings: str) -> Scene:
    first, *others = (ParsedCaption(Caption(t, t), [], SceneGraph(), [], [], []) for t in (text, *siblings))
    return Scene(first, others)


def test_reasons():
    one = scene("A dog on a couch.", "A cat on a couch")
    texts = ["a dog on a couch", "A cat on a couch.", "A bird on a couch.", "a bird on a couch", "A fox on a couch."]
    candidates = [Candidate(one, Variant(text, "asymmetry_1.object", ()), False) for text in texts]
    RuleFilter().judge(candidates)
    assert [c.refused for c in candidates] == ["repeats_caption", "repeats_sibling", None, "duplicate", None]


def test_captions_do_not_share_what_was_seen():
    texts = ["A bird on a couch."] * 2
    scenes = [scene("A dog on a couch."), scene("A cow on a couch.")]
    candidates = [Candidate(s, Variant(t, "asymmetry_1.object", ()), False) for s, t in zip(scenes, texts, strict=True)]
    RuleFilter().judge(candidates)
    assert [c.refused for c in candidates] == [None, None]
