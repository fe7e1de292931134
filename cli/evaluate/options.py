"""The options that the commands which measure a model share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .. import completion

# What capaug train leaves where no folder is named, for examples.
MADE = "capaug-out/train-shapes/world"
ON_MADE = f"--data {MADE}/shards --pictures {MADE}/pictures --held-out"

Model = Annotated[str, typer.Argument(help="Folder of capaug train, or a model of the hub.", show_default=False)]
Shards = Annotated[Path, typer.Option(help="Folder that capaug generate wrote.", show_default=False)]
PicturesOf = Annotated[
    Path,
    typer.Option(help="Pictures by image id: a folder, or a .parquet file (image_id, image).", show_default=False),
]
Plot = Annotated[Path | None, typer.Option(help="Draw the figures into a .png or .svg file.", show_default=False)]
Device = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1, mps.", autocompletion=completion.devices)]
BatchSize = Annotated[int, typer.Option(help="Pictures and texts at a time.", min=1)]
OnHeldOut = Annotated[
    bool, typer.Option("--held-out", help="Measure on the images alone that capaug train held out of the training.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
