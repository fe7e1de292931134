"""What further sentences of the caption tell of the thing."""

from __future__ import annotations

from capaug.english.elsewhere import Elsewhere
from capaug.english.words import words
from capaug.generators.attribute_replace.contrast.change import KIND, Change
from capaug.generators.rules import Rules

AS_BEFORE = words("said_as_before")
# Types of qualities that go with much else that may be told of a thing.
TOLD_AT_LENGTH = frozenset({"age", "material", "pattern", "shape", "size", "length", "height", "state", "texture"})
HEIGHTS = words("words_of_height")

SENTENCES = Rules[Change](KIND)


@SENTENCES.rule("a brick wall. The bricks are red. | wooden; a rocky beach. A gull stands on a rock. | sandy")
def told_by_its_kin(change: Change) -> bool:
    """Another sentence has the word of the quality or the noun that it is made of, whatever it says of it."""
    name = change.quality.name
    if change.quality.type in ("color", "action") or " " in name:
        return False
    said = change.sentence.word(change.quality.words[0])
    kin = (name, said, name.removesuffix("y"), name.removesuffix("en"))  # "rocky" and "wooden" of rock and wood
    return any(map(change.scene.once(Elsewhere).says, kin))


@SENTENCES.rule("an old truck. The truck shows rust. | new")
def told_at_length(change: Change) -> bool:
    """Another sentence goes on about the thing: what it tells goes with the old value, if it does not say so."""
    told = change.quality.type in TOLD_AT_LENGTH
    return told and change.scene.once(Elsewhere).goes_on_about(change.quality.thing)


@SENTENCES.rule("a black car on a road. Its paint is blue and grey. | red")
def colored_elsewhere(change: Change) -> bool:
    """A sentence that goes on about the thing tells of colours."""
    if change.quality.type != "color":
        return False
    elsewhere, thing = change.scene.once(Elsewhere), change.quality.thing
    if not elsewhere.goes_on_about(thing):
        return False
    attributes = change.scene.lexicon.attributes
    return any(
        attributes.type(quality.name) == "color" and elsewhere.may_speak_of(sentence, thing)
        for sentence in elsewhere.sentences
        for quality in sentence.qualities
    )


@SENTENCES.rule("a blue stripe. The tail is also blue. | black")
def said_as_before(change: Change) -> bool:
    """A word says that it is as something of another sentence."""
    return len(change.scene.caption.sentences) > 1 and not AS_BEFORE.isdisjoint(change.words)


@SENTENCES.rule("an indoor setting. The floor has tiles. | outdoor")
def told_by_all_the_rest(change: Change) -> bool:
    """What further sentences tell is inside or outside as well."""
    setting = change.value in ("indoor", "outdoor", "inside", "outside", "urban", "rural")
    return setting and len(change.scene.caption.sentences) > 1


@SENTENCES.rule("a low fence. It has short posts. | high")
def as_high_as_its_parts(change: Change) -> bool:
    """Another sentence tells of heights."""
    others = HEIGHTS - {change.quality.name}
    return change.value in HEIGHTS and any(map(change.scene.once(Elsewhere).says, others))
