"""Which sentences of a caption stand alone, may go or may change places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capaug.english.leaning import Leaning
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption


@pytest.fixture(scope="module")
def leaning() -> Callable[[str], Leaning]:
    parser = Parser("embedded", Lexicon.load())

    def read(text: str) -> Leaning:
        (told,) = parser.parse([Caption("1", text)])
        return Leaning(told)

    return read


@pytest.mark.parametrize(
    ("second", "alone"),
    [
        ("The dog sleeps on a rug.", True),
        ("A tall vase stands on the shelf.", True),
        ("A woman holds her hat.", True),
        ("In the background a fence is behind a tree.", True),
        ("A dog that is smaller than the bed sleeps.", True),
        ("The upper shelf has a vase.", True),
        ("It sleeps on a rug.", False),
        ("Its collar is red.", False),
        ("Another dog sleeps on a rug.", False),
        ("Both dogs sleep on a rug.", False),
        ("A smaller dog sleeps on a rug.", False),
        ("Below is a red rug.", False),
        ("In the background:", False),
        ("A vase also stands on the shelf.", False),
    ],
)
def test_a_sentence_that_points_back_does_not_stand_alone(leaning, second, alone):
    assert leaning(f"A dog lies on a bed. {second}").stands_alone(1) is alone


@pytest.mark.parametrize(
    ("caption", "goes"),
    [
        ("A room with a bed. A dog lies on a rug. The walls are blue.", True),
        ("A room with a bed. A dog lies on a rug. The dog is brown.", False),
        ("A room with a dog. The dog lies on a rug. The dog is brown.", True),
        ("A room with a bed. A dog lies on a rug. It is brown.", False),
        ("A room with a bed. A dog lies on a rug. The other one is brown.", False),
    ],
)
def test_what_others_need_does_not_go(leaning, caption, goes):
    assert leaning(caption).can_go(1) is goes


@pytest.mark.parametrize(
    ("caption", "apart"),
    [
        ("A room with a bed. A dog lies on a rug. The walls are blue.", True),
        ("A room with a bed. A dog lies on a rug. The dog is brown.", False),
        ("A room with a bed. A dog lies on a rug. The walls are blue. It sleeps.", False),
        ("A room with a bed. A dog lies on a rug.", False),
    ],
)
def test_what_stands_apart_may_change_places(leaning, caption, apart):
    assert leaning(caption).are_apart(1) is apart


@pytest.mark.parametrize(("said", "alone"), [('"A DOG. A dog sleeps on a rug.', False), ("A dog sleeps.", True)])
def test_what_stands_in_an_open_quotation_does_not_stand_alone(leaning, said: str, alone: bool) -> None:
    read = leaning(f"A sign says words. {said}")
    assert read.stands_alone(len(read.sentences) - 1) is alone
