"""The records that every stage speaks, and their Arrow schema.

The fields of the dataclasses are the one description of a row: its nested dictionaries, how they are read back, and its
Arrow schema all follow from them.

What flows through the stages is an image with its captions (:class:`CaptionGroup`); what comes out is one
:class:`AugmentedCaption` a caption, or one :class:`Reject` with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import accumulate, chain, pairwise, repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from capaug.marks import graph_html, graph_text, row_html

if TYPE_CHECKING:  # pyarrow is imported only by the stages that write or read shards
    import pyarrow as pa

SCORES = ("sense", "balance", "similarity")
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
class Span:
    """Character offsets of ``caption[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SceneObject:
    """A thing the caption mentions; ``start`` and ``end`` are character offsets of ``caption[start:end]``.

    ``name`` is the words as the graph names them (lower case, singular); ``lemma`` is the head noun alone. ``mentions``
    are the other nouns that speak of the same thing (``a pit bull ... the dog``), in the order of the caption.
    """

    name: str
    lemma: str
    start: int
    end: int
    mentions: tuple[Span, ...] = ()


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

    def __repr__(self) -> str:
        return f"SceneGraph({graph_text(self)})"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return graph_html(self)


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
    recipe's encoder, ``balance``, the margin by which a text-only judge prefers the caption, ``sense``, how likely a
    reader is to keep a negative, ``balance_level``, how strictly it is balanced where a recipe fills its places, and
    whatever a filter of one's own gives.
    """

    text: str
    kind: str
    edits: tuple[Edit, ...]
    scores: Mapping[str, float] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Variant({self.text!r}, {self.kind})"

    @property
    def similarity(self) -> float | None:
        """Cosine between caption and text; None where no filter has measured it."""
        return self.scores.get("similarity")

    def as_row(self, scores: Sequence[str] | None = None) -> dict[str, Any]:
        """The variant as nested dictionaries and lists, with these scores (None: not measured), or those it has."""
        return _plain(self, scores)


@dataclass(frozen=True, slots=True)
class AugmentedCaption:
    """One row of a shard.

    ``read``: how many of the caption's characters were read: all of them, but for captions beyond the limits of
    :mod:`capaug.parsing.sentences`, which are read up to the end of a sentence. ``reason`` and ``detail`` say why a
    caption that was given to :meth:`capaug.Augmenter.augment_captions` got nothing, as in :class:`Reject`; they are
    empty in rows, and no part of a shard.
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
    read: int = -1  # all

    def __post_init__(self) -> None:
        if self.read < 0:
            object.__setattr__(self, "read", len(self.caption))

    @property
    def read_text(self) -> str:
        """What was read of the caption: its variants are made from that, and its graph tells that."""
        return self.caption[: self.read]

    def __repr__(self) -> str:
        made = self.reason or f"negatives: {len(self.negatives)}, positives: {len(self.positives)}"
        return f"AugmentedCaption({self.caption!r}, {made})"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return row_html(self)

    def as_row(self, scores: Sequence[str] | None = None) -> dict[str, Any]:
        """The row as nested dictionaries and lists, in the order of :func:`row_schema`; scores as of a variant."""
        return _plain(self, scores)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> AugmentedCaption:
        """The record of a row that :meth:`as_row` or a reader of shards gave; columns it does not know are
        left aside, but for those of variants, which are scores.

        The shards of earlier versions have no mentions of objects: theirs is none.

        Raises:
            KeyError: a column is missing.
            TypeError: a list or a record is null or something else.
        """
        return _record(cls, row)


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
    """Arrow schema of a row (:class:`AugmentedCaption`) whose variants have ``scores``."""
    import pyarrow as pa

    return pa.schema(list(_arrow_type(AugmentedCaption, tuple(scores))))


def record_batch(rows: Sequence[AugmentedCaption], scores: Sequence[str] = SCORES) -> pa.RecordBatch:
    """``rows`` as one batch of :func:`row_schema`, built column by column."""
    import pyarrow as pa

    columns = _columns(AugmentedCaption, rows, tuple(scores))
    return pa.RecordBatch.from_arrays(columns, schema=row_schema(scores))


def records_of(batch: pa.RecordBatch) -> list[AugmentedCaption]:
    """The records of a batch (:func:`record_batch`), built column by column: as :meth:`AugmentedCaption.from_row` of
    each row, and in half the time.

    Raises:
        KeyError: a column is missing.
        TypeError: a value, a list or a record is null.
    """
    import pyarrow as pa

    return _records(AugmentedCaption, pa.StructArray.from_arrays(batch.columns, fields=list(batch.schema)))


_SCALARS = {str: "string", int: "int32", float: "float32"}
"""Arrow types of what a field may hold beside records; offsets and indices fit 32 bits, scores need no more."""


_NO_COLUMNS = {"AugmentedCaption": ("reason", "detail"), "Variant": ("scores",)}
"""Fields that are no columns: what Python programs alone are told, and scores, which are a column each."""


_LATER_COLUMNS = frozenset({"mentions"})
"""Columns that shards of earlier versions lack; where they do, the field has its default."""


@cache
def _fields(record: type) -> tuple[tuple[str, type, bool], ...]:
    """Name and type of each column of a record, and whether it holds many (``tuple[type, ...]``)."""
    hints = get_type_hints(record)
    for name in _NO_COLUMNS.get(record.__name__, ()):
        del hints[name]
    return tuple((name, (get_args(hint) or (hint,))[0], get_origin(hint) is tuple) for name, hint in hints.items())


def _plain(record: Any, scores: Sequence[str] | None) -> dict[str, Any]:
    """A record as nested dictionaries and lists."""
    names, read, parts = _reader(record.__class__)
    row = dict(zip(names, read(record), strict=True))
    for name, many in parts:
        value = row[name]
        row[name] = [_plain(part, scores) for part in value] if many else _plain(value, scores)
    if isinstance(record, Variant):
        row.update((name, record.scores.get(name)) for name in (record.scores if scores is None else scores))
    return row


@cache
def _reader(record: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]], tuple[tuple[str, bool], ...]]:
    """The columns of a record, what reads them all at once, and those that hold records, with whether many."""
    fields = _fields(record)
    names = tuple(name for name, *_ in fields)
    return names, attrgetter(*names), tuple((name, many) for name, kind, many in fields if kind not in _SCALARS)


def _record(record: Any, row: Mapping[str, Any]) -> Any:
    """The record that :func:`_plain` made ``row`` of."""
    values: dict[str, Any] = {}
    for name, kind, many in _fields(record):
        if name in _LATER_COLUMNS and name not in row:
            continue
        value = row[name]
        if kind in _SCALARS:
            values[name] = value
        else:
            values[name] = tuple([_record(kind, part) for part in value]) if many else _record(kind, value)
    if record is Variant:
        values["scores"] = {k: v for k, v in row.items() if k not in values and v is not None}
    return record(**values)


def _arrow_type(record: type, scores: tuple[str, ...]) -> pa.StructType:
    """The Arrow type of a record."""
    import pyarrow as pa

    types = []
    for name, kind, many in _fields(record):
        of_one = getattr(pa, _SCALARS[kind])() if kind in _SCALARS else _arrow_type(kind, scores)
        types.append((name, pa.list_(of_one) if many else of_one))
    if record is Variant:
        types += [(name, pa.float32()) for name in scores]
    return pa.struct(types)


def _columns(record: type, of: Sequence[Any], scores: tuple[str, ...]) -> list[pa.Array]:
    """The Arrow columns of many records of one type, in the order of :func:`_arrow_type`."""
    import pyarrow as pa

    columns = []
    for name, kind, many in _fields(record):
        values = list(map(attrgetter(name), of))
        flat = list(chain.from_iterable(values)) if many else values
        if kind in _SCALARS:
            column = pa.array(flat, getattr(pa, _SCALARS[kind])())
        else:
            parts = _columns(kind, flat, scores)
            column = pa.StructArray.from_arrays(parts, fields=list(_arrow_type(kind, scores)))
        if many:
            ends = pa.array(accumulate(map(len, values), initial=0), pa.int32())
            column = pa.ListArray.from_arrays(ends, column)
        columns.append(column)
    if record is Variant:
        columns += [pa.array([one.scores.get(name) for one in of], pa.float32()) for name in scores]
    return columns


def _records(record: Any, array: pa.StructArray) -> list[Any]:
    """The records whose columns, by name, are those of ``array``: what :func:`_columns` made them of."""
    held = [column.name for column in array.type]
    values: dict[str, Iterable[Any]] = {}
    for name, kind, many in _fields(record):
        if name in _LATER_COLUMNS and name not in held:
            continue
        column = array.field(name)
        parts = column.flatten() if many else column
        if column.null_count or parts.null_count:
            raise TypeError(f"a null in the column {name}")
        of_each = parts.to_pylist() if kind in _SCALARS else _records(kind, parts)
        if many:
            ends = column.offsets.to_pylist()
            values[name] = [tuple(of_each[start - ends[0] : end - ends[0]]) for start, end in pairwise(ends)]
        else:
            values[name] = of_each
    if record is Variant:
        scores = [name for name in held if name not in values]
        measured = zip(*(array.field(name).to_pylist() for name in scores), strict=True) if scores else repeat(())
        values["scores"] = ({k: v for k, v in zip(scores, one, strict=True) if v is not None} for one in measured)
    return list(map(record, *(values.get(known.name, repeat(known.default)) for known in fields(record))))
