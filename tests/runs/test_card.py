from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from capaug.records import AugmentedCaption
from capaug.runs.card import card
from capaug.runs.manifest import Manifest


def test_the_front_matter_points_at_the_rows_alone(out: Path) -> None:
    _, front, _ = (out / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    (config,) = yaml.safe_load(front)["configs"]
    assert config["data_files"] == [{"split": "train", "path": "train/data-*.arrow"}]


def test_the_card_says_how_each_format_is_loaded(out_of_any_format: Path) -> None:
    manifest = Manifest.read(out_of_any_format)
    text = (out_of_any_format / "README.md").read_text(encoding="utf-8")
    (config,) = yaml.safe_load(text.split("---\n", 2)[1])["configs"]
    (suffix,) = {Path(shard.file).suffix for shard in manifest.shards}
    assert config["data_files"] == [{"split": "train", "path": f"train/data-*{suffix}"}]
    assert ("load_from_disk" in text) == (manifest.format == "arrow")
    assert ("from capaug import load_shards" in text) == (manifest.format == "webdataset")
    assert "\n\n\nA row is" not in text and "\n\nA row is" in text


def test_the_card_tells_what_the_folder_holds(out: Path, rows: tuple[AugmentedCaption, ...]) -> None:
    manifest = Manifest.read(out)
    text = card(manifest, rows[:1])
    assert "3 of 5 captions have a row; 2 are in `rejects/` with a reason.\n- `empty`: 1\n- `not_text`: 1" in text
    assert "2 of 3 rows have at least one." in text
    assert "| `asymmetry_1.object` | 1 | 0.33 | 0.875 |" in text
    assert "| `relation_swap.roles` | 1 | 0.33 |  |" in text
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
    assert "## Examples\n\n\n## Recipe" in text


def test_captions_read_in_part_are_counted(build: Any, rows: tuple[AugmentedCaption, ...]) -> None:
    part = replace(rows[2], caption="nothing to see. And so on.", read=15)
    manifest = Manifest.read(build([*rows[:2], part], []))
    assert manifest.read_in_part == 1
    assert "1 of the captions are longer than what is read of one" in card(manifest, [])
