"""What commands tell beside their results, through the logger ``capaug``: how much of it, and where it goes."""

from __future__ import annotations

import logging
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from capaug.errors import OutputError, UsageError

from .console import notices, show_error, warn
from .display import clock, display

Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Tell of every step, with timings.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors alone, and the result with --json.")]
Log = Annotated[
    Path | None,
    typer.Option("--log", help="Add all that is told to this file, with time stamps.", metavar="FILE"),
]

logger = logging.getLogger("capaug")


class _Screen(logging.Handler):
    """Puts warnings on standard error, names phases to the display, and if ``verbose`` writes all down.

    Errors end the command, which shows them itself: they may not depend on how some library has set up logging.
    """

    def __init__(self) -> None:
        super().__init__()
        self.verbose = self.quiet = False
        self._began = time.monotonic()

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if self.quiet or record.levelno >= logging.ERROR:
            return
        if record.levelno >= logging.WARNING:
            warn(message)
        elif self.verbose:
            since = clock(time.monotonic() - self._began)
            notices.print(f"[{since}] {message}", style="dim", markup=False, highlight=False, soft_wrap=True)
        if record.levelno == logging.INFO:
            display.phase(message)


class _LogFile(logging.FileHandler):
    """A log that can no longer be written ends with a warning, not the command."""

    def handleError(self, record: logging.LogRecord) -> None:
        why = sys.exception()
        logger.removeHandler(self)
        with suppress(OSError):  # what could not be written is tried once more
            self.close()
        logger.warning("%s: the log can no longer be written (%s)", self.baseFilename, why)


def fail(message: str, error: Exception | None = None) -> None:
    """Show an error; the log has the traceback of ``error`` too."""
    display.stop()
    show_error(message)
    logger.error("%s", message, exc_info=error)


@contextmanager
def listening() -> Iterator[None]:
    """Tell warnings while the block runs, and what :func:`listen` adds."""
    for name, one in logging.root.manager.loggerDict.items():
        if isinstance(one, logging.Logger) and name.partition(".")[0] == logger.name:
            one.disabled = False  # logging.config, called by whatever library, switches off all that are there
    logger.addHandler(_Screen())
    try:
        yield
    finally:
        display.stop()
        logger.setLevel(logging.NOTSET)
        for handler in [one for one in logger.handlers if isinstance(one, _Screen | _LogFile)]:
            logger.removeHandler(handler)
            handler.close()


def listen(verbose: bool, quiet: bool, log: Path | None) -> None:
    """Tell more or less, as the options say, until the command ends.

    Raises:
        UsageError: both more and less.
        OutputError: the log cannot be written.
    """
    if verbose and quiet:
        raise UsageError("--verbose and --quiet do not go together")
    if log is not None:
        try:
            file = _LogFile(log, encoding="utf-8")
        except OSError as error:
            raise OutputError(f"{log}: the log cannot be written ({error.strerror})") from None
        file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logger.addHandler(file)
    logger.setLevel(logging.DEBUG if verbose or log else logging.INFO)
    for handler in logger.handlers:
        if isinstance(handler, _Screen):
            handler.verbose, handler.quiet = verbose, quiet
    if not quiet and (notices.is_terminal or not verbose):
        display.start()
    logger.debug("%s", shlex.join(sys.argv))
