"""The tables of capaug's tokenizer, from spaCy's language data: special cases, units and classes of characters.

    python -m recipes.build.parser.tokenizer --out capaug/weights/parser/tokenizer.json

The rules that read them stand in :mod:`capaug.parsing.tokenizer`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from spacy.lang import char_classes
from spacy.lang.en import English
from spacy.symbols import ORTH
from spacy.tokenizer import Tokenizer


def characters(members: str) -> str:
    """A regular expression's class of characters as ranges in the order of their code points: ``a-zß-ö``."""
    found = re.compile(f"[{members}]")
    codes = [code for code in range(sys.maxunicode + 1) if found.match(chr(code))]
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(
        re.escape(chr(first)) if first == last else f"{re.escape(chr(first))}-{re.escape(chr(last))}"
        for first, last in ranges
    )


def tables() -> dict[str, Any]:
    """What the tokenizer reads; the words of a special case have a space between them."""
    whole: Any = English().tokenizer
    rules_alone = Tokenizer(
        whole.vocab, {}, whole.prefix_search, whole.suffix_search, whole.infix_finditer, None, whole.url_match
    )
    special_cases, apart = [], []
    for text, words in sorted(whole.rules.items()):
        if text.isspace():
            continue
        special_cases.append(" ".join(word[ORTH] for word in words))
        split = [token.text for token in rules_alone(text)]
        affixes = whole.find_prefix(text) or whole.find_infix(text) or whole.find_suffix(text)
        if affixes and len(split) > 1:
            apart.append(" ".join(split))
    punctuation = [piece for piece in char_classes.LIST_PUNCT if piece != "……"]
    return {
        "punctuation": characters("".join(punctuation)),
        "quotes": characters(char_classes.CONCAT_QUOTES),
        "icons": characters(char_classes.CONCAT_ICONS),
        "lower": characters(char_classes.ALPHA_LOWER),
        "upper": characters(char_classes.ALPHA_UPPER),
        "letters": characters(char_classes.ALPHA),
        "currency": characters("".join(sign for sign in char_classes.LIST_CURRENCY if not sign[0].isascii()) + "$"),
        "units": sorted(set(char_classes.LIST_UNITS)),
        "special_cases": special_cases,
        "apart": apart,
    }


def main() -> None:
    """Write the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    given.out.write_text(json.dumps(tables(), ensure_ascii=True, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
