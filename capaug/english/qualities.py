"""Which qualities stand together: ``black and white``, ``grey and silver``, ``large`` of two things at once."""

from __future__ import annotations

from capaug.captions.sentence import Quality, Sentence
from capaug.english.words import words
from capaug.lexicon import Lexicon

JOINTS_OF_LIKES = words("joints_of_likes")
JOINTS_WITH_SLIPS = words("joints_of_likes_with_slips")
JOINTS_OF_TWO = words("joints_of_two_colors")
PHOTOS = words("words_for_photos")


def single_qualities(sentence: Sentence, lexicon: Lexicon) -> frozenset[Quality]:
    """The qualities that stand alone, see :func:`is_single`; asked as ``sentence.once(single_qualities, lexicon)``."""
    return frozenset(quality for quality in sentence.qualities if is_single(sentence, quality, lexicon))


def is_single(sentence: Sentence, quality: Quality, lexicon: Lexicon) -> bool:
    """Whether its thing has no second quality of the type (``black and white``), and no other thing shares it."""
    for other in sentence.qualities:
        if other.thing is quality.thing:
            if other is not quality and other.type == quality.type:
                return False
        elif other.start == quality.start:
            return False
    return not is_beside_its_like(sentence, quality, lexicon)


def is_beside_its_like(sentence: Sentence, quality: Quality, lexicon: Lexicon) -> bool:
    """Whether a word of the same type stands beside it (``grey and white``), whatever the parser made of it."""
    first, end = quality.words
    for step, k in ((-1, first - 1), (1, end)):
        while sentence.word(k) in JOINTS_OF_LIKES:
            k += step
        if (word := sentence.word(k)) and lexicon.attributes.type(word) == quality.type:
            return True
    return False


def partner_color(sentence: Sentence, quality: Quality, lexicon: Lexicon) -> str | None:
    """The other colour of a thing of two (``black and white``), or None where there is not just one other.

    ``a black and white photo`` speaks of no colour of what it shows.
    """
    if quality.type != "color" or PHOTOS & sentence.lower_set:
        return None
    others = [other for other in quality.thing.qualities if other.type == "color" and other is not quality]
    if len(others) != 1 or any(q.thing is not quality.thing and q.start == quality.start for q in sentence.qualities):
        return None
    (first, end), (start, stop) = sorted((quality.words, others[0].words))
    between = [sentence.word(k) for k in range(end, start)]
    if len(between) != 1 or between[0] not in JOINTS_OF_TWO:
        return None
    for word in (sentence.word(first - 1), sentence.word(stop)):
        if word in JOINTS_WITH_SLIPS or (word and lexicon.attributes.type(word) == "color"):
            return None  # a third colour, or what looks like one
    return others[0].name
