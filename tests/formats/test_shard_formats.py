"""What every format of shards promises, and how each keeps it."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capaug.errors import InputError, UsageError
from capaug.formats import SHARD_FORMATS, ShardFormat, parquet, shard_format, webdataset
from capaug.formats.batches import read_rows, read_scores
from capaug.records import AugmentedCaption, Edit, SceneGraph, SceneObject, Variant

NAMES = SHARD_FORMATS.names()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCORES = ("balance", "similarity")


@st.composite
def augmented(draw: Any) -> AugmentedCaption:
    """A row with texts of any characters, and scores that 32 bits hold."""
    scores = st.dictionaries(st.sampled_from(SCORES), st.floats(-2, 2, width=32), max_size=2)
    edits = st.tuples(st.builds(Edit, st.just(0), st.just(1), TEXTS, TEXTS))
    variants = st.lists(st.builds(Variant, TEXTS, TEXTS, edits, scores), max_size=3).map(tuple)
    graph = draw(st.sampled_from([SceneGraph(), SceneGraph((SceneObject("man", "man", 2, 5),))]))
    return AugmentedCaption(draw(TEXTS), draw(TEXTS), draw(TEXTS), "own", "all", graph, draw(variants), draw(variants))


def file_of(form: ShardFormat, rows: tuple[AugmentedCaption, ...], folder: Path) -> Path:
    path = folder / f"rows.{form.suffix}"
    with path.open("wb") as file:
        form.write(iter(rows), file, SCORES)
    return path


EACH = [(name, compression) for name in NAMES for compression in SHARD_FORMATS.get(name).compressions]


@pytest.fixture(name="form", params=EACH)
def form_fixture(request: pytest.FixtureRequest) -> ShardFormat:
    return shard_format(*request.param)


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=50)
@given(rows=st.lists(augmented(), max_size=5).map(tuple))
def test_rows_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, name: str, rows: Any) -> None:
    form = shard_format(name)
    path = file_of(form, rows, tmp_path_factory.getbasetemp())
    assert tuple(read_rows(form, path)) == rows
    written = path.read_bytes()
    assert file_of(shard_format(name), rows, path.parent).read_bytes() == written


def row(number: int, **changes: Any) -> AugmentedCaption:
    camel = Variant("a camel", "asymmetry_1.object", (Edit(2, 5, "man", "camel"),), {"similarity": 0.5})
    given: dict[str, Any] = {"caption": "a man", "scene_graph": SceneGraph(), "negatives": (camel,), **changes}
    return AugmentedCaption(f"{number}.jpg", f"{number}", source="own", split="all", **given)


def test_columns_are_what_is_read(form: ShardFormat, tmp_path: Path) -> None:
    path = file_of(form, (row(1), row(2, negatives=())), tmp_path)
    (batch,) = form.read_batches(path, ["negatives.text", "image_id", "negatives.similarity", "scene_graph.objects"])
    assert batch.to_pylist() == [
        {"image_id": "1.jpg", "scene_graph": {"objects": []}, "negatives": [{"text": "a camel", "similarity": 0.5}]},
        {"image_id": "2.jpg", "scene_graph": {"objects": []}, "negatives": []},
    ]
    with pytest.raises(InputError, match=r"rows\.\w+: not a readable shard \('no column photo'\)"):
        list(form.read_batches(path, ["negatives.text", "photo"]))


def test_no_rows_are_an_empty_batch(form: ShardFormat, tmp_path: Path) -> None:
    path = file_of(form, (), tmp_path)
    (batch,) = form.read_batches(path)
    assert (batch.num_rows, batch.schema.names[:2]) == (0, ["image_id", "caption_id"])
    assert list(read_rows(form, path)) == []


def test_scores_are_known_where_no_row_has_a_variant(form: ShardFormat, tmp_path: Path) -> None:
    assert read_scores(form, file_of(form, (row(1, negatives=()),), tmp_path)) == SCORES


def test_a_cut_file_is_one_line(form: ShardFormat, tmp_path: Path) -> None:
    path = file_of(form, (row(1), row(2)), tmp_path)
    whole = path.read_bytes()
    for broken in (whole[: len(whole) // 3], b"", b"no shard" * 200):
        path.write_bytes(broken)
        with pytest.raises(InputError, match=r"rows\.\w+: not a readable shard"):
            list(read_rows(form, path))


@pytest.mark.parametrize(
    ("name", "compression", "message"),
    [
        ("arrow", "zstd", "arrow shards have no compression 'zstd', only none"),
        ("parquet", "snappy", "parquet shards have no compression 'snappy', only zstd, lz4, none"),
        ("jsonl", None, "unknown shard format 'jsonl'; known: arrow, parquet, webdataset"),
    ],
)
def test_what_is_not_there_is_told(name: str, compression: str | None, message: str) -> None:
    with pytest.raises(UsageError) as told:
        shard_format(name, compression)
    assert str(told.value) == message


def test_suffixes_tell_formats_apart() -> None:
    assert len({SHARD_FORMATS.get(name).suffix for name in NAMES}) == len(NAMES)
    assert [SHARD_FORMATS.get(name).name for name in NAMES] == list(NAMES)


@pytest.mark.parametrize(("compression", "written"), [("zstd", "ZSTD"), ("lz4", "LZ4"), ("none", "UNCOMPRESSED")])
def test_parquet_is_compressed_as_asked(tmp_path: Path, compression: str, written: str) -> None:
    path = file_of(shard_format("parquet", compression), (row(1),), tmp_path)
    assert pq.read_metadata(path).row_group(0).column(0).compression == written


def test_large_files_are_several_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS_PER_GROUP", 2)
    monkeypatch.setattr(webdataset, "ROWS_PER_BATCH", 2)
    for name in ("parquet", "webdataset"):
        form = shard_format(name)
        path = file_of(form, tuple(map(row, range(5))), tmp_path)
        assert [batch.num_rows for batch in form.read_batches(path)] == [2, 2, 1]
        assert [found.image_id for found in read_rows(form, path)] == [f"{number}.jpg" for number in range(5)]


class TestWebDataset:
    """Members and keys."""

    def members(self, rows: tuple[AugmentedCaption, ...]) -> dict[str, bytes]:
        file = io.BytesIO()
        webdataset.WebDataset().write(rows, file)
        with tarfile.open(fileobj=io.BytesIO(file.getvalue())) as tar:
            found = {}
            for member in tar:
                assert (member.mtime, member.uid, member.gid, member.uname, member.gname) == (0, 0, 0, "", "")
                content = tar.extractfile(member)
                assert content is not None and member.name not in found
                found[member.name] = content.read()
        return found

    def test_a_row_is_its_json_and_its_caption(self) -> None:
        members = self.members((row(1),))
        assert list(members) == ["1%2Ejpg+1.json", "1%2Ejpg+1.txt"]
        assert json.loads(members["1%2Ejpg+1.json"]) == row(1).as_row(("similarity",))
        assert members["1%2Ejpg+1.txt"] == b"a man"

    def test_keys_have_no_dots_slashes_or_other_letters(self) -> None:
        strange = AugmentedCaption("cat/0.jpg", "é+%", "a cat", "own", "all", SceneGraph())
        assert list(self.members((strange,))) == ["cat%2F0%2Ejpg+%C3%A9%2B%25.json", "cat%2F0%2Ejpg+%C3%A9%2B%25.txt"]

    def test_a_key_that_comes_again_gets_a_number(self) -> None:
        names = list(self.members((row(1), row(1), row(1), row(2))))
        assert names[::2] == ["1%2Ejpg+1.json", "1%2Ejpg+1+2.json", "1%2Ejpg+1+3.json", "2%2Ejpg+2.json"]

    def test_a_file_cut_between_two_members_is_no_shard(self, tmp_path: Path) -> None:
        """Python's own reader would give the members before the cut."""
        form = shard_format("webdataset")
        path = file_of(form, tuple(map(row, range(20))), tmp_path)
        with tarfile.open(path) as tar:
            ends = [member.offset for member in tar][2::2]
        whole = path.read_bytes()
        for end in ends:
            path.write_bytes(whole[:end])
            with pytest.raises(InputError, match="it ends within its members"):
                list(form.read_batches(path))

    def test_a_broken_header_is_not_the_end(self, tmp_path: Path) -> None:
        """Python's own reader would give the members before it."""
        form = shard_format("webdataset")
        path = file_of(form, tuple(map(row, range(20))), tmp_path)
        with tarfile.open(path) as tar:
            headers = [member.offset for member in tar][2::2]
        whole = path.read_bytes()
        for at in headers:
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(InputError, match="it ends within its members"):
                list(form.read_batches(path))

    def test_rows_whose_header_is_lost_are_no_shard(self, tmp_path: Path) -> None:
        form = shard_format("webdataset")
        with tarfile.open(tmp_path / "rows.tar", "w") as tar:
            content = json.dumps(row(1).as_row(SCORES)).encode()
            member = tarfile.TarInfo("1.json")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        with pytest.raises(InputError, match=r"not a readable shard \('CAPAUG.scores'\)"):
            list(form.read_batches(tmp_path / "rows.tar"))


def test_arrow_is_mapped_and_not_copied(tmp_path: Path) -> None:
    path = file_of(shard_format("arrow"), tuple(map(row, range(2000))), tmp_path)
    before = pa.total_allocated_bytes()
    batches = list(shard_format("arrow").read_batches(path, ["caption", "negatives.text"]))
    assert batches[0].nbytes > 10_000
    assert pa.total_allocated_bytes() - before < 5_000
