"""A JSON document read piece by piece says what it says when it is read whole."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.errors import InputError
from capaug.sources import json_items
from capaug.sources.json_items import items

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


def read(text: str, block: int) -> list[tuple[str | None, int, Any]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_items, "BLOCK", block)
        return list(items(io.BytesIO(text.encode()), "a.json"))


@settings(deadline=None, max_examples=60)
@given(st.lists(VALUES), st.sampled_from([1, 2, 7, 1 << 16]), st.sampled_from([None, 1]), st.booleans())
def test_a_list(values: list[Any], block: int, indent: int | None, ascii: bool) -> None:
    text = json.dumps(values, indent=indent, ensure_ascii=ascii)
    assert read(text, block) == [(None, index, value) for index, value in enumerate(values)]


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.text(), VALUES), st.sampled_from([1, 7, 1 << 16]))
def test_the_lists_of_an_object(values: dict[str, Any], block: int) -> None:
    expected = [
        (key, index, item)
        for key, value in values.items()
        if isinstance(value, list)
        for index, item in [(-1, None), *enumerate(value)]
    ]
    assert read("\ufeff \n" + json.dumps(values, indent=2), block) == expected


@pytest.mark.parametrize("block", [1, 1 << 16])
@pytest.mark.parametrize(
    "text",
    ["", "3", "[1, 2", "[1 2]", "[1.]", '{"a": 1,}', '{"a": [1,]}', '{"a" 1}', "{1: 2}", "[1] 2", '["a', "[tru]"],
)
def test_what_is_no_json(text: str, block: int) -> None:
    with pytest.raises(InputError, match=r"a.json is not valid JSON, perhaps cut short: .+"):
        read(text, block)


def test_a_byte_that_is_not_utf8_is_named() -> None:
    with pytest.raises(InputError, match=r"a.json: byte 5 is not UTF-8"):
        list(items(io.BytesIO(b'["caf\xe9"]'), "a.json"))
