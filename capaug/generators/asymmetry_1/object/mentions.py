"""Things that are left alone because the caption names them, or may name them, by another word or at another place."""

from __future__ import annotations

from capaug.english.elsewhere import Elsewhere, is_known
from capaug.english.facts import unsure_words
from capaug.generators.asymmetry_1.object.place import KIND, Place, caption_words
from capaug.generators.rules import Rules
from capaug.lexicon.wordnet import is_word

# Categories of what has names of its own.
NAMED_CATEGORIES = frozenset("person animal vehicle building structure place water".split())

MENTIONS = Rules[Place](KIND)


@MENTIONS.rule("the back of the bus ... a Eurobus")
def named_within_a_word(place: Place) -> bool:
    """Another word of the caption ends in its name: it may be what that is, a kind of it or in no dictionary."""
    name, related = place.thing.lemma, place.scene.lexicon.objects.related
    known = is_known(place.sentence, place.thing)  # "a fruitcake ... the cake"
    return any(
        word.endswith(name) and len(word) > len(name) > 2 and (known or not is_word(word) or related(word, name))
        for word in place.scene.caption.once(caption_words)
    )


@MENTIONS.rule("a horse and a horserace")
def named_before_a_word(place: Place) -> bool:
    """Another word of the caption begins with its name, and goes on with a word."""
    name = place.thing.lemma
    return len(name) > 3 and any(
        word.startswith(name) and len(word) > len(name) + 3 and is_word(word[len(name) :])
        for word in place.scene.caption.once(caption_words)
    )


@MENTIONS.rule("A pit bull lies on a rug. | The dog sleeps.")
def named_before(place: Place) -> bool:
    """It is replaced at all its mentions, where the caption names it first."""
    return any(mention.comes_before(place) for mention in place.mentions)


@MENTIONS.rule("A dog on a bed. Another dog is brown.")
def named_in_another_sentence(place: Place) -> bool:
    """The caption would still name the old thing, or what it may be, where nobody knows whether it is the same."""
    return place.scene.once(Elsewhere).names_another(place.thing, place.spoken)


@MENTIONS.rule("a sign behind a stop sign")
def named_within_another(place: Place) -> bool:
    """The sentence has its noun in another name as well."""
    return any(one.lemma == place.thing.lemma and one not in place.spoken for one in place.sentence.things)


@MENTIONS.rule("a glass of beer next to the beer bottle")
def named_before_another_noun(place: Place) -> bool:
    """The sentence has its noun before another one as well."""
    sentence, thing = place.sentence, place.thing
    heads = {one.head for one in place.spoken}
    return any(
        token.dep == "compound" and token.lemma.lower() == thing.lemma and k not in heads
        for k, token in enumerate(sentence.tokens)
        if not thing.words[0] <= k < thing.words[1]
    )


@MENTIONS.rule("A BMW 501 ... The car is parked.")
def has_a_name_before(place: Place) -> bool:
    """``the`` tells of what was spoken of before, and a name stands before it."""
    sentence, sentences = place.sentence, place.scene.caption.sentences
    if sentence is sentences[0] or not is_known(sentence, place.thing):
        return False
    if place.scene.lexicon.objects.category(place.name) not in NAMED_CATEGORIES:
        return False
    before = sentences[: sentences.index(sentence)]
    return any(one.frozen or any(token.tag == "NNP" for token in one.tokens) for one in before)


@MENTIONS.rule("A dog lies on a rug. There is no food for the dog.")
def denied_at_a_mention(place: Place) -> bool:
    """A mention stands under a denial, or in what only may be so."""
    for mention in place.mentions:
        sentence = mention.sentence
        if mention.thing.head in sentence.denied or mention.thing.head in sentence.once(unsure_words):
            return True
    return False


@MENTIONS.rule("each with a painting ... is painted in blue")
def told_by_its_verb(place: Place) -> bool:
    """The caption says of it by a verb what its name says."""
    verb = place.thing.lemma.rpartition(" ")[2].removesuffix("ing")
    if len(verb) < 4 or verb == place.thing.lemma.rpartition(" ")[2]:
        return False
    return any(
        token.tag.startswith("VB") and token.lemma in (verb, verb + "e")
        for sentence in place.scene.caption.sentences
        for token in sentence.tokens
    )
