from __future__ import annotations

import os
import subprocess
import sys

import pytest

from capaug.lexicon import wordnet


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


def test_pointers_survive_the_new_offsets() -> None:
    dog = wordnet.synsets("dog", "n")[0]
    assert dog.name() == "dog.n.01"
    assert {"canine.n.02", "domestic_animal.n.01"} == {above.name() for above in dog.hypernyms()}
    assert "poodle.n.01" in {below.name() for below in dog.hyponyms()}
    assert wordnet.reader().synset("tree.n.01").part_meronyms() != []
    hot = wordnet.synsets("hot", "a")[0].lemmas()[0]
    assert [lemma.name() for lemma in hot.antonyms()] == ["cold"]
    quickly = wordnet.synsets("quickly", "r")[0].lemmas()[0]
    assert [lemma.name() for lemma in quickly.pertainyms()] == ["quick"]
    assert [above.name() for above in wordnet.synsets("stroll", "v")[0].hypernyms()] == ["walk.v.01"]


def test_sense_counts_are_there_and_glosses_are_not() -> None:
    dog = wordnet.synsets("dog", "n")[0]
    assert dog.lemmas()[0].count() == 42
    assert dog.definition() == ""


def test_all_parts_of_speech_at_once() -> None:
    assert {synset.pos() for synset in wordnet.synsets("light")} >= {"n", "v", "a"}


def test_the_licence_stays_in_the_files() -> None:
    assert wordnet.reader().get_version() == "3.0"
    assert wordnet.ARCHIVE.stat().st_size < 5_000_000


def test_importing_it_does_not_import_nltk() -> None:
    code = "import sys, capaug.lexicon.wordnet; assert 'nltk' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_the_closure_is_the_same_for_every_hash_seed(seed: str) -> None:
    code = "from capaug.lexicon.wordnet import hypernym_closure; print(hypernym_closure('poodle'))"
    result = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert result.stdout.strip() == str(wordnet.hypernym_closure("poodle"))
