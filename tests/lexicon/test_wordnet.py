"""WordNet as it is compiled, against nltk's reader over the same files."""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest

from capaug.lexicon import wordnet
from capaug.lexicon.wordnet import ARCHIVE, PARTS, WordNet


@pytest.fixture(scope="module")
def reader() -> Iterator[Any]:
    """nltk's ``WordNetCorpusReader`` over the shipped database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nltk.corpus.reader.wordnet import WordNetCorpusReader
        from nltk.data import SeekableUnicodeStreamReader, ZipFilePathPointer

        archive = zipfile.ZipFile(ARCHIVE)

        class ShippedWordNet(WordNetCorpusReader):
            def open(self, file: str) -> Any:
                if file == "cntlist.rev":  # the reader bisects this one with methods that only nltk's stream has
                    return SeekableUnicodeStreamReader(io.BytesIO(archive.read(file)), "ascii")
                return io.TextIOWrapper(io.BytesIO(archive.read(file)), encoding="ascii")

            def map_wn(self, version: str = "wordnet") -> None:
                """No map to another version's numbers: it would need nltk's downloads."""

        yield ShippedWordNet(ZipFilePathPointer(archive, ""), None)


@pytest.fixture(scope="module")
def sample(reader: Any) -> list[str]:
    """Words of all parts of speech, inflected forms of them, and what is no word."""
    rng = random.Random(0)
    lemmas = [lemma.replace("_", " ") for lemma in rng.sample(sorted(reader._lemma_pos_offset_map), 3000)]
    endings = ("s", "es", "ing", "ed", "er", "est", "men")
    inflected = [lemma.rstrip("ey") + rng.choice(endings) for lemma in lemmas]
    irregular = [form.replace("_", " ") for pos in PARTS for form in sorted(reader._exception_map[pos])[::7]]
    return [*lemmas, *inflected, *irregular, *map(str.title, lemmas[:100]), "", " ", "s", "skatboard", "caf\xe9"]


@pytest.mark.parametrize("pos", PARTS)
def test_words_have_the_senses_that_nltk_finds(reader: Any, sample: list[str], pos: str) -> None:
    tables = WordNet.load()
    numbers: dict[int, str] = {}
    for word in sample:
        wanted = reader.synsets(word.replace(" ", "_"), pos)
        found = wordnet.senses(word, pos)
        assert [tables.lexname(sense) for sense in found] == [synset.lexname() for synset in wanted], word
        assert wordnet.lexname(word, pos) == (wanted[0].lexname() if wanted else None), word
        # one number for each synset
        assert [numbers.setdefault(sense, synset.name()) for sense, synset in zip(found, wanted, strict=True)] == [
            synset.name() for synset in wanted
        ]
        assert wordnet.base_forms(word, pos) == tuple(
            base.replace("_", " ") for base in reader._morphy(word.replace(" ", "_"), pos)
        )
    assert len(set(numbers.values())) == len(numbers) > 100


def test_hypernyms_are_those_that_nltk_finds(reader: Any, sample: list[str]) -> None:
    for word in sample:
        level = reader.synsets(word.replace(" ", "_"), "n")[:1]
        names: list[str] = []
        while level:
            names += [name.lower().replace("_", " ") for synset in level for name in synset.lemma_names()]
            above = {hyper for synset in level for hyper in (*synset.hypernyms(), *synset.instance_hypernyms())}
            level = sorted(above, key=lambda synset: synset.offset())
        assert wordnet.hypernym_closure(word) == tuple(name for name in dict.fromkeys(names) if name != word)


def test_words_are_those_that_nltk_finds(reader: Any, sample: list[str]) -> None:
    for word in sample:
        assert wordnet.is_word(word) == bool(reader.synsets(word.replace(" ", "_"))), word
        assert wordnet.is_noun(word) == bool(reader.synsets(word.replace(" ", "_"), "n")), word


def test_a_poodle_is_a_dog_is_an_animal() -> None:
    above = wordnet.hypernym_closure("poodle")
    assert above.index("dog") < above.index("animal")
    assert "poodle" not in above


def test_closure_starts_with_synonyms_and_has_compounds_with_spaces() -> None:
    assert wordnet.hypernym_closure("sofa")[:2] == ("couch", "lounge")
    assert "motor vehicle" in wordnet.hypernym_closure("car")
    assert wordnet.hypernym_closure("skatboard") == ()


@pytest.mark.parametrize(
    ("word", "pos", "lexname"),
    [("dog", "n", "noun.animal"), ("pizza", "n", "noun.food"), ("surfer", "n", "noun.person"),
     ("fire engine", "n", "noun.artifact"), ("run", "v", "verb.motion"), ("quickly", "r", "adv.all"),
     ("solar", "a", "adj.pert"), ("skatboard", "n", None)],
)  # fmt: skip
def test_lexname(word: str, pos: str, lexname: str | None) -> None:
    assert wordnet.lexname(word, pos) == lexname


def test_is_noun_knows_inflected_forms() -> None:
    assert wordnet.is_noun("umbrella") and wordnet.is_noun("geese") and wordnet.is_noun("traffic light")
    assert not wordnet.is_noun("beautifully")


def test_pointers_survive_the_new_offsets(reader: Any) -> None:
    dog = reader.synsets("dog", "n")[0]
    assert dog.name() == "dog.n.01"
    assert {"canine.n.02", "domestic_animal.n.01"} == {above.name() for above in dog.hypernyms()}
    assert "poodle.n.01" in {below.name() for below in dog.hyponyms()}
    assert reader.synset("tree.n.01").part_meronyms() != []
    hot = reader.synsets("hot", "a")[0].lemmas()[0]
    assert [lemma.name() for lemma in hot.antonyms()] == ["cold"]
    quickly = reader.synsets("quickly", "r")[0].lemmas()[0]
    assert [lemma.name() for lemma in quickly.pertainyms()] == ["quick"]
    assert [above.name() for above in reader.synsets("stroll", "v")[0].hypernyms()] == ["walk.v.01"]


def test_sense_counts_are_there_and_glosses_are_not(reader: Any) -> None:
    dog = reader.synsets("dog", "n")[0]
    assert dog.lemmas()[0].count() == 42
    assert dog.definition() == ""


def test_the_licence_stays_in_the_files(reader: Any) -> None:
    assert reader.get_version() == "3.0"
    assert ARCHIVE.stat().st_size < 5_000_000


@pytest.mark.parametrize("name", ["london", "new york", "Eiffel Tower"])
def test_names_of_single_ones_are_proper(name: str) -> None:
    assert wordnet.is_proper(name)


@pytest.mark.parametrize("name", ["dog", "batman", "orange", "tower", "qwerty", "red"])
def test_names_of_kinds_are_not(name: str) -> None:
    assert not wordnet.is_proper(name)


def test_instances_are_those_of_the_reader(reader: Any) -> None:
    """A synset is an instance exactly where nltk finds what it is an instance of."""
    for word in ("london", "dog", "nile", "shakespeare", "city"):
        found = [bool(synset.instance_hypernyms()) for synset in reader.synsets(word, "n")]
        assert [WordNet.load().is_instance(synset) for synset in wordnet.senses(word, "n")] == found


def test_what_is_an_adjective_alone_is_no_noun() -> None:
    assert wordnet.is_other_than_noun("ajar")
    assert not wordnet.is_other_than_noun("dog")
    assert not wordnet.is_other_than_noun("qwerty")
