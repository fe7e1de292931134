from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.errors import UsageError
from capaug.runs.share import Share

COUNTS = st.integers(1, 12)


@given(COUNTS, st.integers(0, 60))
def test_every_shard_is_of_one_share_and_shares_differ_by_a_shard_at_most(of: int, total: int) -> None:
    shares = [Share(number, of) for number in range(1, of + 1)]
    held = [list(share.shards(total)) for share in shares]
    assert sorted(index for share in held for index in share) == list(range(total))
    assert max(map(len, held)) - min(map(len, held)) <= 1
    assert all((index in share) == (index in share.shards(total)) for share in shares for index in range(total))


@given(COUNTS, st.data())
def test_it_reads_what_it_says(of: int, data: st.DataObject) -> None:
    share = Share(data.draw(st.integers(1, of)), of)
    assert Share.read(str(share)) == share


@pytest.mark.parametrize("text", ["0/4", "5/4", "1/0"])
def test_there_is_no_such_part(text: str) -> None:
    with pytest.raises(UsageError, match=f"there is no part {text}: of n parts the first is 1/n"):
        Share.read(text)


@pytest.mark.parametrize("text", ["", "1", "1/", "-1/4", "1/4/2", "one/4", "1 / 4", "\u0661/4", "1/4\n"])
def test_it_is_written_as_one_number_over_another(text: str) -> None:
    with pytest.raises(UsageError, match="is no part of a run; the first of four parts is --part 1/4"):
        Share.read(text)
