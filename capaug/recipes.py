"""Recipes: what to generate, how much of each kind, and which parser and encoder judge it.

A recipe is a YAML file. Those that ship (``default``, ``fam``, ``ascl``, ``negclip``) are found by name in the
installed package ``capaug_recipes``; any other by its path.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from capaug.errors import InputError, OutputError, UsageError

NEGATIVE_KINDS = (
    "relation_swap.roles",
    "relation_swap.predicate",
    "relation_swap.objects",
    "attribute_replace.contrast",
    "attribute_replace.swap",
    "asymmetry_1.object",
    "asymmetry_1.insert",
    "asymmetry_1.negate",
    "asymmetry_1.noise",
)
POSITIVE_KINDS = (
    "asymmetry_2.subgraph",
    "asymmetry_2.generalise",
    "asymmetry_2.truncate",
    "asymmetry_3.merge",
    "asymmetry_3.concat",
    "asymmetry_3.redundant",
    "asymmetry_3.absence",
    "asymmetry_3.paraphrase",
)
# Of a recipe file.
KEYS = ("name", "seed", "parser", "encoder", "negatives", "positives", "balance", "hardest", "kinds")


@dataclass(frozen=True, slots=True)
class KindSettings:
    """How one kind of variant is used.

    ``limit``: most of this kind per caption. ``weight``: where a caption has more variants than the recipe keeps,
    kinds of greater weight are kept first. ``band``: lowest and highest cosine between caption and variant that the
    embedding filter lets through, or None for any.
    """

    limit: int = 1
    weight: float = 1.0
    band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that decides, with its text, its siblings and its id, what a caption gets.

    ``negatives`` and ``positives`` are the most a caption keeps of each; ``kinds`` names the kinds that are made.
    With ``balance`` negatives are chosen so that their texts alone do not give them away. With ``hardest`` above 0 a
    caption keeps the so many negatives that lie nearest to it by the encoder, in place of ``negatives`` by weight.
    """

    name: str
    kinds: dict[str, KindSettings]
    seed: int = 0
    parser: str = "embedded"
    encoder: str = "embedded"
    negatives: int = 8
    positives: int = 5
    balance: bool = False
    hardest: int = 0

    def generators(self) -> tuple[str, ...]:
        """Names of the generators that make the recipe's kinds (``asymmetry_1.object`` -> ``asymmetry_1``), sorted."""
        return tuple(sorted({kind.partition(".")[0] for kind in self.kinds}))

    def as_dict(self) -> dict[str, Any]:
        """The whole recipe as plain values, in the form of its YAML file."""
        return {
            "name": self.name,
            "seed": self.seed,
            "parser": self.parser,
            "encoder": self.encoder,
            "negatives": self.negatives,
            "positives": self.positives,
            "balance": self.balance,
            "hardest": self.hardest,
            "kinds": {
                kind: {"limit": use.limit, "weight": use.weight, "band": list(use.band) if use.band else None}
                for kind, use in self.kinds.items()
            },
        }

    def hash(self) -> str:
        """SHA-256 of the recipe's canonical JSON, in hexadecimal: equal for equal settings in any order."""
        canonical = json.dumps(self.as_dict(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


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
        known = ", ".join(shipped_names(folder))
        raise UsageError(f"unknown recipe {given!r}; known: {known}; or give the path of a .yaml file")
    try:
        return path.read_text(encoding="utf-8"), given
    except FileNotFoundError:
        raise InputError(f"{given}: no such recipe file") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise InputError(f"{given}: cannot read the recipe: {reason}") from None


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
    values = _mapping(parse_yaml(text, where), where, "the recipe")
    _check_keys(values, KEYS, where, "")
    for required in ("name", "kinds"):
        if required not in values:
            raise InputError(f"{where}: the key '{required}' is missing")
    kinds = {}
    for kind, settings in _mapping(values["kinds"], where, "kinds").items():
        if kind not in NEGATIVE_KINDS + POSITIVE_KINDS:
            raise InputError(
                f"{where}: kinds: unknown kind {kind!r}; known: {', '.join(NEGATIVE_KINDS + POSITIVE_KINDS)}"
            )
        kinds[kind] = _kind(settings, where, f"kinds.{kind}")
    if not kinds:
        raise InputError(f"{where}: kinds: name at least one kind")
    return Recipe(
        name=_text(values["name"], where, "name"),
        kinds=kinds,
        seed=_whole(values.get("seed", 0), where, "seed"),
        parser=_text(values.get("parser", "embedded"), where, "parser"),
        encoder=_text(values.get("encoder", "embedded"), where, "encoder"),
        negatives=_whole(values.get("negatives", 8), where, "negatives"),
        positives=_whole(values.get("positives", 5), where, "positives"),
        balance=_flag(values.get("balance", False), where, "balance"),
        hardest=_whole(values.get("hardest", 0), where, "hardest"),
    )


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


def _kind(settings: Any, where: str, key: str) -> KindSettings:
    values = _mapping({} if settings is None else settings, where, key)
    _check_keys(values, ("limit", "weight", "band"), where, f"{key}: ")
    return KindSettings(
        limit=_whole(values.get("limit", 1), where, f"{key}.limit"),
        weight=_number(values.get("weight", 1.0), where, f"{key}.weight"),
        band=None if values.get("band") is None else _band(values["band"], where, f"{key}.band"),
    )


def _check_keys(values: Mapping[str, Any], known: tuple[str, ...], where: str, key: str) -> None:
    for name in values:
        if name not in known:
            raise InputError(f"{where}: {key}unknown key {name!r}; known: {', '.join(known)}")


def _mapping(value: Any, where: str, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InputError(f"{where}: {key} must be keys with values, not {value!r}")
    return value


def _text(value: Any, where: str, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{where}: {key} must be a name, not {value!r}")
    return value


def _flag(value: Any, where: str, key: str) -> bool:
    if not isinstance(value, bool):
        raise InputError(f"{where}: {key} must be true or false, not {value!r}")
    return value


def _whole(value: Any, where: str, key: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InputError(f"{where}: {key} must be a whole number of at least 0, not {value!r}")
    return value


def _number(value: Any, where: str, key: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value < float("inf"):
        raise InputError(f"{where}: {key} must be a number above 0, not {value!r}")
    return float(value)


def _band(value: Any, where: str, key: str) -> tuple[float, float]:
    if isinstance(value, list) and len(value) == 2:
        low, high = value
        if all(isinstance(v, int | float) and not isinstance(v, bool) for v in value) and -1 <= low < high <= 1:
            return float(low), float(high)
    raise InputError(f"{where}: {key} must be [lowest, highest] between -1 and 1, not {value!r}")
