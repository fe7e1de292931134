"""Two noun phrases change places."""

from __future__ import annotations

from capaug.captions import Sentence, Thing
from capaug.english.edits import Replacement
from capaug.english.words import words

PRONOUNS_BOUND_TO_A_NOUN = words("pronouns_bound_to_a_noun")
MODIFIER_TAGS = frozenset({"JJ", "JJR", "JJS", "NN", "NNP", "DT", "PRP$", "CD"})


def exchange(sentence: Sentence, a: Thing, b: Thing) -> list[Replacement] | None:
    """The noun phrases of ``a`` and ``b`` change places, without what follows their nouns.

    None where the parser left a modifier out of one of them, or where one stands in the other.
    """
    if any(sentence.tag(thing.base[0] - 1) in MODIFIER_TAGS for thing in (a, b)):
        return None
    first, second = sentence.span(*a.base), sentence.span(*b.base)
    if first[0] < second[1] and second[0] < first[1]:
        return None
    return [(*first, sentence.text[slice(*second)]), (*second, sentence.text[slice(*first)])]


def has_pronouns(sentence: Sentence) -> bool:
    """Whether a pronoun may speak of a thing by the place where it stands."""
    return not PRONOUNS_BOUND_TO_A_NOUN.isdisjoint(sentence.lower_set)
