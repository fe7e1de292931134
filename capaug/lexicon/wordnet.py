"""WordNet 3.0, out of the zip file that ships with the package.

``recipes/build/lexicon/wordnet.py`` makes the zip file: glosses left out, everything else as published. What is asked
here is compiled on first use (:mod:`capaug.compiled`), and answered as nltk answers it.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path

from capaug.compiled import compiled
from capaug.lexicon import wordnet_files

ARCHIVE = Path(__file__).parent / "data" / "wordnet.zip"
CACHE = 1 << 16
PARTS = "nvar"  # nouns, verbs, adjectives, adverbs

# Endings of inflected forms and of their base forms (morphy(7WN)).
ENDINGS = {
    "n": (
        ("s", ""), ("ses", "s"), ("ves", "f"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"),
        ("men", "man"), ("ies", "y"),
    ),
    "v": (("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")),
    "a": (("er", ""), ("est", ""), ("er", "e"), ("est", "e")),
    "r": (),
}  # fmt: skip


class WordNet:
    """Look-ups in the tables of :func:`capaug.lexicon.wordnet_files.build`."""

    def __init__(self, archive: Path = ARCHIVE) -> None:
        sources = (archive, Path(wordnet_files.__file__))
        tables = compiled("wordnet", sources, lambda: wordnet_files.build(archive))
        about = json.loads(bytes(tables["about"]))
        self._lexnames: list[str] = about["lexnames"]
        self._irregular: dict[str, dict[str, list[str]]] = about["forms"]
        firsts = [about["first"][pos] for pos in PARTS]
        self._ranges = dict(zip(PARTS, zip(firsts, [*firsts[1:], len(tables["lexnames"])], strict=True), strict=True))
        self._words, self._lexname = tables["words"], tables["lexnames"]
        self._word_starts = tables["word_starts"].cast("I")
        self._senses, self._sense_starts = tables["senses"].cast("I"), tables["sense_starts"].cast("I")
        self._lemmas, self._lemma_starts = tables["lemmas"].cast("I"), tables["lemma_starts"].cast("I")
        self._hypernyms, self._hypernym_starts = tables["hypernyms"].cast("I"), tables["hypernym_starts"].cast("I")
        self._instances = tables["instances"]
        self._numbers = range(len(self._word_starts) - 1)

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> WordNet:
        """The one that ships; opened once a process."""
        return WordNet()

    def number(self, lemma: str) -> int | None:
        """The number of a word of the index (lower case, underscores); None for what the index lacks."""
        key = lemma.encode("utf-8", "surrogatepass")
        i = bisect_left(self._numbers, key, key=self._word)
        return i if i < len(self._numbers) and self._word(i) == key else None

    def senses_of_lemma(self, lemma: str, pos: str) -> list[int]:
        """Synsets of a word of the index, the commonest sense first."""
        i = self.number(lemma)
        if i is None:
            return []
        first, end = self._ranges[pos]
        row = self._senses[self._sense_starts[i] : self._sense_starts[i + 1]]
        return [synset for synset in row if first <= synset < end]

    def base_forms(self, form: str, pos: str) -> list[str]:
        """The words of the index that ``form`` may be or be inflected from, itself first (nltk's ``_morphy``)."""
        bases = self._irregular[pos].get(form)
        if bases is None:
            bases = [form[: -len(old)] + new for old, new in ENDINGS[pos] if form.endswith(old)]
        return [base for base in dict.fromkeys((form, *bases)) if self.senses_of_lemma(base, pos)]

    def senses(self, form: str, pos: str) -> list[int]:
        """Synsets of a word and of what it may be inflected from."""
        lemma = form.replace(" ", "_").lower()
        return [synset for base in self.base_forms(lemma, pos) for synset in self.senses_of_lemma(base, pos)]

    def lexname(self, synset: int) -> str:
        """Lexicographer class of a synset."""
        return self._lexnames[self._lexname[synset]]

    def names(self, noun: int) -> list[str]:
        """The words of a noun synset, in lower case, with spaces."""
        row = self._lemmas[self._lemma_starts[noun] : self._lemma_starts[noun + 1]]
        return [self._word(i).decode().replace("_", " ") for i in row]

    def hypernyms(self, noun: int) -> memoryview:
        """The synsets right above a noun synset, in the order of the file."""
        return self._hypernyms[self._hypernym_starts[noun] : self._hypernym_starts[noun + 1]]

    def is_instance(self, noun: int) -> bool:
        """Whether a noun synset is a single one of its kind (London), and no kind."""
        return bool(self._instances[noun])

    def _word(self, i: int) -> bytes:
        return bytes(self._words[self._word_starts[i] : self._word_starts[i + 1]])


def senses(word: str, pos: str) -> tuple[int, ...]:
    """The synsets of ``word`` as numbers, commonest sense first; ``pos`` is ``n``, ``v``, ``a`` or ``r``.

    Inflected forms are found too (``poodles``); words of a compound are parted by spaces.
    """
    return tuple(WordNet.load().senses(word, pos))


def base_forms(word: str, pos: str) -> tuple[str, ...]:
    """``word`` if WordNet has it, and what it may be inflected from, in lower case; empty for what WordNet lacks."""
    found = WordNet.load().base_forms(word.replace(" ", "_"), pos)
    return tuple(base.replace("_", " ") for base in found)


@lru_cache(maxsize=CACHE)
def is_word(word: str) -> bool:
    """Whether WordNet has ``word``, or what it may be inflected from, in any part of speech."""
    in_index = WordNet.load().number(word.replace(" ", "_").lower()) is not None
    return in_index or any(senses(word, pos) for pos in PARTS)


def is_noun(word: str) -> bool:
    """Whether WordNet has ``word`` as a noun."""
    return bool(senses(word, "n"))


@lru_cache(maxsize=CACHE)
def is_other_than_noun(word: str) -> bool:
    """Whether WordNet has ``word`` as an adjective or an adverb, and as no noun."""
    return not is_noun(word) and any(senses(word, pos) for pos in "ar")


@lru_cache(maxsize=CACHE)
def is_verb_alone(word: str) -> bool:
    """Whether ``word`` can be no more than a finite verb: ``performs``."""
    if not word.endswith("s") or word.endswith("ss"):
        return False
    return bool(senses(word, "v")) and not any(senses(word, pos) for pos in "nar")


@lru_cache(maxsize=CACHE)
def is_proper(word: str) -> bool:
    """Whether WordNet has ``word``, as it stands, as the name of single ones alone (``london``), in no other sense."""
    wordnet = WordNet.load()
    lemma = word.replace(" ", "_").lower()
    found = wordnet.senses_of_lemma(lemma, "n")
    return (
        bool(found)
        and all(map(wordnet.is_instance, found))
        and not any(wordnet.senses(lemma, pos) for pos in PARTS if pos != "n")
    )


def lexname(word: str, pos: str) -> str | None:
    """Lexicographer class of the commonest sense (``noun.animal``), or None for a word WordNet lacks."""
    found = senses(word, pos)
    return WordNet.load().lexname(found[0]) if found else None


def hypernym_closure(noun: str) -> tuple[str, ...]:
    """What the commonest sense of ``noun`` is, nearest first: its synonyms, then the lemmas of all its hypernyms.

    Lemmas are in lower case, with spaces; empty for a word WordNet lacks.
    """
    wordnet = WordNet.load()
    found: dict[str, None] = {}
    level = list(senses(noun, "n")[:1])
    while level:
        found.update((name, None) for synset in level for name in wordnet.names(synset))
        level = sorted({above for synset in level for above in wordnet.hypernyms(synset)})
    found.pop(noun, None)
    return tuple(found)
