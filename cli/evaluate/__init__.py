"""``capaug evaluate``: how good models and the parser are, measured on data of your own."""

from __future__ import annotations

import typer

from . import benchmark, choice, parser, retrieval, words

COMMANDS = (
    (retrieval.retrieval, retrieval.EXAMPLES),
    (choice.choice, choice.EXAMPLES),
    (words.words, words.EXAMPLES),
    (benchmark.benchmark, benchmark.EXAMPLES),
    (parser.parser, parser.EXAMPLES),
)
EXAMPLES = "Examples:\n" + "".join(examples.removeprefix("Examples:\n") for _, examples in COMMANDS)

app = typer.Typer(no_args_is_help=True, help="Measure image-text models, and the caption parser.", epilog=EXAMPLES)
for command, examples in COMMANDS:
    app.command(epilog=examples)(command)
