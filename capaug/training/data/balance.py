"""Negatives that cannot be told from captions by their words: each change is as frequent as its reverse."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from capaug.records import AugmentedCaption

# They put the caption's own words in other places; a verb or an article may bend to its new place.
RECOMBINED = frozenset(("relation_swap.roles", "relation_swap.objects", "attribute_replace.swap"))


def balanced(rows: Sequence[AugmentedCaption], seed: int = 0) -> list[AugmentedCaption]:
    """The rows with those of their negatives that make each change of words as often as its reverse.

    If ``white`` became ``black`` 90 times and ``black`` became ``white`` 60 times, 60 of each are kept, drawn at
    random, so a text with either word is as often a caption as a negative. A change whose reverse never happens
    (``dog`` to ``hamster``, the ``not`` of a denial) is dropped. Negatives that recombine the caption's own words, of
    whatever kind, are all kept.

    Done to the rows that a model learns from, it learns nothing from texts alone; done to those it is tested on, a
    model that goes by the texts alone gets one half. Source: our own, in the spirit of SugarCrepe's adversarial
    refinement (arXiv 2306.14610), by counts in place of the scores of language models.

    Args:
        rows: with negatives; training and test rows are balanced apart.
        seed: of what is kept.
    """
    changes: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    kept: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        for place, negative in enumerate(row.negatives):
            if negative.kind in RECOMBINED or sorted(_words(row.caption)) == sorted(_words(negative.text)):
                kept.add((number, place))
            else:
                changes[change(row.caption, negative.text)].append((number, place))
    draw = random.Random(seed)
    for (out, new), places in changes.items():
        kept.update(draw.sample(places, min(len(places), len(changes.get((new, out), ())))))
    return [
        replace(row, negatives=tuple(one for place, one in enumerate(row.negatives) if (number, place) in kept))
        for number, row in enumerate(rows)
    ]


def change(caption: str, negative: str) -> tuple[str, str]:
    """The words of ``caption`` and of ``negative`` between what they begin and what they end with alike.

    >>> change("A black ball.", "a white ball.")
    ('black', 'white')
    """
    old, new = _words(caption), _words(negative)
    shorter = min(len(old), len(new))
    start = next((k for k in range(shorter) if old[k] != new[k]), shorter)
    rest = shorter - start
    end = next((k for k in range(rest) if old[-1 - k] != new[-1 - k]), rest)
    return " ".join(old[start : len(old) - end]), " ".join(new[start : len(new) - end])


def _words(text: str) -> list[str]:
    return text.lower().rstrip(".!? ").split()
