"""Which facts may be denied, and what of those that they exclude is denied in their stead.

``a man sitting on a bench`` -> ``a man not sitting on a bench`` is false, ``a man not standing on a bench`` and ``a man
not sitting on a couch`` are true. A reader of the words alone must not tell which is which. So a fact is denied, either
way, only after a draw of what excludes it, in which sitting gives way to standing as often as standing to sitting,
whatever their shares (:func:`capaug.lexicon.exclusive.flows`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from capaug.captions.scene import Scene
from capaug.english.denial import deny_instead, deny_link, deny_quality
from capaug.english.edits import Replacement
from capaug.english.elsewhere import Elsewhere
from capaug.english.mentioned_again import is_said_again
from capaug.english.places import Place, Places
from capaug.english.words import words
from capaug.lexicon.exclusive import Flow


@dataclass(frozen=True, slots=True)
class Deniable:
    """A fact that may be denied: the replacements that do it, and its words that others could stand for."""

    denial: list[Replacement]
    places: list[Place]


ONLY = frozenset({"only", "just", "merely", "solely"})
EFFECTS = words("participles_of_effects")
DENIAL = "denial"  # the stream of what draws denials
DENIED = "asymmetry_1.negate"  # the kind that is refused what cannot be denied


class Denials:
    """The facts of a scene's sentence that may be denied, in the order of its links and qualities.

    ``allowed``: the sentence denies nothing yet, and says nothing that what it states brings about; else none of its
    facts may be denied. Made once a scene: ``scene.once(Denials)``.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.allowed = not scene.sentence.denied and not _goes_on(scene)
        self.facts = list(_deniable(scene)) if self.allowed else []

    def stated(self) -> list[list[Replacement]]:
        """The denials of what the sentence states, each false, whether or not anything excludes it."""
        return [fact.denial for fact in self.facts]

    def drawn(self, rng: random.Random) -> Iterator[tuple[list[Replacement], list[Replacement]]]:
        """What makes a denial of each fact false, and what makes one true: of the fact as it stands, and of another
        that it excludes. A fact that nothing is drawn for is left out, so that both deny the same words as often.
        """
        exclusive, sentence = self._scene.lexicon.exclusive, self._scene.sentence
        for fact in self.facts:
            for place in fact.places:
                flow = exclusive.flow(place.key, place.stated, place.excludes)
                new = draw(place.word, place.stated, flow, place.is_open, rng)
                change = place.edits(new) if new is not None else None
                if change and (instead := deny_instead(sentence, fact.denial, change)):
                    yield fact.denial, instead


def _goes_on(scene: Scene) -> bool:
    """Whether the sentence goes on from what it states (``is tilted to the left, adding a dynamic element``), or says
    that only this is so (``Only the tops are visible``): what would be left of it makes no sense.
    """
    sentence = scene.sentence
    if not ONLY.isdisjoint(sentence.lower_set):
        scene.refuse(DENIED, "only_so")
        return True
    if EFFECTS.isdisjoint(sentence.lower_set):
        return False
    goes_on = any(word in EFFECTS and sentence.word(k - 1) in (",", "and") for k, word in enumerate(sentence.lower))
    if goes_on:
        scene.refuse(DENIED, "goes_on_from_it")
    return goes_on


def _deniable(scene: Scene) -> Iterator[Deniable]:
    sentence, places, elsewhere = scene.sentence, Places(scene), scene.once(Elsewhere)
    long, is_animate = len(scene.caption.sentences) > 1, scene.lexicon.objects.is_animate
    for link in sentence.links:
        if denial := deny_link(sentence, link, scene.lexicon):
            if long and not is_animate(link.subject.name):
                scene.refuse(DENIED, "of_no_doer")  # "a border not encircling a plate", among all that is said of it
                continue
            # "a man not wearing a hat. The hat is red."
            if elsewhere.relates(link) or elsewhere.goes_on_about(link.object):
                scene.refuse(DENIED, "said_again")
            else:
                yield Deniable(denial, list(places.of_link(link)))
    for quality in sentence.qualities:
        if denial := deny_quality(sentence, quality):
            if long and not is_animate(quality.thing.name):
                scene.refuse(DENIED, "of_no_doer")
                continue
            if elsewhere.has(quality) or is_said_again(scene, quality):  # "a dog that is not running. It runs fast."
                scene.refuse(DENIED, "said_again")
            else:
                yield Deniable(denial, list(places.of_quality(quality)))


def draw(
    word: str, stated: Mapping[str, int], flow: Flow, is_open: Callable[[str], bool], rng: random.Random
) -> str | None:
    """A word that excludes ``word``, drawn so that the flow from each word to each other equals the flow back.

    ``flow`` is of words in their frequencies ``stated``; None where the draw is refused.
    """
    options = {other: n for other, n in flow.get(word, {}).items() if n > 0}
    if not options or rng.random() * stated[word] > sum(options.values()):
        return None
    # What is not open is refused after the draw: were it left out before, rare words would be drawn in its stead.
    drawn = rng.choices(list(options), list(options.values()))[0]
    return drawn if is_open(drawn) else None
