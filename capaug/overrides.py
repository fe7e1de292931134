"""A recipe with changes, kinds left out and values set by their place in its YAML file; what differs between two."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from capaug.errors import InputError, UsageError, did_you_mean
from capaug.kinds import family
from capaug.recipes import KindSettings, Recipe, parse_yaml, recipe_of
from capaug.registry import KINDS

SETTINGS = frozenset(field.name for field in fields(KindSettings))


def changed(
    recipe: Recipe, settings: Sequence[str] = (), only: Sequence[str] = (), without: Sequence[str] = ()
) -> Recipe:
    """``recipe`` with changes, checked as its file is.

    Args:
        recipe: to begin with.
        settings: ``KEY=VALUE``: the place of a value in the recipe's file with dots between the keys
            (``kinds.attribute_replace.contrast.limit``), and the value as YAML. A kind that the recipe lacks is added.
        only: kinds to keep, by name (``relation_swap.roles``), family (``relation_swap``) or last part (``roles``).
        without: kinds to leave out, likewise.

    Returns:
        The recipe with the values set first, then kinds left out.

    Raises:
        UsageError: a name that nobody knows or that leaves no kind, or a value that no recipe may have.
    """
    if settings:
        values = recipe.as_dict()
        for setting in settings:
            _set(values, setting)
        try:
            recipe = recipe_of(values, " ".join(f"--set {setting}" for setting in settings))
        except InputError as error:
            raise UsageError(str(error)) from None
    if not only and not without:
        return recipe
    known = {*KINDS.names(), *recipe.kinds}
    kept = _named(only, known, "--only") if only else known
    kept = kept - _named(without, known, "--without")
    kinds = {kind: use for kind, use in recipe.kinds.items() if kind in kept}
    if not kinds:
        raise UsageError(
            f"the recipe {recipe.name} makes none of the kinds that are left (--set kinds.KIND={{}} adds one); "
            f"its own: {', '.join(recipe.kinds)}"
        )
    return replace(recipe, kinds=kinds)


def differences(first: Recipe, second: Recipe) -> dict[str, list[Any]]:
    """Where two recipes differ but in their names: both values by their place, as :func:`changed` takes it.

    A kind that one of them lacks stands there whole, beside None.
    """
    both = [recipe.as_dict() for recipe in (first, second)]
    kinds = [values.pop("kinds") for values in both]
    for kind in dict.fromkeys([*kinds[0], *kinds[1]]):
        for values, uses in zip(both, kinds, strict=True):
            if kind in kinds[0] and kind in kinds[1]:
                values.update((f"kinds.{kind}.{key}", value) for key, value in uses[kind].items())
            else:
                values[f"kinds.{kind}"] = uses.get(kind)
    return {
        place: [value, both[1][place]]
        for place, value in both[0].items()
        if place != "name" and value != both[1][place]
    }


def _named(names: Iterable[str], known: Collection[str], option: str) -> set[str]:
    """The kinds that names stand for."""
    found: set[str] = set()
    for name in names:
        meant = {kind for kind in known if name in (kind, family(kind), kind.partition(".")[2])}
        if not meant:
            shown = {part for kind in known for part in (kind, family(kind), kind.partition(".")[2])}
            families = ", ".join(sorted({family(kind) for kind in known}))
            raise UsageError(
                f"{option}: unknown kind or family {name!r}{did_you_mean(name, shown)}; families: {families}"
            )
        found |= meant
    return found


def _set(values: dict[str, Any], setting: str) -> None:
    """Put what a setting says into the plain values of a recipe."""
    place, sign, text = setting.partition("=")
    if not place or not sign:
        raise UsageError(f"--set {setting}: say KEY=VALUE, as in kinds.relation_swap.roles.limit=2 or negatives=4")
    try:
        value = parse_yaml(text, f"--set {setting}")
    except InputError as error:
        raise UsageError(str(error)) from None
    first, _, rest = place.partition(".")
    inside = values.get("kinds")
    if first != "kinds" or not rest or not isinstance(inside, dict):
        values[place] = value
        return
    kind, _, key = rest.rpartition(".")
    if rest in KINDS or not (kind in KINDS or key in SETTINGS):
        inside[rest] = value
        return
    use = inside.get(kind) or {}
    inside[kind] = use | {key: value} if isinstance(use, dict) else use
