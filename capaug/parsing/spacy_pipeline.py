"""Syntax from any spaCy pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import spacy
from spacy.tokens import Doc

from capaug.english.frozen import read_words
from capaug.english.labels import to_universal
from capaug.english.syntax import Syntax
from capaug.errors import UsageError
from capaug.lexicon import Lexicon
from capaug.parsing.surrogates import encodable

# Lemmas come from the word and its tag when the tree is built: the pipeline's own would be work done twice.
UNREAD = ["ner", "lemmatizer", "attribute_ruler", "textcat", "senter", "morphologizer"]


class SpacyAnalyser:
    """An installed spaCy pipeline, or a folder that holds one.

    Raises:
        UsageError: no such pipeline, or one without a tagger and a dependency parser.
    """

    def __init__(self, name: str, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or Lexicon.load()
        try:
            self._pipeline = spacy.load(name, exclude=UNREAD)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"no spaCy pipeline {name!r}: give 'embedded', an installed pipeline or a folder "
                f"(to install one: python -m spacy download en_core_web_sm)"
            ) from error
        missing = [part for part in ("tagger", "parser") if part not in self._pipeline.pipe_names]
        if missing:
            raise UsageError(f"spaCy pipeline {name!r} has no {' and no '.join(missing)}: capaug needs both")

    def analyse(self, texts: Sequence[str]) -> list[Syntax]:
        """See :class:`capaug.parsing.analysers.SyntaxAnalyser`."""
        return [self._freeze(doc.text, read_doc(doc)) for doc in self._pipeline.pipe(map(encodable, texts))]

    def _freeze(self, text: str, syntax: Syntax) -> Syntax:
        """The same, with what names nothing marked: the pipeline has read every word."""
        reading = read_words(text, syntax.texts, syntax.starts, self._lexicon)
        if reading is None:
            return syntax
        return replace(syntax, tags=reading.mark(syntax.tags), frozen=reading.frozen, silent=reading.silent)


def read_doc(doc: Doc) -> Syntax:
    """The syntax of a parsed spaCy document, its labels turned into Universal Dependencies."""
    heads = [token.head.i for token in doc]
    deps = ["root" if head == i else token.dep_ for i, (token, head) in enumerate(zip(doc, heads, strict=True))]
    return to_universal(Syntax([t.text for t in doc], [t.idx for t in doc], [t.tag_ for t in doc], heads, deps))
