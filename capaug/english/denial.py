"""How a fact is denied: the replacements that turn ``riding a horse`` into ``not riding a horse``.

None stands for a denial that would be unclear or no English.
"""

from __future__ import annotations

from collections.abc import Sequence

from capaug.captions.sentence import Link, LinkForm, Quality, QualityPosition, Sentence, Thing, Token
from capaug.english.edits import Replacement
from capaug.english.inflection import PLURAL_NOUNS, SAME_FORM, inflect, is_past_participle, is_verb, lemma
from capaug.english.words import words
from capaug.lexicon import Lexicon

DO_FORMS = {"VBZ": "does", "VBP": "do", "VBD": "did"}
PREPOSITIONS_OF_PLACES = words("prepositions_of_places")
MOST_DENIED = 3  # things at once: without a bed, a lamp or a desk
SHOWN = words("verbs_of_pictures")
SPORT_WORDS = words("first_words_of_sports")
ALMOST = words("adverbs_of_almost_nothing")
FINITE_BE = words("finite_be")
CLOSED_BEHIND = words("words_that_close_a_noun")
PARTICIPLE_LABELS = frozenset({"acl", "advcl", "root", "dep"})
PRONOUN_TAGS = frozenset({"WDT", "WP", "IN", "DT"})


def deny_link(sentence: Sentence, link: Link, lexicon: Lexicon) -> list[Replacement] | None:
    """Deny what ``link`` says: ``not riding a horse``, ``without a hat``, ``that is not on a bed``."""
    if link.verb is not None and "only" in sentence.lower_set:
        return None
    if link.form is LinkForm.PREPOSITION:
        return _deny_preposition(sentence, link, lexicon)
    if link.verb is None or link.form not in (LinkForm.VERB_OBJECT, LinkForm.VERB_PREPOSITION, LinkForm.PASSIVE):
        return None
    edits = _deny_verb(sentence, link.verb, link.auxiliaries)
    joints = _joints_denied(sentence, link.verb, lexicon) if edits else None
    return [*edits, *joints] if edits and joints is not None else None


def deny_quality(sentence: Sentence, quality: Quality) -> list[Replacement] | None:
    """Deny ``quality``: what its thing does, or what it is said to be."""
    word = quality.words[0]
    if sentence.tokens[word].lemma == "display":
        return None  # "a train is not displayed"
    if quality.position is QualityPosition.VERB:
        helpers = (k for k in sentence.children(word) if sentence.tokens[k].dep.startswith("aux"))
        return _deny_verb(sentence, word, tuple(helpers))
    if quality.position is QualityPosition.PREDICATE:
        hanging = (sentence.tokens[k] for k in sentence.children(word))
        return _not_after([token for token in hanging if token.dep == "cop" and token.text in FINITE_BE])
    return None


def deny_instead(
    sentence: Sentence, denial: Sequence[Replacement], change: Sequence[Replacement]
) -> list[Replacement] | None:
    """The denial of a changed fact: ``not riding`` and ``riding`` -> ``pushing`` make ``not pushing``.

    Args:
        sentence: the sentence of both.
        denial: replacements that deny the fact as it stands.
        change: replacements that say another fact in its place.
    """
    merged, left = [], list(change)
    for start, end, text in denial:
        same = next((one for one in left if one[0] == start), None)
        if same is None:
            if any(one[0] < end and start < one[1] for one in left):
                return None
            merged.append((start, end, text))
            continue
        left.remove(same)
        if end == start:  # "not " before the verb
            merged.append((start, same[1], text + same[2]))
            continue
        verb = next((token for token in sentence.tokens if token.start == start), None)
        if verb is None or not same[2].strip():
            return None
        # "does not ride" and "pushes": the helper takes the ending
        first, *rest = same[2].split()
        helper = text.rpartition(" ")[0]
        merged.append((start, same[1], " ".join([helper, lemma(first, verb.tag), *rest])))
    return sorted(merged + left)


def _not_after(helpers: Sequence[Token]) -> list[Replacement] | None:
    """``is`` -> ``is not``, of the first of ``helpers``."""
    return [(helpers[0].end, helpers[0].end, " not")] if helpers else None


def _finite_be(sentence: Sentence, auxiliaries: Sequence[int]) -> list[Token]:
    return [sentence.tokens[k] for k in auxiliaries if sentence.lower[k] in FINITE_BE]


# -- verbs -----------------------------------------------------------------------------------------------------------


def _deny_verb(sentence: Sentence, verb: int, auxiliaries: Sequence[int]) -> list[Replacement] | None:
    """``riding`` -> ``not riding``; ``is riding`` -> ``is not riding``; ``rides`` -> ``does not ride``."""
    token = sentence.tokens[verb]
    if token.dep == "conj" or any(sentence.tokens[k].dep == "conj" for k in sentence.children(verb)):
        return None  # "is not brushing her teeth and posing": does she pose?
    if verb and token.text[:1].isupper() and not sentence.text.isupper():
        return None  # "Washing Machine Drum Bearing Kit": a name, or a title in which "not" would stand small
    if token.lemma in SHOWN or sentence.word(verb - 1) in SPORT_WORDS or sentence.word(verb - 1) in ALMOST:
        return None
    finite = _finite_be(sentence, auxiliaries)
    if finite or auxiliaries:
        return _not_after(finite)
    if sentence.word(verb + 1) == "by" and token.tag != "VBG" and is_past_participle(token.text, token.lemma):
        # "a horse ridden by a man", whatever a tagger makes of it
        return [(token.start, token.start, "not ")]
    if _is_misread(sentence, verb):
        return None
    if token.tag in ("VBG", "VBN") and token.dep in PARTICIPLE_LABELS:
        return [(token.start, token.start, "not ")]
    return _deny_finite(sentence, verb)


def _is_misread(sentence: Sentence, verb: int) -> bool:
    """Whether word ``verb`` is part of another verb, an adjective or a noun, whatever the parser says."""
    before = sentence.tag(verb - 1)
    if sentence.tokens[verb].tag == "VBG" and before.startswith("VB"):
        return True  # "who just finished eating"
    if before == "IN":
        return True  # "with flashing lights"
    return before == "NN" and verb - 1 not in sentence.thing_at  # "cross country | skiing"


def _deny_finite(sentence: Sentence, verb: int) -> list[Replacement] | None:
    """``rides`` -> ``does not ride``."""
    token = sentence.tokens[verb]
    if token.tag not in ("VBZ", "VBP") or token.dep not in ("root", "acl:relcl") or not is_verb(token.text):
        return None
    if inflect(token.lemma, token.tag) != token.text.lower() or not _agrees(sentence, verb):
        return None  # no such form of the verb, or no verb at all
    return [(token.start, token.end, f"{DO_FORMS[token.tag]} not {inflect(token.lemma, 'VB')}")]


def _agrees(sentence: Sentence, verb: int) -> bool:
    """Whether the finite verb has a subject, in the number that its form asks for."""
    tokens = sentence.tokens
    subject = next((k for k in sentence.children(verb) if tokens[k].dep == "nsubj"), None)
    if subject is not None and tokens[subject].tag in PRONOUN_TAGS:
        subject = tokens[verb].head  # "a man who rides"
    thing = sentence.thing_at.get(subject) if subject is not None else None
    if thing is None or subject is None:
        return False
    grouped = any(quality.type == "collective" for quality in thing.qualities)
    joined = any(tokens[k].dep == "conj" for k in sentence.children(subject))
    unclear = grouped or thing.lemma in SAME_FORM | PLURAL_NOUNS
    return unclear or (thing.plural or joined) == (tokens[verb].tag == "VBP")


def _joints_denied(sentence: Sentence, verb: int, lexicon: Lexicon) -> list[Replacement] | None:
    """``not wearing a hat or a scarf``: what joins the verb's objects, denied as well; None where it is unclear."""
    taken = [link for link in sentence.links if link.verb == verb and link.form is not LinkForm.PLACE]
    first = min(((link.preposition or (-1, -1)) for link in taken), default=None)
    joined = [link for link in taken if (link.preposition or (-1, -1)) == first]
    heads = sorted({link.object.head for link in joined})
    if len(heads) < 2:
        return []
    seen = [lexicon.relations.seen(link.predicate, link.object.name) for link in joined]
    if any(seen) and not all(seen) and joined[0].predicate != "have":
        return None  # "wearing a hat and a couch": the couch is beside whoever wears the hat
    if sentence.tag(heads[-1] + 1) not in ("", ".", "IN", ":"):
        return None  # "a pizza and a woman wearing": another clause
    between = sentence.tokens[heads[0] : heads[-1]]
    joints = [token for token in between if token.dep == "cc"]
    if len(joints) != len(heads) - 1 or any(token.text == "," for token in between):
        return None
    return _or_for_and(joints)


def _or_for_and(joints: Sequence[Token]) -> list[Replacement] | None:
    """``or`` in the place of each ``and``; None where something else joins."""
    if any(token.text.lower() != "and" for token in joints):
        return None
    return [(token.start, token.end, "or") for token in joints]


# -- prepositions ----------------------------------------------------------------------------------------------------


def _deny_preposition(sentence: Sentence, link: Link, lexicon: Lexicon) -> list[Replacement] | None:
    """``with a hat`` -> ``without a hat``; ``is on the bed`` -> ``is not on the bed``."""
    if link.preposition is None:
        return None
    if finite := _finite_be(sentence, link.auxiliaries):
        return None if _says_there(sentence) else _not_after(finite)
    if link.predicate == "with":
        return _deny_with(sentence, link, link.preposition, lexicon)
    if link.shared or link.first not in PREPOSITIONS_OF_PLACES or _says_there(sentence):
        return None
    return _deny_place(sentence, link, link.preposition[0])


def _says_there(sentence: Sentence) -> bool:
    """``there is a cat on the bed``."""
    return any(token.dep == "expl" for token in sentence.tokens)


def _deny_place(sentence: Sentence, link: Link, first: int) -> list[Replacement] | None:
    """``a cat on a bed`` -> ``a cat that is not on a bed``; nothing else may hang on the cat before or behind."""
    subject = link.subject
    if subject.head + 1 != first or sentence.tokens[subject.head].dep not in ("root", "nsubj"):
        return None
    start = sentence.tokens[first].start
    return [(start, start, f"that {'are' if subject.plural else 'is'} not ")]


def _deny_with(
    sentence: Sentence, link: Link, preposition: tuple[int, int], lexicon: Lexicon
) -> list[Replacement] | None:
    """``with a glove and a ball`` -> ``without a glove or a ball``: all that the preposition holds is denied."""
    together = [other for other in sentence.links if other.preposition == preposition]
    targets = [other.object for other in together]
    if any(other.subject is not link.subject for other in together) or len(targets) > MOST_DENIED:
        return None
    if not all(_can_be_missing(sentence, target, lexicon) for target in targets):
        return None
    heads, tokens = {target.head for target in targets}, sentence.tokens
    turned: list[Replacement] = []
    if len(targets) > 1:
        begin, end = tokens[preposition[1] - 1].end, tokens[max(heads)].end
        joints = [
            token
            for token in tokens
            if token.dep == "cc" and begin < token.start < end and heads & {token.head, tokens[token.head].head}
        ]
        alternatives = _or_for_and(joints)
        if not alternatives:
            return None
        turned += alternatives
    turned += [
        (token.start, token.end, "any")
        for target in targets
        for token in tokens[slice(*target.base)]
        if token.text.lower() == "some"
    ]
    return [(*sentence.span(*preposition), "without"), *turned]


def _can_be_missing(sentence: Sentence, thing: Thing, lexicon: Lexicon) -> bool:
    """Whether ``without`` fits before ``thing``: ``without two dogs`` and ``without the people watching`` say something
    else than that there are none.
    """
    determiner = sentence.lower[thing.determiner] if thing.determiner is not None else ""
    bare_singular = thing.determiner is None and not thing.plural and sentence.tokens[thing.head].dep != "conj"
    if bare_singular and not lexicon.objects.is_mass(thing.name):
        return False
    counted = any(quality.type in ("number", "collective") for quality in thing.qualities)
    behind = sentence.lower[thing.base[1] : thing.phrase[1]]
    closed = CLOSED_BEHIND.issuperset(behind) or (behind[0] == "of" and len(behind) <= 3)
    return determiner in ("a", "an", "", "some") and not counted and closed
