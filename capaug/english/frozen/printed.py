"""Quoted and printed text: ``that says "FROG"``, ``no smoking sign``, ``the word PRIDE``, ``titled Hamilton Watch``."""

from __future__ import annotations

from collections.abc import Iterator

from capaug.english.frozen.text import FUNCTION_WORDS, SENTENCE, TITLE, Run, Text
from capaug.english.words import words
from capaug.lexicon import wordnet
from capaug.lexicon.wordnet import is_verb_alone

SAYING = words("verbs_before_printed_text")
READING = words("verbs_of_what_can_be_read")
CARRIERS = words("nouns_that_carry_text")
NAMING = words("participles_before_a_name")
NAMING_IN_SMALL_LETTERS = words("participles_before_a_name_in_small_letters")
WORDED = words("nouns_before_printed_text")
WORDED_IN_SMALL_LETTERS = words("nouns_before_printed_text_in_small_letters")
PROHIBITED = words("what_signs_forbid")
ENDS = words("words_behind_printed_text")
OPENING_PREPOSITIONS = words("preposition_words") | {"by", "as", "out"}
LINKS = OPENING_PREPOSITIONS | {"and", "or"}
OPENERS = words("words_that_open_a_noun_phrase")
FORMS_OF_BE = words("forms_of_be")
NO_VERB_BEHIND = frozenset({"to", "not", "a", "the", "an"})
STOPS = frozenset(".,;:!?()")
CLOSERS = {'"': '"”', "“": '”"', "”": '”"', "„": "”“", "«": "»", "'": "'’", "‘": "’'", "’": "’'", "``": "''", "`": "'`"}
SINGLE = frozenset("'‘’`")
LONGEST_IN_SINGLE_QUOTES = 30
REACH = 6  # words before a verb of reading, among them what is read
WHOLE = 0.8  # of a text: quotes around so much of it quote nothing


def find_printed(text: Text) -> Iterator[Run]:
    """Runs of printed text, the quoted ones first."""
    yield from _quoted(text)
    yield from _prohibitions(text)
    for i in range(len(text) - 1):
        if text.is_free(i) and text.is_free(i + 1):
            yield from _behind_verb(text, i)
            yield from _behind_noun(text, i)


# -- in quotes --------------------------------------------------------------------------------------------------------


def _quoted(text: Text) -> Iterator[Run]:
    i, n = 0, len(text)
    if not any(word in CLOSERS for word in text.words):
        return
    while i < n:
        end = _closed(text, i) if text.words[i] in CLOSERS else None
        if end is None or _quotes_all(text, i, end):
            i += 1
            continue
        yield from _quote(text, i, end)
        i = end


def _quotes_all(text: Text, first: int, end: int) -> bool:
    """Whether nearly all words of the text stand in the quote, which then quotes nothing."""
    said = [i for i, word in enumerate(text.words) if word[-1].isalnum()]
    return sum(first <= i < end for i in said) > WHOLE * len(said)


def _closed(text: Text, i: int) -> int | None:
    """Index behind the quote that mark ``i`` opens; None where it opens none."""
    mark, n = text.words[i], len(text)
    single = mark in SINGLE
    if i + 1 >= n or (text.joined(i) and (not text.joined(i + 1) or text.words[i - 1][-1].isalnum())):
        return None
    if not text.joined(i + 1) and (single or text.words[i + 1 :].count(mark) % 2 == 0):
        return None  # one of two marks may stand between spaces
    for j in range(i + 1, min(n, i + LONGEST_IN_SINGLE_QUOTES) if single else n):
        word = text.words[j]
        if word in CLOSERS[mark] and (not single or (text.joined(j) and not _goes_on(text, j))):
            return j + 1
        if word[-1] in CLOSERS[mark] and len(word) > 1 and not single:
            return j + 1
    return None if single else n


def _goes_on(text: Text, j: int) -> bool:
    return j + 1 < len(text) and text.joined(j + 1) and text.words[j + 1][0].isalnum()


def _quote(text: Text, first: int, end: int) -> Iterator[Run]:
    """The quote, with the participle before it that says that something is called so."""
    before = text.word(first - 1).strip(":,")
    if before in ("", "of") and first > 1:
        before = text.word(first - 2)
    if text.word(first - 1) in NAMING:
        yield Run(first - 1, end, "", back=True)
    elif text.word(first - 1) in WORDED:
        yield Run(first, end, "", back=True)
    else:
        if before in SAYING:
            text.silent.add(first - 1 if text.word(first - 1) in SAYING else first - 2)
        modifies = text.is_thing(end) and text.word(first - 1) not in SAYING
        yield Run(first, end, "" if modifies else "it")


def _prohibitions(text: Text) -> Iterator[Run]:
    """``a no smoking sign``: a sign."""
    if "no" not in text.lower:
        return
    for i, word in enumerate(text.lower):
        if word == "no" and text.is_free(i):
            end = i + 1
            while text.word(end) in PROHIBITED or (end > i + 1 and text.word(end) in ("-", "or", "and", "/")):
                end += 1
            if end > i + 1 and text.word(end) in CARRIERS:
                yield Run(i, end, "")


# -- without quotes ---------------------------------------------------------------------------------------------------


def _behind_verb(text: Text, i: int) -> Iterator[Run]:
    word, first = text.lower[i], i + 1
    if text.word(first) in (":", ","):
        first += 1
    if word in NAMING:
        if _looks_printed(text, first) or (word in NAMING_IN_SMALL_LETTERS and _may_be_named(text, first)):
            yield Run(i, _end(text, first), "", back=True)
    elif word in SAYING and i > 0 and _may_be_said(text, i, first):
        text.silent.add(i)
        yield Run(first, _end(text, first), "it")


def _may_be_said(text: Text, i: int, first: int) -> bool:
    """Whether what begins behind the verb ``i`` is printed: ``a sign reading stop``, no ``man reading a book``."""
    if text.word(first) in ("", "and", "or", *STOPS) or text.word(i - 1) in NO_VERB_BEHIND:
        return False
    if text.lower[i] not in READING:
        return text.word(first) not in OPENING_PREPOSITIONS
    if _looks_printed(text, first):
        return not text.is_common(first) or _is_carried(text, i)
    return _is_carried(text, i) and text.word(first) not in OPENERS and text.word(first) not in OPENING_PREPOSITIONS


def _is_carried(text: Text, i: int) -> bool:
    return not CARRIERS.isdisjoint(text.lower[max(0, i - REACH) : i])


def _may_be_named(text: Text, first: int) -> bool:
    word = text.word(first)
    return (
        word.isalpha()
        and not word.endswith(("ed", "ing"))
        and word not in OPENING_PREPOSITIONS
        and word not in OPENERS
        and word not in ENDS
        and word not in FORMS_OF_BE
    )


def _behind_noun(text: Text, i: int) -> Iterator[Run]:
    """``the word PRIDE``, ``the number 40``."""
    word, first = text.lower[i], i + 1
    if word not in WORDED or (text.style == TITLE and word not in WORDED_IN_SMALL_LETTERS):
        return
    if _looks_printed(text, first):
        yield Run(first, _end(text, first), "", back=True)
    elif word in WORDED_IN_SMALL_LETTERS and _may_be_named(text, first):
        end = _end(text, first) if word.endswith("s") else first + 1
        yield Run(first, end, "", back=True)


def _looks_printed(text: Text, i: int) -> bool:
    """Whether a capital or a figure begins here where small letters stand before it."""
    if not text.is_free(i):
        return False
    word = text.words[i]
    if word[0].isdigit():
        return True
    return text.style == SENTENCE and text.has_capital(i) and not (word == "I" and len(text) > i + 1)


def _end(text: Text, first: int) -> int:
    """Index behind the printed text that begins with word ``first``."""
    if text.words[first][0].isdigit() and text.word(first - 1).startswith("n"):
        return first + 1  # "the number 40"
    return _end_of_capitals(text, first) if text.has_capital(first) else _end_of_small_letters(text, first)


def _end_of_small_letters(text: Text, first: int) -> int:
    """``that says stop | on it``."""
    for k in range(first + 1, len(text)):
        if _parts(text, k) or is_verb_alone(text.word(k)):
            return k  # "that says stop | sits"
        if text.word(k) in LINKS and (text.word(k + 1) in OPENERS or text.word(k + 1) in CARRIERS):
            return k
    return len(text)


def _end_of_capitals(text: Text, first: int) -> int:
    """``Bank of America | on it``, ``Please remain | in your seat``."""
    k = first + 1
    while text.is_free(k) and (
        text.has_capital(k)
        or text.words[k][0].isdigit()
        or ((text.lower[k] in FUNCTION_WORDS or text.lower[k] == ",") and text.has_capital(k + 1))
    ):
        k += 1
    word = text.word(k)
    if _parts(text, k) or word in LINKS or word.endswith("ing"):
        return k
    if is_verb_alone(word) or (
        text.word(first - 1) not in SAYING and wordnet.senses(word, "v") and not wordnet.is_noun(word)
    ):
        return k  # "titled CEO | sits"
    while not (_parts(text, k) or text.word(k) in LINKS):
        k += 1
    return k


def _parts(text: Text, k: int) -> bool:
    """Whether no printed text goes on with word ``k``."""
    return not text.is_free(k) or text.lower[k] in STOPS or text.lower[k] in ENDS or text.lower[k] in FORMS_OF_BE
