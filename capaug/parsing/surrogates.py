"""Broken halves of surrogate pairs, which no table of spaCy can hold."""

from __future__ import annotations

import re

_SURROGATES = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """``text`` with another character for each half of a broken surrogate pair, which spaCy's tables cannot hold."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)
