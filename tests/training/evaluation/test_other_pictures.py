from __future__ import annotations

import pytest

from capaug.training.evaluation.other_pictures import other_images


def test_it_is_half_the_list_further_on() -> None:
    assert other_images(["a", "a", "b", "c"]) == {"a": "b", "b": "c", "c": "a"}
    assert other_images("abcdef") == {"a": "d", "b": "e", "c": "f", "d": "a", "e": "b", "f": "c"}


@pytest.mark.parametrize("count", range(2, 12))
def test_none_is_its_own_and_each_is_shown_once(count: int) -> None:
    images = [str(number) for number in range(count)]
    found = other_images(images)
    assert found is not None
    assert list(found) == sorted(found.values(), key=int) == images
    assert all(one != other for one, other in found.items())


def test_one_picture_has_no_other() -> None:
    assert other_images(["a", "a"]) is None
    assert other_images([]) is None
