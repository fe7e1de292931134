"""``capaug recipes``: the recipes that ship, and what is in one."""

from __future__ import annotations

from importlib.resources import files
from typing import Annotated

import typer
from rich.table import Table

from .console import results
from .plugins import Plugins

EXAMPLES = """Examples:

capaug recipes

capaug recipes negclip

capaug recipes default > my.yaml; capaug generate --dataset coco --recipe my.yaml
"""


def recipes(
    name: Annotated[str | None, typer.Argument(help="A recipe or a YAML file to show.", show_default=False)] = None,
    plugin: Plugins = None,
) -> None:
    """List the recipes, or show one as YAML to copy and change."""
    from capaug.recipes import load_recipe, recipe_names
    from capaug.registry import load_plugins

    load_plugins(plugin or ())
    if name is not None:
        import yaml

        print(yaml.safe_dump(load_recipe(name).as_dict(), sort_keys=False, allow_unicode=True), end="")
        return
    table = Table.grid(padding=(0, 2))
    for known in recipe_names():
        table.add_row(known, _description(known))
    results().print(table)


def _description(name: str) -> str:
    """The comment on the first line of a recipe that ships."""
    text = (files("capaug_recipes") / f"{name}.yaml").read_text(encoding="utf-8")
    return text.splitlines()[0].removeprefix("#").strip()
