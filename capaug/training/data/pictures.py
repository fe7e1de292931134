"""Pictures by image id, from a folder of files or from a Parquet column, as a model takes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from capaug.errors import InputError
from capaug.picture_files import ParquetPictures, PictureSource, decoded, open_pictures
from capaug.training.data.pixels import ImageProcessor, TransformedImages

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["CACHE_BYTES", "ParquetPictures", "PictureSource", "Pictures", "decoded", "open_pictures"]

CACHE_BYTES = 2**30


class Pictures:
    """``pixel_values`` by image id: what a :class:`~capaug.training.data.collator.Collator` takes as ``images``.

    Which picture an id names is told in :mod:`capaug.pictures`. Pictures are decoded and resized when they are first
    asked for. A set that is small enough is then kept as bytes in memory (in each worker process, where there are any).

    Args:
        source: a folder of pictures or a Parquet file (:func:`open_pictures`).
        processor: how the model wants them (``model.images``), or a transform of torchvision, from a picture to a
            tensor [3, H, W], such as open_clip's; as a transform may draw at random, nothing of it is kept.
        cache_bytes: the largest set to keep.

    Example:
        >>> images = Pictures(open_pictures("photos"), model.images)  # doctest: +SKIP
        >>> images(["391895", "522418"]).shape  # doctest: +SKIP
        torch.Size([2, 3, 224, 224])
    """

    def __init__(
        self,
        source: PictureSource,
        processor: ImageProcessor | Callable[[Image], Tensor],
        cache_bytes: int = CACHE_BYTES,
    ) -> None:
        self.source = source
        self._kept: dict[str, Tensor] | None = None
        if not isinstance(processor, ImageProcessor):
            self.processor: ImageProcessor | TransformedImages = TransformedImages(processor)
            return
        self.processor = processor
        height, width = processor.size
        if len(source.names) * 3 * height * width <= cache_bytes:
            self._kept = {}

    def __call__(self, image_ids: Sequence[str]) -> Tensor:
        """float32 [B, 3, H, W].

        Raises:
            InputError: an id names no picture or two, or the picture cannot be decoded.
            UsageError: the transform does not give tensors [3, H, W] of one size.
        """
        if self._kept is None or isinstance(self.processor, TransformedImages):
            return self.processor([self.open(image_id) for image_id in image_ids])
        return self.processor.normalise(torch.stack([self._pixels(self.name_of(one), self._kept) for one in image_ids]))

    def _pixels(self, name: str, kept: dict[str, Tensor]) -> Tensor:
        if name not in kept:
            assert not isinstance(self.processor, TransformedImages)
            kept[name] = self.processor.read(decoded(self.source, name))
        return kept[name]

    def name_of(self, image_id: str) -> str:
        """The name, among those of the source, of the picture that ``image_id`` names.

        Raises:
            InputError: it names none, or two.
        """
        name = self.source.names.find(image_id)
        if name is None:
            raise InputError(f"{self.source.name}: no picture of image {image_id!r}")
        return name

    def open(self, image_id: str) -> Image:
        """The decoded picture, in RGB.

        Raises:
            InputError: there is none of that id, or it cannot be decoded.
        """
        return decoded(self.source, self.name_of(image_id))
