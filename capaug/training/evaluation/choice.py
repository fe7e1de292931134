"""The choice between a caption and its generated negatives in front of the picture, and of others, by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

import torch
from torch import Tensor

from capaug.errors import InputError
from capaug.records import AugmentedCaption
from capaug.training.data.pictures import Pictures
from capaug.training.data.token_ids import TokenIds
from capaug.training.evaluation.auc import Auc, auc_by_kind
from capaug.training.evaluation.compared import Compared
from capaug.training.evaluation.gaps import by_vectors, gaps_of, picture_features
from capaug.training.evaluation.metrics import Choice, choice_accuracy
from capaug.training.evaluation.scoring import Tell, evaluating, silent
from capaug.training.models.base import DualEncoder


@dataclass(frozen=True, slots=True)
class Choices:
    """Of pairs of a caption c and a negative n, by kind of negative (``all`` for all of them).

    With D(I) = S(I, c) - S(I, n): ``own`` and ``other`` are how often D > 0 in front of the own picture, and of
    another (:func:`~capaug.training.evaluation.other_pictures.other_images`), where what is above one half is read off
    the texts alone. ``auc`` is how often D(own) > D(other picture), over all others: what texts give away cancels, so
    a model that sees nothing has one half. ``mirror_auc`` is the same over the negative's mirrors
    (:mod:`capaug.mirrors`), pictures of which it is likely to be true; pairs without any are left out. A model that
    fuses each pair is shown a few of either, spread evenly.

    ``shuffled`` are ``auc`` and ``mirror_auc`` of all pairs with the pictures shuffled, which must be one half; None
    for a model that fuses.

    None, and no ``mirror_auc``, where there is but one picture. ``cut_alike``: negatives left out, as the model sees of
    them what it sees of their captions.
    """

    captions: int
    own: dict[str, Choice]
    other: dict[str, Choice] | None
    auc: dict[str, Auc] | None
    mirror_auc: dict[str, Auc]
    shuffled: dict[str, Auc] | None
    cut_alike: int = 0


def evaluate_choice(
    model: DualEncoder,
    rows: Sequence[AugmentedCaption],
    pictures: Pictures,
    *,
    batch_size: int = 64,
    tell: Tell = silent,
) -> Choices:
    """How often a picture scores higher with its caption than with a negative of it, and by more than others do.

    Equal scores are half. The vectors of all pictures are in memory, of models that fuse all their features; and the
    scores of ``batch_size`` captions and their negatives with all pictures.

    Args:
        model: in any mode.
        rows: captions with negatives; those without only say what their images hold, and negatives that differ from
            their caption only in what the model cuts off are left out.
        pictures: of the rows' images.
        batch_size: captions, pictures and texts at a time.
        tell: hears of ``pictures`` and ``captions``.

    Raises:
        InputError: no row has a negative that the model sees, a picture is missing or broken, or a score is no number.
    """
    told_apart = _told_apart(model, [row for row in rows if row.negatives])
    cut_alike = sum(len(row.negatives) for row in rows) - sum(len(row.negatives) for row in told_apart)
    asked = [row for row in told_apart if row.negatives]
    if not asked:
        alike = f"; the model cuts {cut_alike:,} to what it sees of their captions" if cut_alike else ""
        raise InputError(f"no caption has a negative to choose from{alike}")
    kinds = [negative.kind for row in asked for negative in row.negatives]
    compared = Compared([row.image_id for row in asked], rows, every=by_vectors(model))
    gaps: list[dict[str, Tensor]] = []
    with evaluating(model):
        images = picture_features(model, compared.images, pictures, batch_size, tell)
        for start in range(0, len(asked), batch_size):
            block = asked[start : start + batch_size]
            gap = gaps_of(model, block, images, batch_size)
            gaps.append(compared.measures(block, gap))
            tell("captions", start + len(block), len(asked))
    found = {name: torch.cat([block[name] for block in gaps]) for name in gaps[0]}
    owners = [compared.place[row.image_id] for row in asked for _ in row.negatives]

    def chosen(name: str) -> dict[str, Choice]:
        return choice_accuracy(found[name], torch.zeros_like(found[name]), kinds)

    if "auc" not in found:
        return Choices(len(asked), chosen("own"), None, None, {}, None, cut_alike)
    aucs = {name: auc_by_kind(found[name], kinds, owners) for name in found if name not in ("own", "other")}
    shuffled = {name: aucs[f"shuffled_{name}"]["all"] for name in ("auc", "mirror_auc") if aucs.get(f"shuffled_{name}")}
    return Choices(
        len(asked), chosen("own"), chosen("other"), aucs["auc"], aucs["mirror_auc"], shuffled or None, cut_alike
    )


def _told_apart(model: DualEncoder, rows: Sequence[AugmentedCaption]) -> list[AugmentedCaption]:
    """``rows`` without the negatives whose tokens, cut as the model cuts them, are those of their caption."""
    tokens = TokenIds(model.tokenizer, model.max_tokens)
    found = []
    for row, ids in zip(rows, tokens.ids([row.caption for row in rows]), strict=True):
        if tokens.may_be_cut(ids):
            differs = tokens.differ(ids, [negative.text for negative in row.negatives])
            row = replace(row, negatives=tuple(compress(row.negatives, differs)))
        found.append(row)
    return found
