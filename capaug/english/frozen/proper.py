"""Names of people, brands, places and titles: by their capital in a sentence, elsewhere by what is known."""

from __future__ import annotations

from collections.abc import Iterator

from capaug.english.frozen.text import FUNCTION_WORDS, NAMES_IN_SMALL_LETTERS, SENTENCE, TITLE, Run, Text
from capaug.english.words import words
from capaug.lexicon.wordnet import is_noun, is_proper

GIVEN_NAMES = words("given_names") | words("given_names_that_are_words")
BRANDS = words("brands") | words("brands_that_are_words")
NATIONALITIES = words("nationalities")
WITHIN_NAMES = words("words_within_names")
SENTENCE_ENDS = frozenset('.!?:"“|-–•*')
PERSON, PLACE = "John", "London"  # that a parser surely reads as names
BEFORE_PLACES = frozenset({"of", "in", "at", "on", "from", "to"})
ENDS_OF_NO_SURNAMES = ("ing", "ed", "s")
LONGEST = 4  # words of a name that is known


def find_names(text: Text) -> Iterator[Run]:
    """Runs of names."""
    yield from _known(text)
    yield from _in_small_letters(text)
    yield from (_in_sentence(text) if text.style == SENTENCE else _in_title(text))


def _run(text: Text, first: int, end: int) -> Run:
    stand_in = text.words[first].capitalize()
    if end - first > 1:
        stand_in = PLACE if text.word(first - 1) in BEFORE_PLACES else PERSON
    return Run(first, end, stand_in)


def _known(text: Text) -> Iterator[Run]:
    """``Statue of Liberty``: names of several words that are known."""
    n = len(text)
    for first in range(n):
        if not text.has_capital(first):
            continue
        for end in range(min(n, first + LONGEST), first + 1, -1):
            if text.has_capital(end - 1) and is_proper(" ".join(text.lower[first:end])):
                yield _run(text, first, end)
                break


def _in_small_letters(text: Text) -> Iterator[Run]:
    """``roger federer``, ``a toyota``: names that are no other words."""
    for i, word in enumerate(text.words):
        if word not in NAMES_IN_SMALL_LETTERS or not text.is_free(i):
            continue
        behind = text.word(i + 1)
        surname = word in GIVEN_NAMES and text.is_free(i + 1) and behind.isalpha() and behind not in FUNCTION_WORDS
        yield _run(text, i, i + 2 if surname and not behind.endswith(ENDS_OF_NO_SURNAMES) else i + 1)


# -- in sentences -----------------------------------------------------------------------------------------------------


def _in_sentence(text: Text) -> Iterator[Run]:
    i = 0
    while i < len(text):
        if not (text.is_free(i) and _is_capital_within(text, i)):
            i += 1
            continue
        end = _end(text, i)
        if _is_name(text, i, end):
            opens = _opens(text, i, end)
            yield _run(text, i - 1 if opens else i, end)
        i = end
    if len(text) > 1 and text.is_free(0) and not text.is_common(0) and text.words[0].istitle() and text.is_thing(1):
        yield _run(text, 0, 1)  # "Listerine mouthwash"


def _is_capital_within(text: Text, i: int) -> bool:
    """Whether word ``i`` has a capital that is not that of a sentence's start."""
    word = text.words[i]
    if not word[0].isupper() or word == "I" or text.lower[i] in FUNCTION_WORDS or i == 0:
        return False
    if word.isupper() and text.lexicon.objects.is_entry(text.lower[i]):
        return False  # "a TV"
    return text.words[i - 1] not in SENTENCE_ENDS or text.joined(i)


def _end(text: Text, first: int) -> int:
    """Index behind the words with capitals or figures that begin with word ``first``."""
    end = first + 1
    while end < len(text) and text.is_free(end):
        word = text.words[end]
        if (text.has_capital(end) and word != "I") or (word.isdigit() and not text.is_thing(end + 1)):
            end += 1
        elif text.lower[end] in WITHIN_NAMES and text.is_free(end + 1) and text.has_capital(end + 1):
            end += 2
        else:
            break
    return end


def _is_name(text: Text, first: int, end: int) -> bool:
    capitals = [k for k in range(first, end) if text.has_capital(k)]
    if len(capitals) == 1 and (text.lower[first] in BRANDS or (first == 1 and text.lower[0] in GIVEN_NAMES)):
        return not _is_kind_with_noun_behind(text, first, end)
    if _is_kind(text, first, end) or _is_kind_with_noun_behind(text, first, end):
        return False
    if not all(text.is_common(k) or text.lower[k] in NATIONALITIES for k in capitals):
        return True
    return len(capitals) > 1 and text.lower[first] not in NATIONALITIES


def _is_kind(text: Text, first: int, end: int) -> bool:
    """``Teddy Bear``: a kind of thing, whatever its letters."""
    name = " ".join(text.lower[first:end])
    known = text.lexicon.objects.is_kind(name) or (end - first > 1 and is_noun(name))
    return known and not is_proper(name)


def _is_kind_with_noun_behind(text: Text, first: int, end: int) -> bool:
    """``Christmas | trees``."""
    behind, is_kind = text.word(end), text.lexicon.objects.is_kind
    return bool(behind) and any(
        is_kind(" ".join(text.lower[k:end]) + f" {noun}")
        for k in range(first, end)
        for noun in (behind, behind.rstrip("s"))
    )


def _opens(text: Text, first: int, end: int) -> bool:
    """``Golden Gate Bridge``: whether the word at the sentence's start is the first of the name behind it."""
    if first != 1 or not text.is_free(0) or not text.words[0].istitle() or text.lower[0] in FUNCTION_WORDS:
        return False
    if not text.is_common(0) or text.lower[0] in GIVEN_NAMES:
        return True
    return all(text.is_common(k) for k in range(first, end) if text.has_capital(k))


# -- in titles and capitals --------------------------------------------------------------------------------------------


def _in_title(text: Text) -> Iterator[Run]:
    i = 0
    while i < len(text):
        end = _end_in_title(text, i)
        if end > i:
            yield _run(text, i, end)
        i = max(end, i + 1)


def _is_known(text: Text, i: int) -> bool:
    """Whether a word of a title is a name; in capitals, where a slip is as likely, only a known one."""
    word = text.lower[i]
    if word in NATIONALITIES:
        return False
    if text.style == TITLE:
        return word in BRANDS or not text.is_common(i)
    return word in BRANDS or (is_proper(word) and not text.is_common(i))


def _end_in_title(text: Text, i: int) -> int:
    """Index behind the name that begins with word ``i`` of a title; ``i`` where none does."""
    if not text.is_free(i) or not text.words[i][0].isalpha() or not text.has_capital(i):
        return i
    author = text.style == TITLE and text.word(i - 1) == "by"
    if text.lower[i] in FUNCTION_WORDS or text.lower[i] in NATIONALITIES:
        return i
    end = i
    while (
        text.is_free(end)
        and text.words[end][0].isalpha()
        and (
            _is_known(text, end)
            or (author and text.has_capital(end))
            or (end > i and text.lower[end - 1] in GIVEN_NAMES)
        )
    ):
        end += 1
    if end == i and text.lower[i] in GIVEN_NAMES and text.is_free(i + 1) and text.has_capital(i + 1):
        return i + 2
    return end
