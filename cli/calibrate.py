"""``capaug calibrate``: the similarity bands of a recipe, measured on a sample."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from capaug.errors import UsageError

from .plugins import Plugins
from .report import Column, Report, Table, show

if TYPE_CHECKING:
    from capaug.calibration import KindBand

EXAMPLES = """Examples:

capaug calibrate --out mine.yaml

capaug calibrate --dataset coco --split val2017 --encoder sentence-transformers/all-MiniLM-L6-v2 --out minilm.yaml

capaug calibrate --labels read.jsonl --precision 0.95 --out mine.yaml
"""


def calibrate(
    out: Annotated[Path, typer.Option(help="Recipe to write (.yaml).", show_default=False)],
    dataset: Annotated[str, typer.Option(help="Captions to measure on, as of capaug generate.")] = "coco",
    annotations: Annotated[Path | None, typer.Option(help="COCO annotation file (captions_*.json).")] = None,
    split: Annotated[str | None, typer.Option(help="Split to read.")] = None,
    image_column: Annotated[str | None, typer.Option(help="Column that names the image.")] = None,
    caption_column: Annotated[str | None, typer.Option(help="Column of the captions.")] = None,
    limit: Annotated[int, typer.Option(help="Images to read.", min=1)] = 1000,
    recipe: Annotated[str, typer.Option(help="Recipe to start from: a name or a YAML file.")] = "default",
    encoder: Annotated[str | None, typer.Option(help="Instead of the recipe's.")] = None,
    device: Annotated[str, typer.Option(help="Where the encoder runs: auto, cpu, cuda, cuda:1, mps.")] = "auto",
    low: Annotated[float, typer.Option(help="Quantile of the lower end; 0 leaves it open.")] = 0.005,
    high: Annotated[float, typer.Option(help="Quantile of the upper end; 1 leaves it open.")] = 1.0,
    labels: Annotated[
        Path | None, typer.Option(help="JSON lines of judged pairs: caption, text, kind, right (true or false).")
    ] = None,
    precision: Annotated[float, typer.Option(help="With --labels: share of what is kept that is to be right.")] = 0.95,
    plugin: Plugins = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure the similarity bands of a recipe for an encoder, and write the recipe with them.

    Without --labels a band runs between two quantiles of what the recipe makes of a sample of captions. With --labels
    it is the one that keeps the most right pairs while --precision of what it keeps is right.
    """
    from capaug.calibration import (
        precision_bands,
        quantile_bands,
        read_labels,
        sample_similarities,
        with_bands,
    )
    from capaug.encoders import load_encoder
    from capaug.recipes import load_recipe, write_recipe
    from capaug.registry import load_plugins
    from capaug.sources import open_source

    if out.suffix not in (".yaml", ".yml"):
        raise UsageError(f"{out}: name the recipe to write *.yaml")
    load_plugins(plugin or ())
    chosen = replace(load_recipe(recipe), name=out.stem)
    if encoder is not None:
        chosen = replace(chosen, encoder=encoder)
    if labels is not None:
        bands = precision_bands(read_labels(labels), load_encoder(chosen.encoder, device), precision)
        how = f"Bands of encoder {chosen.encoder}: the most right pairs of {labels.name} at a precision of {precision}."
    else:
        quantile_bands({}, low, high)  # a wrong quantile is told before minutes are spent
        source = open_source(
            dataset,
            annotations=annotations,
            data_dir=None,
            split=split,
            image_column=image_column,
            caption_column=caption_column,
            limit=limit,
        )
        bands = quantile_bands(sample_similarities(source.groups(), chosen, device), low, high)
        how = (
            f"Bands of encoder {chosen.encoder}: quantiles {low} to {high} of each kind, "
            f"{limit} images of {source.name} {source.split}."
        )
    write_recipe(out, with_bands(chosen, bands), f"{how}\nMade by capaug calibrate from the recipe {recipe}.")
    show(_report(bands, out, [kind for kind in chosen.kinds if kind not in bands]), json=json)


def _report(bands: dict[str, KindBand], out: Path, unbounded: list[str]) -> Report:
    columns = [
        Column("kind"),
        Column("pairs", ","),
        Column("lowest", ".3f"),
        Column("highest", ".3f"),
        Column("kept", ".1%"),
        Column("right", ".1%"),
    ]
    rows = [(kind, found.pairs, *found.band, found.kept, found.precision) for kind, found in bands.items()]
    notes = [f"too few pairs, left without a band: {', '.join(unbounded)}"] if unbounded else []
    return Report(
        {"recipe": str(out), "bands": {kind: asdict(band) for kind, band in bands.items()}},
        [Table("", columns, rows), *notes, f"Use it: capaug generate --dataset coco --recipe {out}"],
    )
