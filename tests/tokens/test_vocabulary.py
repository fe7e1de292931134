"""Tokens counted by a true vocabulary."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from capaug.errors import UsageError
from capaug.tokens import load_seen

TEXT = "A dog sleeps on a couch near a window"


@pytest.fixture(scope="module", name="folder")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A tokenizer that knows all words of TEXT as one token each."""
    pytest.importorskip("transformers")
    from capaug.training.data.tokenizer import train_tokenizer

    folder = tmp_path_factory.mktemp("tokenizer")
    train_tokenizer([TEXT] * 2).save_pretrained(folder)
    return str(folder)


def test_a_folder_counts(folder: str) -> None:
    assert load_seen(77, folder)(TEXT) == len(TEXT)
    for tokens in range(8, 11):
        seen = load_seen(tokens, folder)
        assert TEXT[: seen(TEXT)] == " ".join(TEXT.split()[: tokens - 2])
    assert load_seen(11, folder)(TEXT) == len(TEXT)
    assert load_seen(8, folder)("\ud800" * 3) == 3
    assert load_seen(8, folder)("") == 0


def test_a_tokenizer_without_marks_leaves_its_budget_to_the_text(tmp_path: Path) -> None:
    transformers = pytest.importorskip("transformers")
    from tokenizers import Tokenizer, models, pre_tokenizers

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    plain = Tokenizer(models.BPE({letter: number for number, letter in enumerate(alphabet)}, []))
    plain.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    transformers.PreTrainedTokenizerFast(tokenizer_object=plain).save_pretrained(tmp_path)
    seen = load_seen(8, str(tmp_path))
    assert seen("abcdefgh") == 8
    assert seen("abcdefghi") == 8
    assert seen("abcdefgéx") == 7  # of é the eighth token says a half


def test_what_cannot_count_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    with pytest.raises(UsageError, match="cannot load tokenizer") as caught:
        load_seen(77, str(tmp_path / "none"))
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(importlib.util.find_spec("open_clip") is not None, reason="open_clip is installed")
def test_open_clip_is_asked_for() -> None:
    with pytest.raises(UsageError, match="pip install open_clip_torch"):
        load_seen(77, "open_clip")


def test_open_clip_sees_what_the_bound_sees_and_more() -> None:
    pytest.importorskip("open_clip")
    text = "An emblazoned banner, interspersed with variegated plumage, hangs between wainscoting. " * 6
    bound, true = load_seen(77)(text), load_seen(77, "open_clip")(text)
    assert bound < true < len(text)
    assert load_seen(77, "open_clip")(TEXT) == len(TEXT)
