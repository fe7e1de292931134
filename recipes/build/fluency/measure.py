"""Measure the language model of captions on images it was not made from; prints the figures of its card.

    make -C recipes/build fluency-figures DATA=FOLDER

The captions of the last images are held out. Of each (``order``) two neighbouring words change places, (``number``) a
noun or ``is``/``are`` gets the wrong number, a noun gives way to one of its category in the lexicon (``same``) or of
any other (``other``). Under a minute on one thread.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.record import add_json_option, record
from capaug.fluency.ngram import FluencyModel, split_words
from capaug.lexicon import Lexicon
from recipes.build.fluency.build import build, read_coco, read_factual

HELD_OUT_IMAGES = 800
FEWEST = 5  # occurrences of a noun that is put in or taken out
NUMBERS = frozenset("two three four five several many".split())

Pairs = tuple[list[str], list[str]]
Change = Callable[[list[str]], list[str] | None]


class Corruptor:
    """Makes wrong or unlikely texts of a caption's words; None where a rule has no place."""

    def __init__(self, texts: Iterable[str], seed: int) -> None:
        self._counts = Counter(word for text in texts for word in split_words(text))
        objects = Lexicon.load().objects
        categories = {name: objects.category(name) for name in sorted(objects.names()) if name.isalpha()}
        self._category = {
            name: category
            for name, category in categories.items()
            if category not in (None, "abstract") and self._counts[name] >= FEWEST
        }
        self._rng = random.Random(seed)
        self.changes: dict[str, Change] = {
            "order": self.order,
            "number": self.number,
            "same": lambda words: self.noun(words, True),
            "other": lambda words: self.noun(words, False),
        }

    def pairs(self, captions: Iterable[str]) -> dict[str, Pairs]:
        """For each rule the captions it changed, and what it made of them."""
        made: dict[str, Pairs] = {name: ([], []) for name in self.changes}
        for caption in captions:
            words = split_words(caption)
            for name, change in self.changes.items():
                changed = change(words)
                if changed is not None:
                    made[name][0].append(" ".join(words))
                    made[name][1].append(" ".join(changed))
        return made

    def order(self, words: list[str]) -> list[str] | None:
        """Two neighbours change places."""
        places = [k for k in range(len(words) - 1) if words[k] != words[k + 1]]
        if len(words) < 4 or not places:
            return None
        k = self._rng.choice(places)
        return [*words[:k], words[k + 1], words[k], *words[k + 2 :]]

    def number(self, words: list[str]) -> list[str] | None:
        """``two dog``, ``a dogs``, ``men is``."""
        options = []
        for k, word in enumerate(words):
            before, after = words[k - 1] if k else "", words[k + 1] if k + 1 < len(words) else ""
            if word in ("is", "are"):
                options.append((k, "are" if word == "is" else "is"))
            elif before in NUMBERS and word.endswith("s") and self._counts[word[:-1]] >= FEWEST:
                options.append((k, word[:-1]))
            elif before in ("a", "an") and word in self._category and after not in self._category:
                options += [(k, word + "s")] * (self._counts[word + "s"] >= FEWEST)
        return self._put(words, options)

    def noun(self, words: list[str], same: bool) -> list[str] | None:
        """A noun behind an article gives way to one that takes the same article, frequent ones more often."""
        options = []
        for k, word in enumerate(words):
            after = words[k + 1] if k + 1 < len(words) else ""
            if k and words[k - 1] in ("a", "an", "the") and word in self._category and after not in self._category:
                options.append(k)
        if not options:
            return None
        k = self._rng.choice(options)
        old = words[k]
        pool = [
            name
            for name, category in self._category.items()
            if (category == self._category[old]) is same
            and name not in words
            and (name[0] in "aeiou") == (old[0] in "aeiou")
        ]
        if not pool:
            return None
        (new,) = self._rng.choices(pool, [self._counts[name] ** 0.5 for name in pool])
        return [*words[:k], new, *words[k + 1 :]]

    def _put(self, words: list[str], options: Sequence[tuple[int, str]]) -> list[str] | None:
        if not options:
            return None
        k, new = self._rng.choice(options)
        return [*words[:k], new, *words[k + 1 :]]


def auc(high: NDArray[np.float64], low: NDArray[np.float64]) -> float:
    """The share of pairs, one of each, in which ``high`` is the higher; ties count half."""
    values, place = np.unique(np.concatenate([high, low]), return_inverse=True)
    of_high, of_low = (np.bincount(part, minlength=len(values)) for part in (place[: len(high)], place[len(high) :]))
    below = np.cumsum(of_low) - of_low
    return float((of_high * (below + of_low / 2)).sum() / len(high) / len(low))


def model(texts: Sequence[str], settings: dict[str, Any]) -> FluencyModel:
    """A model of ``texts``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ngram.npz"
        np.savez(path, **build(texts, **settings))
        return FluencyModel(path)


def scores(made: FluencyModel, held_out: Sequence[str], pairs: dict[str, Pairs]) -> dict[str, float]:
    """Perplexity; share of pairs in which the caption reads better; AUC of scores apart and of differences."""
    lengths = np.array([len(split_words(text)) + 1 for text in held_out])
    result = {"perplexity": float(np.exp(-(made.score(held_out) * lengths).sum() / lengths.sum()))}
    differences = {name: made.difference(*of_rule) for name, of_rule in pairs.items()}
    for name, (captions, texts) in pairs.items():
        result[f"pairs {name}"] = float((differences[name] < 0).mean())
        result[f"AUC {name}"] = auc(made.score(captions), made.score(texts))
    for name in ("order", "number", "other"):
        result[f"AUC same over {name}"] = auc(differences["same"], differences[name])
    return result


def main() -> None:
    """Print the scores of variants on the held-out images, and what a model's own captions gain by being its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coco", type=Path, required=True, help="COCO caption annotations (JSON)")
    parser.add_argument("--factual", type=Path, required=True, help="FACTUAL's train.csv")
    add_json_option(parser)
    args = parser.parse_args()
    images, regions = read_coco(args.coco), read_factual(args.factual)
    coco = [caption for captions in images[:-HELD_OUT_IMAGES] for caption in captions]
    held_out = [caption for captions in images[-HELD_OUT_IMAGES:] for caption in captions]
    texts = coco + regions
    pairs = Corruptor(texts, 0).pairs(held_out)
    print({name: len(captions) for name, (captions, _) in pairs.items()})
    variants: dict[str, tuple[list[str], dict[str, Any]]] = {
        "shipped": (texts, {}),
        "words alone": (texts, {"word_share": 1.0}),
        "classes alone": (texts, {"word_share": 0.0}),
        "words of order 2": (texts, {"word_discounts": (0.6, 0.7)}),
        "words of order 4": (texts, {"word_discounts": (0.6, 0.6, 0.7, 0.8)}),
        "words, discounts 0.8, 0.8, 0.9 for 0.6, 0.6, 0.7": (texts, {"word_discounts": (0.8, 0.8, 0.9)}),
        "classes of order 3": (texts, {"class_discounts": (0.5, 0.6, 0.7)}),
        "64 classes": (texts, {"classes": 64}),
        "512 classes": (texts, {"classes": 512}),
        "COCO alone": (coco, {}),
        "FACTUAL alone": (regions, {}),
    }
    figures: dict[str, dict[str, Any]] = {"about": {"command": "python -m recipes.build.fluency.measure"}}
    figures |= {"variants": {}, "own captions": {}}
    for name, (of_variant, settings) in variants.items():
        found = figures["variants"][name] = scores(model(of_variant, settings), held_out, pairs)
        print(f"| {name} | " + " | ".join(f"{found[key]:.3f}" for key in found) + " |", flush=True)
        if name == "shipped":
            print(*found, sep=" | ")
    own = Corruptor(texts, 0).pairs(random.Random(0).sample(coco, len(held_out)))
    for name, keep in (("left out", True), ("as counted", False)):
        made = model(texts, {})
        if not keep:
            made._seen = lambda padded: np.zeros(len(padded), dtype=bool)  # type: ignore[method-assign]
        for rule in pairs:
            apart = [float(made.difference(*of_rule[rule]).mean()) for of_rule in (pairs, own)]
            figures["own captions"].setdefault("held out", {})[rule] = apart[0]
            figures["own captions"].setdefault(f"the model's own, {name}", {})[rule] = apart[1]
            print(f"own captions {name}, {rule}: held out {apart[0]:+.2f}, the model's {apart[1]:+.2f}")
    record(args.json, figures)


if __name__ == "__main__":
    main()
