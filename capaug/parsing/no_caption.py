"""What stands where a caption should and is none: addresses, file names, codes, lists of tags, titles, other languages.

In doubt a text is taken for a caption: a caption that is lost is lost, and later rules are careful with what they read.
Nearly all texts are let through by a few look-ups of their words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from capaug.english.markup import ADDRESS, EXTENSION
from capaug.english.words import words
from capaug.lexicon.wordnet import is_word, lexname
from capaug.parsing.languages import ENGLISH, languages, other_language, share_of_english

Fault = tuple[str, str]
"""A reason and what it was found by."""

_DETERMINERS = words("english_determiners")
_CODE_WORDS = words("code_words")
_PROMPT_TERMS = words("prompt_terms")
_SONGS = words("words_of_songs")
_SEARCHES = words("words_of_web_searches")
_STREETS = words("street_suffixes")

_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ADDRESSES = re.compile(rf"(?<!\S)(?:{ADDRESS})", re.IGNORECASE)
_FILE = re.compile(EXTENSION + r"$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:img|image|imag|photo|pic|picture|pict|dsc[nf]?|dscn|p|scan|screen ?shot|slide|fig(?:ure)?|untitled|unnamed"
    r"|file|page|thumb(?:nail)?|gopr|dji|vid|mvi|wp|pxl|banner)[ _.#-]*\(?[0-9][0-9 _.:()-]*(?:(?:at|am|pm)[0-9 _.:]*)*"
    rf"(?:{EXTENSION})?",
    re.IGNORECASE,
)
_BRACKETS = "()[]<>"
_HASHTAG = re.compile(r"#[^\W\d_][\w-]*")
_DIGIT = re.compile("[0-9]")
_SEPARATORS = re.compile(r"[,;|•·](?!\d)")
_PARTS = re.compile(r"\s*[,;|•·](?!\d)\s*")
_MANY_PARTS, _WORDS_OF_A_TAG = 4, 3
_CONCRETE = frozenset(
    f"noun.{kind}" for kind in "animal artifact body food location object person phenomenon plant substance".split()
)  # classes of WordNet whose nouns can be seen
_MANY_KEYWORDS = 12
_DIGITS_OF_A_NUMBER, _DIGITS_OF_A_MODEL = 2, 4
_TOKENS_A_WORD_SAID = (8, 6)  # at least so many for each; with a year or a model's number among them fewer
_MOST_CONCRETE = 0.8  # of a list's parts; what names more things is no list of tags
_SEARCHED = re.compile(
    r"[0-9]+\+? (?:\w+ )?(?:best|cool|super|top|new|amazing|awesome|beautiful|unique)\b"
    r".*\b(?:images|ideas|pins|memes|designs|wallpapers?|tips|photos|pictures)\b",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"(?:\b(?:vol(?:ume)?|chapter|season|episode|issue)\b\.?|\b(?:ch|ep)\.) ?#?(?:[0-9]+|[ivxlc]+\b)"
    r"|\bs[0-9]{1,2} ?e[0-9]{1,2}\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\((?:1[89]|20)[0-9]{2}(?:[-–](?:1[89]|20)?[0-9]{2})?\)$")
_SORT_OF_BOOK = re.compile(
    r": (?:an?|the) (?:[\w-]+ )?(?:novel|memoir|biography|autobiography|history|story|tale|thriller|romance|mystery)$",
    re.IGNORECASE,
)
_QUOTED_WORK = re.compile(r"[\"“][^\"“”]+[\"”] (?:by|[-–—]) (?:[A-Z][\w.'’-]*(?: |$)){1,4}")
_DASH = re.compile(r" [-–—] ")
_WORDS_OF_A_NAME = 4
_STREET_ADDRESS = re.compile(
    r"[0-9]{1,6} (?:[A-Z0-9][\w.'’-]* ){1,4}?([A-Z][a-z]+)\b\.?"
    r"(?=$|,| [-–|#]| (?:Unit|Apt|Suite)\b| [A-Z][\w ]*,? [A-Z]{2}\b)"
)
_TITLES = words("words_of_titles")
_OPENS_AS_A_TITLE = ": a"
_ENDS_OF_TITLES = frozenset(")0123456789")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of several parts, which white space parts: as it is, in lower case, its parts and its words of letters."""

    text: str
    lower: str
    parts: list[str]
    tokens: list[str]

    @property
    def says_something(self) -> bool:
        """Whether a word of it is one of those that sentences have."""
        return not ENGLISH.isdisjoint(self.tokens)

    @property
    def names_something(self) -> bool:
        """Whether a determiner in lower case opens a noun phrase in it."""
        return not _DETERMINERS.isdisjoint(self.text.split())

    @property
    def may_be_titled(self) -> bool:
        """Whether there is one of the words that tell titles, or a number or a bracket at its end."""
        return self.text[-1] in _ENDS_OF_TITLES or not _TITLES.isdisjoint(self.parts)

    @property
    def is_in_title_case(self) -> bool:
        """Whether all its longer words have a capital."""
        return all(part[0].isupper() for part in self.text.split() if len(part) > 3 and part[0].isalpha())


def no_caption(text: str) -> Fault | None:
    """Why a text in Latin letters, without markup, is no caption and no phrase that could be one; None if it may be.

    Returns:
        A reason, the first that holds (``url``, ``file_name``, ``product_code``, ``tags``, ``title``,
        ``street_address``, ``other_language``, ``no_english_word``), and what it was found by.
    """
    text = text.strip()
    lower = text.lower()
    parts = lower.split()
    if len(parts) < 2:
        return _one_part("".join(parts))
    if (
        not _DETERMINERS.isdisjoint(parts)
        and _foreign_words().isdisjoint(parts)
        and _TITLES.isdisjoint(parts)
        and _OPENS_AS_A_TITLE not in lower
        and text[-1] not in _ENDS_OF_TITLES
        and "#" not in text
    ):
        return None  # as nearly all sentences are
    read = _Text(text, lower, parts, _LETTERS.findall(lower))
    for rule in _RULES:
        if found := rule(read):
            return found
    return None


@cache
def _foreign_words() -> frozenset[str]:
    return frozenset(languages().own)


def _one_part(part: str) -> Fault | None:
    """Of a text without spaces, in lower case."""
    if _ADDRESSES.fullmatch(part.strip(_BRACKETS)):
        return "url", part
    if part.startswith("#") and _HASHTAG.match(part):
        return "tags", "a hashtag"
    joints = part.count("-")
    if _FILE.search(part) or "_" in part.strip("_") or _NUMBERED.fullmatch(part) or (joints >= 3 and not is_word(part)):
        return "file_name", part
    digits = sum(map(str.isdigit, part))
    if digits >= 2 and (digits >= 3 or joints) and digits < len(part) and any(map(str.isalpha, part)):
        return (
            "file_name" if joints >= 2 and share_of_english(_LETTERS.findall(part)) >= 0.5 else "product_code"
        ), part
    return None


def _address(read: _Text) -> Fault | None:
    """Web and mail addresses that are most of the text."""
    if "." not in read.text:
        return None
    found = _ADDRESSES.findall(read.text)
    rest = len(read.parts) - len(found)
    return ("url", found[0]) if found and (rest <= 2 or sum(map(len, found)) > 0.6 * len(read.text)) else None


def _file_name(read: _Text) -> Fault | None:
    if _NUMBERED.fullmatch(read.text):
        return "file_name", "a numbered file"
    if _FILE.search(read.lower) and not read.says_something and all("_" in p or "." in p for p in read.parts):
        return "file_name", read.parts[-1]
    return None


def _product_code(read: _Text) -> Fault | None:
    """Codes, numbers and dates, without a word that names a thing."""
    if read.says_something or not _DIGIT.search(read.text):
        return None
    codes = [part for part in read.parts if sum(map(str.isdigit, part)) >= 2]
    named = [token for token in read.tokens if len(token) > 2 and token not in _CODE_WORDS and is_word(token)]
    return ("product_code", codes[0]) if codes and not named else None


def _tags(read: _Text) -> Fault | None:
    """Hashtags, lists of tags, terms of prompts, keywords."""
    hashtags = len(_HASHTAG.findall(read.text)) if "#" in read.text else 0
    if hashtags and len(read.parts) - hashtags <= hashtags / 2:
        return "tags", f"{hashtags} hashtags"
    if len(_SEPARATORS.findall(read.lower)) >= _MANY_PARTS - 1:
        parts = _PARTS.split(read.lower.strip(" .,;"))
        terms = sum(part in _PROMPT_TERMS for part in parts)
        if len(parts) >= _MANY_PARTS and (_are_tags(parts) or terms >= len(parts) / 2):
            return "tags", f"a list of {len(parts)}"
    if read.names_something:
        return None
    said = sum(token in ENGLISH for token in read.tokens)
    if said <= len(read.tokens) / 3 and (
        not _SEARCHES.isdisjoint(read.parts) or (read.text[0].isdigit() and _SEARCHED.match(read.text))
    ):
        return "tags", "words of a web search"
    return _keywords(read, said)


def _keywords(read: _Text, said: int) -> Fault | None:
    """A string of keywords says two of them twice, hardly a word of a sentence, and is long or has a number in it.

    ``said``: how many of its words are those of sentences.
    """
    if len(set(read.tokens)) > len(read.tokens) - 2:
        return None
    repeated = sorted(token for token, times in Counter(read.tokens).items() if times > 1 and _is_content(token))
    longest = max(sum(map(str.isdigit, part)) for part in read.parts)
    if len(repeated) < 2 or said > len(read.tokens) / _TOKENS_A_WORD_SAID[longest >= _DIGITS_OF_A_MODEL]:
        return None
    if len(read.tokens) < _MANY_KEYWORDS and longest < _DIGITS_OF_A_NUMBER:
        return None
    return "tags", f"keywords, {repeated[0]} and {repeated[1]} twice"


def _are_tags(parts: list[str]) -> bool:
    """Whether each part of a list is a word or a few without one that sentences have; a list of things is none."""
    split = [part.split() for part in parts]
    if sum(map(len, split)) > 2 * len(parts):
        return False
    if not all(0 < len(part) <= _WORDS_OF_A_TAG and ENGLISH.isdisjoint(part) for part in split):
        return False
    things = sum(lexname(part[-1], "n") in _CONCRETE for part in split)
    return things <= _MOST_CONCRETE * len(parts) and not any(". " in part for part in parts)


def _is_content(token: str) -> bool:
    return len(token) > 2 and token not in ENGLISH


def _title(read: _Text) -> Fault | None:
    """Titles of books, films and songs, by what only they have."""
    text = read.text
    titled = read.is_in_title_case
    if read.may_be_titled and (volume := _VOLUME.search(text)) and (titled or volume.span() == (0, len(text))):
        return "title", volume[0]
    if titled and (year := _YEAR.search(text)):
        return "title", year[0]
    if titled and (sort := _SORT_OF_BOOK.search(text)):
        return "title", sort[0][2:]
    if _is_of_someone(text):
        return "title", "a work and whose it is"
    if not read.names_something and (songs := sorted(_SONGS.intersection(read.parts))):
        return "title", songs[0]
    return None


def _is_of_someone(text: str) -> bool:
    """Whether a text is a work and a name: ``"Yellow" by Coldplay``, ``Adele - Hello``; not ``Oak Chair - Ikea``."""
    if _QUOTED_WORK.fullmatch(text):
        return True
    if not _DASH.search(text):
        return False
    sides = [side.split() for side in _DASH.split(text)]
    if len(sides) != 2 or not all(0 < len(side) <= _WORDS_OF_A_NAME for side in sides):
        return False
    words_of_both = [word for side in sides for word in side]
    if not all(word.isalpha() and word[0].isupper() and not word.isupper() for word in words_of_both):
        return False
    named = [not any(is_word(word.lower()) for word in side) for side in sides]
    return any(named) and not any(lexname(word.lower(), "n") in _CONCRETE for word in words_of_both)


def _street_address(read: _Text) -> Fault | None:
    found = _STREET_ADDRESS.match(read.text)
    return ("street_address", found[0]) if found and found[1].lower() in _STREETS else None


def _language(read: _Text) -> Fault | None:
    if language := other_language(read.tokens):
        return "other_language", language
    if read.says_something:
        return None
    marked = [token for token in read.tokens if not languages().letters.isdisjoint(token)]
    if len(marked) >= 2 and share_of_english(read.tokens) <= 0.25:
        return "other_language", f"as the letters of {marked[0]} say"
    longer = [token for token in read.tokens if len(token) >= 3]
    if len(longer) >= 2 and not any(map(is_word, longer)):
        return "no_english_word", longer[0]
    return None


_RULES: tuple[Callable[[_Text], Fault | None], ...] = (
    _address, _file_name, _product_code, _tags, _title, _street_address, _language,
)  # fmt: skip
