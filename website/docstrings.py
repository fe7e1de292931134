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
    """Tables, rules left out, as indented code."""
    lines, inside, made = text.split("\n"), False, []
    for at, line in enumerate(lines):
        if _RULE.match(line):
            # the rule that ends a table is followed by none of its lines
            ends = inside and (at + 1 == len(lines) or not lines[at + 1].strip())
            if ends:
                made.append("")
            inside = not ends
        else:
            made.append(f"    {line}".replace("``", "") if inside and line.strip() else line)
    return "\n".join(made)
