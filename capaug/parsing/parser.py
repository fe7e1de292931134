"""Captions in, parsed captions out, in batches."""

from __future__ import annotations

from collections.abc import Sequence

from capaug.captions import ParsedCaption
from capaug.english.graph import read_sentence
from capaug.english.mentions import Mentions
from capaug.lexicon import Lexicon
from capaug.parsing.analysers import EMBEDDED, load_analyser
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
        self.analyser = load_analyser(name)
        self._mentions = Mentions(self.lexicon)

    def parse(self, captions: Sequence[Caption]) -> list[ParsedCaption]:
        """Parse captions; one :class:`~capaug.captions.ParsedCaption` each, in their order."""
        parsed = []
        for first in range(0, len(captions), BATCH_SIZE):
            batch = captions[first : first + BATCH_SIZE]
            for caption, syntax in zip(batch, self.analyser.analyse([c.text for c in batch]), strict=True):
                parsed.append(ParsedCaption(caption, (read_sentence(caption, syntax, self.lexicon),), self._mentions))
        return parsed
