"""A Trainer of the transformers library that learns from negatives: CLIP and SigLIP models of its own classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import pad
from transformers import Trainer, TrainerCallback

from capaug.errors import UsageError
from capaug.training.data.collator import Collator
from capaug.training.losses import Weighted, gather
from capaug.training.models.base import MAX_SCALE


class NegativesTrainer(Trainer):
    """Trains a ``CLIPModel`` or ``SiglipModel`` on rows of shards.

    Captions and negatives go through the text tower together, mirrors and pictures through the other. Across processes
    all features are gathered with their gradients, so that every picture meets the captions of the whole batch. With
    ``gradient_accumulation_steps`` the loss of a step is the mean of those of its batches, each compared within itself.

    Args:
        args: ``TrainingArguments`` with ``remove_unused_columns=False``, as the collator reads all columns.
        data_collator: a :class:`~capaug.training.data.collator.Collator` with ``images``; each epoch it draws anew. For
            SigLIP with ``pad_to_max_length=True`` and a ``max_length`` of the model's context.
        loss: what to make of the vectors; by default NegCLIP's loss. Of a model with a bias (SigLIP) it is the sigmoid
            one.
        more: of transformers' ``Trainer``.

    Raises:
        UsageError: another collator, ``remove_unused_columns``, or a weight of the loss is about negatives or mirrors
            and the collator gives none.

    Example:
        >>> trainer = NegativesTrainer(model=model, args=args, train_dataset=rows, data_collator=collator,
        ...                            loss=Weighted(gap=0.5))  # doctest: +SKIP
    """

    def __init__(self, *, args: Any, data_collator: Collator, loss: Weighted | None = None, **more: Any) -> None:
        if not isinstance(data_collator, Collator) or data_collator.images is None:
            raise UsageError("NegativesTrainer needs a data_collator of capaug.training.data.Collator with images")
        if args.remove_unused_columns:
            raise UsageError("NegativesTrainer needs TrainingArguments(remove_unused_columns=False, ...)")
        self.loss = loss or Weighted()
        self.loss.check(data_collator.negatives, data_collator.mirrors is not None)
        super().__init__(args=args, data_collator=data_collator, **more)
        # the loss is a mean over the batch: with gradient accumulation the Trainer has to divide it, not the model
        self.model_accepts_loss_kwargs = False
        self.add_callback(SetEpoch(data_collator))

    def compute_loss(
        self,
        model: nn.Module,
        inputs: Mapping[str, Tensor | Any],
        return_outputs: bool = False,
        num_items_in_batch: Any = None,
    ) -> Any:
        """The loss of a batch of the collator; of the whole batch in every process."""
        size = len(inputs["input_ids"])
        ids, masks = (
            together(inputs[name], inputs.get(f"negative_{name}")) for name in ("input_ids", "attention_mask")
        )
        pixels = [inputs[name] for name in ("pixel_values", "mirror_pixel_values") if name in inputs]
        whole: Any = self.accelerator.unwrap_model(model)
        bias = getattr(whole, "logit_bias", None)
        # SigLIP was trained without a mask, on texts of full length
        outputs = model(input_ids=ids, attention_mask=masks if bias is None else None, pixel_values=torch.cat(pixels))
        found = {
            "image": outputs.image_embeds[:size],
            "text": outputs.text_embeds[:size],
            "image_ids": inputs["image_ids"],
        }
        if "negative_mask" in inputs:
            shape = inputs["negative_mask"].shape
            found |= {"negatives": outputs.text_embeds[size:].unflatten(0, shape)}
            found |= {"negative_mask": inputs["negative_mask"]}
        if "mirror_mask" in inputs:
            found |= {name: inputs[name] for name in ("mirror_mask", "mirror_negative")}
            found |= {"mirrors": outputs.image_embeds[size:]}
        with torch.no_grad():
            whole.logit_scale.clamp_(max=torch.tensor(MAX_SCALE).log().item())
        parts = self.loss(
            **{name: gather(value) for name, value in found.items()},
            logit_scale=whole.logit_scale.exp().squeeze(),
            logit_bias=None if bias is None else bias.squeeze(),
        )
        loss = self.loss.total(parts)
        return (loss, outputs) if return_outputs else loss


class SetEpoch(TrainerCallback):
    """Tells the collator of each epoch, so that it draws anew."""

    def __init__(self, collator: Collator) -> None:
        self.collator = collator

    def on_epoch_begin(self, args: Any, state: Any, control: Any, **unused: Any) -> None:
        """Before the first batch of an epoch is made."""
        self.collator.set_epoch(int(state.epoch or 0))


def together(captions: Tensor, negatives: Tensor | None) -> Tensor:
    """Tokens [B, L] and [B, K, L'] below each other, [B + B * K, the longer], zeros behind the shorter."""
    if negatives is None:
        return captions
    longest = max(captions.shape[-1], negatives.shape[-1])
    texts = (captions, negatives.flatten(0, 1))
    return torch.cat([pad(part, (0, longest - part.shape[-1])) for part in texts])
