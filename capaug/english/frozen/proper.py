"""Names of people, brands, places and titles: by their capital in a sentence, elsewhere by what is known."""

from __future__ import annotations

from collections.abc import Iterator

from capaug.english.frozen.text import FUNCTION_WORDS, NAMES_IN_SMALL_LETTERS, SENTENCE, TITLE, Run, Text
from capaug.english.words import words
from capaug.lexicon.wordnet import is_noun, is_proper, lexname

SURE_GIVEN_NAMES = words("given_names")
GIVEN_NAMES = SURE_GIVEN_NAMES | words("given_names_that_are_words")
BRANDS = words("brands") | words("brands_that_are_words")
NATIONALITIES = words("nationalities")
WITHIN_NAMES = words("words_within_names")
SENTENCE_ENDS = frozenset('.!?:"“|-–•*')
PERSON, PLACE = "John", "London"  # that a parser surely reads as names
BEFORE_PLACES = frozenset({"of", "in", "at", "on", "from", "to"})
ENDS_OF_NO_SURNAMES = ("ing", "ed", "s")
KINDS_OF_THINGS = frozenset({"noun.artifact", "noun.animal", "noun.food", "noun.plant", "noun.body"})
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
        if is_noun(f"{text.word(i - 1)} {word}"):
            continue  # "sloppy joe"
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
        last = _end(text, i)
        end = _end_before_kind(text, i, last)
        if end > i and _is_name(text, i, end):
            opens = _opens(text, i, end)
            yield _run(text, i - 1 if opens else i, end)
        i = last
    if len(text) > 1 and text.is_free(0) and not text.is_common(0) and text.words[0].istitle() and text.is_thing(1):
        yield _run(text, 0, 1)  # "Listerine mouthwash"


def _is_capital_within(text: Text, i: int) -> bool:
    """Whether word ``i`` has a capital that is not that of a sentence's start."""
    word = text.words[i]
    if not text.has_capital(i) or word == "I" or text.lower[i] in FUNCTION_WORDS or i == 0:
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
        return True
    if _is_kind(text, first, end):
        return False
    if not all(text.is_common(k) or text.lower[k] in NATIONALITIES for k in capitals):
        return True
    return len(capitals) > 1 and text.lower[first] not in NATIONALITIES


def _is_kind(text: Text, first: int, end: int) -> bool:
    """``Teddy Bear``: a kind of thing, whatever its letters."""
    name = " ".join(text.lower[first:end])
    known = text.lexicon.objects.is_kind(name) or (end - first > 1 and lexname(name, "n") in KINDS_OF_THINGS)
    return known and not is_proper(name)


def _end_before_kind(text: Text, first: int, end: int) -> int:
    """Index of the word with which the name of a kind begins that ends behind: ``Nintendo | Wii controllers``."""
    behind, is_kind = text.word(end), text.lexicon.objects.is_kind
    if behind:
        for k in range(first, end):
            own = " ".join(text.lower[k:end])
            if is_kind(f"{own} {behind}") or is_kind(f"{own} {behind.rstrip('s')}"):
                return k
    return end


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
    if word in NAMES_IN_SMALL_LETTERS:
        return True
    return not text.is_common(i) and (text.style == TITLE or is_proper(word))


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
            or (end > i and text.lower[end - 1] in SURE_GIVEN_NAMES)
        )
    ):
        end += 1
    if end == i + 1 and text.lower[i] in SURE_GIVEN_NAMES and text.is_free(end) and text.has_capital(end):
        return i + 2
    return end
