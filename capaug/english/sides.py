"""Which words of a caption say left or right of something seen: ``the man on the left``, ``her right hand``.

Not every such word does: ``right next to``, ``the right size``, ``was left open``. Where it cannot be told it
is unsure.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from capaug.captions import ParsedCaption, Sentence, Thing
from capaug.english.words import words
from capaug.lexicon.positions import opposites

OPENS_A_SIDE = words("words_right_before_a_side")
BEFORE_THE = words("prepositions_before_the_side")
HAS_A_SIDE = words("nouns_with_a_side")
DIRECTED = words("words_of_facing")
FACES = words("verbs_that_face")
ADVERBS_OF_SIDES = words("adverbs_before_a_side")
STRESSED_BY_RIGHT = words("words_that_right_stresses")
STRESSED_ALWAYS = words("places_that_right_stresses")
SIDELESS = words("nouns_without_a_side")
REMAINS = words("words_of_what_is_left")
BETWEEN_TWO_SIDES = words("words_between_two_sides")
FRAME_NOUNS = words("nouns_of_the_frame")
SPEAKS_OF_PRINT = words("nouns_of_print") | words("verbs_before_printed_text")
BOTH_WORDS = words("words_for_both")
TWO_SIDES = words("nouns_of_two_sides")
GOES_TO_A_SIDE = words("verbs_of_going_to_a_side")
REACHING = words("words_of_reaching_across")
HYPHENS = frozenset({"-", "–"})
REST_OF_A_PLACE = (
    frozenset({"the", "far", "upper", "lower", "top", "bottom", "front", "back", "extreme", "very"}) | HYPHENS
)
OPENS_A_CLAUSE = frozenset({",", ";", ":", "and", "while", "with", "where", "but", "whereas", "as"})


class Sense(StrEnum):
    """What a word that looks like a side means."""

    SIDE = "side"  # "on the left"
    BOTH = "both"  # "on the left and right": the same, turned round
    OTHER = "other"  # "right next to", printed words
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, eq=False)
class SideWord:
    """A word that may say a side.

    ``k``: its index in ``sentence``, which is the caption's sentence number ``place``; ``located``: what is there, if
    that can be told; ``own``: it picks one thing of several (``the left tower``, ``her right hand``) and says no place;
    ``of``: the thing whose side it is, if any is named that is not the picture.
    """

    sentence: Sentence
    place: int
    k: int
    sense: Sense
    located: Thing | None
    own: bool
    of: Thing | None

    @property
    def word(self) -> str:
        """The word in lower case."""
        return self.sentence.lower[self.k]

    @property
    def is_of_an_order(self) -> bool:
        """Whether it is of ``left to right`` or ``right to left``."""
        near = [word for word in self.sentence.lower[max(0, self.k - 4) : self.k + 5] if word not in HYPHENS]
        said = " ".join(near)
        return "left to right" in said or "right to left" in said

    @property
    def of_the_frame(self) -> bool:
        """Whether it tells a place in the picture, and not one beside or on a thing."""
        return not self.own and self.of is None


def side_words(caption: ParsedCaption) -> tuple[SideWord, ...]:
    """All words of a caption that say a side, or may; those of another sense are left out. Asked as
    ``caption.once(side_words)``.
    """
    found, pairs = [], opposites("sideways")
    for place, sentence in enumerate(caption.sentences):
        if pairs.keys().isdisjoint(sentence.lower_set):
            continue
        for k, word in enumerate(sentence.lower):
            if word in pairs and k not in sentence.frozen:
                sense = sense_of(sentence, k)
                if sense is not Sense.OTHER:
                    there, own = located(sentence, k)
                    found.append(SideWord(sentence, place, k, sense, there, own, None if own else _of(sentence, k)))
    return tuple(found)


def sense_of(sentence: Sentence, k: int) -> Sense:
    """What ``left``, ``right`` or a word made of them means at word ``k``."""
    word = sentence.lower[k]
    if word not in ("left", "right"):
        return Sense.SIDE
    if (both := _of_two(sentence, k)) is not None:
        return both
    before, after = _word_before(sentence, k), _word_after(sentence, k)
    before_the = sentence.word(_step(sentence, k, -1) - 1) if before == "the" else ""
    opens = before in OPENS_A_SIDE or before_the in BEFORE_THE or before_the in FACES
    if after in SIDELESS or (after == "side" and sentence.word(_step(sentence, k, 1) + 1) == "up"):
        return Sense.OTHER
    verb = _verb_before(sentence, k)
    if word == "right" and after in STRESSED_BY_RIGHT and not opens and (verb not in FACES or after in STRESSED_ALWAYS):
        return Sense.UNSURE if verb in DIRECTED else Sense.OTHER
    if after == "of":
        return Sense.UNSURE if before in ("that", "what", "all") else Sense.SIDE
    if opens or verb in DIRECTED or after in HAS_A_SIDE:
        return Sense.SIDE
    if before == "the" and sentence.tag(_step(sentence, k, 1)).startswith(("NN", "JJ")):
        return Sense.SIDE
    if word == "left" and (sentence.tag(k).startswith("VB") or before in REMAINS):
        return Sense.OTHER
    return Sense.UNSURE


def _of_two(sentence: Sentence, k: int) -> Sense | None:
    """The sense of a word of ``left and right`` or ``left to right``; None where it is of no such pair."""
    lower, pair = sentence.lower, opposites("sideways")[sentence.lower[k]]
    for step in (-1, 1):
        at = k + step
        while 0 <= at < len(lower) and (lower[at] in BETWEEN_TWO_SIDES or lower[at] in HYPHENS):
            at += step
        if at != k + step and 0 <= at < len(lower) and lower[at] == pair:
            between = lower[min(k, at) + 1 : max(k, at)]
            return _order(sentence, min(k, at), max(k, at)) if "to" in between else Sense.BOTH
    return None


def _order(sentence: Sentence, first: int, last: int) -> Sense:
    """``from left to right`` orders what a list names, or says where something goes; of what reaches across it says
    nothing.
    """
    if not SPEAKS_OF_PRINT.isdisjoint(sentence.lower_set):
        return Sense.BOTH
    lemmas = {token.lemma.lower() for token in sentence.tokens}
    if first <= 1 or sentence.word(last + 1) in (":", ",") or not GOES_TO_A_SIDE.isdisjoint(lemmas):
        return Sense.SIDE
    return Sense.UNSURE if REACHING.isdisjoint(lemmas) else Sense.BOTH


def _step(sentence: Sentence, k: int, step: int) -> int:
    """The index of the next word in a direction, hyphens left out."""
    k += step
    while sentence.word(k) in HYPHENS:
        k += step
    return k


def _word_before(sentence: Sentence, k: int) -> str:
    return sentence.word(_step(sentence, k, -1))


def _word_after(sentence: Sentence, k: int) -> str:
    return sentence.word(_step(sentence, k, 1))


def _verb_before(sentence: Sentence, k: int) -> str:
    """The word before word ``k``, adverbs left out."""
    at = _step(sentence, k, -1)
    while sentence.word(at) in ADVERBS_OF_SIDES:
        at -= 1
    return sentence.word(at)


def located(sentence: Sentence, k: int) -> tuple[Thing | None, bool]:
    """What is where word ``k`` says (``left``, ``top``, ``both`` of sides), and whether the word itself picks it out
    (``the left tower``).
    """
    after = _step(sentence, k, 1)
    for at in (after, after + 1):
        thing = sentence.thing_at.get(at)
        if thing is not None and thing.base[0] <= k and sentence.lower[at] not in FRAME_NOUNS:
            return thing, True
    opens = k - 1
    while sentence.word(opens) in REST_OF_A_PLACE:
        opens -= 1
    if opens <= 0 or (sentence.word(opens - 1) in OPENS_A_CLAUSE and sentence.word(opens) in BEFORE_THE):
        of = _of(sentence, k)
        behind = [
            thing for thing in sentence.things if thing.head > k and thing is not of and thing.lemma not in FRAME_NOUNS
        ]
        return (behind[0] if behind else None), False
    ahead = [thing for thing in sentence.things if thing.head < k and thing.lemma not in FRAME_NOUNS]
    return (ahead[-1] if ahead else None), False


def _of(sentence: Sentence, k: int) -> Thing | None:
    """The thing whose side it is (``the left side of the bus``, ``the bus's left``); None where it is the picture's."""
    for at in range(k + 1, min(k + 4, len(sentence.tokens))):
        if sentence.lower[at] == "of":
            behind = [thing for thing in sentence.things if thing.base[0] <= at + 1 <= thing.head]
            return behind[0] if behind and behind[0].lemma not in FRAME_NOUNS else None
        if sentence.lower[at] not in FRAME_NOUNS and sentence.lower[at] not in HYPHENS and sentence.lower[at] != "hand":
            break
    before = _step(sentence, k, -1)
    if sentence.tag(before) == "POS":
        return sentence.thing_at.get(before - 1)
    return None
