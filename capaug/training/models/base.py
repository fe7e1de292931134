"""What losses, collator and trainer may ask of a model: two towers that share a space, and token features."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple, Protocol, runtime_checkable

import torch
from torch import Tensor, nn

from capaug.errors import UsageError

MAX_SCALE = 100.0  # CLIP's bound: similarities are never divided by less than 0.01


class Features(NamedTuple):
    """What a tower makes of a batch of N images or texts.

    ``vector`` [N, D] has rows of length 1; ``tokens`` [N, R, W] are the features of regions or words before the
    projection; ``mask`` [N, R] is True where a token is a real one, None where all are (images).
    """

    vector: Tensor
    tokens: Tensor
    mask: Tensor | None = None

    def take(self, rows: Tensor | slice) -> Features:
        """The features of some of the items."""
        return Features(self.vector[rows], self.tokens[rows], None if self.mask is None else self.mask[rows])

    def trimmed(self) -> Features:
        """Without the places at the end that are padding in all of the items."""
        if self.mask is None:
            return self
        there = self.mask.any(dim=0).nonzero()
        longest = int(there[-1]) + 1 if len(there) else 1
        return Features(self.vector, self.tokens[:, :longest], self.mask[:, :longest])

    def by_length(self, size: int) -> list[Tensor]:
        """Rows of the items in groups of at most ``size``, those with the fewest real tokens first.

        One group of all where there is no padding.
        """
        if self.mask is None:
            return [torch.arange(len(self.vector), device=self.vector.device)]
        return list(self.mask.sum(dim=1).argsort(stable=True).split(size))


class DualEncoder(nn.Module, ABC):
    """An image tower and a text tower whose vectors are compared by their dot product.

    Subclasses write :meth:`image_features` and :meth:`text_features` and set the attributes below. A model that fuses
    the towers (:class:`~capaug.training.models.fusion.FusionEncoder`,
    :class:`~capaug.training.models.asymmetry.AsymmetryEncoder`) is a dual encoder too, wrapped around another.

    Attributes:
        dimension: D, the length of the vectors.
        image_width, text_width: W of the token features of images and of texts.
        vocabulary_size: V, number of token ids.
        max_tokens: the longest text, in tokens, that the text tower reads.
        logit_scale: parameter, the logarithm of one over the temperature; see :meth:`scale`.
        tokenizer: the model's fast tokenizer, None until it has one.
        images: turns pictures into ``pixel_values`` (:class:`~capaug.training.data.pixels.ImageProcessor`).
        towers_of: how the names of the weights of each tower, ``image`` and ``text``, begin; its projection is of it.
    """

    towers_of: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    dimension: int
    image_width: int
    text_width: int
    vocabulary_size: int
    max_tokens: int
    logit_scale: nn.Parameter
    tokenizer: Any
    images: Any

    @abstractmethod
    def image_features(self, pixel_values: Tensor) -> Features:
        """Vectors and region features of ``pixel_values`` [B, 3, H, W], in one pass."""

    @abstractmethod
    def text_features(self, input_ids: Tensor, attention_mask: Tensor) -> Features:
        """Vectors and word features of ``input_ids`` [B, L]; ``attention_mask`` [B, L] is 0 on the padding."""

    def tower(self, name: str) -> list[nn.Parameter]:
        """The weights of the tower ``image`` or ``text``.

        Raises:
            UsageError: the model does not tell them.
        """
        begin = self.towers_of.get(name, ())
        found = [weights for path, weights in self.named_parameters() if path.startswith(begin)] if begin else []
        if not found:
            raise UsageError(f"a {type(self).__name__} does not tell which of its weights are the {name} tower's")
        return found

    def encode_image(self, pixel_values: Tensor) -> Tensor:
        """Vectors [B, D] of length 1."""
        return self.image_features(pixel_values).vector

    def encode_text(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Vectors [B, D] of length 1."""
        return self.text_features(input_ids, attention_mask).vector

    def image_tokens(self, pixel_values: Tensor) -> Tensor:
        """Region features [B, R, image_width]."""
        return self.image_features(pixel_values).tokens

    def text_tokens(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Word features [B, L, text_width]; what stands on the padding means nothing."""
        return self.text_features(input_ids, attention_mask).tokens

    def similarity(self, images: Features, texts: Features) -> Tensor:
        """Scores [I, T] of every image with every text; none depends on the other images and texts of the batch."""
        return images.vector @ texts.vector.T

    def pair_similarity(self, images: Features, texts: Features) -> Tensor:
        """Scores [N] of image n with text n."""
        return (images.vector * texts.vector).sum(dim=-1)

    def scale(self) -> Tensor:
        """One over the temperature, exp(``logit_scale``), at most 100.

        The parameter itself is kept in bounds (as CLIP's authors do): a clamp of the result alone would leave it
        without a gradient once it is above.
        """
        with torch.no_grad():
            self.logit_scale.clamp_(max=math.log(MAX_SCALE))
        return self.logit_scale.exp()

    def forward(self, pixel_values: Tensor, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Image vectors [B, D], text vectors [N, D] and the scale; what a contrastive loss takes."""
        return self.encode_image(pixel_values), self.encode_text(input_ids, attention_mask), self.scale()

    @abstractmethod
    def configuration(self) -> dict[str, Any]:
        """All that :func:`~capaug.training.models.load_model` needs to build the model again, with new weights."""


@runtime_checkable
class Matcher(Protocol):
    """A model with an image-text matching head: FusionEncoder, and BLIP by its adapter."""

    def match(self, image_tokens: Tensor, text_tokens: Tensor, text_mask: Tensor) -> Tensor:
        """Logits [N, 2] of image n and text n: not a pair (0), a pair (1)."""
        ...


@runtime_checkable
class WordPredictor(Protocol):
    """A model with a masked-language-modelling head that sees the image: FusionEncoder."""

    def predict(
        self, image_tokens: Tensor, text_tokens: Tensor, text_mask: Tensor, positions: Tensor | None = None
    ) -> Tensor:
        """Logits [N, L, V] of the words, or [M, V] at the M places where ``positions`` [N, L] is True."""
        ...
