"""Texts for training the caption encoder: what says the same in other words, and what a small change makes false.

The rules see words only (lower case, no articles, as the encoder reads them; see ``split_words``), and cut them into
noun phrases by lists of nouns and adjectives: quick and rough, good enough to teach an encoder what a changed word or
a changed order does. They work on false texts as on true ones, so that style tells nothing of truth.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from lemminflect import getInflection

from capaug.encoders.embedded import split_words

Words = list[str]
Phrase = tuple[str, ...]
Span = tuple[int, int]

SYNONYMS = Path(__file__).with_name("synonyms.tsv")

# Words of one group exclude each other, as far as one thing in one picture goes (a group ends at ``|`` or a line).
ATTRIBUTES = """
red orange yellow green blue purple pink brown black white gray golden silver
one two three four five six seven eight ten
small large | little big | tiny huge | tall short | long short | thick thin | wide narrow
wooden metal plastic leather stone brick glass paper concrete steel ceramic
young old | new old | new rusty | male female
open closed | empty full | empty crowded | clean dirty | wet dry | dark bright | hot cold | calm rough
sunny cloudy rainy snowy foggy | striped plaid spotted plain | round square rectangular triangular
left right | top bottom | front back | upper lower | indoor outdoor
"""
NOUNS = """
dog cat horse cow sheep elephant giraffe zebra bear bird duck goat monkey lion rabbit pig
man woman | boy girl | men women | father mother | skateboarder surfer skier snowboarder cyclist batter pitcher
car bus truck train motorcycle bicycle bike boat airplane plane van taxi scooter tram helicopter jet ship canoe
pizza sandwich cake salad banana apple orange donut hotdog burger soup rice broccoli carrot cookie bread steak pasta
skateboard surfboard snowboard ski kite frisbee bat racket ball | baseball tennis soccer football basketball golf
chair couch sofa bed table desk bench stool shelf dresser cabinet | lamp clock mirror vase television painting candle
toilet sink bathtub shower | stove refrigerator oven microwave dishwasher toaster | kitchen bathroom bedroom office
beach street field forest mountain park river lake desert garden road airport station playground parking_lot
laptop phone book camera remote newspaper keyboard umbrella suitcase backpack purse guitar
hat shirt jacket helmet tie scarf sweater dress suit glasses gloves shoes | plate bowl cup bottle glass pan basket box
knife fork spoon | tree flower bush grass | building house church bridge tower barn fence wall | sky ground
"""
RELATIONS = """
on under | above below | over under | inside outside | in beside | behind before | up down | with without | into from
toward from | onto off | in_front_of behind | on_top_of underneath | left_of right_of | next_to far_from
near far_from | around through | across along | against under | on beside | next_to behind | by above
holding throwing dropping catching | riding pushing pulling carrying leading | wearing holding
sitting standing lying kneeling | walking running jumping sleeping | eating drinking cooking | watching ignoring
looking_at looking_away_from | opening closing | hanging standing | smiling frowning crying
sits stands lies | holds throws drops | rides pushes pulls | walks runs jumps | flying swimming | parked driving
"""
TRANSITIVE = """
ride hold carry chase push pull eat wear throw catch kick hit fly cut feed pet lead follow wash brush drive watch read
hug kiss lick cook bake serve sell cover surround slice prepare use herd guide decorate paint clean groom tow drag walk
play swing grab lift touch open close drink bite sniff photograph pass cross climb board pour stir fix shear milk toss
attack approach face block fill pick shake show
"""

NUMBERS = frozenset("one two three four five six seven eight nine ten several many some few his her their its".split())
# Between noun phrases joined by these words alone, order says nothing.
SYMMETRIC = frozenset("and or near next to beside by alongside together along other one another".split())
PREPOSITIONS = frozenset(
    "on in at near by with under over behind beside above below from through along next against inside across atop"
    " outside around between into toward towards underneath beneath alongside".split()
)
CONVERSES: dict[Phrase, tuple[Phrase, ...]] = {
    tuple(key.split()): tuple(tuple(value.split()) for value in values.split(","))
    for key, values in {
        "above": "below,under,beneath",
        "over": "under,below",
        "below": "above,over",
        "under": "above,over",
        "beneath": "above,over",
        "behind": "in front of",
        "in front of": "behind",
        "next to": "next to,beside,near",
        "near": "near,next to,close to",
        "beside": "beside,next to",
        "to left of": "to right of",
        "to right of": "to left of",
        "inside": "containing,that contains,with",
        "larger than": "smaller than",
        "taller than": "shorter than",
    }.items()
}
OPENERS = tuple(
    tuple(opener.split())
    for opener in (
        "there is",
        "there are",
        "picture of",
        "photo of",
        "image of",
        "this is",
        "view of",
        "we see",
        "photo shows",
        "image shows",
    )
)
AUXILIARIES = frozenset(
    [("is",), ("are",), ("who", "is"), ("that", "is"), ("which", "is"), ("who", "are"), ("that", "are"), ()]
)


def exclusions(lines: str) -> dict[str, Words]:
    """For each word of ``lines``, the words that exclude it: those of its own group (groups end at ``|`` or a line)."""
    table: dict[str, Words] = {}
    for group in lines.replace("\n", "|").split("|"):
        words = [word.replace("_", " ") for word in group.split()]
        for word in words:
            table.setdefault(word, []).extend(other for other in words if other != word)
    return table


def with_plurals(table: Mapping[str, Words]) -> dict[str, Words]:
    """``table`` and the same over regular plurals."""
    return {**{plural(word): [plural(other) for other in others] for word, others in table.items()}, **table}


@cache
def plural(noun: str) -> str:
    """The plural of a noun's last word."""
    first, space, last = noun.rpartition(" ")
    return first + space + (getInflection(last, "NNS") or (last + "s",))[0]


@cache
def inflected(verb: str, tag: str) -> str:
    """A form of a verb with particles: ``inflected("look at", "VBG")`` is ``looking at``."""
    first, space, rest = verb.partition(" ")
    if first == "be":
        return {"VB": "be", "VBZ": "is", "VBP": "are", "VBG": "being", "VBN": "been"}[tag] + space + rest
    forms = getInflection(first, tag) or (first,)
    return forms[0] + space + rest


class TextMaker:
    """Makes texts that say the same and texts that do not, of a text's words.

    Args:
        nouns, adjectives: words that make noun phrases.
        synonyms: further groups of nouns that say the same.
    """

    def __init__(
        self, nouns: Collection[str], adjectives: Collection[str], synonyms: Iterable[tuple[str, Sequence[str]]] = ()
    ) -> None:
        self.attributes = exclusions(ATTRIBUTES)
        self.things = with_plurals(exclusions(NOUNS))
        self.relations = exclusions(RELATIONS)
        self.nouns = (set(nouns) | set(self.things)) - set(self.attributes)
        self.adjectives = (set(adjectives) | set(self.attributes)) - self.nouns
        self.common = sorted(word for word in self.things if " " not in word)
        self.common_plurals = [word for word in self.common if word.endswith("s")]
        self.common_singulars = [word for word in self.common if not word.endswith("s")]
        self.form_of: dict[str, tuple[str, str]] = {}
        for verb in TRANSITIVE.split():
            for tag in ("VBN", "VBG", "VBZ", "VBP"):
                self.form_of[inflected(verb, tag)] = (verb, tag)
        self.synonyms: dict[Phrase, list[Phrase]] = {}
        self._read_synonyms(synonyms)

    def _read_synonyms(self, more: Iterable[tuple[str, Sequence[str]]]) -> None:
        groups: list[tuple[str, list[str]]] = [("n", [name, *others]) for name, others in more]
        for line in SYNONYMS.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, words = line.split("\t")
                groups.append((kind, [word.strip() for word in words.split(",")]))
        for kind, group in groups:
            if kind == "w":
                self._exchange(group[:1], group)
            elif kind == "n":
                self._exchange(group, group)
                self._exchange([plural(word) for word in group], [plural(word) for word in group])
            else:
                for tag in ("VBG", "VBZ", "VB"):
                    self._exchange([inflected(word, tag) for word in group[:1]], [inflected(w, tag) for w in group])

    def _exchange(self, olds: Sequence[str], news: Sequence[str]) -> None:
        for old in olds:
            key = tuple(split_words(old))
            values = [tuple(split_words(new)) for new in news if new != old]
            if values:
                self.synonyms.setdefault(key, []).extend(values)

    # What says the same

    def paraphrase(self, words: Words, rng: random.Random, share: float = 0.3) -> Words:
        """Other words and another order for the same."""
        made = words
        for _ in range(rng.choice((0, 1, 1, 1, 2, 2))):
            rules = [
                self.turn_voice,
                self.turn_relation,
                self.front,
                self.turn_conjuncts,
                self.finite,
                self.predicative,
                self.possessive,
                self.open,
            ]
            rng.shuffle(rules)
            made = next((new for rule in rules if (new := rule(made, rng)) is not None), made)
        return self.exchanged(made, rng, share)

    def exchanged(self, words: Words, rng: random.Random, share: float) -> Words:
        """Each word or phrase that has synonyms gives way to one with probability ``share``."""
        made: Words = []
        place = 0
        while place < len(words):
            for length in (4, 3, 2, 1):
                news = self.synonyms.get(tuple(words[place : place + length]))
                if news is not None:
                    old = words[place : place + length]
                    made += rng.choice(news) if rng.random() < share else old
                    place += len(old)
                    break
            else:
                made.append(words[place])
                place += 1
        return made

    def phrases(self, words: Words) -> list[Span]:
        """Noun phrases: runs of adjectives, numbers and nouns that end in a noun; ``herd of sheep`` is one."""
        spans: list[Span] = []
        place = 0
        while place < len(words):
            start = place
            while place < len(words) and (words[place] in self.adjectives or words[place] in NUMBERS):
                place += 1
            head = place
            while place < len(words) and words[place] in self.nouns:
                place += 1
            if place > head:
                if spans and start == spans[-1][1] + 1 and words[start - 1] == "of":
                    spans[-1] = (spans[-1][0], place)
                else:
                    spans.append((start, place))
            elif place == start:
                place += 1
        return spans

    def neighbours(self, words: Words) -> list[tuple[Span, Span]]:
        """Noun phrases with a few words between."""
        spans = self.phrases(words)
        return [(a, b) for a, b in pairwise(spans) if 0 < b[0] - a[1] <= 4]

    def turn_voice(self, words: Words, rng: random.Random) -> Words | None:
        """``dog chasing cat`` becomes ``cat being chased by dog``, and back."""
        for one, other in self.neighbours(words):
            between = tuple(words[one[1] : other[0]])
            subject, object_, rest = words[one[0] : one[1]], words[other[0] : other[1]], words[other[1] :]
            if rest[:1] == ["and"]:
                continue
            verb, tag = self.form_of.get(between[-1], ("", ""))
            if verb and tag != "VBN" and between[:-1] in AUXILIARIES:
                lead = rng.choice((["is", "being"], ["being"], ["is"], [], ["that", "is"], ["that", "is", "being"]))
                if rng.random() < 0.15:
                    return [*words[: one[0]], *object_, "that", *subject, "is", inflected(verb, "VBG"), *rest]
                return [*words[: one[0]], *object_, *lead, inflected(verb, "VBN"), "by", *subject, *rest]
            if between[-1] == "by" and len(between) > 1:
                verb, tag = self.form_of.get(between[-2], ("", ""))
                before = tuple(word for word in between[:-2] if word != "being")
                if tag == "VBN" and before in AUXILIARIES:
                    how = rng.choice(
                        ([inflected(verb, "VBG")], ["is", inflected(verb, "VBG")], [inflected(verb, "VBZ")])
                    )
                    return [*words[: one[0]], *object_, *how, *subject, *rest]
        return None

    def turn_relation(self, words: Words, rng: random.Random) -> Words | None:
        """``lamp above table`` becomes ``table below lamp``, where the phrases stand alone."""
        for one, other in self.neighbours(words)[:1]:
            between = tuple(words[one[1] : other[0]])
            aux = rng.choice(((), ("is",)))
            lead = between[:1] if between[:1] in (("is",), ("are",)) else ()
            news = CONVERSES.get(between[len(lead) :])
            if news and one[0] <= 2 and other[1] == len(words):
                return [*words[: one[0]], *words[slice(*other)], *aux, *rng.choice(news), *words[slice(*one)]]
        return None

    def front(self, words: Words, rng: random.Random) -> Words | None:
        """The last prepositional phrase goes to the front."""
        places = [i for i, word in enumerate(words) if i > 1 and word in PREPOSITIONS and i < len(words) - 1]
        if not places or words[0] in PREPOSITIONS or words[0] in ("there", "photo", "image", "this"):
            return None
        place = places[-1]
        if place > 2 and words[place - 1] in PREPOSITIONS | {"top", "front"}:
            place -= 2 if words[place - 1] in {"top", "front"} else 1
        return [
            *words[place:],
            *rng.choice(((), (), ("there", "is"), ("is",), ("there", "are"), ("sits",), ("stands",), ("lies",))),
            *words[:place],
        ]

    def turn_conjuncts(self, words: Words, rng: random.Random) -> Words | None:
        """``black cat and dog`` becomes ``dog and black cat``."""
        pairs = [(a, b) for a, b in self.neighbours(words) if words[a[1] : b[0]] == ["and"]]
        if not pairs:
            return None
        one, other = rng.choice(pairs)
        return exchanged_spans(words, one, other)

    def finite(self, words: Words, rng: random.Random) -> Words | None:
        """``man riding`` becomes ``man who is riding``, ``man is riding`` or ``man rides``, and back."""
        for _, stop in self.phrases(words):
            rest = words[stop:]
            if not rest:
                continue
            if rest[0].endswith("ing") and len(rest[0]) > 4:
                lead = rng.choice((["is"], ["who", "is"], ["that", "is"], ["are"]))
                return [*words[:stop], *lead, *rest]
            if rest[0] in ("is", "are") and len(rest) > 1:
                return [*words[:stop], *rest[1:]]
            if rest[0] in ("that", "who", "which") and len(rest) > 2 and rest[1] in ("is", "are"):
                return [*words[:stop], *rest[2:]]
            verb, tag = self.form_of.get(rest[0], ("", ""))
            if tag in ("VBZ", "VBP"):
                return [*words[:stop], *rng.choice(([], ["is"], ["that", "is"])), inflected(verb, "VBG"), *rest[1:]]
        return None

    def predicative(self, words: Words, rng: random.Random) -> Words | None:
        """``red car`` becomes ``car that is red``."""
        spans = [
            (start, stop)
            for start, stop in self.phrases(words)
            if words[start] in self.adjectives and stop - start > 1 and "of" not in words[start:stop]
        ]
        if not spans:
            return None
        start, stop = rng.choice(spans)
        lead = rng.choice((["that", "is"], ["which", "is"], ["that", "are"], ["is"]))
        return [*words[:start], *words[start + 1 : stop], *lead, words[start], *words[stop:]]

    def possessive(self, words: Words, rng: random.Random) -> Words | None:
        """``man with hat`` becomes ``man that has hat``, ``in hat`` ``wearing hat``."""
        places = [i for i, word in enumerate(words) if word in ("with", "wearing", "has", "having") and i > 0]
        if not places:
            return None
        place = rng.choice(places)
        news = {
            "with": (["that", "has"], ["having"], ["has"], ["who", "has"]),
            "wearing": (["in"], ["dressed", "in"], ["who", "wears"], ["with"], ["wears"]),
            "has": (["with"],),
            "having": (["with"],),
        }[words[place]]
        return [*words[:place], *rng.choice(news), *words[place + 1 :]]

    def open(self, words: Words, rng: random.Random) -> Words | None:
        """``there is`` or the like is put before, or taken away."""
        opened = words[0] in ("there", "photo", "image", "picture")
        if words[0] in PREPOSITIONS or (not opened and rng.random() < 0.5):
            return None
        for opener in OPENERS:
            if tuple(words[: len(opener)]) == opener:
                return words[len(opener) :]
        return [*rng.choice(OPENERS), *words]

    # What does not

    def swap_phrases(self, words: Words, rng: random.Random) -> Words | None:
        """Two noun phrases, or their nouns alone, change places, where order says something."""
        spans = self.phrases(words)
        pairs = []
        for i, one in enumerate(spans):
            for other in spans[i + 1 :]:
                if words[one[1] - 1] == words[other[1] - 1]:
                    continue
                heads = (self.head(words, one), self.head(words, other))
                symmetric = all(word in SYMMETRIC for word in words[one[1] : other[0]])
                qualified = heads != (one, other)
                if not symmetric:
                    pairs.append((one, other))
                if qualified:
                    pairs.append(heads)
                elif not symmetric:
                    pairs.append((one, other))
        return exchanged_spans(words, *rng.choice(pairs)) if pairs else None

    def head(self, words: Words, span: Span) -> Span:
        """The nouns at the end of a noun phrase."""
        start = span[1]
        while start > span[0] and words[start - 1] in self.nouns:
            start -= 1
        return start, span[1]

    def swap_adjectives(self, words: Words, rng: random.Random) -> Words | None:
        """Two adjectives before different nouns change places, or an adjective moves to another noun."""
        spans = self.phrases(words)
        places = [(n, i) for n, (a, b) in enumerate(spans) for i in range(a, b) if words[i] in self.adjectives]
        pairs = [(i, j) for n, i in places for m, j in places if n < m and words[i] != words[j]]
        if pairs and rng.random() < 0.85:
            i, j = rng.choice(pairs)
            return exchanged_spans(words, (i, i + 1), (j, j + 1))
        moves = [(i, spans[m][0]) for n, i in places for m in range(len(spans)) if m != n]
        moves = [(i, j) for i, j in moves if words[j] not in self.adjectives]
        if not moves or rng.random() < 0.3:
            return None
        i, j = rng.choice(moves)
        made = [*words[:i], *words[i + 1 :]]
        j -= j > i
        return [*made[:j], words[i], *made[j:]]

    def replace(self, words: Words, true: Collection[str], rng: random.Random) -> Words | None:
        """A word gives way to one that excludes it."""
        tables = [self.attributes, self.things, self.relations]
        rng.shuffle(tables)
        return next((made for table in tables if (made := replaced(words, table, true, rng)) is not None), None)

    def deny(self, words: Words, rng: random.Random) -> Words | None:
        """``a man is riding a horse`` -> ``there is no man riding a horse``, ``no man is riding a horse``."""
        if len(words) < 3 or words[0] not in ("a", "an", "the", "some"):
            return None
        if rng.random() < 0.5:
            return ["no", *words[1:]]
        copula = next((k for k, word in enumerate(words) if word in ("is", "are")), None)
        there = ["there", words[copula] if copula else "is", "no"]
        return there + [word for k, word in enumerate(words) if k and k != copula]

    def replace_noun(self, words: Words, true: Collection[str], rng: random.Random) -> Words | None:
        """A noun gives way to any other."""
        spans = self.phrases(words)
        if not spans:
            return None
        start, stop = self.head(words, rng.choice(spans))
        new = rng.choice(self.common_plurals if words[stop - 1].endswith("s") else self.common_singulars)
        return None if new in true else [*words[:start], new, *words[stop:]]


def exchanged_spans(words: Words, one: Span, other: Span) -> Words:
    """``words`` with those of two spans, the first before the second, changed about."""
    return [
        *words[: one[0]],
        *words[slice(*other)],
        *words[one[1] : other[0]],
        *words[slice(*one)],
        *words[other[1] :],
    ]


def replaced(
    words: Words, table: Mapping[str, Sequence[str]], true: Collection[str], rng: random.Random
) -> Words | None:
    """``words`` with a key of ``table`` (one word or several) replaced by one of its values that is not ``true``."""
    places = [
        (start, stop)
        for start in range(len(words))
        for stop in (start + 1, start + 2, start + 3)
        if stop <= len(words) and " ".join(words[start:stop]) in table
    ]
    if not places:
        return None
    start, stop = rng.choice(places)
    news = [new for new in table[" ".join(words[start:stop])] if new not in true]
    return [*words[:start], *rng.choice(news).split(), *words[stop:]] if news else None
