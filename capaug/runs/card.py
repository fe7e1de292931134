"""The dataset card: ``README.md`` of an output folder, which a person reads and ``load_dataset`` is steered by.

Its text is the Jinja2 template ``card.md.jinja``. Jinja2 comes with spaCy anyway, and is loaded only when a run ends.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from capaug.formats import shard_format
from capaug.records import AugmentedCaption
from capaug.runs.layout import SPLIT
from capaug.runs.manifest import Manifest

TEMPLATE = "card.md.jinja"


def card(manifest: Manifest, examples: Iterable[AugmentedCaption]) -> str:
    """The card of a run, in Markdown: what it holds, how to load it, some of its rows, and the recipe."""
    from jinja2 import Environment, StrictUndefined

    # Markdown is no HTML, and captions stand in it to the letter: nothing is escaped.
    environment = Environment(
        undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["one_line"] = lambda text: " ".join(text.split())
    environment.filters["commas"] = "{:,}".format
    environment.filters["thousandths"] = lambda number: "" if number is None else f"{number:.3f}"
    template = environment.from_string((files("capaug.runs") / TEMPLATE).read_text(encoding="utf-8"))
    return template.render(
        manifest=manifest,
        split=SPLIT,
        front_matter=_yaml(_front_matter(shard_format(manifest.format).suffix)),
        recipe=_yaml(manifest.recipe),
        sides=(
            ("Negatives", manifest.negatives, manifest.with_negative),
            ("Positives", manifest.positives, manifest.with_positive),
        ),
        examples=list(examples),
    )


def _front_matter(suffix: str) -> dict[str, Any]:
    return {
        "language": ["en"],
        "tags": ["capaug", "image-captions", "hard-negatives"],
        "configs": [{"config_name": "default", "data_files": [{"split": SPLIT, "path": f"{SPLIT}/data-*.{suffix}"}]}],
    }


def _yaml(value: Any) -> str:
    import yaml

    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True))
