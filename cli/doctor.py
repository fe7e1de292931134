"""``capaug doctor``: what is installed, which devices and weights are there, and whether the default recipe runs."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from capaug.errors import installing

from .console import results, show_error, write_json

EXAMPLES = """Examples:

capaug doctor

capaug doctor --json

capaug doctor --benchmark --encoder sentence-transformers/all-MiniLM-L6-v2
"""
LIBRARIES = ("capaug", "datasets", "lemminflect", "numpy", "pyarrow", "rich", "spacy", "typer")
# Libraries that an extra brings, and the smallest such extra.
EXTRAS = {
    "torch": "torch",
    "transformers": "transformers",
    "accelerate": "training",
    "scikit-learn": "audit",
    "ray": "ray",
}
WEIGHTS = ("parser", "encoder", "fluency", "balance", "sense")


def doctor(
    benchmark: Annotated[bool, typer.Option("--benchmark", help="Also measure an encoder's speed here.")] = False,
    encoder: Annotated[str, typer.Option(help="With --benchmark: embedded, or any transformers text model.")] = (
        "embedded"
    ),
    device: Annotated[str, typer.Option(help="With --benchmark: auto, cpu, cuda, cuda:1, mps.")] = "auto",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what is installed, and whether the default recipe runs.

    Versions, devices, weights, spaCy pipelines, extras and the cache folder. With --benchmark also how many texts and
    tokens an encoder takes a second, and what share that is of the device's peak in large matrix products.

    Ends with exit code 1 if the default recipe cannot run.
    """
    from capaug.cache import cache_folder

    problems = _problems()
    findings = {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "versions": {name: _version(name) for name in LIBRARIES},
        "extras": {name: _version(name) for name in EXTRAS},
        "devices": _devices(),
        "weights": {name: _size(Path(str(files("capaug.weights").joinpath(name)))) for name in WEIGHTS},
        "pipelines": _pipelines(),
        "cache": str(cache_folder()),
        "problems": problems,
    }
    if benchmark:
        findings["throughput"] = _throughput(encoder, device)
    if json:
        write_json(findings, indent=1)
    else:
        _show(findings)
    if problems:
        raise typer.Exit(1)


def _throughput(encoder: str, device: str) -> dict[str, Any]:
    """Speed of an encoder on captions of the sample, and texts like what is made of them."""
    from capaug.encoders.throughput import measure
    from capaug.sources import open_source

    captions = [caption.text for group in open_source("coco").groups() for caption in group.captions]
    texts = captions + [f"{text.rstrip('. ')} {ending}" for text in captions for ending in ("outdoors.", "indoors.")]
    return asdict(measure(encoder, texts, device))


def _problems() -> list[str]:
    """What keeps the default recipe from running, a line each."""
    checks: dict[str, Callable[[], object]] = {"recipe": _load_recipe, "stages": _load_stages}
    problems = []
    for name, check in checks.items():
        try:
            check()
        except Exception as error:  # a broken installation may fail in any way; it is shown, not raised
            problems.append(f"{name}: {' '.join(f'{type(error).__name__}: {error}'.split())}")
    return problems


def _load_recipe() -> None:
    from capaug.recipes import load_recipe

    load_recipe("default")


def _load_stages() -> None:
    from capaug.augmenter import Augmenter

    Augmenter("default")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _devices() -> list[str]:
    """The CPU, and the accelerators that torch sees."""
    devices = [f"cpu ({platform.machine()})"]
    try:
        import torch
    except ImportError:
        return devices
    devices += [f"cuda:{i} ({torch.cuda.get_device_name(i)})" for i in range(torch.cuda.device_count())]
    return devices + ["mps"] * torch.backends.mps.is_available()


def _size(folder: Path) -> int:
    """Bytes of the files below ``folder``; 0 if it is not there."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _pipelines() -> list[str]:
    """Names of the spaCy pipelines that are installed beside the embedded one."""
    try:
        from spacy.util import get_installed_models
    except ImportError:
        return []
    return sorted(get_installed_models())


def _show(findings: dict[str, Any]) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_row("python", f"{findings['python']} on {findings['platform']}")
    for name, found in findings["versions"].items():
        table.add_row(name, found or "missing")
    for name, found in findings["extras"].items():
        table.add_row(name, found or f"not installed ({installing(EXTRAS[name])})")
    table.add_row("devices", ", ".join(findings["devices"]))
    for name, size in findings["weights"].items():
        table.add_row(f"{name} weights", f"{size / 1e6:.1f} MB" if size else "missing")
    table.add_row("spaCy pipelines", ", ".join(["embedded", *findings["pipelines"]]))
    table.add_row("cache", findings["cache"])
    if speed := findings.get("throughput"):
        share = "" if speed["share_of_peak"] is None else f", {speed['share_of_peak']:.0%} of the device's peak"
        table.add_row(
            f"encoder {speed['encoder']}",
            f"{speed['texts']:,.0f} texts/s, {speed['tokens']:,.0f} tokens/s on {speed['device']} in "
            f"{speed['precision']}{share}",
        )
    console = results()
    console.print(table, highlight=False, markup=False)
    if findings["problems"]:
        for problem in findings["problems"]:
            show_error(problem)
    else:
        console.print("the default recipe can run", style="green")
