"""Things that are left alone because of their names: one of their own, part of a longer one, or of several words."""

from __future__ import annotations

from capaug.english.words import words
from capaug.generators.asymmetry_1.object.place import KIND, Place
from capaug.generators.rules import Rules

FIRST_WORDS = words("first_words_of_sports")
STREET_WORDS = frozenset({"drive", "avenue", "ave", "boulevard", "blvd", "lane", "rd", "st"})
FAITHS = words("faiths")
DISHES = words("last_words_of_dishes")
PAPERS = words("words_behind_names_of_papers")
LIKENESSES = words("likenesses")

NAMES = Rules[Place](KIND)


@NAMES.rule("a Donald Duck; a double-decker bus; a Gatorade bottle")
def a_name(place: Place) -> bool:
    """It has a name of its own, is cut off one, or a brand stands before it."""
    sentence, (first, end) = place.sentence, place.thing.words
    start = sentence.tokens[first].start
    if sentence.text[start - 1 : start] == "-":
        return True
    tokens, head = sentence.tokens, place.thing.head
    if not sentence.frozen.isdisjoint(range(place.thing.base[0], first)):
        return True  # "an AR-15 rifle"
    brands = (tokens[k] for k in range(max(place.thing.base[0], 1), first))
    if any(token.dep == "compound" and token.text[:1].isupper() and token.head == head for token in brands):
        return True
    if end - first == 1 or sentence.text.isupper():
        return False
    return any(token.text[:1].isupper() for token in tokens[max(first, 1) : end])


@NAMES.rule("Great Egret by Peter Mathios")
def titled(place: Place) -> bool:
    """It ends the title of a work whose author is told."""
    sentence, end = place.sentence, place.thing.words[1]
    by_author = sentence.word(end) == "by" and (end + 1 in sentence.frozen or sentence.tag(end + 1) == "NNP")
    return by_author and sentence.tokens[end - 1].text[:1].isupper() and end > 1


@NAMES.rule("a sign between green lake drive and another")
def in_the_name_of_a_street(place: Place) -> bool:
    """The word behind it makes it the name of a street."""
    sentence, end = place.sentence, place.thing.words[1]
    return sentence.word(end) in STREET_WORDS and sentence.tokens[place.thing.head].dep != "nsubj"


@NAMES.rule("a two door, | racing car")
def behind_a_comma(place: Place) -> bool:
    """A comma stands between it and what is said of it."""
    return place.thing.determiner is None and place.sentence.word(place.thing.words[0] - 1) == ","


@NAMES.rule("Queen | Elizabeth II; fox | news")
def before_its_name(place: Place) -> bool:
    """The word behind it is a name that it is the title of, or the noun of which it is a part."""
    sentence, end = place.sentence, place.thing.words[1]
    titled = end in sentence.frozen or sentence.tag(end) in ("NNP", "NNPS", "FW") or sentence.word(end) in PAPERS
    return titled or sentence.tokens[place.thing.head].dep == "compound"


@NAMES.rule("a snow skier")
def named_with_its_sport(place: Place) -> bool:
    """The word before it belongs to it."""
    return place.sentence.word(place.thing.words[0] - 1) in FIRST_WORDS and place.thing.lemma.endswith("er")


@NAMES.rule("a gargoyle statue ... The gargoyle")
def named_by_what_it_shows(place: Place) -> bool:
    """It is a likeness, and the caption names it by what it is a likeness of."""
    first, _, last = place.name.rpartition(" ")
    return (
        last in LIKENESSES
        and bool(first)
        and any(
            thing.lemma == first.rpartition(" ")[2] for one in place.scene.caption.sentences for thing in one.things
        )
    )


@NAMES.rule("a pay phone; a coach van; a see - through dress")
def compound_of_its_own(place: Place) -> bool:
    """Its name has two words, which the lexicon knows by the last alone: nobody knows what it is not."""
    first, end = place.thing.words
    return end - first > 1 and not place.scene.lexicon.objects.is_entry(place.name)


@NAMES.rule("a Buddhist temple | castle")
def of_a_faith(place: Place) -> bool:
    """A faith is named before a building, which is no other one."""
    if place.scene.lexicon.objects.category(place.name) not in ("building", "structure"):
        return False
    first, end = place.thing.base
    return not FAITHS.isdisjoint(place.sentence.lower[first:end])


@NAMES.rule("a banana split | an apple split")
def in_the_name_of_a_dish(place: Place) -> bool:
    """The word behind it makes it the name of a dish."""
    return place.sentence.word(place.thing.words[1]) in DISHES and (
        place.scene.lexicon.objects.category(place.name) == "food"
    )


@NAMES.rule("hot - air balloons | hot - planes")
def behind_a_dash(place: Place) -> bool:
    """A dash between blanks joins a word with it."""
    dash = place.thing.words[0] - 1
    return dash > place.thing.base[0] and place.sentence.word(dash) == "-"
