"""``capaug generate``: captions in, a folder of shards with positives and negatives out."""

from __future__ import annotations

import os
import time
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from capaug.errors import UsageError

from . import completion
from .console import notices, results, write_json
from .display import rate
from .dry_run import foretold
from .messages import Log, Quiet, Verbose, listen, logger
from .plugins import Plugins
from .progress import RunProgress
from .recipe_options import EncoderDevice, Only, RecipeName, Settings, Without
from .report import show
from .sources import ColumnNames, Datasets, Delimiter, NoHeader, Quotes, Stream, open_captions

if TYPE_CHECKING:
    from capaug.recipes import Recipe
    from capaug.runs.manifest import KindStatistics, Manifest
    from capaug.sources.base import Source

EXAMPLES = """Examples:

capaug generate --dataset coco

capaug generate --dataset coco --split train2017 --out coco-train

capaug generate --dataset coco --annotations captions_val2017.json --workers 4

capaug generate --dataset my.jsonl --dry-run

capaug generate --dataset my.csv --columns caption=headline,image=photo

capaug generate --dataset "part-*.jsonl.gz"

capaug generate --dataset hf:org/name --split train --recipe negclip --limit 1000

capaug generate --dataset my.jsonl --balance loose

capaug generate --dataset my.jsonl --negatives 4 --fill

capaug generate --dataset coco --format parquet

capaug generate --dataset my.jsonl --only relation_swap --set kinds.relation_swap.predicate.limit=2

capaug generate --dataset coco --plugin mine.py --recipe mine.yaml

capaug generate --dataset coco --part 1/4 --out part-1

capaug generate --dataset coco --engine ray --address local
"""
LOCAL = "local"
MAX_DEFAULT_WORKERS = 8


class WithDataset(TyperCommand):
    """Says what is meant by a file that is named without --dataset."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options."""
        first = args[0] if args else ""
        if first and not first.startswith("-") and (Path(first).exists() or first == "coco"):
            raise UsageError(f"{first} stands without --dataset; give: capaug generate --dataset {first}")
        return super().parse_args(ctx, args)


class Balance(StrEnum):
    """How strict the filter ``balance`` is."""

    STRICT = "strict"
    LOOSE = "loose"
    OFF = "off"


def generate(
    dataset: Datasets,
    annotations: Annotated[Path | None, typer.Option(help="COCO annotation file (captions_*.json).")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="COCO folder, with annotations/ in it.")] = None,
    split: Annotated[
        str | None,
        typer.Option(
            help="Split to read; for coco: sample (default), train2014, val2014, train2017, val2017.",
            autocompletion=completion.splits,
        ),
    ] = None,
    columns: ColumnNames = None,
    delimiter: Delimiter = None,
    no_header: NoHeader = False,
    quotes: Quotes = None,
    stream: Stream = False,
    recipe: RecipeName = "default",
    set_: Settings = None,
    only: Only = None,
    without: Without = None,
    parser: Annotated[
        str | None, typer.Option(help="Instead of the recipe's: embedded, or any installed spaCy pipeline.")
    ] = None,
    encoder: Annotated[
        str | None, typer.Option(help="Instead of the recipe's: embedded, or any transformers text model.")
    ] = None,
    device: EncoderDevice = "auto",
    out: Annotated[
        Path | None,
        typer.Option(help="Output folder; by default in capaug-out, named DATASET-SPLIT.", show_default=False),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            help=f"Processes; by default the number of cores, at most {MAX_DEFAULT_WORKERS}, or the whole cluster."
        ),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            help="Who runs the processes: local (this machine), ray (a cluster), or a plug-in.",
            autocompletion=completion.engines,
        ),
    ] = LOCAL,
    address: Annotated[
        str | None, typer.Option(help="Where the cluster of --engine ray is; by default the one this machine is in.")
    ] = None,
    hardest: Annotated[
        int | None,
        typer.Option(help="Keep the K negatives nearest to their caption by the encoder.", min=1, metavar="K"),
    ] = None,
    balance: Annotated[
        Balance | None,
        typer.Option(
            help="How much the text alone may give a negative away, instead of the recipe's: strict, loose or off.",
            metavar="LEVEL",
        ),
    ] = None,
    negatives: Annotated[
        int | None,
        typer.Option(help="The most negatives a caption keeps, instead of the recipe's.", min=0, metavar="K"),
    ] = None,
    fill: Annotated[
        bool, typer.Option("--fill", help="Keep as many wherever a caption can give them, the best balanced first.")
    ] = False,
    seed: Annotated[int | None, typer.Option(help="Instead of the recipe's.", min=0, metavar="N")] = None,
    shard_size: Annotated[int, typer.Option(help="Images a shard.")] = 512,
    format: Annotated[str, typer.Option(help="Of the shards: arrow, parquet or webdataset, or a plug-in.")] = "arrow",
    compression: Annotated[
        str | None,
        typer.Option(help="Of Parquet shards: zstd (default), lz4, none.", show_default=False),
    ] = None,
    part: Annotated[
        str | None,
        typer.Option(help="Make the I-th of N shares of the shards only; capaug merge joins them.", metavar="I/N"),
    ] = None,
    limit: Annotated[int | None, typer.Option(help="Read the first N images only.", metavar="N")] = None,
    plugin: Plugins = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End at a caption that makes a stage fail, instead of rejecting it alone.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be read, made and written, and write nothing.")
    ] = False,
    verbose: Verbose = False,
    quiet: Quiet = False,
    log: Log = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Make positives and negatives of captions.

    They are written as shards, a row a caption, into the output folder.

    A run that was broken off goes on where it stopped when the same command is given again.
    """
    listen(verbose, quiet, log)

    from capaug.engines import open_engine
    from capaug.formats import shard_format
    from capaug.generation import check_models, default_folder, make_folder, packages
    from capaug.overrides import changed
    from capaug.recipes import load_recipe
    from capaug.registry import load_plugins
    from capaug.runs.share import Share

    share = None if part is None else Share.read(part)
    plugins = load_plugins(plugin or ())
    form = shard_format(format, compression)
    chosen = _override(
        changed(load_recipe(recipe), set_ or (), only or (), without or ()),
        parser=parser,
        encoder=encoder,
        hardest=hardest,
        balance=None if balance is None else balance.value,
        negatives=negatives,
        fill=fill or None,
        seed=seed,
    )
    check_models(chosen, device)
    source = open_captions(
        dataset,
        annotations=annotations,
        data_dir=data_dir,
        split=split,
        columns=columns,
        delimiter=delimiter,
        no_header=no_header,
        quotes=quotes,
        stream=stream,
        limit=limit,
    )
    folder = out or default_folder(source, share)

    from capaug.augmenter import AugmentWork

    work = AugmentWork(chosen, device, tuple(plugin or ()), strict)
    # The cores of this machine say nothing of another engine's.
    workers = _default_workers() if workers is None and engine == LOCAL else workers
    if dry_run:
        from capaug.forecast import forecast

        told = foretold(forecast(source, work), source.describe(), chosen, folder, shard_size, workers, share)
        show(told, json=json, quiet=quiet)
        return
    runner = open_engine(engine, workers, address)

    if notices.is_terminal and not quiet:
        notices.print(source.describe(), highlight=False, markup=False)
    began = time.perf_counter()
    with RunProgress(folder, None if quiet or share else source.count()) as progress:
        manifest = make_folder(
            source,
            work,
            folder,
            recipe=chosen.as_dict(),
            seed=chosen.seed,
            shard_size=shard_size,
            form=form,
            plugins=plugins | packages(chosen),
            engine=runner,
            share=share,
            progress=progress.add,
        )
    seconds = time.perf_counter() - began
    if manifest.captions and not manifest.rows:
        logger.warning("no caption has a row: %s/rejects says why", folder)
    summary = _summary(folder, source, manifest, progress.made, seconds, runner.replaced)
    if json:
        write_json(summary)
    elif not quiet:
        _show(summary)


def _override(recipe: Recipe, **given: str | int | None) -> Recipe:
    return replace(recipe, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def _default_workers() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MAX_DEFAULT_WORKERS)


def _summary(
    folder: Path, source: Source, manifest: Manifest, made: int, seconds: float, replaced: int
) -> dict[str, Any]:
    """What came of the run; ``captions_made`` are those of this call, the others were there from an earlier one."""
    return {
        "out": str(folder),
        "source": source.describe(),
        "notes": list(source.notes()),
        "recipe": manifest.recipe["name"],
        "seed": manifest.seed,
        "captions": manifest.captions,
        "captions_made": made,
        "seconds": round(seconds, 2),
        "captions_per_second": round(made / seconds, 1) if made else None,
        "workers_replaced": replaced,
        "rows": manifest.rows,
        "shards": len(manifest.shards),
        "with_positive": manifest.with_positive,
        "with_negative": manifest.with_negative,
        "positives": _counts(manifest.positives),
        "negatives": _counts(manifest.negatives),
        "rejects": manifest.rejects,
        "read_in_part": manifest.read_in_part,
        "refused": manifest.refused,
    }


def _counts(kinds: dict[str, KindStatistics]) -> dict[str, dict[str, Any]]:
    return {kind: asdict(statistics) for kind, statistics in kinds.items()}


def _show(summary: dict[str, Any]) -> None:
    lines = [*([] if notices.is_terminal else [summary["source"]]), *summary["notes"]]
    captions, made, rows = summary["captions"], summary["captions_made"], summary["rows"]
    if made:
        speed = f"{made:,} captions in {summary['seconds']:,.1f} s ({rate(summary['captions_per_second'])})"
        lines.append(speed if made == captions else f"{speed}; {captions - made:,} were there from an earlier run")
    elif not summary["shards"]:
        lines.append("the run has fewer shards than parts, and none is of this part: nothing to do")
    else:
        lines.append(f"{summary['out']} was finished already: nothing to do")
    lines.append(f"{rows:,} rows of {captions:,} captions are in {summary['out']} (shards: {summary['shards']:,})")
    for side in ("negative", "positive"):
        count = sum(kind["count"] for kind in summary[f"{side}s"].values())
        share = summary[f"with_{side}"] / max(rows, 1)
        lines.append(f"{count:,} {side}s, {count / max(rows, 1):.1f} a row; {share:.1%} of the rows have one")
    if summary["rejects"]:
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in summary["rejects"].items())
        lines.append(f"{captions - rows:,} captions without a row, in rejects/: {reasons}")
    if failed := summary["rejects"].get("failed", 0):
        lines.append(f"{failed:,} caption{'s' * (failed > 1)} made a stage fail; see rejects/ (--strict shows where)")
    if replaced := summary["workers_replaced"]:
        lines.append(f"{replaced:,} worker{'s' * (replaced > 1)} died and {'were' if replaced > 1 else 'was'} replaced")
    if summary["shards"] and rows:
        lines += [
            "",
            "Load the rows:",
            "    from capaug import load_shards",
            f"    rows = load_shards({summary['out']!r})",
            "See some of them:",
            f"    capaug inspect {summary['out']}",
        ]
    results().print("\n".join(lines), highlight=False, markup=False, soft_wrap=True)
