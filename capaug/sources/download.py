"""Fetching a file into the cache: resumed where it broke off, checked by size and checksum, whole or absent.

Not pooch: it throws away what came of a broken download and begins anew (COCO's archive has 250 MB), so most of this
file would stay, as a downloader of its own; importing it and requests takes 0.15 s, urllib 0.05 s.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from capaug.errors import InputError, OutputError

TIMEOUT = 30.0  # seconds without a byte
BLOCK = 1 << 18  # bytes
GO_ON = "run the command again to go on from there"


def download(url: str, destination: Path, *, size: int | None = None, checksum: str | None = None) -> Path:
    """Fetch ``url`` to ``destination`` unless it is there already; a progress bar shows on a terminal.

    What has been fetched lies in ``<destination>.part`` until it is whole and right, and the next call goes on from
    there.

    Args:
        url: http(s) address.
        destination: file to write; its folder is made.
        size: length of the file in bytes, if known.
        checksum: ``md5:<hex>`` or ``sha256:<hex>``, if known.

    Returns:
        ``destination``.

    Raises:
        InputError: the server cannot be reached or refuses, the connection broke off, or the file is not the one
            expected (also a file put there by hand).
        OutputError: the file cannot be written.
    """
    if destination.exists():
        fault = _fault(destination, size, checksum)
        if fault:
            raise InputError(f"{destination} is not the file of {url}: {fault}; delete it and try again")
        return destination
    part = destination.with_name(destination.name + ".part")
    with _writing(destination):
        destination.parent.mkdir(parents=True, exist_ok=True)
        done = part.stat().st_size if part.exists() else 0
    if size is None or done != size:
        if size is not None and done > size:
            done = 0
        _fetch(url, destination, part, done, size)
    fault = _fault(part, size, checksum)
    if fault:
        with _writing(destination):
            part.unlink()
        raise InputError(f"{url} gave another file than expected: {fault}; {_by_hand(destination)}")
    with _writing(destination):
        os.replace(part, destination)
    return destination


def _fetch(url: str, destination: Path, part: Path, done: int, size: int | None) -> None:
    """Append to ``part`` from byte ``done`` on, or write it anew if the server does not know ranges."""
    try:
        with _request(url, done) as response:
            resumed = response.status == http.client.PARTIAL_CONTENT
            if not resumed:
                done = 0
            length = response.headers.get("Content-Length")
            total = done + int(length) if length and length.isdigit() else size
            with (
                _progress(destination.name, done, total) as bar,
                _writing(destination),
                part.open("ab" if resumed else "wb") as file,
            ):
                for block in _blocks(response, url):
                    file.write(block)
                    done += len(block)
                    bar.update(bar.task_ids[0], completed=done)
                file.flush()
                os.fsync(file.fileno())
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE and done:
            _fetch(url, destination, part, 0, size)  # the part is longer than the file: begin again
            return
        raise InputError(
            f"cannot fetch {url}: the server says {error.code} {error.reason}; {_by_hand(destination)}"
        ) from None
    except (OSError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise InputError(f"cannot fetch {url}: {reason or type(error).__name__}; {_by_hand(destination)}") from None
    if total is not None and done < total:
        raise InputError(f"{url} broke off after {done:,} of {total:,} bytes; {GO_ON}")


def _request(url: str, start: int) -> http.client.HTTPResponse:
    headers = {"User-Agent": "capaug"} | ({"Range": f"bytes={start}-"} if start else {})
    response = urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=TIMEOUT)
    return cast(http.client.HTTPResponse, response)  # what urlopen gives for http and https


def _blocks(response: http.client.HTTPResponse, url: str) -> Iterator[bytes]:
    """The body, block by block; a fault of the network is told apart here from one of the disk."""
    try:
        while block := response.read(BLOCK):
            yield block
    except (OSError, http.client.HTTPException) as error:
        raise InputError(f"{url} broke off: {error or type(error).__name__}; {GO_ON}") from None


def _fault(file: Path, size: int | None, checksum: str | None) -> str | None:
    """What is wrong with ``file``, or None."""
    actual = file.stat().st_size
    if size is not None and actual != size:
        return f"{actual:,} bytes where {size:,} are expected"
    if checksum is None:
        return None
    algorithm, _, expected = checksum.partition(":")
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, algorithm).hexdigest()
    return None if digest == expected.lower() else f"{algorithm} {digest} where {expected} is expected"


def _by_hand(destination: Path) -> str:
    return f"you can also fetch it by hand and put it at {destination}"


@contextmanager
def _writing(destination: Path) -> Iterator[None]:
    """Turn a fault of the disk into the user's error."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {destination}: {error.strerror or error}") from None


@contextmanager
def _progress(name: str, done: int, total: int | None) -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        bar.add_task(f"fetching {name}", total=total, completed=done)
        yield bar
