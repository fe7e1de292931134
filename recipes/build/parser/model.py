"""The network that trains the caption parser (torch); ``capaug.parsing.network`` runs it with numpy.

A word's vector comes from its form, ends, kind and shape alone, so that it can be kept by form when captions are
parsed. Blocks of convolution and self-attention read the neighbours. Heads are found by a biaffine product
(Dozat and Manning 2017, "Deep Biaffine Attention for Neural Dependency Parsing"), labels of the arcs and Penn tags by
small perceptrons.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

REACH = 12  # distances between words are told apart up to this


@dataclass(frozen=True)
class Size:
    """Widths of the network; ``blocks``: a ``c`` (convolution), then ``c`` or ``a`` (attention), bottom up."""

    words: int
    prefixes: int
    suffixes: int
    kinds: int
    shapes: int
    tags: int
    labels: int
    width: int = 192
    blocks: str = "ccac"
    attention: int = 4
    arc: int = 128
    label: int = 128
    word_width: int = 128
    affix_width: int = 64


class Convolution(nn.Module):
    """Residual convolution over a word and its two neighbours, (batch, length, width) to the same."""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(3 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``mask``: (batch, length), true where a word stands."""
        h = self.norm(x) * mask[..., None]
        left = functional.pad(h, (0, 0, 1, 0))[:, :-1]
        right = functional.pad(h, (0, 0, 0, 1))[:, 1:]
        return x + self.dropout(torch.relu(self.mix(torch.cat([left, h, right], -1))))


class Attention(nn.Module):
    """Residual self-attention with a bias by distance, (batch, length, width) to the same."""

    def __init__(self, width: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(width)
        self.project = nn.Linear(width, 3 * width)
        self.mix = nn.Linear(width, width)
        self.distance = nn.Parameter(torch.zeros(heads, 2 * REACH + 1))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """``mask``: (batch, length), true where a word stands."""
        batch, length, width = x.shape
        q, k, v = self.project(self.norm(x)).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / (width // self.heads) ** 0.5 + self.distance[:, distances(length)]
        scores = scores.masked_fill(~mask[:, None, None, :], -1e9)
        mixed = (self.dropout(scores.softmax(-1)) @ v).transpose(1, 2).reshape(batch, length, width)
        return x + self.dropout(self.mix(mixed))


class Network(nn.Module):
    """Words in; scores of tags, heads and labels out."""

    def __init__(self, size: Size, dropout: float = 0.2) -> None:
        super().__init__()
        self.size = size
        self.word = nn.Embedding(size.words, size.word_width)
        self.prefix = nn.Embedding(size.prefixes, size.affix_width)
        self.suffix = nn.Embedding(size.suffixes, size.affix_width)
        self.kind = nn.Embedding(size.kinds, size.affix_width)
        self.shape = nn.Embedding(size.shapes, size.affix_width)
        for table in self._tables():
            nn.init.normal_(table.weight, std=0.5)
        self.enter = nn.Linear(size.word_width + 4 * size.affix_width, size.width)
        self.enter_norm = nn.LayerNorm(size.width)
        kinds = {
            "c": lambda: Convolution(size.width, dropout),
            "a": lambda: Attention(size.width, size.attention, dropout),
        }
        self.blocks = nn.ModuleList(kinds[kind]() for kind in size.blocks)
        self.norm = nn.LayerNorm(size.width)
        self.tags = nn.Linear(size.width, size.tags)
        self.arcs = nn.Linear(size.width, 2 * size.arc)
        self.biaffine = nn.Parameter(torch.randn(size.arc, size.arc) / size.arc)
        self.head_bias = nn.Parameter(torch.zeros(size.arc))
        self.root = nn.Parameter(torch.zeros(size.arc))
        self.distance = nn.Parameter(torch.zeros(2 * REACH + 1))
        self.label_parts = nn.Linear(size.width, 2 * size.label)
        self.label_root = nn.Parameter(torch.zeros(size.label))
        self.label_distance = nn.Parameter(torch.zeros(2 * REACH + 1, size.label))
        self.labels = nn.Linear(size.label, size.labels)
        self.dropout = nn.Dropout(dropout)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Score words.

        Args:
            features: (batch, length, 5) rows of the tables of words, prefixes, suffixes, kinds and shapes; row 0 of a
                word is padding.

        Returns:
            Tag scores (batch, length, tags); head scores (batch, length, length + 1), the last column the root;
            the parts of label scores, for :meth:`score_labels`.
        """
        mask = features[..., 0] != 0
        parts = [table(features[..., k]) for k, table in enumerate(self._tables())]
        x = self.enter_norm(torch.relu(self.enter(self.dropout(torch.cat(parts, -1)))))
        x = self.dropout(x)
        for block in self.blocks:
            x = block(x, mask)
        x = self.dropout(self.norm(x))
        dependent, head = self.dropout(torch.relu(self.arcs(x))).chunk(2, -1)
        batch, length, _ = dependent.shape
        head = torch.cat([head, self.root.expand(batch, 1, -1)], 1)
        scores = (dependent @ self.biaffine) @ head.transpose(1, 2) + (head @ self.head_bias)[:, None]
        scores[:, :, :-1] += self.distance[distances(length)]
        scores = scores.masked_fill(~functional.pad(mask, (0, 1), value=True)[:, None], -1e9)
        itself = functional.pad(torch.eye(length, dtype=torch.bool), (0, 1))
        return self.tags(x), scores.masked_fill(itself, -1e9), self.label_parts(x)

    def _tables(self) -> tuple[nn.Embedding, ...]:
        return self.word, self.prefix, self.suffix, self.kind, self.shape

    def score_labels(self, parts: Tensor, heads: Tensor) -> Tensor:
        """Label scores (batch, length, labels) of the arcs to ``heads`` (batch, length; ``length`` is the root)."""
        dependent, head = parts.chunk(2, -1)
        batch, length, width = head.shape
        head = torch.cat([head, self.label_root.expand(batch, 1, -1)], 1)
        taken = head.gather(1, heads[..., None].expand(-1, -1, width))
        apart = (heads - torch.arange(length)).clamp(-REACH, REACH) + REACH
        distance = self.label_distance[apart] * (heads < length)[..., None]
        return self.labels(self.dropout(torch.relu(dependent + taken + distance)))

    def description(self) -> dict[str, int | str]:
        """The sizes, as they are written beside the weights."""
        return asdict(self.size)


def distances(length: int) -> Tensor:
    """(length, length) table rows of the distance from each word to each other."""
    places = torch.arange(length)
    return (places[None] - places[:, None]).clamp(-REACH, REACH) + REACH
