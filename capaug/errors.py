"""The errors a user can cause, each with one line that says what to do."""

from __future__ import annotations


class CapaugError(Exception):
    """A fault that the user can mend: its message is one line that names the thing and says what to do.

    The command line prints the message without a traceback and ends with ``exit_code``.
    """

    exit_code = 1


class UsageError(CapaugError):
    """A wrong option or an unknown name (dataset, recipe, parser, encoder, device); exit code 2."""

    exit_code = 2


class InputError(CapaugError):
    """Input that cannot be read: a missing or broken file, or a file of another schema; exit code 1."""


class OutputError(CapaugError):
    """An output folder that cannot be written: it holds other things, is read-only, or is full; exit code 1."""
