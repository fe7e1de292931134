"""What something is: ``the dog is wet``, ``there is a cat on the bed``, ``a shelf full of books``."""

from __future__ import annotations

from itertools import pairwise

from capaug.captions.sentence import LinkForm, QualityPosition
from capaug.english.graph.compounds import NOUNS_OF_COLORS
from capaug.english.graph.draft import Draft, Wording
from capaug.english.graph.qualities import hyphenated
from capaug.english.graph.relations import relate_all
from capaug.english.graph.subjects import subjects
from capaug.english.inflection import lemma
from capaug.english.tags import SUBJECTS
from capaug.english.words import words

LOCATIVES = words("prepositions_of_place")
NO_PLACES = tuple(words("prepositions_that_give_no_place"))
WITH_PREPOSITION = words("adjectives_with_their_preposition")
PREDICATE_TAGS = frozenset({"JJ", "JJR", "CD"})
BEHIND_NOUN_LABELS = frozenset({"amod", "acl", "xcomp", "advmod", "obl"})
IN_CLAUSE_LABELS = frozenset({"xcomp", "advcl", "root", "advmod"})


def read_being(draft: Draft, verb: int) -> None:
    """``there is a cat on the bed``, ``a cat is on the bed``: the cat is on the bed."""
    tree = draft.tree
    children = tree.children(verb)
    found = subjects(draft, verb)
    if not found:
        found = [k for j in children if tree.deps[j] in ("obj", "xcomp") for k in draft.conjuncts(j)]
    for oblique in children:
        if oblique in tree.prepositions and tree.deps[oblique] not in SUBJECTS:
            relate_all(draft, _elsewhere_than(draft, found, oblique), oblique, (verb,))
    for j in children:
        if tree.tags[j] == "JJ" and tree.deps[j] in ("xcomp", "acomp"):
            for subject in found:
                draft.add_quality(subject, tree.lower[j], (j, j + 1), QualityPosition.PREDICATE)


def _elsewhere_than(draft: Draft, nouns: list[int], place: int) -> list[int]:
    """``a cat on the bed and a dog | under the table``: the dog alone, for the cat has a place of its own."""
    if len(nouns) < 2 or max(nouns) > place or not _says_where(draft, place):
        return nouns
    nouns = sorted(nouns)
    placed = [j for noun in nouns for j in draft.tree.children(noun) if _says_where(draft, j)]
    pairs = pairwise(nouns)
    return [noun for noun, following in pairs if not any(noun < j < following for j in placed)] + nouns[-1:]


def _says_where(draft: Draft, i: int) -> bool:
    preposition = draft.tree.preposition(i) or ""
    return preposition in LOCATIVES or (" " in preposition and not preposition.endswith(NO_PLACES))


def read_copula(draft: Draft, i: int) -> None:
    """``the dog is wet``, ``the cat is on the bed``: ``i`` is what is said of the subject."""
    tree = draft.tree
    if i in tree.prepositions and i in draft.at:
        relate_all(draft, subjects(draft, i), i, draft.auxiliaries(i))
    elif _is_color_said(draft, i):
        for subject in subjects(draft, i):
            draft.add_quality(subject, tree.lower[i], (i, i + 1), QualityPosition.PREDICATE)
    elif tree.tags[i] in PREDICATE_TAGS:
        if any(draft.conjuncts(j) for j in tree.children(i) if j in tree.prepositions):
            if not read_adjective(draft, i):  # "the street is grey with white lines"
                _add_predicate(draft, i)
        else:
            _add_predicate(draft, i)


def _is_color_said(draft: Draft, i: int) -> bool:
    """``the petals are a delicate pink``: a colour as a noun, of which nothing hangs but its article and shade."""
    tree = draft.tree
    if tree.tags[i] not in ("NN", "JJ") or draft.lexicon.attributes.type(tree.lower[i]) != "color":
        return False
    return any(tree.lower[j] == "a" for j in tree.children(i)) and i not in tree.prepositions


def _add_predicate(draft: Draft, i: int) -> None:
    """``the dog is wet and cold``; of a comparative its adjective."""
    tree = draft.tree
    first, end = hyphenated(draft, i)
    name = tree.lemmas[i] if tree.tags[i] == "JJR" else "".join(tree.lower[first:end])
    if _is_shade(draft, i):
        first, name = i - 1, f"{tree.lower[i - 1]} {tree.lower[i]}"
    joined = [
        j
        for j in tree.children(i)
        if tree.deps[j] == "conj" and tree.tags[j] == "JJ" and tree.child(j, *SUBJECTS) is None
    ]
    for subject in subjects(draft, i):
        draft.add_quality(subject, name, (first, end), QualityPosition.PREDICATE)
        for j in joined:
            draft.add_quality(subject, tree.lower[j], (j, j + 1), QualityPosition.PREDICATE)


def _is_shade(draft: Draft, i: int) -> bool:
    """``the wall is light gray``: one color."""
    tree = draft.tree
    if i == 0 or tree.heads[i - 1] != i or tree.lower[i] in NOUNS_OF_COLORS:
        return False
    return draft.lexicon.attributes.type(f"{tree.lower[i - 1]} {tree.lower[i]}") == "color"


def read_adjective(draft: Draft, i: int) -> bool:
    """``a shelf full of books``: (shelf, full of, book); ``an airplane high in the sky``: (airplane, in, sky).

    A participle that was taken for an adjective is read as one: ``his arm is bent at the elbow``. True where the
    adjective is a part of what is said of the two.
    """
    tree = draft.tree
    done = lemma(tree.lower[i], "VBN")
    told_whole = False
    for oblique in tree.children(i):
        if oblique not in tree.prepositions:
            continue
        first, end = tree.prepositions[oblique]
        preposition = tree.preposition(oblique) or ""
        is_done = done != tree.lower[i] and first == i + 1 and tree.child(i, "cop") is not None
        whole = is_done or tree.lower[i] in WITH_PREPOSITION
        told_whole |= whole
        predicate = f"{done if is_done else tree.lower[i]} {preposition}" if whole else preposition
        wording = Wording(LinkForm.PREPOSITION, (i, end) if whole and first == i + 1 else (first, end))
        for subject in _described(draft, i):
            for target in draft.conjuncts(oblique):
                if target != subject:
                    draft.add_link(subject, predicate, target, wording)
    return told_whole


def _described(draft: Draft, i: int) -> list[int]:
    """Head nouns of the things that adjective ``i`` is said of."""
    tree = draft.tree
    dep, head = tree.deps[i], tree.heads[i]
    if tree.child(i, "cop") is not None and (found := subjects(draft, i)):
        return found
    if dep in BEHIND_NOUN_LABELS and head < i and head in draft.at:
        return draft.conjuncts(head)
    return subjects(draft, i) if dep in IN_CLAUSE_LABELS else []
