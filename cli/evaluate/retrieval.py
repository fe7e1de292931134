"""``capaug evaluate retrieval``: whether pictures find their captions and captions their pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from capaug.errors import UsageError

from ..report import Column, Report, Table, show
from ..sources import ColumnNames, Delimiter, NoHeader, Quotes
from .measured import bars, check, held_out_of, images_with_pictures, load
from .options import ON_MADE, BatchSize, Device, Json, Model, OnHeldOut, Plot

if TYPE_CHECKING:
    from capaug.training.evaluation.retrieval import Retrieval

EXAMPLES = f"""Examples:

capaug evaluate retrieval capaug-out/train-shapes/seeing {ON_MADE}

capaug evaluate retrieval runs/seeing --data photos.parquet

capaug evaluate retrieval openai/clip-vit-base-patch32 --data captions_val2017.json --pictures val2017 --protocol 5k
"""


def retrieval(
    model: Model,
    data: Annotated[
        Path,
        typer.Option(help="Captions: a folder of capaug generate, or a file of captions of any format.",
                     show_default=False),
    ],
    pictures: Annotated[
        Path | None,
        typer.Option(help="Pictures by image id: a folder, or a .parquet file; by default the one of --data.",
                     show_default=False),
    ] = None,
    split: Annotated[str | None, typer.Option(help="Split to read, of a file that has several.")] = None,
    columns: ColumnNames = None,
    delimiter: Delimiter = None,
    no_header: NoHeader = False,
    quotes: Quotes = None,
    protocol: Annotated[
        str | None, typer.Option(help="5k: COCO's 5,000 at once. 1k: in five folds. By default all there are.")
    ] = None,
    held_out: OnHeldOut = False,
    by_length: Annotated[bool, typer.Option("--by-length", help="Also by the number of words of the query.")] = False,
    plot: Plot = None,
    device: Device = "auto",
    batch_size: BatchSize = 64,
    json: Json = False,
) -> None:  # fmt: skip
    """Measure retrieval: Recall@1, 5 and 10 both ways, their sum, alignment and uniformity.

    --plot draws recall; with --by-length over the number of words.
    """
    check(plot)

    from capaug.training.data.pictures import open_pictures
    from capaug.training.evaluation.retrieval import PROTOCOLS, choose, evaluate_retrieval, read_described, with_picture

    if protocol is not None and protocol not in PROTOCOLS:
        raise UsageError(f"unknown protocol {protocol!r}; known: {', '.join(PROTOCOLS)}")
    if pictures is None and data.suffix.lower() != ".parquet":
        raise UsageError("--pictures is missing: a folder of pictures, or a .parquet file")
    header = False if no_header else None
    described = read_described(data, split=split, columns=columns, delimiter=delimiter, header=header, quotes=quotes)
    source = open_pictures(pictures or data)
    found_pictures = images_with_pictures(source, (item.image_id for item in described))
    described = with_picture(described, found_pictures)
    held = held_out_of(model, data, held_out)
    if held is not None:
        described = held.of(described, data)
    choose(described, protocol)  # whether there are enough is better said before the model is loaded
    loaded, images = load(model, source, device)
    with bars() as tell:
        found = evaluate_retrieval(loaded, described, images, protocol=protocol, batch_size=batch_size, tell=tell)
    head = {"model": model, "protocol": protocol, "held_out": held_out}
    show(_report(found, head, list(found_pictures.missing), by_length), json=json, plot=plot)


def _report(found: Retrieval, head: dict[str, Any], missing: list[str], by_length: bool) -> Report:
    ways = {"image to text": found.recall.image_to_text, "text to image": found.recall.text_to_image}
    recalls = [Column(f"R@{k}", ".1%") for k in found.recall.image_to_text]
    protocol = f", protocol {head['protocol']}" if head["protocol"] else ""
    title = f"{found.images:,} pictures, {found.captions:,} captions{' held out' * head['held_out']}{protocol}"
    if found.alignment is None:
        spread = "No alignment and uniformity: this model compares tokens, not vectors."
    else:
        of_images, of_texts = (
            "-" if value is None else f"{value:.3f}" for value in (found.image_uniformity, found.text_uniformity)
        )
        spread = f"alignment {found.alignment:.3f}, uniformity of pictures {of_images}, of captions {of_texts}"
    shown: list[Table | str] = [
        Table(title, [Column(""), *recalls], [(way, *recall.values()) for way, recall in ways.items()]),
        f"rSum {found.recall.r_sum:.1f}",
        spread,
    ]
    values = {
        **head,
        "images": found.images,
        "captions": found.captions,
        "image_to_text": found.recall.image_to_text,
        "text_to_image": found.recall.text_to_image,
        "r_sum": found.recall.r_sum,
        "alignment": found.alignment,
        "uniformity": {"images": found.image_uniformity, "texts": found.text_uniformity},
    }
    if by_length:
        groups = [(group.name, group.captions, *group.recall.values()) for group in found.lengths]
        columns = [Column("words"), Column("captions", ","), *recalls]
        shown.append(Table("text to image, by length of the query", columns, groups))
        values["by_length"] = [
            {"shortest": g.shortest, "longest": g.longest, "captions": g.captions, "text_to_image": g.recall}
            for g in found.lengths
        ]

    def draw(path: Path) -> None:
        from capaug.training.evaluation.plots import write_bars, write_lines

        if by_length:
            lines = {f"Recall@{k}": [group.recall[k] for group in found.lengths] for k in found.recall.text_to_image}
            places = [group.name for group in found.lengths]
            write_lines(path, "Text to image, by length of the query", places, lines, label="words of the query")
        else:
            shares = {f"{way}, Recall@{k}": value for way, recall in ways.items() for k, value in recall.items()}
            write_bars(path, f"Retrieval among {found.images:,} pictures", shares)

    return Report({**values, "missing_pictures": missing}, shown, draw)
