"""A run from its source to a finished folder: what is there already is kept, the rest is made, then the manifest."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from typing import Any

from capaug.engines.base import Work
from capaug.engines.local import Chunk, run_local
from capaug.errors import InputError, OutputError, UsageError
from capaug.records import AugmentedCaption, CaptionGroup
from capaug.shards.atomic import TEMPORARY, unwritable, write_atomically
from capaug.shards.card import card
from capaug.shards.layout import FOLDERS, RUN, SPLIT, summary_path
from capaug.shards.manifest import Manifest, is_finished
from capaug.shards.reader import read_shard
from capaug.shards.writer import ShardSummary, digest, is_intact, read_summary

_LIBRARIES = ("capaug", "datasets", "lemminflect", "nltk", "numpy", "pyarrow", "spacy", "torch", "transformers")


def generate(
    source_groups: Iterable[CaptionGroup],
    work: Work,
    out: Path,
    *,
    recipe: dict[str, Any],
    source: dict[str, Any],
    seed: int,
    shard_size: int = 512,
    workers: int = 1,
    progress: Callable[[ShardSummary], None] | None = None,
) -> Manifest:
    """Make the output folder ``out``, or finish it; a finished one is left as it is.

    A shard is made from ``shard_size`` groups and named by their place in the source, so its bytes are the same for
    any number of workers and after any interruption.

    Args:
        source_groups: images with their captions, the same ones in the same order at each call.
        work: the stages that make rows of them.
        out: output folder; made if it does not exist.
        recipe: the recipe as plain values (:meth:`capaug.recipes.Recipe.as_dict`).
        source: what tells this source from another (name, split, file hash, ...), as plain values.
        seed: the seed that ``work`` draws with.
        shard_size: groups a shard.
        workers: processes; 1 works in this one.
        progress: hears of each shard as it is finished, and of those that are kept from an earlier call.

    Returns:
        The manifest (:func:`capaug.shards.manifest.is_finished` says beforehand whether there is anything to do).

    Raises:
        UsageError: ``shard_size`` or ``workers`` is less than 1.
        InputError: the source has no captions, or whatever ``source_groups`` raises.
        OutputError: ``out`` holds other things or another run, or cannot be written; what is finished stays.
        WorkError: the stages failed on a caption group, or a worker died; what is finished stays.
    """
    if shard_size < 1 or workers < 1:
        name, number = ("shard size", shard_size) if shard_size < 1 else ("number of workers", workers)
        raise UsageError(f"the {name} must be at least 1, not {number}")
    run = begin(out, recipe=recipe, source=source, seed=seed, shard_size=shard_size)
    if is_finished(out):
        return Manifest.read(out)
    tell = progress or (lambda summary: None)
    shards = 0

    def missing() -> Iterator[Chunk]:
        nonlocal shards
        for shards, groups in enumerate(_chunks(source_groups, shard_size), start=1):
            kept = _kept(out, shards - 1, groups)
            if kept:
                tell(kept)
            else:
                yield shards - 1, groups

    run_local(work, out, missing(), workers, tell)
    if not shards:
        raise InputError("the source has no captions; there is nothing to generate from")
    if summary_path(out, shards).exists():
        raise OutputError(f"{out}: the source has become shorter since the run was begun; name another output folder")
    return finish(out, run, shards)


def begin(out: Path, **settings: Any) -> dict[str, Any]:
    """Make or check the folder, fix in ``run.json`` what the run is made with, and clear half-written files away.

    Returns:
        What the run is made with: the first fields of its :class:`Manifest`.
    """
    canonical = json.dumps(settings["recipe"], sort_keys=True, separators=(",", ":"))
    run: dict[str, Any] = json.loads(
        json.dumps({"versions": _versions(), "recipe_hash": hashlib.sha256(canonical.encode()).hexdigest(), **settings})
    )
    try:
        out.mkdir(parents=True, exist_ok=True)
        begun = (out / RUN).is_file()
        other = None if begun else next((entry.name for entry in out.iterdir() if not entry.match(TEMPORARY)), None)
        if other:
            raise OutputError(f"{out}: the folder holds other things ({other}); name a new or an empty one")
        if begun:
            begun = _is_same(out, run)
        for temporary in list(out.rglob(TEMPORARY)):
            temporary.unlink(missing_ok=True)
        if not begun:
            write_atomically(out / RUN, json.dumps(run, indent=1).encode() + b"\n")
        for folder in FOLDERS:
            (out / folder).mkdir(exist_ok=True)
    except FileExistsError:
        raise OutputError(f"{out}: a file of that name is in the way; name a folder") from None
    except OSError as error:
        raise unwritable(out, error) from error
    return run


def _is_same(out: Path, run: dict[str, Any]) -> bool:
    """Whether the folder's run is this one; one that is not, but failed before its first shard, may be begun anew."""
    try:
        begun = json.loads((out / RUN).read_bytes())
        different = [
            _difference(key, begun[key], run[key]) for key in run if key != "recipe_hash" and begun[key] != run[key]
        ]
    except (ValueError, KeyError, TypeError):
        raise OutputError(f"{out / RUN}: not a run file of this capaug; name another output folder") from None
    if different and any(summary_path(out, 0).parent.glob("*.json")):
        raise OutputError(
            f"{out}: this run was begun with another {', '.join(different)};"
            " give the same to go on with it, or name another output folder"
        )
    return not different


def _difference(key: str, old: Any, new: Any) -> str:
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
        return f"{key} ({', '.join(keys)})"
    return f"{key} ({old}, now {new})"


def _versions() -> dict[str, str]:
    """Python and the installed libraries that rows may depend on."""
    versions = {"python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            versions[library] = version(library)
        except PackageNotFoundError:
            versions[library] = "not installed"
    return versions


def _chunks(groups: Iterable[CaptionGroup], size: int) -> Iterator[list[CaptionGroup]]:
    groups = iter(groups)
    while chunk := list(islice(groups, size)):
        yield chunk


def _kept(out: Path, index: int, groups: list[CaptionGroup]) -> ShardSummary | None:
    """The summary of shard ``index`` if an earlier call finished it and its files are still whole."""
    summary = read_summary(out, index)
    if summary is None:
        return None
    if summary.source != digest(groups):
        raise OutputError(
            f"{out}: the captions of shard {index} have changed since the run was begun; name another output folder"
        )
    files = [summary.data, summary.reject_data] if summary.reject_data else [summary.data]
    return summary if all(is_intact(out, file) for file in files) else None


def finish(out: Path, run: dict[str, Any], shards: int) -> Manifest:
    """Write what readers need beside the shards, and last the manifest."""
    manifest = Manifest.of(run, _summaries(out, shards))
    fingerprint = hashlib.sha256("".join(shard.sha256 for shard in manifest.shards).encode()).hexdigest()[:16]
    state: dict[str, Any] = {
        "_data_files": [{"filename": Path(shard.file).name} for shard in manifest.shards],
        "_fingerprint": fingerprint,
        "_format_columns": None,
        "_format_kwargs": {},
        "_format_type": None,
        "_output_all_columns": False,
        "_split": SPLIT,
    }
    # Without features, readers take them from the Arrow schema.
    info = {"citation": "", "description": "Made by capaug; see README.md.", "homepage": "", "license": ""}
    write_atomically(out / SPLIT / "state.json", json.dumps(state, indent=1).encode())
    write_atomically(out / SPLIT / "dataset_info.json", json.dumps(info, indent=1).encode())
    write_atomically(out / "dataset_dict.json", json.dumps({"splits": [SPLIT]}).encode())
    write_atomically(out / "README.md", card(manifest, _examples(out, manifest)).encode("utf-8"))
    manifest.write(out)
    return manifest


def _summaries(out: Path, shards: int) -> Iterator[ShardSummary]:
    """The summaries in order, read back one by one, so that no run has to hold them all."""
    for index in range(shards):
        summary = read_summary(out, index)
        if summary is None:
            raise OutputError(f"{summary_path(out, index)}: gone or broken; run the same command again to mend it")
        yield summary


def _examples(out: Path, manifest: Manifest) -> list[AugmentedCaption]:
    """Three rows that have something to show, out of the first thousand."""
    rows = (row for shard in manifest.shards for row in read_shard(out / shard.file))
    return list(islice((row for row in islice(rows, 1000) if row.positives and row.negatives), 3))
