"""The options of the commands that read captions from anywhere: how the rows of a file are laid out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import completion

if TYPE_CHECKING:
    from capaug.sources.base import Source

Datasets = Annotated[
    list[str],
    typer.Option(
        "--dataset",
        help="coco, shapes, hf:NAME (HuggingFace), a file of captions of any format, a URL or a pattern, or - for "
        "standard input; of files several, with --dataset again.",
        autocompletion=completion.datasets,
    ),
]
ColumnNames = Annotated[
    str | None,
    typer.Option(
        "--columns",
        help="Columns to read where their names do not tell, by role (caption, image, caption_id); numbers from 1 "
        "without a header.",
        metavar="ROLE=NAME,...",
    ),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        help="What stands between fields: a character, tab, comma, semicolon, pipe; none: every line is a caption."
    ),
]
NoHeader = Annotated[bool, typer.Option("--no-header", help="The table has no line of column names.")]
Quotes = Annotated[
    bool | None,
    typer.Option(
        "--quotes/--no-quotes",
        help="Whether fields may be in double quotes; by default where commas or semicolons part them.",
        show_default=False,
    ),
]
Stream = Annotated[
    bool, typer.Option("--stream", help="With hf:NAME: read it as it comes over the network, download nothing.")
]


def open_captions(
    dataset: list[str],
    *,
    columns: str | None = None,
    delimiter: str | None = None,
    no_header: bool = False,
    quotes: bool | None = None,
    stream: bool = False,
    split: str | None = None,
    annotations: Path | None = None,
    data_dir: Path | None = None,
    limit: int | None = None,
) -> Source:
    """Open what the options name (:func:`capaug.sources.open_source`)."""
    from capaug.sources import open_source

    return open_source(
        dataset[0] if len(dataset) == 1 else dataset,
        annotations=annotations,
        data_dir=data_dir,
        split=split,
        columns=columns,
        delimiter=delimiter,
        header=False if no_header else None,
        quotes=quotes,
        stream=stream,
        limit=limit,
    )
