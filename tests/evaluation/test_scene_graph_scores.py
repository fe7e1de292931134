from __future__ import annotations

import json
from pathlib import Path

import pytest

from capaug.errors import InputError
from capaug.evaluation.scene_graphs import Agreement, read_gold, score, tuples

TWO_DOGS = {
    "caption": "two dogs beside a red canoe",
    "objects": ["dog", "canoe"],
    "attributes": [["dog", "two"], ["canoe", "red"]],
    "relations": [["dog", "beside", "canoe"]],
}
OWL = {"caption": "an owl", "objects": ["owl"], "attributes": [], "relations": []}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_lines_and_a_list_hold_the_same_graphs(tmp_path: Path) -> None:
    rows = [TWO_DOGS, OWL]
    lines = write(tmp_path / "lines", "\n" + "\n\n".join(map(json.dumps, rows)) + "\n")
    whole = write(tmp_path / "list", "\ufeff" + json.dumps(rows, indent=1))
    assert read_gold(lines) == read_gold(whole) == {row["caption"]: row for row in rows}


def test_of_a_caption_that_comes_twice_the_last_graph_counts(tmp_path: Path) -> None:
    again = {**OWL, "caption": "an  owl", "objects": ["bird"]}
    gold = read_gold(write(tmp_path / "gold", f"{json.dumps(OWL)}\n{json.dumps(again)}"))
    assert gold == {"an  owl": again}


def test_names_are_compared_in_lower_case_with_single_spaces() -> None:
    assert tuples({"objects": ["Teddy  Bear", "owl", "owl"]}, "objects") == {("teddy bear",): 1, ("owl",): 2}
    assert tuples({}, "relations") == {}


def test_a_tuple_counts_as_often_as_both_have_it() -> None:
    gold = {"a": {"objects": ["owl", "owl", "tree"], "attributes": [["owl", "grey"]]}}
    predicted = {"a": {"objects": ["owl", "owl", "owl"], "attributes": [["owl", "gray"]]}}
    assert score(gold, predicted) == {
        "objects": Agreement(same=2, gold=3, predicted=3),
        "attributes": Agreement(same=0, gold=1, predicted=1),
        "relations": Agreement(),
        "all": Agreement(same=2, gold=4, predicted=4),
    }


def test_figures_are_micro_averaged_over_captions() -> None:
    gold = {"a": {"objects": ["owl"]}, "b": {"objects": ["cup", "tray", "spoon"]}}
    predicted = {"a": {"objects": ["owl"]}, "b": {"objects": ["mug"]}, "c": {"objects": ["kite"]}}
    objects = score(gold, predicted)["objects"]
    assert (objects.precision, objects.recall, objects.f1) == (1 / 2, 1 / 4, 1 / 3)


def test_a_caption_without_prediction_counts_as_missed() -> None:
    assert score({"two dogs": TWO_DOGS}, {})["all"] == Agreement(same=0, gold=5, predicted=0)


def test_without_tuples_the_figures_are_nought() -> None:
    assert (Agreement().precision, Agreement().recall, Agreement().f1) == (0, 0, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"caption": "an owl"}\n{"caption": ', r"gold:2: no JSON \(Expecting value at character 12\)"),
        ('[{"caption": "an owl"}', "gold: no JSON"),
        ('[{"caption": "an owl"}, ["owl"]]', "gold, graph 2: not a graph: "),
        ('{"objects": ["owl"]}', "gold:1: not a graph: "),
        ('{"caption": "an owl", "objects": "owl"}', "gold:1: 'objects' is not a list of names"),
        ('{"caption": "an owl", "objects": [7]}', "gold:1: 'objects' is not a list of names"),
        ('{"caption": "a", "attributes": [["owl"]]}', "gold:1: 'attributes' is not a list of lists of 2 names"),
        ('{"caption": "a", "relations": [["a", "b"]]}', "gold:1: 'relations' is not a list of lists of 3 names"),
    ],
)
def test_a_broken_file_is_named_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_gold(write(tmp_path / "gold", text))
