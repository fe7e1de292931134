"""Hand-made documents: the rules are tested on trees that no model has to get right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from capaug.lexicon import Lexicon
from capaug.parsing.graph import GraphReader
from capaug.parsing.parsed import ParsedCaption
from capaug.parsing.syntax import read_doc
from capaug.parsing.tree import build_tree
from capaug.records import Caption

VOCAB = spacy.blank("en").vocab


def make_doc(rows: str) -> Doc:
    """A document from lines ``word tag head label`` (head counts from 0, the root's is its own)."""
    words, tags, heads, deps = [], [], [], []
    for line in rows.strip().splitlines():
        word, tag, head, dep = line.split()
        words.append(word)
        tags.append(tag)
        heads.append(int(head))
        deps.append(dep)
    return Doc(VOCAB, words=words, tags=tags, heads=heads, deps=deps)


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="session")
def read(lexicon: Lexicon) -> Callable[[str], ParsedCaption]:
    """Hand-made tree in, parsed caption out."""

    def parsed(rows: str) -> ParsedCaption:
        doc = make_doc(rows)
        return GraphReader(build_tree(read_doc(doc), lexicon), lexicon).read(Caption("1", doc.text))

    return parsed
