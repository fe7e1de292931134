"""``capaug report``: an output folder as one page."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from capaug.evaluation.audit import JUDGES, Audit, audit_folder, notes
from capaug.picture_files import open_pictures
from capaug.records import Reject
from capaug.report.blocks import Blocks
from capaug.report.figures import STEP, Figures, OfKind
from capaug.report.render import render
from capaug.report.thumbnails import Thumbnails, thumbnails
from capaug.runs.atomic import write_atomically
from capaug.runs.manifest import Manifest
from capaug.runs.reader import iter_batches, iter_rows
from capaug.runs.shards import read_rejects

AUDITED = 20_000  # pairs that each judge of the audit sees, as by default in ``capaug audit``
WORDS = 20  # that tell, of each kind
REASONS = 20  # of refusals, in the chart; the table has all

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reported:
    """What a page holds: its file, its bytes, the rows and rejects in it, its pictures, and how many lack one."""

    file: str
    bytes: int
    rows: int
    pictures: int
    without_picture: int


def report(out: Path, to: Path, *, images: Path | None = None, rows: int, audited: bool = True) -> Reported:
    """Write the page of an output folder.

    Args:
        out: the folder.
        to: file of the page.
        images: folder or Parquet file of the pictures, which then stand beside their captions.
        rows: the most captions that the page holds; of more, those of a share of the images, drawn by their ids.
        audited: whether text-only judges are trained on the negatives; needs scikit-learn,
            without which the page says so.

    Raises:
        InputError: ``out`` is no finished output folder, a file of it is broken, or there are no such pictures.
        UsageError: pictures are asked for and Pillow is not installed.
        OutputError: ``to`` cannot be written.
    """
    manifest = Manifest.read(out)
    share = min(1.0, rows / max(manifest.captions, 1))
    pictures = Thumbnails({}, [], 0)
    if images is not None:
        log.info("reading pictures")
        pictures = thumbnails(open_pictures(images), (one for one in _image_ids(out) if _is_drawn(one, share)))
    log.info("reading rows")
    figures, blocks = Figures(), Blocks()
    for row in iter_rows(out):
        figures.add(row)
        if _is_drawn(row.image_id, share) and blocks.rows < rows:
            blocks.add(row, pictures.numbers.get(row.image_id, -1))
    for reject in _rejects(out, manifest):
        if _is_drawn(reject.image_id, share) and blocks.rows < rows:
            blocks.add_reject(reject, pictures.numbers.get(reject.image_id, -1))
    blocks.end()
    can_audit = find_spec("sklearn") is not None
    if audited and can_audit:
        log.info("auditing the negatives")
    audits = audit_folder(out, AUDITED, by_kind=True, most=WORDS) if audited and can_audit and manifest.shards else {}
    page = _page(
        out, manifest, list(figures.kinds()), figures.styles, blocks, pictures, audits, audited and not can_audit
    )
    data = page.encode(errors="replace")
    write_atomically(to, data)
    return Reported(str(to), len(data), blocks.rows, sum(1 for _ in set(pictures.numbers.values())), pictures.missing)


def _image_ids(out: Path) -> Iterator[str]:
    for batch in iter_batches(out, ["image_id"]):
        yield from batch["image_id"].to_pylist()


def _is_drawn(image_id: str, share: float) -> bool:
    """Whether the captions of an image are among a share of all, whatever their order."""
    if share >= 1:
        return True
    digest = blake2b(image_id.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") < share * 2**64


def _rejects(out: Path, manifest: Manifest) -> Iterator[Reject]:
    for file in manifest.reject_shards:
        yield from read_rejects(out / file.file)


def _page(
    out: Path,
    manifest: Manifest,
    kinds: Sequence[OfKind],
    styles: Counter[str],
    blocks: Blocks,
    pictures: Thumbnails,
    audits: dict[str, Audit],
    no_sklearn: bool,
) -> str:
    refused = _refused(manifest)
    by_reason = Counter[str]()
    for _, reason, count in refused:
        by_reason[reason] += count
    charts = {
        "kinds": [
            {"side": one.side, "kind": one.kind, "style": name, "count": count}
            for one in kinds
            for name, count in one.by_style.items()
        ],
        "styles": list(styles),
        "step": STEP,
        "similarity": [
            {"side": one.side, "kind": one.kind, "bars": one.similarity.bars, "mean": one.similarity.mean}
            for one in kinds
            if one.similarity
        ],
        "refused": [{"reason": reason, "count": count} for reason, count in by_reason.most_common(REASONS)],
        "audit": [
            {"kind": kind, "judge": judge, "share": getattr(one, judge)}
            for kind, one in audits.items()
            if one.both is not None
            for judge in JUDGES
        ],
    }
    name = out.resolve().name
    return render(
        {**browser_settings(blocks), "charts": charts, "review": None},
        blocks.packed,
        pictures.packs,
        {
            "name": name,
            "title": f"{name} - capaug report",
            "manifest": manifest,
            "kinds": kinds,
            "styles": list(styles.items()),
            "refused": refused,
            "reasons": by_reason,
            "shown_reasons": REASONS,
            "audits": {kind: asdict(one) for kind, one in audits.items()},
            "notes": notes(audits),
            "no_sklearn": no_sklearn,
            "listed": blocks.rows,
            "without_picture": pictures.missing,
            "review": None,
        },
    )


def browser_settings(blocks: Blocks) -> dict[str, Any]:
    """What the browser of rows needs to know of its blocks."""
    return {
        "rows": blocks.rows,
        "kinds": [{"side": side, "kind": kind} for side, kind in blocks.kinds],
        "styles": list(blocks.styles),
        "reasons": list(blocks.reasons),
    }


def _refused(manifest: Manifest) -> list[tuple[str, str, int]]:
    """Kind, reason and count of what was refused, the most frequent first."""
    found = [(kind, reason, count) for kind, reasons in manifest.refused.items() for reason, count in reasons.items()]
    return sorted(found, key=lambda one: (-one[2], one[:2]))
