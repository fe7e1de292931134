"""AUC and mirror AUC: by a plain loop, one half for who sees nothing, intervals that hold the truth."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor

from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.training.data.pictures import Pictures, open_pictures
from capaug.training.evaluation.auc import Auc, auc_by_kind, share_above
from capaug.training.evaluation.choice import evaluate_choice
from capaug.training.evaluation.compared import FEW, Compared
from capaug.training.models.base import DualEncoder, Features

COLORS = ("red", "green", "blue")
KINDS = ("attribute_replace.contrast", "asymmetry_1.object")


def make_rows(images: int, seed: int = 0) -> list[AugmentedCaption]:
    """Two captions an image, each with a few negatives in other colors."""
    draw = random.Random(seed)
    rows = []
    for image in range(images):
        color = COLORS[image % 3]
        for n, thing in enumerate(("wall", "ball")):
            negatives = tuple(
                Variant(f"a {other} {thing}", draw.choice(KINDS), ())
                for other in draw.sample([one for one in COLORS if one != color], draw.choice((1, 2)))
            )
            rows.append(
                AugmentedCaption(
                    str(image), f"{image}.{n}", f"a {color} {thing}", "own", "all", SceneGraph(), (), negatives
                )
            )
    return rows


class Scored:
    """Gaps from a table: of each text, a number in front of each picture."""

    def __init__(self, rows: list[AugmentedCaption], gaps: Tensor) -> None:
        self.rows, self.table = rows, gaps  # [P, I]

    def __call__(self, shown: Tensor) -> Tensor:
        return self.table.gather(1, shown)


def measured(images: int, gaps: Any, every: bool = True) -> SimpleNamespace:
    rows = make_rows(images)
    kinds = [negative.kind for row in rows for negative in row.negatives]
    owners = [int(row.image_id) for row in rows for _ in row.negatives]
    compared = Compared([row.image_id for row in rows], rows, every=every)
    table = gaps(len(kinds), images, owners)
    return SimpleNamespace(
        rows=rows, kinds=kinds, owners=owners, table=table, found=compared.measures(rows, Scored(rows, table))
    )


def random_gaps(pairs: int, images: int, owners: list[int]) -> Tensor:
    return torch.randint(0, 6, (pairs, images), generator=torch.Generator().manual_seed(1)).float()  # many are equal


def above(own: float, others: list[float]) -> float:
    return sum(1.0 if own > one else 0.5 if own == one else 0.0 for one in others) / len(others)


def test_it_is_the_plain_loop() -> None:
    given = measured(9, random_gaps)
    color = {image: COLORS[image % 3] for image in range(9)}
    pair = 0
    for row in given.rows:
        own = int(row.image_id)
        for negative in row.negatives:
            gaps = given.table[pair].tolist()
            others = [gaps[image] for image in range(9) if image != own]
            new = negative.text.split()[1]
            mirrors = [gaps[image] for image in range(9) if color[image] == new]
            assert given.found["own"][pair] == gaps[own]
            assert given.found["other"][pair] == gaps[(own + 4) % 9]
            assert given.found["auc"][pair].item() == pytest.approx(above(gaps[own], others))
            assert given.found["mirror_auc"][pair].item() == pytest.approx(above(gaps[own], mirrors))
            pair += 1
    assert pair == len(given.kinds)
    total = auc_by_kind(given.found["auc"], given.kinds, given.owners)
    for kind in KINDS:
        values = [v for v, of in zip(given.found["auc"].tolist(), given.kinds, strict=True) if of == kind]
        assert total[kind].value == pytest.approx(sum(values) / len(values))
        assert total[kind].pairs == len(values)
    assert list(total) == ["all", *sorted(KINDS)]
    assert total["all"].value == pytest.approx(given.found["auc"].mean().item())


def test_a_bias_of_the_texts_cancels() -> None:
    """However much the texts give away: gaps that differ between pairs, and next to nothing between pictures."""

    def biased(pairs: int, images: int, owners: list[int]) -> Tensor:
        draws = torch.Generator().manual_seed(2)
        noise = 1e-6 * torch.randn(pairs, images, generator=draws)
        return 3 + torch.randn(pairs, 1, generator=draws) + noise

    given = measured(1500, biased)
    assert (given.found["own"] > 0).double().mean() > 0.95
    for name in ("auc", "mirror_auc"):
        assert given.found[name].nanmean().item() == pytest.approx(0.5, abs=0.01)


def test_who_sees_all_has_all_and_nothing_when_the_pictures_are_shuffled() -> None:
    def seeing(pairs: int, images: int, owners: list[int]) -> Tensor:
        """What is of the color of the caption has a gap of 1, all else of -1, and the own picture a little more."""
        gaps = torch.full((pairs, images), -1.0)
        for pair, own in enumerate(owners):
            gaps[pair, own % 3 :: 3] = 1.0
            gaps[pair, own] = 1.1
        return gaps

    given = measured(300, seeing)
    assert given.found["auc"].min() == given.found["mirror_auc"].min() == 1
    for name in ("shuffled_auc", "shuffled_mirror_auc"):
        shuffled = auc_by_kind(given.found[name], given.kinds, given.owners)["all"]
        assert shuffled.value == pytest.approx(0.5, abs=0.02)
        assert shuffled.low < 0.5 < shuffled.high


def test_a_few_pictures_stand_for_all() -> None:
    given, every = measured(60, random_gaps, every=False), measured(60, random_gaps)
    assert "shuffled_auc" not in given.found
    for name in ("own", "other"):
        assert torch.equal(given.found[name], every.found[name])
    for name in ("auc", "mirror_auc"):
        assert given.found[name].mean().item() == pytest.approx(every.found[name].mean().item(), abs=0.1)
        assert not torch.equal(given.found[name], every.found[name])
        assert (given.found[name] * 2 * FEW).frac().abs().max() < 1e-6  # of five pictures
    few = measured(4, random_gaps, every=False)
    assert few.found["auc"].isfinite().all()


def test_no_other_picture() -> None:
    assert measured(1, random_gaps).found.keys() == {"own"}
    nothing = share_above(torch.ones(2), torch.zeros(2, 3), torch.zeros(2, 3, dtype=torch.bool))
    assert nothing.isnan().all()
    assert auc_by_kind(nothing, ["a", "b"], [0, 1]) == {}


def test_pairs_without_a_mirror_are_left_out() -> None:
    shares = torch.tensor([1.0, torch.nan, 0.5, torch.nan], dtype=torch.float64)
    found = auc_by_kind(shares, ["a", "a", "b", "c"], [4, 4, 7, 7])
    assert {name: (auc.value, auc.pairs) for name, auc in found.items()} == {
        "all": (0.75, 2), "a": (1.0, 1), "b": (0.5, 1)
    }  # fmt: skip
    assert found["a"] == Auc(1.0, 1.0, 1.0, 1)


def test_intervals_are_those_of_pictures_and_not_of_pairs() -> None:
    """Ten pairs a picture that all say the same tell no more than one: the interval is as wide as that of one."""
    draws = torch.Generator().manual_seed(3)
    shares = torch.rand(200, generator=draws, dtype=torch.float64)
    one = auc_by_kind(shares, ["a"] * 200, range(200))["all"]
    ten = auc_by_kind(shares.repeat_interleave(10), ["a"] * 2000, [n // 10 for n in range(2000)])["all"]
    assert (ten.value, ten.low, ten.high) == pytest.approx((one.value, one.low, one.high))
    error = 1.96 * (1 / 12 / 200) ** 0.5
    assert one.high - one.low == pytest.approx(2 * error, rel=0.15)
    assert one.low < 0.5 < one.high


@pytest.fixture(name="photos", scope="module")
def photos_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ninety pictures of one of three colors, lighter and darker ones."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("photos")
    draw = random.Random(0)
    for image in range(90):
        color = [draw.randrange(60) for _ in range(3)]
        color[image % 3] = 195 + draw.randrange(60)
        Image.new("RGB", (8, 8), tuple(color)).save(folder / f"{image}.png")
    return folder


@pytest.mark.parametrize("blinded", ["constant", "scattered"])
def test_a_tower_that_ignores_pictures_has_one_half(
    model: DualEncoder, photos: Path, monkeypatch: pytest.MonkeyPatch, blinded: str
) -> None:
    # captions are longer than negatives: all that a blind model needs to choose well
    rows = [replace(row, caption=f"{row.caption} of the") for row in make_rows(90)]
    pictures = Pictures(open_pictures(photos), model.images)
    seeing = evaluate_choice(model, rows, pictures)
    assert seeing.auc is not None and seeing.shuffled is not None
    assert seeing.auc["all"].value > 0.8
    assert seeing.mirror_auc["all"].value > 0.95
    assert seeing.shuffled["auc"].low < 0.5 < seeing.shuffled["auc"].high

    scatter = torch.Generator().manual_seed(0)

    def blind(pixel_values: Tensor) -> Features:
        vector = torch.ones(len(pixel_values), 3) / 3**0.5
        if blinded == "scattered":  # as the last bits of a sum may
            vector = vector + 1e-6 * torch.randn(vector.shape, generator=scatter)
        return Features(vector, torch.zeros(len(pixel_values), 1, 3))

    monkeypatch.setattr(model, "image_features", blind)
    found = evaluate_choice(model, rows, pictures)
    assert found.auc is not None and found.other is not None
    assert found.own["all"].accuracy > 0.9
    assert found.other["all"].accuracy == pytest.approx(found.own["all"].accuracy, abs=0.01)
    assert found.auc["all"].value == pytest.approx(0.5, abs=0.01 if blinded == "constant" else 0.06)
    assert found.mirror_auc["all"].value == pytest.approx(0.5, abs=0.01 if blinded == "constant" else 0.06)


def test_a_fusion_is_asked_about_a_few(matcher: DualEncoder, model: DualEncoder, photos: Path) -> None:
    pictures, rows = Pictures(open_pictures(photos), model.images), make_rows(30)
    said, contrary = evaluate_choice(model, rows, pictures), evaluate_choice(matcher, rows, pictures, batch_size=7)
    assert said.auc is not None and contrary.auc is not None
    assert contrary.shuffled is None
    assert said.auc["all"].value > 0.8
    assert contrary.auc["all"].value == pytest.approx(1 - said.auc["all"].value, abs=0.1)
    assert contrary.mirror_auc["all"].value == pytest.approx(1 - said.mirror_auc["all"].value, abs=0.1)
