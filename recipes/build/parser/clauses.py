"""Captions of several clauses, each with its own subject, and captions that only look like them.

``The man is holding a bat and the boy is wearing a helmet``: the boy is no conjunct of the bat. Beside it stands
``a man holding a bat and a ball``, where the ball is one, so that a network learns to tell the two apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from capaug.english.inflection import inflect
from recipes.build.parser.phrases import PLACES, Node, Phrases, be

STATES = (
    "wet dirty clean empty full open closed old new tall red white black blue green happy small large asleep "
    "tired broken bright dark round shiny brown yellow wooden young calm busy ready bare long short"
).split()
PRONOUNS = ("he", "she", "it", "they", "another", "one", "others", "some", "it", "they")
MANY_PRONOUNS = frozenset({"they", "others", "some"})
BODY = (
    "hand on hip|hands in pockets|arms crossed|arms raised|tablet on lap|sneakers untied|mouth open|eyes closed|"
    "tail up|head down|hair tied|legs crossed|phone in hand|bag on shoulder|paw on knee|tongue out|hat on|"
    "feet bare|face turned|hood up|helmet in hand|wings spread|ball in mouth|towel around neck|cup in hand|"
    "door open|lights on|flag on top|laptop on knees|sleeves rolled|back turned|shirt untucked|jacket open|"
    "dog at feet|book in lap|bottle at side"
).split("|")
OWNERS = ("his", "her", "its", "their", "his", "her")
STATE_TAGS = {"up": "RB", "down": "RB", "out": "RB", "on": "RB", "open": "JJ", "bare": "JJ"}


class Said(NamedTuple):
    """Who a clause is about: what the vocabulary calls it, its noun, whether there are several."""

    name: str
    node: Node
    many: bool


class Clauses:
    """Draws captions of several clauses as trees."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases, self.rng = phrases, phrases.rng
        self._forms: list[tuple[float, Callable[[], Node]]] = [
            (0.34, self._full_clauses),
            (0.17, self._nouns_with_their_own),
            (0.12, self._one_subject),
            (0.07, self._participles_in_a_row),
            (0.05, self._joined_subjects),
            (0.1, self._with_absolute),
            (0.07, self._trailing_absolutes),
            (0.04, self._gapped),
            (0.06, self._relative),
            (0.05, self._whole),
        ]

    def caption(self) -> Node:
        """One caption; its root's label is not set."""
        weights = [weight for weight, _ in self._forms]
        return self.rng.choices(self._forms, weights)[0][1]()

    # -- parts -------------------------------------------------------------------------------------------------------

    def _who(self, definite: float = 0.4) -> Said:
        phrases = self.phrases
        name, node, many = phrases.subject()
        if phrases.chance(definite) and node.left and node.left[0].text in ("a", "an"):
            node.left[0].text = "the"
        if phrases.chance(0.2) and (extra := phrases.with_phrase(name)) is not None:
            node.right.append(extra)
        return Said(name, node, many)

    def _pronoun(self) -> Said:
        word = self.rng.choice(PRONOUNS)
        tag = "DT" if word in ("another", "some") else "CD" if word == "one" else "NNS" if word == "others" else "PRP"
        return Said(self.phrases.any_subject(), Node(word, tag, "nsubj"), word in MANY_PRONOUNS)

    def _verb(self, who: Said, tag: str, dep: str) -> Node:
        """A short verb phrase; its tag is ``VBN`` where it is passive."""
        verb = self.phrases.verb_phrase(who.name, tag, "advcl", who.many)
        verb.dep = dep
        return verb

    def _progressive(self, who: Said) -> Node:
        verb = self._verb(who, "VBG", "root")
        verb.left[:0] = [who.node, be(who.many, "aux" if verb.tag == "VBG" else "aux:pass")]
        who.node.dep = "nsubj" if verb.tag == "VBG" else "nsubj:pass"
        return verb

    def _present(self, who: Said) -> Node:
        verb = self._verb(who, "VBZ", "root")
        verb.left.insert(0, who.node)
        who.node.dep = "nsubj:pass" if verb.tag == "VBN" else "nsubj"
        return verb

    def _having(self, who: Said) -> Node:
        verb = Node("have" if who.many else "has", "VBP" if who.many else "VBZ", "root")
        counts = self.phrases.words.places.get(who.name)
        target = self.phrases.draw(counts)[1] if counts else self.phrases.any_noun()
        verb.left, verb.right = [who.node], [self.phrases.noun(target, "obj")[0]]
        who.node.dep = "nsubj"
        return verb

    def _copula(self, who: Said) -> Node:
        who.node.dep = "nsubj"
        if self.phrases.chance(0.5):
            root = Node(self.rng.choice(STATES), "JJ", "root")
            if self.phrases.chance(0.2):
                root.right.append(self.phrases.place())
        else:
            root = self.phrases.place_of_case()
        root.left[:0] = [who.node, be(who.many, "cop")]
        return root

    def _there_is(self, who: Said) -> Node:
        root = be(who.many, "root")
        root.left.append(Node("there", "EX", "expl"))
        who.node.dep = "nsubj"
        root.right.append(who.node)
        if self.phrases.chance(0.4):
            who.node.right.append(self._verb(who, "VBG", "acl"))
        elif self.phrases.chance(0.7):
            root.right.append(self.phrases.place())
        return root

    def _clause(self, who: Said, form: Callable[[Said], Node] | None = None) -> Node:
        forms = [self._progressive, self._present, self._copula, self._having, self._there_is]
        chosen = form or self.rng.choices(forms, (0.4, 0.27, 0.17, 0.08, 0.08))[0]
        if who.node.tag == "PRP" and chosen == self._there_is:
            chosen = self._progressive
        return chosen(who)

    def _own(self, who: Said, several: bool = False) -> bool:
        """Hang on a noun what it does, or where it is; false where there was nothing."""
        phrases = self.phrases
        drawn = self.rng.random()
        if drawn < 0.72:
            verb = self._verb(who, "VBG", "acl")
            who.node.right.append(verb)
            if several and phrases.chance(0.2):
                second = self._verb(who, "VBG", "conj")
                if second.tag == verb.tag:
                    second.left.insert(0, Node("and", "CC", "cc"))
                    verb.right.append(second)
        else:
            place = phrases.place()
            if place.dep == "obl":
                place.dep = "nmod"
            who.node.right.append(place)
        return True

    def _join(self, first: Node, others: list[Node]) -> Node:
        """``A and B``; ``A, B and C``; sometimes with a comma before ``and``, ``but``, ``;`` or nothing but a comma."""
        word = self.rng.choices(("and", "but", ";", ","), (0.86, 0.05, 0.04, 0.05))[0]
        for i, other in enumerate(others):
            other.dep = "conj"
            if i < len(others) - 1:
                other.left.insert(0, Node(",", ",", "punct"))
                continue
            if word in (";", ","):
                other.left.insert(0, Node(word, ":" if word == ";" else ",", "punct"))
                continue
            other.left.insert(0, Node(word, "CC", "cc"))
            if self.phrases.chance(0.25):
                other.left.insert(0, Node(",", ",", "punct"))
        first.right += others
        return first

    def _last_place(self, root: Node) -> None:
        """Behind the last of several clauses, a place: it belongs to that clause."""
        if self.phrases.chance(0.15):
            last = root.right[-1] if root.right and root.right[-1].dep == "conj" else root
            if last.tag.startswith("VB"):
                last.right.append(self.phrases.place())

    # -- captions ----------------------------------------------------------------------------------------------------

    def _full_clauses(self) -> Node:
        """``The man is holding a bat and the boy is wearing a helmet``, with ``while`` or ``as`` too."""
        definite = self.rng.choice((0.0, 0.2, 1.0))
        who = self._who(definite)
        alike = self.rng.choice((self._progressive, self._progressive, self._present, self._copula))
        form = alike if self.phrases.chance(0.65) else None
        first = self._clause(who, form)
        if self.phrases.chance(0.2):  # a clause below the first
            other = self._who(definite) if self.phrases.chance(0.8) else self._pronoun()
            below = self._clause(other, form)
            below.dep = "advcl"
            below.left.insert(0, Node(self.rng.choice(("while", "while", "as", "when", "where")), "IN", "mark"))
            if self.phrases.chance(0.2):
                below.left.insert(0, Node(",", ",", "punct"))
            first.right.append(below)
            return first
        others = []
        for _ in range(self.rng.choices((1, 2), (0.82, 0.18))[0]):
            other = self._who(definite) if self.phrases.chance(0.9) else self._pronoun()
            others.append(self._clause(other, form if self.phrases.chance(0.85) else None))
        self._join(first, others)
        self._last_place(first)
        if self.phrases.chance(0.05):
            first.left.insert(0, self._opening())
        return first

    def _opening(self) -> Node:
        """``In a kitchen, the man is ...``."""
        place = self.phrases.place_of_case()
        place.dep = "obl"
        place.right.append(Node(",", ",", "punct"))
        return place

    def _nouns_with_their_own(self) -> Node:
        """``A woman standing in a kitchen and a man sitting at the table``."""
        first = self._who(0.15)
        self._own(first, several=True)
        others = []
        for _ in range(self.rng.choices((1, 2), (0.8, 0.2))[0]):
            other = self._who(0.15)
            self._own(other)
            others.append(other.node)
        root = self._join(first.node, others)
        if self.phrases.chance(0.15):  # there is a woman standing ... and a man sitting ...
            top = be(first.many, "root")
            top.left.append(Node("there", "EX", "expl"))
            root.dep = "nsubj"
            top.right.append(root)
            return top
        return root

    def _one_subject(self) -> Node:
        """One subject of two verbs, or one verb of two objects: ``a man holding a bat and wearing a helmet``."""
        phrases = self.phrases
        who = self._who(0.3)
        tag = self.rng.choice(("VBG", "VBG", "VBZ", "aux"))
        verb = self._acting(who, "VBZ" if tag == "VBZ" else "VBG")
        if phrases.chance(0.5):
            target = verb.right[0]
            others = [phrases.noun(name, "conj")[0] for name in self._targets(who, self.rng.choice((1, 1, 1, 2)))]
            for other in others:
                if phrases.chance(0.15):
                    place = phrases.place()
                    place.dep = "nmod" if place.dep == "obl" else place.dep
                    other.right.append(place)
            self._join_plainly(target, others)
        else:
            others = [self._acting(who, verb.tag) for _ in range(self.rng.choice((1, 1, 1, 2)))]
            self._join_plainly(verb, others)
        if phrases.chance(0.3):
            verb.right.append(phrases.place()) if verb.right[-1].dep != "conj" else verb.right[-1].right.append(
                phrases.place()
            )
        if tag == "VBG":
            verb.dep = "acl"
            who.node.right.append(verb)
            return who.node
        if tag == "aux":
            verb.left.append(be(who.many, "aux"))
        verb.left.insert(0, who.node)
        who.node.dep = "nsubj"
        return verb

    def _participles_in_a_row(self) -> Node:
        """``a man wearing a shirt that says STOP riding a bike``: both are said of the man."""
        who = self._who(0.2)
        first = self._acting(who, "VBG")
        if self.phrases.chance(0.35):
            self._add_relative(Said(self.phrases.any_subject(), first.right[0], False))
        elif self.phrases.chance(0.2):
            place = self.phrases.place()
            place.dep = "nmod" if place.dep == "obl" else place.dep
            first.right[0].right.append(place)
        first.dep = "acl"
        who.node.right += [first, self._verb(who, "VBG", "acl")]
        return who.node

    def _join_plainly(self, first: Node, others: list[Node]) -> None:
        unmarked = self.phrases.chance(0.25)  # "a ball, bat and glove"
        for i, other in enumerate(others):
            other.dep = "conj"
            if unmarked:
                other.left = [child for child in other.left if child.dep != "det"]
            other.left.insert(0, Node("and", "CC", "cc") if i == len(others) - 1 else Node(",", ",", "punct"))
            if len(others) > 1 and i == len(others) - 1 and self.phrases.chance(0.5):
                other.left.insert(0, Node(",", ",", "punct"))
        first.right += others

    def _targets(self, who: Said, count: int) -> list[str]:
        actions = self.phrases.words.actions.get(who.name)
        if not actions or self.phrases.chance(0.2):
            return [self.phrases.any_noun() for _ in range(count)]
        return [self.rng.choice(list(actions))[1] for _ in range(count)]

    def _acting(self, who: Said, tag: str) -> Node:
        """A verb with a bare object: ``holding a bat``."""
        actions = self.phrases.words.actions.get(who.name) or self.phrases.words.actions["man"]
        plain = [pair for pair in actions if " " not in pair[0] and pair[0].startswith("v:")]
        verb, target = self.rng.choice(plain) if plain else ("v:hold", "bag")
        shown = "VBP" if tag in ("VBZ", "VBP") and who.many else tag
        node = Node(inflect(verb[2:], shown), shown, "root")
        node.right.append(self.phrases.noun(target, "obj")[0])
        return node

    def _joined_subjects(self) -> Node:
        """``a boy and a man holding bats``, ``a boy and a man are holding bats``."""
        who = self._who(0.2)
        other = self._who(0.2)
        self.phrases.conjoin(who.node, other.node)
        both = Said(who.name, who.node, True)
        if self.phrases.chance(0.5):
            return self._clause(both, self.rng.choice((self._progressive, self._present, self._copula)))
        who.node.right.append(self._verb(both, "VBG", "acl"))
        return who.node

    def _with_absolute(self) -> Node:
        """``a man riding a bike with a dog running behind it``, ``with one hand on the wheel``."""
        who = self._who(0.2)
        verb = self._progressive(who) if self.phrases.chance(0.5) else self._present(who)
        root = verb
        if self.phrases.chance(0.5):
            verb.left = []
            verb.dep = "acl"
            who.node.right.append(verb)
            root = who.node
        other = self._who(0.1)
        if self.phrases.chance(0.5):
            clause = self._verb(other, "VBG", "acl")
            if self.phrases.chance(0.3):
                clause.right.append(self.phrases.pronoun_place("obl"))
            other.node.right.append(clause)
        else:
            place = self.phrases.place() if self.phrases.chance(0.6) else self.phrases.pronoun_place("nmod")
            place.dep = "nmod" if place.dep == "obl" else place.dep
            other.node.right.append(place)
        other.node.left.insert(0, Node("with", "IN", "case"))
        other.node.dep = "obl"
        if self.phrases.chance(0.15):  # with a mouse and speakers next to it
            self.phrases.conjoin(other.node, self.phrases.noun(self.phrases.any_noun(), "conj")[0])
            other.node.right.insert(0, other.node.right.pop())
        verb.right.append(other.node)
        return root

    def _trailing_absolutes(self) -> Node:
        """``a man sitting on a box, tablet on his lap, sneakers untied``."""
        who = self._who(0.2)
        verb = self._progressive(who) if self.phrases.chance(0.4) else self._verb(who, "VBG", "acl")
        root = verb
        if verb.dep == "acl":
            who.node.right.append(verb)
            root = who.node
        for _ in range(self.rng.choice((1, 1, 2))):
            absolute = self._bare_absolute()
            absolute.left.insert(0, Node(",", ",", "punct"))
            verb.right.append(absolute)
        return root

    def _bare_absolute(self) -> Node:
        rng = self.rng
        noun, *rest = rng.choice(BODY).split()
        node = Node(noun, "NNS" if noun.endswith("s") else "NN", "parataxis")
        if self.phrases.chance(0.4):
            node.left.append(Node(rng.choice(OWNERS), "PRP$", "nmod:poss"))
        elif self.phrases.chance(0.2) and node.tag == "NN":
            node.left.append(Node(rng.choice(("one", "a", "the")), "DT", "det"))
            if node.left[0].text == "one":
                node.left[0].tag, node.left[0].dep = "CD", "nummod"
        if len(rest) == 2:
            below = Node(rest[1], "NNS" if rest[1].endswith("s") else "NN", "nmod")
            below.left.append(Node(rest[0], "IN", "case"))
            if self.phrases.chance(0.4):
                below.left.append(Node(rng.choice(OWNERS), "PRP$", "nmod:poss"))
            node.right.append(below)
        elif rest[0] in STATE_TAGS:
            tag = STATE_TAGS[rest[0]]
            node.right.append(Node(rest[0], tag, "amod" if tag == "JJ" else "advmod"))
        else:
            node.right.append(Node(rest[0], "VBN", "acl"))
        return node

    def _gapped(self) -> Node:
        """``One girl is holding a cup and the other a plate``."""
        who = self._who(0.4)
        verb = self._acting(who, self.rng.choice(("VBG", "VBZ")))
        if verb.tag == "VBG":
            verb.left.append(be(who.many, "aux"))
        verb.left.insert(0, who.node)
        who.node.dep = "nsubj"
        if self.phrases.chance(0.4):
            second = Node("other", "JJ", "conj")
            second.left.append(Node("the", "DT", "det"))
        else:
            second = self._who(0.4).node
        orphan = self.phrases.noun(self._targets(who, 1)[0], "orphan")[0]
        second.right.append(orphan)
        second.dep = "conj"
        second.left.insert(0, Node("and", "CC", "cc"))
        verb.right.append(second)
        return verb

    def _relative(self) -> Node:
        """``The man who is wearing a hat is holding a bat and the boy next to him is sitting``."""
        first, second = self._who(0.6), self._who(0.6)
        for who in self.rng.choice(((first,), (second,), (first, second))):
            self._add_relative(who)
        if self.phrases.chance(0.5):
            self._own(second)
            if self.phrases.chance(0.5):
                self._own(first)
            return self._join(first.node, [second.node])
        return self._join(self._clause(first), [self._clause(second)])

    def _add_relative(self, who: Said) -> None:
        clause = self._verb(who, self.rng.choice(("VBG", "VBZ")), "acl:relcl")
        word = self.rng.choice(("that", "who", "which"))
        passive = clause.tag == "VBN"
        if clause.tag == "VBG" or (passive and not any(child.dep == "aux:pass" for child in clause.left)):
            clause.left.insert(0, be(who.many, "aux:pass" if passive else "aux"))
        relative = Node(word, "WP" if word == "who" else "WDT", "nsubj:pass" if passive else "nsubj")
        clause.left.insert(0, relative)
        if self.phrases.chance(0.1):
            clause.left.insert(0, Node(",", ",", "punct"))
        who.node.right.append(clause)

    def _whole(self) -> Node:
        """``A room with a bed and a lamp that is on a table``: places and parts, none a clause's subject."""
        who = self._who(0.2)
        names = [self.phrases.any_noun() for _ in range(self.rng.choice((2, 2, 3)))]
        things = [self.phrases.noun(name, "obl")[0] for name in names]
        things[0].left.insert(0, Node("with", "IN", "case"))
        things[0].dep = "nmod"
        self._join_plainly(things[0], things[1:])
        node = self.phrases.noun(self._room(), "root", False)[0] if self.phrases.chance(0.6) else who.node
        node.right.append(things[0])
        return node

    def _room(self) -> str:
        names = self.rng.choices(self.phrases.words.nouns, k=20)
        return next((n for n in names if self.phrases.words.lexicon.objects.category(n) in PLACES), "room")
