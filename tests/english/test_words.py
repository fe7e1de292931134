"""Word classes: each is defined once, with its reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from capaug.english import words as module
from capaug.english.words import word_classes, words
from capaug.errors import InputError

ROOT = Path(__file__).parents[2] / "capaug"


def test_a_class_is_its_words() -> None:
    assert {"not", "without", "n't"} <= words("words_that_deny")
    with pytest.raises(KeyError):
        words("no such class")


def test_every_class_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py"))
    used = set(re.findall(r"\bwords\(\s*\"(\w+)\"", code))
    assert used - set(word_classes()) == set()
    assert set(word_classes()) - used == set()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("one\ta b", "expected name, words and why"),
        ("one\t\twhy", "expected name, words and why"),
        ("one\ta b\twhy\none\tc d\twhy", "one is defined twice"),
        ("one\ta b\twhy\ntwo\tb a\twhy", r"two is defined twice \(as one\)"),
    ],
)
def test_a_class_is_defined_once(line: str, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.tsv").write_text(line + "\n", encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    word_classes.cache_clear()
    try:
        with pytest.raises(InputError, match=fault):
            word_classes()
    finally:
        word_classes.cache_clear()


def test_words_of_two_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.tsv").write_text("# a comment\n\nplaces\tnext_to , on\twhy\n", encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    word_classes.cache_clear()
    try:
        assert word_classes() == {"places": frozenset({"next to", ",", "on"})}
    finally:
        word_classes.cache_clear()
