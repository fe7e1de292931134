"""Training of the caption parser's network."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import torch
from torch.nn import functional

from capaug.parsing.network import SHAPES, Tables
from recipes.build.parser.data import IGNORED, Encoded
from recipes.build.parser.model import Network, Size
from recipes.build.parser.treebank import Sentence

BATCH_WORDS = 2400
LEARNING_RATE = 2e-3
LATER_RATE = 1e-3  # of a network that has learnt before
FORGET = 0.12  # share of word forms hidden from the network while it learns
LONGEST = 60  # words; longer sentences of the treebank are left out


def train(
    sentences: Sequence[Sentence],
    dev: Sequence[Sentence],
    tables: Tables,
    epochs: int,
    seed: int,
    network: Network | None = None,
) -> Network:
    """Train a new network, or go on with one of these ``tables``, printing its scores on ``dev`` after each epoch."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    size = Size(
        words=len(tables.words) + 2,
        prefixes=len(tables.prefixes) + 1,
        suffixes=len(tables.suffixes) + 1,
        kinds=len(tables.kinds) + 1,
        shapes=SHAPES,
        tags=len(tables.tags),
        labels=len(tables.labels),
    )
    rate = LEARNING_RATE if network is None else LATER_RATE
    network = network or Network(size)
    corpus = Encoded([s for s in sentences if len(s.words) <= LONGEST], tables)
    held_out = Encoded(dev, tables)
    steps = epochs * sum(1 for _ in corpus.batches(BATCH_WORDS, random.Random(seed)))
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    # batches are drawn anew each epoch, so an epoch may have a few more
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + epochs * 8, pct_start=0.06)
    start = time.monotonic()
    for epoch in range(epochs):
        network.train()
        total = count = 0.0
        for batch in corpus.batches(BATCH_WORDS, rng, FORGET):
            with torch.autocast("cpu", torch.bfloat16):  # a third less to compute
                tags, heads, parts = network(batch.features)
                labels = network.score_labels(parts, batch.heads.clamp(min=0))
            loss = (
                0.5 * _cross_entropy(tags, batch.tags)
                + _cross_entropy(heads, batch.heads)
                + 0.5 * _cross_entropy(labels, batch.labels)
            )
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        scores = " ".join(f"{name} {score:.4f}" for name, score in evaluate(network, held_out).items())
        print(f"epoch {epoch}: loss {total / count:.3f}, {scores}, {time.monotonic() - start:.0f} s", flush=True)
    network.eval()
    return network


def _cross_entropy(scores: torch.Tensor, gold: torch.Tensor) -> torch.Tensor:
    return functional.cross_entropy(scores.flatten(0, 1).float(), gold.flatten(), ignore_index=IGNORED)


@torch.no_grad()
def evaluate(network: Network, corpus: Encoded) -> dict[str, float]:
    """Tag accuracy, UAS and LAS over all words (gold words, best heads without a tree's constraint)."""
    network.eval()
    words = tags = unlabelled = labelled = 0
    for batch in corpus.batches(4000, None):
        tag_scores, head_scores, parts = network(batch.features)
        heads = head_scores.argmax(-1)
        labels = network.score_labels(parts, heads).argmax(-1)
        here = batch.heads != IGNORED
        right = (heads == batch.heads) & here
        words += int(here.sum())
        tags += int(((tag_scores.argmax(-1) == batch.tags) & here).sum())
        unlabelled += int(right.sum())
        labelled += int((right & (labels == batch.labels)).sum())
    return {"tags": tags / words, "UAS": unlabelled / words, "LAS": labelled / words}
