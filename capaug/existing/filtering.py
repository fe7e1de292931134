"""A file of negatives filtered: what is refused goes, and negatives of capaug's own take its place where asked."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from capaug.augmenter import Augmenter, caption_id
from capaug.english.edits import fold
from capaug.errors import InputError, UsageError
from capaug.existing.base import Entry, Given, NegativesFile
from capaug.existing.judge import Judge, Verdict
from capaug.existing.opening import open_negatives
from capaug.recipes import Recipe, load_recipe
from capaug.records import Caption, CaptionGroup
from capaug.runs.atomic import writing_atomically

SOURCE, SPLIT = "negatives", "all"
AT_ONCE = 256  # images

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Filtered:
    """What came of a file.

    Attributes:
        layout: of the file.
        captions: entries that were read.
        negatives: theirs.
        kept: of these.
        mended: of those that are kept, whose spaces, capitals, ``a`` or ``an`` were put right.
        weighed: of all, of which rules had more to go by than words: the lexicon knows what changed, or the graphs of
            both tell what moved.
        added: negatives of capaug's own.
        left_out: entries without a negative, which the layout cannot hold.
        refused: how many were refused, by reason, the most frequent first.
        kinds: how many were read and how many kept, by the kind of capaug's that makes such changes; ``other`` where
            none does.
    """

    layout: str = ""
    captions: int = 0
    negatives: int = 0
    kept: int = 0
    mended: int = 0
    weighed: int = 0
    added: int = 0
    left_out: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, tuple[int, int]] = field(default_factory=dict)


def filter_negatives(
    path: str | Path,
    out: str | Path,
    *,
    rules: bool = True,
    encoder: bool = True,
    complete: int = 0,
    recipe: Recipe | str | Path = "default",
    columns: str | None = None,
    refused: str | Path | None = None,
    device: str = "auto",
    progress: Callable[[int, int], None] | None = None,
) -> Filtered:
    """Write ``path``, a file of captions and negatives, to ``out`` with those negatives that are worth keeping.

    Args:
        path: NegCLIP's table, CE-CLIP's array, CSV, JSON or JSON lines (:func:`open_negatives`).
        out: file to write, in the layout of ``path``.
        rules: refuse what a rule refuses.
        encoder: refuse what lies outside the recipe's bands of similarity.
        complete: give each caption negatives of capaug's own until it has so many; 0 for none.
        recipe: whose parser, encoder, bands, exclusions, and for ``complete`` kinds.
        columns: what columns are called where their names do not tell.
        refused: file for the refused negatives with their reasons, JSON lines.
        device: where the encoder runs.
        progress: hears how many captions are judged, and of how many.

    Returns:
        What was kept, refused and added.

    Raises:
        UsageError: neither rules nor encoder, more negatives than the layout holds, or an unknown name.
        InputError: ``path`` cannot be read, or no negative is left.
        OutputError: ``out`` cannot be written; it is as it was.
    """
    path, out = Path(path), Path(out)
    if not (rules or encoder or complete):
        raise UsageError("nothing to filter by: ask rules, encoder or both")
    if out.exists() and path.exists() and out.samefile(path):
        raise UsageError(f"{out}: what is kept needs a file of its own")
    file = open_negatives(path, columns)
    if file.places is not None and complete > file.places:
        raise UsageError(f"{path}: the layout of {file.layout} has places for {file.places} negatives a caption")
    chosen = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
    log.info("judging the negatives of %d captions", len(file.entries))
    judge = Judge(chosen, rules=rules, encoder=encoder, device=device)
    verdicts = []
    for of_entry in judge.judge(file.entries):
        verdicts.append(of_entry)
        if progress:
            progress(len(verdicts), len(file.entries))
    kept = [[_kept(one) for one in of_entry if one.reason is None] for of_entry in verdicts]
    found = _counted(file, verdicts)
    if complete:
        log.info("completing the negatives")
        kept, found.added = completed(file.entries, verdicts, kept, chosen, complete, device)
    with writing_atomically(out) as written:
        try:
            found.left_out = file.write(kept, written)
        except InputError as error:
            raise InputError(f"{path}: {error}") from None
    if refused is not None:
        _write_refused(Path(refused), file.entries, verdicts)
    return found


def _kept(verdict: Verdict) -> Given:
    return Given(verdict.text, verdict.given.kind)


def _counted(file: NegativesFile, verdicts: Sequence[Sequence[Verdict]]) -> Filtered:
    flat = [one for of_entry in verdicts for one in of_entry]
    read = Counter(one.kind or "other" for one in flat)
    kept = Counter(one.kind or "other" for one in flat if one.reason is None)
    return Filtered(
        layout=file.layout,
        captions=len(file.entries),
        negatives=len(flat),
        kept=sum(one.reason is None for one in flat),
        mended=sum(one.mended for one in flat),
        weighed=sum(one.weighed for one in flat),
        refused=dict(Counter(one.reason for one in flat if one.reason is not None).most_common()),
        kinds={kind: (read[kind], kept[kind]) for kind in sorted(read)},
    )


def completed(
    entries: Sequence[Entry],
    verdicts: Sequence[Sequence[Verdict]],
    kept: Sequence[Sequence[Given]],
    recipe: Recipe,
    most: int,
    device: str = "auto",
) -> tuple[list[list[Given]], int]:
    """``kept``, with negatives of capaug's own for each caption that has fewer than ``most``; and how many those are.

    A caption that stands at several places has its negatives of all of them, and gets others at the first. What was
    refused does not come back.
    """
    places: dict[tuple[str, str], list[int]] = {}
    captions: dict[str, dict[str, None]] = {}
    for number, entry in enumerate(entries):
        places.setdefault((entry.image, entry.caption), []).append(number)
        captions.setdefault(entry.image, {})[entry.caption] = None
    have = {caption: sum(len(kept[number]) for number in numbers) for caption, numbers in places.items()}
    images = [image for image, texts in captions.items() if any(have[image, text] < most for text in texts)]
    augmenter = Augmenter(replace(recipe, negatives=most), device=device)
    full, added = [list(of_entry) for of_entry in kept], 0
    for first in range(0, len(images), AT_ONCE):
        groups = [_group(image, captions[image]) for image in images[first : first + AT_ONCE]]
        for row in augmenter.augment(groups).rows:
            numbers = places[row.image_id, row.caption]
            known = {fold(text) for n in numbers for one in verdicts[n] for text in (one.given.text, one.text)}
            fresh = [Given(one.text, one.kind) for one in row.negatives if fold(one.text) not in known]
            fresh = fresh[: max(0, most - have[row.image_id, row.caption])]
            full[numbers[0]] += fresh
            added += len(fresh)
    return full, added


def _group(image: str, captions: Mapping[str, None]) -> CaptionGroup:
    return CaptionGroup(image, tuple(Caption(caption_id(text), text) for text in captions), SOURCE, SPLIT)


def _write_refused(path: Path, entries: Sequence[Entry], verdicts: Sequence[Sequence[Verdict]]) -> None:
    with writing_atomically(path) as file:
        for entry, of_entry in zip(entries, verdicts, strict=True):
            for one in of_entry:
                if one.reason is not None:
                    values = {
                        "where": entry.where,
                        "image": entry.image,
                        "caption": entry.caption,
                        "negative": one.given.text,
                        "kind": one.given.kind or one.kind,
                        "reason": one.reason,
                    }
                    file.write(json.dumps(values).encode() + b"\n")
