"""The page of a review, served to this machine alone, and its marks, which are saved before the page is told so.

Who else is on the machine, or sends requests through the reviewer's browser, is kept out: it listens on 127.0.0.1,
every path begins with a token that is made anew each time, the host that is asked for must be this one (against DNS
rebinding), and marks are taken from the page itself only (``Origin``). No path of a request leads to a file: pictures
are asked for by number.
"""

from __future__ import annotations

import json
import secrets
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from capaug.errors import CapaugError, UsageError
from capaug.picture_files import PictureSource
from capaug.report.blocks import Blocks
from capaug.report.render import render
from capaug.report.report import browser_settings
from capaug.report.thumbnails import thumbnail
from capaug.review import ANSWERS, VERDICTS, Key, Mark, read_marks, verdict_of, write_marks
from capaug.reviewing.sample import Item
from capaug.runs.manifest import Manifest

ADDRESS = "127.0.0.1"
LONGEST = 10_000  # bytes of a request with a mark
SIDE = 640  # pixels of the longer side of a picture
KEPT = 256  # pictures that are kept, so that a page that is loaded again has them at once
POLICY = " 'self'; connect-src 'self'"


class Review:
    """A review that goes on: its texts, and the marks so far, which its file holds at any time.

    Attributes:
        items: the texts, which the page knows by their place.
        blind: whether how they were made is hidden.
    """

    def __init__(self, items: Sequence[Item], file: Path, blind: bool) -> None:
        """Go on with the marks that ``file`` holds, if there is such a file; those of other texts stay in it.

        Raises:
            InputError: the file is no file of marks.
        """
        self.items = items
        self.blind = blind
        self._file = file
        self._lock = threading.Lock()
        self._marks = self._read()

    @property
    def marks(self) -> list[Mark]:
        """All marks of the file."""
        return list(self._marks.values())

    def answered(self) -> dict[int, dict[str, str]]:
        """What was said of the texts of this review, by their places."""
        names = ("verdict",) if not self.blind else tuple(ANSWERS)
        found = {}
        for place, item in enumerate(self.items):
            mark = self._marks.get(item.key)
            if mark is not None and (mark.truth or not self.blind):
                found[place] = {name: getattr(mark, name) for name in names}
        return found

    def mark(self, place: int, said: Mapping[str, str]) -> None:
        """Take what was said of a text, or take it back if that is nothing, and save it.

        What another review has saved in the file since stays there.

        Raises:
            ValueError: there is no such text, or no such answer.
            InputError: the file is no file of marks any more.
            OutputError: the file cannot be written; what was said is not taken.
        """
        if not 0 <= place < len(self.items):
            raise ValueError("no such text")
        item = self.items[place]
        with self._lock:
            marks = self._read()
            if said:
                marks[item.key] = self._mark_of(item, said)
            else:
                marks.pop(item.key, None)
            write_marks(self._file, marks.values())
            self._marks = marks

    def _read(self) -> dict[Key, Mark]:
        return {mark.key: mark for mark in (read_marks(self._file) if self._file.exists() else ())}

    def _mark_of(self, item: Item, said: Mapping[str, str]) -> Mark:
        row = item.row
        mark = Mark(
            row.caption_id, item.side, item.variant.kind, item.variant.text, VERDICTS[0], row.image_id, row.caption
        )
        possible = ANSWERS if self.blind else {"verdict": VERDICTS}
        if said.keys() != possible.keys() or any(said[name] not in among for name, among in possible.items()):
            raise ValueError("no such answer")
        if not self.blind:
            return replace(mark, verdict=said["verdict"])
        return replace(mark, **said, verdict=verdict_of(item.side, **said))


class Server(ThreadingHTTPServer):
    """Serves the page of a review, until it is done.

    Attributes:
        url: where the page is, token and all.
    """

    daemon_threads = True

    def __init__(
        self,
        review: Review,
        page: Callable[[], bytes],
        port: int,
        pictures: Mapping[int, str],
        source: PictureSource | None,
    ) -> None:
        """Listen on ``port`` of this machine, 0 for any that is free.

        Args:
            review: takes the marks.
            page: makes the page with the marks so far, anew whenever it is loaded.
            port: to listen on.
            pictures: names of the pictures, by the places of the texts that have one.
            source: has the pictures.

        Raises:
            UsageError: the port is taken, or not to be had.
        """
        try:
            super().__init__((ADDRESS, port), _Handler)
        except (OSError, OverflowError) as error:
            raise UsageError(f"--port {port}: cannot listen there ({error}); name another, or none") from None
        self.review = review
        self.page = page
        self.token = secrets.token_urlsafe(24)
        self.hosts = {f"{name}:{self.server_port}" for name in (ADDRESS, "localhost")}
        self.url = f"http://{ADDRESS}:{self.server_port}/{self.token}/"
        self._pictures, self._source = pictures, source
        self.picture = lru_cache(KEPT)(self._picture)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no fault; others are told."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def _picture(self, place: int) -> bytes | None:
        """The picture of a text as WebP; None if it has none."""
        name = self._pictures.get(place)
        return None if name is None or self._source is None else thumbnail(self._source, name, SIDE)


class _Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = 60  # seconds that a request may take to come

    def do_GET(self) -> None:
        """The page, or a picture of it."""
        match self._path():
            case "":
                self._send(HTTPStatus.OK, self.server.page(), "text/html; charset=utf-8")
            case str(path) if path.startswith("picture/") and path[8:].isascii() and path[8:].isdigit():
                picture = self.server.picture(int(path[8:])) if len(path) < 20 else None
                if picture is None:
                    self._refuse(HTTPStatus.NOT_FOUND)
                else:
                    self._send(HTTPStatus.OK, picture, "image/webp")
            case str():
                self._refuse(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """A mark, or the end."""
        path = self._path()
        if path is None:
            return
        if self.headers.get("Origin") not in {f"http://{host}" for host in self.server.hosts}:
            self._refuse(HTTPStatus.FORBIDDEN)
        elif path == "marks":
            self._take()
        elif path == "done":
            self._answer({"done": True})
            threading.Thread(target=self.server.shutdown, daemon=True).start()
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing: the terminal is the reviewer's."""

    def _path(self) -> str | None:
        """What is asked for behind the token; None if the request was refused."""
        token, slash, path = self.path.removeprefix("/").partition("/")
        if self.headers.get("Host") not in self.server.hosts:
            self._refuse(HTTPStatus.FORBIDDEN)
        elif not slash or not secrets.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.NOT_FOUND)
        else:
            return path
        return None

    def _take(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Content-Type") != "application/json" or not length.isdigit() or int(length) > LONGEST:
            self._refuse(HTTPStatus.BAD_REQUEST)
            return
        try:
            place, said = json.loads(self.rfile.read(int(length)))
            self.server.review.mark(int(place), {str(name): str(value) for name, value in said.items()})
        except (ValueError, TypeError, AttributeError):
            self._refuse(HTTPStatus.BAD_REQUEST)
        except CapaugError as error:
            self._answer({"error": str(error)}, HTTPStatus.INTERNAL_SERVER_ERROR)
        else:
            self._answer({"saved": True})

    def _answer(self, value: Any, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(status, json.dumps(value).encode(), "application/json")

    def _refuse(self, status: HTTPStatus) -> None:
        self._send(status, status.phrase.encode(), "text/plain")

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(data)),
            "Cache-Control": "no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


class Page:
    """The page of a review: that of ``capaug report`` with its browser alone. Called, it gives its bytes as of now."""

    def __init__(self, review: Review, out: Path, manifest: Manifest, pictures: Mapping[int, str]) -> None:
        """Pack the texts of the review; ``pictures`` are the places of those that have one."""
        self._review = review
        self._manifest = manifest
        self._name = out.resolve().name
        self._pictures = bool(pictures)
        self._blocks = Blocks()
        for place, item in enumerate(review.items):
            row = item.blind() if review.blind else item.as_row()
            self._blocks.add(row, place if place in pictures else -1, item.others)
        self._blocks.end()

    def __call__(self) -> bytes:
        """The page, with the marks so far."""
        settings = browser_settings(self._blocks)
        if self._review.blind:
            settings["kinds"] = []
        about = {"blind": self._review.blind, "pictures": self._pictures, "marks": self._review.answered()}
        shown = {
            "name": self._name,
            "title": f"{self._name} - capaug review",
            "manifest": self._manifest,
            "review": about,
        }
        page = render({**settings, "review": about}, self._blocks.packed, [], shown, POLICY)
        return page.encode(errors="replace")
