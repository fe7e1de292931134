"""A noun that does what is said behind it begins a clause of its own, and is no conjunct of what stands before."""

from __future__ import annotations

from capaug.english.tags import AUXILIARIES, BARE_VERB_TAGS, NOUN_TAGS, SUBJECTS
from capaug.english.tree.categories import LIVING, category
from capaug.english.tree.tree import Tree
from capaug.english.words import words
from capaug.lexicon import Lexicon

RELATIVES_WITH_WHOM = words("relatives_with_whom")
PURE_RELATIVE_TAGS = frozenset({"WP", "WDT"})
PHRASE_TAGS = NOUN_TAGS | {"IN", "DT", "JJ", "PRP$"}
"""Of words of a place or dress between somebody and what he does: ``a boy in a red shirt riding``."""
REACH = 6  # words of such phrases
RELATIVE_OBJECTS = frozenset({"that", "which", "whom"})
COMPLEMENTS = ("obj", "iobj", "ccomp", "xcomp", "cop", "obl")
JOINING_WORDS = frozenset({"cc", "punct"})


def mend_relatives(tree: Tree, lexicon: Lexicon) -> None:
    """``near a man who is reading``: what begins with ``who`` is said of the noun right before.

    Where that is nobody (``a man in a hat who is reading``), it stays where the parser hangs it.
    """
    if RELATIVES_WITH_WHOM.isdisjoint(tree.lower):
        return
    for j in range(1, len(tree)):
        verb = tree.heads[j]
        if (
            tree.tags[j] in PURE_RELATIVE_TAGS
            and tree.deps[j] in SUBJECTS
            and verb > j
            and tree.is_noun(j - 1)
            and (tree.deps[verb] == "advcl" or (tree.deps[verb] == "acl:relcl" and _is_somebody(tree, lexicon, j)))
        ):
            tree.attach(verb, j - 1, "acl:relcl")


def mend_relative_objects(tree: Tree) -> None:
    """``a drum that the child is pushing``: ``that`` is the drum, which is pushed, and joins no clause.

    What is said or thought is said in a clause, and a verb with an object or a preposition of its own needs none.
    """
    if RELATIVE_OBJECTS.isdisjoint(tree.lower):
        return
    for j, word in enumerate(tree.lower):
        verb = tree.heads[j]
        if word not in RELATIVE_OBJECTS or tree.deps[j] not in ("mark", "det") or tree.deps[verb] != "acl:relcl":
            continue
        subject = tree.child(verb, *SUBJECTS)
        if (
            subject is None
            or not j < subject < verb
            or not tree.is_noun(j - 1)
            or tree.child(verb, *COMPLEMENTS) is not None
        ):
            continue
        if verb + 1 < len(tree) and tree.tags[verb + 1] in ("IN", "TO", "RP"):
            continue
        tree.deps[j], tree.tags[j] = "obj", "WDT"


def _is_somebody(tree: Tree, lexicon: Lexicon, j: int) -> bool:
    """Whether word ``j`` is ``who``, and a person stands right before it."""
    return tree.tags[j] == "WP" and category(tree, lexicon, j - 1) == "person"


def mend_objects(tree: Tree) -> None:
    """``a woman wearing a dress is carrying a bag``: the dress, right behind the participle, carries nothing."""
    if "nsubj" not in tree.deps or "acl" not in tree.deps:
        return
    for i, dep in enumerate(tree.deps):
        predicate = tree.heads[i]
        if dep != "nsubj" or i < 2 or predicate <= i or not tree.is_noun(i):
            continue
        verb = _word_before(tree, i)
        who = tree.heads[verb]
        if tree.tags[verb] == "VBG" and tree.deps[verb] == "acl" and who < verb and tree.is_noun(who):
            if tree.under(who, predicate):
                continue
            if tree.under(predicate, who):
                tree.heads[predicate], tree.deps[predicate] = (
                    (predicate, "root") if tree.is_root(who) else (tree.heads[who], tree.deps[who])
                )
            tree.heads[who], tree.deps[who] = predicate, "nsubj"
            tree.heads[i], tree.deps[i] = verb, "obj"


def _word_before(tree: Tree, i: int) -> int:
    """Index of the word before the phrase of noun ``i``; its adjectives may be joined (``a blue and green dress``)."""
    before = joint = i - 1
    while before > 0:
        if tree.under(before, i):
            joint = before - 1
        elif tree.deps[before] not in JOINING_WORDS:
            break
        before -= 1
    return joint if before < joint else before


def mend_clauses(tree: Tree, lexicon: Lexicon) -> None:
    """Give clauses their subjects, where a parser joined these to a noun of the clause before.

    ``The man is holding a bat and the boy is wearing a helmet``: nobody holds the boy. ``a woman standing in a kitchen
    and a man sitting at a table``: she does not stand in the man.
    """
    if "conj" not in tree.deps:
        return
    for i in range(max(2, tree.deps.index("conj")), len(tree) - 1):
        if tree.deps[i] != "conj" or not tree.is_noun(i) or tree.heads[i] > i or not tree.is_noun(tree.heads[i]):
            continue
        if tree.tags[i + 1] in BARE_VERB_TAGS:
            _mend_finite(tree, i)
            continue
        if _mend_list(tree, lexicon, i):
            continue
        participle = _participle_behind(tree, i)
        if participle is not None:
            _mend_participle(tree, lexicon, i, participle)


def _verb_above(tree: Tree, i: int) -> int | None:
    verb = next((above for above in tree.above(i) if tree.is_verb(above)), None)
    return verb if verb is not None and verb < i else None


def _mend_finite(tree: Tree, i: int) -> None:
    """Noun ``i`` is the subject of the finite verb behind it, whose clause is joined to the one before."""
    verb = _verb_above(tree, i)
    predicate = tree.heads[i + 1] if tree.deps[i + 1] in AUXILIARIES else i + 1
    if verb is None or predicate <= i or tree.deps[predicate] == "acl:relcl":
        return
    if tree.child(predicate, *SUBJECTS) is not None:
        return
    if tree.under(predicate, i):
        tree.heads[predicate], tree.deps[predicate] = verb, "conj"
    for j in range(i):
        if tree.heads[j] == i and tree.deps[j] in JOINING_WORDS:
            tree.heads[j] = predicate  # "and" joins the clause
    tree.attach(i, predicate, "nsubj")


def _mend_list(tree: Tree, lexicon: Lexicon, i: int) -> bool:
    """``a man throwing a ball, a girl holding a sign and a boy on a bench``: the list goes on."""
    if "," not in tree.texts or tree.tags.count("CC") != 1 or category(tree, lexicon, i) not in LIVING:
        return False
    for j in range(2, i):
        top = tree.heads[j]
        if tree.deps[j] != "conj" or top > j or not tree.is_noun(j) or tree.is_root(j) or tree.texts[j - 2] != ",":
            continue
        alike = category(tree, lexicon, j) in LIVING and category(tree, lexicon, top) in LIVING
        if alike and tree.heads[i] != top and category(tree, lexicon, tree.heads[i]) not in LIVING:
            tree.attach(i, top, "conj")
            behind = next((k for k in sorted(tree.prepositions) if tree.prepositions[k][0] == i + 1), None)
            if behind is not None:
                tree.attach(behind, i, "nmod")
            return True
    return False


def _participle_behind(tree: Tree, i: int) -> int | None:
    """The participle right behind noun ``i``, or behind its dress or place."""
    for j in range(i + 1, min(i + 1 + REACH, len(tree))):
        if tree.tags[j] == "VBG":
            return j
        if tree.tags[j] not in PHRASE_TAGS or (j == i + 1 and tree.tags[j] != "IN"):
            return None
    return None


def _mend_participle(tree: Tree, lexicon: Lexicon, i: int, participle: int) -> None:
    """Somebody, noun ``i``, does what the participle says, beside somebody who does what a participle before says."""
    host, verb = tree.heads[i], _verb_above(tree, i)
    if category(tree, lexicon, i) not in LIVING:
        return
    if verb is not None and tree.deps[verb] == "acl" and category(tree, lexicon, host) not in LIVING:
        who = tree.heads[verb]
        if not tree.is_noun(who) or category(tree, lexicon, who) not in LIVING:
            return
        tree.attach(i, who, "conj")
    elif not any(tree.heads[j] == host and tree.deps[j] == "acl" for j in range(host + 1, i)):
        return
    tree.attach(participle, i, "acl")
    for j in range(i + 1, participle):
        if tree.is_noun(j) and tree.heads[j] < i:
            tree.attach(j, i, "nmod")
