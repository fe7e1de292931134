from __future__ import annotations

import pytest
from sentences import sentence

from capaug.english.gender import turn_pronouns
from capaug.lexicon import Lexicon


@pytest.mark.parametrize(
    ("text", "things", "new", "expected"),
    [
        ("A man holding his hat", ["A man", "his hat"], "woman", [(14, 17, "her")]),
        ("A woman holding her hat", ["A woman", "her hat"], "man", [(16, 19, "his")]),
        ("A man holding a hat", ["A man", "a hat"], "woman", []),
        ("A man holding his hat", ["A man", "his hat"], "boy", []),
        ("A man holding his hat", ["A man", "his hat"], "dog", None),
        ("A man holding her hat", ["A man", "her hat"], "woman", None),
        ("A man and a boy holding his hat", ["A man", "a boy", "his hat"], "woman", None),
    ],
)
def test_pronouns_follow_their_noun(text, things, new, expected):
    told = sentence(text, things=things)
    assert turn_pronouns(told, told.things[0], new, Lexicon.load()) == expected
