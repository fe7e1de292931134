"""What a recipe's objective asks of a batch: a model and its losses in one module, whose ``forward`` gives the losses.

Model and losses are one module so that ``DistributedDataParallel`` sees one forward pass. Draws (partners, noise) are
keyed by seed and step, so a resumed run makes the same ones.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from capaug.kinds import family
from capaug.training.data.collator import IGNORED
from capaug.training.loop.moves import flipped, shifted
from capaug.training.loop.recipes import TrainingRecipe
from capaug.training.losses import (
    AsCLLoss,
    AttributeMaskedLM,
    ImageTextMatching,
    InfoNCE,
    Weighted,
    gather,
)
from capaug.training.losses.sigmoid import FIRST_BIAS
from capaug.training.models import towers
from capaug.training.models.base import DualEncoder, Features
from capaug.training.models.noise import FeatureNoise

Batch = Mapping[str, Tensor]
RELATIONS = "relation_swap"  # the family of the negatives that alter a relation
SCALARS = ("logit_scale", "logit_bias")  # of what an objective compares: one of all the batch
MIRRORED = 1  # tells the draws of a caption's mirror from those of its own picture


class Objective(nn.Module, ABC):
    """A model and what it is to learn.

    ``collator`` are the options that a :class:`~capaug.training.data.collator.Collator` needs for its batches.
    """

    collator: dict[str, Any]

    def __init__(self, model: DualEncoder, recipe: TrainingRecipe, kinds: Sequence[str]) -> None:
        """``kinds`` are those of the rows' negatives (:func:`capaug.training.data.kinds.kinds_of`)."""
        super().__init__()
        self.model = model
        self.seed, self.shift, self.flip = recipe.seed, recipe.shift, recipe.flip
        self.kinds = tuple(sorted(set(kinds if recipe.kinds is None else recipe.kinds)))  # as the collator numbers them
        self.collator = {"negatives": recipe.negatives, "positives": recipe.positives, "kinds": self.kinds}
        self.collator |= {"sides": recipe.flip}

    @abstractmethod
    def forward(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """The losses of a batch: ``loss``, which is to be made small, and the parts it is the sum of."""

    def generator(self, step: int) -> torch.Generator:
        """For the draws of one step, on the CPU."""
        return torch.Generator().manual_seed((self.seed * 1_000_003 + step) % 2**63)

    def pictures(self, batch: Batch, step: int) -> Tensor:
        """The pictures, flipped and moved a little where the recipe says so."""
        keys = [(self.seed, step, image) for image in batch["image_ids"].tolist()]
        return self.moved(batch["pixel_values"], batch.get("names_sides"), keys)

    def moved(self, pixels: Tensor, names_sides: Tensor | None, keys: Sequence[tuple[int, ...]]) -> Tensor:
        """Pictures [B, 3, H, W], flipped where no text of theirs names a side, and moved."""
        if self.flip and names_sides is not None:
            pixels = flipped(pixels, ~names_sides, keys)
        return shifted(pixels, self.shift, keys)

    def captions(self, batch: Batch) -> Features:
        """Features of the captions."""
        return self.model.text_features(batch["input_ids"], batch["attention_mask"])

    def negatives(self, batch: Batch) -> Features:
        """Features of the generated negatives, [B * K, ...]."""
        ids, mask = batch["negative_input_ids"], batch["negative_attention_mask"]
        return self.model.text_features(ids.flatten(0, 1), mask.flatten(0, 1))


class Contrastive(Objective):
    """InfoNCE; with generated negatives it is NegCLIP's. The recipe's weights add what else they teach.

    Of a model with a fusion or a matching head it trains the towers alone (:func:`~capaug.training.models.towers`), and
    these are what is left of it: a head would judge by what the towers no longer say.
    """

    logit_bias: Tensor | None

    def __init__(self, model: DualEncoder, recipe: TrainingRecipe, kinds: Sequence[str]) -> None:
        super().__init__(towers(model), recipe, kinds)
        self.register_parameter("logit_bias", None)
        self.loss = Weighted(
            in_contrast=recipe.in_contrast,
            own_negatives=recipe.own_negatives,
            choice=recipe.choice,
            centred=recipe.centred,
            gap=recipe.gap,
            mirror=recipe.mirror,
            quadruple=recipe.quadruple,
        )

    def forward(self, batch: Batch, step: int, compare: bool = True) -> dict[str, Tensor]:
        """See :meth:`Objective.forward`; without ``compare`` what :meth:`losses` would compare."""
        vectors = self.vectors(batch, step)
        return self.losses(vectors) if compare else vectors

    def vectors(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """What :meth:`losses` takes of a batch: a row a caption of this process, but for :data:`SCALARS`."""
        found = self._images(batch, step)
        found["text"] = self.model.encode_text(batch["input_ids"], batch["attention_mask"])
        found["image_ids"] = batch["image_ids"]
        if "negative_input_ids" in batch:
            found |= {
                "negatives": self._existing_negatives(batch, found["text"]),
                "negative_mask": batch["negative_mask"],
            }
        found["logit_scale"] = self.model.scale()
        return found if self.logit_bias is None else found | {"logit_bias": self.logit_bias}

    def losses(self, vectors: dict[str, Tensor]) -> dict[str, Tensor]:
        """The losses of :meth:`vectors`, of one batch or of several below each other; of all processes together."""
        everywhere = {name: value if name in SCALARS else gather(value) for name, value in vectors.items()}
        parts = self.loss(**everywhere)
        return {"loss": self.loss.total(parts), **(parts if len(parts) > 1 else {})}

    def _images(self, batch: Batch, step: int) -> dict[str, Tensor]:
        """Vectors [B, D] of the pictures, and where the recipe has a use for them of the mirrors, zeros for none."""
        pixels = self.pictures(batch, step)
        if not (self.loss.weights["mirror"] or self.loss.weights["quadruple"]):
            return {"image": self.model.encode_image(pixels)}
        there = batch["mirror_mask"]
        keys = [(self.seed, step, image, MIRRORED) for image in batch["image_ids"][there].tolist()]
        named = batch["names_sides"][there] if self.flip else None
        seen = self.moved(batch["mirror_pixel_values"][there], named, keys)
        own, mirrors = self.model.encode_image(torch.cat([pixels, seen])).split([len(pixels), len(seen)])
        placed = torch.zeros_like(own).masked_scatter(there[:, None], mirrors)
        return {
            "image": own, "mirrors": placed, "mirror_mask": there, "mirror_negative": batch["mirror_negative"],
        }  # fmt: skip

    def _existing_negatives(self, batch: Batch, like: Tensor) -> Tensor:
        """Vectors [B, K, D] of the negatives; where a caption has no more, zeros, for which nothing is computed."""
        there = batch["negative_mask"].flatten()
        vectors = like.new_zeros(len(there), like.shape[1])
        if there.any():
            ids, attended = batch["negative_input_ids"], batch["negative_attention_mask"]
            found = self.model.encode_text(ids.flatten(0, 1)[there], attended.flatten(0, 1)[there])
            vectors = vectors.masked_scatter(there[:, None], found.to(vectors.dtype))
        return vectors.unflatten(0, batch["negative_mask"].shape)


class Sigmoid(Contrastive):
    """SigLIP's loss in place of InfoNCE; its bias is learnt beside the temperature."""

    def __init__(self, model: DualEncoder, recipe: TrainingRecipe, kinds: Sequence[str]) -> None:
        super().__init__(model, recipe, kinds)
        learnt = getattr(getattr(self.model, "model", None), "logit_bias", None)  # SigLIP goes on from its own
        first = torch.tensor(FIRST_BIAS) if learnt is None else learnt.detach().clone().squeeze()
        self.logit_bias = nn.Parameter(first)


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


def _as_long(captions: Tensor, negatives: Tensor) -> tuple[Tensor, Tensor]:
    """Tokens [B, L] and [B, K, L'] padded to the longer; zeros, which the padded attention masks hide."""
    longest = max(captions.shape[-1], negatives.shape[-1])
    return pad(captions, (0, longest - captions.shape[-1])), pad(negatives, (0, longest - negatives.shape[-1]))


def _gathered(features: Features) -> Features:
    mask = None if features.mask is None else gather(features.mask)
    return Features(gather(features.vector), gather(features.tokens), mask)
