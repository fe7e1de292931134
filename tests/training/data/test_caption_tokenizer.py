from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from capaug.errors import UsageError
from capaug.training.data.tokenizer import SPECIAL, choose_tokens, load_tokenizer, train_tokenizer

pytest.importorskip("transformers")

CAPTIONS = [
    "A Woman's dog, running!",
    "two women ride brown horses",
    "a woman rides a horse near two dogs",
    "a café by the sea",
    "two dogs by the sea",
]


def test_special_tokens_come_first() -> None:
    tokenizer = train_tokenizer(CAPTIONS)
    assert tokenizer.convert_ids_to_tokens(range(5)) == list(SPECIAL)
    assert (tokenizer.pad_token_id, tokenizer.mask_token_id, tokenizer.cls_token_id) == (0, 4, 2)


@pytest.mark.parametrize("caption", CAPTIONS)
def test_offsets_are_those_of_the_caption_as_written(caption: str) -> None:
    tokenizer = train_tokenizer(CAPTIONS)
    encoded = tokenizer(caption, return_offsets_mapping=True)
    tokens = tokenizer.convert_ids_to_tokens(encoded["input_ids"])
    assert (tokens[0], tokens[-1]) == ("[CLS]", "[SEP]")
    folded = caption.lower().replace("é", "e")
    for token, (start, end) in zip(tokens[1:-1], encoded["offset_mapping"][1:-1], strict=True):
        assert folded[start:end] == token.removeprefix("##")


def test_case_does_not_matter() -> None:
    tokenizer = train_tokenizer(CAPTIONS)
    assert tokenizer("TWO DOGS").input_ids == tokenizer("two dogs").input_ids


def test_a_rare_word_is_spelt_and_a_foreign_letter_unknown() -> None:
    tokenizer = train_tokenizer(CAPTIONS)
    assert tokenizer.unk_token_id not in tokenizer("herds").input_ids
    assert tokenizer.unk_token_id in tokenizer("dogs жук").input_ids


def test_frequent_words_are_one_token() -> None:
    tokenizer = train_tokenizer(CAPTIONS)
    assert tokenizer.convert_ids_to_tokens(tokenizer("two dogs by the sea").input_ids[1:-1]) == [
        *("two", "dogs", "by", "the", "sea")
    ]


def test_texts_are_cut_to_max_tokens() -> None:
    tokenizer = train_tokenizer(CAPTIONS, max_tokens=6)
    assert len(tokenizer(CAPTIONS[2], truncation=True).input_ids) == 6


def test_the_vocabulary_keeps_to_its_size_and_to_words_first() -> None:
    counts = {f"word{number}": 1000 - number for number in range(200)}
    tokens = choose_tokens(counts, 100)
    assert len(tokens) == 100
    assert {"word0", "word1", "word2", "##r", "##9"} < set(tokens)
    assert "word199" not in tokens


def test_the_same_captions_give_the_same_tokenizer_in_every_process() -> None:
    code = (
        "from capaug.training.data.tokenizer import train_tokenizer\n"
        f"print(train_tokenizer({CAPTIONS!r}).backend_tokenizer.to_str())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1


def test_saved_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    tokenizer = train_tokenizer(CAPTIONS, max_tokens=9)
    tokenizer.save_pretrained(tmp_path)
    loaded = load_tokenizer(tmp_path)
    assert loaded(CAPTIONS).input_ids == tokenizer(CAPTIONS).input_ids
    assert loaded.model_max_length == 9
    assert loaded.mask_token_id == tokenizer.mask_token_id
    assert "token_type_ids" not in loaded(CAPTIONS)


@pytest.mark.parametrize("captions", [[], ["  ", ""]])
def test_no_captions_are_refused(captions: list[str]) -> None:
    with pytest.raises(UsageError, match="needs captions to learn from"):
        train_tokenizer(captions)


def test_a_folder_without_a_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^cannot load the tokenizer of .*[^\n]$"):
        load_tokenizer(tmp_path)
