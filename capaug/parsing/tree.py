"""The dependency tree made ready for reading: phrases that act as one word are folded into one place.

After :func:`build_tree`, ``in front of`` is one preposition of the noun behind it, ``a group of people`` is people,
``a picture of a dog`` is a dog, and a place said after another place belongs to who is there.
"""

from __future__ import annotations

from spacy.tokens import Doc

from capaug.lexicon import Lexicon
from capaug.parsing.labels import universal
from capaug.parsing.parsed import Token
from capaug.realise.inflection import lemma

COMPLEX_PREPOSITIONS = {
    tuple(phrase.split())
    for phrase in (
        "in front of|infront of|in back of|on top of|on the top of|at the top of|over top of|atop of|on the side of|"
        "at the side of|by the side of|to the side of|on the sides of|on the edge of|at the edge of|near the edge of|"
        "along the edge of|in the middle of|in middle of|in the center of|in the centre of|at the end of|on the end of|"
        "at the bottom of|on the bottom of|on the back of|in the back of|at the back of|at the front of|"
        "on the front of|"
        "in the front of|next to|close to|near to|adjacent to|prior to|out of|inside of|outside of|off of|on to|"
        "alongside of|"
        "along side of|along side|ahead of|in between|to the left of|to the right of|on the left of|on the right of|"
        "on the left side of|on the right side of|on the other side of|on either side of|on both sides of|"
        "on each side of|on one side of|across from|away from|up against|underneath of|in the midst of|by way of|"
        "beneath of|upside of|right next to|because of|instead of|due to|such as|as well as|along with|together with"
    ).split("|")
}
LONGEST = max(map(len, COMPLEX_PREPOSITIONS))
FIRST_WORDS = {phrase[0] for phrase in COMPLEX_PREPOSITIONS}

COLLECTIVES = set(
    "group bunch couple pair lot herd flock crowd set row line stack pile piece slice number variety assortment "
    "collection cluster team pack series array bunches lots bit chunk handful dozen mix pieces slices swarm school "
    "gaggle litter multitude selection heap loaf part portion string trio type kind sort sheet hundreds dozens "
    "bouquet plenty ton tons".split()
)
FRAMES = set(
    "picture photo photograph image view shot closeup close-up close snapshot scene display painting drawing up "
    "portrait footage pic collage".split()
) - {"painting", "drawing", "display", "collage"}

# A preposition that says where: the place belongs to whoever is there, not to the place named before it.
LOCATIVES = set(
    "in on at near by under beneath underneath below behind beside besides above over inside outside along through "
    "across around down up between among against off onto into past toward towards within".split()
)
# Particles that a motion verb and a place behind them make prepositions.
DIRECTIONS = {"down", "up", "along", "across", "through", "around", "over", "past", "by"}
NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS"}
PLACE_CATEGORIES = {"place", "terrain", "water", "room", "sky_weather"}


class Tree:
    """Heads, labels, tags and lemmas over the words of one caption, changed in place by the folding rules.

    ``prepositions[i]`` is the token range of the preposition of noun ``i``; ``dropped`` are tokens that say nothing
    of the picture; ``collectives[i]`` the ranges (``group of``) folded into noun ``i``.
    """

    def __init__(self, doc: Doc) -> None:
        self.texts = [token.text for token in doc]
        self.lower = [token.lower_ for token in doc]
        self.tags = [token.tag_ for token in doc]
        self.starts = [token.idx for token in doc]
        self.ends = [token.idx + len(token.text) for token in doc]
        self.heads, self.deps = universal(doc)
        self.lemmas = [lemma(text, tag) for text, tag in zip(self.texts, self.tags, strict=True)]
        self.prepositions: dict[int, tuple[int, int]] = {}
        self.collectives: dict[int, list[tuple[int, int]]] = {}
        self.dropped: set[int] = set()

    def __len__(self) -> int:
        return len(self.texts)

    def children(self, i: int) -> list[int]:
        """Indices of the words that hang on word ``i``, in order."""
        return [j for j, head in enumerate(self.heads) if head == i and j != i]

    def child(self, i: int, *deps: str) -> int | None:
        """First child of ``i`` with one of the labels, or None."""
        for j, head in enumerate(self.heads):
            if head == i and j != i and self.deps[j] in deps:
                return j
        return None

    def is_noun(self, i: int) -> bool:
        """Whether word ``i`` is tagged as a noun."""
        return self.tags[i] in NOUN_TAGS

    def is_verb(self, i: int) -> bool:
        """Whether word ``i`` is tagged as a verb."""
        return self.tags[i].startswith("VB")

    def under(self, i: int, top: int) -> bool:
        """Whether ``i`` is ``top`` or hangs somewhere below it."""
        for _ in range(len(self)):
            if i == top:
                return True
            if self.heads[i] == i:
                return False
            i = self.heads[i]
        return False

    def attach(self, i: int, head: int, dep: str) -> None:
        """Hang word ``i`` on ``head``, unless that would make a ring."""
        if not self.under(head, i):
            self.heads[i], self.deps[i] = head, dep

    def preposition(self, i: int) -> str | None:
        """The preposition of noun ``i``, lower case, or None."""
        span = self.prepositions.get(i)
        return " ".join(self.lower[span[0] : span[1]]) if span else None

    def tokens(self) -> list[Token]:
        """The words as the generators see them."""
        return [
            Token(
                self.texts[i], self.lemmas[i], self.tags[i], self.deps[i], self.heads[i], self.starts[i], self.ends[i]
            )
            for i in range(len(self))
        ]


def build_tree(doc: Doc, lexicon: Lexicon) -> Tree:
    """Read a parsed document and fold what acts as one word."""
    tree = Tree(doc)
    _mend_tags(tree)
    _fold_prepositions(tree)
    _fold_collectives(tree)
    _drop_frames(tree)
    _simple_prepositions(tree)
    _mend_attachment(tree, lexicon)
    return tree


def _mend_tags(tree: Tree) -> None:
    """Caption habits that a treebank parser gets wrong: a bare VBZ/VBP after a determiner is a noun, and so on."""
    for i in range(1, len(tree)):
        if tree.tags[i] in ("VBZ", "VBP", "VB") and tree.deps[i] in ("obj", "obl", "nmod", "compound", "conj"):
            before = tree.tags[i - 1]
            if before in ("DT", "JJ", "CD", "PRP$") and tree.deps[i] != "conj":
                tree.tags[i] = "NNS" if tree.tags[i] == "VBZ" else "NN"
                tree.lemmas[i] = lemma(tree.texts[i], tree.tags[i])


def _fold_prepositions(tree: Tree) -> None:
    """``in front of the house``: the three words become one preposition of ``house``."""
    i, n = 0, len(tree)
    while i < n:
        length = 0
        if tree.lower[i] in FIRST_WORDS:
            for size in range(min(LONGEST, n - i - 1), 1, -1):
                if tuple(tree.lower[i : i + size]) in COMPLEX_PREPOSITIONS:
                    length = size
                    break
        if length and _fold_preposition(tree, i, i + length):
            i += length
        else:
            i += 1


def _fold_preposition(tree: Tree, first: int, end: int) -> bool:
    inside = range(first, end)
    noun = next(
        (
            j
            for j in range(end, min(end + 12, len(tree)))
            if (tree.heads[j] in inside and tree.tags[j] not in ("DT", ",", ".", "CC", "IN", "VBG", "VBD", "VBN"))
            or (any(tree.heads[k] == j for k in inside) and (tree.is_noun(j) or tree.tags[j] in ("PRP", "CD", "WDT")))
        ),
        None,
    )
    if noun is None:
        return False
    outer = next((tree.heads[k] for k in inside if tree.heads[k] not in inside and tree.heads[k] != noun), None)
    root = next((k for k in inside if tree.heads[k] == k), None)
    inner_children = [
        j for j in range(len(tree)) if j not in inside and j != noun and tree.heads[j] in inside and tree.heads[j] != j
    ]
    if root is not None:
        label = "root"
        tree.heads[noun], tree.deps[noun] = noun, label
    elif tree.heads[noun] in inside:
        if outer is None or outer == noun:
            return False
        label = next(tree.deps[k] for k in inside if tree.heads[k] == outer)
        if label in ("advmod", "case", "fixed", "amod", "acl", "advcl", "nmod", "obl", "obl:npmod", "xcomp", "dep"):
            label = "obl" if tree.is_verb(outer) else "nmod"
        tree.heads[noun], tree.deps[noun] = outer, label
    for k in inside:
        tree.heads[k], tree.deps[k] = noun, "case"
    for j in inner_children:
        tree.heads[j] = noun
    tree.prepositions[noun] = (first, end)
    return True


def _fold_collectives(tree: Tree) -> None:
    """``a group of people standing``: the people stand; ``group of`` becomes their attribute."""
    for c in range(len(tree) - 2):
        if tree.lemmas[c] not in COLLECTIVES or tree.lower[c + 1] != "of":
            continue
        if tree.tags[c] not in NOUN_TAGS and tree.tags[c] not in ("JJ", "DT"):
            continue
        noun = next((j for j in range(c + 2, len(tree)) if tree.heads[j] == c and tree.is_noun(j)), None)
        if noun is None:  # the parser hung both on the same word, or the collective on the noun
            head = tree.heads[c + 1]
            noun = head if head > c + 1 and tree.is_noun(head) else None
        if noun is None or any(tree.is_verb(j) for j in range(c + 2, noun) if tree.tags[j] != "VBN"):
            continue
        _take_place(tree, c, noun)
        tree.heads[c], tree.deps[c] = noun, "collective"
        tree.heads[c + 1], tree.deps[c + 1] = c, "fixed"
        tree.collectives.setdefault(noun, []).append((c, c + 2))


def _take_place(tree: Tree, old: int, noun: int) -> None:
    """``noun`` takes the place of ``old`` in the tree, with all that hangs on it."""
    root = tree.heads[old] == old
    if tree.heads[old] != noun:
        tree.heads[noun], tree.deps[noun] = (noun, "root") if root else (tree.heads[old], tree.deps[old])
    for j in range(len(tree)):
        if tree.heads[j] == old and j not in (old, noun):
            if j < old and tree.deps[j] in ("det", "amod", "advmod", "compound"):
                continue
            tree.heads[j] = noun
    if old in tree.prepositions:
        tree.prepositions[noun] = tree.prepositions.pop(old)


def _drop_frames(tree: Tree) -> None:
    """``a close up of a dog``: a dog. Only where the frame opens the caption, not where somebody holds a picture."""
    for c in range(len(tree) - 2):
        of = c + 1
        if tree.lemmas[c] not in FRAMES and tree.lower[c] not in ("close-up", "closeup", "up"):
            continue
        if tree.lower[c] == "up" and (c == 0 or tree.lower[c - 1] not in ("close", "-")):
            continue
        if tree.lower[of] != "of" or any(tree.is_verb(j) for j in range(c)):
            continue
        if any(tree.is_noun(j) and tree.deps[j] not in ("compound",) and tree.heads[j] != c for j in range(c)):
            continue
        noun = next((j for j in range(c + 2, len(tree)) if tree.is_noun(j) and tree.heads[j] <= c), None)
        if noun is None:
            continue
        top = c
        while tree.heads[top] != top and tree.heads[top] < of:
            top = tree.heads[top]
        _take_place(tree, top, noun)
        if top != c:
            for j in range(of + 1, len(tree)):
                if tree.heads[j] == c and j != noun:
                    tree.heads[j] = noun
        for j in range(of + 1):
            tree.heads[j], tree.deps[j] = noun, "frame"
            tree.dropped.add(j)
        return


def _simple_prepositions(tree: Tree) -> None:
    """Enter the plain prepositions: the ``case`` words in front of a noun, outermost first (``out of``)."""
    for i in range(len(tree)):
        if i in tree.prepositions:
            continue
        cases = [
            j
            for j in range(i)
            if tree.heads[j] == i and tree.deps[j] in ("case", "mark") and tree.tags[j] not in ("POS", "WRB")
        ]
        cases = [
            j for j in cases if tree.tags[j] in ("IN", "TO", "RP", "RB", "VBG", "JJ", "NN") and j not in tree.dropped
        ]
        if cases and (tree.is_noun(i) or tree.tags[i] in ("PRP", "CD", "WDT", "WP", "DT", "JJ", "VBG", "PRP$")):
            last = cases[-1]
            first = last
            while first - 1 in cases or (
                first > 0 and tree.heads[first - 1] == last and tree.deps[first - 1] == "fixed"
            ):
                first -= 1
            end = last + 1
            while end < i and tree.heads[end] == last and tree.deps[end] == "fixed":
                end += 1
            tree.prepositions[i] = (first, end)


def _mend_particles(tree: Tree, lexicon: Lexicon) -> None:
    """``driving down a street``: one drives on the street, nobody drives it down. ``picking up a ball`` stays."""
    for i in range(1, len(tree)):
        verb = tree.heads[i]
        if tree.deps[i] not in ("compound:prt", "advmod") or tree.lower[i] not in DIRECTIONS or i != verb + 1:
            continue
        target = tree.child(verb, "obj")
        if target is None or target < i or target in tree.prepositions:
            continue
        if lexicon.objects.category(tree.lemmas[target]) in (*PLACE_CATEGORIES, "structure"):
            tree.heads[i], tree.deps[i] = target, "case"
            tree.deps[target] = "obl"
            tree.prepositions[target] = (i, i + 1)


def _mend_participles(tree: Tree, lexicon: Lexicon) -> None:
    """``a swan near a boat tied to a dock``: a past participle says what was done to the thing it stands behind."""
    for i in range(2, len(tree)):
        host = tree.heads[i]
        if tree.tags[i] != "VBN" or tree.deps[i] != "acl" or host > i or not tree.is_noun(host):
            continue
        near = i - 1
        if near != host and tree.is_noun(near) and tree.under(near, host):
            kinds = lexicon.objects.category(tree.lemmas[host]), lexicon.objects.category(tree.lemmas[near])
            if kinds[0] in ("person", "animal") and kinds[1] not in ("person", "animal", "clothing", *PLACE_CATEGORIES):
                tree.attach(i, near, "acl")


def _mend_backgrounds(tree: Tree) -> None:
    """``going down a slope with trees in the background``: the trees are behind whoever goes, not on the slope."""
    for i in range(len(tree)):
        if tree.preposition(i) == "with" and any(
            tree.lower[j] in ("background", "foreground", "distance") for j in range(i + 1, min(i + 5, len(tree)))
        ):
            top = tree.heads[i]
            while tree.is_noun(top) and tree.deps[top] in ("obj", "obl", "nmod") and tree.heads[top] != top:
                top = tree.heads[top]
            if tree.is_verb(top) and tree.is_noun(tree.heads[top]) and tree.deps[top] == "acl":
                top = tree.heads[top]
            if top != i:
                tree.attach(i, top, "nmod" if tree.is_noun(top) else "obl")


def _mend_coordination(tree: Tree, lexicon: Lexicon) -> None:
    """``a building with windows and two clocks``: the clocks are with the windows, for they are no building.

    A conjunct that a parser hangs on the first noun belongs to the noun behind ``with`` or ``has`` when it is of
    another kind than the first noun.
    """
    for i in range(len(tree)):
        host = tree.heads[i]
        if tree.deps[i] != "conj" or not tree.is_noun(i) or not tree.is_noun(host) or i in tree.prepositions:
            continue
        inner = [
            j for j in range(host + 1, i) if tree.heads[j] == host and tree.preposition(j) == "with" and tree.is_noun(j)
        ]
        verbs_between = any(tree.is_verb(j) and tree.deps[j] != "amod" for j in range(host + 1, i))
        kinds = lexicon.objects.category(tree.lemmas[i]), lexicon.objects.category(tree.lemmas[host])
        if inner and not verbs_between and kinds[0] != kinds[1] and kinds[0] is not None:
            tree.attach(i, inner[-1], "conj")


def _mend_attachment(tree: Tree, lexicon: Lexicon) -> None:
    """Move places to whoever is there.

    ``a bus driving down a street next to a building``: the bus drives next to the building. ``a man riding a horse
    on a beach``: the man is on the beach, for a beach is a place and a horse is not.
    """
    _mend_particles(tree, lexicon)
    _mend_participles(tree, lexicon)
    _mend_coordination(tree, lexicon)
    for i in range(len(tree)):
        word = tree.preposition(i)
        if word is None or tree.deps[i] not in ("nmod", "obl") or not tree.is_noun(i):
            continue
        last = word.split()[-1]
        locative = word in LOCATIVES or " " in word or last in LOCATIVES
        if not locative or word.endswith(("such as", "instead of", "because of", "due to")):
            continue
        host = tree.heads[i]
        if not tree.is_noun(host) or host > i:
            continue
        verb = next((j for j in range(host + 1, i) if tree.heads[j] == host and tree.deps[j] == "acl"), None)
        if verb is not None and tree.is_verb(verb) and tree.child(verb, "obj") is None and word != "with":
            tree.attach(i, verb, "obl")  # "a bus driving down a street next to a building"
            continue
        host_word = tree.preposition(host)
        place = lexicon.objects.category(tree.lemmas[i]) in PLACE_CATEGORIES
        if host_word is not None and tree.deps[host] in ("nmod", "obl"):
            moved = host_word in LOCATIVES or " " in host_word or (host_word == "with" and place)
            if moved and not (host_word == "at" and tree.lemmas[tree.heads[host]] == "look"):
                above = tree.heads[host]
                tree.attach(i, above, "obl" if tree.is_verb(above) else "nmod")
        elif (
            tree.deps[host] == "obj"
            and place
            and word in ("on", "in", "at", "down", "along", "through", "across", "near")
        ):
            above = tree.heads[host]
            if tree.is_verb(above):
                tree.attach(i, above, "obl")
    _mend_backgrounds(tree)
