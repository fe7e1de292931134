"""The words of a caption, and what its things are: what may tell of something that is to be changed."""

from __future__ import annotations

from collections.abc import Container, Iterable

from capaug.captions import Scene
from capaug.captions.sentence import Sentence

Told = tuple[frozenset[str], frozenset[str]]
"""Words that are said, and categories of things that are named."""


def told(
    scene: Scene,
    sentences: Iterable[Sentence],
    changed: Sentence | None = None,
    inside: Container[int] = (),
    *,
    printed: bool = False,
) -> Told:
    """The words, lemmas and pairs of neighbours (``looking_up``) of sentences, and the categories of their things.

    Left out are the words ``inside`` of the sentence ``changed``, which are to give way, and frozen ones but for
    ``printed``: a name or a label tells what a bottle holds, and no weather.
    """
    said: set[str] = set()
    categories: set[str] = set()
    for sentence in sentences:
        mine: Container[int] = inside if sentence is changed else ()
        kept = [k for k in range(len(sentence.tokens)) if k not in mine and (printed or k not in sentence.frozen)]
        said.update(sentence.lower[k] for k in kept)
        said.update(sentence.tokens[k].lemma.lower() for k in kept)
        said.update(f"{sentence.lower[k]}_{sentence.word(k + 1)}" for k in kept)
        for thing in sentence.things:
            if thing.head not in mine and (category := scene.lexicon.objects.category(thing.name)) is not None:
                categories.add(category)
    return frozenset(said), frozenset(categories)
