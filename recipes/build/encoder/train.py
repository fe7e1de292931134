"""Train the embedded caption encoder and write ``capaug/weights/encoder/encoder.npz``.

    make -C recipes/build encoder DATA=FOLDER

``--coco`` is COCO's annotation file (the captions of one image are positives of each other; its last 500 images are
held out), ``--factual`` FACTUAL's table of region descriptions with their scene graphs (a region and its graph read
out are positives). Both go through ``capaug generate`` with the recipe beside this file, for positives and negatives;
``pairs.py`` adds paraphrases and swaps. Half an hour on one thread; ``benchmarks/encoder.py`` measures the
result.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from capaug.encoders.embedded import (
    MAX_WORDS,
    SAID_PER_STATE,
    STATE_LIMIT,
    WEIGHTS,
    EmbeddedEncoder,
    ngram_buckets,
    split_words,
)
from capaug.lexicon.objects import ObjectTaxonomy
from capaug.records import AugmentedCaption
from capaug.runs.reader import iter_rows
from recipes.build.encoder.pairs import TextMaker, Words, inflected

RECIPE = Path(__file__).with_name("candidates.yaml")
HELD_OUT_IMAGES = 500
MIN_COUNT = 2  # a word met less often has its n-grams only
BUCKETS = 16384
SCALE = 20.0  # of the cosines in the loss
SAVE_EVERY = 400
WARM_UP = 100  # steps until the full learning rate
AVERAGE = 0.999  # how much of the averaged weights, which are written, a step leaves as they were
WORD_DROPOUT = 0.05  # share of words that show their n-grams only, so that n-grams learn to stand alone
MAX_TRAIN_WORDS = 24
TEXTS_AT_ONCE = 96
HEADROOM = 1.25  # of whole numbers over the largest state of a sample
# "Not sitting" of who stands is true, yet no encoder of this size tells it from "not standing": a denial is to be far.
UNLEARNT = "asymmetry_3.absence"
# How much of each kind of negative an anchor meets; what is not named has 1.
KIND_WEIGHTS = {
    "asymmetry_1.negate": 0.3,
    "asymmetry_1.insert": 0.3,
    "relation_swap.predicate": 2.0,
    "attribute_replace.contrast": 1.5,
}


@dataclass
class Said:
    """A true caption, split into words, with what ``capaug generate`` made of it."""

    words: Words
    objects: frozenset[str] = frozenset()
    ends: frozenset[tuple[str, str]] = frozenset()  # subject and object of each relation
    positives: list[tuple[str, Words]] = field(default_factory=list)
    negatives: list[tuple[str, Words]] = field(default_factory=list)
    near: list[int] = field(default_factory=list)  # those of the group that share objects and a relation
    read: list[Words] = field(default_factory=list)  # its graph read out


@dataclass
class Group:
    """True captions of one picture, and all their words."""

    captions: list[Said]
    true: set[str] = field(default_factory=set)


def generate(coco: Path, factual: Path, work: Path) -> None:
    """Run ``capaug generate`` on both into folders of ``work``, if they are not there yet."""
    work.mkdir(parents=True, exist_ok=True)
    table = work / "factual.jsonl"
    with factual.open(encoding="utf-8", newline="") as file, table.open("w", encoding="utf-8") as out:
        for row in csv.DictReader(file):
            caption = row["caption"].strip().removesuffix(" .").strip()
            if len(caption.split()) >= 4:
                caption = caption[0].upper() + caption[1:] + "."
                out.write(json.dumps({"image": row["region_id"], "caption": caption}) + "\n")
    sources = {
        "coco": ["--dataset", "coco", "--annotations", str(coco)],
        "factual": ["--dataset", str(table)],
    }
    for name, source in sources.items():
        if not (work / name / "manifest.json").exists():
            line = [sys.executable, "-m", "capaug_cli", "generate", *source, "--recipe", str(RECIPE)]
            subprocess.run([*line, "--out", str(work / name)], check=True)


def read_groups(shards: Path, rng: random.Random) -> tuple[dict[str, Group], Counter[str], Counter[str]]:
    """Groups by image, and the words that name objects and attributes."""
    groups: dict[str, Group] = defaultdict(lambda: Group([]))
    nouns: Counter[str] = Counter()
    adjectives: Counter[str] = Counter()
    for row in iter_rows(shards):
        graph = row.scene_graph
        lemmas = [thing.lemma.lower() for thing in graph.objects]
        for thing in graph.objects:
            nouns.update(split_words(row.caption[thing.start : thing.end]))
        for attribute in graph.attributes:
            if attribute.type != "action":
                adjectives.update(split_words(row.caption[attribute.start : attribute.end]))
        said = Said(
            split_words(row.caption),
            frozenset(lemmas),
            frozenset((lemmas[relation.subject], lemmas[relation.object]) for relation in graph.relations),
            [(made.kind, split_words(made.text)) for made in row.positives if made.kind != UNLEARNT],
            [(made.kind, split_words(made.text)) for made in row.negatives],
        )
        triples = triples_of(row)
        said.read = [reading(triples, rng) for _ in range(2 if triples else 0)]
        groups[row.image_id].captions.append(said)
    for group in groups.values():
        group.true = {word for said in group.captions for word in said.words}
        for said in group.captions:
            said.near = [
                place
                for place, other in enumerate(group.captions)
                if other is not said and len(said.objects & other.objects) >= 2 and said.ends & other.ends
            ]
    return dict(groups), nouns, adjectives


def read_readings(path: Path, groups: dict[str, Group], rng: random.Random) -> None:
    """Read FACTUAL's graphs out, twice each, into the groups of their regions."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            group = groups.get(row["region_id"])
            triples = re.findall(r"\( ([^,]+) , ([^,]+) , ([^,]+) \)", row["scene_graph"])
            if group is not None and triples:
                said = group.captions[0]
                said.read = [reading(triples, rng) for _ in range(3)]
                group.true.update(word for text in said.read for word in text)


def triples_of(row: AugmentedCaption) -> list[tuple[str, str, str]]:
    """The graph of a caption as FACTUAL writes graphs, in the caption's own words."""
    graph, text = row.scene_graph, row.caption
    names = [text[thing.start : thing.end].lower() for thing in graph.objects]
    triples = [
        (names[attribute.object], "is", text[attribute.start : attribute.end].lower())
        for attribute in graph.attributes
        if attribute.type != "action"
    ]
    for relation in graph.relations:
        verb, _, _ = relation.predicate.partition(" ")
        said = text[relation.start : relation.end].lower().split()
        if not said or names[relation.subject] == names[relation.object]:
            continue
        marker = ""
        if verb not in said or inflected(verb, "VBZ") in said:  # prepositions stand as they are
            marker = "p:" if said[0] == inflected(verb, "VBN") != inflected(verb, "VBG") else "v:"
        triples.append((names[relation.subject], marker + relation.predicate, names[relation.object]))
    return triples


def reading(triples: Sequence[tuple[str, str, str]], rng: random.Random) -> Words:
    """A scene graph in words, in one of several ways."""
    adjectives: dict[str, list[str]] = defaultdict(list)
    for subject, predicate, object_ in triples:
        if predicate == "is":
            adjectives[subject].append(object_)
    said: list[str] = []
    named: set[str] = set()

    def name(thing: str) -> str:
        before = [] if thing in named else adjectives[thing]
        named.add(thing)
        return " ".join([*before, thing])

    order = list(triples)
    rng.shuffle(order)
    for subject, predicate, object_ in order:
        kind, colon, verb = predicate.partition(":")
        if predicate == "is":
            continue
        if not colon:
            said.append(f"{name(subject)} {rng.choice(('', '', 'is '))}{predicate} {name(object_)}")
        elif kind == "p":
            said.append(f"{name(subject)} {rng.choice(('', 'is '))}{inflected(verb, 'VBN')} {name(object_)}")
        elif " " not in verb and verb != "have" and rng.random() < 0.3:
            said.append(
                f"{name(object_)} {rng.choice(('', 'is ', 'is being '))}{inflected(verb, 'VBN')} by {name(subject)}"
            )
        else:
            form = rng.choice((inflected(verb, "VBG"), "is " + inflected(verb, "VBG"), inflected(verb, "VBZ")))
            said.append(f"{name(subject)} {form} {name(object_)}")
    for thing, values in adjectives.items():
        if thing not in named:
            said += [f"{thing} is {value}" if rng.random() < 0.3 else f"{value} {thing}" for value in values]
    return split_words(rng.choice((" and ", " , ", " while ")).join(said))


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

    def __init__(self, words: WordRows, width: int, layers: int, dimension: int, reach: int, dropout: float) -> None:
        super().__init__()
        self.words = words
        self.reach = reach
        self.dropout = dropout
        self.word_vectors = nn.Embedding(len(words.vocabulary) + 1, width, padding_idx=0)
        self.ngram_vectors = nn.EmbeddingBag(BUCKETS, width, mode="mean")
        nn.init.normal_(self.word_vectors.weight, std=0.1)
        nn.init.zeros_(self.word_vectors.weight[0].detach())
        nn.init.normal_(self.ngram_vectors.weight, std=0.1)
        # what a word says to each neighbour within reach, to all words before it and to all after it
        self.context = nn.Parameter(torch.randn(width, 2 * reach + 3, width) * (0.5 / width) ** 0.5)
        with torch.no_grad():
            self.context[:, -2:] *= 0.3
        self.convolutions = nn.Parameter(torch.randn(layers, 3, width, width) * (1.0 / (3 * width)) ** 0.5)
        self.biases = nn.Parameter(torch.zeros(layers + 1, width))
        self.projection = nn.Parameter(torch.randn(2 * width, dimension) * (1.0 / (2 * width)) ** 0.5)

    def look_up(self, texts: list[Words]) -> tuple[Tensor, list[Tensor], list[list[int]]]:
        """Vectors of the distinct words, what each says to others, and the texts as rows of both (row 0 is no word)."""
        distinct: dict[int, int] = {}
        rows = [[distinct.setdefault(self.words.row(word), len(distinct) + 1) for word in text] for text in texts]
        ngrams = [self.words.ngrams[row] for row in distinct]
        offsets = torch.tensor([0, *map(len, ngrams[:-1])]).cumsum(0)
        entries = torch.tensor([self.words.entry_of_row[row] for row in distinct])
        if self.training:
            entries = entries * (torch.rand(len(entries)) >= WORD_DROPOUT)
        table = self.ngram_vectors(torch.tensor([b for bs in ngrams for b in bs]), offsets) + self.word_vectors(entries)
        table = functional.dropout(table, self.dropout, self.training)
        table = torch.cat([table.new_zeros(1, table.shape[1]), table])
        said = (table @ self.context.flatten(1)).float().split(table.shape[1], dim=1)
        return table, list(said), rows

    def states(self, table: Tensor, said: list[Tensor], positions: Tensor) -> list[Tensor]:
        """States [texts, words, width], first and after each layer; ``positions`` [texts, words] are rows or 0."""
        *neighbours, before, after = said
        centre = neighbours.pop(self.reach) - before
        states = functional.embedding(positions, table)
        stages = [states]
        change = functional.embedding(positions, centre) + self.biases[0]
        for far in range(1, min(self.reach, positions.shape[1] - 1) + 1):
            left, right = functional.pad(positions[:, :-far], (far, 0)), functional.pad(positions[:, far:], (0, far))
            change = change + functional.embedding(left, neighbours[self.reach - far])
            change = change + functional.embedding(right, neighbours[self.reach + far - 1])
        change = change + functional.embedding(positions, before - after).cumsum(1)
        change = change + functional.embedding(positions, after).sum(1, keepdim=True)
        inside = (positions > 0)[:, :, None]
        states = states + functional.relu(change) * inside
        stages.append(states)
        for (left, centre, right), bias in zip(self.convolutions, self.biases[1:], strict=True):
            change = states @ centre + bias
            change = change + functional.pad(states[:, :-1] @ left, (0, 0, 1, 0))
            change = change + functional.pad(states[:, 1:] @ right, (0, 0, 0, 1))
            states = states + functional.relu(change) * inside
            stages.append(states)
        return stages

    def forward(self, texts: list[Words], limit: int = MAX_WORDS) -> Tensor:
        """Unit vectors [len(texts), dimension]; texts of like length go through together."""
        table, said, rows = self.look_up([text[:limit] or [""] for text in texts])
        order = sorted(range(len(rows)), key=lambda number: len(rows[number]))
        pooled = []
        for start in range(0, len(rows), TEXTS_AT_ONCE):
            positions = padded([rows[number] for number in order[start : start + TEXTS_AT_ONCE]])
            states, inside = self.states(table, said, positions)[-1].float(), (positions > 0)[:, :, None]
            most = states.masked_fill(~inside, -1e4).amax(1)
            pooled.append(torch.cat([(states * inside).sum(1) / inside.sum(1), most], dim=1))
        back = torch.empty(len(rows), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(rows))
        return functional.normalize(torch.cat(pooled)[back] @ self.projection, dim=1)

    def save(self, path: Path, sample: list[Words]) -> None:
        """Write the weights as whole numbers (see the encoder); ``sample`` shows how large the states become."""
        with torch.inference_mode():
            table, said, rows = self.look_up(sample)
            positions = padded(rows)
            stages = [states[positions > 0].abs().numpy() for states in self.states(table, said, positions)]
        largest = [HEADROOM * float(states.max()) for states in stages]
        vector_scale = STATE_LIMIT / largest[0]
        scales = STATE_LIMIT / np.maximum.accumulate(largest[1:])
        context = self.context.detach().numpy().transpose(1, 0, 2)  # [what, from, to]
        step = max(whole_numbers(part)[1] for part in context)
        layers = [whole_numbers(layer) for layer in self.convolutions.detach().numpy()]
        steps = [step * SAID_PER_STATE * scales[0] / vector_scale]
        steps += [step * after / before for (_, step), before, after in zip(layers, scales, scales[1:], strict=False)]
        projection, _ = whole_numbers(self.projection.detach().numpy())
        width = context.shape[-1]
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            vocabulary=np.frombuffer("\n".join(self.words.vocabulary).encode(), dtype=np.uint8),
            word_vectors=self.word_vectors.weight[1:].detach().numpy().astype(np.float16),
            ngram_vectors=self.ngram_vectors.weight.detach().numpy().astype(np.float16),
            vector_scale=np.float32(vector_scale),
            state_scales=scales.astype(np.float32),
            context=np.rint(context / step).astype(np.int16),
            convolutions=np.array([layer for layer, _ in layers], dtype=np.int16).reshape(-1, 3, width, width),
            steps=np.array(steps, dtype=np.float32),
            biases=np.rint(self.biases.detach().numpy() * scales[:, None]).astype(np.int16),
            projection=projection,
        )


def padded(rows: list[list[int]]) -> Tensor:
    """Texts as rows of words [texts, words], 0 after a text's last."""
    longest = max(map(len, rows))
    return torch.tensor([row + [0] * (longest - len(row)) for row in rows])


def whole_numbers(weights: NDArray[np.float32]) -> tuple[NDArray[np.int16], float]:
    """``weights`` as whole numbers as fine as sums below 2**24 allow, and what a 1 stands for."""
    inputs = np.abs(weights).reshape(-1, weights.shape[-1])  # [what one output sums over, outputs]
    largest_sum = 2**24 / STATE_LIMIT - len(inputs)  # rounding adds at most a half to each
    step = float(inputs.sum(axis=0).max() / largest_sum)
    return np.rint(weights / step).astype(np.int16), step


def hard_loss(
    ones: Tensor, others: Tensor, negatives: Tensor, hard_for: Tensor, weights: Tensor, margin: float
) -> Tensor:
    """The test's own form: two texts that say the same must be nearer to each other than either is to a negative.

    Args:
        ones, others: [batch, dimension], texts that say the same.
        negatives: [number, dimension]; negative ``k`` is row ``hard_for[k]``'s.
        weights: [batch], of each row.
    """
    together = (ones * others).sum(1)[hard_for]
    first = SCALE * ((ones[hard_for] * negatives).sum(1) - together + margin)
    second = SCALE * ((others[hard_for] * negatives).sum(1) - together + margin)
    weight = weights[hard_for]
    loss = functional.softplus(torch.logaddexp(first, second)) * weight
    return loss.sum() / weight.sum().clamp(min=1)


def contrastive_loss(ones: Tensor, others: Tensor, negatives: Tensor, same: Tensor) -> Tensor:
    """InfoNCE, both ways: each text finds its partner among all partners and all negatives.

    ``same`` [batch, batch] is True where another row says the same and is no negative.
    """
    target = torch.arange(len(ones))
    loss = ones.new_zeros(())
    for texts, partners in ((ones, others), (others, ones)):
        among = (SCALE * texts @ partners.T).masked_fill(same, -torch.inf)
        loss = loss + functional.cross_entropy(torch.cat([among, SCALE * texts @ negatives.T], dim=1), target)
    return loss / 2


@dataclass
class Batch:
    """Texts of a step: for each row an anchor, another true text, a paraphrase, and negatives of the row."""

    anchors: list[Words] = field(default_factory=list)
    others: list[Words] = field(default_factory=list)
    paraphrases: list[Words] = field(default_factory=list)
    negatives: list[Words] = field(default_factory=list)
    hard_for: list[int] = field(default_factory=list)
    near: list[float] = field(default_factory=list)  # whether the other text says what the anchor says


def make_negative(
    words: Words, made: list[tuple[str, Words]], true: set[str], maker: TextMaker, rng: random.Random
) -> Words | None:
    """A false text of a true one: of those ``made`` by ``capaug generate``, or a swap or a replacement by rule."""
    for _ in range(4):
        draw = rng.random()
        if draw < 0.42 and made:
            weights = [KIND_WEIGHTS.get(kind, 1.0) for kind, _ in made]
            false: Words | None = rng.choices(made, weights)[0][1]
        elif draw < 0.62:
            false = maker.swap_phrases(words, rng)
        elif draw < 0.80:
            false = maker.swap_adjectives(words, rng)
        elif draw < 0.90:
            false = maker.replace(words, true, rng)
        elif draw < 0.94:
            false = maker.deny(words, rng)
        else:
            false = maker.replace_noun(words, true, rng)
        if false is not None and false != words:
            return false
    return None


def make_batch(groups: list[Group], maker: TextMaker, rng: random.Random, turned: float) -> Batch:
    """A row of each group; with probability ``turned`` a false text is the anchor and the true one its negative."""
    batch = Batch()
    for group in groups:
        said = rng.choice(group.captions)
        close = [group.captions[place] for place in said.near]
        row, near = len(batch.anchors), 1.0
        other = None
        if close and rng.random() < 0.7:
            other = rng.choice(close)
        elif len(group.captions) > 1:
            other = rng.choice([one for one in group.captions if one is not said])
            near = 0.0
        negatives: list[Words] = []
        turn = rng.random() < turned
        false = make_negative(said.words, said.negatives, group.true, maker, rng) if turn else None
        if false is not None:
            anchor, near = false, 1.0
            partner, paraphrase = maker.paraphrase(false, rng), maker.paraphrase(false, rng)
            negatives += [said.words, maker.paraphrase(said.words, rng)]
        else:
            anchor = said.words
            alike = [words for kind, words in said.positives if kind == "asymmetry_3.paraphrase"]
            if other is not None:
                partner = other.words
            elif said.read and rng.random() < 0.6:
                partner = rng.choice(said.read)
            elif said.positives and rng.random() < 0.5:
                kind, partner = rng.choice(said.positives)
                near = float(kind == "asymmetry_3.paraphrase")
            else:
                partner = maker.paraphrase(anchor, rng)
            paraphrase = anchor
            if alike and rng.random() < 0.3:
                paraphrase = rng.choice(alike)
            elif said.read and rng.random() < 0.25:
                paraphrase = rng.choice(said.read)
            paraphrase = maker.paraphrase(paraphrase, rng)
            if rng.random() < 0.2:
                anchor = maker.paraphrase(anchor, rng, 0.15)
            sources = [(said.words, said.negatives)] * 2 + [(paraphrase, [])]
            if other is not None and near and rng.random() < 0.5:
                sources[-1] = (other.words, other.negatives)
            for words, made in sources:
                new = make_negative(words, made, group.true, maker, rng)
                if new is not None:
                    negatives.append(maker.paraphrase(new, rng) if rng.random() < 0.3 else new)
        batch.anchors.append(anchor)
        batch.others.append(partner)
        batch.paraphrases.append(paraphrase)
        batch.near.append(near)
        batch.negatives += negatives
        batch.hard_for += [row] * len(negatives)
    return batch


def batch_loss(model: CaptionEncoder, batch: Batch, margin: float) -> Tensor:
    """The loss of one step."""
    texts = batch.anchors + batch.others + batch.paraphrases + batch.negatives
    with torch.autocast("cpu", torch.bfloat16):
        vectors = model(texts, MAX_TRAIN_WORDS)
    vectors = vectors.float()
    rows = len(batch.anchors)
    anchors, others, paraphrases = vectors[:rows], vectors[rows : 2 * rows], vectors[2 * rows : 3 * rows]
    negatives, hard_for = vectors[3 * rows :], torch.tensor(batch.hard_for)
    numbers: dict[str, int] = {}
    keys = torch.tensor([numbers.setdefault(" ".join(words), len(numbers)) for words in batch.anchors])
    same = (keys[:, None] == keys[None, :]) & ~torch.eye(rows, dtype=torch.bool)
    return (
        contrastive_loss(anchors, others, negatives, same)
        + 0.5 * contrastive_loss(anchors, paraphrases, negatives, same)
        + hard_loss(anchors, others, negatives, hard_for, torch.tensor(batch.near), margin)
        + hard_loss(anchors, paraphrases, negatives, hard_for, torch.ones(rows), margin)
    )


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coco", type=Path, required=True, help="COCO caption annotations (JSON)")
    parser.add_argument("--factual", type=Path, required=True, help="FACTUAL's train_id.csv")
    parser.add_argument("--work", type=Path, help="keep the shards that are made here, or use those that are there")
    parser.add_argument("--output", type=Path, default=WEIGHTS, help="the weights to write (.npz)")
    parser.add_argument("--steps", type=int, default=7000)
    parser.add_argument("--batch", type=int, default=64, help="images a step, and half as many regions")
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--layers", type=int, default=2, help="convolutions after the first layer")
    parser.add_argument("--reach", type=int, default=2, help="neighbours each side that the first layer tells apart")
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--learning-rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.25, help="of the words' vectors")
    parser.add_argument("--margin", type=float, default=0.1, help="by which a negative must be further")
    parser.add_argument("--turned", type=float, default=0.25, help="share of rows whose anchor is a false text")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()

    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        work = args.work or Path(folder)
        generate(args.coco, args.factual, work)
        images, nouns, adjectives = read_groups(work / "coco", rng)
        regions, more_nouns, more_adjectives = read_groups(work / "factual", rng)
    held_out = set(sorted(images, key=int)[-HELD_OUT_IMAGES:])
    train = [group for image, group in images.items() if image not in held_out]
    read_readings(args.factual, regions, rng)
    said_of = list(regions.values())
    nouns += more_nouns
    adjectives += more_adjectives
    maker = TextMaker(
        [word for word, count in nouns.items() if count >= 4 and adjectives[word] < count],
        [word for word, count in adjectives.items() if count >= 4 and nouns[word] < count],
        object_synonyms(),
    )
    counts: Counter[str] = Counter()
    for group in train + said_of:
        for said in group.captions:
            for words in (said.words, *(w for _, w in said.positives), *(w for _, w in said.negatives)):
                counts.update(words)
            for words in said.read:
                counts.update(words)
    for phrases in maker.synonyms.values():
        counts.update(word for phrase in phrases for word in phrase * MIN_COUNT)
    model = CaptionEncoder(WordRows(counts), args.width, args.layers, args.dimension, args.reach, args.dropout)
    print(f"{len(train)} images, {len(said_of)} regions, {len(model.words.vocabulary)} words", flush=True)
    averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.learning_rate, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate(step, args.steps))
    gc.freeze()
    began = time.perf_counter()
    sample = [said.words for group in train[:500] for said in group.captions]
    total = 0.0
    for step in range(1, args.steps + 1):
        groups = rng.sample(train, args.batch) + rng.sample(said_of, args.batch // 2)
        loss = batch_loss(model, make_batch(groups, maker, rng, args.turned), args.margin)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        averaged.update_parameters(model)
        total += loss.item()
        if step % 100 == 0:
            print(f"step {step}: loss {total / 100:.3f}, {time.perf_counter() - began:.0f} s", flush=True)
            total = 0.0
        if step % SAVE_EVERY == 0 or step == args.steps:
            averaged.eval()
            smooth = averaged.module
            assert isinstance(smooth, CaptionEncoder)
            smooth.save(args.output, sample)
            report(smooth, args.output, [said.words for i in held_out for said in images[i].captions])


def rate(step: int, steps: int) -> float:
    """The learning rate's share: up over the first steps, level, and down to 0 over the last third."""
    return min(1.0, (step + 1) / WARM_UP, 3 * (steps - step) / steps)


def object_synonyms() -> list[tuple[str, tuple[str, ...]]]:
    """Names of things that captions exchange, from the lexicon."""
    taxonomy = ObjectTaxonomy.load()
    return [(name, taxonomy.synonyms(name)) for name in taxonomy.names() if taxonomy.synonyms(name)]


def report(model: CaptionEncoder, path: Path, texts: list[Words]) -> None:
    """Print by how much whole numbers move cosines."""
    encoder = EmbeddedEncoder(path)
    with torch.inference_mode():
        exact = model(texts).numpy()
    rounded = encoder.encode([" ".join(text) for text in texts])
    gap = np.abs(exact @ exact.T - rounded @ rounded.T)
    print(f"cosines in whole numbers are off by {gap.mean():.4f}, at most {gap.max():.4f}", flush=True)


if __name__ == "__main__":
    main()
