"""Whether an output folder still holds what its manifest says, and whether its rows keep their promises."""

from __future__ import annotations

from pathlib import Path

from capaug.runs.files import broken_files, strays
from capaug.runs.findings import REPAIR, Finding
from capaug.runs.layout import MANIFEST
from capaug.runs.repair import manifest_of
from capaug.runs.rows import check_rows


def verify(path: str | Path) -> list[Finding]:
    """Check every file and every row of an output folder; nothing wrong, no finding.

    Checked: each file is to the byte what was written, and none is too many; the columns; the graph's spans and
    indices; that the edits of each variant, applied right to left to what was read of the caption, give its text; that
    no two captions have one id; that summaries and manifest count what rows and rejects hold.

    Raises:
        InputError: there is no such folder, it is no output of capaug, its run is unfinished, or its manifest is gone
            and cannot be told from the other files.
    """
    folder = Path(path)
    manifest, whole = manifest_of(folder)
    findings = [] if whole else [Finding(MANIFEST, "missing, or not the bytes that were written", REPAIR)]
    findings += [*broken_files(folder, manifest), *strays(folder, manifest)]
    return findings + check_rows(folder, manifest, {finding.file for finding in findings})
