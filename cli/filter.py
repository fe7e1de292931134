"""``capaug filter``: an output folder filtered anew without encoding, or a file of negatives that others made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from capaug.errors import UsageError

from . import completion
from .messages import Log, Quiet, Verbose, listen
from .negatives import NegativeColumns
from .progress import Counted
from .recipe_options import EncoderDevice
from .report import Column, Report, Table, show

if TYPE_CHECKING:
    from capaug.existing.filtering import Filtered

EXAMPLES = """Examples:

capaug filter capaug-out/coco-sample --min 0.6 --max 0.95 --to narrower

capaug filter capaug-out/coco-sample --min 0.8 --kind attribute_replace --to narrower

capaug filter capaug-out/coco-sample --hardest 2 --to hardest

capaug filter capaug-out/coco-sample --review marks.jsonl --to reviewed

capaug filter train_neg_clip.tsv --rules --encoder -o better.tsv --refused refused.jsonl

capaug filter train_neg_clip.tsv --complete 3 -o better.tsv
"""
FILE, FOLDER = "a file of negatives", "an output folder"


def filter_(
    out: Annotated[
        Path,
        typer.Argument(
            help="Output folder of capaug generate, or a file of captions and negatives.",
            show_default=False,
            metavar="OUT|FILE",
        ),
    ],
    to: Annotated[Path, typer.Option("--to", "--out", "-o", help="Folder or file to write.", show_default=False)],
    lowest: Annotated[float | None, typer.Option("--min", help="Folder: lowest similarity that is kept.")] = None,
    highest: Annotated[float | None, typer.Option("--max", help="Folder: highest similarity that is kept.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            help="Folder: kind or family that is bounded, once or more; by default all.",
            autocompletion=completion.kinds,
        ),
    ] = None,
    hardest: Annotated[
        int, typer.Option(help="Folder: negatives to keep a row, the most similar; 0 for all.", min=0)
    ] = 0,
    review: Annotated[
        list[Path] | None,
        typer.Option(
            help="Folder: drop what these marks of capaug review call wrong; once or more.", show_default=False
        ),
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="File: ask the rules; by default both.")] = False,
    encoder: Annotated[bool, typer.Option("--encoder", help="File: ask the encoder; by default both.")] = False,
    complete: Annotated[
        int,
        typer.Option(help="File: add negatives of capaug's own until a caption has K; 0 for none.", min=0, metavar="K"),
    ] = 0,
    refused: Annotated[
        Path | None, typer.Option(help="File: where to write what was refused, with the reason.", show_default=False)
    ] = None,
    columns: NegativeColumns = None,
    recipe: Annotated[
        str | None,
        typer.Option(
            help="File: whose encoder, bands and kinds; by default default.",
            autocompletion=completion.recipes,
            show_default=False,
        ),
    ] = None,
    device: EncoderDevice = "auto",
    verbose: Verbose = False,
    quiet: Quiet = False,
    log: Log = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """Filter an output folder by what its rows hold, or a file of negatives that others made.

    Of a folder nothing is made or encoded again. Every row stays, also one that loses all its variants.

    Of a file (NegCLIP's table, CE-CLIP's array, CSV, JSON) those negatives are kept that differ in meaning, read as
    English, and are false as far as rules and lexicon can tell. It is written anew in its own layout.
    """
    listen(verbose, quiet, log)

    if out.is_file():
        folders = {"--min": lowest, "--max": highest, "--kind": kind, "--hardest": hardest, "--review": review}
        _only(FOLDER, folders, out, FILE)
        from capaug.existing.filtering import filter_negatives

        both = not (rules or encoder)
        found = filter_negatives(
            out,
            to,
            rules=rules or both,
            encoder=encoder or both,
            complete=complete,
            recipe=recipe or "default",
            columns=columns,
            refused=refused,
            device=device,
            progress=Counted("captions judged").tell,
        )
        show(_of_file(to, found), json=json, quiet=quiet)
        return
    files = {
        "--rules": rules,
        "--encoder": encoder,
        "--complete": complete,
        "--refused": refused,
        "--columns": columns,
        "--recipe": recipe,
    }
    _only(FILE, files, out, FOLDER)
    from capaug.runs.refilter import Bounds, refilter

    wrong, reviews = _marks(review or [])
    manifest = refilter(out, to, Bounds(lowest, highest, tuple(kind or ()), hardest, wrong, reviews))
    sides = {"negatives": manifest.negatives, "positives": manifest.positives}
    kept = {side: sum(statistics.count for statistics in kinds.values()) for side, kinds in sides.items()}
    left_out = sum(count for reasons in manifest.refused.values() for count in reasons.values())
    told = (
        f"{manifest.rows:,} rows are in {to}: {kept['negatives']:,} negatives and {kept['positives']:,} positives "
        f"kept, {left_out:,} left out"
    )
    show(
        Report({"out": str(to), "rows": manifest.rows, **kept, "refused": manifest.refused}, [told]),
        json=json,
        quiet=quiet,
    )


def _only(of: str, given: dict[str, Any], path: Path, it_is: str) -> None:
    """Refuse options that are of the other sort of input."""
    if wrong := next((name for name, value in given.items() if value not in (None, 0, False)), None):
        raise UsageError(f"{wrong} is for {of}, and {path} is {it_is if path.exists() else 'not there'}")


def _marks(files: list[Path]) -> tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]:
    """The texts that the marks of ``files`` call wrong, and what tells these files from others."""
    if not files:
        return (), ()
    from capaug.review import read_marks, refused
    from capaug.sources.files import file_fingerprint

    wrong = sorted(refused(mark for file in files for mark in read_marks(file)))
    if not wrong:
        raise UsageError(f"{', '.join(map(str, files))}: no text is marked wrong; there is nothing to leave out")
    prints = [file_fingerprint(file) for file in files]
    return tuple(wrong), tuple(f"{one['name']} sha256:{one['sha256']}" for one in prints)


def _of_file(to: Path, found: Filtered) -> Report:
    dropped = found.negatives - found.kept
    lines: list[Table | str] = [
        f"{found.layout}: {found.captions:,} captions with {found.negatives:,} negatives",
        f"{found.kept:,} kept, {found.mended:,} of them with spaces, capitals, a or an put right; {dropped:,} refused",
        f"lexicon and scene graphs told what changed in {found.weighed:,}; the others were judged by their words alone",
    ]
    if found.added:
        lines.append(f"{found.added:,} negatives of capaug's own were added")
    if found.left_out:
        lines.append(f"{found.left_out:,} captions have no negative and were left out, as the layout wants one")
    if found.refused:
        columns = [Column("refused because"), Column("negatives", ",")]
        lines.append(Table("", columns, [*found.refused.items()]))
    if found.kinds:
        columns = [Column("what was changed"), Column("negatives", ","), Column("kept", ","), Column("share", ".1%")]
        rows = [(name, read, kept, kept / read) for name, (read, kept) in found.kinds.items()]
        lines.append(Table("", columns, rows))
    lines.append(f"they are in {to}")
    values = {
        "out": str(to),
        "layout": found.layout,
        "captions": found.captions,
        "negatives": found.negatives,
        "kept": found.kept,
        "mended": found.mended,
        "weighed": found.weighed,
        "added": found.added,
        "left_out": found.left_out,
        "refused": found.refused,
        "kinds": {name: {"negatives": read, "kept": kept} for name, (read, kept) in found.kinds.items()},
    }
    return Report(values, lines)
