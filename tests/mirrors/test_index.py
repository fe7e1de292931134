from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from capaug.errors import InputError
from capaug.formats import SHARD_FORMATS, ShardFormat, shard_format
from capaug.formats.arrow import ARROW
from capaug.mirrors import MIRRORS, PARTNERS, mine, read_mirrors, read_partners, write_mirrors, write_partners
from capaug.mirrors.index import Mined
from capaug.records import AugmentedCaption, ChunkResult
from capaug.runs.run import begin, finish
from capaug.runs.shards import write_shard


def shards(out: Path, rows: Sequence[AugmentedCaption], seed: int = 0, form: ShardFormat = ARROW) -> Path:
    """A finished folder of the rows in two shards."""
    run = begin(out, recipe={"name": "own"}, source={"name": "own"}, seed=seed, shard_size=4, form=form)
    for index, part in enumerate((rows[:4], rows[4:])):
        write_shard(out, index, ChunkResult(rows=list(part)), "digest", form)
    finish(out, run, 2)
    return out


@pytest.mark.parametrize("name", SHARD_FORMATS.names())
def test_what_is_written_is_what_is_mined(tmp_path: Path, rows: tuple[AugmentedCaption, ...], name: str) -> None:
    out = shards(tmp_path / "out", rows, form=shard_format(name))
    found = write_mirrors(out, most=2)
    assert read_mirrors(out) == mine(rows, 2)
    assert found == {
        "all": Mined(6, 4, 6),
        "asymmetry_1.negate": Mined(1, 0, 0),
        "asymmetry_1.object": Mined(2, 1, 2),
        "attribute_replace.contrast": Mined(1, 1, 2),
        "attribute_replace.swap": Mined(1, 1, 1),
        "relation_swap.predicate": Mined(1, 1, 1),
    }
    table = pq.read_table(out / MIRRORS)
    assert table.column_names == ["image_id", "caption_id", "negative", "mirrors"]
    assert table.to_pylist()[0] == {"image_id": "i1", "caption_id": "i1.0", "negative": 0, "mirrors": ["i2", "i6"]}


def test_the_same_shards_give_the_same_file(tmp_path: Path, rows: tuple[AugmentedCaption, ...]) -> None:
    out = shards(tmp_path / "out", rows)
    write_mirrors(out)
    before = (out / MIRRORS).read_bytes()
    write_mirrors(out)
    assert (out / MIRRORS).read_bytes() == before


def test_no_negative_has_one(tmp_path: Path, rows: tuple[AugmentedCaption, ...]) -> None:
    out = shards(tmp_path / "out", rows[2:3])
    assert write_mirrors(out) == {"all": Mined(0, 0, 0)}
    assert read_mirrors(out) == {}


def test_of_other_shards_it_is_refused(tmp_path: Path, rows: tuple[AugmentedCaption, ...]) -> None:
    out, other = shards(tmp_path / "out", rows), shards(tmp_path / "other", rows[:5])
    with pytest.raises(InputError, match=r"there is no such file; make it with: capaug mirrors .*out$"):
        read_mirrors(out)
    write_mirrors(other)
    (out / MIRRORS).write_bytes((other / MIRRORS).read_bytes())
    with pytest.raises(InputError, match=r"is of other shards .*; run again: capaug mirrors .*out$"):
        read_mirrors(out)
    for broken in (b"no parquet", b""):
        (out / MIRRORS).write_bytes(broken)
        with pytest.raises(InputError, match="not a file of capaug mirrors"):
            read_mirrors(out)
    pq.write_table(pq.read_table(other / MIRRORS).drop_columns("mirrors"), out / MIRRORS)
    with pytest.raises(InputError, match="not a file of capaug mirrors"):
        read_mirrors(out)


def test_partners_of_ones_own(tmp_path: Path, rows: tuple[AugmentedCaption, ...]) -> None:
    out = shards(tmp_path / "out", rows)
    assert read_partners(out) == {}  # there are none
    partners = {("i1", "i1.0", 0): ("i1+0",), ("i2", "i2.0", 0): ("i2+0", "i2+1")}
    write_partners(out, partners)
    assert read_partners(out) == partners
    other = shards(tmp_path / "other", rows[:5])
    (other / PARTNERS).write_bytes((out / PARTNERS).read_bytes())
    with pytest.raises(InputError, match="is of other shards than those of the folder"):
        read_partners(other)
    with pytest.raises(InputError, match="no such folder"):
        write_partners(tmp_path / "gone", partners)


def test_what_is_no_output_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        write_mirrors(tmp_path / "gone")
    assert not (tmp_path / "gone").exists()
