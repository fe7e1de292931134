"""Links without a verb: ``a cat on a bed``, ``a man's hand``."""

from __future__ import annotations

from capaug.captions.sentence import LinkForm
from capaug.english.graph.draft import Draft, Wording
from capaug.english.graph.subjects import subjects


def relate_all(draft: Draft, nouns: list[int], oblique: int, auxiliaries: tuple[int, ...] = ()) -> None:
    """Say of each of ``nouns`` that it is where ``oblique``, a noun with a preposition, and its conjuncts say."""
    preposition = draft.tree.preposition(oblique) or ""
    wording = Wording(LinkForm.PREPOSITION, draft.tree.prepositions[oblique], None, auxiliaries)
    for subject in nouns:
        for target in draft.conjuncts(oblique):
            if target != subject:
                draft.add_link(subject, preposition, target, wording)


def read_prepositions(draft: Draft) -> None:
    """``a cat on a bed``: what a noun with a preposition says of the noun that it hangs on."""
    tree = draft.tree
    for i in sorted(tree.prepositions):
        head = tree.heads[i]
        if (
            head in draft.at
            and head != i
            and not {i, head} & tree.dropped
            and tree.deps[i] != "conj"
            and tree.child(i, "cop") is None
        ):
            relate_all(draft, [noun for noun in _placed(draft, i, head) if noun != i], i)


def _placed(draft: Draft, i: int, head: int) -> list[int]:
    """Head nouns of what is where ``i`` says: ``head``, all joined to it if ``i`` follows them, or its subject."""
    tree = draft.tree
    if tree.deps[i] != "nmod" and tree.child(head, "cop") is not None:
        found = subjects(draft, head)
        if found:
            return found
    if tree.preposition(i) == "of":
        return [head]  # "lights and pictures of people"
    if tree.deps[head] == "conj" and head < i:
        first = tree.heads[head]
        shared = tree.child(first, "det") is not None and tree.child(head, "det", "nmod:poss", "nummod", "amod") is None
        return draft.conjuncts(first) if shared and first in draft.at else [head]  # "a toilet and sink in a room"
    nouns = draft.conjuncts(head)
    return nouns if all(noun < i for noun in nouns) else [head]


def read_possessives(draft: Draft) -> None:
    """``a man's hand``: the man has the hand."""
    tree = draft.tree
    for i in draft.at:
        if tree.deps[i] == "nmod:poss" and tree.heads[i] in draft.at:
            mark = tree.child(i, "case")
            words = (i, i + 1) if mark is None else (mark, mark + 1)
            draft.add_link(i, "have", tree.heads[i], Wording(LinkForm.POSSESSIVE, words))
