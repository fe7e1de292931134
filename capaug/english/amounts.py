"""How many there are, said anew: ``a man on a bike`` -> ``two men on bikes``, ``two dogs`` -> ``a group of dogs``.

All functions give replacements for :func:`capaug.english.edits.realise`, or None where the English that would come
out is in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence

from capaug.captions.sentence import Link, Quality, Sentence, Thing
from capaug.english.agreement import POSSESSIVES, set_number, subject_verb
from capaug.english.edits import Replacement
from capaug.english.words import words
from capaug.lexicon import Lexicon

QUANTITY_TYPES = ("number", "collective")
ALONE = words("words_for_one")
ALONE_ON = words("done_by_one_to_one")
PLACES_AROUND = words("places_around")
INDEFINITE_ARTICLES = words("indefinite_articles")
BESIDE_NUMBERS = words("words_beside_numbers")
BEFORE_NUMBERS = words("words_before_numbers")
SOME = words("nouns_of_some_behind_a")
NAMES_A_THING = words("participles_of_naming")
COMPARISONS = words("openings_of_likenesses")
LARGE = words("sizes_of_groups")
PLURAL_QUANTITIES = words("quantity_nouns_with_s")
SINGULAR_AUXILIARIES = words("singular_auxiliaries")
SINGULAR_BE = words("singular_be")
SUBJECTS_AND_THERE = ("nsubj", "nsubj:pass", "expl")
RELATIVE = ("WDT", "WP", "IN", "DT")  # tags of "that" and "who"
# Categories of what two can be at, on or beside as well as one; on one horse two are not, though.
SHAREABLE = frozenset("place terrain water room sky_weather building structure furniture plant animal person".split())
MOUNTS = frozenset({"sports_gear", "vehicle", "animal", "clothing"})


def is_count(value: str, lexicon: Lexicon) -> bool:
    """Whether ``value`` is a number, and not a loose one (``several``)."""
    return value not in ("several", "many") and lexicon.attributes.type(value) == "number"


def is_mixed(sentence: Sentence, quality: Quality) -> bool:
    """Whether a quantity is of two kinds (``a group of men and women``), counted as well, or part of an idiom."""
    tokens, head = sentence.tokens, quality.thing.head
    if sentence.word(quality.words[0] - 1) in COMPARISONS:
        return True
    if quality.type == "collective":
        counted = any(other.type == "number" for other in quality.thing.qualities)
        return counted or any(token.dep == "conj" and token.head == head for token in tokens)
    return any(
        other.plural
        and other.base[0] == other.words[0]
        and tokens[other.head].dep == "conj"
        and tokens[other.head].head == head
        for other in sentence.things
    )


def is_several_of_one(sentence: Sentence, thing: Thing) -> bool:
    """Whether a plural stands behind ``a``: it was misread, or is one thing (``a women``, ``a jet taxis``)."""
    before = sentence.lower[thing.base[0] : thing.words[0]]
    return thing.plural and before[:1] in (["a"], ["an"]) and "of" not in before and SOME.isdisjoint(before)


def is_named(sentence: Sentence, thing: Thing) -> bool:
    """Whether the words behind a thing, or behind an auxiliary, say how it is called (``a player named Utley``)."""
    end = thing.words[1]
    behind = end + 1 if sentence.tag(end) in ("VBZ", "VBD", "VBP") else end
    return sentence.word(behind) in NAMES_A_THING


def replace_quantity(sentence: Sentence, quality: Quality, value: str) -> list[Replacement] | None:
    """``two dogs`` -> ``a group of dogs``, ``many kites`` -> ``two kites``."""
    if not quality.thing.plural:
        return None
    first = _collective_start(sentence, quality) if quality.type == "collective" else _number_start(sentence, quality)
    if first is None:
        return None
    new = f"a {value}" if value.endswith(" of") else value
    return [(sentence.tokens[first].start, quality.end, new)]


def _collective_start(sentence: Sentence, quality: Quality) -> int | None:
    """Where ``a large group of`` begins; None where its number is not that of one group."""
    thing, first = quality.thing, quality.words[0]
    word = sentence.word(first)
    if word.endswith("s") and word not in PLURAL_QUANTITIES:
        return None  # "two groups of", "pairs of"
    if sentence.word(first - 1) in LARGE:
        first -= 1
    if sentence.word(first - 1) in INDEFINITE_ARTICLES:
        first -= 1
    elif thing.determiner is not None or first != thing.base[0]:
        return None
    return None if _takes_singular(sentence, thing) else first


def _number_start(sentence: Sentence, quality: Quality) -> int | None:
    """Where ``two`` stands; None where it is no plain count."""
    thing, (first, end) = quality.thing, quality.words
    if thing.determiner is not None or first != thing.base[0] or end - first != 1 or sentence.word(first) == "both":
        return None
    if sentence.word(first - 1) in BEFORE_NUMBERS or sentence.word(end) in BESIDE_NUMBERS:
        return None
    return first


def _takes_singular(sentence: Sentence, thing: Thing) -> bool:
    """Whether a verb in the singular goes with the group (``a group of people is``, ``there is a group``)."""
    verb, after = subject_verb(sentence, thing), thing.words[1]
    near = [thing.base[0] - 1, after, after + 1] + ([] if verb is None else [verb])
    return any(sentence.tag(k) == "VBZ" or sentence.word(k) in SINGULAR_BE for k in near)


def is_shareable(link: Link, lexicon: Lexicon) -> bool:
    """Whether several can be so related to the object of ``link``: a place, something large, or several of it."""
    said = link.predicate.split()
    if link.object.plural or not said or said == ["of"]:  # two bottles of beer
        return True
    category = lexicon.objects.category(link.object.name)
    compound = len(said) > 1 and said[-1] == "of"  # "in front of", "on the side of"
    if compound or said[-1] in PLACES_AROUND or (said[-1] == "on" and category not in MOUNTS):
        return True
    return category in SHAREABLE and said[0] not in ALONE_ON


def has_bare_conjunct(sentence: Sentence, thing: Thing) -> bool:
    """Whether the article of ``thing`` stands for a second noun too (``a man and woman``)."""
    return any(
        token.dep == "conj"
        and token.head == thing.head
        and token.tag in ("NN", "NNP")
        and not any(other.head == k and other.dep == "det" for other in sentence.tokens)
        for k, token in enumerate(sentence.tokens)
    )


def multiply(
    sentence: Sentence, thing: Thing, own: Sequence[Thing], quantity: str, lexicon: Lexicon
) -> list[Replacement] | None:
    """``a man riding his bike`` -> ``two men riding their bikes``.

    Args:
        sentence: the sentence.
        thing: the single thing that becomes several.
        own: the things that become several with it, each one's own.
        quantity: ``two``, ``couple of``, ...
        lexicon: which things are alive, and which cannot be counted.
    """
    theirs = _possessed(sentence, thing, lexicon)
    if theirs is None:
        return None
    determiner = f"a {quantity}" if quantity.endswith(" of") else quantity
    edits: set[Replacement] = set()
    # in the order of the sentence
    changed = [(thing, determiner)]
    changed += [(t, "their" if t in theirs else "") for t in sentence.things if t in own or t in theirs]
    for one, mark in changed:
        if one in theirs and one.plural:
            part: list[Replacement] | None = [(*sentence.span(one.base[0], one.base[0] + 1), "their")]
        else:
            part = set_number(sentence, one, True, mark, owner=bool(theirs))
        if part is None:
            return None
        edits.update(part)
    if not _all_agree(sentence, thing, {start for start, _, _ in edits}):
        return None
    for quality in thing.qualities:
        covered = any(start < quality.end and quality.start < end for start, end, _ in edits)
        if quality.name in ALONE and not covered:
            edits.add((quality.start, quality.end, ""))
    return sorted(edits)


def _all_agree(sentence: Sentence, thing: Thing, changed: set[int]) -> bool:
    """Whether singular verbs that stay have a subject other than ``thing``, and those that change none.

    ``changed``: where in the text edits begin.
    """
    tokens = sentence.tokens
    for k, token in enumerate(tokens):
        if token.tag != "VBZ" and sentence.lower[k] not in SINGULAR_AUXILIARIES:
            continue
        verb = token.head if token.dep in ("aux", "aux:pass", "cop") else k
        if token.start in changed:
            if tokens[verb].dep == "conj" and sentence.tag(k - 1).startswith("NN"):
                return False  # "a man opens a hydrant and water is flowing out"
            continue
        subjects = (m for m, t in enumerate(tokens) if t.head == verb and t.dep in SUBJECTS_AND_THERE)
        if not any(m != thing.head and tokens[m].tag not in RELATIVE for m in subjects):
            return False
    return True


def _possessed(sentence: Sentence, thing: Thing, lexicon: Lexicon) -> list[Thing] | None:
    """The things that are ``his``, ``her`` or ``its``, if these can only speak of ``thing``; else None."""
    pronouns = [k for k, word in enumerate(sentence.lower) if word in POSSESSIVES]
    if not pronouns:
        return []
    objects = lexicon.objects
    theirs = POSSESSIVES - {"its"} if objects.is_person(thing.name) else POSSESSIVES
    if any(sentence.lower[k] not in theirs for k in pronouns):
        return None  # a woman and an umbrella by its handle
    if [t for t in sentence.things if objects.is_animate(t.name)] != [thing]:
        return None
    if any(sentence.tokens[k].tag != "PRP$" or k < thing.head for k in pronouns):
        return None
    found = [t for t in sentence.things if t.base[0] in pronouns]
    mass = any(objects.is_mass(t.name) for t in found)
    return None if len(found) != len(pronouns) or mass else found
