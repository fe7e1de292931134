"""Number: a noun that gives way to another keeps it, a noun that changes it takes its determiner and verb along.

All functions work on a sentence and give replacements for :func:`capaug.english.edits.realise`, or None where
the English that would come out is in doubt.
"""

from __future__ import annotations

from typing import Protocol

from capaug.captions.sentence import QualityPosition, Sentence, Thing
from capaug.english.edits import Replacement
from capaug.english.inflection import PAIR_NOUNS, inflect, lemma, plural, singular
from capaug.english.tags import AGREEING_SUBJECTS, AUXILIARIES, FINITE_OR_PAST_TAGS, NUMBER_AND_DETERMINER_TAGS
from capaug.english.words import words

_SINGULAR_ONLY = words("determiners_of_one")
_PLURAL_ONLY = words("determiners_of_several")
_COUNTING = words("determiners_that_count")
_MASS_QUANTITY = words("quantities_of_a_mass")
_DEMONSTRATIVES = {"this": "these", "that": "those"}
_PAST_BE = {"was": "were", "wasn't": "weren't"}
_PRESENT = {"is": "are", "has": "have", "does": "do", "isn't": "aren't", "hasn't": "haven't", "doesn't": "don't"}
_VERBS_TO_SEVERAL = _PAST_BE | _PRESENT
_VERBS_TO_ONE = {several: one for one, several in _VERBS_TO_SEVERAL.items()}
_DEMONSTRATIVES_TO_ONE = {several: one for one, several in _DEMONSTRATIVES.items()}
_VERBS_OF_ONE = words("verbs_of_one")
_CONTRACTIONS = words("contractions_of_be")
_RELATIVES = words("relatives_of_a_subject")
_NUMBER_ELSEWHERE = words("words_that_hold_on_to_number")
_ONES = words("ones")
POSSESSIVES = words("possessives_of_one")
_NUMBER_ELSEWHERE_BUT_POSSESSIVES = _NUMBER_ELSEWHERE - POSSESSIVES
_COUNTING_OR_PLURAL = _COUNTING | _PLURAL_ONLY


class NounKinds(Protocol):
    """What the realiser asks of the lexicon's object taxonomy."""

    def is_mass(self, name: str) -> bool:
        """``name`` cannot be counted (``broccoli``, ``grass``)."""
        ...

    def is_plural_only(self, name: str) -> bool:
        """``name`` has no singular (``pants``, ``scissors``)."""
        ...


def noun_form(new_name: str, plural_form: bool) -> str:
    """``new_name`` (a graph's name: lower case, singular) in the singular or the plural.

    ``people`` in the singular is ``person``.
    """
    if not plural_form:
        return new_name[: -len("people")] + "person" if new_name.split()[-1] == "people" else new_name
    return plural(new_name)


def replace_noun(sentence: Sentence, thing: Thing, new_name: str, nouns: NounKinds) -> list[Replacement] | None:
    """Replacements that put ``new_name`` in the place of the name of ``thing``, in the same number.

    Adjectives and determiner stay (``a red bus`` -> ``a red car``); :func:`~capaug.english.edits.realise` sees to
    ``a`` and ``an``.

    Args:
        sentence: the sentence.
        thing: the thing of it that is named.
        new_name: a name as graphs have them (lower case, singular).
        nouns: which nouns cannot be counted, or have no singular (the lexicon's object taxonomy).

    Returns:
        The replacements, or None where the noun does not fit its surroundings: a mass noun counted or after ``a``,
        a count noun bare where a mass noun stood, a noun without a singular for a single thing, or the same noun.
    """
    old_name = thing.name
    old_is_mass = nouns.is_mass(old_name) and not thing.plural
    new_is_mass = nouns.is_mass(new_name)
    old_is_pair = _last(old_name) in PAIR_NOUNS
    new_is_people = _last(new_name) == "people"
    new_is_pair = nouns.is_plural_only(new_name) and not new_is_people
    first, name = thing.base[0], thing.words[0]
    before = sentence.lower[first:name]
    counted = not _COUNTING.isdisjoint(before) or any(token.tag == "CD" for token in sentence.tokens[first:name])
    collective = _has_collective(thing)
    if new_is_mass and (counted or thing.plural or (collective and not old_is_mass)):
        return None
    if (
        old_is_mass
        and not new_is_mass
        and (thing.determiner is None or collective or not _MASS_QUANTITY.isdisjoint(before))
    ):
        return None
    if old_is_pair != new_is_pair and (collective or old_is_pair or counted or not thing.plural):
        return None
    if new_is_people and not thing.plural:
        return None
    new = noun_form(new_name, thing.plural)
    start, end = sentence.span(*thing.words)
    if new.casefold() == sentence.text[start:end].casefold():
        return None
    return [(start, end, new), *_possessive(sentence, thing.words[1], thing.plural, new)]


def subject_verb(sentence: Sentence, thing: Thing) -> int | None:
    """Index of the finite verb (or auxiliary) that ``thing`` is the subject of, or None.

    ``dogs are running`` -> ``are``; ``dogs run`` -> ``run``; ``dogs running`` -> None.
    """
    head = thing.head
    token = sentence.tokens[head]
    return _finite(sentence, token.head) if token.dep in AGREEING_SUBJECTS and token.head != head else None


def set_number(
    sentence: Sentence, thing: Thing, plural_form: bool, determiner: str | None, *, owner: bool = False
) -> list[Replacement] | None:
    """Replacements that make ``thing`` singular or plural, and its determiner and its finite verbs with it.

    ``two dogs are running`` -> ``a dog is running``; ``this dog runs`` -> ``these dogs run``.

    Args:
        sentence: the sentence.
        thing: the thing of it that is named.
        plural_form: the number to set; it may be the one the noun has, to change its determiner alone.
        determiner: what takes the place of the noun's determiner and number words (``a``, ``three``, ``""`` for
            none); None keeps them, but for ``this`` and ``that``.
        owner: the caller sees to the possessive pronouns elsewhere (``his``, ``her``, ``its``).

    Returns:
        The replacements, or None where number hangs on more than these words: mass and pair nouns, collectives
        (``a group of``), pronouns elsewhere, a coordinated subject of a singular verb, an unclear determiner.
    """
    old = sentence.words(*thing.words)
    if thing.words[0] == 0 and not any(letter.isupper() for letter in old[1:]):
        old = old.lower()  # only the sentence's capital, which realise gives to the first word anew
    last = sentence.tokens[thing.words[1] - 1]
    changes = plural_form != thing.plural
    if changes and (_has_collective(thing) or last.text.lower() in PAIR_NOUNS):
        return None
    elsewhere = _NUMBER_ELSEWHERE_BUT_POSSESSIVES if owner else _NUMBER_ELSEWHERE
    if changes and not elsewhere.isdisjoint(sentence.lower_set):
        return None
    replacements: list[Replacement] = []
    if changes:
        if last.text.lower() == "people":
            new = old[: -len("people")] + "person"
        else:
            new = plural(old) if plural_form else singular(old)
        start, end = sentence.span(*thing.words)
        replacements += [(start, end, new)] if new != sentence.text[start:end] else []
        replacements += _possessive(sentence, thing.words[1], thing.plural, new)
        verbs = _agreeing_verbs(sentence, thing)
        if verbs is None:
            return None
        for verb in verbs:
            form = _verb_form(sentence, verb, plural_form)
            if form is None:
                return None
            start, end = sentence.span(verb, verb + 1)
            replacements += [(start, end, form)] if form != sentence.words(verb, verb + 1) else []
    placed = _place_determiner(sentence, thing, plural_form, determiner)
    return None if placed is None else sorted(placed + replacements)


def _last(name: str) -> str:
    return name.rpartition(" ")[2]


def _has_collective(thing: Thing) -> bool:
    return any(quality.position is QualityPosition.COLLECTIVE for quality in thing.qualities)


def _possessive(sentence: Sentence, after: int, was_plural: bool, new: str) -> list[Replacement]:
    """The ending that ``new`` asks for where the noun stands in the possessive (``dogs'`` -> ``men's``)."""
    if after >= len(sentence.tokens) or sentence.tokens[after].tag != "POS":
        return []
    ending = sentence.tokens[after]
    mark = ending.text[0]
    plural_of_new = new.endswith("s") and (was_plural or singular(new) != new)
    fit = mark if plural_of_new else mark + "s"
    return [(ending.start, ending.end, fit)] if fit != ending.text else []


def _finite(sentence: Sentence, verb: int) -> int | None:
    """The finite word of the clause that ``verb`` heads: its first auxiliary or copula, or itself."""
    for k in sentence.children(verb):
        if sentence.tokens[k].dep in AUXILIARIES and sentence.tokens[k].tag in FINITE_OR_PAST_TAGS:
            return k
    return verb if sentence.tokens[verb].tag in FINITE_OR_PAST_TAGS else None


def _agreeing_verbs(sentence: Sentence, thing: Thing) -> list[int] | None:
    """All finite verbs whose number is that of ``thing``; None where that is unclear."""
    clauses = _own_clause(sentence, thing.head)
    if clauses is None:
        return None
    clauses += _relative_clauses(sentence, thing.head)
    if any(sentence.tokens[clause].tag in ("NN", "NNS") for clause in clauses):
        return None  # "the dogs are pets": the predicate has a number too
    return [verb for clause in clauses for verb in _finite_of(sentence, clause)]


def _own_clause(sentence: Sentence, head: int) -> list[int] | None:
    """The clause that noun ``head`` alone is the subject of; None where a verb is singular in spite of ``and``."""
    tokens = sentence.tokens
    if tokens[head].dep == "conj":
        first = tokens[head].head
        joined = True
    elif tokens[head].dep in AGREEING_SUBJECTS:
        first = head
        joined = any(tokens[k].dep == "conj" for k in sentence.children(head))
    else:
        return []
    if not joined:
        return [tokens[head].head]
    if tokens[first].dep in AGREEING_SUBJECTS and _is_singular(sentence, tokens[first].head):
        return None
    return []


def _relative_clauses(sentence: Sentence, head: int) -> list[int]:
    """``the dogs that are wet``: clauses whose subject is a pronoun that means noun ``head``."""
    tokens = sentence.tokens
    return [
        k
        for k in sentence.children(head)
        if tokens[k].dep == "acl:relcl"
        and any(
            tokens[c].dep in AGREEING_SUBJECTS and (tokens[c].tag in ("WDT", "WP") or sentence.lower[c] in _RELATIVES)
            for c in sentence.children(k)
        )
    ]


def _finite_of(sentence: Sentence, clause: int) -> list[int]:
    """The finite verbs of a clause and of those joined to it that share its subject (``runs and barks``)."""
    tokens = sentence.tokens
    joined = [
        k
        for k in sentence.children(clause)
        if tokens[k].dep == "conj" and not any(tokens[c].dep in AGREEING_SUBJECTS for c in sentence.children(k))
    ]
    return [finite for k in (clause, *joined) if (finite := _finite(sentence, k)) is not None]


def _is_singular(sentence: Sentence, clause: int) -> bool:
    finite = _finite(sentence, clause)
    return finite is not None and sentence.tokens[finite].text.lower() in _VERBS_OF_ONE


def _verb_form(sentence: Sentence, verb: int, plural_form: bool) -> str | None:
    """The finite verb in the other number; None where it does not stand in the number it should."""
    token = sentence.tokens[verb]
    text = token.text
    word = text.lower()
    turned = _VERBS_TO_SEVERAL if plural_form else _VERBS_TO_ONE
    if word in turned:
        new = turned[word]
    elif word in _VERBS_TO_SEVERAL or word in _VERBS_TO_ONE or word in _CONTRACTIONS:
        return None
    elif token.tag in ("MD", "VBD"):
        return text
    elif token.tag == ("VBZ" if plural_form else "VBP"):
        new = inflect(lemma(word, token.tag), "VBP" if plural_form else "VBZ")
    else:
        return None
    return new.capitalize() if text[0].isupper() else new


def _place_determiner(
    sentence: Sentence, thing: Thing, plural_form: bool, determiner: str | None
) -> list[Replacement] | None:
    """Replace the determiner and number words of ``thing``, or check that they suit the new number."""
    first, name = thing.base[0], thing.words[0]
    unfit = _SINGULAR_ONLY if plural_form else _PLURAL_ONLY
    words = [k for k in range(first, name) if _determines(sentence, thing, k)]
    if determiner is None:
        replacements: list[Replacement] = []
        for k in words:
            token = sentence.tokens[k]
            word = token.text.lower()
            turn = _DEMONSTRATIVES if plural_form else _DEMONSTRATIVES_TO_ONE
            if word in turn:
                new = turn[word]
                replacements.append((token.start, token.end, new.capitalize() if token.text[0].isupper() else new))
            elif word in unfit or (token.tag == "CD" and plural_form != (word not in _ONES)):
                return None
        if not plural_form and not words and thing.plural:
            return None  # "dogs" -> "dog" asks for an article
        return replacements
    if not words:
        start = sentence.tokens[first].start
        return [(start, start, determiner + " ")] if determiner else []
    if words != list(range(words[0], words[-1] + 1)) or words[0] != first:
        return None
    start, end = sentence.span(words[0], words[-1] + 1)
    return [(start, end, determiner)] if sentence.text[start:end] != determiner else []


def _determines(sentence: Sentence, thing: Thing, k: int) -> bool:
    token = sentence.tokens[k]
    if k == thing.determiner or token.tag in NUMBER_AND_DETERMINER_TAGS:
        return True
    if token.text.lower() in _COUNTING_OR_PLURAL:
        return True
    return any(
        quality.position is QualityPosition.NUMBER and quality.words[0] <= k < quality.words[1]
        for quality in thing.qualities
    )
