from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from capaug.records import AugmentedCaption
from capaug.runs.card import card
from capaug.runs.manifest import KindStatistics, Manifest


def test_the_front_matter_points_at_the_rows_alone(out: Path) -> None:
    _, front, _ = (out / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    told = yaml.safe_load(front)
    (config,) = told["configs"]
    assert config["data_files"] == [{"split": "train", "path": "train/data-*.arrow"}]
    assert told["size_categories"] == ["n<1K"]
    assert "license" not in told


@pytest.mark.parametrize(
    ("rows", "size"),
    [
        (0, "n<1K"),
        (999, "n<1K"),
        (1000, "1K<n<10K"),
        (9999, "1K<n<10K"),
        (10_000, "10K<n<100K"),
        (2_500_000, "1M<n<10M"),
        (10**11, "100B<n<1T"),
        (10**12, "n>1T"),
    ],
)
def test_the_hub_s_names_of_sizes(out: Path, rows: int, size: str) -> None:
    front = card(replace(Manifest.read(out), rows=rows), []).split("---\n")[1]
    assert yaml.safe_load(front)["size_categories"] == [size]


def test_the_card_tells_what_the_folder_holds(out: Path, rows: tuple[AugmentedCaption, ...]) -> None:
    manifest = Manifest.read(out)
    text = card(manifest, rows[:1])
    assert "3 of 5 captions have a row; 2 are in `rejects/` with a reason.\n- `empty`: 1\n- `not_text`: 1" in text
    assert "2 of 3 rows have at least one." in text
    assert f"| `asymmetry_1.object` | 1 | 0.33 | 0.875 | {'█' * 20} |" in text
    assert "| `relation_swap.roles` | 1 | 0.33 |  | " in text
    assert (
        "    a man riding a horse\n"
        "      + a person riding a horse  [asymmetry_2.generalise]\n"
        "      - a man riding a camel  [asymmetry_1.object]\n"
        "      - a horse chasing a man  [relation_swap.roles]\n"
    ) in text
    assert manifest.recipe_hash in text
    assert "longer than what is read" not in text
    assert "```yaml\nname: default\nencoder: embedded\n```" in text


def test_line_breaks_of_a_caption_do_not_break_the_examples(out: Path, rows: tuple[AugmentedCaption, ...]) -> None:
    assert "    Un café “chez 🐴”: a red sign.\n      - Un café “chez 🐴”: a blue sign.  [" in card(
        Manifest.read(out), rows[1:2]
    )


def test_a_run_without_variants_has_a_card(out: Path, rows: tuple[AugmentedCaption, ...]) -> None:
    text = card(Manifest.read(out), [])
    assert "## Examples\n\n\n## Limits" in text


def test_captions_read_in_part_are_counted(build: Any, rows: tuple[AugmentedCaption, ...]) -> None:
    part = replace(rows[2], caption="nothing to see. And so on.", read=15)
    manifest = Manifest.read(build([*rows[:2], part], []))
    assert manifest.read_in_part == 1
    assert "1 of the captions are longer than what is read of one" in card(manifest, [])


def test_bars_go_by_the_count(out: Path) -> None:
    counts = {kind: KindStatistics(count, 1.0, None) for kind, count in (("a.x", 1000), ("a.y", 250), ("a.z", 1))}
    lines = card(replace(Manifest.read(out), negatives=counts), []).splitlines()
    assert [line.count("█") for line in lines if line.startswith("| `a.")] == [20, 5, 1]


def test_the_card_of_a_filtered_folder_says_so(out: Path) -> None:
    source = {"name": "filter", "bounds": {"lowest": 0.5}, "of": {"name": "coco"}}
    text = card(replace(Manifest.read(out), source=source), [])
    assert "and then `capaug filter` with the `bounds` below" in text
    assert "capaug filter" not in card(Manifest.read(out), [])


def test_the_card_of_a_repository_names_it(out: Path) -> None:
    text = card(Manifest.read(out), [], repo="me/negatives", licence="cc-by-4.0")
    assert yaml.safe_load(text.split("---\n")[1])["license"] == "cc-by-4.0"
    assert 'load_dataset("me/negatives", split="train")' in text
    assert "path/to/this/folder" not in text
