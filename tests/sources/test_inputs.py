"""Files wherever they lie: packed, in pipes, behind URLs, several at once."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import pickle
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from capaug.errors import InputError, UsageError
from capaug.sources import Source, open_source
from capaug.sources.inputs import Input

LINES = [f"a dog number {k} on a couch" for k in range(3000)]


def captions(source: Source) -> list[str]:
    return [caption.text for group in source.groups() for caption in group.captions]


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)])
def test_packed_files(tmp_path: Path, ending: str, pack: object) -> None:
    path = tmp_path / f"a.txt{ending}"
    path.write_bytes(pack("\n".join(LINES).encode()))  # type: ignore[operator]
    source = open_source(str(path))
    assert captions(source) == LINES
    assert [group for part in source.parts(700) for group in part.groups()] == list(source.groups())
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match=r"cannot read .*a.txt"):
        list(open_source(str(path)).groups())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_all_lines_of_a_pipe_arrive(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("\n".join(LINES) + "\n",))
    writer.start()
    source = open_source(str(pipe))
    writer.join()
    assert [captions(source), captions(source)] == [LINES, LINES]
    assert source.count() == len(LINES)
    assert source.fingerprint()["files"][0]["size"] == sum(len(line) + 1 for line in LINES)  # type: ignore[index]
    parts = [pickle.loads(pickle.dumps(part)) for part in source.parts(1000)]
    assert [caption.text for part in parts for group in part.groups() for caption in group.captions] == LINES


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'{"image_id": 7, "caption": "a dog"}\n')))
    source = open_source("-")
    assert captions(source) == captions(source) == ["a dog"]
    assert (source.name, source.describe().split(" (")[0]) == (
        "stdin",
        "captions of the JSON Lines file standard input",
    )
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"")))
    with pytest.raises(InputError, match="standard input is empty"):
        open_source("-")


def test_the_copy_of_a_pipe_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"a dog\n")))
    copy = Input("-")
    path = copy.path
    assert path.exists()
    del copy
    assert not path.exists()


def test_several_files_are_one_source(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.jsonl").write_text('{"image_id": 7, "caption": "a dog"}\n{"caption": "a bus"}\n')
    (tmp_path / "a.csv").write_text("image,caption\n8,a cat\n7,a pug\n")
    places = [str(tmp_path / "x" / "a.jsonl"), str(tmp_path / "a.csv")]
    source = open_source(places)
    groups = list(source.groups())
    assert [group.image_id for group in groups] == ["7", "#x/a.jsonl:2", "8"]
    assert [caption.id for caption in groups[0].captions] == ["x/a.jsonl:1", "a.csv:3"]
    assert len(source.fingerprint()["files"]) == 2  # type: ignore[arg-type]
    assert source.count() is None
    with pytest.raises(UsageError, match="named twice"):
        open_source([places[0], places[0]])


def test_patterns(tmp_path: Path) -> None:
    for k in (2, 0, 1):
        (tmp_path / f"part-{k}.txt").write_text(f"caption {k}\n")
    source = open_source(str(tmp_path / "part-*.txt"))
    assert captions(source) == ["caption 0", "caption 1", "caption 2"]
    assert (source.name, source.count()) == ("part-*.txt", 3)
    (tmp_path / "part-*.txt").write_text("a file of that name\n")
    assert captions(open_source(str(tmp_path / "part-*.txt"))) == ["a file of that name"]
    with pytest.raises(InputError, match="no file is called"):
        open_source(str(tmp_path / "*.csv"))


def test_addresses(memory: fsspec.AbstractFileSystem, tmp_path: Path) -> None:
    memory.pipe("/data/a.jsonl", b'{"image_id": 7, "caption": "a dog"}\n')
    memory.pipe("/data/b.jsonl.gz", gzip.compress(b'{"image_id": 7, "caption": "a pug"}\n'))
    assert captions(open_source("memory://data/a.jsonl")) == ["a dog"]
    (group,) = open_source("memory://data/*.jsonl*").groups()
    assert [(caption.id, caption.text) for caption in group.captions] == [
        ("a.jsonl:1", "a dog"),
        ("b.jsonl.gz:1", "a pug"),
    ]
    pq.write_table(pa.table({"url": ["u"], "text": ["a cat"]}), tmp_path / "c.parquet")
    memory.pipe("/data/c.parquet", (tmp_path / "c.parquet").read_bytes())
    source = open_source("memory://data/c.parquet")
    assert (captions(source), source.count()) == (["a cat"], 1)
    assert captions(open_source(f"file://{tmp_path}/c.parquet")) == ["a cat"]


def test_an_address_is_told_from_its_later_self(memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe("/a.txt", b"a dog\n")
    before = open_source("memory://a.txt").fingerprint()
    assert open_source("memory://a.txt").fingerprint() == before
    memory.pipe("/a.txt", b"a cat\n")
    assert open_source("memory://a.txt").fingerprint() != before


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("s3://bucket/a.jsonl", "pip install s3fs"),
        ("gs://bucket/*.jsonl", "pip install gcsfs"),
        ("memory://gone.jsonl", "no such file: memory://gone.jsonl"),
        ("memory://gone-*.jsonl", "no file is called"),
        ("nowhere://a.jsonl", "nowhere"),
    ],
)
def test_addresses_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, address: str, says: str) -> None:
    for module in ("s3fs", "gcsfs"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError) as caught:
        list(open_source(address).groups())
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_address(memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe("/a.txt", b"")
    with pytest.raises(InputError, match=r"memory://a.txt is empty"):
        open_source("memory://a.txt")


def test_what_an_address_asks_for_is_no_pattern(memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe("/a.txt?raw=1", b"a dog\n")
    assert captions(open_source("memory://a.txt?raw=1")) == ["a dog"]


def test_an_address_that_breaks_off_is_told(memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe("/a.jsonl", b'{"caption": "a dog"}\n' * 3)
    source = open_source("memory://a.jsonl")

    def break_off(*_: object) -> None:
        raise RuntimeError("the server hung up")

    monkeypatch.setattr(fsspec.implementations.memory.MemoryFile, "__next__", break_off, raising=False)
    monkeypatch.setattr(fsspec.implementations.memory.MemoryFile, "__iter__", lambda self: self, raising=False)
    with pytest.raises(InputError, match=r"cannot read memory://a.jsonl: the server hung up"):
        list(source.groups())
