"""Texts to words, Penn tags and Universal Dependencies: by the embedded network, or by any spaCy pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from capaug.english.syntax import Syntax
from capaug.parsing.network import ParserNetwork
from capaug.parsing.tokenizer import Tokenizer

EMBEDDED = "embedded"


class SyntaxAnalyser(Protocol):
    """Whatever gives texts their words, tags and trees."""

    def analyse(self, texts: Sequence[str]) -> list[Syntax]:
        """One :class:`~capaug.english.syntax.Syntax` a text, in their order."""
        ...


class EmbeddedAnalyser:
    """The tokenizer and the network that ship."""

    def __init__(self) -> None:
        self._tokenizer = Tokenizer()
        self._network = ParserNetwork()

    def analyse(self, texts: Sequence[str]) -> list[Syntax]:
        """See :class:`SyntaxAnalyser`."""
        tokenized = [self._tokenizer(text) for text in texts]
        analyses = self._network.analyse([words for words, _ in tokenized])
        return [
            Syntax(words, starts, analysis.tags, analysis.heads, analysis.labels)
            for (words, starts), analysis in zip(tokenized, analyses, strict=True)
        ]


def load_analyser(name: str) -> SyntaxAnalyser:
    """The embedded analyser, or the spaCy pipeline ``name``.

    Raises:
        UsageError: no such pipeline, or one without a tagger and a dependency parser.
    """
    if name == EMBEDDED:
        return EmbeddedAnalyser()
    from capaug.parsing.spacy_pipeline import SpacyAnalyser

    return SpacyAnalyser(name)
