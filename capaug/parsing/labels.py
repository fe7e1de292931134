"""Dependency labels of any English spaCy pipeline as Universal Dependencies.

spaCy's own pipelines (``en_core_web_*``) speak the ClearNLP labels, in which a preposition governs its noun and
the copula governs its predicate; Universal Dependencies turn both round. The rules of this package are written
once, for Universal Dependencies; this file brings the other scheme into that form.
"""

from __future__ import annotations

from spacy.tokens import Doc

CLEAR_TO_UNIVERSAL = {
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "dobj": "obj",
    "dative": "iobj",
    "poss": "nmod:poss",
    "relcl": "acl:relcl",
    "auxpass": "aux:pass",
    "npadvmod": "obl:npmod",
    "prt": "compound:prt",
    "neg": "advmod",
    "predet": "det:predet",
    "quantmod": "advmod",
    "oprd": "xcomp",
    "intj": "discourse",
    "preconj": "cc:preconj",
}

# Labels that only ClearNLP has: one of them in a document tells its scheme.
CLEAR_ONLY = {"pobj", "prep", "dobj", "nsubjpass", "auxpass", "relcl", "acomp", "attr", "agent", "poss", "prt", "pcomp"}

BE = {"be", "is", "are", "was", "were", "been", "being", "am", "'s", "'re"}


def universal(doc: Doc) -> tuple[list[int], list[str]]:
    """Heads and Universal Dependencies labels of ``doc``; a root's head is its own index and its label ``root``."""
    heads = [token.head.i for token in doc]
    deps = ["root" if token.head.i == token.i else token.dep_ for token in doc]
    if any(dep in CLEAR_ONLY for dep in deps):
        _from_clear(doc, heads, deps)
    return heads, deps


def _from_clear(doc: Doc, heads: list[int], deps: list[str]) -> None:
    """Rewrite ClearNLP heads and labels to Universal Dependencies, in place."""
    _turn_copulas(doc, heads, deps)
    for i, dep in enumerate(deps):
        if dep == "pobj" or dep == "pcomp":
            preposition = heads[i]
            # A stack of prepositions ("from behind a tree") hangs on one another: climb to the first.
            top = preposition
            while deps[top] in ("prep", "agent") and deps[heads[top]] in ("prep", "agent"):
                top = heads[top]
            outer = heads[top] if top != heads[top] else i
            verbal = doc[outer].tag_.startswith(("VB", "JJ", "RB"))
            role = "nmod"
            if dep == "pcomp":
                role = "advcl"
            elif verbal:
                role = "obl"
            was_root = deps[top] == "root"
            heads[i], deps[i] = (i, "root") if was_root else (outer, role)
            step = preposition
            while True:
                above = heads[step]
                heads[step], deps[step] = i, "mark" if dep == "pcomp" else "case"
                if step == top:
                    break
                step = above
    for i, dep in enumerate(deps):
        if dep in ("prep", "agent"):  # a preposition without a noun: a particle or an adverb
            deps[i] = "advmod"
        elif dep == "attr":
            deps[i] = "nsubj" if _has_there(doc, heads, deps, heads[i]) else "xcomp"
        else:
            deps[i] = CLEAR_TO_UNIVERSAL.get(dep, dep)


def _has_there(doc: Doc, heads: list[int], deps: list[str], verb: int) -> bool:
    return any(
        heads[j] == verb and (deps[j] == "expl" or doc[j].lower_ == "there") for j in range(len(doc)) if j != verb
    )


def _turn_copulas(doc: Doc, heads: list[int], deps: list[str]) -> None:
    """``dog <- is -> wet`` becomes ``dog <- wet -> is``; likewise with a noun or a prepositional predicate."""
    for verb in range(len(doc)):
        if doc[verb].lower_ not in BE or deps[verb].startswith("aux"):
            continue
        if _has_there(doc, heads, deps, verb):
            continue
        children = [j for j in range(len(doc)) if heads[j] == verb and j != verb]
        if not any(deps[j] == "nsubj" for j in children):
            continue
        predicate = next((j for j in children if deps[j] in ("acomp", "attr")), None)
        if predicate is None:
            predicate = next(
                (
                    j
                    for p in children
                    if deps[p] == "prep"
                    for j in range(len(doc))
                    if heads[j] == p and deps[j] == "pobj"
                ),
                None,
            )
            if predicate is None:
                continue
            preposition = heads[predicate]
            heads[preposition], deps[preposition] = predicate, "case"
            children = [j for j in children if j != preposition]
        root = heads[verb] == verb
        heads[predicate] = predicate if root else heads[verb]
        deps[predicate] = deps[verb]
        heads[verb], deps[verb] = predicate, "cop"
        for j in children:
            if j != predicate:
                heads[j] = predicate
