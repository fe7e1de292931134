"""What contradicts a value: knowledge in a table, each line with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from capaug.english import clashes as module
from capaug.english.clashes import clash, clashes
from capaug.errors import InputError


def test_a_word_of_the_sentence_or_of_any_caption() -> None:
    assert clash("old", "tower", {"modern"}, {"sleek", "modern"}, set())
    assert not clash("old", "tower", {"modern"}, {"modern"}, {"sleek"})
    assert clash("modern", "car", set(), set(), {"vintage"})
    assert clash("gray", "sky", set(), set(), {"sunny"})
    assert not clash("gray", "cat", set(), set(), {"sunny"})


@pytest.mark.parametrize(
    "line",
    ["old\t*\tsentence\tsleek", "old\t*\tnowhere\tsleek\twhy", "old\t\tsentence\tsleek\twhy", "old"],
)
def test_a_line_that_is_none(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "clashes.tsv").write_text(f"# a comment\n\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    clashes.cache_clear()
    try:
        with pytest.raises(InputError, match="line 3: expected values, nouns, where, words and why"):
            clashes()
    finally:
        clashes.cache_clear()
