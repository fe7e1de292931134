"""Clauses that stand in the place of a noun or of an adjective keep what makes them whole."""

from __future__ import annotations


def test_a_clause_that_is_the_subject_keeps_its_verb(texts):
    for kind in ("asymmetry_2.truncate", "asymmetry_2.subgraph"):
        assert not texts(kind, "Capturing toddlers in a single picture proved impossible.")
    assert texts("asymmetry_2.truncate", "Running toddlers in a single picture proved a point.")


def test_a_relative_clause_with_a_noun_keeps_its_verb(texts):
    made = texts("asymmetry_3.paraphrase", "Pieces of bark that are differing shades of brown.")
    assert all("that are" in text for text in made)
    assert "Two dogs running on a beach." in texts("asymmetry_3.paraphrase", "Two dogs that are running on a beach.")


def test_a_participle_before_its_noun_begins_no_phrase(texts):
    assert not any(
        text.endswith("along a rock.")
        for text in texts("asymmetry_2.truncate", "Two riders guide their horses along a rock strewn sandy beach.")
    )
    assert "Two riders guide their horses along a beach." in texts(
        "asymmetry_2.truncate", "Two riders guide their horses along a beach covered in rocks."
    )


def test_who_sleeps_in_a_chair_may_sit(texts):
    assert not any("sitting" in text for text in texts("relation_swap.predicate", "A man sleeping in a chair."))
    assert any("standing" in text for text in texts("relation_swap.predicate", "A man sleeping on a rug."))
