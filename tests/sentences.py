"""Sentences made by hand, so that what a test of English or of a generator says does not hang on a parser's weights.

    sentence("A man riding a brown horse.", things=["A man", "a brown horse"], qualities=[("horse", "brown", "color")],
             links=[("man", "riding", "horse")])

Things are given as they stand, determiner to noun; qualities and links name them by their name (``tennis racket``) or,
where two have one name, by their place in the list. Tags, tree, forms and spans follow from that as they do for most
captions; ``tags`` and ``tree`` say where they do not.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from capaug.captions import Link, LinkForm, ParsedCaption, Quality, QualityPosition, Scene, Sentence, Thing, Token
from capaug.english.edits import fold
from capaug.english.inflection import is_past_participle, lemma, singular
from capaug.english.words import words
from capaug.lexicon import Lexicon
from capaug.records import Caption
from capaug.registry import KINDS

PREPOSITIONS = words("preposition_words") | {"next", "front", "top", "out"}
BE = {"is": "VBZ", "are": "VBP", "was": "VBD", "were": "VBD", "being": "VBG", "been": "VBN"}
DETERMINERS = frozenset("a an the this that these those some any no each every another".split())
POSSESSIVES = frozenset("his her its their my our your".split())
NUMBERS = frozenset("two three four five six seven eight nine ten".split())
CLOSED = {"and": "CC", "or": "CC", "&": "CC", "but": "CC", "'s": "POS", "not": "RB", "there": "EX", "to": "IN"}

ThingName = str | int
Spoken = tuple[ThingName, str] | tuple[ThingName, str, str]
Linked = tuple[ThingName, str, ThingName] | tuple[ThingName, str, ThingName, LinkForm]


def sentence(
    text: str,
    *,
    things: Sequence[str] = (),
    qualities: Sequence[Spoken] = (),
    links: Sequence[Linked] = (),
    tags: Mapping[str | int, str] | None = None,
    tree: Mapping[str | int, tuple[str, str | int]] | None = None,
    denied: str = "",
    absent: Sequence[str] = (),
    name: str = "1",
) -> Sentence:
    """A sentence of ``text``, which is the whole of its caption.

    Args:
        text: the words, parted as captions part them.
        things: each as it stands from its determiner to its noun (``two red buses``), in the order of the text.
        qualities: thing, words as they stand, and the lexicon's type (``other`` where none is given).
        links: subject, words as they stand (``sitting next to``, ``on``, ``holding +up`` with a particle, ``'s``) and
            object; and a form, where it is not the one that the words suggest.
        tags: Penn tags of words, by word or index, that are not what their neighbours suggest (``{"lies": "VBZ"}``).
        tree: label and head of words, both by word or index (``{"posing": ("conj", "brushing")}``).
        denied: the words under a denial, as they stand; ``absent``: names of what is not there.
        name: id of the caption.

    Raises:
        ValueError: a thing, word or name that the sentence does not have.
    """
    maker = _Maker(text, tags or {}, tree or {}, name)
    return maker.make(things, qualities, links, denied.lower().split(), tuple(absent))


def scene(told: Sentence, *siblings: Sentence) -> Scene:
    """The scene of a sentence, with other captions of its image."""
    first, *others = (ParsedCaption(one.caption, (one,)) for one in (told, *siblings))
    return Scene(first, told, others, Lexicon.load())


def scenes_of(*told: Sentence) -> list[Scene]:
    """The scenes of a caption of these sentences, one behind the other."""
    caption = Caption("1", " ".join(one.text for one in told))
    start, shifted = 0, []
    for one in told:
        shifted.append(_shifted(one, caption, start))
        start += len(one.text) + 1
    parsed = ParsedCaption(caption, tuple(shifted))
    return [Scene(parsed, one, [], Lexicon.load()) for one in shifted]


def _shifted(told: Sentence, caption: Caption, by: int) -> Sentence:
    for part in (*told.tokens, *told.things, *told.qualities, *told.links):
        part.start, part.end = part.start + by, part.end + by
    for thing in told.things:  # a sentence hangs its qualities and links on them anew
        thing.qualities.clear()
        thing.as_subject.clear()
        thing.as_object.clear()
    return replace(told, caption=caption)


def texts_of(kind: str, told: Sentence, *siblings: Sentence, draws: int = 20) -> set[str]:
    """All that a kind makes of a sentence beside its siblings over several draws, edits checked."""
    generator = KINDS.get(kind)(Lexicon.load())
    found = set()
    for seed in range(draws):
        for variant in generator.generate(scene(told, *siblings), random.Random(seed)):
            text = told.text
            for edit in reversed(variant.edits):
                assert text[edit.start : edit.end] == edit.old
                text = text[: edit.start] + edit.new + text[edit.end :]
            assert text == variant.text
            assert fold(text) != fold(told.text)
            assert variant.kind == kind
            found.add(text)
    return found


def refusals_of(kind: str, told: Sentence, *siblings: Sentence) -> set[str]:
    """Names of the kind's rules that refuse something of a sentence beside its siblings."""
    here = scene(told, *siblings)
    list(KINDS.get(kind)(Lexicon.load()).generate(here, random.Random(0)))
    return {rule for owner, rule in here.refused if owner == kind}


class _Maker:
    """Makes one sentence; words are found from left to right."""

    def __init__(
        self, text: str, tags: Mapping[str | int, str], tree: Mapping[str | int, tuple[str, str | int]], name: str
    ) -> None:
        found = list(re.finditer(r"['’]s\b|[\w-]+(?:['’](?!s\b)\w+)*|[^\w\s]", text))
        self.caption = Caption(name, text)
        self.lower = [word[0].lower() for word in found]
        self.tags, self.tree = {self._index(word): tag for word, tag in tags.items()}, tree
        self.tokens = [Token(word[0], "", "", "dep", -1, *word.span()) for word in found]
        for k, token in enumerate(self.tokens):
            self._tag(token, self.tags.get(k) or _usual_tag(self.lower[k]))

    def make(
        self,
        things: Sequence[str],
        qualities: Sequence[Spoken],
        links: Sequence[Linked],
        denied: list[str],
        absent: tuple[str, ...],
    ) -> Sentence:
        """The sentence of these things, qualities and links, in which ``denied`` stand under a denial."""
        said = [(owner, spoken.lower().split()) for owner, spoken, *_ in qualities]
        self.things: list[Thing] = []
        for index, phrase in enumerate(things):
            at = self.things[-1].base[1] if self.things else 0
            self.things.append(self._thing(index, phrase.lower(), at, {word for _, spoken in said for word in spoken}))
        made_qualities = [self._quality(index, *quality) for index, quality in enumerate(qualities)]
        made_links = [self._link(index, *link) for index, link in enumerate(links)]
        for one in made_links:
            one.shared = any(
                other is not one and (one.verb, one.preposition) == (other.verb, other.preposition)
                for other in made_links
            )
        self._grow(made_links)
        for thing in reversed(self.things):
            self._extend(thing, made_links)
        first = self._find(denied, 0) if denied else 0
        silent = frozenset(range(first, first + len(denied)))
        return Sentence(
            self.caption, self.tokens, self.things, made_qualities, made_links, denied=silent, absent=absent
        )

    # -- words -------------------------------------------------------------------------------------------------------

    def _index(self, word: str | int) -> int:
        return word if isinstance(word, int) else self._find([word.lower()], 0)

    def _find(self, wanted: list[str], start: int) -> int:
        """Where ``wanted`` stands, from word ``start`` on or else anywhere."""
        places = [k for k in range(len(self.lower)) if self.lower[k : k + len(wanted)] == wanted]
        if not places:
            raise ValueError(f"{self.caption.text!r} has no {' '.join(wanted)!r}")
        return next((k for k in places if k >= start), places[0])

    def _tag(self, token: Token, tag: str) -> None:
        token.tag, token.lemma = tag, lemma(token.text, tag)

    def _default(self, k: int, tag: str) -> None:
        if k not in self.tags:
            self._tag(self.tokens[k], tag)

    def _span(self, first: int, end: int) -> tuple[int, int]:
        return self.tokens[first].start, self.tokens[end - 1].end

    # -- the graph ---------------------------------------------------------------------------------------------------

    def _thing(self, index: int, phrase: str, at: int, spoken: set[str]) -> Thing:
        base_words = phrase.split()
        first = self._find(base_words, at)
        end = first + len(base_words)
        head, name = end - 1, first
        while name < head and (self.lower[name] in DETERMINERS | POSSESSIVES | NUMBERS | spoken | {"of"}):
            name += 1
        single = singular(self.lower[head])
        plural = single != self.lower[head] or any(word in NUMBERS for word in base_words[:-1])
        for k in range(name, end):
            self._default(k, "NNS" if k == head and single != self.lower[head] else "NN")
        for k in range(first, name):
            if self.tokens[k].tag == "NN":
                self._default(k, "JJ")
        determiner = first if self.lower[first] in DETERMINERS | POSSESSIVES and first < head else None
        label = " ".join([*self.lower[name:head], single])
        start, stop = self._span(name, end)
        return Thing(
            index, label, single, start, stop, head, (name, end), (first, end), (first, end), determiner, plural
        )

    def _named(self, name: ThingName) -> Thing:
        if isinstance(name, int):
            return self.things[name]
        try:
            return next(thing for thing in self.things if thing.name == name)
        except StopIteration:
            raise ValueError(f"{self.caption.text!r} has no thing called {name!r}") from None

    def _quality(self, index: int, owner: ThingName, spoken: str, type_: str = "other") -> Quality:
        thing, said = self._named(owner), spoken.lower().split()
        first = self._find(said, thing.base[0])
        end = first + len(said)
        verb = self.tokens[first].tag.startswith("VB")
        if type_ == "collective":
            position = QualityPosition.COLLECTIVE
        elif type_ == "number":
            position = QualityPosition.NUMBER
        elif first < thing.base[1]:
            position = QualityPosition.BEFORE
        elif verb and self.lower[first] not in BE:
            position = QualityPosition.VERB
        else:
            position = QualityPosition.PREDICATE if self._auxiliaries(first) else QualityPosition.AFTER
        if not verb and position in (QualityPosition.PREDICATE, QualityPosition.AFTER):
            self._default(first, "JJ")
        label = " ".join([self.tokens[first].lemma if verb else said[0], *said[1:]])
        return Quality(index, thing, label, type_, *self._span(first, end), (first, end), position)

    def _link(
        self, index: int, subject: ThingName, spoken: str, target: ThingName, form: LinkForm | None = None
    ) -> Link:
        one, other = self._named(subject), self._named(target)
        marked = spoken.lower().split()
        said = [word.removeprefix("+") for word in marked]
        first = self._find(said, min(one.base[1], other.base[1]))
        end = first + len(said)
        verb = None if said[0] in PREPOSITIONS | {"'s", "’s"} else first
        particle = next((first + k for k, word in enumerate(marked) if word.startswith("+")), None)
        behind = first + (verb is not None) + (particle is not None)
        preposition = (behind, end) if behind < end else None
        if verb is not None and not self.tokens[verb].tag.startswith("VB"):
            finite = "VBP" if one.plural else "VBZ"
            self._default(verb, "VBN" if said[-1] == "by" else "VBG" if said[0].endswith("ing") else finite)
        if particle is not None:
            self._default(particle, "RP")
        form = form or self._form(said, verb, preposition)
        predicate = (
            "have"
            if form is LinkForm.POSSESSIVE
            else " ".join([*([self.tokens[verb].lemma] if verb is not None else []), *said[verb is not None :]])
        )
        auxiliaries = self._auxiliaries(first)
        return Link(
            index, one, predicate, other, *self._span(first, end), form, verb, auxiliaries, particle, preposition, False
        )

    def _form(self, said: list[str], verb: int | None, preposition: tuple[int, int] | None) -> LinkForm:
        if said[0] in ("'s", "’s"):
            return LinkForm.POSSESSIVE
        if verb is None:
            return LinkForm.PREPOSITION
        token = self.tokens[verb]
        if preposition is not None and is_past_participle(token.text, token.lemma):
            return LinkForm.PASSIVE
        return LinkForm.VERB_OBJECT if preposition is None else LinkForm.VERB_PREPOSITION

    def _auxiliaries(self, k: int) -> tuple[int, ...]:
        first = k
        while first and (self.lower[first - 1] in BE or self.lower[first - 1] == "not"):
            first -= 1
        return tuple(j for j in range(first, k) if self.lower[j] in BE)

    def _extend(self, thing: Thing, links: Sequence[Link]) -> None:
        """Let the phrase of ``thing`` reach over what hangs on its noun; not over the verb of its sentence."""
        for link in links:
            finite = link.auxiliaries or (link.verb is not None and self.tokens[link.verb].tag in ("VBZ", "VBP", "VBD"))
            if link.subject is thing and not finite and link.form is not LinkForm.POSSESSIVE:
                thing.phrase = thing.phrase[0], max(thing.phrase[1], link.object.phrase[1])

    # -- the tree ----------------------------------------------------------------------------------------------------

    def _grow(self, links: Sequence[Link]) -> None:
        """Hang each word on another: things on verbs or nouns as the links say, the rest on what it stands before."""
        for thing in self.things:
            for k in range(*thing.base):
                tag = self.tokens[k].tag
                label = {"DT": "det", "CD": "nummod", "PRP$": "nmod:poss", "NN": "compound"}.get(tag, "amod")
                self._hang(k, label, thing.head)
        for link in links:
            self._hang_link(link)
        root = next((k for k, token in enumerate(self.tokens) if token.head == -1 and k in self._heads()), 0)
        for k, token in enumerate(self.tokens):
            if token.head != -1:
                continue
            following = next((thing.head for thing in self.things if thing.head > k), root)
            if k == root:
                token.dep, token.head = "root", k
            elif token.tag == "CC":
                token.dep, token.head = "cc", following
            elif k in self._heads() and self.lower[k - 1] in ("and", "or", ","):
                before = [thing.head for thing in self.things if thing.head < k]
                token.dep, token.head = "conj", before[0] if before else root
            elif self.lower[k] in BE:
                token.dep, token.head = ("cop", k + 1) if k + 1 < len(self.tokens) else ("dep", root)
            else:
                token.dep, token.head = (
                    "expl" if token.tag == "EX" else "dep" if token.text.isalnum() else "punct",
                    root,
                )
        for word, (label, head) in self.tree.items():
            token = self.tokens[self._index(word)]
            token.dep, token.head = label, self._index(head)

    def _heads(self) -> set[int]:
        return {thing.head for thing in self.things} | {
            k for k, token in enumerate(self.tokens) if token.tag.startswith("VB") and self.lower[k] not in BE
        }

    def _hang(self, k: int, label: str, head: int) -> None:
        """Hang word ``k`` on ``head``, if it hangs nowhere yet and no circle comes of it."""
        above = head
        while above != -1 and above != k:
            above = self.tokens[above].head
        if above != k and self.tokens[k].head == -1:
            self.tokens[k].dep, self.tokens[k].head = label, head

    def _hang_link(self, link: Link) -> None:
        subject, target, verb = link.subject.head, link.object.head, link.verb
        if link.form is LinkForm.POSSESSIVE:
            self._hang(subject, "nmod:poss", target)
        elif verb is None:
            anchor = next((k for k in range(target, -1, -1) if self.tokens[k].tag[:2] == "VB" and k > subject), None)
            if link.auxiliaries:
                self._hang(subject, "nsubj", target)
            elif link.form is LinkForm.PLACE and anchor is not None:
                self._hang(target, "obl", anchor)
            else:
                self._hang(target, "nmod", subject)
        else:
            finite = link.auxiliaries or self.tokens[verb].tag in ("VBZ", "VBP", "VBD")
            if finite:
                self._hang(subject, "nsubj", verb)
            else:
                self._hang(verb, "acl", subject)
            self._hang(target, "obj" if link.preposition is None else "obl", verb)
        for k in link.auxiliaries:
            self._hang(k, "cop" if verb is None else "aux", target if verb is None else verb)
        if link.particle is not None and verb is not None:
            self._hang(link.particle, "compound:prt", verb)
        for k in range(*(link.preposition or (0, 0))):
            self._hang(k, "case", subject if link.form is LinkForm.POSSESSIVE else target)


def _usual_tag(word: str) -> str:
    """The tag of a word that its neighbours say nothing of."""
    if word in BE or word in CLOSED:
        return BE.get(word) or CLOSED[word]
    if word in DETERMINERS:
        return "DT"
    if word in POSSESSIVES:
        return "PRP$"
    if word in NUMBERS or word.isdigit():
        return "CD"
    if word in PREPOSITIONS:
        return "IN"
    if not word[0].isalnum():
        return word if word in (",", ".") else ":"
    return "VBG" if word.endswith("ing") and len(word) > 5 else "NN"
