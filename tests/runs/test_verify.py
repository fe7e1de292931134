from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.records import AugmentedCaption, Edit, Relation, SceneGraph, SceneObject, Variant
from capaug.runs.verify import _edit_problem, _row_problems, verify


def test_a_good_folder_has_no_problem(out: Path) -> None:
    assert verify(out) == []


def test_a_good_folder_of_any_format_has_no_problem(out_of_any_format: Path) -> None:
    assert verify(out_of_any_format) == []


@pytest.mark.parametrize("name", ["data-000007.parquet", "data-000000.tar", "data-000007.arrow"])
def test_a_shard_of_another_run_is_found_whatever_its_format(out_of_any_format: Path, name: str) -> None:
    stray = out_of_any_format / "train" / name
    if stray.exists():
        stray = stray.with_name(f"data-000009{stray.suffix}")
    stray.touch()
    assert verify(out_of_any_format) == [f"train/{stray.name}: no shard of this run"]


def with_edits(row: AugmentedCaption, *edits: Edit) -> AugmentedCaption:
    return replace(row, negatives=(replace(row.negatives[0], edits=edits),))


@pytest.mark.parametrize(
    ("edits", "problem"),
    [
        ((), "its edits give another text"),
        ((Edit(15, 20, "horse", "zebra"),), "its edits give another text"),
        ((Edit(14, 20, "horse", "camel"),), "does not stand on its old words"),
        ((Edit(15, 21, "horse", "camel"),), "lies outside the caption"),
        ((Edit(-5, 20, "horse", "camel"),), "lies outside the caption"),
        ((Edit(2, 5, "man", "man"), Edit(4, 20, "n riding a horse", "camel")), "overlaps another edit"),
    ],
)
def test_wrong_edits_are_found(build: Any, rows: Any, edits: tuple[Edit, ...], problem: str) -> None:
    (found,) = verify(build([with_edits(rows[0], *edits)], []))
    assert found.startswith('train/data-000000.arrow: caption 71: asymmetry_1.object "a man riding a camel": ')
    assert problem in found


@pytest.mark.parametrize(
    ("graph", "problem"),
    [
        (SceneGraph((SceneObject("man", "man", 18, 21),)), "does not lie in the caption"),
        (SceneGraph((SceneObject("man", "man", 5, 5),)), "does not lie in the caption"),
        (
            SceneGraph((SceneObject("man", "man", 2, 5),), (), (Relation(0, "ride", 1, 6, 12),)),
            "a relation of no object",
        ),
    ],
)
def test_wrong_graphs_are_found(build: Any, rows: Any, graph: SceneGraph, problem: str) -> None:
    (found,) = verify(build([replace(rows[0], scene_graph=graph)], []))
    assert problem in found


def test_changed_lost_and_strange_files_are_found(out: Path) -> None:
    shard = out / "train/data-000000.arrow"
    shard.write_bytes(shard.read_bytes().replace(b"camel", b"zebra"))
    (out / "rejects/rejects-000001.jsonl").unlink()
    (out / "train/data-000099.arrow").write_bytes(b"")
    assert verify(out) == [
        "train/data-000000.arrow: missing, or not the bytes that were written",
        "rejects/rejects-000001.jsonl: missing, or not the bytes that were written",
        "train/data-000099.arrow: no shard of this run",
    ]


def test_a_manifest_with_another_count_is_found(out: Path) -> None:
    manifest = out / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"rows": 2,', '"rows": 3,'))
    assert verify(out) == ["train/data-000000.arrow: 2 rows, not 3"]


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.text(max_size=5)), max_size=4), st.data())
def test_edits_made_left_to_right_pass(caption: str, cuts: list[tuple[int, str]], data: st.DataObject) -> None:
    edits, parts, at = [], [], 0
    for start, new in sorted(cuts):
        if not at <= start <= len(caption) or (edits and start == edits[-1].start):
            continue
        end = data.draw(st.integers(start, len(caption)))
        edits.append(Edit(start, end, caption[start:end], new))
        parts += [caption[at:start], new]
        at = end
    text = "".join(parts) + caption[at:]
    assert _edit_problem(caption, Variant(text, "kind", tuple(edits))) is None
    assert _edit_problem(caption, Variant(text + "!", "kind", tuple(edits))) == "its edits give another text"


def test_what_was_not_read_has_no_edits(rows: Any) -> None:
    (horse,) = [variant for variant in rows[0].negatives if variant.kind == "asymmetry_1.object"]
    graph = SceneGraph((SceneObject("man", "man", 2, 5),))
    long = replace(rows[0], caption=rows[0].caption + ". More.", scene_graph=graph, positives=(), negatives=(horse,))
    problems = {read: [*_row_problems(replace(long, read=read))] for read in (20, 10, 100)}
    assert [len(found) for found in problems.values()] == [0, 1, 2]
    assert "lies outside the caption" in problems[10][0]
    assert problems[100][0] == "100 characters were read, of 27"
