"""An output folder whose rows are made by hand, and its pages in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from capaug.formats import shard_format
from capaug.records import (
    Attribute,
    AugmentedCaption,
    ChunkResult,
    Edit,
    Reject,
    Relation,
    SceneGraph,
    SceneObject,
    Variant,
)
from capaug.runs.run import begin, finish
from capaug.runs.shards import write_shard

SCRIPT = '<script>window.hacked = 1</script> beside <img src=x onerror="window.hacked = 2"> & a "dog"'


def edited(caption: str, kind: str, similarity: float | None, *edits: tuple[str, str]) -> Variant:
    """A variant in which the first ``old`` gives way to ``new``; ``old`` may be empty, for the end of the caption."""
    spans = []
    for old, new in edits:
        start = caption.index(old) if old else len(caption)
        spans.append(Edit(start, start + len(old), old, new))
    text = caption
    for edit in sorted(spans, key=lambda edit: -edit.start):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return Variant(text, kind, tuple(spans), {} if similarity is None else {"similarity": similarity})


def shown(image: str, caption: str, **sides: Any) -> AugmentedCaption:
    return AugmentedCaption(image, f"{image}-1", caption, "flickr30k", "test", SceneGraph(), **sides)


def bus(number: int) -> AugmentedCaption:
    caption = f"A red bus with number {number} stands near two trees."
    graph = SceneGraph(
        (SceneObject("bus", "bus", 6, 9), SceneObject("tree", "tree", caption.index("trees"), len(caption) - 1)),
        (Attribute(0, "red", "color", 2, 5), Attribute(1, "two", "number", caption.index("two"), -7 + len(caption))),
        (Relation(0, "stand near", 1, caption.index("stands"), caption.index("near") + 4),),
    )
    return AugmentedCaption(
        f"{number}",
        f"{number}-1",
        caption,
        "coco",
        "val2017",
        graph,
        (edited(caption, "asymmetry_2.generalise", 0.75, ("A red bus", "A vehicle")),),
        (
            edited(caption, "attribute_replace.contrast", 0.9 - number / 1000, ("red", "blue")),
            edited(caption, "asymmetry_1.object", 0.5, ("bus", "tram"), ("trees", "towers")),
        ),
    )


FLAG = "Två barn 🏳️‍🌈 håller en röd ballong och ler."
PLAIN = "A man's hat lies on the men's bench."
ROWS = (
    *map(bus, range(1, 42)),
    shown("x1", SCRIPT, negatives=(edited(SCRIPT, "asymmetry_1.object", 0.25, ("dog", "<b>cat")),)),
    shown("x2", FLAG, negatives=(edited(FLAG, "attribute_replace.contrast", None, ("röd", "blå")),)),
    shown("x3", PLAIN, positives=(edited(PLAIN, "asymmetry_3.redundant", 0.96, ("", " It is.")),)),
)
REJECTS = (
    Reject("8", "8-1", "", "coco", "val2017", "empty", "nothing but spaces"),
    Reject("9", "9-1", "<i>Ein Hund</i> läuft über die Wiese", "flickr30k", "test", "not_english", "no English words"),
)
REFUSED = {("attribute_replace.contrast", "balance"): 30, ("asymmetry_1.object", "<never>_counted"): 12}


def shards(folder: Path, rows: tuple[AugmentedCaption, ...], rejects: tuple[Reject, ...] = ()) -> Path:
    """A finished run with these rows in two shards."""
    form = shard_format("arrow")
    middle = len(rows) // 2
    results = [ChunkResult(list(rows[:middle])), ChunkResult(list(rows[middle:]), list(rejects), dict(REFUSED))]
    run = begin(folder, recipe={"name": "default"}, source={}, seed=0, shard_size=middle, form=form)
    for index, result in enumerate(results):
        write_shard(folder, index, result, "", form)
    finish(folder, run, len(results))
    return folder


@dataclass
class Seen:
    """A page that is open in a browser, and what it did beside showing itself."""

    tab: Any
    errors: list[str]
    requests: list[str]


def opened(browser: Any, address: str, **options: Any) -> Seen:
    """Open a page and wait until all of its rows are there."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
    tab = context.new_page()
    seen = Seen(tab, [], [])
    tab.on(
        "console", lambda message: seen.errors.append(message.text) if message.type in ("error", "warning") else None
    )
    tab.on("pageerror", lambda error: seen.errors.append(str(error)))
    tab.on("request", lambda request: seen.requests.append(request.url))
    tab.goto(address)
    tab.wait_for_selector("html[data-ready]", state="attached")
    return seen
