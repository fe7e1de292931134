"""The engine ``ray`` on a cluster of three nodes, which are processes of this machine."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest
from fake_work import FakeSource, FakeWork, Made, SplitSource, groups

from capaug.augmenter import AugmentWork
from capaug.engines import open_engine
from capaug.engines.base import Run, WorkError
from capaug.engines.ray import Actor, connect, room
from capaug.errors import InputError, OutputError, UsageError
from capaug.generation import generate, make_folder
from capaug.recipes import load_recipe
from capaug.records import CaptionGroup, ChunkResult
from capaug.runs.manifest import Manifest
from capaug.runs.run import versions
from capaug.runs.shards import ShardSummary, digest, write_shard
from capaug.sources import open_source

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
    """Three nodes, the last with a GPU that is none; Ray gives a lost one up after two seconds, not half a minute."""
    from ray.cluster_utils import Cluster

    quick = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500, "health_check_failure_threshold": 4}
    here = Path(__file__).parent
    paths = [str(here), str(here.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(paths))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        cluster = Cluster(initialize_head=True, head_node_args={**SMALL, "_system_config": quick})
        cluster.add_node(**SMALL)
        cluster.add_node(**SMALL, num_gpus=1)
        yield cluster
        cluster.shutdown()


@pytest.fixture(scope="module")
def connected(cluster: Any) -> Iterator[None]:
    """This process is connected to the cluster already, as a program may be."""
    import ray

    connect(cluster.address)
    yield
    ray.shutdown()


def seen(folder: Path) -> list[list[str]]:
    return [path.name.split("-") for path in folder.iterdir()]


def test_the_bytes_are_those_of_one_process(connected: None, unbroken: Path, tmp_path: Path) -> None:
    import ray

    (tmp_path / "seen").mkdir()
    heard: list[int] = []
    work = WatchedWork(seconds=0.1, folder=tmp_path / "seen")
    make(tmp_path / "out", open_engine("ray"), work, progress=lambda summary: heard.append(summary.index))
    assert ray.is_initialized()
    assert sorted(heard) == list(range(SHARDS))
    assert contents(tmp_path / "out") == contents(unbroken)
    assert len({node for node, _, _ in seen(tmp_path / "seen")}) == len(seen(tmp_path / "seen")) == 3


def test_a_worker_that_wants_a_gpu_gets_one(connected: None, unbroken: Path, tmp_path: Path) -> None:
    import ray

    (tmp_path / "seen").mkdir()
    make(tmp_path / "out", open_engine("ray"), WatchedWork(gpu=True, folder=tmp_path / "seen"))
    with_gpu = [node["NodeID"] for node in ray.nodes() if node["Resources"].get("GPU")]
    assert [(node, gpu) for node, _, gpu in seen(tmp_path / "seen")] == [(*with_gpu, "0")]
    assert contents(tmp_path / "out") == contents(unbroken)


@pytest.mark.parametrize(
    ("gpus", "workers", "expected"),
    [
        ([0, 0], None, (12, 0)),
        ([0, 0], 5, (5, 0)),
        ([2, 0], None, (8, 1 / 4)),  # of the first machine alone
        ([2, 1], 2, (2, 1)),
        ([2, 1], 4, (4, 1 / 2)),
        ([3, 0], 8, (8, 1 / 3)),  # not 3/8, of which two fit on a GPU: six in all
    ],
)
def test_workers_share_the_gpus(
    monkeypatch: pytest.MonkeyPatch, gpus: list[float], workers: int | None, expected: tuple[int, float]
) -> None:
    alive = [{"Alive": True, "Resources": {"CPU": cpus, "GPU": gpu}} for cpus, gpu in zip((8, 4), gpus, strict=True)]
    monkeypatch.setattr("ray.nodes", lambda: [*alive, {"Alive": False, "Resources": {"CPU": 64, "GPU": 8}}])
    assert room(FakeWork(gpu=True), workers) == expected
    assert room(FakeWork(), workers) == (workers or 12, 0)


def test_a_worker_that_dies_is_replaced(connected: None, unbroken: Path, tmp_path: Path) -> None:
    engine = open_engine("ray", 2)
    make(tmp_path / "out", engine, KilledOnce(kill_at="17", folder=tmp_path), kind=SplitSource)
    assert engine.replaced == 1
    assert contents(tmp_path / "out") == contents(unbroken)


@pytest.mark.parametrize(
    ("work", "where"),
    [
        (FakeWork(kill_at="17"), "at fake, images '16' to '19'"),
        (FakeWork(fail_to_start="killed"), "while they started"),
    ],
)
def test_what_kills_again_and_again_ends_the_run(connected: None, tmp_path: Path, work: FakeWork, where: str) -> None:
    with pytest.raises(WorkError, match=f"4 workers died {where}, the last for this: The actor died") as caught:
        make(tmp_path / "out", open_engine("ray", 1), work)
    assert "\n" not in str(caught.value)


def test_a_run_that_failed_goes_on(connected: None, unbroken: Path, tmp_path: Path) -> None:
    engine = open_engine("ray", 1)
    with pytest.raises(WorkError, match=r"fake, image '24' \('a dog sitting on a couch'\).*ValueError: boom") as caught:
        make(tmp_path / "out", engine, FakeWork(fail_at="24"))
    assert "in run" in caught.value.__notes__[0]
    make(tmp_path / "out", engine)
    assert contents(tmp_path / "out") == contents(unbroken)


@pytest.mark.parametrize(
    ("work", "error", "message"),
    [
        (FakeWork(fail_to_start="user"), UsageError, "^unknown encoder 'x'$"),
        (FakeWork(fail_to_start="broken"), WorkError, "starting a worker .*broken weights"),
    ],
)
def test_a_worker_that_cannot_start(
    connected: None, tmp_path: Path, work: FakeWork, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        make(tmp_path / "out", open_engine("ray", 2), work)


def test_other_machines_must_have_the_same_versions_and_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    payload = pickle.dumps((FakeWork(), print))
    other = Actor().start(payload, 0, str(tmp_path), {**versions(), "numpy": "1.0"})
    assert isinstance(other, WorkError)
    assert re.search(r"has numpy 2\S+, not 1.0: install the same on every machine", str(other))
    missing = Actor().start(payload, 0, str(tmp_path / "gone"), versions())
    assert isinstance(missing, WorkError)
    assert "gone: give the command where all machines see the same files" in str(missing)
    monkeypatch.chdir(Path.cwd())  # so that it is undone
    assert Actor().start(payload, 0, str(tmp_path), versions()) is None
    assert Path.cwd() == tmp_path


def test_what_cannot_be_read_or_written_names_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "node-7")
    actor = Actor()
    assert actor.start(pickle.dumps((FakeWork(), partial(put, tmp_path))), 0, str(Path.cwd()), versions()) is None
    unshared = actor.work((0, Made(0, 2)))
    assert isinstance(unshared, OutputError)
    assert "No such file or directory" in str(unshared)
    assert str(unshared).endswith("(said by node-7: all machines must see the folder as the same)")
    assert str(actor.work((0, Unread()))) == "a.txt: gone (said by node-7)"


def put(out: Path, index: int, groups: Sequence[CaptionGroup], result: ChunkResult) -> ShardSummary:
    return write_shard(out, index, result, digest(groups))


class Unread:
    """A part that is not there."""

    def groups(self) -> list[CaptionGroup]:
        raise InputError("a.txt: gone")


def test_workers_must_be_one_at_least() -> None:
    with pytest.raises(UsageError, match="the number of workers must be at least 1, not 0"):
        open_engine("ray", 0)


def test_where_there_is_no_cluster(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Ray cluster to work on at 'nowhere'") as caught:
        connect("nowhere")
    assert "\n" not in str(caught.value)


@dataclass(frozen=True)
class SlowWork:
    """The default recipe, slowed down. Leaves a file named by its node for each part that is done."""

    folder: Path

    def wants_gpu(self) -> bool:
        return False

    def start(self, worker: int = 0) -> Run:
        import ray

        node = ray.get_runtime_context().get_node_id()
        run = AugmentWork(load_recipe("default")).start(worker)

        def slowly(groups: Sequence[CaptionGroup]) -> ChunkResult:
            result = run(groups)
            time.sleep(0.5)
            (self.folder / f"{node}-{groups[0].image_id}").touch()
            return result

        return slowly


def test_a_node_that_is_lost_costs_nothing(
    cluster: Any, connected: None, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """One of three goes when each has done a part and has another in hand; nothing takes its place."""
    (tmp_path / "done").mkdir()
    source, recipe = open_source("coco", limit=24), load_recipe("default")
    given: dict[str, Any] = {"recipe": recipe.as_dict(), "seed": recipe.seed, "shard_size": 2}
    extra = cluster.list_all_nodes()[1]
    engine = open_engine("ray", 3)
    gone: list[str] = []

    def lose(summary: ShardSummary) -> None:
        at_work = {path.name.split("-")[0] for path in (tmp_path / "done").iterdir()}
        if len(at_work) == 3 and not gone:
            gone.extend(at_work & {extra.node_id})
            cluster.remove_node(extra, allow_graceful=False)

    make_folder(source, SlowWork(tmp_path / "done"), tmp_path / "ray", **given, engine=engine, progress=lose)
    make_folder(source, AugmentWork(recipe), tmp_path / "local", **given)
    assert contents(tmp_path / "ray") == contents(tmp_path / "local")
    assert len(gone) == engine.replaced == 1
    (news,) = caplog.messages
    assert news.startswith("a worker died at coco, images ")
    assert news.endswith("another takes its place, and the run goes on")
    assert capfd.readouterr().out == ""  # where results go


def test_the_script_for_slurm(cluster: Any, run_script: Callable[..., str], tmp_path: Path) -> None:
    """The command as ``ray symmetric-run`` starts it on the head: the bytes of the engine ``local``."""
    script = Path(__file__).parents[2] / "docs" / "examples" / "ray_on_slurm.sh"
    (tmp_path / "captions.txt").write_text("A red dog on a couch.\nA brown dog on a bed.\n")
    host, _, port = cluster.address.partition(":")
    slurm = {"SLURM_JOB_NODELIST": "node-[1-3]", "SLURM_NNODES": "3", "SLURM_CPUS_PER_TASK": "1"}
    said = run_script(script, "captions.txt", "ray", HOST=host, RAY_PORT=port, **slurm)
    assert said.startswith("captions of the text file captions.txt (a caption a line)\n")  # and no news of Ray
    start = f"symmetric-run --address {cluster.address} --min-nodes 3 --num-cpus 1 -- capaug generate"
    assert (tmp_path / "ray.txt").read_text().startswith(start)
    generate(str(tmp_path / "captions.txt"), tmp_path / "local")
    assert contents(tmp_path / "ray") == contents(tmp_path / "local")


ALONE = """
import sys
import capaug.engines.ray
capaug.engines.ray.SILENCE = 1.0
from capaug_cli.main import main
sys.argv[1:] = "generate --engine ray --address local --workers 1 --dataset".split() + sys.argv[1:]
main()
"""


def test_a_cluster_without_a_machine_ends_the_run(tmp_path: Path) -> None:
    """Ray itself would wait for one for ever."""
    captions = tmp_path / "captions.jsonl"  # more than are done before the machine is gone
    lines = (f'{{"image_id": "{k}", "caption": "A man in a red shirt rides a brown horse."}}' for k in range(30_000))
    captions.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, "-c", ALONE, str(captions), "--out", str(tmp_path / "out")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    own = psutil.Process(process.pid)
    until = time.monotonic() + 120
    while not any("ray::Actor" in " ".join(one.cmdline()) for one in living(own)):
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.1)
    next(one for one in living(own) if one.name() == "raylet").kill()
    _, said = process.communicate(timeout=180)
    assert process.returncode == 1
    assert "no machine left" in said.splitlines()[-1], said
    assert "Traceback" not in said


def living(process: psutil.Process) -> list[psutil.Process]:
    """The processes that another began and that have not ended."""
    return [one for one in process.children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]
