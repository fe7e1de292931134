"""What can be plugged in: kinds, filters, encoders, sources, engines, formats and objectives, each found by its name.

A thing enters a registry in one of three ways: it ships with capaug (a table of names and ``module:attribute``, loaded
when it is asked for), an installed package names it as an entry point of the registry's group, or a Python file given
to ``--plugin`` registers it with the decorator :meth:`Registry.register`.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from capaug.errors import InputError, UsageError, did_you_mean

if TYPE_CHECKING:  # what is plugged in stands above this room
    from capaug.encoders.base import TextEncoder
    from capaug.filters.base import Filter, Setup
    from capaug.generators.base import Generator

T = TypeVar("T")
C = TypeVar("C")

# The kinds that ship by family, in the order in which they are made: the module's name and the class in it.
BUILTIN_KINDS = {
    "relation_swap": {
        "roles": "Roles",
        "objects": "Objects",
        "predicate": "Predicate",
        "arrangement": "Arrangement",
        "part": "Part",
        "position": "Position",
    },
    "attribute_replace": {"swap": "Swap", "contrast": "Contrast", "compound": "Compound", "setting": "Setting"},
    "asymmetry_1": {
        "object": "Object",
        "activity": "Activity",
        "lack": "Lack",
        "insert": "Insert",
        "negate": "Negate",
        "noise": "Noise",
    },
    "asymmetry_2": {"subgraph": "Subgraph", "generalise": "Generalise", "truncate": "Truncate"},
    "asymmetry_3": {
        "paraphrase": "Paraphrase",
        "redundant": "Redundant",
        "absence": "Absence",
        "merge": "Merge",
        "concat": "Concat",
    },
}


class Registry(Generic[T]):
    """Things of one sort by name; two of one name, or a name that nobody knows, is an error.

    Args:
        group: the entry points' group (``capaug.kinds``).
        noun: what one of them is called in messages (``kind``).
        builtin: those that ship: name -> ``module:attribute``.
    """

    def __init__(self, group: str, noun: str, builtin: Mapping[str, str]) -> None:
        self.group = group
        self.noun = noun
        self._builtin = dict(builtin)
        self._registered: dict[str, T] = {}
        self._where: dict[str, str] = {}

    def register(self, name: str) -> Callable[[C], C]:
        """Decorator: enter a thing under ``name``.

        Raises:
            UsageError: the name is taken.
        """

        def enter(thing: C) -> C:
            where = getattr(thing, "__module__", type(thing).__module__)
            if name in self._builtin or name in self._registered or name in self._plugged():
                raise UsageError(f"two {self.noun}s are called {name!r}: {self._origin(name)} and {where}")
            self._registered[name] = thing  # type: ignore[assignment]
            self._where[name] = where
            return thing

        return enter

    def names(self) -> tuple[str, ...]:
        """All names that are known, sorted; nothing is loaded for it."""
        return tuple(sorted({*self._builtin, *self._registered, *self._plugged()}))

    def __contains__(self, name: object) -> bool:
        return name in self._builtin or name in self._registered or name in self._plugged()

    def get(self, name: str) -> T:
        """The thing called ``name``.

        Raises:
            UsageError: nobody knows it (the nearest known one is named), or its package cannot be imported.
        """
        if name in self._registered:
            return self._registered[name]
        if name in self._builtin:
            module, _, attribute = self._builtin[name].partition(":")
            thing: T = getattr(importlib.import_module(module), attribute)
        elif name in self._plugged():
            entry = self._plugged()[name]
            try:
                thing = entry.load()
            except Exception as error:
                reason = " ".join(f"{type(error).__name__}: {error}".split())
                raise UsageError(f"the {self.noun} {name!r} ({entry.value}) cannot be loaded: {reason}") from error
        else:
            raise UsageError(self.unknown(name))
        self._registered[name] = thing
        self._where[name] = getattr(thing, "__module__", self.group)
        return thing

    def package(self, name: str) -> tuple[str, str] | None:
        """The installed package that names ``name`` as an entry point, with its version; None for what is no such."""
        entry = self._plugged().get(name)
        return None if entry is None or entry.dist is None else (entry.dist.name, entry.dist.version)

    def unknown(self, name: str) -> str:
        """The message for a name that nobody knows: the nearest known one, and all of them."""
        known = self.names()
        return f"unknown {self.noun} {name!r}{did_you_mean(name, known)}; known: {', '.join(known)}"

    def _origin(self, name: str) -> str:
        if name in self._builtin:
            return "capaug's own"
        return self._where[name] if name in self._where else str(self._plugged()[name].value)

    def _plugged(self) -> Mapping[str, EntryPoint]:
        return _entry_points(self.group, self.noun, frozenset(self._builtin))


@cache
def _entry_points(group: str, noun: str, builtin: frozenset[str]) -> Mapping[str, EntryPoint]:
    """The entry points of a group by name."""
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=group):
        other = found.get(entry.name)
        if entry.name in builtin:
            raise UsageError(f"two {noun}s are called {entry.name!r}: capaug's own and {entry.value}")
        if other is not None and other.value != entry.value:
            raise UsageError(f"two {noun}s are called {entry.name!r}: {other.value} and {entry.value}")
        found[entry.name] = entry
    return found


def load_plugin(path: Path) -> str:
    """Run a Python file that registers things of its own; the same file is run once a process.

    Returns:
        The SHA-256 of the file, in hex: part of what a run is made with.

    Raises:
        InputError: there is no such file, or it fails.
        UsageError: it registers a name that is taken.
    """
    try:
        code = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot read the plug-in: {error.strerror}") from None
    digest = sha256(code).hexdigest()
    name = f"capaug_plugin_{digest[:16]}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise InputError(f"{path}: a plug-in is a Python file (.py)")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except Exception as error:
            del sys.modules[name]
            if isinstance(error, UsageError):
                raise
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            raise InputError(f"{path}: the plug-in fails with {reason}") from error
    return digest


def load_plugins(paths: Iterable[Path]) -> dict[str, str]:
    """Run the files of :func:`load_plugin` in their order.

    Returns:
        The SHA-256 of each by the name of its file.

    Raises:
        InputError: as :func:`load_plugin`.
        UsageError: as :func:`load_plugin`, or two files have one name and another content.
    """
    digests: dict[str, str] = {}
    for path in paths:
        digest = load_plugin(path)
        if digests.setdefault(path.name, digest) != digest:
            raise UsageError(
                f"{path}: two plug-ins are called {path.name}; rename one, a run tells them by their names"
            )
    return digests


KINDS: Registry[type[Generator]] = Registry(
    "capaug.kinds",
    "kind",
    {
        f"{family}.{kind}": f"capaug.generators.{family}.{kind}:{name}"
        for family, kinds in BUILTIN_KINDS.items()
        for kind, name in kinds.items()
    },
)
FILTERS: Registry[Callable[[Setup], Filter]] = Registry(
    "capaug.filters",
    "filter",
    {
        "rules": "capaug.filters.rules:RuleFilter",
        "sense": "capaug.filters.sense:SenseFilter",
        "balance": "capaug.filters.balance:BalanceFilter",
        "embedding": "capaug.filters.embedding:EmbeddingFilter",
    },
)
ENCODERS: Registry[Callable[..., TextEncoder]] = Registry(
    "capaug.encoders", "encoder", {"embedded": "capaug.encoders:load_embedded"}
)
