"""What a recipe's objective asks of a batch: a model and its losses in one module, whose ``forward`` gives the losses.

Model and losses are one module so that ``DistributedDataParallel`` sees one forward pass. Draws (partners, noise) are
keyed by seed and step, so a resumed run makes the same ones.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from capaug.kinds import family
from capaug.training.data.collator import IGNORED
from capaug.training.loop.recipes import TrainingRecipe
from capaug.training.losses import AsCLLoss, AttributeMaskedLM, ImageTextMatching, InfoNCE, gather, own_scores
from capaug.training.models import towers
from capaug.training.models.base import DualEncoder, Features
from capaug.training.models.noise import FeatureNoise

Batch = Mapping[str, Tensor]
RELATIONS = "relation_swap"  # the family of the negatives that alter a relation


class Objective(nn.Module, ABC):
    """A model and what it is to learn.

    ``collator`` are the options that a :class:`~capaug.training.data.collator.Collator` needs for its batches.
    """

    collator: dict[str, Any]

    def __init__(self, model: DualEncoder, recipe: TrainingRecipe, kinds: Sequence[str]) -> None:
        """``kinds`` are those of the rows' negatives (:func:`capaug.training.data.kinds.kinds_of`)."""
        super().__init__()
        self.model = model
        self.seed, self.shift = recipe.seed, recipe.shift
        self.kinds = tuple(sorted(set(kinds if recipe.kinds is None else recipe.kinds)))  # as the collator numbers them
        self.collator = {"negatives": recipe.negatives, "positives": recipe.positives, "kinds": self.kinds}

    @abstractmethod
    def forward(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """The losses of a batch: ``loss``, which is to be made small, and the parts it is the sum of."""

    def generator(self, step: int) -> torch.Generator:
        """For the draws of one step, on the CPU."""
        return torch.Generator().manual_seed((self.seed * 1_000_003 + step) % 2**63)

    def pictures(self, batch: Batch, step: int) -> Tensor:
        """The pictures, moved a little where the recipe says so."""
        keys = [(self.seed, step, image) for image in batch["image_ids"].tolist()]
        return shifted(batch["pixel_values"], self.shift, keys)

    def captions(self, batch: Batch) -> Features:
        """Features of the captions."""
        return self.model.text_features(batch["input_ids"], batch["attention_mask"])

    def negatives(self, batch: Batch) -> Features:
        """Features of the generated negatives, [B * K, ...]."""
        ids, mask = batch["negative_input_ids"], batch["negative_attention_mask"]
        return self.model.text_features(ids.flatten(0, 1), mask.flatten(0, 1))


class Contrastive(Objective):
    """InfoNCE; with generated negatives it is NegCLIP's.

    Of a model with a fusion or a matching head it trains the towers alone (:func:`~capaug.training.models.towers`), and
    these are what is left of it: a head would judge by what the towers no longer say.
    """

    def __init__(self, model: DualEncoder, recipe: TrainingRecipe, kinds: Sequence[str]) -> None:
        super().__init__(towers(model), recipe, kinds)
        self.loss, self.choice = InfoNCE(own_negatives=recipe.own_negatives), recipe.choice

    def forward(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """See :meth:`Objective.forward`."""
        image = gather(self.model.encode_image(self.pictures(batch, step)))
        text = gather(self.model.encode_text(batch["input_ids"], batch["attention_mask"]))
        negatives = mask = None
        if "negative_input_ids" in batch:
            mask = gather(batch["negative_mask"])
            negatives = gather(self._existing_negatives(batch, text))
        scale = self.model.scale()
        contrast = self.loss(image, text, scale, negatives, mask, gather(batch["image_ids"]))
        if negatives is None or mask is None or not self.choice:
            return {"loss": contrast}
        choice = own_choice(image, text, scale, negatives, mask)
        return {"loss": contrast + self.choice * choice, "contrast": contrast, "choice": choice}

    def _existing_negatives(self, batch: Batch, like: Tensor) -> Tensor:
        """Vectors [B, K, D] of the negatives; where a caption has no more, zeros, for which nothing is computed."""
        there = batch["negative_mask"].flatten()
        vectors = like.new_zeros(len(there), like.shape[1])
        if there.any():
            ids, attended = batch["negative_input_ids"], batch["negative_attention_mask"]
            found = self.model.encode_text(ids.flatten(0, 1)[there], attended.flatten(0, 1)[there])
            vectors = vectors.masked_scatter(there[:, None], found.to(vectors.dtype))
        return vectors.unflatten(0, batch["negative_mask"].shape)


class FAM(Objective):
    """ITC, ITM with generated negatives, and MLM of attribute words, each of weight 1 as in ALBEF.

    A caption's negative is one that alters a relation (FAM); where none of those drawn does, one of another kind, so
    that the head learns of objects, attributes and denials too (our own; ``kinds: [relation_swap]`` leaves them out).
    """

    def __init__(self, model: DualEncoder, recipe: TrainingRecipe, kinds: Sequence[str]) -> None:
        super().__init__(model, recipe, kinds)
        self.contrast, self.matching, self.masked = InfoNCE(), ImageTextMatching(), AttributeMaskedLM()
        self.collator |= {"mask_attributes": True, "mask_probability": recipe.mask_probability}
        self.relations = [number for number, kind in enumerate(self.kinds) if family(kind) == RELATIONS]

    def forward(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """See :meth:`Objective.forward`."""
        model: Any = self.model
        images, texts = model.image_features(self.pictures(batch, step)), self.captions(batch)
        itc = self.contrast(
            gather(images.vector), gather(texts.vector), model.scale(), image_ids=gather(batch["image_ids"])
        )

        drawn = self.matching.draw(
            model.scale() * images.vector @ texts.vector.T, batch["image_ids"], draws := self.generator(step)
        )
        there = batch["negative_mask"]
        altered = torch.isin(batch["negative_kinds"], batch["negative_kinds"].new_tensor(self.relations)) & there
        first = torch.where(altered.any(dim=1, keepdim=True), altered, there)
        chosen = self.matching.choose_texts(first, drawn, draws)
        ids = chosen.take(*_as_long(batch["input_ids"], batch["negative_input_ids"]))
        mask = chosen.take(*_as_long(batch["attention_mask"], batch["negative_attention_mask"]))
        others = model.text_features(ids, mask)
        pairs = [(images, texts), (images.take(drawn.images), texts), (images, others)]
        logits = torch.cat([model.match(image.tokens, text.tokens, text.mask) for image, text in pairs])
        itm = self.matching(logits, self.matching.labels(drawn.found, chosen.found))

        wanted = batch["mlm_labels"] != IGNORED
        shown = model.text_features(batch["mlm_input_ids"], batch["attention_mask"])
        mlm = self.masked(model.predict(images.tokens, shown.tokens, shown.mask, wanted), batch["mlm_labels"][wanted])
        return {"loss": itc + itm + mlm, "itc": itc, "itm": itm, "mlm": mlm}


class AsCL(Objective):
    """The asymmetry-sensitive loss: generated negatives (I) and positives (II, III), noise in feature space."""

    def __init__(self, model: DualEncoder, recipe: TrainingRecipe, kinds: Sequence[str]) -> None:
        super().__init__(model, recipe, kinds)
        self.loss = AsCLLoss(temperature=recipe.temperature, drop_hardest=recipe.drop_hardest)
        self.noise = FeatureNoise() if recipe.noise else None
        # texts of all processes are gathered, so they need one length
        self.collator |= {"pad_to_max_length": torch.distributed.is_initialized()}

    def forward(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """See :meth:`Objective.forward`."""
        model = self.model
        images = _gathered(model.image_features(self.pictures(batch, step)))
        texts = _gathered(self.captions(batch))
        scores, masks = [model.similarity(images, texts)], []
        if "negative_input_ids" in batch:
            scores.append(model.similarity(images, _gathered(self.negatives(batch))))
            masks.append(gather(batch["negative_mask"]).flatten())
        if self.noise is not None:
            noisy = texts._replace(tokens=self.noise(texts.tokens, texts.mask, generator=self.generator(step)))
            scores.append(model.similarity(images, noisy))
            masks.append(torch.ones_like(scores[0][0], dtype=torch.bool))
        positive = positive_mask = None
        if "positive_input_ids" in batch:
            tokens = model.text_features(batch["positive_input_ids"], batch["positive_attention_mask"])
            positive, positive_mask = model.similarity(images, _gathered(tokens)), gather(batch["positive_mask"])
        mask = torch.cat(masks) if masks else None
        return {"loss": self.loss(torch.cat(scores, dim=1), positive, mask, positive_mask, gather(batch["image_ids"]))}


def own_choice(image: Tensor, text: Tensor, scale: Tensor, negatives: Tensor, mask: Tensor) -> Tensor:
    """Cross-entropy of the choice that an image has between its caption and that caption's own negatives.

    It is what the accuracy of the choice counts; among the hundreds of columns of InfoNCE it weighs little. A mean over
    the rows that have a negative, zero if none has; arguments as of :class:`~capaug.training.losses.InfoNCE`. Our own.
    """
    with torch.autocast(image.device.type, enabled=False):
        own, others = own_scores(image, text, negatives, mask)  # [B], [B, K]
        others = (scale.float() * others).masked_fill(~mask, -torch.inf)
        logits = torch.cat([(scale.float() * own)[:, None], others], dim=1)
        losses = logits.logsumexp(dim=1) - logits[:, 0]  # zero where there is no negative
        return losses.sum() / mask.any(dim=1).sum().clamp_min(1)


def shifted(pixels: Tensor, share: float, keys: Sequence[tuple[int, ...]]) -> Tensor:
    """Pictures [B, 3, H, W], each moved by up to ``share`` of its sides; what moves in at the edge repeats the edge.

    Where to is drawn by the picture's key alone, so that it is the same in any batch and in any process.
    """
    height, width = pixels.shape[-2:]
    down, right = round(share * height), round(share * width)
    if not down and not right:
        return pixels
    draws = [int.from_bytes(blake2b(repr(key).encode(), digest_size=8).digest(), "big") for key in keys]
    tops = [draw % (2 * down + 1) for draw in draws]
    lefts = [draw // (2 * down + 1) % (2 * right + 1) for draw in draws]
    wide = pad(pixels, (right, right, down, down), mode="replicate")
    moved = zip(wide, tops, lefts, strict=True)
    return torch.stack([one[:, top : top + height, left : left + width] for one, top, left in moved])


def _as_long(captions: Tensor, negatives: Tensor) -> tuple[Tensor, Tensor]:
    """Tokens [B, L] and [B, K, L'] padded to the longer; zeros, which the padded attention masks hide."""
    longest = max(captions.shape[-1], negatives.shape[-1])
    return pad(captions, (0, longest - captions.shape[-1])), pad(negatives, (0, longest - negatives.shape[-1]))


def _gathered(features: Features) -> Features:
    mask = None if features.mask is None else gather(features.mask)
    return Features(gather(features.vector), gather(features.tokens), mask)
