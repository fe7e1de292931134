"""From a name, a folder or a configuration to a model, and from a model to a folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from capaug.errors import InputError, OutputError, UsageError
from capaug.training.data.tokenizer import INSTALL, load_tokenizer, one_line
from capaug.training.models.asymmetry import AsymmetryEncoder
from capaug.training.models.base import DualEncoder
from capaug.training.models.blip import WORD_HEAD, BlipTowers, BlipWordEncoder
from capaug.training.models.dual import SIZES, DualConfig, SmallDualEncoder
from capaug.training.models.fusion import FusionEncoder
from capaug.training.models.huggingface import (
    PROCESSOR,
    HuggingFaceEncoder,
    ProcessorImages,
    load_huggingface,
    processor_images,
)

FUSIONS = ("none", "cross_attention", "asymmetry")
FUSION_CLASSES: dict[str, type[DualEncoder]] = {"cross_attention": FusionEncoder, "asymmetry": AsymmetryEncoder}
OWN_CLASSES = {kind.model_type: kind for kind in (SmallDualEncoder, FusionEncoder, AsymmetryEncoder)}
# Fusion layers around the own sizes; around other models they are as wide as the text tower, and six as in ALBEF.
CROSS_ATTENTION = {
    "tiny": {"width": 96, "layers": 1, "heads": 3},
    "small": {"width": 192, "layers": 2, "heads": 3},
    "base": {"width": 512, "layers": 6, "heads": 8},
}
CONFIG, WEIGHTS, TOKENIZER = "config.json", "model.safetensors", "tokenizer.json"


def load_model(source: str | Path | Mapping[str, Any], *, tokenizer: Any = None, fusion: str = "none") -> DualEncoder:
    """The model that ``source`` names.

    Args:
        source: a size of the own models (``tiny``, ``small``, ``base``; new weights, needs ``tokenizer``), a folder
            that a model was saved to, a CLIP, SigLIP or BLIP model of the hub, or a configuration (new weights; its
            ``model_type`` is an own one or one of transformers).
        tokenizer: a fast tokenizer, by default the source's own. For new own models it fixes the vocabulary.
        fusion: what to put around the towers, with new weights: ``none``; ``cross_attention`` (FAM: heads for matching
            and masked words); ``asymmetry`` (AsCL: hierarchical fusion of every scored pair). A source that holds a
            fusion brings it along and needs none named.

    Raises:
        UsageError: no such size, folder, model or fusion; the source is not a kind of model that capaug can train; it
            needs a tokenizer; or transformers is not installed.
        InputError: the folder's files are broken or do not fit each other.

    Example:
        >>> from capaug.training.data.tokenizer import train_tokenizer
        >>> tokenizer = train_tokenizer(["a red ball left of a blue box"])
        >>> model = load_model("tiny", tokenizer=tokenizer, fusion="cross_attention")
    """
    if fusion not in FUSIONS:
        raise UsageError(f"unknown fusion {fusion!r}; known: {', '.join(FUSIONS)}")
    size = source if isinstance(source, str) and source in SIZES else ""
    if size:
        if tokenizer is None:
            raise UsageError(f"model {size!r} needs a tokenizer (capaug.training.data.train_tokenizer makes one)")
        model = build({"model_type": SmallDualEncoder.model_type, **SIZES[size]}, tokenizer)
    elif isinstance(source, Mapping):
        model = build(source, tokenizer)
    else:
        folder = Path(source)
        config = read_config(folder)
        own = config.get("model_type") in OWN_CLASSES
        model = load_own(folder, config, tokenizer) if own else load_huggingface(source, tokenizer)
    return model if fusion == "none" else add_fusion(model, fusion, CROSS_ATTENTION.get(size))


def build(config: Mapping[str, Any], tokenizer: Any = None) -> DualEncoder:
    """A model with new weights from a configuration, as ``DualEncoder.configuration`` gives it.

    Raises:
        UsageError: the configuration is of no known type, or wrong.
    """
    settings = dict(config)
    kind = settings.pop("model_type", None)
    if kind not in OWN_CLASSES:
        return load_huggingface(config, tokenizer)
    try:
        if kind == SmallDualEncoder.model_type:
            settings["stem"] = tuple(settings["stem"])
            settings.setdefault("vocabulary_size", None if tokenizer is None else len(tokenizer))
            return SmallDualEncoder(DualConfig(**settings), tokenizer)
        fusion: type[FusionEncoder | AsymmetryEncoder] = OWN_CLASSES[kind]  # type: ignore[assignment]
        return fusion(build(settings.pop("encoder"), tokenizer), **settings)
    except (KeyError, TypeError) as error:
        raise UsageError(f"wrong configuration of a {kind} model: {one_line(error)}") from None


def add_fusion(model: DualEncoder, fusion: str, measures: Mapping[str, Any] | None = None) -> DualEncoder:
    """Put a fusion with new weights around ``model``; a model that has this very fusion stays as it is.

    BLIP has cross-attention, and is given a head for masked words.

    Raises:
        UsageError: the model has a fusion of another kind.
    """
    if isinstance(model, FUSION_CLASSES[fusion]):
        return model
    if isinstance(model, BlipTowers) and fusion == "cross_attention":
        has_head = isinstance(model, BlipWordEncoder)
        return model if has_head else BlipWordEncoder(model.model, model.images, model.tokenizer)
    if not isinstance(model, SmallDualEncoder | HuggingFaceEncoder):
        raise UsageError(f"a {type(model).__name__} has a fusion of its own; give no fusion={fusion!r}")
    if fusion == "asymmetry":
        return AsymmetryEncoder(model, dimension=model.dimension, heads=max(1, min(8, model.dimension // 128)))
    width = model.text_width
    return FusionEncoder(model, **(measures or {"width": width, "layers": 6, "heads": max(1, width // 64)}))


def read_config(folder: Path) -> dict[str, Any]:
    """What ``config.json`` of a folder says; nothing where there is no such file (a name of the hub).

    Raises:
        InputError: the file is broken.
    """
    path = folder / CONFIG
    if not path.is_file():
        return {}
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: not a readable model configuration ({one_line(error)})") from None
    if not isinstance(config, dict):
        raise InputError(f"{path}: not a model configuration (an object is expected)")
    return config


def load_own(folder: Path, config: Mapping[str, Any], tokenizer: Any = None) -> DualEncoder:
    """A model that :func:`save_model` wrote.

    Raises:
        UsageError: safetensors or transformers is not installed, or the configuration is wrong.
        InputError: the weights are missing, broken, or those of another model.
    """
    try:
        from safetensors import SafetensorError
        from safetensors.torch import load_file
    except ImportError:
        raise UsageError(f"reading a model needs safetensors; {INSTALL}") from None
    if tokenizer is None and (folder / TOKENIZER).is_file():
        tokenizer = load_tokenizer(folder)
    model = build(config, tokenizer)
    if (folder / PROCESSOR).is_file():
        model.images = processor_images(folder)
    path = folder / WEIGHTS
    try:
        model.load_state_dict(load_file(path))
    except (OSError, SafetensorError, RuntimeError) as error:
        raise InputError(f"{path}: not the weights of the model that {CONFIG} describes ({one_line(error)})") from None
    return model


def save_model(model: DualEncoder, folder: str | Path) -> None:
    """Write ``config.json``, ``model.safetensors`` and, where the model has one, its tokenizer to ``folder``.

    Models of transformers are written in their own format, so that others can read them.

    Raises:
        OutputError: the folder cannot be written.
        UsageError: safetensors is not installed.
    """
    try:
        from safetensors.torch import save_file
    except ImportError:
        raise UsageError(f"saving a model needs safetensors; {INSTALL}") from None
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        config = model.configuration()
        if isinstance(model, HuggingFaceEncoder | BlipTowers):
            model.model.save_pretrained(folder)
            if isinstance(model, BlipWordEncoder):
                save_file({name: value.detach().cpu() for name, value in model.head().items()}, folder / WORD_HEAD)
        else:
            (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
            weights = {name: value.detach().cpu().contiguous() for name, value in model.state_dict().items()}
            save_file(weights, folder / WEIGHTS, metadata={"format": "pt"})
        if model.tokenizer is not None:
            model.tokenizer.save_pretrained(folder)
        if isinstance(model.images, ProcessorImages):
            model.images.processor.save_pretrained(folder)
    except OSError as error:
        raise OutputError(f"{folder}: the model cannot be saved there ({one_line(error)})") from None
