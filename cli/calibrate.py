"""``capaug calibrate``: bands, tables of the filter balance and exclusions of a recipe, from captions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from capaug.errors import InputError, UsageError

from . import completion
from .messages import Log, Quiet, Verbose, listen
from .plugins import Plugins
from .recipe_options import EncoderDevice
from .report import Column, Report, Table, show
from .sources import ColumnNames, Datasets, Delimiter, NoHeader, Quotes, Stream, open_captions

if TYPE_CHECKING:
    from capaug.calibration.balance import KindShare
    from capaug.calibration.bands import KindBand
    from capaug.calibration.exclusions import Measured
    from capaug.recipes import Recipe
    from capaug.sources.base import Source

IMAGES_OF_BANDS, IMAGES_OF_TABLES = 1000, 20_000
MOST_WORKERS = 8
FEW_CAPTIONS = 300  # with candidates

EXAMPLES = """Examples:

capaug calibrate --out mine.yaml

capaug calibrate --dataset coco --split val2017 --encoder sentence-transformers/all-MiniLM-L6-v2 --out minilm.yaml

capaug calibrate --balance --bands --dataset mine.jsonl --out mine.yaml

capaug calibrate --exclusions --dataset coco --split val2017 --out mine.yaml

capaug calibrate --labels read.jsonl --precision 0.95 --out mine.yaml
"""


def calibrate(
    out: Annotated[Path, typer.Option(help="Recipe to write (.yaml).", show_default=False)],
    dataset: Datasets = ["coco"],  # noqa: B006 - typer reads the default
    annotations: Annotated[Path | None, typer.Option(help="COCO annotation file (captions_*.json).")] = None,
    split: Annotated[str | None, typer.Option(help="Split to read.")] = None,
    columns: ColumnNames = None,
    delimiter: Delimiter = None,
    no_header: NoHeader = False,
    quotes: Quotes = None,
    stream: Stream = False,
    limit: Annotated[
        int | None,
        typer.Option(
            help="Images to read; by default 1,000 for bands, 20,000 for tables and exclusions.",
            min=1,
            show_default=False,
        ),
    ] = None,
    balance: Annotated[
        bool,
        typer.Option("--balance", help="Fit the tables of the filter balance, and write them beside the recipe."),
    ] = False,
    exclusions: Annotated[
        bool,
        typer.Option("--exclusions", help="Count what captions of one picture say together, beside it too."),
    ] = False,
    bands: Annotated[
        bool, typer.Option("--bands", help="Measure the bands; done as well where nothing else is asked for.")
    ] = False,
    recipe: Annotated[
        str, typer.Option(help="Recipe to start from: a name or a YAML file.", autocompletion=completion.recipes)
    ] = "default",
    encoder: Annotated[str | None, typer.Option(help="Instead of the recipe's.")] = None,
    device: EncoderDevice = "auto",
    low: Annotated[float, typer.Option(help="Quantile of the lower end; 0 leaves it open.")] = 0.005,
    high: Annotated[float, typer.Option(help="Quantile of the upper end; 1 leaves it open.")] = 1.0,
    labels: Annotated[
        Path | None, typer.Option(help="JSON lines of judged pairs: caption, text, kind, right (true or false).")
    ] = None,
    precision: Annotated[float, typer.Option(help="With --labels: share of what is kept that is to be right.")] = 0.95,
    plugin: Plugins = None,
    verbose: Verbose = False,
    quiet: Quiet = False,
    log: Log = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fit a recipe to captions and an encoder, and write it: bands, tables of the filter balance, exclusions.

    Without --labels a band runs between two quantiles of what the recipe makes of a sample of captions. With --labels
    it is the one that keeps the most right pairs while --precision of what it keeps is right.

    --balance makes tables under which no word tells a negative of these captions from a caption; a thousand captions
    are enough to begin with, and more are better.

    --exclusions counts, on pictures with several captions, which relations and attributes that should exclude each
    other are said of the same things; a recipe that names the file puts none in the place of the other.
    """
    listen(verbose, quiet, log)

    from capaug.calibration.bands import precision_bands, quantile_bands, read_labels, sample_similarities, with_bands
    from capaug.encoders import load_encoder
    from capaug.recipes import load_recipe, write_recipe
    from capaug.registry import load_plugins
    from capaug.sources.limited import Limited

    if out.suffix not in (".yaml", ".yml"):
        raise UsageError(f"{out}: name the recipe to write *.yaml")
    plugins = tuple(plugin or ())
    load_plugins(plugins)
    chosen = replace(load_recipe(recipe), name=out.stem)
    if encoder is not None:
        chosen = replace(chosen, encoder=encoder)
    quantile_bands({}, low, high)  # a wrong quantile is told before minutes are spent
    judged = None if labels is None else read_labels(labels)

    opened = open_captions(
        dataset,
        annotations=annotations,
        split=split,
        columns=columns,
        delimiter=delimiter,
        no_header=no_header,
        quotes=quotes,
        stream=stream,
    )

    def read(default: int) -> Source:
        return Limited(opened, limit or default)

    found: dict[str, KindBand] | None = None
    shares: dict[str, KindShare] | None = None
    how = []
    counted: Measured | None = None
    if exclusions:
        source = read(IMAGES_OF_TABLES)
        chosen, counted = _exclusions(source, chosen, out.with_suffix(".exclusions.tsv"))
        how.append(f"Exclusions: {source.name} {source.split}.")
    if balance:
        source = read(IMAGES_OF_TABLES)
        chosen, shares = _tables(source, chosen, out.with_suffix(".npz"), plugins)
        how.append(f"Tables of the filter balance: {source.name} {source.split}.")
    if judged is not None:
        found = precision_bands(judged, load_encoder(chosen.encoder, device), precision)
        how.append(
            f"Bands of encoder {chosen.encoder}: the most right pairs of {labels and labels.name} "
            f"at a precision of {precision}."
        )
    elif bands or not (balance or exclusions):
        source = read(IMAGES_OF_BANDS)
        found = quantile_bands(sample_similarities(source.groups(), chosen, device), low, high)
        how.append(
            f"Bands of encoder {chosen.encoder}: quantiles {low} to {high} of each kind, "
            f"{limit or IMAGES_OF_BANDS} images of {source.name} {source.split}."
        )
    if found is not None:
        chosen = with_bands(chosen, found)
    write_recipe(out, chosen, "\n".join([*how, f"Made by capaug calibrate from the recipe {recipe}."]))
    told = _report(out, chosen, " --dataset ".join(dataset), found, shares, counted)
    show(told, json=json, quiet=quiet)


def _tables(source: Source, recipe: Recipe, file: Path, plugins: Sequence[Path]) -> tuple[Recipe, dict[str, KindShare]]:
    """Fit tables to the captions of ``source``, write them to ``file``, and say what they leave."""
    from capaug.calibration.balance import balanced_kinds, candidates_of, fit_all, shares, with_tables, write_tables

    kinds = balanced_kinds(recipe)
    if not kinds:
        raise UsageError(f"--balance: the recipe {recipe.name} makes no negatives that tables are for")
    groups = list(source.groups())
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    examples = candidates_of(groups, recipe, kinds, workers=workers, plugins=plugins)
    if not examples:
        raise InputError(f"{source.name}: none of its captions has a negative to balance")
    tables = fit_all(examples, recipe, kinds)
    write_tables(file, tables)
    return with_tables(recipe, file), shares(examples, tables)


def _exclusions(source: Source, recipe: Recipe, file: Path) -> tuple[Recipe, Measured]:
    """Count on the captions of ``source``, write the table to ``file``, and say what was found."""
    from capaug.calibration.exclusions import measure, write_exclusions

    found = measure(source.groups(), recipe.parser)
    if not any(share.statements for share in found.shares.values()):
        raise InputError(f"{source.name}: no two captions of one picture say what the lexicon would change")
    write_exclusions(file, found.table, f"{source.name} {source.split}")
    return replace(recipe, exclusions=str(file)), found


def _report(
    out: Path,
    recipe: Recipe,
    dataset: str,
    bands: dict[str, KindBand] | None,
    shares: dict[str, KindShare] | None,
    counted: Measured | None,
) -> Report:
    summary: dict[str, object] = {"recipe": str(out)}
    parts: list[Table | str] = []
    if shares is not None:
        summary |= {"tables": recipe.tables, "balance": {kind: asdict(share) for kind, share in shares.items()}}
        of_tables = [Column("balance"), Column("candidates", ","), Column("captions", ","), Column("kept", ".1%")]
        parts.append(Table("", of_tables, [(kind, *astuple(share)) for kind, share in shares.items()]))
        if (few := sum(share.captions for share in shares.values())) < FEW_CAPTIONS:
            parts.append(f"few captions have candidates ({few}): the tables know their words by heart, give more")
    if counted is not None:
        contradicted = [asdict(one) for one in counted.contradicted]
        summary |= {
            "exclusions": recipe.exclusions,
            "counted": {of: asdict(share) for of, share in counted.shares.items()},
            "contradicted": contradicted,
        }
        columns = [Column(""), *map(Column, ("said", "and also", "of")), Column("statements", ","), Column("both", ",")]
        parts.append(Table("", columns, [astuple(one) for one in counted.contradicted]))
        parts += [
            f"{share.statements:,} statements of {of}s; {share.both:.1%} say what should be excluded, and of "
            f"{share.settled:.1%} it is sure that fewer than 5% do"
            for of, share in counted.shares.items()
        ]
    if bands is not None:
        summary |= {"bands": {kind: asdict(band) for kind, band in bands.items()}}
        of_bands = [
            Column("kind"),
            Column("pairs", ","),
            Column("lowest", ".3f"),
            Column("highest", ".3f"),
            Column("kept", ".1%"),
            Column("right", ".1%"),
        ]
        rows = [(kind, found.pairs, *found.band, found.kept, found.precision) for kind, found in bands.items()]
        parts.append(Table("", of_bands, rows))
        if unbounded := [kind for kind in recipe.kinds if kind not in bands]:
            parts.append(f"too few pairs, left without a band: {', '.join(unbounded)}")
    return Report(summary, [*parts, f"Use it: capaug generate --dataset {dataset} --recipe {out}"])
