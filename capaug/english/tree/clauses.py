"""A noun that does what is said behind it begins a clause of its own, and is no conjunct of what stands before."""

from __future__ import annotations

from capaug.english.tags import AUXILIARIES, BARE_VERB_TAGS, SUBJECTS
from capaug.english.tree.categories import LIVING, category
from capaug.english.tree.tree import Tree
from capaug.lexicon import Lexicon


def mend_clauses(tree: Tree, lexicon: Lexicon) -> None:
    """Give clauses their subjects, where a parser joined these to a noun of the clause before.

    ``The man is holding a bat and the boy is wearing a helmet``: nobody holds the boy. ``a woman standing in a kitchen
    and a man sitting at a table``: she does not stand in the man.
    """
    if "conj" not in tree.deps:
        return
    for i in range(2, len(tree) - 1):
        if tree.deps[i] != "conj" or not tree.is_noun(i) or tree.heads[i] > i or not tree.is_noun(tree.heads[i]):
            continue
        verb = next((above for above in tree.above(i) if tree.is_verb(above)), None)
        if verb is None or verb > i:
            continue
        if tree.tags[i + 1] in BARE_VERB_TAGS:
            _mend_finite(tree, i, verb)
        elif tree.tags[i + 1] == "VBG":
            _mend_participle(tree, lexicon, i, verb)


def _mend_finite(tree: Tree, i: int, verb: int) -> None:
    """Noun ``i`` is the subject of the finite verb behind it, whose clause is joined to that of ``verb``."""
    predicate = tree.heads[i + 1] if tree.deps[i + 1] in AUXILIARIES else i + 1
    if predicate <= i or tree.child(predicate, *SUBJECTS) is not None or tree.deps[predicate] == "acl:relcl":
        return
    if tree.under(predicate, i):
        tree.heads[predicate], tree.deps[predicate] = verb, "conj"
    _take_joint(tree, i, predicate)
    tree.attach(i, predicate, "nsubj")


def _mend_participle(tree: Tree, lexicon: Lexicon, i: int, verb: int) -> None:
    """Somebody, noun ``i``, does what the participle behind says, and is joined to who does what ``verb`` says."""
    who = tree.heads[verb]
    if tree.deps[verb] != "acl" or not tree.is_noun(who) or category(tree, lexicon, who) not in LIVING:
        return
    if category(tree, lexicon, i) in LIVING and category(tree, lexicon, tree.heads[i]) not in LIVING:
        tree.attach(i, who, "conj")
        tree.attach(i + 1, i, "acl")


def _take_joint(tree: Tree, i: int, predicate: int) -> None:
    """The ``and`` before noun ``i`` joins the clause."""
    for j in range(i):
        if tree.heads[j] == i and tree.deps[j] in ("cc", "punct"):
            tree.heads[j] = predicate
