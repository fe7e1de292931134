"""Clauses whose subjects a parser joined to the clause before, and nouns that do belong there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capaug.captions import Sentence

CASES = {
    "the noun before a finite verb is its subject": (
        """
        The DT 1 det
        man NN 3 nsubj
        is VBZ 3 aux
        holding VBG 3 ROOT
        a DT 5 det
        bat NN 3 obj
        and CC 8 cc
        the DT 8 det
        boy NN 5 conj
        is VBZ 10 aux
        wearing VBG 3 conj
        a DT 12 det
        helmet NN 10 obj
        """,
        [["man", "hold", "bat"], ["boy", "wear", "helmet"]],
    ),
    "a noun without a verb is held too": (
        """
        The DT 1 det
        man NN 3 nsubj
        is VBZ 3 aux
        holding VBG 3 ROOT
        a DT 5 det
        bat NN 3 obj
        and CC 8 cc
        a DT 8 det
        ball NN 5 conj
        and CC 10 cc
        wearing VBG 3 conj
        a DT 12 det
        helmet NN 10 obj
        """,
        [["man", "hold", "bat"], ["man", "hold", "ball"], ["man", "wear", "helmet"]],
    ),
    "somebody behind a place does what the participle says": (
        """
        A DT 1 det
        woman NN 1 ROOT
        standing VBG 1 acl
        in IN 5 case
        a DT 5 det
        kitchen NN 2 obl
        and CC 8 cc
        a DT 8 det
        man NN 5 conj
        in IN 12 case
        a DT 12 det
        red JJ 12 amod
        hat NN 5 nmod
        sitting VBG 2 conj
        on IN 16 case
        a DT 16 det
        bench NN 13 obl
        """,
        [["woman", "stand in", "kitchen"], ["man", "sit on", "bench"], ["man", "in", "hat"]],
    ),
    "a thing behind a place does not": (
        """
        A DT 1 det
        woman NN 1 ROOT
        standing VBG 1 acl
        in IN 5 case
        a DT 5 det
        kitchen NN 2 obl
        and CC 8 cc
        a DT 8 det
        hall NN 5 conj
        holding VBG 2 conj
        a DT 11 det
        bag NN 9 obj
        """,
        [["woman", "stand in", "kitchen"], ["woman", "stand in", "hall"], ["woman", "hold", "bag"]],
    ),
    "each of two has a participle": (
        """
        A DT 1 det
        man NN 1 ROOT
        throwing VBG 1 acl
        a DT 4 det
        ball NN 2 obj
        and CC 7 cc
        a DT 7 det
        girl NN 1 conj
        holding VBG 1 acl
        a DT 10 det
        sign NN 8 obj
        """,
        [["man", "throw", "ball"], ["girl", "hold", "sign"]],
    ),
    "two share the one participle": (
        """
        A DT 1 det
        man NN 1 ROOT
        and CC 4 cc
        a DT 4 det
        girl NN 1 conj
        holding VBG 1 acl
        a DT 7 det
        sign NN 5 obj
        """,
        [["man", "hold", "sign"], ["girl", "hold", "sign"]],
    ),
    "who is the noun right before": (
        """
        A DT 1 det
        man NN 1 ROOT
        standing VBG 1 acl
        near IN 5 case
        a DT 5 det
        girl NN 2 obl
        who WP 8 nsubj
        is VBZ 8 aux
        reading VBG 2 advcl
        a DT 10 det
        book NN 8 obj
        """,
        [["man", "stand near", "girl"], ["girl", "read", "book"]],
    ),
    "without who it is whoever does the rest": (
        """
        A DT 1 det
        man NN 1 ROOT
        standing VBG 1 acl
        near IN 5 case
        a DT 5 det
        girl NN 2 obl
        while IN 7 mark
        reading VBG 2 advcl
        a DT 9 det
        book NN 7 obj
        """,
        [["man", "stand near", "girl"], ["man", "read", "book"]],
    ),
    "what is right behind a participle does nothing": (
        """
        A DT 1 det
        woman NN 1 ROOT
        wearing VBG 1 acl
        a DT 7 det
        blue JJ 7 amod
        and CC 9 cc
        green JJ 4 conj
        dress NN 9 nsubj
        is VBZ 9 aux
        carrying VBG 2 conj
        a DT 11 det
        bag NN 9 obj
        """,
        [["woman", "wear", "dress"], ["woman", "carry", "bag"]],
    ),
    "somebody behind and does": (
        """
        A DT 1 det
        woman NN 2 nsubj
        sits VBZ 2 ROOT
        and CC 7 cc
        a DT 5 det
        man NN 7 nsubj
        is VBZ 7 aux
        carrying VBG 2 conj
        a DT 9 det
        bag NN 7 obj
        """,
        [["man", "carry", "bag"]],
    ),
    "hats are worn like suits": (
        """
        Two CD 1 nummod
        men NNS 7 nsubj
        wearing VBG 1 acl
        suits NNS 2 obj
        and CC 5 cc
        hats NNS 1 conj
        are VBP 7 aux
        walking VBG 7 ROOT
        on IN 10 case
        a DT 10 det
        street NN 7 obl
        """,
        [["man", "wear", "suit"], ["man", "wear", "hat"], ["man", "walk on", "street"]],
    ),
    "women are not worn": (
        """
        Two CD 1 nummod
        men NNS 7 nsubj
        wearing VBG 1 acl
        suits NNS 2 obj
        and CC 5 cc
        women NNS 1 conj
        are VBP 7 aux
        walking VBG 7 ROOT
        on IN 10 case
        a DT 10 det
        street NN 7 obl
        """,
        [["man", "wear", "suit"], ["man", "walk on", "street"], ["woman", "walk on", "street"]],
    ),
    "a toilet and sink are in the same room": (
        """
        A DT 1 det
        toilet NN 1 ROOT
        and CC 3 cc
        sink NN 1 conj
        in IN 6 case
        a DT 6 det
        room NN 3 nmod
        """,
        [["toilet", "in", "room"], ["sink", "in", "room"]],
    ),
    "a cat and a dog need not be": (
        """
        A DT 1 det
        cat NN 1 ROOT
        and CC 4 cc
        a DT 4 det
        dog NN 1 conj
        in IN 7 case
        a DT 7 det
        room NN 4 nmod
        """,
        [["dog", "in", "room"]],
    ),
    "who is with a car stands": (
        """
        A DT 1 det
        car NN 1 ROOT
        with IN 4 case
        a DT 4 det
        man NN 1 nmod
        standing VBG 1 acl
        near IN 8 case
        a DT 8 det
        wall NN 5 obl
        """,
        [["car", "with", "man"], ["man", "stand near", "wall"]],
    ),
    "buildings wear nothing": (
        """
        some DT 1 det
        buildings NNS 1 ROOT
        and CC 4 cc
        a DT 4 det
        woman NN 1 conj
        wearing VBG 1 acl
        a DT 7 det
        dress NN 5 obj
        """,
        [["woman", "wear", "dress"]],
    ),
    "shorts are worn like the shirt": (
        """
        Girl NN 0 ROOT
        in IN 3 case
        a DT 3 det
        shirt NN 0 nmod
        and CC 5 cc
        shorts NNS 0 conj
        playing VBG 0 acl
        tennis NN 6 obj
        """,
        [["girl", "in", "shirt"], ["girl", "in", "shorts"], ["girl", "play", "tennis"]],
    ),
    "a boy is no shirt": (
        """
        Girl NN 0 ROOT
        in IN 3 case
        a DT 3 det
        shirt NN 0 nmod
        and CC 5 cc
        boy NN 0 conj
        playing VBG 0 acl
        tennis NN 6 obj
        """,
        [["girl", "in", "shirt"], ["girl", "play", "tennis"], ["boy", "play", "tennis"]],
    ),
    "two verbs share an object behind both": (
        """
        A DT 1 det
        man NN 1 ROOT
        cutting VBG 1 acl
        and CC 4 cc
        eating VBG 2 conj
        a DT 6 det
        cake NN 2 obj
        """,
        [["man", "cut", "cake"], ["man", "eat", "cake"]],
    ),
    "an object before the second is the first's": (
        """
        A DT 1 det
        man NN 1 ROOT
        cutting VBG 1 acl
        a DT 4 det
        cake NN 2 obj
        and CC 6 cc
        smiling VBG 2 conj
        """,
        [["man", "cut", "cake"]],
    ),
    "outdoors is no gun": (
        """
        A DT 1 det
        man NN 1 ROOT
        shooting VBG 1 acl
        a DT 5 det
        gun NN 5 compound
        outdoors NN 2 obj
        """,
        [["man", "shoot", "gun"]],
    ),
    "a gapped clause has the verb of the one before": (
        """
        The DT 1 det
        girl NN 3 nsubj
        is VBZ 3 aux
        holding VBG 3 ROOT
        a DT 5 det
        cup NN 3 obj
        and CC 8 cc
        the DT 8 det
        boy NN 3 conj
        a DT 10 det
        plate NN 8 orphan
        """,
        [["girl", "hold", "cup"], ["boy", "hold", "plate"]],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_who_does_what(case: str, read: Callable[[str], Sentence]) -> None:
    tree, relations = CASES[case]
    assert sorted(read(tree).graph.names()["relations"]) == sorted(relations)


def test_the_verb_of_a_gapped_clause_is_shared(read: Callable[[str], Sentence]) -> None:
    tree, _ = CASES["a gapped clause has the verb of the one before"]
    assert [link.shared for link in read(tree).links] == [True, True]
