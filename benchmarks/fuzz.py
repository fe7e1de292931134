"""Captions that nobody would write, through the whole pipeline: nothing may raise, get lost or be edited wrongly.

Real captions are cut, doubled, shuffled, joined, put into other cases and strewn with odd characters. Of each the
pipeline must make a row or a reject with a reason, and the edits of each text must give that text.

    python benchmarks/fuzz.py --captions 50000
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from capaug.pipeline import FAILED, Pipeline
from capaug.recipes import KindSettings, Recipe
from capaug.records import AugmentedCaption, Caption, CaptionGroup
from capaug.registry import KINDS
from capaug.sources import open_source

GROUPS = 64  # images at once
SAME_IMAGE = 3  # captions an image
ODD = (
    *(
        "\u200b",
        "\u00a0",
        "\u2028",
        "\t",
        "\n",
        "\ufffd",
        "\ud800",
        "\U0001f415",
        "e\u0301",
        "\u202e",
        "\x00",
        "\x1b[31m",
    ),
    *('"', "'", "\u2019s", "(", ")", "[", "/", "\\", "--", "\u2014", "...", ",,", ".", "?!"),
    *("&amp;", "<b>", "#dog", "@me", "100%", "$5", "7-year-old", "two", "n't", "'s"),
)
CUT_SHORT = (
    "is",
    "are",
    "a",
    "an",
    "the",
    "of",
    "no",
    "without",
    "who",
    "that",
    "and",
    "or",
    "with",
    "being",
    "not",
    "to",
)


def mutated_captions(captions: Sequence[str], seed: int) -> Iterator[str]:
    """An endless stream of mutations of ``captions``, the same for the same seed."""
    rng = random.Random(seed)
    while True:
        text = rng.choice(captions)
        for _ in range(rng.choice((0, 1, 1, 2, 3))):
            text = rng.choice(_MUTATIONS)(text, rng, captions)
        yield text


def _cut(text: str, rng: random.Random, captions: Sequence[str]) -> str:
    start = rng.randrange(len(text) + 1)
    return rng.choice((text[:start], text[start:], text[: start // 2] + text[start:]))


def _cut_words(text: str, rng: random.Random, captions: Sequence[str]) -> str:
    words = text.split()
    end = rng.randrange(len(words) + 1)
    return " ".join(rng.choice((words[:end], words[end:], words[: end // 2] + words[end:])))


def _double(text: str, rng: random.Random, captions: Sequence[str]) -> str:
    words = text.split()
    at = rng.randrange(len(words) + 1)
    return " ".join(words[:at] + words[max(0, at - rng.choice((1, 2, 3, 40))) :])


def _shuffle(text: str, rng: random.Random, captions: Sequence[str]) -> str:
    words = text.split()
    rng.shuffle(words)
    return " ".join(words)


def _join(text: str, rng: random.Random, captions: Sequence[str]) -> str:
    return text + rng.choice((" ", "", ". ", ", ", " and ", " while ", "\n", " that ")) + rng.choice(captions)


def _case(text: str, rng: random.Random, captions: Sequence[str]) -> str:
    return rng.choice((text.upper(), text.lower(), text.title(), text.swapcase()))


def _strew(text: str, rng: random.Random, captions: Sequence[str]) -> str:
    at = rng.randrange(len(text) + 1)
    space = rng.choice(("", " "))
    return text[:at] + space + rng.choice(ODD + CUT_SHORT) + space + text[at:]


def _end(text: str, rng: random.Random, captions: Sequence[str]) -> str:
    """Let the text end where a phrase has just begun."""
    words = text.rstrip(" .").split()
    return " ".join([*words[: rng.randrange(len(words) + 1)], rng.choice(CUT_SHORT)])


_MUTATIONS = (_cut, _cut_words, _double, _shuffle, _join, _case, _strew, _end)


def all_kinds() -> Recipe:
    """A recipe of every kind that is known."""
    return Recipe(
        "fuzz", {kind: KindSettings(limit=3) for kind in KINDS.names()}, filters=("rules", "balance", "embedding")
    )


def faults(row: AugmentedCaption) -> Iterator[str]:
    """What is wrong with a row: edits that do not lie in the caption, or do not give the text."""
    for variant in (*row.positives, *row.negatives):
        text = row.caption
        for edit in reversed(variant.edits):
            if row.caption[edit.start : edit.end] != edit.old:
                yield f"{variant.kind}: {edit} is not in {row.caption!r}"
            text = text[: edit.start] + edit.new + text[edit.end :]
        if text != variant.text or not variant.edits:
            yield f"{variant.kind}: the edits give {text!r}, not {variant.text!r}"


def fuzz(pipeline: Pipeline, captions: Sequence[str]) -> tuple[Counter[str], list[str]]:
    """Reasons of rejects, and everything that is wrong with what ``pipeline`` makes of ``captions``."""
    reasons: Counter[str] = Counter()
    wrong: list[str] = []
    numbered = iter(enumerate(captions))
    while chunk := list(islice(numbered, GROUPS * SAME_IMAGE)):
        groups = [
            CaptionGroup(
                str(number),
                tuple(Caption(str(n), text) for n, text in chunk[first : first + SAME_IMAGE]),
                "fuzz",
                "all",
            )
            for first in range(0, len(chunk), SAME_IMAGE)
            for number in [chunk[first][0]]
        ]
        result = pipeline.run(groups)
        outcomes = sorted([r.caption_id for r in result.rows] + [r.caption_id for r in result.rejects])
        if outcomes != sorted(str(number) for number, _ in chunk):
            wrong.append(f"captions lost or doubled among {chunk[0][0]} to {chunk[-1][0]}")
        reasons.update(reject.reason for reject in result.rejects)
        wrong += [f"{reject.caption!r}: {reject.detail}" for reject in result.rejects if reject.reason == FAILED]
        wrong += [fault for row in result.rows for fault in faults(row)]
    return reasons, wrong


def main() -> None:
    """Run the fuzzer and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captions", type=int, default=50_000, help="how many")
    parser.add_argument("--seed", type=int, default=0, help="of the mutations")
    parser.add_argument(
        "--texts", type=Path, nargs="*", default=[], help="files with a caption a line, beside the sample"
    )
    given = parser.parse_args()
    captions = [caption.text for group in open_source("coco").groups() for caption in group.captions]
    captions += [line for path in given.texts for line in path.read_text(encoding="utf-8").splitlines() if line]
    began = time.perf_counter()
    reasons, wrong = fuzz(Pipeline(all_kinds()), list(islice(mutated_captions(captions, given.seed), given.captions)))
    print(
        f"{given.captions:,} captions in {time.perf_counter() - began:,.0f} s; rejects: {dict(sorted(reasons.items()))}"
    )
    for fault in wrong[:50]:
        print(fault)
    print(f"{len(wrong):,} faults")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
