"""What a dataset of HuggingFace is asked before it is loaded: whether it was saved here, and which splits it has."""

from __future__ import annotations

from pathlib import Path

from capaug.errors import UsageError


def saved_by_datasets(folder: Path) -> bool:
    """Whether ``folder`` was written by ``save_to_disk`` of a Dataset or a DatasetDict."""
    return (folder / "dataset_dict.json").is_file() or (folder / "state.json").is_file()


def choose_split(name: str, split: str | None, known: list[str]) -> str:
    """The split of a dataset that the user chose, or its only one.

    Raises:
        UsageError: no such split, or several and none chosen.
    """
    if split is None and len(known) == 1:
        return known[0]
    if split not in known:
        problem = "choose one with --split" if split is None else f"has no split {split!r}"
        raise UsageError(f"dataset {name} {problem}; known: {', '.join(known)}")
    return split
