"""Bands of the embedding filter, measured once on a sample and kept in a recipe.

Two ways: the quantiles of what a recipe makes of a sample of captions (what lies outside is rare, mostly misread), or
the widest band in which enough of a set of labelled pairs are right.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from capaug.encoders import load_encoder
from capaug.encoders.base import TextEncoder
from capaug.errors import InputError, UsageError
from capaug.pipeline import Pipeline
from capaug.recipes import Recipe
from capaug.records import CaptionGroup
from capaug.registry import KINDS

GROUPS = 256  # images worked on at once
FEWEST = 20  # similarities of a kind that are worth a band
ENDS = 200  # of a band that are tried, each way

Band = tuple[float, float]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A text made of a caption, and whether a reader found its label right."""

    caption: str
    text: str
    kind: str
    right: bool


@dataclass(frozen=True, slots=True)
class KindBand:
    """What was found for a kind: how many pairs were measured, the band, and the shares of them that it keeps.

    ``precision`` is the share of right pairs among those kept, None where no labels were given.
    """

    pairs: int
    band: Band
    kept: float
    precision: float | None = None


def sample_similarities(groups: Iterable[CaptionGroup], recipe: Recipe, device: str = "auto") -> dict[str, list[float]]:
    """Cosines between caption and candidate, by kind, of all that ``recipe`` makes of ``groups`` and no rule refuses.

    Raises:
        UsageError: the recipe's parser, encoder or the device is not there.
    """
    pipeline = Pipeline(replace(recipe, filters=("rules",), hardest=0, balance="strict", fill=False), "cpu")
    encoder = load_encoder(recipe.encoder, device)
    found: dict[str, list[float]] = defaultdict(list)
    groups, images = iter(groups), 0
    while chunk := list(islice(groups, GROUPS)):
        pairs = [
            (candidate.scene.caption.text, candidate.variant.text, candidate.variant.kind)
            for of_caption in pipeline.candidates(chunk)
            for candidate in of_caption
        ]
        cosines = _cosines(encoder, [pair[:2] for pair in pairs])
        for (*_, kind), cosine in zip(pairs, cosines, strict=True):
            found[kind].append(cosine)
        images += len(chunk)
        log.info("measured the similarities of %d images", images)
    return dict(found)


def quantile_bands(similarities: Mapping[str, Sequence[float]], low: float, high: float) -> dict[str, KindBand]:
    """For each kind the band between its ``low`` and ``high`` quantile; kinds with few similarities get none.

    An end of 0 or 1 leaves that side open.

    Raises:
        UsageError: not 0 <= low < high <= 1.
    """
    if not 0 <= low < high <= 1:
        raise UsageError(f"quantiles must be 0 <= low < high <= 1, not {low} and {high}")
    bands = {}
    for kind, values in sorted(similarities.items()):
        if len(values) < FEWEST:
            continue
        ends = np.quantile(values, [low, high])
        band = _rounded(ends[0] if low > 0 else -1.0, ends[1] if high < 1 else 1.0)
        bands[kind] = KindBand(len(values), band, _kept(values, band))
    return bands


def precision_bands(pairs: Sequence[LabelledPair], encoder: TextEncoder, precision: float) -> dict[str, KindBand]:
    """For each kind the band that keeps the most right pairs while at least ``precision`` of what it keeps is right.

    Where no band with :data:`FEWEST` pairs is that precise the most precise one is taken; see ``KindBand.precision``.

    Raises:
        UsageError: ``precision`` is not above 0 and at most 1.
    """
    if not 0 < precision <= 1:
        raise UsageError(f"the precision must be above 0 and at most 1, not {precision}")
    cosines = _cosines(encoder, [(pair.caption, pair.text) for pair in pairs])
    of_kind: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for pair, cosine in zip(pairs, cosines, strict=True):
        of_kind[pair.kind].append((cosine, pair.right))
    bands = {}
    for kind, judged in sorted(of_kind.items()):
        if len(judged) >= FEWEST:
            bands[kind] = _most_right(judged, precision)
    return bands


def _most_right(judged: Sequence[tuple[float, bool]], precision: float) -> KindBand:
    values = np.array([value for value, _ in judged])
    order = np.argsort(values, kind="stable")
    values, right = values[order], np.array([right for _, right in judged])[order]
    before = np.concatenate([[0], np.cumsum(right)])  # right pairs below each place
    places = np.unique(np.linspace(0, len(values), min(len(values), ENDS) + 1).astype(int))
    best: tuple[float, int, int, int] | None = None  # precision up to the target, right pairs, first, end
    for first in places:
        for end in places:
            if end - first >= FEWEST:
                hits = int(before[end] - before[first])
                key = (min(hits / (end - first), precision), hits, int(first), int(end))
                if best is None or key[:2] > best[:2]:
                    best = key
    assert best is not None  # the whole has FEWEST pairs
    _, hits, first, end = best
    band = _rounded(-1.0 if first == 0 else values[first], 1.0 if end == len(values) else values[end - 1])
    return KindBand(len(values), band, (end - first) / len(values), hits / (end - first))


def read_labels(path: Path) -> list[LabelledPair]:
    """Labelled pairs from JSON lines: ``caption``, ``text``, ``kind`` and ``right`` (true or false).

    Raises:
        InputError: the file cannot be read, or a line is no such object.
    """
    pairs = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise InputError(f"{path}: cannot read the labels: {reason}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            pair = LabelledPair(*(value[name] for name in ("caption", "text", "kind", "right")))
        except (ValueError, KeyError, TypeError):
            raise InputError(f"{path}:{number}: expected an object with caption, text, kind and right") from None
        if not (isinstance(pair.right, bool) and isinstance(pair.caption, str) and isinstance(pair.text, str)):
            raise InputError(f"{path}:{number}: caption and text must be texts, right true or false")
        if pair.kind not in KINDS:
            raise InputError(f"{path}:{number}: {KINDS.unknown(str(pair.kind))}")
        pairs.append(pair)
    if not pairs:
        raise InputError(f"{path}: no labelled pair in it")
    return pairs


def with_bands(recipe: Recipe, bands: Mapping[str, KindBand]) -> Recipe:
    """``recipe`` with the bands that were found; kinds without one are not bounded."""
    kinds = {
        kind: replace(settings, band=bands[kind].band if kind in bands else None)
        for kind, settings in recipe.kinds.items()
    }
    return replace(recipe, kinds=kinds)


def _cosines(encoder: TextEncoder, pairs: Sequence[tuple[str, str]]) -> list[float]:
    if not pairs:
        return []
    rows = {text: row for row, text in enumerate(dict.fromkeys(text for pair in pairs for text in pair))}
    vectors = encoder.encode(list(rows))
    one, other = (vectors[[rows[pair[side]] for pair in pairs]] for side in (0, 1))
    return [float(cosine) for cosine in (one * other).sum(axis=1)]


def _rounded(low: float, high: float) -> Band:
    """Ends with three decimals, outwards, so that what lay inside still does."""
    ends = max(-1.0, np.floor(low * 1000) / 1000), min(1.0, np.ceil(high * 1000) / 1000)
    return float(ends[0]), float(ends[1])


def _kept(values: Sequence[float], band: Band) -> float:
    return sum(band[0] <= value <= band[1] for value in values) / len(values)
