"""A noun phrase: whether its noun was read right, whether another may stand for it, which adjectives may go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from capaug.captions.sentence import Quality, QualityPosition, Sentence, Thing
from capaug.english.tags import ADVERB_TAGS
from capaug.english.words import words
from capaug.lexicon import Lexicon

GUARDS = words("denials_and_doubts") | words("words_of_extent")
TWO_SENSES = words("nouns_of_two_senses")
WORDS_JOINED_TO_THE_NOUN_BEFORE = words("words_joined_to_the_noun_before")
PLAIN = words("nouns_that_say_little_bare")
VAGUE_QUANTITIES = words("vague_quantities")
WORDS_THAT_BIND_ADJECTIVES = words("words_that_bind_adjectives")
# Types of attributes whose words are nouns as well: "an orange and white cat" read as an orange.
COLORED = frozenset({"color", "material"})
# Categories of things: where something takes place, and who may do something there.
SCENES = frozenset({"place", "terrain", "room"})
AGENTS = frozenset({"person", "animal", "vehicle"})

_FRONT_TAGS = frozenset({"DT", "PRP$", "CD", "CC", ",", *ADVERB_TAGS})

FREQUENT = 20  # captions in which a noun that the lexicon does not have must stand


@dataclass(eq=False)
class NounPhrase:
    """The words around the name of ``thing``; what is asked of them is found once."""

    sentence: Sentence
    thing: Thing
    lexicon: Lexicon

    @cached_property
    def known(self) -> bool:
        """Whether its head is a noun that the lexicon or the counts know."""
        if not self.sentence.tag(self.thing.head).startswith("NN"):
            return False
        lemma = self.thing.lemma
        return self.lexicon.objects.is_entry(lemma) or self.lexicon.counts.noun(lemma) >= FREQUENT

    @cached_property
    def collective(self) -> bool:
        """Whether a collective stands before the noun: ``a group of dogs``."""
        return any(quality.position is QualityPosition.COLLECTIVE for quality in self.thing.qualities)

    @cached_property
    def plain_front(self) -> bool:
        """Whether only determiners, numbers, collectives and adjectives stand before the name."""
        tokens, qualities = self.sentence.tokens, self.thing.qualities
        for k in range(self.thing.base[0], self.thing.words[0]):
            if tokens[k].tag not in _FRONT_TAGS and not any(q.words[0] <= k < q.words[1] for q in qualities):
                return False
        return True

    # -- another noun ------------------------------------------------------------------------------------------------

    @cached_property
    def exchangeable(self) -> bool:
        """Whether another noun may stand here: the name is read right and no word joins it to the next."""
        return self.known and not (self._misread() or self._odd_compound() or self._goes_on())

    def _misread(self) -> bool:
        """``with pews`` read as one pew, ``a pews`` as many, ``batter`` as who bats."""
        thing, sentence = self.thing, self.sentence
        if thing.name in TWO_SENSES or (not thing.plural and sentence.word(thing.head) != thing.lemma):
            return True
        return thing.plural and sentence.word(thing.base[0]) in ("a", "an") and not self.collective

    def _odd_compound(self) -> bool:
        """Whether the name holds a word that makes no compound, and is none that the lexicon has."""
        sentence, thing = self.sentence, self.thing
        first, head = thing.words[0], thing.head
        odd = first < head and any(
            not sentence.tag(k).startswith(("NN", "JJ")) or sentence.word(k).endswith("ing") for k in range(first, head)
        )
        return odd and not self.lexicon.objects.is_entry(thing.name)

    def _goes_on(self) -> bool:
        """``a cat | figurine``, ``a dog | 's``, ``a heart | shaped``."""
        after = self.thing.head + 1
        return (
            self.sentence.tag(after) in ("NN", "NNS", "NNP", "POS", "HYPH")
            or self.sentence.word(after) in WORDS_JOINED_TO_THE_NOUN_BEFORE
        )

    # -- fewer adjectives --------------------------------------------------------------------------------------------

    @cached_property
    def adjectives(self) -> tuple[int, int] | None:
        """Words between its determiner or number and its name, if all are adjectives that are safely dropped."""
        thing = self.thing
        if thing.base[0] == thing.words[0] or any(self._keeps(quality) for quality in thing.qualities):
            return None
        first, end = self._first_adjective(), thing.words[0]
        if first == end or self._of_another_noun(first) or self._needs_them(first) or not self._opened_well(first):
            return None
        return None if any(self.sentence.word(k) in GUARDS for k in range(first, end)) else (first, end)

    def _keeps(self, quality: Quality) -> bool:
        """Whether the thing is another one without the quality: a ``toy`` car, a ``wooden`` horse, a ``fire`` truck."""
        if quality.position is not QualityPosition.BEFORE:
            return False
        name = self.thing.name
        return (
            self.lexicon.attributes.is_privative(quality.name)
            or (quality.type == "material" and self.lexicon.objects.category(name) in ("person", "animal", "toy"))
            or quality.type == "kind"
            or (quality.type == "other" and not self.lexicon.counts.attribute(quality.name, name))
        )

    def _first_adjective(self) -> int:
        """First of the adjectives, with their adverbs and commas, that stand right before the name."""
        sentence, thing = self.sentence, self.thing
        first = thing.words[0]
        if not thing.qualities:
            return first
        before = {
            k: quality.position is QualityPosition.BEFORE for quality in thing.qualities for k in range(*quality.words)
        }
        while first > thing.base[0] and (
            before.get(first - 1, False)
            or (sentence.tag(first - 1) in ADVERB_TAGS and before.get(first, False))
            or (sentence.word(first - 1) in (",", "and", "-") and before.get(first - 2, False))
        ):
            first -= 1
        return first

    def _of_another_noun(self, first: int) -> bool:
        """``mixed age group``: the adjective may belong to the first noun, or to what stands before it."""
        thing = self.thing
        compound = " " in thing.name and not self.lexicon.objects.is_entry(thing.name)
        return (compound and thing.words[1] - first > 2) or self.sentence.word(first - 1) in WORDS_THAT_BIND_ADJECTIVES

    def _needs_them(self, first: int) -> bool:
        """``a bathroom with white walls``, ``long legs``, a singular without an article: odd without adjectives."""
        thing, objects = self.thing, self.lexicon.objects
        if thing.name in PLAIN:
            return True
        if objects.category(thing.name) == "body_part" and self.sentence.word(thing.base[0] - 1) != "of":
            return True
        return first == thing.base[0] and not thing.plural and not objects.is_mass(thing.name)

    def _opened_well(self, first: int) -> bool:
        """Whether a determiner, a number or a preposition stands before the adjectives, or nothing of the phrase."""
        if first == self.thing.base[0]:
            return True
        return (
            self.sentence.tag(first - 1) in ("DT", "PRP$", "CD", "IN")
            or self.sentence.word(first - 1) in VAGUE_QUANTITIES
        )
