"""The bound on CLIP's tokens: facts of its vocabulary, and never below it where it is installed."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capaug.tokens.bound import most_tokens, seen_by_bound, table

# What the tokenizer of CLIP makes of it, counted once.
FACTS = {
    "a": 1,
    "dog": 1,
    "dogs": 1,
    "surfboard": 2,
    "skateboarder": 2,
    "photographer": 1,
    "windowsill": 3,
    "wicker": 1,
    "wainscoting": 3,
    "bathed": 2,
    "emblazoned": 3,
    "interspersed": 3,
    "variegated": 3,
    "plumage": 2,
    "boathouse": 2,
    "sawhorses": 4,
    "rowboat": 2,
    "frayed": 2,
    "snow-capped": 3,
    "eagle-owl": 3,
    "mid-flight": 3,
    "bird's-eye": 4,
    "man's": 2,
    "don't": 2,
    "they're": 2,
    "1994": 4,
    "16oz": 3,
    "T1": 2,
    '"FROG"': 3,
    "(left)": 3,
    "dogs,": 2,
    "couch.": 2,
    'end."': 2,
    "...": 1,
    "a/c": 3,
    "R&B": 3,
    "café": 1,
    "dog’s": 2,
    "“Frog”": 3,
    "one—two": 3,
    "naïve": 3,
    "zzyzx": 2,
    "brown-skinned people": 4,
    "A man riding a wave on top of a surfboard.": 12,
    "Title Case Of A Poster": 5,
    "high-heeled shoes": 5,
    "stained-glass windows": 4,
}
TRICKY = [
    "&amp;", "&eacute;", "&nGt;", "&#39;", "&", "'s", "'t", "’s", "‘", "“", "”", "…", "—", "ﬁ", "Ａ", "Ã©", "\x1b[31m",
    "İ", "\u0301", "\u0958", "\u212a", "ŉ", "é", "\xa0", " ", "-", "_", ".", ",", "...", '."', "'", "7", "½", "猫",
    "\ud800",
]  # fmt: skip
LONG = (
    "A weathered wooden rowboat rests upside down on two sawhorses beside a whitewashed boathouse, its peeling green "
    "paint curling away from the planks in long brittle strips. Coils of frayed rope hang from iron pegs along the "
    "wall, and below them stand three dented buckets, a rusted anchor and a pair of oars whose blades are wrapped in "
    "faded canvas. Beyond the gravel slipway the water lies flat and grey, dotted with orange buoys."
)


@pytest.mark.parametrize("text", FACTS)
def test_never_below_the_vocabulary(text: str) -> None:
    assert sum(map(most_tokens, text.split(" "))) >= FACTS[text]


def test_common_words_are_counted_as_they_are() -> None:
    exact = [text for text in FACTS if sum(map(most_tokens, text.split(" "))) == FACTS[text]]
    assert len(exact) >= 30


def test_a_table_row_is_of_use() -> None:
    assert all(0 < tokens < len(word) for word, tokens in table().items())
    assert all(word.isascii() and word.isalpha() and word == word.lower() for word in table())


def test_short_texts_are_seen_whole() -> None:
    seen = seen_by_bound(77)
    assert seen("") == 0
    for text in ("x" * 75, "A dog on a couch.", "  a dog "):
        assert seen(text) == len(text)
    assert seen("x" * 76) == 0  # a word that nobody knows may take a token a letter


def test_what_is_seen_of_a_long_text_ends_with_a_word() -> None:
    end = seen_by_bound(77)(LONG)
    assert 250 < end < len(LONG)
    assert LONG[end] == " " and LONG[end - 1] != " "
    assert seen_by_bound(77)(LONG[:end]) == end
    assert seen_by_bound(64)(LONG) < end
    assert seen_by_bound(77)(LONG[:end] + " zzyzx" * 90) == end  # what comes behind changes nothing


@cache
def vocabulary() -> Any:
    return pytest.importorskip("open_clip.tokenizer").SimpleTokenizer()


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.one_of(
            st.sampled_from(sorted(table())),
            st.sampled_from(TRICKY),
            st.text(max_size=4),
            st.text("abcdefghijklmnopqrstuvwxyz'", max_size=9),
        ),
        max_size=14,
    ).map("".join)
)
def test_never_below_open_clip(text: str) -> None:
    # a budget of all its tokens, and all is seen: with one less something is cut by the tokenizer, and by the bound
    count = len(vocabulary().encode(text))
    end = seen_by_bound(count + 1)(text)
    assert count == 0 or end < len(text)
    assert len(vocabulary().encode(text[:end])) < max(count, 1)
