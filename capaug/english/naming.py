"""Other names for a thing: common synonyms, and a short noun phrase that says no more than the caption does."""

from __future__ import annotations

from capaug.captions.sentence import Thing
from capaug.english.agreement import noun_form
from capaug.english.articles import indefinite_article
from capaug.english.noun_phrases import COLORED
from capaug.english.phrases import Phrases
from capaug.english.words import words
from capaug.lexicon import Lexicon

ODD_SYNONYMS = words("synonyms_that_are_odd")
UNNAMEABLE = frozenset({"abstract", "part", "text"})  # categories

FREQUENT, FREQUENT_ABOVE = 40, 30  # captions in which a synonym and a hypernym must stand


def common_synonyms(lexicon: Lexicon, name: str) -> list[str]:
    """The synonyms of ``name`` that captions use, best first."""
    return [
        other
        for other in lexicon.objects.synonyms(name)
        if lexicon.counts.noun(other) >= FREQUENT and other not in ODD_SYNONYMS
    ]


def _is_coat_of_an_animal(phrases: Phrases, thing: Thing) -> bool:
    """Whether a coat is fur: an animal is named beside it, and nobody who could wear it."""
    if thing.lemma != "coat":
        return False
    categories = {phrases.lexicon.objects.category(other.name) for other in phrases.sentence.things}
    return "animal" in categories and "person" not in categories


def short_noun_phrase(phrases: Phrases, thing: Thing, *, general: bool, indefinite: bool = False) -> str | None:
    """``thing`` as determiner and noun (``a person``, ``children``, ``the horse``); None where that is unclear.

    Args:
        phrases: the phrases of the sentence.
        thing: a thing of it.
        general: by a more general name or a synonym, where there is a common one.
        indefinite: never with ``the``, and no mass noun.
    """
    objects = phrases.lexicon.objects
    if not phrases.is_object(thing.head) or not objects.is_entry(thing.name) or not phrases.plain_front(thing):
        return None
    if _is_coat_of_an_animal(phrases, thing):
        return None
    if phrases.lexicon.attributes.type(thing.name) in COLORED or objects.category(thing.name) in UNNAMEABLE:
        return None
    name = _general_name(phrases.lexicon, thing.name) if general else thing.name
    if thing.plural or name == "people":
        return noun_form(name, True)
    if objects.is_mass(name):
        return None if indefinite else name
    determiner = phrases.sentence.word(thing.base[0])
    if determiner == "the" and not indefinite:
        return f"the {name}"
    return f"{indefinite_article(name)} {name}" if determiner in ("a", "an") else None


def _general_name(lexicon: Lexicon, name: str) -> str:
    """A common hypernym or synonym of ``name`` that is counted like it, or ``name`` itself."""
    objects = lexicon.objects
    above = next((h for h in objects.hypernyms(name) if lexicon.counts.noun(h) >= FREQUENT_ABOVE), None)
    general = above or next(iter(common_synonyms(lexicon, name)), name)
    return name if objects.is_mass(general) != objects.is_mass(name) or objects.is_plural_only(general) else general
