"""What captions do with their words: compounds, owners, wearers, manners and places, read off hand-made trees."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capaug.captions import Sentence

CASES = {
    "a noun and a participle are one attribute": (
        "a/DT/4/det snow/NN/2/compound covered/VBN/4/amod ski/NN/4/compound slope/NN/4/ROOT",
        {"objects": ["ski slope"], "attributes": [["ski slope", "snow covered"]], "relations": []},
    ),
    "an adjective that describes is no part of the name": (
        "a/DT/2/det wooden/JJ/2/amod spoon/NN/2/ROOT",
        {"objects": ["spoon"], "attributes": [["spoon", "wooden"]], "relations": []},
    ),
    "an adjective that makes a kind is": (
        "a/DT/2/det polar/JJ/2/amod bear/NN/2/ROOT",
        {"objects": ["polar bear"], "attributes": [], "relations": []},
    ),
    "a noun of gender describes": (
        "two/CD/2/nummod male/NN/2/compound skaters/NNS/2/ROOT",
        {"objects": ["skater"], "attributes": [["skater", "two"], ["skater", "male"]], "relations": []},
    ),
    "a name within a name": (
        "living/VBG/1/amod room/NN/2/compound furniture/NN/2/ROOT",
        {"objects": ["living room furniture"], "attributes": [], "relations": []},
    ),
    "an owner without an apostrophe": (
        "a/DT/2/det womans/NNS/2/compound hand/NN/2/ROOT holding/VBG/2/acl a/DT/5/det pen/NN/3/obj",
        {
            "objects": ["woman", "hand", "pen"],
            "attributes": [],
            "relations": [["hand", "hold", "pen"], ["woman", "have", "hand"]],
        },
    ),
    "what something looks like": (
        "the/DT/1/det puppy/NN/2/nsubj looks/VBZ/2/ROOT tired/JJ/2/xcomp",
        {"objects": ["puppy"], "attributes": [["puppy", "tired"]], "relations": []},
    ),
    "how it is done is no thing": (
        "cows/NNS/0/ROOT walking/VBG/0/acl in/IN/4/case a/DT/4/det line/NN/1/obl "
        "along/IN/7/case a/DT/7/det fence/NN/1/obl",
        {"objects": ["cow", "fence"], "attributes": [], "relations": [["cow", "walk along", "fence"]]},
    ),
    "the top of a thing is an object when something is done to it": (
        "a/DT/1/det man/NN/1/ROOT painting/VBG/1/acl the/DT/4/det top/NN/2/obj "
        "of/IN/7/case a/DT/7/det wardrobe/NN/4/nmod",
        {
            "objects": ["man", "top", "wardrobe"],
            "attributes": [],
            "relations": [["man", "paint", "top"], ["top", "of", "wardrobe"]],
        },
    ),
    "a sport behind clothes": (
        "a/DT/1/det man/NN/1/ROOT in/IN/6/case a/DT/6/det red/JJ/6/amod jacket/NN/6/compound mountain/NN/1/nmod "
        "climbing/VBG/1/acl a/DT/9/det hill/NN/7/obj",
        {
            "objects": ["man", "jacket", "hill"],
            "attributes": [["jacket", "red"]],
            "relations": [["man", "climb", "hill"], ["man", "in", "jacket"]],
        },
    ),
    "a stand of things in the singular is one": (
        "a/DT/1/det fruit/NN/2/nsubj stand/VBP/2/ROOT on/IN/5/case a/DT/5/det street/NN/2/obl",
        {"objects": ["fruit stand", "street"], "attributes": [], "relations": [["fruit stand", "on", "street"]]},
    ),
    "who stands is none": (
        "a/DT/1/det man/NN/2/nsubj stand/VBP/2/ROOT on/IN/5/case a/DT/5/det street/NN/2/obl",
        {"objects": ["man", "street"], "attributes": [], "relations": [["man", "stand on", "street"]]},
    ),
    "a parking lot is one": (
        "vans/NNS/0/ROOT in/IN/4/case a/DT/4/det parking/NN/4/compound lot/NN/0/nmod",
        {"objects": ["van", "parking lot"], "attributes": [], "relations": [["van", "in", "parking lot"]]},
    ),
    "clothes do nothing": (
        "man/NN/0/ROOT in/IN/2/case vest/NN/0/nmod and/CC/4/cc tie/NN/2/conj standing/VBG/4/acl",
        {
            "objects": ["man", "vest", "tie"],
            "attributes": [["man", "stand"]],
            "relations": [["man", "in", "vest"], ["man", "in", "tie"]],
        },
    ),
    "a rock has no mouth": (
        "a/DT/1/det bear/NN/2/nsubj stands/VBZ/2/ROOT on/IN/4/case rock/NN/2/obl "
        "with/IN/8/case an/DT/8/det open/JJ/8/amod mouth/NN/4/nmod",
        {
            "objects": ["bear", "rock", "mouth"],
            "attributes": [["mouth", "open"]],
            "relations": [["bear", "stand on", "rock"], ["bear", "with", "mouth"]],
        },
    ),
    "what is held is in the hand": (
        "a/DT/1/det man/NN/1/ROOT holding/VBG/1/acl a/DT/4/det cup/NN/2/obj "
        "in/IN/7/case his/PRP$/7/nmod:poss hand/NN/2/obl",
        {
            "objects": ["man", "cup", "hand"],
            "attributes": [],
            "relations": [["man", "hold", "cup"], ["cup", "in", "hand"]],
        },
    ),
    "one rolls on a slope, nobody rolls it down": (
        "a/DT/1/det skater/NN/1/ROOT rolling/VBG/1/acl down/RP/2/compound:prt a/DT/5/det slope/NN/2/obl",
        {"objects": ["skater", "slope"], "attributes": [], "relations": [["skater", "roll down", "slope"]]},
    ),
    "a second place is said of the same": (
        "a/DT/1/det man/NN/5/nsubj is/VBZ/5/cop in/IN/5/case the/DT/5/det air/NN/5/ROOT "
        "on/IN/8/case a/DT/8/det snowboard/NN/5/nmod",
        {
            "objects": ["man", "air", "snowboard"],
            "attributes": [],
            "relations": [["man", "in", "air"], ["man", "on", "snowboard"]],
        },
    ),
    "an agent keeps its place": (
        "a/DT/1/det bench/NN/1/ROOT surrounded/VBN/1/acl by/IN/4/case plants/NNS/2/obl in/IN/6/case pots/NNS/4/nmod",
        {
            "objects": ["bench", "plant", "pot"],
            "attributes": [],
            "relations": [["bench", "surround by", "plant"], ["plant", "in", "pot"]],
        },
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_habit(case: str, read: Callable[[str], Sentence]) -> None:
    words, graph = CASES[case]
    names = read("\n".join(word.replace("/", " ") for word in words.split())).graph.names()
    assert {kind: sorted(found) for kind, found in names.items()} == {k: sorted(v) for k, v in graph.items()}
