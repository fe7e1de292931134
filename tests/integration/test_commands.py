"""The commands that look: ``parse``, ``inspect``, ``stats``, ``verify``, ``recipes``, ``doctor``, and ``--help``."""

from __future__ import annotations

import io
import json
import os
import shutil
import threading
from pathlib import Path

import pytest
from rich.console import Console

from capaug.recipes import load_recipe
from capaug.records import Edit
from capaug.runs.reader import iter_rows
from capaug.runs.shards import ShardFile, ShardSummary, VariantCount
from capaug_cli.console import edited, has_colour
from capaug_cli.display import Display, rate
from capaug_cli.progress import RunProgress

HORSES = "a man riding two brown horses on a beach"


def json_lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_help_teaches_by_example(command, tmp_path: Path) -> None:
    outcome = command(tmp_path, "--help")
    assert (outcome.code, outcome.stderr) == (0, "")
    assert "capaug generate --dataset coco" in outcome.stdout
    for name in ("generate", "parse", "inspect", "stats", "verify", "recipes", "doctor"):
        assert f" {name} " in outcome.stdout


@pytest.mark.parametrize("name", ["generate", "parse", "inspect", "stats", "verify", "recipes", "doctor"])
def test_each_help_has_examples(capaug, name: str) -> None:
    outcome = capaug(name, "--help")
    assert outcome.code == 0
    assert f"capaug {name}" in outcome.stdout.partition("Examples:")[2]


def test_parse_shows_a_graph(command, tmp_path: Path) -> None:
    outcome = command(tmp_path, "parse", HORSES)
    assert (outcome.code, outcome.stderr) == (0, "")
    lines = [line.strip("│├└─ ") for line in outcome.stdout.splitlines()]
    assert lines[0] == HORSES
    assert "ride horse" in lines
    assert "horse  two (number)  brown (color)" in lines


def test_parse_writes_a_json_line_a_caption(capaug, tmp_path: Path) -> None:
    captions = [HORSES, "", "一只狗", "A café with a red door.", "  "]
    (tmp_path / "captions.txt").write_text("\n".join(captions) + "\n", encoding="utf-8")
    outcome = capaug("parse", "--file", "captions.txt", "--json")
    assert outcome.code == 0
    rows = json_lines(outcome.stdout)
    assert [row["caption"] for row in rows] == [HORSES, "一只狗", "A café with a red door."]
    assert rows[0] == {
        "caption": HORSES,
        "objects": ["man", "horse", "beach"],
        "attributes": [["horse", "two"], ["horse", "brown"]],
        "relations": rows[0]["relations"],
    }
    assert ["man", "ride", "horse"] in rows[0]["relations"]
    assert rows[1] == {"caption": "一只狗", "objects": [], "attributes": [], "relations": []}
    assert ["door", "red"] in rows[2]["attributes"]
    (warning,) = outcome.stderr.splitlines()
    assert warning.startswith("warning: captions.txt:3: not parsed: ")


def test_parse_reads_standard_input(capaug) -> None:
    outcome = capaug("parse", "--file", "-", "--json", stdin=f"{HORSES}\na dog\n")
    assert [row["objects"] for row in json_lines(outcome.stdout)] == [["man", "horse", "beach"], ["dog"]]
    capaug("parse", "--file", "-", stdin=b"\xff\n").check_refused(1, "standard input:1: not UTF-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_parse_reads_all_lines_of_a_pipe(capaug, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    texts = [f"a dog next to {number} red chairs" for number in range(400)]
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=("\n".join(texts),))
    writer.start()
    outcome = capaug("parse", "--file", "pipe", "--json")
    writer.join()
    assert [line["caption"] for line in json_lines(outcome.stdout)] == texts


def test_parse_is_the_same_over_several_batches(capaug, tmp_path: Path) -> None:
    captions = [f"{number} dogs on a couch" for number in range(2, 302)]
    (tmp_path / "captions.txt").write_text("\n".join(captions), encoding="utf-8")
    rows = json_lines(capaug("parse", "--file", "captions.txt", "--json").stdout)
    assert [row["caption"] for row in rows] == captions
    assert all(row["objects"] == ["dog", "couch"] for row in rows)


def test_inspect_shows_random_rows(shared_run, capaug) -> None:
    first, again, other = (
        [row["caption_id"] for row in json_lines(capaug("inspect", shared_run.out, "--seed", seed, "--json").stdout)]
        for seed in (1, 1, 2)
    )
    assert len(set(first)) == 10
    assert first == again != other


def test_inspect_picks_a_kind(shared_run, capaug) -> None:
    kind = next(row for row in iter_rows(shared_run.out) if row.negatives).negatives[0].kind
    rows = json_lines(capaug("inspect", shared_run.out, "--kind", kind, "--count", "3", "--json").stdout)
    assert 1 <= len(rows) <= 3
    for row in rows:
        assert row["positives"] == []
        assert {variant["kind"] for variant in row["negatives"]} == {kind}
    capaug("inspect", shared_run.out, "--kind", "magic").check_refused(2, "no variants of kind 'magic'", kind)


def test_inspect_writes_marks_where_there_is_no_colour(shared_run, capaug) -> None:
    outcome = capaug("inspect", shared_run.out, "--count", "5", "--seed", "0")
    assert outcome.code == 0
    assert outcome.stdout.count("  image ") == 5
    assert "[-" in outcome.stdout
    assert "+}" in outcome.stdout
    assert "\x1b" not in outcome.stdout


def test_edits_are_shown_in_place() -> None:
    edits = [Edit(2, 5, "dog", "cat"), Edit(5, 5, "", " sleeping"), Edit(5, 14, " on a rug", "")]
    assert edited("a dog on a rug.", edits, colour=False).plain == "a [-dog-]{+cat+}{+ sleeping+}[- on a rug-]."
    text = edited("a dog on a rug.", edits[:1], colour=True)
    assert text.plain == "a dogcat on a rug."
    assert [(text.plain[span.start : span.end], span.style) for span in text.spans] == [
        ("dog", "red strike"),
        ("cat", "green"),
    ]


@pytest.mark.parametrize(
    ("environment", "colour"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)],
)
def test_marks_stand_for_colours_that_are_not_there(environment: dict[str, str], colour: bool) -> None:
    assert has_colour(Console(file=io.StringIO(), force_terminal=True, _environ=environment)) is colour


def test_stats_agree_with_the_rows(shared_run, capaug) -> None:
    values = json.loads(capaug("stats", shared_run.out, "--json").stdout)
    rows = list(iter_rows(shared_run.out))
    assert values["rows"] == len(rows)
    for side in ("negatives", "positives"):
        assert values[side]
        for kind, of_kind in values[side].items():
            counts = [sum(variant.kind == kind for variant in getattr(row, side)) for row in rows]
            assert of_kind["count"] == sum(counts)
            assert of_kind["share_of_rows"] == pytest.approx(sum(map(bool, counts)) / len(rows))


def test_stats_shows_tables(shared_run, capaug) -> None:
    outcome = capaug("stats", shared_run.out)
    values = json.loads(capaug("stats", shared_run.out, "--json").stdout)
    assert outcome.code == 0
    for name in (*values["negatives"], *values["positives"], *values["rejects"]):
        assert name in outcome.stdout


def test_stats_shows_the_most_frequent_refusals(shared_run, capaug) -> None:
    lines = capaug("stats", shared_run.out).stdout.splitlines()
    refused = json.loads(capaug("stats", shared_run.out, "--json").stdout)["refused"]
    counts = {(kind, reason): count for kind, reasons in refused.items() for reason, count in reasons.items()}
    begin = next(i for i, line in enumerate(lines) if line.startswith(f"{sum(counts.values()):,} candidates that"))
    cells = [line.strip("│").split("│") for line in lines[begin:] if line.startswith("│")]
    shown = [(kind.strip(), reason.strip(), int(count.replace(",", ""))) for kind, reason, count in cells]
    assert len(shown) == 20 < len(counts)
    assert all(counts[kind, reason] == count for kind, reason, count in shown)
    assert [count for *_, count in shown] == sorted(counts.values(), reverse=True)[:20]
    rest = sum(counts.values()) - sum(count for *_, count in shown)
    assert lines[-1] == f"{len(counts) - 20} more reasons refused {rest:,} candidates; --json has them all"


def test_verify_finds_a_changed_byte(shared_run, capaug, tmp_path: Path) -> None:
    outcome = capaug("verify", shared_run.out)
    assert (outcome.code, outcome.stderr) == (0, "")
    assert "no problem" in outcome.stdout
    copy = tmp_path / "copy"
    shutil.copytree(shared_run.out, copy)
    shard = next((copy / "train").glob("*.arrow"))
    data = bytearray(shard.read_bytes())
    data[len(data) // 2] ^= 1
    shard.write_bytes(data)
    outcome = capaug("verify", copy)
    assert outcome.code == 1
    assert (
        f"train/{shard.name}: not the bytes that were written; run the command that made the folder again"
        in outcome.stdout
    )
    assert outcome.stderr.startswith("error: ")
    assert json.loads(capaug("verify", copy, "--json").stdout)["findings"]


def test_recipes_are_listed_and_shown(capaug, tmp_path: Path) -> None:
    listed = dict(line.split(maxsplit=1) for line in capaug("recipes").stdout.splitlines())
    assert list(listed) == ["alt_text", "ascl", "default", "fam", "long", "negation", "negclip"]
    assert all(description.strip().endswith(".") for description in listed.values())
    shown = capaug("recipes", "show", "negclip").stdout
    (tmp_path / "mine.yaml").write_text(shown, encoding="utf-8")
    assert load_recipe(tmp_path / "mine.yaml") == load_recipe("negclip")


def test_recipes_of_training_are_told_from_those_of_generating(capaug) -> None:
    capaug("recipes", "show", "seeing").check_refused(
        2, "'seeing' is a recipe of capaug train, not of capaug generate; capaug recipes show seeing --training"
    )
    shown = capaug("recipes", "show", "seeing", "--training").stdout
    assert "\nobjective: contrastive\n" in shown
    capaug("train", "default").check_refused(2, "'default' is a recipe of capaug generate, not of capaug train")


def test_two_recipes_are_compared(capaug) -> None:
    lines = [line.split() for line in capaug("recipes", "diff", "default", "negclip").stdout.splitlines()]
    assert lines[0] == ["default", "negclip"]
    assert ["negatives", "6", "5"] in lines
    found = json.loads(capaug("recipes", "diff", "default", "negclip", "--json").stdout)
    assert list(found) == [line[0] for line in lines[1:]]
    assert capaug("recipes", "diff", "fam", "fam").stdout == "Both make the same.\n"


def test_a_recipe_is_checked(capaug, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("name: mine\nkinds: {asymmetry_1.object: {limit: 2}}\n")
    outcome = capaug("recipes", "check", "mine.yaml")
    assert (outcome.code, outcome.stdout) == (0, "mine.yaml: no problem; 1 kind, filters rules, embedding\n")
    (tmp_path / "mine.yaml").write_text("name: mine\nkinds: {asymmetry_1.object: {limt: 2}}\n")
    capaug("recipes", "check", "mine.yaml").check_refused(1, "unknown key 'limt' (did you mean 'limit'?)")
    (tmp_path / "mine.yaml").write_text("name: mine\nkind: {asymmetry_1.object: {limit: 2}}\n")
    capaug("recipes", "check", "mine.yaml").check_refused(1, "unknown key 'kind' (did you mean 'kinds'?)")
    tables = "tables: gone.npz\nfilters: [balance]\n"
    (tmp_path / "mine.yaml").write_text(f"name: mine\n{tables}kinds: {{asymmetry_1.object: }}\n")
    capaug("recipes", "check", "mine.yaml").check_refused(1, f"no such file: {tmp_path / 'gone.npz'}; those that ship")
    (tmp_path / "mine.yaml").write_text("name: mine\nparser: gone\nkinds: {asymmetry_1.object: }\n")
    capaug("recipes", "check", "mine.yaml").check_refused(2, "no spaCy pipeline 'gone'")
    (tmp_path / "mine.yaml").write_text("name: mine\nexclusions: gone.tsv\nkinds: {asymmetry_1.object: }\n")
    capaug("recipes", "check", "mine.yaml").check_refused(1, str(tmp_path / "gone.tsv"))


def test_doctor_finds_a_working_installation(capaug) -> None:
    outcome = capaug("doctor", "--json")
    assert outcome.code == 0, outcome
    findings = json.loads(outcome.stdout)
    assert findings["problems"] == []
    assert findings["devices"][0].startswith("cpu")
    assert min(findings["weights"].values()) > 50_000
    assert "the default recipe can run" in capaug("doctor").stdout


def test_doctor_says_what_is_broken(capaug, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("capaug.parsing.analysers.EMBEDDED", "moved away")
    outcome = capaug("doctor")
    assert outcome.code == 1
    assert "can run" not in outcome.stdout
    (line,) = outcome.stderr.splitlines()
    assert line.startswith("error: stages: UsageError: no spaCy pipeline 'embedded'")


def summary(index: int) -> ShardSummary:
    return ShardSummary(
        index=index,
        source="",
        captions=10,
        data=ShardFile("", 8, 0, ""),
        reject_data=None,
        rejects={"empty": 2},
        positives={},
        negatives={"asymmetry_1.object": VariantCount(30, 0, 0.0)},
        with_positive=0,
        with_negative=8,
        refused={"asymmetry_1.object": {"similarity_low": 5}},
    )


def test_progress_shows_counts_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "summaries").mkdir()
    (tmp_path / "summaries" / "summary-000000.json").touch()
    screen = io.StringIO()
    shown = Display(Console(file=screen, force_terminal=True, width=120))
    shown.start()
    with RunProgress(tmp_path, 40, shown) as progress:
        for index in range(2):
            progress.add(summary(index))
    assert progress.made == 10
    drawn = screen.getvalue()
    assert "20/40" in drawn
    assert "rows 16" in drawn and "negatives 60" in drawn
    assert "refused: similarity_low 10" in drawn
    assert "rejected captions: empty 4" in drawn


def test_mirrors(capaug, shared_run, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(shared_run.out, copy)
    outcome = capaug("mirrors", copy, "--most", "2", "--json")
    assert (outcome.code, outcome.stderr) == (0, "")
    found = json.loads(outcome.stdout)
    assert found["file"] == str(copy / "mirrors.parquet")
    every = found["mirrors"]["all"]
    assert every["negatives"] >= every["with_mirror"] > 0
    assert every["with_mirror"] <= every["mirrors"] <= 2 * every["with_mirror"]
    from capaug.mirrors import read_mirrors

    assert sum(map(len, read_mirrors(copy).values())) == every["mirrors"]
    assert capaug("verify", copy).code == 0
    assert "with a mirror" in capaug("mirrors", copy).stdout
    capaug("mirrors", "gone").check_refused(1, "gone: no such folder")


def test_progress_is_a_line_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "summaries").mkdir()
    (tmp_path / "summaries" / "summary-000000.json").touch()
    shown = Display(Console(file=io.StringIO()))
    shown.since = 100.0
    progress = RunProgress(tmp_path, 40, shown)
    assert progress.line(101.0) == "0 of 40 captions"
    progress.add(summary(0))
    assert progress.line(102.0) == "10 of 40 captions"  # of an earlier run, which tells nothing of the speed
    progress.add(summary(1))
    assert progress.line(105.0) == "20 of 40 captions, 2.0 captions/s, 0:10 left"
    progress = RunProgress(tmp_path, None, shown)
    progress.add(summary(1))
    assert progress.line(105.0) == "10 captions, 2.0 captions/s"


def test_few_captions_a_second_have_a_decimal() -> None:
    assert [rate(captions) for captions in (0.04, 2.0, 9.9, 10.4, 1024.0)] == [
        "0.0 captions/s", "2.0 captions/s", "9.9 captions/s", "10 captions/s", "1,024 captions/s",
    ]  # fmt: skip
