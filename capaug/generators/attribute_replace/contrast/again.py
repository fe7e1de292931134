"""What is said again, or together with the new value: rules of values and of quantities alike, asked last."""

from __future__ import annotations

from capaug.english.mentioned_again import is_said_again
from capaug.english.words import words
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.rules import Rules

TWO_VALUES = words("quantities_of_two")

AGAIN = Rules[Change](KIND)
AGAIN_OF_QUANTITIES = Rules[Change](KIND)


@AGAIN.rule("A red car on a street. The red car is old. | yellow")
@AGAIN_OF_QUANTITIES.rule("Two dogs on a rug. The two dogs sleep. | three")
def said_again(change: Change) -> bool:
    """Another mention of the thing says it as well."""
    return is_said_again(change.scene, change.quality)


@AGAIN.rule("a black cat | a white cat, say captions of one picture")
@AGAIN_OF_QUANTITIES.rule("three | two women, say captions of one picture")
def said_together(change: Change) -> bool:
    """Captions of one picture were counted to say both."""
    lexicon, noun, old = change.scene.lexicon, change.noun, change.quality.name
    category = lexicon.objects.category(noun)
    values = TWO_VALUES if change.value in TWO_VALUES else (change.value,)
    return any(lexicon.together.qualified(old, value, noun, category) for value in values)
