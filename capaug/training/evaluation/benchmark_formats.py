"""Benchmarks of compositional understanding in the formats of their authors: their texts, and what counts as right.

What is right follows each benchmark's own evaluation; equal scores are wrong everywhere.

- SugarCrepe (Hsieh et al., 2023) and the two captions of a picture in ARO (Yuksekgonul et al., 2023): the picture
  scores higher with the true caption. ARO's pictures are cropped to their box. SugarCrepe on the HuggingFace hub holds
  its pictures.
- VALSE (Parcalabescu et al., 2022): likewise, of the instances that two or more of its three annotators found valid.
- ARO's COCO and Flickr30k order: the true caption, the first of the options, scores highest of all.
- SugarCrepe++ (Dumpala et al., 2024): both true captions above the false one in front of the picture; and, by the text
  tower alone, the true ones nearer to each other than either is to the false one.
- Winoground (Thrush et al., 2022): each picture picks its caption (text), each caption its picture (image), both
  (group).
- NegBench (Alhamoud et al., 2025): of the captions of a picture, some with denials, the correct one scores highest; and
  retrieval among captions with denials, by Recall@5.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any

from capaug.errors import InputError
from capaug.training.evaluation.scoring import Answer, Question, View

Entry = Mapping[str, Any]
PICTURE_FIELDS = ("filename", "image_path", "image_file", "filepath", "image", "image_id")
BOX = ("bbox_x", "bbox_y", "bbox_w", "bbox_h")
VALID_VOTES = 2  # of VALSE's three annotators, for the caption and not the foil


def named_texts(form: Format, entry: Entry, where: str) -> list[str]:
    """The texts of the fields that the format names.

    Raises:
        InputError: one has none.
    """
    return [text_of(entry.get(name), name, where) for name in form.texts]


@dataclass(frozen=True, slots=True)
class Format:
    """How the entries of a benchmark look, and what counts as right.

    Attributes:
        name: of the benchmark.
        texts: fields by which its entries are told; by default those of its texts, in the order of a question.
        judge: from an answer to what is right, by measure, the one that kinds are told by first. None: its captions are
            ranked among those of all pictures, and the pictures likewise.
        chance: of each measure, for a model that guesses, by the number of texts.
        pictures: fields that name its pictures; one of :data:`PICTURE_FIELDS` where there are none.
        kind: field that names an entry's kind, where there is one.
        kind_is_told: the field of the kind is one by which entries are told.
        valid: whether an entry is one of those that the benchmark's authors count.
        read: the texts of an entry; ``where`` is for messages.
    """

    name: str
    texts: tuple[str, ...]
    judge: Callable[[Answer], dict[str, bool]] | None
    chance: Callable[[int], dict[str, float]]
    pictures: tuple[str, ...] = ()
    kind: str = ""
    kind_is_told: bool = True
    valid: Callable[[Entry], bool] = lambda _: True
    read: Callable[[Format, Entry, str], list[str]] = named_texts

    def fits(self, entry: Entry) -> bool:
        """Whether an entry has the fields of this format."""
        kind = (self.kind,) if self.kind and self.kind_is_told else ()
        return all(field in entry for field in (*self.texts, *self.pictures, *kind))


@dataclass(frozen=True, slots=True)
class BenchmarkEntry:
    """One entry: the pictures as the file names them, what is asked, the kind ("" for none), and whether it counts."""

    names: tuple[str, ...]
    question: Question
    kind: str
    valid: bool = True


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


def first_of_options(form: Format, entry: Entry, where: str) -> list[str]:
    """ARO's order: the options, the true one first."""
    texts = entry["caption_options"]
    if not isinstance(texts, list) or len(texts) < 2 or not all(isinstance(text, str) for text in texts):
        raise InputError(f"{where}: 'caption_options' must be a list of at least two texts, the true one first")
    return texts


def correct_first(form: Format, entry: Entry, where: str) -> list[str]:
    """NegBench's choices: ``caption_0`` and so on, ``correct_answer`` the number of one, which comes first."""
    names = takewhile(lambda name: name in entry, (f"caption_{number}" for number in count()))
    texts = [text_of(entry.get(name), name, where) for name in names]
    answer = str(entry.get("correct_answer")).removesuffix(".0")
    if not answer.isdecimal() or int(answer) >= len(texts):
        raise InputError(
            f"{where}: 'correct_answer' must be the number of one of {len(texts)} captions, not {answer!r}"
        )
    correct = texts.pop(int(answer))
    return [correct, *texts]


def true_label_first(form: Format, entry: Entry, where: str) -> list[str]:
    """SugarCrepe on the hub: two texts, and which of them is true."""
    texts, true = entry["tested_labels"], entry["true_label"]
    if not isinstance(texts, list) or len(texts) < 2 or true not in texts:
        raise InputError(f"{where}: 'tested_labels' must be a list of texts, and 'true_label' one of them")
    return [true, *(text for text in texts if text != true)]


def listed_captions(form: Format, entry: Entry, where: str) -> list[str]:
    """NegBench's retrieval: captions of a picture, written as a list of Python."""
    given = entry["captions"]
    try:
        texts = ast.literal_eval(given) if isinstance(given, str) else given
    except (ValueError, SyntaxError):
        texts = None
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise InputError(f"{where}: 'captions' must be a list of texts")
    return texts


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
    Format("ARO order", ("caption_options",), first_highest, _one_of, read=first_of_options),
    Format("SugarCrepe", ("tested_labels", "true_label"), first_highest, _one_of, read=true_label_first),
    Format(
        "Winoground",
        ("caption_0", "caption_1"),
        matched,
        lambda _: {"text": 1 / 4, "image": 1 / 4, "group": 1 / 6},
        pictures=("image_0", "image_1"),
        kind="collapsed_tag",
        kind_is_told=False,
    ),
    Format(
        "NegBench choice",
        ("caption_0", "caption_1", "correct_answer"),
        first_highest,
        _one_of,
        kind="correct_answer_template",
        kind_is_told=False,
        read=correct_first,
    ),
    Format("NegBench retrieval", ("filepath", "captions"), None, lambda _: {}, read=listed_captions),
)


def read_entry(form: Format, entry: Entry, where: str) -> BenchmarkEntry:
    """An entry of a file; ``where`` names it in messages.

    Raises:
        InputError: it lacks what its format needs.
    """
    texts = form.read(form, entry, where)
    fields = form.pictures or tuple(name for name in PICTURE_FIELDS if name in entry)[:1]
    if not fields:
        raise InputError(f"{where}: names no picture; one of {', '.join(PICTURE_FIELDS)} is needed")
    names = tuple(_name(entry, name, where) for name in fields)
    views = tuple(View(name, _box(entry, where)) for name in names)
    kind = entry.get(form.kind) if form.kind else None
    kind = " ".join(map(str, kind)) if isinstance(kind, list) else str(kind) if kind else ""
    return BenchmarkEntry(names, Question(views, tuple(texts)), kind, form.valid(entry))


def text_of(text: object, field: str, where: str) -> str:
    """A field's text.

    Raises:
        InputError: there is none.
    """
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
