"""What captions and negatives say, as lemmas: their words, and the facts of their scene graphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from capaug.records import AugmentedCaption, Edit, SceneGraph

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
# They bend with what is changed beside them, deny, or are said of anything: no picture is told by them.
EMPTY = frozenset(
    "a an the this that these those some any no not it its he she they his her hers their him them there "
    "is are was were be been being am has have had having do does did doing and or of to with without".split()
)
SEPARATOR = "\t"  # of the parts of a fact


class Lemmas:
    """The lemma of a word, as the scene graphs of a set have it.

    The graphs name things, qualities and predicates by lemmas and say where they stand, so a table from words to
    lemmas can be read off them, and no dictionary is needed. A word of several lemmas has the most frequent one. A word
    that no graph holds has its singular, where that is a lemma (``-s``, ``-es``), or stands for itself.

    Args:
        rows: of the set.
    """

    def __init__(self, rows: Iterable[AugmentedCaption]) -> None:
        counts: Counter[tuple[str, str]] = Counter()
        for row in rows:
            counts.update(_pairs(row))
        self._lemmas: dict[str, str] = {}
        for (word, lemma), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            self._lemmas.setdefault(word, lemma)
        self._known = frozenset(self._lemmas.values())

    def of(self, word: str) -> str:
        """The lemma of a word in lower case."""
        if word in self._lemmas:
            return self._lemmas[word]
        for ending in ("s", "es"):
            stem = word.removesuffix(ending)
            if stem != word and stem in self._known:
                return stem
        return word

    def all_of(self, text: str) -> list[str]:
        """The lemmas of all words of ``text``."""
        return [self.of(word) for word in words(text)]

    def said(self, text: str) -> frozenset[str]:
        """The lemmas of the words of ``text`` that tell something."""
        return frozenset(
            self.of(word) for word in words(text) if word not in EMPTY and not word.endswith(("n't", "n’t"))
        )


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return WORD.findall(text.lower())


def facts(row: AugmentedCaption, lemmas: Lemmas, edits: Sequence[Edit] = ()) -> frozenset[str]:
    """What the row's scene graph says of its things, or would say after ``edits``: each quality with its thing, each
    relation with its two.

    >>> from capaug.records import Attribute, SceneObject
    >>> graph = SceneGraph((SceneObject("car", "car", 6, 9),), (Attribute(0, "red", "color", 2, 5),))
    >>> row = AugmentedCaption("1", "1.0", "a red car", "own", "all", graph)
    >>> sorted(fact.split(SEPARATOR) for fact in facts(row, Lemmas([row]), [Edit(2, 5, "red", "blue")]))
    [['car', 'blue']]
    """

    def told(start: int, end: int, name: str) -> str:
        """``name`` of what stands there, or the lemmas of what the edits put into its place."""
        if not any(edit.start < end and edit.end > start for edit in edits):
            return name.lower()
        return " ".join(lemmas.all_of(edited(row.caption, start, end, edits)))

    graph: SceneGraph = row.scene_graph
    things = [told(one.start, one.end, one.lemma).rpartition(" ")[2] for one in graph.objects]  # the head comes last
    qualities = [(things[one.object], told(one.start, one.end, one.name)) for one in graph.attributes]
    links = [
        (things[one.subject], told(one.start, one.end, one.predicate), things[one.object]) for one in graph.relations
    ]
    return frozenset(SEPARATOR.join(fact) for fact in (*qualities, *links))


def edited(caption: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    """``caption[start:end]`` after ``edits``; what an edit puts in across an end counts as inside.

    >>> edited("a red car", 2, 9, [Edit(0, 5, "a red", "an old")])
    'an old car'
    """
    text = caption[start:end]
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        if edit.start < end and edit.end > start:
            text = text[: max(0, edit.start - start)] + edit.new + text[edit.end - start :]
    return text


def _pairs(row: AugmentedCaption) -> Iterable[tuple[str, str]]:
    """Words of a caption with the lemmas that its graph has for them."""
    graph, caption = row.scene_graph, row.caption
    for thing in graph.objects:
        for word in words(caption[thing.start : thing.end])[-1:]:
            yield word, thing.lemma.lower()
    named = [(one.start, one.end, one.name) for one in graph.attributes]
    named += [(one.start, one.end, one.predicate) for one in graph.relations]
    for start, end, name in named:
        there, lemmas = words(caption[start:end]), words(name)
        if len(there) == len(lemmas):  # else the name leaves words out, and which is which is not told
            yield from zip(there, lemmas, strict=True)
