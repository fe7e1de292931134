"""The folder where capaug keeps what it has fetched or compiled, and can fetch or compile anew."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """``$CAPAUG_CACHE``, else ``capaug`` in ``$XDG_CACHE_HOME``, else ``~/.cache/capaug``.

    Raises:
        RuntimeError: none of them is set, and the user has no home.
    """
    if given := os.environ.get("CAPAUG_CACHE"):
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "capaug"
