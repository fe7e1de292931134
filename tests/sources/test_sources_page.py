"""The tables of docs/sources.md: each file, written as the page shows it, is read or refused as the page says."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import re
import shlex
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer

from capaug.errors import CapaugError
from capaug.sources.base import Source
from capaug_cli.main import app
from capaug_cli.sources import open_captions

PAGE = Path(__file__).parents[2] / "docs" / "sources.md"
OPENING = ("dataset", "columns", "delimiter", "no_header", "quotes", "stream", "split", "limit")


def table(heading: str) -> list[list[str]]:
    """The cells of each row of the table below a heading."""
    below = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line for line in below.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]


def parts(cell: str) -> list[str]:
    """The lines of a cell, without the marks of code."""
    return [part.strip()[1:-1].replace("⇥", "\t").replace("\\|", "|") for part in cell.split("<br>")]


def write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(exist_ok=True)
    ending = "".join(path.suffixes[-1:])
    writers: dict[str, Callable[[Path, list[str]], Any]] = {
        ".parquet": lambda path, lines: pq.write_table(
            pa.Table.from_pylist([json.loads(line) for line in lines]), path
        ),
        ".arrow": write_arrow,
        ".tar": write_tar,
        ".gz": lambda path, lines: path.write_bytes(gzip.compress("\n".join(lines).encode())),
        ".bz2": lambda path, lines: path.write_bytes(bz2.compress("\n".join(lines).encode())),
    }
    plain = writers.get(ending, lambda path, lines: path.write_text("\n".join(lines) + "\n", encoding="utf-8"))
    plain(path, lines)


def write_arrow(path: Path, lines: list[str]) -> None:
    rows = pa.Table.from_pylist([json.loads(line) for line in lines])
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, rows.schema) as writer:
        writer.write_table(rows)


def write_tar(path: Path, lines: list[str]) -> None:
    with tarfile.open(path, "w") as archive:
        for line in lines:
            name, _, content = line.partition(" ")
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            archive.addfile(member, io.BytesIO(content.encode()))


def opened(file: str, options: str) -> Source:
    """Open a file with the options as they are typed."""
    words = shlex.split(options)
    if "--dataset" not in words:
        words = ["--dataset", file, *words]
    group = typer.main.get_command(app)
    command = group.get_command(None, "generate")  # type: ignore[attr-defined, arg-type]
    given = command.make_context("generate", words).params
    return open_captions(**{name: given[name] for name in OPENING})


READ = table("Files that are read as they are")
REFUSED = table("What is refused, and what settles it")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("row", READ, ids=[f"{row[0]}, {row[1]}" for row in READ])
def test_a_file_is_read_as_the_page_says(row: list[str]) -> None:
    _, (file,), lines, options, expected = (
        row[0],
        parts(row[1]),
        parts(row[2]),
        row[3].strip("`"),
        parts_of_images(row[4]),
    )
    write(Path(file), lines)
    source = opened(file, options)
    groups = list(source.groups())
    assert [(group.image_id, [caption.text for caption in group.captions]) for group in groups] == expected
    ids = [caption.id for group in groups for caption in group.captions]
    assert len(set(ids)) == len(ids)
    assert [group for part in source.parts(1) for group in part.groups()] == groups


def parts_of_images(cell: str) -> list[tuple[str, list[str]]]:
    """``image``: ``caption``, ``caption`` of each image."""
    found = []
    for line in cell.split("<br>"):
        image, *captions = [text.replace("⇥", "\t") for text in re.findall(r"`([^`]*)`", line)]
        found.append((image, captions))
    return found


@pytest.mark.parametrize("row", REFUSED, ids=[f"{row[0]} {row[1]}" for row in REFUSED])
def test_a_file_is_refused_as_the_page_says(row: list[str]) -> None:
    ((file,), lines, (says,)) = map(parts, row)
    write(Path(file), lines)
    with pytest.raises(CapaugError) as caught:
        list(opened(file, "").groups())
    assert says in str(caught.value)
    assert file in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_page_has_its_tables() -> None:
    assert len(READ) > 30
    assert len(REFUSED) > 10
