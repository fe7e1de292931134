"""A verb or preposition at the end whose noun opens the caption: ``the ground giraffes are standing on``."""

from __future__ import annotations

from capaug.english.tags import SUBJECTS
from capaug.english.tree.tree import Tree
from capaug.english.words import words
from capaug.lexicon import Lexicon

STRANDED = frozenset({"on", "in", "at", "under", "near", "behind"})
RELATIVE_WORDS = frozenset({"that", "which"})
RESTING = words("verbs_of_what_moves_or_rests") | words("verbs_of_posture") | {"surf", "graze", "perch", "ski", "skate"}
PREMODIFYING = frozenset({"amod", "compound", "nummod", "det"})


def mend_stranded(tree: Tree, lexicon: Lexicon) -> None:
    """``the table the vases are on``, ``table bowl is sitting on``: the noun goes where its preposition is.

    Without an article between them two nouns may be one name: then only what moves or rests counts, and no known name.
    """
    last = len(tree) - 1
    while last > 0 and not tree.texts[last].isalpha():
        last -= 1
    if last < 3:
        return
    if tree.is_verb(last) and tree.lemmas[last] not in RESTING:
        _mend_object(tree, lexicon, last)
    if tree.lower[last] not in STRANDED:
        return
    predicate = last if tree.child(last, "cop") is not None else tree.heads[last]
    subjects = [j for j in tree.children(predicate) if tree.deps[j] in SUBJECTS]
    if predicate not in (last, last - 1) or not subjects:
        return
    subject = subjects[-1]
    place = _place(tree, lexicon, subject, predicate, last)
    if place is not None:
        _move(tree, place, subject, predicate, last)


def _mend_object(tree: Tree, lexicon: Lexicon, verb: int) -> None:
    """``a rope the man is holding``: two subjects, of which the first is what is held."""
    subjects = [j for j in tree.children(verb) if tree.deps[j] in SUBJECTS]
    if len(subjects) == 2 and tree.is_root(verb) and _place(tree, lexicon, subjects[1], verb, verb) == subjects[0]:
        tree.deps[subjects[0]] = "obj"


def _place(tree: Tree, lexicon: Lexicon, subject: int, predicate: int, last: int) -> int | None:
    """The noun before the subject's article, or the one read as part of the subject's name."""
    opening = next((j for j in range(subject) if tree.heads[j] == subject and tree.deps[j] == "det"), 0)
    if opening:
        before = opening - 2 if tree.lower[opening - 1] in RELATIVE_WORDS else opening - 1
        return before if before >= 0 and tree.is_noun(before) and before in (0, *_ends(tree, before)) else None
    if predicate == last or tree.lemmas[predicate] not in RESTING or not tree.is_noun(subject):
        return None
    for j in range(subject - 1, -1, -1):
        if tree.heads[j] == subject and tree.is_noun(j):
            return None if lexicon.objects.is_kind(f"{tree.lemmas[j]} {tree.lemmas[subject]}") else j
    return None


def _ends(tree: Tree, noun: int) -> list[int]:
    """``noun`` where all before it are its own words."""
    return [noun] if all(tree.tags[j][:2] in ("DT", "JJ", "NN", "CD", "VB", "PR") for j in range(noun)) else []


def _move(tree: Tree, place: int, subject: int, predicate: int, last: int) -> None:
    """Make ``place`` the oblique of the verb, or what the subject is on."""
    for j in range(place):
        if tree.heads[j] >= place and tree.deps[j] in PREMODIFYING:
            tree.heads[j] = place
    if predicate == last:
        for j in tree.children(last):
            tree.heads[j] = place
        tree.heads[place], tree.deps[place] = place, "root"
        tree.heads[subject], tree.deps[subject] = place, "nsubj"
    else:
        tree.heads[predicate], tree.deps[predicate] = predicate, "root"
        tree.heads[place], tree.deps[place] = predicate, "obl"
    tree.heads[last], tree.deps[last] = place, "case"
    tree.tags[last] = "IN"
    tree.prepositions[place] = (last, last + 1)
