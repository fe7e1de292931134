"""A noun said more generally: ``a poodle`` -> ``a dog``."""

from __future__ import annotations

import random
from dataclasses import dataclass

from capaug.captions import Scene, Thing
from capaug.english.agreement import replace_noun
from capaug.english.edits import Replacement
from capaug.english.elsewhere import Elsewhere
from capaug.english.noun_phrases import COLORED
from capaug.english.phrases import Phrases
from capaug.english.words import words
from capaug.generators.rules import Rules

NAME_TAGS = frozenset({"NNP", "NNPS"})
KIN = words("parents")
SMALL = words("words_of_small_ones")
FREQUENT = 30  # captions in which a hypernym must stand


@dataclass(slots=True, eq=False)
class General:
    """A thing that may be called by a hypernym; ``above`` is the hypernym."""

    scene: Scene
    phrases: Phrases
    thing: Thing
    above: str = ""

    @property
    def others(self) -> list[str]:
        """The names of the other things."""
        return [other.name for other in self.phrases.sentence.things if other is not self.thing]


NOUNS = Rules[General]("asymmetry_2.generalise")
HYPERNYMS = Rules[General]("asymmetry_2.generalise")


def hypernym(scene: Scene, phrases: Phrases, thing: Thing, rng: random.Random) -> list[Replacement] | None:
    """Replacements that call ``thing`` by one of its two nearest hypernyms; None where none fits."""
    if NOUNS.refuse(scene, General(scene, phrases, thing)):
        return None
    options = [
        above
        for above in phrases.lexicon.objects.hypernyms(thing.name)
        if not HYPERNYMS.refuse(scene, General(scene, phrases, thing, above))
    ]
    if not options:
        return None
    above = options[0] if len(options) == 1 else rng.choice(options[:2])
    return replace_noun(scene.sentence, thing, above, phrases.lexicon.objects)


@NOUNS.rule("an orange and white cat, read as an orange")
def may_be_a_color(general: General) -> bool:
    return general.phrases.lexicon.attributes.type(general.thing.name) in COLORED


@NOUNS.rule("a riding woman")
def unclear_front(general: General) -> bool:
    return not general.phrases.plain_front(general.thing)


@NOUNS.rule("Mary and baby | Jesus")
def before_a_name(general: General) -> bool:
    """It is the title of the name behind it."""
    sentence, end = general.phrases.sentence, general.thing.words[1]
    return sentence.tag(end) in NAME_TAGS or end in sentence.frozen


@NOUNS.rule("two one | way signs")
def counted_in_its_name(general: General) -> bool:
    """A number behind a number or an article belongs to the name."""
    sentence, first = general.phrases.sentence, general.thing.words[0]
    return sentence.tag(first - 1) == "CD" and sentence.tag(first - 2) in ("CD", "DT")


@NOUNS.rule("a dog shaped balloon")
def noun_of_a_compound(general: General) -> bool:
    return not general.phrases.exchangeable(general.thing)


@NOUNS.rule("a giraffe and its mother, who is no woman")
def kin_of_an_animal(general: General) -> bool:
    category = general.phrases.lexicon.objects.category
    return general.thing.name in KIN and any(category(other) == "animal" for other in general.others)


@NOUNS.rule("a skate | boarding teenager")
def compound_cut_in_two(general: General) -> bool:
    return general.phrases.sentence.tag(general.thing.words[0] - 1).startswith("NN")


@NOUNS.rule("a poodle on a bed. The poodle is white.")
def named_in_another_sentence(general: General) -> bool:
    return general.scene.once(Elsewhere).names(general.thing)


@HYPERNYMS.rule("insect for butterfly")
def rare(general: General) -> bool:
    return general.phrases.lexicon.counts.noun(general.above) < FREQUENT


@HYPERNYMS.rule("a playground in a school -> in a building")
def ground_of_a_building(general: General) -> bool:
    """What is in it may be outside, on its ground."""
    before = general.phrases.sentence.word(general.thing.base[0] - 1)
    return general.above == "building" and before in ("in", "inside", "at", "within")


@HYPERNYMS.rule("tool for hammer")
def vague(general: General) -> bool:
    return general.phrases.lexicon.objects.is_vague(general.above)


@HYPERNYMS.rule("a poodle beside a dog -> a dog beside a dog")
def said_already(general: General) -> bool:
    return general.above.rsplit(" ", 1)[-1] in general.phrases.sentence.lower_set


@HYPERNYMS.rule("a poodle on a bed. Another dog sits beside it. -> a dog on a bed")
def said_in_another_sentence(general: General) -> bool:
    return general.scene.once(Elsewhere).says(general.above.rsplit(" ", 1)[-1])


@HYPERNYMS.rule("with rice and beans -> with rice and food")
def food_in_a_list(general: General) -> bool:
    first, end = general.thing.base[0] - 1, general.thing.head + 2
    # of a noun phrase that opens the caption nothing is asked
    return general.above == "food" and first >= 0 and not {",", "and"}.isdisjoint(general.phrases.words[first:end])


@HYPERNYMS.rule("a little girl -> a little person")
def small_person(general: General) -> bool:
    first, end = general.thing.base[0], general.thing.words[0]
    return general.above == "person" and not SMALL.isdisjoint(general.phrases.words[first:end])


@HYPERNYMS.rule("a man and a woman -> a person and a woman")
def covers_another(general: General) -> bool:
    objects, above = general.phrases.lexicon.objects, general.above
    return any(objects.is_a(other, above) or objects.same(other, above) for other in general.others)
