"""Other languages in Latin letters, told from English by their function words and their commonest words.

What is known of them stands in ``lexicon/data/languages.tsv``. An English caption may hold a foreign name, a title or a
word on a sign; what is of another language has its function words and hardly an English one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from capaug.english.words import words
from capaug.errors import InputError
from capaug.lexicon.wordnet import is_word

TABLE = "languages.tsv"
SHORTEST_ENGLISH = 3  # letters; WordNet has many shorter abbreviations

ENGLISH = words("english_function_words")


@dataclass(frozen=True, slots=True)
class Languages:
    """``own``: the languages that a word tells; ``shared``: those that have it as well as English or names do;
    ``letters``: letters that English lacks.
    """

    own: dict[str, tuple[str, ...]]
    shared: dict[str, tuple[str, ...]]
    letters: frozenset[str]


@cache
def languages() -> Languages:
    """The table that ships.

    Raises:
        InputError: a line that has not three columns.
    """
    own: dict[str, tuple[str, ...]] = {}
    shared: dict[str, tuple[str, ...]] = {}
    letters: set[str] = set()
    table = files("capaug.lexicon").joinpath("data", TABLE)
    for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(("#", "language\t")):
            continue
        columns = line.split("\t")
        if len(columns) != 3:
            raise InputError(f"{table}, line {number}: expected language, words and letters, parted by tabs")
        name, members, marked = columns
        for word in members.split():
            into = shared if word.startswith("~") else own
            word = word.lstrip("~")
            into[word] = (*into.get(word, ()), name)
        letters.update(marked.strip("-"))
    return Languages(own, shared, frozenset(letters))


def other_language(tokens: Sequence[str]) -> str | None:
    """The language of a text's words (in lower case, letters only) where it is not English, else None.

    Of two languages that have as many of the words, the first of the table.
    """
    known = languages()
    own = Counter(name for token in tokens for name in known.own.get(token, ()))
    if not own:
        return None
    # where there is a word that tells a language, those that it shares with English are taken for its own
    both = Counter(own)
    both.update(name for token in tokens for name in known.shared.get(token, ()) if name in own)
    language = max(own, key=lambda name: (both[name], own[name]))
    telling, share = own[language], both[language] / len(tokens)

    def is_its(token: str) -> bool:
        return language in known.own.get(token, ()) or language in known.shared.get(token, ())

    rest = [token for token in tokens if not is_its(token)]
    english = sum(token in ENGLISH for token in rest)
    if telling >= 3 and share >= 0.35 and english <= telling / 4:
        return language
    if english:
        return None
    if telling >= 2 and (share >= 0.5 or share_of_english(rest) <= 0.5):
        return language
    return language if len(tokens) >= 3 and share_of_english(rest) <= 0.25 else None


def share_of_english(tokens: Sequence[str]) -> float:
    """The share of the longer words that are English, 0 where there are none."""
    longer = [token for token in tokens if len(token) >= SHORTEST_ENGLISH]
    return sum(map(is_word, longer)) / len(longer) if longer else 0.0
