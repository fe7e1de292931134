"""What a caption and its siblings say together: what a negative must not say again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from capaug.captions.scene import Scene
from capaug.captions.sentence import Sentence
from capaug.english.words import words
from capaug.records import Variant

SINGULARS_OF_MANY = words("singulars_of_many")
NEGATIONS = words("negations")
PREPOSITION_WORDS = words("preposition_words")


class Facts:
    """The names, attributes and relations that all speakers of a scene state, asked before something false is said.

    Made once a scene: ``scene.once(Facts)``.
    """

    def __init__(self, scene: Scene) -> None:
        self._lexicon = scene.lexicon
        self._speakers = scene.speakers
        self._others = scene.others
        self.names = {thing.name for sentence in self._speakers for thing in sentence.things}
        self.plurals = {
            thing.name
            for sentence in self._speakers
            for thing in sentence.things
            if thing.plural or thing.name in SINGULARS_OF_MANY
        }
        self.lemmas = {token.lemma.lower() for sentence in self._speakers for token in sentence.tokens}
        self.words = {word for sentence in self._speakers for word in sentence.lower}

    def mentions(self, name: str, instead_of: str | None = None) -> bool:
        """Whether a caption names ``name``, something it is, something that is it, or a part of it.

        A word that covers ``instead_of`` as well (``animal``, or ``head``, where a zebra would replace a giraffe)
        speaks of that one, unless it alone stands in the plural and may speak of both.
        """
        head = name.rsplit(" ", 1)[-1]
        shared = instead_of is not None and instead_of != head and instead_of.rsplit(" ", 1)[-1] == head
        if name in self.names or (not shared and (head in self.lemmas or head in self.words)):
            return True
        objects = self._lexicon.objects
        for other in self.names:
            if not objects.related(name, other):
                continue
            if instead_of is None or not self._covers_both(other, name, instead_of):
                return True
            if other in self.plurals and instead_of not in self.plurals and not objects.is_part(other, name):
                return True
        return False

    def _covers_both(self, word: str, a: str, b: str) -> bool:
        """Whether ``word`` may be said of ``b`` as of ``a``: a kind, a part or a loose name of both."""
        objects = self._lexicon.objects
        return objects.related(b, word) and not objects.is_a(word, a) and not objects.same(a, word)

    def has_attribute(self, noun: str, value: str) -> bool:
        """Whether a caption says ``value`` of ``noun`` or of what may be the same thing, in this word or another.

        A word that may be meant by ``value`` counts as another word for it: who calls a cat gray may see a silver one.
        """
        attributes = self._lexicon.attributes
        for sentence in self._speakers:
            for quality in sentence.qualities:
                said = quality.name
                if (
                    attributes.near(said, value)
                    or value in attributes.entails(said)
                    or said in attributes.entails(value)
                ):
                    owner = quality.thing.name
                    if owner == noun or self._lexicon.objects.related(owner, noun):
                        return True
        return False

    def relates(self, predicate: str, subject: str) -> bool:
        """Whether another speaker uses ``predicate``, or says its verb of ``subject`` or of what may be the same."""
        verb = predicate.partition(" ")[0]
        same, related = self._lexicon.relations.same, self._lexicon.objects.related
        for sentence in self._others:
            if any(k.predicate == predicate or same(k.predicate, predicate) for k in sentence.links):
                return True
            if verb not in PREPOSITION_WORDS:
                said = [(k.predicate, k.subject) for k in sentence.links]
                said += [(q.name, q.thing) for q in sentence.qualities if q.type == "action"]
                if any(p.partition(" ")[0] == verb and related(thing.name, subject) for p, thing in said):
                    return True
        return False


def negated(sentence: Sentence) -> bool:
    """Whether the sentence says of anything that it is not so; changing such a sentence can make it true."""
    return any(word in NEGATIONS for word in sentence.lower)


def affirmed(sentence: Sentence, variants: Iterable[Variant]) -> Iterator[Variant]:
    """Those of ``variants`` that change what the sentence says is so: all, or what stands before its first denial.

    A train ``with no passengers`` may become a bus; what behind ``no`` or ``without`` is changed may become true, and a
    denied verb may speak of what stands before it as well, so that nothing is left.
    """
    denials = [token for token in sentence.tokens if token.text.lower() in NEGATIONS]
    end = denials[0].start if denials else len(sentence.text)
    if all(token.text.lower() in ("no", "without") for token in denials):
        yield from (variant for variant in variants if all(edit.end <= end for edit in variant.edits))
