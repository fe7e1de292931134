"""What a negative from elsewhere changes: the difference of words as edits of the caption, and what they are about.

Other makers write texts, not edits, and often as a tokenizer left them: ``a umbrella holding a child .`` The words that
differ are put into the caption itself, by the same means as capaug's own edits: so its spaces, capitals and marks stay,
``a`` and ``an`` follow, and what comes out is the negative as a person would have typed it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from capaug.captions import Link, ParsedCaption, Quality, Sentence, Thing, Token
from capaug.english.edits import Replacement, realise
from capaug.english.inflection import singular
from capaug.records import Edit

ARTICLES = frozenset({"a", "an", "the"})
LEAST_KEPT = 1 / 3  # of the words of a negative, those that its caption has too: with fewer it is another sentence
FEW_WORDS = 4

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TOKENIZED = (
    (re.compile(r"\s+(n't|['’](?:s|re|ve|ll|d|m))(?!\w)", re.IGNORECASE), r"\1"),
    (re.compile(r"\s+([.,;:!?])(?!\d)"), r"\1"),
    (re.compile(r"(?<=\w) - (?=\w)"), "-"),
)


def untokenized(text: str, caption: str) -> str:
    """``text`` without the spaces that a tokenizer put before marks and endings, where ``caption`` has none."""
    for pattern, joined in _TOKENIZED:
        if not pattern.search(caption):
            text = pattern.sub(joined, text)
    return text


def replacements(caption: str, text: str) -> list[Replacement]:
    """The words of ``caption`` that give way to words of ``text``; none where only case and marks differ."""
    old, new = list(_WORD.finditer(caption)), list(_WORD.finditer(text))
    matcher = SequenceMatcher(None, _folded(old), _folded(new), autojunk=False)
    found: list[Replacement] = []
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        said = text[new[j].start() : new[j_end - 1].end()] if j < j_end else ""
        if i < i_end:
            found.append((old[i].start(), old[i_end - 1].end(), said))
        elif i < len(old):
            found.append((old[i].start(), old[i].start(), said + " "))
        else:
            end = old[-1].end() if old else len(caption)
            found.append((end, end, " " + said))
    return found


def share_kept(caption: str, text: str) -> float:
    """What share of the words of ``text`` the caption has too, articles aside; 0 for no words."""
    mine, words = set(_said(caption)), _said(text)
    return sum(word in mine for word in words) / len(words) if words else 0.0


def is_another(caption: str, text: str) -> bool:
    """Whether ``text`` has so little of ``caption`` that it is another sentence, and no change of this one; of a few
    words all may change (``a dog``, ``a cat``).
    """
    return len(_said(text)) >= FEW_WORDS and share_kept(caption, text) < LEAST_KEPT


def is_reordered(caption: str, text: str) -> bool:
    """Whether both have the same words in another order, articles and number aside."""
    first, second = (sorted(map(singular, _said(one))) for one in (caption, text))
    return first == second


def mended(caption: str, text: str) -> tuple[str, tuple[Edit, ...]] | None:
    """The caption with the words that differ put in, and its edits; None where no good English comes out of it."""
    return realise(caption, replacements(caption, untokenized(text, caption)))


@dataclass(frozen=True, slots=True)
class Part:
    """What one edit is about, in the caption or in the text: words, and the things, qualities and links they name."""

    words: tuple[Token, ...]
    things: tuple[Thing, ...]
    qualities: tuple[Quality, ...]
    links: tuple[Link, ...]

    @property
    def plain(self) -> tuple[str, ...]:
        """Its words in lower case, articles aside."""
        return tuple(word.text.lower() for word in self.words if word.text.lower() not in ARTICLES)


@dataclass(frozen=True, slots=True)
class Block:
    """One edit: what it takes out of which sentence of the caption, and what it puts in."""

    sentence: Sentence
    old: Part
    new: Part


def blocks(caption: ParsedCaption, text: ParsedCaption, edits: Sequence[Edit]) -> list[Block]:
    """The edits that change more than articles, as what was parsed on both sides tells of them."""
    found, moved = [], 0
    for edit in edits:
        start = edit.start + moved
        moved += len(edit.new) - (edit.end - edit.start)
        old = _part(caption, edit.start, edit.end)
        new = _part(text, start, start + len(edit.new))
        if old.plain != new.plain:
            found.append(Block(_sentence_at(caption, edit.start), old, new))
    return found


def _part(caption: ParsedCaption, start: int, end: int) -> Part:
    sentences = caption.sentences
    inside = [token for one in sentences for token in one.tokens if start < token.end and token.start < end]
    words = tuple(token for token in inside if token.text[:1].isalnum())

    def touched(one: Thing | Quality | Link) -> bool:
        return any(one.start < word.end and word.start < one.end for word in words)

    return Part(
        words,
        tuple(thing for one in sentences for thing in one.things if touched(thing)),
        tuple(quality for one in sentences for quality in one.qualities if touched(quality)),
        tuple(link for one in sentences for link in one.links if touched(link)),
    )


def _sentence_at(caption: ParsedCaption, start: int) -> Sentence:
    """The sentence that holds a character, or the last one before it."""
    found = caption.sentences[0]
    for sentence in caption.sentences:
        if sentence.tokens and sentence.tokens[0].start <= start:
            found = sentence
    return found


def _said(text: str) -> list[str]:
    """The words of a text in lower case, articles aside."""
    return [word for word in _folded(_WORD.finditer(text)) if word not in ARTICLES]


def _folded(words: Iterable[re.Match[str]]) -> list[str]:
    return [word[0].casefold().replace("’", "'") for word in words]
