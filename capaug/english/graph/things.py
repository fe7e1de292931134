"""The things that a sentence names, each with its name, its base and its phrase."""

from __future__ import annotations

from capaug.english.graph.compounds import counts
from capaug.english.graph.draft import Draft
from capaug.english.graph.names import name_start, written_name
from capaug.english.tags import (
    DETERMINER_TAGS,
    NOUN_TAGS,
    OPENING_TAGS,
    PLURAL_TAGS,
    PREMODIFIER_TAGS,
    SUBJECTS,
    VERB_TAGS,
)
from capaug.english.tree.frames import FRAMES_BEFORE_OF, PICTURES
from capaug.english.tree.tree import Tree
from capaug.english.tree.wholes import COLLECTIVES_BEFORE_OF
from capaug.english.words import words
from capaug.lexicon import Lexicon
from capaug.lexicon.wordnet import is_other_than_noun, is_proper, is_word

NO_THINGS = words("nouns_that_are_no_things")
SIDES = words("sides_of_a_thing")
MANNERS = words("manners")
MANNER_NOUNS = frozenset(manner.rpartition(" ")[2] for manner in MANNERS)
JOINTS_OF_LIKES = words("joints_of_likes")
ONES = words("ones")
FUNCTION_WORDS = words("function_words")
PLACES_OF_A_LOT = frozenset({"in", "on", "at", "across", "through", "near", "into", "around", "next to"})
TIMES_OF_DAY = frozenset({"sunset", "sunrise", "dusk", "dawn", "twilight", "sundown"})
BACKDROPS = frozenset({"background", "backdrop"})
BEFORE_BACKDROPS = frozenset({"on", "against", "over"})
LEAST_OF_A_PILE = 4  # words
TRAITS = words("traits_of_a_picture")
WEARING = words("verbs_of_wearing_a_garment")
DETERMINING = frozenset({"det", "nummod", "nmod:poss"})
EATEN = frozenset({"food", "drink", "plant", "animal"})
NAMING_TAGS = NOUN_TAGS | {"JJ"}
PHRASE_ENDS = frozenset({",", ".", ";", ":", "-", "!"})
NO_THING_LABELS = frozenset({"collective", "fixed", "case", "frame", "flat"})
NAME_PART_LABELS = frozenset({"compound", "amod", "nmod:unmarked", "obl:npmod"})
NO_PREMODIFIER_LABELS = frozenset({"case", "cop", "mark", "punct", "acl:relcl"})


def read_things(draft: Draft) -> None:
    """Enter all things of the sentence, from left to right."""
    draft.piled = _is_pile(draft.tree)
    for i, tag in enumerate(draft.tree.tags):
        if tag in NOUN_TAGS and _is_thing(draft, i) and not (draft.piled and _is_piled(draft.tree, i)):
            if i in draft.absent:  # "with no passengers": nothing to be seen
                draft.missing += (written_name(draft.tree, name_start(draft, i), i),)
            elif i not in draft.unsaid:  # "devoid", which a tagger takes for a noun
                _add_thing(draft, i)


# -- what is a thing --------------------------------------------------------------------------------------------------


def _is_thing(draft: Draft, i: int) -> bool:
    tree, objects = draft.tree, draft.lexicon.objects
    if not _stands_for_itself(draft, i):
        return False
    if tree.lemmas[i] in SIDES and (_is_side_to_be_seen(draft, i) or _is_garment(draft, i)):
        return True
    if _is_backdrop(draft, i):
        return True
    if _is_manner(draft, i) or _is_time(draft, i) or _is_what_shows_it(draft, i) or _is_bare_color(draft, i):
        return False
    if _says_nothing(draft, i):
        return i > 0 and objects.is_kind(f"{tree.lower[i - 1]} {tree.lemmas[i]}")  # a parking lot, a tank top
    return not _is_measure(draft, i)


def _is_pile(tree: Tree) -> bool:
    """``Home Lush Floral Comforter Set``: nothing but names and qualities of what is sold."""
    return (
        len(tree) >= LEAST_OF_A_PILE
        and FUNCTION_WORDS.isdisjoint(tree.lower)
        and not any(
            tag in VERB_TAGS and dep not in NAME_PART_LABELS for tag, dep in zip(tree.tags, tree.deps, strict=True)
        )
    )


def _is_piled(tree: Tree, i: int) -> bool:
    """Whether a noun of a pile has another behind it before the next comma: only the last is surely there."""
    for j in range(i + 1, len(tree)):
        if tree.texts[j] in PHRASE_ENDS and tree.texts[j] != "-":
            return False
        if tree.tags[j] in NOUN_TAGS:
            return True
    return False


def _says_nothing(draft: Draft, i: int) -> bool:
    """Whether noun ``i`` by itself names nothing that could be seen."""
    tree = draft.tree
    lemma = tree.lemmas[i]
    if _is_couple(draft, i) or _is_lot(draft, i):
        return False
    if tree.lower[i] in NO_THINGS or lemma in NO_THINGS or lemma in SIDES:
        return True
    return (
        (lemma in TRAITS and _is_trait(draft, i))
        or _is_no_noun(draft, i)
        or not draft.lexicon.objects.is_visible(lemma)
    )


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
    """``a train with a yellow front``, ``the top of a wardrobe``, ``her back``."""
    tree = draft.tree
    if tree.preposition(i) == "with" and tree.child(i, "amod") is not None:
        return True
    if tree.lower[i] == "back" and tree.child(i, "nmod:poss") == i - 1:
        return True  # "a bag on her back"
    owner = tree.child(i, "nmod:poss")
    if owner is not None and tree.is_noun(owner) and owner not in tree.dropped and tree.lemmas[owner] not in PICTURES:
        return True  # "the boulder's edge"
    return any(tree.preposition(j) == "of" and tree.is_noun(j) for j in tree.children(i))


def _is_couple(draft: Draft, i: int) -> bool:
    """``a couple dances``: two people, where it counts nothing."""
    tree = draft.tree
    return (
        tree.lemmas[i] == "couple"
        and tree.deps[i] in SUBJECTS
        and tree.heads[i] > i
        and (tree.is_verb(i + 1) or tree.lower[i + 1] in FUNCTION_WORDS - {"of"})
    )


def _is_lot(draft: Draft, i: int) -> bool:
    """``parked in a lot``: a place, where it counts nothing."""
    tree = draft.tree
    return (
        tree.lower[i] == "lot"
        and tree.preposition(i) in PLACES_OF_A_LOT
        and not any(tree.lower[j] == "of" for j in range(i + 1, min(i + 2, len(tree))))
    )


def _is_backdrop(draft: Draft, i: int) -> bool:
    """``on a white background``, ``against a background of boards``: what is behind, and how it looks."""
    tree = draft.tree
    if tree.lemmas[i] not in BACKDROPS or tree.preposition(i) not in BEFORE_BACKDROPS:
        return False
    told = tree.child(i, "amod", "compound")
    return told is not None or any(tree.preposition(j) == "of" for j in tree.children(i))


def _is_time(draft: Draft, i: int) -> bool:
    """``painted at sunset``: when it is; no ``a man looks at the sunset``."""
    tree = draft.tree
    return tree.lemmas[i] in TIMES_OF_DAY and tree.preposition(i) == "at" and tree.lower[i - 1] == "at"


def _is_garment(draft: Draft, i: int) -> bool:
    """``a woman in a red top``, ``wearing a top``; no ``in the top of a tree``."""
    tree = draft.tree
    if tree.lemmas[i] != "top" or any(tree.preposition(j) == "of" for j in tree.children(i)):
        return False
    head = tree.heads[i]
    if tree.deps[i] == "conj" and head != i:
        return draft.lexicon.objects.category(tree.lemmas[head]) == "clothing"
    if tree.deps[i] == "obj":
        return tree.lemmas[head] in WEARING
    return tree.preposition(i) == "in" and tree.child(i, "amod", "compound") is not None and _is_indefinite(draft, i)


def _is_indefinite(draft: Draft, i: int) -> bool:
    """``a red top``, ``her red top``, ``red tops``; no ``the red top``."""
    tree = draft.tree
    return all(tree.lower[j] != "the" for j in tree.children(i))


def _is_bare_color(draft: Draft, i: int) -> bool:
    """``is shiny and silver``, ``letters in white``: no metal, no thing; but ``a glass of orange``."""
    tree, lexicon = draft.tree, draft.lexicon
    if tree.tags[i] != "NN" or lexicon.attributes.type(tree.lower[i]) != "color":
        return False
    if any(tree.deps[j] in DETERMINING for j in tree.children(i)):
        return tree.child(i, "cop") is not None and i not in tree.prepositions  # "the fur is a soft white"
    head = tree.heads[i]
    if tree.deps[i] == "conj" and tree.tags[head].startswith("JJ"):
        return True
    colored = tree.preposition(i) == "in" or lexicon.objects.category(tree.lower[i]) not in EATEN
    return tree.child(i, "cop") is not None or (colored and tree.deps[i] != "obj" and not tree.is_root(i))


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


def _is_trait(draft: Draft, i: int) -> bool:
    """``a pop of color``: nothing that is there."""
    tree = draft.tree
    return any(tree.preposition(j) == "of" and not _is_seen(draft.lexicon, tree.lemmas[j]) for j in tree.children(i))


def _is_seen(lexicon: Lexicon, noun: str) -> bool:
    return lexicon.objects.is_visible(noun) and lexicon.attributes.type(noun) != "color"


def _is_no_noun(draft: Draft, i: int) -> bool:
    """``the door is ajar``, ``the 25th``: a word that is none, whatever its tag; no ``in the residential``."""
    tree = draft.tree
    word = tree.lower[i]
    if word[0].isdigit():
        return True
    if draft.lexicon.objects.is_entry(tree.lemmas[i]) or not is_other_than_noun(word):
        return False
    return tree.child(i, "det", "nmod:poss") is None


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
        elif tag == "CD" and tree.lower[j] not in ONES and j not in draft.compounded and counts(tree, j, i):
            plural = True
    name = written_name(tree, first, i)
    if _names_one(draft, first, i, name):
        return
    draft.add_thing(i, name, (first, i + 1), (base, i + 1), (base, _phrase_end(draft, i)), determiner, plural)


def _names_one(draft: Draft, first: int, head: int, name: str) -> bool:
    """``the eiffel tower``; no ``little dog``, whatever stars are called so."""
    tree = draft.tree
    if first < head:
        return (head - first > 1 or _may_be_a_name(draft, tree.lower[first])) and is_proper(name)
    if first == 0 or tree.tags[first - 1] not in NAMING_TAGS:
        return False
    word = tree.lower[first - 1]
    return _may_be_a_name(draft, word) and is_proper(f"{word} {name}")


def _may_be_a_name(draft: Draft, word: str) -> bool:
    """Whether ``word`` is no common word; the lexicon is asked first, for it answers faster than WordNet."""
    lexicon = draft.lexicon
    if lexicon.objects.is_entry(word) or lexicon.attributes.type(word) != "other":
        return False
    return is_proper(word) or not is_word(word)


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
    joined: set[int] = set()
    for k in tree.children(head):
        if k > head and tree.deps[k] == "conj":
            joined.update(draft.below(k))
    end = head + 1
    for j in below[below.index(head) + 1 :]:
        if j != end or j in joined:
            break
        end += 1
    while end > head + 1 and tree.texts[end - 1] in PHRASE_ENDS:
        end -= 1
    return end
