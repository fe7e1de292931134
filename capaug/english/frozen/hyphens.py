"""Hyphenated words that say one thing: ``a snow-capped peak``, ``a 7-year-old boy``, ``a gray-black cat``."""

from __future__ import annotations

from collections.abc import Iterator

from capaug.english.frozen.text import SENTENCE, Run, Text
from capaug.english.words import words
from capaug.lexicon import wordnet

HYPHENS = frozenset("-–")
HYPHENATED_FRAMES = words("frames_with_a_hyphen")
GROUNDS = words("grounds_of_a_picture")
ADJECTIVE = "big"  # that a parser surely reads as one
NOUN = "photo"
LONG, SHORT = 9, 5  # words with their hyphens: of what is the name of a file, of what may be a word alone
ADJECTIVES_OF_TWO_WORDS = words("adjectives_of_two_words")
MEASURES = words("nouns_counted_in_one_quality")
LAST_PARTS = words("last_parts_of_adjectives")


def find_hyphens(text: Text) -> Iterator[Run]:
    """Runs of words joined by hyphens that a parser had better read as one adjective."""
    for i in range(len(text) - 1):
        if f"{text.lower[i]} {text.lower[i + 1]}" in ADJECTIVES_OF_TWO_WORDS:
            yield Run(i, i + 2, ADJECTIVE, "AFX", frozen=False)
    if HYPHENS.isdisjoint(text.words):
        return
    i = 0
    while i < len(text):
        end = _end(text, i)
        if end == i + 1:
            i += 1
            continue
        run = _read(text, i, end)
        if run is not None:
            yield run
        i = end


def _end(text: Text, i: int) -> int:
    """Index behind the words that hyphens join to word ``i``."""
    end = i + 1
    while (
        end + 1 < len(text)
        and text.words[end] in HYPHENS
        and text.joined(end)
        and text.joined(end + 1)
        and text.is_free(end + 1)
        and text.words[end + 1][0].isalnum()
    ):
        end += 2
    return end


def _read(text: Text, first: int, end: int) -> Run | None:
    written = "".join(text.lower[first:end])
    if end - first >= LONG or end - first == len(text) > SHORT:
        return Run(first, end, "it")  # "table-ii-test-scored"
    if written in HYPHENATED_FRAMES:
        return Run(first, end, NOUN, "AFX", frozen=False)
    if written in GROUNDS:
        return Run(first, end, "it", frozen=False)
    objects, behind = text.lexicon.objects, text.word(end)
    spaced = written.replace("-", " ")
    if objects.is_entry(spaced) or objects.is_entry(written.replace("-", "")):
        return None
    if objects.is_entry(written) or objects.is_kind(f"{written} {behind}") or objects.is_kind(f"{spaced} {behind}"):
        return None
    if not text.is_thing(end) and _is_noun_alone(written):
        return None
    figures = any(c.isdigit() for c in written)
    if _is_adjective(text, first, end):
        return Run(first, end, ADJECTIVE, "AFX", frozen=figures)
    return Run(first, end, "", back=True) if figures and text.style != SENTENCE else None


def _is_noun_alone(written: str) -> bool:
    """``a mock-up of a tower``, ``a semi-circle``."""
    known = wordnet.is_noun(written) or wordnet.is_noun(written.replace("-", ""))
    return known and not wordnet.senses(written, "a")


def _is_adjective(text: Text, first: int, end: int) -> bool:
    """Whether the last part is an adjective or a participle, or what stands behind is the noun that all of it is of."""
    last, behind = text.lower[end - 1], text.word(end)
    if not last.isalpha() or not all(
        word.isalnum() or word in HYPHENS or word == "'" for word in text.lower[first:end]
    ):
        return False
    if last in LAST_PARTS or text.lexicon.attributes.type(last) in ("color", "material", "shape", "size"):
        return True
    if text.lower[first][0].isdigit() and last in MEASURES:
        return True
    if last.endswith("ed") and wordnet.senses(last, "v"):
        return True
    if behind.isalpha() and text.is_thing(end):
        return not text.has_capital(end - 1) or text.style != SENTENCE
    return bool(wordnet.senses(last, "a")) and not wordnet.is_noun(last)
