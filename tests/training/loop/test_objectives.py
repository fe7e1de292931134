"""The objectives give the losses that :mod:`capaug.training.losses` gives for the same features."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from capaug.records import AugmentedCaption, SceneGraph, Variant
from capaug.training.data.collator import Collator
from capaug.training.data.kinds import kinds_of
from capaug.training.data.tokenizer import train_tokenizer
from capaug.training.loop import OBJECTIVES
from capaug.training.loop.objectives import FAM, Objective
from capaug.training.loop.recipes import load_training_recipe
from capaug.training.losses import AsCLLoss, GapLoss, InfoNCE, MirrorLoss, OwnChoice, QuadrupleLoss, SigmoidLoss
from capaug.training.models import load_model


def make_rows() -> list[AugmentedCaption]:
    made = []
    for k, (one, other) in enumerate((("dog", "cat"), ("man", "horse"), ("cat", "bird"), ("girl", "dog"))):
        negatives = (
            Variant(f"a {other} chases a {one}", "relation_swap.roles", ()),
            Variant(f"a {one} chases a tree", "asymmetry_1.object", ()),
        )
        positives = (Variant(f"a {one}", "asymmetry_2.subgraph", ()),)
        last = k == 3  # a row without variants
        made.append(
            AugmentedCaption(
                str(k), f"{k}.0", f"a {one} chases a {other}", "own", "all", SceneGraph(),
                () if last else positives, () if last else negatives,
            )
        )  # fmt: skip
    return made


def build(name: str, **changes: Any) -> tuple[Objective, dict[str, Tensor]]:
    recipe = replace(load_training_recipe(name), **changes)
    rows = make_rows()
    tokenizer = train_tokenizer([row.caption for row in rows] * 3)
    torch.manual_seed(0)
    model = load_model("tiny", tokenizer=tokenizer, fusion=recipe.fusion)
    objective = OBJECTIVES.get(recipe.objective)(model, recipe, kinds_of(rows))
    pixels = torch.randn(4, 3, *objective.model.images.size, generator=torch.Generator().manual_seed(1))
    # the picture of the next row is the mirror of each negative but those of the second row
    mirrors = {(str(k), f"{k}.0", n): (str((k + 1) % 4),) for k in (0, 2, 3) for n in range(2)}
    collator = Collator(
        tokenizer,
        images=lambda ids: pixels[[int(one) for one in ids]],
        mirrors=mirrors if recipe.mirror or recipe.quadruple else None,
        **objective.collator,
    )
    return objective, collator(rows)


@pytest.mark.parametrize("name", ["plain", "negclip"])
def test_contrastive_is_info_nce(name: str) -> None:
    objective, batch = build(name, shift=0.0, choice=0.0, negatives=2 if name == "negclip" else 0)
    model = objective.model
    image, text, scale = model(batch["pixel_values"], batch["input_ids"], batch["attention_mask"])
    if name == "plain":
        expected = InfoNCE()(image, text, scale)
    else:
        ids, mask = batch["negative_input_ids"], batch["negative_attention_mask"]
        negatives = torch.stack([model.encode_text(ids[:, k], mask[:, k]) for k in range(2)], dim=1)
        expected = InfoNCE()(image, text, scale, negatives, batch["negative_mask"])
    assert objective(batch, 0)["loss"].item() == pytest.approx(expected.item(), abs=1e-5)


def test_the_choice_is_a_cross_entropy_over_the_own_negatives() -> None:
    objective, batch = build("negclip", choice=0.5, shift=0.0, negatives=2)
    model, found = objective.model, objective(batch, 0)
    image, text, scale = model(batch["pixel_values"], batch["input_ids"], batch["attention_mask"])
    ids, mask = batch["negative_input_ids"], batch["negative_attention_mask"]
    losses = []
    for row in range(4):
        there = batch["negative_mask"][row]
        if there.any():
            texts = torch.cat([text[row : row + 1], model.encode_text(ids[row][there], mask[row][there])])
            losses.append(-(scale * texts @ image[row]).log_softmax(dim=0)[0])
    assert len(losses) == 3
    assert found["choice"].item() == pytest.approx(torch.stack(losses).mean().item(), abs=1e-5)
    assert found["loss"].item() == pytest.approx((found["contrast"] + 0.5 * found["choice"]).item(), abs=1e-5)


def encoded(objective: Objective, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Vectors of pictures, captions and negatives, and the scale."""
    model = objective.model
    image, text, scale = model(batch["pixel_values"], batch["input_ids"], batch["attention_mask"])
    ids, mask = batch["negative_input_ids"], batch["negative_attention_mask"]
    negatives = torch.stack([model.encode_text(ids[:, k], mask[:, k]) for k in range(ids.shape[1])], dim=1)
    return image, text, negatives, scale


def test_gap_is_plain_and_its_loss() -> None:
    objective, batch = build("gap", gap=0.5, shift=0.0)
    image, text, negatives, scale = encoded(objective, batch)
    found = objective(batch, 0)
    assert found["contrast"].item() == pytest.approx(InfoNCE()(image, text, scale).item(), abs=1e-5)
    gap = GapLoss()(image, text, scale, negatives, batch["negative_mask"])
    assert found["gap"].item() == pytest.approx(gap.item(), abs=1e-5)
    assert found["loss"].item() == pytest.approx((found["contrast"] + 0.5 * gap).item(), abs=1e-5)
    assert found.keys() == {"loss", "contrast", "gap"}


def test_centred_takes_the_mean_picture_away() -> None:
    objective, batch = build("centred", shift=0.0)
    image, text, negatives, scale = encoded(objective, batch)
    expected = OwnChoice()(image - image.mean(dim=0), text, scale, negatives, batch["negative_mask"])
    assert objective(batch, 0)["choice"].item() == pytest.approx(expected.item(), abs=1e-5)


def test_mirrors_stand_beside_the_negative_they_are_of() -> None:
    objective, batch = build("mirror", mirror=2.0, shift=0.0)
    image, text, negatives, scale = encoded(objective, batch)
    assert batch["mirror_mask"].tolist() == [True, False, True, False]  # the last row has no negative
    rows, places = torch.tensor([0, 2]), batch["mirror_negative"][[0, 2]]
    expected = MirrorLoss()(image[rows], text[rows], scale, negatives[rows, places][:, None], image[[1, 3]][:, None])
    found = objective(batch, 0)
    assert found["mirror"].item() == pytest.approx(expected.item(), abs=1e-5)
    total = found["contrast"] + found["gap"] + 2 * expected
    assert found["loss"].item() == pytest.approx(total.item(), abs=1e-5)


def test_partners_make_quadruples() -> None:
    objective, batch = build("mirror", gap=0.0, mirror=0.0, quadruple=0.5, shift=0.0)
    image, text, negatives, scale = encoded(objective, batch)
    rows, places = torch.tensor([0, 2]), batch["mirror_negative"][[0, 2]]
    expected = QuadrupleLoss()(image[rows], text[rows], scale, negatives[rows, places][:, None], image[[1, 3]][:, None])
    found = objective(batch, 0)
    assert found.keys() == {"loss", "contrast", "quadruple"}
    assert found["quadruple"].item() == pytest.approx(expected.item(), abs=1e-5)
    assert found["loss"].item() == pytest.approx((found["contrast"] + 0.5 * expected).item(), abs=1e-5)


@pytest.mark.parametrize("shift", [0.0, 0.2])
def test_a_batch_without_a_mirror(shift: float) -> None:
    objective, batch = build("mirror", shift=shift)
    found = objective(batch | {"mirror_mask": torch.zeros(4, dtype=torch.bool)}, 0)
    assert found["mirror"].item() == 0
    found["loss"].backward()
    assert all(p.grad is None or p.grad.isfinite().all() for p in objective.parameters())


def test_sigmoid_is_its_loss_and_learns_its_bias() -> None:
    objective, batch = build("sigmoid", shift=0.0)
    image, text, negatives, scale = encoded(objective, batch)
    bias = torch.tensor(-10.0)
    expected = SigmoidLoss()(image, text, scale, bias, negatives, batch["negative_mask"])
    assert objective(batch, 0)["loss"].item() == pytest.approx(expected.item(), abs=1e-4)


def test_a_batch_without_a_negative_is_that_of_plain() -> None:
    objective, batch = build("negclip", choice=0.5, shift=0.0, negatives=2)
    none = torch.zeros_like(batch["negative_mask"])
    found = objective(batch | {"negative_mask": none}, 0)
    found["loss"].backward()
    image, text, scale = objective.model(batch["pixel_values"], batch["input_ids"], batch["attention_mask"])
    assert found["loss"].item() == pytest.approx(InfoNCE()(image, text, scale).item(), abs=1e-5)
    assert found["choice"].item() == 0
    assert all(p.grad is None or p.grad.isfinite().all() for p in objective.parameters())


def test_ascl_is_its_loss_of_the_fused_scores() -> None:
    objective, batch = build("ascl", noise=False, shift=0.0)
    model = objective.model
    images = model.image_features(batch["pixel_values"])

    def scores(name: str) -> Tensor:
        ids, mask = (batch[f"{name}{part}"].flatten(0, -2) for part in ("input_ids", "attention_mask"))
        return model.similarity(images, model.text_features(ids, mask))

    expected = AsCLLoss()(
        torch.cat([scores(""), scores("negative_")], dim=1),
        scores("positive_"),
        batch["negative_mask"],
        batch["positive_mask"],
    )
    assert objective(batch, 0)["loss"].item() == pytest.approx(expected.item(), abs=1e-5)


@pytest.mark.parametrize("name", ["plain", "negclip", "centred", "gap", "mirror", "sigmoid", "fam", "ascl"])
def test_every_weight_learns_and_draws_are_those_of_the_step(name: str) -> None:
    objective, batch = build(name)
    first, again, other = (objective(batch, step)["loss"] for step in (0, 0, 1))
    assert first == again
    if name in ("fam", "ascl"):
        assert first != other
    first.backward()
    silent = [key for key, value in objective.named_parameters() if value.grad is None or not value.grad.any()]
    # AsCL's scores come from words and regions, at a fixed temperature
    unused = ["model.encoder.logit_scale", "model.encoder.text_projection.weight"]
    assert sorted(silent) == (unused if name == "ascl" else [])


def test_fam_takes_relation_altered_negatives_first() -> None:
    objective, batch = build("fam", kinds=None, negatives=2)
    altered = batch["negative_kinds"] == objective.kinds.index("relation_swap.roles")
    assert altered.any(dim=1).tolist() == [True, True, True, False]
    changed = dict(batch)
    changed["negative_input_ids"] = torch.where(altered[..., None], batch["negative_input_ids"], 7)
    assert objective(batch, 0)["itm"] == objective(changed, 0)["itm"]
    changed["negative_input_ids"] = torch.where(altered[..., None], 7, batch["negative_input_ids"])
    assert objective(batch, 0)["itm"] != objective(changed, 0)["itm"]


def test_fam_takes_other_negatives_where_no_relation_is_altered() -> None:
    objective, batch = build("fam", kinds=None, negatives=2)
    last = torch.arange(4)[:, None] == 2
    roles = objective.kinds.index("relation_swap.roles")
    batch["negative_mask"] &= ~(last & (batch["negative_kinds"] == roles))  # the third caption has only the other one
    other = last & batch["negative_mask"]
    assert other.sum() == 1
    changed = batch | {"negative_input_ids": torch.where(other[..., None], 7, batch["negative_input_ids"])}
    assert objective(batch, 0)["itm"] != objective(changed, 0)["itm"]
    none = [one | {"negative_mask": one["negative_mask"] & ~other} for one in (batch, changed)]
    assert objective(none[0], 0)["itm"] == objective(none[1], 0)["itm"]


def test_kinds_that_alter_a_relation_are_told_by_their_family() -> None:
    recipe, rows = load_training_recipe("fam"), make_rows()
    tokenizer = train_tokenizer([row.caption for row in rows] * 3)
    model = load_model("tiny", tokenizer=tokenizer, fusion=recipe.fusion)
    held = ("mine.relation", "relation_swap.mine", "asymmetry_1.object", "relation_swap.roles", "relation_swap_2.no")
    for changes, wanted in (({}, held[1::2]), ({"kinds": ("relation_swap", "mine")}, ("relation_swap",))):
        objective: Any = FAM(model, replace(recipe, **changes), held)
        assert tuple(objective.kinds[number] for number in objective.relations) == wanted
        assert Collator(tokenizer, **objective.collator).kinds == objective.kinds


def test_fam_without_a_kind_that_alters_a_relation() -> None:
    objective, batch = build("fam", kinds=("asymmetry_1.object",), negatives=2)
    assert batch["negative_mask"].any()
    assert objective(batch, 0)["loss"].isfinite()


def test_pictures_of_other_seeds_are_moved_otherwise() -> None:
    found = []
    for seed in (0, 1):
        objective, batch = build("plain", shift=0.2, seed=seed)
        batch["pixel_values"] = torch.randn(batch["pixel_values"].shape, generator=torch.Generator().manual_seed(0))
        found.append(objective.pictures(batch, 3))
    assert not torch.equal(*found)


def test_a_picture_is_flipped_where_its_row_names_no_side() -> None:
    found = []
    for flip in (False, True):
        objective, batch = build("plain", shift=0.0, flip=flip)
        assert ("names_sides" in batch) is flip
        found.append(torch.stack([objective.pictures(batch, step) for step in range(8)]))
    told, shown = found
    for picture, same in zip(told.unbind(1), shown.unbind(1), strict=True):
        steps = [torch.equal(one, other) for one, other in zip(picture, same, strict=True)]
        assert {True, False} == set(steps)  # some steps show it as it is, some do not
        assert all(torch.equal(picture[k].flip(-1), same[k]) for k, equal in enumerate(steps) if not equal)
    batch["names_sides"] = torch.ones(4, dtype=torch.bool)
    assert torch.equal(torch.stack([objective.pictures(batch, step) for step in range(8)]), told)
