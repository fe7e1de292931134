"""The errors a user can cause, each with one line that says what to do."""

from __future__ import annotations

from collections.abc import Iterable

NEAR = 0.55  # how alike two names are, from 0 to 1, if one may be meant by the other


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


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`` (did you mean 'default'?)``, to stand behind a name that nobody knows; nothing where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known), 1, NEAR)
    return f" (did you mean {near[0]!r}?)" if near else ""


def no_rows(folder: object) -> str:
    """That a finished folder holds nothing to look at, to train on or to measure on."""
    return f"{folder}: the folder has no rows; capaug stats {folder} counts the captions without one, by reason"


def installing(extra: str) -> str:
    """How to install what an extra brings: ``pip install '.[training]' in the folder of capaug's source``.

    capaug is on no index, so that its name alone leads pip nowhere.
    """
    return f"pip install '.[{extra}]' in the folder of capaug's source"
