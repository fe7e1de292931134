"""AsCL's hierarchical fusion: region-word and image-sentence similarity of every scored pair.

Source: the paper's S = u1 S_local + (1 - u1) S_global; the formulas are those of the authors' follow-up code, with
three of its faults mended. Each pair is fused with itself alone, so no score depends on which caption is the true one;
every weight is a registered parameter; and what is computed pair by pair is computed in blocks of bounded size.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, normalize
from torch.utils.checkpoint import checkpoint

from capaug.training.models.base import DualEncoder, Features

TINY = 1e-12  # below it a squared length counts as nothing


class AsymmetryFusion(nn.Module):
    r"""Scores S [I, T] of I images with T texts.

    With regions v = l2(W_r r), words w = W_w x, and attn(q; k) = softmax(lambda q k^T) k in ``heads`` heads::

        a_k = attn(v_k; w)   s_i2t = mean_k cos(v_k, a_k)   t~ = mean_k a_k        (lambda = image_to_text)
        b_l = attn(w_l; v)   s_t2i = mean_l cos(w_l, b_l)   i~ = mean_l b_l        (lambda = text_to_image)
        S_local  = (s_i2t + s_t2i) / 2
        g = W_g l2(image)    h = W_a i~    z = sigmoid(W_z [g; h])
        S_global = l2(z * g + (1 - z) * h) . l2(W_t t~)
        S = local_weight * S_local + (1 - local_weight) * S_global

    The a_k and b_l themselves are never laid out: of the first only the lengths and the mean are asked for, and
    \|a_k\|^2 = sum_h p_h G_h p_h^T with the words' Gram matrix G_h. Memory is bounded by ``block``: pairs are scored
    in blocks of about that many numbers, and while gradients are kept, blocks are computed again on the way back.
    """

    def __init__(
        self,
        image_width: int,
        text_width: int,
        vector_width: int,
        dimension: int,
        *,
        heads: int = 8,
        local_weight: float = 0.8,
        image_to_text: float = 4.0,
        text_to_image: float = 9.0,
        block: int = 2**27,
    ) -> None:
        """Weights for regions of ``image_width``, words of ``text_width`` and image vectors of ``vector_width``.

        Defaults are the authors'. ``dimension`` must be a multiple of ``heads``.
        """
        super().__init__()
        self.heads, self.local_weight, self.block = heads, local_weight, block
        self.image_to_text, self.text_to_image = image_to_text, text_to_image
        self.region_projection = nn.Linear(image_width, dimension)  # W_r
        self.word_projection = nn.Linear(text_width, dimension)  # W_w
        self.image_projection = nn.Linear(vector_width, dimension)  # W_g
        self.gathered_projection = nn.Linear(dimension, dimension)  # W_a
        self.gate = nn.Linear(2 * dimension, dimension)  # W_z
        self.text_projection = nn.Linear(dimension, dimension)  # W_t

    def regions(self, image_tokens: Tensor) -> Tensor:
        """v [I, R, D] of ``image_tokens`` [I, R, image_width]."""
        return normalize(self.region_projection(image_tokens), dim=-1)

    def words(self, text_tokens: Tensor) -> Tensor:
        """w [T, L, D] of ``text_tokens`` [T, L, text_width]; feature-space noise goes on these."""
        return self.word_projection(text_tokens)

    def forward(self, regions: Tensor, images: Tensor, words: Tensor, mask: Tensor) -> Tensor:
        """S [I, T] of every image with every text.

        Args:
            regions: v [I, R, D].
            images: [I, vector_width], the images' global features.
            words: w [T, L, D].
            mask: [T, L], 0 or False on the padding.
        """
        pairs = max(1, self.block // self._numbers_a_pair(regions, words))
        image_step = max(1, min(len(regions), pairs // max(1, len(words))))
        text_step = max(1, min(len(words), pairs))
        rows = [
            torch.cat(
                [
                    self._block(
                        regions[i : i + image_step],
                        images[i : i + image_step],
                        words[t : t + text_step],
                        mask[t : t + text_step],
                        one_block=image_step >= len(regions) and text_step >= len(words),
                    )
                    for t in range(0, len(words), text_step)
                ],
                dim=1,
            )
            for i in range(0, len(regions), image_step)
        ]
        return torch.cat(rows)

    def pairs(self, regions: Tensor, images: Tensor, words: Tensor, mask: Tensor) -> Tensor:
        """S [N] of image n with text n; arguments as of :meth:`forward`."""
        step = max(1, self.block // self._numbers_a_pair(regions, words))
        count = len(regions)
        return torch.cat(
            [
                self._block(
                    regions[n : n + step],
                    images[n : n + step],
                    words[n : n + step],
                    mask[n : n + step],
                    one_block=step >= count,
                    aligned=True,
                )
                for n in range(0, count, step)
            ]
        )

    def _numbers_a_pair(self, regions: Tensor, words: Tensor) -> int:
        """About how many numbers are kept for the backward pass of one pair."""
        return 8 * (self.heads * regions.shape[1] * words.shape[1] + regions.shape[2])

    def _block(
        self, regions: Tensor, images: Tensor, words: Tensor, mask: Tensor, *, one_block: bool, aligned: bool = False
    ) -> Tensor:
        if one_block or not torch.is_grad_enabled():
            return self.score(regions, images, words, mask, aligned)
        scores: Tensor = checkpoint(self.score, regions, images, words, mask, aligned, use_reentrant=False)
        return scores

    def score(self, regions: Tensor, images: Tensor, words: Tensor, mask: Tensor, aligned: bool) -> Tensor:
        """S of one block: [I, T], or [N] where ``aligned`` (image n with text n); at least in float32."""
        dtype = torch.promote_types(torch.float32, words.dtype)
        with torch.autocast(regions.device.type, enabled=False):
            return self._score(regions.to(dtype), images.to(dtype), words.to(dtype), mask.bool(), aligned)

    def _score(self, regions: Tensor, images: Tensor, words: Tensor, mask: Tensor, aligned: bool) -> Tensor:
        # Letters of einsum: i images, t texts, h heads, d a head's features, r and s regions, l and m words; pair
        # is a pair's axes, i and t or one shared n.
        i, t, pair = ("n", "n", "n") if aligned else ("i", "t", "it")
        v = regions.unflatten(-1, (self.heads, -1))
        w = words.unflatten(-1, (self.heads, -1))
        # of a text without a word all places are shown: a softmax over none is NaN, and so are all gradients
        shown = mask | ~mask.any(dim=-1, keepdim=True)
        shown = shown if aligned else shown[None]  # [pair, l]
        share_of_word = mask.to(w.dtype) / mask.sum(dim=-1, keepdim=True).clamp_min(1)  # [t, l], 0 on the padding

        products = torch.einsum(f"{i}rhd,{t}lhd->{pair}hrl", v, w)
        hidden = torch.zeros_like(shown, dtype=w.dtype).masked_fill(~shown, -torch.inf)[..., None, None, :]
        to_words = torch.add(hidden, products, alpha=self.image_to_text).softmax(dim=-1)
        to_regions = (self.text_to_image * products).softmax(dim=-2)

        # cos(v_k, a_k): the product is the attention's mean of the products, the length comes from the Gram matrix.
        word_gram = torch.einsum(f"{t}lhd,{t}mhd->{t}hlm", w, w)
        along = (to_words * products).sum(dim=(-3, -1))  # [pair, r]
        spread = torch.einsum(f"{pair}hrl,{t}hlm->{pair}hrm", to_words, word_gram)
        gathered = (to_words * spread).sum(dim=(-3, -1))
        region_lengths = length(regions.square().sum(dim=-1))
        image_to_text = (along / (length(gathered) * (region_lengths if aligned else region_lengths[:, None]))).mean(-1)

        region_gram = torch.einsum(f"{i}rhd,{i}shd->{i}hrs", v, v)
        along = (to_regions * products).sum(dim=(-3, -2))  # [pair, l]
        gathered = (to_regions * torch.einsum(f"{i}hrs,{pair}hsl->{pair}hrl", region_gram, to_regions)).sum(
            dim=(-3, -2)
        )
        cosines = along / (length(gathered) * length(words.square().sum(dim=-1)))
        text_to_image = (cosines * share_of_word).sum(dim=-1)

        mean_words = torch.einsum(f"{pair}hl,{t}lhd->{pair}hd", to_words.mean(dim=-2), w).flatten(-2)  # t~
        share = torch.einsum(f"{pair}hrl,{t}l->{pair}hr", to_regions, share_of_word)
        mean_regions = torch.einsum(f"{pair}hr,{i}rhd->{pair}hd", share, v).flatten(-2)  # i~
        g = self.image_projection(normalize(images, dim=-1))
        h = self.gathered_projection(mean_regions)
        width = g.shape[-1]
        # W_z [g; h] in two halves: g is the same for all texts.
        from_image, from_pair = self.gate.weight[:, :width], self.gate.weight[:, width:]
        gate_g = linear(g, from_image, self.gate.bias)
        if not aligned:
            g, gate_g = g[:, None], gate_g[:, None]
        z = torch.sigmoid(gate_g + linear(h, from_pair))
        mixed = normalize(h + z * (g - h), dim=-1)
        whole = (mixed * normalize(self.text_projection(mean_words), dim=-1)).sum(dim=-1)
        return self.local_weight * (image_to_text + text_to_image) / 2 + (1 - self.local_weight) * whole


class AsymmetryEncoder(DualEncoder):
    """Any dual encoder with AsCL's fusion around it; its similarity is S.

    Tokens are those *after* the fusion's projections, regions [B, R, D] of length 1 and words [B, L, D], so that
    feature-space noise lands where the authors put it, and trains the projection:

        >>> noisy = texts._replace(tokens=noise(texts.tokens, texts.mask))
        >>> scores = torch.cat([model.similarity(images, texts), model.similarity(images, noisy)], dim=1)  # [B, 2B]

    The vectors are the wrapped towers' own; a text's plays no part in S.
    """

    model_type = "capaug_asymmetry"

    def __init__(
        self,
        encoder: DualEncoder,
        *,
        dimension: int,
        heads: int = 8,
        local_weight: float = 0.8,
        temperature: float = 0.1,
    ) -> None:
        """Put a new fusion of width ``dimension`` around ``encoder`` and set its temperature (the authors': 0.1)."""
        super().__init__()
        self.measures = {"dimension": dimension, "heads": heads, "local_weight": local_weight}
        self.encoder = encoder
        self.tokenizer, self.images = encoder.tokenizer, encoder.images
        self.dimension, self.max_tokens = encoder.dimension, encoder.max_tokens
        self.image_width = self.text_width = dimension
        self.vocabulary_size = encoder.vocabulary_size
        self.fusion = AsymmetryFusion(
            encoder.image_width,
            encoder.text_width,
            encoder.dimension,
            dimension,
            heads=heads,
            local_weight=local_weight,
        )
        with torch.no_grad():
            encoder.logit_scale.fill_(-math.log(temperature))

    def tower(self, name: str) -> list[nn.Parameter]:
        """See :meth:`DualEncoder.tower`."""
        return self.encoder.tower(name)

    @property
    def logit_scale(self) -> nn.Parameter:  # type: ignore[override]
        """The towers' own."""
        return self.encoder.logit_scale

    def image_features(self, pixel_values: Tensor) -> Features:
        """Vectors [B, D'] of the image tower, regions [B, R, D] of the fusion."""
        features = self.encoder.image_features(pixel_values)
        return features._replace(tokens=self.fusion.regions(features.tokens))

    def text_features(self, input_ids: Tensor, attention_mask: Tensor) -> Features:
        """Vectors [B, D'] of the text tower, words [B, L, D] of the fusion."""
        features = self.encoder.text_features(input_ids, attention_mask)
        return features._replace(tokens=self.fusion.words(features.tokens))

    def similarity(self, images: Features, texts: Features) -> Tensor:
        """S [I, T]; see :class:`AsymmetryFusion`."""
        return self.fusion(images.tokens, images.vector, texts.tokens, text_mask(texts))

    def pair_similarity(self, images: Features, texts: Features) -> Tensor:
        """S [N] of image n with text n."""
        return self.fusion.pairs(images.tokens, images.vector, texts.tokens, text_mask(texts))

    def configuration(self) -> dict[str, Any]:
        """See :meth:`DualEncoder.configuration`."""
        return {"model_type": self.model_type, "encoder": self.encoder.configuration(), **self.measures}


def length(squares: Tensor) -> Tensor:
    """Square root of squared lengths, with a finite gradient at 0."""
    return squares.clamp_min(TINY).sqrt()


def text_mask(texts: Features) -> Tensor:
    """The texts' mask [T, L]; all True where they have none."""
    return torch.ones_like(texts.tokens[..., 0], dtype=torch.bool) if texts.mask is None else texts.mask
