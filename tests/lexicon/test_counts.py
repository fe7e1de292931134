"""The counts that ship with the package, and the script that builds them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from capaug.lexicon.counts import DATA, Counts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def counts() -> Counts:
    return Counts.load()


def test_usual_company_is_more_frequent_than_unusual(counts: Counts) -> None:
    assert counts.attribute("red", "bus") > counts.attribute("purple", "bus") > counts.attribute("wet", "giraffe")
    assert counts.object("ride", "horse") > counts.object("ride", "cup") == 0
    assert counts.subject("ride", "man") > counts.subject("ride", "dog")
    assert counts.triple("man", "wear", "hat") > counts.triple("hat", "wear", "man") == 0
    assert counts.together("toilet", "sink") > counts.together("toilet", "giraffe")
    assert counts.noun("man") > counts.noun("walrus")


def test_names_are_graph_names(counts: Counts) -> None:
    assert counts.attribute("two", "dog") > 0
    assert counts.attribute("2", "dog") == 0
    assert counts.attribute("grey", "cat") == 0 < counts.attribute("gray", "cat")
    assert counts.noun("dogs") == 0
    assert counts.object("sit on", "bench") > 0
    assert counts.object("sitting on", "bench") == 0


def test_together_is_symmetric_and_bounded(counts: Counts) -> None:
    both = counts.together("cat", "laptop")
    assert 0 < both == counts.together("laptop", "cat") <= counts.together("cat", "cat")


def test_unknown_words_count_zero(counts: Counts) -> None:
    assert counts.noun("zyzzyx") == counts.attribute("red", "zyzzyx") == counts.together("zyzzyx", "cat") == 0
    assert not counts.attributes_of("zyzzyx")
    assert not counts.objects_of("zyzzyx")
    assert not counts.subjects_of("zyzzyx")


def test_views_are_ordered_by_frequency(counts: Counts) -> None:
    for view in (counts.attributes_of("bus"), counts.objects_of("ride"), counts.subjects_of("hold")):
        assert list(view.values()) == sorted(view.values(), reverse=True)


def test_file_is_small() -> None:
    assert DATA.stat().st_size < 2_000_000


def test_build_script_counts_what_it_reads_and_repeats_itself(tmp_path: Path) -> None:
    for folder in ("gqa", "factual", "coco"):
        (tmp_path / folder).mkdir()
    gqa = {
        "obj_counts.json": {"dogs": 4, "dog": 6, "bench": 9},
        "obj_to_attr_counts.json": {"dogs": {"grey": 2}, "dog": {"gray": 3}},
        "pred_to_subj_counts.json": {"sitting on": {"dog": 5}, "to the left of": {"dog": 99}},
        "pred_to_obj_counts.json": {"sitting on": {"bench": 5}},
    }
    for name, table in gqa.items():
        (tmp_path / "gqa" / name).write_text(json.dumps(table), encoding="utf-8")
    graph = "( dogs , is , 2 ) , ( dog , sit on , bench )"
    rows = f'caption,scene_graph\nx,"{graph}"\ny,"{graph}"\n'
    (tmp_path / "factual" / "train.csv").write_text(rows, encoding="utf-8")
    captions = [(1, "Two dogs on a bench."), (1, "A dog."), *[(2, "A dog sits on a bench")] * 3]
    annotations = [{"image_id": image, "caption": caption} for image, caption in captions]
    (tmp_path / "coco" / "captions_x.json").write_text(json.dumps({"annotations": annotations}), encoding="utf-8")

    written = []
    for out in (tmp_path / "one.gz", tmp_path / "two.gz"):
        folders = [part for name in ("gqa", "factual", "coco") for part in (f"--{name}", str(tmp_path / name))]
        command = [sys.executable, "-m", "recipes.build.lexicon.counts", *folders, "--out", str(out)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        written.append(out.read_bytes())
    assert written[0] == written[1]
    counts = Counts(**json.loads(gzip.decompress(written[0])))
    assert counts.attribute("gray", "dog") == 5
    assert counts.attribute("two", "dog") == 2
    assert counts.object("sit on", "bench") == 7
    assert counts.subject("to the left of", "dog") == 0
    assert counts.triple("dog", "sit on", "bench") == 2
    assert (counts.stated("sit"), counts.stated("on")) == (3, 0)  # what is seen less than three times is left out
    assert counts.together("dog", "bench") == counts.together("dog", "dog") == 2
