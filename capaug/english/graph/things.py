"""The things that a sentence names, each with its name, its base and its phrase."""

from __future__ import annotations

from capaug.english.graph.draft import Draft
from capaug.english.graph.names import name_start, written_name
from capaug.english.tags import DETERMINER_TAGS, NOUN_TAGS, OPENING_TAGS, PLURAL_TAGS, PREMODIFIER_TAGS
from capaug.english.tree.wholes import COLLECTIVES_BEFORE_OF, FRAMES_BEFORE_OF
from capaug.english.words import words

NO_THINGS = words("nouns_that_are_no_things")
SIDES = words("sides_of_a_thing")
MANNERS = words("manners")
MANNER_NOUNS = frozenset(manner.rpartition(" ")[2] for manner in MANNERS)
JOINTS_OF_LIKES = words("joints_of_likes")
ONES = words("ones")
PHRASE_ENDS = frozenset({",", ".", ";", ":", "-", "!"})
NO_THING_LABELS = frozenset({"collective", "fixed", "case", "frame", "flat"})
NAME_PART_LABELS = frozenset({"compound", "amod", "nmod:unmarked", "obl:npmod"})
NO_PREMODIFIER_LABELS = frozenset({"case", "cop", "mark", "punct", "acl:relcl"})


def read_things(draft: Draft) -> None:
    """Enter all things of the sentence, from left to right."""
    for i, tag in enumerate(draft.tree.tags):
        if tag in NOUN_TAGS and _is_thing(draft, i):
            if i in draft.absent:  # "with no passengers": nothing to be seen
                draft.missing += (written_name(draft.tree, name_start(draft, i), i),)
            elif i not in draft.unsaid:  # "devoid", which a tagger takes for a noun
                _add_thing(draft, i)


# -- what is a thing --------------------------------------------------------------------------------------------------


def _is_thing(draft: Draft, i: int) -> bool:
    tree, objects = draft.tree, draft.lexicon.objects
    if not _stands_for_itself(draft, i):
        return False
    if _is_side_to_be_seen(draft, i):
        return True
    if _is_manner(draft, i) or _is_what_shows_it(draft, i):
        return False
    if i > 0 and objects.is_kind(f"{tree.lower[i - 1]} {tree.lemmas[i]}"):
        return True  # a parking lot, a tank top
    if tree.lower[i] in NO_THINGS or tree.lemmas[i] in NO_THINGS or tree.lemmas[i] in SIDES:
        return False
    return not _is_measure(draft, i) and objects.is_visible(tree.lemmas[i])


def _stands_for_itself(draft: Draft, i: int) -> bool:
    """Whether noun ``i`` is no part of another's name, quality or preposition."""
    tree = draft.tree
    if i in tree.dropped or tree.deps[i] in NO_THING_LABELS or i in draft.compounded:
        return False
    head = tree.heads[i]
    if tree.deps[i] in NAME_PART_LABELS and head > i and tree.is_noun(head):
        return False
    text = tree.texts[i]
    return text.isalpha() or any(c.isalpha() for c in text)


def _is_side_to_be_seen(draft: Draft, i: int) -> bool:
    """``a train with a yellow front``, ``the top of a wardrobe``."""
    tree = draft.tree
    if tree.lemmas[i] not in SIDES:
        return False
    if tree.preposition(i) == "with" and tree.child(i, "amod") is not None:
        return True
    return any(tree.preposition(j) == "of" and tree.is_noun(j) for j in tree.children(i))


def _is_manner(draft: Draft, i: int) -> bool:
    """``standing in a line``: how it is done."""
    tree = draft.tree
    return (
        tree.lemmas[i] in MANNER_NOUNS
        and f"{tree.preposition(i)} {tree.lemmas[i]}" in MANNERS
        and tree.child(i, "amod", "nmod", "compound") is None
    )


def _is_what_shows_it(draft: Draft, i: int) -> bool:
    """``a horse in a black and white photo``: the photo is what shows it."""
    tree = draft.tree
    return i >= len(tree) - 2 and tree.lemmas[i] in FRAMES_BEFORE_OF and tree.preposition(i) == "in"


def _is_measure(draft: Draft, i: int) -> bool:
    """``a bit blurry``: how much."""
    return draft.tree.deps[i] == "advmod" and draft.tree.lemmas[i] in COLLECTIVES_BEFORE_OF


# -- where it stands --------------------------------------------------------------------------------------------------


def _add_thing(draft: Draft, i: int) -> None:
    tree = draft.tree
    first = name_start(draft, i)
    base = _base_start(draft, first, i)
    determiner, plural = None, tree.tags[i] in PLURAL_TAGS
    for j in range(base, first):
        tag = tree.tags[j]
        if tag in DETERMINER_TAGS:
            if determiner is None and tree.lower[j] != "no":
                determiner = j
        elif tag == "CD" and tree.lower[j] not in ONES:
            plural = True
    name = written_name(tree, first, i)
    draft.add_thing(i, name, (first, i + 1), (base, i + 1), (base, _phrase_end(draft, i)), determiner, plural)


def _base_start(draft: Draft, first: int, head: int) -> int:
    """Index of the determiner or premodifier with which the noun phrase opens whose name begins at ``first``."""
    tree = draft.tree
    start = first
    while start > 0 and _in_base(draft, start - 1, head):
        start -= 1
    if head in tree.collectives:
        start = min(start, *(collective for collective, _ in tree.collectives[head]))
        while start > 0 and tree.tags[start - 1] in OPENING_TAGS and start <= tree.heads[start - 1] <= head:
            start -= 1
    return start


def _in_base(draft: Draft, j: int, head: int) -> bool:
    tree = draft.tree
    if j in tree.dropped:
        return False
    if tree.texts[j] in JOINTS_OF_LIKES:
        return j > 0 and tree.under(j, head) and _may_be_joined(draft, j - 1) and _is_premodifier(draft, j - 1, head)
    return _is_premodifier(draft, j, head)


def _may_be_joined(draft: Draft, j: int) -> bool:
    """Whether word ``j`` may be the first of two joined premodifiers."""
    tree = draft.tree
    return j not in tree.dropped and (tree.tags[j].startswith(("JJ", "VB", "CD", "NN", "HY")) or tree.texts[j] == "-")


def _is_premodifier(draft: Draft, j: int, head: int) -> bool:
    tree = draft.tree
    dep = tree.deps[j]
    return (
        tree.tags[j] in PREMODIFIER_TAGS
        and dep not in NO_PREMODIFIER_LABELS
        and not dep.startswith(("nsubj", "obj", "aux"))
        and tree.under(j, head)
    )


def _phrase_end(draft: Draft, head: int) -> int:
    """Index behind all that hangs on the noun without a gap, but for its conjuncts and the last comma or stop."""
    tree = draft.tree
    below = draft.below(head)
    joined = {j for k in tree.children(head) if k > head and tree.deps[k] == "conj" for j in draft.below(k)}
    end = head + 1
    for j in below[below.index(head) + 1 :]:
        if j != end or j in joined:
            break
        end += 1
    while end > head + 1 and tree.texts[end - 1] in PHRASE_ENDS:
        end -= 1
    return end
