from __future__ import annotations

import json
from pathlib import Path

import pytest
from hub_stand_in import Hub

# The client warns of its own way to send large files.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")


def test_push_says_where_it_is_and_how_to_load_it(shared_run, capaug, hub: Hub) -> None:
    outcome = capaug("push", shared_run.out, "me/negatives", "--license", "cc-by-4.0")
    assert (outcome.code, outcome.stderr) == (0, "")
    first, *_, last = outcome.stdout.splitlines()
    assert first.startswith(f"{hub.url}/datasets/me/negatives (private) holds 8 files; 8 were sent now")
    assert last == "    rows = load_dataset('me/negatives', split='train')"
    again = json.loads(capaug("push", shared_run.out, "me/negatives", "--license", "cc-by-4.0", "--json").stdout)
    assert again == {
        "repo": "me/negatives",
        "url": f"{hub.url}/datasets/me/negatives",
        "private": True,
        "files": 8,
        "sent": 0,
    }


def test_push_shows_what_it_would_send(shared_run, capaug, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    command = ("push", shared_run.out, "me/negatives", "--license", "cc-by-4.0")
    outcome = capaug(*command, "--dry-run")
    assert (outcome.code, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("Nothing is sent (--dry-run). me/negatives would hold 8 files, ")
    assert "  train/data-000000.arrow\n" in outcome.stdout
    assert "\nlicense: cc-by-4.0\n" in outcome.stdout
    assert list(tmp_path.iterdir()) == []
    told = json.loads(capaug(*command, "--to", "there", "--json").stdout)
    assert told["files"]["README.md"] == (tmp_path / "there" / "README.md").stat().st_size
    assert capaug("verify", "there").code == 0
    capaug(*command, "--dry-run", "--to", "other").check_refused(2, "give one of them")


def test_push_asks_for_a_licence(shared_run, capaug, hub: Hub) -> None:
    outcome = capaug("push", shared_run.out, "me/negatives")
    assert outcome.code == 2
    assert "--license" in outcome.stderr
    assert hub.repos == {}


def test_push_refuses_in_one_line(shared_run, capaug, hub: Hub, tmp_path: Path) -> None:
    capaug("push", tmp_path, "me/negatives", "--license", "mit").check_refused(1, "not an output folder")
    capaug("push", shared_run.out, "they/it", "--license", "mit").check_refused(1, "they/it: the Hub answered 403")
    capaug("push", shared_run.out, "me/it", "--license", "mine").check_refused(2, "--license mine")
