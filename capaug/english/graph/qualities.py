"""Qualities that stand in a noun's phrase: adjectives, numbers, participles, collectives."""

from __future__ import annotations

from typing import NamedTuple

from capaug.captions.sentence import QualityPosition, Range
from capaug.english.graph.compounds import ONES, counts
from capaug.english.graph.draft import Draft
from capaug.english.graph.names import DESCRIBING
from capaug.english.inflection import lemma
from capaug.english.tags import COMPARED_TAGS, NOUN_TAGS
from capaug.english.words import words

QUANTITIES_BEFORE_A_NOUN = words("quantities_before_a_noun")
SAYING_NOTHING = words("adjectives_that_say_nothing")
PARTS = frozenset({"part", "portion", "half"})
WORDS_OF_GROUPS = words("adjectives_of_groups")
OF_GROUPS = frozenset({"size", "length", "height", "number", "shape", "position", "fullness"})
"""Types of what a collective may be without those in it: ``a large group``, ``a long line``."""
ADJECTIVE_LIKE_TAGS = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "VBD"})
SAYING_TAGS = ADJECTIVE_LIKE_TAGS | NOUN_TAGS | {"CD"}
"""Of words that may say something of a noun that they hang on, beside the quantities."""
ADJECTIVE_LABELS = frozenset({"amod", "conj", "acl", "compound", "advmod", "dep", "nmod"})
NOUN_LABELS = frozenset({"compound", "amod", "conj", "nmod:unmarked"})
BEHIND_LABELS = frozenset({"amod", "acl", "xcomp"})
JOINING_LABELS = frozenset({"conj", "amod", "advmod", "compound"})
JOINED_LABELS = frozenset({"amod", "nummod", "compound"})
CHAIN = 4  # modifiers that hang on one another


class _Modifier(NamedTuple):
    """Word ``j`` below ``noun``, with the name and the words of the quality that it may be."""

    noun: int
    j: int
    name: str
    words: Range

    @property
    def before(self) -> bool:
        return self.j < self.noun


def read_qualities(draft: Draft) -> None:
    """Enter what the phrase of each thing says of it."""
    tree = draft.tree
    silent = draft.in_name | tree.dropped | draft.compounded
    for j, tag in enumerate(tree.tags):
        if tag not in SAYING_TAGS and not _may_say(draft, j):
            silent.add(j)
    for noun in draft.at:
        for first, end in tree.collectives.get(noun, ()):
            name = f"{tree.lemmas[first]} of"
            for one in _alike(draft, noun):
                draft.add_quality(one, name, (first, end), QualityPosition.COLLECTIVE)
        for j in draft.below(noun):
            if j != noun and j not in silent:
                _read_modifier(draft, j, noun)


def _alike(draft: Draft, noun: int) -> list[int]:
    """``a set of clocks and watches``: both; no ``a patch of grass and trees``, ``a group of men and two women``."""
    tree = draft.tree
    joined = [
        j
        for j in draft.conjuncts(noun)
        if tree.tags[j] == tree.tags[noun] and tree.child(j, "det", "nummod", "nmod:poss") is None
    ]
    return joined if noun in joined and len(joined) > 1 else [noun]


def _may_say(draft: Draft, j: int) -> bool:
    """Whether word ``j`` says something of a noun whatever its tag."""
    tree = draft.tree
    return tree.deps[j] == "nummod" or tree.lower[j] in QUANTITIES_BEFORE_A_NOUN or j - 1 in draft.compounded


def _read_modifier(draft: Draft, j: int, noun: int) -> None:
    """Enter the quality that word ``j``, somewhere below ``noun``, says of it, if it says one."""
    tree = draft.tree
    head = tree.heads[j]
    if head != noun and tree.deps[j] not in JOINING_LABELS and tree.deps[head] != "collective":
        return
    anchor = _anchor(draft, j, noun)
    if anchor is None:
        return
    if tree.deps[head] == "collective" and tree.heads[head] == noun:  # "three groups of people"
        if tree.deps[j] == "nummod" or tree.tags[j] == "CD" or tree.lower[j] in QUANTITIES_BEFORE_A_NOUN:
            draft.add_quality(noun, tree.lower[j], (j, j + 1), QualityPosition.NUMBER)
        elif tree.tags[j] == "JJ" and j < head and _is_of_each(draft, j, head):  # "a jolly group of men"
            draft.add_quality(noun, tree.lower[j], (j, j + 1), QualityPosition.BEFORE)
    elif anchor == noun:
        if j - 1 in draft.compounded:  # "a snow covered slope"
            name = f"{tree.lower[j - 1]} {tree.lower[j]}"
            draft.add_quality(noun, name, (j - 1, j + 1), QualityPosition.BEFORE)
        else:
            first, end = hyphenated(draft, j)
            _read_word(draft, _Modifier(noun, j, "".join(tree.lower[first:end]), (first, end)))


def _is_of_each(draft: Draft, j: int, collective: int) -> bool:
    """``a jolly group of men``, ``a small pair of scissors``; a large group is not one of large men."""
    name, tree = draft.tree.lower[j], draft.tree
    if draft.lexicon.attributes.type(name) in OF_GROUPS:
        return tree.lemmas[collective] == "pair"
    if tree.lemmas[collective] in PARTS or tree.texts[j - 1] == "-" or tree.deps[j] != "amod":
        return False  # "the yellow part of a hat"
    return name not in SAYING_NOTHING and name not in WORDS_OF_GROUPS


def _anchor(draft: Draft, j: int, noun: int) -> int | None:
    """What ``j`` modifies: its head, or the head of the modifier that it is a conjunct of; None for parts of one."""
    tree = draft.tree
    dep, anchor = tree.deps[j], tree.heads[j]
    for _ in range(CHAIN):
        if (
            anchor == noun
            or dep not in JOINING_LABELS
            or tree.deps[anchor] not in JOINED_LABELS
            or not tree.tags[anchor].startswith(("JJ", "VB", "NN", "RB", "CD"))
        ):
            break
        if dep == "advmod" or (dep == "compound" and tree.texts[min(j + 1, len(tree) - 1)] == "-"):
            return None
        anchor = tree.heads[anchor]
    return anchor


def _read_word(draft: Draft, modifier: _Modifier) -> None:
    """Enter what a word says that is neither part of a compound nor of a collective."""
    tree, j = draft.tree, modifier.j
    if draft.piled and modifier.before and _is_of_another(draft, modifier):
        return
    dep, tag = tree.deps[j], tree.tags[j]
    if tag == "CD" or dep == "nummod":
        if modifier.before and tree.lower[j] != "one's" and (tree.lower[j] in ONES or counts(tree, j, modifier.noun)):
            draft.add_quality(modifier.noun, modifier.name, modifier.words, QualityPosition.NUMBER)
    elif not modifier.before:
        if tag == "JJ" and dep in BEHIND_LABELS and not draft.has_complement(j):  # "a man alone"
            draft.add_quality(modifier.noun, modifier.name, modifier.words, QualityPosition.AFTER)
    elif tree.lower[j] in QUANTITIES_BEFORE_A_NOUN:
        draft.add_quality(modifier.noun, tree.lower[j], (j, j + 1), QualityPosition.NUMBER)
    elif tag in ADJECTIVE_LIKE_TAGS and dep in ADJECTIVE_LABELS:
        _read_adjective(draft, modifier)
    elif (
        tree.is_noun(j)
        and dep in NOUN_LABELS
        and tree.lower[j] not in SAYING_NOTHING
        and draft.lexicon.attributes.type(tree.lower[j]) in DESCRIBING
    ):
        draft.add_quality(modifier.noun, tree.lower[j], (j, j + 1), QualityPosition.BEFORE)


def _is_of_another(draft: Draft, modifier: _Modifier) -> bool:
    """``Red Arrows Leather Jacket``: in a pile of nouns what stands before another noun may be said of that."""
    tree = draft.tree
    between = range(modifier.words[1], draft.at[modifier.noun].words[0])
    return any(tree.is_noun(k) and draft.lexicon.attributes.type(tree.lower[k]) not in DESCRIBING for k in between)


def _read_adjective(draft: Draft, modifier: _Modifier) -> None:
    """An adjective or participle before its noun; of a comparative its adjective."""
    tree, j, name = draft.tree, modifier.j, modifier.name
    if tree.tags[j] == "VBD" and tree.deps[j] not in ("amod", "compound"):
        return
    alone = modifier.words[1] - modifier.words[0] == 1
    if tree.tags[j] in COMPARED_TAGS or (alone and name.endswith(("er", "est"))):
        name = lemma(name, "JJR")
    if name not in SAYING_NOTHING:
        draft.add_quality(modifier.noun, name, modifier.words, QualityPosition.BEFORE)


def hyphenated(draft: Draft, j: int) -> Range:
    """Words of the hyphenated one around ``j`` (``black - spotted``); ``j`` alone where part of it is a name."""
    tree = draft.tree
    first, end = j, j + 1
    texts, last = tree.texts, len(tree) - 1
    while first > 1 and texts[first - 1] == "-" and _is_joint(draft, first - 1):
        first -= 2
    while end < last and texts[end] == "-" and _is_joint(draft, end):
        end += 2
    if end - first > 1 and any(k in draft.in_name for k in range(first, end)):
        return j, j + 1
    return first, end


def _is_joint(draft: Draft, k: int) -> bool:
    """Whether there is no space on either side of word ``k``."""
    tree = draft.tree
    return tree.starts[k] == tree.ends[k - 1] and tree.ends[k] == tree.starts[k + 1]
