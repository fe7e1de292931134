"""Clauses whose subjects a parser joined to the clause before, and nouns that do belong there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capaug.captions import Sentence

CASES = {
    "those before a participle do what it says": (
        """
        A DT 1 det
        nurse NN 1 ROOT
        and CC 4 cc
        a DT 4 det
        doctor NN 1 conj
        examining VBG 1 acl
        a DT 7 det
        patient NN 5 obj
        and CC 10 cc
        a DT 10 det
        man NN 1 conj
        holding VBG 10 acl
        a DT 13 det
        bag NN 11 obj
        """,
        [["nurse", "examine", "patient"], ["doctor", "examine", "patient"], ["man", "hold", "bag"]],
    ),
    "who has a participle of his own does nothing else": (
        """
        a DT 1 det
        train NN 1 ROOT
        crossing VBG 1 acl
        a DT 4 det
        bridge NN 2 obj
        and CC 7 cc
        a DT 7 det
        boat NN 1 conj
        floating VBG 1 acl
        on IN 11 case
        a DT 11 det
        river NN 8 obl
        """,
        [["train", "cross", "bridge"], ["boat", "float on", "river"]],
    ),
    "a participle behind both is said of both": (
        """
        a DT 1 det
        train NN 1 ROOT
        and CC 4 cc
        a DT 4 det
        truck NN 1 conj
        crossing VBG 1 acl
        a DT 7 det
        bridge NN 5 obj
        """,
        [["train", "cross", "bridge"], ["truck", "cross", "bridge"]],
    ),
    "what has a place of its own is at no other": (
        """
        There EX 1 expl
        is VBZ 1 ROOT
        a DT 3 det
        cat NN 1 nsubj
        on IN 6 case
        the DT 6 det
        bed NN 3 nmod
        and CC 9 cc
        a DT 9 det
        dog NN 3 conj
        under IN 12 case
        the DT 12 det
        table NN 1 obl
        """,
        [["cat", "on", "bed"], ["dog", "under", "table"]],
    ),
    "a place behind both is that of both": (
        """
        There EX 1 expl
        is VBZ 1 ROOT
        a DT 3 det
        cat NN 1 nsubj
        and CC 6 cc
        a DT 6 det
        dog NN 3 conj
        under IN 9 case
        the DT 9 det
        table NN 1 obl
        """,
        [["cat", "under", "table"], ["dog", "under", "table"]],
    ),
    "a place of which another clause tells is none of the verb": (
        """
        A DT 1 det
        mirror NN 2 nsubj
        hangs VBZ 2 ROOT
        above IN 5 case
        the DT 5 det
        sink NN 2 obl
        ; : 12 punct
        a DT 8 det
        towel NN 12 nsubj
        is VBZ 12 cop
        on IN 12 case
        the DT 12 det
        floor NN 2 conj
        """,
        [["mirror", "hang above", "sink"], ["towel", "on", "floor"]],
    ),
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
    "that is what is pushed": (
        """
        The DT 1 det
        teacher NN 2 nsubj
        carries VBZ 2 ROOT
        a DT 4 det
        drum NN 2 obj
        that IN 9 mark
        the DT 7 det
        child NN 9 nsubj
        is VBZ 9 aux
        pushing VBG 4 acl:relcl
        """,
        [["teacher", "carry", "drum"], ["child", "push", "drum"]],
    ),
    "that is not what is said of it": (
        """
        a DT 1 det
        sign NN 1 ROOT
        that IN 5 mark
        a DT 4 det
        man NN 5 nsubj
        says VBZ 1 acl:relcl
        is VBZ 7 cop
        old JJ 5 ccomp
        """,
        [],
    ),
    "who opens the sentence does what is said right behind": (
        """
        With IN 2 case
        a DT 2 det
        boy NN 9 obl
        painting VBG 9 advcl
        a DT 5 det
        box NN 3 obj
        , , 3 punct
        a DT 8 det
        woman NN 9 nsubj
        washes VBZ 9 ROOT
        a DT 11 det
        basket NN 9 obj
        """,
        [["boy", "paint", "box"], ["woman", "wash", "basket"], ["woman", "with", "boy"]],
    ),
    "what opens the sentence does nothing": (
        """
        With IN 2 case
        a DT 2 det
        brush NN 9 obl
        painting VBG 9 advcl
        a DT 5 det
        box NN 3 obj
        , , 3 punct
        a DT 8 det
        woman NN 9 nsubj
        smiles VBZ 9 ROOT
        """,
        [["woman", "paint", "box"], ["woman", "smile with", "brush"]],
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
    "who is the person right before, whatever comes first": (
        """
        A DT 1 det
        nurse NN 1 ROOT
        standing VBG 1 acl
        near IN 5 case
        a DT 5 det
        man NN 2 obl
        who WP 7 nsubj
        watches VBZ 1 acl:relcl
        a DT 9 det
        bird NN 7 obj
        """,
        [["nurse", "stand near", "man"], ["man", "watch", "bird"]],
    ),
    "who is no hat": (
        """
        A DT 1 det
        nurse NN 1 ROOT
        in IN 4 case
        a DT 4 det
        hat NN 1 nmod
        who WP 6 nsubj
        watches VBZ 1 acl:relcl
        a DT 8 det
        bird NN 6 obj
        """,
        [["nurse", "in", "hat"], ["nurse", "watch", "bird"]],
    ),
    "the last of a list is not held": (
        """
        A DT 1 det
        man NN 1 ROOT
        throwing VBG 1 acl
        a DT 4 det
        ball NN 2 obj
        , , 7 punct
        a DT 7 det
        girl NN 1 conj
        holding VBG 7 acl
        a DT 10 det
        sign NN 8 obj
        and CC 13 cc
        a DT 13 det
        boy NN 10 conj
        on IN 16 case
        a DT 16 det
        bench NN 8 obl
        """,
        [["man", "throw", "ball"], ["girl", "hold", "sign"], ["boy", "on", "bench"]],
    ),
    "a thing at the end of a list is": (
        """
        A DT 1 det
        man NN 1 ROOT
        throwing VBG 1 acl
        a DT 4 det
        ball NN 2 obj
        , , 7 punct
        a DT 7 det
        girl NN 1 conj
        holding VBG 7 acl
        a DT 10 det
        sign NN 8 obj
        and CC 13 cc
        a DT 13 det
        bag NN 10 conj
        """,
        [["man", "throw", "ball"], ["girl", "hold", "sign"], ["girl", "hold", "bag"]],
    ),
    "what is where another thing is not is a clause": (
        """
        The DT 1 det
        cup NN 5 nsubj
        is VBZ 5 cop
        on IN 5 case
        the DT 5 det
        table NN 5 ROOT
        and CC 12 cc
        the DT 8 det
        plate NN 12 nsubj
        is VBZ 12 cop
        on IN 12 case
        the DT 12 det
        counter NN 5 conj
        """,
        [["cup", "on", "table"], ["plate", "on", "counter"]],
    ),
    "what is in two places is in both": (
        """
        The DT 1 det
        cup NN 5 nsubj
        is VBZ 5 cop
        on IN 5 case
        the DT 5 det
        table NN 5 ROOT
        or CC 8 cc
        the DT 8 det
        counter NN 5 conj
        """,
        [["cup", "on", "table"], ["cup", "on", "counter"]],
    ),
    "a dog that runs is not with the ball": (
        """
        A DT 1 det
        man NN 1 ROOT
        throwing VBG 1 acl
        a DT 4 det
        ball NN 2 obj
        with IN 7 case
        a DT 7 det
        dog NN 4 nmod
        running VBG 7 acl
        """,
        [["man", "throw", "ball"], ["man", "with", "dog"]],
    ),
    "somebody may stand in a street": (
        """
        A DT 1 det
        man NN 1 ROOT
        crossing VBG 1 acl
        a DT 4 det
        street NN 2 obj
        with IN 7 case
        a DT 7 det
        dog NN 4 nmod
        running VBG 7 acl
        """,
        [["man", "cross", "street"], ["street", "with", "dog"]],
    ),
    "giraffes stand on the ground": (
        """
        ground NN 1 compound
        giraffes NNS 3 nsubj
        are VBP 3 aux
        standing VBG 3 ROOT
        on RB 3 advmod
        """,
        [["giraffe", "stand on", "ground"]],
    ),
    "a tennis player stands on no tennis": (
        """
        tennis NN 1 compound
        players NNS 3 nsubj
        are VBP 3 aux
        standing VBG 3 ROOT
        on RB 3 advmod
        """,
        [],
    ),
    "vases are on the table": (
        """
        the DT 1 det
        table NN 5 nsubj
        the DT 3 det
        vases NNS 5 nsubj
        are VBP 5 cop
        on JJ 5 ROOT
        """,
        [["vase", "on", "table"]],
    ),
    "a rope is held": (
        """
        rope NN 4 nsubj
        the DT 2 det
        man NN 4 nsubj
        is VBZ 4 aux
        holding VBG 4 ROOT
        """,
        [["man", "hold", "rope"]],
    ),
    "a rope holds": (
        """
        the DT 1 det
        rope NN 3 nsubj
        is VBZ 3 aux
        holding VBG 3 ROOT
        """,
        [],
    ),
    "the plate is beside the glass": (
        """
        A DT 1 det
        man NN 2 nsubj
        holds VBZ 2 ROOT
        a DT 4 det
        glass NN 2 obj
        of IN 6 case
        wine NN 4 nmod
        and CC 9 cc
        a DT 9 det
        plate NN 6 conj
        """,
        [["man", "hold", "glass"], ["man", "hold", "plate"], ["glass", "of", "wine"]],
    ),
    "water is in the glass": (
        """
        A DT 1 det
        man NN 2 nsubj
        holds VBZ 2 ROOT
        a DT 4 det
        glass NN 2 obj
        of IN 6 case
        wine NN 4 nmod
        and CC 8 cc
        water NN 6 conj
        """,
        [["man", "hold", "glass"], ["glass", "of", "wine"], ["glass", "of", "water"]],
    ),
    "an arm is bent": (
        """
        The DT 1 det
        arm NN 3 nsubj
        is VBZ 3 cop
        bent JJ 3 ROOT
        at IN 6 case
        the DT 6 det
        elbow NN 3 obl
        """,
        [["arm", "bend at", "elbow"]],
    ),
    "an arm is long": (
        """
        The DT 1 det
        arm NN 3 nsubj
        is VBZ 3 cop
        long JJ 3 ROOT
        at IN 6 case
        the DT 6 det
        elbow NN 3 obl
        """,
        [["arm", "at", "elbow"]],
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


def test_what_a_clause_of_its_own_says_is_not_shared(read: Callable[[str], Sentence]) -> None:
    told = read(
        "The DT 1 det\ndog NN 3 nsubj\nis VBZ 3 cop\nbrown JJ 3 ROOT\nand CC 8 cc\nthe DT 6 det\ncat NN 8 nsubj\n"
        "is VBZ 8 cop\nasleep JJ 3 conj"
    )
    assert told.graph.names()["attributes"] == [["dog", "brown"], ["cat", "asleep"]]
    told = read("The DT 1 det\ndog NN 3 nsubj\nis VBZ 3 cop\nbrown JJ 3 ROOT\nand CC 5 cc\nasleep JJ 3 conj")
    assert told.graph.names()["attributes"] == [["dog", "brown"], ["dog", "asleep"]]


def test_what_is_closed_and_what_is_being_closed(read: Callable[[str], Sentence]) -> None:
    told = read("the DT 1 det\ndoor NN 3 nsubj:pass\nis VBZ 3 aux:pass\nclosed VBN 3 ROOT")
    assert told.graph.names()["attributes"] == [["door", "closed"]]
    told = read("the DT 1 det\ndoor NN 4 nsubj:pass\nis VBZ 4 aux\nbeing VBG 4 aux:pass\nclosed VBN 4 ROOT")
    assert told.graph.names()["attributes"] == [["door", "close"]]


def test_left_is_which_of_them(read: Callable[[str], Sentence]) -> None:
    told = read("the DT 2 det\nleft NN 2 compound\nman NN 3 nsubj\nwaves VBZ 3 ROOT")
    assert told.graph.names()["attributes"] == [["man", "left"], ["man", "wave"]]
    assert read("the DT 2 det\nstreet NN 2 compound\npole NN 2 ROOT").graph.names()["objects"] == ["street pole"]
