"""How a link's predicate is said anew: ``riding a horse`` -> ``pushing a horse``, ``on a horse``."""

from __future__ import annotations

from capaug.captions.sentence import Link, LinkForm, Sentence
from capaug.english.edits import Replacement
from capaug.english.inflection import inflect, is_past_participle
from capaug.english.tags import VERB_TAGS
from capaug.english.words import words

WITHOUT_VERB = words("preposition_words") | words("further_words_that_open_a_place")
ACTIVE_VERBS = words("verbs_of_what_moves_or_rests")
PUT = words("verbs_of_where_something_is_put")
LEFT = words("verbs_of_what_is_left_standing")
PASSIVE_BE = words("be_before_participles")


def is_preposition(predicate: str) -> bool:
    """Whether the predicate has no verb."""
    return predicate.partition(" ")[0] in WITHOUT_VERB


def by_agent(sentence: Sentence, link: Link) -> bool:
    """Whether the link is a passive whose ``by`` names who does it (``ridden by a man``, not ``parked by a wall``)."""
    if link.verb is None or link.preposition is None or not link.predicate.endswith(" by"):
        return False
    verb = sentence.tokens[link.verb]
    being = any(sentence.lower[k] in PASSIVE_BE for k in link.auxiliaries)
    passive = link.form is LinkForm.PASSIVE or is_past_participle(verb.text, verb.lemma)
    return passive and verb.tag != "VBG" and (being or verb.lemma not in PUT)


def replace_predicate(sentence: Sentence, link: Link, new: str) -> list[Replacement] | None:
    """Replacements that say the link with the predicate ``new`` in the form it has (``riding`` -> ``pushing``).

    Only the words that differ are replaced; None where the new predicate does not fit the old one's words.
    """
    if link.form is LinkForm.POSSESSIVE:
        return None
    if link.verb is None:
        return _instead_of_preposition(sentence, link, new)
    if is_preposition(new):
        return _preposition_instead(sentence, link, link.verb, new)
    tag = _new_tag(sentence, link, link.verb, new)
    if tag not in VERB_TAGS:
        return None  # a verb to the parser alone
    if link.form is LinkForm.VERB_OBJECT:
        return _bare_verb(sentence, link, link.verb, new, tag)
    if link.preposition is None or link.preposition[0] < link.verb:
        return None
    return _verb_and_preposition(sentence, link, link.verb, link.preposition, new, tag)


def _instead_of_preposition(sentence: Sentence, link: Link, new: str) -> list[Replacement] | None:
    """``a cat on a bed`` -> ``a cat under a bed``, ``a boy on a skateboard`` -> ``a boy holding a skateboard``."""
    if link.preposition is None:
        return None
    if is_preposition(new):
        return [(*sentence.span(*link.preposition), new)]
    alone = _stands_alone(sentence, link, link.preposition[0])
    return [(*sentence.span(*link.preposition), inflect(new, "VBG"))] if alone else None


def _preposition_instead(sentence: Sentence, link: Link, verb: int, new: str) -> list[Replacement] | None:
    """``holding a surfboard`` -> ``on a surfboard``."""
    last = link.preposition[1] - 1 if link.preposition is not None else verb
    if sentence.tokens[verb].tag != "VBG" or last - verb != len(link.predicate.split()) - 1:
        return None
    alone = _stands_alone(sentence, link, verb)
    return [(sentence.tokens[verb].start, sentence.tokens[last].end, new)] if alone else None


def _new_tag(sentence: Sentence, link: Link, verb: int, new: str) -> str:
    """The form of the new verb: the old one's, but taggers take many participles for past forms."""
    if by_agent(sentence, link):
        return "VBN"
    if link.form is LinkForm.PASSIVE:
        said, _, preposition = new.partition(" ")
        return "VBG" if said in ACTIVE_VERBS or not preposition else "VBN"  # "dressed in a shirt" -> "holding a shirt"
    return sentence.tokens[verb].tag


def _bare_verb(sentence: Sentence, link: Link, verb: int, new: str, tag: str) -> list[Replacement] | None:
    """``riding a horse`` -> ``sitting on a horse``; a particle goes with its verb, if it stands beside it."""
    if link.particle not in (None, verb + 1):
        return None
    start, end = sentence.span(verb, (link.particle or verb) + 1)
    return [(start, end, _form(new, tag))]


def _verb_and_preposition(
    sentence: Sentence, link: Link, verb: int, preposition: tuple[int, int], new: str, tag: str
) -> list[Replacement] | None:
    """``sitting on a bench`` -> ``standing on``, ``sitting under`` or ``holding a bench``: what differs alone."""
    tokens = sentence.tokens
    old_verb, _, old_tail = link.predicate.partition(" ")
    new_verb, _, new_tail = new.partition(" ")
    end = tokens[preposition[1] - 1].end
    if not new_tail:  # "looking at a book" -> "writing a book"
        if link.particle is not None or preposition[0] != verb + 1:
            return None
        return [(tokens[verb].start, end, _form(new, tag))]
    apart = preposition[0] - verb > 1 + (link.particle is not None)
    if apart and new_verb != old_verb and old_tail != new_tail:
        return None  # "standing near a man behind a bar": what comes first has a preposition of its own
    edits: list[Replacement] = []
    if new_verb != old_verb:
        edits.append((tokens[verb].start, tokens[verb].end, _form(new_verb, tag)))
    if old_tail != new_tail:
        first = preposition[0] if link.particle is None else min(link.particle, preposition[0])
        edits.append((tokens[first].start, end, new_tail))
    return edits or None


def _stands_alone(sentence: Sentence, link: Link, first: int) -> bool:
    """Whether a link that begins at word ``first`` stands right behind its subject and before no participle, so that
    a preposition and a participle are as good there (``a man on | holding a surfboard``).
    """
    between = sentence.tokens[link.subject.head + 1 : first]
    following = sentence.tokens[link.object.base[1] :][:1]
    followed = any(token.tag in ("VBG", "VBN") or token.text == "and" for token in following)
    return all(token.lemma == "be" for token in between) and not followed


def _form(predicate: str, tag: str) -> str:
    """The predicate's verb in the form ``tag``; what stands still is ``parked``, not ``parking``."""
    return inflect(predicate, "VBN" if tag == "VBG" and predicate.partition(" ")[0] in LEFT else tag)
