"""Edits in marks, in words and as HTML; what a notebook shows of rows and graphs."""

from __future__ import annotations

import sys
import types
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

import capaug
from capaug.marks import KEPT, NEW, OLD, graph_html, graph_text, in_words, marked, pieces, row_html, row_text
from capaug.records import Attribute, AugmentedCaption, Edit, Relation, SceneGraph, SceneObject, Variant

GRAPH = SceneGraph(
    (SceneObject("<b>dog", "dog", 0, 1), SceneObject("rug", "rug", 2, 3)),
    (Attribute(1, "red", "color", 0, 1),),
    (Relation(0, "on", 1, 0, 1),),
)


class Reader(HTMLParser):
    """The tags and the texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def row(caption: str, *variants: Variant) -> AugmentedCaption:
    return AugmentedCaption("1", "2", caption, "s", "t", GRAPH, (), variants)


@given(st.text(max_size=30), st.data())
def test_pieces_hold_caption_and_text(caption: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(caption)), min_size=4, max_size=4)))
    edits = [
        Edit(start, end, caption[start:end], data.draw(st.text(max_size=5))) for start, end in (ends[:2], ends[2:])
    ]
    found = list(pieces(caption, edits))
    assert "".join(text for what, text in found if what in (KEPT, OLD)) == caption
    wanted = caption[: ends[0]] + edits[0].new + caption[ends[1] : ends[2]] + edits[1].new + caption[ends[3] :]
    assert "".join(text for what, text in found if what in (KEPT, NEW)) == wanted
    assert all(text for _, text in found)


def test_edits_in_marks_and_in_words() -> None:
    edits = [Edit(2, 5, "dog", "cat"), Edit(5, 5, "", " sleeping"), Edit(5, 14, " on a rug", "")]
    assert marked("a dog on a rug.", edits) == "a [-dog-]{+cat+}{+ sleeping+}[- on a rug-]."
    assert in_words(edits) == '"dog" gives way to "cat"; "sleeping" is added; "on a rug" is left out'


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_caption_stays_text(caption: str, new: str) -> None:
    """Markup of a caption is shown as it stands."""
    made = row(caption + "<script>alert(1)</script>", Variant("", "a.<i>b", (Edit(0, 0, "", new + "<img src=x>"),), {}))
    read = Reader(row_html(made))
    assert {"script", "img"}.isdisjoint(read.tags)
    assert read.open == []
    assert "<script>alert(1)</script>" in "".join(read.texts)


def test_a_graph_as_text_and_as_html() -> None:
    assert graph_text(GRAPH) == "<b>dog; red rug; <b>dog on rug"
    read = Reader(graph_html(GRAPH))
    assert read.tags == ["ul", "li", "b", "ul", "li", "li", "b", "i"]
    assert read.texts == ["<b>dog", "on rug", "rug", " ", "red"]
    assert "no objects" in graph_html(SceneGraph())


def test_a_row_in_lines() -> None:
    made = row("a dog", Variant("a cat", "asymmetry_1.object", (Edit(2, 5, "dog", "cat"),), {"similarity": 0.5}))
    lines = row_text(made).splitlines()
    assert lines[0] == "a dog"
    assert lines[-1].split(maxsplit=2) == ["-", "asymmetry_1.object", "a [-dog-]{+cat+}"]
    assert "0.500" in row_html(made)
    refused = AugmentedCaption("", "", "", "s", "t", SceneGraph(), (), (), "null", "the caption is <null>")
    assert row_text(refused).endswith("null: the caption is <null>")
    assert "&lt;null&gt;" in row_html(refused)


def test_a_broken_graph_is_shown() -> None:
    graph = SceneGraph(GRAPH.objects, (), (Relation(0, "on", 7, 0, 1),))
    assert repr(graph) == "SceneGraph(<b>dog; rug; <b>dog on ?)"
    assert "on ?" in graph_html(graph)


def test_representations_are_short_and_say_something() -> None:
    one = Variant("a cat", "asymmetry_1.object", (Edit(2, 5, "dog", "cat"),), {})
    assert repr(one) == "Variant('a cat', asymmetry_1.object)"
    assert repr(row("a dog", one)) == "AugmentedCaption('a dog', negatives: 1, positives: 0)"
    assert repr(AugmentedCaption("", "", "", "", "", SceneGraph(), (), (), "null")) == "AugmentedCaption('', null)"


def test_a_notebook_shows_rows_and_graphs() -> None:
    made = row("a <i>dog</i>", Variant("a cat", "asymmetry_1.object", (Edit(2, 5, "dog", "cat"),), {}))
    assert made._repr_html_() == row_html(made)
    assert GRAPH._repr_html_() == graph_html(GRAPH)


def test_show_prints_a_row_or_draws_it(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    made = row("a dog", Variant("a cat", "asymmetry_1.object", (Edit(2, 5, "dog", "cat"),), {}))
    for one in (made, made.as_row()):
        capaug.show(one)
        assert capsys.readouterr().out == row_text(made) + "\n"
    drawn: list[object] = []
    display = types.ModuleType("IPython.display")
    display.display = drawn.append
    for name, module in (("ipykernel", display), ("IPython", display), ("IPython.display", display)):
        monkeypatch.setitem(sys.modules, name, module)
    capaug.show(made)
    assert drawn == [made]
    assert capsys.readouterr().out == ""
