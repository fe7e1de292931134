"""What somebody does in a place, and what rests on a body or is a limb that rests on something."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capaug.captions import Sentence

CASES = {
    "somebody at a beach lies on a towel": (
        """
        A DT 1 det
        man NN 5 nsubj
        is VBZ 5 cop
        at IN 5 case
        the DT 5 det
        beach NN 5 ROOT
        laying VBG 5 acl
        on IN 9 case
        a DT 9 det
        towel NN 6 obl
        """,
        [["man", "at", "beach"], ["man", "lay on", "towel"]],
    ),
    "who is in the sea shares a board": (
        """
        Two CD 1 nummod
        men NNS 5 nsubj
        are VBP 5 cop
        in IN 5 case
        the DT 5 det
        ocean NN 5 ROOT
        sharing VBG 5 acl
        a DT 8 det
        surfboard NN 6 obj
        """,
        [["man", "in", "ocean"], ["man", "share", "surfboard"]],
    ),
    "who is on top of it rides": (
        """
        a DT 1 det
        horse NN 1 ROOT
        with IN 4 case
        a DT 4 det
        person NN 1 nmod
        running VBG 1 acl
        behind IN 7 case
        it PRP 5 obl
        """,
        [["horse", "with", "person"]],
    ),
    "a horse with a person runs": (
        """
        a DT 1 det
        horse NN 1 ROOT
        with IN 4 case
        a DT 4 det
        person NN 1 nmod
        running VBG 1 acl
        behind IN 8 case
        a DT 8 det
        fence NN 5 obl
        """,
        [["horse", "with", "person"], ["horse", "run behind", "fence"]],
    ),
    "a cross is on the tag": (
        """
        A DT 1 det
        hand NN 3 nsubj
        is VBZ 3 aux
        holding VBG 3 ROOT
        a DT 5 det
        tag NN 3 obj
        with IN 8 case
        a DT 8 det
        cross NN 3 obl
        on IN 10 case
        it PRP 8 nmod
        """,
        [["hand", "hold", "tag"], ["tag", "with", "cross"]],
    ),
    "a cross on a chain need not be": (
        """
        A DT 1 det
        hand NN 3 nsubj
        is VBZ 3 aux
        holding VBG 3 ROOT
        a DT 5 det
        tag NN 3 obj
        with IN 8 case
        a DT 8 det
        cross NN 3 obl
        on IN 11 case
        a DT 11 det
        chain NN 8 nmod
        """,
        [["hand", "hold", "tag"], ["hand", "with", "cross"], ["cross", "on", "chain"]],
    ),
    "a carrot in his mouth is his": (
        """
        A DT 1 det
        man NN 5 nsubj
        is VBZ 5 cop
        inside IN 5 case
        a DT 5 det
        refrigerator NN 5 ROOT
        with IN 8 case
        a DT 8 det
        carrot NN 5 nmod
        in IN 11 case
        his PRP$ 11 nmod:poss
        mouth NN 8 nmod
        """,
        [["man", "inside", "refrigerator"], ["man", "with", "carrot"], ["carrot", "in", "mouth"]],
    ),
    "a carrot in a box is the refrigerator's": (
        """
        A DT 1 det
        man NN 5 nsubj
        is VBZ 5 cop
        inside IN 5 case
        a DT 5 det
        refrigerator NN 5 ROOT
        with IN 8 case
        a DT 8 det
        carrot NN 5 nmod
        in IN 11 case
        a DT 11 det
        box NN 8 nmod
        """,
        [["man", "inside", "refrigerator"], ["refrigerator", "with", "carrot"], ["carrot", "in", "box"]],
    ),
    "a street runs by itself": (
        """
        A DT 1 det
        man NN 1 ROOT
        near IN 4 case
        a DT 4 det
        street NN 1 nmod
        running VBG 4 acl
        along IN 8 case
        a DT 8 det
        river NN 5 obl
        """,
        [["man", "near", "street"], ["street", "run along", "river"]],
    ),
    "an umbrella is over a head": (
        """
        A DT 1 det
        lady NN 1 ROOT
        walking VBG 1 acl
        with IN 5 case
        an DT 5 det
        umbrella NN 2 obl
        over IN 8 case
        her PRP$ 8 nmod:poss
        head NN 2 obl
        """,
        [["lady", "walk with", "umbrella"], ["umbrella", "over", "head"]],
    ),
    "hands are on a table": (
        """
        A DT 1 det
        man NN 3 nsubj
        is VBZ 3 aux
        standing VBG 3 ROOT
        with IN 6 case
        his PRP$ 6 nmod:poss
        hands NNS 3 obl
        on IN 9 case
        a DT 9 det
        table NN 3 obl
        """,
        [["man", "stand with", "hand"], ["hand", "on", "table"]],
    ),
    "who does a trick is on the board": (
        """
        A DT 1 det
        man NN 1 ROOT
        doing VBG 1 acl
        a DT 4 det
        trick NN 2 obj
        on IN 7 case
        a DT 7 det
        skateboard NN 4 nmod
        """,
        [["man", "do", "trick"], ["man", "on", "skateboard"]],
    ),
    "a picture is on the board": (
        """
        A DT 1 det
        man NN 1 ROOT
        painting VBG 1 acl
        a DT 4 det
        flower NN 2 obj
        on IN 7 case
        a DT 7 det
        skateboard NN 4 nmod
        """,
        [["man", "paint", "flower"], ["flower", "on", "skateboard"]],
    ),
    "one hand is on the wheel": (
        """
        A DT 1 det
        man NN 1 ROOT
        driving VBG 1 acl
        with IN 5 case
        one CD 5 nummod
        hand NN 2 obl
        on IN 8 case
        the DT 8 det
        wheel NN 2 obl
        """,
        [["man", "drive with", "hand"], ["hand", "on", "wheel"]],
    ),
    "somebody with his dog stands on a beach": (
        """
        A DT 1 det
        man NN 3 nsubj
        is VBZ 3 aux
        standing VBG 3 ROOT
        with IN 6 case
        his PRP$ 6 nmod:poss
        dog NN 3 obl
        on IN 9 case
        a DT 9 det
        beach NN 3 obl
        """,
        [["man", "stand with", "dog"], ["man", "stand on", "beach"]],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_who_or_what_is_there(case: str, read: Callable[[str], Sentence]) -> None:
    tree, relations = CASES[case]
    assert sorted(read(tree).graph.names()["relations"]) == sorted(relations)
