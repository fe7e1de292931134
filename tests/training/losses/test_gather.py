"""Two processes that gather compute the loss and the gradients of one process with the whole batch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from torch.nn.functional import normalize

from capaug.training.losses import gather

# The arguments: rank, number of processes, file for the rendezvous, file for the results.
WORKER = """
import sys
import torch
from torch import distributed, nn
from torch.nn.functional import normalize
from capaug.training.losses import CrossModalRank, GapLoss, InfoNCE, MirrorLoss, OwnChoice, SigmoidLoss
from capaug.training.losses import gather, own_scores

rank, processes = int(sys.argv[1]), int(sys.argv[2])
torch.set_num_threads(1)
if processes > 1:
    distributed.init_process_group("gloo", init_method="file://" + sys.argv[3], rank=rank, world_size=processes)

generator = torch.Generator().manual_seed(0)
pictures, captions = (torch.randn(6, 4, generator=generator, dtype=torch.float64) for _ in range(2))
seen_elsewhere = torch.randn(6, 2, 4, generator=generator, dtype=torch.float64)
altered = torch.randn(6, 2, 4, generator=generator, dtype=torch.float64)
there = torch.tensor([[1, 1], [0, 0], [1, 0], [0, 1], [1, 1], [0, 0]], dtype=torch.bool)
image_ids = torch.tensor([5, 6, 7, 8, 5, 9])  # siblings in different processes
mine = slice(rank * 6 // processes, (rank + 1) * 6 // processes)

torch.manual_seed(1)  # the same tower everywhere
tower = nn.Linear(4, 3).double()
scale, bias = (nn.Parameter(torch.tensor(value, dtype=torch.float64)) for value in (5.0, -2.0))
rows = [normalize(tower(part[mine]), dim=-1) for part in (pictures, captions, altered, seen_elsewhere)]
rows[0].retain_grad()
image, text, negatives, mirrors = (gather(part) for part in rows)
mask, ids = gather(there[mine]), gather(image_ids[mine])
loss = InfoNCE()(image, text, scale, negatives, mask, ids)
loss = loss + GapLoss()(image, text, scale, negatives, mask, ids)
loss = loss + MirrorLoss()(image, text, scale, negatives, mirrors, mask)
loss = loss + OwnChoice(centred=True)(image, text, scale, negatives, mask)  # the mean image is that of all
loss = loss + SigmoidLoss()(image, text, scale, bias, negatives, mask, ids)
loss.backward()

rank_loss = CrossModalRank(["a", "b"], momentum=1.0).double()
positive, negative = own_scores(*(part.detach() for part in rows[:3]), there[mine])  # of the own rows only
rank_loss(positive + 5, negative, torch.tensor([0, 1]).expand(len(positive), 2), there[mine])

torch.save(
    {
        "loss": loss.detach(), "scale": scale.grad, "bias": bias.grad, "weight": tower.weight.grad,
        "image": rows[0].grad, "mask": mask, "ids": ids, "thresholds": rank_loss.thresholds,
    },
    sys.argv[4],
)
if processes > 1:
    distributed.barrier()
    distributed.destroy_process_group()
"""


def run(folder: Path, *places: tuple[int, int]) -> list[dict[str, torch.Tensor]]:
    """What workers of the given rank and number of processes found, all run at once."""
    results = [folder / f"{processes}_{rank}.pt" for rank, processes in places]
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(rank), str(processes), str(folder / "rendezvous"), str(result)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for (rank, processes), result in zip(places, results, strict=True)
    ]
    try:
        for worker in workers:
            _, said = worker.communicate(timeout=120)
            assert worker.returncode == 0, said
    finally:
        for worker in workers:
            worker.kill()
    return [torch.load(result) for result in results]


def test_two_processes_are_one(tmp_path: Path) -> None:
    whole, *halves = run(tmp_path, (0, 1), (0, 2), (1, 2))
    for half in halves:
        assert half["mask"].tolist() == whole["mask"].tolist()
        assert half["ids"].tolist() == whole["ids"].tolist()
        assert half["loss"].item() == pytest.approx(whole["loss"].item(), rel=1e-12)
        torch.testing.assert_close(half["thresholds"], whole["thresholds"])
    assert (whole["thresholds"] > 0).all()
    # DistributedDataParallel averages over the processes.
    for name in ("weight", "scale", "bias"):
        torch.testing.assert_close((halves[0][name] + halves[1][name]) / 2, whole[name])
    rows = torch.cat([half["image"] for half in halves])
    torch.testing.assert_close(rows / 2, whole["image"])
    assert whole["image"].abs().sum() > 0


def test_one_process_gets_its_own_tensor_back() -> None:
    tensor = normalize(torch.randn(3, 4), dim=-1)
    assert gather(tensor) is tensor
