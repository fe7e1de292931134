"""The engine ``ray`` on a cluster of three nodes, which are processes of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fake_work import FakeSource, FakeWork, SplitSource, groups

from capaug.engines import open_engine
from capaug.engines.base import Run, WorkError
from capaug.errors import UsageError
from capaug.generation import make_folder
from capaug.records import CaptionGroup, ChunkResult
from capaug.runs.manifest import Manifest
from capaug.runs.merge import merge
from capaug.runs.shards import ShardSummary
from capaug.runs.share import Share

pytest.importorskip("ray", reason="the extra ray is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")  # Ray warns of its own futures

IMAGES, SHARDS = 42, 11


@dataclass(frozen=True)
class WatchedWork(FakeWork):
    """Leaves the name of a file for each worker that starts (its node, its process, its GPUs) in ``folder``."""

    folder: Path = Path()

    def start(self, worker: int = 0) -> Run:
        import ray

        node = ray.get_runtime_context().get_node_id()
        gpus = ",".join(map(str, ray.get_gpu_ids()))
        (self.folder / f"{node}-{os.getpid()}-{gpus}").touch()
        return super().start(worker)


class KilledOnce(WatchedWork):
    """The process that gets the image ``kill_at`` dies of it, the first time."""

    def run(self, chunk: Sequence[CaptionGroup]) -> ChunkResult:
        if any(group.image_id == self.kill_at for group in chunk):
            try:
                (self.folder / "killed").touch(exist_ok=False)
            except FileExistsError:
                return replace(self, kill_at="").run(chunk)
        return super().run(chunk)


def make(out: Path, engine: Any = None, work: FakeWork | None = None, **changes: Any) -> Manifest:
    kind = changes.pop("kind", FakeSource)
    settings: dict[str, Any] = {"recipe": {"name": "fake"}, "seed": 3, "shard_size": 4, "engine": engine}
    return make_folder(kind(groups(IMAGES), {"images": IMAGES}), work or FakeWork(), out, **{**settings, **changes})


def contents(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("unbroken")
    make(out)
    return out


SMALL = {"num_cpus": 1, "object_store_memory": 80_000_000, "include_dashboard": False}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Three nodes; Ray gives a lost one up after two seconds, not half a minute."""
    from ray.cluster_utils import Cluster

    quick = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500, "health_check_failure_threshold": 4}
    here = Path(__file__).parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(map(str, (here, here.parents[1]))))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        cluster = Cluster(initialize_head=True, head_node_args={**SMALL, "_system_config": quick})
        for _ in range(2):
            cluster.add_node(**SMALL)
        yield cluster
        cluster.shutdown()


@pytest.mark.parametrize("kind", [FakeSource, SplitSource])
def test_the_bytes_are_those_of_one_process(cluster: Any, unbroken: Path, tmp_path: Path, kind: type) -> None:
    (tmp_path / "seen").mkdir()
    heard: list[int] = []
    engine = open_engine("ray", None, cluster.address)
    work = WatchedWork(seconds=0.1, folder=tmp_path / "seen")
    make(tmp_path / "out", engine, work, kind=kind, progress=lambda summary: heard.append(summary.index))
    assert sorted(heard) == list(range(SHARDS))
    assert contents(tmp_path / "out") == contents(unbroken)
    nodes = [path.name.split("-")[0] for path in (tmp_path / "seen").iterdir()]
    assert len(nodes) == len(set(nodes)) == 3


def test_a_worker_that_dies_is_replaced(cluster: Any, unbroken: Path, tmp_path: Path) -> None:
    engine = open_engine("ray", 2, cluster.address)
    make(tmp_path / "out", engine, KilledOnce(kill_at="17", folder=tmp_path))
    assert engine.replaced == 1
    assert contents(tmp_path / "out") == contents(unbroken)


def test_an_image_that_kills_again_and_again_ends_the_run(cluster: Any, tmp_path: Path) -> None:
    with pytest.raises(
        WorkError, match=r"4 workers died at fake, images '16' to '19', the last for this: The actor"
    ) as e:
        make(tmp_path / "out", open_engine("ray", 2, cluster.address), FakeWork(kill_at="17"))
    assert "\n" not in str(e.value)
    print(e.value)


def test_parts_of_a_run_and_a_resumed_one(cluster: Any, unbroken: Path, tmp_path: Path) -> None:
    engine = open_engine("ray", 1, cluster.address)
    with pytest.raises(WorkError, match=r"fake, image '24' \('a dog sitting on a couch'\).*ValueError: boom") as caught:
        make(tmp_path / "2", engine, FakeWork(fail_at="24"), share=Share(1, 2))
    assert "in run" in caught.value.__notes__[0]
    assert sorted(path.name for path in (tmp_path / "2" / "train").iterdir()) == [
        f"data-{index:06d}.arrow" for index in (0, 2, 4)
    ]
    for number in (1, 2):
        make(tmp_path / str(3 - number), engine, share=Share(number, 2))
    merge(tmp_path / "out", [tmp_path / "1", tmp_path / "2"])
    assert contents(tmp_path / "out") == contents(unbroken)


@pytest.mark.parametrize(
    ("work", "error", "message"),
    [
        (FakeWork(fail_to_start="user"), UsageError, "^unknown encoder 'x'$"),
        (FakeWork(fail_to_start="broken"), WorkError, "starting a worker .*broken weights"),
    ],
)
def test_a_worker_that_cannot_start(
    cluster: Any, tmp_path: Path, work: FakeWork, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        make(tmp_path / "out", open_engine("ray", 2, cluster.address), work)


def test_a_lost_node_costs_nothing(cluster: Any, unbroken: Path, tmp_path: Path) -> None:
    """The node is one of the three that are at work; there is no other in its place."""
    (tmp_path / "seen").mkdir()
    extra = cluster.add_node(**SMALL)
    engine = open_engine("ray", 4, cluster.address)
    lost: list[int] = []

    def kill(summary: ShardSummary) -> None:
        if (tmp_path / "seen").glob(f"{extra.node_id}-*") and not lost and summary.index >= 3:
            lost.append(summary.index)
            cluster.remove_node(extra, allow_graceful=False)

    make(tmp_path / "out", engine, WatchedWork(seconds=0.5, folder=tmp_path / "seen"), progress=kill)
    assert lost
    assert engine.replaced == 1
    assert contents(tmp_path / "out") == contents(unbroken)
