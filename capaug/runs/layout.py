"""Where each file of an output folder lies.

    OUT/run.json                       what the run was begun with; a resume must match it
    OUT/train/data-000000.arrow        rows, one Arrow stream file a shard
    OUT/rejects/rejects-000000.jsonl   captions without a row, where a shard has any
    OUT/summaries/summary-000000.json  counts and hashes of a shard; written last, so it marks the shard as done
    OUT/dataset_dict.json, OUT/train/{dataset_info,state}.json, OUT/README.md    what HuggingFace Datasets reads
    OUT/manifest.json                  the whole run; written last, so it marks the run as done

Each file can be found broken: ``run.json``, the summaries and the manifest hold their own hash
(:mod:`capaug.runs.sealed`), and the manifest holds those of all others.

The rows have a folder of their own because ``load_dataset`` refuses a folder with a ``state.json`` and
``load_from_disk`` asks for one beside the Arrow files.
"""

from __future__ import annotations

from pathlib import Path

SPLIT = "train"
RUN = "run.json"
MANIFEST = "manifest.json"
CARD = "README.md"
DATASET_DICT = "dataset_dict.json"
DATASET_INFO = f"{SPLIT}/dataset_info.json"
STATE = f"{SPLIT}/state.json"
FOLDERS = (SPLIT, "rejects", "summaries")


def data_file(index: int) -> str:
    """Name, below the output folder, of the rows of shard ``index``."""
    return f"{SPLIT}/data-{index:06d}.arrow"


def rejects_file(index: int) -> str:
    """Name, below the output folder, of the rejects of shard ``index``."""
    return f"rejects/rejects-{index:06d}.jsonl"


def summary_file(index: int) -> str:
    """Name, below the output folder, of the summary of shard ``index``."""
    return f"summaries/summary-{index:06d}.json"


def summary_path(folder: Path, index: int) -> Path:
    """Path of the summary of shard ``index``."""
    return folder / summary_file(index)
