"""The judge of negatives that others made: rules, the filters of capaug that fit, and why each one is refused."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from capaug.captions import ParsedCaption, Scene
from capaug.encoders import TextEncoder
from capaug.errors import CapaugError
from capaug.existing.base import Entry, Given
from capaug.existing.change import is_another, mended, replacements, untokenized
from capaug.existing.rules import ELSEWHERE, RULES, Case
from capaug.filters.base import Candidate
from capaug.filters.embedding import EmbeddingFilter
from capaug.filters.rules import RuleFilter
from capaug.fluency.ngram import FluencyModel
from capaug.formats.pairs import Pair
from capaug.garbage import no_collections
from capaug.kinds import Kind, positive_kinds
from capaug.lexicon import Lexicon
from capaug.lexicon.together import Together
from capaug.parsing.parser import Parser
from capaug.parsing.screen import screen
from capaug.parsing.sentences import characters_read
from capaug.pipeline import FAILED, FilterSetup
from capaug.recipes import Recipe
from capaug.records import Caption, Edit, Variant

log = logging.getLogger(__name__)

AT_ONCE = 256  # entries judged together


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one negative.

    Attributes:
        given: the negative as its file has it.
        text: what is kept of it: the same, or with its spaces, capitals, ``a`` and ``an`` put right.
        reason: why it is refused; None where it is kept.
        kind: the kind of capaug's that makes such changes; empty where none does, or it was not looked at.
        weighed: whether rules had more to go by than its words (:attr:`Case.is_weighed`).
    """

    given: Given
    text: str
    reason: str | None = None
    kind: str = ""
    weighed: bool = False

    @property
    def mended(self) -> bool:
        """Whether it is kept, and not to the letter."""
        return self.reason is None and self.text != self.given.text


@dataclass(slots=True, eq=False)
class _Judged:
    """A negative on its way: its place, what is asked about it, and the candidate that filters know."""

    entry: int
    place: int
    case: Case
    candidate: Candidate


class Judge:
    """Judges the negatives of entries.

    Args:
        recipe: whose parser, encoder, bands and exclusions are asked.
        rules: ask the rules.
        encoder: ask the encoder whether the similarity lies in the band of the kind that makes such changes, or where
            no kind with a band does, in the widest band of the recipe's negatives.
        device: where the encoder runs.
        given: an encoder instead of the recipe's.

    Raises:
        UsageError: an unknown parser, encoder or device.
    """

    def __init__(
        self,
        recipe: Recipe,
        *,
        rules: bool = True,
        encoder: bool = True,
        device: str = "auto",
        given: TextEncoder | None = None,
    ) -> None:
        self._lexicon = replace(Lexicon.load(), together=Together.load(recipe.exclusions))
        self._parser = Parser(recipe.parser, self._lexicon)
        self._fluency = FluencyModel() if rules else None
        self._embedding = _embedding(FilterSetup(recipe, device, given)) if encoder else None

    def judge(self, entries: Sequence[Entry]) -> Iterator[list[Verdict]]:
        """Yield the verdicts of each entry's negatives, in order.

        Captions of one image know of each other, wherever they stand.
        """
        of_image: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            of_image.setdefault(entry.image, []).append(number)
        found: dict[int, list[Verdict]] = {}
        waiting = 0
        for images in _chunks(of_image.values()):
            with no_collections():
                found.update(self._safely(entries, images))
            while waiting in found:
                yield found.pop(waiting)
                waiting += 1

    def _safely(self, entries: Sequence[Entry], images: Sequence[Sequence[int]]) -> dict[int, list[Verdict]]:
        """The verdicts of some images; one at which something fails costs itself alone."""
        try:
            return self._of_images(entries, images)
        except (CapaugError, MemoryError):
            raise
        except Exception as error:
            if len(images) > 1:
                return {n: found for image in images for n, found in self._safely(entries, [image]).items()}
            where = entries[images[0][0]].where
            log.warning("%s: the negatives of its image were not judged: %s: %s", where, type(error).__name__, error)
            return {n: [Verdict(given, given.text, FAILED) for given in entries[n].negatives] for n in images[0]}

    def _of_images(self, entries: Sequence[Entry], images: Sequence[Sequence[int]]) -> dict[int, list[Verdict]]:
        verdicts: dict[int, list[Verdict]] = {}
        readable, waiting = [], []
        for number in chain.from_iterable(images):
            entry = entries[number]
            fault = screen(entry.caption)
            if fault is None:
                readable.append(number)
            verdicts[number] = [_first_look(entry.caption, given, fault) for given in entry.negatives]
            waiting += [(number, place) for place, one in enumerate(verdicts[number]) if one.reason is None]
        captions = dict(zip(readable, self._parse(entries[number].caption for number in readable), strict=True))
        texts = self._parse(verdicts[number][place].text for number, place in waiting)
        siblings = {number: _siblings(number, image, captions) for image in images for number in image}
        judged = []
        for (number, place), text in zip(waiting, texts, strict=True):
            edits = _edits(captions[number].text, text.text)
            case = Case(captions[number], siblings[number], text, edits, self._lexicon)
            judged.append(_Judged(number, place, case, _candidate(case)))
        self._ask(judged)
        for one in judged:
            kind = one.candidate.kind.id
            verdicts[one.entry][one.place] = replace(
                verdicts[one.entry][one.place],
                reason=one.candidate.refused,
                kind="" if kind == ELSEWHERE else kind,
                weighed=one.case.is_weighed,
            )
        return verdicts

    def _ask(self, judged: Sequence[_Judged]) -> None:
        """Ask the rules, then the encoder; the first that refuses is the reason."""
        if self._fluency is not None:
            captions = [one.case.caption.text for one in judged]
            differences = self._fluency.difference(captions, [one.case.text.text for one in judged])
            RuleFilter().judge([one.candidate for one in judged])
            for one, difference in zip(judged, differences.tolist(), strict=True):
                one.case.surprise = -difference
                one.candidate.refused = one.candidate.refused or RULES.first(one.case)
        if self._embedding is not None:
            self._embedding.judge([one.candidate for one in judged if one.candidate.refused is None])

    def _parse(self, texts: Iterable[str]) -> list[ParsedCaption]:
        return self._parser.parse([Caption(str(number), text) for number, text in enumerate(texts)])


def kinds_told(entries: Sequence[Entry], recipe: Recipe) -> Iterator[Pair]:
    """Each negative with its caption, and as its kind that of capaug's that makes such changes, or ``other``."""
    verdicts = Judge(recipe, rules=False, encoder=False).judge(entries)
    for entry, of_entry in zip(entries, verdicts, strict=True):
        for one in of_entry:
            yield Pair(entry.image, entry.caption, one.given.text, one.kind or "other")


def _first_look(caption: str, given: Given, fault: tuple[str, str] | None) -> Verdict:
    """What can be said of a negative before it is parsed; ``fault`` is why its caption cannot be read."""
    if fault is not None:
        return Verdict(given, given.text, f"caption_{fault[0]}")
    if characters_read(caption) < len(caption):
        return Verdict(given, given.text, "caption_too_long")
    if fault := screen(given.text):
        return Verdict(given, given.text, fault[0])
    if not replacements(caption, untokenized(given.text, caption)):
        return Verdict(given, given.text, "repeats_caption")
    if is_another(caption, given.text):
        return Verdict(given, given.text, "another_sentence")
    made = mended(caption, given.text)
    return Verdict(given, given.text, "no_english") if made is None else Verdict(given, made[0])


def _candidate(case: Case) -> Candidate:
    """What the filters are asked about."""
    scene = next(iter(case.scenes.values()), None)
    if scene is None:
        scene = Scene(case.caption, case.caption.sentences[0], case.siblings, case.lexicon)
    return Candidate(scene, Variant(case.text.text, case.kind, case.edits), Kind(case.kind, true=False))


def _embedding(setup: FilterSetup) -> EmbeddingFilter:
    true = positive_kinds()
    bands = [use.band for kind, use in setup.recipe.kinds.items() if use.band is not None and kind not in true]
    widest = (min(low for low, _ in bands), max(high for _, high in bands)) if bands else (-1.0, 1.0)
    return EmbeddingFilter(setup, widest)


def _edits(caption: str, text: str) -> tuple[Edit, ...]:
    made = mended(caption, text)
    return () if made is None else made[1]


def _siblings(number: int, image: Sequence[int], captions: Mapping[int, ParsedCaption]) -> list[ParsedCaption]:
    """The other captions of an image that could be read, each once."""
    if number not in captions:
        return []
    other = {captions[n].text: captions[n] for n in image if n in captions}
    other.pop(captions[number].text, None)
    return list(other.values())


def _chunks(images: Iterable[Sequence[int]]) -> Iterator[list[Sequence[int]]]:
    """Images with about :data:`AT_ONCE` entries in all."""
    held: list[Sequence[int]] = []
    for image in images:
        held.append(image)
        if sum(map(len, held)) >= AT_ONCE:
            yield held
            held = []
    if held:
        yield held
