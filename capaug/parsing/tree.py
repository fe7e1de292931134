"""The dependency tree made ready for reading: phrases that act as one word are folded into one place.

After :func:`build_tree`, ``in front of`` is one preposition of the noun behind it, ``a group of people`` is people,
``a picture of a dog`` is a dog, and a place said after another place belongs to who is there.
"""

from __future__ import annotations

from capaug.english.inflection import lemma
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import Token
from capaug.parsing.syntax import Syntax

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
        "beneath of|upside of|on side of|on back of|on edge of|at edge of|at end of|on end of|on bottom of|"
        "in the corner of|at the corner of|in corner of|at corner of|in the background of|in the foreground of|"
        "right next to|because of|instead of|due to|such as|as well as|along with|together with"
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
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
# Particles that a motion verb and a place behind them make prepositions.
DIRECTIONS = {"down", "up", "along", "across", "through", "around", "over", "past", "by"}
NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS"}
# What people have with them rather than places ("a woman on a beach with a surfboard").
CARRIED = {"sports_gear", "accessory", "toy", "clothing"}
PLACE_CATEGORIES = {"place", "terrain", "water", "room", "sky_weather"}


class Tree:
    """Heads, labels, tags and lemmas over the words of one caption, changed in place by the folding rules.

    ``prepositions[i]`` is the token range of the preposition of noun ``i``; ``dropped`` are tokens that say nothing
    of the picture; ``collectives[i]`` the ranges (``group of``) folded into noun ``i``.
    """

    def __init__(self, syntax: Syntax) -> None:
        self.texts = syntax.texts
        self.lower = [text.lower() for text in self.texts]
        self.tags = list(syntax.tags)
        self.starts = syntax.starts
        self.ends = [start + len(text) for start, text in zip(self.starts, self.texts, strict=True)]
        self.heads = list(syntax.heads)
        self.deps = [
            "root" if head == i else dep for i, (head, dep) in enumerate(zip(syntax.heads, syntax.deps, strict=True))
        ]
        self.lemmas = [lemma(text, tag) for text, tag in zip(self.texts, self.tags, strict=True)]
        self.prepositions: dict[int, tuple[int, int]] = {}
        self.collectives: dict[int, list[tuple[int, int]]] = {}
        self.dropped: set[int] = set()
        self._settled: list[list[int]] | None = None

    def __len__(self) -> int:
        return len(self.texts)

    def children(self, i: int) -> list[int]:
        """Indices of the words that hang on word ``i``, in order; not to be changed."""
        if self._settled is not None:
            return self._settled[i]
        return [j for j, head in enumerate(self.heads) if head == i and j != i]

    def child(self, i: int, *deps: str) -> int | None:
        """First child of ``i`` with one of the labels, or None."""
        for j in self.children(i):
            if self.deps[j] in deps:
                return j
        return None

    def settle(self) -> None:
        """Say that no head changes any more, so that children need not be looked for each time."""
        self._settled = [[] for _ in self.heads]
        for j, head in enumerate(self.heads):
            if head != j:
                self._settled[head].append(j)

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


def build_tree(syntax: Syntax, lexicon: Lexicon) -> Tree:
    """Read a parsed text and fold what acts as one word."""
    tree = Tree(syntax)
    _mend_tags(tree)
    _mend_possessives(tree, lexicon)
    _fold_prepositions(tree)
    _fold_collectives(tree)
    _drop_frames(tree)
    _simple_prepositions(tree)
    _mend_attachment(tree, lexicon)
    tree.settle()
    return tree


def _mend_tags(tree: Tree) -> None:
    """Caption habits that a treebank parser gets wrong: a bare VBZ/VBP after a determiner is a noun, and so on."""
    for i in range(1, len(tree)):
        if tree.tags[i] in ("VBZ", "VBP", "VB") and tree.deps[i] in ("obj", "obl", "nmod", "compound", "conj"):
            before = tree.tags[i - 1]
            if before in ("DT", "JJ", "CD", "PRP$") and tree.deps[i] != "conj":
                tree.tags[i] = "NNS" if tree.tags[i] == "VBZ" else "NN"
                tree.lemmas[i] = lemma(tree.texts[i], tree.tags[i])


def _mend_possessives(tree: Tree, lexicon: Lexicon) -> None:
    """``a persons hand``: an apostrophe that the writer left out."""
    for i in range(1, len(tree) - 1):
        owner = tree.lower[i][:-1]
        if (
            tree.lower[i].endswith("s")
            and tree.lower[i - 1] in ("a", "an")
            and tree.is_noun(i)
            and tree.is_noun(i + 1)
            and lexicon.objects.category(owner) in ("person", "animal")
            and lexicon.objects.category(tree.lemmas[i + 1]) in ("body_part", "clothing")
        ):
            tree.tags[i], tree.lemmas[i] = "NN", owner
            top, dep = (i + 1, "root") if tree.heads[i] == i else (tree.heads[i], tree.deps[i])
            if tree.heads[i + 1] == i:
                tree.heads[i + 1], tree.deps[i + 1] = top, dep
            tree.heads[i], tree.deps[i] = i + 1, "nmod:poss"
            tree.heads[i - 1] = i


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
        target = next(
            (j for j in tree.children(verb) if j > i and tree.deps[j] in ("obj", "obl", "obl:npmod", "obl:unmarked")),
            None,
        )
        if target is None or target in tree.prepositions:
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


def _mend_wearers(tree: Tree, lexicon: Lexicon) -> None:
    """Clothes do nothing and rocks have no mouths: what somebody does or has belongs to somebody.

    ``man in vest and tie standing``: the man stands. ``a bear on a rock with an open mouth``: the bear's mouth.
    """
    living = ("person", "animal")

    def category(i: int) -> str | None:
        return lexicon.objects.category(tree.lemmas[i]) if tree.is_noun(i) else None

    for i in range(2, len(tree)):
        host = tree.heads[i]
        if host >= i or category(host) in (None, *living):
            continue
        doing = (
            tree.deps[i] == "acl" and tree.tags[i] == "VBG" and category(host) in ("clothing", "body_part", "accessory")
        )
        carried = category(i) in CARRIED and category(host) in PLACE_CATEGORIES
        having = tree.preposition(i) == "with" and tree.deps[i] == "nmod" and (category(i) == "body_part" or carried)
        if not doing and not having:
            continue
        if having and category(host) in ("toy", "part", "furniture", "household", "clothing", "body_part"):
            continue  # dolls have mouths, chairs have arms and legs, shirts and heads have necks
        top = host
        while tree.heads[top] != top and category(top) not in living:
            top = tree.heads[top]
            if tree.is_verb(top):
                break
        if tree.is_verb(top) and having:
            subject = tree.child(top, *SUBJECTS)
            if subject is None and tree.deps[top] == "acl":
                subject = tree.heads[top]
            if subject is not None and category(subject) in living:
                tree.attach(i, top, "obl")
        elif category(top) in living:
            tree.attach(i, top, "acl" if doing else "nmod")


def _mend_held(tree: Tree, lexicon: Lexicon) -> None:
    """``holding a cup in his hand``: the cup is in the hand, not the man."""
    for i in range(2, len(tree)):
        if tree.deps[i] != "obl" or tree.preposition(i) not in (
            "in",
            "on",
            "under",
            "around",
            "over",
            "above",
            "near",
            "to",
        ):
            continue
        target = tree.child(tree.heads[i], "obj")
        if (
            target is not None
            and target < i
            and tree.is_noun(target)
            and lexicon.objects.category(tree.lemmas[i]) == "body_part"
            and lexicon.objects.category(tree.lemmas[target]) not in ("person", "body_part")
        ):
            tree.attach(i, target, "nmod")


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
    _mend_wearers(tree, lexicon)
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
        kind = lexicon.objects.category(tree.lemmas[host])
        if host_word is not None and (
            kind in ("person", "animal", "body_part")
            or (kind == "vehicle" and lexicon.objects.category(tree.lemmas[i]) == "water")
        ):
            continue  # "next to a dog on a leash": who stands beside somebody need not be where they are
        if host_word is not None and tree.child(host, "cop") is not None:
            tree.deps[i] = "obl"  # "a person is in the air on a snowboard": read as said of the person
            continue
        place = lexicon.objects.category(tree.lemmas[i]) in PLACE_CATEGORIES
        if host_word is not None and tree.deps[host] in ("nmod", "obl"):
            agent = host_word == "by" and tree.tags[tree.heads[host]] == "VBN"  # "surrounded by plants in planters"
            moved = (host_word in LOCATIVES and not agent) or " " in host_word or (host_word == "with" and place)
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
    _mend_held(tree, lexicon)
