"""Captions in, parsed captions out, in batches."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from capaug.errors import UsageError
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import ParsedCaption
from capaug.records import Caption

if TYPE_CHECKING:
    from spacy.language import Language

EMBEDDED = "embedded"
BATCH_SIZE = 256  # captions a call of the pipeline; fixed, so that results never depend on the caller


class Parser:
    """A spaCy pipeline and the rules that read a scene graph off its trees.

    Args:
        name: ``embedded``, an installed spaCy pipeline (``en_core_web_sm``), or a folder that holds one.

    Raises:
        UsageError: no such pipeline, or one without a tagger and a dependency parser.
    """

    def __init__(self, name: str = EMBEDDED, lexicon: Lexicon | None = None) -> None:
        self.name = name
        self.lexicon = lexicon or Lexicon.load()
        self.pipeline = load_pipeline(name)

    def parse(self, captions: Sequence[Caption]) -> list[ParsedCaption]:
        """Parse captions; one :class:`ParsedCaption` each, in their order."""
        from capaug.parsing.graph import GraphReader
        from capaug.parsing.tree import build_tree

        parsed = []
        docs = self.pipeline.pipe((caption.text for caption in captions), batch_size=BATCH_SIZE)
        for caption, doc in zip(captions, docs, strict=True):
            parsed.append(GraphReader(build_tree(doc, self.lexicon), self.lexicon).read(caption))
        return parsed


def load_pipeline(name: str) -> Language:
    """Load a spaCy pipeline by name or folder, without the components nobody here reads.

    Raises:
        UsageError: no such pipeline, or one without a tagger and a dependency parser.
    """
    import spacy

    from capaug.parsing import lemmatizer  # noqa: F401  registers the embedded pipeline's component

    path = Path(str(files("capaug.weights").joinpath("parser"))) if name == EMBEDDED else name
    # lemmas come from the word and its tag when the tree is built: the pipeline's own would be work done twice
    unread = ["ner", "lemmatizer", "attribute_ruler", "capaug_lemmatizer", "textcat", "senter", "morphologizer"]
    try:
        pipeline = spacy.load(path, exclude=unread)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no spaCy pipeline {name!r}: give 'embedded', an installed pipeline or a folder "
            f"(to install one: python -m spacy download en_core_web_sm)"
        ) from error
    missing = [part for part in ("tagger", "parser") if part not in pipeline.pipe_names]
    if missing:
        raise UsageError(f"spaCy pipeline {name!r} has no {' and no '.join(missing)}: capaug needs both")
    return pipeline
