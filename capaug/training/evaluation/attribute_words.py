"""Masked language modelling on attribute words: which of them a model reads off the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from capaug.errors import InputError, UsageError
from capaug.records import AugmentedCaption
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.features import encode_images
from capaug.training.evaluation.other_pictures import other_images
from capaug.training.evaluation.scoring import Tell, check_scores, evaluating, silent
from capaug.training.models.base import DualEncoder, Features, WordPredictor


@dataclass(slots=True)
class Guesses:
    """``right`` of ``made`` attributes are guessed to the letter, ``with_other`` of them with another picture."""

    made: int = 0
    right: int = 0
    with_other: int = 0

    @property
    def accuracy(self) -> float:
        """Share that is right; 0 for none."""
        return self.right / self.made if self.made else 0.0

    @property
    def other_accuracy(self) -> float:
        """Share that is right with another picture; 0 for none."""
        return self.with_other / self.made if self.made else 0.0


@dataclass(frozen=True, slots=True)
class Masked:
    """A caption in which the words of one attribute are masked."""

    image_id: str
    kind: str
    ids: list[int]
    places: list[int]
    labels: list[int] = field(default_factory=list)


def evaluate_attribute_words(
    model: DualEncoder,
    rows: Sequence[AugmentedCaption],
    pictures: Pictures,
    *,
    batch_size: int = 64,
    tell: Tell = silent,
) -> dict[str, Guesses]:
    """Mask the attributes of each caption one at a time, all the tokens of one, and let the model guess them.

    An attribute is right if each of its tokens is the likeliest. Attributes beyond the tokens that the model reads, and
    those with a token unknown to its tokenizer, are left out.

    Args:
        model: one with a head for masked words, in any mode.
        rows: captions with scene graphs.
        pictures: of the rows' images.
        batch_size: masked captions at a time.
        tell: hears of ``attributes``.

    Returns:
        Guesses by type of the attribute (``color``, ``number``, ...), and those of ``all``, which come first.

    Raises:
        UsageError: the model has no such head, or its tokenizer no mask.
        InputError: no caption has an attribute, or a picture is missing or broken.
    """
    if not isinstance(model, WordPredictor):
        raise UsageError(
            f"a {type(model).__name__} guesses no masked words; train one that does, with the recipe fam "
            "(fusion: cross_attention)"
        )
    if model.tokenizer.mask_token_id is None:
        raise UsageError("the model's tokenizer has no mask token, so no word can be masked")
    masked = list(mask_attributes(model, rows))
    if not masked:
        raise InputError("no caption has an attribute word that can be masked")
    others = other_images(row.image_id for row in rows)
    found: dict[str, Guesses] = {}
    every = Guesses()
    with evaluating(model) as device:
        for start in range(0, len(masked), batch_size):
            batch = masked[start : start + batch_size]
            ids, attended, places, labels = _tensors(batch, model.tokenizer.pad_token_id or 0, device)
            texts = model.text_features(ids, attended)
            owner = places.nonzero()[:, 0]

            def guessed(
                shown: list[str],
                texts: Features = texts,
                places: Tensor = places,
                labels: Tensor = labels,
                owner: Tensor = owner,
            ) -> list[bool]:
                """Whether each attribute of the batch is right."""
                images = list(dict.fromkeys(shown))
                rows = torch.tensor([images.index(image) for image in shown], device=owner.device)
                tokens = encode_images(model, pictures, images, batch_size).tokens[rows]
                assert texts.mask is not None
                logits = check_scores(model.predict(tokens, texts.tokens, texts.mask, places))
                wrong = torch.zeros(len(shown), device=owner.device)
                wrong.index_add_(0, owner, (logits.argmax(dim=-1) != labels).float())
                return (wrong == 0).tolist()

            right = guessed([one.image_id for one in batch])
            blind = guessed([others[one.image_id] for one in batch]) if others else [False] * len(batch)
            for one, with_own, with_other in zip(batch, right, blind, strict=True):
                for guesses in (every, found.setdefault(one.kind, Guesses())):
                    guesses.made += 1
                    guesses.right += with_own
                    guesses.with_other += with_other
            tell("attributes", start + len(batch), len(masked))
    return {"all": every, **dict(sorted(found.items()))}


def mask_attributes(model: DualEncoder, rows: Sequence[AugmentedCaption]) -> Iterator[Masked]:
    """Every attribute of every caption, masked; one span once, whatever objects it belongs to."""
    tokenizer = model.tokenizer
    for row in rows:
        spans = {(a.start, a.end): a.type for a in reversed(row.scene_graph.attributes)}
        if not spans:
            continue
        read = tokenizer(row.caption, truncation=True, max_length=model.max_tokens, return_offsets_mapping=True)
        ids: list[int] = read["input_ids"]
        offsets: list[tuple[int, int]] = read["offset_mapping"]
        for (start, end), kind in sorted(spans.items()):
            places = [n for n, (first, last) in enumerate(offsets) if first < end and last > start]
            labels = [ids[n] for n in places]
            if not places or offsets[places[-1]][1] < end or tokenizer.unk_token_id in labels:
                continue
            shown = [tokenizer.mask_token_id if n in places else token for n, token in enumerate(ids)]
            yield Masked(row.image_id, kind, shown, places, labels)


def _tensors(batch: Sequence[Masked], pad: int, device: torch.device) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Token ids, attention and masked places [N, L], and the labels of those places [M] in their order."""
    longest = max(len(one.ids) for one in batch)
    ids = torch.tensor([one.ids + [pad] * (longest - len(one.ids)) for one in batch], device=device)
    attended = torch.tensor([[1] * len(one.ids) + [0] * (longest - len(one.ids)) for one in batch], device=device)
    places = torch.zeros_like(ids, dtype=torch.bool)
    for row, one in enumerate(batch):
        places[row, one.places] = True
    labels = torch.tensor([label for one in batch for label in one.labels], device=device)
    return ids, attended, places, labels
