"""Marks of reviewers and their file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from capaug.errors import InputError, OutputError
from capaug.review import CONTROL_CAPTION, Mark, read_marks, refused, verdict_of, write_marks

BLUE = Mark("7-1", "negatives", "attribute_replace.contrast", "A blue bus.", "right", "7", "A red bus.")
ODD = Mark("7-2", "negatives", "asymmetry_1.object", "A bus eats grass.", "wrong", "7", "A cow eats grass.")
VEHICLE = Mark("7-1", "positives", "asymmetry_2.generalise", "A red vehicle.", "right", "7", "A red bus.")


def test_a_file_gives_what_was_written(tmp_path: Path) -> None:
    marks = [BLUE, ODD, Mark("é\ud800", "positives", "k", "Ein „Text“\nin zwei\u2028Zeilen", "wrong", truth="open")]
    write_marks(tmp_path / "marks.jsonl", marks)
    assert read_marks(tmp_path / "marks.jsonl") == marks
    write_marks(tmp_path / "marks.jsonl", marks[:1])
    assert read_marks(tmp_path / "marks.jsonl") == marks[:1]
    assert [path.name for path in tmp_path.iterdir()] == ["marks.jsonl"]


def test_what_is_wrong_is_refused_but_for_controls() -> None:
    control = Mark("7-1", "negatives", CONTROL_CAPTION, "A red bus.", "wrong")
    assert refused([BLUE, ODD, VEHICLE, control]) == {("7-2", "negatives", "A bus eats grass.")}


def test_one_reviewer_is_enough_to_refuse() -> None:
    other = Mark("7-1", "negatives", "attribute_replace.contrast", "A blue bus.", "wrong")
    assert refused([BLUE, other]) == {BLUE.key} == refused([other, BLUE])


@pytest.mark.parametrize(
    ("side", "truth", "grammar", "sense", "verdict"),
    [
        ("negatives", "false", "ok", "ok", "right"),
        ("negatives", "open", "ok", "ok", "wrong"),
        ("negatives", "true", "ok", "ok", "wrong"),
        ("negatives", "false", "bad", "ok", "wrong"),
        ("negatives", "false", "ok", "odd", "wrong"),
        ("positives", "true", "ok", "odd", "right"),
        ("positives", "true", "bad", "ok", "wrong"),
        ("positives", "open", "ok", "ok", "wrong"),
    ],
)
def test_verdicts_follow_from_answers(side: str, truth: str, grammar: str, sense: str, verdict: str) -> None:
    assert verdict_of(side, truth, grammar, sense) == verdict


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"verdict": "maybe"}, "'verdict' is 'maybe', and not one of: right, wrong"),
        ({"side": "negative"}, "'side' is 'negative', and not one of: negatives, positives"),
        ({"truth": "no"}, "'truth' is 'no', and not one of: false, true, open"),
        ({"text": 7}, "'text' is no text"),
        ({"kind": None}, "'kind' is no text"),
    ],
)
def test_a_line_that_is_no_mark_is_named(tmp_path: Path, changed: dict[str, object], said: str) -> None:
    path = tmp_path / "marks.jsonl"
    write_marks(path, [BLUE, ODD])
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | changed)
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match=f"marks.jsonl, line 2: {said}"):
        read_marks(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.jsonl: no such file of marks"):
        read_marks(tmp_path / "no.jsonl")
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"caption": "A red bus."}\n')
    with pytest.raises(InputError, match="line 1: no 'caption_id'; a mark has caption_id, side"):
        read_marks(path)
    path.write_text("caption\n")
    with pytest.raises(InputError, match="line 1: not a JSON object"):
        read_marks(path)
    with pytest.raises(OutputError, match="cannot be written"):
        write_marks(tmp_path / "gone" / "marks.jsonl", [BLUE])


def test_what_a_mark_does_not_know_is_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    line = {"caption_id": "7-1", "side": "positives", "kind": "k", "text": "A bus.", "verdict": "right", "note": "?"}
    path.write_text(f"\n{json.dumps(line)}\n\n", encoding="utf-8")
    assert read_marks(path) == [Mark("7-1", "positives", "k", "A bus.", "right")]
