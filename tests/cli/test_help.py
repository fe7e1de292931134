"""Help fits a terminal of 80 columns, teaches by example and breaks no word; values are completed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from capaug_cli import completion
from capaug_cli.main import app


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it."""
    yield path, command
    for name, one in getattr(command, "commands", {}).items():
        yield from commands(one, (*path, name))


COMMANDS = dict(commands(get_command(app)))


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w./=:,-]{3,}", text))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_fits_and_has_an_example(path: tuple[str, ...]) -> None:
    outcome = CliRunner().invoke(app, [*path, "--help"], env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})
    assert outcome.exit_code == 0
    assert max(map(len, outcome.stdout.splitlines())) <= 80
    assert "…" not in outcome.stdout
    assert re.search(rf"^ (\w+ .*\| )?{' '.join(('capaug', *path))}\b", outcome.stdout, re.MULTILINE)
    command = COMMANDS[path]
    texts = [command.help or "", *(getattr(option, "help", None) or "" for option in command.params)]
    shown = words(outcome.stdout)
    assert not [word for text in texts for word in words(text) - shown]


@pytest.mark.parametrize("line", ["train --pictures x", "report out --pictures x", "review out --pictures x",
                                  "evaluate choice m --data d --images x", "evaluate benchmark m f --images x",
                                  "evaluate retrieval m --data d --images x", "train --test-pictures x"])  # fmt: skip
def test_pictures_and_images_are_one_option(line: str) -> None:
    command: Any = get_command(app)
    words = line.split()
    context = command.make_context("capaug", list(words), resilient_parsing=True)
    while words and hasattr(command, "resolve_command"):
        name, command, words = command.resolve_command(context, words)
        context = command.make_context(name, list(words), parent=context, resilient_parsing=not words)
    assert "x" in map(str, context.params.values())


def complete(line: str) -> list[str]:
    """What bash is offered for the last word of ``line``."""
    given = line.split(" ")
    environment = {"_CAPAUG_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(given) - 1)}
    return CliRunner().invoke(app, prog_name="capaug", env=environment).stdout.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("capaug generate --recipe ne", ["negation", "negclip"]),
        ("capaug generate --dataset ", ["coco", "hf:", "shapes"]),
        ("capaug generate --dataset coco --split train", ["train2014", "train2017"]),
        ("capaug generate --engine l", ["local"]),
        ("capaug generate --device c", ["cpu", "cuda"]),
        ("capaug try x --recipe fa", ["fam"]),
        ("capaug inspect out --kind attribute_replace.", [f"attribute_replace.{kind}" for kind in
                                                           ("compound", "contrast", "setting", "swap")]),
        ("capaug filter out --kind relation_sw", ["relation_swap", *(
            f"relation_swap.{kind}" for kind in ("arrangement", "objects", "part", "position", "predicate", "roles"))]),
        ("capaug export out --format pai", ["pairs"]),
        ("capaug train neg", ["negclip"]),
        ("capaug evaluate retrieval m --device m", ["mps"]),
    ],
)  # fmt: skip
def test_values_are_completed(line: str, offered: list[str]) -> None:
    assert complete(line) == offered


def test_what_is_no_name_is_left_to_the_shell() -> None:
    assert completion.datasets("captions.js") == []
