"""The transformer layer that the own towers and the fusion layers are made of."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention


class Attention(nn.Module):
    """Multi-head attention of ``queries`` [N, L, width] to themselves, or to a context of another width."""

    def __init__(self, width: int, heads: int, context_width: int | None = None) -> None:
        """``context_width`` is that of the context, None for self-attention."""
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(context_width or width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, queries: Tensor, context: Tensor, mask: Tensor | None) -> Tensor:
        """What ``queries`` [N, L, width] gather from ``context`` [N, R, C] where ``mask`` [N, 1, 1, R] is True."""
        count, length, width = queries.shape
        query = self.query(queries).view(count, length, self.heads, -1).transpose(1, 2)  # [N, heads, L, width / heads]
        key, value = self.key_value(context).view(count, context.shape[1], 2, self.heads, -1).permute(2, 0, 3, 1, 4)
        gathered = scaled_dot_product_attention(query, key, value, attn_mask=mask)
        return self.out(gathered.transpose(1, 2).reshape(count, length, width))


class Layer(nn.Module):
    """Pre-norm transformer layer; with a ``context_width`` it attends to a context between its two other steps."""

    def __init__(self, width: int, heads: int, expansion: int, dropout: float, context_width: int | None = None):
        """The hidden layer of the feed-forward step is ``expansion`` times as wide."""
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        if context_width is not None:
            self.cross_norm = nn.LayerNorm(width)
            self.cross_attention = Attention(width, heads, context_width)
        self.feed_norm = nn.LayerNorm(width)
        self.feed = nn.Sequential(nn.Linear(width, expansion * width), nn.GELU(), nn.Linear(expansion * width, width))
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, mask: Tensor | None, context: Tensor | None = None) -> Tensor:
        """New states [N, L, width]; ``mask`` [N, 1, 1, L] is True on the tokens to attend to."""
        normed = self.norm(states)
        states = states + self.dropout(self.attention(normed, normed, mask))
        if context is not None:
            states = states + self.dropout(self.cross_attention(self.cross_norm(states), context, None))
        return states + self.dropout(self.feed(self.feed_norm(states)))


def broadcast_mask(mask: Tensor) -> Tensor:
    """A padding mask [N, L], 0 or False on the padding, as attention takes it: bool [N, 1, 1, L].

    Where all is padding all is shown: attention to nothing is NaN in some versions of torch, and so are all gradients.
    """
    mask = mask.bool()
    return (mask | ~mask.any(dim=1, keepdim=True))[:, None, None, :]
