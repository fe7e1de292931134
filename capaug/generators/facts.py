"""What a caption and its siblings say together: what a negative must not say again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from capaug.generators.old import Scene
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import ParsedCaption
from capaug.records import Variant

# Singulars that stand for many.
COLLECTIVES = frozenset("people cattle livestock poultry traffic couple family crowd luggage".split())
NEGATIONS = frozenset("no not n't without never nothing none nobody neither nor lacking missing".split())


class Facts:
    """The names, attributes and relations of one image's captions, asked about before something false is said."""

    def __init__(self, scene: Scene, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._captions = (scene.caption, *scene.siblings)
        self.names = {o.name for caption in self._captions for o in caption.graph.objects}
        self.plurals = {
            o.name
            for caption in self._captions
            for o, site in zip(caption.graph.objects, caption.object_sites, strict=True)
            if site.plural or o.name in COLLECTIVES
        }
        self.lemmas = {token.lemma.lower() for caption in self._captions for token in caption.tokens}
        self.words = {token.text.lower() for caption in self._captions for token in caption.tokens}

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
        for caption in self._captions:
            for attribute in caption.graph.attributes:
                said = attribute.name
                if (
                    attributes.near(said, value)
                    or value in attributes.entails(said)
                    or said in attributes.entails(value)
                ):
                    owner = caption.graph.objects[attribute.object].name
                    if owner == noun or self._lexicon.objects.related(owner, noun):
                        return True
        return False

    def relates(self, predicate: str, subject: str) -> bool:
        """Whether a sibling uses ``predicate``, or says its verb of ``subject`` or of what may be the same thing."""
        verb = predicate.partition(" ")[0]
        same, related = self._lexicon.relations.same, self._lexicon.objects.related
        for caption in self._captions[1:]:
            objects = caption.graph.objects
            said = [(r.predicate, r.subject) for r in caption.graph.relations]
            if any(p == predicate or same(p, predicate) for p, _ in said):
                return True
            if verb not in PREPOSITION_WORDS:
                said += [(a.name, a.object) for a in caption.graph.attributes if a.type == "action"]
                if any(p.partition(" ")[0] == verb and related(objects[i].name, subject) for p, i in said):
                    return True
        return False


PREPOSITION_WORDS = frozenset(
    "on in at near by under beneath underneath below behind beside above over inside outside along through across "
    "around down up between among against off onto into past toward towards within with of to from for next".split()
)


def negated(caption: ParsedCaption) -> bool:
    """Whether the caption says of anything that it is not so; changing such a caption can make it true."""
    return any(token.text.lower() in NEGATIONS for token in caption.tokens)


def affirmed(caption: ParsedCaption, variants: Iterable[Variant]) -> Iterator[Variant]:
    """Those of ``variants`` that change what the caption says is so: all of it, or what stands before its first denial.

    A train ``with no passengers`` may become a bus; what behind ``no`` or ``without`` is changed may become true, and a
    denied verb may speak of what stands before it as well, so that nothing is left.
    """
    denials = [token for token in caption.tokens if token.text.lower() in NEGATIONS]
    end = denials[0].start if denials else len(caption.text)
    if all(token.text.lower() in ("no", "without") for token in denials):
        yield from (variant for variant in variants if all(edit.end <= end for edit in variant.edits))


def unique_objects(caption: ParsedCaption) -> Iterator[int]:
    """Objects whose name stands once in the caption, so that changing it changes every mention."""
    names = [o.lemma for o in caption.graph.objects]
    for i, lemma in enumerate(names):
        if names.count(lemma) == 1:
            yield i
