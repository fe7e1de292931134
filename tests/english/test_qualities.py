from __future__ import annotations

import pytest
from sentences import sentence

from capaug.english.qualities import is_single, partner_color
from capaug.lexicon import Lexicon


def of_a_cat(text: str, *colors: str):
    return sentence(text, things=[text], qualities=[(0, color, "color") for color in colors])


@pytest.mark.parametrize(
    ("told", "single", "partner"),
    [
        (of_a_cat("A black cat", "black"), True, None),
        (of_a_cat("A black and white cat", "black", "white"), False, "white"),
        (of_a_cat("A black and white cat", "black"), False, None),  # the parser missed the other
        (of_a_cat("A black , white and gray cat", "black", "white", "gray"), False, None),
        (of_a_cat("A black white cat", "black", "white"), False, None),
    ],
)
def test_colours_of_one_thing(told, single, partner):
    color = told.qualities[0]
    assert is_single(told, color, Lexicon.load()) is single
    assert partner_color(told, color, Lexicon.load()) == partner


def test_a_photo_has_no_colours_of_what_it_shows():
    told = sentence(
        "A black and white photo of a cat",
        things=["A black and white photo", "a cat"],
        qualities=[(0, "black", "color"), (0, "white", "color")],
    )
    assert partner_color(told, told.qualities[0], Lexicon.load()) is None
