from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import datasets
import pytest
import yaml
from hub_stand_in import TOKEN, Hub, Repo

from capaug.errors import InputError, OutputError, UsageError
from capaug.records import AugmentedCaption
from capaug.runs import hub as pushing
from capaug.runs.hub import plan, push
from capaug.runs.manifest import Manifest
from capaug.runs.verify import verify

NAME = "me/negatives"

# The client warns of its own way to send large files.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")


def lay_down(repo: Repo, folder: Path) -> Path:
    """What somebody has who downloads the repository."""
    for name, data in repo.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_the_folder_is_on_the_hub(hub: Hub, out: Path, rows: tuple[AugmentedCaption, ...], tmp_path: Path) -> None:
    pushed = push(out, NAME, licence="cc-by-4.0")
    repo = hub.repos[NAME]
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert repo.files.keys() == names | {".gitattributes"}
    assert all(repo.files[name] == (out / name).read_bytes() for name in names - {"README.md", "manifest.json"})
    assert (pushed.repo, pushed.url, pushed.private) == (NAME, f"{hub.url}/datasets/{NAME}", True)
    assert repo.private
    assert pushed.files == pushed.sent == len(names)
    (names_of_commit,) = repo.commits
    assert names_of_commit[-2:] == ["README.md", "manifest.json"]


LOAD = """
import datasets, json
datasets.disable_progress_bars()
print(json.dumps(datasets.load_dataset("me/negatives", split="train")["caption"][:]))
"""


@pytest.mark.parametrize("name", ["arrow", "parquet"])
def test_load_dataset_reads_the_repository(
    hub: Hub, build: Callable[..., Path], name: str, rows: tuple[AugmentedCaption, ...], tmp_path: Path
) -> None:
    push(build(rows, (), name), NAME, licence="cc-by-4.0")
    told = {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path), "HF_TOKEN": TOKEN, "HF_HUB_DISABLE_XET": "1"}
    done = subprocess.run([sys.executable, "-c", LOAD], env=os.environ | told, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [row.caption for row in rows]


def test_what_is_downloaded_loads_and_is_whole(
    hub: Hub, out: Path, rows: tuple[AugmentedCaption, ...], tmp_path: Path
) -> None:
    push(out, NAME, licence="cc-by-4.0")
    there = lay_down(hub.repos[NAME], tmp_path / "downloaded")
    loaded = datasets.load_dataset(str(there), split="train", cache_dir=str(tmp_path / "cache"))
    assert loaded["caption"] == [row.caption for row in rows]
    assert verify(there) == []


def test_the_card_is_of_the_repository(hub: Hub, out: Path) -> None:
    push(out, "negatives", licence="mit")
    _, front, text = hub.repos[NAME].files["README.md"].decode().split("---\n", 2)
    told = yaml.safe_load(front)
    assert (told["license"], told["size_categories"], told["language"]) == ("mit", ["n<1K"], ["en"])
    assert told["configs"][0]["data_files"] == [{"split": "train", "path": "train/data-*.arrow"}]
    assert 'load_dataset("me/negatives", split="train")' in text
    assert "path/to" not in text


def test_a_public_repository_is_asked_for(hub: Hub, out: Path) -> None:
    assert not push(out, "lab/negatives", licence="mit", public=True).private
    assert not hub.repos["lab/negatives"].private
    with pytest.raises(InputError, match="lab/negatives: the repository is public; say --public"):
        push(out, "lab/negatives", licence="mit")
    hub.repos[NAME] = Repo(private=True)
    with pytest.raises(InputError, match="the repository is private; leave out --public"):
        push(out, NAME, licence="mit", public=True)


def test_shards_that_load_dataset_does_not_read_stay_here(
    hub: Hub, build: Callable[..., Path], rows: tuple[AugmentedCaption, ...]
) -> None:
    out = build(rows, (), "webdataset")
    with pytest.raises(InputError, match="not pushed: load_dataset does not read webdataset shards as rows; generate"):
        push(out, NAME, licence="mit")
    assert hub.repos == {}


def test_what_is_there_is_not_sent_again(hub: Hub, out: Path) -> None:
    push(out, NAME, licence="mit")
    sent = list(hub.sent)
    assert push(out, NAME, licence="mit").sent == 0
    assert push(out, NAME, licence="other").sent == 2
    assert hub.repos[NAME].commits[-1] == ["README.md", "manifest.json"]
    assert hub.sent == sent


@pytest.mark.parametrize("breaking", ["commit", "blobs"])
def test_a_connection_that_breaks_loses_nothing(
    hub: Hub, out: Path, monkeypatch: pytest.MonkeyPatch, breaking: str
) -> None:
    monkeypatch.setattr(pushing, "FILES_A_COMMIT", 2)
    requests: list[str] = []

    def breaks(method: str, path: str) -> bool:
        requests.append(path)
        return f"/{breaking}/" in path and sum(f"/{breaking}/" in one for one in requests) > 2

    hub.breaks = breaks
    with pytest.raises(InputError, match=r"the push broke off .*; what is there stays, the same command"):
        push(out, NAME, licence="mit")
    repo = hub.repos[NAME]
    assert 1 <= len(repo.commits) <= 2
    assert "manifest.json" not in repo.files
    before = list(hub.sent)
    hub.breaks = lambda method, path: False
    pushed = push(out, NAME, licence="mit")
    assert pushed.sent == pushed.files - sum(map(len, repo.commits[: len(repo.commits) - (pushed.sent + 1) // 2]))
    assert not set(hub.sent[len(before) :]) & set(before)
    assert "manifest.json" in repo.commits[-1]
    assert repo.files.keys() >= {file.file for file in Manifest.read(out).shards}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"model.bin": b"weights"}, r"me/negatives: the repository holds other things \(model.bin\); name another one"),
        ({"run.json": b"{}"}, r"the repository holds another run \(run.json differs\)"),
    ],
)
def test_a_repository_of_other_things_is_left_alone(hub: Hub, out: Path, files: dict[str, bytes], told: str) -> None:
    hub.repos[NAME] = Repo(private=True)
    hub.repos[NAME].files.update(files)
    before = dict(hub.repos[NAME].files)
    with pytest.raises(InputError, match=told):
        push(out, NAME, licence="mit")
    assert hub.repos[NAME].files == before


def test_another_run_of_the_same_name_is_refused(hub: Hub, out: Path) -> None:
    push(out, NAME, licence="mit")
    name = Manifest.read(out).shards[0].file
    hub.repos[NAME].files[name] = hub.repos[NAME].files[name][::-1]
    with pytest.raises(InputError, match=r"holds another run .train/data-000000.arrow differs"):
        push(out, NAME, licence="mit")


def test_a_repository_with_a_card_alone_gets_ours(hub: Hub, out: Path) -> None:
    hub.repos[NAME] = Repo(private=True)
    hub.repos[NAME].files["README.md"] = b"made on the website"
    push(out, NAME, licence="mit")
    assert b"true positives" in hub.repos[NAME].files["README.md"]


def test_a_broken_or_unfinished_folder_stays_here(hub: Hub, out: Path) -> None:
    shard = out / "train/data-000000.arrow"
    data = shard.read_bytes()
    shard.write_bytes(data[:-1])
    with pytest.raises(InputError, match=r"not pushed: train/data-000000.arrow: not the bytes that were written; run"):
        push(out, NAME, licence="mit")
    shard.write_bytes(data)
    (out / "manifest.json").unlink()
    with pytest.raises(InputError, match="the run is unfinished"):
        push(out, NAME, licence="mit")
    assert hub.repos == {}


def test_no_token(hub: Hub, out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("HF_TOKEN")
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "none"))
    with pytest.raises(InputError, match="no token of the Hub: log in with hf auth login, or set HF_TOKEN"):
        push(out, NAME, licence="mit")


def test_what_the_hub_refuses_is_one_line(hub: Hub, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="--license isc: the Hub does not take the card"):
        push(out, NAME, licence="isc")
    with pytest.raises(InputError, match=r"they/negatives: the Hub answered 403 .*: the token may not write there"):
        push(out, "they/negatives", licence="mit")
    with pytest.raises(UsageError, match="'a/b/c' is no name of a repository; give NAMESPACE/NAME"):
        push(out, "a/b/c", licence="mit")
    assert hub.repos == {}
    for status, told in ((404, "no such namespace"), (500, "nothing was sent; the same command tries again")):
        hub.answers = {"/api/repos/create": status}
        with pytest.raises(InputError, match=f"the Hub answered {status} .*{told}") as caught:
            push(out, NAME, licence="mit")
        assert "\n" not in str(caught.value)
    hub.answers = {}
    monkeypatch.setenv("HF_TOKEN", "hf_of_somebody")
    with pytest.raises(InputError, match=r"the Hub answered 401 .*: it does not know the token"):
        push(out, NAME, licence="mit")


def test_no_hub_at_all(hub: Hub, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(InputError, match=r"me/negatives: the Hub cannot be reached \(.*\); nothing was sent; the same"):
        push(out, NAME, licence="mit")


def test_name_and_licence_are_checked_without_the_hub(
    out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", str(tmp_path / "none"))
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    for send in (push, plan):
        with pytest.raises(UsageError, match="'a/b/c' is no name of a repository; give NAMESPACE/NAME"):
            send(out, "a/b/c", licence="mit")
        with pytest.raises(UsageError, match=r"--license cc-by-40: .* \(did you mean 'cc-by-4.0'\?\).*'other' stands"):
            send(out, NAME, licence="cc-by-40")
    with pytest.raises(InputError, match="no token"):
        push(out, NAME, licence="mit")


def test_what_would_be_sent_is_what_is_sent(hub: Hub, out: Path, tmp_path: Path) -> None:
    (out / "report.html").write_text("not of the run")
    planned = plan(out, NAME, licence="mit", to=tmp_path / "there")
    assert hub.repos == {}
    assert "report.html" not in planned.files
    assert "license: mit" in planned.card
    assert verify(tmp_path / "there") == []
    push(out, NAME, licence="mit")
    files = dict(hub.repos[NAME].files)
    del files[".gitattributes"]
    assert planned.files == {name: len(data) for name, data in files.items()}
    assert all((tmp_path / "there" / name).read_bytes() == data for name, data in files.items())
    with pytest.raises(OutputError, match="there: the folder holds other things; name a new or an empty one"):
        plan(out, NAME, licence="mit", to=tmp_path / "there")
