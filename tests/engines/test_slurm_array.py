"""The script for Slurm arrays does what docs/clusters.md says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "docs" / "examples" / "slurm_array.sh"


def contents(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def test_an_array_merged_is_one_run(run_script: Callable[..., str], tmp_path: Path) -> None:
    text = SCRIPT.read_text()
    assert text.count("--array=1-16\n") == text.count("PARTS=16 ") == 1
    captions = [f"A {color} dog on a {place}.\n" for color in ("red", "brown") for place in ("couch", "beach", "bed")]
    (tmp_path / "captions.txt").write_text("".join(captions))
    # Two parts, of shards of two captions: three starts less than 16 of them take.
    script = tmp_path / "array.sh"
    script.write_text(text.replace("PARTS=16", "PARTS=2").replace("capaug generate", "capaug generate --shard-size 2"))
    for number in ("1", "2"):
        run_script(script, "captions.txt", "out", SLURM_ARRAY_TASK_ID=number, SLURM_CPUS_PER_TASK="1")
    commands = tmp_path / "commands.sh"
    commands.write_text(
        "capaug merge out out-parts/*\ncapaug generate --dataset captions.txt --shard-size 2 --out whole\n"
    )
    assert "(parts: 2, shards: 3)" in run_script(commands)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
