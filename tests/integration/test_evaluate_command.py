"""``capaug evaluate parser`` on gold files of both forms."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

# Outside data: $CAPAUG_TEST_DATA, or a folder "shared" beside the repository.
SHARED = Path(os.environ.get("CAPAUG_TEST_DATA", Path(__file__).parents[3] / "shared"))
GRAPHS = SHARED / "data" / "scene_graph_dev" / "coco_dev.json"
SCRIPT = SHARED / "checks" / "score_scene_graphs.py"
FACTUAL = SHARED / "data" / "factual"

KINDS = ("objects", "attributes", "relations", "all")
GOLD = [
    {
        "caption": "a man riding a brown horse",
        "objects": ["man", "horse"],
        "attributes": [["horse", "brown"]],
        "relations": [["man", "ride", "horse"]],
    },
    {  # gold that no parser should agree with
        "caption": "a red cup on a table",
        "objects": ["cup", "table", "spoon"],
        "attributes": [["table", "red"]],
        "relations": [],
    },
]


@pytest.fixture(name="gold")
def gold_fixture(tmp_path: Path) -> str:
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, GOLD)), encoding="utf-8")
    return "gold.jsonl"


@pytest.fixture(name="table")
def table_fixture(tmp_path: Path) -> str:
    (tmp_path / "gold.csv").write_text(
        "caption,scene_graph\n"
        'a man riding a brown horse,"( man , ride , horse ) , ( horse , is , brown )"\n'
        'a red cup on a table,"( table , is , red ) , ( spoon , on , table )"\n',
        encoding="utf-8",
    )
    return "gold.csv"


def test_scene_graphs_get_precision_recall_and_f1(capaug, gold: str) -> None:
    outcome = capaug("evaluate", "parser", "--gold", gold, "--json")
    assert (outcome.code, outcome.stderr) == (0, "")
    figures = json.loads(outcome.stdout)
    assert (figures["parser"], figures["captions"], figures["unparsed"]) == ("embedded", 2, 0)
    assert figures["objects"] == {"precision": 1.0, "recall": 4 / 5, "f1": 8 / 9}
    assert figures["attributes"] == {"precision": 1 / 2, "recall": 1 / 2, "f1": 1 / 2}
    assert figures["relations"] == {"precision": 1 / 2, "recall": 1.0, "f1": 2 / 3}
    assert figures["all"] == {"precision": 6 / 8, "recall": 6 / 8, "f1": 6 / 8}
    assert "errors" not in figures


def test_several_files_are_told_apart_by_style(capaug, gold: str, tmp_path: Path) -> None:
    rows = [GOLD[0] | {"style": "video"}, {"caption": "a dog", "objects": ["dog"], "style": "region"}]
    (tmp_path / "styles.json").write_text(json.dumps(rows), encoding="utf-8")
    figures = json.loads(capaug("evaluate", "parser", "--gold", gold, "--gold", "styles.json", "--json").stdout)
    f1 = {style: found["all"]["f1"] for style, found in figures["styles"].items()}
    assert f1 == {"gold": 6 / 8, "video": 1.0, "region": 1.0}  # without a style, the name of the file
    assert figures["captions"] == 4
    assert figures["objects"] == {"precision": 1.0, "recall": 7 / 8, "f1": 14 / 15}
    shown = capaug("evaluate", "parser", "--gold", gold, "--gold", "styles.json").stdout
    assert re.search(r"region\W+1\.000\W+0\.000\W+0\.000\W+1\.000", shown)


def test_without_a_file_the_captions_that_ship_are_measured(capaug) -> None:
    figures = json.loads(capaug("evaluate", "parser", "--json").stdout)
    assert set(figures["styles"]) == {"coco", "region", "text_in_image", "alt_text", "long"}
    assert figures["captions"] > 200
    assert figures["styles"]["coco"]["all"]["f1"] > figures["styles"]["alt_text"]["all"]["f1"] > 0


def test_factual_gets_set_match_and_spice_f1(capaug, table: str) -> None:
    figures = json.loads(capaug("evaluate", "parser", "--gold", table, "--json").stdout)
    # cup, table, (cup, red), (cup, on, table) against table, spoon, (table, red), (spoon, on, table)
    assert figures == {
        "parser": "embedded", "captions": 2, "unparsed": 0, "set_match": 1 / 2, "spice_f1": (1 + 1 / 4) / 2
    }  # fmt: skip


def test_a_person_sees_a_table_and_what_differs(capaug, gold: str, table: str) -> None:
    shown = capaug("evaluate", "parser", "--gold", gold, "--errors", "5").stdout
    assert re.search(r"objects\W+1\.000\W+0\.800\W+0\.889", shown)
    assert shown.count("\na ") == 1  # one caption differs
    assert "missed: (spoon)" in shown
    assert "extra: (cup, on, table)" in shown
    shown = capaug("evaluate", "parser", "--gold", table, "--errors", "5").stdout
    assert re.search(r"0\.500\W+0\.625", shown)
    assert "missed: (spoon, on, table)" in shown
    assert "extra: (cup, is, red)" in shown


def test_no_more_errors_than_asked_for(capaug, gold: str, tmp_path: Path) -> None:
    wrong = [{**row, "objects": ["zeppelin"]} for row in GOLD]
    (tmp_path / "wrong.json").write_text(json.dumps(wrong), encoding="utf-8")
    figures = json.loads(capaug("evaluate", "parser", "--gold", "wrong.json", "--json", "--errors", "1").stdout)
    (error,) = figures["errors"]
    assert error["caption"] == GOLD[0]["caption"]
    assert (error["missed"], error["extra"]) == ([["zeppelin"]], [["man"], ["horse"]])


def test_what_is_no_caption_counts_as_an_empty_graph(capaug, tmp_path: Path) -> None:
    rows = [GOLD[0], {"caption": "一只狗", "objects": ["dog"]}]
    (tmp_path / "gold.json").write_text(json.dumps(rows), encoding="utf-8")
    outcome = capaug("evaluate", "parser", "--gold", "gold.json", "--json")
    assert json.loads(outcome.stdout)["objects"]["recall"] == 2 / 3
    (warning,) = outcome.stderr.splitlines()
    assert warning == "warning: 1 of 2 captions are no English captions: their graphs are empty"


def test_bad_input_is_one_line(capaug, tmp_path: Path, gold: str) -> None:
    capaug("evaluate", "parser", "--gold", "nowhere.json").check_refused(1, "no such file: nowhere.json")
    capaug("evaluate", "parser", "--gold", gold, "--parser", "no_such").check_refused(2, "'no_such'")
    (tmp_path / "captions.txt").write_text("an owl\n", encoding="utf-8")
    capaug("evaluate", "parser", "--gold", "captions.txt").check_refused(1, "captions.txt: neither JSON scene graphs")
    both = capaug("evaluate", "parser", "--gold", gold, "--gold", "captions.txt")
    both.check_refused(2, "captions.txt: a table of FACTUAL has measures of its own")


def test_the_help_has_examples(capaug) -> None:
    assert "parser" in capaug("evaluate", "--help").stdout
    examples = capaug("evaluate", "parser", "--help").stdout.partition("Examples:")[2]
    assert "capaug evaluate parser --gold coco.jsonl" in examples


@pytest.mark.skipif(not (GRAPHS.exists() and SCRIPT.exists()), reason="needs the hand-made graphs of COCO captions")
def test_figures_are_those_of_the_check_script(capaug, tmp_path: Path) -> None:
    captions = [row["caption"] for row in json.loads(GRAPHS.read_text(encoding="utf-8"))]
    (tmp_path / "captions.txt").write_text("\n".join(captions), encoding="utf-8")
    graphs = capaug("parse", "--file", "captions.txt", "--json").stdout
    (tmp_path / "graphs.jsonl").write_text(graphs, encoding="utf-8")
    command = [sys.executable, str(SCRIPT), str(GRAPHS), str(tmp_path / "graphs.jsonl")]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures = json.loads(capaug("evaluate", "parser", "--gold", GRAPHS, "--json").stdout)
    ours = [
        f"{kind:11s} P {{precision:.3f}}  R {{recall:.3f}}  F1 {{f1:.3f}}".format(**figures[kind]) for kind in KINDS
    ]
    assert ours == said.splitlines()
    assert figures["all"]["f1"] > 0.88


@pytest.mark.skipif(not FACTUAL.is_dir(), reason="needs FACTUAL's development files")
def test_figures_on_factual(capaug) -> None:
    plain, marked = (
        json.loads(capaug("evaluate", "parser", "--gold", FACTUAL / name, "--json").stdout)
        for name in ("dev.csv", "dev_id.csv")
    )
    assert plain == marked
    assert plain["set_match"] > 0.63
    assert plain["spice_f1"] > 0.83
