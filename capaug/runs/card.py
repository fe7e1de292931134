"""The dataset card: ``README.md`` of an output folder and of its repository on the Hub.

A person reads it, ``load_dataset`` is steered by it, and the Hub finds the dataset by it.

Its text is the Jinja2 template ``card.md.jinja``. Jinja2 comes with spaCy anyway, and is loaded only when a run ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from capaug.formats import shard_format
from capaug.formats.arrow import ARROW
from capaug.records import AugmentedCaption
from capaug.runs.layout import SPLIT
from capaug.runs.manifest import Manifest

TEMPLATE = "card.md.jinja"
BAR = 20  # blocks of the longest bar
HERE = "path/to/this/folder"


def card(
    manifest: Manifest, examples: Iterable[AugmentedCaption], *, repo: str = HERE, licence: str | None = None
) -> str:
    """The card of a run, in Markdown: what it holds, how to load it, some of its rows, how it was made, its limits.

    Args:
        manifest: the run.
        examples: rows to show.
        repo: what loads it, a repository of the Hub or a folder.
        licence: the Hub's name of the captions' licence; a folder's card names none.
    """
    from jinja2 import Environment, StrictUndefined

    # Markdown is no HTML, and captions stand in it to the letter: nothing is escaped.
    environment = Environment(
        undefined=StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["one_line"] = lambda text: " ".join(text.split())
    environment.filters["commas"] = "{:,}".format
    environment.filters["bar"] = lambda count, most: "█" * max(1, round(BAR * count / most))
    environment.filters["thousandths"] = lambda number: "" if number is None else f"{number:.3f}"
    template = environment.from_string((files("capaug.runs") / TEMPLATE).read_text(encoding="utf-8"))
    return template.render(
        manifest=manifest,
        split=SPLIT,
        repo=repo,
        on_hub=repo != HERE,
        front_matter=_yaml(_front_matter(manifest, licence)),
        options=_options(manifest),
        recipe=_yaml(manifest.recipe),
        source=_yaml(_shortened(manifest.source)),
        sides=(
            ("Negatives", manifest.negatives, manifest.with_negative),
            ("Positives", manifest.positives, manifest.with_positive),
        ),
        examples=list(examples),
    )


def _shortened(source: Mapping[str, Any]) -> dict[str, Any]:
    """What a card says of the source: of texts that reviewers marked wrong, how many they are."""
    shown = dict(source)
    if wrong := shown.get("bounds", {}).get("wrong"):
        shown["bounds"] = {**shown["bounds"], "wrong": f"{len(wrong):,} texts, which manifest.json lists"}
    if isinstance(shown.get("of"), dict):
        shown["of"] = _shortened(shown["of"])
    return shown


def _front_matter(manifest: Manifest, licence: str | None) -> dict[str, Any]:
    suffix = shard_format(manifest.format).suffix
    return {
        **({} if licence is None else {"license": licence}),
        "language": ["en"],
        "task_categories": ["zero-shot-image-classification", "sentence-similarity"],
        "size_categories": [_size(manifest.rows)],
        "tags": ["capaug", "image-captions", "hard-negatives", "image-text-retrieval"],
        "configs": [{"config_name": "default", "data_files": [{"split": SPLIT, "path": f"{SPLIT}/data-*.{suffix}"}]}],
    }


def _options(manifest: Manifest) -> str:
    """What a command says to get shards of this format."""
    form = shard_format(manifest.format)
    options = "" if form.name == ARROW.name else f" --format {form.name}"
    return options if manifest.compression == form.compression else f"{options} --compression {manifest.compression}"


def _size(rows: int) -> str:
    """The Hub's name of a number of rows."""
    if rows < 1000:
        return "n<1K"
    steps = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")
    step = len(str(rows)) - 4
    return f"{steps[step]}<n<{steps[step + 1]}" if step < len(steps) - 1 else "n>1T"


def _yaml(value: Any) -> str:
    import yaml

    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True))
