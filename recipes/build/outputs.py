"""Write what commands print into the pages that show it.

    python -m recipes.build.outputs            # rewrites the pages
    python -m recipes.build.outputs --check    # changes nothing; exit code 1 and a line for each that differs

A page says above a block of text which command printed it, by a comment that no reader sees. The commands run in a
folder in which the README's main command has run.

- ``<!--output:capaug inspect capaug-out/coco-sample --seed 5-->``: the block is all that it prints.
- ``<!--lines:capaug try "a red bus"-->``: the block is some lines of it. One that is printed no more gives way to the
  first that begins alike and is not shown yet.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAIN = ("generate", "--dataset", "coco")

_BLOCK = re.compile(
    r"^<!--(?P<what>output|lines):capaug (?P<command>.+?)-->\n```text\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
_BEGINNING = 2  # words of a line by which another is its like: sign and kind

Printed = Callable[[Sequence[str]], str]


class OutputError(ValueError):
    """A line of a page whose like is printed no more."""


def pages(root: Path = ROOT) -> list[Path]:
    """The pages that show what a command prints."""
    found = [root / "README.md", *root.glob("docs/**/*.md")]
    return sorted(page for page in found if _BLOCK.search(page.read_text(encoding="utf-8")))


def rewrite(text: str, printed: Printed) -> str:
    """``text`` with what its commands print.

    Args:
        text: of a page.
        printed: what ``capaug`` prints with these words.

    Raises:
        OutputError: a line that is shown has no like in what is printed.
    """

    def replaced(found: re.Match[str]) -> str:
        lines = [line.rstrip() for line in printed(shlex.split(found["command"])).splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        shown = found["text"].splitlines()
        new = lines if found["what"] == "output" else _some(shown, lines)
        head = found.group().partition("```text\n")[0]
        return f"{head}```text\n" + "".join(f"{line}\n" for line in new) + "```"

    return _BLOCK.sub(replaced, text)


def _some(shown: Sequence[str], lines: Sequence[str]) -> list[str]:
    new: list[str] = []
    for line in shown:
        alike = [one for one in lines if one.split()[:_BEGINNING] == line.split()[:_BEGINNING]]
        left = [one for one in alike if one not in new and one not in shown]
        if line not in lines and not left:
            raise OutputError(f"nothing like it is printed any more; show another line: {line}")
        new.append(line if line in lines else left[0])
    return new


def main() -> int:
    """Rewrite the pages, or say what differs."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="change nothing, say what differs")
    given = options.parse_args()
    changed = 0
    with tempfile.TemporaryDirectory() as folder:
        for page in pages():
            old = page.read_text(encoding="utf-8")
            try:
                new = rewrite(old, lambda words: _printed(folder, tuple(words)))
            except OutputError as error:
                print(f"error: {page.relative_to(ROOT)}: {error}", file=sys.stderr)
                return 1
            if new != old:
                changed += 1
                print(f"{page.relative_to(ROOT)}: {'differs' if given.check else 'written'}")
                if not given.check:
                    page.write_text(new, encoding="utf-8")
    return 1 if given.check and changed else 0


@cache
def _printed(folder: str, words: tuple[str, ...]) -> str:
    if words != MAIN:
        _printed(folder, MAIN)
    environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "TTY_COMPATIBLE")}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), environment.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "capaug_cli", *words]
    return subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
