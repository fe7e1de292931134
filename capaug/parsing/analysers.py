"""Texts to words, Penn tags and Universal Dependencies: by the embedded network, or by any spaCy pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from capaug.english.syntax import Syntax
from capaug.parsing.surrogates import encodable

EMBEDDED = "embedded"


class SyntaxAnalyser(Protocol):
    """Whatever gives texts their words, tags and trees."""

    def analyse(self, texts: Sequence[str]) -> list[Syntax]:
        """One :class:`~capaug.english.syntax.Syntax` a text, in their order."""
        ...


class EmbeddedAnalyser:
    """spaCy's English tokenizer and the network that ships."""

    def __init__(self) -> None:
        from spacy.lang.en import English

        from capaug.parsing.network import ParserNetwork

        self._tokenizer = English().tokenizer
        self._network = ParserNetwork()

    def analyse(self, texts: Sequence[str]) -> list[Syntax]:
        """See :class:`SyntaxAnalyser`."""
        words, starts = [], []
        for text in texts:
            # white space that stands as a word of its own would only come between the others
            tokens = [token for token in self._tokenizer(encodable(text)) if not token.is_space]
            words.append([token.text for token in tokens])
            starts.append([token.idx for token in tokens])
        return [
            Syntax(words[k], starts[k], analysis.tags, analysis.heads, analysis.labels)
            for k, analysis in enumerate(self._network.analyse(words))
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
