"""WordNet's database files read into tables of numbers, for :mod:`capaug.lexicon.wordnet` to look up.

Words are numbered in the order of their bytes, synsets in the order of their files: nouns, verbs, adjectives, adverbs.
A table of lists has, beside all lists one after the other, where each of them starts.
"""

from __future__ import annotations

import json
import zipfile
from array import array
from collections.abc import Iterable
from pathlib import Path

FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
INSTANCE = "@i"  # what a single one is (London, a city)
HYPERNYMS = ("@", INSTANCE)


def build(archive: Path) -> dict[str, bytes]:
    """The tables, by name.

    ``words``: all of them, one after the other; ``word_starts``. ``senses``: the synsets of each word, nouns first and
    within a part of speech the commonest first; ``sense_starts``. ``lexnames``: of each synset, its place in the list
    of them in ``about``. ``lemmas``, ``hypernyms``, and their starts: of each noun synset, the words and the synsets.
    ``instances``: of each noun synset, whether it is a single one of its kind (London) and no kind itself.
    ``about``: a JSON object with the ``lexnames``, the number of the first synset of each part of speech (``first``),
    and the irregular ``forms`` of each.
    """
    files = {name: text.decode("ascii") for name, text in _unzipped(archive).items()}
    numbers: dict[tuple[str, str], int] = {}  # part of speech and offset in its file -> synset
    first: dict[str, int] = {}
    data: dict[str, list[list[str]]] = {}
    for pos, file in FILES.items():
        first[pos] = len(numbers)
        data[pos] = [line.split() for line in _lines(files[f"data.{file}"])]
        for fields in data[pos]:
            numbers[pos, fields[0]] = len(numbers)
    senses: dict[str, list[int]] = {}
    for pos, file in FILES.items():
        for line in _lines(files[f"index.{file}"]):
            fields = line.split()
            senses.setdefault(fields[0], []).extend(numbers[pos, offset] for offset in fields[-int(fields[2]) :])
    words = sorted(senses)
    ids = {word: i for i, word in enumerate(words)}
    lemmas, hypernyms, instances = [], [], bytearray()
    for fields in data["n"]:
        pointers = 4 + 2 * int(fields[3], 16)  # behind the words, each with a number of its own
        lemmas.append([ids[word.lower()] for word in fields[4:pointers:2]])
        # pointers in fours: what it means, offset, part of speech, from which word to which
        marks, offsets = fields[pointers + 1 :: 4], fields[pointers + 2 :: 4]
        above = {numbers["n", offset] for mark, offset in zip(marks, offsets, strict=False) if mark in HYPERNYMS}
        hypernyms.append(sorted(above))
        instances.append(INSTANCE in fields[pointers + 1 :: 4])
    about = {
        "lexnames": [line.split("\t")[1] for line in files["lexnames"].splitlines()],
        "first": first,
        "forms": {pos: _exceptions(files[f"{file}.exc"]) for pos, file in FILES.items()},
    }
    return {
        "about": json.dumps(about).encode(),
        "words": "".join(words).encode(),
        "word_starts": _starts(words),
        "senses": _flat(senses[word] for word in words),
        "sense_starts": _starts(senses[word] for word in words),
        "lexnames": bytes(int(fields[1]) for of_pos in data.values() for fields in of_pos),
        "lemmas": _flat(lemmas),
        "lemma_starts": _starts(lemmas),
        "hypernyms": _flat(hypernyms),
        "hypernym_starts": _starts(hypernyms),
        "instances": bytes(instances),
    }


def _unzipped(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name != "cntlist.rev"}


def _lines(text: str) -> list[str]:
    """The lines of a file without the licence at its head."""
    return [line for line in text.splitlines() if not line.startswith(" ")]


def _exceptions(text: str) -> dict[str, list[str]]:
    return {form: bases for form, *bases in map(str.split, text.splitlines())}


def _flat(lists: Iterable[list[int]]) -> bytes:
    return array("I", [number for numbers in lists for number in numbers]).tobytes()


def _starts(lists: Iterable[list[int] | str]) -> bytes:
    """Where each list starts, and where the last one ends."""
    starts = [0]
    for one in lists:
        starts.append(starts[-1] + len(one))
    return array("I", starts).tobytes()
