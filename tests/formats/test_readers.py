"""What reads the shards: every example of docs/format.md that needs a reader's library is run as it stands there."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from capaug.records import AugmentedCaption
from capaug.runs.reader import iter_rows
from capaug_cli.main import app

PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
# ``python`` blocks are run together by tests/test_docs.py; these stand alone, as each needs another library.
EXAMPLES = re.findall(r"^```py\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
LIBRARIES = [re.match(r"(?:import|from) (\w+)", example)[1] for example in EXAMPLES]  # type: ignore[index]


@pytest.fixture(scope="module", name="folder")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the page's commands were run, with a tar file of the pictures of two images."""
    folder = tmp_path_factory.mktemp("readers")
    (commands,) = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for command in commands.splitlines():
            done = CliRunner().invoke(app, [*command.split()[1:], "--workers", "1"], catch_exceptions=False)
            assert done.exit_code == 0, done.stderr
    images = list(dict.fromkeys(row.image_id for row in rows_of(folder)))
    with tarfile.open(folder / "pictures.tar", "w") as tar:
        for size, image in enumerate(images[:2], start=101):
            member = tarfile.TarInfo(f"{image}.jpg")
            member.size = size
            tar.addfile(member, io.BytesIO(b"\xff" * size))
    return folder


def rows_of(folder: Path) -> list[AugmentedCaption]:
    return list(iter_rows(folder / "rows"))


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_example_of_the_page(library: str, folder: Path) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", EXAMPLES[LIBRARIES.index(library)]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"HF_HOME": str(folder / "cache"), "CAPAUG_CACHE": str(folder / "cache")},
    )
    assert done.returncode == 0, done.stderr
    rows = rows_of(folder)
    wanted = rows[:10] if library == "webdataset" else rows[:1]
    for row in wanted:
        shown = [negative.text for negative in row.negatives]
        assert row.caption in done.stdout and (library != "webdataset" or repr(shown) in done.stdout)
    if library == "duckdb":
        kind = "attribute_replace.contrast"
        pairs = [(row.caption, n.text) for row in rows for n in row.negatives if n.kind == kind]
        assert any(f"{caption} {text}" in done.stdout for caption, text in pairs)
    else:
        assert rows[0].negatives[0].text in done.stdout


def test_every_reader_has_an_example() -> None:
    assert LIBRARIES == ["datasets", "pandas", "polars", "duckdb", "pyarrow", "webdataset", "capaug"]


@pytest.mark.parametrize("library", ["polars", "pyarrow"])
def test_arrow_shards_are_streams_as_the_page_says(library: str, folder: Path) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    if library == "polars":
        import polars

        with pytest.raises(polars.exceptions.ComputeError):
            polars.scan_ipc(folder / "rows/train/*.arrow").collect()
    else:
        import pyarrow
        import pyarrow.dataset

        with pytest.raises(pyarrow.ArrowInvalid):
            pyarrow.dataset.dataset(folder / "rows/train/data-000000.arrow", format="arrow")


@pytest.mark.parametrize("compression", ["zstd", "lz4", "none"])
def test_other_readers_know_every_compression(compression: str, folder: Path, tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")
    from capaug.formats import shard_format

    path = tmp_path / "rows.parquet"
    with path.open("wb") as file:
        shard_format("parquet", compression).write(rows_of(folder), file)
    captions = [row.caption for row in rows_of(folder)]
    assert polars.read_parquet(path)["caption"].to_list() == captions
    assert duckdb.sql(f"SELECT caption FROM '{path}'").fetchall() == [(caption,) for caption in captions]
