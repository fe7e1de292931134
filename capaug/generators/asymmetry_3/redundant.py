"""What the caption entails, said as well: ``A boy kicking a ball, a child with a ball``."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from capaug.captions import Link, LinkForm, Scene, Sentence, Thing
from capaug.english.amounts import is_several_of_one
from capaug.english.edits import Replacement
from capaug.english.facts import is_of_no_picture
from capaug.english.leaning import Leaning
from capaug.english.naming import short_noun_phrase
from capaug.english.phrases import Phrases
from capaug.english.titles import is_title
from capaug.english.words import words
from capaug.generators.realised import distinct
from capaug.generators.rules import Rules
from capaug.kinds import Kind
from capaug.lexicon import Lexicon
from capaug.records import Variant

# Predicates that a text may add in other words: what is entailed is where a thing is, or what one has.
KEPT = words("predicates_of_place_or_having")
PREDICATES_OF_NEARNESS = words("predicates_of_nearness")
HANDLED = words("verbs_of_handling")
SHOWING = words("verbs_of_pictures")
LIKENESSES = words("likenesses")
LASTING = frozenset({"was", "were", "had"})  # pasts in which captions tell of what is seen
GUIDES = words("signs_of_guides")
DOINGS = words("nouns_of_doings")
NEVER_NAMED = words("nouns_never_put_in_a_picture")
SPEAKING = words("verbs_of_telling")
BEFORE_FOR = words("verbs_before_for_what_is_not_there")
OF_VIEWS = words("words_of_views")
NOT_YET = words("verbs_before_an_act")
TOLD_FOR_ADJECTIVE = words("nouns_told_for_their_adjective")
SEEMING = frozenset({"seem", "appear", "look"})
IN_PICTURE = ("in the picture", "in the photo", "in the image", "in the scene", "in the photograph", "in view")
# Categories of where something is, or what belongs to somebody: nothing to name for itself.
UNNAMED = frozenset({"place", "terrain", "room", "water", "sky_weather", "body_part"})

CLOSING = frozenset(")]}\"'”’»,;:?")
MOST_NAMED = 2  # things that are said to be in the picture


class Redundant:
    """Says again, more generally, what the caption says; or that something it names is in the picture."""

    kind: ClassVar[Kind] = Kind("asymmetry_3.redundant", true=True, does="what follows from the caption is said again")

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Yield up to four texts; what is added to a caption of several sentences stands behind the scene's own, or
        behind the last where a word of the next one may point back to it.
        """
        phrases = scene.sentence.once(Phrases, self.lexicon)
        last = self._behind(scene).once(Phrases, self.lexicon)
        if phrases.denied or phrases.sentence_end < phrases.end or not phrases.end or self._is_of_likenesses(phrases):
            return
        if not last.end or (last is not phrases and not _is_closed(last)) or _is_within(last):
            return
        entailed = self._entailed(scene, phrases, rng)
        rng.shuffle(entailed)
        added = self._said(entailed, rng) if entailed else self._in_picture(scene, phrases, rng)
        at = last.sentence.tokens[last.end - 1].end
        options: Iterator[list[Replacement]] = ([(at, at, text)] for text in added)
        yield from distinct(self.kind, scene.sentence, options)

    @staticmethod
    def _behind(scene: Scene) -> Sentence:
        """The sentence behind which something can be said."""
        sentences = scene.caption.sentences
        following = sentences.index(scene.sentence) + 1
        if following < len(sentences) and not scene.caption.once(Leaning).stands_alone(following):
            return sentences[-1]
        return scene.sentence

    @staticmethod
    def _is_about_no_picture(phrases: Phrases) -> bool:
        """Whether a caption is a guide, a title, news of the past, or about nothing that is seen."""
        sentence = phrases.sentence
        news = any(
            token.tag == "VBD" and token.head == k and word not in LASTING
            for k, (token, word) in enumerate(zip(sentence.tokens, sentence.lower, strict=True))
        )
        guide = not GUIDES.isdisjoint(phrases.words)
        return guide or news or sentence.once(is_title) or sentence.once(is_of_no_picture)

    def _is_of_likenesses(self, phrases: Phrases) -> bool:
        """Whether what is said of a thing need not be there: a painted horse is no animal."""
        is_privative = self.lexicon.attributes.is_privative
        return not LIKENESSES.isdisjoint(phrases.words) or any(map(is_privative, phrases.words))

    def _entailed(self, scene: Scene, phrases: Phrases, rng: random.Random) -> list[Entailed]:
        found = [Entailed(phrases, link, rng.random() < 0.5) for link in scene.sentence.links]
        return [entailed for entailed in found if not RULES.refuse(scene, entailed)]

    @staticmethod
    def _said(entailed: list[Entailed], rng: random.Random) -> Iterator[str]:
        """Each of what is entailed as a sentence of its own; as an apposition it would be taken for another thing."""
        for said in entailed:
            ways = (f". There {said.be} {said.phrase}", f". {said.clause[0].upper()}{said.clause[1:]}")
            yield rng.choice(ways)

    def _in_picture(self, scene: Scene, phrases: Phrases, rng: random.Random) -> Iterator[str]:
        """That something is in the picture, first what can be said in another word."""
        things = []
        if self._is_about_no_picture(phrases):
            return
        for thing in phrases.sentence.things:
            if NAMED.refuse(scene, Named(phrases, thing)):
                continue
            if noun := short_noun_phrase(phrases, thing, general=True, indefinite=True):
                things.append((noun.split()[-1] in phrases.sentence.lower_set, noun))
        rng.shuffle(things)
        for _, noun in sorted(things, key=lambda thing: thing[0])[:MOST_NAMED]:
            be = "is" if noun.split()[0] in ("a", "an") else "are"
            where = rng.choice(IN_PICTURE)
            ways = [f"There {be} {noun} {where}", f"{noun[0].upper()}{noun[1:]} {be} {where}"]
            yield f". {rng.choice(ways)}"


def _is_closed(phrases: Phrases) -> bool:
    """Whether a full stop follows the last word."""
    at = phrases.sentence.tokens[phrases.end - 1].end
    return phrases.sentence.text[at : at + 1] == "."


def _is_within(phrases: Phrases) -> bool:
    """Whether a bracket or a quotation closes behind the last word, or no full stop follows: nothing can be added."""
    at = phrases.sentence.tokens[phrases.end - 1].end
    return phrases.sentence.text[at:].lstrip()[:1] in CLOSING


@dataclass(eq=False)
class Entailed:
    """A link said more weakly: ``a person on a horse`` of ``a man riding a horse``.

    ``general``: the object is said by a more general name as well.
    """

    phrases: Phrases
    link: Link
    general: bool

    @property
    def acts(self) -> bool:
        """Whether it is a verb with a direct object."""
        return self.link.form is LinkForm.VERB_OBJECT

    @cached_property
    def predicate(self) -> str | None:
        """What the link's predicate entails of place or having; None where that is nothing."""
        link, entails = self.link, self.phrases.lexicon.relations.entails
        if link.form in (LinkForm.PASSIVE, LinkForm.POSSESSIVE, LinkForm.PLACE):
            return None
        if self.acts:
            if link.predicate in HANDLED or link.predicate == "have":
                return "with"
            entailed = entails(link.predicate)
            return entailed[0] if entailed and entailed[0] in ("on", "with", "in") else None
        if link.predicate in PREDICATES_OF_NEARNESS:
            return "near"
        if link.predicate in KEPT:
            return link.predicate
        return next((predicate for predicate in entails(link.predicate) if predicate in KEPT), None)

    @cached_property
    def subject(self) -> str | None:
        """The subject by a more general name."""
        return short_noun_phrase(self.phrases, self.link.subject, general=True, indefinite=True)

    @cached_property
    def object(self) -> str | None:
        """The object by its name or a more general one."""
        return short_noun_phrase(self.phrases, self.link.object, general=self.general)

    @property
    def be(self) -> str:
        """``is`` or ``are``, as the subject asks."""
        return "are" if self.link.subject.plural else "is"

    @property
    def phrase(self) -> str:
        """``a person on a horse``."""
        return f"{self.subject} {self.predicate} {self.object}"

    @property
    def clause(self) -> str:
        """``a person is on a horse``, ``a child has a ball``."""
        if self.predicate == "with":
            if self.phrases.lexicon.objects.is_animate(self.link.object.name):
                return f"{self.subject} {self.be} with {self.object}"  # who holds a baby need not have it
            return f"{self.subject} {'have' if self.link.subject.plural else 'has'} {self.object}"
        return f"{self.subject} {self.be} {self.predicate} {self.object}"


RULES = Rules[Entailed](Redundant.kind.id)


@RULES.rule("a man and a woman riding horses")
def shared_words(entailed: Entailed) -> bool:
    """Who does it with whom is less sure where several share the words."""
    return entailed.link.shared


@RULES.rule("a boy trying to catch a ball")
def not_done_yet(entailed: Entailed) -> bool:
    """It is tried, wanted, or about to be done."""
    sentence, verb = entailed.phrases.sentence, entailed.link.verb
    if verb is None or verb < 2 or sentence.word(verb - 1) != "to":
        return False
    return sentence.tokens[verb - 2].lemma.lower() in NOT_YET


@RULES.rule("a man looking at a horse")
def nothing_weaker(entailed: Entailed) -> bool:
    """The predicate entails neither a place nor a having, or is said in a way that is easily misread."""
    return entailed.predicate is None


@RULES.rule("a helmet eating an apple")
def lifeless_doer(entailed: Entailed) -> bool:
    """Who acts lives: a helmet before ``eating an apple`` is what the eater wears."""
    link = entailed.link
    return (
        entailed.acts
        and link.predicate != "have"
        and not entailed.phrases.lexicon.objects.is_animate(link.subject.name)
    )


@RULES.rule("a girl beside a man eating a pizza")
def said_of_another(entailed: Entailed) -> bool:
    """A noun between the subject and the predicate may be the one that it is said of."""
    link, is_animate = entailed.link, entailed.phrases.lexicon.objects.is_animate
    said = link.verb if link.verb is not None else link.preposition[0] if link.preposition is not None else None
    if said is None:
        return True
    between = [thing for head, thing in entailed.phrases.sentence.thing_at.items() if link.subject.head < head < said]
    if link.verb is not None and is_animate(link.subject.name):
        return any(is_animate(thing.name) for thing in between)
    return bool(between)


@RULES.rule("a surfer catching a wave")
def nothing_to_have(entailed: Entailed) -> bool:
    """``a person with a wave``: the object is nothing that one has."""
    category = entailed.phrases.lexicon.objects.category
    return entailed.acts and entailed.predicate == "with" and category(entailed.link.object.name) in UNNAMED


@RULES.rule("a man with a bald head -> a person with a head")
def part_of_anybody(entailed: Entailed) -> bool:
    """Everybody has one: it is told for what is said of it."""
    name = entailed.link.object.name
    return entailed.phrases.lexicon.objects.category(name) == "body_part" or name in TOLD_FOR_ADJECTIVE


@RULES.rule("a shirt on | a skateboard")
def never_seen_so(entailed: Entailed) -> bool:
    """Counts know the two nouns, or their hypernyms, in no such relation: a guard against wrong trees."""
    if entailed.acts or entailed.predicate is None:
        return False
    count, predicate = entailed.phrases.lexicon.counts.triple, entailed.predicate
    one, other = entailed.link.subject.name, entailed.link.object
    if count(one, predicate, other.name) or count(one, predicate, other.lemma):
        return False
    if not entailed.phrases.lexicon.objects.is_person(one):
        return True
    return not (count("person", predicate, other.name) or count("man", predicate, other.name))


@RULES.rule("her dog on a couch")
def unclear_noun(entailed: Entailed) -> bool:
    """Subject or object cannot be named shortly."""
    return entailed.subject is None or entailed.object is None


@RULES.rule("a cat with a bird -> an animal with an animal")
def one_name_for_both(entailed: Entailed) -> bool:
    """Subject and object would be called the same."""
    subject, object_ = entailed.subject, entailed.object
    return subject is not None and object_ is not None and subject.split()[-1] == object_.split()[-1]


@RULES.rule("people on a beach")
def says_it_again(entailed: Entailed) -> bool:
    """Not a word would be another one."""
    said = entailed.phrases.sentence.lower_set
    return entailed.predicate == entailed.link.predicate and all(
        noun is not None and noun.split()[-1] in said for noun in (entailed.subject, entailed.object)
    )


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that may be said to be in the picture."""

    phrases: Phrases
    thing: Thing

    @property
    def before(self) -> str:
        """The word before its noun phrase."""
        return self.phrases.sentence.word(self.thing.base[0] - 1)


NAMED = Rules[Named](Redundant.kind.id)


@NAMED.rule("Shirts and Gifts")
def name_within(named: Named) -> bool:
    """Its capital may make it a name."""
    return bool(named.thing.start) and named.phrases.sentence.tokens[named.thing.head].text[:1].isupper()


@NAMED.rule("a sky, a beach, an arm")
def nothing_for_itself(named: Named) -> bool:
    """It is where something is, or a part of somebody; or nobody knows what it is."""
    category = named.phrases.lexicon.objects.category(named.thing.name)
    return category is None or category in UNNAMED or named.thing.lemma in DOINGS


@NAMED.rule("a portion of a wall")
def too_vague(named: Named) -> bool:
    """There is a portion in every picture."""
    return named.thing.name in NEVER_NAMED


@NAMED.rule("a drink with zero alcohol")
def there_is_none(named: Named) -> bool:
    """The sentence says that there is none of it."""
    return any(quality.name in ("zero", "no") for quality in named.thing.qualities)


@NAMED.rule("There is an interview in the image.")
def an_event(named: Named) -> bool:
    """An event happens: nobody says that it is in a picture."""
    return named.phrases.lexicon.objects.category(named.thing.name) == "event"


@NAMED.rule("a women")
def number_unclear(named: Named) -> bool:
    return is_several_of_one(named.phrases.sentence, named.thing)


@NAMED.rule("a couple is shown")
def shown_already(named: Named) -> bool:
    """The sentence says so itself."""
    tokens, head = named.phrases.sentence.tokens, named.thing.head
    verb = tokens[tokens[head].head]
    return tokens[head].dep == "nsubj:pass" and verb.lemma in SHOWING


@NAMED.rule("a dog and a cat | an animal")
def covers_several(named: Named) -> bool:
    """What it would be called is said of another thing as well, and there would be one too few."""
    objects, mine = named.phrases.lexicon.objects, named.thing
    category = objects.category(mine.name)
    return not mine.plural and any(
        one is not mine and one.name != mine.name and objects.category(one.name) == category
        for one in named.phrases.sentence.things
    )


@NAMED.rule("a view from a boat")
def seen_from_it(named: Named) -> bool:
    """Who looks from it does not see it."""
    return named.before == "from" and not OF_VIEWS.isdisjoint(named.phrases.sentence.lower_set)


@NAMED.rule("a man explaining an engine, people waiting for a train")
def only_spoken_of(named: Named) -> bool:
    """It is told, thought of, waited for or seems to be there, and need not be."""
    sentence, k = named.phrases.sentence, named.thing.head
    tokens = sentence.tokens
    while tokens[k].head != k and not tokens[k].dep.startswith("nsubj"):
        head, dep = tokens[k].head, tokens[k].dep
        lemma = tokens[head].lemma.lower()
        cases = {sentence.lower[child] for child in sentence.children(k) if tokens[child].dep in ("case", "mark")}
        if "about" in cases or ("for" in cases and lemma in BEFORE_FOR):
            return True
        if lemma in SEEMING and dep == "xcomp":
            return True
        if lemma in SPEAKING and tokens[head].tag.startswith("VB") and dep in ("obj", "ccomp", "xcomp"):
            return True
        k = head
    return False
