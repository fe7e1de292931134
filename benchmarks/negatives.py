"""What ``capaug filter`` refuses of negatives that others made, and how far people and readers agree.

    python -m benchmarks.negatives --readings two_makers.jsonl --sick SICK.txt --captions captions_val2017.json

- ``--readings``: JSON lines with ``caption``, ``text``, ``maker`` and ``readers``, who answered blind ``[truth,
  grammar, sense]``. A negative is right if it is false, grammatical and sensible. Shown by maker: the share that is
  right before and after, the share that is dropped, and how many of the dropped were right.
- ``--sick``: SICK's sentence pairs (Marelli et al., LREC 2014) of which the second has half of its words of the first,
  as a caption and its negative; people labelled them ``CONTRADICTION`` (a negative), ``NEUTRAL`` (may be true) or
  ``ENTAILMENT`` (true). The first 3,000, shuffled, were looked at while the rules were written and are left out.
- ``--captions``: of COCO's captions two nouns, two adjectives, two adverbs and two verbs each change places at random,
  and words are joined by spaces, which is how NegCLIP's negatives come about (Yuksekgonul et al., ICLR 2023). Shown:
  what is refused, and what a judge that sees no picture makes of the pairs before, after, and completed.
- ``--nlpaug``: of the same captions texts by nlpaug's ``RandomWordAug``, which are to keep their label, beside capaug's
  positives: the shares that are no English or read odd, by the rules. Needs ``pip install nlpaug``.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.record import add_json_option, processor, record
from capaug import Augmenter
from capaug.evaluation.audit import audit
from capaug.existing.base import Entry, Given
from capaug.existing.change import share_kept
from capaug.existing.filtering import completed
from capaug.existing.judge import Judge, Verdict
from capaug.formats.pairs import Pair
from capaug.parsing.parser import Parser
from capaug.recipes import load_recipe
from capaug.records import Caption
from capaug.sources import open_source

IMAGES = 1000
SHARED = 0.5  # of the words of a sentence of SICK, those of its caption
LOOKED_AT = 3000  # pairs of SICK
CLASSES = ("NN", "JJ", "RB", "VB")
RIGHT = ["false", "ok", "ok"]
BROKEN = ("no_english", "disagrees", "reads_odd")
COMPLETE = 2


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--sick", type=Path)
    parser.add_argument("--captions", type=Path)
    parser.add_argument("--nlpaug", action="store_true")
    add_json_option(parser)
    args = parser.parse_args()
    figures: dict[str, Any] = {"about": {"command": "python -m benchmarks.negatives", "processor": processor()}}
    judge = Judge(load_recipe("default"))
    if args.readings:
        figures["readings"] = of_readings(args.readings, judge)
    if args.sick:
        figures["sick"] = of_sick(args.sick, judge)
    if args.captions:
        figures["swaps"] = of_swaps(args.captions, judge)
        if args.nlpaug:
            figures["positives"] = of_positives(args.captions, judge)
    print(json.dumps(figures, indent=1))
    record(args.json, figures)


def of_readings(path: Path, judge: Judge) -> dict[str, Any]:
    """By maker, the shares that readers find right."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    verdicts = _judged(judge, [(row["caption"], row["text"]) for row in rows])
    found = {}
    for maker in sorted({row["maker"] for row in rows}):
        mine = [(row, one) for row, one in zip(rows, verdicts, strict=True) if row["maker"] == maker]
        kept = [row for row, one in mine if one.reason is None]
        dropped = [row for row, one in mine if one.reason is not None]
        found[f"{maker} as maker"] = {
            "negatives": len(mine),
            "kept": len(kept),
            "dropped": 1 - len(kept) / len(mine),
            "right before": _right([row for row, _ in mine]),
            "right after": _right(kept),
            "false before": _false([row for row, _ in mine]),
            "false after": _false(kept),
            "right of the dropped": _right(dropped),
        }
    return found


def of_sick(path: Path, judge: Judge) -> dict[str, Any]:
    """How many of each label are dropped, and what share of what is left contradicts."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    random.Random(0).shuffle(rows)
    rows = [row for row in rows if share_kept(row["sentence_A"], row["sentence_B"]) >= SHARED][LOOKED_AT:]
    verdicts = _judged(judge, [(row["sentence_A"], row["sentence_B"]) for row in rows])
    labels = [row["entailment_label"].lower() for row in rows]
    all_of, dropped = Counter(labels), Counter[str]()
    by_rule: dict[str, Counter[str]] = {}
    for label, one in zip(labels, verdicts, strict=True):
        if one.reason is not None:
            dropped[label] += 1
            by_rule.setdefault(one.reason, Counter())[label] += 1
    kept = all_of - dropped
    found: dict[str, Any] = {
        label: {"pairs": all_of[label], "dropped": dropped[label] / all_of[label]} for label in sorted(all_of)
    }
    found["all"] = {
        "pairs": len(rows),
        "dropped": dropped.total() / len(rows),
        "contradiction before": all_of["contradiction"] / len(rows),
        "contradiction after": kept["contradiction"] / kept.total(),
        "entailment before": all_of["entailment"] / len(rows),
        "entailment after": kept["entailment"] / kept.total(),
    }
    found["by rule"] = {rule: dict(sorted(counts.items())) for rule, counts in sorted(by_rule.items())}
    return found


def of_swaps(path: Path, judge: Judge) -> dict[str, Any]:
    """What becomes of words that changed places at random."""
    groups = list(islice(open_source("coco", annotations=path).groups(), IMAGES))
    captions = [(group.image_id, caption.text) for group in groups for caption in group.captions]
    entries = [
        Entry(image, caption, tuple(Given(text) for text in swapped), str(number))
        for number, ((image, caption), swapped) in enumerate(zip(captions, _swapped(captions), strict=True))
    ]
    began = time.process_time()
    verdicts = list(judge.judge(entries))
    seconds = time.process_time() - began
    flat = [one for of_entry in verdicts for one in of_entry]
    reasons = Counter(one.reason for one in flat)
    kept = [[Given(one.text) for one in of_entry if one.reason is None] for of_entry in verdicts]
    before = audit(_pairs(entries, [entry.negatives for entry in entries]))
    after = audit(_pairs(entries, kept))
    full, added = completed(entries, verdicts, kept, load_recipe("default"), COMPLETE)
    complete = audit(_pairs(entries, full))
    return {
        "negatives": len(flat),
        "kept": reasons.pop(None, 0) / len(flat),
        "pairs a second": len(flat) / seconds,
        "refused": {str(reason): count / len(flat) for reason, count in reasons.most_common()},
        "added": added,
        "audit": {
            name: {"pairs": one.pairs, "ngram": one.ngram, "lm": one.lm, "both": one.both}
            for name, one in (("before", before), ("after", after), ("completed", complete))
        },
    }


def of_positives(path: Path, judge: Judge) -> dict[str, Any]:
    """How many texts that are to keep their label are broken, by maker."""
    import numpy as np
    from nlpaug.augmenter.word import RandomWordAug

    groups = islice(open_source("coco", annotations=path).groups(), IMAGES // 5)
    captions = [caption.text for group in groups for caption in group.captions]
    random.seed(0)
    np.random.seed(0)  # what nlpaug draws with
    made = {
        f"RandomWordAug({action})": [
            (text, RandomWordAug(action=action, aug_max=1).augment(text)[0]) for text in captions
        ]
        for action in ("swap", "delete")
    }
    rows = Augmenter().augment_captions(captions)
    made["capaug's positives"] = [(row.read_text, one.text) for row in rows for one in row.positives]
    found = {}
    for name, pairs in made.items():
        reasons = Counter(one.reason for one in _judged(judge, pairs))
        found[name] = {"texts": len(pairs), "broken": sum(reasons[reason] for reason in BROKEN) / len(pairs)}
    return found


def _judged(judge: Judge, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
    """The verdict of each (caption, negative), which stand alone."""
    entries = [Entry(f"#{n}", caption, (Given(text),), str(n)) for n, (caption, text) in enumerate(pairs)]
    return [verdict for (verdict,) in judge.judge(entries)]


def _right(rows: Sequence[dict[str, Any]]) -> float:
    answers = [answer for row in rows for answer in row["readers"]]
    return sum(answer == RIGHT for answer in answers) / max(len(answers), 1)


def _false(rows: Sequence[dict[str, Any]]) -> float:
    answers = [answer for row in rows for answer in row["readers"]]
    return sum(answer[0] == RIGHT[0] for answer in answers) / max(len(answers), 1)


def _swapped(captions: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    """For each caption the texts in which two words of a class have changed places."""
    rng = random.Random(0)
    parsed = Parser().parse([Caption(str(number), text) for number, (_, text) in enumerate(captions)])
    for one in parsed:
        tokens = [token for sentence in one.sentences for token in sentence.tokens]
        words = [token.text for token in tokens]
        texts: dict[str, None] = {}
        for tag in CLASSES:
            places = [k for k, token in enumerate(tokens) if token.tag.startswith(tag)]
            first, second = rng.sample(places, 2) if len(places) > 1 else (0, 0)
            if words and words[first] != words[second]:
                swapped = words.copy()
                swapped[first], swapped[second] = words[second], words[first]
                texts[" ".join(swapped)] = None
        yield list(texts)


def _pairs(entries: Sequence[Entry], negatives: Sequence[Sequence[Given]]) -> list[Pair]:
    return [
        Pair(entry.image, entry.caption, given.text, given.kind)
        for entry, of_entry in zip(entries, negatives, strict=True)
        for given in of_entry
    ]


if __name__ == "__main__":
    main()
