"""The records that every stage speaks, and their Arrow schema.

What flows through the stages is an image with its captions (:class:`CaptionGroup`); what comes out is one
:class:`AugmentedCaption` a caption, or one :class:`Reject` with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # pyarrow is imported only by the stages that write or read shards
    import pyarrow as pa

SCORES = ("similarity", "fluency", "balance")
"""The scores of the filters that ship, in the order of their columns."""


@dataclass(frozen=True, slots=True)
class Caption:
    """One caption as its source gave it, to the letter."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A caption that got no row, and why.

    ``reason`` is a short code (``empty``, ``null``, ``too_long``, ...); ``detail`` is one line for a person.
    """

    image_id: str
    caption_id: str
    caption: str
    source: str
    split: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class CaptionGroup:
    """The captions of one image; a lone caption is a group of one.

    ``rejects`` are captions that the source could not read as text (null, a number, a list).
    """

    image_id: str
    captions: tuple[Caption, ...]
    source: str
    split: str
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneObject:
    """A thing the caption mentions; ``start`` and ``end`` are character offsets of ``caption[start:end]``.

    ``name`` is the words as the graph names them (lower case, singular); ``lemma`` is the head noun alone.
    """

    name: str
    lemma: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of ``objects[object]``; ``type`` is the lexicon's (``color``, ``number``, ``action``, ...)."""

    object: int
    name: str
    type: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Relation:
    """``objects[subject]`` ``predicate`` ``objects[object]``; the span is that of the predicate's words."""

    subject: int
    predicate: str
    object: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SceneGraph:
    """What a caption says: its objects, their attributes, and the relations between them."""

    objects: tuple[SceneObject, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    relations: tuple[Relation, ...] = ()

    def names(self) -> dict[str, list[Any]]:
        """The graph as plain names: objects, (object, attribute) and (subject, predicate, object)."""
        return {
            "objects": [o.name for o in self.objects],
            "attributes": [[self.objects[a.object].name, a.name] for a in self.attributes],
            "relations": [
                [self.objects[r.subject].name, r.predicate, self.objects[r.object].name] for r in self.relations
            ],
        }


@dataclass(frozen=True, slots=True)
class Edit:
    """``caption[start:end] == old`` gives way to ``new``; an insertion has ``start == end`` and ``old == ""``."""

    start: int
    end: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A positive or a negative made from a caption.

    ``kind`` is ``family.kind`` (``attribute_replace.contrast``); ``edits`` applied right to left to the caption
    give ``text``; ``scores`` are what filters found: ``similarity``, the cosine between caption and text by the
    recipe's encoder, ``balance``, the margin by which a text-only judge prefers the caption, and whatever a filter of
    one's own gives.
    """

    text: str
    kind: str
    edits: tuple[Edit, ...]
    scores: Mapping[str, float] = field(default_factory=dict)

    @property
    def similarity(self) -> float | None:
        """Cosine between caption and text; None where no filter has measured it."""
        return self.scores.get("similarity")

    def as_row(self, scores: Sequence[str] = SCORES) -> dict[str, Any]:
        """The variant as nested dictionaries and lists; a score that it lacks is None."""
        return {
            "text": self.text,
            "kind": self.kind,
            "edits": [{"start": e.start, "end": e.end, "old": e.old, "new": e.new} for e in self.edits],
            **{name: self.scores.get(name) for name in scores},
        }


@dataclass(frozen=True, slots=True)
class AugmentedCaption:
    """One row of a shard.

    ``reason`` and ``detail`` say why a caption that was given to :meth:`capaug.Augmenter.augment_captions` got
    nothing, as in :class:`Reject`; they are empty in rows, and no part of a shard.
    """

    image_id: str
    caption_id: str
    caption: str
    source: str
    split: str
    scene_graph: SceneGraph
    positives: tuple[Variant, ...] = ()
    negatives: tuple[Variant, ...] = ()
    reason: str = ""
    detail: str = ""

    def as_row(self, scores: Sequence[str] = SCORES) -> dict[str, Any]:
        """The row as nested dictionaries and lists, in the order of :func:`row_schema`."""
        return {
            "image_id": self.image_id,
            "caption_id": self.caption_id,
            "caption": self.caption,
            "source": self.source,
            "split": self.split,
            "scene_graph": {
                "objects": [
                    {"name": o.name, "lemma": o.lemma, "start": o.start, "end": o.end} for o in self.scene_graph.objects
                ],
                "attributes": [
                    {"object": a.object, "name": a.name, "type": a.type, "start": a.start, "end": a.end}
                    for a in self.scene_graph.attributes
                ],
                "relations": [
                    {
                        "subject": r.subject,
                        "predicate": r.predicate,
                        "object": r.object,
                        "start": r.start,
                        "end": r.end,
                    }
                    for r in self.scene_graph.relations
                ],
            },
            "positives": [variant.as_row(scores) for variant in self.positives],
            "negatives": [variant.as_row(scores) for variant in self.negatives],
        }


@dataclass(slots=True)
class ChunkResult:
    """What the stages made of a run of groups: rows and rejects in input order, refusals counted by reason.

    ``refused`` counts candidates that a generator's rule or a filter threw away, by ``(kind, reason)``; ``scores``
    names what the filters measured, the columns of a variant beside its text, kind and edits.
    """

    rows: list[AugmentedCaption] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    refused: dict[tuple[str, str], int] = field(default_factory=dict)
    scores: tuple[str, ...] = SCORES


def row_schema(scores: Sequence[str] = SCORES) -> pa.Schema:
    """Arrow schema of a row whose variants have ``scores``."""
    import pyarrow as pa

    def structs(**fields: pa.DataType) -> pa.DataType:
        return pa.list_(pa.struct(list(fields.items())))

    text, number = pa.string(), pa.int32()
    variants = structs(
        text=text,
        kind=text,
        edits=structs(start=number, end=number, old=text, new=text),
        **{name: pa.float32() for name in scores},
    )
    graph = pa.struct(
        [
            ("objects", structs(name=text, lemma=text, start=number, end=number)),
            ("attributes", structs(object=number, name=text, type=text, start=number, end=number)),
            ("relations", structs(subject=number, predicate=text, object=number, start=number, end=number)),
        ]
    )
    return pa.schema(
        [(name, text) for name in ("image_id", "caption_id", "caption", "source", "split")]
        + [("scene_graph", graph), ("positives", variants), ("negatives", variants)]
    )


def reject_schema() -> pa.Schema:
    """Arrow schema of a reject."""
    import pyarrow as pa

    names = ("image_id", "caption_id", "caption", "source", "split", "reason", "detail")
    return pa.schema([(name, pa.string()) for name in names])
