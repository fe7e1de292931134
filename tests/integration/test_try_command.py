"""``capaug try``: what is made of captions that are given at once."""

from __future__ import annotations

import json

import pytest

from capaug import Augmenter

RED = "a man in a red shirt riding a horse"


def test_texts_are_shown_with_marks_and_reasons(command, tmp_path) -> None:
    outcome = command(tmp_path, "try", RED)
    assert (outcome.code, outcome.stderr) == (0, "")
    lines = [line.strip("│├└─ ") for line in outcome.stdout.splitlines()]
    assert lines[0] == RED
    assert "ride horse" in lines
    row = Augmenter().augment_captions([RED])[0]
    shown = [line for line in lines if line.startswith(("-  ", "+  "))]
    assert [line.split()[1] for line in shown] == [one.kind for one in (*row.negatives, *row.positives)]
    assert any("[-red-]{+" in line for line in shown)
    assert any("an attribute or a number gives way to one that excludes it: " in line for line in lines)
    refused = lines.index(next(line for line in lines if line.startswith("Refused: ")))
    assert any(line.startswith("asymmetry_1.object ") for line in lines[refused:])


def test_json_is_what_the_augmenter_gives(capaug) -> None:
    outcome = capaug("try", RED, "a red bus", "--json", "--seed", "3", "--recipe", "negclip")
    found = [json.loads(line) for line in outcome.stdout.splitlines()]
    rows = Augmenter("negclip", seed=3).augment_captions([RED, "a red bus"])
    for one, row in zip(found, rows, strict=True):
        assert one["rejects"] == []
        assert [[text["text"], text["kind"]] for text in one["rows"][0]["negatives"]] == [
            [text.text, text.kind] for text in row.negatives
        ]
        assert all("gives way to" in text["why"] or "added" in text["why"] for text in one["rows"][0]["negatives"])
    assert sum(found[0]["refused"]["asymmetry_1.object"].values()) > 0


def test_together_captions_know_of_each_other(capaug) -> None:
    texts = ("A dog on a couch.", "A brown dog sleeps on the couch.")
    (found,) = map(json.loads, capaug("try", *texts, "--together", "--json").stdout.splitlines())
    apart = [json.loads(line) for line in capaug("try", *texts, "--json").stdout.splitlines()]
    assert [row["caption"] for row in found["rows"]] == list(texts)
    assert len(apart) == 2
    kinds = {text["kind"] for row in found["rows"] for text in row["positives"]}
    assert "asymmetry_3.merge" in kinds
    assert not any(text["kind"] == "asymmetry_3.merge" for one in apart for text in one["rows"][0]["positives"])


def test_standard_input_has_a_caption_a_line(capaug) -> None:
    outcome = capaug("try", "-", "--json", stdin="a red bus\n\n一只狗\n")
    assert outcome.code == 0
    found = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert [len(one["rows"]) for one in found] == [1, 0]
    assert found[1]["rejects"][0]["caption"] == "一只狗"
    assert outcome.stderr.startswith("warning: standard input:3: ")


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "part"),
    [
        (("  ",), "", 1, "caption 1: nothing but white space"),
        (("-",), "\n", 1, "standard input: no captions in it"),
        (("-", "--together"), "", 1, "standard input: no captions in it"),
        (("-", "a dog"), "", 2, "either captions or -"),
        (("a dog", "--recipe", "defalt"), "", 2, "unknown recipe 'defalt'"),
    ],
)
def test_what_cannot_be_tried(capaug, arguments: tuple[str, ...], stdin: str, code: int, part: str) -> None:
    capaug("try", *arguments, stdin=stdin).check_refused(code, part)
