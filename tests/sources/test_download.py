from __future__ import annotations

import hashlib
import io
import json
import socket
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from capaug.errors import InputError, OutputError
from capaug.sources import coco, open_source
from capaug.sources.download import download

BODY = bytes(range(256)) * 4000
MD5 = "md5:" + hashlib.md5(BODY).hexdigest()


class Server(ThreadingHTTPServer):
    """Serves ``body`` at every path but /missing; ``cut`` bytes of it at most, and ranges if it may."""

    body = BODY
    ranges = True
    cut: int | None = None

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str | None] = []  # the Range header of each request

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        wanted = self.headers["Range"]
        self.server.asked.append(wanted)
        if self.path == "/missing":
            self.send_error(404)
            return
        body = self.server.body
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.server.ranges else 0
        if start >= len(body):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        self.wfile.write(body[start : self.server.cut])

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("checksum", [None, MD5, "sha256:" + hashlib.sha256(BODY).hexdigest()])
def test_a_file_comes_whole(server: Server, tmp_path: Path, checksum: str | None) -> None:
    path = download(server.url("a.zip"), tmp_path / "cache" / "a.zip", size=len(BODY), checksum=checksum)
    assert path.read_bytes() == BODY
    assert files_in(path.parent) == ["a.zip"]


@pytest.mark.parametrize("terminal", [True, False])
def test_a_progress_bar_shows_on_a_terminal_only(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    download(server.url("a.zip"), tmp_path / "a.zip", size=len(BODY))
    assert ("fetching a.zip" in screen.getvalue()) is terminal
    assert terminal or screen.getvalue() == ""


def test_what_is_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    for _ in range(2):
        download(server.url("a.zip"), tmp_path / "a.zip", size=len(BODY), checksum=MD5)
    assert len(server.asked) == 1


def test_a_file_put_there_by_hand_is_checked(server: Server, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"something else")
    with pytest.raises(InputError, match=r"14 bytes where 1,024,000 are expected; delete it"):
        download(server.url("a.zip"), tmp_path / "a.zip", size=len(BODY), checksum=MD5)
    assert server.asked == []


@pytest.mark.parametrize("ranges", [True, False])
def test_a_short_body_is_told_and_gone_on_from(server: Server, tmp_path: Path, ranges: bool) -> None:
    server.ranges = ranges
    server.cut = 300_000
    with pytest.raises(InputError, match=r"broke off after 300,000 of 1,024,000 bytes; run the command again"):
        download(server.url("a.zip"), tmp_path / "a.zip", size=len(BODY), checksum=MD5)
    assert files_in(tmp_path) == ["a.zip.part"]
    server.cut = None
    path = download(server.url("a.zip"), tmp_path / "a.zip", size=len(BODY), checksum=MD5)
    assert path.read_bytes() == BODY
    assert server.asked == [None, "bytes=300000-"]
    assert files_in(tmp_path) == ["a.zip"]


def test_a_whole_part_needs_no_server(tmp_path: Path) -> None:
    (tmp_path / "a.zip.part").write_bytes(BODY)
    path = download("http://127.0.0.1:1/a.zip", tmp_path / "a.zip", size=len(BODY), checksum=MD5)
    assert path.read_bytes() == BODY


@pytest.mark.parametrize("size", [None, len(BODY)])
def test_a_part_longer_than_the_file_is_begun_again(server: Server, tmp_path: Path, size: int | None) -> None:
    (tmp_path / "a.zip.part").write_bytes(BODY + b"more")
    path = download(server.url("a.zip"), tmp_path / "a.zip", size=size, checksum=MD5)
    assert path.read_bytes() == BODY


@pytest.mark.parametrize(
    ("size", "checksum", "message"),
    [
        (len(BODY), "md5:" + "0" * 32, "md5 .* where 0+ is expected"),
        (len(BODY) - 1, None, "1,024,000 bytes where 1,023,999"),
    ],
)
def test_another_file_is_refused_and_thrown_away(
    server: Server, tmp_path: Path, size: int, checksum: str | None, message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        download(server.url("a.zip"), tmp_path / "a.zip", size=size, checksum=checksum)
    assert str(tmp_path / "a.zip") in str(caught.value)
    assert files_in(tmp_path) == []


def test_an_error_names_the_address_and_where_to_put_the_file(server: Server, tmp_path: Path) -> None:
    with socket.socket() as free:  # a port nobody listens on
        free.bind(("127.0.0.1", 0))
        offline = f"http://127.0.0.1:{free.getsockname()[1]}/a.zip"
    for url, message in ((server.url("missing"), "404 Not Found"), (offline, "refused")):
        with pytest.raises(InputError, match=message) as caught:
            download(url, tmp_path / "a.zip")
        assert url in str(caught.value)
        assert str(tmp_path / "a.zip") in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_cache_that_cannot_be_written(server: Server, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write"):
        download(server.url("a.zip"), tmp_path / "cache" / "a.zip")


@pytest.fixture
def archive(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """An archive laid out as COCO's, served in place of the official one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as members:
        for split in ("train2017", "val2017"):
            rows = [{"id": 1, "image_id": 5, "caption": f"A cat on a sofa in {split}."}]
            members.writestr(f"annotations/captions_{split}.json", json.dumps({"annotations": rows}))
    server.body = packed.getvalue()
    checksum = "md5:" + hashlib.md5(server.body).hexdigest()
    monkeypatch.setitem(coco.ARCHIVES, "2017", coco.Archive(server.url("trainval.zip"), len(server.body), checksum))
    return server


def test_official_splits_are_downloaded_once(archive: Server, tmp_path: Path) -> None:
    for split in ("val2017", "train2017", "val2017"):
        (group,) = open_source("coco", split=split, cache=tmp_path).groups()
        assert (group.captions[0].text, group.split) == (f"A cat on a sofa in {split}.", split)
    assert len(archive.asked) == 1
    assert files_in(tmp_path / "coco") == ["captions_train2017.json", "captions_val2017.json", "trainval.zip"]


def test_the_official_archives_are_named_with_size_and_checksum() -> None:
    for year, archive in coco.ARCHIVES.items():
        assert (
            archive.url == f"https://s3.amazonaws.com/images.cocodataset.org/annotations/annotations_trainval{year}.zip"
        )
        assert archive.size > 252_000_000
        assert len(archive.checksum) == len("md5:") + 32


def test_an_archive_without_the_split_is_told(archive: Server, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as members:
        members.writestr("annotations/instances_val2017.json", "{}")
    archive.body = packed.getvalue()
    checksum = "md5:" + hashlib.md5(archive.body).hexdigest()
    coco.ARCHIVES["2017"] = coco.Archive(archive.url("other.zip"), len(archive.body), checksum)
    with pytest.raises(InputError, match="not the archive of COCO's annotations"):
        open_source("coco", split="val2017", cache=tmp_path)
