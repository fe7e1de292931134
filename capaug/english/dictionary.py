"""lemminflect's dictionary of word forms, read from its tables.

lemminflect itself is not imported: it imports spaCy, and thereby torch where that is installed, and makes of its tables
dictionaries of many times their size.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from functools import cache
from importlib.util import find_spec
from pathlib import Path

# Places of a verb's forms in its line; a base is no form.
_PLACES = {"VBD": 0, "VBN": 1, "VBG": 2, "VBZ": 3}
_OTHER_PAST = {"VBD": "VBN", "VBN": "VBD"}
"""Where the past and the participle are one form, the tables may have it for one of them alone."""
_AUXILIARIES = {
    "can": {"VBD": "could"},
    "may": {"VBD": "might"},
    "will": {"VBD": "would"},
    "shall": {"VBD": "should"},
    "must": {"VBD": "must"},
    "ought": {"VBD": "ought"},
    "dare": {},
    "be": {"VBD": "was/were", "VBG": "being", "VBN": "been", "VBZ": "is"},
}
"""Have these forms and no others, not even as nouns."""


def lemmas(word: str, part: str) -> tuple[str, ...]:
    """Words that ``word``, in lower case, may be a form of as a ``noun``, ``verb``, ``adj`` or ``adv``; best first."""
    line = _overrides("lemma").get((word, part.upper())) or _find("lemma_lu", f"{word},{part},")
    return tuple(line.lower().split("/")) if line else ()


def inflections(word: str, tag: str) -> tuple[str, ...]:
    """Spellings of ``word``, a base in lower case, as ``NNS``, ``VBD``, ``VBN``, ``VBG`` or ``VBZ``; best first."""
    line = _inflections(word, tag) or (_inflections(word, _OTHER_PAST[tag]) if tag in _OTHER_PAST else "")
    return tuple(line.lower().split("/")) if line else ()


def _inflections(word: str, tag: str) -> str:
    overridden = _overrides("infl").get((word, tag))
    if overridden:
        return overridden
    if word in _AUXILIARIES:
        return _AUXILIARIES[word].get(tag, "")
    if tag == "NNS":
        return _find("infl_lu", f"{word},noun,")
    forms = _find("infl_lu", f"{word},verb,").split(",")
    place = _PLACES[tag]
    return forms[place] if place < len(forms) else ""


def _find(table: str, key: str) -> str:
    """What stands behind ``key`` in the line of the table that begins with it; an empty text where none does."""
    lines = _lines(table)
    place = bisect_left(lines, key)
    return lines[place][len(key) :] if place < len(lines) and lines[place].startswith(key) else ""


@cache
def _lines(table: str) -> list[str]:
    return sorted(gzip.decompress((_folder() / f"{table}.csv.gz").read_bytes()).decode().splitlines())


@cache
def _overrides(table: str) -> dict[tuple[str, str], str]:
    rows = (line.strip().split(",") for line in (_folder() / f"{table}_overrides.csv").read_text().splitlines())
    return {(row[0], row[1]): row[2] for row in rows if len(row) == 3 and not row[0].startswith("#")}


def _folder() -> Path:
    package = find_spec("lemminflect")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("No module named 'lemminflect'", name="lemminflect")
    return Path(package.origin).parent / "resources"
