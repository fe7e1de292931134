"""Docstrings as the site shows them: an extension of griffe, named in ``mkdocs.yml``.

Docstrings are written to be read as they stand, with roles, tables and blocks of code of reStructuredText. The site is
Markdown: there a role becomes the name that it holds, a table a block that keeps its columns, and the line that opens a
block of code is left out.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

_ROLE = re.compile(r":(?:attr|class|data|func|meth|mod):`(?P<shown>[^`]+)`")
_BLOCK = re.compile(r"^ *\.\. code-block::.*\n\n?", re.MULTILINE)
_EXAMPLE = re.compile(r"^Example:$", re.MULTILINE)  # griffe knows the plural alone
_CELL = re.compile(r"(?P<text>\S(?: ?\S)*)(?P<space> *)")
_RULE = re.compile(r"^ *=+(?: +=+)+$")


class PlainDocstrings(griffe.Extension):
    """Rewrites each docstring when its object is read."""

    def on_object(self, *, obj: griffe.Object, **kwargs: Any) -> None:
        """Rewrite the docstring of ``obj``, if it has one."""
        if obj.docstring:
            obj.docstring.value = as_markdown(obj.docstring.value)


def as_markdown(text: str) -> str:
    """A docstring without roles, tables and directives of reStructuredText."""
    markdown = _BLOCK.sub("", _ROLE.sub(_name, text))
    return _with_blocks_for_tables(_EXAMPLE.sub("Examples:", markdown))


def _name(role: re.Match[str]) -> str:
    """``~capaug.kinds.Kind`` is shown as ``Kind``."""
    shown = role["shown"]
    return f"`{shown[1:].rpartition('.')[2] if shown.startswith('~') else shown}`"


def _with_blocks_for_tables(text: str) -> str:
    """Tables, rules left out, as blocks of code."""
    lines, inside, made = text.split("\n"), False, []
    for at, line in enumerate(lines):
        if not _RULE.match(line):
            made.append(_CELL.sub(_without_marks, line).rstrip() if inside else line)
        elif not inside or at + 1 == len(lines) or not lines[at + 1].strip():  # else it parts the head from the rows
            fence = "```" if inside else "```text"
            made.append(line[: len(line) - len(line.lstrip())] + fence)
            inside = not inside
    return "\n".join(made)


def _without_marks(cell: re.Match[str]) -> str:
    """A cell without marks of code, as wide as it was."""
    return cell["text"].replace("``", "") + cell["space"] + 2 * cell["text"].count("``") * " "
