"""Train the embedded caption encoder and write ``capaug/weights/encoder/encoder.npz``.

    python recipes/encoder/train.py --coco captions_val2017.json --factual factual/train.csv

``--coco`` is COCO's annotation file (the captions of one image are positives of each other; its last 500 images are
held out), ``--factual`` FACTUAL's table of region descriptions with their scene graphs (a region and its graph read
out are positives). Hard negatives come from ``pairs.py``. A few minutes on one thread; the scores are the card's.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from pairs import PairMaker, Words
from torch import Tensor, nn
from torch.nn import functional

from capaug.encoders.embedded import MAX_WORDS, STATE_LIMIT, WEIGHTS, EmbeddedEncoder, ngram_buckets, split_words

HELD_OUT_IMAGES = 500
MIN_COUNT = 3  # a word met less often has its n-grams only
BUCKETS = 8192
SCALE = 20.0  # of the cosines in the loss
WORD_DROPOUT = 0.1  # share of words that show their n-grams only, so that n-grams learn to stand alone


@dataclass
class Group:
    """True texts of one picture, split into words; ``inverted`` are texts its graph makes false."""

    texts: list[Words]
    inverted: list[Words]

    def true_words(self) -> set[str]:
        """Every word of the true texts."""
        return {word for text in self.texts for word in text}


def read_coco(path: Path) -> list[Group]:
    """One group an image, in the order of image ids."""
    images: dict[int, list[Words]] = defaultdict(list)
    for annotation in json.loads(path.read_text(encoding="utf-8"))["annotations"]:
        images[annotation["image_id"]].append(split_words(annotation["caption"]))
    return [Group(images[image], []) for image in sorted(images)]


def read_factual(path: Path) -> tuple[list[Group], Counter[str], Counter[str]]:
    """One group a region (its description, its graph read out, and with a relation turned round), nouns, adjectives."""
    groups: list[Group] = []
    nouns: Counter[str] = Counter()
    adjectives: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            triples = re.findall(r"\( ([^,]+) , ([^,]+) , ([^,]+) \)", row["scene_graph"])
            said, turned = [], []
            for subject, predicate, object_ in triples:
                if predicate == "is":
                    said.append(f"{object_} {subject}")
                    turned.append(said[-1])
                    adjectives.update(object_.split())
                    nouns.update(subject.split()[-1:])
                else:
                    said.append(f"{subject} {predicate} {object_}")
                    turned.append(f"{object_} {predicate} {subject}")
                    nouns.update((subject.split()[-1], object_.split()[-1]))
            texts = [split_words(row["caption"])] + ([split_words(" and ".join(said))] if said else [])
            groups.append(Group(texts, [split_words(" and ".join(turned))] if said != turned else []))
    return groups, nouns, adjectives


class WordRows:
    """Numbers the words of training texts: each has a row of n-gram buckets and, if frequent, a vocabulary entry."""

    def __init__(self, counts: Counter[str]) -> None:
        self.vocabulary = sorted(word for word, count in counts.items() if count >= MIN_COUNT)
        self.entries = {word: entry for entry, word in enumerate(self.vocabulary, start=1)}
        self.rows: dict[str, int] = {}
        self.ngrams: list[list[int]] = []
        self.entry_of_row: list[int] = []

    def row(self, word: str) -> int:
        """The row of ``word``, new if it was not met before."""
        if word not in self.rows:
            self.rows[word] = len(self.ngrams)
            self.ngrams.append(ngram_buckets(word, BUCKETS))
            self.entry_of_row.append(self.entries.get(word, 0))
        return self.rows[word]


class CaptionEncoder(nn.Module):
    """The torch side of :class:`capaug.encoders.embedded.EmbeddedEncoder`."""

    def __init__(self, words: WordRows, width: int, layers: int, dimension: int, dropout: float) -> None:
        super().__init__()
        self.words = words
        self.dropout = dropout
        self.word_vectors = nn.Embedding(len(words.vocabulary) + 1, width, padding_idx=0)
        self.ngram_vectors = nn.EmbeddingBag(BUCKETS, width, mode="mean")
        nn.init.normal_(self.word_vectors.weight, std=0.1)
        nn.init.zeros_(self.word_vectors.weight[0].detach())
        nn.init.normal_(self.ngram_vectors.weight, std=0.1)
        self.convolutions = nn.Parameter(torch.randn(layers, 3, width, width) * (1.0 / (3 * width)) ** 0.5)
        self.biases = nn.Parameter(torch.zeros(layers, width))
        self.projection = nn.Parameter(torch.randn(2 * width, dimension) * (1.0 / (2 * width)) ** 0.5)

    def states(self, texts: list[Words]) -> tuple[list[Tensor], Tensor]:
        """The words' states [positions, width], first and after each convolution; each position's text, -1 between."""
        distinct: dict[int, int] = {}
        rows, owners = [0], [-1]  # 0 stands between texts
        for owner, text in enumerate(texts):
            kept = text[:MAX_WORDS] or [""]
            rows += [distinct.setdefault(self.words.row(word), len(distinct) + 1) for word in kept] + [0]
            owners += [owner] * len(kept) + [-1]
        ngrams = [self.words.ngrams[row] for row in distinct]
        offsets = torch.tensor([0, *map(len, ngrams[:-1])]).cumsum(0)
        entries = torch.tensor([self.words.entry_of_row[row] for row in distinct])
        if self.training:
            entries = entries * (torch.rand(len(entries)) >= WORD_DROPOUT)
        table = self.ngram_vectors(torch.tensor([b for bs in ngrams for b in bs]), offsets) + self.word_vectors(entries)
        table = torch.cat([table.new_zeros(1, table.shape[1]), table])
        positions, owner = torch.tensor(rows), torch.tensor(owners)
        states = functional.dropout(table[positions], self.dropout, self.training)
        stages = [states]
        inside = (owner >= 0)[:, None]
        for (left, centre, right), bias in zip(self.convolutions, self.biases, strict=True):
            change = states @ centre + bias
            change = change + functional.pad(states[:-1] @ left, (0, 0, 1, 0))
            change = change + functional.pad(states[1:] @ right, (0, 0, 0, 1))
            states = states + functional.relu(change) * inside
            stages.append(states)
        return stages, owner

    def forward(self, texts: list[Words]) -> Tensor:
        """Unit vectors [len(texts), dimension]."""
        stages, owner = self.states(texts)
        states, owner = stages[-1][owner >= 0], owner[owner >= 0]
        counts = torch.bincount(owner, minlength=len(texts))[:, None]
        mean = states.new_zeros(len(texts), states.shape[1]).index_add(0, owner, states) / counts
        most = states.new_full((len(texts), states.shape[1]), -torch.inf)
        most = most.scatter_reduce(0, owner[:, None].expand_as(states), states, "amax")
        return functional.normalize(torch.cat([mean, most], dim=1) @ self.projection, dim=1)

    def save(self, path: Path, sample: list[Words]) -> None:
        """Write the weights as whole numbers (see the encoder); ``sample`` shows how large the states become."""
        with torch.inference_mode():
            largest = max(float(states.abs().max()) for states in self.states(sample)[0])
        state_scale = STATE_LIMIT / largest
        convolutions, steps = zip(*map(whole_numbers, self.convolutions.detach().numpy()), strict=True)
        projection, _ = whole_numbers(self.projection.detach().numpy())
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            vocabulary=np.frombuffer("\n".join(self.words.vocabulary).encode(), dtype=np.uint8),
            word_vectors=self.word_vectors.weight[1:].detach().numpy().astype(np.float16),
            ngram_vectors=self.ngram_vectors.weight.detach().numpy().astype(np.float16),
            state_scale=np.float32(state_scale),
            convolutions=np.array(convolutions),
            weight_steps=np.array(steps, dtype=np.float32),
            biases=np.rint(self.biases.detach().numpy() * state_scale).astype(np.int16),
            projection=projection,
        )


def whole_numbers(weights: NDArray[np.float32]) -> tuple[NDArray[np.int16], float]:
    """``weights`` as whole numbers as fine as sums below 2**24 allow, and what a 1 stands for."""
    inputs = np.abs(weights).reshape(-1, weights.shape[-1])  # [what one output sums over, outputs]
    largest_sum = 2**24 / STATE_LIMIT - len(inputs)  # rounding adds at most a half to each
    step = float(inputs.sum(axis=0).max() / largest_sum)
    return np.rint(weights / step).astype(np.int16), step


def contrastive_loss(
    anchors: Tensor, positives: Tensor, negatives: Tensor, hard_for: Tensor, same: Tensor, margin: float
) -> Tensor:
    """InfoNCE, both ways: each text finds its partner among all partners and all hard negatives.

    Args:
        anchors, positives: [batch, dimension], row i of one belongs to row i of the other.
        negatives: [number, dimension], hard negatives of some rows.
        hard_for: [number], the row each hard negative was made for.
        same: [batch, batch], True where another row says the same and is no negative.
        margin: by how much a row's own hard negatives must be further away than they need be otherwise, in cosine.
    """
    target = torch.arange(len(anchors))
    bonus = torch.zeros(len(anchors), len(negatives))
    bonus[hard_for, torch.arange(len(negatives))] = SCALE * margin
    loss = anchors.new_zeros(())
    for texts, partners in ((anchors, positives), (positives, anchors)):
        among = (SCALE * texts @ partners.T).masked_fill(same, -torch.inf)
        loss = loss + functional.cross_entropy(torch.cat([among, SCALE * texts @ negatives.T + bonus], dim=1), target)
    return loss / 2


def make_batch(
    groups: list[Group], maker: PairMaker, rng: random.Random
) -> tuple[list[Words], list[Words], list[Words], list[int]]:
    """Anchors, positives, hard negatives, and the row each hard negative is for."""
    anchors, positives, negatives, hard_for = [], [], [], []
    for row, group in enumerate(groups):
        anchor = rng.choice(group.texts)
        others = [text for text in group.texts if text is not anchor]
        positive = rng.choice(others) if others and rng.random() < 0.75 else maker.positive(anchor, rng)
        if others and rng.random() < 0.1:
            positive = [*positive, "and", *rng.choice(others)]
        true = group.true_words()
        for text in (anchor, anchor, positive):
            made = maker.negative(text, true, rng)
            if made is not None:
                negatives.append(made[1])
                hard_for.append(row)
        for text in group.inverted:
            negatives.append(text)
            hard_for.append(row)
        anchors.append(anchor)
        positives.append(positive)
    return anchors, positives, negatives, hard_for


def scores(encoder: EmbeddedEncoder, groups: list[Group], maker: PairMaker) -> dict[str, float]:
    """Scores on held-out images: retrieval of siblings, mean cosines, triples in the form of SugarCrepe++."""
    rng = random.Random(0)
    texts = [" ".join(text) for group in groups for text in group.texts]
    image = np.array([number for number, group in enumerate(groups) for _ in group.texts])
    vectors = encoder.encode(texts)
    cosines = vectors @ vectors.T
    siblings = (image[:, None] == image[None, :]) & ~np.eye(len(image), dtype=bool)
    np.fill_diagonal(cosines, -2)
    result = {
        "sibling R@1": float(siblings[np.arange(len(image)), cosines.argmax(1)].mean()),
        "cosine of siblings": float(cosines[siblings].mean()),
        "cosine of random pairs": float(cosines[image[:, None] != image[None, :]].mean()),
    }
    right: dict[str, list[bool]] = defaultdict(list)
    hard: dict[str, list[float]] = defaultdict(list)
    easy = []
    for group in groups:
        true = group.true_words()
        for first, second in zip(group.texts, group.texts[1:], strict=False):
            positive = maker.positive(first, rng)
            if positive != first:
                one, other = encoder.encode([" ".join(first), " ".join(positive)])
                easy.append(float(one @ other))
            for kind, make in maker.negatives.items():
                negative = make(first, true, rng)
                if negative is None or negative == first:
                    continue
                p1, p2, n = encoder.encode([" ".join(text) for text in (first, second, negative)])
                right[kind].append(bool(p1 @ p2 > p1 @ n and p1 @ p2 > p2 @ n))
                right[kind + " (P2)"].append(bool(p1 @ p2 > p2 @ n))
                hard[kind].append(float(p1 @ n))
    result["cosine of rule-made positives"] = float(np.mean(easy))
    result["cosine of hard negatives"] = float(np.mean([c for cs in hard.values() for c in cs]))
    result |= {f"cosine of {kind}": float(np.mean(cs)) for kind, cs in hard.items()}
    result |= {f"triples {kind}": float(np.mean(rs)) for kind, rs in right.items()}
    return result


def main() -> None:
    """Train, write the weights and print the scores on the held-out images."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coco", type=Path, required=True, help="COCO caption annotations (JSON)")
    parser.add_argument("--factual", type=Path, required=True, help="FACTUAL's train.csv")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="the weights to write (.npz)")
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--batch", type=int, default=256, help="images a step, and half as many regions")
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--layers", type=int, default=3, help="convolutions; 0 makes a bag of words")
    parser.add_argument("--dimension", type=int, default=192)
    parser.add_argument("--learning-rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.0, help="of the words' vectors")
    parser.add_argument("--margin", type=float, default=0.1, help="extra distance of a text's own hard negatives")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()

    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    rng = random.Random(args.seed)
    images = read_coco(args.coco)
    train, held_out = images[:-HELD_OUT_IMAGES], images[-HELD_OUT_IMAGES:]
    regions, nouns, adjectives = read_factual(args.factual)
    maker = PairMaker(
        [word for word, count in nouns.items() if count >= 5 and adjectives[word] < count],
        [word for word, count in adjectives.items() if count >= 5 and nouns[word] < count],
    )
    counts = Counter(word for group in train + regions for text in group.texts for word in text)
    model = CaptionEncoder(WordRows(counts), args.width, args.layers, args.dimension, args.dropout)
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.learning_rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.learning_rate, total_steps=args.steps, pct_start=0.1)
    began = time.perf_counter()
    for step in range(1, args.steps + 1):
        groups = rng.sample(train, args.batch) + rng.sample(regions, args.batch // 2)
        anchors, positives, negatives, hard_for = make_batch(groups, maker, rng)
        vectors = model(anchors + positives + negatives)
        batch = len(groups)
        same = torch.tensor([[i != j and a == p for j, p in enumerate(positives)] for i, a in enumerate(anchors)])
        loss = contrastive_loss(
            vectors[:batch], vectors[batch : 2 * batch], vectors[2 * batch :], torch.tensor(hard_for), same, args.margin
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            print(f"step {step}: loss {loss.item():.3f}, {time.perf_counter() - began:.0f} s", flush=True)
    model.eval()
    model.save(args.output, [text for group in train[:500] for text in group.texts])
    encoder = EmbeddedEncoder(args.output)
    sample = [text for group in held_out for text in group.texts]
    with torch.inference_mode():
        exact = model(sample).numpy()
    rounded = encoder.encode([" ".join(text) for text in sample])
    gap = np.abs(exact @ exact.T - rounded @ rounded.T).max()
    print(f"cosines in whole numbers are off by at most {gap:.4f}; {args.output.stat().st_size / 1e6:.2f} MB")
    for name, score in scores(encoder, held_out, maker).items():
        print(f"{name}: {score:.3f}")


if __name__ == "__main__":
    main()
