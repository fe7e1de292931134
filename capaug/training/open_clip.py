"""Shards in open_clip's own training: data that its loop reads, and a loss that it calls.

open_clip's loop (``open_clip_train.train.train_one_epoch``) reads pairs of ``images`` and ``texts`` and hands what the
model makes of them to the loss, ``loss(image_features, text_features, logit_scale, output_dict=True)``. There is no
place for more. So the negatives of a batch are further texts behind its captions, mirrors further images behind its
pictures, and :class:`NegativesLoss` asks :class:`CaptionData` which of them are there and which captions are siblings.
Neither model nor loop is changed, and nothing here needs open_clip.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, DistributedSampler

from capaug.errors import UsageError
from capaug.training.data.collator import Collator
from capaug.training.data.kinds import Row
from capaug.training.data.mirror_pictures import Mirrors
from capaug.training.data.pictures import Pictures, PictureSource
from capaug.training.losses import Weighted, gather

if TYPE_CHECKING:
    from PIL.Image import Image

NOTED = ("negative_mask", "image_ids", "mirror_mask", "mirror_negative")  # of a batch, for the loss


class CaptionData:
    """The training data of open_clip's loop, in place of its ``DataInfo``.

    Args:
        rows: of shards (:func:`capaug.load_shards`).
        pictures: of their images (:func:`~capaug.training.data.pictures.open_pictures`).
        preprocess: from a picture to a tensor [3, H, W]: the training transform of open_clip's
            ``create_model_and_transforms``.
        tokenizer: of open_clip's ``get_tokenizer``, or any from texts to ids [N, L], L the same for all.
        batch_size: captions a batch and process.
        negatives: negatives a caption, drawn anew each epoch. Places that no negative fills hold an empty text.
        kinds: kinds or families of negatives to draw; None for all.
        mirrors: image ids by negative (:mod:`capaug.mirrors`), for a ``mirror`` weight of the loss.
        accum_freq: open_clip's ``--accum-freq``: batches a step.
        workers: processes that make batches.
        distributed: this is one of several processes of ``torch.distributed``, each of which reads its share.
        seed: of order and draws.

    Attributes:
        dataloader: yields ``images`` [B, 3, H, W], or [2 B, 3, H, W] with mirrors, and ``texts`` [B + B * K, L]:
            captions, then their negatives, caption after caption. It has open_clip's ``num_batches`` and
            ``num_samples``.
        sampler: a ``DistributedSampler``, or None.

    Raises:
        UsageError: the rows do not fill a batch.

    Example:
        >>> data = CaptionData(rows, pictures, preprocess, tokenizer, batch_size=256)  # doctest: +SKIP
        >>> train_one_epoch(model, {"train": data}, NegativesLoss(data), ...)  # doctest: +SKIP
    """

    def __init__(
        self,
        rows: Sequence[Row],
        pictures: PictureSource,
        preprocess: Callable[[Image], Tensor],
        tokenizer: Callable[[list[str]], Tensor],
        *,
        batch_size: int,
        negatives: int = 1,
        kinds: Sequence[str] | None = None,
        mirrors: Mirrors | None = None,
        accum_freq: int = 1,
        workers: int = 0,
        distributed: bool = False,
        seed: int = 0,
    ) -> None:
        self.collator = Collator(
            tokenizer,
            negatives=negatives,
            kinds=kinds,
            seed=seed,
            max_length=tokenizer(["a"]).shape[1],
            pad_to_max_length=True,
            images=Pictures(pictures, preprocess),
            mirrors=mirrors,
        )
        self._order = torch.Generator()
        self._seed = seed
        self.sampler: DistributedSampler[Any] | None = None
        if distributed:
            self.sampler = DistributedSampler(rows, seed=seed, drop_last=True)  # type: ignore[arg-type]
        loader: Any = DataLoader(
            rows,  # type: ignore[arg-type]
            batch_size=batch_size,
            sampler=self.sampler,
            shuffle=self.sampler is None,
            generator=self._order,
            collate_fn=self.collator,
            drop_last=True,
            num_workers=workers,
            persistent_workers=workers > 0,
            pin_memory=torch.cuda.is_available(),
        )
        if not len(loader):
            raise UsageError(
                f"{len(rows):,} rows do not fill a batch of {batch_size} in each process; lower batch_size"
            )
        self.dataloader = Packed(loader, len(rows), accum_freq)
        self.set_epoch(0)

    def set_epoch(self, epoch: int) -> None:
        """Other negatives, and another order, than in the epoch before; open_clip's loop calls it."""
        self.collator.set_epoch(epoch)
        self._order.manual_seed(random.Random(f"{self._seed} {epoch}").getrandbits(63))
        if self.sampler is not None:
            self.sampler.set_epoch(epoch)


class Packed:
    """Batches as open_clip's loop unpacks them, and what was noted of the last ``accum_freq`` of them."""

    def __init__(self, loader: DataLoader[Any], rows: int, accum_freq: int) -> None:
        self.num_batches, self.num_samples = len(loader), rows
        self.last: deque[dict[str, Tensor]] = deque(maxlen=accum_freq)
        self._loader = loader

    def __len__(self) -> int:
        return self.num_batches

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        for batch in self._loader:
            self.last.append({name: batch[name] for name in NOTED if name in batch})
            images, texts = [batch["pixel_values"]], [batch["input_ids"]]
            if "negative_input_ids" in batch:
                texts.append(batch["negative_input_ids"].flatten(0, 1))
            if "mirror_pixel_values" in batch:
                images.append(batch["mirror_pixel_values"])
            yield torch.cat(images), torch.cat(texts)


class NegativesLoss(nn.Module):
    """A loss with the signature of open_clip's ``ClipLoss``, or of ``SigLipLoss`` where the model has a bias.

    It takes the features of a batch of ``data`` (or of ``accum_freq`` batches, as the loop joins them) apart, gathers
    them from all processes with their gradients, as open_clip does under ``--gather-with-grad``, and gives what
    :class:`~capaug.training.losses.Weighted` makes of them.

    Args:
        data: whose batches the model has seen.
        weights: of :class:`~capaug.training.losses.Weighted`; none of them: NegCLIP's loss.

    Raises:
        UsageError: a weight is about negatives or mirrors, and ``data`` has none.

    Example:
        >>> loss = NegativesLoss(data, in_contrast=False, gap=0.5)  # doctest: +SKIP
    """

    def __init__(self, data: CaptionData, **weights: Any) -> None:
        super().__init__()
        self._batches = data.dataloader
        self.loss = Weighted(**weights)
        self.loss.check(data.collator.negatives, data.collator.mirrors is not None)

    def forward(
        self,
        image_features: Tensor,
        text_features: Tensor,
        logit_scale: Tensor,
        logit_bias: Tensor | None = None,
        output_dict: bool = False,
    ) -> dict[str, Tensor] | Tensor:
        """The loss, or with ``output_dict`` its weighed parts, ``contrast_loss`` and others, whose sum it is.

        Raises:
            UsageError: the features are not those of the last ``accum_freq`` batches.
        """
        found = self._unpack(image_features, text_features)
        everywhere = {name: gather(value) for name, value in found.items()}
        parts = self.loss(**everywhere, logit_scale=logit_scale, logit_bias=logit_bias)
        if not output_dict:
            return self.loss.total(parts)
        return {f"{name}_loss": self.loss.weights[name] * part for name, part in parts.items()}

    def _unpack(self, image_features: Tensor, text_features: Tensor) -> dict[str, Tensor]:
        """The features by what they are of: the loop puts batches below each other, each with all that is its own."""
        noted = list(self._batches.last)
        batches = len(noted)
        size = len(noted[0]["image_ids"]) if noted else 0
        mask = noted[0].get("negative_mask") if noted else None
        texts = size * (1 + (0 if mask is None else mask.shape[1]))
        pictures = size * (2 if noted and "mirror_mask" in noted[0] else 1)
        if (len(image_features), len(text_features)) != (batches * pictures, batches * texts):
            raise UsageError(
                f"the loss was given features of {len(image_features):,} images and {len(text_features):,} texts, and "
                f"the last {batches} batches had {batches * pictures:,} and {batches * texts:,}; give CaptionData the "
                "accum_freq of the loop, and the loss the data that it reads"
            )
        where = image_features.device
        found = {name: torch.cat([note[name] for note in noted]).to(where) for name in noted[0]}
        images, words = image_features.unflatten(0, (batches, pictures)), text_features.unflatten(0, (batches, texts))
        found |= {"image": images[:, :size].flatten(0, 1), "text": words[:, :size].flatten(0, 1)}
        if mask is not None:
            negatives = words[:, size:].unflatten(1, mask.shape)  # [batches, B, K, D]
            found["negatives"] = negatives.flatten(0, 1)
        if pictures > size:
            found["mirrors"] = images[:, size:].flatten(0, 1)
        return found
