"""FAM's image-text matching: ALBEF's, with a generated relation-altered caption as each image's text negative."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional

from capaug.training.losses.scores import are_siblings, full_precision

IGNORED = -100


class InBatchDraw(NamedTuple):
    """Mismatched partners from the batch.

    Attributes:
        images: int64 [B], for each caption the row of an image that is not its own.
        texts: int64 [B], for each image the row of a caption that is not its own.
        found: bool [B], False where all of the batch shows the same image; the two above then name the row itself.
    """

    images: Tensor
    texts: Tensor
    found: Tensor


class TextNegatives(NamedTuple):
    """Which text is each image's negative.

    Attributes:
        generated: bool [B], True where it is a generated one, False where it is a caption of the batch.
        place: int64 [B], the place among the image's generated negatives (0 to K - 1), or the row in the batch.
        found: bool [B], False where there is neither.
    """

    generated: Tensor
    place: Tensor
    found: Tensor

    def take(self, texts: Tensor, negatives: Tensor | None) -> Tensor:
        """The chosen rows [B, ...] of ``texts`` [B, ...] and ``negatives`` [B, K, ...]: tokens, masks or features."""
        rows = torch.arange(len(texts), device=texts.device)
        others = texts[torch.where(self.generated, rows, self.place)]
        if negatives is None or not negatives.shape[1]:
            return others
        own = negatives[rows, torch.where(self.generated, self.place, 0)]
        return torch.where(self.generated.view(-1, *[1] * (texts.dim() - 1)), own, others)


class ImageTextMatching(nn.Module):
    r"""Does this text say what this image shows? Two classes, over B matched pairs and 2B mismatched ones.

    .. code-block:: text

        L = -mean over the 3B pairs of log softmax(logits)[label],   label 1: they match, 0: they do not

    The 2B mismatched pairs: each caption with an image drawn from the batch (:meth:`draw`), and each image with its
    generated negative, or where it has none with a caption drawn from the batch (:meth:`choose_texts`). Drawn with the
    probability softmax(similarity), so that similar ones come first, and never of a sibling. Where the whole batch
    shows one image there is nothing to draw: :meth:`labels` says -100, and the mean leaves the pair out.

    Source: the loss and the draw are ALBEF's (arXiv 2107.07651; paper and authors' code); relation-altered captions as
    robust hard negatives are FAM's (paper, abstract). That they take the place of ALBEF's text negative, with the draw
    as fallback, is our reading.

    When to use: for the matching head of a fusion encoder (BLIP's ITM head, :class:`FusionEncoder`), beside a
    contrastive loss that gives the similarities.

    Inputs:
        ==================  ==================  ==========================================================
        logits              [N, 2]              mismatch, match
        labels              int64 [N]           1, 0, or -100 for a pair to leave out
        returns             scalar              float32 (float64 for float64 inputs)
        ==================  ==================  ==========================================================

    Example:
        >>> import torch
        >>> matching = ImageTextMatching()
        >>> image_ids = torch.tensor([10, 10, 11, 12])
        >>> generator = torch.Generator().manual_seed(0)
        >>> drawn = matching.draw(torch.randn(4, 4), image_ids, generator)
        >>> bool((image_ids[drawn.texts] != image_ids).all())
        True
        >>> relation_altered = torch.tensor([[True, False], [False, False], [False, True], [True, True]])
        >>> chosen = matching.choose_texts(relation_altered, drawn, generator)
        >>> chosen.generated
        tensor([ True, False,  True,  True])
        >>> tokens, negative_tokens = torch.ones(4, 7), torch.zeros(4, 2, 7)
        >>> chosen.take(tokens, negative_tokens)[:, 0]
        tensor([0., 1., 0., 0.])
        >>> matching(torch.zeros(12, 2), matching.labels(drawn.found, chosen.found))  # log 2
        tensor(0.6931)
    """

    @staticmethod
    @torch.no_grad()
    def draw(similarities: Tensor, image_ids: Tensor | None = None, generator: Generator | None = None) -> InBatchDraw:
        """Draw for each caption an image and for each image a caption that do not belong together.

        Args:
            similarities: [B, B], image x text, divided by the temperature (the logits of the contrastive loss).
            image_ids: int64 [B] or None.
            generator: source of the draws; on the CPU it gives the same ones whatever the device.

        Returns:
            The rows drawn, and where there was something to draw.
        """
        size = len(similarities)
        matching = torch.eye(size, dtype=torch.bool, device=similarities.device)
        barred = matching | are_siblings(size, image_ids, similarities.device)
        logits = full_precision(similarities.detach()).masked_fill(barred, -torch.inf)
        # The row's own index where all are barred. Siblings are siblings of each other, so rows and columns agree.
        rows = torch.arange(size, device=logits.device)
        found = ~barred.all(dim=1)
        texts = _draw_from_softmax(logits, generator)
        images = _draw_from_softmax(logits.T, generator)
        return InBatchDraw(torch.where(found, images, rows), torch.where(found, texts, rows), found)

    @staticmethod
    @torch.no_grad()
    def choose_texts(
        relation_altered: Tensor | None, drawn: InBatchDraw, generator: Generator | None = None
    ) -> TextNegatives:
        """Choose each image's text negative: one of its relation-altered captions, the drawn caption where it has none.

        Args:
            relation_altered: bool [B, K], True where a generated negative is there and alters a relation (or is of
                whatever kinds should come first); None where there are none.
            drawn: what :meth:`draw` gave.
            generator: chooses among several generated negatives of a caption, each as likely.
        """
        if relation_altered is None or not relation_altered.shape[1]:
            return TextNegatives(torch.zeros_like(drawn.found), drawn.texts, drawn.found)
        generated = relation_altered.any(dim=1)
        logits = torch.zeros(relation_altered.shape, device=relation_altered.device)
        place = _draw_from_softmax(logits.masked_fill(~relation_altered, -torch.inf), generator)
        return TextNegatives(generated, torch.where(generated, place, drawn.texts), generated | drawn.found)

    @staticmethod
    def labels(images_found: Tensor, texts_found: Tensor) -> Tensor:
        """Labels of the 3B pairs: B matched, B captions with an image negative, B images with a text negative.

        Args:
            images_found: bool [B], whether each caption has an image negative (``InBatchDraw.found``).
            texts_found: bool [B], whether each image has a text negative (``TextNegatives.found``).

        Returns:
            int64 [3B]: 1, then 0 where there is a negative and -100 where there is none.
        """
        found = torch.cat([images_found, texts_found])
        return torch.cat([torch.ones_like(images_found, dtype=torch.long), torch.where(found, 0, IGNORED)])

    def forward(self, logits: Tensor, labels: Tensor) -> Tensor:
        """The loss of a batch of pairs; see the class for the shapes."""
        total = functional.cross_entropy(full_precision(logits), labels, ignore_index=IGNORED, reduction="sum")
        return total / (labels != IGNORED).sum().clamp_min(1)


def _draw_from_softmax(logits: Tensor, generator: Generator | None) -> Tensor:
    """One column a row, drawn from softmax(logits), int64 [rows]; any column where all are -inf.

    The largest of logit - log(exponential noise) is such a draw, and needs neither a sum that may underflow nor the
    check for an empty row for which ``torch.multinomial`` waits for the device.
    """
    device = logits.device if generator is None else generator.device
    noise = torch.empty(logits.shape, device=device).exponential_(generator=generator).to(logits.device)
    return (logits - noise.clamp_min(torch.finfo(noise.dtype).tiny).log()).argmax(dim=1)
