"""``capaug parse``: captions in, scene graphs out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text
from rich.tree import Tree

from capaug.errors import InputError, UsageError

from .console import results, warn, write_json

if TYPE_CHECKING:
    from capaug.records import SceneGraph

EXAMPLES = """Examples:

capaug parse "a man riding a horse"

capaug parse --file captions.txt --json

cat captions.txt | capaug parse --file - --json --parser en_core_web_sm
"""
STDIN = "-"


def parse(
    caption: Annotated[str | None, typer.Argument(help="One caption.", show_default=False)] = None,
    file: Annotated[
        Path | None, typer.Option(help="Text file with a caption a line, - for standard input.", show_default=False)
    ] = None,
    parser: Annotated[str, typer.Option(help="embedded, or any installed spaCy pipeline.")] = "embedded",
    json: Annotated[bool, typer.Option("--json", help="Print a JSON line a caption.")] = False,
) -> None:
    """Show the scene graphs of captions.

    A graph names the objects, their attributes and the relations between them.

    Blank lines of a file are skipped; a line that is no English caption has an empty graph, and a warning says so.
    """
    if caption is not None and file is None:
        import capaug

        graphs: Iterable[tuple[str, SceneGraph]] = [(caption, capaug.parse(caption, parser))]
    elif file is not None and caption is None:
        graphs = _graphs(file, parser)
    else:
        raise UsageError('give either a caption (capaug parse "a man riding a horse") or --file FILE')
    console = results()
    for text, graph in graphs:
        if json:
            write_json({"caption": text, **graph.names()})
        else:
            console.print(graph_tree(text, graph))


def _graphs(file: Path, parser: str) -> Iterator[tuple[str, SceneGraph]]:
    """The captions of ``file`` with their graphs, a batch in memory at a time."""
    from capaug.parsing.parser import BATCH_SIZE, Parser
    from capaug.parsing.screen import screen
    from capaug.records import Caption, SceneGraph

    lines = captions_of(file)
    loaded = Parser(parser)
    while batch := list(islice(lines, BATCH_SIZE)):
        faults = {number: fault for number, text in batch if (fault := screen(text))}
        parsed = iter(loaded.parse([Caption(str(number), text) for number, text in batch if number not in faults]))
        for number, text in batch:
            if number in faults:
                warn(f"{name_of(file)}:{number}: not parsed: {faults[number][1]}")
                yield text, SceneGraph()
            else:
                yield text, next(parsed).graph


def captions_of(file: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file or of standard input that are not blank, with their numbers from 1."""
    return ((number, line.rstrip("\r\n")) for number, line in _lines(file) if line.strip())


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Number from 1 and text of each line."""
    from capaug.sources.files import decoded_lines
    from capaug.sources.inputs import Input

    if str(file) != STDIN:
        input = Input(str(file))
        with input.open() as stream:
            yield from decoded_lines(stream, input.location)
        return
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            yield number, line.decode()
        except UnicodeDecodeError:
            raise InputError(f"{name_of(file)}:{number}: not UTF-8") from None


def name_of(file: Path) -> str:
    """What a file is called in messages."""
    return "standard input" if str(file) == STDIN else str(file)


def graph_tree(caption: str, graph: SceneGraph) -> Tree:
    """A graph to be shown: the caption, its things with their attributes, and what they stand in relation to."""
    tree = Tree(Text(caption, style="bold"), guide_style="dim")
    for index, thing in enumerate(graph.objects):
        attributes = [a for a in graph.attributes if a.object == index]
        words = Text(thing.name, style="cyan")
        for attribute in attributes:
            words.append(f"  {attribute.name}", style="green").append(f" ({attribute.type})", style="dim")
        branch = tree.add(words)
        for relation in graph.relations:
            if relation.subject == index:
                target = graph.objects[relation.object].name
                branch.add(Text(f"{relation.predicate} ", style="magenta").append(target, style="cyan"))
    if not graph.objects:
        tree.add(Text("no objects", style="dim"))
    return tree
