"""What a caption and its siblings say together: what a negative must not say again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from capaug.captions.scene import Scene
from capaug.captions.sentence import Sentence
from capaug.english.words import words
from capaug.records import Variant

SINGULARS_OF_MANY = words("singulars_of_many")
PREPOSITION_WORDS = words("preposition_words")
MODALS = words("modals_of_doubt")
HEDGES = words("hedges")
OPINIONS = words("opinions_of_ones_own")
ADVICE = words("openings_of_advice")
JUDGING = words("words_of_judging")
JUDGED = words("nouns_of_advice")
OF_RULES = words("words_of_rules")
NEWS = words("words_of_news")
PROVERBS = words("subjects_of_proverbs")
ME_OR_YOURS = frozenset({"your", "me", "my"})
# One of them is in every sentence that is_of_no_picture.
WITHOUT_PICTURE = (
    frozenset({"i", "you", "your", "if", "?", "calm", "image"}) | ADVICE | JUDGED | OF_RULES | NEWS | PROVERBS
)


class Told:
    """What one sentence says, repetitions and all; a sentence that is the sibling of many is read once:
    ``sentence.once(Told)``.

    ``qualities``: each with the name of its thing. ``actions``: verb and subject of each link and each quality that is
    an action. ``links``: predicate, subject and object of each. ``absent``: names of what it says is not there.
    """

    __slots__ = ("absent", "actions", "lemmas", "links", "names", "plurals", "qualities", "words")

    def __init__(self, sentence: Sentence) -> None:
        things, links, qualities = sentence.things, sentence.links, sentence.qualities
        # tuples of strings, which the garbage collector does not walk again and again as it does sets
        self.names = tuple([thing.name for thing in things])
        self.plurals = tuple([thing.name for thing in things if thing.plural or thing.name in SINGULARS_OF_MANY])
        self.lemmas = tuple([token.lemma.lower() for token in sentence.tokens])
        self.words = sentence.lower_set
        self.absent = sentence.absent
        self.links = tuple([(link.predicate, link.subject.name, link.object.name) for link in links])
        self.qualities = tuple([(quality.name, quality.thing.name) for quality in qualities])
        actions = [(link.first, link.subject.name) for link in links]
        actions += [(q.name.partition(" ")[0], q.thing.name) for q in qualities if q.type == "action"]
        self.actions = tuple(actions)


class Facts:
    """The names, attributes and relations that all speakers of a scene state, asked before something false is said.

    Made once a scene: ``scene.once(Facts)``.
    """

    def __init__(self, scene: Scene) -> None:
        self._lexicon = scene.lexicon
        told = [sentence.once(Told) for sentence in scene.speakers]
        self._told = told
        self._others = told[1:]
        self._of_siblings = told[len(scene.caption.sentences) :]
        self.names = set[str]().union(*[one.names for one in told])
        self.plurals = set[str]().union(*[one.plurals for one in told])
        self.lemmas = set[str]().union(*[one.lemmas for one in told])
        self.words = set[str]().union(*[one.words for one in told])
        self.absent = set[str]().union(*[one.absent for one in told])
        self._qualities = set[tuple[str, str]]().union(*[one.qualities for one in told])

    def mentions(self, name: str, instead_of: str | None = None) -> bool:
        """Whether a caption names ``name``, something it is, something that is it, or a part of it.

        So it does where it says that the thing is not there.

        A word that covers ``instead_of`` as well (``animal``, or ``head``, where a zebra would replace a giraffe)
        speaks of that one, unless it alone stands in the plural and may speak of both.
        """
        if name in self.names:
            return True
        head = name.rpartition(" ")[2]
        if head in self.lemmas or head in self.words:
            shared = instead_of is not None and instead_of != head and instead_of.rpartition(" ")[2] == head
            if not shared:
                return True
        objects = self._lexicon.objects
        related = objects.related
        if self.absent and any(related(name, other) for other in self.absent):
            return True
        for other in self.names:
            if not related(name, other):
                continue
            if instead_of is None or not self._covers_both(other, name, instead_of):
                return True
            many = other in self.plurals and instead_of not in self.plurals
            if many and not objects.is_part(other, name) and not objects.is_vague(other.rpartition(" ")[2]):
                return True  # "animals"; but "items" are not all that there is
        return False

    def _covers_both(self, word: str, a: str, b: str) -> bool:
        """Whether ``word`` may be said of ``b`` as of ``a``: a kind, a part or a loose name of both."""
        objects = self._lexicon.objects
        return objects.related(b, word) and not objects.is_a(word, a) and not objects.same(a, word)

    def has_attribute(self, noun: str, value: str) -> bool:
        """Whether a caption says ``value`` of ``noun`` or of what may be the same thing, in this word or another.

        A word that may be meant by ``value`` counts as another word for it: who calls a cat gray may see a silver one.
        """
        attributes, related = self._lexicon.attributes, self._lexicon.objects.related
        near, entails = attributes.near, attributes.entails
        for said, owner in self._qualities:
            if (near(said, value) or value in entails(said) or said in entails(value)) and (
                owner == noun or related(owner, noun)
            ):
                return True
        return False

    def says_one(self, noun: str) -> bool:
        """Whether another caption names ``noun`` in the singular and never in the plural."""
        told = [one for one in self._of_siblings if noun in one.names]
        return bool(told) and not any(noun in one.plurals for one in told)

    def counts(self, noun: str, numbers: Collection[str]) -> bool:
        """Whether a caption says one of ``numbers`` of what may be ``noun``, or of nobody knows what."""
        for told in self._told:
            for number in told.words.intersection(numbers):
                counted = [owner for said, owner in told.qualities if said.partition(" ")[0] == number]
                if not counted or any(self._may_be(owner, noun) for owner in counted):
                    return True
        return False

    def has_another_color(self, noun: str, color: str) -> bool:
        """Whether other captions give ``noun`` two colours that are not ``color``: there are several such things, or it
        has more than two. One other may be that of the one other thing (a man in blue and a man in red).
        """
        attributes, objects = self._lexicon.attributes, self._lexicon.objects
        near, entails, is_a = attributes.near, attributes.entails, objects.is_a
        said = {
            said
            for told in self._of_siblings
            for said, owner in told.qualities
            if (owner == noun or objects.same(owner, noun) or is_a(owner, noun) or is_a(noun, owner))
            and attributes.type(said) == "color"
        }
        return sum(not (near(one, color) or one in entails(color) or color in entails(one)) for one in said) > 1

    def relates(self, predicate: str, subject: str, object: str) -> bool:
        """Whether another speaker uses ``predicate`` of what may be the same two."""
        same = self._lexicon.relations.same
        return any(said == predicate or same(said, predicate) for said in self.predicates_of(subject, object))

    def does(self, verb: str, subject: str) -> bool:
        """Whether another speaker says ``verb`` of ``subject`` or of what may be the same."""
        related = self._lexicon.objects.related
        return verb not in PREPOSITION_WORDS and any(
            said == verb and related(name, subject) for told in self._others for said, name in told.actions
        )

    def predicates_of(self, subject: str, object: str) -> Iterator[str]:
        """The predicates that other speakers use of two that may be ``subject`` and ``object``: related by name, or of
        one category, for few call a thing by one name.
        """
        for told in self._others:
            for predicate, one, other in told.links:
                if self._may_be(one, subject) and self._may_be(other, object):
                    yield predicate

    def _may_be(self, one: str, other: str) -> bool:
        objects = self._lexicon.objects
        return one == other or objects.related(one, other) or objects.category(one) == objects.category(other)

    def acts(self, verbs: Collection[str], subject: str) -> bool:
        """Whether another speaker says one of ``verbs`` of something of the category of ``subject``."""
        category = self._lexicon.objects.category
        mine = category(subject)
        return any(verb in verbs and category(name) == mine for told in self._others for verb, name in told.actions)

    def ends_with(self, preposition: str, subject: str, object: str) -> bool:
        """Whether another speaker uses a predicate of what may be these two that ends with ``preposition``, or with
        another word for it.
        """
        same = self._lexicon.relations.same
        return any(
            same(said, preposition) or same(said.partition(" ")[2], preposition)
            for said in self.predicates_of(subject, object)
        )


def affirmed(scene: Scene, kind: str, variants: Iterable[Variant]) -> Iterator[Variant]:
    """Those of ``variants`` that change what the sentence says is so, and nothing under a denial; others are counted.

    A train ``with no passengers`` may become a bus: what is said of it apart from the denial is false of any picture
    that it was false of before. What behind ``no``, ``without`` or ``not`` is changed may become true; what ``will``
    or ``might`` be so is not to be seen.
    """
    sentence = scene.sentence
    denied = sentence.denied
    unsure: tuple[int, ...] = ()
    said = sentence.lower_set
    if not (MODALS.isdisjoint(said) and HEDGES.isdisjoint(said) and WITHOUT_PICTURE.isdisjoint(said)):
        unsure = sentence.once(unsure_words)
    if not (denied or unsure):
        return iter(variants)
    return _affirmed(scene, kind, variants, _spans(sentence, denied), _spans(sentence, unsure))


def is_of_no_picture(sentence: Sentence) -> bool:
    """Whether a sentence says what somebody thinks (``I love apples``), asks (``do bears like this exist?``), tells the
    reader (``your computer lets you``, ``keep calm and``), that there is no image, or the news (``two men died``),
    gives advice (``forget buying a car``), judges (``a better choice``), says what must be done, or makes a saying
    (``life is a road``) or a condition: nothing of it is seen. Asked as ``sentence.once(is_of_no_picture)``.
    """
    words, said = sentence.lower, sentence.lower_set
    if ("you" in said and not ME_OR_YOURS.isdisjoint(said)) or {"keep", "calm", "and"} <= said:
        return True
    if words[:3] == ["have", "you", "ever"] or (words[-1:] == ["?"] and "?" in said):
        return True
    if not NEWS.isdisjoint(said) or not OF_RULES.isdisjoint(said):
        return True
    if words[1:2] == ["is"] and words[0] in PROVERBS:
        return True
    if words and (words[0] in ADVICE or "your" in said) and sentence.tag(0) in ("VB", "VBP"):
        return True
    pairs = list(pairwise(words))
    if ("no", "image") in pairs:
        return True  # "There is no image here to provide a caption for."
    if not JUDGED.isdisjoint(said) and any(a in JUDGING and b in JUDGED for a, b in pairs):
        return True
    return any(one == "i" and other in OPINIONS for one, other in pairs) or any(
        word == "if" and before != "as" for before, word in (("", words[0]), *pairs) if words
    )


def unsure_words(sentence: Sentence) -> tuple[int, ...]:
    """Indices of the words of clauses that ``will``, ``would`` or ``might`` be so, with all that hangs on their verbs,
    or of a sentence that speaks of no picture; asked as ``sentence.once(unsure_words)``.
    """
    tokens = sentence.tokens
    if sentence.once(is_of_no_picture):
        return tuple(range(len(tokens)))
    verbs = {t.head for t, word in zip(tokens, sentence.lower, strict=True) if word in MODALS and t.dep == "aux"}
    # what hangs on a word that is "possibly" so; of a verb, all that it tells
    verbs |= {
        t.head for k, (t, word) in enumerate(zip(tokens, sentence.lower, strict=True)) if word in HEDGES and t.head != k
    }
    found = []
    for k in range(len(tokens)) if verbs else ():
        at = k
        while at not in verbs and tokens[at].head != at:
            at = tokens[at].head
        if at in verbs:
            found.append(k)
    return tuple(found)


def _affirmed(
    scene: Scene,
    kind: str,
    variants: Iterable[Variant],
    denied: list[tuple[int, int]],
    unsure: list[tuple[int, int]],
) -> Iterator[Variant]:
    for variant in variants:
        if _touches(variant, denied):
            scene.refuse(kind, "under_a_denial")
        elif _touches(variant, unsure):
            scene.refuse(kind, "not_sure")
        else:
            yield variant


def _touches(variant: Variant, spans: list[tuple[int, int]]) -> bool:
    return any(edit.start <= end and start <= edit.end for edit in variant.edits for start, end in spans)


def _spans(sentence: Sentence, words: Iterable[int]) -> list[tuple[int, int]]:
    """The characters of words, runs of them as one span each."""
    spans: list[tuple[int, int]] = []
    before = -2
    for k in sorted(words):
        start, end = sentence.span(k, k + 1)
        if k == before + 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        before = k
    return spans
