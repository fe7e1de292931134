"""Who runs the stages over the parts of a source: one module an engine, found by name in one registry."""

from __future__ import annotations

from inspect import signature
from typing import Any

from capaug.engines.base import Engine
from capaug.errors import UsageError
from capaug.registry import Registry

__all__ = ["ENGINES", "Engine", "open_engine"]

ENGINES: Registry[type[Engine]] = Registry(
    "capaug.engines", "engine", {"local": "capaug.engines.local:Local", "ray": "capaug.engines.ray:Ray"}
)
"""By the name that ``capaug generate --engine`` knows: classes that follow :class:`Engine`."""


def open_engine(name: str, workers: int | None = None, address: str | None = None) -> Engine:
    """The engine called ``name``, with its own defaults for what is None.

    Args:
        name: of :data:`ENGINES`.
        workers: how many processes.
        address: where its cluster is, for an engine whose class takes an ``address``.

    Raises:
        UsageError: nobody knows it, it has no cluster to be found at an address, or it cannot be made so.
    """
    engine = ENGINES.get(name)
    options: dict[str, Any] = {} if workers is None else {"workers": workers}
    if address is not None:
        if "address" not in signature(engine).parameters:
            raise UsageError(f"the engine {name!r} is at no address; --address goes with --engine ray")
        options["address"] = address
    return engine(**options)
