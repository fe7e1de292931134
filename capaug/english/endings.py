"""Where a text may end: behind a noun that nothing more is asked of, or a verb that needs nothing behind it."""

from __future__ import annotations

from dataclasses import dataclass

from capaug.captions.sentence import QualityPosition, Sentence, Thing
from capaug.english.phrases import PREPOSITIONS_THAT_OPEN_A_PHRASE, Phrases
from capaug.english.words import words
from capaug.lexicon import Lexicon

POSTURES_THAT_END_A_TEXT = words("postures_that_end_a_text")
DONE_ALONE = POSTURES_THAT_END_A_TEXT | words("moves_that_end_a_text")
ADVERBS = words("adverbs_that_end_a_text")
PLACING = words("verbs_that_ask_for_a_place")
INTRODUCING = words("words_that_introduce_a_part")
TOLD_FOR_ADJECTIVE = words("nouns_told_for_their_adjective")
BEFORE_TOLD_FOR_ADJECTIVE = words("words_before_what_is_told_for_its_adjective")
TAKING_A_NOUN = words("participles_that_take_the_noun_before")
DISTANT = words("places_in_a_picture")
WORDS_THAT_BIND_A_POSTURE = words("words_that_bind_a_posture")


def boundaries(sentence: Sentence, lexicon: Lexicon) -> tuple[int, ...]:
    """Words before which a text may end and with which a phrase that may be left out begins.

    Found once a sentence: ``sentence.once(boundaries, lexicon)``.
    """
    phrases = sentence.once(Phrases, lexicon)
    return tuple(k for k in range(2, phrases.end) if phrases.opens(k) and closes(phrases, k))


def closes(phrases: Phrases, end: int) -> bool:
    """Whether a text may end before word ``end``."""
    last = end - 1
    thing, word = phrases.thing_at(last), phrases.sentence.word(last)
    if thing is not None:
        return phrases.is_object(last) and noun_closes(phrases, thing, end)
    if word in ADVERBS and last > 1:
        return is_posture(phrases, last - 1)
    if word in ("it", "them", "him"):
        return phrases.sentence.word(last - 1) in PREPOSITIONS_THAT_OPEN_A_PHRASE
    return is_posture(phrases, last)


def is_posture(phrases: Phrases, k: int) -> bool:
    """Whether word ``k`` is a verb that needs nothing behind it, done by a person or an animal."""
    sentence = phrases.sentence
    if k in phrases.names or not sentence.tag(k).startswith("VB") or sentence.tokens[k].lemma not in DONE_ALONE:
        return False
    if sentence.word(k - 1) in WORDS_THAT_BIND_A_POSTURE or not sentence.thing_at:
        return False
    subject = max((head for head in sentence.thing_at if head < k), default=None)
    return subject is not None and all(
        phrases.lexicon.objects.is_animate(sentence.thing_at[head].name) for head in (subject, min(sentence.thing_at))
    )


def noun_closes(phrases: Phrases, thing: Thing, end: int) -> bool:
    """Whether a text may end before word ``end``, behind the head noun of ``thing``."""
    noun = _LastNoun(phrases, thing, end)
    return not any(is_open(noun) for is_open in _OPEN)


@dataclass(slots=True, eq=False)
class _LastNoun:
    """A noun that a text may end with, before word ``end``."""

    phrases: Phrases
    thing: Thing
    end: int

    @property
    def first(self) -> int:
        """First word of its noun phrase."""
        return self.thing.base[0]

    @property
    def before(self) -> str:
        """The word before its noun phrase."""
        return self.phrases.sentence.word(self.first - 1)

    @property
    def following(self) -> str:
        """The word that would be left out first."""
        return self.phrases.sentence.word(self.end)


def _goes_on(noun: _LastNoun) -> bool:
    """``a cat | figurine``, ``a dog | 's``."""
    return noun.phrases.sentence.tag(noun.end) in ("NN", "NNS", "POS", "NNP")


def _own_part(noun: _LastNoun) -> bool:
    """``a dog with its mouth | open``."""
    return noun.before in INTRODUCING and noun.phrases.sentence.tag(noun.first) == "PRP$"


def _first_of_two(noun: _LastNoun) -> bool:
    """``between a car | and a bus``, ``both a car | and a bus``."""
    return noun.before in ("between", "both") or (noun.first > 0 and noun.phrases.sentence.word(noun.first) == "both")


def _somewhere_in_the_picture(noun: _LastNoun) -> bool:
    """``a train with trees | in the background``."""
    words, end = noun.phrases.words, noun.end
    if DISTANT.isdisjoint(words[end : end + 3]):
        return False
    leading = next((word for word in reversed(words[: noun.first]) if word in PREPOSITIONS_THAT_OPEN_A_PHRASE), "")
    return leading == "with"


def _body_part(noun: _LastNoun) -> bool:
    """``a cat with eyes | closed``."""
    return noun.before in INTRODUCING and noun.phrases.lexicon.objects.category(noun.thing.name) == "body_part"


def _told_for_what_follows(noun: _LastNoun) -> bool:
    """``a photo with the frame | in color``."""
    thing = noun.thing
    if thing.lemma not in TOLD_FOR_ADJECTIVE or noun.before not in BEFORE_TOLD_FOR_ADJECTIVE:
        return False
    return not any(quality.position is QualityPosition.BEFORE for quality in thing.qualities)


def _to_be_placed(noun: _LastNoun) -> bool:
    """``puts a plate | on the table``."""
    tokens = noun.phrases.sentence.tokens
    for k in range(noun.first - 1, max(-1, noun.first - 3), -1):
        if tokens[k].tag.startswith("VB"):
            return tokens[k].lemma in PLACING
    return False


def _bare_in_a_list(noun: _LastNoun) -> bool:
    """``with old toilet | and tub``: a list can do without articles, one noun cannot."""
    thing = noun.thing
    bare = thing.determiner is None and not thing.plural and noun.first > 0
    return bare and noun.following in ("and", ",") and not noun.phrases.lexicon.objects.is_mass(thing.name)


def _of_both(noun: _LastNoun) -> bool:
    """``a group of men | and women``."""
    if noun.following != "and":
        return False
    return noun.phrases.sentence.word(noun.first) == "between" or noun.phrases.noun(noun.thing).collective


def _half_of_a_quality(noun: _LastNoun) -> bool:
    """``topped with cream | and sauce covered cake``."""
    phrases, end = noun.phrases, noun.end
    if noun.following != "and":
        return False
    joint = next((k for k in range(end + 1, min(end + 4, phrases.end)) if phrases.words[k] in TAKING_A_NOUN), None)
    return joint is not None and phrases.sentence.tag(joint + 1).startswith(("NN", "JJ"))


_OPEN = (
    _goes_on,
    _own_part,
    _first_of_two,
    _somewhere_in_the_picture,
    _body_part,
    _told_for_what_follows,
    _to_be_placed,
    _bare_in_a_list,
    _of_both,
    _half_of_a_quality,
)
