"""The training loop on a few made rows: it learns, it resumes to the same numbers, it says what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from capaug.errors import InputError, OutputError, UsageError
from capaug.records import Attribute, AugmentedCaption, SceneGraph, SceneObject, Variant
from capaug.training.data.collator import Collator
from capaug.training.data.examples import Examples
from capaug.training.data.pictures import Pictures, PictureSource, open_pictures
from capaug.training.data.tokenizer import train_tokenizer
from capaug.training.evaluation.choice import evaluate_choice
from capaug.training.evaluation.quadruples import evaluate_quadruples
from capaug.training.evaluation.retrieval import Described, evaluate_retrieval
from capaug.training.loop import OBJECTIVES
from capaug.training.loop.comparison import compare
from capaug.training.loop.recipes import TrainingRecipe, load_training_recipe
from capaug.training.loop.trainer import Metrics, Shuffled, learning_rate, parameter_groups, train
from capaug.training.models import Matcher, load_model
from capaug.training.models.dual import SmallDualEncoder

COLORS = {"red": (220, 30, 30), "green": (30, 200, 30), "blue": (30, 30, 220), "yellow": (240, 230, 40)}


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def make_rows(pairs: int = 1) -> list[AugmentedCaption]:
    """A picture and caption for each two colours: the wall's and the floor's."""
    rows = []
    for wall in COLORS:
        for floor in COLORS:
            if wall == floor:
                continue
            for k in range(pairs):
                text = f"a {wall} wall above a {floor} floor"
                start = text.index(floor, 8)
                graph = SceneGraph(
                    (SceneObject("wall", "wall", 3 + len(wall), 7 + len(wall)),),
                    (
                        Attribute(0, wall, "color", 2, 2 + len(wall)),
                        Attribute(0, floor, "color", start, start + len(floor)),
                    ),
                )
                swapped = Variant(f"a {floor} wall above a {wall} floor", "relation_swap.roles", ())
                less = Variant(f"a {wall} wall", "asymmetry_2.subgraph", ())
                image = f"{wall}-{floor}"
                rows.append(AugmentedCaption(image, f"{image}.{k}", text, "own", "all", graph, (less,), (swapped,)))
    return rows


@pytest.fixture(name="pictures", scope="module")
def pictures_fixture(tmp_path_factory: pytest.TempPathFactory) -> PictureSource:
    folder = tmp_path_factory.mktemp("pictures")
    for row in make_rows():
        wall, floor = row.image_id.split("-")
        picture = Image.new("RGB", (32, 32), COLORS[wall])
        picture.paste(COLORS[floor], (0, 16, 32, 32))
        picture.save(folder / f"{row.image_id}.png")
    return open_pictures(folder)


def small(name: str, **changes: Any) -> TrainingRecipe:
    return replace(load_training_recipe(name), **{"batch_size": 4, "steps": 7, **changes})


def losses(out: Path) -> list[tuple[int, float, float]]:
    lines = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
    return [(line["step"], line["loss"], line["gradient"]) for line in lines]


def rows_with_mirrors() -> list[AugmentedCaption]:
    """Each wall in another colour: the mirrors are the pictures that have it and lack the old one."""
    return [
        replace(
            row,
            negatives=tuple(
                Variant(row.caption.replace(f"a {wall}", f"a {color}", 1), "attribute_replace.contrast", ())
                for color in COLORS
                if color not in (wall, floor)
            ),
        )
        for row in make_rows()
        for wall, floor in [row.image_id.split("-")]
    ]


class Stop(Exception):
    """Stands for a process that is killed."""


@pytest.mark.parametrize("name", ["plain", "negclip", "mirror", "sigmoid", "fam", "ascl"])
def test_a_resumed_run_has_the_same_loss_curve(name: str, pictures: PictureSource, tmp_path: Path) -> None:
    def stop(step: int, steps: int, read: dict[str, float]) -> None:
        if step == 5:
            raise Stop

    recipe, rows = small(name), rows_with_mirrors() if name == "mirror" else make_rows()
    whole = train(recipe, rows, pictures, tmp_path / "whole", device="cpu", log_every=1)
    assert len(rows) // recipe.batch_size < 5 < recipe.steps  # type: ignore[operator]
    with pytest.raises(Stop):
        train(recipe, rows, pictures, tmp_path / "cut", device="cpu", log_every=1, save_every=4, progress=stop)
    resumed = train(recipe, rows, pictures, tmp_path / "cut", device="cpu", log_every=1)
    assert [step for step, *_ in losses(tmp_path / "cut")] == list(range(1, 8))
    assert losses(tmp_path / "cut") == losses(tmp_path / "whole")
    assert all(torch.equal(a, b) for a, b in zip(whole.parameters(), resumed.parameters(), strict=True))


ACCUMULATED = ["plain", "negclip", "mirror", "sigmoid", "fam"]


@pytest.mark.parametrize("name", ACCUMULATED)
def test_a_step_of_several_batches(name: str, pictures: PictureSource, tmp_path: Path) -> None:
    """Contrasts have the gradient of one batch of all captions; what looks at more than vectors a mean over batches."""
    rows = rows_with_mirrors() if name == "mirror" else make_rows()
    one = replace(small(name), batch_size=12, steps=3, shift=0.0)
    several = replace(one, batch_size=3, accumulate=4)
    for recipe, out in ((one, "one"), (several, "several")):
        train(recipe, rows, pictures, tmp_path / out, device="cpu", log_every=1)
    whole, parts = losses(tmp_path / "one"), losses(tmp_path / "several")
    assert [step for step, *_ in parts] == [1, 2, 3]
    if name == "fam":
        assert parts[0][1] < whole[0][1]  # fewer captions to be told from
    else:
        for (_, loss, length), (_, expected, of_whole) in zip(parts, whole, strict=True):
            assert loss == pytest.approx(expected, rel=1e-4)
            assert length == pytest.approx(of_whole, rel=1e-3)


def test_dropout_falls_alike_in_both_passes(pictures: PictureSource, tmp_path: Path) -> None:
    """With all batches of a step in one, what the second pass carries on is the gradient of the first."""
    from accelerate import Accelerator

    from capaug.training.loop.accumulation import over_all

    objective = build_objective(replace(small("negclip"), shift=0.0))
    for module in objective.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.5
    batch = collated(objective, pictures)
    gradients = []
    for way in ("once", "twice"):
        torch.manual_seed(3)
        objective.zero_grad()
        if way == "once":
            objective(batch, 0)["loss"].backward()
        else:
            over_all(Accelerator(cpu=True), objective, [batch], 0)
        gradients.append([p.grad.clone() for p in objective.parameters() if p.grad is not None])
    assert len(gradients[0]) > 10
    for one, other in zip(*gradients, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-6)


def build_objective(recipe: TrainingRecipe) -> Any:
    torch.manual_seed(0)
    tokenizer = train_tokenizer([row.caption for row in make_rows()])
    model = load_model(recipe.model, tokenizer=tokenizer)
    return OBJECTIVES.get(recipe.objective)(model, recipe, ["relation_swap.roles"])


def collated(objective: Any, pictures: PictureSource) -> Any:
    images = Pictures(pictures, objective.model.images)
    return Collator(objective.model.tokenizer, max_length=16, images=images, **objective.collator)(make_rows())


def test_a_resumed_run_of_several_batches_a_step(pictures: PictureSource, tmp_path: Path) -> None:
    def stop(step: int, steps: int, read: dict[str, float]) -> None:
        if step == 4:
            raise Stop

    recipe, rows = replace(small("negclip"), batch_size=2, accumulate=2), make_rows()
    train(recipe, rows, pictures, tmp_path / "whole", device="cpu", log_every=1)
    with pytest.raises(Stop):
        train(recipe, rows, pictures, tmp_path / "cut", device="cpu", log_every=1, save_every=2, progress=stop)
    train(recipe, rows, pictures, tmp_path / "cut", device="cpu", log_every=1)
    assert losses(tmp_path / "cut") == losses(tmp_path / "whole")
    with pytest.raises(UsageError, match=r"12 rows do not fill a step of 7 x 2 .*: --batch-size"):
        train(replace(recipe, accumulate=7), rows, pictures, tmp_path / "new", device="cpu")


@pytest.mark.parametrize("tower", ["image", "text"])
def test_a_frozen_tower_stays_as_it_is(tower: str, pictures: PictureSource, tmp_path: Path) -> None:
    rows, other = make_rows(), "text" if tower == "image" else "image"
    first = train(small("plain", steps=1, learning_rate=0.0), rows, pictures, tmp_path / "first", device="cpu")
    for accumulate in (1, 2):
        recipe = small("negclip", freeze=tower, accumulate=accumulate, weight_decay=0.5)
        model = train(recipe, rows, pictures, tmp_path / str(accumulate), device="cpu")
        assert all(torch.equal(a, b) for a, b in zip(model.tower(tower), first.tower(tower), strict=True))
        assert not any(torch.equal(a, b) for a, b in zip(model.tower(other), first.tower(other), strict=True))


def test_each_tower_has_its_rate() -> None:
    recipe = small("sigmoid", image_learning_rate=2e-5, text_learning_rate=1e-4, learning_rate=1e-3)
    objective = build_objective(recipe)
    groups = parameter_groups(objective, recipe)
    shares = {id(weights): group["share"] for group in groups for weights in group["params"]}
    assert sorted(shares) == sorted(map(id, objective.parameters()))
    assert {round(shares[id(weights)], 9) for weights in objective.model.tower("image")} == {0.02}
    assert {round(shares[id(weights)], 9) for weights in objective.model.tower("text")} == {0.1}
    assert shares[id(objective.logit_bias)] == shares[id(objective.model.logit_scale)] == 1.0
    plain = parameter_groups(objective, small("sigmoid"))
    assert [(group["weight_decay"], group["share"]) for group in plain] == [(0.05, 1.0), (0.0, 1.0)]


def test_balanced_rows(pictures: PictureSource, tmp_path: Path) -> None:
    """Of the negatives of these rows none is ever turned round but the swapped ones, which recombine words."""
    rows = [
        replace(row, negatives=(*row.negatives, Variant(f"no {row.caption}", "asymmetry_1.negate", ())))
        for row in make_rows()
    ]
    for balance, given, out in ((True, rows, "balanced"), (False, make_rows(), "bare")):
        recipe = small("negclip", balance=balance, kinds=("asymmetry_1.negate", "relation_swap"))
        train(recipe, given, pictures, tmp_path / out, device="cpu", log_every=1)
    assert losses(tmp_path / "balanced") == losses(tmp_path / "bare")
    with pytest.raises(InputError, match=r"no negatives of its kinds \(asymmetry_1\)"):
        train(small("negclip", balance=True, kinds=("asymmetry_1",)), rows, pictures, tmp_path / "none", device="cpu")


def test_mirrors_are_pictures_of_the_rows_alone(
    pictures: PictureSource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_with_mirrors()
    shown: set[str] = set()
    read = Pictures._pixels
    monkeypatch.setattr(Pictures, "_pixels", lambda self, name, kept: shown.add(name) or read(self, name, kept))
    train(small("mirror"), rows[:6], pictures, tmp_path / "run", device="cpu")
    assert shown == {pictures.names.find(row.image_id) for row in rows[:6]}
    with pytest.raises(UsageError, match="recipe mirror: no negative has a mirror"):
        train(small("mirror"), make_rows(), pictures, tmp_path / "none", device="cpu")
    assert not (tmp_path / "none").exists()


def test_what_a_run_leaves(pictures: PictureSource, tmp_path: Path) -> None:
    out = tmp_path / "run"
    model = train(small("fam"), make_rows(), pictures, out, device="cpu", log_every=2, save_every=3)
    assert sorted(path.name for path in out.iterdir()) == [
        "checkpoints",
        "metrics.jsonl",
        "model",
        "recipe.json",
        "tensorboard",
    ]
    assert [path.name for path in (out / "checkpoints").iterdir()] == ["step-00000007"]
    lines = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
    assert [(line["step"], line["epoch"]) for line in lines] == [(2, 0), (4, 1), (6, 1), (7, 2)]
    assert lines[0]["loss"] == pytest.approx(sum(lines[0][part] for part in ("itc", "itm", "mlm")), abs=1e-5)
    assert list((out / "tensorboard").glob("events*"))
    again = load_model(out / "model")
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), again.parameters(), strict=True))


def test_a_finished_run_is_left_as_it_is(pictures: PictureSource, tmp_path: Path) -> None:
    train(small("plain"), make_rows(), pictures, tmp_path / "run", device="cpu", log_every=1)
    before = (tmp_path / "run" / "metrics.jsonl").read_bytes()
    steps: list[int] = []
    train(small("plain"), make_rows(), pictures, tmp_path / "run", device="cpu", progress=lambda s, *_: steps.append(s))
    assert steps == []
    assert (tmp_path / "run" / "metrics.jsonl").read_bytes() == before


def test_partners_teach_to_choose_and_are_never_mined(pictures: PictureSource, tmp_path: Path) -> None:
    rows = make_rows()
    partners = {(row.image_id, row.caption_id, 0): ("-".join(row.image_id.split("-")[::-1]),) for row in rows}
    recipe = replace(load_training_recipe("mirror"), gap=0.0, mirror=0.0, quadruple=1.0, batch_size=12, steps=50)
    with pytest.raises(UsageError, match="recipe mirror: 'quadruple' needs pictures that were made for the negatives"):
        train(recipe, rows, pictures, tmp_path / "none", device="cpu")
    model = train(recipe, rows, pictures, tmp_path / "run", device="cpu", mirrors=partners)
    found = evaluate_quadruples(model, rows, partners, Pictures(pictures, model.images))
    assert found.group["all"].accuracy > 0.8
    assert not train(small("plain"), rows, pictures, tmp_path / "plain", device="cpu", mirrors=partners).training


def test_gap_and_mirror_teach_to_see(pictures: PictureSource, tmp_path: Path) -> None:
    recipe = replace(load_training_recipe("mirror"), batch_size=12, steps=60)
    rows = rows_with_mirrors()
    (result,) = compare([recipe], Examples(rows, pictures, rows, pictures), tmp_path, device="cpu")
    assert result.auc["all"].value > 0.9
    assert result.mirror_auc["all"].value > 0.9
    assert result.as_dict()["auc"]["all"]["pairs"] == result.choice["all"].made == 24


def test_it_learns_and_negatives_teach_what_is_where(pictures: PictureSource, tmp_path: Path) -> None:
    recipe = replace(
        load_training_recipe("negclip"), batch_size=12, steps=60, own_negatives=True, learning_rate=2e-3, epochs=1
    )
    rows = make_rows()
    (result,) = compare([recipe], Examples(rows, pictures, rows, pictures), tmp_path, device="cpu")
    assert result.recall.image_to_text[1] > 0.9
    assert result.choice["relation_swap.roles"].accuracy > 0.9
    assert result.blind is not None
    assert result.blind < result.choice["all"].accuracy
    assert result.as_dict()["choice"]["all"] == {"accuracy": result.choice["all"].accuracy, "pairs": 12}


def test_what_cannot_be_asked_is_not_answered(pictures: PictureSource, tmp_path: Path) -> None:
    rows = make_rows()
    bare = [replace(row, negatives=()) for row in rows]
    for name, test_rows, pairs in (("bare", bare, 0), ("one", rows[:1], 1)):
        examples = Examples(rows, pictures, test_rows, pictures)
        (result,) = compare([small("plain")], examples, tmp_path / name, device="cpu")
        assert (result.choice["all"].made, result.blind) == (pairs, None)


def test_figures_are_those_of_the_evaluation(pictures: PictureSource, tmp_path: Path) -> None:
    rows = make_rows()
    (result,) = compare([small("negclip")], Examples(rows, pictures, rows, pictures), tmp_path, device="cpu")
    model = load_model(tmp_path / "negclip" / "model").eval()
    images = Pictures(pictures, model.images)
    choices = evaluate_choice(model, rows, images)
    assert choices.other is not None
    assert (result.choice, result.blind) == (choices.own, choices.other["all"].accuracy)
    described = [Described(row.image_id, (row.caption,)) for row in rows]
    assert result.recall == evaluate_retrieval(model, described, images).recall


def test_kinds_are_checked_before_the_first_recipe_is_trained(pictures: PictureSource, tmp_path: Path) -> None:
    rows = make_rows()
    wrong = small("negclip", kinds=("relation_swaps",))
    with pytest.raises(InputError, match="recipe negclip: unknown kind of negatives 'relation_swaps'"):
        compare([small("plain"), wrong], Examples(rows, pictures, rows, pictures), tmp_path / "out", device="cpu")
    with pytest.raises(InputError, match="relation_swaps"):
        train(wrong, rows, pictures, tmp_path / "out", device="cpu")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["negclip", "fam", "ascl"])
def test_a_recipe_of_negatives_needs_some(name: str, pictures: PictureSource, tmp_path: Path) -> None:
    """It would learn from captions alone, and say nothing of it."""
    rows = make_rows()
    bare = [replace(row, negatives=()) for row in rows]
    with pytest.raises(InputError, match=f"recipe {name}: the rows have no negatives to learn from; .* train plain"):
        train(small(name), bare, pictures, tmp_path / "out", device="cpu")
    with pytest.raises(InputError, match="no negatives"):
        compare([small(name)], Examples(bare, pictures, rows, pictures), tmp_path / "out", device="cpu")
    with pytest.raises(InputError, match=r"no negatives of its kinds \(asymmetry_1, attribute_replace.swap\)"):
        train(small(name, kinds=("asymmetry_1", "attribute_replace.swap")), rows, pictures, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_picture_that_is_missing_ends_the_run_before_it_begins(pictures: PictureSource, tmp_path: Path) -> None:
    rows = [*make_rows(), replace(make_rows()[0], image_id="pink-blue")]
    with pytest.raises(InputError, match=r"no picture of 1 of 13 images \(pink-blue\)"):
        train(small("plain"), rows, pictures, tmp_path / "out", device="cpu")
    assert not (tmp_path / "out").exists()


def test_towers_that_were_trained_alone_are_left_alone(pictures: PictureSource, tmp_path: Path) -> None:
    """A head that learnt nothing with them would judge by what they no longer say."""
    fused = train(small("fam"), make_rows(), pictures, tmp_path / "fam", device="cpu")
    assert isinstance(fused, Matcher)
    recipe = small("negclip", model=str(tmp_path / "fam" / "model"))
    model = train(recipe, make_rows(), pictures, tmp_path / "negclip", device="cpu")
    for trained in (model, load_model(tmp_path / "negclip" / "model")):
        assert isinstance(trained, SmallDualEncoder)
    before, after = (load_model(tmp_path / name / "model").state_dict() for name in ("fam", "negclip"))
    assert {f"encoder.{name}" for name in after} <= set(before)
    assert not torch.equal(before["encoder.words.weight"], after["words.weight"])


def test_a_kind_of_ones_own_is_learnt_from(pictures: PictureSource, tmp_path: Path) -> None:
    rows = [
        replace(row, negatives=tuple(replace(negative, kind="mine.swap") for negative in row.negatives))
        for row in make_rows()
    ]
    known, own = (
        train(small(name, kinds=kinds), given, pictures, tmp_path / str(kinds), device="cpu")
        for name, kinds, given in (("fam", None, make_rows()), ("fam", ("mine",), rows))
    )
    same = [torch.equal(a, b) for a, b in zip(known.parameters(), own.parameters(), strict=True)]
    assert all(same)  # a caption has one negative, so none goes first


def test_runs_of_one_process_may_differ_in_precision(pictures: PictureSource, tmp_path: Path) -> None:
    for precision in ("no", "bf16"):
        recipe = small("negclip", precision=precision)
        train(recipe, make_rows(), pictures, tmp_path / precision, device="cpu", log_every=1)
    full, half = ([loss for _, loss, _ in losses(tmp_path / name)] for name in ("no", "bf16"))
    assert full != half
    assert full[0] == pytest.approx(half[0], rel=0.05)  # later ones drift apart


def test_other_runs_and_other_things_are_not_overwritten(pictures: PictureSource, tmp_path: Path) -> None:
    rows = make_rows()
    train(small("plain", seed=1), rows, pictures, tmp_path / "run", device="cpu")
    second = re.escape(f"--out {tmp_path}-2")
    with pytest.raises(OutputError, match=f"holds a run with another seed; give the same .* {second}$"):
        train(small("plain", seed=2), rows, pictures, tmp_path / "run", device="cpu")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").touch()
    with pytest.raises(OutputError, match="holds other things"):
        train(small("plain"), rows, pictures, tmp_path / "other", device="cpu")
    with pytest.raises(UsageError, match="12 rows do not fill a batch of 16"):
        train(replace(small("plain"), batch_size=16), rows, pictures, tmp_path / "new", device="cpu")


def test_the_rate_warms_up_and_follows_a_cosine() -> None:
    recipe = TrainingRecipe("x", "contrastive", learning_rate=1.0, final_learning_rate=0.1, warmup=0.1)
    rates = [learning_rate(step, 100, recipe) for step in range(100)]
    assert rates[:3] == pytest.approx([0.1, 0.2, 0.3])
    assert max(rates) == rates[10] == rates[9] == 1.0
    assert rates[55] == pytest.approx(0.55)
    assert rates[99] == pytest.approx(0.1, abs=1e-3)
    assert rates[10:] == sorted(rates[10:], reverse=True)


def test_every_epoch_has_an_order_of_its_own() -> None:
    sampler = Shuffled(20, seed=3)
    orders = []
    for epoch in range(2):
        sampler.begin(epoch)
        orders.append(list(sampler))
        assert sorted(orders[-1]) == list(range(20))
    assert orders[0] != orders[1]
    sampler.begin(1, skip=8)
    assert (list(sampler), len(sampler)) == (orders[1][8:], 12)


def test_metrics_of_steps_that_are_made_again_are_dropped(tmp_path: Path) -> None:
    with Metrics(tmp_path, 0, writes=True) as metrics:
        for step in (1, 2, 3):
            metrics.write(step, 0, {"loss": float(step)}, 4)
    with Metrics(tmp_path, 1, writes=True) as metrics:
        metrics.write(2, 0, {"loss": 20.0}, 4)
    lines = [json.loads(line) for line in (tmp_path / "metrics.jsonl").read_text().splitlines()]
    assert [(line["step"], line["loss"]) for line in lines] == [(1, 1.0), (2, 20.0)]
