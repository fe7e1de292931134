"""The server of a review: who is let in, and what is saved when."""

from __future__ import annotations

import base64
import gzip
import http.client
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from capaug.errors import InputError, UsageError
from capaug.review import Mark, read_marks, write_marks
from capaug.reviewing.sample import draw
from capaug.reviewing.server import Page, Review, Server
from capaug.runs.manifest import Manifest


@dataclass
class Running:
    """A server that runs, and its review."""

    server: Server
    review: Review
    file: Path

    def ask(
        self, method: str, path: str, body: Any = None, token: bool = True, **headers: str
    ) -> tuple[int, bytes, Any]:
        """Status, body and headers of an answer; a header that is empty is not sent."""
        host = f"127.0.0.1:{self.server.server_port}"
        connection = http.client.HTTPConnection(host, timeout=10)
        connection.putrequest(method, f"/{self.server.token}/{path}" if token else path, skip_host=True)
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/json"} | headers
        for name, value in ({"Content-Length": str(len(data))} | sent).items():
            if value:
                connection.putheader(name, value)
        connection.endheaders(data)
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers


def run(out: Path, file: Path, blind: bool = False, **options: Any) -> Iterator[Running]:
    review = Review(draw(out, 20, controls=4 if blind else 0), file, blind)
    server = Server(review, Page(review, out, Manifest.read(out), {}), 0, {}, None)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield Running(server, review, file)
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(name="running")
def running_fixture(out: Path, tmp_path: Path) -> Iterator[Running]:
    yield from run(out, tmp_path / "marks.jsonl")


@pytest.fixture(name="blind")
def blind_fixture(out: Path, tmp_path: Path) -> Iterator[Running]:
    yield from run(out, tmp_path / "blind.jsonl", blind=True)


def test_the_page_is_behind_the_token(running: Running) -> None:
    status, body, headers = running.ask("GET", "")
    assert status == 200 and b"capaug review" in body
    assert (headers["Cache-Control"], headers["X-Frame-Options"], headers["Referrer-Policy"]) == (
        "no-store",
        "DENY",
        "no-referrer",
    )
    assert "Access-Control-Allow-Origin" not in headers
    for path in (
        "/",
        f"/{running.server.token}",
        f"/{running.server.token[:-1]}/",
        "//",
        f"/x/{running.server.token}/",
    ):
        assert running.ask("GET", path, token=False)[0] == 404, path
    assert running.server.server_address[0] == "127.0.0.1"
    assert len(running.server.token) >= 32


@pytest.mark.parametrize(
    "path",
    [
        "manifest.json",
        "../manifest.json",
        "..%2fmanifest.json",
        "picture/../../manifest.json",
        "picture/%2e%2e/manifest.json",
        "picture//etc/passwd",
        "picture/0",
        "picture/-1",
        "picture/%C2%B2",
        "picture/" + "9" * 5000,
        "marks",
    ],
)
def test_no_path_leads_to_a_file(running: Running, path: str) -> None:
    status, body, _ = running.ask("GET", path)
    assert (status, body) == (404, b"Not Found")


def test_another_host_or_page_is_refused(running: Running) -> None:
    port = running.server.server_port
    assert running.ask("GET", "", Host="evil.example")[0] == 403
    assert running.ask("GET", "", Host=f"evil.example:{port}")[0] == 403
    assert running.ask("GET", "", Host=f"localhost:{port}")[0] == 200
    for origin in (
        "http://evil.example",
        "null",
        f"https://127.0.0.1:{port}",
        f"http://127.0.0.1:{port}.evil.example",
        "",
    ):
        assert running.ask("POST", "marks", [0, {"verdict": "right"}], Origin=origin)[0] == 403
        assert running.ask("POST", "done", Origin=origin)[0] == 403
    assert not running.file.exists()


@pytest.mark.parametrize(
    "body",
    [
        [99, {"verdict": "right"}],
        [-1, {"verdict": "right"}],
        [0, {"verdict": "maybe"}],
        [0, {"verdict": "right", "kind": "x"}],
        [0, {"truth": "false", "grammar": "ok", "sense": "ok"}],
        [0, "right"],
        [0],
        {},
        None,
        b"{",
        b"\xff",
        [0, {"verdict": "right", "long": "x" * 20_000}],
    ],
)
def test_what_is_no_mark_is_refused(running: Running, body: Any) -> None:
    assert running.ask("POST", "marks", body)[0] == 400
    assert not running.file.exists()


def test_forms_of_other_pages_are_no_marks(running: Running) -> None:
    assert running.ask("POST", "marks", [0, {"verdict": "right"}], **{"Content-Type": "text/plain"})[0] == 400
    assert running.ask("POST", "marks", **{"Content-Length": "many"})[0] == 400
    assert running.ask("POST", "elsewhere", [0, {"verdict": "right"}])[0] == 404
    assert running.ask("PUT", "marks", [0, {"verdict": "right"}])[0] == 501


def test_a_mark_is_saved_before_it_is_answered(running: Running) -> None:
    items = running.review.items
    for place, verdict in ((3, "right"), (5, "wrong"), (3, "wrong")):
        status, body, _ = running.ask("POST", "marks", [place, {"verdict": verdict}])
        assert (status, json.loads(body)) == (200, {"saved": True})
        found = {mark.key: mark for mark in read_marks(running.file)}
        assert found[items[place].key].verdict == verdict
    assert len(found) == 2
    mark = found[items[5].key]
    assert (mark.caption, mark.kind, mark.side, mark.truth) == (
        items[5].row.caption,
        items[5].variant.kind,
        items[5].side,
        "",
    )
    assert b'"marks": {"3": {"verdict": "wrong"}, "5": {"verdict": "wrong"}}' in running.ask("GET", "")[1]
    assert running.ask("POST", "marks", [3, {}])[0] == 200
    assert [mark.key for mark in read_marks(running.file)] == [items[5].key]


def test_blind_answers_become_a_verdict_and_nothing_is_given_away(blind: Running) -> None:
    page = blind.ask("GET", "")[1].decode()
    (about,) = re.findall(r'id="about">(.*?)</script>', page)
    (block,) = re.findall(r'class="block">(.*?)</script>', page)
    columns = json.loads(gzip.decompress(base64.b64decode(block)))
    for word in ("asymmetry", "attribute_replace", "control", "negatives"):
        assert word not in about and word not in json.dumps(columns)
    assert set(columns["kind"]) == {0} and set(columns["similarity"]) == {None} and set(columns["start"]) == {0}
    assert not any(columns["things"])
    answers = {"truth": "false", "grammar": "ok", "sense": "ok"}
    for place, item in enumerate(blind.review.items):
        assert blind.ask("POST", "marks", [place, answers])[0] == 200
        (mark,) = [mark for mark in read_marks(blind.file) if mark.key == item.key]
        assert mark.verdict == ("right" if item.side == "negatives" else "wrong") and mark.truth == "false"
    assert blind.ask("POST", "marks", [0, {"verdict": "right"}])[0] == 400


def test_a_file_that_cannot_be_written_is_told(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    running.ask("POST", "marks", [0, {"verdict": "right"}])
    monkeypatch.setattr(
        "capaug.reviewing.server.write_marks", lambda file, marks: write_marks(file / "in a file", marks)
    )
    status, body, _ = running.ask("POST", "marks", [1, {"verdict": "right"}])
    assert status == 500 and "cannot be written" in json.loads(body)["error"]
    assert list(running.review.answered()) == [0]


def test_marks_of_other_texts_stay(out: Path, tmp_path: Path) -> None:
    file = tmp_path / "marks.jsonl"
    other = Mark("gone", "negatives", "a.x", "A text of another sample.", "right")
    write_marks(file, [other])
    review = Review(draw(out, 5), file, blind=False)
    review.mark(0, {"verdict": "right"})
    assert [mark.caption_id for mark in read_marks(file)] == ["gone", review.items[0].row.caption_id]
    assert list(Review(draw(out, 5), file, blind=False).answered()) == [0]
    assert Review(draw(out, 5), file, blind=True).answered() == {}
    file.write_text("no marks")
    with pytest.raises(InputError, match="line 1: not a JSON object"):
        Review(draw(out, 5), file, blind=False)


def test_two_reviews_may_share_a_file(out: Path, tmp_path: Path) -> None:
    file = tmp_path / "marks.jsonl"
    one, other = (Review(draw(out, 5), file, blind=False) for _ in range(2))
    one.mark(0, {"verdict": "right"})
    other.mark(1, {"verdict": "wrong"})
    one.mark(2, {"verdict": "right"})
    assert [mark.verdict for mark in read_marks(file)] == ["right", "wrong", "right"]
    assert list(one.answered()) == [0, 1, 2]


def test_many_marks_at_once_are_all_saved(running: Running) -> None:
    def mark(place: int) -> None:
        assert running.ask("POST", "marks", [place, {"verdict": "right"}])[0] == 200

    threads = [threading.Thread(target=mark, args=(place,)) for place in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {mark.key for mark in read_marks(running.file)} == {item.key for item in running.review.items[:12]}


def test_a_port_that_is_taken_is_said(running: Running) -> None:
    with pytest.raises(UsageError, match=f"--port {running.server.server_port}: cannot listen there"):
        Server(running.review, lambda: b"", running.server.server_port, {}, None)
