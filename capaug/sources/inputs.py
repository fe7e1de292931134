"""A file to read from, wherever it lies: on the disk, behind a URL, in a pipe; packed or not."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import sys
import tempfile
import weakref
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from glob import glob, has_magic
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from capaug.errors import CapaugError, InputError, OutputError
from capaug.sources.files import check_file, file_fingerprint, is_pipe

STDIN = "-"
PACKED: dict[bytes, tuple[str, Callable[[IO[bytes]], Any]]] = {
    b"\x1f\x8b": (".gz", lambda file: gzip.GzipFile(fileobj=file)),
    b"BZh": (".bz2", bz2.BZ2File),
    b"\xfd7zXZ\x00": (".xz", lzma.LZMAFile),
}
"""How packed files begin: their ending, and what unpacks them."""
PACKAGES = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "http": "aiohttp", "https": "aiohttp"}
"""What fsspec needs beside itself, by the beginning of an address."""


class Input:
    """One file. ``name`` is its name without folder, ``location`` what the user called it, for messages.

    A pipe can be read once only, so it is copied to a temporary file, which goes when the input does. A worker that an
    input is sent to reads that copy.
    """

    def __init__(self, location: str) -> None:
        """Look whether the file is there, and copy it if it is a pipe.

        Raises:
            InputError: it is not there, empty, or its file system is not installed.
            OutputError: the disk is too full for the copy of a pipe.
        """
        self.location = location
        self.url = location if is_url(location) else None
        if self.url is not None and self.url.startswith("file://"):
            self.url, location = None, url2pathname(urlsplit(location).path)
        self.path = Path(location)
        self.name = self.path.name
        if self.url is not None:
            with self.open() as file:
                if not file.read(1):
                    raise InputError(f"{self.location} is empty")
            return
        if location == STDIN:
            self.location, self.name = "standard input", "stdin"
            self.path = self._spool(sys.stdin.buffer)
        elif is_pipe(self.path):
            self.name = "pipe"
            try:
                with self.path.open("rb") as pipe:
                    self.path = self._spool(pipe)
            except OSError as error:
                raise InputError(f"cannot read {location}: {error.strerror}") from None
        check_file(self.path, self.location)

    @property
    def suffix(self) -> str:
        """The ending of the name in lower case, without that of what it is packed with."""
        ending = Path(self.name).suffix.lower()
        if ending in {packed for packed, _ in PACKED.values()}:
            return Path(Path(self.name).stem).suffix.lower()
        return ending

    @property
    def plain(self) -> bool:
        """Whether it lies on this disk, not packed, so that it can be read from the middle."""
        if self.url is not None:
            return False
        with self.path.open("rb") as file:
            return _unpacker(file.read(6)) is None

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The content, unpacked.

        Raises:
            InputError: it cannot be read, or not be unpacked.
        """
        try:
            with self.open_packed() as packed:
                start = packed.read(6)
                packed.seek(0)
                unpack = _unpacker(start)
                yield packed if unpack is None else unpack(packed)
        except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
            raise InputError(f"cannot read {self.location}: {first_line(error)}") from None

    @contextmanager
    def open_packed(self) -> Iterator[IO[bytes]]:
        """The content as it lies there, from any place on."""
        if self.url is None:
            with self.path.open("rb") as file:
                yield file
            return
        system, path = file_system(self.url)
        with _told(self.url):
            remote = system.open(path, "rb")
        with _told(self.url), remote as file:
            yield file

    def fingerprint(self) -> dict[str, object]:
        """Name, size and SHA-256; of a URL, which would have to be fetched whole for that, what its server tells."""
        if self.url is None:
            return {**file_fingerprint(self.path), "name": self.name}
        system, path = file_system(self.url)
        with _told(self.url):
            told = system.info(path)
            version = told.get("ETag") or system.ukey(path)
            return {"name": self.name, "size": told.get("size"), "version": str(version)}

    def _spool(self, pipe: IO[bytes]) -> Path:
        folder = tempfile.mkdtemp(prefix="capaug-pipe-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        path = Path(folder) / self.name
        try:
            with path.open("wb") as file:
                shutil.copyfileobj(pipe, file, 1 << 20)
        except OSError as error:
            raise OutputError(f"cannot copy {self.location} to {path}: {error.strerror or error}") from None
        return path


def open_inputs(location: str) -> list[Input]:
    """The file at ``location``, or the files that a pattern names, sorted.

    A pattern has ``*``, ``?`` or ``[...]`` in it, that of a URL ``*``.

    Raises:
        InputError: as :class:`Input`, or no file has such a name.
    """
    if is_url(location):
        if "*" not in location:  # other signs of patterns belong to addresses
            return [Input(location)]
        system, path = file_system(location)
        with _told(location):
            found = sorted(system.unstrip_protocol(name) for name in system.glob(path))
    elif not has_magic(location) or Path(location).exists():
        return [Input(location)]
    else:
        found = sorted(name for name in glob(location, recursive=True) if not Path(name).is_dir())
    if not found:
        raise InputError(f"no file is called {location}")
    return [Input(name) for name in found]


def is_url(location: str) -> bool:
    """Whether ``location`` is an address, not a path."""
    return "://" in location


def first_line(error: BaseException) -> str:
    """The first line of an error of a library, fit for a message of one line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def file_system(url: str) -> tuple[Any, str]:
    """The file system of a URL (fsspec's), and the path in it.

    Raises:
        InputError: its package is not installed, or it cannot be reached.
    """
    import fsspec

    with _told(url):
        system, path = fsspec.core.url_to_fs(url)
    return system, path


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Whatever goes wrong with a file system is the user's to know."""
    try:
        yield
    except CapaugError:
        raise
    except FileNotFoundError:
        raise InputError(f"no such file: {url}") from None
    except ImportError as error:
        package = PACKAGES.get(url.partition("://")[0])
        say = f"install it with: pip install {package}" if package else first_line(error)
        raise InputError(f"{url}: the package that reads such addresses is not installed; {say}") from None
    except Exception as error:  # any file system may be behind it, with errors of its own
        raise InputError(f"cannot read {url}: {first_line(error)}") from None


def _unpacker(start: bytes) -> Callable[[IO[bytes]], IO[bytes]] | None:
    return next((unpack for magic, (_, unpack) in PACKED.items() if start.startswith(magic)), None)
