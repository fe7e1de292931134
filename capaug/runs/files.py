"""Whether the files of a finished folder are those that were written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from capaug.errors import InputError
from capaug.runs.findings import REMAKE, REPAIR, Finding
from capaug.runs.layout import FOLDERS, RUN, summary_file
from capaug.runs.manifest import Manifest
from capaug.runs.sealed import read_sealed
from capaug.runs.shards import ShardFile, is_intact, read_summary


def is_finished(folder: Path) -> bool:
    """Whether ``folder`` holds a finished run, every file of it to the byte as it was written."""
    try:
        return next(broken_files(folder, Manifest.read(folder)), None) is None
    except InputError:
        return False


def broken_files(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Yield what is wrong with the files of ``folder``, which reads each of them once.

    Args:
        folder: an output folder.
        manifest: its manifest, which is not doubted here.
    """
    if not run_is_whole(folder, manifest):
        yield Finding(RUN, _fault(folder, RUN), REPAIR)
    for file in [*manifest.shards, *manifest.reject_shards]:
        if not is_intact(folder, file):
            yield Finding(file.file, _fault(folder, file.file), REMAKE)
    rejects = set(manifest.reject_shards)
    for index, shard in manifest.numbered():
        if not _summary_is_whole(folder, index, shard, rejects):
            yield Finding(summary_file(index), _fault(folder, summary_file(index)), REMAKE)
    for other in manifest.other_files:
        if not is_intact(folder, other):
            yield Finding(other.file, _fault(folder, other.file), REPAIR)


def strays(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Yield the files that lie among those of the run and are none of its own; hidden ones are left aside."""
    known = {file.file for file in [*manifest.shards, *manifest.reject_shards]}
    known |= {file.file for file in manifest.other_files}
    known |= {summary_file(index) for index, _ in manifest.numbered()}
    for name in FOLDERS:
        for path in sorted((folder / name).glob("[!.]*")):
            if f"{name}/{path.name}" not in known:
                yield Finding(f"{name}/{path.name}", "no file of this run", "move it elsewhere, or delete it")


def run_is_whole(folder: Path, manifest: Manifest) -> bool:
    """Whether ``run.json`` is whole and of the run of ``manifest``."""
    try:
        return read_sealed(folder / RUN) == manifest.made_with()
    except (OSError, ValueError):
        return False


def _summary_is_whole(folder: Path, index: int, shard: ShardFile, rejects: set[ShardFile]) -> bool:
    """Whether the summary of ``shard`` is whole and speaks of it, and of one of ``rejects`` if of any."""
    summary = read_summary(folder, index)
    if summary is None or (summary.index, summary.data) != (index, shard):
        return False
    return summary.reject_data is None or summary.reject_data in rejects


def _fault(folder: Path, name: str) -> str:
    return "not the bytes that were written" if (folder / name).exists() else "missing"
