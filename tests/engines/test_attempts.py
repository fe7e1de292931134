"""Whatever images kill, and however often others do by chance: the rest is what it would have been without them."""

from __future__ import annotations

from collections.abc import Sequence

from fake_work import FakeWork, Made
from hypothesis import given
from hypothesis import strategies as st

from capaug.engines.attempts import TRIES, Attempts, Piece
from capaug.engines.base import work_on
from capaug.records import CaptionGroup, ChunkResult

GROUPS = 24


def kept(index: int, groups: Sequence[CaptionGroup], result: ChunkResult) -> tuple[int, ChunkResult]:
    return index, result


def tried(attempts: Attempts, killers: set[int], chance: Sequence[bool]) -> tuple[ChunkResult, int]:
    """What comes of the task, and how many workers it takes; ``chance`` says of each try that might kill."""
    deaths = 0
    work = FakeWork().start()
    by_chance = iter(chance)
    while not attempts.finished:
        killed = any(int(group.image_id) in killers for group in attempts.groups())
        if killed or (next(by_chance, False) and not attempts.last):
            deaths += 1
            attempts.died("was killed")
            continue
        request = attempts.request
        attempts.answered(request.result(work) if isinstance(request, Piece) else work_on(request, work, kept))
    index, result = attempts.written(kept)
    assert index == 3
    return result, deaths


@given(
    first=st.integers(0, GROUPS),
    size=st.integers(1, GROUPS),
    killers=st.sets(st.integers(0, 2 * GROUPS)),
    chance=st.lists(st.booleans(), max_size=40),
)
def test_who_kills_is_rejected_and_nobody_else(first: int, size: int, killers: set[int], chance: list[bool]) -> None:
    part = Made(first, first + size)
    whole = FakeWork().run(list(part.groups()))
    result, _ = tried(Attempts((3, part)), killers, chance)
    assert result.rows == [row for row in whole.rows if int(row.image_id) not in killers]
    killed = [reject for reject in result.rejects if reject.reason == "killed_worker"]
    others = [reject for reject in result.rejects if reject.reason != "killed_worker"]
    assert others == [r for r in whole.rejects if int(r.image_id) not in killers or r.reason == "null"]
    given = [(group.image_id, one.id) for group in part.groups() for one in group.captions]
    assert [(reject.image_id, reject.caption_id) for reject in killed] == [
        (image, caption) for image, caption in given if int(image) in killers
    ]
    assert sum(result.refused.values()) == len(result.rows)
    assert result.scores == whole.scores


def test_a_lone_killer_takes_few_workers() -> None:
    for killer in range(64):
        _, deaths = tried(Attempts((3, Made(0, 64))), {killer}, [])
        assert deaths == TRIES + 5 + TRIES  # the whole; 32, 16, 8, 4 and 2 of it; the image


def test_the_last_try_is_that_of_a_lone_image_that_killed() -> None:
    attempts = Attempts((3, Made(4, 5)))
    for _ in range(TRIES):
        assert not attempts.last
        attempts.died("was killed")
    attempts.answered(ChunkResult())
    assert not attempts.last
    attempts.died("was killed")
    assert attempts.last
