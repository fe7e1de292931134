"""Count the tokens of words by CLIP's vocabulary, and write ``capaug/tokens/clip.tsv``.

    make -C recipes/build tokens DATA=FOLDER

The words: all that are one token of the vocabulary, those of captions (COCO val2017, FACTUAL), and the forms of what
WordNet's tagged texts use. Words that take as many tokens as they have letters need no row. Needs open_clip's
tokenizer (``pip install open_clip_torch``). Seconds.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from capaug.english.inflection import inflect, plural
from capaug.lexicon.wordnet import ARCHIVE
from capaug.tokens import bound

HEADER = (
    "# How many tokens words take in CLIP's vocabulary (lower case, as whole words); made by "
    "recipes/build/tokens/build.py.\n"
)
_WORD = re.compile(r"[a-z]{2,}")
_VERB_FORMS = ("VBZ", "VBG", "VBD", "VBN")
WORD_END = "</w>"


def caption_words(coco: Path, factual: Path) -> Iterator[str]:
    """The words of captions."""
    for annotation in json.loads(coco.read_text(encoding="utf-8"))["annotations"]:
        yield from _WORD.findall(annotation["caption"].lower())
    with factual.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from _WORD.findall(row["caption"].lower())


def wordnet_forms(archive: Path = ARCHIVE) -> Iterator[str]:
    """The words that WordNet's tagged texts use, in all their forms."""
    with zipfile.ZipFile(archive) as opened:
        for part in ("noun", "verb", "adj", "adv"):
            for line in opened.read(f"index.{part}").decode("ascii").splitlines():
                if line.startswith(" "):  # the licence
                    continue
                lemma, _, _, pointers, *rest = line.split()
                if int(rest[int(pointers) + 1]) == 0:  # senses that tagged texts use
                    continue
                for word in _WORD.findall(lemma):
                    yield word
                    if part == "noun":
                        yield plural(word)
                if part == "verb" and _WORD.fullmatch(lemma):
                    yield from (inflect(lemma, tag) for tag in _VERB_FORMS)


def whole_tokens(tokenizer: Any) -> Iterator[str]:
    """The words that are one token."""
    for token in tokenizer.encoder:
        if token.endswith(WORD_END):
            yield token.removesuffix(WORD_END)


def counted(words: Iterable[str], tokenizer: Any) -> dict[str, int]:
    """The tokens of those words that take fewer than they have letters."""
    plain = {word for word in words if _WORD.fullmatch(word)}
    counts = {word: len(tokenizer.bpe(word).split(" ")) for word in sorted(plain)}
    return {word: count for word, count in counts.items() if count < len(word)}


def written(counts: dict[str, int]) -> str:
    """The table: a line for each number of tokens and each first letter."""
    lines: dict[tuple[int, str], list[str]] = defaultdict(list)
    for word, count in counts.items():
        lines[count, word[0]].append(word)
    return HEADER + "".join(f"{count}\t{' '.join(words)}\n" for (count, _), words in sorted(lines.items()))


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coco", type=Path, required=True, help="COCO caption annotations (JSON)")
    parser.add_argument("--factual", type=Path, required=True, help="FACTUAL's train.csv")
    parser.add_argument(
        "--output", type=Path, default=Path(bound.__file__).with_name(bound.TABLE), help="the table to write"
    )
    args = parser.parse_args()

    from open_clip.tokenizer import SimpleTokenizer

    tokenizer = SimpleTokenizer()
    words = {*caption_words(args.coco, args.factual), *wordnet_forms(), *whole_tokens(tokenizer)}
    args.output.write_text(written(counted(words, tokenizer)), encoding="ascii")


if __name__ == "__main__":
    main()
