"""What a caption became, for a person to look at: edits marked in plain text, in words and as HTML.

It takes what looks like the records (:mod:`capaug.records`), which show themselves with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the records stand above this room
    from capaug.records import AugmentedCaption, Edit, SceneGraph, Variant

KEPT, OLD, NEW = "kept", "old", "new"

# Translucent, for pages that are light and pages that are dark.
_STYLES = {
    KEPT: "{}",
    OLD: '<del style="background:#ff000040">{}</del>',
    NEW: '<ins style="background:#00c85340">{}</ins>',
}
_MARKS = {KEPT: "{}", OLD: "[-{}-]", NEW: "{{+{}+}}"}


def pieces(caption: str, edits: Sequence[Edit]) -> Iterator[tuple[str, str]]:
    """The caption with its edits, piece by piece: what is kept, what was taken out, what was put in.

    Yields:
        :data:`KEPT`, :data:`OLD` or :data:`NEW`, and the words; no piece is empty.
    """
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        yield from ((what, text) for what, text in
                    ((KEPT, caption[done : edit.start]), (OLD, edit.old), (NEW, edit.new)) if text)  # fmt: skip
        done = edit.end
    if caption[done:]:
        yield KEPT, caption[done:]


def marked(caption: str, edits: Sequence[Edit]) -> str:
    """The caption with its edits as ``[-old-]{+new+}``."""
    return "".join(_MARKS[what].format(text) for what, text in pieces(caption, edits))


def in_words(edits: Sequence[Edit]) -> str:
    """The edits in words: ``"red" gives way to "blue"; "in a hat" is left out``."""
    return "; ".join(_said(edit) for edit in edits)


def graph_text(graph: SceneGraph) -> str:
    """A graph in one line: ``red horse; man; man ride horse``."""
    of_each: dict[int, list[str]] = {}
    for attribute in graph.attributes:
        of_each.setdefault(attribute.object, []).append(attribute.name)
    things = [" ".join([*of_each.get(index, ()), thing.name]) for index, thing in enumerate(graph.objects)]
    links = [f"{_name(graph, one.subject)} {one.predicate} {_name(graph, one.object)}" for one in graph.relations]
    return "; ".join(things + links)


def row_text(row: AugmentedCaption) -> str:
    """A row in lines: the caption, its graph, and its texts with the edits marked."""
    if row.reason:
        return f"{row.caption}\n  {row.reason}: {row.detail}"
    lines = [row.caption, f"  graph: {graph_text(row.scene_graph)}"]
    for sign, variants in (("-", row.negatives), ("+", row.positives)):
        lines += [f"  {sign}  {one.kind:<27}  {marked(row.caption, one.edits)}" for one in variants]
    return "\n".join(lines)


def graph_html(graph: SceneGraph) -> str:
    """A graph as an HTML list: a thing with its attributes, below it what it stands in relation to."""
    if not graph.objects:
        return "<p>no objects</p>"
    items = []
    for index, thing in enumerate(graph.objects):
        qualities = ", ".join(escape(one.name) for one in graph.attributes if one.object == index)
        links = "".join(
            f"<li>{escape(one.predicate)} {escape(_name(graph, one.object))}</li>"
            for one in graph.relations
            if one.subject == index
        )
        items.append(
            f"<li><b>{escape(thing.name)}</b>{qualities and f' <i>{qualities}</i>'}{links and f'<ul>{links}</ul>'}</li>"
        )
    return f"<ul>{''.join(items)}</ul>"


def row_html(row: AugmentedCaption) -> str:
    """A row as HTML: the caption, its graph, and a table of its texts with the edits marked."""
    head = f"<p><b>{escape(row.caption)}</b></p>"
    if row.reason:
        return f"<div>{head}<p>{escape(row.reason)}: {escape(row.detail)}</p></div>"
    lines = [
        _line_html(sign, row.caption, one)
        for sign, variants in (("−", row.negatives), ("+", row.positives))
        for one in variants
    ]
    return f"<div>{head}{graph_html(row.scene_graph)}<table>{''.join(lines)}</table></div>"


def _line_html(sign: str, caption: str, variant: Variant) -> str:
    text = "".join(_STYLES[what].format(escape(words)) for what, words in pieces(caption, variant.edits))
    score = "" if variant.similarity is None else f"{variant.similarity:.3f}"
    cells = (sign, escape(variant.kind), score)
    return f'<tr>{"".join(f"<td>{cell}</td>" for cell in cells)}<td style="text-align:left">{text}</td></tr>'


def _name(graph: SceneGraph, index: int) -> str:
    """What a thing is called; a question mark in a broken graph, which can be shown too."""
    return graph.objects[index].name if 0 <= index < len(graph.objects) else "?"


def _said(edit: Edit) -> str:
    old, new = (" ".join(text.split()) for text in (edit.old, edit.new))
    if old and new:
        return f'"{old}" gives way to "{new}"'
    return f'"{old}" is left out' if old else f'"{new}" is added'
