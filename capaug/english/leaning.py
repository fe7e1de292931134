"""What a sentence needs of those before it: ``It is red``, ``Another one sleeps``, ``The dog is old`` of a named dog.

A sentence that needs no other may stand alone; one that no other needs may be left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from capaug.captions import ParsedCaption, Sentence, Token
from capaug.english.elsewhere import ANY_PRONOUN, is_known
from capaug.english.inflection import lemma
from capaug.english.words import words

LEANING = words("words_that_point_back")
PLACES_OF_NOTHING = words("adverbs_of_place_beside_what_was_said")
ADJECTIVE_TAGS = frozenset({"JJ", "JJR"})
OPENINGS_OF_PLACES = (["at", "the"], ["in", "the"], ["on", "the"])
PARTS_OF_ANYTHING = frozenset({"top", "bottom", "end", "front", "back", "inside", "outside", "tip"})
FRAMES_AND_EMPTY_NOUNS = words("frames_and_empty_nouns")
ENDING, CLOSING = tuple(".!?…"), "\"'”’)]*_"
NEAR = 2  # sentences on, in which a word that points back may mean one


@dataclass(frozen=True, slots=True)
class Needs:
    """What one sentence needs of those before it.

    ``named_in``: sentences that name first what it speaks of as known. ``meant_in``: for each of its pronouns that
    means nothing in it, the sentences that name what it means. ``loose``: a word points back to nobody knows which.
    """

    named_in: frozenset[int]
    meant_in: tuple[frozenset[int], ...]
    loose: bool

    @property
    def none(self) -> bool:
        """Whether it is understood alone; what it speaks of as known may be so of a picture."""
        return not (self.meant_in or self.loose)


class Leaning:
    """The sentences of a caption, and what they need of each other; made once: ``caption.once(Leaning)``."""

    def __init__(self, caption: ParsedCaption) -> None:
        self.sentences: Sequence[Sentence] = caption.sentences
        self._whole = [
            names_more_than_a_frame(one) and is_closed(one) and not _is_quoted(one) for one in self.sentences
        ]
        self._needs = [_needs(caption, index) for index in range(len(self.sentences))]

    def stands_alone(self, index: int) -> bool:
        """Whether the sentence names a thing, ends with a full stop and is understood without the others."""
        return self._whole[index] and self._needs[index].none

    def can_go(self, index: int) -> bool:
        """Whether all others are understood without the sentence."""
        return self._whole[index] and not any(
            index in needs.named_in or (needs.loose and k <= index + NEAR) or frozenset({index}) in needs.meant_in
            for k, needs in enumerate(self._needs)
            if k > index
        )

    def are_apart(self, index: int) -> bool:
        """Whether the sentence and the one behind it say the same in the other order."""
        both = self._needs[index : index + 2]
        if len(both) < 2 or not all(self._whole[index : index + 2]) or index in both[1].named_in:
            return False
        return all(needs.none for needs in self._needs[index : index + 3])


def names_more_than_a_frame(sentence: Sentence) -> bool:
    """Whether it names more than what sort of picture it is (``In the picture:``)."""
    return any(thing.lemma not in FRAMES_AND_EMPTY_NOUNS for thing in sentence.things)


def is_closed(sentence: Sentence) -> bool:
    """Whether it ends as a sentence does."""
    return bool(sentence.tokens) and sentence.own_text.rstrip(CLOSING)[-1:] in ENDING


def _is_quoted(sentence: Sentence) -> bool:
    """Whether a quotation stands open before it, or one of two marks is in it: it is told by a sign, or breaks one."""
    before = sentence.text[: sentence.tokens[0].start] if sentence.tokens else ""
    return before.count('"') % 2 == 1 or sentence.own_text.count('"') % 2 == 1


def _needs(caption: ParsedCaption, index: int) -> Needs:
    sentence = caption.sentences[index]
    meant, doubtful = _meant(caption, index)
    loose = doubtful or _points_back(sentence)
    return Needs(frozenset(_named_before(caption, index)), meant, loose)


def _meant(caption: ParsedCaption, index: int) -> tuple[tuple[frozenset[int], ...], bool]:
    """The sentences that name what its pronouns mean, pronoun by pronoun; whether it is not known of one."""
    sentence = caption.sentences[index]
    if ANY_PRONOUN.isdisjoint(sentence.lower_set):
        return (), False
    chains = {(one.sentence, one.first): chain for chain in caption.mentions for one in chain if one.thing is None}
    meant, doubtful = [], False
    for k, word in enumerate(sentence.lower):
        if word not in ANY_PRONOUN:
            continue
        chain = chains.get((index, k), ())
        named = frozenset(
            one.sentence for one in chain if one.thing is not None and (one.sentence, one.first) < (index, k)
        )
        doubtful = doubtful or not named
        if index not in named:
            meant.append(named)
    return tuple(meant), doubtful


def _points_back(sentence: Sentence) -> bool:
    """``the other dog``, ``a smaller bus``, ``Below is a word``."""
    if not LEANING.isdisjoint(sentence.lower_set):
        return True
    if any(word == "that" and token.tag == "DT" for word, token in zip(sentence.lower, sentence.tokens, strict=True)):
        return True
    if "than" not in sentence.lower_set and any(map(_compares, sentence.lower, sentence.tokens)):
        return True
    if sentence.lower[:2] in OPENINGS_OF_PLACES and sentence.word(2) in PARTS_OF_ANYTHING and sentence.word(3) != "of":
        return True  # "At the top, two words can be read": of what?
    return any(
        word in PLACES_OF_NOTHING and (k + 1 == len(sentence.tokens) or not _has_object(sentence, k))
        for k, word in enumerate(sentence.lower)
    )


def _compares(word: str, token: Token) -> bool:
    """Whether the word is a comparative."""
    return token.tag in ADJECTIVE_TAGS and word.endswith("er") and lemma(word, "JJR") != word


def _has_object(sentence: Sentence, k: int) -> bool:
    """Whether the preposition at word ``k`` has its noun."""
    head = sentence.tokens[k].head
    return sentence.tokens[k].dep == "case" and head > k


def _named_before(caption: ParsedCaption, index: int) -> list[int]:
    """The sentences that name first what the sentence speaks of as known."""
    sentence, found = caption.sentences[index], []
    for thing in sentence.things if index else ():
        if is_known(sentence, thing):
            named = [one.sentence for one in caption.chain_of(thing) if one.thing is not None]
            first = (
                named[0]
                if named
                else next(
                    (k for k in range(index) if any(one.lemma == thing.lemma for one in caption.sentences[k].things)),
                    index,
                )
            )
            if first < index:
                found.append(first)
    return found
