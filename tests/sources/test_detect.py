"""What a file is, from its first bytes alone."""

from __future__ import annotations

import pytest

from capaug.errors import InputError
from capaug.sources.columns import Columns
from capaug.sources.detect import detect
from capaug.sources.options import Options


def name_of(head: str | bytes, suffix: str = "", *, whole: bool = True, **options: object) -> str:
    content = head.encode() if isinstance(head, str) else head
    return detect(content, whole, f"a{suffix}", suffix, Options(**options)).name  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("head", "suffix", "name"),
    [
        ('{"caption": "a dog"}\n{"caption": "a cat"}\n', ".json", "jsonl"),
        ('{"caption": "a dog"}', ".txt", "jsonl"),
        ('{"images": ["7.jpg"], "caption": "a dog"}\n', ".jsonl", "jsonl"),
        ('{"annotations": []}', ".jsonl", "json"),
        ('{\n "annotations": [\n', ".txt", "json"),
        ('\ufeff[{"caption": "a dog"}]', "", "json"),
        ('["a dog",\n"a cat"]', "", "json"),
        ("[PERSON] walks a dog\n", ".txt", "text"),
        ("{a dog} on a couch\n", ".txt", "text"),
        ("text, numbers and a clock\na title, a text and a dog\n", ".txt", "text"),
        ("A dog, a cat\nA bus; a car\n", "", "text"),
        ("caption\na dog\n", ".csv", "table"),
        ("Image ID;Caption\n7;a dog\n", ".csv", "table"),
        ("url\tcaption\n", ".txt", "table"),
        ("my dog.jpg\ta dog\nmy cat.jpg\ta cat\n", ".txt", "table"),
        ("ARROW1\0\0", ".txt", "arrow"),
        ("PAR1", ".csv", "parquet"),
    ],
)
def test_files_of_any_name(head: str, suffix: str, name: str) -> None:
    assert name_of(head, suffix) == name


def test_a_row_is_no_header_though_its_caption_is_the_name_of_a_column() -> None:
    found = detect(b"text\thttp://example.com/a\na dog\thttp://example.com/b\n", True, "a.tsv", ".tsv", Options())
    assert found.dialect is not None and not found.dialect.header
    assert found.columns == Columns(image="2", caption="1")


def test_a_first_line_longer_than_what_is_looked_at() -> None:
    head = '{"caption": "' + "a dog " * 100
    assert name_of(head, ".jsonl", whole=False) == "jsonl"
    assert name_of(head, ".json", whole=False) == "json"


def test_what_the_user_says_is_believed() -> None:
    assert name_of('{"caption": "a dog"}\n', delimiter="none") == "text"
    assert name_of("a dog\ta cat\n", ".tsv", delimiter="none") == "text"
    assert name_of("x;y\n1;a dog\n", ".txt", columns=Columns(caption="y")) == "table"
    assert name_of("1;a dog\n2;a cat\n", ".txt", header=False, columns=Columns(caption="2")) == "table"


@pytest.mark.parametrize(
    ("head", "says"),
    [
        (b"PK\x03\x04", "a zip archive; unpack it"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        ("a dog\n".encode("utf-16"), "UTF-16"),
        (b"a dog\0", "is no text"),
        (b"a dog\ta cat\na bus\ta car\n", "--delimiter none"),
    ],
)
def test_what_is_refused(head: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        name_of(head)


def test_a_delimiter_that_is_not_sure() -> None:
    with pytest.raises(InputError, match="say it with --delimiter"):
        name_of("a,b;c\nd,e;f\n", ".txt", header=False, columns=Columns(caption="2"))
