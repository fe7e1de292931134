from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.runs.sealed import read_sealed, seal, write_sealed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
VALUES = st.dictionaries(st.text().filter(lambda name: name != "sha256"), JSON, min_size=1, max_size=4)


def read(data: bytes, path: Path) -> dict[str, Any]:
    path.write_bytes(data)
    return read_sealed(path)


@given(VALUES)
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any]) -> None:
    path = tmp_path_factory.getbasetemp() / "sealed.json"
    write_sealed(path, values)
    assert read_sealed(path) == values
    assert list(json.loads(path.read_bytes())) == [*values, "sha256"]


@given(VALUES, st.data())
def test_a_changed_a_lost_and_an_added_byte_are_found(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, Any], data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "broken.json"
    whole = seal(values)
    at = data.draw(st.integers(0, len(whole) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    changed = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
    for broken in (changed, whole[:at], whole[:at] + whole[at + 1 :], whole[:at] + b" " + whole[at:], b"", b"[]"):
        if broken != whole:
            with pytest.raises(ValueError, match="its hash is not the one"):
                read(broken, path)


def test_a_hash_within_the_values_is_no_seal(tmp_path: Path) -> None:
    values = {"files": [{"sha256": "1"}], "last": {"sha256": "2"}}
    assert read(seal(values), tmp_path / "file") == values
