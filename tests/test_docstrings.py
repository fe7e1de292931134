"""Docstrings as the site shows them."""

from __future__ import annotations

import pytest

pytest.importorskip("griffe", reason="griffe comes with the extra docs")

from website.docstrings import as_markdown


def test_roles_become_names() -> None:
    text = "See :class:`~capaug.kinds.Kind`, :func:`gather` and ``text``."
    assert as_markdown(text) == "See `Kind`, `gather` and ``text``."


def test_tables_keep_their_columns() -> None:
    text = "Inputs:\n    =====  ====\n    name   what\n    =====  ====\n    ``a``  one\n    =====  ====\n\nMore."
    assert as_markdown(text) == "Inputs:\n    ```text\n    name   what\n    a      one\n    ```\n\nMore."


def test_blocks_of_code_lose_their_directive_and_examples_are_found() -> None:
    text = "So:\n\n.. code-block:: text\n\n    L = 1\n\nExample:\n    >>> 1\n    1"
    assert as_markdown(text) == "So:\n\n    L = 1\n\nExamples:\n    >>> 1\n    1"
