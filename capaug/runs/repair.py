"""What a folder can mend by itself: every file that follows from its shards and their summaries.

Shards, rejects and summaries come from the captions: the command that made the folder makes those anew that are broken.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

from capaug.errors import CapaugError, InputError
from capaug.runs.atomic import write_atomically
from capaug.runs.companions import companions, state
from capaug.runs.files import run_is_whole
from capaug.runs.layout import MANIFEST, RUN, STATE, summary_path
from capaug.runs.manifest import Manifest
from capaug.runs.sealed import read_sealed, write_sealed
from capaug.runs.shards import ShardSummary, is_intact, read_summary, written_file
from capaug.runs.share import Share, share_of


def repair(path: str | Path) -> list[str]:
    """Write anew what is missing or broken of manifest, run file, card and what loaders read.

    They get the bytes that they had; only the card of another version of capaug may come out otherwise.

    Returns:
        The files that were written; those of shards and summaries are left as they are.

    Raises:
        InputError: there is no such folder, it is no output of capaug, its run is unfinished, or so much is broken
            that the folder does not tell what the manifest said.
        OutputError: the folder cannot be written.
    """
    folder = Path(path)
    manifest, whole = manifest_of(folder)
    written = []
    if not whole:
        manifest.write(folder)
        written.append(MANIFEST)
    if not run_is_whole(folder, manifest):
        write_sealed(folder / RUN, manifest.made_with())
        written.append(RUN)
    broken = [file.file for file in manifest.other_files if not is_intact(folder, file)]
    try:
        made = companions(folder, manifest) if broken else {}
    except InputError:  # a shard is broken, which is told of the shard
        return written
    made = {name: data for name, data in made.items() if name in broken}
    for name, data in made.items():
        write_atomically(folder / name, data)
    written += made
    # Another version of capaug may write another card, which the manifest then has to know.
    others = [written_file(file.file, made[file.file]) if file.file in made else file for file in manifest.other_files]
    if others != manifest.other_files:
        replace(manifest, other_files=others).write(folder)
        written.append(MANIFEST)
    return written


def manifest_of(folder: Path) -> tuple[Manifest, bool]:
    """The manifest of ``folder``, or where it is missing or broken the one that it must have been; and if it is whole.

    Raises:
        InputError: as :func:`repair`.
    """
    try:
        return Manifest.read(folder), True
    except InputError:
        if rebuilt := _rebuilt(folder):
            return rebuilt, False
        raise


def _rebuilt(folder: Path) -> Manifest | None:
    """The manifest from what the run was begun with and the summaries; None where something is missing for it.

    How many shards there were the list of shards tells that loaders read, so it must be there and be theirs.
    """
    try:
        run = read_sealed(folder / RUN)
        manifest = Manifest.of(run, _all_summaries(folder, share_of(run["source"])))
        if (folder / STATE).read_bytes() != state(manifest):
            return None
        made = companions(folder, manifest)
    except (OSError, ValueError, TypeError, KeyError, CapaugError):
        return None
    return replace(manifest, other_files=[written_file(name, data) for name, data in made.items()])


def _all_summaries(folder: Path, share: Share) -> list[ShardSummary]:
    summaries: list[ShardSummary] = []
    for index in count(share.number - 1, share.of):
        if (summary := read_summary(folder, index)) is None:
            break
        summaries.append(summary)
    if summary_path(folder, index).exists():
        raise InputError(f"{summary_path(folder, index)}: broken")
    return summaries
