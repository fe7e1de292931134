"""A caption that has been read, and the scene it stands in: the sentence that is edited beside all that is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from capaug.captions.mentions import Chain
from capaug.captions.merged import merged_graph
from capaug.captions.sentence import Sentence, Thing
from capaug.lexicon import Lexicon
from capaug.records import Caption, SceneGraph

T = TypeVar("T")


class Resolver(Protocol):
    """What finds the mentions of the same things in the sentences of one caption."""

    def names_again(self, sentences: Sequence[Sentence]) -> bool:
        """Whether a noun may speak of what another noun speaks of: a cheap question, asked first."""
        ...

    def chains(self, sentences: Sequence[Sentence]) -> tuple[Chain, ...]:
        """All mentions of things that are mentioned twice or more."""
        ...


@dataclass(slots=True, eq=False)
class ParsedCaption:
    """A caption and its sentences, in the order of the text.

    ``resolver`` finds its mentions when they are asked for; without one it has none.
    """

    caption: Caption
    sentences: tuple[Sentence, ...]
    resolver: Resolver | None = None
    _mentions: tuple[Chain, ...] | None = field(default=None, repr=False)
    _names_again: bool | None = field(default=None, repr=False)
    _known: dict[object, Any] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> str:
        """The caption's text, to the letter."""
        return self.caption.text

    @property
    def mentions(self) -> tuple[Chain, ...]:
        """The chains of nouns and pronouns that speak of the same thing, two at least each; read once."""
        if self._mentions is None:
            self._mentions = () if self.resolver is None else self.resolver.chains(self.sentences)
        return self._mentions

    @property
    def names_again(self) -> bool:
        """Whether two of its nouns may speak of the same thing; where not, no mentions are looked for."""
        if self._names_again is None:
            self._names_again = self.resolver is not None and self.resolver.names_again(self.sentences)
        return self._names_again

    def chain_of(self, thing: Thing) -> Chain:
        """All mentions of what ``thing`` is; empty if there is no other."""
        return self.once(_chain_of_each).get(thing, ())

    @property
    def graph(self) -> SceneGraph:
        """What all its sentences say."""
        return merged_graph(self.sentences, self.mentions if self.names_again else ())

    def once(self, read: Callable[[ParsedCaption], T]) -> T:
        """``read(self)``, done at the first call and kept."""
        if read not in self._known:
            self._known[read] = read(self)
        known: T = self._known[read]
        return known

    def forget(self) -> None:
        """Let go of what was read off it and off its sentences, none of which is of use after that."""
        self._mentions = None
        self._known.clear()
        for sentence in self.sentences:
            sentence.forget()


@dataclass(slots=True, eq=False)
class Scene:
    """A sentence to work on, with its caption and the captions of the same image beside it (without itself).

    ``refused`` counts what the rules of generators refused here, by kind and rule.
    """

    caption: ParsedCaption
    sentence: Sentence
    siblings: Sequence[ParsedCaption]
    lexicon: Lexicon
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    _known: dict[object, Any] = field(default_factory=dict, repr=False)

    @property
    def speakers(self) -> list[Sentence]:
        """All that speaks of the picture: this sentence, the others of its caption, those of the siblings."""
        return [self.sentence, *self.others]

    @property
    def others(self) -> list[Sentence]:
        """All that speaks of the picture beside this sentence."""
        mine = [sentence for sentence in self.caption.sentences if sentence is not self.sentence]
        return mine + [sentence for sibling in self.siblings for sentence in sibling.sentences]

    def of(self, sentence: Sentence) -> Scene:
        """The scene of a sentence of the caption, made once."""
        if sentence is self.sentence:
            return self
        if sentence not in self._known:
            self._known[sentence] = Scene(self.caption, sentence, self.siblings, self.lexicon, self.refused)
        there: Scene = self._known[sentence]
        return there

    def refuse(self, kind: str, rule: str, times: int = 1) -> None:
        """Count that ``rule`` refused a candidate of ``kind``, or so many."""
        self.refused[kind, rule] += times

    def once(self, read: Callable[[Scene], T]) -> T:
        """``read(self)``, done at the first call and kept: what is read off a scene is read once for all kinds."""
        if read not in self._known:
            self._known[read] = read(self)
        known: T = self._known[read]
        return known

    def forget(self) -> None:
        """Let go of what was read off the scene and its caption's sentences, none of which is of use after that."""
        self._known.clear()
        self.caption.forget()


def _chain_of_each(caption: ParsedCaption) -> dict[Thing, Chain]:
    """The mentions of each thing that has several."""
    return {one.thing: chain for chain in caption.mentions for one in chain if one.thing is not None}
