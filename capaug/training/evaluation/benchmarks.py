"""Benchmarks of compositional understanding, read from local files in the formats of their authors.

What is right follows each benchmark's own evaluation; equal scores are wrong everywhere.

- SugarCrepe (Hsieh et al., 2023) and the two captions of a picture in ARO (Yuksekgonul et al., 2023): the picture
  scores higher with the true caption. ARO's pictures are cropped to their box.
- VALSE (Parcalabescu et al., 2022): likewise, of the instances that two or more of its three annotators found valid.
- ARO's COCO and Flickr30k order: the true caption, the first of the options, scores highest of all.
- SugarCrepe++ (Dumpala et al., 2024): both true captions above the false one in front of the picture; and, by the text
  tower alone, the true ones nearer to each other than either is to the false one.
- Winoground (Thrush et al., 2022): each picture picks its caption (text), each caption its picture (image), both
  (group).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

from capaug.errors import InputError
from capaug.sources.files import check_file
from capaug.training.data.pictures import Pictures
from capaug.training.evaluation.other_pictures import other_images
from capaug.training.evaluation.scoring import Answer, Question, Tell, View, answer, compares_vectors, silent
from capaug.training.models.base import DualEncoder

Entry = Mapping[str, Any]
PICTURE_FIELDS = ("filename", "image_path", "image_file", "image", "image_id")
BOX = ("bbox_x", "bbox_y", "bbox_w", "bbox_h")
VALID_VOTES = 2  # of VALSE's three annotators, for the caption and not the foil
LEAST = 25  # entries of a pair of attributes that get a figure of their own, as in ARO


@dataclass(frozen=True, slots=True)
class Format:
    """How the entries of a benchmark look, and what counts as right.

    Attributes:
        name: of the benchmark.
        texts: fields of its texts, in the order of a question.
        pictures: fields that name its pictures; one of :data:`PICTURE_FIELDS` where there are none.
        kind: field that names an entry's kind, where there is one.
        valid: whether an entry is one of those that the benchmark's authors count.
        judge: from an answer to what is right, by measure, the one that kinds are told by first.
        chance: of each measure, for a model that guesses, by the number of texts.
    """

    name: str
    texts: tuple[str, ...]
    judge: Callable[[Answer], dict[str, bool]]
    chance: Callable[[int], dict[str, float]]
    pictures: tuple[str, ...] = ()
    kind: str = ""
    valid: Callable[[Entry], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class BenchmarkEntry:
    """One entry: the pictures as the file names them, what is asked, the kind ("" for none), and whether it counts."""

    names: tuple[str, ...]
    question: Question
    kind: str
    valid: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """``right`` of ``made``, ``with_other`` of them right with other pictures, and the accuracy of a guessing model.

    ``with_other`` is None where there is but one picture, and of measures that no picture is part of.
    """

    right: int
    made: int
    chance: float
    with_other: int | None = None

    @property
    def accuracy(self) -> float:
        """Share that is right; 0 for none."""
        return self.right / self.made if self.made else 0.0

    @property
    def other_accuracy(self) -> float | None:
        """Share that is right with other pictures: what is above chance there is read off the texts."""
        return None if self.with_other is None else self.with_other / self.made


@dataclass(frozen=True, slots=True)
class BenchmarkScores:
    """What :func:`evaluate_benchmark` finds.

    ``kinds`` are by the first measure; ``macro`` is the mean of their accuracies, None where there are no kinds.
    ``left_out`` of the file's entries have no picture, ``invalid`` others do not count for the benchmark's authors.
    """

    name: str
    measures: dict[str, Measure]
    kinds: dict[str, Measure]
    macro: float | None
    missing_pictures: tuple[str, ...]
    left_out: int
    invalid: int = 0


def first_highest(given: Answer) -> dict[str, bool]:
    """The first text scores above all the others."""
    scores = given.scores[0]
    return {"accuracy": bool((scores[0] > scores[1:]).all())}


def two_true(given: Answer) -> dict[str, bool]:
    """SugarCrepe++: of the texts the first two are true, the third is not."""
    true, other, false = given.scores[0].tolist()
    pair, first, second = (
        float(given.vectors[a] @ given.vectors[b]) for a, b in ((0, 1), (0, 2), (1, 2))
    )  # vectors are of length 1
    return {"image-to-text": min(true, other) > false, "text-only": pair > max(first, second)}


def matched(given: Answer) -> dict[str, bool]:
    """Winoground: picture n belongs to text n."""
    (s00, s01), (s10, s11) = given.scores.tolist()
    text, image = s00 > s01 and s11 > s10, s00 > s10 and s11 > s01
    return {"text": text, "image": image, "group": text and image}


def _one_of(texts: int) -> dict[str, float]:
    return {"accuracy": 1 / texts}


def voted_for(entry: Entry) -> bool:
    """VALSE: enough annotators found that the caption fits the picture, and the foil does not."""
    votes = entry.get("mturk")
    found = votes.get("caption") if isinstance(votes, dict) else None
    return isinstance(found, int) and found >= VALID_VOTES


FORMATS = (
    Format(
        "SugarCrepe++",
        ("caption", "caption2", "negative_caption"),
        two_true,
        lambda _: {"image-to-text": 1 / 3, "text-only": 1 / 3},
    ),
    Format("SugarCrepe", ("caption", "negative_caption"), first_highest, _one_of),
    Format("ARO relation", ("true_caption", "false_caption"), first_highest, _one_of, kind="relation_name"),
    Format("ARO attribution", ("true_caption", "false_caption"), first_highest, _one_of, kind="attributes"),
    Format("ARO", ("true_caption", "false_caption"), first_highest, _one_of),
    Format("VALSE", ("caption", "foil"), first_highest, _one_of, kind="linguistic_phenomena", valid=voted_for),
    Format("ARO order", ("caption_options",), first_highest, _one_of),
    Format(
        "Winoground",
        ("caption_0", "caption_1"),
        matched,
        lambda _: {"text": 1 / 4, "image": 1 / 4, "group": 1 / 6},
        pictures=("image_0", "image_1"),
        kind="collapsed_tag",
    ),
)


def read_benchmark(path: Path) -> tuple[Format, list[BenchmarkEntry]]:
    """Read a file of one of :data:`FORMATS`, told by the fields of its first entry.

    The file is a JSON list of objects, a JSON object of them (SugarCrepe), or JSON lines.

    Raises:
        InputError: no such file, it is neither JSON nor JSON lines, holds no entries or those of no known format, or an
            entry lacks what its format needs; the message names the file and the entry.
    """
    entries = _entries(path)
    name, first = entries[0]
    for form in FORMATS:
        needed = (*form.texts, *form.pictures, *((form.kind,) if form.kind and not form.pictures else ()))
        if all(field in first for field in needed):
            return form, [_entry(form, entry, f"{path}: entry {name}") for name, entry in entries]
    known = "; ".join(f"{form.name} ({', '.join(form.texts)})" for form in FORMATS if form.name != "ARO")
    raise InputError(f"{path}: entry {name} has the fields {', '.join(first) or 'none'}; known formats: {known}")


def evaluate_benchmark(
    model: DualEncoder, path: Path, pictures: Pictures, *, batch_size: int = 64, tell: Tell = silent
) -> BenchmarkScores:
    """How often the model is right on the entries of a benchmark file whose pictures are there.

    ``text-only`` of SugarCrepe++ is left out for a model whose vectors play no part in its scores.

    Args:
        model: in any mode.
        path: file of the benchmark.
        pictures: of its pictures.
        batch_size: entries, pictures and texts at a time.
        tell: hears of ``questions``.

    Raises:
        InputError: see :func:`read_benchmark`; none of the pictures is there; a name is that of two pictures; one is
            broken; a score is no number.
    """
    form, read = read_benchmark(path)
    entries = [entry for entry in read if entry.valid]
    if not entries:
        raise InputError(f"{path}: none of the {len(read):,} entries is valid by the rule of {form.name}")
    resolved = pictures.source.names.resolve(name for entry in entries for name in entry.names)
    found, missing = resolved.found, resolved.missing
    there = [entry for entry in entries if all(name in found for name in entry.names)]
    if not there:
        count = len(found) + len(missing)
        raise InputError(f"{pictures.source.name}: none of the {count:,} pictures of {path} is there ({missing[0]})")
    questions = [
        Question(tuple(View(found[view.image_id], view.box) for view in entry.question.views), entry.question.texts)
        for entry in there
    ]
    others = other_views(view for question in questions for view in question.views)
    shown = [replace(one, views=tuple(others[view] for view in one.views)) for one in questions] if others else []
    answers = answer(model, questions + shown, pictures, batch_size=batch_size, tell=tell)
    judged = [form.judge(given) for given in answers]
    blind = judged[len(questions) :]
    chances = [form.chance(len(question.texts)) for question in questions]
    names = [name for name in judged[0] if name != "text-only" or compares_vectors(model)]

    def measure(name: str, rows: Sequence[int]) -> Measure:
        right, chance = sum(judged[row][name] for row in rows), fmean(chances[row][name] for row in rows)
        without = not blind or name == "text-only"
        return Measure(right, len(rows), chance, None if without else sum(blind[row][name] for row in rows))

    by_kind: dict[str, list[int]] = {}
    for row, entry in enumerate(there):
        if entry.kind:
            by_kind.setdefault(entry.kind, []).append(row)
    least = LEAST if form.kind == "attributes" else 1
    kinds = {kind: measure(names[0], rows) for kind, rows in sorted(by_kind.items()) if len(rows) >= least}
    return BenchmarkScores(
        form.name,
        {name: measure(name, range(len(there))) for name in names},
        kinds,
        fmean(kind.accuracy for kind in kinds.values()) if kinds else None,
        missing,
        len(entries) - len(there),
        len(read) - len(entries),
    )


def other_views(views: Iterable[View]) -> dict[View, View] | None:
    """For each view the first one of the image that is the other one of its image; None where there is but one image
    (:func:`~capaug.training.evaluation.other_pictures.other_images`).
    """
    first: dict[str, View] = {}
    there = list(dict.fromkeys(views))
    for view in there:
        first.setdefault(view.image_id, view)
    others = other_images(first)
    return {view: first[others[view.image_id]] for view in there} if others else None


def _entries(path: Path) -> list[tuple[str, Entry]]:
    """The entries with their names: key, place from 0, or line from 1."""
    check_file(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text") from None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        found = list(_lines(path, text))
    else:
        if isinstance(value, dict) and not all(isinstance(entry, dict) for entry in value.values()):
            value = [value]  # JSON lines of one line
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        found = [(str(name), entry) for name, entry in items]
    if not found:
        raise InputError(f"{path}: holds no entries (a JSON list or object of entries, or JSON lines)")
    for name, entry in found:
        if not isinstance(entry, dict):
            raise InputError(f"{path}: entry {name} is a {type(entry).__name__}, not an object")
    return found


def _lines(path: Path, text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield f"in line {number}", json.loads(line)
            except (ValueError, RecursionError) as error:
                raise InputError(f"{path}:{number}: neither JSON nor JSON lines ({error})") from None


def _entry(form: Format, entry: Entry, where: str) -> BenchmarkEntry:
    if form.texts == ("caption_options",):
        texts = entry.get("caption_options")
        if not isinstance(texts, list) or len(texts) < 2 or not all(isinstance(text, str) for text in texts):
            raise InputError(f"{where}: 'caption_options' must be a list of at least two texts, the true one first")
    else:
        texts = [_text(entry, name, where) for name in form.texts]
    fields = form.pictures or tuple(name for name in PICTURE_FIELDS if name in entry)[:1]
    if not fields:
        raise InputError(f"{where}: names no picture; one of {', '.join(PICTURE_FIELDS)} is needed")
    names = tuple(_name(entry, name, where) for name in fields)
    views = tuple(View(name, _box(entry, where)) for name in names)
    kind = entry.get(form.kind) if form.kind else None
    kind = " ".join(map(str, kind)) if isinstance(kind, list) else str(kind) if kind else ""
    return BenchmarkEntry(names, Question(views, tuple(texts)), kind, form.valid(entry))


def _text(entry: Entry, field: str, where: str) -> str:
    text = entry.get(field)
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"{where}: no text in {field!r}")
    return text


def _name(entry: Entry, field: str, where: str) -> str:
    name = entry.get(field)
    if isinstance(name, bool) or not isinstance(name, str | int) or name == "":
        raise InputError(f"{where}: {field!r} must be the name or number of a picture")
    return str(name)


def _box(entry: Entry, where: str) -> tuple[float, float, float, float] | None:
    if BOX[0] not in entry:
        return None
    edges = [entry.get(name) for name in BOX]
    box = [float(edge) for edge in edges if isinstance(edge, int | float) and not isinstance(edge, bool)]
    if len(box) < len(BOX):
        raise InputError(f"{where}: {', '.join(BOX)} must be numbers")
    x, y, width, height = box
    if width < 1 or height < 1:
        raise InputError(f"{where}: a box of {width:g} x {height:g} pixels holds no picture")
    return x, y, x + width, y + height
