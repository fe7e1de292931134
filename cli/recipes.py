"""``capaug recipes``: the recipes that ship, what is in one, how two differ, whether a file is one."""

from __future__ import annotations

from importlib.resources import files
from json import dumps
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from . import completion
from .console import results, write_json
from .plugins import Plugins

if TYPE_CHECKING:
    from capaug.recipes import Recipe

EXAMPLES = """Examples:

capaug recipes

capaug recipes show default > my.yaml; capaug generate --dataset coco --recipe my.yaml

capaug recipes diff default negclip

capaug recipes check my.yaml
"""
SHOW = """Examples:

capaug recipes show negclip

capaug recipes show default > my.yaml

capaug recipes show seeing --training
"""
DIFF = """Examples:

capaug recipes diff default negclip

capaug recipes diff default my.yaml --json
"""
CHECK = """Examples:

capaug recipes check my.yaml
"""
Named = Annotated[
    str, typer.Argument(help="A recipe or a YAML file.", show_default=False, autocompletion=completion.recipes)
]

app = typer.Typer(epilog=EXAMPLES)


@app.callback(invoke_without_command=True)
def recipes(context: typer.Context) -> None:
    """List the recipes of capaug generate, or look at some. Those of capaug train are listed by its help."""
    if context.invoked_subcommand is not None:
        return
    from capaug.recipes import recipe_names

    table = Table.grid(padding=(0, 2))
    for known in recipe_names():
        table.add_row(known, _description(known))
    results().print(table)


@app.command(epilog=SHOW)
def show(
    name: Named,
    training: Annotated[bool, typer.Option("--training", help="A recipe of capaug train.")] = False,
    plugin: Plugins = None,
) -> None:
    """Show a recipe of capaug generate as YAML, to copy and change; with --training one of capaug train."""
    if training:
        from capaug.recipes import TRAINING, find_recipe

        print(find_recipe(name, files("capaug_recipes") / TRAINING)[0], end="")
        return

    import yaml

    print(yaml.safe_dump(_load(name, plugin).as_dict(), sort_keys=False, allow_unicode=True), end="")


@app.command(epilog=DIFF)
def diff(
    first: Named,
    second: Named,
    plugin: Plugins = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show where two recipes differ, by the places that --set takes.

    null: no such kind, or no value.
    """
    from capaug.overrides import differences

    found = differences(_load(first, plugin), _load(second, plugin))
    if json:
        write_json(found)
        return
    table = Table.grid(padding=(0, 2))
    table.add_row("", first, second)
    for place, both in found.items():
        table.add_row(place, *(Text(dumps(value)) for value in both))
    results().print(table if found else "Both make the same.", highlight=False)


@app.command(epilog=CHECK)
def check(name: Named, plugin: Plugins = None) -> None:
    """Check that a recipe can be run: its keys, kinds, filters, tables, parser and encoder.

    What is wrong is told in a line; the exit code is then 1 or 2.
    """
    from capaug.generation import check_models, packages

    recipe = _load(name, plugin)
    packages(recipe)
    check_models(recipe, "auto")
    count = len(recipe.kinds)
    line = f"{name}: no problem; {count} kind{'s' * (count > 1)}, filters {', '.join(recipe.filters) or 'none'}"
    results().print(line, markup=False, highlight=False, soft_wrap=True)


def _load(name: str, plugin: Plugins) -> Recipe:
    from capaug.recipes import load_recipe
    from capaug.registry import load_plugins

    load_plugins(plugin or ())
    return load_recipe(name)


def _description(name: str) -> str:
    """The comment on the first line of a recipe that ships."""
    text = (files("capaug_recipes") / f"{name}.yaml").read_text(encoding="utf-8")
    return text.splitlines()[0].removeprefix("#").strip()
