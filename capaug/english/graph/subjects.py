"""Who does what a verb says, or is what a predicate says."""

from __future__ import annotations

from itertools import pairwise

from capaug.english.graph.draft import Draft
from capaug.english.tags import ADNOMINALS, PURE_PARTICIPLE_TAGS, RELATIVE_TAGS, SUBJECTS
from capaug.english.tree.categories import LIVING
from capaug.english.words import words

RELATIVES_WITH_WHOM = words("relatives_with_whom")
LEADING_VERBS = words("verbs_that_lead_to_another")
DEEPEST = 6  # clauses within clauses
INHERITING = frozenset({"xcomp", "conj", "advcl", "ccomp", "parataxis", "acl", "dep", "advmod"})
"""Of clauses without a subject of their own: what they hang on has it."""
LOOSE = frozenset({"ccomp", "parataxis"})
"""Of clauses that inherit only as participles."""
TAGS_OF_CLAUSES_BETWEEN = frozenset({"IN", "VB", "VBZ"})
"""Between a noun and a participle, they part the two."""


def subjects(draft: Draft, i: int, depth: int = 0) -> list[int]:
    """Head nouns of the things that do what verb ``i`` says, or are what predicate ``i`` says."""
    if depth > DEEPEST:
        return []
    tree = draft.tree
    own = tree.child(i, *SUBJECTS)
    if own is not None:
        relative = tree.lower[own] in RELATIVES_WITH_WHOM and tree.tags[own] in RELATIVE_TAGS
        return antecedent(draft, i) if relative else draft.conjuncts(own)
    dep, head = tree.deps[i], tree.heads[i]
    if dep in ADNOMINALS and tree.is_noun(head):
        return [] if dep == "acl:relcl" and has_relative_object(draft, i) else antecedent(draft, i)
    if dep in INHERITING and head != i:
        return _inherited(draft, i, depth)
    if dep == "root" and tree.tags[i] in PURE_PARTICIPLE_TAGS:
        return _noun_before(draft, i)
    return []


def _inherited(draft: Draft, i: int, depth: int) -> list[int]:
    """The subjects of what the clause ``i`` hangs on, or, of ``watching a dog run``, the object of its verb."""
    tree = draft.tree
    dep, head = tree.deps[i], tree.heads[i]
    if dep in LOOSE and tree.tags[i] not in PURE_PARTICIPLE_TAGS:
        return []
    if head in draft.at and tree.child(head, "cop") is None:
        return draft.conjuncts(head)
    if dep == "xcomp" and tree.is_verb(head):
        target = tree.child(head, "obj")
        if target is not None and target in draft.at and tree.lemmas[head] not in LEADING_VERBS:
            return draft.conjuncts(target)
    return subjects(draft, head, depth + 1)


def _noun_before(draft: Draft, i: int) -> list[int]:
    """``Man riding`` read as a root without a subject: the noun just before it is the subject."""
    before = next((j for j in range(i - 1, -1, -1) if j in draft.at), None)
    if before is None or any(tag in TAGS_OF_CLAUSES_BETWEEN for tag in draft.tree.tags[before + 1 : i]):
        return []
    return [before]


def antecedent(draft: Draft, verb: int) -> list[int]:
    """The noun a participle or relative clause hangs on, with its conjuncts before the clause.

    ``a nurse and a doctor | examining a patient and a man holding a chart``: these two.
    """
    head = draft.tree.heads[verb]
    nouns = draft.conjuncts(head)
    before = [j for j in nouns if j < verb]
    if nouns and len(before) == len(nouns):
        return _doers(draft, _sharing(draft, sorted(nouns), verb))
    if head in before and len(before) > 1:
        return _doers(draft, _sharing(draft, sorted(before), verb))
    return [head] if head in draft.at else before


def _sharing(draft: Draft, nouns: list[int], verb: int) -> list[int]:
    """``a train crossing a bridge and a boat | floating``: the boat alone, for the train has its own participle."""
    tree, last = draft.tree, nouns[-1]
    own = [j for noun in nouns for j in tree.children(noun) if tree.deps[j] == "acl"]
    if any(last < j < verb for j in own):
        return nouns  # "a man wearing a hat and a woman wearing a dress | walking down a street"
    pairs = pairwise(nouns)
    return [noun for noun, following in pairs if not any(noun < j < following for j in own)] + [last]


def _doers(draft: Draft, nouns: list[int]) -> list[int]:
    """All of ``nouns``, or of ``some buildings and a woman wearing a dress`` the last, who alone can do things."""
    live = [draft.lexicon.objects.category(draft.tree.lemmas[noun]) in LIVING for noun in nouns]
    return nouns[-1:] if live[-1] and not any(live[:-1]) and len(nouns) > 1 else nouns


def has_relative_object(draft: Draft, verb: int) -> bool:
    """``a hat that the man wears``: the relative pronoun is what is worn."""
    tree = draft.tree
    return any(tree.deps[j] == "obj" and tree.lower[j] in RELATIVES_WITH_WHOM for j in tree.children(verb))
