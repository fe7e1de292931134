"""He and she: a man who gives way to a woman takes the pronouns along."""

from __future__ import annotations

from capaug.captions.sentence import Sentence, Thing, Token
from capaug.english.edits import Replacement
from capaug.english.words import words
from capaug.lexicon import Lexicon

MALE = {"he": "she", "his": "her", "him": "her", "himself": "herself"}
FEMALE = {"she": "he", "her": "his", "herself": "himself"}
SEXES = {**dict.fromkeys(words("named_as_men"), "male"), **dict.fromkeys(words("named_as_women"), "female")}
"""Nouns that say of whom they name whether it is a man or a woman."""


def turn_pronouns(sentence: Sentence, thing: Thing, new: str, lexicon: Lexicon) -> list[Replacement] | None:
    """The pronouns that must follow where ``new`` takes the place of ``thing`` (``a man holding his hat``).

    Returns:
        The replacements, none where nothing changes; None where it is unclear of whom the pronouns speak.
    """
    pronouns = sentence.once(_pronouns)
    before, after = SEXES.get(thing.name), SEXES.get(new)
    if not pronouns or before == after:
        return []
    people = [other for other in sentence.things if lexicon.objects.is_person(other.name)]
    if len(people) > 1 or before is None or after is None:
        return None
    table = MALE if before == "male" else FEMALE
    edits: list[Replacement] = []
    for token in pronouns:
        word = token.text.lower()
        if word not in table:
            return None
        turned = "him" if word == "her" and token.tag != "PRP$" else table[word]
        edits.append((token.start, token.end, turned))
    return edits


def _pronouns(sentence: Sentence) -> list[Token]:
    return [
        token for token, word in zip(sentence.tokens, sentence.lower, strict=True) if word in MALE or word in FEMALE
    ]
