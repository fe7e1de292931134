from __future__ import annotations

from pathlib import Path

import pytest

from capaug.augmenter import AugmentWork
from capaug.errors import InputError, OutputError, UsageError
from capaug.recipes import load_recipe
from capaug.records import AugmentedCaption, Caption, CaptionGroup, ChunkResult, Edit, Reject, SceneGraph, Variant
from capaug.runs.manifest import Manifest
from capaug.runs.reader import iter_rows
from capaug.runs.refilter import Bounds, refilter
from capaug.runs.run import begin, finish
from capaug.runs.shards import digest, write_shard
from capaug.runs.verify import verify

CAPTIONS = (
    ("A brown dog chasing a white cat on the grass.", "A dog runs after a cat in a yard."),
    ("Two women holding red umbrellas near a bus.", "Women with umbrellas standing by a large bus."),
    ("A man in a blue shirt riding a horse on the beach.", "A rider on a horse by the sea."),
)


@pytest.fixture(scope="module", name="folder")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two shards, one of which has a reject."""
    out = tmp_path_factory.mktemp("refilter") / "out"
    groups = [
        CaptionGroup(str(i), tuple(Caption(f"{i}-{k}", text) for k, text in enumerate(texts)), "test", "all")
        for i, texts in enumerate(CAPTIONS)
    ]
    bad = Reject("2", "2-x", "7", "test", "all", "not_text", "a number")
    groups[2] = CaptionGroup("2", groups[2].captions, "test", "all", (bad,))
    recipe = load_recipe("default")
    run = begin(out, recipe=recipe.as_dict(), source={"name": "test"}, seed=0, shard_size=2)
    augment = AugmentWork(recipe, "cpu").start()
    for index, chunk in enumerate((groups[:2], groups[2:])):
        write_shard(out, index, augment(chunk), digest(chunk))
    finish(out, run, 2)
    return out


def rows_of(folder: Path) -> list[AugmentedCaption]:
    return list(iter_rows(folder))


def test_the_folder_keeps_its_format(out_of_any_format: Path, tmp_path: Path) -> None:
    manifest = refilter(out_of_any_format, tmp_path / "narrow", Bounds(lowest=0.6))
    before = Manifest.read(out_of_any_format)
    assert (manifest.format, manifest.compression) == (before.format, before.compression)
    assert [shard.file for shard in manifest.shards] == [shard.file for shard in before.shards]
    assert [[n.similarity for n in row.negatives] for row in rows_of(tmp_path / "narrow")] == [[0.875, None], [], []]
    assert verify(tmp_path / "narrow") == []


def test_only_what_lies_between_the_ends_is_kept(folder: Path, tmp_path: Path) -> None:
    before = rows_of(folder)
    scores = sorted(v.similarity for row in before for v in (*row.negatives, *row.positives) if v.similarity)
    low, high = scores[len(scores) // 4], scores[-len(scores) // 4]
    manifest = refilter(folder, tmp_path / "narrow", Bounds(low, high))
    after = rows_of(tmp_path / "narrow")
    assert [row.caption_id for row in after] == [row.caption_id for row in before]
    for old, new in zip(before, after, strict=True):
        assert new.negatives == tuple(v for v in old.negatives if low <= (v.similarity or 0) <= high)
        assert new.positives == tuple(v for v in old.positives if low <= (v.similarity or 0) <= high)
    refused = sum(count for reasons in manifest.refused.values() for count in reasons.values())
    assert refused == len(scores) - sum(len(row.negatives) + len(row.positives) for row in after) > 0
    assert verify(tmp_path / "narrow") == []


def test_rejects_are_not_lost(folder: Path, tmp_path: Path) -> None:
    manifest = refilter(folder, tmp_path / "out", Bounds(lowest=0.5))
    assert (manifest.captions, manifest.rows) == (7, 6)
    assert manifest.rejects == Manifest.read(folder).rejects == {"not_text": 1}


def test_a_kind_or_a_family_is_bounded_alone(folder: Path, tmp_path: Path) -> None:
    refilter(folder, tmp_path / "out", Bounds(lowest=1.0, kinds=("attribute_replace", "asymmetry_2.truncate")))
    before, after = rows_of(folder), rows_of(tmp_path / "out")

    def bounded(kind: str) -> bool:
        return kind.startswith("attribute_replace.") or kind == "asymmetry_2.truncate"

    assert any(bounded(v.kind) for row in before for v in (*row.negatives, *row.positives))
    for old, new in zip(before, after, strict=True):
        assert new.negatives == tuple(v for v in old.negatives if not bounded(v.kind))
        assert new.positives == tuple(v for v in old.positives if not bounded(v.kind))


def test_a_kind_of_a_plug_in_is_known_where_the_folder_holds_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    variant = Variant("a sunny street", "seasons.weather", (Edit(2, 7, "snowy", "sunny"),), {"similarity": 0.75})
    row = AugmentedCaption("1", "1-0", "a snowy street", "test", "all", SceneGraph(), (), (variant,))
    run = begin(out, recipe={"name": "mine", "kinds": {"seasons.time": {}}}, source={}, seed=0, shard_size=1)
    write_shard(out, 0, ChunkResult([row]), "digest")
    finish(out, run, 1)
    for kind, left in (("seasons.weather", 0), ("seasons", 0), ("seasons.time", 1)):
        refilter(out, tmp_path / kind, Bounds(lowest=0.9, kinds=(kind,)))
        assert sum(len(row.negatives) for row in iter_rows(tmp_path / kind)) == left
    with pytest.raises(UsageError, match=r"'season' \(did you mean 'seasons'\?\); known to this folder: seasons.time"):
        refilter(out, tmp_path / "none", Bounds(lowest=0.9, kinds=("season",)))


def test_the_hardest_are_the_most_similar(folder: Path, tmp_path: Path) -> None:
    refilter(folder, tmp_path / "out", Bounds(hardest=1))
    for old, new in zip(rows_of(folder), rows_of(tmp_path / "out"), strict=True):
        assert len(new.negatives) == min(1, len(old.negatives))
        if new.negatives:
            assert new.negatives[0].similarity == max(v.similarity or 0 for v in old.negatives)
        assert new.positives == old.positives


def test_a_run_broken_off_goes_on_to_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    refilter(folder, whole, Bounds(lowest=0.6))
    refilter(folder, broken, Bounds(lowest=0.6))
    (broken / "manifest.json").unlink()
    shard = Manifest.read(whole).shards[1].file
    (broken / shard).write_bytes(b"half")
    refilter(folder, broken, Bounds(lowest=0.6))
    for name in ("manifest.json", shard):
        assert (broken / name).read_bytes() == (whole / name).read_bytes()


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        (Bounds(), "nothing to filter by"),
        (Bounds(0.9, 0.1), "the lower one first"),
        (Bounds(lowest=2.0), "from -1 to 1"),
        (Bounds(lowest=0.5, kinds=("colours",)), "unknown kind 'colours'"),
    ],
)
def test_bounds_that_make_no_sense(folder: Path, tmp_path: Path, bounds: Bounds, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        refilter(folder, tmp_path / "out", bounds)


def test_folders_that_will_not_do(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="folder of their own"):
        refilter(folder, folder, Bounds(lowest=0.5))
    with pytest.raises(InputError, match="no such folder"):
        refilter(tmp_path / "none", tmp_path / "out", Bounds(lowest=0.5))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="holds other things"):
        refilter(folder, tmp_path / "full", Bounds(lowest=0.5))
