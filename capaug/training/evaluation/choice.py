"""The choice between a caption and its generated negatives in front of the picture, by kind of negative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress

import torch

from capaug.errors import InputError
from capaug.records import AugmentedCaption
from capaug.training.data.pictures import Pictures
from capaug.training.data.token_ids import TokenIds
from capaug.training.evaluation.metrics import Choice, choice_accuracy
from capaug.training.evaluation.other_pictures import other_images
from capaug.training.evaluation.scoring import Question, Tell, View, answer, silent
from capaug.training.models.base import DualEncoder


@dataclass(frozen=True, slots=True)
class Choices:
    """Accuracy by kind of negative (``all`` for all of them) with a caption's own picture, and with another.

    With another picture (:func:`~capaug.training.evaluation.other_pictures.other_images`), what is above one half is
    read off the texts alone. None where there is but one picture. ``cut_alike``: negatives left out, as the model sees
    of them what it sees of their captions.
    """

    captions: int
    own: dict[str, Choice]
    other: dict[str, Choice] | None
    cut_alike: int = 0


def evaluate_choice(
    model: DualEncoder,
    rows: Sequence[AugmentedCaption],
    pictures: Pictures,
    *,
    batch_size: int = 64,
    tell: Tell = silent,
) -> Choices:
    """How often a picture scores higher with its caption than with a negative of that caption; equal scores are half.

    Args:
        model: in any mode.
        rows: captions with negatives; those without are left out, and negatives that differ from their caption only in
            what the model cuts off.
        pictures: of the rows' images.
        batch_size: captions, pictures and texts at a time.
        tell: hears of ``captions``, those with another picture among them.

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
    another = other_images(row.image_id for row in asked)

    def found(shown: dict[str, str] | None, before: int) -> dict[str, Choice]:
        questions = [
            Question(
                (View(row.image_id if shown is None else shown[row.image_id]),),
                (row.caption, *(negative.text for negative in row.negatives)),
            )
            for row in asked
        ]
        total = len(asked) * (2 if another else 1)
        answers = answer(
            model,
            questions,
            pictures,
            batch_size=batch_size,
            tell=lambda _, done, __: tell("captions", before + done, total),
        )
        own = torch.cat([one.scores[0, :1].expand(one.scores.shape[1] - 1) for one in answers])
        return choice_accuracy(own, torch.cat([one.scores[0, 1:] for one in answers]), kinds)

    return Choices(len(asked), found(None, 0), found(another, len(asked)) if another else None, cut_alike)


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
