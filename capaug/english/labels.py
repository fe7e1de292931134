"""Dependency labels of any English pipeline as Universal Dependencies.

spaCy's own pipelines (``en_core_web_*``) speak the ClearNLP labels, in which a preposition governs its noun and
the copula governs its predicate; Universal Dependencies turn both round. The rules of this package are written
once, for Universal Dependencies; this file brings the other scheme into that form.
"""

from __future__ import annotations

from capaug.english.syntax import Syntax
from capaug.english.words import words

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
CLEAR_ONLY = frozenset(
    {"pobj", "prep", "dobj", "nsubjpass", "auxpass", "relcl", "acomp", "attr", "agent", "poss", "prt", "pcomp"}
)
"""Labels that only ClearNLP has: one of them in a text tells its scheme."""
PREPOSITIONS = frozenset({"prep", "agent"})

FORMS_OF_BE = words("forms_of_be")


def to_universal(syntax: Syntax) -> Syntax:
    """``syntax`` with Universal Dependencies heads and labels; what has them already comes back as it is."""
    if not any(dep in CLEAR_ONLY for dep in syntax.deps):
        return syntax
    clear = _Clear(syntax)
    clear.turn_copulas()
    clear.turn_prepositions()
    clear.rename()
    return Syntax(syntax.texts, syntax.starts, syntax.tags, clear.heads, clear.deps, syntax.frozen, syntax.silent)


class _Clear:
    """Heads and ClearNLP labels of one text, rewritten in place."""

    def __init__(self, syntax: Syntax) -> None:
        self.lower = [text.lower() for text in syntax.texts]
        self.tags = syntax.tags
        self.heads = list(syntax.heads)
        self.deps = list(syntax.deps)

    def children(self, i: int) -> list[int]:
        return [j for j, head in enumerate(self.heads) if head == i and j != i]

    def has_there(self, verb: int) -> bool:
        return any(self.deps[j] == "expl" or self.lower[j] == "there" for j in self.children(verb))

    def turn_copulas(self) -> None:
        """``dog <- is -> wet`` becomes ``dog <- wet -> is``; likewise with a noun or a prepositional predicate."""
        for verb in range(len(self.heads)):
            if self.lower[verb] not in FORMS_OF_BE or self.deps[verb].startswith("aux") or self.has_there(verb):
                continue
            children = self.children(verb)
            if not any(self.deps[j] == "nsubj" for j in children):
                continue
            predicate = next((j for j in children if self.deps[j] in ("acomp", "attr")), None)
            if predicate is None:
                predicate = self._predicate_behind_preposition(children)
                if predicate is None:
                    continue
                preposition = self.heads[predicate]
                self.heads[preposition], self.deps[preposition] = predicate, "case"
                children = [j for j in children if j != preposition]
            self._turn_copula(verb, predicate, children)

    def _predicate_behind_preposition(self, children: list[int]) -> int | None:
        """``the cat is on the bed``: the bed."""
        for preposition in children:
            if self.deps[preposition] == "prep":
                for j, head in enumerate(self.heads):
                    if head == preposition and self.deps[j] == "pobj":
                        return j
        return None

    def _turn_copula(self, verb: int, predicate: int, children: list[int]) -> None:
        root = self.heads[verb] == verb
        self.heads[predicate] = predicate if root else self.heads[verb]
        self.deps[predicate] = self.deps[verb]
        self.heads[verb], self.deps[verb] = predicate, "cop"
        for j in children:
            if j != predicate:
                self.heads[j] = predicate

    def turn_prepositions(self) -> None:
        """``cat -> on -> bed`` becomes ``cat -> bed -> on``."""
        for i, dep in enumerate(self.deps):
            if dep in ("pobj", "pcomp"):
                self._turn_preposition(i, dep)

    def _turn_preposition(self, i: int, dep: str) -> None:
        heads, deps = self.heads, self.deps
        preposition = heads[i]
        # A stack of prepositions ("from behind a tree") hangs on one another: climb to the first.
        top = preposition
        while deps[top] in PREPOSITIONS and deps[heads[top]] in PREPOSITIONS:
            top = heads[top]
        outer = heads[top] if top != heads[top] else i
        role = "nmod"
        if dep == "pcomp":
            role = "advcl"
        elif self.tags[outer].startswith(("VB", "JJ", "RB")):
            role = "obl"
        heads[i], deps[i] = (i, "root") if deps[top] == "root" else (outer, role)
        step = preposition
        while True:
            above = heads[step]
            heads[step], deps[step] = i, "mark" if dep == "pcomp" else "case"
            if step == top:
                break
            step = above

    def rename(self) -> None:
        """Labels that say the same under another name."""
        for i, dep in enumerate(self.deps):
            if dep in PREPOSITIONS:  # a preposition without a noun: a particle or an adverb
                self.deps[i] = "advmod"
            elif dep == "attr":
                self.deps[i] = "nsubj" if self.has_there(self.heads[i]) else "xcomp"
            else:
                self.deps[i] = CLEAR_TO_UNIVERSAL.get(dep, dep)
