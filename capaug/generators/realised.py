"""From replacements to variants: text is made only when the next candidate is asked for, and none is made twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from capaug.captions import Sentence
from capaug.english.edits import Replacement, realise
from capaug.kinds import Kind
from capaug.records import Variant


def distinct(
    kind: Kind, sentence: Sentence, options: Iterable[Sequence[Replacement]], most: int = 4
) -> Iterator[Variant]:
    """The first ``most`` good and different texts that ``options``, best first, make of ``sentence``."""
    seen: set[str] = set()
    for replacements in options:
        made = realise(sentence.text, replacements)
        if made is not None and made[0] not in seen:
            seen.add(made[0])
            yield Variant(made[0], kind.id, made[1])
            if len(seen) == most:
                return
