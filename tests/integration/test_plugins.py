"""What is plugged in works from every side: from an installed package and from files, in workers and in readers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from capaug.runs.manifest import Manifest
from capaug.runs.reader import iter_rows
from capaug.runs.verify import verify

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
FILES = tuple(EXAMPLES / f"{name}_of_ones_own.py" for name in ("kind", "filter", "encoder"))
CAPTIONS = {
    "street": ("a snowy street with two parked cars", "a man walking down a snowy street"),
    "beach": ("a wet dog on a sandy beach", "a brown dog standing next to a red umbrella"),
    "park": ("a snowy bench in a park", "a wooden bench on a sunny day"),
    "table": ("a black cat sleeping on a wooden table",),
}
RECIPE = """
name: plugged
encoder: word_counts
negatives: 4
positives: 1
filters: [rules, same_length, embedding]
kinds:
  seasons.weather: {limit: 2}
  asymmetry_1.object: {limit: 2}
  asymmetry_1.insert:
  asymmetry_2.generalise:
"""


@pytest.fixture(name="folder", scope="module")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with captions and a recipe that names a kind, a filter and an encoder of the examples."""
    folder = tmp_path_factory.mktemp("plugged")
    lines = [json.dumps({"image_id": image, "caption": texts}) for image, texts in CAPTIONS.items()]
    (folder / "captions.jsonl").write_text("\n".join(lines))
    (folder / "plugged.yaml").write_text(RECIPE)
    return folder


@pytest.fixture(name="site", scope="module")
def site_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages that has the example package in it, installed as any other."""
    folder = tmp_path_factory.mktemp("outside")
    shutil.copytree(EXAMPLES / "capaug_seasons", folder / "capaug_seasons")
    site = folder / "site"
    words = ["install", "--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--target", str(site)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--no-input", "--disable-pip-version-check", *words, folder / "capaug_seasons"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return site


def run(folder: Path, *arguments: str | Path, site: Path | None = None, code: int = 0) -> str:
    """What ``capaug`` prints in ``folder`` with the packages of ``site``: results, or errors if ``code`` is not 0,
    without what a slow machine says of how far it has come.
    """
    done = subprocess.run(
        [sys.executable, "-m", "capaug_cli", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | ({} if site is None else {"PYTHONPATH": str(site)}),
    )
    assert done.returncode == code, done.stdout + done.stderr
    return re.sub(r"(?m)^\[\d+:\d\d\] .*\n", "", done.stderr) if code else done.stdout


def plugins(*files: Path) -> list[str]:
    return [word for file in files for word in ("--plugin", str(file))]


GENERATE = ("generate", "--dataset", "captions.jsonl", "--recipe", "plugged.yaml", "--shard-size", "1")


@pytest.fixture(name="packaged", scope="module")
def packaged_fixture(folder: Path, site: Path) -> Path:
    """The output of a run with the package."""
    run(folder, *GENERATE, "--workers", "1", "--out", "packaged", site=site)
    return folder / "packaged"


def shards(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((out / "train").glob("*.arrow"))}


def test_a_package_adds_a_kind_a_filter_and_an_encoder(packaged: Path) -> None:
    rows = {row.caption_id: row for row in iter_rows(packaged)}
    assert sorted(row.image_id for row in rows.values()) == sorted(
        image for image, texts in CAPTIONS.items() for _ in texts
    )
    texts = {negative.text for row in rows.values() for negative in row.negatives if negative.kind == "seasons.weather"}
    assert texts == {
        "a sunny street with two parked cars",
        "a man walking down a sunny street",
        "a dry dog on a sandy beach",
    }  # and no sunny bench: another caption of that picture has the word
    for row in rows.values():
        for negative in row.negatives:
            assert abs(negative.scores["extra_words"]) <= 1
            assert negative.similarity is not None
    assert Manifest.read(packaged).versions["plugin capaug-seasons"] == "0.1.0"
    assert verify(packaged) == []


def test_stats_export_and_filter_know_them_without_the_package(packaged: Path, folder: Path) -> None:
    values = json.loads(run(folder, "stats", packaged, "--json"))
    assert values["negatives"]["seasons.weather"]["count"] == 3
    assert values["refused"]["seasons.weather"] == {"said_of_the_image": 1}
    assert values["refused"]["asymmetry_1.insert"]["other_length"] > 0
    table = run(folder, "stats", packaged)
    (line,) = [line for line in table.splitlines() if "said_of_the_image" in line]
    assert line.strip("│").split("│")[0].strip() == "seasons.weather"

    pairs = [json.loads(line) for line in run(folder, "export", packaged, "--format", "pairs").splitlines()]
    assert sum(pair["kind"] == "seasons.weather" for pair in pairs) == 3

    run(folder, "filter", packaged, "--kind", "seasons.weather", "--min", "1", "--to", "bounded")
    bounded = Manifest.read(folder / "bounded")
    assert "seasons.weather" not in bounded.negatives
    assert bounded.refused == {"seasons.weather": {"similarity_low": 3}}
    assert bounded.negatives["asymmetry_1.object"].count == values["negatives"]["asymmetry_1.object"]["count"]
    error = run(folder, "filter", packaged, "--kind", "seasons.wether", "--min", "1", "--to", "other", code=2)
    assert "unknown kind 'seasons.wether' (did you mean 'seasons.weather'?); " in error


def test_the_collator_draws_them(packaged: Path) -> None:
    pytest.importorskip("torch")
    from capaug.training.data import Collator, train_tokenizer
    from capaug.training.data.kinds import kinds_of

    rows = list(iter_rows(packaged))
    assert "seasons.weather" in kinds_of(rows)
    tokenizer = train_tokenizer([row.caption for row in rows] * 3)
    batch: Any = Collator(tokenizer, negatives=2, kinds=["seasons.weather"])(rows)
    assert batch["negative_mask"].sum() == 3
    assert set(batch["negative_kinds"].flatten().tolist()) == {0, -1}


def test_files_in_two_workers_give_the_package_s_rows(packaged: Path, folder: Path) -> None:
    run(folder, *GENERATE, *plugins(*FILES), "--workers", "2", "--out", "files")
    assert shards(folder / "files") == shards(packaged)
    versions = Manifest.read(folder / "files").versions
    assert [name for name in versions if name.startswith("plugin ")] == [f"plugin {file.name}" for file in FILES]
    again = run(folder, *GENERATE, *plugins(*FILES), "--workers", "1", "--out", "files")
    assert "finished already" in again


def test_a_changed_plug_in_does_not_go_on_with_a_run(folder: Path, tmp_path: Path) -> None:
    kind = tmp_path / FILES[0].name
    shutil.copy(FILES[0], kind)
    recipe = EXAMPLES / "seasons.yaml"
    arguments = ("generate", "--dataset", "captions.jsonl", "--recipe", recipe, "--plugin", kind, "--workers", "1")
    run(folder, *arguments, "--out", "changed")
    before = shards(folder / "changed")
    kind.write_text(kind.read_text() + "\nOPPOSITES['sandy'] = 'rocky'\n")
    error = run(folder, *arguments, "--out", "changed", code=1)
    assert "this run was begun with another versions (plugin kind_of_ones_own.py)" in error
    assert shards(folder / "changed") == before


def test_what_nobody_has_plugged_in_is_unknown(folder: Path) -> None:
    error = run(folder, *GENERATE, "--out", "none", code=1)
    assert error.startswith("error: plugged.yaml: kinds: unknown kind 'seasons.weather'")
    error = run(folder, *GENERATE, "--plugin", "none.py", "--out", "none", code=1)
    assert error == "error: none.py: cannot read the plug-in: No such file or directory\n"


FAILING = """
from capaug.kinds import Kind
from capaug.registry import KINDS


@KINDS.register("mine.fails")
class Fails:
    kind = Kind("mine.fails", true=False)

    def __init__(self, lexicon):
        pass

    def generate(self, scene, rng):
        if "cat" in scene.sentence.text:
            raise ValueError("no cats")
        return iter(())
"""


def test_a_caption_that_fails_costs_itself_alone_unless_strict(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "fails.py").write_text(FAILING)
    (tmp_path / "fails.yaml").write_text("name: fails\nkinds:\n  mine.fails:\n  asymmetry_1.object:\n")
    arguments = ("generate", "--dataset", folder / "captions.jsonl", "--recipe", "fails.yaml", "--plugin", "fails.py")
    told = run(tmp_path, *arguments, "--workers", "1", "--out", "out")
    assert "1 caption made a stage fail; see rejects/" in told
    (reject,) = [json.loads(line) for line in (tmp_path / "out/rejects/rejects-000000.jsonl").read_text().splitlines()]
    assert reject["reason"] == "failed"
    assert reject["detail"] == "ValueError: no cats (mine.fails, fails.py:15)"
    assert Manifest.read(tmp_path / "out").rows == 6

    error = run(tmp_path, *arguments, "--workers", "1", "--out", "strict", "--strict", code=1)
    assert "ValueError: no cats" in error and "Traceback" in error
    assert "image 'table' ('a black cat sleeping on a wooden table') failed" in error.splitlines()[-1]


def test_a_source_and_a_format_of_ones_own(tmp_path: Path) -> None:
    plugin = ("--plugin", EXAMPLES / "source_of_ones_own.py")
    words = ("generate", "--dataset", f"texts:{EXAMPLES / 'texts'}", *plugin, "--shard-size", "1")
    run(tmp_path, *words, "--workers", "2", "--out", "out")
    rows = list(iter_rows(tmp_path / "out"))
    assert [(row.image_id, row.caption_id, row.source) for row in rows] == [
        ("beach", "beach.1", "texts"),
        ("beach", "beach.2", "texts"),
        ("street", "street.1", "texts"),
        ("street", "street.2", "texts"),
    ]
    lines = run(tmp_path, "export", "out", "--format", "tsv", *plugin).splitlines()
    assert [line.split("\t") for line in lines] == [
        [row.image_id, row.caption, negative.text] for row in rows for negative in row.negatives
    ]
    run(tmp_path, "export", "out", "--format", "tsv", *plugin, "--to", "rows.tsv")
    assert (tmp_path / "rows.tsv").read_text().splitlines() == lines
    error = run(tmp_path, "generate", "--dataset", "texts:nowhere", *plugin, code=1)
    assert error == "error: nowhere: no such folder, or no .txt file is in it\n"


def test_recipes_and_bands_with_plug_ins(folder: Path) -> None:
    shown = run(folder, "recipes", "show", "plugged.yaml", *plugins(*FILES))
    assert "seasons.weather:" in shown and "- same_length" in shown
    words = ("calibrate", "--dataset", "captions.jsonl", "--recipe", "plugged.yaml", "--out", "bands.yaml")
    values = json.loads(run(folder, *words, *plugins(*FILES), "--json"))
    assert values["recipe"] == "bands.yaml"
    assert "encoder: word_counts" in (folder / "bands.yaml").read_text()
