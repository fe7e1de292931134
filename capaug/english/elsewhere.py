"""What the other sentences of a caption say: an edit of one sentence must not leave the caption contradicting itself.

Only a noun that gives way does so at all its mentions (:mod:`capaug.english.mentioned_again`); every other edit
changes one, so what is named, counted or said again in another sentence is left alone. Of a caption of one sentence
nothing is said elsewhere, and every answer is no.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from capaug.captions.scene import Scene
from capaug.captions.sentence import Link, Quality, Sentence, Thing
from capaug.english.facts import PREPOSITION_WORDS, Told
from capaug.english.words import words

OF_ONE_THING = words("pronouns_of_things")
OF_ONE_PERSON = words("pronouns_of_people")
OF_SEVERAL = words("pronouns_of_several")
SOME_OF_SEVERAL = words("words_for_some_of_several")
KNOWN = words("determiners_of_what_is_there")
ANY_PRONOUN = OF_ONE_THING | OF_ONE_PERSON | OF_SEVERAL | SOME_OF_SEVERAL


class Elsewhere:
    """The sentences of a scene's caption beside the one that is edited. Made once a scene: ``scene.once(Elsewhere)``.

    ``sentences``: these; ``behind``: the one that follows, or None.
    """

    def __init__(self, scene: Scene) -> None:
        sentences = scene.caption.sentences
        self.sentences: Sequence[Sentence] = ()
        self.behind: Sentence | None = None
        self._mine = scene.sentence
        if len(sentences) == 1:
            return
        place = sentences.index(scene.sentence)
        self.sentences = [*sentences[:place], *sentences[place + 1 :]]
        self.behind = sentences[place + 1] if place + 1 < len(sentences) else None
        self._objects, self._attributes = scene.lexicon.objects, scene.lexicon.attributes
        self._told = [sentence.once(Told) for sentence in self.sentences]
        self._names = dict.fromkeys(name for told in self._told for name in told.names)
        self._lemmas = set[str]().union(*[told.lemmas for told in self._told])
        self._words = set[str]().union(*[told.words for told in self._told])
        self._known: dict[str, bool] = {}

    def says(self, word: str) -> bool:
        """Whether ``word`` stands in another sentence, in this or another form."""
        return bool(self.sentences) and (word in self._words or word in self._lemmas)

    def names(self, thing: Thing) -> bool:
        """Whether another sentence names what may be ``thing``, by its name or by one that covers it; parts aside."""
        if not self.sentences:
            return False
        if thing.name not in self._known:
            self._known[thing.name] = self.says(thing.lemma) or any(self._may_be(thing.name, o) for o in self._names)
        return self._known[thing.name]

    def names_another(self, thing: Thing, mentions: Collection[Thing]) -> bool:
        """Whether another sentence names what may be ``thing`` at a noun that is none of its other ``mentions``.

        ``thing`` is the first of them. What is told as news behind it is another one (``a car ... a vehicle``).
        """
        if not self.sentences:
            return False
        before = True
        for sentence, told in zip(self.sentences, self._told, strict=True):
            before = before and bool(sentence.tokens) and sentence.tokens[0].start < thing.start
            mine = {one.head for one in sentence.things if one in mentions}
            if thing.lemma in told.words or thing.lemma in told.lemmas:
                for k, (token, word) in enumerate(zip(sentence.tokens, sentence.lower, strict=True)):
                    if k not in mine and thing.lemma in (word, token.lemma.lower()):
                        return True
            for one in sentence.things:
                if (
                    one.head not in mine
                    and self._may_be(thing.name, one.name)
                    and self._refers(sentence, one, thing, before)
                ):
                    return True
        return False

    def _refers(self, sentence: Sentence, one: Thing, thing: Thing, before: bool) -> bool:
        """Whether ``one`` of ``sentence`` may be what ``thing`` is, or among it; ``before``: it stands before it."""
        name, objects = one.name, self._objects
        vague = objects.is_vague(one.lemma)
        if (vague and one.lemma != name) or objects.is_part(one.lemma, thing.name):
            return False  # "the cargo space" of a car, "the side windows"
        if (one.plural or thing.plural) and not vague:
            return True
        return is_known(self._mine, thing) if before else is_known(sentence, one)

    def _may_be(self, name: str, other: str) -> bool:
        objects = self._objects
        return objects.related(name, other) and not (objects.is_part(other, name) or objects.is_part(name, other))

    def parts(self, name: str) -> list[str]:
        """What other sentences name that is a part of what ``name`` names."""
        return [other for other in self._names if self._objects.is_part(other, name)] if self.sentences else []

    def means(self, thing: Thing) -> bool:
        """Whether a pronoun of another sentence may mean ``thing``."""
        return bool(self.sentences) and not self._pronouns_of(thing).isdisjoint(self._words)

    def goes_on_about(self, thing: Thing) -> bool:
        """Whether another sentence names ``thing``, or a pronoun of the one that follows may mean it."""
        if self.names(thing):
            return True
        return self.behind is not None and not self._pronouns_of(thing).isdisjoint(self.behind.lower_set)

    def may_speak_of(self, sentence: Sentence, thing: Thing) -> bool:
        """Whether one of the other sentences names ``thing`` or a part of it, or has a pronoun that may mean it."""
        objects, name = self._objects, thing.name
        return not self._pronouns_of(thing).isdisjoint(sentence.lower_set) or any(
            objects.related(one.name, name) or objects.is_part(one.name, name) for one in sentence.things
        )

    def _pronouns_of(self, thing: Thing) -> frozenset[str]:
        """The pronouns that may mean ``thing``; what counts them (``one``, ``both``) of several only."""
        if thing.plural or thing.name == "people":
            return OF_SEVERAL | SOME_OF_SEVERAL
        return OF_ONE_PERSON | OF_SEVERAL if self._objects.is_person(thing.name) else OF_ONE_THING

    def counts_on(self, thing: Thing) -> bool:
        """Whether another sentence names ``thing`` or means it by a pronoun: its number is said there again."""
        return self.names(thing) or self.means(thing)

    def has(self, quality: Quality) -> bool:
        """Whether another sentence may say ``quality`` again: of its thing, a part of it or a pronoun."""
        if not self.sentences:
            return False
        value, noun = quality.name, quality.thing.name
        if quality.type == "action":
            return value.partition(" ")[0] in self._lemmas
        if quality.type == "weather" and value in self._words:
            return True  # "an overcast day ... the overcast sky"
        near, entails, related = self._attributes.near, self._attributes.entails, self._objects.related
        for sentence, told in zip(self.sentences, self._told, strict=True):
            owned = 0
            for said, owner in told.qualities:
                owned += said == value
                if (near(said, value) or value in entails(said)) and (owner == noun or related(owner, noun)):
                    return True
            # said of nothing that is named: of a pronoun, or of something that was misread
            loose = value in sentence.lower_set and sentence.lower.count(value) > owned
            if loose and self._speaks_of(sentence, told, noun):
                return True
        return False

    def _speaks_of(self, sentence: Sentence, told: Told, noun: str) -> bool:
        """Whether ``sentence`` names what may be ``noun``, or a part of it, or has a pronoun."""
        related = self._objects.related
        return not ANY_PRONOUN.isdisjoint(sentence.lower_set) or any(related(name, noun) for name in told.names)

    def relates(self, link: Link) -> bool:
        """Whether another sentence may say ``link`` again: its verb, its preposition of one of its things and a pronoun
        (``A sign in front of a car ... the sign in front of it``), or anything of its two things together.
        """
        if not self.sentences:
            return False
        verb = link.first
        if verb not in PREPOSITION_WORDS and verb in self._lemmas:
            return True
        related, one, other = self._objects.related, link.subject.name, link.object.name
        for sentence, told in zip(self.sentences, self._told, strict=True):
            if any(
                (related(said.subject.name, one) and related(said.object.name, other))
                or (related(said.subject.name, other) and related(said.object.name, one))
                for said in sentence.links
            ):
                return True
            pronoun = not ANY_PRONOUN.isdisjoint(sentence.lower_set)
            if (
                pronoun
                and f" {link.predicate} " in " ".join(sentence.lower)
                and any(related(name, one) or related(name, other) for name in told.names)
            ):
                return True
        return False

    def misses(self, things: Iterable[Thing]) -> bool:
        """Whether the caption goes on about one of ``things``, so that it cannot be left out."""
        return bool(self.sentences) and any(map(self.goes_on_about, things))


def is_known(sentence: Sentence, thing: Thing) -> bool:
    """Whether a thing is spoken of as one that the reader knows (``the dog``, ``its dog``)."""
    k = thing.determiner
    return k is not None and (sentence.lower[k] in KNOWN or sentence.tag(k) == "PRP$")
