"""A run's folder from its beginning to its end: begun or gone on with, what is whole kept, then the manifest."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from capaug.errors import InputError, OutputError
from capaug.formats import ShardFormat
from capaug.formats.arrow import ARROW
from capaug.records import CaptionGroup
from capaug.runs.atomic import TEMPORARY, clear_temporary, unwritable, write_atomically
from capaug.runs.companions import companions
from capaug.runs.layout import FOLDERS, MANIFEST, RUN, summary_path
from capaug.runs.lock import LOCK
from capaug.runs.manifest import Manifest
from capaug.runs.sealed import read_sealed, write_sealed
from capaug.runs.shards import ShardSummary, digest, has_size, is_intact, read_summary, written_file
from capaug.runs.share import PART, WHOLE, Share

_LIBRARIES = ("capaug", "datasets", "lemminflect", "numpy", "pyarrow", "spacy", "torch", "transformers")


def begin(
    out: Path,
    *,
    recipe: Mapping[str, Any],
    source: Mapping[str, Any],
    seed: int,
    shard_size: int,
    plugins: Mapping[str, str] | None = None,
    form: ShardFormat = ARROW,
) -> dict[str, Any]:
    """Make or check the folder, fix in ``run.json`` what the run is made with, and clear half-written files away.

    Args:
        out: output folder; made if it does not exist. Other runs are kept out by :func:`capaug.runs.lock.locked`.
        recipe: the recipe as plain values (:meth:`capaug.recipes.Recipe.as_dict`).
        source: what tells this source from another (:meth:`capaug.sources.base.Source.fingerprint`).
        seed: the seed of every draw.
        shard_size: groups a shard.
        plugins: what tells each plug-in from another of its name; stands among the versions.
        form: how shards are written.

    Returns:
        What the run is made with: the first fields of its :class:`Manifest`.

    Raises:
        OutputError: ``out`` holds other things or another run, or cannot be written.
    """
    canonical = json.dumps(recipe, sort_keys=True, separators=(",", ":"))
    made_with = {
        "versions": versions() | {f"plugin {name}": version for name, version in (plugins or {}).items()},
        "recipe_hash": hashlib.sha256(canonical.encode()).hexdigest(),
        "recipe": recipe,
        "source": source,
        "seed": seed,
        "shard_size": shard_size,
        "format": form.name,
        "compression": form.compression,
    }
    run: dict[str, Any] = json.loads(json.dumps(made_with))  # as it will be read back: lists for tuples
    open_folder(out, run)
    return run


def open_folder(out: Path, run: dict[str, Any]) -> None:
    """Make or check the folder for what is made with ``run``: the second half of :func:`begin`.

    Raises:
        OutputError: as :func:`begin`.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        begun = any((out / name).is_file() for name in (RUN, MANIFEST))
        other = None if begun else next(filter(None, map(_name_of_other, out.iterdir())), None)
        if other:
            raise OutputError(f"{out}: the folder holds other things ({other}); name a new or an empty one")
        if begun:
            _check_same(out, run)
        clear_temporary(out)
        if _read(out / RUN) != run:
            write_sealed(out / RUN, run)
        for folder in FOLDERS:
            (out / folder).mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(out, error) from error


def check_there(out: Path) -> None:
    """Tell what was deleted, where a run could not write because of it.

    Raises:
        OutputError: the folder that :func:`begin` has made, or one in it, is gone.
    """
    for folder in (out, *(out / name for name in FOLDERS)):
        if not folder.is_dir():
            raise OutputError(
                f"{folder}: the folder was deleted while the run wrote to it; "
                "run the same command again to make what is missing"
            )


def _name_of_other(entry: Path) -> str | None:
    """The name of a file that is no run's; None for the lock and for what was left half-written."""
    return None if entry.name == LOCK or entry.match(TEMPORARY) else entry.name


def _check_same(out: Path, run: dict[str, Any]) -> None:
    """Refuse a folder whose run is not this one; one that failed before its first shard may be begun anew."""
    try:
        begun = _read(out / RUN) or Manifest.read(out).made_with()
        different = differences(begun, run)
        # Another part may have begun a moment ago.
        apart = begun["source"].get(PART) != run["source"].get(PART)
    except (InputError, KeyError, AttributeError):
        raise OutputError(
            f"{out / RUN}: broken, or not a run file of this capaug, and no {MANIFEST} says what the shards were made"
            " with; name another output folder"
        ) from None
    made = (out / MANIFEST).exists() or any(summary_path(out, 0).parent.glob("*.json"))
    if different and (apart or made):
        raise OutputError(
            f"{out}: this run was begun with another {', '.join(different)};"
            " give the same to go on with it, or name another folder for a second run: --out"
            f" {out.with_name(out.name + '-2')}"
        )


def _read(path: Path) -> dict[str, Any] | None:
    """What a sealed file holds, or None if it is missing or broken."""
    try:
        return read_sealed(path)
    except (OSError, ValueError):
        return None


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """In words, what the run ``new`` is made with that ``old`` is not.

    Raises:
        KeyError: ``old`` lacks something that runs are made with.
    """
    return [_difference(key, old[key], new[key]) for key in new if key != "recipe_hash" and old[key] != new[key]]


def _difference(key: str, old: Any, new: Any) -> str:
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
        return f"{key} ({', '.join(keys)})"
    return f"{key} ({old}, now {new})"


def versions() -> dict[str, str]:
    """Python and the installed libraries that rows may depend on."""
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "not installed"
    return found


def kept_shard(out: Path, index: int, groups: Callable[[], Iterable[CaptionGroup]]) -> ShardSummary | None:
    """The summary of shard ``index`` if an earlier call finished it and its files are still whole.

    Args:
        out: output folder.
        index: place of the shard.
        groups: reads what the shard is to be made from; asked only where there is a shard to compare with.

    Raises:
        OutputError: the shard was made from other captions.
    """
    summary = read_summary(out, index)
    if summary is None:
        return None
    if summary.source != digest(list(groups())):
        raise OutputError(
            f"{out}: the captions of shard {index} have changed since the run was begun; name another output folder"
        )
    return summary if _is_whole(out, summary) else None


def intact_summary(out: Path, index: int) -> ShardSummary | None:
    """The summary of shard ``index`` if it has one and its files are still whole."""
    summary = read_summary(out, index)
    return summary if summary is not None and _is_whole(out, summary) else None


def _is_whole(out: Path, summary: ShardSummary) -> bool:
    files = [summary.data, summary.reject_data] if summary.reject_data else [summary.data]
    return all(is_intact(out, file) for file in files)


def finish(out: Path, run: dict[str, Any], shards: int, share: Share = WHOLE) -> Manifest:
    """Write what readers need beside the shards, and last the manifest.

    Args:
        out: output folder.
        run: what :func:`begin` gave.
        shards: how many the run has.
        share: which of them are in this folder.

    Raises:
        OutputError: a shard is missing, there is one too many, or the folder cannot be written.
    """
    held = share.shards(shards)
    if summary_path(out, share.shards(shards + share.of)[-1]).exists():
        raise OutputError(f"{out}: the source has become shorter since the run was begun; name another output folder")
    manifest = Manifest.of(run, _summaries(out, held))
    others = companions(out, manifest)
    for name, data in others.items():
        write_atomically(out / name, data)
    manifest = replace(manifest, other_files=[written_file(name, data) for name, data in others.items()])
    manifest.write(out)
    return manifest


def _summaries(out: Path, shards: Iterable[int]) -> Iterator[ShardSummary]:
    """The summaries in order, read back one by one, so that no run has to hold them all."""
    for index in shards:
        summary = read_summary(out, index)
        if summary is None:
            raise _broken(summary_path(out, index))
        for file in filter(None, (summary.data, summary.reject_data)):
            if not has_size(out, file):
                raise _broken(out / file.file)
        yield summary


def _broken(path: Path) -> OutputError:
    return OutputError(f"{path}: gone or broken; run the same command again to mend it")
