"""A stand-in for the HuggingFace Hub: what a client needs of it to make a dataset repository, to send files
and to load them."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "hf_write"
NAMESPACES = ("me", "lab")
COMMIT = "0" * 40
LICENCES = ("cc-by-4.0", "mit", "other")


@dataclass
class Repo:
    """A repository: its files, which of them are kept apart from git, and the names that each commit brought."""

    private: bool
    files: dict[str, bytes] = field(default_factory=lambda: {".gitattributes": b"*.arrow filter=lfs\n"})
    large: set[str] = field(default_factory=set)
    commits: list[list[str]] = field(default_factory=list)


@dataclass
class Hub:
    """What the server holds. ``breaks`` says of a request (method, path) whether the connection breaks at it."""

    url: str = ""
    repos: dict[str, Repo] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)
    breaks: Callable[[str, str], bool] = lambda method, path: False
    answers: dict[str, int] = field(default_factory=dict)


@contextmanager
def running() -> Iterator[Hub]:
    """A server on a free port of this machine."""
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"hub": hub}))
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    """Answers as the Hub does, as far as pushing asks."""

    hub: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written."""

    def do_GET(self) -> None:
        self._serve("GET")

    def do_HEAD(self) -> None:
        self._serve("HEAD")

    def do_POST(self) -> None:
        self._serve("POST")

    def do_PUT(self) -> None:
        self._serve("PUT")

    def _serve(self, method: str) -> None:
        path = unquote(urlsplit(self.path).path)
        data = self._body()
        if self.hub.breaks(method, path):
            self.close_connection = True
            self.connection.close()
            return
        for part, status in self.hub.answers.items():
            if part in path:
                return self._answer({"error": "as the test wants it"}, status)
        if path == "/api/validate-yaml":
            return self._validate(json.loads(data)["content"])
        if path.startswith("/blobs/"):
            self.hub.blobs[path.removeprefix("/blobs/")] = data
            self.hub.sent.append(path.removeprefix("/blobs/"))
            return self._answer({})
        if self.headers.get("authorization") != f"Bearer {TOKEN}":
            return self._answer({"error": "Invalid credentials in Authorization header"}, 401)
        if path == "/api/repos/create":
            return self._create(json.loads(data))
        self._of_repo(method, path, data)

    def _of_repo(self, method: str, path: str, data: bytes) -> None:
        parts = path.removeprefix("/api").removeprefix("/datasets/").split("/")
        repo = self.hub.repos.get("/".join(parts[:2]).removesuffix(".git"))
        if repo is None:
            return self._answer({"error": "Repository not found"}, 404, "RepoNotFound")
        action = parts[2] if len(parts) > 2 else ""
        if action in ("", "revision"):
            name = "/".join(parts[:2])
            siblings = [{"rfilename": name} for name in sorted(repo.files)]
            return self._answer({"id": name, "sha": COMMIT, "private": repo.private, "siblings": siblings})
        if action == "tree":
            below = "".join(f"{part}/" for part in parts[4:])
            return self._answer(_tree(repo, below, recursive="recursive=true" in self.path.lower()))
        if action == "paths-info":
            asked = parse_qs(data.decode())["paths"] if data[:1] != b"{" else json.loads(data)["paths"]
            return self._answer([_listed(repo, name) for name in asked if name in repo.files])
        if action == "resolve":
            return self._resolve(method, repo.files.get("/".join(parts[4:])))
        if action == "preupload":
            return self._answer({"files": [_mode(file) for file in json.loads(data)["files"]]})
        if action == "info":
            return self._answer({"objects": [self._upload(one) for one in json.loads(data)["objects"]]})
        if action == "commit":
            return self._commit("/".join(parts[:2]), repo, [json.loads(line) for line in data.splitlines()])
        raise AssertionError(f"the stand-in knows no {method} {path}")

    def _resolve(self, method: str, data: bytes | None) -> None:
        if data is None:
            return self._answer({"error": "Entry not found"}, 404, "EntryNotFound")
        self.send_response(200)
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{hashlib.sha1(data).hexdigest()}"')
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if method == "GET":
            self.wfile.write(data)

    def _create(self, asked: dict[str, Any]) -> None:
        namespace = asked["organization"] or NAMESPACES[0]
        if namespace not in NAMESPACES:
            return self._answer({"error": f'You don\'t have the rights to create a dataset under "{namespace}"'}, 403)
        name = f"{namespace}/{asked['name']}"
        if name in self.hub.repos:
            return self._answer(
                {"error": "You already created this repo", "url": f"{self.hub.url}/datasets/{name}"}, 409
            )
        self.hub.repos[name] = Repo(asked.get("visibility") == "private" or bool(asked.get("private")))
        self._answer({"url": f"{self.hub.url}/datasets/{name}"})

    def _validate(self, content: str) -> None:
        import yaml

        licence = yaml.safe_load(content.split("---\n")[1])["license"]
        if licence in LICENCES:
            return self._answer({"errors": [], "warnings": []})
        self._answer({"errors": [{"message": f'"license" must be one of {LICENCES}'}], "warnings": []}, 400)

    def _upload(self, one: dict[str, Any]) -> dict[str, Any]:
        if one["oid"] in self.hub.blobs:
            return one
        return {**one, "actions": {"upload": {"href": f"{self.hub.url}/blobs/{one['oid']}"}}}

    def _commit(self, name: str, repo: Repo, lines: list[dict[str, Any]]) -> None:
        names = []
        for line in lines[1:]:
            value = line["value"]
            if line["key"] == "lfsFile":
                repo.files[value["path"]] = self.hub.blobs[value["oid"]]
                repo.large.add(value["path"])
            else:
                assert line["key"] == "file"
                repo.files[value["path"]] = base64.b64decode(value["content"])
            names.append(value["path"])
        repo.commits.append(names)
        oid = f"{len(repo.commits):040d}"
        self._answer({"commitUrl": f"{self.hub.url}/datasets/{name}/commit/{oid}", "commitOid": oid, "success": True})

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding") == "chunked":
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)
        return self.rfile.read(int(self.headers.get("content-length", 0)))

    def _answer(self, value: Any, status: int = 200, code: str = "") -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if code:
            self.send_header("X-Error-Code", code)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def _mode(file: dict[str, Any]) -> dict[str, Any]:
    mode = "lfs" if file["path"].endswith(".arrow") else "regular"
    return {"path": file["path"], "uploadMode": mode, "shouldIgnore": False}


def _tree(repo: Repo, below: str, *, recursive: bool) -> list[dict[str, Any]]:
    names = [name for name in sorted(repo.files) if name.startswith(below)]
    here = [name for name in names if recursive or "/" not in name[len(below) :]]
    folders = {below + name[len(below) :].split("/")[0] for name in names if name not in here}
    return [
        *({"type": "directory", "path": folder, "size": 0, "oid": "of the folder"} for folder in sorted(folders)),
        *(_listed(repo, name) for name in here),
    ]


def _listed(repo: Repo, name: str) -> dict[str, Any]:
    data = repo.files[name]
    told: dict[str, Any] = {"type": "file", "path": name, "size": len(data)}
    if name in repo.large:
        digest = hashlib.sha256(data).hexdigest()
        return {**told, "oid": "of the pointer", "lfs": {"oid": digest, "size": len(data), "pointerSize": 130}}
    return {**told, "oid": hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()}
