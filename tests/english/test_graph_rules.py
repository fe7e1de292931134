"""One scene graph, read off Universal Dependencies and off the labels of spaCy's English pipelines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capaug.captions import LinkForm, Sentence

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
def test_graph(case: str, scheme: int, read: Callable[[str], Sentence]) -> None:
    *rows, expected = CASES[case]
    assert read(rows[scheme]).graph.names() == expected


@pytest.mark.parametrize("scheme", [0, 1], ids=["universal", "clear"])
@pytest.mark.parametrize("case", CASES)
def test_spans_point_at_the_words(case: str, scheme: int, read: Callable[[str], Sentence]) -> None:
    told = read(CASES[case][scheme])
    words = {token.text for token in told.tokens}
    for part in (*told.things, *told.qualities, *told.links):
        text = told.text[part.start : part.end]
        assert text == text.strip() and set(text.split()) <= words
    for thing in told.things:
        assert told.tokens[thing.head].lemma == thing.lemma
        assert thing.phrase[0] <= thing.base[0] <= thing.words[0] <= thing.head < thing.words[1] <= thing.phrase[1]


@pytest.mark.parametrize("case", CASES)
def test_everything_knows_its_place(case: str, read: Callable[[str], Sentence]) -> None:
    told = read(CASES[case][0])
    for parts in (told.things, told.qualities, told.links):
        assert [part.index for part in parts] == list(range(len(parts)))
    for thing in told.things:
        assert thing.qualities == [quality for quality in told.qualities if quality.thing is thing]
        assert thing.links == [link for link in told.links if thing in (link.subject, link.object)]


def test_how_a_link_is_said(read: Callable[[str], Sentence]) -> None:
    told = read(CASES["passive"][0])
    (link,) = told.links
    assert link.form is LinkForm.PASSIVE
    assert link.verb is not None and told.word(link.verb) == "covered"
    assert [told.word(i) for i in link.auxiliaries] == ["is"]
    assert link.preposition is not None and told.words(*link.preposition) == "in"
    assert not link.shared


def test_coordinated_links_are_shared(read: Callable[[str], Sentence]) -> None:
    assert [link.shared for link in read(CASES["coordination"][0]).links] == [True, True]
