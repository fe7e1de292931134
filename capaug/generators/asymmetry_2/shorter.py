"""Texts that say less, of which each says enough."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from capaug.captions import QualityPosition, Scene, Sentence, Thing
from capaug.captions.sentence import Range
from capaug.english.edits import Replacement, fold
from capaug.english.elsewhere import Elsewhere
from capaug.english.phrases import Phrases
from capaug.english.titles import is_title
from capaug.english.words import words
from capaug.generators.realised import distinct
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.records import Variant

ONE_OF_ITS_KIND = words("nouns_of_what_is_one_of_its_kind")
TELLING_APART = words("words_that_tell_apart")
ANY_PART = words("nouns_that_mean_any_part")
NATIONALITIES = words("nationalities")
TOLD_FOR_ADJECTIVE = words("nouns_told_for_their_adjective")
BEFORE_TOLD_FOR_ADJECTIVE = words("words_before_what_is_told_for_its_adjective")
BREAKS = words("dashes_of_breaks")
ENDS_OF_NO_TEXT = words("nouns_that_end_no_text")
ALIVE = frozenset({"animal", "plant"})
MOST = 4  # candidates a kind
LEAST_WORDS = 3  # articles aside


def shorter(kind: Kind, sentence: Sentence, options: Iterable[list[Replacement]]) -> Iterator[Variant]:
    """The first few texts that ``options``, best first, make of ``sentence`` and that say enough."""
    made = distinct(kind, sentence, options, most=sys.maxsize)
    return islice((variant for variant in made if says_enough(variant.text)), MOST)


@dataclass(frozen=True, slots=True)
class Adjectives:
    """The adjectives of ``thing``, words ``first`` to ``end``, that may be left out."""

    scene: Scene
    thing: Thing
    first: int
    end: int

    @property
    def sentence(self) -> Sentence:
        """The sentence they stand in."""
        return self.scene.sentence

    @property
    def before(self) -> str:
        """The word before them."""
        return self.scene.sentence.word(self.first - 1)


CLOTHES_OF_ANYBODY = frozenset({"clothes", "clothing", "outfit", "attire"})
ADJECTIVES = Rules[Adjectives]("asymmetry_2.generalise")


def dropped_adjectives(scene: Scene, thing: Thing) -> Range | None:
    """The adjectives of ``thing`` that can be left out; what refuses them is counted for ``generalise``."""
    adjectives = scene.sentence.once(Phrases, scene.lexicon).adjectives(thing)
    if adjectives is None or ADJECTIVES.refuse(scene, Adjectives(scene, thing, *adjectives)):
        return None
    return adjectives


@ADJECTIVES.rule("the [red] car is parked. The blue car is moving.")
def tells_it_from_another(adjectives: Adjectives) -> bool:
    """Another sentence names what may be the same thing, or another one of its name."""
    return adjectives.scene.once(Elsewhere).names(adjectives.thing)


@ADJECTIVES.rule("a man with [black] clothes")
def worn_by_everybody(adjectives: Adjectives) -> bool:
    """Without them nothing would be said."""
    return adjectives.thing.lemma in CLOTHES_OF_ANYBODY and bool(adjectives.thing.as_object)


@ADJECTIVES.rule("two one [way] signs")
def behind_a_number_in_the_name(adjectives: Adjectives) -> bool:
    sentence, first = adjectives.sentence, adjectives.first
    return sentence.tag(first - 1) == "CD" and sentence.tag(first - 2) in ("CD", "DT")


@ADJECTIVES.rule("the [European] Union")
def within_a_name(adjectives: Adjectives) -> bool:
    return all(adjectives.sentence.tag(k) == "NNP" for k in (adjectives.thing.head, adjectives.end - 1))


@ADJECTIVES.rule("a box of goulash in a [white] box")
def tells_two_apart(adjectives: Adjectives) -> bool:
    thing = adjectives.thing
    return any(other.lemma == thing.lemma and other is not thing for other in adjectives.sentence.things)


@ADJECTIVES.rule("a [blue] sky")
def one_of_its_kind(adjectives: Adjectives) -> bool:
    return adjectives.thing.lemma in ONE_OF_ITS_KIND and adjectives.before in ("a", "an")


@ADJECTIVES.rule("a person with [long] nails, a name in [small] letters")
def told_for_its_sake(adjectives: Adjectives) -> bool:
    """Anybody has nails, any name is in letters: it is the adjective that is told."""
    thing = adjectives.thing
    before = adjectives.sentence.word(thing.base[0] - 1)
    return thing.lemma in TOLD_FOR_ADJECTIVE and before in BEFORE_TOLD_FOR_ADJECTIVE


@ADJECTIVES.rule("a zebra in a [grassy] area")
def says_what_place(adjectives: Adjectives) -> bool:
    """An area is anywhere."""
    thing = adjectives.thing
    return thing.name in ENDS_OF_NO_TEXT and adjectives.before in ("a", "an")


@ADJECTIVES.rule("the [front] wheel, on a [left] side")
def says_which_one(adjectives: Adjectives) -> bool:
    """There are more of them, and the bare noun would be any part of something, or the one that there is."""
    words = adjectives.sentence.lower[adjectives.first : adjectives.end]
    if TELLING_APART.isdisjoint(words):
        return False
    return adjectives.before == "the" or adjectives.thing.lemma in ANY_PART


@ADJECTIVES.rule("the [Italian] flag")
def says_whose(adjectives: Adjectives) -> bool:
    """The flag is known as that of a country: without it nobody knows which is meant."""
    words = adjectives.sentence.lower[adjectives.first : adjectives.end]
    return adjectives.before == "the" and not NATIONALITIES.isdisjoint(words)


@ADJECTIVES.rule("a coin -- [filled] jar")
def rest_of_a_broken_word(adjectives: Adjectives) -> bool:
    """A dash before it may join it to the word before."""
    return adjectives.before in BREAKS


@ADJECTIVES.rule("[Old] goats of the hills : a history")
def word_of_a_title(adjectives: Adjectives) -> bool:
    """A title is a name: no word of it goes."""
    return adjectives.sentence.once(is_title)


@ADJECTIVES.rule("a [Great] Heron")
def part_of_a_species(adjectives: Adjectives) -> bool:
    """Both words of the species' name have a capital."""
    return names_a_species(adjectives.sentence.once(Phrases, adjectives.scene.lexicon), adjectives.thing)


def names_a_species(phrases: Phrases, thing: Thing) -> bool:
    """Whether an animal or a plant is called by two words with capitals (``a Great Heron``)."""
    tokens, head = phrases.sentence.tokens, thing.head
    if head == thing.base[0] or not tokens[head].text[:1].isupper() or tokens[head].text.isupper():
        return False
    if not tokens[head - 1].text[:1].isupper() or phrases.lexicon.objects.category(thing.name) not in ALIVE:
        return False
    described = any(
        quality.position is QualityPosition.BEFORE and quality.words[1] == head for quality in thing.qualities
    )
    return described or thing.words[0] < head


def says_enough(text: str) -> bool:
    """Whether a text is more than a bare noun (``A cat.``, ``The old man.``)."""
    found = 0
    for word in fold(text).split():
        found += word not in ("a", "an", "the")
        if found == LEAST_WORDS:
            return True
    return False
