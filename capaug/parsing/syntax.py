"""Texts to words, Penn tags and Universal Dependencies: by the embedded network, or by any spaCy pipeline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from capaug.errors import UsageError
from capaug.parsing.labels import universal

if TYPE_CHECKING:
    from spacy.tokens import Doc

EMBEDDED = "embedded"

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Syntax:
    """The words of one text: surface, first character, Penn tag, head (a root's is its own index) and label."""

    texts: list[str]
    starts: list[int]
    tags: list[str]
    heads: list[int]
    deps: list[str]


class SyntaxAnalyser(Protocol):
    """Whatever gives texts their words, tags and trees."""

    def analyse(self, texts: Sequence[str]) -> list[Syntax]:
        """One :class:`Syntax` a text, in their order."""
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
            tokens = [token for token in self._tokenizer(_encodable(text)) if not token.is_space]
            words.append([token.text for token in tokens])
            starts.append([token.idx for token in tokens])
        return [
            Syntax(words[k], starts[k], analysis.tags, analysis.heads, analysis.labels)
            for k, analysis in enumerate(self._network.analyse(words))
        ]


class SpacyAnalyser:
    """An installed spaCy pipeline, or a folder that holds one.

    Raises:
        UsageError: no such pipeline, or one without a tagger and a dependency parser.
    """

    def __init__(self, name: str) -> None:
        import spacy

        # lemmas come from the word and its tag when the tree is built: the pipeline's own would be work done twice
        unread = ["ner", "lemmatizer", "attribute_ruler", "textcat", "senter", "morphologizer"]
        try:
            self._pipeline = spacy.load(name, exclude=unread)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"no spaCy pipeline {name!r}: give 'embedded', an installed pipeline or a folder "
                f"(to install one: python -m spacy download en_core_web_sm)"
            ) from error
        missing = [part for part in ("tagger", "parser") if part not in self._pipeline.pipe_names]
        if missing:
            raise UsageError(f"spaCy pipeline {name!r} has no {' and no '.join(missing)}: capaug needs both")

    def analyse(self, texts: Sequence[str]) -> list[Syntax]:
        """See :class:`SyntaxAnalyser`."""
        return [read_doc(doc) for doc in self._pipeline.pipe(map(_encodable, texts))]


def _encodable(text: str) -> str:
    """``text`` with another character for each half of a broken surrogate pair, which spaCy's tables cannot hold."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def read_doc(doc: Doc) -> Syntax:
    """The syntax of a parsed spaCy document, its labels turned into Universal Dependencies."""
    heads, deps = universal(doc)
    return Syntax([t.text for t in doc], [t.idx for t in doc], [t.tag_ for t in doc], heads, deps)


def load_analyser(name: str) -> SyntaxAnalyser:
    """The embedded analyser, or the spaCy pipeline ``name``.

    Raises:
        UsageError: no such pipeline, or one without a tagger and a dependency parser.
    """
    return EmbeddedAnalyser() if name == EMBEDDED else SpacyAnalyser(name)
