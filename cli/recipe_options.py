"""The options of the commands that augment captions: what is made, and on which device."""

from __future__ import annotations

from typing import Annotated

import typer

from . import completion

RecipeName = Annotated[
    str,
    typer.Option(
        "--recipe",
        help="What to make: a name (see capaug recipes) or a YAML file.",
        autocompletion=completion.recipes,
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="A value instead of the recipe's, by its place in the file; once or more.",
        metavar="KEY=VALUE",
        show_default=False,
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        help="Of the recipe's kinds this one or this family alone; once or more.",
        metavar="KIND",
        show_default=False,
        autocompletion=completion.kinds,
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        help="The recipe's kinds but this one or this family; once or more.",
        metavar="KIND",
        show_default=False,
        autocompletion=completion.kinds,
    ),
]
EncoderDevice = Annotated[
    str,
    typer.Option(
        "--device",
        help="Where the encoder runs: auto, cpu, cuda, cuda:1, mps.",
        autocompletion=completion.devices,
    ),
]
