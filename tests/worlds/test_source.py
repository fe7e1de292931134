"""The source of made scenes."""

from __future__ import annotations

from itertools import islice

import pytest

from capaug.errors import UsageError
from capaug.sources import open_source


def test_the_first_images_are_the_same_every_time() -> None:
    source = open_source("shapes", limit=3)
    groups = list(source.groups())
    assert groups == list(open_source("shapes", limit=3).groups())
    assert [group.image_id for group in groups] == ["0", "1", "2"]
    assert [caption.id for caption in groups[1].captions] == ["1.0", "1.1", "1.2", "1.3", "1.4"]
    assert source.count() == 15
    assert (source.name, source.split) == ("shapes", "all")


def test_all_images() -> None:
    source = open_source("shapes")
    assert source.count() == 20_000
    assert "4,000" in source.describe()
    assert source.fingerprint() == open_source("shapes").fingerprint()
    ids = [caption.id for group in islice(source.groups(), 500) for caption in group.captions]
    assert len(set(ids)) == 2500


@pytest.mark.parametrize("option", ["split", "delimiter", "header"])
def test_options_of_files_are_refused(option: str) -> None:
    with pytest.raises(UsageError, match="--dataset shapes"):
        open_source("shapes", **{option: "x"})  # type: ignore[arg-type]
