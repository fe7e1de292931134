"""Two things exchange qualities: ``a black cat and a white dog`` -> ``a white cat and a black dog``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from typing import ClassVar

from capaug.captions import Quality, QualityPosition, Scene, Sentence, Thing
from capaug.english.agreement import set_number
from capaug.english.amounts import is_count, is_mixed, is_shareable
from capaug.english.edits import Replacement, realise
from capaug.english.elsewhere import Elsewhere
from capaug.english.facts import Facts, affirmed
from capaug.english.mentioned_again import is_said_again
from capaug.english.qualities import single_qualities
from capaug.english.words import words
from capaug.generators.attribute_replace import LOOSE_TYPES
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

INDEFINITE_ARTICLES = words("indefinite_articles")
NAMED_BY_NUMBER = words("named_by_their_number")
RELATIONS_TO_SEVERAL = words("relations_to_several")
# Categories of things of which a writer gives the number.
COUNTED = frozenset("person animal vehicle food container kitchenware furniture electronics toy household".split())
PARTS_OF_A_BODY = words("parts_of_known_number")
CROWDED = frozenset({"person", "animal"})  # categories that several of which do what one of the other does


@dataclass(frozen=True, eq=False)
class Exchange:
    """Two qualities of one type that two things may exchange."""

    scene: Scene
    one: Quality
    other: Quality

    @property
    def names(self) -> tuple[str, str]:
        """The names of the two things."""
        return self.one.thing.name, self.other.thing.name


@dataclass(frozen=True, eq=False)
class Recount:
    """A thing that stands alone and a thing that is counted, which may exchange their numbers."""

    scene: Scene
    one: Thing
    many: Thing

    @property
    def sentence(self) -> Sentence:
        """The sentence of both."""
        return self.scene.sentence

    @cached_property
    def heads(self) -> tuple[int, int]:
        """Where their nouns stand."""
        return self.one.head, self.many.head


EXCHANGES = Rules[Exchange]("attribute_replace.swap")
RECOUNTS = Rules[Recount]("attribute_replace.swap")


class Swap:
    """Two things exchange attributes of one type, or the numbers of them."""

    kind: ClassVar[Kind] = Kind("attribute_replace.swap", true=False, does="two things exchange an attribute")

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Exchanges of attributes first, then those of a number and an article; none is drawn."""
        changes = chain(self._exchanges(scene), self._recounts(scene))
        made = (realise(scene.sentence.text, edits) for edits in changes)
        return affirmed(
            scene, self.kind.id, (Variant(text[0], self.kind.id, text[1]) for text in made if text is not None)
        )

    def _exchanges(self, scene: Scene) -> Iterator[list[Replacement]]:
        text = scene.sentence.text
        for a, b in combinations(scene.sentence.qualities, 2):
            if a.thing is b.thing or a.type != b.type or a.type in LOOSE_TYPES:
                continue
            if not EXCHANGES.refuse(scene, Exchange(scene, a, b)):
                yield [(a.start, a.end, text[b.start : b.end]), (b.start, b.end, text[a.start : a.end])]

    def _recounts(self, scene: Scene) -> Iterator[list[Replacement]]:
        """``a woman and two dogs`` -> ``two women and a dog``: an article is a number too."""
        sentence, objects = scene.sentence, self.lexicon.objects
        numbers = [quality for quality in sentence.qualities if quality.type == "number"]
        if not numbers:
            return
        unique = [thing for thing in sentence.unique_things() if objects.category(thing.name) in COUNTED]
        ones = [t for t in unique if not t.plural and sentence.word(t.base[0]) in INDEFINITE_ARTICLES]
        for quality in numbers if ones else ():
            many = quality.thing
            if many not in unique or not self._counts(sentence, quality):
                continue
            amount = sentence.text[quality.start : quality.end].lower()
            for one in ones:
                if objects.related(one.name, many.name) or RECOUNTS.refuse(scene, Recount(scene, one, many)):
                    continue
                more, less = set_number(sentence, one, True, amount), set_number(sentence, many, False, "a")
                if more is not None and less is not None:
                    yield sorted({*more, *less})

    def _counts(self, sentence: Sentence, quality: Quality) -> bool:
        """Whether a number is the plain one of a plural (``two dogs``, ``several dogs``)."""
        return (
            quality.thing.plural
            and quality.thing.base[0] == quality.words[0]
            and (is_count(quality.name, self.lexicon) or quality.name == "several")
            and not is_mixed(sentence, quality)
            and quality in sentence.once(single_qualities, self.lexicon)
        )


# -- rules of exchanges ------------------------------------------------------------------------------------------------


@EXCHANGES.rule("a black and white cat and a brown dog")
def one_of_several(change: Exchange) -> bool:
    """A thing has more qualities of the type, or shares the one."""
    single = change.scene.sentence.once(single_qualities, change.scene.lexicon)
    return change.one not in single or change.other not in single


@EXCHANGES.rule("a cat that is black and a white dog")
def not_before_its_noun(change: Exchange) -> bool:
    """A quality stands elsewhere than before its noun."""
    before = (QualityPosition.BEFORE, QualityPosition.NUMBER)
    return change.one.position not in before or change.other.position not in before


@EXCHANGES.rule("three people, two wearing shirts")
def no_numbers_of_their_own(change: Exchange) -> bool:
    """Numbers that are not both counts before plurals of their own."""
    return change.one.type == "number" and not all(
        is_count(quality.name, change.scene.lexicon)
        and quality.thing.plural
        and quality.thing.base[0] == quality.words[0]
        for quality in (change.one, change.other)
    )


@EXCHANGES.rule("on four legs, each with two toes")
def parts_of_one_body(change: Exchange) -> bool:
    """A body has as many of them as it has."""
    both = (change.one, change.other)
    return any(quality.type == "number" and quality.thing.lemma in PARTS_OF_A_BODY for quality in both)


@EXCHANGES.rule("two men on four-wheelers")
def named_by_its_number(change: Exchange) -> bool:
    """A number is part of the name of its thing."""
    text = change.scene.sentence.text
    return any(q.thing.lemma in NAMED_BY_NUMBER or text[q.end :][:1] == "-" for q in (change.one, change.other))


@EXCHANGES.rule("a larger building with tiny lines")
def compared(change: Exchange) -> bool:
    """A comparative speaks of something else as well."""
    word = change.scene.sentence.word
    return any(
        word(quality.words[0]) != quality.name and word(quality.words[0]).endswith(("er", "est"))
        for quality in (change.one, change.other)
    )


@EXCHANGES.rule("A black cat and a white dog. The white dog sleeps.")
def said_again(change: Exchange) -> bool:
    """Another mention of one of the two says it as well."""
    return is_said_again(change.scene, change.one) or is_said_again(change.scene, change.other)


@EXCHANGES.rule("a black cat next to a white cat")
def same_picture(change: Exchange) -> bool:
    """The two may be the same thing, or may have both qualities."""
    lexicon = change.scene.lexicon
    excludes = lexicon.attributes.excludes(change.one.name, change.other.name)
    return not excludes or lexicon.objects.related(*change.names)


@EXCHANGES.rule("a blonde woman and a brown dog")
def unsuited(change: Exchange) -> bool:
    """A thing hardly has the quality of the other."""
    suits, (first, second) = change.scene.lexicon.attributes.suits, change.names
    return not (suits(change.other.name, first) and suits(change.one.name, second))


@EXCHANGES.rule("a black cat and a white dog | a white cat, says another caption")
def said_of_the_other(change: Exchange) -> bool:
    """Another caption says of one what is said of the other."""
    facts, (first, second) = change.scene.once(Facts), change.names
    return facts.has_attribute(first, change.other.name) or facts.has_attribute(second, change.one.name)


@EXCHANGES.rule("a black eye and a yellow beak that darkens to black")
def told_of_more(change: Exchange) -> bool:
    """One of the values is said again: in the sentence of nothing that is named, or in another of anything."""
    sentence, elsewhere = change.scene.sentence, change.scene.once(Elsewhere)
    for quality in (change.one, change.other):
        owned = sum(one.name == quality.name for one in sentence.qualities)
        if sentence.lower.count(quality.name) > owned or (quality.type != "number" and elsewhere.says(quality.name)):
            return True
    return False


@EXCHANGES.rule("a black cat and a white dog. The white dog sleeps.")
def said_in_another_sentence(change: Exchange) -> bool:
    """The caption would still say the one or the other, or counts on it."""
    elsewhere = change.scene.once(Elsewhere)
    if change.one.type == "number":
        return elsewhere.counts_on(change.one.thing) or elsewhere.counts_on(change.other.thing)
    return elsewhere.has(change.one) or elsewhere.has(change.other)


# -- rules of numbers --------------------------------------------------------------------------------------------------


@RECOUNTS.rule("a woman and two dogs | some women, says another caption")
def said_of_several(change: Recount) -> bool:
    """A caption speaks of several of the one."""
    related = change.scene.lexicon.objects.related
    return any(related(change.one.name, said) for said in change.scene.once(Facts).plurals)


@RECOUNTS.rule("a woman and two dogs. The dogs sleep.")
def counted_in_another_sentence(change: Recount) -> bool:
    """Another sentence names one of the two, or means it by a pronoun."""
    elsewhere = change.scene.once(Elsewhere)
    return elsewhere.counts_on(change.one) or elsewhere.counts_on(change.many)


@RECOUNTS.rule("two men riding a horse")
def apart(change: Recount) -> bool:
    """The two are neither joined nor so related that their numbers do not matter."""
    tokens, heads = change.sentence.tokens, change.heads
    if any(tokens[head].dep == "conj" and tokens[head].head in heads for head in heads):
        return False
    between = {
        link.first
        for link in change.sentence.links
        if (link.subject is change.one and link.object is change.many)
        or (link.subject is change.many and link.object is change.one)
    }
    return not between or not between <= RELATIONS_TO_SEVERAL


@RECOUNTS.rule("two men with a duvet; people walking out of a bus")
def of_two_kinds(change: Recount) -> bool:
    """One of the two is no person and no animal, the other of another kind."""
    category = change.scene.lexicon.objects.category
    kinds = {category(change.one.name), category(change.many.name)}
    return len(kinds) > 1 and not kinds <= CROWDED


@RECOUNTS.rule("two dogs and a keyboard and mouse")
def another_joined(change: Recount) -> bool:
    """A third noun is joined to one of them."""
    return any(
        token.dep == "conj" and token.head in change.heads and k not in change.heads
        for k, token in enumerate(change.sentence.tokens)
    )


@RECOUNTS.rule("two women in long skirts with a dog")
def dressed(change: Recount) -> bool:
    """The many wear several things, which one would not."""
    return any(link.object.plural and link.first in ("in", "wear") for link in change.many.as_subject)


@RECOUNTS.rule("a woman wearing a hat and two dogs")
def has_its_own(change: Recount) -> bool:
    """The one has what each of several would have of its own."""
    return not all(
        is_shareable(link, change.scene.lexicon) for link in change.one.as_subject if link.object is not change.many
    )
