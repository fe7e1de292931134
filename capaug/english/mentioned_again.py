"""What a caption says of a thing again, by its mentions: an edit of one of them alone would leave the others behind.

``A pit bull lies on a rug. The dog sleeps.``: with a cat for the pit bull, the caption would contradict itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from capaug.captions import Quality, Scene, Thing
from capaug.english.gender import FEMALE, MALE, SEXES
from capaug.english.pronouns import OF_PEOPLE, OF_THINGS

GENDERED = frozenset(MALE) | frozenset(FEMALE)


def other_things(scene: Scene, thing: Thing) -> Iterator[Thing]:
    """The other nouns of the caption that speak of what ``thing`` is."""
    for mention in scene.caption.chain_of(thing) if scene.caption.names_again else ():
        if mention.thing is not None and mention.thing is not thing:
            yield mention.thing


def is_named_again(scene: Scene, thing: Thing) -> bool:
    """Whether another noun of the caption speaks of ``thing``."""
    return any(True for _ in other_things(scene, thing))


def is_said_again(scene: Scene, quality: Quality) -> bool:
    """``A red car ... The red car``: whether the quality is said of its thing at another mention as well."""
    return any(other.name == quality.name for thing in other_things(scene, quality.thing) for other in thing.qualities)


def pronoun_clashes(scene: Scene, thing: Thing, new: str) -> bool:
    """Whether a pronoun of another sentence speaks of ``thing``, or may, and cannot speak of ``new``.

    Those of its own sentence are seen to by :func:`capaug.english.gender.turn_pronouns`.
    """
    if len(scene.caption.sentences) == 1 or thing.plural:
        return False
    is_person = scene.lexicon.objects.is_person
    person, sex = is_person(new), SEXES.get(new)
    before, was_person = SEXES.get(thing.name), is_person(thing.name)
    mine = _index(scene)
    of_thing = {(m.sentence, m.first) for m in scene.caption.chain_of(thing)}
    of_others = {(m.sentence, m.first) for chain in scene.caption.mentions for m in chain if m.thing is None} - of_thing
    for index, sentence in enumerate(scene.caption.sentences):
        if index == mine or (GENDERED | OF_THINGS).isdisjoint(sentence.lower_set):
            continue
        for k, word in enumerate(sentence.lower):
            if (index, k) in of_others:
                continue
            if word in OF_THINGS and not was_person and person:
                return True
            if word in OF_PEOPLE and (was_person or (index, k) in of_thing):
                spoken = "male" if word in MALE else "female"
                if before in (None, spoken) and not (person and sex == spoken):
                    return True
    return False


def _index(scene: Scene) -> int:
    return next(index for index, one in enumerate(scene.caption.sentences) if one is scene.sentence)
