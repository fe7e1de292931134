"""``recipes/build``: the order of its Makefile, and bands that go into a recipe."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from capaug.recipes import load_recipe
from recipes.build.bands import with_bands

ROOT = Path(__file__).parents[1]
ORDER = (
    "recipes.build.parser.tokenizer",
    "recipes.build.parser.build",
    "recipes.build.lexicon.counts",
    "recipes.build.lexicon.stated",
    "recipes.build.tokens.build",
    "recipes.build.fluency.build",
    "recipes.build.encoder.train",
    "recipes.build.balance.build",
    "recipes.build.bands",
    "benchmarks.balance",
    "recipes.build.figures",
)
DATA = (
    "coco/captions_val2017.json",
    "factual/train.csv",
    "styles/long_human_iiw_dci.jsonl",
    "styles/long_synthetic_iiw.jsonl",
    "factual/train_id.csv",
    "ud_ewt/en_ewt-ud-train.conllu",
)


def make(*line: str | Path) -> subprocess.CompletedProcess[str]:
    command = ["make", "-C", ROOT / "recipes" / "build", "-n", *line]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
class TestMakefile:
    """What ``make -n`` says."""

    def test_everything_is_rebuilt_in_order(self, tmp_path: Path) -> None:
        for name in DATA:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).touch()
        done = make("-B", "all", f"DATA={tmp_path}")
        assert done.returncode == 0, done.stderr
        run = re.findall(r"-m ((?:recipes\.build|benchmarks)[\w.]*)", done.stdout)
        assert [run.index(module) for module in ORDER] == sorted(run.index(module) for module in ORDER)
        places = [ROOT / module.replace(".", "/") for module in run]
        assert all(one.with_suffix(".py").is_file() or (one / "__main__.py").is_file() for one in places)

    def test_data_must_be_named(self) -> None:
        done = make("parser")
        assert done.returncode != 0 and "make parser DATA=FOLDER" in done.stderr

    def test_missing_data_is_named(self, tmp_path: Path) -> None:
        done = make("-B", "balance", f"DATA={tmp_path}")
        assert done.returncode != 0 and str(tmp_path) in done.stderr

    def test_figures_need_no_data(self) -> None:
        assert "recipes.build.figures" in make("figures").stdout


def test_bands_change_and_nothing_else() -> None:
    text = (ROOT / "recipes" / "default.yaml").read_text(encoding="utf-8")
    now = {kind: of.band for kind, of in load_recipe("default").kinds.items() if of.band is not None}
    assert now and with_bands(text, now) == text
    changed = with_bands(text, {"attribute_replace.contrast": (0.2249, 0.981), "asymmetry_3.merge": (0.681, 1.0)})
    assert "contrast: {limit: 3, weight: 1.0, band: [0.22, 0.99]}" in changed
    assert "merge: {limit: 1, weight: 1.0, band: [0.68, 1.00]}" in changed
    assert len(changed.splitlines()) == len(text.splitlines())
