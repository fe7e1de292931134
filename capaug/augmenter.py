"""The pipeline as Python programs use it: captions in, one result a caption out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from capaug.encoders import TextEncoder, check_device_name, device_of_worker
from capaug.errors import UsageError
from capaug.filters.base import Candidate, Filter
from capaug.pipeline import Pipeline
from capaug.recipes import Recipe, load_recipe
from capaug.records import AugmentedCaption, Caption, CaptionGroup, ChunkResult, Reject, SceneGraph
from capaug.registry import load_plugin

T = TypeVar("T")

CHUNK = 256  # images worked on at once
COLLECT_AFTER = 200_000  # objects made and not freed in the process of an engine's work
SOURCE, SPLIT = "captions", "all"  # of captions that were given as a list


class Augmenter:
    """Makes positives and negatives as a recipe says; models are loaded once, at construction.

    What a caption gets depends on its text, its id, the other captions of its image, the recipe and the seed: never on
    what else is in the list. An augmenter pickles as what it was made with, small and the same each time, so that
    ``datasets.Dataset.map`` finds its cache and spawned workers start by loading the models themselves.

    Args:
        recipe: a :class:`Recipe`, the name of one that ships (``default``) or the path of a YAML file.
        seed: instead of the recipe's.
        encoder: instead of the recipe's: a name, or an encoder of one's own.
        filters: instead of the recipe's: names, or filters of one's own, in the order in which they judge.
        device: where the encoder runs: ``auto``, ``cpu``, ``cuda``, ``mps``.

    Raises:
        UsageError: an unknown recipe, parser, encoder, filter or device.
        InputError: a recipe file that cannot be read.

    Example:
        >>> row = Augmenter().augment_captions(["A man riding a brown horse on a beach."])[0]
        >>> [negative.text for negative in row.negatives]  # doctest: +SKIP
    """

    def __init__(
        self,
        recipe: Recipe | str | Path = "default",
        *,
        seed: int | None = None,
        encoder: TextEncoder | str | None = None,
        filters: Sequence[Filter | str] | None = None,
        device: str = "auto",
    ) -> None:
        chosen = recipe if isinstance(recipe, Recipe) else load_recipe(recipe)
        if seed is not None:
            chosen = replace(chosen, seed=seed)
        if isinstance(encoder, str):
            chosen, encoder = replace(chosen, encoder=encoder), None
        self.recipe = chosen
        self.device = device
        self._given = (encoder, None if filters is None else tuple(filters))
        self._pipeline = Pipeline(chosen, device, encoder=encoder, filters=filters)

    def __reduce__(self) -> tuple[Callable[..., Augmenter], tuple[Any, ...]]:
        return _remake, (self.recipe, self.device, *self._given)

    def __repr__(self) -> str:
        return f"Augmenter(recipe={self.recipe.name!r}, seed={self.recipe.seed}, device={self.device!r})"

    def augment_captions(
        self,
        texts: Iterable[str | None],
        *,
        ids: Sequence[str] | None = None,
        images: Sequence[str] | None = None,
        progress: bool = False,
    ) -> list[AugmentedCaption]:
        """Augment captions: one result each, in their order.

        Args:
            texts: captions. What is no text (None, a number), empty or not English gets a result without variants
                whose ``reason`` and ``detail`` say why.
            ids: of the captions; by default they come from their texts. Draws are keyed by them.
            images: what picture each caption is of; captions of one picture know of each other, wherever they stand in
                the list. By default each caption is of a picture of its own.
            progress: show a bar on standard error.

        Raises:
            UsageError: ``texts`` is one text, or ``ids`` or ``images`` are not one for each.
        """
        if isinstance(texts, str | bytes):
            raise UsageError("augment_captions takes a list of captions; for one of them give [caption]")
        given: list[Any] = list(texts)
        for name, others in (("ids", ids), ("images", images)):
            if others is not None and (isinstance(others, str) or len(others) != len(given)):
                raise UsageError(f"{name} must be one for each of the {len(given)} captions")
        results: list[AugmentedCaption] = [_without(text) for text in given]
        with _bar(len(given), progress) as advance:
            for chunk in _chunks(_by_image(given, ids, images), CHUNK):
                outcomes = iter(self._pipeline.outcomes([group for group, _ in chunk]))
                for _, places in chunk:
                    for place in places:
                        outcome = next(outcomes)
                        results[place] = _rejected(outcome) if isinstance(outcome, Reject) else outcome
                    advance(len(places))
        return results

    def augment(self, groups: Sequence[CaptionGroup]) -> ChunkResult:
        """Augment groups of captions; every caption ends in a row or in a reject, in input order."""
        return self._pipeline.run(groups)

    def candidates(self, groups: Sequence[CaptionGroup]) -> list[list[Candidate]]:
        """For each caption that gets a row the candidates that pass the filters, before anything is chosen."""
        return self._pipeline.candidates(groups)


@dataclass(frozen=True, slots=True)
class AugmentWork:
    """What an engine's worker does: the pipeline of this recipe on this device.

    ``plugins`` are Python files that register what the recipe names; ``strict`` as in :class:`Pipeline`.
    """

    recipe: Recipe
    device: str = "auto"
    plugins: tuple[Path, ...] = ()
    strict: bool = False

    def start(self, worker: int = 0) -> Callable[[Sequence[CaptionGroup]], ChunkResult]:
        """Load the models; called once in each worker. Workers share out the CUDA devices."""
        for plugin in self.plugins:
            load_plugin(plugin)
        embedded = self.recipe.encoder == "embedded"
        device = self.device if embedded else device_of_worker(self.device, worker)
        run = Pipeline(self.recipe, device, strict=self.strict).run
        # The tables are walked by every full collection and never freed: set aside, a caption costs 2 to 4% less. Rows
        # are no rings, which collections look for: looked for rarely, 3% less again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER)
        return run

    def wants_gpu(self) -> bool:
        """The embedded encoder is quick on a CPU: it wants a GPU only where CUDA is named."""
        kind, _ = check_device_name(self.device)
        return kind == "cuda" or (kind == "auto" and self.recipe.encoder != "embedded")


def caption_id(text: str) -> str:
    """The id of a caption that has none: 16 hexadecimal digits of a hash of its text."""
    return blake2b(text.encode(errors="surrogatepass"), digest_size=8).hexdigest()


def _remake(recipe: Recipe, device: str, encoder: TextEncoder | None, filters: Any) -> Augmenter:
    return Augmenter(recipe, device=device, encoder=encoder, filters=filters)


def _by_image(
    texts: Sequence[Any], ids: Sequence[str] | None, images: Sequence[str] | None
) -> list[tuple[CaptionGroup, list[int]]]:
    """The texts of each image as a group, with their places in the list; images in the order of their first text."""
    places: dict[object, list[int]] = {}
    for place, text in enumerate(texts):
        if isinstance(text, str):
            places.setdefault(place if images is None else images[place], []).append(place)
    groups = []
    for image, of_image in places.items():
        captions = tuple(
            Caption(caption_id(texts[place]) if ids is None else str(ids[place]), texts[place]) for place in of_image
        )
        name = captions[0].id if images is None else str(image)
        groups.append((CaptionGroup(name, captions, SOURCE, SPLIT), of_image))
    return groups


def _chunks(groups: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (groups[first : first + size] for first in range(0, len(groups), size))


@contextmanager
def _bar(total: int, shown: bool) -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error, if it is ``shown``; what is yielded moves it on."""
    if not shown:
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("captions", total=total)
        yield lambda count: bar.advance(task, count)


def _without(text: object) -> AugmentedCaption:
    """The result of what is no caption; a text's takes its place."""
    reason = ("null", "the caption is null") if text is None else ("not_text", f"it is of type {type(text).__name__}")
    return AugmentedCaption("", "", "", SOURCE, SPLIT, SceneGraph(), (), (), *reason)


def _rejected(reject: Reject) -> AugmentedCaption:
    return AugmentedCaption(
        reject.image_id,
        reject.caption_id,
        reject.caption,
        reject.source,
        reject.split,
        SceneGraph(),
        (),
        (),
        reject.reason,
        reject.detail,
    )
