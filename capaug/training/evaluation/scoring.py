"""Scores of a few pictures with a few texts each, for many such questions: what every choice is made by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor

from capaug.errors import InputError
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.features import encode_images, encode_texts, pair_scores
from capaug.training.models.base import DualEncoder

Tell = Callable[[str, int, int], None]
"""Hears of what is done, how many, and of how many."""


def silent(what: str, done: int, total: int) -> None:
    """A :data:`Tell` that says nothing."""


@dataclass(frozen=True, slots=True)
class View:
    """A picture, or the part of it inside ``box`` (left, top, right, bottom, in pixels)."""

    image_id: str
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Pictures and texts that are all to be scored with each other."""

    views: tuple[View, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Of a question: ``scores`` [pictures, texts] and the texts' vectors [texts, D], float32 on the CPU."""

    scores: Tensor
    vectors: Tensor


@contextmanager
def evaluating(model: DualEncoder) -> Iterator[torch.device]:
    """Evaluation mode without gradients, and back; gives the model's device."""
    training = model.training
    model.eval()
    try:
        with torch.no_grad():
            yield next(model.parameters()).device
    finally:
        model.train(training)


def compares_vectors(model: DualEncoder) -> bool:
    """Whether the model's similarity is the dot product of its vectors (AsCL's fusion compares tokens)."""
    return type(model).similarity is DualEncoder.similarity


def check_scores(scores: Tensor) -> Tensor:
    """``scores``, if they are numbers: every comparison with NaN is false, so a broken model could look perfect.

    Raises:
        InputError: some are NaN or infinite.
    """
    if not scores.isfinite().all():
        raise InputError("the model gives scores that are no numbers (NaN or infinite); its weights are broken")
    return scores


def answer(
    model: DualEncoder, questions: Sequence[Question], pictures: Pictures, *, batch_size: int = 64, tell: Tell = silent
) -> list[Answer]:
    """The answers to ``questions``, in their order; features of a batch of questions are in memory at a time.

    Pairs are scored by :func:`capaug.training.evaluation.features.pair_scores`.

    Args:
        model: in any mode.
        questions: what to score.
        pictures: where the views' pictures come from.
        batch_size: questions, pictures, texts and pairs at a time.
        tell: hears of the questions.

    Raises:
        InputError: a picture is missing or broken, or a score is no number.
    """
    answers: list[Answer] = []
    with evaluating(model) as device:
        for start in range(0, len(questions), batch_size):
            batch = questions[start : start + batch_size]
            views = list(dict.fromkeys(view for question in batch for view in question.views))
            texts = list(dict.fromkeys(text for question in batch for text in question.texts))
            view_rows = {view: row for row, view in enumerate(views)}
            text_rows = {text: row for row, text in enumerate(texts)}

            def shown(rows: list[str], views: list[View] = views) -> Tensor:
                return pixel_values(pictures, [views[int(row)] for row in rows])

            images = encode_images(model, shown, [str(row) for row in range(len(views))], batch_size)
            words = encode_texts(model, texts, batch_size)
            pairs = [(view_rows[v], text_rows[t]) for q in batch for v in q.views for t in q.texts]
            image_of, text_of = torch.tensor(pairs, device=device).unbind(dim=1)
            scores = check_scores(pair_scores(model, images, image_of, words, text_of, batch_size)).cpu()
            vectors = words.vector.float().cpu()
            sizes = [len(question.views) * len(question.texts) for question in batch]
            for question, part in zip(batch, scores.split(sizes), strict=True):
                rows = [text_rows[text] for text in question.texts]
                answers.append(Answer(part.view(len(question.views), -1), vectors[rows]))
            tell("questions", len(answers), len(questions))
    return answers


def pixel_values(pictures: Pictures, views: Sequence[View]) -> Tensor:
    """float32 [N, 3, H, W] of views."""
    if all(view.box is None for view in views):
        return pictures([view.image_id for view in views])
    found = []
    for view in views:
        picture = pictures.open(view.image_id)
        found.append(picture if view.box is None else picture.crop(view.box))
    return pictures.processor(found)
