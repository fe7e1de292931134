"""Captions in, parsed captions out, in batches."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.captions import ParsedCaption
from capaug.english.graph import read_sentence
from capaug.english.markup import reading
from capaug.english.mentions import Mentions
from capaug.garbage import no_collections
from capaug.lexicon import Lexicon
from capaug.parsing.analysers import EMBEDDED, load_analyser
from capaug.parsing.given import as_given
from capaug.parsing.sentences import Span, sentence_spans, without_marker
from capaug.records import Caption

BATCH_SIZE = 2048  # captions in memory with their syntax; of many, more are of like length


class Parser:
    """A tagger and dependency parser, and the rules that read sentences off its trees.

    Args:
        name: ``embedded``, an installed spaCy pipeline (``en_core_web_sm``), or a folder that holds one.

    Raises:
        UsageError: no such pipeline, or one without a tagger and a dependency parser.
    """

    def __init__(self, name: str = EMBEDDED, lexicon: Lexicon | None = None) -> None:
        self.name = name
        self.lexicon = lexicon or Lexicon.load()
        self.analyser = load_analyser(name, self.lexicon)
        self._mentions = Mentions(self.lexicon)

    def parse(self, captions: Sequence[Caption]) -> list[ParsedCaption]:
        """Parse captions; one :class:`~capaug.captions.ParsedCaption` each, in their order.

        A caption is read sentence by sentence and past its markup; all spans count in its whole text as given.
        """
        readings = [reading(caption.text) for caption in captions]
        read = [c if r is None else Caption(c.id, r.text) for c, r in zip(captions, readings, strict=True)]
        return [
            parsed if r is None else as_given(parsed, caption, r)
            for parsed, caption, r in zip(self._parse(read), captions, readings, strict=True)
        ]

    def _parse(self, captions: Sequence[Caption]) -> list[ParsedCaption]:
        parsed = []
        for first in range(0, len(captions), BATCH_SIZE):
            with no_collections():
                parsed += self._parse_batch(captions[first : first + BATCH_SIZE])
        return parsed

    def _parse_batch(self, captions: Sequence[Caption]) -> list[ParsedCaption]:
        """Parse captions, the sentences of all of them at once."""
        spans = [_spans(caption.text) for caption in captions]
        texts = [
            caption.text[start:end] for caption, of_one in zip(captions, spans, strict=True) for start, end in of_one
        ]
        syntaxes = iter(self.analyser.analyse(texts))
        parsed = []
        for caption, of_one in zip(captions, spans, strict=True):
            sentences = []
            for start, _ in of_one:
                syntax = next(syntaxes)
                if start:
                    syntax.starts = [start + k for k in syntax.starts]
                sentences.append(read_sentence(caption, syntax, self.lexicon))
            parsed.append(ParsedCaption(caption, tuple(sentences), self._mentions))
        return parsed


def _spans(text: str) -> list[Span]:
    """What is analysed of a caption: its sentences, without the bullets of lines; all of it where it has none."""
    spans = sentence_spans(text)
    if len(spans) > 1:
        return [without_marker(text, span) for span in spans]
    return spans or [(0, len(text))]
