"""Two pictures for two texts: a caption, its negative, the own picture, and a partner of which the negative is true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from capaug.errors import InputError
from capaug.records import AugmentedCaption
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.metrics import Choice, choice_accuracy
from capaug.training.evaluation.scoring import Question, Tell, View, answer, silent
from capaug.training.models.base import DualEncoder

if TYPE_CHECKING:
    from capaug.mirrors import Key

CHANCE = {"text": 1 / 4, "image": 1 / 4, "group": 1 / 6, "told apart": 1 / 2}
"""Of each measure, for a model whose four scores are drawn at random."""


@dataclass(frozen=True, slots=True)
class Quadruples:
    """Of quadruples of a picture I, its caption c, a negative n of it and a partner picture J of which n is true, by
    kind of negative (``all`` for all of them).

    ``text``: I scores higher with c, and J with n. ``image``: c scores higher with I, and n with J. ``group``: both, as
    in Winoground (arXiv 2204.03162); equal scores are wrong. ``apart``: S(I, c) - S(I, n) > S(J, c) - S(J, n), equal
    ones half: what texts give away cancels there, as in the AUC.

    ``shuffled`` are the same of all quadruples, each shown the two pictures of another one: ``apart`` must be one half,
    and the others at most at :data:`CHANCE`. None where there is but one quadruple.
    """

    text: dict[str, Choice]
    image: dict[str, Choice]
    group: dict[str, Choice]
    apart: dict[str, Choice]
    shuffled: dict[str, float] | None

    def by_measure(self) -> dict[str, dict[str, Choice]]:
        """The measures by the names that :data:`CHANCE` has."""
        return {"text": self.text, "image": self.image, "group": self.group, "told apart": self.apart}

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain values, by kind."""
        kinds = {
            kind: {
                "quadruples": choice.made,
                **{_plain(name): kinds[kind].accuracy for name, kinds in self.by_measure().items()},
            }
            for kind, choice in self.group.items()
        }
        chance, shuffled = ({_plain(name): value for name, value in of.items()} for of in (CHANCE, self.shuffled or {}))
        return {"kinds": kinds, "chance": chance, "shuffled": shuffled}


def evaluate_quadruples(
    model: DualEncoder,
    rows: Sequence[AugmentedCaption],
    partners: Mapping[Key, Sequence[str]],
    pictures: Pictures,
    *,
    batch_size: int = 64,
    tell: Tell = silent,
) -> Quadruples:
    """Text, image and group scores over the negatives whose partner picture is known.

    Args:
        model: in any mode.
        rows: captions with negatives.
        partners: image ids by negative (image id, caption id, place), of which the first counts.
        pictures: of the rows' images and the partners.
        batch_size: quadruples, pictures and texts at a time.
        tell: hears of ``questions``.

    Raises:
        InputError: no negative has a partner, a picture is missing or broken, or a score is no number.
    """
    asked: list[Question] = []
    kinds: list[str] = []
    for row in rows:
        for place, negative in enumerate(row.negatives):
            found = partners.get((row.image_id, row.caption_id, place))
            if found:
                asked.append(Question((View(row.image_id), View(found[0])), (row.caption, negative.text)))
                kinds.append(negative.kind)
    if not asked:
        raise InputError("no negative has a partner picture")
    order = torch.randperm(len(asked), generator=torch.Generator().manual_seed(0)).tolist()
    shown = [Question(asked[other].views, one.texts) for one, other in zip(asked, _others(order), strict=True)]
    control = shown if len(asked) > 1 else []
    answers = answer(model, [*asked, *control], pictures, batch_size=batch_size, tell=tell)
    scores = torch.stack([one.scores for one in answers])  # [Q, 2 pictures, 2 texts]
    measured = _measures(scores[: len(asked)], kinds)
    shuffled = _measures(scores[len(asked) :], kinds) if control else {}
    return Quadruples(
        measured["text"],
        measured["image"],
        measured["group"],
        measured["told apart"],
        {name: values["all"].accuracy for name, values in shuffled.items()} or None,
    )


def _plain(name: str) -> str:
    return name.replace(" ", "_")


def _others(order: Sequence[int]) -> list[int]:
    """For each quadruple the one that follows it in a drawn order: each once, and none its own."""
    followed = dict(zip(order, (*order[1:], *order[:1]), strict=True))
    return [followed[k] for k in range(len(order))]


def _measures(scores: Tensor, kinds: Sequence[str]) -> dict[str, dict[str, Choice]]:
    """The measures by kind, of scores [Q, 2, 2] of two pictures with their two texts."""
    (s00, s01), (s10, s11) = scores.double().permute(1, 2, 0)
    text, image = (s00 > s01) & (s11 > s10), (s00 > s10) & (s11 > s01)
    right = {"text": text, "image": image, "group": text & image}
    half = torch.full(text.shape, 0.5)
    found = {name: choice_accuracy(one.double(), half, kinds) for name, one in right.items()}
    return found | {"told apart": choice_accuracy(s00 - s01, s10 - s11, kinds)}
