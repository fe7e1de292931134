"""Dual encoders of the transformers library: CLIP, SigLIP and BLIP by name, folder or configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import normalize, pad

from capaug.errors import UsageError
from capaug.training.data.pixels import SquareImages, standardise
from capaug.training.data.tokenizer import INSTALL, load_tokenizer, one_line
from capaug.training.models.base import DualEncoder, Features
from capaug.training.models.blip import load_blip

if TYPE_CHECKING:
    from PIL.Image import Image

# The class of transformers that holds both towers, by the model_type of its configuration.
ARCHITECTURES = {"clip": "CLIPModel", "siglip": "SiglipModel", "blip": "BlipForImageTextRetrieval"}
PROCESSOR = "preprocessor_config.json"
SECONDS = 10  # to wait for the hub


def load_huggingface(source: str | Path | Mapping[str, Any], tokenizer: Any = None) -> DualEncoder:
    """A model of transformers by hub name or folder (its weights, tokenizer and image processor), or by configuration.

    A configuration is that of transformers as a dictionary (``{"model_type": "clip", ...}``); it gives new weights and
    has no tokenizer unless one is passed.

    Raises:
        UsageError: transformers is not installed, there is no such model, it cannot be loaded (a hub name needs a
            connection the first time), or it is of another kind.
    """
    try:
        import transformers
    except ImportError:
        raise UsageError(f"model {name_of(source)} needs transformers; {INSTALL}") from None
    known = ", ".join(ARCHITECTURES)
    if not isinstance(source, Mapping):
        source = folder_of(str(source))
    try:
        if isinstance(source, Mapping):
            settings = dict(source)
            kind = settings.pop("model_type", None)
            if kind not in ARCHITECTURES:
                raise UsageError(f"unknown model_type {kind!r}; known: {known}, or an own one")
            config = transformers.AutoConfig.for_model(kind, **settings)
            model = getattr(transformers, ARCHITECTURES[kind])(config)
        else:
            config = transformers.AutoConfig.from_pretrained(str(source), trust_remote_code=False)
            kind = config.model_type
            if kind not in ARCHITECTURES:
                raise UsageError(f"model {name_of(source)} is of type {kind!r}; capaug trains {known}")
            model = getattr(transformers, ARCHITECTURES[kind]).from_pretrained(str(source), trust_remote_code=False)
            tokenizer = tokenizer or load_tokenizer(source)
        images = load_images(source, config)
    except UsageError:
        raise
    except Exception as error:  # a foreign model fails to load in every way there is; the user wants one line
        raise UsageError(
            f"cannot load model {name_of(source)}: {one_line(error)} (known: a size of the own models, a folder, or a "
            "CLIP, SigLIP or BLIP model of the hub, which needs a connection the first time)"
        ) from None
    if kind != "blip":
        return HuggingFaceEncoder(model.float(), images, tokenizer)
    return load_blip(model.float(), images, tokenizer, None if isinstance(source, Mapping) else Path(source))


def folder_of(source: str) -> str:
    """The folder that ``source`` names, or its name on the hub; where that cannot be reached, the folder in its cache.

    The hub is asked once: transformers would ask for every file, and for each several times.

    Raises:
        UsageError: neither a folder, nor a model of the hub or of its cache.
    """
    place = Path(source)
    if place.is_dir():
        return source
    is_path = source.startswith((".", "/", "~")) or "\\" in source or source.count("/") > 1
    if is_path or place.exists() or (len(place.parts) > 1 and Path(place.parts[0]).is_dir()):
        raise UsageError(f"cannot load model {source!r}: there is no such folder")
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    missing = f"cannot load model {source!r}: neither a size of the own models, nor a folder, nor a model of the hub"
    try:
        HfApi().model_info(source, timeout=SECONDS)
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise UsageError(f"{missing} ({one_line(error)})") from None
    except Exception:  # no connection: which class says so differs between versions
        try:
            return snapshot_download(source, local_files_only=True)
        except OSError:
            raise UsageError(f"{missing} that was loaded before (the hub cannot be reached)") from None
    return source


def load_images(source: str | Path | Mapping[str, Any], config: Any) -> Any:
    """The image processor saved with a model; where there is none, the whole picture squeezed into the model's size."""
    from transformers.utils.hub import cached_file

    if not isinstance(source, Mapping):
        try:
            cached_file(str(source), PROCESSOR)
        except OSError:
            pass
        else:
            return processor_images(source)
    size = int(config.vision_config.image_size)
    return SquareImages(size, (0.5,) * 3, (0.5,) * 3) if config.model_type == "siglip" else SquareImages(size)


def processor_images(source: str | Path) -> ProcessorImages:
    """The image processor of a folder or of a model of the hub."""
    from transformers import AutoImageProcessor

    return ProcessorImages(AutoImageProcessor.from_pretrained(str(source)))


class ProcessorImages:
    """An image processor of transformers; see :class:`~capaug.training.data.pixels.ImageProcessor`."""

    def __init__(self, processor: Any) -> None:
        """``processor`` is what ``AutoImageProcessor`` gives."""
        self.processor = processor
        size = processor.crop_size if getattr(processor, "do_center_crop", False) else processor.size
        self.size = (int(size["height"]), int(size["width"]))

    def read(self, picture: Image) -> Tensor:
        """The picture resized (and cropped, where the processor does), as uint8 [3, H, W]."""
        settings = {"do_rescale": False, "do_normalize": False}
        pixels = self.processor(picture.convert("RGB"), return_tensors="np", **settings)["pixel_values"][0]
        return torch.from_numpy(np.ascontiguousarray(np.asarray(pixels).round().clip(0, 255).astype(np.uint8)))

    def normalise(self, pixels: Tensor) -> Tensor:
        """float32 [B, 3, H, W] of uint8 [B, 3, H, W]."""
        return standardise(pixels, self.processor.image_mean, self.processor.image_std)

    def __call__(self, pictures: Sequence[Image]) -> Tensor:
        """``pixel_values`` [B, 3, H, W] of pictures."""
        return self.normalise(torch.stack([self.read(picture) for picture in pictures]))


class HuggingFaceEncoder(DualEncoder):
    """CLIP or SigLIP. Region features are the vision tower's last states (without CLIP's class token).

    SigLIP's bias is for its sigmoid loss, and a softmax does not see it; it stays as it is.
    """

    towers_of: ClassVar[dict[str, tuple[str, ...]]] = {
        "image": ("model.vision_model.", "model.visual_projection."),
        "text": ("model.text_model.", "model.text_projection."),
    }

    def __init__(self, model: Any, images: Any, tokenizer: Any = None) -> None:
        """``model`` is a ``CLIPModel`` or ``SiglipModel``."""
        super().__init__()
        self.model, self.images, self.tokenizer = model, images, tokenizer
        vision, text = model.config.vision_config, model.config.text_config
        self.is_siglip = model.config.model_type == "siglip"
        self.image_width, self.text_width = vision.hidden_size, text.hidden_size
        self.dimension = vision.hidden_size if self.is_siglip else model.config.projection_dim
        self.vocabulary_size, self.max_tokens = text.vocab_size, text.max_position_embeddings
        if self.is_siglip:
            model.logit_bias.requires_grad_(False)

    @property
    def logit_scale(self) -> nn.Parameter:  # type: ignore[override]
        """The model's own."""
        return self.model.logit_scale

    @property
    def pad_id(self) -> int:
        """What SigLIP sees behind a text: the tokenizer's token, from which the configuration's may differ."""
        of_tokenizer = None if self.tokenizer is None else self.tokenizer.pad_token_id
        return self.model.config.text_config.pad_token_id if of_tokenizer is None else of_tokenizer

    def scale(self) -> Tensor:
        """See :meth:`DualEncoder.scale`; a scalar (SigLIP's parameter has one element)."""
        return super().scale().squeeze()

    def image_features(self, pixel_values: Tensor) -> Features:
        """Vectors [B, D] and regions [B, R, image_width]."""
        output = self.model.vision_model(pixel_values=pixel_values)
        if self.is_siglip:
            return Features(normalize(output.pooler_output, dim=-1), output.last_hidden_state)
        vector = self.model.visual_projection(output.pooler_output)
        return Features(normalize(vector, dim=-1), output.last_hidden_state[:, 1:])

    def text_features(self, input_ids: Tensor, attention_mask: Tensor) -> Features:
        """Vectors [B, D] and words [B, L, text_width]."""
        length = input_ids.shape[1]
        if self.is_siglip:
            # SigLIP reads its vector off the last position, and was trained on full length without a mask.
            input_ids = input_ids.masked_fill(~attention_mask.bool(), self.pad_id)
            input_ids = pad(input_ids, (0, self.max_tokens - length), value=self.pad_id)
            output = self.model.text_model(input_ids=input_ids)
            vector = output.pooler_output
        else:
            output = self.model.text_model(input_ids=input_ids, attention_mask=attention_mask)
            vector = self.model.text_projection(output.pooler_output)
        tokens = output.last_hidden_state[:, :length]
        return Features(normalize(vector, dim=-1), tokens, attention_mask.bool())

    def configuration(self) -> dict[str, Any]:
        """The configuration of transformers."""
        return self.model.config.to_dict()


def name_of(source: str | Path | Mapping[str, Any]) -> str:
    """The source as a message names it."""
    return "configuration" if isinstance(source, Mapping) else repr(str(source))
