"""Whether a caption is true of a scene: a reader of the language of captions that shares nothing with the parser.

The reader tries every way to read a text and meets each phrase with what it is true of in the scene, so that phrases
have things as their meaning, not trees (a chart parser with a closed-world model as its semantics). Things are bits of
a whole number. A text is true if it is true in one reading; what is denied is denied in all readings of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from capaug.worlds.scene import PERSON, Scene
from capaug.worlds.vocabulary import (
    ACTIONS,
    ADJECTIVES,
    ADVERBS,
    ANIMATE,
    COLLECTIVES,
    DETERMINERS,
    FRAMES,
    FUNCTION_WORDS,
    ING_NOUNS,
    LONGEST_NOUN,
    MASS,
    NOUNS,
    NUMBERS,
    POSTURES,
    PREPOSITIONS,
    QUANTITIES,
    ROLES,
    SCENE_WIDE,
    VERB_FORMS,
)

TOKEN = re.compile(r"[a-z0-9]+(?:[-'][a-z]+)*|[.,;!]")
LONGEST_PREPOSITION = max(len(phrase.split()) for phrase in PREPOSITIONS)
SETTING_PREPOSITIONS = frozenset({"on", "in", "at"})
T = TypeVar("T")
AFTER_NOUNS = FUNCTION_WORDS | {"", ".", ",", "not"}
UNKNOWN_WORDS = 3  # before or in a noun that no scene has


def evaluate(scene: Scene, text: str) -> bool | None:
    """Whether ``text`` is true of ``scene``; None where it is no sentence of the language.

    A noun, adjective or verb that no scene has is understood, and true of nothing.
    """
    tokens = tuple(TOKEN.findall(text.lower()))
    rest = TOKEN.sub("", text.lower()).strip()
    if not tokens or rest:
        return None
    verdicts = _Reader(scene, tokens).verdicts()
    return any(verdicts) if verdicts else None


@dataclass(frozen=True, slots=True)
class Quantified:
    """``a dog``, ``two dogs``, ``no dog``: how many there must be of those that are meant.

    ``least`` of them, or ``exactly`` as many: all that are meant, or some that are together.
    """

    things: int
    least: int = 1
    exactly: int | None = None
    none: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Noun phrases joined by ``and``, of different things, or by ``or``."""

    parts: tuple[Quantified, ...]
    any: bool = False


Phrase = Quantified | Joined


def _denies(phrase: Phrase) -> bool:
    """Whether the phrase has a ``no`` in it."""
    return any(part.none for part in phrase.parts) if isinstance(phrase, Joined) else phrase.none


Meanings = frozenset[tuple[int, int]]  # (things, end)


@lru_cache(maxsize=16)
def _relations_of(scene: Scene) -> dict[str, list[int]]:
    """Relation -> for each thing, those it stands in that relation to; filled as texts ask for them."""
    return {}


class _Reader:
    """Reads one text over one scene. Methods take the index of a token and give meanings with the index behind them."""

    def __init__(self, scene: Scene, tokens: tuple[str, ...]) -> None:
        self.scene = scene
        self.tokens = tokens
        self.all = (1 << len(scene.things)) - 1
        self.counts = [thing.count for thing in scene.things]
        self._relations = _relations_of(scene)
        self._memo: dict[tuple[object, ...], object] = {}

    # -- what holds in the scene --------------------------------------------------------------------------------------

    def bits(self, test: Callable[[int], bool]) -> int:
        """The things of which ``test`` is true."""
        return sum(1 << i for i in range(len(self.counts)) if test(i))

    def number(self, things: int) -> int:
        """How many there are of ``things``."""
        return sum(count for i, count in enumerate(self.counts) if things >> i & 1)

    def holds(self, phrase: Phrase, within: int) -> bool:
        """Whether there are such things among those ``within``."""
        if isinstance(phrase, Joined):
            if phrase.any:
                return any(self.holds(part, within) for part in phrase.parts)
            return all(self.holds(part, within) for part in phrase.parts) and self._differ(phrase.parts, within)
        things = phrase.things & within
        if phrase.none:
            return things == 0
        if phrase.exactly is not None:
            together = any(count == phrase.exactly for i, count in enumerate(self.counts) if things >> i & 1)
            return together or self.number(things) == phrase.exactly
        return self.number(things) >= phrase.least

    def _differ(self, parts: tuple[Quantified, ...], within: int) -> bool:
        """Whether different things can be found for the parts."""
        wanted = [part for part in parts if not part.none]
        left = list(self.counts)

        def find(k: int) -> bool:
            if k == len(wanted):
                return True
            one = wanted[k]
            need = one.exactly or one.least
            for i, count in enumerate(left):
                if (one.things & within) >> i & 1 and (count >= need or (count and self.number(one.things) > need)):
                    left[i] -= min(need, count)
                    if find(k + 1):
                        return True
                    left[i] = count
            return False

        return find(0)

    def related(self, key: str, test: Callable[[int, int], bool], phrase: Phrase) -> int:
        """The things that stand in a relation to such things as ``phrase`` names; ``key`` names the relation."""
        n = range(len(self.counts))
        if key not in self._relations:
            self._relations[key] = [self.bits(lambda j, i=i: j != i and test(i, j)) for i in n]  # type: ignore[misc]
        rows = self._relations[key]
        return sum(1 << i for i in n if self.holds(phrase, rows[i]))

    def located(self, relation: str) -> Callable[[int, int], bool]:
        """The test of a preposition's relation."""
        scene, things = self.scene, self.scene.things

        def touches(i: int, j: int) -> bool:
            return any({a.subject, a.object} == {i, j} for a in scene.actions)

        def test(i: int, j: int) -> bool:
            if j == scene.setting:
                return relation in SETTING_PREPOSITIONS
            match relation:
                case "on":
                    return scene.placed(i, "on", j)
                case "in":
                    seat = things[j].name in ("bed", "chair") and scene.placed(i, "on", j)
                    return scene.placed(i, "in", j) or scene.does(i, "wear", j) or seat
                case "at":
                    return False
                case "under":
                    return scene.placed(i, "under", j)
                case "above":
                    return scene.placed(i, "above", j)
                case "next":
                    return scene.next_to(i, j)
                case "near":
                    return scene.near(i, j) or scene.next_to(i, j) or touches(i, j)
                case "front":
                    return scene.in_front_of(i, j)
                case "behind":
                    return scene.in_front_of(j, i)
                case "left":
                    return scene.left_of(i, j)
                case "right":
                    return scene.left_of(j, i)
                case "with":
                    holds = any(scene.placed(j, how, i) for how in ("on", "in"))
                    acts = any(a.subject == i and a.object == j for a in scene.actions)
                    return holds or acts or scene.next_to(i, j)
                case _:
                    return False

        return test

    def acting(self, verb: str) -> Callable[[int, int], bool]:
        """The test of a verb with an object."""
        if verb == "have":
            return self.located("with")
        actions = ACTIONS.get(verb, frozenset())
        return lambda i, j: any(a.subject == i and a.object == j and a.verb in actions for a in self.scene.actions)

    def posed(self, verb: str) -> int:
        """The things of which a verb without an object is true."""
        postures, scene = POSTURES.get(verb, frozenset()), self.scene
        doing = ACTIONS.get(verb, frozenset()) if verb not in ("run", "have", "fly") else frozenset()

        riders = {a.subject for a in scene.actions if a.verb == "ride"}

        def test(i: int) -> bool:
            thing = scene.things[i]
            if verb == "sit" and (thing.posture == "park" or i in riders):
                return True
            return thing.posture in postures or any(a.subject == i and a.verb in doing for a in scene.actions)

        return self.bits(test)

    # -- words --------------------------------------------------------------------------------------------------------

    def word(self, k: int) -> str:
        """The token at ``k``, empty behind the last."""
        return self.tokens[k] if k < len(self.tokens) else ""

    def words(self, k: int, n: int) -> str:
        """``n`` tokens from ``k``."""
        return " ".join(self.tokens[k : k + n])

    def _of_kinds(self, names: frozenset[str]) -> int:
        return self.bits(lambda i: self.scene.things[i].name in names)

    def _adjective(self, k: int) -> int | None:
        """What the adjective at ``k`` is true of; of nothing if no scene knows it, None if the word is none."""
        word = self.word(k)
        if word in ADJECTIVES:
            field, values = ADJECTIVES[word]
            return self.bits(lambda i: getattr(self.scene.things[i], field) in values)
        if not word.isalnum() and "-" not in word:
            return None
        if word in FUNCTION_WORDS or word in NOUNS or (word in VERB_FORMS and not word.endswith(("ing", "ed", "en"))):
            return None
        return 0

    def _nouns(self, k: int) -> Iterator[tuple[int, bool, bool, int]]:
        """Nouns at ``k``: things, whether plural, whether mass, end."""
        for n in range(LONGEST_NOUN, 0, -1):
            words = self.words(k, n)
            if words in NOUNS and k + n <= len(self.tokens):
                names, many = NOUNS[words]
                yield self._of_kinds(names), many, words in MASS or words == "sheep", k + n
                return
        word = self.word(k)
        singular = word.removesuffix("s")
        if singular in ROLES:
            verb, cover = ROLES[singular]
            targets = cover.split()
            doers = {
                a.subject
                for a in self.scene.actions
                if a.verb == verb and (cover == "*" or self.scene.things[a.object].name in targets)
            }
            yield (
                self.bits(lambda i: i in doers and self.scene.things[i].category == PERSON),
                word != singular,
                False,
                k + 1,
            )
        elif word.replace("-", "").replace("'", "").isalnum() and word not in FUNCTION_WORDS and not word.isdigit():
            after = self.word(k + 1)
            if word in ADJECTIVES and (after in NOUNS or not (after in AFTER_NOUNS or after in VERB_FORMS)):
                return  # "an orange bench", not an orange
            if word.removesuffix("s").endswith("ing") and word.removesuffix("s") not in ING_NOUNS:
                return
            many = word.endswith("s") and not word.endswith("ss")
            yield 0, many, True, k + 1  # a thing of no scene

    def bare_noun(self, k: int) -> frozenset[tuple[int, bool, bool, int]]:
        """Adjectives and a noun: things, whether plural, whether a mass, end."""
        return self._once(("bare", k), lambda: frozenset(self._bare_noun(k, self.all, 0)))

    def _bare_noun(self, k: int, things: int, unknown: int) -> Iterator[tuple[int, bool, bool, int]]:
        for found, many, mass, end in self._nouns(k):
            yield found & things, many, mass, end
            # "a tennis racket", "a bus stop": some other thing
            if unknown < UNKNOWN_WORDS and (self.word(end) not in VERB_FORMS or self.words(end, 1) in NOUNS):
                for _, plural, mass2, end2 in self._nouns(end):
                    yield 0, plural, mass2, end2
        adjective = self._adjective(k)
        if adjective is not None and unknown <= UNKNOWN_WORDS:
            after = k + 1
            if self.word(after) in ("and", ",") and self._adjective(after + 1) is not None:
                after += 1
            yield from self._bare_noun(after, things & adjective, unknown + (adjective == 0))

    # -- noun phrases -------------------------------------------------------------------------------------------------

    def noun_phrase(self, k: int, plain: bool = False) -> frozenset[tuple[Phrase, int]]:
        """A noun phrase, or several joined; ``plain`` without anything behind the nouns."""
        return self._once(("np", k, plain), lambda: frozenset(self._joined(k, plain)))

    def _joined(self, k: int, plain: bool) -> Iterator[tuple[Phrase, int]]:
        for one, end in self._single(k, plain):
            yield one, end
            yield from self._more((one,), end, plain)

    def _more(self, parts: tuple[Quantified, ...], k: int, plain: bool) -> Iterator[tuple[Phrase, int]]:
        joint = self.word(k)
        if joint in ("and", "&") or (joint == "or" and plain):  # "or" joins only what is denied
            for other, end in self._single(k + 1, plain):
                yield Joined((*parts, other), any=joint == "or"), end
        elif joint == ",":
            after = k + 1
            if self.word(after) in ("and", "or"):
                after += 1
            for other, end in self._single(after, plain):
                made = (*parts, other)
                if after > k + 1:
                    yield Joined(made, any=self.word(k + 1) == "or"), end
                else:
                    yield from self._more(made, end, plain)

    def _single(self, k: int, plain: bool) -> frozenset[tuple[Quantified, int]]:
        return self._once(("single", k, plain), lambda: frozenset(self._read_single(k, plain)))

    def _read_single(self, k: int, plain: bool) -> Iterator[tuple[Quantified, int]]:
        word, start, least, exactly, none = self.word(k), k, 1, None, False
        if word in DETERMINERS:
            start = k + 1
            if self.word(start) in NUMBERS or self.word(start) in QUANTITIES:
                word = self.word(start)
        if word == "no":
            start, none = start + 1, True
        elif word in NUMBERS:
            exactly, start = NUMBERS[word], start + 1
        elif word in QUANTITIES:
            least, start = QUANTITIES[word], start + 1
        for skip in (0, 1):  # "a large group of"
            group = self.word(start + skip)
            if group in COLLECTIVES and self.word(start + skip + 1) == "of":
                least, exactly = COLLECTIVES[group]
                if skip and exactly is None:
                    least += 1
                start = start + skip + 2
                break
        if self.word(start) == "of" and exactly is not None:
            start += 1
        found: dict[tuple[bool, int], set[int]] = {}
        for things, many, _, end in self.bare_noun(start):
            for more, after in {(self.all, end)} if plain else self.modifiers(end):
                found.setdefault((many, after), set()).add(things & more)
        for (many, after), readings in found.items():
            if none:
                union = 0
                for things in readings:
                    union |= things
                readings = {union}
            wanted = (
                max(least, 2) if many and exactly is None and not none and word not in ("a", "an", "any") else least
            )
            for things in readings:
                yield Quantified(things, wanted, exactly, none), after

    # -- what stands behind a noun ------------------------------------------------------------------------------------

    def modifiers(self, k: int, whole: bool = False) -> Meanings:
        """Any number of phrases that say more of a thing, also none; ``whole``: behind all said of it before."""
        return self._once(("mods", k, whole), lambda: self._star(k, whole))

    def _star(self, k: int, whole: bool) -> Meanings:
        done: set[tuple[int, int]] = {(self.all, k)}
        todo = list(done)
        while todo:
            things, end = todo.pop()
            at = end + 1 if end > k and self.word(end) == "and" else end
            for start in {end, at}:
                if self.word(start) == "not" and self._skips_someone(k, start, whole):
                    continue
                for more, after in self.modifier(start):
                    made = (things & more, after)
                    if made not in done:
                        done.add(made)
                        todo.append(made)
        return frozenset(done)

    def _skips_someone(self, k: int, end: int, whole: bool) -> bool:
        """Whether ``not`` at ``end`` would pass over one who can do things: ``boys by a woman not wearing a hat``."""
        named = sum(word in ANIMATE for word in self.tokens[0 if whole else k : end])
        return named > whole

    def modifier(self, k: int) -> Meanings:
        """One phrase that says more of a thing: ``on a bench``, ``holding a cup``, ``that is red``."""
        return self._once(("mod", k), lambda: frozenset(self._modifier(k)))

    def _modifier(self, k: int) -> Iterator[tuple[int, int]]:
        word = self.word(k)
        yield from self.reduced(k)
        if word == "," and self.word(k + 1) not in ("with", "without", "and"):
            yield from self.reduced(k + 1)
        if word in ("who", "that", "which"):
            ones = self.bits(lambda i: word != "who" or self.scene.things[i].animate)
            yield from ((things & ones, end) for things, end in self.predicate(k + 1))

    def reduced(self, k: int) -> Meanings:
        """A participle or a preposition with what it takes, also denied."""
        return self._once(("reduced", k), lambda: frozenset(self._reduced(k)))

    def _reduced(self, k: int) -> Iterator[tuple[int, int]]:
        word = self.word(k)
        if word == "not":
            # "a woman in a hat not kicking a ball": what never kicks a ball is not said not to
            able = self.bits(lambda i: self.scene.things[i].animate)
            yield from ((things & able, end) for things, end in self._denied(self._doing(k + 1, ("ing",), plain=True)))
            yield from self._denied(self._doing(k + 1, ("done",), plain=True))
            yield from self._denied(self._place(k + 1, plain=True))
            return
        if word == "without":
            with_ = self.located("with")
            yield from self._denied(
                (self.related("with", with_, phrase), end) for phrase, end in self._object(k + 1, True)
            )
            return
        yield from self._place(k)
        yield from self._doing(k, ("ing", "done"))
        if word in ADVERBS:
            yield self.all, k + 1
        for n in (2, 3):
            if self.words(k, n) in FRAMES:
                yield self.all, k + n

    def _object(self, k: int, plain: bool) -> Iterator[tuple[Phrase, int]]:
        """What a verb or preposition takes; a denial is of each of those joined, ``not holding a cup and a book``."""
        for phrase, end in self.noun_phrase(k, plain):
            yield (Joined(phrase.parts, any=True) if plain and isinstance(phrase, Joined) else phrase), end

    def _denied(self, readings: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """What none of the readings is true of, by where they end."""
        for things, end in self._united(readings):
            yield self.all & ~things, end

    @staticmethod
    def _united(readings: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The readings with the same end as one: what any of them is true of."""
        union: dict[int, int] = {}
        for things, end in readings:
            union[end] = union.get(end, 0) | things
        yield from ((things, end) for end, things in union.items())

    def _place(self, k: int, plain: bool = False) -> Iterator[tuple[int, int]]:
        for n in range(LONGEST_PREPOSITION, 0, -1):
            words = self.words(k, n)
            if words in PREPOSITIONS and k + n < len(self.tokens):
                relation = PREPOSITIONS[words]
                test = self.located(relation)
                for phrase, end in self._object(k + n, plain):
                    yield self.related(relation, test, phrase), end
                return  # of "in front of" there is no shorter reading

    def _doing(self, k: int, forms: tuple[str, ...], plain: bool = False) -> Iterator[tuple[int, int]]:
        """A verb in one of ``forms`` with its object, or without one; ``done`` is the passive."""
        word = self.word(k)
        if word == "being":
            yield from self._doing(k + 1, ("done",), plain)
            return
        known = VERB_FORMS.get(word, frozenset())
        noun = word in NOUNS or word in ING_NOUNS or word in FUNCTION_WORDS
        if not known and "ing" in forms and word.endswith("ing") and not noun:
            known = frozenset({(word, "ing")})
        for verb, form in known:
            if form not in forms:
                continue
            if form == "done" and "done" in forms:
                yield from self._passive(verb, k + 1, plain)
                continue
            yield from self._posture(verb, k + 1, plain)
            for phrase, end in self._object(k + 1, plain):
                yield self.related(f"{verb} it", self.acting(verb), phrase), end
            for n in (1, 2, 3):  # "look at", "run after", "pick up"
                rest = self.words(k + 1, n)
                if rest in PREPOSITIONS or rest in ADVERBS or rest in ("on", "after", "up", "off", "away", "out"):
                    phrasal = f"{verb} {rest}"
                    for phrase, end in self._object(k + 1 + n, plain):
                        yield self.related(f"{phrasal} it", self.acting(phrasal), phrase), end

    def _posture(self, verb: str, k: int, plain: bool) -> Iterator[tuple[int, int]]:
        things = self.posed(verb)
        ends = [k + 1] if self.word(k) in ADVERBS else []
        for end in (k, *ends):
            if not plain:
                yield things, end
            else:  # "not sitting on a bench": the place is denied with the posture
                placed = list(self._place(end, plain=True))
                yield from ((things & where, after) for where, after in placed)
                if not placed:
                    yield things, end

    def _passive(self, verb: str, k: int, plain: bool) -> Iterator[tuple[int, int]]:
        test = self.acting(verb)
        if self.word(k) == "by":
            for phrase, end in self._object(k + 1, plain):
                yield self.related(f"{verb} by", lambda i, j: test(j, i), phrase), end
        else:
            n = range(len(self.counts))
            patients = self.bits(lambda j: any(test(i, j) for i in n))
            yield patients | self.posed(verb), k

    # -- predicates ---------------------------------------------------------------------------------------------------

    def predicate(self, k: int) -> Meanings:
        """What is said of a subject with a finite verb."""
        return self._once(("predicate", k), lambda: frozenset(self._predicate(k)))

    def _predicate(self, k: int) -> Iterator[tuple[int, int]]:
        for things, end in self._verb_phrase(k):
            yield things, end
            starts = [end]
            if self.word(end) == "and":
                starts.append(end + 1)  # "is holding a cup and walking on a beach"
            for start in starts:
                for more, after in self.modifiers(start, whole=True):
                    if after > start or start == end:
                        yield things & more, after
                    if self.word(after) == "and" or start > end == after - 1:
                        joined = after + 1 if self.word(after) == "and" else after
                        for further, last in self._verb_phrase(joined):
                            for still, final in self.modifiers(last, whole=True):
                                yield things & more & further & still, final

    def _verb_phrase(self, k: int) -> Iterator[tuple[int, int]]:
        word = self.word(k)
        if word in ("is", "are", "was", "were"):
            negated = self.word(k + 1) == "not"
            yield from self.reduced(k + 1)
            yield from (self._denied(self._complement(k + 2)) if negated else self._complement(k + 1))
        elif word in ("does", "do", "did") and self.word(k + 1) == "not":
            yield from self._denied(self._doing(k + 2, ("base",), plain=True))
        else:
            yield from self._doing(k, ("finite", "base"))

    def _complement(self, k: int) -> Iterator[tuple[int, int]]:
        adjective = self._adjective(k)
        if adjective is not None and self.word(k) not in VERB_FORMS:
            yield adjective, k + 1
            if self.word(k + 1) == "and" and (other := self._adjective(k + 2)) is not None:
                yield adjective & other, k + 3

    # -- sentences ----------------------------------------------------------------------------------------------------

    def verdicts(self) -> set[bool]:
        """Whether the whole text is true, in each reading."""
        return {truth for truth, end in self.text(0) if self._closed(end)}

    def _closed(self, end: int) -> bool:
        return all(word in (".", "!") for word in self.tokens[end:])

    def text(self, k: int) -> frozenset[tuple[bool, int]]:
        """Sentences, one after the other or joined."""
        return self._once(("text", k), lambda: frozenset(self._text(k)))

    def _text(self, k: int) -> Iterator[tuple[bool, int]]:
        for truth, end in self.sentence(k):
            yield truth, end
            for wide, last in self._wide(end):
                yield truth and wide, last
            after = end
            while self.word(after) in (".", ";", ",", "and", "while", "as"):
                after += 1
            if after > end and after < len(self.tokens):
                for more, last in self.text(after):
                    yield truth and more, last

    def sentence(self, k: int) -> frozenset[tuple[bool, int]]:
        """A noun phrase, alone or with a predicate, or ``there is`` one."""
        return self._once(("sentence", k), lambda: frozenset(self._sentence(k)))

    def _sentence(self, k: int) -> Iterator[tuple[bool, int]]:
        start = k + 2 if self.word(k) == "there" and self.word(k + 1) in ("is", "are", "was", "were") else k
        if start > k and self.word(start) == "not":
            return
        for phrase, end in self.noun_phrase(start):
            # what follows "no dog" is read within it, all readings at once
            for more, after in {(self.all, end)} if _denies(phrase) else self.modifiers(end, whole=True):
                yield self.holds(phrase, more), after
                if start == k:
                    for said, last in self.predicate(after):
                        yield self.holds(phrase, more & said), last

    def _wide(self, k: int) -> Iterator[tuple[bool, int]]:
        """Said of the whole scene: ``with no horse in sight``, ``and no horses anywhere``."""
        if self.word(k) == ",":
            k += 1
        word = self.word(k)
        if word not in ("with", "and", "without"):
            return
        for phrase, end in self.noun_phrase(k + 1, plain=True):
            for n in (1, 2, 3):
                if self.words(end, n) in SCENE_WIDE:
                    truth = self.holds(phrase, self.all)
                    yield truth != (word == "without"), end + n

    def _once(self, key: tuple[object, ...], read: Callable[[], T]) -> T:
        if key not in self._memo:
            self._memo[key] = read()
        return self._memo[key]  # type: ignore[return-value]
