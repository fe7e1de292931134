"""What is plugged in is found by name, from wherever it comes; two of one name, or an unknown one, is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from capaug.errors import InputError, UsageError
from capaug.registry import ENCODERS, FILTERS, KINDS, Registry, load_plugin


def test_what_ships_is_loaded_when_it_is_asked_for() -> None:
    paths = Registry[type[Path]]("capaug.nothing", "path", {"path": "pathlib:Path"})
    assert paths.names() == ("path",)
    assert paths.get("path") is Path
    assert "path" in paths and "pth" not in paths


def test_an_unknown_name_is_told_the_nearest_known_one() -> None:
    with pytest.raises(UsageError, match=r"unknown filter 'embeding' \(did you mean 'embedding'\?\); known: "):
        FILTERS.get("embeding")
    with pytest.raises(UsageError, match=r"unknown encoder 'qqqq'; known: embedded"):
        ENCODERS.get("qqqq")


def test_two_of_one_name_are_an_error() -> None:
    words = Registry[object]("capaug.nothing", "word", {"shipped": "pathlib:Path"})
    words.register("mine")(object)
    assert words.get("mine") is object
    for name in ("mine", "shipped"):
        with pytest.raises(UsageError, match=f"two words are called '{name}'"):
            words.register(name)(object)


def test_a_plug_in_file_is_run_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    plugin = tmp_path / "plugin.py"
    plugin.write_text(f"with open({str(log)!r}, 'a') as log:\n    log.write('x')\n")
    assert load_plugin(plugin) == load_plugin(plugin)
    assert log.read_text() == "x"


@pytest.mark.parametrize(
    ("code", "error", "message"),
    [
        ("1 / 0", InputError, "plugin.py: the plug-in fails with ZeroDivisionError: division by zero"),
        ("def", InputError, "plugin.py: the plug-in fails with SyntaxError"),
        (
            "from capaug.registry import KINDS\nKINDS.register('asymmetry_1.object')(object)",
            UsageError,
            "two kinds are called 'asymmetry_1.object': capaug's own and",
        ),
    ],
)
def test_a_plug_in_that_fails_is_one_line(tmp_path: Path, code: str, error: type[Exception], message: str) -> None:
    plugin = tmp_path / "plugin.py"
    plugin.write_text(code)
    with pytest.raises(error, match=message):
        load_plugin(plugin)


def test_a_plug_in_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.py: cannot read the plug-in"):
        load_plugin(tmp_path / "none.py")


def test_kinds_are_known_without_loading_a_generator() -> None:
    assert "relation_swap.roles" in KINDS
    assert list(KINDS.names()) == sorted(KINDS.names())


@pytest.mark.parametrize("kind", KINDS.names())
def test_every_kind_declares_the_name_it_is_found_by(kind: str) -> None:
    assert KINDS.get(kind).kind.id == kind
