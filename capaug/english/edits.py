"""An edit becomes English again: replacements of character spans in, a caption and its edits out.

Only the named spans change, and what English asks of their neighbours with them: ``a`` or ``an`` before the changed
words, the capital of a sentence's start, the one space that a deletion leaves over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from capaug.english.articles import indefinite_article
from capaug.english.markup import has_marks, is_whole, may_be_marked, reading, unmarked
from capaug.english.words import words
from capaug.records import Edit

Replacement = tuple[int, int, str]
"""``text[start:end]`` gives way to a string; an insertion has ``start == end``, a deletion an empty string."""

_WORDS_AND_GAPS = re.compile(r"\s+|[\w'’-]+|[^\w\s]")
_RUN = re.compile(r"[\w'’-]+")
_FOLDED_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_ASCII_WORDS = "".join(chr(k) if chr(k).isalnum() or chr(k) == "_" else " " for k in range(128))
_NEXT_WORD = re.compile(r"\s*[^\w\s]*[\w'’-]+")
_WORD = re.compile(r"(?<![\w'’-])[^\W\d_][\w'’-]*")
_LETTER = re.compile(r"\w")
_SPACES = re.compile(r"  +")
_ARTICLE = re.compile(r"(?<![\w'’.-])(an?)(?=\s|$)", re.IGNORECASE)
_NO_NOUN_PHRASE = re.compile(r"\s*(?:$|[^\w\s]*$|(?:and|or|of|is|are|in|on|at|to)(?![\w'’-]))", re.IGNORECASE)
_OPENING = "\"'“‘([\n"
_LAST_ARTICLE = re.compile(r"(?<![\w'’.-])(an?)(\s+[\"'“‘(\[]*|)$", re.IGNORECASE)
_FAULTS = {
    "articles": re.compile(r"(?<![\w'’-])(?:an?|the)\s+(?=(?:an?|the)(?![\w'’-]))"),
    "hanging": re.compile(
        r"(?<![\w'’-])(?:an?|the)\s*(?=$|[.,;:!?)]|(?:of|in|on|at|to|by|for|from|with|and|or|is|are|that)(?![\w'’-]))"
    ),
    "space before punctuation": re.compile(r"\s[.,;:!?](?!\d)"),
    "punctuation doubled": re.compile(r"[.,;:!?]\s*,|,\s*[.;:!?]"),
    "space doubled": re.compile(r"  |^\s|\s$"),
}
_DOUBLED = re.compile(r"(?<![\w'’-])([\w'’-]+)\s+(?=\1(?![\w'’-]))")
# All of these at once behind what is no word, or a little more: to be asked first, as it is much faster.
_SUSPECT = re.compile(
    r"[^\w'’-](?:(?:an?|the)\s*(?:$|[.,;:!?)]|(?:an?|the|of|in|on|at|to|by|for|from|with|and|or|is|are|that)(?![\w'’-]))"
    r"|([\w'’-]+)\s+\1(?![\w'’-])|(?<=\s)(?:[\s.,;:!?]|$)|(?<=[.,;:!?])\s*,|(?<=,)\s*[.;:!?])"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?][\"'”’)]*\s|\n|[a-z]{2}[.!?](?=[A-Z][a-z]*[\s,'’]))[^\w]*(\w)")
_SENTENCE_ENDS = re.compile(r"[.!?]\s+$")
_MARK_IN_A_WORD = re.compile(r"['’-]")
_CLOSING = frozenset(".,;:!?)]}”’")  # a straight quote may open as well
PROPER = words("names_with_a_capital") | frozenset(map(str.capitalize, words("nationalities")))
SMALL_IN_TITLES = words("words_small_in_titles")
MOST_OF_CAPITALS = 12  # capitals for each small letter
FEWEST_OF_A_TITLE = 3  # words with a capital
MOST_OF_A_TITLE = 0.8  # of the words that would have one
_MARKS_OF_A_WORD = frozenset("®™©℠")
_FOLDED = 1 << 13  # texts
_TEXTS = 64  # captions of which what edits ask of them is kept


@lru_cache(maxsize=_FOLDED)  # a text is made, compared with others of its caption, and with siblings of five captions
def fold(text: str) -> str:
    """The words of ``text`` in lower case with single spaces: two texts that fold alike say the same."""
    if text.isascii() and "-" not in text and "'" not in text:  # the same, in less time
        return " ".join(text.lower().translate(_ASCII_WORDS).split())
    return " ".join(_FOLDED_WORD.findall(text.casefold())).replace("’", "'")


def realise(text: str, replacements: Sequence[Replacement]) -> tuple[str, tuple[Edit, ...]] | None:
    """Apply ``replacements`` to ``text`` and mend the English around them.

    Args:
        text: the caption, to the letter.
        replacements: character spans and what takes their place, in any order.

    Returns:
        The new text and its minimal edits in order (applied right to left to ``text`` they give the new text), or
        None where no good text comes out: spans overlap or lie outside the text, nothing changes but case and
        punctuation, a word is doubled, an article is left without a noun, markup is cut, a placeholder is changed, or
        nothing is left.
    """
    edits = sorted([edit for edit in replacements if text[edit[0] : edit[1]] != edit[2]])
    if not edits or not _apart(edits, len(text)):
        return None
    edited = _edited(text)
    edits = _fit_spaces(text, edits)
    edits = _agree_articles(text, edits)
    edits = _fit_capitals(edited, edits)
    edits = _minimal(text, edits)
    result = _apply(text, edits)
    if fold(result) in ("", edited.folded) or _more_faults(text, result, edits):
        return None
    if (may_be_marked(text) or has_marks(result)) and not _keeps_markup(text, result, replacements):
        return None
    return result, tuple([Edit(start, end, text[start:end], new) for start, end, new in edits])


@dataclass(frozen=True, slots=True)
class _Edited:
    """What edits ask of the text that they are made to, whichever they are.

    ``titled``: its words are written with capitals, as in a title. ``starts``: where its sentences start with a
    capital; ``moved``: words that have theirs only from standing there.
    """

    text: str
    folded: str
    all_caps: bool
    titled: bool
    starts: tuple[int, ...]
    moved: frozenset[str]


@lru_cache(maxsize=_TEXTS)  # all candidates of a caption are made one after another
def _edited(text: str) -> _Edited:
    stops = text.rstrip().endswith((".", "!"))  # "5 men jump." opens as a sentence does
    starts = tuple(
        found.start(1)
        for found in _SENTENCE_START.finditer(text)
        if text[found.start(1)].isupper() or (stops and text[found.start(1)].isdigit())
    )
    moved = {word for start in starts if not _keeps_capital(text, word := _word_at(text, start), starts)}
    if moved & {"A", "An"}:
        moved |= {"A", "An"}  # "A elephant" is moved as "an elephant"
    return _Edited(text, fold(text), _all_caps(text), _is_titled(text), starts, frozenset(moved))


def _apart(edits: Sequence[Replacement], length: int) -> bool:
    """Whether sorted edits lie within a text of that length, and neither overlap nor begin and end alike."""
    before = (0, 0)
    for index, (start, end, _) in enumerate(edits):
        if not before[1] <= start <= end <= length or (index and before == (start, end)):
            return False
        before = (start, end)
    return True


def _apply(text: str, edits: Sequence[Replacement], start: int = 0) -> str:
    """``text[start:]`` with the edits that begin at or after ``start``."""
    parts = []
    for begin, end, new in edits:
        if begin >= start:
            parts += [text[start:begin], new]
            start = end
    return "".join(parts) + text[start:]


def _cover(text: str, edits: list[Replacement], start: int, end: int) -> int:
    """Merge the edits that touch ``start`` to ``end`` into one that spans it, and return its index."""
    touching = [i for i, edit in enumerate(edits) if edit[0] <= end and edit[1] >= start]
    if not touching:
        index = sum(edit[1] < start for edit in edits)
        edits.insert(index, (start, end, text[start:end]))
        return index
    first, last = touching[0], touching[-1]
    begin, stop = min(start, edits[first][0]), max(end, edits[last][1])
    kept, at = [], begin
    for edit in edits[first : last + 1]:
        kept += [text[at : edit[0]], edit[2]]
        at = edit[1]
    edits[first : last + 1] = [(begin, stop, "".join(kept) + text[at:stop])]
    return first


def _fit_spaces(text: str, edits: list[Replacement]) -> list[Replacement]:
    """Take one neighbouring space with each deletion, and leave out spaces of a new text that would be doubled."""
    for _, _, new in edits:
        if not new or new[0].isspace() or new[-1].isspace() or "  " in new:
            break
    else:
        return edits  # nothing to fit
    fitted: list[Replacement] = []
    left, at = "", 0  # the realised text so far, and how far in ``text`` it reaches
    for index, (start, end, new) in enumerate(edits):
        left += text[at:start]
        right = text[end:]
        right_is_free = right[:1].isspace() and (index + 1 == len(edits) or edits[index + 1][0] > end)
        opens = not left.strip() or left[-1] in "([{\"'“‘"
        closes = not right.strip() or right[0] in _CLOSING
        if "  " not in text[start:end]:
            new = _SPACES.sub(" ", new)
        if new.strip():
            if opens or left[-1].isspace():
                new = new.lstrip()
            if closes or right[0].isspace():
                new = new.rstrip()
        else:
            new = "" if opens or closes or left[-1].isspace() or right[0].isspace() else new
            if left[-1:].isspace() and start > at and (closes or right[0].isspace()):
                start, left = start - 1, left[:-1]
            elif right_is_free and (opens or left[-1].isspace()):
                end += 1
        left, at = left + new, end
        if text[start:end] != new:
            fitted.append((start, end, new))
    return fitted


def _agree_articles(text: str, edits: list[Replacement]) -> list[Replacement]:
    """Make ``a`` and ``an`` agree inside the new words and directly before changed words."""
    agreed: list[Replacement] = []
    for index in range(len(edits) - 1, -1, -1):
        start, end, new = edits[index]
        if _ARTICLE.search(new):
            new = _agree_inside(new, _apply(text, agreed, end))
        agreed.insert(0, (start, end, new))
        article = _article_before(text, start)
        if article and (not index or edits[index - 1][1] <= article.start()):
            fit = _article(article[1], _apply(text, agreed, article.end(1)))
            if fit != article[1]:
                agreed.insert(0, (article.start(1), article.end(1), fit))
    return agreed


def _article_before(text: str, start: int) -> re.Match[str] | None:
    """The article right before ``start``, where no word goes on there."""
    before = text[:start].rstrip(_OPENING).rstrip()
    if before[-1:] not in ("a", "n", "A", "N"):
        return None
    article = _LAST_ARTICLE.search(text, max(0, len(before) - 2), start)
    return None if article and not article[2] and text[start : start + 1].isalnum() else article


def _agree_inside(new: str, tail: str) -> str:
    """Make the articles in ``new`` agree, ``tail`` being the text that follows it."""

    def fit(found: re.Match[str]) -> str:
        return _article(found[1], (new + tail)[found.end() :])

    return _ARTICLE.sub(fit, new)


def _article(old: str, following: str) -> str:
    """The article that ``following`` asks for, in the case of ``old``; ``old`` before no noun phrase."""
    new = indefinite_article(following)
    if new == old.lower() or _NO_NOUN_PHRASE.match(following):
        return old
    return new.capitalize() if old[0].isupper() else new


def _fit_capitals(edited: _Edited, edits: list[Replacement]) -> list[Replacement]:
    """Keep the capital of each sentence's start, lower-case words moved away from there, keep ALL CAPS."""
    text, moved = edited.text, edited.moved
    if edited.all_caps:
        return [(start, end, new.upper()) for start, end, new in edits]
    if edited.titled:
        edits = [(start, end, _with_capitals(text[start:end], new)) for start, end, new in edits]
    touched = []
    if edited.starts and edits and edits[0][0] <= edited.starts[-1]:
        touched = [s for s in edited.starts if any(a <= s < b or a == s for a, b, _ in edits)]
    for start in touched:
        index = _cover(text, edits, start, start + len(_word_at(text, start)))
        while not edits[index][2].strip():  # the first word is deleted: the next one starts the sentence
            following = _NEXT_WORD.match(text, edits[index][1])
            if not following:
                break
            index = _cover(text, edits, edits[index][0], following.end())
    for index, (start, end, new) in enumerate(edits):
        for word in moved:
            if word in new:
                new = _lower_moved(new, moved)
                edits[index] = (start, end, new)
                break
        if touched and any(start <= s < end for s in touched) and (letter := _LETTER.search(new)):
            at = letter.start()
            edits[index] = (start, end, new[:at] + new[at].upper() + new[at + 1 :])
    return edits


def _lower_moved(new: str, moved: frozenset[str]) -> str:
    """Lower-case the words of ``new`` that were capital only as the start of a sentence, unless one starts there."""

    def fit(found: re.Match[str]) -> str:
        if found[0] not in moved or _SENTENCE_ENDS.search(new[: found.start()]):
            return found[0]
        return found[0].lower()

    return _WORD.sub(fit, new)


def _word_at(text: str, start: int) -> str:
    found = _RUN.match(text, start)
    return found[0] if found else ""


def _all_caps(text: str) -> bool:
    """Whether it is written in capitals, but for a slip of the shift key (``tHERE ARE MANY DONUTS``)."""
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return capitals > max(4, MOST_OF_CAPITALS * small)


def _is_titled(text: str) -> bool:
    """Whether nearly all of its words have a capital but for those that have none in titles either."""
    weighty = [word for word in _WORD.findall(text) if word[0].isalpha() and word.lower() not in SMALL_IN_TITLES]
    return len(weighty) >= FEWEST_OF_A_TITLE and sum(w[0].isupper() for w in weighty) >= MOST_OF_A_TITLE * len(weighty)


def _with_capitals(old: str, new: str) -> str:
    """The words of ``new`` with the capitals of a title, where ``old`` begins with one or has no word."""
    letter = _LETTER.search(old)
    if letter is not None and not letter[0].isupper():
        return new
    return _WORD.sub(
        lambda word: word[0] if word[0].lower() in SMALL_IN_TITLES else word[0][0].upper() + word[0][1:], new
    )


def _keeps_capital(text: str, word: str, starts: Sequence[int]) -> bool:
    """The sentence's first ``word`` would have its capital elsewhere too: a name, ``I``, ``TV``, or a title's word."""
    name = _MARK_IN_A_WORD.split(word, maxsplit=1)[0]
    if name == "I" or name in PROPER or (len(word) > 1 and any(c.isupper() for c in word[1:])):
        return True
    if text.count(word) < 2:
        return False
    return any(found[0] == word and found.start() not in starts for found in _RUN.finditer(text))


def _minimal(text: str, edits: Sequence[Replacement]) -> list[Replacement]:
    """Trim the words that each edit leaves as they were, and join edits that touch."""
    joined: list[Replacement] = []
    for start, end, new in edits:
        if joined and joined[-1][1] == start:
            before = joined.pop()
            start, new = before[0], before[2] + new
        joined.append((start, end, new))
    minimal = []
    for start, end, new in joined:
        old = text[start:end]
        if old == new:
            continue
        if not old or not new or (old[0] != new[0] and old[-1] != new[-1]):  # no word is left as it was
            minimal.append((start, end, new))
            continue
        old_words, new_words = _WORDS_AND_GAPS.findall(old), _WORDS_AND_GAPS.findall(new)
        while old_words and new_words and old_words[0] == new_words[0]:
            start += len(old_words.pop(0))
            new_words.pop(0)
        while old_words and new_words and old_words[-1] == new_words[-1]:
            end -= len(old_words.pop())
            new_words.pop()
        if old_words or new_words:
            minimal.append((start, end, "".join(new_words)))
    return minimal


def _more_faults(text: str, result: str, edits: Sequence[Replacement]) -> bool:
    """``result`` doubles a word or an article, leaves an article hanging, or spaces badly, where ``text`` does not."""
    if result.count('"') % 2 > text.count('"') % 2:
        return True
    if "(" in text and text.count("(") == text.count(")") and result.count("(") != result.count(")"):
        return True
    if not (text.isascii() or _MARKS_OF_A_WORD.isdisjoint(text)) and any(
        start < end and text[end : end + 1] in _MARKS_OF_A_WORD for start, end, _ in edits
    ):
        return True  # "Shorts by Levi®" -> "Shorts®"
    if not _SUSPECT.search(_around(text, result, edits)):
        return False
    before = _faults(text)
    return any(count > before[fault] for fault, count in _faults(result).items())


def _keeps_markup(text: str, result: str, replacements: Sequence[Replacement]) -> bool:
    """Whether ``result`` is whole, and reads as the same edits make what is read of ``text``.

    What is read has no tags and entities, so that an article is asked for by the word and not by the tag behind it.
    """
    before = reading(text)
    if before is None:
        return not (has_marks(text) or has_marks(result)) or is_whole(text, result, replacements)
    if not is_whole(text, result, replacements):
        return False
    edits = [(*before.read(start, end), unmarked(new)) for start, end, new in replacements]
    expected = realise(before.text, edits)
    after = reading(result)
    if expected is None:
        return False
    texts = expected[0], result if after is None else after.text
    # a placeholder that begins a sentence has no capital to keep
    return texts[0].casefold() == texts[1].casefold() if before.stand_ins else texts[0] == texts[1]


def _around(text: str, result: str, edits: Sequence[Replacement]) -> str:
    """What ``edits`` made of ``text``, with two words on each side, in lower case.

    No fault reaches further, so where there is none in it the edits made none.
    """
    start, end = edits[0][0], edits[-1][1]
    before = text.rfind(" ", 0, start)
    first = text.rfind(" ", 0, before) + 1 if before > 0 else 0
    after = text.find(" ", end)
    last = text.find(" ", after + 1) if after >= 0 else -1
    if last >= 0:
        return f" {result[first : last + len(result) - len(text)].casefold()} _"  # for what follows: it ends no text
    around = result[first:].casefold()
    return " " + (around.rstrip() if end < len(text.rstrip()) else around)  # its own last space is no fault of theirs


def _faults(text: str) -> Counter[str]:
    lower = text.casefold()
    found: Counter[str] = Counter("doubled " + match[1] for match in _DOUBLED.finditer(lower))
    for fault, pattern in _FAULTS.items():
        found[fault] = len(pattern.findall(lower))
    return found
