"""What a caption says of a thing again, by its mentions: an edit of one of them alone would leave the others behind.

``A pit bull lies on a rug. The dog sleeps.``: with a cat for the pit bull alone, the caption would contradict itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from capaug.captions import ParsedCaption, Quality, Scene, Sentence, Thing, Token
from capaug.english.edits import Replacement
from capaug.english.gender import FEMALE, MALE, SEXES, turn_pronouns
from capaug.english.pronouns import OF_THINGS

GENDERED_OR_OF_THINGS = frozenset(MALE) | frozenset(FEMALE) | OF_THINGS

Place = tuple[int, int]
"""A sentence of the caption and a word of it, by their indices."""


def other_things(scene: Scene, thing: Thing) -> Iterator[Thing]:
    """The other nouns of the caption that speak of what ``thing`` is."""
    for mention in scene.caption.chain_of(thing) if scene.caption.names_again else ():
        if mention.thing is not None and mention.thing is not thing:
            yield mention.thing


def all_mentions(scene: Scene, thing: Thing) -> list[tuple[Sentence, Thing]]:
    """The nouns of the caption that have to give way where ``thing`` does, itself first, with their sentences.

    Those of its name, whether or not they are the same thing (``a car ... another car``): where all become another,
    what was one stays one, and what was two stays two. And those that speak of it by another name (``the dog``).
    """
    if len(scene.caption.sentences) == 1 and not scene.caption.names_again and _is_alone(scene.sentence, thing):
        return [(scene.sentence, thing)]
    named = [
        (sentence, one) for sentence in scene.caption.sentences for one in sentence.things if one.name == thing.name
    ]
    spoken = {other for _, one in named for other in other_things(scene, one)}
    more = [(sentence, one) for sentence in scene.caption.sentences for one in sentence.things if one in spoken]
    rest = [found for found in dict.fromkeys(named + more) if found[1] is not thing]
    return [(scene.sentence, thing), *rest]


def _is_alone(sentence: Sentence, thing: Thing) -> bool:
    return not any(one.lemma == thing.lemma and one is not thing for one in sentence.things)


def is_said_again(scene: Scene, quality: Quality) -> bool:
    """``A red car ... The red car``: whether the quality is said of its thing at another mention as well."""
    return any(other.name == quality.name for thing in other_things(scene, quality.thing) for other in thing.qualities)


def pronouns_follow(scene: Scene, mentions: Sequence[Thing], new: str) -> list[Replacement] | None:
    """The pronouns that must follow, in all sentences, where ``new`` takes the place of a thing at all its mentions.

    ``A man sits on a bench. He reads his book.`` -> ``A woman sits on a bench. She reads her book.``

    Args:
        scene: the scene of the first mention.
        mentions: the things of :func:`all_mentions`.
        new: a name as graphs have it.

    Returns:
        The replacements, none where nothing changes; None where a pronoun cannot speak of ``new``, or where one that
        would have to be another may mean the thing and it is not sure that it does.
    """
    thing, caption = mentions[0], scene.caption
    if len(caption.sentences) == 1 and len(mentions) == 1:
        return turn_pronouns(scene.sentence, thing, new, scene.lexicon)
    is_person = scene.lexicon.objects.is_person
    was_person, person = is_person(thing.name), is_person(new)
    same = SEXES.get(thing.name) == SEXES.get(new) and was_person == person
    if same or all(one.plural for one in mentions):
        return []
    mine = {(one.sentence, one.first) for thing in mentions for one in caption.chain_of(thing)}
    turned: list[Replacement] = []
    for at, token in caption.once(_pronouns_in_doubt):
        word = token.text.lower()
        if word in OF_THINGS:
            if person and not was_person:
                return None  # "A dog on a bench. It sleeps."
        elif at in mine:
            other = _turned(token, thing.name, new)
            if other is None:
                return None
            turned.append((token.start, token.end, other))
        elif at not in caption.once(_pronouns_told) and (was_person or person):
            return None  # it may be said of the thing, or would be
    return turned


def _pronouns_in_doubt(caption: ParsedCaption) -> list[tuple[Place, Token]]:
    """Where the caption says ``he``, ``she`` or ``it``; asked as ``caption.once(_pronouns_in_doubt)``."""
    return [
        ((index, k), sentence.tokens[k])
        for index, sentence in enumerate(caption.sentences)
        if not GENDERED_OR_OF_THINGS.isdisjoint(sentence.lower_set)
        for k, word in enumerate(sentence.lower)
        if word in GENDERED_OR_OF_THINGS
    ]


def _pronouns_told(caption: ParsedCaption) -> set[Place]:
    """Where pronouns stand of which it is sure what they mean; asked as ``caption.once(_pronouns_told)``."""
    return {(one.sentence, one.first) for chain in caption.mentions for one in chain if one.thing is None}


def _turned(token: Token, old: str, new: str) -> str | None:
    """What a pronoun that meant ``old`` becomes where it means ``new``; None where that is nothing."""
    word, table = token.text.lower(), MALE if SEXES.get(old) == "male" else FEMALE
    if word not in table or SEXES.get(new) in (None, SEXES.get(old)):
        return None
    return "him" if word == "her" and token.tag != "PRP$" else table[word]
