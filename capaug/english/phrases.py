"""The phrases of a sentence, read from left to right.

Trees of odd captions are often wrong about what hangs on what; word classes and noun phrases are mostly right. So
phrases are found by these alone.
"""

from __future__ import annotations

from capaug.captions.sentence import Sentence, Thing
from capaug.english.noun_phrases import GUARDS, NounPhrase
from capaug.english.tags import FINITE_TAGS, PARTICIPLE_TAGS
from capaug.english.words import words
from capaug.lexicon import Lexicon

DENIALS = words("denials_and_doubts")
PREPOSITIONS_THAT_OPEN_A_PHRASE = words("prepositions_that_open_a_phrase")
BEFORE_TO = words("words_of_place_before_to")
RELATIVES = words("relatives")
SUBORDINATORS = words("subordinators")
FINITE_WORDS = words("finite_be_and_have")
IRREGULAR_PASTS = words("irregular_pasts")


class Phrases:
    """Where the phrases of a sentence begin, and which of its words bind others.

    Made once a sentence: ``sentence.once(Phrases, lexicon)``. ``end``: behind the last word, before the final
    punctuation. ``sentence_end``: the first full stop, colon or the like, or ``end``. ``names``: words of the names of
    things. ``inner``: words of noun phrases that are not their first. ``finite``: the main verb. ``guard``: the first
    word under which saying less may say more or something else; behind the last if there is none. ``denied``: whether
    something the sentence names may not be there.
    """

    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        self.sentence = sentence
        self.lexicon = lexicon
        self.words = sentence.lower
        self.end = next((k + 1 for k in range(len(self.words) - 1, -1, -1) if self.words[k][-1:].isalnum()), 0)
        self.inner = {k for thing in sentence.things for k in range(thing.base[0] + 1, thing.base[1])}
        self.names = {k for thing in sentence.things for k in range(*thing.words)}
        self.sentence_end = next((k for k in range(self.end) if self.words[k] in (".", ";", "!", "?", ":")), self.end)
        self.finite = self._main_verb()
        self.guard = next((k for k in range(len(self.words)) if self._guards(k)), len(self.words))
        self.denied = not DENIALS.isdisjoint(sentence.lower_set)
        self._nouns = {thing: NounPhrase(sentence, thing, lexicon) for thing in sentence.things}

    @property
    def guarded(self) -> bool:
        """Whether the sentence holds a word under which saying less is not safe."""
        return self.guard < len(self.words)

    @property
    def guarded_beside_denials(self) -> bool:
        """Whether it holds such a word that no denial covers."""
        denied = self.sentence.denied
        return self.guarded and any(self._guards(k) for k in range(len(self.words)) if k not in denied)

    def _main_verb(self) -> int | None:
        """The first finite verb that no ``who``, ``that`` or ``while`` stands shortly before.

        That of a clause (``capturing toddlers proved impossible``) may be any past: the tree names it.
        """
        for token in self.sentence.tokens:
            if token.dep == "csubj":
                return token.head
        for k, word in enumerate(self.words[: self.end]):
            finite = word in FINITE_WORDS or word in IRREGULAR_PASTS or self.sentence.tokens[k].tag in FINITE_TAGS
            if finite and k not in self.names and SUBORDINATORS.isdisjoint(self.words[max(0, k - 4) : k]):
                return k
        return None

    def _guards(self, k: int) -> bool:
        word = self.words[k]
        if word not in GUARDS:
            return False
        if word == "all" and k and k + 1 < self.end:  # "horses all lined up": all of those that there are
            return self.sentence.tag(k + 1) not in (*PARTICIPLE_TAGS, "IN") or self.words[k + 1] == "of"
        return not (word == "few" and self.sentence.word(k - 1) == "a")

    # -- noun phrases --------------------------------------------------------------------------------------------------

    def thing_at(self, k: int) -> Thing | None:
        """The thing whose head noun is word ``k``."""
        return self.sentence.thing_at.get(k)

    def noun(self, thing: Thing) -> NounPhrase:
        """The noun phrase of ``thing``."""
        return self._nouns[thing]

    def is_object(self, k: int) -> bool:
        """Whether word ``k`` is the head of a noun phrase that the lexicon or the counts know."""
        thing = self.thing_at(k)
        return thing is not None and self._nouns[thing].known

    def exchangeable(self, thing: Thing) -> bool:
        """Whether another noun may stand for ``thing``: the name is read right and no word joins it to the next."""
        return self._nouns[thing].exchangeable

    def plain_front(self, thing: Thing) -> bool:
        """Whether only determiners, numbers, collectives and adjectives stand before the name of ``thing``."""
        return self._nouns[thing].plain_front

    def adjectives(self, thing: Thing) -> tuple[int, int] | None:
        """Words between the determiner or number of ``thing`` and its name, if all are adjectives safely dropped."""
        return self._nouns[thing].adjectives

    # -- where a phrase begins -----------------------------------------------------------------------------------------

    def opens(self, k: int) -> bool:
        """Whether a phrase that can be left out may begin at word ``k``."""
        if k in self.inner or k > self.sentence_end:
            return False
        if k == self.sentence_end:
            return True
        word, tag = self.sentence.word(k), self.sentence.tag(k)
        following = self.sentence.tag(k + 1) if k + 1 < self.end else ""
        if word in (",", "while", "without"):
            return True
        if word == "and":
            return k not in self.names
        if word in BEFORE_TO:
            return self.sentence.word(k + 1) == "to"
        if word == "to":
            return not following.startswith("VB")
        if word in PREPOSITIONS_THAT_OPEN_A_PHRASE:
            return following not in ("", ".", ",")
        if word in RELATIVES:
            return tag in ("WDT", "WP", "WRB") or following in FINITE_TAGS
        if tag == "VBN" and following in ("JJ", "NN", "NNS"):
            return False  # "along a rock strewn sandy beach"
        return (
            tag in PARTICIPLE_TAGS and k not in self.names and word not in FINITE_WORDS and word not in IRREGULAR_PASTS
        )
