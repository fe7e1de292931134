"""A quality gives way to one that it excludes: ``a red bus`` -> ``a yellow bus``, ``two dogs`` -> ``three dogs``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import chain, islice
from typing import ClassVar

from capaug.captions import Quality, QualityPosition, Scene, Sentence
from capaug.draws import in_turn, started, weighted_order
from capaug.english import dictionary
from capaug.english.amounts import (
    ALONE_ON,
    INDEFINITE_ARTICLES,
    QUANTITY_TYPES,
    is_count,
    is_mixed,
    is_named,
    replace_quantity,
)
from capaug.english.clashes import clash
from capaug.english.edits import Replacement, realise
from capaug.english.elsewhere import Elsewhere, is_known
from capaug.english.facts import Facts, affirmed
from capaug.english.gender import SEXES
from capaug.english.inflection import in_progress, inflect, lemma
from capaug.english.mentioned_again import is_said_again
from capaug.english.qualities import partner_color, single_qualities
from capaug.english.words import words
from capaug.generators.attribute_replace import LOOSE_TYPES
from capaug.generators.attribute_replace.numbers import Numbers
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

MOST_VALUES = 4  # candidates of one quality; later filters and the recipe's limit choose among them
AT_SOMEBODY = words("acts_at_somebody")
BUSTLE = words("signs_of_bustle")
COATS = words("coat_colors")
QUANTITIES_THAT_SHARE_A_MOUNT = words("quantities_that_share_a_mount")
FULL = words("filled_with_things")
GAMES = words("games_by_players")
LIVELY = words("lively_actions")
MANY = words("words_for_many")
METALS = words("metals")
NAMED_BY_NUMBER = words("named_by_their_number")
NEEDS_THINGS = words("values_that_need_things")
NEVER_SEATED = words("animals_never_seated")
CLOUDS = frozenset({"cloud", "clouds"})
PAGES = frozenset({"page", "pages"})
MARKS_OF_A_SUM = (" - ", ":", "(", "–", "—")
LAPTOPS = frozenset({"laptop", "laptop computer", "notebook", "macbook"})
WHITHER = frozenset(
    {"around", "to", "towards", "toward", "into", "through", "past", "away", "across", "their", "there"}
)
GOING_ON = words("actions_that_go_somewhere")
WITHOUT_COLORS = frozenset({"monochrome", "monochromatic", "grayscale", "greyscale", "sepia", "black-and-white"})
ASLEEP = frozenset({"asleep", "sleeping", "sleeps", "napping"})
AS_BEFORE = words("said_as_before")
DIVIDED = words("counted_by_what_is_divided")
SOME_OF_MANY = words("amounts_beside_others")
# Types of qualities that go with much else that may be told of a thing.
TOLD_AT_LENGTH = frozenset({"age", "material", "pattern", "shape", "size", "length", "height", "state", "texture"})
HEIGHTS = words("words_of_height")
LIGHTS = words("colors_of_traffic_lights")
NO_PACKAGES = words("materials_of_no_package")
LAIN_ON = words("parts_one_lies_on")
LINING = words("words_of_lining")
PAPERS_BY_NAME = words("papers_by_name")
PLANTS = words("colors_of_plants")
SMALL_SIZES = frozenset({"small", "little", "tiny", "mini", "miniature", "short", "thin", "narrow", "medium"})
SMALL_DEGREES = words("small_degrees")
VESSELS = frozenset({"container", "kitchenware"})
WATERS = words("waters_to_swim_in")
HIS_OR_HER = frozenset({"his", "her", "he", "she", "him", "hers", "himself", "herself"})
YOUNG = words("young_by_name")
BOTH = frozenset({"both", "neither", "either", "each"})
SAD = words("moods_of_the_sad")
RAW = frozenset({"raw", "uncooked"})
WOODS = frozenset({"forest", "woods", "jungle", "orchard", "grove", "forests"})
SPOILED = frozenset({"rotten", "stale", "spoiled", "moldy", "dead"})
PURPOSES_OF_REST = words("purposes_of_rest")
BRIGHT = words("brightness")
ON_THE_MOVE = frozenset({"moving", "driving", "running", "flying", "rolling", "speeding", "walking"})
RACES = words("words_of_a_race")
SIZES_ALIKE = {"wide": words("sizes_that_are_wide"), "narrow": words("sizes_that_are_narrow")}
STILL = words("verbs_of_standing_still")
OF_METAL = words("things_of_metal")
ORDINALS = words("ordinals")
POWERED = words("signs_of_power")
ROOMY = words("words_of_room")
SAID_WHERE_ONE_STAYS = words("said_where_one_stays")
TWO = words("words_for_two")
TWO_VALUES = words("quantities_of_two")
DENSE = words("words_of_dense_places")
DIGITS = {name: str(i) for i, name in enumerate("two three four five six seven eight nine ten".split(), start=2)}
# The words in which captions say a value.
WORDINGS = {
    "snowy": ("snowy", "snow covered"),
    "grassy": ("grassy", "grassy", "grass covered"),
    "lying": ("lying", "laying", "laying down"),
    "wooden": ("wooden", "wooden", "wood"),
    "gray": ("gray", "grey"),
}


class Change:
    """A quality of a scene's sentence, and the ``value`` that would stand in its place.

    ``noun``: the name of its thing. ``partner``: the other colour of a thing of two. ``words``: those of the sentence;
    ``after``: the one behind the quality.
    """

    __slots__ = ("after", "facts", "noun", "partner", "quality", "scene", "sentence", "value", "words")

    def __init__(self, scene: Scene, quality: Quality, partner: str | None) -> None:
        self.scene = scene
        self.sentence = scene.sentence
        self.facts = scene.once(Facts)
        self.quality = quality
        self.noun = quality.thing.name
        self.partner = partner
        self.words = scene.sentence.lower_set
        self.after = scene.sentence.word(quality.words[1])
        self.value = quality.name


QUANTITIES = Rules[Change]("attribute_replace.contrast")
VALUES = Rules[Change]("attribute_replace.contrast")


class Contrast:
    """One attribute gives way to a value that excludes it, or one thing becomes several."""

    kind: ClassVar[Kind] = Kind(
        "attribute_replace.contrast", true=False, does="an attribute or a number gives way to one that excludes it"
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._numbers = Numbers(lexicon)

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Values of attributes first, attribute by attribute in random order, then numbers of things."""
        return affirmed(scene, self.kind.id, chain(self._values(scene, rng), self._recounted(scene, rng)))

    def _recounted(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        for edits in chain(self._numbers.more(scene, rng), self._numbers.one(scene, rng)):
            if made := realise(scene.sentence.text, edits):
                yield Variant(made[0], self.kind.id, made[1])

    def _values(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        found = started(
            islice(self._values_of(scene, quality, rng), MOST_VALUES) for quality in scene.sentence.qualities
        )
        rng.shuffle(found)
        yield from in_turn(found)

    def _values_of(self, scene: Scene, quality: Quality, rng: random.Random) -> Iterator[Variant]:
        """The values drawn for ``quality`` that pass, each made when it is asked for."""
        if quality.type in LOOSE_TYPES:
            return
        sentence = scene.sentence
        partner = partner_color(sentence, quality, self.lexicon)
        if partner is None and quality not in sentence.once(single_qualities, self.lexicon):
            return
        options = self.lexicon.attributes.contrasts(quality.name, quality.thing.name)
        if not options:
            return
        change = Change(scene, quality, partner)
        rules = QUANTITIES if quality.type in QUANTITY_TYPES else VALUES
        for value in weighted_order(options, rng):
            change.value = value
            if rules.refuse(scene, change):
                continue
            edits = self._replace(sentence, quality, rng.choice(WORDINGS.get(value, (value,))))
            if edits and (made := realise(sentence.text, edits)):
                yield Variant(made[0], self.kind.id, made[1])

    def _replace(self, sentence: Sentence, quality: Quality, value: str) -> list[Replacement] | None:
        if quality.type == "collective" or (quality.type == "number" and not is_count(value, self.lexicon)):
            return replace_quantity(sentence, quality, value)
        if quality.position is QualityPosition.VERB:
            first = quality.words[0]
            value = inflect(value, "VBG" if sentence.word(first) == "seated" else sentence.tag(first))
        elif quality.type == "action" and not dictionary.lemmas(value, "adj"):
            value = in_progress(value)  # "asleep" -> "standing", "awake"
        return [(quality.start, quality.end, value)]


# -- rules of quantities -----------------------------------------------------------------------------------------------


@QUANTITIES.rule("two dogs | three dogs, says another caption")
def said_as_it_is(change: Change) -> bool:
    """A caption says the amount: a number anywhere, but ``a group of people`` is no count of the women beside them."""
    if _is_count(change):
        said = change.facts.words
        return change.value in said or DIGITS.get(change.value) in said or (change.value != "two" and bool(MANY & said))
    return change.facts.has_attribute(change.noun, change.value)


@QUANTITIES.rule("two dogs on a bed. Both are brown. | three dogs")
def counted_in_another_sentence(change: Change) -> bool:
    """Another sentence names them, or means them by a pronoun."""
    return change.scene.once(Elsewhere).counts_on(change.quality.thing)


@QUANTITIES.rule("a couple purple flowers | a four purple flowers")
def behind_an_article(change: Change) -> bool:
    """An article before it goes with the old amount alone."""
    article = change.sentence.word(change.quality.words[0] - 1) in INDEFINITE_ARTICLES
    return article and change.quality.type == "number"


@QUANTITIES.rule("a pair of dogs | a basket filled with apples")
def two_of_them(change: Change) -> bool:
    """Two are spoken of already, or what is filled with them has more."""
    return change.value in TWO_VALUES and bool(TWO & change.facts.words or FULL & change.words)


@QUANTITIES.rule("three cows, two black and one brown")
def counted_elsewhere(change: Change) -> bool:
    """Another word of the sentence hangs on the number."""
    if not BOTH.isdisjoint(change.words) or sum(word in DIGITS for word in change.sentence.lower) > 2:
        return True
    if not ORDINALS.isdisjoint(change.words):
        return True
    return ("one" in change.words and change.quality.name != "one") or bool(GAMES & change.words)


@QUANTITIES.rule("two people, a man and a woman | three")
def told_one_by_one(change: Change) -> bool:
    """A list of who they are follows."""
    end = change.quality.thing.words[1]
    if change.sentence.word(end) == "being":
        return True
    return change.sentence.word(end) in (",", "-", ":") and change.sentence.word(end + 1) in ("a", "an", "one")


@QUANTITIES.rule("six musicians - four violinists and two drummers")
def adds_up(change: Change) -> bool:
    """One number is of all, the others of its parts."""
    counted = [quality for quality in change.sentence.qualities if quality.type == "number"]
    if len(counted) < 2:
        return False
    between = change.sentence.text[counted[0].end : counted[1].start]
    return any(mark in between for mark in MARKS_OF_A_SUM)


@QUANTITIES.rule("two players named Smith and Jones | three")
def named_one_by_one(change: Change) -> bool:
    """Their names are told."""
    return is_named(change.sentence, change.quality.thing)


@QUANTITIES.rule("a four wheeler | two")
def named_by_its_number(change: Change) -> bool:
    """The number is part of its name."""
    return change.quality.thing.lemma in NAMED_BY_NUMBER or change.sentence.text[change.quality.end :][:1] == "-"


@QUANTITIES.rule("several | people riding a motorcycle")
def too_many_for_one_mount(change: Change) -> bool:
    """More than two cannot be at one thing so."""
    return change.value not in QUANTITIES_THAT_SHARE_A_MOUNT and any(
        not link.object.plural and link.predicate.partition(" ")[0] in ALONE_ON
        for link in change.quality.thing.as_subject
    )


@QUANTITIES.rule("trees on two sides of a road | five")
def as_many_as_it_has(change: Change) -> bool:
    """A thing has as many of them as it has."""
    divided = change.after in ("side", "sides", "end", "ends") or not DIVIDED.isdisjoint(change.words)
    return divided and change.quality.type == "number"


@QUANTITIES.rule("two people playing tennis | four")
def doubles(change: Change) -> bool:
    """Four play it as well as two, and writers do not see them all."""
    return change.value == "four" and "tennis" in change.words


@QUANTITIES.rule("two children | several, where another caption says: some kids")
def some_are_said(change: Change) -> bool:
    """Another caption leaves open how many there are."""
    return change.value == "several" and "some" in change.facts.words


@QUANTITIES.rule("a crowd of people lining the street | a couple")
def lines_something(change: Change) -> bool:
    """Two line no street."""
    return change.value in TWO_VALUES and not LINING.isdisjoint(change.words)


@QUANTITIES.rule("many trees in a forest | two; a row of trees around a field")
def too_few_for_it(change: Change) -> bool:
    """Two make no forest and no dense town, and stand around nothing."""
    if change.value not in TWO_VALUES or change.scene.lexicon.objects.is_animate(change.noun):
        return False
    if change.quality.name == "many" and not DENSE.isdisjoint(change.words):
        return True
    around = any(link.predicate.endswith("around") for link in change.quality.thing.as_subject)
    return around or (change.noun == "tree" and not WOODS.isdisjoint(change.words))


@QUANTITIES.rule("a group of men and women")
def of_two_kinds(change: Change) -> bool:
    """The quantity is of more than its noun, or part of an idiom."""
    return is_mixed(change.sentence, change.quality)


# -- rules of other values ---------------------------------------------------------------------------------------------


@VALUES.rule("a red bus | a yellow bus, says another caption")
def said_of_it(change: Change) -> bool:
    """A caption says the value of what may be the same thing."""
    return change.facts.has_attribute(change.noun, change.value)


@VALUES.rule("a red bus on a street. The red bus is empty. | blue")
def said_in_another_sentence(change: Change) -> bool:
    """The caption would still say the old value of it."""
    return change.scene.once(Elsewhere).has(change.quality)


@VALUES.rule("A silver Maserati is on display. The silver car has a red seat. | a red car")
def known_by_it(change: Change) -> bool:
    """``the`` and the quality tell of what was spoken of before, and another sentence has the word."""
    quality = change.quality
    if quality.position is not QualityPosition.BEFORE or not is_known(change.sentence, quality.thing):
        return False
    return change.scene.once(Elsewhere).says(quality.name)


@VALUES.rule("two men in red and blue T-shirts, the one in the blue shirt | black")
def said_of_its_like(change: Change) -> bool:
    """The sentence says the value of another thing that may be the same."""
    related = change.scene.lexicon.objects.related
    return any(
        other.name == change.quality.name and other is not change.quality and related(other.thing.name, change.noun)
        for other in change.sentence.qualities
    )


@VALUES.rule("A red car on a street. The red car is old. | yellow")
@QUANTITIES.rule("Two dogs on a rug. The two dogs sleep. | three")
def said_again(change: Change) -> bool:
    """Another mention of the thing says it as well."""
    return is_said_again(change.scene, change.quality)


@VALUES.rule("a large room | that is cramped")
def size_said_otherwise(change: Change) -> bool:
    """The sentence says how large it is in other words."""
    return change.quality.type == "size" and bool(ROOMY & change.words)


@VALUES.rule("modern day")
def part_of_an_idiom(change: Change) -> bool:
    """The word belongs to the next one."""
    return change.after == "day" and change.noun != "day"


@VALUES.rule("an ice cream truck")
def ice_cream(change: Change) -> bool:
    """Cream is no colour here."""
    return change.quality.name == "cream" and "ice" in change.words


@VALUES.rule("empty | a busy street filled with cars")
def not_empty(change: Change) -> bool:
    """Something or somebody is there."""
    return change.value == "empty" and bool(BUSTLE & change.words)


@VALUES.rule("skiers on a snowy hill")
def skied_on(change: Change) -> bool:
    """Nobody skis on grass."""
    on_snow = any(word.startswith(("ski", "snowboard", "sled")) for word in change.words)
    return change.quality.name.startswith("snow") and (on_snow or {"snow", "board"} <= change.words)


@VALUES.rule("running | sitting on a bench")
def too_lively_for_its_place(change: Change) -> bool:
    """What they sit on, few run on."""
    return change.quality.type == "action" and change.value in LIVELY and change.after in SAID_WHERE_ONE_STAYS


@VALUES.rule("a man sitting and also reading")
def done_as_well(change: Change) -> bool:
    """A caption tells of the action, or of more than one."""
    return change.quality.type == "action" and (
        "also" in change.words or change.value.partition(" ")[0] in change.facts.lemmas
    )


@VALUES.rule("a zebra | sitting")
def never_seated(change: Change) -> bool:
    """It lies or stands; few writers say that it sits."""
    return change.quality.type == "action" and change.value in ("sit", "sitting") and change.noun in NEVER_SEATED


@VALUES.rule("a happy girl, smiling | frowning")
def moods_clash(change: Change) -> bool:
    """Another word tells of the mood."""
    mood = change.value in SAD or change.quality.name in SAD
    return mood and any(word.startswith(("smil", "laugh", "grin", "cheer")) for word in change.words)


@VALUES.rule("a man smiling at the camera | crying")
def at_somebody(change: Change) -> bool:
    """``at`` names whom it is for, and the new act is for nobody."""
    old = change.sentence.word(change.quality.words[0])
    return change.after == "at" and old in AT_SOMEBODY and change.value.partition(" ")[0] not in AT_SOMEBODY


@VALUES.rule("a silver coin | orange")
def made_of_metal(change: Change) -> bool:
    """The colour of such a thing is what it is made of."""
    return change.noun in OF_METAL and change.quality.name in METALS and change.value not in METALS


@VALUES.rule("an open book turned to the first pages | closed; a laptop is open to a website")
def open_at_a_page(change: Change) -> bool:
    """What is closed shows no page, and is not known to run."""
    if change.quality.name not in ("open", "opened"):
        return False
    shows = not PAGES.isdisjoint(change.words) or (
        change.noun.rpartition(" ")[2] in LAPTOPS and not POWERED.isdisjoint(change.words)
    )
    return change.after in ("to", "at") or shows


@VALUES.rule("a woman walks | kneels towards him; jumps up | walks to kick his heels")
def goes_somewhere(change: Change) -> bool:
    """What follows says whither it goes."""
    if change.quality.type != "action":
        return False
    end = change.quality.words[1]
    if change.after == "to" and change.sentence.tag(end + 1) == "VB":
        return True  # "jumps up to kick his heels"
    return change.value.partition(" ")[0] not in GOING_ON and change.after in WHITHER


@VALUES.rule("a black belt in a monochromatic shot | brown")
def shown_without_colors(change: Change) -> bool:
    """The caption says that the picture has no colours: black and white alone are told apart."""
    if change.quality.type != "color" or {change.quality.name, change.value} == {"black", "white"}:
        return False
    return any(not WITHOUT_COLORS.isdisjoint(one.lower_set) for one in change.scene.caption.sentences)


@VALUES.rule("a row of trees stands tall | small")
def stands_tall(change: Change) -> bool:
    """It says how they stand, and goes with the verb."""
    before = change.sentence.word(change.quality.words[0] - 1)
    return before in ("stand", "stands", "standing", "stood")


@VALUES.rule("a grey, overcast sky | clear; lush grass | brown; a sleek tower | old")
def contradicted(change: Change) -> bool:
    """Another word of the sentence, or of a caption, contradicts it."""
    own = {change.quality.name, change.sentence.word(change.quality.words[0])}
    return clash(change.value, change.quality.thing.lemma, own, change.words, change.facts.words)


@VALUES.rule("a cat with green eyes | red")
def no_color_of_eyes(change: Change) -> bool:
    """Eyes are not of that colour, but in photographs that nobody describes; brown ones may be called black."""
    if change.noun == "eye" and {change.value, change.quality.name} == {"brown", "black"}:
        return True
    return change.noun == "eye" and change.value in ("red", "white", "yellow", "orange", "pink", "purple")


@VALUES.rule("a girl with a black eye | blue")
def bruise(change: Change) -> bool:
    """One black eye is a bruise, and no colour."""
    return change.noun == "eye" and change.quality.name == "black" and not change.quality.thing.plural


@VALUES.rule("a woman runs in a road race | stands")
def takes_part(change: Change) -> bool:
    """Nobody rests in a race."""
    rests = change.quality.type == "action" and change.value.partition(" ")[0] in STILL
    return rests and change.after == "in" and not RACES.isdisjoint(change.words)


@VALUES.rule("fresh vegetables growing in a garden | rotten")
def grows(change: Change) -> bool:
    """What grows is not spoiled."""
    return change.value in SPOILED and "grow" in change.facts.lemmas


@VALUES.rule("a man sits outside to enjoy the weather | jumps")
def for_rest(change: Change) -> bool:
    """The sentence says that it is done for rest."""
    lively = change.value.partition(" ")[0] in GOING_ON or change.value.startswith(("jump", "run", "climb"))
    return change.quality.type == "action" and lively and not PURPOSES_OF_REST.isdisjoint(change.words)


@VALUES.rule("a bright orange vest | black; a hot pink tie | white")
def bright(change: Change) -> bool:
    """``bright`` stands before lively colours alone, ``hot`` before pink."""
    before = change.sentence.word(change.quality.words[0] - 1)
    dull = change.value in ("black", "brown", "gray", "grey", "tan", "beige")
    return (dull and before in BRIGHT) or (before == "hot" and change.quality.type == "color")


@VALUES.rule("outside seating | indoor")
def seats_elsewhere_too(change: Change) -> bool:
    """Who has seats outside may have others inside."""
    return change.quality.type == "setting" and change.noun in ("seating", "seat", "dining", "table")


@VALUES.rule("a narrow room | wide, where another caption says: a large room")
def as_large_as_another_says(change: Change) -> bool:
    """Another size that a caption names may be this one in other words."""
    alike = SIZES_ALIKE.get(change.value)
    return alike is not None and not alike.isdisjoint(change.facts.words)


@VALUES.rule("a woman falling asleep, sitting | walking")
def asleep(change: Change) -> bool:
    """Who sleeps does nothing else."""
    name, said = change.quality.name, change.words
    return change.quality.type == "action" and not name.startswith(("asleep", "sleep")) and not ASLEEP.isdisjoint(said)


@VALUES.rule("horizontal bars | diagonal")
def gymnastics(change: Change) -> bool:
    """The bars that somebody does gymnastics on are named by it."""
    return change.after in ("bar", "bars") and change.quality.name in ("horizontal", "parallel", "uneven", "high")


@VALUES.rule("a wave in calm waters | rough")
def waves(change: Change) -> bool:
    """A caption tells of a wave."""
    return change.value in ("rough", "choppy") and not {"wave", "waves"}.isdisjoint(change.facts.words)


@VALUES.rule("one cow standing and one laying down | lying")
def lies_as_another_does(change: Change) -> bool:
    """``laying`` is what many write for ``lying``."""
    return change.value.startswith(("lie", "lying")) and "lay" in change.facts.lemmas


@VALUES.rule("parked bikes sit between buildings | moving")
def moves_where_it_sits(change: Change) -> bool:
    """A verb says that the thing is still."""
    moves = change.value.partition(" ")[0] in ON_THE_MOVE
    return moves and any(link.predicate.partition(" ")[0] in STILL for link in change.quality.thing.as_subject)


@VALUES.rule("people walking and congregating | running")
def done_with_another(change: Change) -> bool:
    """``and`` joins it with another act, which is hardly done so fast."""
    lively = change.quality.type == "action" and change.value.partition(" ")[0] in LIVELY
    return lively and change.after == "and"


@VALUES.rule("an empty bathroom | full; a busy kitchen | empty")
def full_room(change: Change) -> bool:
    """Nobody says so of a room, or says something else."""
    if change.quality.name == "busy" and change.scene.lexicon.objects.category(change.noun) == "room":
        return True
    return change.value == "full" and change.scene.lexicon.objects.category(change.noun) == "room"


@VALUES.rule("a small male child with a smile on his face | female")
def pronoun_of_its_sex(change: Change) -> bool:
    """A pronoun tells the sex as well."""
    return change.value in ("male", "female") and not HIS_OR_HER.isdisjoint(change.sentence.lower_set)


@VALUES.rule("a female rider | male, where another caption says: a man on a horse")
def that_sex_is_said(change: Change) -> bool:
    """Another caption names somebody of that sex."""
    if change.value not in ("male", "female"):
        return False
    return any(SEXES.get(name) == change.value for name in change.facts.names)


@VALUES.rule("trees bare of leaves | leafy")
def bare_of_something(change: Change) -> bool:
    """``of`` says of what, and the new value takes none."""
    return change.after == "of" and change.quality.type not in ("color", "action")


@VALUES.rule("a young lad | old")
def young_by_name(change: Change) -> bool:
    """Its name says that it is young."""
    return change.value in ("old", "elderly", "older", "middle-aged") and change.noun in YOUNG


@VALUES.rule("a young woman with a pregnant belly | elderly")
def of_another_age(change: Change) -> bool:
    """Only the young are so."""
    return change.value in ("old", "elderly", "older") and "pregnant" in change.words


@VALUES.rule("a very happy baby | frowning")
def no_degree(change: Change) -> bool:
    """``very`` stands before it, which no participle takes."""
    before = change.sentence.word(change.quality.words[0] - 1)
    return before in ("very", "so", "really") and change.value.endswith("ing")


@VALUES.rule("an almost empty street | busy")
def almost_so(change: Change) -> bool:
    """``almost`` is said of an end that things come near to, seldom of the other end."""
    return change.sentence.word(change.quality.words[0] - 1) in ("almost", "nearly", "practically")


@VALUES.rule("brand new; ice cold milk; off white; set to start; construction paper")
def idiom(change: Change) -> bool:
    """With the word before or behind it, it says something else."""
    name, before = change.quality.name, change.sentence.word(change.quality.words[0] - 1)
    if name == "new":
        return "brand" in change.words
    if change.after == "screen":
        return True
    if change.quality.type == "material" and before in PAPERS_BY_NAME:
        return True
    return before in ("ice", "off") or (change.quality.type == "action" and name == "set" and change.after == "to")


@VALUES.rule("a clear sky with a layer of clouds | cloudy")
def clouds_are_told(change: Change) -> bool:
    """The sentence has clouds in the sky that it calls clear."""
    return change.value in ("cloudy", "overcast") and not CLOUDS.isdisjoint(change.words)


@VALUES.rule("a sign with a little graffiti on it | large")
def an_amount(change: Change) -> bool:
    """``a little`` of what has no number says how much there is."""
    return change.quality.name == "little" and change.scene.lexicon.objects.is_mass(change.noun)


@VALUES.rule("a smaller lake | large")
def compared(change: Change) -> bool:
    """A comparative compares with something, and what is smaller may be large."""
    said = change.sentence.word(change.quality.words[0])
    return said != change.quality.name and said.endswith(("er", "est")) and lemma(said, "JJR") != said


@VALUES.rule("fried potatoes are being eaten | raw")
def raw_and_eaten(change: Change) -> bool:
    """Few eat it raw, and nobody says so."""
    return change.value in RAW and "eat" in change.facts.lemmas


@VALUES.rule("a blue bus | a man in red, says another caption")
def said_of_anything(change: Change) -> bool:
    """What a caption says of anything may be said of this very thing."""
    return change.quality.type != "action" and change.value in change.facts.words


@VALUES.rule("a clear sky without clouds | cloudy; a street with no people | crowded")
def of_what_is_absent(change: Change) -> bool:
    """It speaks of things, where the sentence says that there are none of some."""
    return change.value in NEEDS_THINGS and bool(change.sentence.absent)


@VALUES.rule("a black and white cat | yellow and white")
def unlike_its_partner(change: Change) -> bool:
    """The thing cannot have the value beside its other colour."""
    if change.partner is None:
        return False
    lexicon = change.scene.lexicon
    if not lexicon.attributes.excludes(change.value, change.partner):
        return True
    furred = lexicon.objects.category(change.noun) == "animal" and not lexicon.objects.is_a(change.noun, "bird")
    return furred and change.value not in COATS


@VALUES.rule("a brick wall. The bricks are red. | wooden; a rocky beach. A gull stands on a rock. | sandy")
def told_by_its_kin(change: Change) -> bool:
    """Another sentence has the word of the quality or the noun that it is made of, whatever it says of it."""
    name = change.quality.name
    if change.quality.type in ("color", "action") or " " in name:
        return False
    said = change.sentence.word(change.quality.words[0])
    kin = (name, said, name.removesuffix("y"), name.removesuffix("en"))  # "rocky" and "wooden" of rock and wood
    return any(map(change.scene.once(Elsewhere).says, kin))


@VALUES.rule("an old truck. The truck shows rust. | new")
def told_at_length(change: Change) -> bool:
    """Another sentence goes on about the thing: what it tells goes with the old value, if it does not say so."""
    told = change.quality.type in TOLD_AT_LENGTH
    return told and change.scene.once(Elsewhere).goes_on_about(change.quality.thing)


@VALUES.rule("a black car on a road. Its paint is blue and grey. | red")
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


@VALUES.rule("a dog lying | walking on its side")
def on_its_side(change: Change) -> bool:
    """What it is on tells how it lies."""
    end = change.quality.words[1]
    return change.quality.type == "action" and change.after == "on" and change.sentence.word(end + 2) in LAIN_ON


@VALUES.rule("a blue stripe. The tail is also blue. | black")
def said_as_before(change: Change) -> bool:
    """A word says that it is as something of another sentence."""
    return len(change.scene.caption.sentences) > 1 and not AS_BEFORE.isdisjoint(change.words)


@VALUES.rule("some large tanks | small")
def others_may_be_so(change: Change) -> bool:
    """The caption tells of some, and others may well be of the other size."""
    thing = change.quality.thing
    if change.quality.type not in ("size", "height", "length", "age") or not thing.plural:
        return False
    return change.sentence.word(thing.base[0]) in SOME_OF_MANY


@VALUES.rule("an indoor setting. The floor has tiles. | outdoor")
def told_by_all_the_rest(change: Change) -> bool:
    """What further sentences tell is inside or outside as well."""
    setting = change.value in ("indoor", "outdoor", "inside", "outside", "urban", "rural")
    return setting and len(change.scene.caption.sentences) > 1


@VALUES.rule("a low fence. It has short posts. | high")
def as_high_as_its_parts(change: Change) -> bool:
    """Another sentence tells of heights."""
    others = HEIGHTS - {change.quality.name}
    return change.value in HEIGHTS and any(map(change.scene.once(Elsewhere).says, others))


@VALUES.rule("slightly rough water | calm")
def so_to_a_degree(change: Change) -> bool:
    """It is said of what comes in degrees, and the other end is not said so."""
    return change.sentence.word(change.quality.words[0] - 1) in SMALL_DEGREES


@VALUES.rule("a panda walking | swimming on the grass")
def swims_on_land(change: Change) -> bool:
    """No caption names a water."""
    return change.value.startswith("swim") and WATERS.isdisjoint(change.facts.words)


@VALUES.rule("super blonde hair of a blonde singer | black")
def said_once_more(change: Change) -> bool:
    """The sentence has the word again, and not as a quality of another thing."""
    sentence, name = change.sentence, change.quality.name
    again = sentence.lower.count(name)
    return again > 1 and again > sum(other.name == name for other in sentence.qualities)


@VALUES.rule("a mini cake in a glass | huge")
def too_large_for_what_it_is_in(change: Change) -> bool:
    """What is in a vessel is no larger than it."""
    if change.quality.type != "size" or change.value in SMALL_SIZES:
        return False
    category = change.scene.lexicon.objects.category
    return any(
        link.predicate in ("in", "inside", "inside of") and category(link.object.name) in VESSELS
        for link in change.quality.thing.as_subject
    )


@VALUES.rule("green plants beside a river | white")
def no_color_of_plants(change: Change) -> bool:
    """Plants that nothing more is said of are seen from afar, and are of these colours."""
    plants = change.quality.thing.lemma in ("plant", "vegetation", "foliage", "grass", "shrub")
    return plants and change.quality.type == "color" and change.value not in PLANTS


@VALUES.rule("the traffic light is red | grey")
def not_what_a_light_shows(change: Change) -> bool:
    """It shows one of three colours."""
    shows = change.quality.name in LIGHTS and change.noun in ("traffic light", "stop light", "stoplight")
    return shows and change.value not in LIGHTS


@VALUES.rule("grey roofs along a road | black")
def roofs_from_above(change: Change) -> bool:
    """Of many roofs nobody tells one grey from the next, nor from what is near to it."""
    thing, both = change.quality.thing, {change.quality.name, change.value}
    many = thing.plural and thing.lemma in ("roof", "rooftop", "building", "house")
    return many and not both.isdisjoint(("gray", "grey")) and not both.isdisjoint(("black", "white"))


@VALUES.rule("a bag of pretzels in a plastic bag | leather")
def food_is_not_packed_in_it(change: Change) -> bool:
    """A package of food is of something else."""
    if change.value not in NO_PACKAGES or change.scene.lexicon.objects.category(change.noun) not in VESSELS:
        return False
    category = change.scene.lexicon.objects.category
    return any(category(thing.name) in ("food", "drink") for thing in change.sentence.things)


@VALUES.rule("a black cat | a white cat, say captions of one picture")
@QUANTITIES.rule("three | two women, say captions of one picture")
def said_together(change: Change) -> bool:
    """Captions of one picture were counted to say both."""
    lexicon, noun, old = change.scene.lexicon, change.noun, change.quality.name
    category = lexicon.objects.category(noun)
    values = TWO_VALUES if change.value in TWO_VALUES else (change.value,)
    return any(lexicon.together.qualified(old, value, noun, category) for value in values)


def _is_count(change: Change) -> bool:
    return change.quality.type == "number" and is_count(change.value, change.scene.lexicon)
