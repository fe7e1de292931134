"""What of the optional libraries a command needs."""

from __future__ import annotations

from importlib.util import find_spec

from capaug.errors import UsageError, installing

MODULES = {"Pillow": "PIL"}  # where a library's module has another name


def need_training(*libraries: str) -> None:
    """Make sure that libraries of the extra ``training`` are there, before anything is read or made.

    Raises:
        UsageError: some are not installed; it names them.
    """
    missing = [name for name in libraries if find_spec(MODULES.get(name, name)) is None]
    if missing:
        raise UsageError(f"this command needs {', '.join(missing)}; install with: {installing('training')}")
