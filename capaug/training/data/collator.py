"""From rows of shards to the tensors of a batch: caption, negatives, a positive, masked attribute words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from itertools import chain, compress
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from capaug.errors import UsageError
from capaug.kinds import family
from capaug.records import AugmentedCaption, Variant
from capaug.training.data.kinds import Row
from capaug.training.data.mirror_pictures import Mirrors, mirror_pictures
from capaug.training.data.pictures import Pictures
from capaug.training.data.token_ids import TokenIds

if TYPE_CHECKING:
    from tokenizers import Encoding
    from transformers import PreTrainedTokenizerBase

    from capaug.mirrors import Key

IGNORED = -100  # label of a token that is not to be predicted
SIDE = re.compile(r"\b(?:left|right)(?:most|wards?|-?hand(?:ed)?)?\b|clockwise", re.IGNORECASE)
MASKED, RANDOM = 0.8, 0.1  # of the tokens to predict: shown as the mask token, shown as any token; the rest as it is


class Collator:
    """Makes a batch of rows: the ``collate_fn`` of a ``DataLoader``, the ``data_collator`` of a ``Trainer``.

    What is drawn for a caption depends on the seed, the epoch and the caption's id, so it is the same in any batch, in
    any order and in any worker process.

    Args:
        tokenizer: a fast tokenizer of the transformers library. Without attribute masks also any function from a list
            of texts to token ids [N, L] padded with zeros, such as a tokenizer of open_clip.
        negatives: negatives a caption, drawn each epoch among those of its row. 0 for none. Those that the cut leaves
            with the tokens of their caption are none.
        positives: 1 to draw one positive (AsCL's T+) a caption each epoch, 0 for none.
        kinds: kinds of negatives to draw (``relation_swap.roles``) or families (``relation_swap``), known to capaug or
            your own; None for all, of which none is then numbered. :func:`~capaug.training.data.kinds.kinds_of` tells
            those that rows hold.
        mask_attributes: make the batch of masked language modelling, in which attribute words are masked first (FAM).
        mask_probability: share of a caption's tokens to predict.
        seed: of all draws.
        max_length: tokens a text; the longer are cut.
        pad_to_max_length: always pad to ``max_length``, for models with a fixed context (SigLIP).
        images: from image ids to ``pixel_values`` [B, 3, H, W] (:class:`~capaug.training.data.pictures.Pictures`).
            Without it, rows that have a column ``pixel_values`` are stacked.
        mirrors: image ids by negative (:mod:`capaug.mirrors`); each caption then brings the picture of a mirror of one
            of its drawn negatives, where one has any. It needs ``images``.
        sides: tell of each row whether a text of it names a side (*left*, *right*), so that its picture must not be
            flipped.

    Returns of a call, with B rows and K negatives:

    ========================================== ===========================================================
    ``input_ids``, ``attention_mask``          [B, L], captions
    ``negative_input_ids``, ``..._mask``       [B, K, L'], negatives; one short text where there is none
    ``negative_mask``                          [B, K] bool, where there is one
    ``negative_kinds``                         [B, K], index into ``kinds`` (below); -1 for none. Without ``kinds``
                                               there is no such tensor
    ``positive_input_ids``, ``..._mask``       [B, L''], positives; the caption itself where there is none
    ``positive_mask``                          [B] bool, where there is one
    ``mlm_input_ids``, ``mlm_labels``          [B, L], captions with masks; -100 where nothing is to be predicted
    ``image_ids``                              [B], equal for captions of one image: no negatives of each other. Of
                                               ``Pictures`` ids that name one picture are equal too
    ``pixel_values``                           [B, 3, H, W]
    ``names_sides``                            [B] bool, with ``sides``
    ``mirror_mask``                            [B] bool, where there is a mirror
    ``mirror_negative``                        [B], the place in K of the negative whose mirror it is
    ``mirror_pixel_values``                    [B, 3, H, W], zeros where there is none
    ========================================== ===========================================================

    Attributes:
        kinds: the kinds and families given, each once and sorted, so that a number means the same in every process. A
            negative has the number of its kind, or where only its family is given that of the family. Empty for None.

    Raises:
        UsageError: an option out of range, attribute masks with a tokenizer that has no mask token or cannot tell
            the place of its tokens, or mirrors without images.

    Example:
        >>> loader = DataLoader(rows, batch_size=64, collate_fn=Collator(tokenizer, negatives=2))  # doctest: +SKIP
    """

    def __init__(
        self,
        tokenizer: PreTrainedTokenizerBase | Callable[[list[str]], Tensor],
        *,
        negatives: int = 1,
        positives: int = 0,
        kinds: Sequence[str] | None = None,
        mask_attributes: bool = False,
        mask_probability: float = 0.15,
        seed: int = 0,
        max_length: int = 77,
        pad_to_max_length: bool = False,
        images: Callable[[list[str]], Tensor] | None = None,
        mirrors: Mirrors | None = None,
        sides: bool = False,
    ) -> None:
        if negatives < 0 or positives not in (0, 1) or max_length < 1 or not 0 < mask_probability < 1:
            raise UsageError(
                "the collator takes negatives of at least 0, positives of 0 or 1, a max_length of at least 1 and a "
                f"mask_probability between 0 and 1, not {negatives}, {positives}, {max_length} and {mask_probability}"
            )
        self.negatives, self.positives = negatives, positives
        self.kinds = tuple(sorted(set(kinds or ())))
        self._numbers = None if kinds is None else {kind: number for number, kind in enumerate(self.kinds)}
        self.mask_attributes, self.mask_probability = mask_attributes, mask_probability
        self.seed, self.max_length, self.pad_to_max_length = seed, max_length, pad_to_max_length
        self.images, self.mirrors, self.sides = images, mirrors, sides
        if mirrors is not None and images is None:
            raise UsageError("mirrors are pictures: the collator needs images (Pictures) to load them")
        self._tokens = TokenIds(tokenizer, max_length)
        if mask_attributes and self._tokens.mask_id is None:
            raise UsageError("attribute masks need a fast tokenizer that has a mask token")
        # In shared memory, so that worker processes that outlive an epoch (persistent_workers) hear of the next.
        self._epoch = torch.zeros((), dtype=torch.int64).share_memory_()

    @property
    def epoch(self) -> int:
        """The epoch whose draws are made."""
        return int(self._epoch)

    def set_epoch(self, epoch: int) -> None:
        """Make the draws of another epoch; to be called before the epoch's batches are asked for."""
        self._epoch.fill_(epoch)

    def __call__(self, rows: Sequence[Row]) -> dict[str, Tensor]:
        """The batch of ``rows``."""
        epoch = self.epoch
        draws = [_random(self.seed, epoch, _of(row, "caption_id")) for row in rows]
        captions: list[str] = [_of(row, "caption") for row in rows]
        batch: dict[str, Tensor] = {}
        if self.mask_attributes:
            encodings = self._tokens.encodings(captions)
            ids = [encoding.ids for encoding in encodings]
            shown, labels = self._masked(encodings, rows, epoch)
            batch["mlm_input_ids"], batch["mlm_labels"] = self._pad(shown)[0], self._pad(labels, IGNORED)[0]
        else:
            ids = self._tokens.ids(captions)
        batch["input_ids"], batch["attention_mask"] = self._pad(ids)
        drawn: list[list[Key]] = [[] for _ in rows]
        if self.negatives:
            batch |= self._negatives(rows, ids, draws, drawn)
        if self.positives:
            batch |= self._positives(rows, captions, draws)
        if self.sides:
            batch["names_sides"] = torch.tensor([_names_side(row) for row in rows])
        images: list[str] = [_of(row, "image_id") for row in rows]
        if isinstance(self.images, Pictures):
            images = [self.images.name_of(image) for image in images]  # two ids may name one picture
        batch["image_ids"] = torch.tensor([_number(image) for image in images])
        if self.images is not None:
            batch["pixel_values"] = self.images(images)
            if self.mirrors is not None:
                # draws of their own: the texts of a batch are the same with and without mirrors
                draws = [_random(self.seed, epoch, f"{_of(row, 'caption_id')}\0mirror") for row in rows]
                batch |= mirror_pictures(drawn, self.mirrors, self.images, batch["pixel_values"], draws)
        elif rows and isinstance(rows[0], Mapping) and "pixel_values" in rows[0]:
            batch["pixel_values"] = torch.stack([torch.as_tensor(_of(row, "pixel_values")) for row in rows])
        return batch

    def _negatives(
        self,
        rows: Sequence[Row],
        ids_of_captions: Sequence[list[int]],
        draws: Sequence[random.Random],
        keys: Sequence[list[Key]],
    ) -> dict[str, Tensor]:
        """The negatives' part of a batch; which were drawn is noted in ``keys``."""
        texts: list[str] = []
        numbers: list[int] = []
        for row, of_caption, draw, noted in zip(rows, ids_of_captions, draws, keys, strict=True):
            found = [
                (text, number, place)
                for place, (text, kind) in enumerate(map(_text_and_kind, _of(row, "negatives")))
                if (number := self._number_of(kind)) >= 0
            ]
            if found and self._tokens.may_be_cut(of_caption):
                differs = self._tokens.differ(of_caption, [text for text, *_ in found])
                found = list(compress(found, differs))
            drawn = draw.sample(found, min(self.negatives, len(found)))
            noted += [(_of(row, "image_id"), _of(row, "caption_id"), place) for *_, place in drawn]
            missing = self.negatives - len(drawn)
            texts += [text for text, *_ in drawn] + [""] * missing
            numbers += [number for _, number, _ in drawn] + [-1] * missing
        ids, attended = self._pad(self._tokens.ids(texts))
        shape = len(rows), self.negatives
        kinds = torch.tensor(numbers, dtype=torch.int64).view(shape)
        batch = {
            "negative_input_ids": ids.view(*shape, -1),
            "negative_attention_mask": attended.view(*shape, -1),
            "negative_mask": kinds >= 0,
        }
        return batch if self._numbers is None else batch | {"negative_kinds": kinds}

    def _number_of(self, kind: str) -> int:
        """The number of a negative's kind, -1 if it is not to be drawn; where all are, and none has a number, 0."""
        if self._numbers is None:
            return 0
        found = self._numbers.get(kind)
        return self._numbers.get(family(kind), -1) if found is None else found

    def _positives(
        self, rows: Sequence[Row], captions: Sequence[str], draws: Sequence[random.Random]
    ) -> dict[str, Tensor]:
        options = [_of(row, "positives") for row in rows]
        texts = [
            _text_and_kind(draw.choice(found))[0] if found else caption
            for found, caption, draw in zip(options, captions, draws, strict=True)
        ]
        ids, attended = self._pad(self._tokens.ids(texts))
        mask = torch.tensor([bool(found) for found in options])
        return {"positive_input_ids": ids, "positive_attention_mask": attended, "positive_mask": mask}

    def _masked(
        self, encodings: Sequence[Encoding], rows: Sequence[Row], epoch: int
    ) -> tuple[list[list[int]], list[list[int]]]:
        """Token ids as they are shown and the labels to predict, caption by caption."""
        shown, labels = [], []
        mask_id, vocabulary = self._tokens.mask_id, self._tokens.words
        assert mask_id is not None
        for encoding, row in zip(encodings, rows, strict=True):
            # draws of their own: the texts of a batch are the same with and without masks
            draw = _random(self.seed, epoch, f"{_of(row, 'caption_id')}\0mask")
            ids, special = encoding.ids, encoding.special_tokens_mask
            free = [place for place, is_special in enumerate(special) if not is_special]
            chosen = self._places(encoding, free, _attribute_spans(row), draw)
            label, seen = [IGNORED] * len(ids), list(ids)
            for place in chosen:
                label[place] = ids[place]
                how = draw.random()
                if how < MASKED:
                    seen[place] = mask_id
                elif how < MASKED + RANDOM:
                    seen[place] = draw.choice(vocabulary)
            shown.append(seen)
            labels.append(label)
        return shown, labels

    def _places(
        self, encoding: Encoding, free: list[int], spans: list[tuple[int, int]], draw: random.Random
    ) -> list[int]:
        """The tokens to predict: whole attribute words in random order, then any, until there are enough.

        How many is the same with and without attributes: ``mask_probability`` of the tokens on average, at least one.
        """
        wanted = len(free) * self.mask_probability
        count = min(len(free), max(1, int(wanted) + (draw.random() < wanted % 1)))
        chosen: dict[int, None] = {}
        if spans:
            offsets = encoding.offsets
            draw.shuffle(spans)
            for start, end in spans:
                if len(chosen) >= count:
                    return list(chosen)
                chosen.update(dict.fromkeys(p for p in free if offsets[p][0] < end and offsets[p][1] > start))
        others = [place for place in free if place not in chosen]
        return [*chosen, *draw.sample(others, min(len(others), max(0, count - len(chosen))))]

    def _pad(self, ids: Sequence[Sequence[int]], filler: int | None = None) -> tuple[Tensor, Tensor]:
        """``ids`` side by side [N, L] and where they are; of an empty text one place is attended to, so none is NaN."""
        lengths = np.fromiter(map(len, ids), np.int64, len(ids))
        longest = self.max_length if self.pad_to_max_length else max(1, lengths.max(initial=1))
        padded = np.full((len(ids), longest), self._tokens.pad_id if filler is None else filler, np.int64)
        there = np.arange(longest) < lengths[:, None]
        padded[there] = np.fromiter(chain.from_iterable(ids), np.int64, int(lengths.sum()))
        attended = np.arange(longest) < np.maximum(lengths, 1)[:, None]
        return torch.from_numpy(padded), torch.from_numpy(attended.astype(np.int64))


def _of(row: Row, name: str) -> Any:
    return getattr(row, name) if isinstance(row, AugmentedCaption) else row[name]


def _text_and_kind(variant: Variant | Mapping[str, Any]) -> tuple[str, str]:
    return (variant.text, variant.kind) if isinstance(variant, Variant) else (variant["text"], variant["kind"])


def _names_side(row: Row) -> bool:
    """Whether any text of a row, drawn or not, would say something else of a flipped picture."""
    variants = chain(_of(row, "negatives"), _of(row, "positives"))
    texts = chain([_of(row, "caption")], (text for text, _ in map(_text_and_kind, variants)))
    return any(SIDE.search(text) for text in texts)


def _attribute_spans(row: Row) -> list[tuple[int, int]]:
    """Character spans of the caption's attribute words, each once."""
    if isinstance(row, AugmentedCaption):
        spans = [(a.start, a.end) for a in row.scene_graph.attributes]
    else:
        spans = [(a["start"], a["end"]) for a in row["scene_graph"]["attributes"]]
    return list(dict.fromkeys(spans))


def _random(seed: int, epoch: int, key: str) -> random.Random:
    digest = blake2b(f"{seed}\0{epoch}\0{key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return random.Random(int.from_bytes(digest, "big"))


def _number(image_id: str) -> int:
    """A number that stands for an image in every process: equal ids have equal numbers, others almost surely not."""
    digest = blake2b(str(image_id).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
