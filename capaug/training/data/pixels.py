"""From pictures to ``pixel_values``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
import torch
from torch import Tensor

from capaug.errors import UsageError

if TYPE_CHECKING:
    from PIL.Image import Image

MEAN, DEVIATION = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)  # CLIP's


@runtime_checkable
class ImageProcessor(Protocol):
    """Turns pictures into what the image tower takes, in two steps, so that the first can be done once and kept."""

    size: tuple[int, int]  # height, width

    def read(self, picture: Image) -> Tensor:
        """The picture resized, as uint8 [3, H, W]."""
        ...

    def normalise(self, pixels: Tensor) -> Tensor:
        """float32 [B, 3, H, W], standardised by channel, of uint8 [B, 3, H, W]; on the device of ``pixels``."""
        ...

    def __call__(self, pictures: Sequence[Image]) -> Tensor:
        """``pixel_values`` [B, 3, H, W] of pictures."""
        ...


class SquareImages:
    """Squeezes the whole picture into a square: nothing at the sides is lost that a caption may speak of."""

    def __init__(self, size: int, mean: Sequence[float] = MEAN, deviation: Sequence[float] = DEVIATION) -> None:
        """``size`` is height and width in pixels; ``mean`` and ``deviation`` are by channel, of values in 0 to 1."""
        self.size = (size, size)
        self.mean, self.deviation = tuple(mean), tuple(deviation)

    def read(self, picture: Image) -> Tensor:
        """The picture resized, as uint8 [3, H, W]; see :class:`ImageProcessor`."""
        from PIL.Image import Resampling

        resized = picture.convert("RGB").resize(self.size[::-1], Resampling.BICUBIC, reducing_gap=2.0)
        return torch.from_numpy(np.array(resized)).permute(2, 0, 1).contiguous()

    def normalise(self, pixels: Tensor) -> Tensor:
        """float32 [B, 3, H, W] of uint8 [B, 3, H, W]; see :class:`ImageProcessor`."""
        return standardise(pixels, self.mean, self.deviation)

    def __call__(self, pictures: Sequence[Image]) -> Tensor:
        """``pixel_values`` [B, 3, H, W] of pictures."""
        return self.normalise(torch.stack([self.read(picture) for picture in pictures]))


class TransformedImages:
    """Pictures through a transform that takes one and gives its tensor: torchvision's ``Compose``."""

    def __init__(self, transform: Callable[[Image], Tensor]) -> None:
        """``transform`` is from a picture to a tensor [3, H, W]."""
        self.transform = transform

    def __call__(self, pictures: Sequence[Image]) -> Tensor:
        """``pixel_values`` [B, 3, H, W] of pictures.

        Raises:
            UsageError: the transform gives something else than tensors [3, H, W] of one size.
        """
        found = [self.transform(picture) for picture in pictures]
        shapes = {tuple(one.shape) if isinstance(one, Tensor) else type(one).__name__ for one in found}
        if len(shapes) != 1 or not all(isinstance(shape, tuple) and len(shape) == 3 for shape in shapes):
            raise UsageError(
                "the transform of pictures must give tensors [3, H, W] of one size (Resize, CenterCrop, ToTensor), "
                f"not {' and '.join(sorted(map(str, shapes)))}"
            )
        return torch.stack(found)


def standardise(pixels: Tensor, mean: Sequence[float], deviation: Sequence[float]) -> Tensor:
    """uint8 [B, 3, H, W] as float32, less ``mean`` and over ``deviation`` by channel."""
    factor, offset = (
        torch.tensor(values, dtype=torch.float32, device=pixels.device).view(3, 1, 1)
        for values in ([1 / (255 * d) for d in deviation], [-m / d for m, d in zip(mean, deviation, strict=True)])
    )
    return pixels.float().mul_(factor).add_(offset)
