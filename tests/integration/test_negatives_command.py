"""``capaug audit`` and ``capaug filter`` on files of negatives that others made, and on reviewed folders."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from capaug.runs.reader import iter_rows

SWAPPED = "A brown cat chasing a white dog ."
LINES = [
    ("A boy feeding a goat by a barn.", "a.jpg", ["A goat feeding a boy by a barn .", "A barn feeding a goat ."]),
    ("A blue and yellow tram on a hill.", "b.jpg", ["A yellow and blue tram on a hill ."]),
    ("A cyclist crosses a stone bridge.", "c.jpg", ["A bridge crosses a stone cyclist .", "A cyclist on a bridge ."]),
    ("A brown dog chasing a white cat.", "d.jpg", [SWAPPED, "A white dog chasing a brown cat ."]),
]  # fmt: skip


@pytest.fixture(name="tsv")
def tsv_fixture(tmp_path: Path) -> Path:
    """A table as NegCLIP's authors write it with pandas."""
    titles, files, negatives = zip(*LINES, strict=True)
    table = pd.DataFrame({"title": titles, "filepath": files, "neg_caption": negatives})
    table["neg_image"] = [[1, 2], [2], [3], [0, 1]]
    table.to_csv(tmp_path / "train.tsv", sep="\t")
    return tmp_path / "train.tsv"


def lists(path: Path) -> dict[str, list[str]]:
    table = pd.read_csv(path, sep="\t", converters={"neg_caption": ast.literal_eval})
    return dict(zip(table["filepath"], table["neg_caption"], strict=True))


def test_filter_drops_and_says_why(capaug, tsv: Path, tmp_path: Path) -> None:
    done = capaug("filter", tsv, "--rules", "--encoder", "-o", "better.tsv", "--refused", "refused.jsonl", "--json")
    values = json.loads(done.stdout)
    assert (done.code, values["captions"], values["negatives"]) == (0, 4, 7)
    kept = lists(tmp_path / "better.tsv")
    assert kept["d.jpg"] == ["A brown cat chasing a white dog.", "A white dog chasing a brown cat."]
    assert values["kept"] == sum(map(len, kept.values())) and values["left_out"] == 4 - len(kept)
    refused = [json.loads(line) for line in (tmp_path / "refused.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(refused) == 7 - values["kept"] == sum(values["refused"].values())
    tram = next(one for one in refused if one["image"] == "b.jpg")
    assert (tram["reason"], tram["where"], tram["negative"]) == ("says_the_same", f"{tsv}:3", LINES[1][2][0])


def test_filter_completes(capaug, tsv: Path, tmp_path: Path) -> None:
    shown = capaug("filter", tsv, "--complete", "2", "-o", "full.tsv")
    assert shown.code == 0
    assert "negatives of capaug's own were added" in shown.stdout
    completed = lists(tmp_path / "full.tsv")
    assert max(map(len, completed.values())) == 2
    assert completed["d.jpg"] == ["A brown cat chasing a white dog.", "A white dog chasing a brown cat."]
    assert len(completed["b.jpg"]) == 2 and "A yellow and blue tram on a hill." not in completed["b.jpg"]
    assert capaug("filter", tsv, "--complete", "2", "-o", "again.tsv").code == 0
    assert (tmp_path / "again.tsv").read_bytes() == (tmp_path / "full.tsv").read_bytes()


def test_audit_reads_a_file(capaug, tsv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capaug.evaluation.audit.FEWEST", 5)
    monkeypatch.setattr("capaug.evaluation.audit.FOLDS", 2)
    values = json.loads(capaug("audit", tsv, "--by", "kind", "--json").stdout)
    assert values["all"]["pairs"] == 7
    assert values["relation_swap.roles"]["pairs"] >= 2  # told from the words, as the file names none
    items = [
        {"image_id": k, "caption": caption, "valid_caption": [1, 1, 0, 0, 1]}
        | dict.fromkeys(("relation_aug_caption", "adj_aug_caption", "noun_aug_caption", "verb_aug_caption"), texts[0])
        for k, (caption, _, texts) in enumerate(LINES)
    ]
    with (tmp_path / "ce.npy").open("wb") as file:
        np.save(file, items)  # type: ignore[arg-type]
    values = json.loads(capaug("audit", "ce.npy", "--by", "kind", "--json").stdout)
    assert {name: one["pairs"] for name, one in values.items()} == {"all": 8, "relation": 4, "verb": 4}


def test_wrong_options_and_files(capaug, tsv: Path, shared_run, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("A dog.\n", encoding="utf-8")
    capaug("filter", "plain.txt", "-o", "x").check_refused(1, "plain.txt:1: neither NegCLIP's table")
    capaug("audit", "plain.txt").check_refused(1, "plain.txt:1: neither NegCLIP's table")
    capaug("filter", tsv, "-o", tsv).check_refused(2, "needs a file of its own")
    capaug("filter", tsv, "-o", "x", "--min", "0.5").check_refused(
        2, "--min is for an output folder", "train.tsv is a file"
    )
    capaug("filter", shared_run.out, "-o", "x", "--rules").check_refused(2, "--rules is for a file of negatives")
    capaug("filter", "gone.tsv", "-o", "x", "--rules").check_refused(
        2, "--rules is for a file", "gone.tsv is not there"
    )
    capaug("audit", shared_run.out, "--columns", "negative=a").check_refused(2, "--columns is for a file")
    capaug("filter", tsv, "-o", "gone/x.tsv").check_refused(1, "cannot be written")


def test_filter_by_review(capaug, shared_run, tmp_path: Path) -> None:
    rows = [row for row in iter_rows(shared_run.out) if row.negatives and row.positives]
    wrong = [(rows[0], "negatives", rows[0].negatives[0]), (rows[1], "positives", rows[1].positives[0])]
    right = [(rows[2], "negatives", rows[2].negatives[0])]
    marks = [
        {"caption_id": row.caption_id, "side": side, "kind": one.kind, "text": one.text, "verdict": verdict}
        for verdict, marked in (("wrong", wrong), ("right", right))
        for row, side, one in marked
    ]
    (tmp_path / "marks.jsonl").write_text("".join(json.dumps(mark) + "\n" for mark in marks), encoding="utf-8")
    done = capaug("filter", shared_run.out, "--review", "marks.jsonl", "--to", "reviewed", "--json")
    assert done.code == 0
    assert json.loads(done.stdout)["refused"] == {one.kind: {"marked_wrong": 1} for _, _, one in wrong}
    after = {row.caption_id: row for row in iter_rows(tmp_path / "reviewed")}
    assert after[rows[0].caption_id].negatives == rows[0].negatives[1:]
    assert after[rows[1].caption_id].positives == rows[1].positives[1:]
    assert after[rows[2].caption_id] == rows[2]
    bounds = json.loads((tmp_path / "reviewed" / "manifest.json").read_text(encoding="utf-8"))["source"]["bounds"]
    assert bounds["reviews"][0].startswith("marks.jsonl sha256:")
    assert [rows[0].caption_id, "negatives", wrong[0][2].text] in bounds["wrong"]
    assert capaug("verify", "reviewed", "--sample", "100").code == 0
    again = capaug("filter", "reviewed", "--review", "marks.jsonl", "--to", "twice")
    assert again.code == 0 and "lacks 2 of the texts marked wrong" in again.stderr


def test_a_review_that_drops_nothing(capaug, shared_run, tmp_path: Path) -> None:
    row = next(row for row in iter_rows(shared_run.out) if row.negatives)
    one = row.negatives[0]
    mark = {"caption_id": row.caption_id, "side": "negatives", "kind": one.kind, "text": one.text, "verdict": "right"}
    (tmp_path / "marks.jsonl").write_text(json.dumps(mark) + "\n", encoding="utf-8")
    capaug("filter", shared_run.out, "--review", "marks.jsonl", "--to", "x").check_refused(2, "no text is marked wrong")
    capaug("filter", shared_run.out, "--review", "gone.jsonl", "--to", "x").check_refused(1, "gone.jsonl")
