"""How the table of tokens is made."""

from __future__ import annotations

from recipes.build.tokens.build import HEADER, counted, wordnet_forms, written


class Halves:
    """A vocabulary that parts every word in two."""

    def bpe(self, word: str) -> str:
        return f"{word[:1]} {word[1:]}</w>"


def test_words_that_take_a_token_a_letter_have_no_row() -> None:
    assert counted(["dog", "ox", "Dog", "snow-capped", "cafés", "cat", "dog"], Halves()) == {"cat": 2, "dog": 2}


def test_a_line_for_each_number_of_tokens_and_first_letter() -> None:
    table = written({"cat": 1, "cow": 1, "crow": 2, "dog": 1})
    assert table == HEADER + "1\tcat cow\n1\tdog\n2\tcrow\n"


def test_wordnet_gives_what_its_texts_use_in_all_forms() -> None:
    forms = set(wordnet_forms())
    assert {"dog", "dogs", "running", "ran", "runs", "knives", "quickly"} <= forms
    assert "aardwolf" not in forms
