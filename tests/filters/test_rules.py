"""Refusals without a model."""

from __future__ import annotations

from capaug.filters.rules import RuleFilter


def test_reasons(make_scene, make_candidate):
    one = make_scene("A dog on a couch.", "A cat on a couch")
    texts = ["a dog on a couch", "A cat on a couch.", "A bird on a couch.", "a bird on a couch", "A fox on a couch."]
    candidates = [make_candidate(one, text) for text in texts]
    RuleFilter().judge(candidates)
    assert [c.refused for c in candidates] == ["repeats_caption", "repeats_sibling", None, "duplicate", None]


def test_captions_do_not_share_what_was_seen(make_scene, make_candidate):
    scenes = [make_scene("A dog on a couch."), make_scene("A cow on a couch.")]
    candidates = [make_candidate(scene, "A bird on a couch.") for scene in scenes]
    RuleFilter().judge(candidates)
    assert [c.refused for c in candidates] == [None, None]
    again = [make_candidate(scenes[0], "A bird on a couch.") for _ in range(2)]
    RuleFilter().judge(again)
    assert [c.refused for c in again] == [None, "duplicate"]
