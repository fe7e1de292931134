"""The own dual encoder: a convolutional stem with a few transformer layers, and a light text transformer.

The sizes are data (``SIZES``). ``tiny`` learns from scratch on a processor; ``base`` has CLIP ViT-B/16's measures.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, normalize

from capaug.errors import UsageError
from capaug.training.data.pixels import SquareImages
from capaug.training.models.base import DualEncoder, Features
from capaug.training.models.layers import Layer, broadcast_mask

# Deviation of new word and place vectors. The layers' usual 0.02 leaves places unread for hundreds of steps.
START = 0.3
GROUP = 64  # texts of like length that a processor encodes together


@dataclass(frozen=True, slots=True)
class DualConfig:
    """Measures of a :class:`SmallDualEncoder`.

    The stem cuts the picture (``image_size`` pixels square) into patches of ``patch`` pixels with ``stem[0]``
    channels, and each further entry of ``stem`` halves height and width; ``stem[-1]`` is the width of the image
    transformer, so there are (image_size / patch / 2 ** (len(stem) - 1)) ** 2 regions.
    """

    vocabulary_size: int
    image_size: int
    patch: int
    stem: tuple[int, ...]
    image_layers: int
    image_heads: int
    text_width: int
    text_layers: int
    text_heads: int
    expansion: int  # of the feed-forward steps
    dimension: int  # of the shared space
    phrase: int = 0  # neighbouring words that a convolution joins before the text transformer; 0: it has none
    max_tokens: int = 64
    dropout: float = 0.0
    temperature: float = 0.07  # at the start

    def __post_init__(self) -> None:
        """Check that the measures fit each other.

        Raises:
            UsageError: they do not, or there is no vocabulary.
        """
        if not self.vocabulary_size:
            raise UsageError("a new model needs a tokenizer or a vocabulary_size")
        cell = self.patch * 2 ** (len(self.stem) - 1)
        if self.image_size % cell:
            raise UsageError(f"image_size {self.image_size} is no multiple of {cell} (patch and stem)")
        for width, heads in ((self.stem[-1], self.image_heads), (self.text_width, self.text_heads)):
            if width % heads:
                raise UsageError(f"a width of {width} cannot be shared by {heads} heads")
        if self.phrase and self.phrase % 2 == 0:
            raise UsageError(f"phrase {self.phrase} is even; a word is in the middle of its neighbours")


SIZES: dict[str, dict[str, Any]] = {
    "tiny": {
        "image_size": 112, "patch": 7, "stem": (48, 96, 128), "image_layers": 1, "image_heads": 4,
        "text_width": 64, "text_layers": 1, "text_heads": 2, "expansion": 2, "dimension": 128, "phrase": 7,
    },
    "small": {
        "image_size": 128, "patch": 4, "stem": (64, 128, 256), "image_layers": 4, "image_heads": 4,
        "text_width": 192, "text_layers": 3, "text_heads": 3, "expansion": 4, "dimension": 256, "phrase": 5,
    },
    "base": {
        "image_size": 224, "patch": 16, "stem": (768,), "image_layers": 12, "image_heads": 12,
        "text_width": 512, "text_layers": 12, "text_heads": 8, "expansion": 4, "dimension": 512, "max_tokens": 77,
    },
}  # fmt: skip


class SmallDualEncoder(DualEncoder):
    """Two transformers from scratch; a picture's vector is its regions' maximum, a text's the mean of its words.

    A text's words keep their places (learnt position vectors), so that ``a dog chasing a cat`` and ``a cat chasing a
    dog`` differ; the picture's regions likewise.
    """

    model_type = "capaug_dual"
    towers_of: ClassVar[dict[str, tuple[str, ...]]] = {
        "image": ("stem.", "region_places", "image_"),
        "text": ("words.", "word_places", "phrases.", "text_"),
    }  # fmt: skip

    def __init__(self, config: DualConfig, tokenizer: Any = None) -> None:
        """New weights in the measures of ``config``, from torch's global random state."""
        super().__init__()
        self.config, self.tokenizer = config, tokenizer
        self.images = SquareImages(config.image_size)
        self.dimension, self.max_tokens = config.dimension, config.max_tokens
        self.image_width, self.text_width = config.stem[-1], config.text_width
        self.vocabulary_size = config.vocabulary_size

        convolutions: list[nn.Module] = [nn.Conv2d(3, config.stem[0], config.patch, stride=config.patch)]
        for before, after in zip(config.stem, config.stem[1:], strict=False):
            convolutions += [nn.GELU(), nn.Conv2d(before, after, 3, stride=2, padding=1)]
        self.stem = nn.Sequential(*convolutions)
        cells = config.image_size // config.patch // 2 ** (len(config.stem) - 1)
        self.region_places = nn.Parameter(START * torch.randn(cells * cells, self.image_width))
        self.image_layers = nn.ModuleList(
            Layer(self.image_width, config.image_heads, config.expansion, config.dropout)
            for _ in range(config.image_layers)
        )
        self.image_norm = nn.LayerNorm(self.image_width)
        self.image_projection = nn.Linear(self.image_width, config.dimension, bias=False)

        self.words = nn.Embedding(config.vocabulary_size, self.text_width)
        self.word_places = nn.Parameter(START * torch.randn(config.max_tokens, self.text_width))
        nn.init.normal_(self.words.weight, std=START)
        # Learns within few steps which colour goes with which thing, and of seven words which thing is to the left of
        # the other; attention alone needs many.
        self.phrases = (
            nn.Conv1d(self.text_width, self.text_width, config.phrase, padding=config.phrase // 2)
            if config.phrase
            else None
        )
        self.text_layers = nn.ModuleList(
            Layer(self.text_width, config.text_heads, config.expansion, config.dropout)
            for _ in range(config.text_layers)
        )
        self.text_norm = nn.LayerNorm(self.text_width)
        self.text_projection = nn.Linear(self.text_width, config.dimension, bias=False)
        self.logit_scale = nn.Parameter(torch.tensor(-math.log(config.temperature)))

    def image_features(self, pixel_values: Tensor) -> Features:
        """Vectors [B, D] and regions [B, R, image_width] of ``pixel_values`` [B, 3, H, W]."""
        cells = self.stem(pixel_values.contiguous(memory_format=torch.channels_last))  # [B, image_width, h, w]
        states = cells.flatten(2).transpose(1, 2) + self.region_places
        for layer in self.image_layers:
            states = layer(states, None)
        states = self.image_norm(states)
        return Features(normalize(self.image_projection(states.amax(dim=1)), dim=-1), states)

    def text_features(self, input_ids: Tensor, attention_mask: Tensor) -> Features:
        """Vectors [B, D] and words [B, L, text_width] of ``input_ids`` [B, L].

        Raises:
            UsageError: the texts are longer than ``max_tokens``.
        """
        length = input_ids.shape[1]
        if length > self.max_tokens:
            raise UsageError(f"texts of {length} tokens; the model reads {self.max_tokens}, truncate them")
        mask = attention_mask.bool()
        states = self.words(input_ids) + self.word_places[:length]
        shown = mask[:, :, None].to(states.dtype)
        if self.phrases is not None:
            states = states + gelu(self.phrases((states * shown).transpose(1, 2))).transpose(1, 2)
        for layer in self.text_layers:
            states = layer(states, broadcast_mask(mask))
        states = self.text_norm(states)
        mean = (states * shown).sum(dim=1) / shown.sum(dim=1).clamp_min(1)
        return Features(normalize(self.text_projection(mean), dim=-1), states, mask)

    def encode_text(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Vectors [B, D] of length 1.

        On a processor, texts of like length go through the tower together: with all of them padded to the longest,
        half of the work would be done on padding.
        """
        if input_ids.is_cuda or len(input_ids) <= GROUP:
            return self.text_features(input_ids, attention_mask).vector
        lengths = attention_mask.sum(dim=1)
        order = lengths.argsort()
        vectors = []
        for group in order.split(GROUP):
            longest = int(lengths[group[-1]])
            vectors.append(self.text_features(input_ids[group, :longest], attention_mask[group, :longest]).vector)
        return torch.cat(vectors)[order.argsort()]

    def configuration(self) -> dict[str, Any]:
        """See :meth:`DualEncoder.configuration`."""
        return {"model_type": self.model_type, **asdict(self.config)}
