"""Whether two texts of a caption say the same in other words: ``a big dog`` and ``a large dog``."""

from __future__ import annotations

from capaug.english.inflection import lemma
from capaug.filters.base import Candidate
from capaug.records import Edit


def are_alike(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates of a caption change the same words to synonyms."""
    mine, theirs = one.variant.edits, other.variant.edits
    if one.kind.id != other.kind.id or len(mine) != len(theirs) or one.scene.sentence is not other.scene.sentence:
        return False
    return all(_are_synonyms(one, *edits) for edits in zip(mine, theirs, strict=True))


def _are_synonyms(of: Candidate, one: Edit, other: Edit) -> bool:
    if (one.start, one.end) != (other.start, other.end):
        return False
    new, newer = one.new.strip().lower(), other.new.strip().lower()
    if new == newer:
        return True
    lexicon = of.scene.lexicon
    if lexicon.attributes.same(new, newer) or lexicon.objects.same(new, newer):
        return True
    verbs = [" ".join([lemma(verb, "VBG"), *rest]) for verb, *rest in (new.split() or [""], newer.split() or [""])]
    return lexicon.relations.same(*verbs)
