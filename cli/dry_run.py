"""``capaug generate --dry-run``: what would be read, made and written, and about how long it would take."""

from __future__ import annotations

from dataclasses import asdict
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .display import clock, rate
from .report import Report

if TYPE_CHECKING:
    from capaug.forecast import Forecast
    from capaug.recipes import Recipe
    from capaug.runs.share import Share


def foretold(
    found: Forecast, read: str, recipe: Recipe, folder: Path, shard_size: int, workers: int | None, share: Share | None
) -> Report:
    """What the command would do.

    Args:
        found: what a sample gave.
        read: the source in words.
        recipe: what is made.
        folder: where it would go.
        shard_size: images a shard.
        workers: processes; None where the engine chooses.
        share: the part of the run that is asked for, if not the whole.
    """
    parts = 1 if share is None else share.of
    captions = None if found.captions is None else ceil(found.captions / parts)
    shards = None if found.images is None else ceil(found.images / shard_size / parts)
    size = None if captions is None else round(found.bytes / found.sample_captions * captions)
    seconds = None if captions is None or workers is None else found.time(captions, workers)
    there = len(list((folder / "summaries").glob("summary-*.json")))
    values: dict[str, Any] = {
        "out": str(folder),
        "source": read,
        "recipe": recipe.name,
        "seed": recipe.seed,
        "captions": captions,
        "shards": shards,
        "shards_there": there,
        "bytes": size,
        "workers": workers,
        "captions_per_second_of_a_process": round(found.speed, 1),
        "seconds": None if seconds is None else round(seconds, 1),
        "sample": asdict(found),
    }
    rows = max(found.rows, 1)
    sample = f"the first {found.sample_captions:,} captions"
    few = "" if shards == 1 else "s"
    about = "" if share is None else "about "
    unknown = "an unknown number of captions (only a full read would tell)"
    how_many = unknown if captions is None else f"{about}{captions:,} captions"
    part = "" if share is None else f" in part {share}"
    of_it = "1 shard of it is" if there == 1 else f"{there:,} shards of it are"
    state = f"{of_it} there" if there else "other files are in it" if _holds(folder) else "new"
    lines = [
        "Nothing is written (--dry-run).",
        f"read   {read}: {how_many}{part}",
        f"make   recipe {recipe.name}, seed {recipe.seed}: at most {recipe.negatives} negatives and "
        f"{recipe.positives} positives a caption, of {len(recipe.kinds)} kinds; {sample} have "
        f"{found.negatives / rows:.1f} and {found.positives / rows:.1f} a row",
        f"write  {folder} ({state})" + ("" if size is None else f": about {_size(size)} in {shards:,} shard{few}"),
        "take   "
        + ("" if seconds is None else f"about {clock(seconds)} with {workers} process{'es' * (workers != 1)}; ")
        + f"{rate(found.speed)} in a process as measured on {sample}, {found.load_seconds:.1f} s to begin",
    ]
    return Report(values, lines)


def _holds(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
