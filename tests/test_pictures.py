"""Which picture an image id names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.errors import InputError
from capaug.pictures import PictureNames, is_invented

COCO = "COCO_val2014_000000391895.jpg"


def find(image_id: str, *names: str) -> str | None:
    return PictureNames(names, "photos").find(image_id)


@pytest.mark.parametrize(
    ("image_id", "name"),
    [
        ("val/a.jpg", "val/a.jpg"),
        ("./val/a.jpg", "val/a.jpg"),
        ("val\\a.jpg", "val/a.jpg"),
        ("a.jpg", "val/a.jpg"),
        ("a", "val/a.jpg"),
        ("val/a", "val/a.jpg"),
        ("a.png", "val/a.jpg"),  # the suffix of another format
        ("a.JPG", "a.jpeg"),
        ("/data/photos/val/a.jpg", "val/a.jpg"),
        ("val/a.jpg", "photos/val/a.jpg"),
        ("val/a.jpg", "a.jpg"),
        ("http://images.cocodataset.org/val2017/000000391895.jpg", "000000391895.jpg"),
        ("v1.2", "v1.2.jpg"),
        ("7", "7"),  # a column of ids
        ("7.jpg", "7"),
        ("7", "7.0"),
        *((number, COCO) for number in ("391895", "000000391895", "391895.0", "000000391895.jpg", COCO, COCO[:-4])),
        ("COCO_train2014_000000391895.jpg", COCO),
        ("val2014/391895", f"val2014/{COCO}"),
        ("391895.0", "000000391895.jpg"),
        ("0", "0.png"),
        ("000", "0.png"),
    ],
)
def test_an_id_names_a_picture(image_id: str, name: str) -> None:
    assert find(image_id, name, "other.jpg", "9/8.jpg") == name


@pytest.mark.parametrize(
    ("image_id", "name"),
    [
        ("train2014/a.jpg", "val2014/a.jpg"),
        ("dog/0.jpg", "cat/0.jpg"),
        ("og/0.jpg", "dog/0.jpg"),
        ("v1.2", "v1.jpg"),
        ("42", "IMG_42.jpg"),  # not COCO's 42
        ("ex_42_img_42", "42.jpg"),
        ("A", "a.jpg"),
        ("391895.5", "391895.jpg"),
        ("", "a.jpg"),
        ("./", "a.jpg"),
        ("#17", "17.jpg"),
        ("#17", "#17"),
        ("\u0664\u0662", "42.jpg"),  # 42 in other digits
    ],
)
def test_an_id_names_no_picture(image_id: str, name: str) -> None:
    assert find(image_id, name) is None


@pytest.mark.parametrize(
    ("image_id", "names", "found"),
    [
        ("cat/0.jpg", ("cat/0.jpg", "dog/0.jpg"), "cat/0.jpg"),
        ("cat/0", ("cat/0.jpg", "dog/0.jpg"), "cat/0.jpg"),
        ("0.jpg", ("cat/0.jpg", "0.jpg"), "0.jpg"),  # the path before the file name
        ("0.jpg", ("a/0.jpg", "b/0.png"), "a/0.jpg"),  # the file name before the stem
        ("42", ("42.jpg", "000000000042.jpg"), "42.jpg"),  # the stem before the number
        ("7", ("7", "7.jpg"), "7"),
    ],
)
def test_the_first_rule_that_finds_any_decides(image_id: str, names: tuple[str, ...], found: str) -> None:
    assert find(image_id, *names) == find(image_id, *names[::-1]) == found


@pytest.mark.parametrize(
    ("image_id", "names"),
    [
        ("0", ("cat/0.jpg", "dog/0.jpg")),
        ("0.jpg", ("cat/0.jpg", "dog/0.jpg")),
        ("cat/0.jpg", ("a/cat/0.jpg", "b/cat/0.jpg")),
        ("0", ("0.jpg", "0.png")),
        ("42", ("COCO_val2014_000000000042.jpg", "000000000042.jpg")),
        ("a.jpg", ("a.jpg", "./a.jpg")),
    ],
)
def test_two_pictures_are_an_error_that_names_them(image_id: str, names: tuple[str, ...]) -> None:
    with pytest.raises(InputError) as caught:
        find(image_id, *names)
    said = str(caught.value)
    assert f"photos: image id {image_id!r} names two pictures, {names[0]} and {names[1]}; " in said


def test_all_ids_are_resolved_at_once() -> None:
    names = PictureNames(["cat/0.jpg", "dog/0.jpg", "dog/1.jpg", "cat/2.jpg", "dog/2.jpg"], "photos")
    resolved = names.resolve(["1", "cat/0", "7", "#3", "1.jpg", "7"])
    assert resolved.found == {"1": "dog/1.jpg", "cat/0": "cat/0.jpg", "1.jpg": "dog/1.jpg"}
    assert resolved.missing == ("7", "#3")
    assert resolved.first_ids() == {"1": "1", "cat/0": "cat/0", "1.jpg": "1"}
    with pytest.raises(InputError, match=r"image id '0' names two .* \(1 other ids do so too\)"):
        names.resolve(["1", "0", "2", "7"])
    assert names.resolve([]).missing == ()


def test_ids_that_are_all_made_up_say_how_to_name_images() -> None:
    names = PictureNames(["1.jpg", "2.jpg"], "photos")
    with pytest.raises(InputError, match=r"made up \(#1, #2, #3, \.\.\.\); .*--columns image=COLUMN"):
        names.resolve(["#1", "#2", "#3", "#4"])
    assert names.resolve(["#1", "8"]).found == {}  # some do name an image, only not one that is here


parts = st.sampled_from(["a", "b", "0", "007", "7", "7.0", "COCO_val2014_007", "v.1", "#1", "a.jpg", "7.jpg", "7.png"])
ids = st.lists(parts, min_size=1, max_size=3).map("/".join)
folders = st.lists(ids, max_size=6, unique=True)


def keys(name: str) -> list[str]:
    """A name by each rule, written as plainly as can be."""
    file = name.split("/")[-1]
    stem = re.sub(r"\.(jpg|png)$", "", file)
    number = re.sub(r"^COCO_val2014_|\.0$", "", stem)
    return [name, file, stem, str(int(number)) if number.isdigit() else ""]


def may_be(image_id: str, name: str) -> bool:
    """Whether the folders of both agree as far as both tell of them."""
    one, other = (text.split("/")[-2::-1] for text in (image_id, name))
    return all(a == b for a, b in zip(one, other, strict=False))


@given(ids, folders)
def test_what_is_found_is_what_a_plain_search_finds(image_id: str, names: list[str]) -> None:
    expected: list[str] = []
    for key, of_names in zip(keys(image_id), zip(*map(keys, names), strict=True), strict=False):
        there = [n for n, other in zip(names, of_names, strict=True) if key and key == other and may_be(image_id, n)]
        expected = expected or there
    if is_invented(image_id):
        expected = []
    if len(expected) > 1:
        with pytest.raises(InputError, match="names two pictures"):
            find(image_id, *names)
    else:
        assert find(image_id, *names) == (expected[0] if expected else None)


@pytest.mark.parametrize("count", [5, 3000])
def test_one_file_name_in_many_folders(count: int) -> None:
    names = [f"{k:05}/images/a.jpg" for k in range(count)] + ["b/a.png"]
    pictures = PictureNames(names, "photos")
    resolved = pictures.resolve(f"{k:05}/images/a" for k in range(count))
    assert list(resolved.found.values()) == names[:-1]
    assert pictures.resolve(["7/images/a", "images/b"]).missing == ("7/images/a", "images/b")
    for image_id in ("a.jpg", "images/a"):
        with pytest.raises(InputError, match=r"two pictures, 00000/images/a\.jpg and 00001/images/a\.jpg"):
            pictures.find(image_id)


@given(folders)
def test_a_picture_is_found_by_its_own_path(names: list[str]) -> None:
    pictures = PictureNames(names, "photos")
    for name in names:
        assert pictures.find(name) == (None if is_invented(name) else name)
        assert pictures.find(f".\\{name}".replace("/", "\\")) == name


@given(ids, folders, st.randoms(use_true_random=False))
def test_the_order_of_pictures_does_not_matter(image_id: str, names: list[str], draw) -> None:  # type: ignore[no-untyped-def]
    def outcome(given: list[str]) -> str | None:
        try:
            return find(image_id, *given)
        except InputError:
            return "two"

    other = list(names)
    draw.shuffle(other)
    assert outcome(names) == outcome(other)
