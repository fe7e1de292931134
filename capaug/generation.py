"""A run from its source to a finished folder: what is there already is kept, an engine makes the rest.

This is where the rooms meet: the source is cut into parts, the engine runs the stages over each, and the run keeps what
comes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from capaug.engines.base import Engine, Task, Work
from capaug.engines.local import Local
from capaug.errors import InputError, UsageError
from capaug.records import CaptionGroup, ChunkResult
from capaug.runs.manifest import Manifest, is_finished
from capaug.runs.run import begin, finish, kept_shard
from capaug.runs.shards import ShardSummary, digest, write_shard
from capaug.sources.base import Source


def generate(
    source: Source,
    work: Work,
    out: Path,
    *,
    recipe: Mapping[str, Any],
    seed: int,
    shard_size: int = 512,
    engine: Engine | None = None,
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
        engine: who runs the stages; by default one process, this one.
        progress: hears of each shard as it is finished, and of those that are kept from an earlier call.

    Returns:
        The manifest (:func:`capaug.runs.manifest.is_finished` says beforehand whether there is anything to do).

    Raises:
        UsageError: ``shard_size`` is less than 1.
        InputError: the source has no captions, or cannot be read.
        OutputError: ``out`` holds other things or another run, or cannot be written; what is finished stays.
        WorkError: the stages failed on a caption group, or a worker died; what is finished stays.
    """
    if shard_size < 1:
        raise UsageError(f"the shard size must be at least 1, not {shard_size}")
    run = begin(out, recipe=recipe, source=source.fingerprint(), seed=seed, shard_size=shard_size)
    if is_finished(out):
        return Manifest.read(out)
    tell = progress or (lambda summary: None)
    shards = 0

    def missing() -> Iterator[Task]:
        nonlocal shards
        for index, part in enumerate(source.parts(shard_size)):
            shards = index + 1
            kept = kept_shard(out, index, part.groups)
            if kept:
                tell(kept)
            else:
                yield index, part

    (engine or Local()).run(work, missing(), partial(_write, out), tell)
    if not shards:
        raise InputError("the source has no captions; there is nothing to generate from")
    return finish(out, run, shards)


def _write(out: Path, index: int, groups: Sequence[CaptionGroup], result: ChunkResult) -> ShardSummary:
    return write_shard(out, index, result, digest(groups))
