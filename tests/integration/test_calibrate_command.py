"""``capaug calibrate``: bands and tables of one's own captions, in a recipe that ``capaug generate`` runs."""

from __future__ import annotations

import json
from pathlib import Path

from capaug.recipes import load_recipe

COLORS = ("red", "blue", "red", "white", "red")


def captions(path: Path, count: int = 60) -> Path:
    lines = [{"image_id": str(k), "caption": f"A {COLORS[k % 5]} bus is parked on a street."} for k in range(count)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_tables_are_fitted_and_used(capaug, tmp_path: Path) -> None:
    data = str(captions(tmp_path / "mine.jsonl"))
    words = ("calibrate", "--balance", "--dataset", data, "--out", "mine.yaml")
    done = capaug(*words, "--json")
    assert done.code == 0, done
    found = json.loads(done.stdout)
    assert found["recipe"] == "mine.yaml" and found["tables"] == "mine.npz" and "bands" not in found
    share = found["balance"]["attribute_replace.contrast"]
    assert share["candidates"] > 60 and share["captions"] == 60 and 0 < share["kept"] <= 1
    recipe = load_recipe("mine.yaml")
    assert recipe.tables == "mine.npz"
    assert recipe.kinds == load_recipe("default").kinds  # bands stay
    assert "few captions have candidates" in capaug(*words).stdout
    run = ("generate", "--dataset", data, "--recipe", "mine.yaml", "--out", "out", "--workers", "1")
    assert capaug(*run).code == 0
    assert capaug("verify", "out").code == 0
    versions = json.loads((Path("out") / "manifest.json").read_text())["versions"]
    assert len(versions["plugin mine.npz"]) == 64
    Path("mine.npz").write_bytes(b"another")
    capaug(*run).check_refused(1, "mine.npz holds no tables")


def test_both_at_once(capaug, tmp_path: Path) -> None:
    data = str(captions(tmp_path / "mine.jsonl"))
    done = capaug("calibrate", "--balance", "--bands", "--dataset", data, "--out", "both.yaml", "--json")
    assert {"balance", "bands"} <= set(json.loads(done.stdout))
    recipe = load_recipe("both.yaml")
    assert recipe.tables == "both.npz"
    assert (
        recipe.kinds["attribute_replace.contrast"].band
        != load_recipe("default").kinds["attribute_replace.contrast"].band
    )


def test_what_has_no_negatives_has_no_tables(capaug, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("Nothing.\nA view.\n")
    words = ("calibrate", "--balance", "--dataset", str(tmp_path / "mine.txt"), "--out", "mine.yaml")
    capaug(*words).check_refused(1, "mine", "none of its captions has a negative to balance")
    (tmp_path / "true.yaml").write_text("name: short\nkinds:\n  asymmetry_2.truncate: {}\n")
    capaug(*words, "--recipe", str(tmp_path / "true.yaml")).check_refused(2, "makes no negatives that tables are for")


def test_a_recipe_whose_tables_are_missing(capaug, tmp_path: Path) -> None:
    data = str(captions(tmp_path / "mine.jsonl", 3))
    (tmp_path / "lost.yaml").write_text(
        "name: lost\nfilters: [rules, balance]\ntables: lost.npz\nkinds:\n  asymmetry_1.object: {}\n"
    )
    words = ("generate", "--dataset", data, "--recipe", str(tmp_path / "lost.yaml"))
    capaug(*words).check_refused(1, f"tables: no such file: {tmp_path / 'lost.npz'}; those that ship")


def test_exclusions_are_counted_and_used(capaug, tmp_path: Path) -> None:
    said = ("A man holding a kite.", "A man flying a kite.")
    lines = [{"image_id": str(k // 2), "caption": said[k % 2]} for k in range(40)]
    (tmp_path / "kites.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    words = ("calibrate", "--exclusions", "--dataset", str(tmp_path / "kites.jsonl"), "--out", "mine.yaml")
    done = capaug(*words, "--json")
    assert done.code == 0, done
    found = json.loads(done.stdout)
    assert found["exclusions"] == "mine.exclusions.tsv" and found["contradicted"] and "bands" not in found
    assert load_recipe("mine.yaml").exclusions == "mine.exclusions.tsv"
    run = ("generate", "--dataset", str(tmp_path / "kites.jsonl"), "--recipe", "mine.yaml", "--out", "out")
    assert capaug(*run, "--workers", "1").code == 0
    versions = json.loads((Path("out") / "manifest.json").read_text())["versions"]
    assert len(versions["plugin mine.exclusions.tsv"]) == 64
    (tmp_path / "lone.txt").write_text("A man on a bench.\n")
    lone = ("calibrate", "--exclusions", "--dataset", str(tmp_path / "lone.txt"), "--out", "mine.yaml")
    capaug(*lone).check_refused(1, "no two captions of one picture say what the lexicon would change")
