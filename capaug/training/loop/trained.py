"""The model to evaluate: what ``capaug train`` wrote, or any model that capaug can load."""

from __future__ import annotations

from pathlib import Path

from capaug.encoders import resolve_device
from capaug.errors import InputError, UsageError
from capaug.training.models import load_model
from capaug.training.models.base import DualEncoder
from capaug.training.models.dual import SIZES

MODEL, CONFIG, RECIPE = "model", "config.json", "recipe.json"  # of a folder that capaug train writes


def load_trained(source: str, device: str = "auto") -> DualEncoder:
    """A trained model in evaluation mode.

    Args:
        source: a run's folder as ``capaug train`` writes it (or the folder ``model`` in it, or the folder of several
            runs that holds this one alone), a folder in HuggingFace's format, or the name of a CLIP, SigLIP or BLIP
            model of the hub.
        device: as :func:`capaug.encoders.resolve_device` takes it.

    Raises:
        UsageError: no such model or device, it cannot be loaded, or it has no tokenizer.
        InputError: the folder holds no finished model, or a broken one.
    """
    place = resolve_device(device)
    folder = model_folder(source)
    if source in SIZES and folder is None:
        raise UsageError(f"{source!r} is a size of models yet to be trained; name a folder that capaug train wrote")
    model = load_model(source if folder is None else folder)
    if model.tokenizer is None:
        raise UsageError(f"model {source!r} has no tokenizer; save one into its folder")
    return model.to(place).eval()


def model_folder(source: str) -> Path | None:
    """The folder of a model that :func:`load_trained` is given; None for a name that is no folder.

    Raises:
        UsageError: it holds several runs.
        InputError: it holds no finished model.
    """
    folder = Path(source)
    if not folder.is_dir():
        return None
    if not (folder / CONFIG).is_file():
        runs = sorted(path.parent.parent for path in folder.glob(f"*/{MODEL}/{CONFIG}"))
        if (folder / MODEL / CONFIG).is_file():
            folder = folder / MODEL
        elif (folder / RECIPE).is_file():
            raise InputError(f"{folder}: the training is unfinished; run the same capaug train command again")
        elif len(runs) == 1:
            folder = runs[0] / MODEL
        elif runs:
            raise UsageError(f"{folder}: holds several runs; name one of: {', '.join(map(str, runs))}")
        else:
            raise InputError(f"{folder}: no model in this folder (it has no {CONFIG} and no {MODEL}/{CONFIG})")
    return folder
