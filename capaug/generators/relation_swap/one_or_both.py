"""Things stand on one side of something or on both: ``trees on both sides of a road`` -> ``on only one side``.

``on one side`` alone is true of what stands on both, so ``only`` is said with it.
"""

from __future__ import annotations

from collections.abc import Iterator

from capaug.captions import Scene, Thing
from capaug.english.edits import realise
from capaug.english.elsewhere import Elsewhere
from capaug.english.sides import BOTH_WORDS, TWO_SIDES, located
from capaug.english.words import words
from capaug.generators.rules import Rules
from capaug.records import Variant

KIND = "relation_swap.position"
BEFORE_SIDES = words("prepositions_before_sides")
FURTHER = words("words_of_further_sides")
INDEFINITE = words("indefinite_articles")


class Spot:
    """``both sides`` or ``one side`` where it stands: the words ``first`` to ``end``."""

    def __init__(self, scene: Scene, first: int, end: int) -> None:
        self.scene, self.sentence, self.first, self.end = scene, scene.sentence, first, end
        self.one = scene.sentence.word(end - 2) == "one"
        self.located: Thing | None = located(scene.sentence, end - 2)[0]

    @property
    def new(self) -> str:
        """What is said in its place."""
        return "both sides" if self.one else "only one side"


def one_or_both(scene: Scene) -> Iterator[Variant]:
    """A text for each place where a scene's sentence says ``both sides``, ``either side`` or ``one side``."""
    sentence = scene.sentence
    for k in range(1, len(sentence.lower) - 1):
        if not says_sides(sentence.lower, k):
            continue
        first = k - 1 if sentence.word(k - 1) == "only" else k
        if sentence.word(first - 1) not in BEFORE_SIDES:
            continue
        spot = Spot(scene, first, k + 2)
        if not RULES.refuse(scene, spot):
            made = realise(sentence.text, [(*sentence.span(first, k + 2), spot.new)])
            if made is not None:
                yield Variant(made[0], KIND, made[1])


def says_sides(lower: list[str], k: int) -> bool:
    """Whether ``both``, ``either``, ``each`` or ``one`` of two sides stands at word ``k``."""
    if k + 1 >= len(lower) or lower[k + 1] not in TWO_SIDES:
        return False
    return lower[k] in BOTH_WORDS or (lower[k] == "one" and lower[k + 1] == "side")


RULES = Rules[Spot](KIND)


@RULES.rule("on each side; a statue on both sides of a door")
def of_no_things(spot: Spot) -> bool:
    """Nothing stands there that could be on one side or on both, or but a single thing."""
    thing = spot.located
    if thing is None or (thing.determiner is not None and spot.sentence.lower[thing.determiner] in INDEFINITE):
        return True
    return not (thing.plural or spot.scene.lexicon.objects.is_mass(thing.name))


@RULES.rule("two lamps on both sides; a house on one side and a river on the other")
def counted_by_sides(spot: Spot) -> bool:
    """The sentence counts what stands there, or speaks of the other side as well."""
    lower = [word for k, word in enumerate(spot.sentence.lower) if not spot.first <= k < spot.end]
    numbers = spot.located is not None and any(
        quality.type == "number" and spot.sentence.tag(quality.words[0]) == "CD" for quality in spot.located.qualities
    )
    return numbers or not FURTHER.isdisjoint(lower) or any(says_sides(lower, k) for k in range(len(lower)))


@RULES.rule("a dog lies on one side; a sign that says so on one side")
def of_what_has_no_sides(spot: Spot) -> bool:
    """``on one side`` may say how something lies or leans."""
    return spot.one and spot.sentence.word(spot.end) != "of"


@RULES.rule("trees on both sides of a road | on only one side, says another caption")
def sides_said_by_another(spot: Spot) -> bool:
    """Another sentence or caption says on how many sides, or names what stands there and a side."""
    others = spot.scene.once(Elsewhere).sentences
    if any("side" in one.lower_set or "sides" in one.lower_set for one in others):
        return True
    return any(
        says_sides(one.lower, k) and (one.lower[k] == "one") is not spot.one
        for sibling in spot.scene.siblings
        for one in sibling.sentences
        for k in range(len(one.lower))
    )
