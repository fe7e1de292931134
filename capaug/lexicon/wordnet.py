"""WordNet 3.0 through nltk's reader, out of the zip file that ships with the package.

``recipes/build/lexicon/wordnet.py`` makes the zip file: glosses left out, everything else as published. nltk is
imported and the indices are read at the first question (about a second); nothing is unpacked to disk.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

ARCHIVE = Path(__file__).parent / "data" / "wordnet.zip"
CACHE = 1 << 16


@lru_cache(maxsize=1)
def reader() -> Any:
    """nltk's ``WordNetCorpusReader`` over the shipped database; opened once a process."""
    from nltk.corpus.reader.wordnet import WordNetCorpusReader
    from nltk.data import SeekableUnicodeStreamReader, ZipFilePathPointer

    archive = zipfile.ZipFile(ARCHIVE)

    class ShippedWordNet(WordNetCorpusReader):
        def open(self, file: str) -> Any:
            if file == "cntlist.rev":  # the reader bisects this one with methods that only nltk's stream has
                return SeekableUnicodeStreamReader(io.BytesIO(archive.read(file)), "ascii")
            # nltk's stream over a zip member decodes in Python, which makes opening ten times as slow.
            return io.TextIOWrapper(io.BytesIO(archive.read(file)), encoding="ascii")

        def map_wn(self, version: str = "wordnet") -> None:
            """No map to another version's numbers: it would need nltk's downloads, and only other languages use it."""

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The multilingual functions")
        return ShippedWordNet(ZipFilePathPointer(archive, ""), None)


@lru_cache(maxsize=CACHE)
def synsets(word: str, pos: str | None = None) -> tuple[Any, ...]:
    """nltk's synsets of ``word``, commonest sense first; ``pos`` is ``n``, ``v``, ``a``, ``r``, or None for all.

    Inflected forms are found too (``poodles``); words of a compound are parted by spaces. The order of a synset's
    relations (``synset.hypernyms()``) changes from process to process: sort them before you rely on it.
    """
    return tuple(reader().synsets(word.replace(" ", "_"), pos))


@lru_cache(maxsize=CACHE)
def is_word(word: str) -> bool:
    """Whether WordNet has ``word`` at all; asked of the index alone, in a fiftieth of the time of its synsets."""
    return reader().morphy(word.lower().replace(" ", "_")) is not None


def lexname(word: str, pos: str) -> str | None:
    """Lexicographer class of the commonest sense (``noun.animal``), or None for a word WordNet lacks."""
    senses = synsets(word, pos)
    return senses[0].lexname() if senses else None


def is_noun(word: str) -> bool:
    """Whether WordNet has ``word`` as a noun."""
    return bool(synsets(word, "n"))


@lru_cache(maxsize=CACHE)
def hypernym_closure(noun: str) -> tuple[str, ...]:
    """What the commonest sense of ``noun`` is, nearest first: its synonyms, then the lemmas of all its hypernyms.

    Lemmas are in lower case, with spaces; empty for a word WordNet lacks.
    """
    found: dict[str, None] = {}
    level = list(synsets(noun, "n")[:1])
    while level:
        found.update((name.lower().replace("_", " "), None) for synset in level for name in synset.lemma_names())
        above = {hyper for synset in level for hyper in (*synset.hypernyms(), *synset.instance_hypernyms())}
        level = sorted(above, key=lambda synset: synset.offset())
    found.pop(noun, None)
    return tuple(found)
