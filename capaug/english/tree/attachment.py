"""Particles, participles, conjuncts and backgrounds that parsers hang on the wrong word."""

from __future__ import annotations

from capaug.english.tags import UNMARKED_OBJECTS
from capaug.english.tree.categories import LIVING, PLACES, category
from capaug.english.tree.tree import Tree
from capaug.english.words import words
from capaug.lexicon import Lexicon

DIRECTIONS = words("particles_of_direction")
BACKGROUNDS = words("far_ends_of_a_picture")
SHOWING_VERBS = words("verbs_of_showing")
OF_SOMEBODY = words("participles_of_somebody")
GIVING = words("verbs_of_giving")
NEAR = 5  # words in which a background follows its "with"


def mend_particles(tree: Tree, lexicon: Lexicon) -> None:
    """``driving down a street``: one drives on the street, nobody drives it down. ``picking up a ball`` stays."""
    if DIRECTIONS.isdisjoint(tree.lower):
        return
    for i in range(1, len(tree)):
        verb = tree.heads[i]
        if tree.deps[i] not in ("compound:prt", "advmod") or tree.lower[i] not in DIRECTIONS or i != verb + 1:
            continue
        target = next((j for j in tree.children(verb) if j > i and tree.deps[j] in UNMARKED_OBJECTS), None)
        if target is None or target in tree.prepositions:
            continue
        if lexicon.objects.category(tree.lemmas[target]) in (*PLACES, "structure"):
            tree.heads[i], tree.deps[i] = target, "case"
            tree.deps[target] = "obl"
            tree.prepositions[target] = (i, i + 1)


def mend_strewn(tree: Tree, lexicon: Lexicon) -> None:
    """``lies in hay strewn around a barn``: the hay is strewn; ``stands in a street dressed in black``: no street is.

    Only a participle right behind the noun, with a phrase of its own, and where the noun does not live.
    """
    if "VBN" not in tree.tags:
        return
    for i in range(2, len(tree)):
        near, verb = i - 1, tree.heads[i]
        if tree.tags[i] != "VBN" or verb > near:
            continue
        if tree.lemmas[i] in OF_SOMEBODY:
            if verb == near and tree.deps[near] == "obl" and category(tree, lexicon, near) in PLACES:
                tree.attach(i, tree.heads[near], "advcl")
            continue
        if (
            tree.deps[i] != "advcl"
            or tree.heads[near] != verb
            or tree.deps[near] not in ("obl", "obj")
            or not tree.is_noun(near)
        ):
            continue
        if any(j in tree.prepositions for j in tree.children(i)) and category(tree, lexicon, near) not in LIVING:
            tree.attach(i, near, "acl")


def mend_shown(tree: Tree, lexicon: Lexicon) -> None:
    """``a screen showing people talking``: who is shown does what the participle right behind says."""
    if "VBG" not in tree.tags or SHOWING_VERBS.isdisjoint(tree.lemmas):
        return
    for i in range(2, len(tree)):
        near = i - 1
        if tree.tags[i] != "VBG" or tree.deps[i] not in ("acl", "advcl", "xcomp") or tree.deps[near] != "obj":
            continue
        verb = tree.heads[near]
        if tree.lemmas[verb] in SHOWING_VERBS and tree.heads[i] != near and category(tree, lexicon, near) in LIVING:
            tree.attach(i, near, "acl")


def mend_given(tree: Tree) -> None:
    """``shows the boys her medal``: the medal, which a parser joined to the boys, is shown as well."""
    if "obj" not in tree.deps or GIVING.isdisjoint(tree.lemmas):
        return
    for i, dep in enumerate(tree.deps):
        who = tree.heads[i]
        if (
            dep not in ("nmod", "orphan")
            or i in tree.prepositions
            or not tree.is_noun(i)
            or tree.deps[who] != "obj"
            or who > i
        ):
            continue
        opening = tree.child(i, "det", "nmod:poss")
        if tree.lemmas[tree.heads[who]] in GIVING and opening == who + 1:
            tree.attach(i, tree.heads[who], "obj")


def mend_participles(tree: Tree, lexicon: Lexicon) -> None:
    """``a swan near a boat tied to a dock``: a past participle says what was done to the thing it stands behind."""
    if "VBN" not in tree.tags:
        return
    for i in range(2, len(tree)):
        host = tree.heads[i]
        if tree.tags[i] != "VBN" or tree.deps[i] != "acl" or host > i or not tree.is_noun(host):
            continue
        near = i - 1
        if near == host or not tree.is_noun(near) or not tree.under(near, host):
            continue
        if category(tree, lexicon, host) in LIVING and category(tree, lexicon, near) not in (
            *LIVING,
            "clothing",
            *PLACES,
        ):
            tree.attach(i, near, "acl")


def mend_coordination(tree: Tree, lexicon: Lexicon) -> None:
    """``a building with windows and two clocks``: the clocks are with the windows, for they are no building.

    A conjunct that a parser hangs on the first noun belongs to the noun behind ``with`` when it is of another kind
    than the first noun, and to what somebody is in when it is of that kind: ``a girl in a shirt and shorts``.
    """
    if "conj" not in tree.deps:
        return
    for i in range(tree.deps.index("conj"), len(tree)):
        host = tree.heads[i]
        if tree.deps[i] != "conj" or not tree.is_noun(i) or not tree.is_noun(host) or i in tree.prepositions:
            continue
        whole = tree.heads[host]
        if tree.preposition(host) == "of" and whole < host and tree.is_noun(whole) and _has_article(tree, i):
            if _has_article(tree, whole) and not _has_article(tree, host):
                tree.attach(i, whole, "conj")  # "a glass of wine and a plate"
            continue
        between = range(host + 1, i)
        if _is_done_to_as_well(tree, lexicon, i, host):
            continue
        kind = category(tree, lexicon, i)
        inner = [
            j
            for j in between
            if tree.heads[j] == host
            and tree.is_noun(j)
            and (tree.preposition(j) == "with" or (tree.preposition(j) == "in" and category(tree, lexicon, j) == kind))
        ]
        if not inner or any(tree.is_verb(j) and tree.deps[j] != "amod" for j in between):
            continue
        if kind is not None and kind != category(tree, lexicon, host):
            tree.attach(i, inner[-1], "conj")


def _has_article(tree: Tree, i: int) -> bool:
    return any(tree.deps[j] == "det" for j in tree.children(i))


def _is_done_to_as_well(tree: Tree, lexicon: Lexicon, i: int, host: int) -> bool:
    """Hang noun ``i`` on what is like it: ``men wearing suits and hats``, where a parser joined hats to men."""
    kind = category(tree, lexicon, i)
    for j in range(host + 1, i):
        if tree.deps[j] == "obj" and tree.deps[tree.heads[j]] == "acl" and tree.heads[tree.heads[j]] == host:
            alone = not any(tree.heads[k] == i and tree.deps[k] == "acl" for k in range(i + 1, len(tree)))
            if alone and kind is not None and kind == category(tree, lexicon, j) != category(tree, lexicon, host):
                tree.attach(i, j, "conj")
                return True
    return False


def mend_backgrounds(tree: Tree) -> None:
    """``going down a slope with trees in the background``: the trees are behind whoever goes, not on the slope."""
    for i in sorted(tree.prepositions):
        if tree.preposition(i) != "with" or BACKGROUNDS.isdisjoint(tree.lower[i + 1 : i + NEAR]):
            continue
        top = tree.heads[i]
        for above in tree.above(top):
            if not tree.is_noun(top) or tree.deps[top] not in ("obj", "obl", "nmod"):
                break
            top = above
        if tree.is_verb(top) and tree.is_noun(tree.heads[top]) and tree.deps[top] == "acl":
            top = tree.heads[top]
        if top != i:
            tree.attach(i, top, "nmod" if tree.is_noun(top) else "obl")
