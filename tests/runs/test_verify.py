from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.records import AugmentedCaption, ChunkResult, Edit, Relation, SceneGraph, SceneObject, Variant
from capaug.runs.layout import summary_path
from capaug.runs.manifest import Manifest
from capaug.runs.rows import edit_problem, row_problems
from capaug.runs.sealed import write_sealed
from capaug.runs.shards import read_summary, write_shard
from capaug.runs.verify import verify


def test_a_good_folder_has_no_problem(out: Path) -> None:
    assert verify(out) == []


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
    (found,) = map(str, verify(build([with_edits(rows[0], *edits)], [])))
    shown = 'train/data-000000.arrow, row 0 (caption 71): asymmetry_1.object "a man riding a camel": '
    assert found.startswith(shown)
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
    assert problem in found.what
    assert (found.row, found.caption) == (0, "71")


def test_changed_lost_and_strange_files_are_found(out: Path) -> None:
    shard = out / "train/data-000000.arrow"
    shard.write_bytes(shard.read_bytes().replace(b"camel", b"zebra"))
    (out / "rejects/rejects-000001.jsonl").unlink()
    (out / "train/data-000099.arrow").write_bytes(b"")
    assert [(found.file, found.what) for found in verify(out)] == [
        ("train/data-000000.arrow", "not the bytes that were written"),
        ("rejects/rejects-000001.jsonl", "missing"),
        ("train/data-000099.arrow", "no file of this run"),
    ]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"rows": 4}, [("manifest.json", "its rows are not what the shards add up to")]),
        ({"rejects": {"empty": 2}}, [("manifest.json", "its rejects are not what the shards add up to")]),
        ({"refused": {"kind": {"low": 1}}}, [("manifest.json", "its refused are not what the shards add up to")]),
    ],
)
def test_a_manifest_with_another_count_is_found(
    out: Path, changes: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    replace(Manifest.read(out), **changes).write(out)
    assert [(one.file, one.what) for one in verify(out)] == found


def test_a_shard_with_another_number_of_rows_is_found(out: Path) -> None:
    manifest, summary = Manifest.read(out), read_summary(out, 0)
    assert summary is not None
    more = replace(manifest.shards[0], rows=3)
    replace(manifest, shards=[more, *manifest.shards[1:]]).write(out)
    write_sealed(summary_path(out, 0), asdict(replace(summary, data=more)))
    found = [(one.file, one.what) for one in verify(out)]
    assert ("train/data-000000.arrow", "2 rows, not 3") in found


def test_a_summary_with_another_count_is_found(out: Path) -> None:
    summary = read_summary(out, 0)
    assert summary is not None
    write_sealed(summary_path(out, 0), asdict(replace(summary, with_negative=9)))
    assert [(one.file, one.what) for one in verify(out)] == [
        ("summaries/summary-000000.json", "its with_negative are not those of the rows")
    ]


def test_two_captions_of_one_id_are_found(build: Any, rows: Any) -> None:
    (found,) = verify(build([*rows[:2], replace(rows[2], caption_id="71")], []))
    assert str(found) == (
        "train/data-000001.arrow, row 0 (caption 71): its caption has the id of train/data-000000.arrow, row 0; "
        "give each caption of the source its own id"
    )


def test_a_row_and_a_reject_of_one_id_are_found(build: Any, rows: Any, rejects: Any) -> None:
    (found,) = verify(build(rows, [replace(rejects[0], caption_id="72")]))
    assert str(found).startswith(
        "rejects/rejects-000001.jsonl, row 0 (caption 72): its caption has the id of train/data-000000.arrow, row 1;"
    )


def test_shards_of_other_columns_are_found(out: Path, rows: Any) -> None:
    write_shard(out, 1, ChunkResult([rows[2]], scores=("similarity",)), "digest")
    summary = read_summary(out, 1)
    assert summary is not None
    manifest = Manifest.read(out)
    replace(manifest, shards=[manifest.shards[0], summary.data, manifest.shards[2]]).write(out)
    assert "its columns are not those of a row, or of the first shard" in [one.what for one in verify(out)]


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
    assert edit_problem(caption, Variant(text, "kind", tuple(edits))) is None
    assert edit_problem(caption, Variant(text + "!", "kind", tuple(edits))) == "its edits give another text"


def test_what_was_not_read_has_no_edits(rows: Any) -> None:
    (horse,) = [variant for variant in rows[0].negatives if variant.kind == "asymmetry_1.object"]
    graph = SceneGraph((SceneObject("man", "man", 2, 5),))
    long = replace(rows[0], caption=rows[0].caption + ". More.", scene_graph=graph, positives=(), negatives=(horse,))
    problems = {read: [*row_problems(replace(long, read=read))] for read in (20, 10, 100)}
    assert [len(found) for found in problems.values()] == [0, 1, 2]
    assert "lies outside the caption" in problems[10][0]
    assert problems[100][0] == "100 characters were read, of 27"
