"""A run from its source to a finished folder: what is there already is kept, an engine makes the rest.

This is where the rooms meet: the source is cut into parts, the engine runs the stages over each, and the run keeps what
comes of it. :func:`generate` is the command of that name for programs.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capaug.engines import open_engine
from capaug.engines.base import Engine, Task, Work
from capaug.engines.local import Local
from capaug.errors import InputError, OutputError, UsageError
from capaug.formats import ShardFormat, shard_format
from capaug.formats.arrow import ARROW
from capaug.records import CaptionGroup, ChunkResult
from capaug.registry import ENCODERS, FILTERS, KINDS, load_plugins
from capaug.runs.atomic import clear_temporary
from capaug.runs.files import is_finished
from capaug.runs.lock import locked
from capaug.runs.manifest import Manifest
from capaug.runs.run import begin, check_there, finish, kept_shard
from capaug.runs.shards import ShardSummary, digest, write_shard
from capaug.runs.share import PART, WHOLE, Share
from capaug.sources import open_source
from capaug.sources.base import Source

if TYPE_CHECKING:  # loads the stages' rooms
    from capaug.recipes import Recipe

log = logging.getLogger(__name__)


def generate(
    dataset: str | Sequence[str] | Source,
    out: str | Path | None = None,
    *,
    recipe: Recipe | str | Path = "default",
    seed: int | None = None,
    encoder: str | None = None,
    device: str = "auto",
    split: str | None = None,
    columns: str | Mapping[str, str] | None = None,
    delimiter: str | None = None,
    header: bool | None = None,
    quotes: bool | None = None,
    stream: bool = False,
    annotations: Path | None = None,
    data_dir: Path | None = None,
    limit: int | None = None,
    workers: int | None = None,
    engine: str = "local",
    address: str | None = None,
    shard_size: int = 512,
    format: str = "arrow",
    compression: str | None = None,
    part: tuple[int, int] | None = None,
    plugins: Sequence[str | Path] = (),
    strict: bool = False,
    progress: Callable[[ShardSummary], None] | None = None,
) -> Manifest:
    """Make positives and negatives of a data set, as ``capaug generate`` does: the same folder, to the byte.

    A run that was broken off goes on where it stopped when the same call is made again; a finished one is left alone.

    Args:
        dataset: what ``--dataset`` takes (:func:`capaug.sources.open_source`), or a source of one's own.
        out: output folder; by default ``capaug-out/DATASET-SPLIT``, with ``-part-I-of-N`` behind it for a part.
        recipe: a :class:`~capaug.recipes.Recipe`, the name of one that ships or the path of a YAML file.
        seed: instead of the recipe's.
        encoder: instead of the recipe's.
        device: where the encoder runs: ``auto``, ``cpu``, ``cuda``, ``mps``.
        split: which part of the data set.
        columns: which columns are read where their names do not tell: ``caption=title,image=filepath``, or a mapping.
        delimiter: what stands between the fields of a table.
        header: whether a table has a line of names.
        quotes: whether fields of a table may be in double quotes.
        stream: read a HuggingFace dataset as it comes over the network.
        annotations: COCO annotation file.
        data_dir: COCO folder.
        limit: read the first images only, so many.
        workers: processes; by default one of the engine ``local``, of others as many as the engine finds right. More
            than one are spawned, so the program's own file must guard what it runs with
            ``if __name__ == "__main__":``.
        engine: who runs them, by name.
        address: where the engine's cluster is, for an engine that has one (``ray``).
        shard_size: images a shard.
        format: of the shards, by name: ``arrow``, ``parquet``, ``webdataset``.
        compression: of the shards, in place of the format's own (``zstd`` for Parquet): ``zstd``, ``lz4``, ``none``.
        part: ``(i, n)`` makes the i-th of n shares of the shards, from 1, to be joined by :func:`capaug.merge`.
        plugins: Python files that register what the recipe, ``dataset`` or ``engine`` names.
        strict: an exception in a stage ends the run, instead of costing its caption alone.
        progress: hears of each shard as it is finished.

    Returns:
        What the folder holds.

    Raises:
        UsageError: an unknown name, or options that do not go together.
        InputError: a recipe, plug-in or data set that cannot be read, or one without captions.
        OutputError: ``out`` holds other things or another run, one that still writes to it among them, or cannot be
            written.
        WorkError: workers died again and again, or with ``strict`` a stage failed; what is finished stays.

    Example:
        >>> manifest = generate("captions.jsonl", "out", recipe="negclip")  # doctest: +SKIP
    """
    from capaug.augmenter import AugmentWork
    from capaug.recipes import Recipe, load_recipe

    share = None if part is None else Share(*part)
    files = tuple(map(Path, plugins))
    loaded = load_plugins(files)
    form = shard_format(format, compression)
    chosen = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    if seed is not None:
        chosen = replace(chosen, seed=seed)
    if encoder is not None:
        chosen = replace(chosen, encoder=encoder)
    check_models(chosen, device)
    options: dict[str, Any] = {
        "annotations": annotations,
        "data_dir": data_dir,
        "split": split,
        "columns": columns,
        "delimiter": delimiter,
        "header": header,
        "quotes": quotes,
        "stream": stream or None,
        "limit": limit,
    }
    if isinstance(dataset, str | Sequence):
        dataset = open_source(dataset, **options | {"stream": stream})
    elif given := [name for name, value in options.items() if value is not None]:
        raise UsageError(f"a source that is open already takes no {given[0]}; give it to what opens the source")
    return make_folder(
        dataset,
        AugmentWork(chosen, device, files, strict),
        default_folder(dataset, share) if out is None else Path(out),
        recipe=chosen.as_dict(),
        seed=chosen.seed,
        shard_size=shard_size,
        form=form,
        plugins=loaded | packages(chosen),
        engine=open_engine(engine, workers, address),
        share=share,
        progress=progress,
    )


def default_folder(source: Source, share: Share | None = None) -> Path:
    """Where a run goes that names no folder: ``capaug-out/DATASET-SPLIT``, a share of it to ``...-part-1-of-4``."""
    name = f"{source.name}-{source.split}" + (f"-part-{share.number}-of-{share.of}" if share else "")
    return Path("capaug-out") / re.sub(r"[^\w.-]+", "-", name)


def packages(recipe: Recipe) -> dict[str, str]:
    """The installed packages that kinds, filters and encoder of ``recipe`` come from, with their versions, and the file
    of its tables and of its exclusions with their SHA-256, if they are none that ship.

    Raises:
        InputError: tables or exclusions are missing, or their file holds none.
    """
    used = [
        *(KINDS.package(kind) for kind in recipe.kinds),
        *(FILTERS.package(name) for name in recipe.filters),
        ENCODERS.package(recipe.encoder),
    ]
    return dict(sorted(package for package in used if package is not None)) | _own_tables(recipe)


def _own_tables(recipe: Recipe) -> dict[str, str]:
    from capaug.filters.balance import FOLDER, BalanceFilter, load_tables, tables_file
    from capaug.lexicon.together import SHIPPED, Together

    own = []
    tables = tables_file(recipe.tables)
    if BalanceFilter.name in recipe.filters and tables.parent != FOLDER:
        load_tables(recipe.tables)
        own.append(tables)
    if recipe.exclusions != SHIPPED:
        Together.load(recipe.exclusions)
        own.append(Path(recipe.exclusions))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in own}


def check_models(recipe: Recipe, device: str) -> None:
    """Fail before workers start, and before anything is downloaded, on what they could not load.

    Raises:
        UsageError: an unknown parser, encoder or device, or one that is not there.
    """
    from capaug.encoders import load_encoder, resolve_device
    from capaug.parsing.analysers import EMBEDDED, load_analyser

    log.info("checking that the models are there")
    if device != "auto":
        resolve_device(device)
    if recipe.parser != EMBEDDED:  # the one that ships is there; loading it twice would take a second
        load_analyser(recipe.parser)
    load_encoder(recipe.encoder, device)


def make_folder(
    source: Source,
    work: Work,
    out: Path,
    *,
    recipe: Mapping[str, Any],
    seed: int,
    shard_size: int = 512,
    form: ShardFormat = ARROW,
    plugins: Mapping[str, str] | None = None,
    engine: Engine | None = None,
    share: Share | None = None,
    progress: Callable[[ShardSummary], None] | None = None,
) -> Manifest:
    """Make the output folder ``out``, or finish it; a finished one is left as it is.

    A shard is made from ``shard_size`` groups and named by their place in the source, so its bytes are the same for
    any engine, any number of workers and after any interruption.

    Args:
        source: where the captions come from.
        work: the stages that make rows of them.
        out: output folder; made if it does not exist.
        recipe: the recipe as plain values (:meth:`capaug.recipes.Recipe.as_dict`).
        seed: the seed that ``work`` draws with.
        shard_size: groups a shard.
        form: how shards are written.
        plugins: what tells each plug-in that ``work`` uses from another of its name: a hash, a version.
        engine: who runs the stages; by default one process, this one.
        share: make these shards alone; the folder is then a part of a run (:func:`capaug.runs.merge.merge`).
        progress: hears of each shard as it is finished, and of those that are kept from an earlier call.

    Returns:
        The manifest (:func:`capaug.runs.files.is_finished` says beforehand whether there is anything to do).

    Raises:
        UsageError: ``shard_size`` is less than 1.
        InputError: the source has no captions, or cannot be read.
        OutputError: ``out`` holds other things or another run, one that still writes to it among them, or cannot be
            written; what is finished stays.
        WorkError: the stages failed on a caption group, or workers died again and again; what is finished stays.
    """
    if shard_size < 1:
        raise UsageError(f"the shard size must be at least 1, not {shard_size}")
    with locked(out):
        run = begin(
            out,
            recipe=recipe,
            source=source.fingerprint() | ({} if share is None else {PART: str(share)}),
            seed=seed,
            shard_size=shard_size,
            plugins=plugins,
            form=form,
        )
        if is_finished(out):
            return Manifest.read(out)
        tell = _logged(progress)
        ours = share or WHOLE
        shards = 0

        def missing() -> Iterator[Task]:
            nonlocal shards
            for index, part in enumerate(source.parts(shard_size)):
                shards = index + 1
                if index not in ours:
                    continue
                kept = kept_shard(out, index, part.groups)
                if kept:
                    tell(kept)
                else:
                    yield index, part

        log.info("reading %s", source.describe())
        try:
            (engine or Local()).run(work, missing(), partial(_write, out, form.name, form.compression), tell)
        except OutputError:
            check_there(out)
            raise
        finally:
            with suppress(OSError):
                clear_temporary(out)  # of workers that died
        if not shards:
            raise InputError("the source has no captions; there is nothing to generate from")
        log.info("writing the manifest")
        return finish(out, run, shards, ours)


def _logged(progress: Callable[[ShardSummary], None] | None) -> Callable[[ShardSummary], None]:
    """``progress``, with a line in the log for each shard."""

    def tell(summary: ShardSummary) -> None:
        rejects = summary.captions - summary.data.rows
        log.debug("shard %d: captions %d, rejects %d", summary.index, summary.captions, rejects)
        if progress:
            progress(summary)

    return tell


def _write(
    out: Path, form: str, compression: str, index: int, groups: Sequence[CaptionGroup], result: ChunkResult
) -> ShardSummary:
    # By name, as a format of a plug-in can be found only where the stages have loaded the plug-in.
    return write_shard(out, index, result, digest(groups), shard_format(form, compression))
