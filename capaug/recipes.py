"""Recipes: what to generate, how much of each kind, and which parser and encoder judge it.

A recipe is a YAML file. Those that ship (``default``, ``fam``, ``ascl``, ``negclip``) are found by name in the
installed package ``capaug_recipes``; any other by its path.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, field_validator, model_validator
from pydantic.dataclasses import dataclass

from capaug.errors import InputError, OutputError, UsageError, did_you_mean
from capaug.registry import FILTERS, KINDS

# What numbers, flags and names of a recipe may be: YAML's `yes`, `"3"` and `1.5` are no whole numbers.
Count = Annotated[int, Field(strict=True, ge=0)]
Weight = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
Tokens = Annotated[int, Field(strict=True, ge=8)]
Cosine = Annotated[float, Field(strict=True, ge=-1, le=1)]
Flag = Annotated[bool, Field(strict=True)]
Name = Annotated[str, Field(strict=True, pattern=r"\S")]
CHECKED = ConfigDict(extra="forbid")

TRAINING = "training"  # folder, beside the recipes, of those of capaug train
UNKNOWN_KEY = ("unexpected_keyword_argument", "extra_forbidden")  # as pydantic calls the fault


@dataclass(frozen=True, config=CHECKED)
class KindSettings:
    """How one kind of variant is used.

    ``limit``: most of this kind per caption. ``weight``: where a caption has more variants than the recipe keeps,
    kinds of greater weight are kept first. ``band``: lowest and highest cosine between caption and variant that the
    embedding filter lets through, or None for any; captions of fewer than eight words have no lowest.
    """

    limit: Count = 1
    weight: Weight = 1.0
    band: tuple[Cosine, Cosine] | None = None

    @field_validator("band")
    @classmethod
    def _ascends(cls, band: tuple[float, float] | None) -> tuple[float, float] | None:
        if band is not None and band[0] >= band[1]:
            raise ValueError("the lowest cosine comes first")
        return band


@dataclass(frozen=True, config=CHECKED)
class Recipe:
    """All that decides, with its text, its siblings and its id, what a caption gets.

    ``negatives`` and ``positives`` are the most a caption keeps of each; ``kinds`` names the kinds that are made, and
    ``filters`` those that judge them, in their order. With ``hardest`` above 0 a caption keeps the so many negatives
    that lie nearest to it by the encoder, in place of ``negatives`` by weight.

    ``tokens`` is what the model that is trained takes of a text, its start and end marks included: what is changed lies
    within. None for models that do not cut. ``tokenizer`` counts them: a folder, a model of the hub or ``open_clip``;
    None for a bound on CLIP's tokens that needs nothing (:mod:`capaug.tokens`).

    ``tables`` are those of the filter ``balance``: the name of some that ship, or a file that ``capaug calibrate
    --balance`` wrote. ``balance`` says how strict that filter is: ``strict``, ``loose`` or ``off``. With ``fill`` a
    caption keeps ``negatives`` wherever it can give so many: first what is balanced strictly, then loosely, then the
    rest, and beyond the limits of the kinds last.

    ``exclusions`` are the counts of what captions say of the same things: ``coco``, which ship, or a file that ``capaug
    calibrate --exclusions`` wrote.

    Raises:
        UsageError: a kind or a filter that nobody knows, a filter that needs a score that none before it gives, or a
            tokenizer that has nothing to count.
        pydantic.ValidationError: a value of another type, or out of range.
    """

    name: Name
    kinds: dict[str, KindSettings]
    seed: Count = 0
    parser: Name = "embedded"
    encoder: Name = "embedded"
    negatives: Count = 8
    positives: Count = 5
    filters: tuple[Name, ...] = ("rules", "embedding")
    hardest: Count = 0
    tokens: Tokens | None = 77
    tokenizer: Name | None = None
    tables: Name = "coco"
    balance: Literal["strict", "loose", "off"] = "strict"
    fill: Flag = False
    exclusions: Name = "coco"

    @field_validator("kinds", mode="before")
    @classmethod
    def _plain(cls, kinds: object) -> object:
        """A kind with nothing behind its name is used as the defaults have it."""
        if not isinstance(kinds, Mapping):
            return kinds
        return {kind: {} if settings is None else settings for kind, settings in kinds.items()}

    @field_validator("kinds")
    @classmethod
    def _known(cls, kinds: dict[str, KindSettings]) -> dict[str, KindSettings]:
        if not kinds:
            raise ValueError("name at least one kind")
        for kind in kinds:
            if kind not in KINDS:
                raise UsageError(f"kinds: {KINDS.unknown(kind)}")
        return kinds

    @field_validator("balance", mode="before")
    @classmethod
    def _off(cls, balance: object) -> object:
        """``off`` is what it says, not the false that YAML takes it for."""
        return "off" if balance is False else balance

    @field_validator("filters")
    @classmethod
    def _fitting(cls, filters: tuple[str, ...]) -> tuple[str, ...]:
        for name in filters:
            if name not in FILTERS:
                raise UsageError(f"filters: {FILTERS.unknown(name)}")
            if filters.count(name) > 1:
                raise UsageError(f"filters: {name!r} stands twice")
        scores_of([FILTERS.get(name) for name in filters])
        return filters

    @model_validator(mode="after")
    def _consistent(self) -> Recipe:
        if self.hardest and "embedding" not in self.filters:
            raise UsageError("hardest: it is the filter 'embedding' that tells them, and filters leaves it out")
        if self.tokenizer is not None and self.tokens is None:
            raise UsageError("tokenizer: it counts tokens, and tokens is null")
        if "balance" not in self.filters and (self.fill or self.balance != "strict"):
            key = "fill" if self.fill else "balance"
            raise UsageError(f"{key}: it is the filter 'balance' that tells, and filters leaves it out")
        if self.fill and self.hardest:
            raise UsageError(
                "fill: it keeps the best balanced, and hardest the nearest to the caption: name one of them"
            )
        if self.fill and self.balance != "strict":
            raise UsageError("fill: it goes from strict to loose to off by itself: leave balance out")
        return self

    def as_dict(self) -> dict[str, Any]:
        """The whole recipe as plain values, in the form of its YAML file."""
        return {
            "name": self.name,
            "seed": self.seed,
            "parser": self.parser,
            "encoder": self.encoder,
            "negatives": self.negatives,
            "positives": self.positives,
            "filters": list(self.filters),
            "hardest": self.hardest,
            "tokens": self.tokens,
            "tokenizer": self.tokenizer,
            "tables": self.tables,
            "balance": self.balance,
            "fill": self.fill,
            "exclusions": self.exclusions,
            "kinds": {
                kind: {"limit": use.limit, "weight": use.weight, "band": list(use.band) if use.band else None}
                for kind, use in self.kinds.items()
            },
        }

    def hash(self) -> str:
        """SHA-256 of the recipe's canonical JSON, in hexadecimal: equal for equal settings in any order."""
        canonical = json.dumps(self.as_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


class Scoring(Protocol):
    """What recipes ask of a filter: its name, the scores it needs and those it gives."""

    name: str
    needs: Sequence[str]
    gives: Sequence[str]


def scores_of(filters: Sequence[Any]) -> tuple[str, ...]:
    """The scores that ``filters`` (:class:`Scoring`) give, in their order.

    Raises:
        UsageError: one of them needs a score that none before it gives, or two give the same.
    """
    given: list[str] = []
    for one in filters:
        for score in one.needs:
            if score not in given:
                raise UsageError(f"filters: {one.name!r} needs the score {score!r}, which no filter before it gives")
        for score in one.gives:
            if score in given:
                raise UsageError(f"filters: two of them give the score {score!r}; the second is {one.name!r}")
            given.append(score)
    return tuple(given)


def recipe_names() -> tuple[str, ...]:
    """Names of the recipes that ship with the package, sorted."""
    return shipped_names(files("capaug_recipes"))


def load_recipe(name_or_path: str | Path) -> Recipe:
    """Read a recipe by the name of one that ships, or by the path of a YAML file.

    Raises:
        UsageError: a name that no shipped recipe has.
        InputError: a path without a file, or a file that is no recipe.
    """
    return _read(*find_recipe(name_or_path, files("capaug_recipes")))


def shipped_names(folder: Traversable) -> tuple[str, ...]:
    """Names of the recipes in a folder of the package, sorted."""
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def find_recipe(name_or_path: str | Path, folder: Traversable) -> tuple[str, str]:
    """The text of a recipe in ``folder`` by its name, or of any by its path; and what to call it in messages.

    Raises:
        UsageError: a name that no recipe in ``folder`` has.
        InputError: a path without a file, or a file that is no text.
    """
    given = str(name_or_path)
    path = Path(given)
    if given in shipped_names(folder):
        return (folder / f"{given}.yaml").read_text(encoding="utf-8"), f"recipe {given}"
    if path.suffix not in (".yaml", ".yml") and len(path.parts) == 1 and not path.is_file():
        known = shipped_names(folder)
        if of_the_others := _of_the_others(given, known):
            raise UsageError(of_the_others)
        raise UsageError(
            f"unknown recipe {given!r}{did_you_mean(given, known)}; known: {', '.join(known)}; "
            "or give the path of a .yaml file"
        )
    try:
        return path.read_text(encoding="utf-8"), given
    except FileNotFoundError:
        raise InputError(f"{given}: no such recipe file") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise InputError(f"{given}: cannot read the recipe: {reason}") from None


def _of_the_others(name: str, known: Iterable[str]) -> str | None:
    """What to say of a name that the other command knows: ``generate`` and ``train`` have recipes of their own."""
    making = files("capaug_recipes")
    training = making / TRAINING
    if name in shipped_names(training):
        says = f"a recipe of capaug train, not of capaug generate; capaug recipes show {name} --training shows it"
    elif name in shipped_names(making):
        says = "a recipe of capaug generate, not of capaug train"
    else:
        return None
    return f"{name!r} is {says}; known here: {', '.join(known)}"


def write_recipe(path: Path, recipe: Recipe, comment: str = "") -> None:
    """Write ``recipe`` as a YAML file that :func:`load_recipe` reads, below the lines of ``comment``.

    Raises:
        OutputError: the file cannot be written.
    """
    import yaml

    lines = "".join(f"# {line}\n" for line in comment.splitlines())
    text = yaml.safe_dump(recipe.as_dict(), sort_keys=False, default_flow_style=None, width=120, allow_unicode=True)
    try:
        path.write_text(lines + text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot write the recipe: {error.strerror}") from None


def _read(text: str, where: str) -> Recipe:
    """Parse and check a recipe; ``where`` names it in messages."""
    return recipe_of(parse_yaml(text, where), where)


def recipe_of(values: object, where: str) -> Recipe:
    """The recipe of plain values (:meth:`Recipe.as_dict`), checked; ``where`` names it in messages.

    Raises:
        InputError: they are no recipe, or name what nobody knows.
    """
    if not isinstance(values, Mapping):
        raise InputError(f"{where}: the recipe must be keys with values, not {values!r}")
    try:
        return TypeAdapter(Recipe).validate_python(dict(values))
    except UsageError as error:
        raise InputError(f"{where}: {error}") from None
    except ValidationError as error:
        raise InputError(f"{where}: {_first_fault(error)}") from None


def _first_fault(error: ValidationError) -> str:
    """The first thing that is wrong with a recipe: where it stands, what it should be and what it is."""
    faults = error.errors()
    # a key that is misspelt is missing too, and told better by what stands there
    fault = next((one for one in faults if one["type"] in UNKNOWN_KEY), faults[0])
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "missing":
        return f"the key '{key}' is missing"
    if fault["type"] in UNKNOWN_KEY:
        *inside, name = (str(part) for part in fault["loc"])
        known = [field.name for field in fields(KindSettings if inside else Recipe)]
        prefix = f"{'.'.join(inside)}: " if inside else ""
        return f"{prefix}unknown key {name!r}{did_you_mean(name, known)}; known: {', '.join(known)}"
    wanted = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
    wanted = "should be a name" if fault["type"] == "string_pattern_mismatch" else wanted
    return f"{key}: {wanted}, not {fault['input']!r}" if wanted.startswith("should") else f"{key}: {wanted}"


def parse_yaml(text: str, where: str) -> Any:
    """The value of a YAML text.

    Raises:
        InputError: it is no YAML text, or a key stands twice; the message names ``where``.
    """
    import yaml

    class Loader(yaml.SafeLoader):
        """Refuses a key that stands twice, of which YAML would silently keep the last."""

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            seen: set[str] = set()
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode):
                    if key.value in seen:
                        problem = f"the key '{key.value}' stands twice"
                        raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
                    seen.add(key.value)
            return super().construct_mapping(node, deep)

    try:
        return yaml.load(text, Loader)
    except yaml.MarkedYAMLError as error:
        line = f" line {error.problem_mark.line + 1}:" if error.problem_mark else ""
        raise InputError(f"{where}:{line} {error.problem}") from None
    except yaml.YAMLError as error:
        raise InputError(f"{where}: not a YAML text: {' '.join(str(error).split())}") from None
