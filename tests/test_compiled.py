"""Tables that are compiled once and read by all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from capaug.compiled import compiled, packed, unpacked

TABLES = {"letters": b"abc", "none": b"", "more": b"defghijkl"}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAPAUG_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "table.tsv"
    path.write_text("red\n", encoding="utf-8")
    return path


class Compiler:
    """Compiles, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self) -> Mapping[str, bytes]:
        self.runs += 1
        return TABLES


def read(source: Path, build: Compiler) -> dict[str, bytes]:
    return {name: bytes(table) for name, table in compiled("table", [source], build).items()}


def test_tables_are_built_once(source: Path, cache: Path) -> None:
    build = Compiler()
    assert read(source, build) == TABLES
    assert read(source, build) == TABLES
    assert build.runs == 1
    assert len(list(cache.iterdir())) == 1  # nothing temporary stays


def test_an_edited_source_is_compiled_anew(source: Path) -> None:
    build = Compiler()
    read(source, build)
    source.write_text("blue\n", encoding="utf-8")
    read(source, build)
    assert build.runs == 2


@pytest.mark.parametrize("damage", [lambda old: old[:-9], lambda old: b"", lambda old: old[:-12] + b"x" + old[-11:]])
def test_a_broken_file_is_compiled_anew(source: Path, cache: Path, damage: Callable[[bytes], bytes]) -> None:
    build = Compiler()
    read(source, build)
    (file,) = cache.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert read(source, build) == TABLES
    assert build.runs == 2
    assert read(source, build) == TABLES
    assert build.runs == 2


def test_a_cache_that_cannot_be_written_is_no_error(source: Path, cache: Path) -> None:
    cache.write_text("a file, not a folder", encoding="utf-8")
    build = Compiler()
    assert read(source, build) == TABLES


def test_without_a_home_nothing_is_written(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr("capaug.compiled.cache_folder", no_home)
    assert read(source, Compiler()) == TABLES


def test_processes_at_once_read_the_same(cache: Path) -> None:
    code = "from capaug.lexicon.wordnet import hypernym_closure; print(hypernym_closure('poodle'))"
    environment = [{**os.environ, "PYTHONHASHSEED": seed} for seed in "012"]
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=env)
        for env in environment
    ]
    answers = {process.communicate(timeout=120)[0] for process in started}
    assert len(answers) == 1 and "dog" in answers.pop()
    assert len(list(cache.iterdir())) == 1


def test_tables_start_where_numbers_may() -> None:
    tables = unpacked(packed({"one": b"a", "numbers": bytes(range(8))}))
    assert tables["numbers"].cast("I").tobytes() == bytes(range(8))
