"""Texts to words, Penn tags and Universal Dependencies: by the embedded network, or by any spaCy pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from capaug.english.frozen import Reading, read_words
from capaug.english.syntax import Syntax
from capaug.lexicon import Lexicon
from capaug.parsing.network import Analysis, ParserNetwork
from capaug.parsing.tokenizer import Tokenizer

EMBEDDED = "embedded"


class SyntaxAnalyser(Protocol):
    """Whatever gives texts their words, tags and trees."""

    def analyse(self, texts: Sequence[str]) -> list[Syntax]:
        """One :class:`~capaug.english.syntax.Syntax` a text, in their order."""
        ...


class EmbeddedAnalyser:
    """The tokenizer and the network that ship."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._tokenizer = Tokenizer()
        self._network = ParserNetwork()

    def analyse(self, texts: Sequence[str]) -> list[Syntax]:
        """See :class:`SyntaxAnalyser`."""
        tokenized = [self._tokenizer(text) for text in texts]
        readings = [
            read_words(text, words, starts, self._lexicon)
            for text, (words, starts) in zip(texts, tokenized, strict=True)
        ]
        given = [
            words if reading is None else reading.words for (words, _), reading in zip(tokenized, readings, strict=True)
        ]
        analyses = self._network.analyse(given)
        return [
            _syntax(words, starts, analysis, reading)
            for (words, starts), analysis, reading in zip(tokenized, analyses, readings, strict=True)
        ]


def _syntax(words: list[str], starts: list[int], analysis: Analysis, reading: Reading | None) -> Syntax:
    if reading is None:
        return Syntax(words, starts, analysis.tags, analysis.heads, analysis.labels)
    tags, heads, labels = reading.spread(analysis.tags, analysis.heads, analysis.labels)
    return Syntax(words, starts, tags, heads, labels, reading.frozen, reading.silent)


def load_analyser(name: str, lexicon: Lexicon | None = None) -> SyntaxAnalyser:
    """The embedded analyser, or the spaCy pipeline ``name``.

    Raises:
        UsageError: no such pipeline, or one without a tagger and a dependency parser.
    """
    if name == EMBEDDED:
        return EmbeddedAnalyser(lexicon or Lexicon.load())
    from capaug.parsing.spacy_pipeline import SpacyAnalyser

    return SpacyAnalyser(name, lexicon)
