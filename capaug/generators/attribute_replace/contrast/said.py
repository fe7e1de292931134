"""What captions say already: the new value, or the old one once more."""

from __future__ import annotations

from capaug.captions import QualityPosition
from capaug.english.clashes import clash
from capaug.english.elsewhere import Elsewhere, is_known
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.rules import Rules

NEARLY = {
    "yellow": "yellowish", "red": "reddish", "blue": "bluish", "green": "greenish", "white": "whitish",
    "brown": "brownish", "gray": "grayish", "grey": "greyish", "black": "blackish", "pink": "pinkish",
}  # fmt: skip

SAID = Rules[Change](KIND)


@SAID.rule("a red bus | a yellow bus, says another caption")
def said_of_it(change: Change) -> bool:
    """A caption says the value of what may be the same thing."""
    return change.facts.has_attribute(change.noun, change.value)


@SAID.rule("a red bus on a street. The red bus is empty. | blue")
def said_in_another_sentence(change: Change) -> bool:
    """The caption would still say the old value of it."""
    return change.scene.once(Elsewhere).has(change.quality)


@SAID.rule("A silver Maserati is on display. The silver car has a red seat. | a red car")
def known_by_it(change: Change) -> bool:
    """``the`` and the quality tell of what was spoken of before, and another sentence has the word."""
    quality = change.quality
    if quality.position is not QualityPosition.BEFORE or not is_known(change.sentence, quality.thing):
        return False
    return change.scene.once(Elsewhere).says(quality.name)


@SAID.rule("two men in red and blue T-shirts, the one in the blue shirt | black")
def said_of_its_like(change: Change) -> bool:
    """The sentence says the value of another thing that may be the same."""
    related = change.scene.lexicon.objects.related
    return any(
        other.name == change.quality.name and other is not change.quality and related(other.thing.name, change.noun)
        for other in change.sentence.qualities
    )


@SAID.rule("a grey, overcast sky | clear; lush grass | brown; a sleek tower | old")
def contradicted(change: Change) -> bool:
    """Another word of the sentence, or of a caption, contradicts it."""
    own = {change.quality.name, change.sentence.word(change.quality.words[0])}
    return clash(change.value, change.quality.thing.lemma, own, change.words, change.facts.words)


@SAID.rule("a yellow moped | a green one, where other captions say: a white moped")
def one_of_several_colors(change: Change) -> bool:
    """Another caption gives such a thing another colour, so there are several, or it has several."""
    quality = change.quality
    return quality.type == "color" and change.facts.has_another_color(change.noun, quality.name)


@SAID.rule("a blue bus | a man in red, says another caption")
def said_of_anything(change: Change) -> bool:
    """What a caption says of anything may be said of this very thing."""
    words = change.facts.words
    return change.quality.type != "action" and (change.value in words or NEARLY.get(change.value) in words)


@SAID.rule("super blonde hair of a blonde singer | black")
def said_once_more(change: Change) -> bool:
    """The sentence has the word again, and not as a quality of another thing."""
    sentence, name = change.sentence, change.quality.name
    again = sentence.lower.count(name)
    return again > 1 and again > sum(other.name == name for other in sentence.qualities)


@SAID.rule("red paint or blood | yellow")
def one_of_two_readings(change: Change) -> bool:
    """``or`` names what else it may be, which has the old value."""
    end = change.quality.thing.words[1]
    return change.sentence.word(end) == "or"


@SAID.rule("a blue book with a blue and white cover | orange")
def as_its_part(change: Change) -> bool:
    """What belongs to it has the value as well."""
    thing = change.quality.thing
    parts = [link.object for link in thing.as_subject if link.predicate in ("with", "have")]
    return any(quality.name == change.quality.name for part in parts for quality in part.qualities)
