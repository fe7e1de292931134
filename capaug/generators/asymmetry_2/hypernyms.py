"""A noun said more generally: ``a poodle`` -> ``a dog``."""

from __future__ import annotations

import random
from dataclasses import dataclass

from capaug.captions import QualityPosition, Scene, Thing
from capaug.english.agreement import noun_form, replace_noun
from capaug.english.edits import Replacement
from capaug.english.elsewhere import Elsewhere
from capaug.english.noun_phrases import COLORED
from capaug.english.phrases import Phrases
from capaug.english.titles import is_title, is_within_a_name
from capaug.english.words import words
from capaug.generators.asymmetry_2.shorter import names_a_species
from capaug.generators.rules import Rules

NAME_TAGS = frozenset({"NNP", "NNPS"})
KIN = words("parents")
SMALL = words("words_of_small_ones")
OF_ANYBODY = words("persons_of_anybody")
KNOWING = words("verbs_of_institutions")
BINDING = words("words_that_bind_the_next")
MEALS = words("meals")
WHOLES = frozenset({"vehicle", "furniture", "building", "appliance", "room"})  # categories
OF_THE_WHOLE = ("size", "age")  # types of qualities
BASES = frozenset({"first", "second", "third"})
DRINK_VESSELS = frozenset({"mug", "cup", "glass", "bottle", "stein", "tumbler", "goblet"})
LIKENESSES_IN_NAMES = frozenset({"cartoon", "toy", "stuffed", "animated", "model", "paper", "lego"})
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


@NOUNS.rule("a cartoon plane")
def in_name_alone(general: General) -> bool:
    """Its name says that it is none, and would be lost."""
    return not LIKENESSES_IN_NAMES.isdisjoint(general.thing.name.split()[:-1])


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


@NOUNS.rule("a set of bleachers, who are no workers")
def known_by_a_dictionary_alone(general: General) -> bool:
    """Only WordNet knows what it is, and which of its senses is meant nobody knows."""
    is_entry = general.phrases.lexicon.objects.is_entry
    return not (is_entry(general.thing.name) or is_entry(general.thing.lemma))


@NOUNS.rule("Goats of the hills : a history")
def word_of_a_title(general: General) -> bool:
    """A title is a name: no word of it gives way."""
    return general.phrases.sentence.once(is_title)


@NOUNS.rule("a poster of Oh, Goats! that hangs")
def capital_of_a_name(general: General) -> bool:
    """Its capital may make it a part of a name."""
    return is_within_a_name(general.phrases.sentence, general.thing.head)


@NOUNS.rule("a cherry | red door")
def names_a_shade(general: General) -> bool:
    """The color behind it is of its kind."""
    sentence, thing = general.phrases.sentence, general.thing
    if thing.determiner is not None or thing.plural:
        return False
    return general.phrases.lexicon.attributes.type(sentence.word(thing.words[1])) == "color"


@NOUNS.rule("a multi | layer cake")
def bound_to_the_word_before(general: General) -> bool:
    """A number before one thing, or such a word before a compound, tells of the first word of its name."""
    sentence, thing = general.phrases.sentence, general.thing
    word = sentence.word(thing.words[0] - 1)
    if word in BINDING:
        return " " in thing.name
    return sentence.tag(thing.words[0] - 1) == "CD" and not thing.plural and word not in ("one", "1")


@NOUNS.rule("people at dinner -> people at food")
def bare_meal(general: General) -> bool:
    """Without an article it is what is done."""
    return general.thing.name in MEALS and general.thing.determiner is None


@NOUNS.rule("player 23, room B")
def numbered(general: General) -> bool:
    """The number or the letter behind it goes with this noun alone."""
    sentence, after = general.phrases.sentence, general.thing.words[1]
    if after >= len(sentence.tokens):
        return False
    text = sentence.tokens[after].text
    return text[0].isdigit() or (len(text) == 1 and text.isupper() and text not in "AI")


@NOUNS.rule("a Great | Heron")
def part_of_a_species(general: General) -> bool:
    """Both words of the species' name have a capital, and one of them would stay."""
    return names_a_species(general.phrases, general.thing)


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


@HYPERNYMS.rule("his son -> his person, her cat -> her animal")
def one_of_somebody(general: General) -> bool:
    """Nobody is called somebody's person, man or animal; a child, a parent may be somebody's."""
    sentence, thing, above = general.phrases.sentence, general.thing, general.above
    if above in OF_ANYBODY or not (above == "animal" or general.phrases.lexicon.objects.is_person(above)):
        return False
    owned = sentence.tag(thing.base[0]) == "PRP$" or sentence.tag(thing.words[0] - 1) == "POS"
    return owned or (above != "animal" and sentence.word(thing.words[1]) == "of")


@HYPERNYMS.rule("the basket of a bike -> the container of a bike")
def part_of_something(general: General) -> bool:
    """Parts are called by their names."""
    sentence, end = general.phrases.sentence, general.thing.words[1]
    if sentence.word(end) != "of":
        return False
    category = general.phrases.lexicon.objects.category
    return any(
        thing.base[0] == end + 1 and thing.determiner is not None and category(thing.name) in WHOLES
        for thing in sentence.things
    )


@HYPERNYMS.rule("a red tile church -> a red church")
def rest_of_a_compound(general: General) -> bool:
    """What stands before a compound that no table has may belong to its first words, which would go.

    A size is of the whole, unless what stays is its last word, and may be any of its kind (``old railway cars``).
    """
    name, first = general.thing.name, general.thing.words[0]
    if " " not in name or general.phrases.lexicon.objects.is_entry(name):
        return False
    of_the_whole = () if general.above == general.thing.lemma else OF_THE_WHOLE
    return any(
        quality.position is QualityPosition.BEFORE and quality.words[1] <= first and quality.type not in of_the_whole
        for quality in general.thing.qualities
    )


@HYPERNYMS.rule("the school knew -> the building knew")
def who_is_in_it(general: General) -> bool:
    """Those who are in a building know, say and win."""
    token = general.phrases.sentence.tokens[general.thing.head]
    return (
        general.phrases.lexicon.objects.category(general.above) == "building"
        and token.dep == "nsubj"
        and general.phrases.sentence.tokens[token.head].lemma in KNOWING
    )


@HYPERNYMS.rule("a playground in a school -> in a building")
def ground_of_a_building(general: General) -> bool:
    """What is in it may be outside, on its ground."""
    before = general.phrases.sentence.word(general.thing.base[0] - 1)
    return general.above == "building" and before in ("in", "inside", "at", "within")


@HYPERNYMS.rule("a beer mug -> a container; a woman at a bench -> at a seat")
def hardly_called_so(general: General) -> bool:
    """Few writers call vessels for drinks containers, and a bench a seat."""
    lemma, above = general.thing.lemma, general.above
    return (above == "container" and lemma in DRINK_VESSELS) or (above == "seat" and lemma == "bench")


@HYPERNYMS.rule("the second baseman -> the second player")
def counts_bases(general: General) -> bool:
    """The ordinal before it is that of the base."""
    sentence, thing = general.phrases.sentence, general.thing
    return thing.lemma == "baseman" and sentence.word(thing.base[1] - 2) in BASES


@HYPERNYMS.rule("tool for hammer")
def vague(general: General) -> bool:
    return general.phrases.lexicon.objects.is_vague(general.above)


@HYPERNYMS.rule("a poodle beside a dog -> a dog beside a dog")
def said_already(general: General) -> bool:
    sentence, word = general.phrases.sentence, general.above.rsplit(" ", 1)[-1]
    if word in sentence.lower_set:
        return True
    several, head = noun_form(word, True), general.thing.head
    return (
        general.thing.plural
        and several in sentence.lower_set
        and any(said == several and k != head for k, said in enumerate(sentence.lower))
    )


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
