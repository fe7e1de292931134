"""Rule-made texts for training the caption encoder: positives that stay true and hard negatives that do not.

The rules see raw words only (lower case, as the encoder reads them; see ``split_words``), no parse: quick and rough,
good enough to teach an encoder what a changed word or a changed order does. A rule answers None where it has no place.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence

Words = list[str]

# Words of one line exclude each other, as far as one thing in one picture goes.
ATTRIBUTES = """
red orange yellow green blue purple pink brown black white gray grey golden silver beige tan
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
near far_from | around through | across along | against under
holding throwing dropping catching | riding pushing pulling carrying | wearing holding
sitting standing lying kneeling | walking running jumping sleeping | eating drinking cooking | watching ignoring
looking_at looking_away_from | pulling pushing | opening closing | hanging standing | smiling frowning crying
sits stands lies | holds throws drops | rides pushes pulls | walks runs jumps | flying swimming | parked driving
"""

# Between nouns joined by these words alone, order says nothing.
SYMMETRIC = frozenset("and or near next to beside with by together along other one another alongside".split())
PREPOSITIONS = frozenset(
    "on in at near by with under over behind beside above below from of for through along next against inside".split()
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


def plural(noun: str) -> str:
    """The regular plural."""
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")


class PairMaker:
    """Makes positives and negatives of a caption's words.

    ``nouns`` and ``adjectives`` say which words may change places.
    """

    def __init__(self, nouns: Collection[str], adjectives: Collection[str]) -> None:
        self.attributes = exclusions(ATTRIBUTES)
        self.things = with_plurals(exclusions(NOUNS))
        self.relations = exclusions(RELATIONS)
        self.nouns = (set(nouns) | set(map(plural, nouns)) | set(self.things)) - set(self.attributes)
        self.adjectives = set(adjectives) | set(self.attributes)
        self.common = [word for word in self.things if " " not in word]
        self.negatives: dict[str, Callable[[Words, Collection[str], random.Random], Words | None]] = {
            "swap_nouns": self.swap_nouns,
            "swap_adjectives": self.swap_adjectives,
            "replace_attribute": self.replace_attribute,
            "replace_noun": self.replace_noun,
            "replace_relation": self.replace_relation,
            "insert": self.insert,
        }

    def negative(self, words: Words, true: Collection[str], rng: random.Random) -> tuple[str, Words] | None:
        """A kind and a false text, of a kind drawn from those that find a place; ``true`` are words that are true."""
        kinds = list(self.negatives)
        weights = [1.5, 1.5, 1.0, 1.0, 1.0, 0.3]
        while kinds:
            (kind,) = rng.choices(kinds, weights)
            made = self.negatives[kind](words, true, rng)
            if made is not None and made != words:
                return kind, made
            place = kinds.index(kind)
            del kinds[place], weights[place]
        return None

    def positive(self, words: Words, rng: random.Random) -> Words:
        """A true text: conjuncts turned round, a phrase dropped from the end, or an adjective dropped."""
        rules = [self.turn_round, self.drop_end, self.drop_adjective]
        rng.shuffle(rules)
        return next((made for rule in rules if (made := rule(words, rng)) is not None), words)

    def swap_nouns(self, words: Words, true: Collection[str], rng: random.Random) -> Words | None:
        """Two nouns change places, unless symmetric words alone stand between and neither has its own adjective."""
        pairs = [
            (i, j)
            for i, j in self.noun_pairs(words)
            if words[i] != words[j] and (not joined(words, i, j) or self.has_adjective(words, i, j))
        ]
        return swapped(words, *rng.choice(pairs)) if pairs else None

    def swap_adjectives(self, words: Words, true: Collection[str], rng: random.Random) -> Words | None:
        """Two adjectives before two different words change places."""
        places = [
            i for i, word in enumerate(words[:-1]) if word in self.adjectives and words[i + 1] not in self.adjectives
        ]
        pairs = [
            (i, j) for i in places for j in places if i < j and words[i] != words[j] and words[i + 1] != words[j + 1]
        ]
        return swapped(words, *rng.choice(pairs)) if pairs else None

    def replace_attribute(self, words: Words, true: Collection[str], rng: random.Random) -> Words | None:
        """A colour, number, size, ... gives way to another."""
        return replaced(words, self.attributes, true, rng)

    def replace_noun(self, words: Words, true: Collection[str], rng: random.Random) -> Words | None:
        """A noun gives way to one of its group, or to any noun."""
        made = replaced(words, self.things, true, rng)
        if made is None or rng.random() < 0.2:
            places = [i for i, word in enumerate(words) if word in self.nouns]
            new = rng.choice(self.common)
            if not places or new in true:
                return made
            made = list(words)
            made[rng.choice(places)] = new
        return made

    def replace_relation(self, words: Words, true: Collection[str], rng: random.Random) -> Words | None:
        """A preposition or a verb gives way to one that excludes it, or a verb is negated."""
        verbs = [i for i, word in enumerate(words) if i and len(word) > 5 and word.endswith("ing")]
        if verbs and rng.random() < 0.15:
            place = rng.choice(verbs)
            return [*words[:place], "not", *words[place:]]
        return replaced(words, self.relations, true, rng)

    def insert(self, words: Words, true: Collection[str], rng: random.Random) -> Words | None:
        """A noun that nothing names is added at the end."""
        new = rng.choice(self.common)
        return None if new in true else [*words, rng.choice(("and", "with", "near")), new]

    def turn_round(self, words: Words, rng: random.Random) -> Words | None:
        """``cat and dog`` becomes ``dog and cat``, ``man next to woman`` ``woman next to man``."""
        pairs = [
            (i, j)
            for i, j in self.noun_pairs(words)
            if words[i] != words[j]
            and joined(words, i, j)
            and not (i and (words[i - 1] in self.adjectives or words[i - 1] in self.nouns))
            and not self.has_adjective(words, i, j)
            and (j + 1 == len(words) or words[j + 1] not in PREPOSITIONS | {"that", "who"})
            and not any(word.endswith("ing") for word in words[:i])
        ]
        return swapped(words, *rng.choice(pairs)) if pairs else None

    def drop_end(self, words: Words, rng: random.Random) -> Words | None:
        """The last prepositional phrase goes."""
        places = [i for i, word in enumerate(words) if i > 2 and word in PREPOSITIONS and i < len(words) - 1]
        return words[: places[-1]] if places else None

    def drop_adjective(self, words: Words, rng: random.Random) -> Words | None:
        """An adjective before a noun goes."""
        places = [i for i, word in enumerate(words[:-1]) if word in self.adjectives and words[i + 1] in self.nouns]
        if not places:
            return None
        place = rng.choice(places)
        return words[:place] + words[place + 1 :]

    def noun_pairs(self, words: Words) -> list[tuple[int, int]]:
        """Places of two head nouns with something between them."""
        heads = [
            i
            for i, word in enumerate(words)
            if word in self.nouns and (i + 1 == len(words) or words[i + 1] not in self.nouns)
        ]
        return [(i, j) for i in heads for j in heads if j - i >= 2]

    def has_adjective(self, words: Words, i: int, j: int) -> bool:
        """Whether an adjective stands before the noun at ``i`` or at ``j``."""
        return any(place and words[place - 1] in self.adjectives for place in (i, j))


def joined(words: Words, i: int, j: int) -> bool:
    """Whether nothing but words that are the same both ways round stands between ``i`` and ``j``."""
    return all(word in SYMMETRIC for word in words[i + 1 : j])


def swapped(words: Words, i: int, j: int) -> Words:
    """``words`` with those at ``i`` and ``j`` changed about."""
    made = list(words)
    made[i], made[j] = made[j], made[i]
    return made


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
