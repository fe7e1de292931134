"""Things that are left alone: misread, or such that another one may be there as well."""

from __future__ import annotations

from capaug.captions import LinkForm, QualityPosition, Sentence
from capaug.english.amounts import is_several_of_one
from capaug.english.gender import SEXES
from capaug.english.words import words
from capaug.generators.asymmetry_1.object.place import KIND, Place, conjuncts
from capaug.generators.rules import Rules

JOINING = frozenset({",", "and", "or"})
WHICH_OF_THEM = words("ordinals") | {"other", "another", "first"}
PLAIN_NUMBERS = frozenset({"two", "three", "four", "five", "six", "several", "many"})
SINGULAR_PLURALS = frozenset({"zebra", "giraffe", "elephant", "buffalo"})  # as some write them of several

ACTS_OF_SOMEBODY = frozenset({"perform", "sing", "dance", "talk", "smile", "laugh", "speak"})

WORDS_OF_SEX = words("words_of_sex")

PHRASES_OF_ONE_FOOD = frozenset({("on", "the", "cob"), ("on", "the", "vine"), ("in", "the", "shell")})

THINGS = Rules[Place](KIND)


@THINGS.rule("an orange sphere")
def maybe_a_color(place: Place) -> bool:
    """It may be the colour of the next word, which was misread."""
    following = place.sentence.tag(place.thing.words[1])
    return following.startswith(("NN", "JJ", "RB", "FW")) and (
        place.scene.lexicon.attributes.type(place.name) == "color"
    )


@THINGS.rule("corn on the cob")
def known_by_its_phrase(place: Place) -> bool:
    """What follows is said of such a thing alone."""
    end = place.thing.words[1]
    return tuple(place.sentence.word(end + k) for k in range(3)) in PHRASES_OF_ONE_FOOD


@THINGS.rule("a bit of orange and pink on its arms")
def maybe_a_color_of_its_own(place: Place) -> bool:
    """It is a colour's name, and another colour is joined to it or an amount of it told."""
    attributes, sentence = place.scene.lexicon.attributes, place.sentence
    if attributes.type(place.name) != "color" or place.thing.plural:
        return False
    first, end = place.thing.words
    if "of" in (sentence.word(first - 1), sentence.word(place.thing.base[0] - 1)):
        return True
    return any(
        attributes.type(word) == "color" for word in (_joined(sentence, first - 1, -1), _joined(sentence, end, 1))
    )


def _joined(sentence: Sentence, k: int, step: int) -> str:
    """The word that commas and ``and`` at word ``k`` join from that side; empty where there are none."""
    at = k
    while sentence.word(at) in JOINING:
        at += step
    return sentence.word(at) if at != k else ""


@THINGS.rule("there are two taxis on the road; against the wall is a bookshelf")
def only_said_to_be_there(place: Place) -> bool:
    """All that is told of it is that it is at a place that the reader knows, where other things may be as well."""
    sentence, thing = place.sentence, place.thing
    before = thing.base[0] - 1
    if len(sentence.things) > 2 or before < 0 or sentence.tokens[before].lemma != "be":
        return False
    return all(quality.type == "number" for quality in thing.qualities) and all(
        link.form is LinkForm.PREPOSITION and sentence.word(link.object.base[0]) == "the" for link in thing.links
    )


@THINGS.rule("the car is white")
def another_may_be_so(place: Place) -> bool:
    """``the`` picks it out of what the picture has, and one quality is all that is told."""
    sentence, thing = place.sentence, place.thing
    return (
        len(sentence.things) == 1
        and len(thing.qualities) == 1
        and sentence.word(thing.base[0]) == "the"
        and thing.qualities[0].position is QualityPosition.PREDICATE
    )


@THINGS.rule("several zebra | bear; three lady's | men")
def slip_of_number(place: Place) -> bool:
    """A plural is written as a singular or as a possessive, which another noun would not bear."""
    thing, sentence = place.thing, place.sentence
    if PLAIN_NUMBERS.isdisjoint(quality.name for quality in thing.qualities):
        return False
    head = sentence.lower[thing.head]
    return (
        sentence.tag(thing.words[1]) == "POS"
        or (head == thing.lemma.rpartition(" ")[2] and not thing.plural)
        or (head in SINGULAR_PLURALS)
    )


@THINGS.rule("two men, ... while the second guy | woman")
def one_of_those(place: Place) -> bool:
    """It is one of several that the sentence names by their sex."""
    first, sentence = place.thing.base[0], place.sentence
    told = sentence.lower[first : place.thing.head]
    if place.name not in SEXES or WHICH_OF_THEM.isdisjoint(told):
        return False
    return any(one.plural and one.name in SEXES for one in sentence.things if one is not place.thing)


@THINGS.rule("a truck or bus")
def one_of_two_readings(place: Place) -> bool:
    """It is one of two things that may be there."""
    tokens, head = place.sentence.tokens, place.thing.head
    if "or" not in place.sentence.lower_set:
        return False
    seconds = [token.head for token, word in zip(tokens, place.sentence.lower, strict=True) if word == "or"]
    return any(head in (second, tokens[second].head) for second in seconds)


@THINGS.rule("a kitchen with a stove, a microwave and a sink | a refrigerator")
def one_of_a_list(place: Place) -> bool:
    """It is one of three things or more, in a list of what is there: another may be there as well."""
    return len(conjuncts(place)) > 1


@THINGS.rule("a young boy s photo shoot; a womans feet")
def owner_without_apostrophe(place: Place) -> bool:
    """The ``s`` of a possessive stands alone behind it, or is written with it."""
    sentence, end = place.sentence, place.thing.words[1]
    head = sentence.tokens[place.thing.head]
    joined = head.dep == "nmod:poss" and head.tag == "NN" and head.text.lower() == head.lemma.lower() + "s"
    return sentence.word(end) == "s" or (joined and sentence.tag(end) != "POS")


@THINGS.rule("A Lufthansa airplane taxis")
def several_of_one(place: Place) -> bool:
    """A plural behind ``a`` was misread (``airplane taxis``)."""
    return is_several_of_one(place.sentence, place.thing)


@THINGS.rule("the mushroom's cap; its bucket, of an excavator")
def part_of_a_thing(place: Place) -> bool:
    """It belongs to something that does not live, of which it is a part."""
    thing, is_animate = place.thing, place.scene.lexicon.objects.is_animate
    if any(link.form is LinkForm.POSSESSIVE and not is_animate(link.subject.name) for link in thing.as_object):
        return True
    if thing.determiner is None or place.sentence.lower[thing.determiner] != "its":
        return False
    return not any(is_animate(one.name) for sentence in place.scene.caption.sentences for one in sentence.things)


@THINGS.rule("Some are holding cameras.")
def of_some_of_them(place: Place) -> bool:
    """Some are said to have it, and others may have anything else."""
    sentence = place.sentence
    verbs = {link.verb for link in place.thing.as_object} | {sentence.tokens[place.thing.head].head}
    return any(
        token.dep.startswith("nsubj") and token.head in verbs and word in ("some", "others")
        for token, word in zip(sentence.tokens, sentence.lower, strict=True)
    )


@THINGS.rule("an aging rocker performs on a stage")
def acts_like_somebody(place: Place) -> bool:
    """What it does people alone do: its name was taken for that of a thing."""
    if place.scene.lexicon.objects.is_animate(place.name):
        return False
    acts = {link.first for link in place.thing.as_subject if link.verb is not None}
    return not ACTS_OF_SOMEBODY.isdisjoint(acts)


@THINGS.rule("a woman dancing very sexy | girl")
def in_words_of_sex(place: Place) -> bool:
    """Whom such words are said of gives way to nobody."""
    if not place.scene.lexicon.objects.is_person(place.name):
        return False
    return any(not WORDS_OF_SEX.isdisjoint(one.lower_set) for one in place.scene.caption.sentences)
