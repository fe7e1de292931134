"""Retrieval among pictures and captions: Recall@k both ways, COCO's protocols, and recall by length of the query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import torch
from torch import Tensor

from capaug.errors import InputError, UsageError
from capaug.pictures import Resolved
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.features import encode_images, encode_texts
from capaug.training.evaluation.geometry import alignment, uniformity
from capaug.training.evaluation.metrics import Recall
from capaug.training.evaluation.scoring import Tell, check_scores, compares_vectors, evaluating, silent
from capaug.training.models.base import DualEncoder, Features

KS = (1, 5, 10)
SHORTEST = (
    1,
    8,
    10,
    12,
    15,
)  # words of the shortest query in each group; COCO's captions have ten and a half on average
BLOCK = 2**24  # pairs scored, or compared, at a time
GROUP = 256  # texts of like length that are scored together


@dataclass(frozen=True, slots=True)
class Protocol:
    """The first ``images`` pictures with their first ``captions`` captions, in ``folds`` that are ranked apart."""

    images: int
    folds: int
    captions: int


PROTOCOLS = {"5k": Protocol(5000, 1, 5), "1k": Protocol(5000, 5, 5)}


@dataclass(frozen=True, slots=True)
class Described:
    """A picture and its captions."""

    image_id: str
    captions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LengthGroup:
    """Recall of the captions of ``shortest`` to ``longest`` words (None: and more) that ask for their picture."""

    shortest: int
    longest: int | None
    captions: int
    recall: dict[int, float]

    @property
    def name(self) -> str:
        """The words, as a table shows them."""
        return f"{self.shortest}-{self.longest}" if self.longest else f"{self.shortest} or more"


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What :func:`evaluate_retrieval` finds.

    ``alignment`` and the uniformities are None for a model that does not compare vectors.
    """

    images: int
    captions: int
    recall: Recall
    lengths: tuple[LengthGroup, ...]
    alignment: float | None
    image_uniformity: float | None
    text_uniformity: float | None


def evaluate_retrieval(
    model: DualEncoder,
    described: Sequence[Described],
    pictures: Pictures,
    *,
    protocol: str | None = None,
    batch_size: int = 64,
    tell: Tell = silent,
) -> Retrieval:
    """Rank all captions for each picture and all pictures for each caption by the model's similarity.

    The scores are kept: four bytes for each picture and caption, half a gigabyte for COCO's 5,000 pictures.

    Args:
        model: in any mode.
        described: pictures with captions, each picture once.
        pictures: of their image ids.
        protocol: one of :data:`PROTOCOLS`; None takes all there is at once.
        batch_size: pictures and texts encoded at a time.
        tell: hears of ``pictures``, ``captions`` and ``ranks``.

    Raises:
        UsageError: an unknown protocol, or fewer pictures than it needs.
        InputError: nothing to rank, a picture is missing or broken, or a score is no number.
    """
    chosen, folds = choose(described, protocol)
    if not chosen:
        raise InputError("there are no captions with a picture to rank")
    captions = [caption for item in chosen for caption in item.captions]
    owners = torch.tensor([row for row, item in enumerate(chosen) for _ in item.captions])
    with evaluating(model) as device:
        images = _images(model, [item.image_id for item in chosen], pictures, batch_size, tell)
        texts = _texts(model, captions, batch_size, tell)
        image_ranks, text_ranks = [], []
        size = len(chosen) // folds
        for fold in range(folds):
            inside = (owners >= fold * size) & (owners < (fold + 1) * size)
            part = images.take(slice(fold * size, (fold + 1) * size))
            scores = _scores(model, part, texts.take(inside.to(device)), tell)
            of_images, of_texts = ranks(scores, owners[inside] - fold * size)
            image_ranks.append(of_images)
            text_ranks.append(of_texts)
        vectors = compares_vectors(model)
        return Retrieval(
            len(chosen),
            len(captions),
            Recall(_mean_recall(image_ranks), _mean_recall(text_ranks)),
            by_length(captions, torch.cat(text_ranks)),
            alignment(images.vector.cpu()[owners], texts.vector.cpu()) if vectors else None,
            uniformity(images.vector) if vectors else None,
            uniformity(texts.vector) if vectors else None,
        )


def choose(described: Sequence[Described], protocol: str | None) -> tuple[list[Described], int]:
    """The pictures and captions that a protocol ranks, and its number of folds; captions are never empty.

    Raises:
        UsageError: an unknown protocol, or fewer pictures than it needs.
    """
    there = [item for item in described if item.captions]
    if protocol is None:
        return there, 1
    if protocol not in PROTOCOLS:
        raise UsageError(f"unknown protocol {protocol!r}; known: {', '.join(PROTOCOLS)}")
    rule = PROTOCOLS[protocol]
    if len(there) < rule.images:
        raise UsageError(
            f"protocol {protocol} needs {rule.images:,} pictures with captions, there are {len(there):,}; leave "
            "--protocol out to rank all at once"
        )
    return [Described(item.image_id, item.captions[: rule.captions]) for item in there[: rule.images]], rule.folds


def ranks(scores: Tensor, owners: Tensor) -> tuple[Tensor, Tensor]:
    """How many wrong answers come before the first right one: for each picture [I] and for each caption [T].

    Of equal scores the wrong one counts as the higher, so a model that scores all alike finds nothing.

    Args:
        scores: pictures x captions; every picture has a caption.
        owners: int64 [T], the row of each caption's picture.
    """
    own = scores[owners, torch.arange(len(owners))]
    best = torch.full((len(scores),), -torch.inf).scatter_reduce(0, owners, own, "amax")
    of_images = torch.empty(len(scores), dtype=torch.int64)
    of_texts = torch.zeros(len(owners), dtype=torch.int64)
    step = max(1, BLOCK // max(1, len(owners)))
    for start in range(0, len(scores), step):
        rows = slice(start, start + step)
        wrong = owners[None, :] != torch.arange(len(scores))[rows, None]
        of_images[rows] = ((scores[rows] >= best[rows, None]) & wrong).sum(dim=1)
        of_texts += ((scores[rows] >= own) & wrong).sum(dim=0)
    return of_images, of_texts


def recall_of(found: Tensor, ks: Sequence[int] = KS) -> dict[int, float]:
    """Share of ranks below k, by k."""
    return {k: float((found < k).double().mean()) for k in ks}


def by_length(captions: Sequence[str], text_ranks: Tensor) -> tuple[LengthGroup, ...]:
    """Recall of captions by their number of words; groups without captions are left out."""
    words = torch.tensor([len(caption.split()) for caption in captions]).clamp_min(1)
    groups = []
    for shortest, following in zip(SHORTEST, (*SHORTEST[1:], None), strict=True):
        inside = (words >= shortest) & (words < following if following else words >= shortest)
        if inside.any():
            longest = following - 1 if following else None
            groups.append(LengthGroup(shortest, longest, int(inside.sum()), recall_of(text_ranks[inside])))
    return tuple(groups)


def read_described(
    path: Path,
    *,
    split: str | None = None,
    columns: str | Mapping[str, str] | None = None,
    delimiter: str | None = None,
    header: bool | None = None,
    quotes: bool | None = None,
) -> list[Described]:
    """Pictures and captions of an output folder of ``capaug generate``, or of a file of captions, in its order.

    A file is anything that ``capaug generate --dataset`` takes (:func:`capaug.sources.open_source`, also for the
    options), each image in one place.

    Raises:
        InputError: it cannot be read.
        UsageError: the options do not go with it.
    """
    if path.is_dir():
        from capaug.runs.reader import iter_rows

        return group((row.image_id, row.caption) for row in iter_rows(path))
    from capaug.sources import open_source

    source = open_source(str(path), split=split, columns=columns, delimiter=delimiter, header=header, quotes=quotes)
    return group((images.image_id, caption.text) for images in source.groups() for caption in images.captions)


def group(pairs: Iterable[tuple[str, str]]) -> list[Described]:
    """Pairs of image id and caption by image, in the order of each image's first caption."""
    found: dict[str, list[str]] = {}
    for image_id, caption in pairs:
        found.setdefault(image_id, []).append(caption)
    return [Described(image_id, tuple(captions)) for image_id, captions in found.items()]


def with_picture(described: Iterable[Described], found: Resolved) -> list[Described]:
    """What has a picture; ids that name one picture become one, with the captions of all."""
    ids = found.first_ids()
    return group(
        (ids[item.image_id], caption) for item in described if item.image_id in ids for caption in item.captions
    )


def _images(model: DualEncoder, image_ids: list[str], pictures: Pictures, batch_size: int, tell: Tell) -> Features:
    done = 0

    def shown(wanted: list[str]) -> Tensor:
        nonlocal done
        done += len(wanted)
        tell("pictures", done, len(image_ids))
        return pictures(wanted)

    if not compares_vectors(model):
        return encode_images(model, shown, image_ids, batch_size)
    return _vectors_only(
        encode_images(model, shown, image_ids[start : start + batch_size], batch_size)
        for start in range(0, len(image_ids), batch_size)
    )


def _texts(model: DualEncoder, captions: list[str], batch_size: int, tell: Tell) -> Features:
    if not compares_vectors(model):
        return encode_texts(model, captions, batch_size)

    def parts() -> Iterable[Features]:
        for start in range(0, len(captions), batch_size):
            yield encode_texts(model, captions[start : start + batch_size], batch_size)
            tell("captions", min(start + batch_size, len(captions)), len(captions))

    return _vectors_only(parts())


def _vectors_only(parts: Iterable[Features]) -> Features:
    """The vectors of batches; the features of all tokens of a large set would fill the memory."""
    vectors = torch.cat([part.vector for part in parts])
    return Features(vectors, vectors.new_zeros(len(vectors), 0))


def _scores(model: DualEncoder, images: Features, texts: Features, tell: Tell) -> Tensor:
    """Scores [I, T] in float32 on the CPU, in blocks.

    Texts of like length are scored together: with all of them padded to the longest, a fusion would spend half of its
    work on padding.
    """
    count = len(images.vector)
    scores = torch.empty(count, len(texts.vector))
    step = max(1, BLOCK // max(1, len(texts.vector)))
    groups = [(rows.cpu(), texts.take(rows).trimmed()) for rows in texts.by_length(GROUP)]
    for start in range(0, count, step):
        block = slice(start, start + step)
        part = images.take(block)
        for rows, group in groups:
            scores[block, rows] = check_scores(model.similarity(part, group)).float().cpu()
        tell("ranks", min(start + step, count), count)
    return scores


def _mean_recall(folds: Sequence[Tensor]) -> dict[int, float]:
    found = [recall_of(fold) for fold in folds]
    return {k: fmean(recall[k] for recall in found) for k in KS}
