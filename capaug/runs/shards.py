"""A chunk of results becomes a shard: rows as an Arrow stream, rejects as JSON lines, and a summary when it is done."""

from __future__ import annotations

import hashlib
import io
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from capaug.errors import InputError
from capaug.formats.arrow import Arrow
from capaug.records import AugmentedCaption, CaptionGroup, ChunkResult, Reject, Variant
from capaug.runs.atomic import write_atomically
from capaug.runs.layout import data_file, rejects_file, summary_path
from capaug.runs.sealed import read_sealed, write_sealed


@dataclass(frozen=True, slots=True)
class ShardFile:
    """A file of the output: its name below the output folder, its rows or lines, its size, its SHA-256 in hex."""

    file: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the output that holds neither rows nor rejects: its name, its size, its SHA-256 in hex."""

    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class VariantCount:
    """How many variants of a kind, how many of them have a similarity, and the sum of those similarities."""

    count: int
    scored: int
    similarity: float


@dataclass(frozen=True, slots=True)
class ShardSummary:
    """What a shard holds. ``source`` is the digest of the groups it was made from (:func:`digest`).

    ``rejects`` counts by reason; ``positives`` and ``negatives`` by kind; ``refused`` by kind, then reason;
    ``with_positive`` and ``with_negative`` are the rows that have at least one, ``read_in_part`` those whose caption
    was longer than what is read of one.
    """

    index: int
    source: str
    captions: int
    data: ShardFile
    reject_data: ShardFile | None
    rejects: dict[str, int]
    positives: dict[str, VariantCount]
    negatives: dict[str, VariantCount]
    with_positive: int
    with_negative: int
    refused: dict[str, dict[str, int]]
    read_in_part: int = 0


def digest(groups: Sequence[CaptionGroup]) -> str:
    """SHA-256, in hex, of the groups of a chunk: a resume knows by it that a finished shard is still the right one."""
    return hashlib.sha256(json.dumps([asdict(group) for group in groups]).encode()).hexdigest()


def write_shard(folder: Path, index: int, result: ChunkResult, source: str) -> ShardSummary:
    """Write the shard ``index`` of ``folder``: rows, rejects, then its summary, each atomically.

    Args:
        folder: the output folder, with its sub-folders.
        index: place of the chunk in the source.
        result: what the stages made of the chunk.
        source: :func:`digest` of the chunk's groups.

    Returns:
        The summary that was written. Equal results give equal bytes.

    Raises:
        OutputError: the folder cannot be written or the disk is full; no half file is left.
    """
    data = _write(folder, data_file(index), _arrow(result.rows, result.scores), len(result.rows))
    reject_data = None
    if result.rejects:
        reject_data = _write(folder, rejects_file(index), _json_lines(result.rejects), len(result.rejects))
    summary = summary_of(index, source, result, data, reject_data)
    write_sealed(summary_path(folder, index), asdict(summary))
    return summary


def summary_of(
    index: int, source: str, result: ChunkResult, data: ShardFile, reject_data: ShardFile | None
) -> ShardSummary:
    """What a shard holds: the counts of ``result``, whose rows are in ``data`` and whose rejects in ``reject_data``."""
    refused: dict[str, dict[str, int]] = defaultdict(dict)
    for (kind, reason), count in sorted(result.refused.items()):
        refused[kind][reason] = count
    return ShardSummary(
        index=index,
        source=source,
        captions=len(result.rows) + len(result.rejects),
        data=data,
        reject_data=reject_data,
        rejects=dict(sorted(Counter(reject.reason for reject in result.rejects).items())),
        positives=_count(variant for row in result.rows for variant in row.positives),
        negatives=_count(variant for row in result.rows for variant in row.negatives),
        with_positive=sum(bool(row.positives) for row in result.rows),
        with_negative=sum(bool(row.negatives) for row in result.rows),
        refused=dict(refused),
        read_in_part=sum(row.read < len(row.caption) for row in result.rows),
    )


def read_summary(folder: Path, index: int) -> ShardSummary | None:
    """The summary of shard ``index``, or None if it has none that is whole."""
    try:
        values = read_sealed(summary_path(folder, index))
        values["data"] = ShardFile(**values["data"])
        values["reject_data"] = values["reject_data"] and ShardFile(**values["reject_data"])
        for side in ("positives", "negatives"):
            values[side] = {kind: VariantCount(**count) for kind, count in values[side].items()}
        return ShardSummary(**values)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_rejects(path: Path) -> list[Reject]:
    """The rejects of a shard.

    Raises:
        InputError: the file is broken.
    """
    try:
        # Line by line of the file, not of the text: a caption may hold what else ends a line.
        return [Reject(**json.loads(line)) for line in path.read_bytes().split(b"\n") if line]
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{path}: not a readable file of rejects ({' '.join(str(error).split())})") from None


def has_size(folder: Path, file: ShardFile | WrittenFile) -> bool:
    """Whether the file is there with the size that was written down."""
    try:
        return (folder / file.file).stat().st_size == file.bytes
    except OSError:
        return False


def is_intact(folder: Path, file: ShardFile | WrittenFile) -> bool:
    """Whether the file is there with the size and the SHA-256 that were written down."""
    if not has_size(folder, file):
        return False
    try:
        with (folder / file.file).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
    except OSError:
        return False


def written_file(name: str, data: bytes) -> WrittenFile:
    """The record of a file ``name`` that holds ``data``."""
    return WrittenFile(name, len(data), hashlib.sha256(data).hexdigest())


def _write(folder: Path, name: str, data: bytes, rows: int) -> ShardFile:
    write_atomically(folder / name, data)
    return ShardFile(name, rows, len(data), hashlib.sha256(data).hexdigest())


def _arrow(rows: Sequence[AugmentedCaption], scores: Sequence[str]) -> bytes:
    sink = io.BytesIO()
    Arrow(scores).write(rows, sink)
    return sink.getvalue()


def _json_lines(rejects: Sequence[Reject]) -> bytes:
    """One JSON object a line. Half a surrogate pair, which UTF-8 cannot say, becomes its JSON escape."""
    lines = (json.dumps(asdict(reject), ensure_ascii=False) + "\n" for reject in rejects)
    return "".join(lines).encode("utf-8", "backslashreplace")


def _count(variants: Iterable[Variant]) -> dict[str, VariantCount]:
    similarities: dict[str, list[float | None]] = defaultdict(list)
    for variant in variants:
        similarities[variant.kind].append(variant.similarity)
    counts = {}
    for kind, all_of_kind in sorted(similarities.items()):
        scores = [float(score) for score in all_of_kind if score is not None]
        counts[kind] = VariantCount(len(all_of_kind), len(scores), math.fsum(scores))
    return counts
