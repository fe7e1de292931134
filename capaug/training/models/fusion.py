"""FAM's fusion encoder: the towers, cross-attention layers on top, and heads for matching and for masked words.

The paper's abstract says "a fusion encoder trained with MLM and ITM"; that it is laid out as ALBEF (image tower, text
tower, fusion layers in which the words attend to the regions) is our reading.
"""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn

from capaug.training.models.base import DualEncoder, Features
from capaug.training.models.layers import Layer, broadcast_mask


class FusionEncoder(DualEncoder):
    """Any dual encoder (its vectors serve ITC) with fusion layers and the heads for ITM and MLM.

    Example:
        >>> images = model.image_features(pixel_values)
        >>> texts = model.text_features(input_ids, attention_mask)
        >>> pair_logits = model.match(images.tokens, texts.tokens, texts.mask)  # [B, 2]
    """

    model_type = "capaug_fusion"

    def __init__(self, encoder: DualEncoder, *, width: int, layers: int, heads: int, dropout: float = 0.0) -> None:
        """Put ``layers`` fusion layers of ``width`` around ``encoder``, with new weights."""
        super().__init__()
        self.measures = {"width": width, "layers": layers, "heads": heads, "dropout": dropout}
        self.encoder = encoder
        self.tokenizer, self.images = encoder.tokenizer, encoder.images
        self.dimension, self.max_tokens = encoder.dimension, encoder.max_tokens
        self.image_width, self.text_width = encoder.image_width, encoder.text_width
        self.vocabulary_size = encoder.vocabulary_size

        same = encoder.text_width == width
        self.word_projection = nn.Identity() if same else nn.Linear(encoder.text_width, width)
        self.region_norm = nn.LayerNorm(encoder.image_width)
        self.layers = nn.ModuleList(
            Layer(width, heads, 4, dropout, context_width=encoder.image_width) for _ in range(layers)
        )
        self.norm = nn.LayerNorm(width)
        self.match_head = nn.Linear(width, 2)
        self.word_head = nn.Sequential(
            nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width), nn.Linear(width, encoder.vocabulary_size)
        )

    def tower(self, name: str) -> list[nn.Parameter]:
        """See :meth:`DualEncoder.tower`."""
        return self.encoder.tower(name)

    @property
    def logit_scale(self) -> nn.Parameter:  # type: ignore[override]
        """The towers' own."""
        return self.encoder.logit_scale

    def image_features(self, pixel_values: Tensor) -> Features:
        """The image tower's; see :meth:`DualEncoder.image_features`."""
        return self.encoder.image_features(pixel_values)

    def text_features(self, input_ids: Tensor, attention_mask: Tensor) -> Features:
        """The text tower's; see :meth:`DualEncoder.text_features`."""
        return self.encoder.text_features(input_ids, attention_mask)

    def fuse(self, image_tokens: Tensor, text_tokens: Tensor, text_mask: Tensor) -> Tensor:
        """States [N, L, width] of text n's words that have seen image n's regions.

        ``image_tokens`` [N, R, image_width], ``text_tokens`` [N, L, text_width], ``text_mask`` [N, L].
        """
        states, mask = self.word_projection(text_tokens), broadcast_mask(text_mask)
        regions = self.region_norm(image_tokens)
        for layer in self.layers:
            states = layer(states, mask, regions)
        return self.norm(states)

    def match(self, image_tokens: Tensor, text_tokens: Tensor, text_mask: Tensor) -> Tensor:
        """Logits [N, 2] of image n and text n: not a pair (0), a pair (1).

        Read off the first token's state. ``image_tokens`` [N, R, image_width], ``text_tokens`` [N, L, text_width],
        ``text_mask`` [N, L].
        """
        return self.match_head(self.fuse(image_tokens, text_tokens, text_mask)[:, 0])

    def predict(
        self, image_tokens: Tensor, text_tokens: Tensor, text_mask: Tensor, positions: Tensor | None = None
    ) -> Tensor:
        """Logits [N, L, V] of the words, or [M, V] at the M places where ``positions`` [N, L] is True (cheaper).

        The tokens come from a text with masked words, and image n is that of text n.
        """
        states = self.fuse(image_tokens, text_tokens, text_mask)
        return self.word_head(states if positions is None else states[positions.bool()])

    def configuration(self) -> dict[str, Any]:
        """See :meth:`DualEncoder.configuration`."""
        return {"model_type": self.model_type, "encoder": self.encoder.configuration(), **self.measures}
