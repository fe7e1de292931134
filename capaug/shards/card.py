"""The dataset card: ``README.md`` of an output folder, which a person reads and ``load_dataset`` is steered by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from capaug.records import AugmentedCaption
from capaug.shards.layout import SPLIT
from capaug.shards.manifest import KindStatistics, Manifest


def card(manifest: Manifest, examples: Iterable[AugmentedCaption]) -> str:
    """The card of a run, in Markdown: what it holds, how to load it, some of its rows, and the recipe."""
    captions, rows = manifest.captions, manifest.rows
    share = f"{rows:,} of {captions:,} captions have a row; {captions - rows:,} are in `rejects/` with a reason"
    reasons = "".join(f"\n- `{reason}`: {count:,}" for reason, count in manifest.rejects.items())
    return f"""---
{_front_matter()}---

# Captions with true positives and false negatives

Made by capaug {manifest.versions["capaug"]} with the recipe `{manifest.recipe.get("name", "unnamed")}`.
{share}.{reasons}

```python
from datasets import load_dataset

rows = load_dataset("path/to/this/folder", split="{SPLIT}")
```

`datasets.load_from_disk("path/to/this/folder")["{SPLIT}"]` reads the files where they lie, without a copy.

A row is one caption: `image_id`, `caption_id`, `caption`, `source`, `split` (of the source), its `scene_graph`, and its
`positives` (true wherever the caption is) and `negatives` (false of its picture). Each of those has its `text`, its
`kind`, the `edits` that turn the caption into it, and the scores that let it through.

{_table("Negatives", manifest.negatives, manifest.with_negative, rows)}
{_table("Positives", manifest.positives, manifest.with_positive, rows)}
## Examples

{_examples(examples)}
## Recipe

Seed {manifest.seed}, recipe hash `{manifest.recipe_hash}`. `manifest.json` has the versions and the hash of every file.

```yaml
{_yaml(manifest.recipe)}```
"""


def _front_matter() -> str:
    return _yaml(
        {
            "language": ["en"],
            "tags": ["capaug", "image-captions", "hard-negatives"],
            "configs": [{"config_name": "default", "data_files": [{"split": SPLIT, "path": f"{SPLIT}/data-*.arrow"}]}],
        }
    )


def _table(title: str, kinds: Mapping[str, KindStatistics], having: int, rows: int) -> str:
    lines = [f"## {title}", "", f"{having:,} of {rows:,} rows have at least one.", ""]
    if kinds:
        lines += ["| kind | count | per row | mean similarity |", "|---|---:|---:|---:|"]
    for kind, of_kind in kinds.items():
        similarity = "" if of_kind.mean_similarity is None else f"{of_kind.mean_similarity:.3f}"
        lines.append(f"| `{kind}` | {of_kind.count:,} | {of_kind.mean_per_row:.2f} | {similarity} |")
    return "\n".join(lines) + "\n"


def _examples(examples: Iterable[AugmentedCaption]) -> str:
    """Each caption with its positives (+) and negatives (-), indented so that Markdown leaves it to the letter."""
    blocks = []
    for row in examples:
        variants = [("+", v) for v in row.positives] + [("-", v) for v in row.negatives]
        lines = [_one_line(row.caption)] + [f"  {sign} {_one_line(v.text)}  [{v.kind}]" for sign, v in variants]
        blocks.append("".join(f"    {line}\n" for line in lines))
    return "\n".join(blocks)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _yaml(value: Any) -> str:
    import yaml

    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True))
