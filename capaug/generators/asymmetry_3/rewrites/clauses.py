"""From a phrase to a clause (``There is a cat``, ``A man is riding``), and from a clause to a phrase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from capaug.captions import Scene, Thing, Token
from capaug.english.edits import Replacement
from capaug.english.inflection import inflect, is_verb, lemma
from capaug.english.openings import Opening, opening
from capaug.english.phrases import PREPOSITIONS_THAT_OPEN_A_PHRASE, SUBORDINATORS, Phrases
from capaug.english.words import words
from capaug.generators.asymmetry_3.rewrites import KIND, lowered
from capaug.generators.asymmetry_3.rewrites.possession import having
from capaug.generators.rules import Rules

PLACE_OPENERS = words("words_that_open_a_place")
STATES = words("verbs_of_states")
STAYING = words("verbs_of_standing_still") | {"hang", "float", "fly", "burn"}
GO_BY_THEMSELVES = frozenset({"vehicle", "water", "sky_weather"})
NO_PROGRESSIVE = words("verbs_without_progressive")
WORDS_OF_SEVERAL_IN_ONE = words("words_of_several_in_one")
PERSON_OR_THING = words("relatives_of_a_subject")
BE = ("is", "are")
JOINS = frozenset({"and", "of", ","})
AUXILIARY_TAGS = ("VBZ", "VBP", "VBD", "MD")
MISREAD_TAGS = ("NN", "NNS", "VBD", "VBN")  # of finite verbs
GOES_ON_TAGS = ("IN", "VBG", "VBN", "VBD", "WDT", "WP", "CC", ",", "RB", "TO")

WITHOUT_PASSIVE = words("verbs_without_passive")

FEWEST = 4  # words of a caption
NEAR = 6  # words within which a verb belongs to the noun that opens the caption


def clauses(scene: Scene, phrases: Phrases) -> Iterator[list[Replacement]]:
    """``A man is riding a horse`` of ``A man riding a horse`` and back; ``There is a cat`` and back."""
    sentence, verb = phrases.sentence, phrases.finite
    if phrases.sentence_end < phrases.end or len(phrases.words) < FEWEST:
        return
    if verb is None:
        yield from _to_clause(scene, phrases)
    elif sentence.word(0) == "there" and verb == 1 and sentence.word(1) in BE:
        # between sentences with verbs "Several cars on a street." would be none
        if len(scene.caption.sentences) == 1 and any(thing.base[0] == 2 for thing in sentence.things):
            yield [(*sentence.span(0, 2), "")]
    else:
        if len(scene.caption.sentences) == 1 and _is_spare_copula(phrases, verb):
            yield [(*sentence.span(verb, verb + 1), "")]
        yield from _progressive(scene, phrases, verb)
        start = opening(phrases)
        owner = phrases.thing_at(start.end - 1) if start is not None else None
        # Only of the thing that opens the caption: of joined nouns "a man and a desk with a laptop" says it of one.
        if start is not None and owner is not None and owner.index == 0 and sentence.word(start.end) == "with":
            yield from having(scene, phrases, owner, start)


def relative_clauses(scene: Scene, phrases: Phrases) -> Iterator[list[Replacement]]:
    """``a sign that is in front of a shop`` -> ``a sign in front of a shop``."""
    sentence = phrases.sentence
    if PERSON_OR_THING.isdisjoint(sentence.lower_set):
        return
    for k in range(2, phrases.end - 2):
        if sentence.word(k) in PERSON_OR_THING and sentence.word(k + 1) in BE and phrases.thing_at(k - 1) is not None:
            following, is_verb = sentence.tag(k + 2), sentence.tokens[k + 2].dep not in ("amod", "compound")
            if (following == "VBG" and is_verb) or (
                following == "IN" and sentence.word(k + 2) in PREPOSITIONS_THAT_OPEN_A_PHRASE
            ):
                yield [(*sentence.span(k, k + 2), "")]


# -- a clause of a phrase ----------------------------------------------------------------------------------------------


def _to_clause(scene: Scene, phrases: Phrases) -> Iterator[list[Replacement]]:
    sentence, start = phrases.sentence, opening(phrases)
    if start is None:
        return
    first, following = sentence.tokens[0], sentence.tokens[start.end]
    if not IN_THERE.refuse(scene, Continued(phrases, start)):
        yield [(first.start, first.end, f"There {start.there} {lowered(first.text)}")]
    if following.tag == "VBG" and following.dep not in ("amod", "compound") and following.lemma not in NO_PROGRESSIVE:
        yield [(following.start, following.start, "are " if start.many else "is ")]
    owner = phrases.thing_at(start.end - 1)
    if sentence.word(start.end) == "with" and owner is not None and start.end + 1 < phrases.end:
        yield from having(scene, phrases, owner, start)


@dataclass(frozen=True, slots=True)
class Continued:
    """A caption that opens with a noun phrase and goes on behind it: what ``there is`` may stand before."""

    phrases: Phrases
    start: Opening


COLLECTIONS = words("nouns_of_collections")
IN_THERE = Rules[Continued](KIND)


@IN_THERE.rule("There is | a man in a red shirt photographs a giraffe")
def verb_misread(caption: Continued) -> bool:
    """A verb was read as a noun or a participle."""
    tokens = caption.phrases.sentence.tokens
    return any(
        tokens[k].tag in MISREAD_TAGS and _is_misread_verb(caption.phrases, k)
        for k in range(caption.start.end, caption.phrases.end)
    )


@IN_THERE.rule("There are | large collection of cakes")
def one_without_article(caption: Continued) -> bool:
    """A single collection has no article, and the plural behind it is counted as its own."""
    sentence, words = caption.phrases.sentence, caption.phrases.sentence.lower
    singles = [k for k in range(caption.start.end) if words[k] in COLLECTIONS]
    return bool(singles) and sentence.tag(0) not in ("DT", "CD", "PRP$", "PDT") and words[0] not in ("some", "several")


@IN_THERE.rule("There is | a guy and woman performing")
def joined_without_article(caption: Continued) -> bool:
    """The article is that of both, who are two."""
    return "and" in caption.phrases.sentence.lower[: caption.start.end] and caption.start.there == "is"


@IN_THERE.rule("There is | a man his dog")
def nothing_hangs_on_it(caption: Continued) -> bool:
    """What follows the noun is no phrase that goes with it."""
    phrases, end = caption.phrases, caption.start.end
    return phrases.sentence.tag(end) not in GOES_ON_TAGS and not phrases.opens(end)


@IN_THERE.rule("There are | pedestrians died on a road")
def only_happens(caption: Continued) -> bool:
    """Nobody is done what the verb behind the noun says: it is no participle but what happened."""
    token = caption.phrases.sentence.tokens[caption.start.end]
    return token.tag in ("VBD", "VBN") and token.lemma in WITHOUT_PASSIVE


@IN_THERE.rule("There are | students to sit in a room; hairstyles for 2015")
def announced(caption: Continued) -> bool:
    """It tells what is to come: an infinitive behind the noun, or a year."""
    sentence, end = caption.phrases.sentence, caption.start.end
    if sentence.tag(end) == "TO" and sentence.tag(end + 1) == "VB":
        return True
    return any(token.tag == "CD" and len(token.text) == 4 and token.text.isdigit() for token in sentence.tokens)


@IN_THERE.rule("There is | a man on skis ride a lift")
def verb_of_its_own(caption: Continued) -> bool:
    """A verb behind the noun may be that of a clause."""
    sentence, k = caption.phrases.sentence, caption.start.end
    return caption.phrases.finite is None and any(
        sentence.tag(m) in ("VB", "VBP", "VBZ")
        and "TO" not in (sentence.tag(m - 2), sentence.tag(m - 1))
        and SUBORDINATORS.isdisjoint(caption.phrases.words[k:m])
        for m in range(k + 1, k + NEAR)
    )


def _is_misread_verb(phrases: Phrases, k: int) -> bool:
    """Whether word ``k``, of the ``MISREAD_TAGS``, may be a finite verb that was read as a noun or a participle.

    ``a man in a red shirt photographs a giraffe``: no article goes with a plural, and no noun goes before another's
    article.
    """
    sentence = phrases.sentence
    tag, word = sentence.tag(k), sentence.word(k)
    before_noun_phrase = k + 1 < phrases.end and sentence.tag(k + 1) in ("DT", "PRP$")
    if tag in ("VBD", "VBN"):
        return before_noun_phrase
    if not before_noun_phrase and sentence.tag(k - 1) not in ("NNS", "NNPS"):
        thing = phrases.thing_at(k)
        if tag != "NNS" or thing is None or not _is_one(phrases, thing):
            return False
    return is_verb(word) and inflect(lemma(word, "VBZ"), "VBZ") == word


def _is_one(phrases: Phrases, thing: Thing) -> bool:
    """Whether the noun phrase of ``thing`` begins as one of a single thing does (``a shirt``, not ``a couple of``)."""
    first = thing.base[0]
    opens_as_one = phrases.sentence.word(first) in ("a", "an", "this", "that", "one", "another")
    return opens_as_one and WORDS_OF_SEVERAL_IN_ONE.isdisjoint(phrases.words[first : thing.head])


# -- a phrase of a clause ----------------------------------------------------------------------------------------------


def _is_spare_copula(phrases: Phrases, verb: int) -> bool:
    """Whether the clause is a phrase without its main verb ``is``: ``a man is | riding a horse``."""
    sentence = phrases.sentence
    if sentence.word(verb) not in BE or phrases.thing_at(verb - 1) is None:
        return False
    if any(t.tag in AUXILIARY_TAGS or t.text in (",", "or") for t in sentence.tokens[verb + 1 :]):
        return False  # "is standing and eats"
    following, tag = sentence.word(verb + 1), sentence.tag(verb + 1)
    return (tag == "VBG" and following != "being") or (following in PLACE_OPENERS and tag in ("IN", "JJ"))


def _progressive(scene: Scene, phrases: Phrases, verb: int) -> Iterator[list[Replacement]]:
    """``a bird sits on a wall`` -> ``a bird is sitting on a wall`` and ``a bird sitting on a wall``."""
    main = MainVerb(phrases, verb)
    if IN_PROGRESSIVE.refuse(scene, main):
        return
    span, participle = phrases.sentence.span(verb, verb + 1), inflect(main.token.lemma, "VBG")
    yield [(*span, f"{'are' if main.many else 'is'} {participle}")]
    if len(scene.caption.sentences) == 1 and main.subject is not None and main.subject.base[0] == 0:
        yield [(*span, participle)]


@dataclass(frozen=True, slots=True)
class MainVerb:
    """The main verb of a caption, to be said as something that goes on."""

    phrases: Phrases
    k: int

    @property
    def token(self) -> Token:
        """Its word."""
        return self.phrases.sentence.tokens[self.k]

    @property
    def many(self) -> bool:
        """Whether it asks for ``are``."""
        return self.token.tag == "VBP"

    @property
    def subject(self) -> Thing | None:
        """The thing right before it."""
        return self.phrases.thing_at(self.k - 1)


IN_PROGRESSIVE = Rules[MainVerb](KIND)


@IN_PROGRESSIVE.rule("a man rode a horse")
def not_in_the_present(verb: MainVerb) -> bool:
    """A progressive of the present is of a verb in the present."""
    return verb.token.tag not in ("VBZ", "VBP")


@IN_PROGRESSIVE.rule("a fence curves around; a pizza stands out")
def of_nothing_that_acts(verb: MainVerb) -> bool:
    """What is lifeless does not go on doing something, but for vehicles and what stands or lies somewhere."""
    subject, lexicon = verb.subject, verb.phrases.lexicon
    if verb.phrases.words[verb.k + 1 : verb.k + 2] == ["out"] and verb.token.lemma == "stand":
        return True
    if subject is None or verb.token.lemma in STAYING:
        return False
    return (
        not lexicon.objects.is_animate(subject.name) and lexicon.objects.category(subject.name) not in GO_BY_THEMSELVES
    )


@IN_PROGRESSIVE.rule("a man has a hat")
def state(verb: MainVerb) -> bool:
    """The verb says what is, not what is done."""
    return verb.token.lemma in STATES or verb.phrases.words[verb.k] in BE


@IN_PROGRESSIVE.rule("a man in red rides a horse")
def subject_not_before_it(verb: MainVerb) -> bool:
    """No known noun stands right before the verb."""
    return verb.subject is None or not verb.phrases.is_object(verb.k - 1)


@IN_PROGRESSIVE.rule("a man rides")
def nothing_behind(verb: MainVerb) -> bool:
    """The verb ends the text."""
    return verb.k + 1 >= verb.phrases.end


@IN_PROGRESSIVE.rule("a man rides a horse and waves")
def more_is_done(verb: MainVerb) -> bool:
    """Another verb behind it would have to go along."""
    return any(
        token.tag in (*AUXILIARY_TAGS, "VBN", "TO") or token.text in (",", "and", "or", "as")
        for token in verb.phrases.sentence.tokens[verb.k + 1 :]
    )


@IN_PROGRESSIVE.rule("a man ride a horse")
def number_in_doubt(verb: MainVerb) -> bool:
    """Noun and verb do not agree, or the noun that opens the caption with its verb (``a boy with catchers gear``)."""
    if verb.subject is None:
        return False
    if verb.subject.base[0] == 0:
        return verb.subject.plural != verb.many
    first = verb.phrases.sentence.things[0]
    joined = not JOINS.isdisjoint(verb.phrases.words[first.head : verb.k])
    return verb.many and first.base[0] == 0 and not (first.plural or joined)
