"""The page as one file: the template with styles, scripts and data in it, and a policy that forbids all else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

BROWSER = ("theme.js", "data.js", "graph.js", "rows.js", "browser.js")
REPORT = (*BROWSER, "start.js", "d3.min.js", "plot.umd.min.js", "charts.js")  # the rows do not wait for the charts
REVIEW = (*BROWSER, "review.js", "start.js")
TEMPLATE = "page.html.jinja"


def render(
    about: Mapping[str, Any], blocks: Sequence[str], packs: Sequence[str], shown: Mapping[str, Any], policy: str = ""
) -> str:
    """The page.

    Args:
        about: what the scripts need to know beside the rows, as JSON.
        blocks: the rows (:mod:`capaug.report.blocks`).
        packs: the pictures (:mod:`capaug.report.thumbnails`).
        shown: names of the template.
        policy: what the page may do beside running its own scripts, as a content security policy says it.
    """
    scripts = [_script(name) for name in (REVIEW if about["review"] else REPORT)]
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return _template().render(
        about=about,
        blocks=[Markup(block) for block in blocks],
        packs=[Markup(pack) for pack in packs],
        scripts=[Markup(script) for script in scripts],
        style=Markup(_read("page/page.css")),
        policy=f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:{policy}; "
        "base-uri 'none'; form-action 'none'",
        **shown,
    )


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("capaug.report", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["share"] = lambda value: f"{value:.1%}"
    environment.filters["count"] = lambda value: f"{value:,}"
    environment.filters["figure"] = lambda value: "" if value is None else f"{value:.3f}"
    return environment.get_template(TEMPLATE)


@cache
def _script(name: str) -> str:
    return _read(f"vendor/{name}" if ".min." in name else f"page/{name}")


def _read(name: str) -> str:
    return (files("capaug.report") / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
