"""Who runs the stages over the parts of a source: one module an engine, found by name in one registry."""

from __future__ import annotations

from capaug.engines.base import Engine
from capaug.registry import Registry

__all__ = ["ENGINES", "Engine"]

ENGINES: Registry[type[Engine]] = Registry("capaug.engines", "engine", {"local": "capaug.engines.local:Local"})
"""By the name that ``capaug generate --engine`` knows: classes that follow :class:`Engine`."""
