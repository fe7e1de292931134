"""Count the language model of captions and write ``capaug/weights/fluency/ngram.npz``.

    make -C recipes/build fluency DATA=FOLDER

``--coco`` is COCO's annotation file, ``--factual`` FACTUAL's table of region descriptions. Half a minute on one thread.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from capaug.fluency.ngram import BEGIN, END, ENDINGS, RARE, WEIGHTS, rare_form, split_words

MIN_COUNT = 2  # a word met less often counts as its ending
CONTEXT_WORDS = 1000  # neighbours by which words are put into classes
DIMENSION = 64
ROUNDS = 25


def read_coco(path: Path) -> list[list[str]]:
    """The captions of each image, in the order of image ids."""
    images: dict[int, list[str]] = defaultdict(list)
    for annotation in json.loads(path.read_text(encoding="utf-8"))["annotations"]:
        images[annotation["image_id"]].append(annotation["caption"])
    return [images[image] for image in sorted(images)]


def read_factual(path: Path) -> list[str]:
    """The distinct region descriptions."""
    with path.open(encoding="utf-8", newline="") as file:
        return sorted({record["caption"] for record in csv.DictReader(file)})


def build(
    texts: Iterable[str],
    word_discounts: Sequence[float] = (0.6, 0.6, 0.7),
    class_discounts: Sequence[float] = (0.5, 0.6, 0.7, 0.8),
    classes: int = 256,
    word_share: float = 0.5,
) -> dict[str, Any]:
    """The arrays of the weights' file; the n-grams are as long as there are discounts."""
    split = [split_words(text) for text in texts]
    counts = Counter(word for words in split for word in words)
    forms = [BEGIN, END, RARE, "<number>", *(f"<{ending}>" for ending in ENDINGS)]
    vocabulary = [*forms, *sorted(word for word, count in counts.items() if count >= MIN_COUNT)]
    rows = {word: row for row, word in enumerate(vocabulary)}
    numbered = [[rows.get(word) or rows[rare_form(word)] for word in words] for words in split]
    class_of = word_classes(numbered, len(vocabulary), classes)
    seen = np.bincount([row for words in numbered for row in [*words, 1]], minlength=len(vocabulary)) + 0.1
    arrays: dict[str, Any] = {
        "vocabulary": np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8),
        "class_of": class_of.astype(np.uint16),
        "in_class": (seen / np.bincount(class_of, seen)[class_of]).astype(np.float32),
        "word_share": np.array(word_share, dtype=np.float32),
    }
    in_classes = [class_of[words].tolist() for words in numbered]
    parts = (("word", numbered, word_discounts, len(vocabulary)), ("class", in_classes, class_discounts, classes + 2))
    for name, sequences, discounts, size in parts:
        bits = (size - 1).bit_length()
        keys, of_key = np.unique(ngrams(sequences, len(discounts), bits), return_counts=True)
        arrays[f"{name}_steps"] = shrunk(np.diff(keys, prepend=np.uint64(0)))
        arrays[f"{name}_counts"] = shrunk(of_key)
        arrays[f"{name}_discounts"] = np.array(discounts)
        arrays[f"{name}_bits"] = np.array(bits, dtype=np.uint8)
    return arrays


def shrunk(numbers: NDArray[np.generic]) -> NDArray[np.generic]:
    """The same whole numbers in the smallest type that holds them."""
    return numbers.astype(np.min_scalar_type(numbers.max()))


def ngrams(sequences: Iterable[Sequence[int]], order: int, bits: int) -> NDArray[np.uint64]:
    """The keys of all n-grams of ``order``; a sequence begins with 0s and ends with a 1."""
    flat, ends = [], []
    for sequence in sequences:
        flat += [*[0] * (order - 1), *sequence, 1]
        ends += [*[False] * (order - 1), *[True] * (len(sequence) + 1)]
    numbers = np.array(flat, dtype=np.uint64)
    keys = np.zeros_like(numbers)
    for back in range(order):
        keys[back:] |= numbers[: len(numbers) - back] << np.uint64(back * bits)
    found: NDArray[np.uint64] = keys[np.array(ends)]
    return found


def word_classes(texts: Sequence[Sequence[int]], words: int, classes: int) -> NDArray[np.int64]:
    """A class for each word: k-means over what stands left and right of it. The ends of a text keep 0 and 1.

    Neighbours are weighed by positive pointwise mutual information and projected to their first singular vectors.
    """
    flat = np.array([row for text in texts for row in [0, *text, 1]])
    counts = np.bincount(flat, minlength=words).astype(float)
    context = np.full(words, -1)
    context[np.argsort(-counts, kind="stable")[:CONTEXT_WORDS]] = np.arange(CONTEXT_WORDS)
    table = np.zeros((words, 2 * CONTEXT_WORDS))
    for side, (word, neighbour) in enumerate(((flat[1:], flat[:-1]), (flat[:-1], flat[1:]))):
        of_neighbour = context[neighbour]
        kept = (of_neighbour >= 0) & ~((word == 0) | ((word == 1) & (side == 1)))
        np.add.at(table, (word[kept], of_neighbour[kept] + side * CONTEXT_WORDS), 1)
    expected = np.outer(table.sum(1), table.sum(0)) / table.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.nan_to_num(np.log(table / (expected + 0.5)), neginf=0)
    information = np.maximum(information, 0)
    rng = np.random.default_rng(0)
    span = rng.standard_normal((information.shape[1], DIMENSION + 10))
    for _ in range(4):
        span = np.linalg.qr(information.T @ (information @ span))[0]
    left, values, _ = np.linalg.svd(information @ span, full_matrices=False)
    vectors = (left * np.sqrt(values))[:, :DIMENSION]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    weights = np.sqrt(counts)
    weights[:2] = 0
    centres = vectors[np.argsort(-weights, kind="stable")[:classes]]
    for _ in range(ROUNDS):
        nearest = (vectors @ centres.T).argmax(1)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, vectors * weights[:, None])
        size = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(size > 0, sums / (size + 1e-9), centres)
    class_of: NDArray[np.int64] = nearest + 2
    class_of[:2] = 0, 1
    return class_of


def main() -> None:
    """Write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coco", type=Path, required=True, help="COCO caption annotations (JSON)")
    parser.add_argument("--factual", type=Path, required=True, help="FACTUAL's train.csv")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="the weights to write (.npz)")
    args = parser.parse_args()
    texts = [caption for captions in read_coco(args.coco) for caption in captions] + read_factual(args.factual)
    np.savez_compressed(args.output, **build(texts))
    print(f"{len(texts):,} texts; {args.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
