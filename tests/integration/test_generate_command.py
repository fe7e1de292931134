"""``capaug generate`` on the sample: what it says, what it writes, and that it goes on where it stopped."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from capaug import load_shards
from capaug.runs.reader import iter_rows
from capaug.sources import open_source


def arrow_files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((out / "train").glob("*.arrow"))}


def test_the_sample_is_named_with_the_command_for_the_full_set(shared_run) -> None:
    assert shared_run.outcome.code == 0, shared_run.outcome
    assert shared_run.outcome.told() == []
    first = shared_run.outcome.stdout.splitlines()[0]
    assert "sample that ships with capaug" in first
    assert "capaug generate --dataset coco --split train2017" in first


def test_the_summary_says_how_to_load_the_rows(shared_run) -> None:
    assert "rows = load_shards('capaug-out/coco-sample')" in shared_run.outcome.stdout
    rows = load_shards(shared_run.out)
    assert f"\n{len(rows)} rows of " in shared_run.outcome.stdout


def test_every_caption_of_the_first_images_has_a_row(shared_run) -> None:
    wanted = [
        (group.image_id, caption.id, caption.text)
        for group in open_source("coco", limit=12).groups()
        for caption in group.captions
    ]
    rows = [(row.image_id, row.caption_id, row.caption) for row in iter_rows(shared_run.out)]
    assert rows == wanted
    assert len({image for image, _, _ in rows}) == 12


def test_the_rows_have_negatives_and_positives(shared_run) -> None:
    rows = list(iter_rows(shared_run.out))
    assert sum(bool(row.negatives) for row in rows) >= 0.9 * len(rows)
    assert sum(bool(row.positives) for row in rows) >= 0.9 * len(rows)
    assert all(variant.text != row.caption for row in rows for variant in (*row.negatives, *row.positives))


def test_a_finished_run_is_left_alone(shared_run, command) -> None:
    before = arrow_files(shared_run.out)
    outcome = command(shared_run.folder, *shared_run.arguments, "--json")
    assert (outcome.code, outcome.told()) == (0, [])
    summary = json.loads(outcome.stdout)
    assert summary["captions_made"] == 0
    assert summary["captions"] == summary["rows"] + sum(summary["rejects"].values())
    assert summary["out"] == "capaug-out/coco-sample"
    assert arrow_files(shared_run.out) == before


def test_other_settings_do_not_go_into_the_same_folder(shared_run, command) -> None:
    outcome = command(shared_run.folder, *shared_run.arguments, "--seed", "1")
    outcome.check_refused(1, "capaug-out/coco-sample", "seed")


def test_a_run_without_a_row_says_so_and_so_does_what_reads_it(capaug, tmp_path: Path) -> None:
    (tmp_path / "numbers.csv").write_text("image,caption\n7,12345\n")
    outcome = capaug("generate", "--dataset", "numbers.csv", "--out", "none", "--workers", "1")
    assert (outcome.code, outcome.told()) == (0, ["warning: no caption has a row: none/rejects says why"])
    assert "capaug inspect" not in outcome.stdout
    told = "none: the folder has no rows; capaug stats none counts"
    shown = capaug("inspect", "none")
    assert (shown.code, shown.stdout) == (0, "") and told in shown.stderr
    capaug("train", "plain", "--shards", "none", "--images", ".").check_refused(1, told)
    capaug("evaluate", "choice", "model", "--data", "none", "--images", ".").check_refused(1, told)


def test_a_file_without_dataset_is_told(capaug, tmp_path: Path) -> None:
    (tmp_path / "caps.csv").write_text("image,caption\n7,A red bus.\n")
    outcome = capaug("generate", "caps.csv", "--out", "x")
    outcome.check_refused(2, "caps.csv stands without --dataset; give: capaug generate --dataset caps.csv")


def test_a_dry_run_counts_what_the_sample_exhausts(capaug, tmp_path: Path) -> None:
    (tmp_path / "caps.csv").write_text("image,caption\n7,A red bus.\n8,Two dogs on a couch.\n")
    run = ("generate", "--dataset", "caps.csv", "--dry-run", "--json")
    assert json.loads(capaug(*run).stdout)["captions"] == 2


def test_two_workers_write_the_same_bytes(capaug, tmp_path: Path) -> None:
    arguments = ("generate", "--dataset", "coco", "--limit", 4, "--shard-size", 2, "--json")
    summaries = []
    for workers in ("1", "2"):
        outcome = capaug(*arguments, "--workers", workers, "--out", f"with-{workers}")
        assert outcome.code == 0, outcome
        summaries.append(json.loads(outcome.stdout))
    assert len(arrow_files(tmp_path / "with-1")) == 2
    assert arrow_files(tmp_path / "with-1") == arrow_files(tmp_path / "with-2")
    assert summaries[0]["captions_made"] == summaries[0]["captions"] == 20
    assert summaries[0]["negatives"] == summaries[1]["negatives"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to one process")
def test_ctrl_c_ends_in_one_line_and_the_same_command_resumes(command, tmp_path: Path) -> None:
    run = ("generate", "--dataset", "coco", "--limit", "30", "--workers", "1")
    arguments = (*run, "--shard-size", "1", "--out", "out")
    with subprocess.Popen(
        [sys.executable, "-m", "capaug_cli", *arguments],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # where the tests run in the background, SIGINT is ignored, which a child inherits
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        deadline = time.monotonic() + 60
        while not list((tmp_path / "out" / "summaries").glob("*.json")):
            assert process.poll() is None and time.monotonic() < deadline, "no shard was written"
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == b""
    line = stderr.decode().splitlines()[-1]
    assert line == "error: interrupted; finished shards are kept, the same command resumes the run"
    assert not (tmp_path / "out" / "manifest.json").exists()
    outcome = command(tmp_path, *arguments, "--json")
    assert outcome.code == 0, outcome
    summary = json.loads(outcome.stdout)
    assert 0 < summary["captions_made"] < summary["captions"]


def test_captions_that_are_none_end_in_rejects(capaug, tmp_path: Path) -> None:
    captions = {
        "a dog sleeping on a red couch": None,
        "": "empty",
        " \t ": "empty",
        "a dog " * 5_000: "too_long",
        "一只狗在沙发上": "not_english",
        "🐶🛋️": "no_letters",
        "IMG_2034.JPG": "file_name",
        "a dog\x00 on a \x1b[31mcouch": "control_characters",
        None: "null",
        7: "not_text",
    }
    lines = [json.dumps({"caption": caption}) for caption in captions]
    (tmp_path / "captions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    outcome = capaug("generate", "--dataset", "captions.jsonl", "--workers", "1", "--json")
    assert outcome.code == 0, outcome
    out = tmp_path / "capaug-out" / "captions.jsonl-all"
    (file,) = (out / "rejects").iterdir()
    rejects = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    reasons = {reject["caption_id"]: reject["reason"] for reject in rejects}
    assert reasons == {str(i): reason for i, reason in enumerate(captions.values(), start=1) if reason}
    assert [row.caption for row in iter_rows(out)] == ["a dog sleeping on a red couch"]
    summary = json.loads(outcome.stdout)
    assert (summary["captions"], summary["rows"], summary["rejects"]["empty"]) == (10, 1, 2)
    shown = capaug("generate", "--dataset", "captions.jsonl", "--workers", "1").stdout
    assert "9 captions without a row, in rejects/: control_characters 1, empty 2" in shown


def test_a_file_without_any_english_caption_gives_no_rows(capaug, tmp_path: Path) -> None:
    (tmp_path / "captions.txt").write_text("一只狗\n\n🐶\n", encoding="utf-8")
    outcome = capaug("generate", "--dataset", "captions.txt", "--workers", "1", "--json")
    assert outcome.code == 0, outcome
    assert json.loads(outcome.stdout)["rejects"] == {"empty": 1, "no_letters": 1, "not_english": 1}
    assert capaug("stats", "capaug-out/captions.txt-all").code == 0
    assert capaug("inspect", "capaug-out/captions.txt-all").code == 0
    assert capaug("verify", "capaug-out/captions.txt-all").code == 0


def test_captions_that_lie_far_apart_are_told_of_and_sit_together(capaug, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("image,caption\n1.jpg,a dog on a couch\n2.jpg,a red bus\n1.jpg,a pug on a sofa\n")
    outcome = capaug("generate", "--dataset", "a.txt", "--workers", "1", "--out", "out")
    assert outcome.code == 0
    assert "captions of the table a.txt (commas, header, caption: caption, image: image)\n" in outcome.stdout
    assert "captions of 1 image lay far apart in the input; they were brought together\n" in outcome.stdout
    assert [row["image_id"] for row in load_shards("out")] == ["1.jpg", "1.jpg", "2.jpg"]


def test_standard_input_and_a_run_that_is_finished_already(capaug, tmp_path: Path) -> None:
    lines = "a dog on a couch\na red bus\n"
    arguments = ("generate", "--dataset", "-", "--workers", "1", "--out", "out", "--json")
    first = json.loads(capaug(*arguments, stdin=lines).stdout)
    assert (first["captions"], first["captions_made"], first["notes"]) == (2, 2, [])
    assert json.loads(capaug(*arguments, stdin=lines).stdout)["captions_made"] == 0
    capaug(*arguments, stdin=lines + "a cat\n").check_refused(1, "another source")


def test_a_dry_run_writes_nothing(capaug, shared_run, tmp_path: Path) -> None:
    run = ("generate", "--dataset", "coco", "--limit", "6", "--workers", "2", "--dry-run", "--out", "out")
    outcome = capaug(*run, "--only", "relation_swap")
    assert (outcome.code, outcome.told()) == (0, [])
    lines = outcome.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["Nothing", "read", "make", "write", "take"]
    assert "6 negatives and 4 positives a caption, of 6 kinds" in lines[2]
    assert "out (new)" in lines[3] and "in 1 shard" in lines[3]
    assert "with 2 processes" in lines[4] and "measured on the first 30 captions" in lines[4]
    assert not (tmp_path / "out").exists()
    values = json.loads(capaug(*run, "--json", "--part", "1/2").stdout)
    assert (values["captions"], values["shards"], values["shards_there"]) == (15, 1, 0)
    before = sorted(shared_run.out.rglob("*"))
    assert "1 shard of it is there" in capaug(*run[:-1], shared_run.out).stdout
    assert sorted(shared_run.out.rglob("*")) == before
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").touch()
    assert "other files are in it" in capaug(*run).stdout
