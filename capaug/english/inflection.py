"""Word forms: lemmas, plurals and singulars of nouns, forms of verbs.

The dictionary is lemminflect's; what it gets wrong for captions is put right in the tables here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from capaug.english import dictionary
from capaug.english.tags import COMPARED_TAGS, NOUN_TAGS, PLURAL_TAGS, VERB_TAGS
from capaug.english.words import words

PAIR_NOUNS = words("pair_nouns")
PLURAL_NOUNS = PAIR_NOUNS | words("plural_nouns")
"""Nouns that have no other number than the plural."""
SAME_FORM = words("nouns_of_one_form")
_IRREGULAR_PLURALS = {
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
    "foot": "feet",
    "tooth": "teeth",
    "goose": "geese",
    "mouse": "mice",
    "louse": "lice",
    "ox": "oxen",
    "die": "dice",
    "passerby": "passersby",
    "passer-by": "passers-by",
    "knife": "knives",
    "wife": "wives",
    "life": "lives",
    "wolf": "wolves",
    "elf": "elves",
    "shelf": "shelves",
    "bookshelf": "bookshelves",
    "self": "selves",
    "half": "halves",
    "calf": "calves",
    "loaf": "loaves",
    "meatloaf": "meatloaves",
    "leaf": "leaves",
    "thief": "thieves",
    "scarf": "scarves",
    "hoof": "hooves",
    "wharf": "wharves",
    "cactus": "cacti",
    "octopus": "octopuses",
    "bus": "buses",
    "minibus": "minibuses",
    "gas": "gases",
    "quiz": "quizzes",
    "lens": "lenses",
    "canvas": "canvases",
    "iris": "irises",
    "walrus": "walruses",
    "basis": "bases",
    "axis": "axes",
    "crisis": "crises",
    "medium": "mediums",
    "stomach": "stomachs",
    "potato": "potatoes",
    "tomato": "tomatoes",
    "mosquito": "mosquitoes",
    "hero": "heroes",
    "superhero": "superheroes",
    "echo": "echoes",
    "torpedo": "torpedoes",
    "volcano": "volcanoes",
    "mango": "mangoes",
    "cargo": "cargo",
    "chili": "chilies",
    "ski": "skis",
    "taxi": "taxis",
    "still life": "still lifes",
}
# Plurals whose singular the dictionary misses or gets wrong.
_IRREGULAR_SINGULARS = {plural: singular for singular, plural in _IRREGULAR_PLURALS.items()} | {
    "people": "people",  # names keep the plural (a scene graph's "people")
    "cargo": "cargo",
    "bases": "base",
    "axes": "axe",
    "does": "doe",
    "persons": "person",
    "scarfs": "scarf",
    "hoofs": "hoof",
    "cactuses": "cactus",
    "octopi": "octopus",
    "tomatos": "tomato",
    "potatos": "potato",
    "mangos": "mango",
    "busses": "bus",
    "cookies": "cookie",
    "brownies": "brownie",
    "smoothies": "smoothie",
    "hoodies": "hoodie",
    "selfies": "selfie",
    "veggies": "veggie",
    "zombies": "zombie",
    "birdies": "birdie",
    "pixies": "pixie",
    "beanies": "beanie",
    "onesies": "onesie",
    "collies": "collie",
    "prairies": "prairie",
    "movies": "movie",
    "ties": "tie",
    "pies": "pie",
    "calories": "calorie",
    "genies": "genie",
    "rookies": "rookie",
    "bowties": "bowtie",
    "baggies": "baggie",
    "doggies": "doggie",
    "kiddies": "kiddie",
    "ollies": "ollie",
    "wheelies": "wheelie",
    "sharpies": "sharpie",
    "barbies": "barbie",
    "corgis": "corgi",
    "paninis": "panini",
    "cavemen": "caveman",
    "dice": "die",
    "media": "media",
    "data": "data",
    "skies": "sky",
    "waves": "wave",
    "olives": "olive",
    "gloves": "glove",
    "sleeves": "sleeve",
    "doves": "dove",
    "caves": "cave",
    "stoves": "stove",
    "shaves": "shave",
    "eaves": "eave",
}
_VERB_FORMS = {
    ("be", "VB"): "be",
    ("be", "VBP"): "are",
    ("be", "VBZ"): "is",
    ("be", "VBD"): "was",
    ("be", "VBG"): "being",
    ("be", "VBN"): "been",
    ("have", "VBP"): "have",
    ("ski", "VBD"): "skied",
    ("ski", "VBN"): "skied",
    ("lie", "VBD"): "lay",
    ("lie", "VBN"): "lain",
    ("light", "VBN"): "lit",
    ("tie", "VBG"): "tying",
    ("stave", "VBD"): "staved",
    ("hang", "VBN"): "hung",
    ("lean", "VBN"): "leaned",
    ("bear", "VBN"): "borne",
    ("prove", "VBN"): "proven",
    ("towel", "VBG"): "toweling",
    ("wed", "VBN"): "wed",
}
_VERB_LEMMAS = {
    "'s": "be",
    "’s": "be",
    "'re": "be",
    "’re": "be",
    "'m": "be",
    "’m": "be",
    "'ve": "have",
    "am": "be",
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "been": "be",
    "being": "be",
    "has": "have",
    "had": "have",
    "having": "have",
    "does": "do",
    "did": "do",
    "done": "do",
    "left": "leave",
    "leaves": "leave",
    "found": "find",
    "saw": "see",
    "siting": "sit",  # always a slip for "sitting" in captions
    "fell": "fall",
    "felt": "feel",
    "rose": "rise",
    "wound": "wind",
    "ground": "grind",
    "bound": "bind",
    "shot": "shoot",
    "lit": "light",
    "lying": "lie",
    "lies": "lie",
    "lied": "lie",
    "layed": "lay",
    "laying": "lay",
    "laid": "lay",
    "lain": "lie",
    "born": "bear",
    "skies": "ski",
    "skied": "ski",
    "skying": "ski",
    "bent": "bend",
    "bit": "bite",
    "rode": "ride",
    "dove": "dive",
    "wove": "weave",
    "worn": "wear",
    "tore": "tear",
    "fed": "feed",
    "fled": "flee",
    "led": "lead",
    "stuck": "stick",
    "struck": "strike",
    "swung": "swing",
    "hung": "hang",
    "clothed": "clothe",
    "dying": "die",
    "tying": "tie",
    "vying": "vie",
    "goes": "go",
    "went": "go",
    "gone": "go",
}
_NOT_OF_MAN = tuple(words("endings_in_man_with_s"))
_GLASS_OF = words("drinks_of_a_glass")
_OWN_PRESENT = words("verbs_with_forms_of_their_own")
_VOWELS = "aeiou"


@lru_cache(maxsize=65536)
def lemma(word: str, tag: str) -> str:
    """Lower-case lemma of ``word`` under its Penn Treebank ``tag``.

    Nouns become singular (``men`` -> ``man``; ``people`` and ``pants`` stay), verbs their base form, comparatives and
    superlatives their adjective (``older`` -> ``old``); all else is only lower-cased.
    """
    word = word.lower()
    if tag in PLURAL_TAGS:
        return singular(word)
    if tag in NOUN_TAGS:
        # A plural that the tagger took for a singular; a word the dictionary does not know is left alone.
        known = dictionary.lemmas(word, "noun")
        return singular(word) if known and word not in known else word
    if tag.startswith("VB"):
        return _verb_lemma(word, tag)
    if tag in COMPARED_TAGS:
        known = dictionary.lemmas(word, "adj")
        return known[0] if known else word
    return word


@lru_cache(maxsize=65536)
def plural(noun: str) -> str:
    """Plural of a singular noun; of several words the last is inflected (``tennis racket`` -> ``tennis rackets``).

    A noun without a singular comes back as it is. Mass nouns get a plural like any other: whether one may be counted
    is for the caller to know.
    """
    head, word = _last_word(noun)
    if noun.lower() in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[noun.lower()]
    lower = word.lower()
    if _has_one_form(lower):
        return noun
    if lower in _IRREGULAR_PLURALS:
        return head + _in_case_of(word, _IRREGULAR_PLURALS[lower])
    if re.search(r"[^aeiou](?:wo)?man$", lower) and not lower.endswith(_NOT_OF_MAN):
        return head + word[:-3] + "men"
    regular = _regular_plural(word)
    forms = dictionary.inflections(lower, "NNS")
    if forms == (lower,) and lower.endswith("s"):  # "tennis", "news", "fumes"
        return noun
    known = [form for form in forms if form != lower and " " not in form]
    return head + (regular if not known or regular.lower() in known else _in_case_of(word, known[0]))


@lru_cache(maxsize=65536)
def singular(noun: str) -> str:
    """Singular of a noun; of several words the last is changed (``wine glasses`` -> ``wine glass``).

    ``people``, ``pants``, ``glasses`` (to see with) and other nouns without a singular come back as they are.
    """
    head, word = _last_word(noun)
    lower = word.lower()
    if lower == "glasses" and head and head.split()[-1].lower() in _GLASS_OF:
        return head + "glass"
    if _has_one_form(lower):
        return noun
    if lower in _IRREGULAR_SINGULARS:
        return head + _in_case_of(word, _IRREGULAR_SINGULARS[lower])
    known = dictionary.lemmas(lower, "noun")
    if not known:
        return head + _in_case_of(word, _regular_singular(lower))
    turning = [candidate for candidate in known if candidate != lower and plural(candidate) == lower]
    return head + _in_case_of(word, turning[0] if turning else lower if lower in known else known[0])


@lru_cache(maxsize=16384)
def inflect(verb: str, tag: str) -> str:
    """Form of a verb lemma for ``VB``, ``VBZ``, ``VBP``, ``VBD``, ``VBG`` or ``VBN``.

    What follows the first word is kept: ``inflect("stand up", "VBG")`` -> ``standing up``.

    Raises:
        ValueError: ``tag`` is not a verb tag.
    """
    if tag not in VERB_TAGS:
        raise ValueError(f"{tag!r} is not a verb tag")
    word, space, rest = verb.partition(" ")
    if (word, tag) in _VERB_FORMS:
        return _VERB_FORMS[word, tag] + space + rest
    if tag in ("VB", "VBP"):
        return verb
    forms = dictionary.inflections(word.lower(), tag)
    return (_in_case_of(word, forms[0]) if forms else _regular_verb(word, tag)) + space + rest


def in_progress(state: str) -> str:
    """What is said before a noun of what it does: a verb's participle, and a participle as it is (``sit`` ->
    ``sitting``; ``walking``, ``parked``)."""
    word, space, rest = state.partition(" ")
    bases = dictionary.lemmas(word, "verb")
    return inflect(state, "VBG") if not bases or word in bases else word + space + rest


@lru_cache(maxsize=65536)
def is_verb(word: str) -> bool:
    """Whether the dictionary has ``word`` as a form of a verb (``rides``; not ``asleep``, whatever a tagger says)."""
    return bool(dictionary.lemmas(word.lower(), "verb"))


def is_past_participle(word: str, lemma: str) -> bool:
    """Whether ``word`` is the past participle of the verb ``lemma`` and not its base (``ridden``; not ``put``)."""
    return word.lower() == inflect(lemma, "VBN") != lemma


def _has_one_form(word: str) -> bool:
    return word in PLURAL_NOUNS or word in SAME_FORM or word.endswith("fish")


def _verb_lemma(word: str, tag: str) -> str:
    if word == "lay":
        return "lie" if tag in ("VBD", "VBN") else "lay"
    if tag in ("VB", "VBP") and word not in _OWN_PRESENT:
        known = dictionary.lemmas(word, "verb")
        if not known or word in known:
            return word
    if word in _VERB_LEMMAS:
        return _VERB_LEMMAS[word]
    known = dictionary.lemmas(word, "verb")
    for candidate in known:
        if inflect(candidate, tag) == word:
            return candidate
    if known:
        return known[0]
    return _regular_base(word, tag)


def _last_word(noun: str) -> tuple[str, str]:
    """The noun's last word, and all before it with its space."""
    head, space, word = noun.rpartition(" ")
    return head + space, word


def _in_case_of(word: str, form: str) -> str:
    """``form`` with the capitals of ``word`` as far as they spell the same (``SUVs``, ``suv`` -> ``SUV``)."""
    same = 0
    while same < min(len(word), len(form)) and word[same].lower() == form[same]:
        same += 1
    return word[:same] + form[same:]


def _regular_plural(word: str) -> str:
    lower = word.lower()
    if lower.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if lower.endswith("y") and lower[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _regular_singular(word: str) -> str:
    """For words outside the dictionary: ``frisbees`` -> ``frisbee``, ``selfies`` -> ``selfie``."""
    if not word.endswith("s") or word.endswith(("ss", "us")) or len(word) < 3:
        return word
    if word.endswith("buses"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "zzes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def _doubles_consonant(word: str) -> bool:
    """One short vowel before one last consonant, in a word of one syllable (``bat`` -> ``batting``)."""
    return bool(re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", word))


def _regular_verb(word: str, tag: str) -> str:
    if tag == "VBZ":
        return _regular_plural(word)
    stem = word + word[-1] if _doubles_consonant(word) else word
    if tag == "VBG":
        if word.endswith("ie"):
            return word[:-2] + "ying"
        return word[:-1] + "ing" if word.endswith("e") and not word.endswith(("ee", "oe", "ye")) else stem + "ing"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ied"
    return word + "d" if word.endswith("e") else stem + "ed"


def _regular_base(word: str, tag: str) -> str:
    """Base form of a verb outside the dictionary (``photobombing`` -> ``photobomb``)."""
    if tag == "VBZ":
        return _regular_singular(word)
    ending = {"VBG": "ing", "VBD": "ed", "VBN": "ed"}.get(tag)
    if ending is None or not word.endswith(ending) or len(word) < len(ending) + 3:
        return word
    stem = word[: -len(ending)]
    if stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    if re.search(r"(?:[aeiou][cgsvz]|[aeiou]d|[^aeiou]l|at|it|id)$", stem) and not re.search(r"[aeiou]{2}.$", stem):
        return stem + "e"
    return stem[:-1] + "y" if ending == "ed" and stem.endswith("i") else stem
