"""What a user can get wrong: one clear line, the right exit code, no traceback."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from capaug.engines.base import Task, failure
from capaug.engines.local import Local

RUN = Local.run
COCO = {"annotations": [{"id": 1, "image_id": 7, "caption": "a dog on a couch"}]}
WRONG_OPTIONS: list[tuple[list[str], int, list[str]]] = [
    (["--dataset", "flickr"], 2, ["unknown dataset 'flickr'", "coco", "hf:NAME"]),
    (["--dataset", "coco", "--recipe", "best"], 2, ["unknown recipe 'best'", "default"]),
    (["--dataset", "coco", "--recipe", "mine.yaml"], 1, ["mine.yaml: no such recipe file"]),
    (["--dataset", "coco", "--parser", "en_core_web_xxl"], 2, ["no spaCy pipeline 'en_core_web_xxl'", "embedded"]),
    (["--dataset", "coco", "--encoder", "./no-model"], 2, ["encoder './no-model'"]),
    (["--dataset", "coco", "--device", "gpu"], 2, ["unknown device 'gpu'", "cuda"]),
    (["--dataset", "coco", "--device", "cuda:99"], 2, ["device 'cuda:99' is not there", "--device cpu"]),
    (["--dataset", "coco", "--split", "test"], 2, ["unknown split 'test'", "val2017"]),
    (["--dataset", "coco", "--data-dir", "."], 2, ["--data-dir needs --split"]),
    (["--dataset", "coco", "--data-dir", "no", "--split", "val2017"], 1, ["no/annotations/captions_val2017.json"]),
    (["--dataset", "coco", "--annotations", "gone.json"], 1, ["no such file: gone.json"]),
    (["--dataset", "coco", "--columns", "caption=text"], 2, ["--columns"]),
    (["--dataset", "coco", "--columns", "text"], 2, ["--columns is caption=NAME,image=NAME,caption_id=NAME"]),
    (["--dataset", "coco", "--delimiter", "tabs"], 2, ["--delimiter is one character or one of tab, comma"]),
    (["--dataset", "coco", "--stream"], 2, ["--stream goes with --dataset hf:NAME only"]),
    (["--dataset", "no*.jsonl"], 1, ["no file is called no*.jsonl"]),
    (["--dataset", "gone.jsonl"], 1, ["no such file: gone.jsonl"]),
    (["--dataset", "coco", "--limit", "0"], 2, ["at least 1 image, not 0"]),
    (["--dataset", "coco", "--engine", "cluster"], 2, ["unknown engine 'cluster'", "local"]),
    (["--dataset", "coco", "--address", "auto"], 2, ["the engine 'local' is at no address", "--engine ray"]),
    (["--dataset", "coco", "--part", "0/4"], 2, ["there is no part 0/4: of n parts the first is 1/n, the last n/n"]),
    (["--dataset", "coco", "--part", "2"], 2, ["'2' is no part of a run", "--part 1/4"]),
    (["--dataset", "coco:train2017"], 2, ["coco takes no 'train2017'", "--split"]),
    (["--dataset", "hf"], 2, ["hf:NAME"]),
    (["--dataset", "coco", "--workers", "0"], 2, ["workers must be at least 1"]),
    (["--dataset", "coco", "--shard-size", "0"], 2, ["shard size must be at least 1"]),
]


@pytest.fixture(name="no_work", autouse=True)
def no_work_fixture(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault must be found before any stage runs, at the latest when the captions are read."""

    def read(self: Local, work: object, tasks: Iterable[Task], *_: object) -> None:
        raise AssertionError(f"nothing was found wrong with {[list(part.groups()) for _, part in tasks]}")

    monkeypatch.setattr(Local, "run", read)


@pytest.mark.parametrize(
    ("arguments", "code", "parts"), WRONG_OPTIONS, ids=[" ".join(case[0]) for case in WRONG_OPTIONS]
)
def test_wrong_options(capaug, arguments: list[str], code: int, parts: list[str]) -> None:
    capaug("generate", *arguments).check_refused(code, *parts)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "is empty"),
        (json.dumps(COCO).encode()[:-9], "not valid JSON, perhaps cut short"),
        (b'{"images": []}', "no 'annotations' list"),
        (b'{"annotations": [{"id": 1, "image_id": 7, "category_id": 3}]}', "annotation 0 has no 'caption'"),
        (b'{"annotations": []}', "holds no captions"),
        (b"[1, 2]", "no 'annotations' list"),
        (b'{"annotations": "\xff"}', "not UTF-8"),
        (b"PK\x03\x04 an archive", "not valid JSON"),
    ],
)
def test_annotation_files_that_are_none(capaug, tmp_path: Path, content: bytes, part: str) -> None:
    (tmp_path / "captions.json").write_bytes(content)
    outcome = capaug("generate", "--dataset", "coco", "--annotations", "captions.json", "--out", "out")
    outcome.check_refused(1, "captions.json", part)


@pytest.mark.parametrize(
    ("name", "content", "parts"),
    [
        ("a.jsonl", b'{"caption": "a dog"}\n{"caption": "a c', ["a.jsonl:2", "not JSON"]),
        (
            "a.jsonl",
            b'{"words": "a dog"}\n',
            ["a.jsonl:1", "no column is known", "--columns caption=NAME", "'words'"],
        ),
        ("a.csv", b'image_id,caption\n1,"a dog\n', ["a.csv:2"]),
        ("a.tsv", b"image_id\tcaption\n1\ta dog\t3\n", ["a.tsv:2", "3 fields where the header has 2"]),
        ("a.parquet", b"PAR1 but no more", ["a.parquet", "not a Parquet file"]),
        ("a.txt", b"a dog\na caf\xe9\n", ["a.txt:2", "UTF-8"]),
        ("a.docx", b"PK\x03\x04 a letter", ["a.docx is a zip archive", "unpack it"]),
        ("a.csv", b'image,caption\n1.jpg,a "dog"\n2.jpg,"a cat\n3.jpg,an owl\n', ["a.csv:3", "--no-quotes"]),
    ],
)
def test_caption_files_that_are_broken(capaug, tmp_path: Path, name: str, content: bytes, parts: list[str]) -> None:
    (tmp_path / name).write_bytes(content)
    capaug("generate", "--dataset", name, "--out", "out").check_refused(1, *parts)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_where_a_file_is_read_twice(capaug, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    capaug("evaluate", "parser", "--gold", "pipe").check_refused(1, "pipe is a pipe, which can be read once only")


def test_a_recipe_file_that_is_none(capaug, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("name: mine\nkinds:\n  relation_swap.everything: {}\n")
    capaug("generate", "--dataset", "coco", "--recipe", "mine.yaml").check_refused(
        1, "mine.yaml", "unknown kind 'relation_swap.everything'"
    )


def test_an_output_folder_that_holds_other_things(capaug, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").write_text("chapter 1")
    capaug("generate", "--dataset", "coco", "--out", "out").check_refused(1, "out", "thesis.tex")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.tex"]


def test_an_output_folder_that_is_a_file(capaug, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    capaug("generate", "--dataset", "coco", "--out", "out").check_refused(1, "out", "file")


@pytest.mark.parametrize(
    ("number", "part"), [(errno.EACCES, "Permission denied"), (errno.EROFS, "Read-only file system")]
)
def test_an_output_folder_that_is_read_only(capaug, monkeypatch: pytest.MonkeyPatch, number: int, part: str) -> None:
    # root may write to any folder, so the refusal is put into the call that makes the folder
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), str(self))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", refuse)
        outcome = capaug("generate", "--dataset", "coco", "--out", "out")
    outcome.check_refused(1, "out", part, "name a folder that you may write to")


def test_an_output_folder_on_a_full_disk(capaug, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Local, "run", RUN)

    def fill(_: int) -> None:
        if list(tmp_path.rglob(".data-*.tmp")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("capaug.runs.atomic.os.fsync", fill)
        outcome = capaug("generate", "--dataset", "coco", "--limit", "1", "--workers", "1", "--out", "out")
    outcome.check_refused(1, "the disk is full", "same command")
    assert not list((tmp_path / "out" / "train").iterdir())
    assert capaug("generate", "--dataset", "coco", "--limit", "1", "--workers", "1", "--out", "out").code == 0


@pytest.mark.parametrize("command", ["inspect", "stats", "verify"])
def test_folders_that_are_no_output(capaug, tmp_path: Path, command: str) -> None:
    capaug(command, "nowhere").check_refused(1, "nowhere: no such folder")
    (tmp_path / "photos").mkdir()
    capaug(command, "photos").check_refused(1, "photos: not an output folder of capaug generate")
    (tmp_path / "photos" / "run.json").write_text("{}")
    capaug(command, "photos").check_refused(1, "photos: the run is unfinished")


@pytest.mark.parametrize(
    ("caption", "part"),
    [
        ("", "nothing but white space"),
        ("dog " * 10_000, "over 600 words or 4,000 characters"),
        ("一只狗在沙发上", "letters are ASCII"),
        ("🐶🛋️", "no letters"),
        ("a dog\x07", "U+0007 at character 5"),
    ],
)
def test_captions_that_cannot_be_parsed(capaug, caption: str, part: str) -> None:
    capaug("parse", caption).check_refused(1, "the caption cannot be parsed", part)


def test_parse_wants_a_caption_or_a_file(capaug) -> None:
    capaug("parse").check_refused(2, "--file")
    capaug("parse", "a dog", "--file", "captions.txt").check_refused(2, "--file")
    capaug("parse", "--file", "gone.txt").check_refused(1, "no such file: gone.txt")
    capaug("parse", "a dog", "--parser", "en_core_web_xxl").check_refused(2, "no spaCy pipeline 'en_core_web_xxl'")


def test_a_recipe_that_is_not_there(capaug) -> None:
    capaug("recipes", "show", "best").check_refused(2, "unknown recipe 'best'", "negclip")


def test_wrong_usage_is_explained(capaug) -> None:
    outcome = capaug("generate")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "--dataset" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert capaug("generate", "--dataset", "coco", "--limit", "ten").code == 2
    assert capaug("generate", "--datset", "coco").code == 2
    assert capaug("train-it-all").code == 2


def test_a_fault_of_a_stage_shows_its_traceback_above_the_line(capaug, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        try:
            raise KeyError("no such word")
        except KeyError as error:
            raise failure("coco, image '7'", error) from None

    monkeypatch.setattr(Local, "run", fail)
    outcome = capaug("generate", "--dataset", "coco", "--out", "out")
    *traceback, last = outcome.stderr.splitlines()
    assert (outcome.code, outcome.stdout) == (1, "")
    assert traceback[0].startswith("Traceback")
    assert last.startswith("error: coco, image '7' failed with KeyError: 'no such word'; finished shards are kept")
