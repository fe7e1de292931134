"""WebDataset: tar files of texts, which a loader streams beside the tar files of pictures."""

from __future__ import annotations

import io
import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from capaug.formats.batches import batches_of, readable, scores_of, select
from capaug.records import AugmentedCaption, row_schema

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_PER_BATCH = 1 << 12
SCORES = "CAPAUG.scores"  # of the tar file's header: the scores that variants have, also where no row has a variant
END = 2 * tarfile.BLOCKSIZE  # of zeros, in which a tar file ends
ESCAPED = re.compile(r"[^A-Za-z0-9_-]")  # in keys: a dot would end one, a slash would name a folder


class WebDataset:
    """Two members of a tar file a row: ``KEY.json``, the whole row, and ``KEY.txt``, its caption.

    The key is ``IMAGE+CAPTION``, the two ids, of which all but letters, digits, ``_`` and ``-`` is written as ``%2E``
    is for a dot. Members have no time, no owner and no folder, so equal rows give equal bytes.
    """

    name = "webdataset"
    suffix = "tar"
    compressions: tuple[str, ...] = ("none",)
    binary = True

    def __init__(self, compression: str = "none") -> None:
        self.compression = compression

    def write(self, rows: Iterable[AugmentedCaption], file: IO[bytes], scores: Sequence[str] | None = None) -> None:
        """Write two members a row."""
        batches = batches_of(rows, scores, ROWS_PER_BATCH)
        first = next(batches)
        # Nothing but a header is no tar file to Python.
        header = {SCORES: json.dumps(scores_of(first.schema))} if first.num_rows else None
        with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT, pax_headers=header) as tar:
            image, seen = None, Counter[str]()
            for batch in chain([first], batches):
                for row in batch.to_pylist():  # as the other formats hold it: scores of 32 bits
                    if row["image_id"] != image:
                        image, seen = row["image_id"], Counter()
                    key = _key(row, seen)
                    _add(tar, f"{key}.json", json.dumps(row).encode("ascii"))
                    _add(tar, f"{key}.txt", row["caption"].encode("utf-8"))

    def read_schema(self, path: Path) -> pa.Schema:
        """The columns of rows with the scores that the file names."""
        with readable(path), tarfile.open(path, "r:") as tar:
            return _schema(tar)

    def read_batches(self, path: Path, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Yield the rows of the members ``KEY.json``; the texts beside them are not looked at."""
        import pyarrow as pa

        with readable(path), tarfile.open(path, "r:") as tar:
            schema = _schema(tar)
            rows = _rows(path, tar)
            batch = list(islice(rows, ROWS_PER_BATCH))
            while True:
                read = pa.RecordBatch.from_pylist(batch, schema)
                yield read if columns is None else select(read, columns)
                batch = list(islice(rows, ROWS_PER_BATCH))
                if not batch:
                    return


def _schema(tar: tarfile.TarFile) -> pa.Schema:
    """The columns of rows with the scores that are named before the first member; without a member there are none."""
    return row_schema(() if tar.next() is None else json.loads(tar.pax_headers[SCORES]))


def _rows(path: Path, tar: tarfile.TarFile) -> Iterator[Any]:
    for member in tar:
        if member.name.endswith(".json"):
            yield json.loads(_content(tar, member))
    _check_end(path, tar.offset)


def _check_end(path: Path, offset: int) -> None:
    """Fail on a file of which more than zeros, or less than its end, lies behind its last member.

    It was cut, or a header in it is broken: Python takes both for a file of fewer members.
    """
    with path.open("rb") as file:
        file.seek(offset)
        rest = file.read()
    if (offset + len(rest)) % tarfile.RECORDSIZE or len(rest) < END or rest.strip(b"\0"):
        raise tarfile.ReadError("it ends within its members")


def _key(row: Mapping[str, Any], seen: Counter[str]) -> str:
    """The key of a row; ``seen`` counts those of its image, and one that comes again gets its number behind it."""
    key = f"{_escaped(row['image_id'])}+{_escaped(row['caption_id'])}"
    seen[key] += 1
    return key if seen[key] == 1 else f"{key}+{seen[key]}"


def _escaped(name: str) -> str:
    return ESCAPED.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8")), name)


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    if file is None:
        raise tarfile.ReadError(f"{member.name} is no file")
    return file.read()
