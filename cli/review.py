"""``capaug review``: a page on which a person marks texts of an output folder, and what marks say."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from capaug.errors import UsageError

from . import completion
from .console import notices
from .report import Column, Report, Table, show

if TYPE_CHECKING:
    from capaug.review import Mark
    from capaug.reviewing.score import Estimate, Share
    from capaug.runs.manifest import Manifest

EXAMPLES = """Examples:

capaug review capaug-out/coco-sample

capaug review capaug-out/coco-sample --blind --controls 20 --to anna.jsonl

capaug review capaug-out/coco-sample --score anna.jsonl --score ben.jsonl
"""


def review(
    out: Annotated[Path | None, typer.Argument(help="Output folder of capaug generate.", show_default=False)] = None,
    to: Annotated[
        Path | None,
        typer.Option(help="File of the marks; by default review.jsonl in the folder.", show_default=False),
    ] = None,
    count: Annotated[int, typer.Option(help="Texts to draw; 0 for all, in order.", min=0)] = 200,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="Kind, family or side (negatives, positives) to draw from, once or more.",
            autocompletion=completion.kinds,
            show_default=False,
        ),
    ] = None,
    as_they_come: Annotated[
        bool, typer.Option("--as-they-come", help="Draw each text as likely, not each kind.")
    ] = False,
    blind: Annotated[bool, typer.Option("--blind", help="Hide kind, side and edits; ask for the truth.")] = False,
    controls: Annotated[int, typer.Option(help="With --blind: texts to mix in whose answer is known.", min=0)] = 0,
    seed: Annotated[int, typer.Option(help="Of the draw: the same shows the same texts.", min=0)] = 0,
    images: Annotated[
        Path | None,
        typer.Option(help="Pictures of the captions: a folder, or a .parquet file.", show_default=False),
    ] = None,
    port: Annotated[int, typer.Option(help="Port to listen on; 0 for any that is free.", min=0, max=65535)] = 0,
    score: Annotated[
        list[Path] | None,
        typer.Option(help="Print what a file of marks says; two files: also how far they agree.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
) -> None:
    """Mark texts of an output folder as right or wrong, in a browser.

    The page is served to this machine alone, at the address that is printed.
    Keys mark and go on; each mark is saved at once, and the same command goes on
    from there. Done on the page, or Ctrl-C here, ends it and prints the share
    that is right by kind.

    With --score nothing is served: FILE holds the marks of a reviewer.
    """
    from capaug.review import read_marks
    from capaug.runs.manifest import Manifest

    if score:
        if len(score) > 2:
            raise UsageError("--score takes the files of one or two reviewers")
        manifest = None if out is None else Manifest.read(out)
        show(_report([(str(file), read_marks(file)) for file in score], manifest), json=json, indent=1)
        return
    if out is None:
        raise UsageError("name the output folder to review, or files of marks with --score")
    if controls and not blind:
        raise UsageError("--controls test who does not know how a text was made; give --blind too")
    file = to or out / "review.jsonl"
    marks = _serve(out, file, count, kind or [], not as_they_come, blind, controls, seed, images, port)
    show(_report([(str(file), marks)], Manifest.read(out)), json=json, indent=1)


def _serve(
    out: Path,
    file: Path,
    count: int,
    kinds: list[str],
    evenly: bool,
    blind: bool,
    controls: int,
    seed: int,
    images: Path | None,
    port: int,
) -> list[Mark]:
    """Serve the page until it is done; the marks."""
    from capaug.picture_files import open_pictures
    from capaug.reviewing.sample import draw
    from capaug.reviewing.server import Page, Review, Server
    from capaug.runs.manifest import Manifest

    manifest = Manifest.read(out)
    source = None if images is None else open_pictures(images)
    items = draw(out, count, kinds=kinds, evenly=evenly, controls=controls, seed=seed)
    places: dict[int, str] = {}
    if source is not None:
        found = source.names.resolve(item.row.image_id for item in items).found
        places = {place: found[item.row.image_id] for place, item in enumerate(items) if item.row.image_id in found}
    review = Review(items, file, blind)
    server = Server(review, Page(review, out, manifest, places), port, places, source)
    notices.print(
        f"{len(items):,} texts to mark, {len(review.answered()):,} have a mark. Open in a browser of this machine:\n"
        f"{server.url}\nMarks are saved in {file} as they are made. Ctrl-C, or Done on the page, ends the review.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass  # that is how it ends
    finally:
        server.server_close()
    return review.marks


def _report(reviewers: list[tuple[str, list[Mark]]], manifest: Manifest | None) -> Report:
    """What the marks of one or two reviewers say; of a folder, where its manifest is given."""
    from capaug.reviewing.score import agreements

    values: dict[str, Any] = {"reviewers": [_values(name, marks, manifest) for name, marks in reviewers]}
    shown: list[Table | str] = []
    for of_one in values["reviewers"]:
        shown += _tables(of_one)
    if len(reviewers) == 2:
        found = agreements(reviewers[0][1], reviewers[1][1])
        values["agreement"] = {name: asdict(one) for name, one in found.items()}
        columns = [Column("on"), Column("texts", ","), Column("agree", ".3f"), Column("kappa", ".3f", missing="-")]
        rows = [(name, one.texts, one.agree, one.kappa) for name, one in found.items()]
        shown.append(Table("Agreement", columns, rows) if found else "The two reviewers marked no text in common.")
    return Report(values, shown)


def _values(name: str, marks: list[Mark], manifest: Manifest | None) -> dict[str, Any]:
    from capaug.reviewing import score

    by_side = score.shares(marks)
    controls = score.controls(marks)
    estimates: dict[str, Estimate] = {}
    for side, of_kinds in by_side.items():
        counts = {} if manifest is None else {kind: one.count for kind, one in getattr(manifest, side).items()}
        if (found := score.estimate(of_kinds, counts)) is not None:
            estimates[side] = found
    return {
        "file": name,
        **{side: {kind: _share(one) for kind, one in of_kinds.items()} for side, of_kinds in by_side.items()},
        "answers": score.answers(marks),
        "controls": None if controls is None else _share(controls),
        "folder": {side: asdict(one) for side, one in estimates.items()},
    }


def _share(share: Share) -> dict[str, Any]:
    return {**asdict(share), "share": share.share}


def _tables(values: dict[str, Any]) -> list[Table | str]:
    columns = [Column("kind"), Column("texts", ","), Column("right", ".3f"), Column("from", ".3f"), Column("to", ".3f")]
    shown: list[Table | str] = []
    for side in ("negatives", "positives"):
        if side in values:
            rows = [(kind, one["texts"], one["share"], one["low"], one["high"]) for kind, one in values[side].items()]
            shown.append(Table(f"{side.capitalize()} that are right: {values['file']}", columns, rows))
        if side in values["folder"]:
            one = values["folder"][side]
            shown.append(
                f"In the folder, kinds weighted by their texts: {one['share']:.3f} of the {side} right "
                f"({one['low']:.3f} to {one['high']:.3f}), of the {one['covered']:.1%} whose kind was marked."
            )
    for question, counts in values["answers"].items():
        shown.append(f"{question}: " + ", ".join(f"{answer} {count}" for answer, count in counts.items()))
    if (controls := values["controls"]) is not None:
        shown.append(f"Controls: {controls['right']} of {controls['texts']} answered as they should be.")
    return shown or [f"{values['file']}: nothing is marked yet"]
