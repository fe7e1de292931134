"""BLIP for retrieval: its two towers, its matching head, and a head for masked words that it is given for FAM."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, normalize

from capaug.training.models.base import DualEncoder, Features

WORD_HEAD = "word_head.safetensors"
SCORED_BY, VECTORS = "capaug_scored_by", "vectors"  # in the configuration, where the towers alone were trained


class BlipTowers(DualEncoder):
    """BLIP's two towers, whose vectors are compared.

    The text features are the words' embeddings, as BLIP's fusion is its text tower run with cross-attention from these
    on, and the image features all states of the vision tower, class token included.
    """

    towers_of: ClassVar[dict[str, tuple[str, ...]]] = {
        "image": ("model.vision_model.", "model.vision_proj."),
        "text": ("model.text_encoder.", "model.text_proj."),
    }

    def __init__(self, model: Any, images: Any, tokenizer: Any = None) -> None:
        """``model`` is a ``BlipForImageTextRetrieval``."""
        super().__init__()
        self.model, self.images, self.tokenizer = model, images, tokenizer
        vision, text = model.config.vision_config, model.config.text_config
        self.image_width, self.text_width = vision.hidden_size, text.hidden_size
        self.dimension = model.config.image_text_hidden_size
        self.vocabulary_size, self.max_tokens = text.vocab_size, text.max_position_embeddings
        # The class has no scale of its own, but its configuration has a place for one.
        self.logit_scale = nn.Parameter(torch.tensor(float(model.config.logit_scale_init_value)))

    def image_features(self, pixel_values: Tensor) -> Features:
        """Vectors [B, D] and states [B, 1 + R, image_width]."""
        states = self.model.vision_model(pixel_values=pixel_values).last_hidden_state
        return Features(normalize(self.model.vision_proj(states[:, 0]), dim=-1), states)

    def text_features(self, input_ids: Tensor, attention_mask: Tensor) -> Features:
        """Vectors [B, D] and word embeddings [B, L, text_width]."""
        embeddings = self.model.text_encoder.embeddings(input_ids=input_ids)
        output = self.model.text_encoder(encoder_embeds=embeddings, attention_mask=attention_mask)
        vector = self.model.text_proj(output.last_hidden_state[:, 0])
        return Features(normalize(vector, dim=-1), embeddings, attention_mask.bool())

    def configuration(self) -> dict[str, Any]:
        """The configuration of transformers, with the scale as it is now, and by what pairs are scored."""
        self.model.config.logit_scale_init_value = self.logit_scale.item()
        setattr(self.model.config, SCORED_BY, None if isinstance(self, BlipEncoder) else VECTORS)
        return self.model.config.to_dict()


class BlipEncoder(BlipTowers):
    """The towers and the matching head."""

    def towers(self) -> BlipTowers:
        """The towers alone, of the same weights; those of the fusion and of the matching head learn nothing more."""
        found = BlipTowers(self.model, self.images, self.tokenizer)
        found.logit_scale = self.logit_scale
        for name, weights in self.model.named_parameters():
            if "crossattention" in name or name.startswith("itm_head"):
                weights.requires_grad_(False)
        return found

    def fuse(self, image_tokens: Tensor, text_tokens: Tensor, text_mask: Tensor) -> Tensor:
        """States [N, L, text_width] of text n's words that have seen image n's regions."""
        return self.model.text_encoder(
            encoder_embeds=text_tokens,
            attention_mask=text_mask.long(),
            encoder_hidden_states=image_tokens,
            encoder_attention_mask=torch.ones(image_tokens.shape[:-1], dtype=torch.long, device=image_tokens.device),
        ).last_hidden_state

    def match(self, image_tokens: Tensor, text_tokens: Tensor, text_mask: Tensor) -> Tensor:
        """Logits [N, 2] of image n and text n: not a pair (0), a pair (1)."""
        return self.model.itm_head(self.fuse(image_tokens, text_tokens, text_mask)[:, 0])


class BlipWordEncoder(BlipEncoder):
    """BLIP with a head for masked words, which FAM trains: that of BERT, whose last layer is the words' embeddings."""

    def __init__(self, model: Any, images: Any, tokenizer: Any = None) -> None:
        """``model`` is a ``BlipForImageTextRetrieval``; the head is new."""
        super().__init__(model, images, tokenizer)
        width = self.text_width
        self.word_head = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.LayerNorm(width))
        self.word_bias = nn.Parameter(torch.zeros(self.vocabulary_size))

    def predict(
        self, image_tokens: Tensor, text_tokens: Tensor, text_mask: Tensor, positions: Tensor | None = None
    ) -> Tensor:
        """Logits [N, L, V] of the words, or [M, V] at the M places where ``positions`` [N, L] is True."""
        states = self.fuse(image_tokens, text_tokens, text_mask)
        states = self.word_head(states if positions is None else states[positions.bool()])
        return linear(states, self.model.text_encoder.embeddings.word_embeddings.weight, self.word_bias)

    def head(self) -> dict[str, Tensor]:
        """The weights that a ``BlipForImageTextRetrieval`` has no place for."""
        return {name: value for name, value in self.state_dict().items() if name.startswith("word_")}


def load_blip(model: Any, images: Any, tokenizer: Any, folder: Path | None) -> BlipTowers:
    """What was saved to ``folder``: the towers that were trained alone, all of BLIP, or it with a head for words."""
    if folder is not None and (folder / WORD_HEAD).is_file():
        from safetensors.torch import load_file

        with_words = BlipWordEncoder(model, images, tokenizer)
        with_words.load_state_dict(load_file(folder / WORD_HEAD), strict=False)
        return with_words
    kind = BlipTowers if getattr(model.config, SCORED_BY, None) == VECTORS else BlipEncoder
    return kind(model, images, tokenizer)
