"""Words of the picture itself, and what is a thing though it looks like none; each beside what is like it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capaug.captions import Sentence

Read = Callable[[str], Sentence]

CASES = {
    "a photographer who holds something is in the picture": (
        "A DT 1 det, photographer NN 3 nsubj, is VBZ 3 aux, holding VBG 3 root, a DT 5 det, camera NN 3 obj",
        ["photographer", "camera"],
        [["photographer", "hold", "camera"]],
    ),
    "facing the photographer": (
        "A DT 1 det, dog NN 1 root, facing VBG 1 acl, the DT 4 det, photographer NN 2 obj",
        ["dog"],
        [],
    ),
    "parked in a lot": (
        "A DT 1 det, truck NN 1 root, parked VBN 1 acl, in IN 5 case, a DT 5 det, lot NN 2 obl",
        ["truck", "lot"],
        [["truck", "park in", "lot"]],
    ),
    "a lot of trucks": (
        "A DT 1 det, lot NN 1 root, of IN 3 case, trucks NNS 1 nmod",
        ["truck"],
        [],
    ),
    "what is shown may itself be presented": (
        "A DT 1 det, photo NN 2 nsubj, shows VBZ 2 root, a DT 4 det, dessert NN 2 obj, presented VBN 4 acl,"
        "on IN 8 case, a DT 8 det, plate NN 5 obl",
        ["dessert", "plate"],
        [["dessert", "present on", "plate"]],
    ),
    "of lights and pictures of people the pictures show people": (
        "some DT 1 det, lights NNS 1 root, and CC 3 cc, pictures NNS 1 conj, of IN 5 case, people NNS 3 nmod",
        ["light", "picture", "people"],
        [["picture", "of", "people"]],
    ),
    "this image shows": (
        "This DT 1 det, image NN 2 nsubj, shows VBZ 2 root, a DT 4 det, dog NN 2 obj, on IN 7 case, a DT 7 det,"
        "bed NN 4 nmod",
        ["dog", "bed"],
        [["dog", "on", "bed"]],
    ),
    "the photograph on the wall shows": (
        "The DT 1 det, photograph NN 5 nsubj, on IN 4 case, the DT 4 det, wall NN 1 nmod, shows VBZ 5 root, a DT 7 det,"
        "dog NN 5 obj",
        ["photograph", "wall", "dog"],
        [["photograph", "show", "dog"], ["photograph", "on", "wall"]],
    ),
    "in the corner of the image": (
        "A DT 1 det, dog NN 1 root, in IN 4 case, the DT 4 det, corner NN 1 nmod, of IN 7 case, the DT 7 det,"
        "image NN 4 nmod",
        ["dog"],
        [],
    ),
    "in the corner of the room": (
        "A DT 1 det, dog NN 1 root, in IN 4 case, a DT 4 det, corner NN 1 nmod, of IN 7 case, the DT 7 det,"
        "room NN 4 nmod",
        ["dog", "corner", "room"],
        [["dog", "in", "corner"], ["corner", "of", "room"]],
    ),
    "facing the viewer": (
        "A DT 1 det, dog NN 1 root, facing VBG 1 acl, the DT 4 det, viewer NN 2 obj",
        ["dog"],
        [],
    ),
    "looking at the camera": (
        "A DT 1 det, dog NN 1 root, looking VBG 1 acl, at IN 5 case, the DT 5 det, camera NN 2 obl",
        ["dog"],
        [],
    ),
    "holding the camera": (
        "A DT 1 det, man NN 1 root, holding VBG 1 acl, the DT 4 det, camera NN 2 obj",
        ["man", "camera"],
        [["man", "hold", "camera"]],
    ),
    "in a medium shot": (
        "Captured VBN 7 advcl, in IN 4 case, a DT 4 det, medium JJ 4 amod, shot NN 0 obl, a DT 6 det, dog NN 7 nsubj,"
        "sits VBZ 7 root, on IN 10 case, a DT 10 det, bed NN 7 obl",
        ["dog", "bed"],
        [["dog", "sit on", "bed"]],
    ),
    "a red top": (
        "a DT 1 det, woman NN 1 root, in IN 5 case, a DT 5 det, red JJ 5 amod, top NN 1 nmod",
        ["woman", "top"],
        [["woman", "in", "top"]],
    ),
    "in the top of a tree": (
        "a DT 1 det, bird NN 1 root, in IN 4 case, the DT 4 det, top NN 1 nmod",
        ["bird"],
        [],
    ),
    "shiny and silver": ("is VBZ 1 cop, shiny JJ 1 root, and CC 3 cc, silver NN 1 conj", [], []),
    "a silver": ("a DT 1 det, silver NN 1 root", ["silver"], []),
    "an artist performs": (
        "artist NN 0 root, of IN 3 case, band NN 3 compound, performs NNS 0 nmod, at IN 6 case, a DT 6 det,"
        "house NN 3 nmod",
        ["artist", "band", "house"],
        [["artist", "perform at", "house"], ["artist", "of", "band"]],
    ),
    "a man kite surfing": (
        "One CD 2 nummod, man NN 2 compound, kite NN 2 root, surfing VBG 2 acl",
        ["man"],
        [],
    ),
    "a man kite": ("One CD 2 nummod, man NN 2 compound, kite NN 2 root", ["man kite"], []),
    "a pop of color": ("a DT 1 det, pop NN 1 root, of IN 3 case, color NN 1 nmod", [], []),
    "a door ajar": ("a DT 1 det, door NN 1 root, ajar NN 1 dep", ["door"], []),
    "in the residential": ("a DT 1 det, door NN 1 root, in IN 4 case, the DT 4 det, residential NN 1 nmod",
        ["door", "residential"], [["door", "in", "residential"]]),
}  # fmt: skip


def rows(told: str) -> str:
    return "\n".join(told.split(","))


@pytest.mark.parametrize("case", CASES)
def test_what_is_there(case: str, read: Read) -> None:
    told, things, links = CASES[case]
    names = read(rows(told)).graph.names()
    assert names["objects"] == things
    assert names["relations"] == links


NUMBERS = [
    ("a DT 3 det, 1,000 CD 3 nummod, bank NN 3 compound, note NN 3 root", [], False),
    ("two CD 1 nummod, sheep NN 1 root", [["sheep", "two"]], True),
    ("a DT 3 det, six CD 3 nummod, panel NN 3 compound, hat NN 3 root", [["hat", "six panel"]], False),
    ("six CD 2 nummod, bank NN 2 compound, notes NNS 2 root", [["bank note", "six"]], True),
    ("her PRP$ 2 nmod:poss, left NN 2 compound, hand NN 2 root", [["hand", "left"]], False),
]


@pytest.mark.parametrize(("told", "qualities", "plural"), NUMBERS)
def test_what_counts(told: str, qualities: list[list[str]], plural: bool, read: Read) -> None:
    sentence = read("\n".join(told.split(", ")))
    assert sentence.graph.names()["attributes"] == qualities
    assert [thing.plural for thing in sentence.things] == [plural]


def test_known_names_name_nothing(read: Read) -> None:
    assert not read("the DT 2 det\neiffel JJ 2 amod\ntower NN 2 root").things
    assert read("a DT 2 det\nlittle JJ 2 amod\ndog NN 2 root").things  # stars are called so
