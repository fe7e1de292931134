"""Parts of a run, each made in a folder of its own, become the folder that one run would have made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from capaug.errors import InputError, UsageError
from capaug.runs.atomic import writing_atomically
from capaug.runs.files import is_finished
from capaug.runs.layout import summary_path
from capaug.runs.lock import locked
from capaug.runs.manifest import Manifest
from capaug.runs.run import differences, finish, intact_summary, open_folder
from capaug.runs.shards import is_intact, read_summary
from capaug.runs.share import PART, Share


def merge(out: str | Path, parts: Sequence[str | Path]) -> Manifest:
    """Join the parts of a run, as ``capaug merge`` does: ``out`` becomes the folder of one run, to the byte.

    Its files are hard links to those of the parts where the file system has them, else copies. The parts stay as they
    are and may be deleted afterwards. A merge that was broken off goes on when it is called again.

    Args:
        out: output folder; made if it does not exist.
        parts: the folders of all parts of one run, in any order.

    Returns:
        What ``out`` holds.

    Raises:
        UsageError: a part is missing or there twice, or ``out`` is one of them.
        InputError: a folder is no finished part, or one of another run than the first, or a file of it is broken.
        OutputError: ``out`` holds other things, or cannot be written.

    Example:
        >>> manifest = merge("captions", ["part-1", "part-2"])  # doctest: +SKIP
    """
    out, folders = Path(out), [Path(part) for part in parts]
    if any(out.resolve() == folder.resolve() for folder in folders):
        raise UsageError(f"{out}: what is merged needs a folder of its own")
    manifests = [Manifest.read(folder) for folder in folders]
    shares = [_share(folder, manifest) for folder, manifest in zip(folders, manifests, strict=True)]
    _check_complete(folders, shares)
    run = _run(folders, manifests)
    shards = sum(len(manifest.shards) for manifest in manifests)
    for folder, share, manifest in zip(folders, shares, manifests, strict=True):
        held, due = len(manifest.shards), len(share.shards(shards))
        if held != due:
            raise InputError(
                f"{folder}: part {share} has {held} of {shards} shards, not {due}; the source has changed between the "
                "parts: make them again"
            )
    with locked(out):
        open_folder(out, run)
        if is_finished(out):
            return Manifest.read(out)
        for folder, share in zip(folders, shares, strict=True):
            for index in share.shards(shards):
                if not intact_summary(out, index):
                    _take(folder, out, index)
        return finish(out, run, shards)


def _share(folder: Path, manifest: Manifest) -> Share:
    part = manifest.source.get(PART)
    if part is None:
        raise InputError(f"{folder}: a whole run, no part of one (it was made without --part)")
    return Share.read(part)


def _check_complete(folders: Sequence[Path], shares: Sequence[Share]) -> None:
    """All parts of one number must be there, each once."""
    if not folders:
        raise UsageError("name the folders of the parts")
    of = shares[0].of
    found: dict[int, Path] = {}
    for folder, share in zip(folders, shares, strict=True):
        if share.of != of:
            raise UsageError(f"{folder} is one of {share.of} parts, {folders[0]} one of {of}; merge those of one run")
        if share.number in found:
            raise UsageError(f"{found[share.number]} and {folder} are both part {share}; name each part once")
        found[share.number] = folder
    if missing := [str(Share(number, of)) for number in range(1, of + 1) if number not in found]:
        raise UsageError(f"all {of} parts make a run; missing: {', '.join(missing)}")


def _run(folders: Sequence[Path], manifests: Sequence[Manifest]) -> dict[str, Any]:
    """What the whole run is made with; every part must have been made with the same."""
    runs = []
    for folder, manifest in zip(folders, manifests, strict=True):
        run = manifest.made_with()
        run["source"] = {key: value for key, value in manifest.source.items() if key != PART}
        runs.append(run)
        if different := differences(runs[0], run):
            raise InputError(
                f"{folder}: a part of another run than {folders[0]}, with another {', '.join(different)}; "
                "make all parts with the same"
            )
    return runs[0]


def _take(folder: Path, out: Path, index: int) -> None:
    """Put the files of a shard of a part into ``out``, its summary last."""
    summary = read_summary(folder, index)
    if summary is None:
        raise InputError(f"{summary_path(folder, index)}: gone or broken; give the part's command again to mend it")
    for file in (summary.data, summary.reject_data):
        if file is None:
            continue
        if not is_intact(folder, file):
            raise InputError(
                f"{folder / file.file}: missing, or not the bytes that were written; "
                "give the part's command again to mend it"
            )
        _place(folder / file.file, out / file.file)
    _place(summary_path(folder, index), summary_path(out, index))


def _place(file: Path, to: Path) -> None:
    """A hard link, or a copy where there can be none: on another file system, or one without links."""
    try:
        to.unlink(missing_ok=True)
        os.link(file.resolve(), to)
    except OSError:
        with writing_atomically(to) as copy, file.open("rb") as held:
            shutil.copyfileobj(held, copy)
