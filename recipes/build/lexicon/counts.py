"""Build ``capaug/lexicon/data/counts.json.gz``: how often nouns, attributes and predicates go together.

    make -C recipes/build counts DATA=FOLDER

Sources, all of which allow this use with attribution:
- GQA / Visual Genome counts (``obj_counts.json``, ``obj_to_attr_counts.json``, ``pred_to_subj_counts.json``,
  ``pred_to_obj_counts.json``): CC BY 4.0.
- FACTUAL scene graphs (``train.csv``): MIT; the region descriptions are Visual Genome's, CC BY 4.0.
- COCO captions (``captions_*.json``, of which noun pairs per image are counted, and the verbs and prepositions that the
  parsed captions state): CC BY 4.0.

Only counts are kept, no sentence. Nouns become singular, verbs lemmas, number digits words.
The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path

from lemminflect import getLemma

from capaug.captions import QualityPosition
from capaug.parsing.parser import Parser
from capaug.records import Caption

OUT = Path(__file__).parents[3] / "capaug" / "lexicon" / "data" / "counts.json.gz"
TRIPLE = re.compile(r"\(\s*(.*?)\s*\)")
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
DIGITS = dict(zip("2 3 4 5 6 7 8 9 10".split(), "two three four five six seven eight nine ten".split(), strict=True))
KEEP_AS_IS = frozenset(
    "pants shorts jeans scissors glasses sunglasses goggles tongs leggings tights overalls binoculars people clothes "
    "grass glass".split()
)
# Spellings and verb forms that scene graphs write otherwise.
SPELLING = {"grey": "gray", "wood": "wooden", "blond": "blonde", "multi-colored": "multicolored"}
# "to the left of" holds for nearly every pair of boxes in GQA: it says nothing about how people speak.
SKIPPED_PREDICATES = frozenset({"to the left of", "to the right of"})
# Of the words that predicates start with, these endings mark verbs, with these exceptions.
VERB_ENDINGS = ("ing", "ed", "hung", "worn", "drawn", "held")
NO_VERBS = frozenset({"during", "inside"})
MIN_PREDICATE, MIN_TRIPLE, MIN_TOGETHER, MIN_STATED = 2, 2, 2, 3


@cache
def noun(name: str) -> str:
    """``name`` with its last word singular."""
    *front, last = name.lower().split()
    return " ".join([*front, last if last in KEEP_AS_IS else getLemma(last, "NOUN")[0]])


@cache
def attribute(value: str) -> str:
    """``value`` as scene graphs spell it."""
    value = DIGITS.get(value, value.lower())
    return SPELLING.get(value, value)


@cache
def predicate(name: str) -> str:
    """``name`` with its verb as a lemma and no article: ``sitting on a`` -> ``sit on``."""
    words = [word for word in name.lower().split() if word not in ("a", "an", "is", "are")]
    if words and words[0] not in NO_VERBS and words[0].endswith(VERB_ENDINGS):
        words[0] = getLemma(words[0], "VERB")[0]
    if words and words[0] == "lay":
        words[0] = "lie"
    return " ".join(words)


def factual_triples(folder: Path) -> Counter[tuple[str, str, str]]:
    """All triples of FACTUAL's training graphs, normalised; attributes have the predicate ``is``."""
    triples: Counter[tuple[str, str, str]] = Counter()
    with (folder / "train.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for text in TRIPLE.findall(row["scene_graph"]):
                parts = [part.strip() for part in text.split(" , ")]
                if len(parts) != 3 or not all(parts):
                    continue
                subject, middle, last = parts
                end = attribute(last) if middle == "is" else noun(last)
                triples[noun(subject), predicate(middle) if middle != "is" else "is", end] += 1
    return triples


def coco_nouns(folder: Path, vocabulary: frozenset[str]) -> Counter[tuple[str, str]]:
    """In how many images the captions name both nouns of a pair; (noun, noun) is the number of images with one."""
    together: Counter[tuple[str, str]] = Counter()
    images: dict[int, set[str]] = defaultdict(set)
    for path in sorted(folder.glob("captions_*.json")):
        for annotation in json.loads(path.read_text(encoding="utf-8"))["annotations"]:
            words = WORD.findall(annotation["caption"].lower())
            found = images[annotation["image_id"]]
            taken = 0  # words before this index are part of a compound that was found
            for index, word in enumerate(words):
                if index < taken:
                    continue
                pair = noun(" ".join(words[index : index + 2])) if index + 1 < len(words) else ""
                if pair in vocabulary:
                    found.add(pair)
                    taken = index + 2
                elif (single := noun(word)) in vocabulary:
                    found.add(single)
    for names in images.values():
        together.update(combinations(sorted(names), 2))
        together.update((name, name) for name in names)
    return together


def stated_words(folder: Path) -> Counter[str]:
    """How often captions state a verb, of a relation or alone, or a preposition without a verb."""
    captions = [
        Caption("", annotation["caption"])
        for file in sorted(folder.glob("captions_*.json"))
        for annotation in json.loads(file.read_text(encoding="utf-8"))["annotations"]
    ]
    stated: Counter[str] = Counter()
    for parsed in Parser().parse(captions):
        for sentence in parsed.sentences:
            stated.update(link.predicate.split()[0] for link in sentence.links)
            stated.update(q.name.split()[0] for q in sentence.qualities if q.position is QualityPosition.VERB)
    return stated


def nested(pairs: Counter[tuple[str, str]], least: int) -> dict[str, dict[str, int]]:
    """``{first: {second: count}}`` of the pairs seen at least ``least`` times, the most frequent first."""
    result: dict[str, dict[str, int]] = defaultdict(dict)
    for (first, second), count in sorted(pairs.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        if count >= least:
            result[first][second] = count
    return dict(result)


def build(gqa: Path, factual: Path, coco: Path) -> dict[str, object]:
    """The tables that :class:`capaug.lexicon.counts.Counts` reads."""
    nouns: Counter[str] = Counter()
    attributes: Counter[tuple[str, str]] = Counter()
    subjects: Counter[tuple[str, str]] = Counter()
    objects: Counter[tuple[str, str]] = Counter()
    triples: Counter[tuple[str, str, str]] = Counter()

    for name, count in json.loads((gqa / "obj_counts.json").read_text(encoding="utf-8")).items():
        nouns[noun(name)] += count
    for name, values in json.loads((gqa / "obj_to_attr_counts.json").read_text(encoding="utf-8")).items():
        for value, count in values.items():
            attributes[noun(name), attribute(value)] += count
    for file, table in (("pred_to_subj_counts.json", subjects), ("pred_to_obj_counts.json", objects)):
        for name, values in json.loads((gqa / file).read_text(encoding="utf-8")).items():
            if name not in SKIPPED_PREDICATES:
                for other, count in values.items():
                    table[predicate(name), noun(other)] += count
    for (subject, middle, last), count in factual_triples(factual).items():
        nouns[subject] += count
        if middle == "is":
            attributes[subject, last] += count
            continue
        nouns[last] += count
        subjects[middle, subject] += count
        objects[middle, last] += count
        triples[subject, middle, last] += count

    vocabulary = frozenset(name for name, count in nouns.items() if count >= 5 and len(name) > 2)
    together = coco_nouns(coco, vocabulary)
    by_predicate: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for (subject, middle, last), count in triples.items():
        if count >= MIN_TRIPLE:
            by_predicate[middle][subject, last] = count
    return {
        "nouns": {name: count for name, count in sorted(nouns.items()) if count >= 2},
        "attributes": nested(attributes, 1),
        "subjects": nested(subjects, MIN_PREDICATE),
        "objects": nested(objects, MIN_PREDICATE),
        "triples": {name: nested(pairs, MIN_TRIPLE) for name, pairs in sorted(by_predicate.items())},
        "together": nested(together, MIN_TOGETHER),
        "stated": {word: count for word, count in sorted(stated_words(coco).items()) if count >= MIN_STATED},
    }


def main() -> None:
    """Read the folders named on the command line and write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--gqa", type=Path, required=True, help="folder with GQA's counts")
    parser.add_argument("--factual", type=Path, required=True, help="folder with FACTUAL's train.csv")
    parser.add_argument("--coco", type=Path, required=True, help="folder with COCO's captions_*.json")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    tables = build(arguments.gqa, arguments.factual, arguments.coco)
    text = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
    arguments.out.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))
    print(f"{arguments.out}: {arguments.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
