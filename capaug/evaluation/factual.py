"""Scores on FACTUAL: graphs of image regions' captions, written as facts, and how far two such graphs agree.

A graph is a list of facts: ``( man , ride , horse ) , ( horse , is , brown )``; a graph with nothing but an object is
``( kitchen )``. Set match and SPICE F1 are those of the data set's own package (PyPI ``FactualSceneGraph``) with its
lemmatiser on; the WordNet that ships with capaug stands in for its dictionary of synonyms. On 7,000 pairs of graphs the
two give the same set matches and all but one of the same F1; the means differ by less than 0.01 points. Source: Li et
al., FACTUAL: A Benchmark for Faithful and Consistent Textual Scene Graph Parsing, Findings of ACL 2023.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from capaug.errors import InputError
from capaug.lexicon import wordnet
from capaug.sources.files import read_lines

if TYPE_CHECKING:
    from capaug.lexicon import Lexicon
    from capaug.records import Relation, SceneGraph, SceneObject

Fact = tuple[str, ...]
"""``(object,)``, ``(object, "is", attribute)`` or ``(subject, predicate, object)``."""

IS = "is"  # the predicate of an attribute; lemmatisation leaves it alone
CACHE = 1 << 16
# The files with identities mark verbs (v:), passives (p:, pv:) and the second object of a name (zebra:1).
MARK = re.compile(r"(?<!\S)(?:pv|v|p):|:\d+(?!\S)")


def read_gold(path: Path) -> list[tuple[str, list[Fact]]]:
    """The captions of a FACTUAL file, each with its facts: a CSV file with the columns ``caption`` and ``scene_graph``.

    Raises:
        InputError: a missing column, a record of another length than the header, a broken quote, no graph, no rows.
    """
    records = csv.reader((line for _, line in read_lines(path)), strict=True)
    rows = []
    try:
        header = next(records, [])
        if not {"caption", "scene_graph"} <= set(header):
            raise InputError(f"{path}: neither JSON scene graphs nor a CSV file with columns caption and scene_graph")
        for record in records:
            if not record:
                continue
            if len(record) != len(header):
                where = f"{path}:{records.line_num}"
                raise InputError(f"{where}: {len(record)} fields where the header has {len(header)}")
            row = dict(zip(header, record, strict=True))
            if not row["scene_graph"].lstrip().startswith("("):
                raise InputError(f"{path}:{records.line_num}: not a graph: ( subject , predicate , object ) is needed")
            rows.append((row["caption"], parse_facts(row["scene_graph"])))
    except csv.Error as error:
        raise InputError(f"{path}:{records.line_num}: {error}") from None
    if not rows:
        raise InputError(f"{path} holds no graphs")
    return rows


def parse_facts(text: str) -> list[Fact]:
    """The facts of a graph written as text, in order, without the marks of the files with identities."""
    spaced = re.sub(r"([(),])", r" \1 ", text)
    facts = (fact.strip(" ()") for fact in " ".join(spaced.split()).split(") , ("))
    return [tuple(MARK.sub("", part).strip() for part in fact.split(",")) for fact in facts if fact]


def lemmatise(facts: Iterable[Fact]) -> list[Fact]:
    """Each word as the shortest noun that WordNet has for it, or as it is: ``men`` -> ``man``, ``has`` -> ``ha``."""
    return [tuple(" ".join(_noun_lemma(word) for word in part.split()) for part in fact) for fact in facts]


@lru_cache(maxsize=CACHE)
def _noun_lemma(word: str) -> str:
    if word == IS:
        return word
    return min(wordnet.base_forms(word, "n"), key=len, default=word)


def set_match(predicted: Iterable[Fact], gold: Iterable[Fact]) -> bool:
    """Whether two graphs state the same facts, apart from order and repetition."""
    return set(predicted) == set(gold)


def spice_f1(predicted: Iterable[Fact], gold: Iterable[Fact]) -> float:
    """F1 of objects, attributes and relations as SPICE counts them, 0 to 1.

    Each distinct object, (object, attribute) and (subject, predicate, object) counts once. Equal tuples are paired
    first, then tuples whose parts are each synonyms: words, or their base forms, that share a WordNet synset. Pairs are
    taken greedily in alphabetical order.
    """
    left, right = _spice_tuples(predicted), _spice_tuples(gold)
    if not left and not right:
        return 1.0
    equal = set(left) & set(right)
    matches = len(equal)
    free = [fact for fact in right if fact not in equal]
    for fact in left:
        if fact not in equal:
            partner = next((other for other in free if _synonymous(fact, other)), None)
            if partner is not None:
                free.remove(partner)
                matches += 1
    return 2 * matches / (len(left) + len(right))


def _spice_tuples(facts: Iterable[Fact]) -> list[Fact]:
    """Objects, attributes without ``is``, and relations, without repetition."""
    tuples: set[Fact] = set()
    for fact in facts:
        if len(fact) == 1:
            tuples.add(fact)
        elif len(fact) == 2 or (len(fact) == 3 and fact[1] == IS):
            tuples |= {(fact[0],), (fact[0], fact[-1])}
        else:
            tuples |= {(fact[0],), (fact[-1],), (fact[0], " ".join(fact[1:-1]), fact[-1])}
    return sorted(tuples, key=" ".join)


def _synonymous(left: Fact, right: Fact) -> bool:
    return len(left) == len(right) and all(
        not _senses(one).isdisjoint(_senses(other)) for one, other in zip(left, right, strict=True)
    )


@lru_cache(maxsize=CACHE)
def _senses(words: str) -> frozenset[int]:
    """Numbers of the synsets of a word or compound, and of its base forms, in any part of speech."""
    return frozenset(sense for pos in wordnet.PARTS for sense in wordnet.senses(words, pos))


# -- the parser's graphs in FACTUAL's conventions ----------------------------------------------------------------------
# Each rule is what most rows of FACTUAL's training file do with the words; none was made on its development file.

NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        start=2,
    )
} | {"dozen": "12"}
UNCOUNTED = frozenset("one single several many few multiple numerous various couple different some all both".split())
SIDES = frozenset("front back left right top bottom lower".split())
COLLECTIVES = {"group of": "group of", "piece of": "piece", "slice of": "slice", "part of": "part", "patch of": "patch"}
# Words that make the colour after them another colour: light blue, navy blue.
SHADES = frozenset("dark light bright deep pale navy lime olive hot royal baby neon off multi".split())
ATTRIBUTE_SPELLINGS = {
    "wood": "wooden",
    "blond": "blonde",
    "multicolored": "multi-colored",
    "multi colored": "multi-colored",
}
NAME_SPELLINGS = {
    "cell phone": "cellphone",
    "surf board": "surfboard",
    "snow board": "snowboard",
    "wet suit": "wetsuit",
    "head band": "headband",
    "hotdog": "hot dog",
    "streetlight": "street light",
    "tee shirt": "t-shirt",
    "t shirt": "t-shirt",
    "tshirt": "t-shirt",
}
PERSONS = {"guy": "person", "guys": "people"}
# First words of our names that FACTUAL takes for attributes: a baby elephant is an elephant that is baby.
KIND_WORDS = frozenset(
    "baby mother stuffed wii wine laptop pine evergreen utility fighter dirt rock glass plastic leather potted folding "
    "ocean wild wooded public football red white green stripe tomato suit".split()
) | {"chain link", "double decker", "rear view", "side view"}
# Categories of a compound's words that FACTUAL parts into a relation (predicate, and whether the first word is its
# subject): the horse of "horse tail" has the tail, the tiles of "bathroom tiles" are in the bathroom.
PARTED: dict[tuple[str | None, str | None], tuple[str, bool]] = {
    ("animal", "body_part"): ("have", True),
    ("person", "body_part"): ("have", True),
    ("vehicle", "body_part"): ("have", True),
    ("room", "structure"): ("in", False),
    ("room", "fixture"): ("in", False),
    ("vehicle", "building"): ("for", False),
}

VERBS = {"lie": "lay", "seat": "sit", "strike": "hit"}
PREPOSITIONS = {
    "beneath": "under",
    "underneath": "under",
    "below": "under",
    "besides": "beside",
    "atop": "on top of",
    "inside of": "inside",
    "outside of": "outside",
    "in between": "between",
    "along side of": "alongside",
    "along side": "alongside",
    "on side": "on side of",
    "to side of": "on side of",
    "at top of": "on top of",
    "at bottom of": "on bottom of",
    "in middle of": "on middle of",
    "on front of": "in front of",
    "at end of": "in end of",
    "at edge of": "on edge of",
    "to left of": "at the left of",
    "on left of": "at the left of",
    "on left side of": "at the left of",
    "to right of": "on the right side of",
    "on right of": "on the right side of",
    "on right side of": "on the right side of",
}
PREDICATES = {"dress in": "wear", "full of": "have", "hold up": "hold", "hold onto": "hold"}
# "a bench covered in snow": the snow covers the bench.
TURNED = {"cover in": "cover", "cover with": "cover", "line with": "line"}
# Verbs before "by" that are no passive there: "a car parked by the house".
NEAR_BY = frozenset("park stand sit grow lay lie hide dock hang gather plant leave place locate walk go pass".split())
FLAT_WARE = frozenset("plate platter tray".split())


def factual_triples(caption: str, graph: SceneGraph, lexicon: Lexicon) -> list[Fact]:
    """A graph of the parser (:class:`capaug.records.SceneGraph`) as FACTUAL would write it.

    Numbers become digits; ``several``, ``lot of`` and other vague counts fall away; ``left`` and ``top`` join the
    name that they stand before and fall away elsewhere; verbs as attributes keep their form (``sitting``); ``dark``
    before a colour joins it; some compounds are parted (``baby elephant``, ``horse tail``); passives turn round
    (``a hill covered in snow``: snow, cover, hill); ``ear of a dog`` is dog, have, ear; clothes that a person is in
    are worn. An object without attribute or relation is a fact of its own: FACTUAL has such a fact only in graphs
    of one object, but three in four objects that the parser leaves alone stand in some fact of FACTUAL's graph.
    """
    names: list[str] = []
    facts: list[Fact] = []
    for thing in graph.objects:
        name, fact = _name(caption, thing, lexicon)
        names.append(name)
        facts += fact
    for attribute in graph.attributes:
        words = caption[attribute.start : attribute.end].lower()
        if words in SIDES and caption[attribute.end : graph.objects[attribute.object].start] == " ":
            names[attribute.object] = f"{words} {names[attribute.object]}"
    facts += _attributes(caption, graph, names)
    for relation in graph.relations:
        subject, predicate, target = _relation(caption, relation, graph.objects, lexicon)
        facts.append((names[subject], predicate, names[target]))
    stated = {fact[0] for fact in facts} | {fact[2] for fact in facts if fact[1] != IS}
    return list(dict.fromkeys(facts + [(name,) for name in names if name not in stated]))


def _name(caption: str, thing: SceneObject, lexicon: Lexicon) -> tuple[str, list[Fact]]:
    """FACTUAL's name of an object, in the caption's number, and the facts that its first words are there."""
    if thing.name in NAME_SPELLINGS:
        return NAME_SPELLINGS[thing.name], []
    before, said = thing.name.removesuffix(thing.lemma), caption[thing.start : thing.end].lower().split()[-1]
    # a name with a hyphen before its last word (t-shirt) is said in one piece
    name = (before + said if before.endswith(" ") or not before else thing.name).removeprefix("body of ")
    if name in PERSONS:
        return PERSONS[name], []
    first, _, last = name.rpartition(" ")
    if first in KIND_WORDS:
        return last, [(last, IS, first)]
    parted = PARTED.get((lexicon.objects.category(first), lexicon.objects.category(thing.lemma))) if first else None
    if parted:
        predicate, leads = parted
        return last, [(first, predicate, last) if leads else (last, predicate, first)]
    return name, []


def _attributes(caption: str, graph: SceneGraph, names: Sequence[str]) -> Iterator[Fact]:
    shade: tuple[int, int, str] | None = None  # object, end and text of a shade word that waits for its colour
    for attribute in graph.attributes:
        name, words = names[attribute.object], " ".join(caption[attribute.start : attribute.end].lower().split())
        if shade is not None:
            thing, end, before = shade
            shade = None
            if thing == attribute.object and attribute.type == "color" and caption[end : attribute.start] in (" ", "-"):
                words = f"{before} {words}"
            else:
                yield names[thing], IS, before
        if attribute.type == "number":
            if words not in UNCOUNTED:
                yield name, IS, NUMBERS.get(words, words)
        elif attribute.name.endswith(" of"):  # collectives and measures
            if attribute.name == "line of":
                yield name, "in", "line"
            elif attribute.name in COLLECTIVES:
                yield name, IS, COLLECTIVES[attribute.name]
        elif words in SHADES:
            shade = attribute.object, attribute.end, words
        elif words not in SIDES:
            yield name, IS, ATTRIBUTE_SPELLINGS.get(words, words)
    if shade is not None:
        yield names[shade[0]], IS, shade[2]


def _relation(
    caption: str, relation: Relation, objects: Sequence[SceneObject], lexicon: Lexicon
) -> tuple[int, str, int]:
    """Index of the subject, predicate and index of the object."""
    subject, target, predicate = relation.subject, relation.object, relation.predicate
    whole = objects[subject].lemma
    kind, target_kind = lexicon.objects.category(whole), lexicon.objects.category(objects[target].lemma)
    if predicate == "of":
        if kind in ("container", "kitchenware"):
            return target, "on" if whole in FLAT_WARE else "in", subject
        return (subject, "have", target) if kind in ("place", "terrain") else (target, "have", subject)
    if predicate in ("in", "with") and kind == "person" and target_kind == "clothing":
        return subject, "wear", target
    if predicate in TURNED:
        return target, TURNED[predicate], subject
    verb = predicate.split()[0]
    if predicate.endswith(" by") and verb not in NEAR_BY and not caption[relation.start :].split()[0].endswith("ing"):
        return target, predicate.removesuffix(" by"), subject
    return subject, _predicate(predicate), target


def _predicate(predicate: str) -> str:
    if predicate in PREDICATES:
        return PREDICATES[predicate]
    words = predicate.replace(" the ", " ").split()
    words[0] = VERBS.get(words[0], words[0])
    if len(words) > 2 and words[1] == "down":  # lie down on, look down at
        del words[1]
    for first in range(len(words)):
        if (preposition := " ".join(words[first:])) in PREPOSITIONS:
            return " ".join([*words[:first], PREPOSITIONS[preposition]])
    return " ".join(words)
