"""The house rules of the code: who imports whom, how long a function is, where words stand."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "capaug"
CODE = sorted(
    path for folder in ("capaug", "cli", "recipes", "benchmarks", "website") for path in (ROOT / folder).rglob("*.py")
)
MIDDLE = sorted(path for room in ("english", "generators") for path in (PACKAGE / room).rglob("*.py"))
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])

MOST_LINES, MOST_BRANCHES = 60, 15  # of a function in ``MIDDLE``
LONGER: dict[str, str] = {}
"""Functions that stay longer or have more branches (``path:name``), each with the reason."""
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.While, ast.ExceptHandler, ast.match_case, ast.comprehension)
CACHES = {"cache", "lru_cache"}
GROUPS = {"capaug.objectives", "capaug.shard_formats"}  # of entry points that are no modules
NAME = re.compile(r"\bcapaug(?:\.\w+)+|\bcapaug(?:/[\w.]+)+")


def functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield f"{path.relative_to(PACKAGE)}:{node.name}", node


def name_of(decorator: ast.expr) -> str:
    """The last word of a decorator: ``cache`` of ``@functools.cache``, ``lru_cache`` of ``@lru_cache(maxsize=1)``."""
    return ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator).rpartition(".")[2]


def test_imports_go_downwards(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)
    status = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_room_has_its_place() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = {name.strip() for layer in config["contracts"][0]["layers"] for name in layer.split("|")}
    files = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert layers - {"capaug_cli", "capaug_recipes"} == {f"capaug.{name}" for name in files | rooms}
    assert not any("ignore_imports" in contract for contract in config["contracts"])


def test_functions_of_the_middle_are_short() -> None:
    sizes = {
        name: (node.end_lineno - node.lineno + 1, sum(isinstance(part, BRANCHES) for part in ast.walk(node)))
        for path in MIDDLE
        for name, node in functions(path)
    }
    long = {name for name, (lines, branches) in sizes.items() if lines > MOST_LINES or branches > MOST_BRANCHES}
    assert long == set(LONGER), {name: sizes[name] for name in long}


def test_caches_are_not_on_methods() -> None:
    """A cache on a method keeps its objects for ever (``capaug.lexicon.remembered`` does not)."""
    found = [
        f"{path.relative_to(ROOT)}:{method.lineno}"
        for path in CODE
        for owner in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(owner, ast.ClassDef)
        for method in owner.body
        if isinstance(method, ast.FunctionDef)
        if (names := {name_of(decorator) for decorator in method.decorator_list}) & CACHES
        if not names & {"staticmethod", "classmethod"}
    ]
    assert not found
    assert not [str(path) for path in CODE if "B019" in path.read_text(encoding="utf-8")]


def test_a_name_stands_for_one_class_of_words() -> None:
    """Constants that hold words, and have one name in two modules, hold the same."""
    held: dict[str, dict[str, object]] = {}
    for path in MIDDLE:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for name in (target.id for target in targets if isinstance(target, ast.Name)):
                value = getattr(importlib.import_module(module), name)
                if name != "__all__" and holds_words(value):
                    held.setdefault(name, {})[module] = value
    assert len(held) > 100
    differ = {name: list(values) for name, values in held.items() if len({*map(repr_of, values.values())}) > 1}
    assert not differ


def holds_words(value: object) -> bool:
    if isinstance(value, (dict, frozenset, set, tuple, list)):
        return bool(value) and any(isinstance(part, str) or holds_words(part) for part in value)
    return False


def repr_of(value: object) -> str:
    return repr(sorted(value)) if isinstance(value, (set, frozenset)) else repr(value)


def test_only_the_parser_knows_spacy() -> None:
    def imports_spacy(path: Path) -> bool:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.partition(".")[0] in ("spacy", "thinc") for name in names):
                return True
        return False

    found = {path.relative_to(PACKAGE).parts[0] for path in PACKAGE.rglob("*.py") if imports_spacy(path)}
    assert found == {"parsing"}


def test_no_room_asks_the_front_door() -> None:
    """``from capaug import Augmenter`` is for users: inside it would bind every room to every other."""
    found = [
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and node.module == "capaug" and not node.level)
        if not all((PACKAGE / alias.name).is_dir() for alias in node.names)
    ]
    assert not found


def test_modules_that_are_named_are_there() -> None:
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (*PAGES, *CODE)
        for name in NAME.findall(path.read_text(encoding="utf-8"))
        if not is_there(name.rstrip("."))
    ]
    assert not missing


def is_there(name: str) -> bool:
    """Whether ``capaug.room.module.thing`` or ``capaug/room/module.py`` is: a file, and a name in it."""
    if name in GROUPS:
        return True
    if "/" in name:
        return (ROOT / name).exists()
    place, rest = PACKAGE, name.split(".")[1:]
    while rest and (place / rest[0]).is_dir():
        place /= rest.pop(0)
    module = rest and (place / f"{rest[0]}.py").is_file()
    file = place / (f"{rest.pop(0)}.py" if module else "__init__.py")
    return not rest or (file.is_file() and rest[0] in names_of(file))


@cache
def names_of(file: Path) -> set[str]:
    """What a module defines or imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.alias)):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names
