"""Training recipes: which model learns what from the shards, and how long. Data, read from YAML.

Those that ship (:func:`training_recipe_names`) are found by name in the installed package ``capaug_recipes``; any other
by its path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from importlib.resources import files
from typing import Any

from capaug.errors import InputError, did_you_mean
from capaug.kinds import family
from capaug.recipes import TRAINING, find_recipe, parse_yaml, shipped_names
from capaug.registry import KINDS
from capaug.training.loop import OBJECTIVES

FUSIONS = ("none", "cross_attention", "asymmetry")
FROZEN = ("none", "image", "text")
PRECISIONS = ("auto", "no", "bf16", "fp16")
MADE_FOR = {"fam": "cross_attention"}
TOWERS_ALONE = ("contrastive", "sigmoid")


@dataclass(frozen=True, slots=True)
class TrainingRecipe:
    """What is trained, on what, and for how long.

    Attributes:
        name: of the recipe.
        objective: ``contrastive`` (InfoNCE, with negatives NegCLIP's), ``sigmoid`` (SigLIP's loss in its place),
            ``fam`` (ITC, ITM and MLM), ``ascl``, or any other of :data:`capaug.training.loop.OBJECTIVES`.
        model: a size of the own models, a folder, or a model of the hub (:func:`capaug.training.models.load_model`).
        fusion: what is put around its towers: ``none``, ``cross_attention`` (which ``fam`` needs), ``asymmetry``.
        negatives: generated negatives a caption and step.
        positives: 1 to draw a generated positive a caption and step (AsCL's T+), 0 for none.
        kinds: kinds or families of negatives that are drawn, your own included; None for all.
        in_contrast: of ``contrastive`` and ``sigmoid``, as all keys down to ``quadruple``: negatives are columns of the
            contrast too.
        own_negatives: a picture meets there the negatives of its own caption only.
        choice: weight of the choice between a caption and its own negatives (OwnChoice), beside the contrast.
        centred: the choice is made with pictures less the mean picture of the batch.
        gap: weight of GapLoss: which picture of the batch tells a caption from its negative?
        mirror: weight of MirrorLoss: the own picture, or another of which the negative is likely to be true?
        quadruple: weight of QuadrupleLoss: the own picture and its caption, or the negative and a picture that was made
            for it? It needs partners (:func:`capaug.mirrors.read_partners`).
        mask_probability: of ``fam``: share of the words to guess.
        noise: of ``ascl``: negatives in feature space too (needs the fusion ``asymmetry``).
        temperature: of ``ascl``, where it is fixed.
        drop_hardest: of ``ascl``: leave out negatives that score above the caption, as its authors do.
        balance: train on the negatives alone of which each change of words is as frequent as its reverse
            (:func:`capaug.training.data.balance.balanced`).
        freeze: a tower that learns nothing: ``image``, ``text``, ``none``.
        shift: largest move of a picture at random, in parts of its side; what moves in at the edge repeats the edge.
        flip: every other picture is shown with left and right exchanged, where no text of its row names a side.
        batch_size: captions a batch and process.
        accumulate: batches a step; ``contrastive`` and ``sigmoid`` compare the captions of all of them
            (:mod:`capaug.training.loop.accumulation`).
        epochs: how often every caption is seen.
        steps: instead of ``epochs``, if it is not None.
        learning_rate: the highest, after the warm-up; from there a cosine leads to ``final_learning_rate``.
        image_learning_rate, text_learning_rate: the highest of that tower, in place of ``learning_rate``; its whole
            course is in proportion.
        weight_decay: AdamW's, on matrices only.
        warmup: share of the steps in which the learning rate grows from zero.
        clip: longest gradient.
        precision: ``no`` (float32), ``bf16``, ``fp16``; ``auto`` is bf16 on a GPU that has it.
        seed: of weights, order and draws.
    """

    name: str
    objective: str
    model: str = "tiny"
    fusion: str = "none"
    negatives: int = 0
    positives: int = 0
    kinds: tuple[str, ...] | None = None
    in_contrast: bool = True
    own_negatives: bool = False
    choice: float = 0.0
    centred: bool = False
    gap: float = 0.0
    mirror: float = 0.0
    quadruple: float = 0.0
    mask_probability: float = 0.15
    noise: bool = False
    temperature: float = 0.1
    drop_hardest: bool = False
    balance: bool = False
    freeze: str = "none"
    shift: float = 0.0
    flip: bool = False
    batch_size: int = 128
    accumulate: int = 1
    epochs: int = 10
    steps: int | None = None
    learning_rate: float = 1e-3
    final_learning_rate: float = 0.0
    image_learning_rate: float | None = None
    text_learning_rate: float | None = None
    weight_decay: float = 0.05
    warmup: float = 0.05
    clip: float = 1.0
    precision: str = "auto"
    seed: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The whole recipe as plain values, in the form of its YAML file."""
        values = asdict(self)
        return values | {"kinds": None if self.kinds is None else list(self.kinds)}


def training_recipe_names() -> tuple[str, ...]:
    """Names of the training recipes that ship with the package, sorted."""
    return shipped_names(files("capaug_recipes") / TRAINING)


def load_training_recipe(name_or_path: str) -> TrainingRecipe:
    """Read a training recipe by the name of one that ships, or by the path of a YAML file.

    Raises:
        UsageError: a name that no shipped recipe has.
        InputError: a path without a file, or a file that is no training recipe.
    """
    text, where = find_recipe(name_or_path, files("capaug_recipes") / TRAINING)
    return _read(parse_yaml(text, where), where)


def _read(values: Any, where: str) -> TrainingRecipe:
    if not isinstance(values, Mapping):
        raise InputError(f"{where}: the recipe must be keys with values, not {values!r}")
    types = {field.name: str(field.type) for field in fields(TrainingRecipe)}
    given: dict[str, Any] = {}
    for name, value in values.items():
        if name not in types:
            raise InputError(f"{where}: unknown key {name!r}{did_you_mean(name, types)}; known: {', '.join(types)}")
        given[name] = _value(value, types[name], where, name)
    for required in ("name", "objective"):
        if required not in given:
            raise InputError(f"{where}: the key '{required}' is missing")
    recipe = TrainingRecipe(**given)
    check_training_recipe(recipe, where)
    return recipe


def _value(value: Any, kind: str, where: str, key: str) -> Any:
    """A value of the type that the dataclass names."""
    if value is None and "None" in kind:
        return None
    if kind.startswith("tuple") and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    if kind.startswith("int") and whole:
        return value
    if kind.startswith("float") and (whole or isinstance(value, float)):
        return float(value)
    if {"bool": bool, "str": str}.get(kind) is type(value):
        return value
    names = {"int": "a whole number", "float": "a number", "bool": "true or false", "str": "a name"}
    wanted = names.get(kind.split(" ")[0], "a list of names")
    hint = "; write 1.0e-3, not 1e-3" if kind.startswith("float") and isinstance(value, str) else ""
    raise InputError(f"{where}: {key} must be {wanted}, not {value!r}{hint}")


def check_training_recipe(recipe: TrainingRecipe, where: str) -> None:
    """Refuse values that cannot be trained with.

    Raises:
        InputError: one is out of range, or two do not go together.
    """
    if recipe.objective not in OBJECTIVES:
        raise InputError(f"{where}: {OBJECTIVES.unknown(recipe.objective)}")
    for key, known in (("fusion", FUSIONS), ("freeze", FROZEN), ("precision", PRECISIONS)):
        if getattr(recipe, key) not in known:
            raise InputError(f"{where}: unknown {key} {getattr(recipe, key)!r}; known: {', '.join(known)}")
    limits: dict[str, tuple[float, float]] = {
        "negatives": (0, 64), "positives": (0, 1), "choice": (0, 100), "gap": (0, 100), "mirror": (0, 100),
        "quadruple": (0, 100), "mask_probability": (0.01, 0.9),
        "temperature": (1e-3, 10),
        "shift": (0, 0.5), "batch_size": (2, 2**20), "accumulate": (1, 2**20), "epochs": (1, 10**6),
        "learning_rate": (0, 10), "final_learning_rate": (0, 10), "weight_decay": (0, 10),
        "warmup": (0, 1), "clip": (1e-6, 1e6), "seed": (0, 2**63),
    }  # fmt: skip
    for key, (low, high) in limits.items():
        if not low <= getattr(recipe, key) <= high:
            raise InputError(f"{where}: {key} must be from {low:g} to {high:g}, not {getattr(recipe, key)!r}")
    for tower in ("image", "text"):
        rate = getattr(recipe, f"{tower}_learning_rate")
        if rate is None:
            continue
        if not 0 < rate <= 10 or not recipe.learning_rate:
            raise InputError(
                f"{where}: {tower}_learning_rate must be above 0 and up to 10, beside a learning_rate above 0; "
                f"'freeze: {tower}' keeps the tower as it is"
            )
        if recipe.freeze == tower:
            raise InputError(f"{where}: {tower}_learning_rate is of a tower that 'freeze: {tower}' keeps as it is")
    if recipe.balance and not recipe.negatives:
        raise InputError(f"{where}: balance is about negatives; draw some ('negatives: 3')")
    if recipe.steps is not None and recipe.steps < 1:
        raise InputError(f"{where}: steps must be at least 1, not {recipe.steps}")
    needed = MADE_FOR.get(recipe.objective)
    if needed and recipe.fusion != needed:
        raise InputError(f"{where}: the objective {recipe.objective} needs 'fusion: {needed}'")
    if recipe.objective in TOWERS_ALONE and recipe.fusion != "none":
        raise InputError(f"{where}: the objective {recipe.objective} trains the towers alone; leave out 'fusion'")
    for key in ("choice", "gap", "mirror", "quadruple"):
        if getattr(recipe, key) and not recipe.negatives:
            raise InputError(f"{where}: {key} is about negatives; draw some ('negatives: 3')")
    if recipe.centred and not recipe.choice:
        raise InputError(f"{where}: 'centred' is a form of the choice; give it a weight ('choice: 1.0')")
    if recipe.noise and recipe.fusion != "asymmetry":
        raise InputError(f"{where}: noise in feature space needs 'fusion: asymmetry'")


def check_kinds(recipe: TrainingRecipe, held: Iterable[str]) -> None:
    """Refuse a name in the recipe's ``kinds`` that nobody knows, and a recipe whose negatives are not there.

    Args:
        recipe: to be trained.
        held: kinds of the negatives that are at hand; they need not be known to capaug.

    Raises:
        InputError: a name is neither that of a kind of capaug or at hand, nor that of such a kind's family; or the
            recipe draws negatives and none of its kinds is at hand, so that it would learn from captions alone.
    """
    there = set(held)
    known = sorted({*KINDS.names(), *there})
    families = {family(kind) for kind in known}
    for kind in recipe.kinds or ():
        if kind not in families and kind not in known:
            raise InputError(f"recipe {recipe.name}: unknown kind of negatives {kind!r}; known: {', '.join(known)}")
    drawn = there if recipe.kinds is None else {one for one in there if {one, family(one)} & set(recipe.kinds)}
    if recipe.negatives and not drawn:
        named = f" of its kinds ({', '.join(recipe.kinds)})" if recipe.kinds else ""
        raise InputError(
            f"recipe {recipe.name}: the rows have no negatives{named} to learn from; generate some, or train plain"
        )
