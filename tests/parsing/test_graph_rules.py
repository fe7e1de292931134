"""One scene graph, read off Universal Dependencies and off the labels of spaCy's English pipelines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capaug.parsing.parsed import ParsedCaption

CASES = {
    "participle with object": (
        """
        a DT 1 det
        man NN 1 ROOT
        riding VBG 1 acl
        a DT 5 det
        brown JJ 5 amod
        horse NN 2 obj
        """,
        """
        a DT 1 det
        man NN 1 ROOT
        riding VBG 1 acl
        a DT 5 det
        brown JJ 5 amod
        horse NN 2 dobj
        """,
        {
            "objects": ["man", "horse"],
            "attributes": [["horse", "brown"]],
            "relations": [["man", "ride", "horse"]],
        },
    ),
    "verb with preposition": (
        """
        Two CD 1 nummod
        dogs NNS 2 nsubj
        sit VBP 2 ROOT
        on IN 5 case
        a DT 5 det
        bench NN 2 obl
        . . 2 punct
        """,
        """
        Two CD 1 nummod
        dogs NNS 2 nsubj
        sit VBP 2 ROOT
        on IN 2 prep
        a DT 5 det
        bench NN 3 pobj
        . . 2 punct
        """,
        {"objects": ["dog", "bench"], "attributes": [["dog", "two"]], "relations": [["dog", "sit on", "bench"]]},
    ),
    "complex preposition": (
        """
        a DT 1 det
        car NN 1 ROOT
        in IN 3 case
        front NN 1 nmod
        of IN 6 case
        the DT 6 det
        house NN 3 nmod
        """,
        """
        a DT 1 det
        car NN 1 ROOT
        in IN 1 prep
        front NN 2 pobj
        of IN 3 prep
        the DT 6 det
        house NN 4 pobj
        """,
        {"objects": ["car", "house"], "attributes": [], "relations": [["car", "in front of", "house"]]},
    ),
    "next to": (
        """
        a DT 1 det
        cat NN 1 ROOT
        next RB 1 advmod
        to IN 5 case
        a DT 5 det
        laptop NN 2 obl
        """,
        """
        a DT 1 det
        cat NN 1 ROOT
        next JJ 1 amod
        to IN 2 prep
        a DT 5 det
        laptop NN 3 pobj
        """,
        {"objects": ["cat", "laptop"], "attributes": [], "relations": [["cat", "next to", "laptop"]]},
    ),
    "passive": (
        """
        a DT 1 det
        wall NN 3 nsubj:pass
        is VBZ 3 aux:pass
        covered VBN 3 ROOT
        in IN 5 case
        graffiti NN 3 obl
        """,
        """
        a DT 1 det
        wall NN 3 nsubjpass
        is VBZ 3 auxpass
        covered VBN 3 ROOT
        in IN 3 prep
        graffiti NN 4 pobj
        """,
        {"objects": ["wall", "graffiti"], "attributes": [], "relations": [["wall", "cover in", "graffiti"]]},
    ),
    "agent": (
        """
        a DT 1 det
        horse NN 1 ROOT
        ridden VBN 1 acl
        by IN 5 case
        a DT 5 det
        man NN 2 obl
        """,
        """
        a DT 1 det
        horse NN 1 ROOT
        ridden VBN 1 acl
        by IN 2 agent
        a DT 5 det
        man NN 3 pobj
        """,
        {"objects": ["horse", "man"], "attributes": [], "relations": [["horse", "ride by", "man"]]},
    ),
    "copula with adjective": (
        """
        the DT 1 det
        dog NN 3 nsubj
        is VBZ 3 cop
        wet JJ 3 ROOT
        """,
        """
        the DT 1 det
        dog NN 2 nsubj
        is VBZ 2 ROOT
        wet JJ 2 acomp
        """,
        {"objects": ["dog"], "attributes": [["dog", "wet"]], "relations": []},
    ),
    "copula with place": (
        """
        the DT 1 det
        cat NN 5 nsubj
        is VBZ 5 cop
        on IN 5 case
        the DT 5 det
        bed NN 5 ROOT
        """,
        """
        the DT 1 det
        cat NN 2 nsubj
        is VBZ 2 ROOT
        on IN 2 prep
        the DT 5 det
        bed NN 3 pobj
        """,
        {"objects": ["cat", "bed"], "attributes": [], "relations": [["cat", "on", "bed"]]},
    ),
    "there is": (
        """
        there EX 1 expl
        is VBZ 1 ROOT
        a DT 3 det
        cat NN 1 nsubj
        on IN 6 case
        the DT 6 det
        bed NN 1 obl
        """,
        """
        there EX 1 expl
        is VBZ 1 ROOT
        a DT 3 det
        cat NN 1 attr
        on IN 1 prep
        the DT 6 det
        bed NN 4 pobj
        """,
        {"objects": ["cat", "bed"], "attributes": [], "relations": [["cat", "on", "bed"]]},
    ),
    "relative clause": (
        """
        a DT 1 det
        dog NN 1 ROOT
        that WDT 4 nsubj
        is VBZ 4 aux
        running VBG 1 acl:relcl
        """,
        """
        a DT 1 det
        dog NN 1 ROOT
        that WDT 4 nsubj
        is VBZ 4 aux
        running VBG 1 relcl
        """,
        {"objects": ["dog"], "attributes": [["dog", "run"]], "relations": []},
    ),
    "collective": (
        """
        A DT 1 det
        group NN 1 ROOT
        of IN 4 case
        young JJ 4 amod
        men NNS 1 nmod
        standing VBG 1 acl
        """,
        """
        A DT 1 det
        group NN 1 ROOT
        of IN 1 prep
        young JJ 4 amod
        men NNS 2 pobj
        standing VBG 1 acl
        """,
        {
            "objects": ["man"],
            "attributes": [["man", "group of"], ["man", "young"], ["man", "stand"]],
            "relations": [],
        },
    ),
    "frame": (
        """
        a DT 1 det
        picture NN 1 ROOT
        of IN 4 case
        a DT 4 det
        dog NN 1 nmod
        """,
        """
        a DT 1 det
        picture NN 1 ROOT
        of IN 1 prep
        a DT 4 det
        dog NN 2 pobj
        """,
        {"objects": ["dog"], "attributes": [], "relations": []},
    ),
    "coordination": (
        """
        A DT 1 det
        man NN 1 ROOT
        and CC 4 cc
        a DT 4 det
        woman NN 1 conj
        riding VBG 1 acl
        horses NNS 5 obj
        """,
        """
        A DT 1 det
        man NN 1 ROOT
        and CC 1 cc
        a DT 4 det
        woman NN 1 conj
        riding VBG 1 acl
        horses NNS 5 dobj
        """,
        {
            "objects": ["man", "woman", "horse"],
            "attributes": [],
            "relations": [["man", "ride", "horse"], ["woman", "ride", "horse"]],
        },
    ),
    "possessive": (
        """
        a DT 1 det
        man NN 3 nmod:poss
        's POS 1 case
        hand NN 3 ROOT
        """,
        """
        a DT 1 det
        man NN 3 poss
        's POS 1 case
        hand NN 3 ROOT
        """,
        {"objects": ["man", "hand"], "attributes": [], "relations": [["man", "have", "hand"]]},
    ),
    "colours and a compound": (
        """
        a DT 5 det
        black JJ 5 amod
        and CC 3 cc
        white JJ 1 conj
        teddy NN 5 compound
        bear NN 5 ROOT
        """,
        """
        a DT 5 det
        black JJ 5 amod
        and CC 1 cc
        white JJ 1 conj
        teddy NN 5 compound
        bear NN 5 ROOT
        """,
        {
            "objects": ["teddy bear"],
            "attributes": [["teddy bear", "black"], ["teddy bear", "white"]],
            "relations": [],
        },
    ),
    "particle": (
        """
        a DT 1 det
        child NN 2 nsubj
        blows VBZ 2 ROOT
        out RP 2 compound:prt
        the DT 5 det
        candles NNS 2 obj
        """,
        """
        a DT 1 det
        child NN 2 nsubj
        blows VBZ 2 ROOT
        out RP 2 prt
        the DT 5 det
        candles NNS 2 dobj
        """,
        {"objects": ["child", "candle"], "attributes": [], "relations": [["child", "blow out", "candle"]]},
    ),
    "place after an object": (
        """
        a DT 1 det
        man NN 1 ROOT
        riding VBG 1 acl
        a DT 4 det
        horse NN 2 obj
        on IN 7 case
        the DT 7 det
        beach NN 4 nmod
        """,
        """
        a DT 1 det
        man NN 1 ROOT
        riding VBG 1 acl
        a DT 4 det
        horse NN 2 dobj
        on IN 4 prep
        the DT 7 det
        beach NN 5 pobj
        """,
        {
            "objects": ["man", "horse", "beach"],
            "attributes": [],
            "relations": [["man", "ride", "horse"], ["man", "on", "beach"]],
        },
    ),
    "what hangs on the object stays there": (
        """
        a DT 1 det
        man NN 1 ROOT
        holding VBG 1 acl
        a DT 4 det
        plate NN 2 obj
        with IN 6 case
        food NN 4 nmod
        """,
        """
        a DT 1 det
        man NN 1 ROOT
        holding VBG 1 acl
        a DT 4 det
        plate NN 2 dobj
        with IN 4 prep
        food NN 5 pobj
        """,
        {
            "objects": ["man", "plate", "food"],
            "attributes": [],
            "relations": [["man", "hold", "plate"], ["plate", "with", "food"]],
        },
    ),
    "material noun": (
        """
        a DT 2 det
        stone NN 2 compound
        wall NN 2 ROOT
        """,
        """
        a DT 2 det
        stone NN 2 compound
        wall NN 2 ROOT
        """,
        {"objects": ["wall"], "attributes": [["wall", "stone"]], "relations": []},
    ),
}


@pytest.mark.parametrize("scheme", [0, 1], ids=["universal", "clear"])
@pytest.mark.parametrize("case", CASES)
def test_graph(case: str, scheme: int, read: Callable[[str], ParsedCaption]) -> None:
    *rows, expected = CASES[case]
    assert read(rows[scheme]).graph.names() == expected


@pytest.mark.parametrize("scheme", [0, 1], ids=["universal", "clear"])
@pytest.mark.parametrize("case", CASES)
def test_spans_point_at_the_words(case: str, scheme: int, read: Callable[[str], ParsedCaption]) -> None:
    parsed = read(CASES[case][scheme])
    words = {token.text for token in parsed.tokens}
    for part in (*parsed.graph.objects, *parsed.graph.attributes, *parsed.graph.relations):
        text = parsed.text[part.start : part.end]
        assert text == text.strip() and set(text.split()) <= words
    for item, site in zip(parsed.graph.objects, parsed.object_sites, strict=True):
        assert parsed.tokens[site.head].lemma == item.lemma
        assert site.phrase[0] <= site.base[0] <= site.name[0] <= site.head < site.name[1] <= site.phrase[1]


def test_sites_of_a_relation(read: Callable[[str], ParsedCaption]) -> None:
    parsed = read(CASES["passive"][0])
    (site,) = parsed.relation_sites
    assert parsed.tokens[site.verb or 0].text == "covered"
    assert [parsed.tokens[i].text for i in site.auxiliaries] == ["is"]
    assert parsed.words(*(site.preposition or (0, 1))) == "in"
    assert not site.shared


def test_coordinated_relations_are_shared(read: Callable[[str], ParsedCaption]) -> None:
    assert [site.shared for site in read(CASES["coordination"][0]).relation_sites] == [True, True]
