"""When Python searches for rings of objects that nothing holds but they themselves."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collections() -> Iterator[None]:
    """Without such searches among the many objects of a chunk, which would cost 10 to 15%: what is kept until its end
    is not garbage, and what hangs together in rings is taken apart (:meth:`capaug.captions.Scene.forget`).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
