"""What rules are asked about: a quality of a sentence, and a value in its place."""

from __future__ import annotations

from capaug.captions import Quality, Scene
from capaug.english.facts import Facts

KIND = "attribute_replace.contrast"


class Change:
    """A quality of a scene's sentence, and the ``value`` that would stand in its place.

    ``noun``: the name of its thing. ``partner``: the other colour of a thing of two. ``words``: those of the sentence;
    ``after``: the one behind the quality.
    """

    __slots__ = ("after", "facts", "noun", "partner", "quality", "scene", "sentence", "value", "words")

    def __init__(self, scene: Scene, quality: Quality, partner: str | None) -> None:
        self.scene = scene
        self.sentence = scene.sentence
        self.facts = scene.once(Facts)
        self.quality = quality
        self.noun = quality.thing.name
        self.partner = partner
        self.words = scene.sentence.lower_set
        self.after = scene.sentence.word(quality.words[1])
        self.value = quality.name
