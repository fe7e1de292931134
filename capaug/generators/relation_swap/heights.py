"""What is printed at the top of something is printed at its bottom: ``the logo at the top of the page``.

Of other things hardly any could be so: a sky, a floor, a hat is up or down for good.
"""

from __future__ import annotations

from collections.abc import Iterator

from capaug.captions import Scene, Sentence, Thing
from capaug.english.edits import realise
from capaug.english.sides import HYPHENS, located
from capaug.english.words import words
from capaug.generators.rules import Rules
from capaug.lexicon.positions import opposites
from capaug.records import Variant

KIND = "relation_swap.position"
HIGH_OR_LOW = words("words_for_high_and_low")
PRINTED_ANYWHERE = words("nouns_of_what_is_printed_anywhere")
PRINTED_ON = words("nouns_printed_on")
PARTS_OF_A_PAGE = words("parts_of_what_is_printed_on")


class Spot:
    """A word of height at ``k``, and what is there."""

    def __init__(self, scene: Scene, k: int) -> None:
        self.scene, self.sentence, self.k = scene, scene.sentence, k
        self.new = opposites("height")[scene.sentence.lower[k]]
        self.located: Thing | None = located(scene.sentence, k)[0]


def heights(scene: Scene) -> Iterator[Variant]:
    """A text for each upper or lower corner, part or end of a page or a picture that a scene's sentence speaks of."""
    sentence, pairs = scene.sentence, opposites("height")
    for k, word in enumerate(sentence.lower):
        if word in pairs and k not in sentence.frozen and is_a_place(sentence, k):
            spot = Spot(scene, k)
            if not RULES.refuse(scene, spot):
                made = realise(sentence.text, [(*sentence.span(k, k + 1), spot.new)])
                if made is not None:
                    yield Variant(made[0], KIND, made[1])


def is_a_place(sentence: Sentence, k: int) -> bool:
    """Whether word ``k`` says a corner, a part or an end of what things are printed on, and not ``on top of``."""
    after = k + 2 if sentence.word(k + 1) in HYPHENS else k + 1
    if sentence.word(after) in ("left", "right", "corner"):
        return True
    at = after + 1 if sentence.word(after) in PARTS_OF_A_PAGE else after
    if at == after and sentence.word(k - 1) != "the":
        return False
    return sentence.word(at) == "of" and any(sentence.word(at + further) in PRINTED_ON for further in (1, 2, 3))


RULES = Rules[Spot](KIND)


@RULES.rule("a sky at the top of the picture")
def not_printed(spot: Spot) -> bool:
    """It is nothing that is printed anywhere."""
    return spot.located is None or spot.located.lemma not in PRINTED_ANYWHERE


@RULES.rule("a title at the top and a name at the bottom of a page")
def other_heights(spot: Spot) -> bool:
    """The caption speaks of another place that is high or low."""
    said = [word for one in spot.scene.caption.sentences for word in one.lower if word in HIGH_OR_LOW]
    return len(said) > 1


@RULES.rule("a logo at the top of a page | at the bottom, says another caption")
def height_said_by_another(spot: Spot) -> bool:
    """Another caption speaks of that end, in this word or another."""
    return any(
        word in HIGH_OR_LOW for sibling in spot.scene.siblings for one in sibling.sentences for word in one.lower_set
    )
