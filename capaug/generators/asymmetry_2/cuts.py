"""Where a caption may end early: words before which it is cut, with its main verb and a thing kept."""

from __future__ import annotations

from dataclasses import dataclass

from capaug.captions import QualityPosition, Scene, Thing
from capaug.english.edits import Replacement
from capaug.english.endings import boundaries
from capaug.english.phrases import SUBORDINATORS, Phrases
from capaug.english.words import words
from capaug.generators.rules import Rules

FRAMES_AND_EMPTY_NOUNS = words("frames_and_empty_nouns")
ENDS_OF_NO_TEXT = words("nouns_that_end_no_text")
BREAKS = words("dashes_of_breaks")
LOOSE_MARKS = frozenset({"®", "™", "©", "℠", ","})
LEAST_BEHIND_A_DASH = 2  # words
BEST = 0.65  # share of its words that a caption keeps, if it can be chosen


@dataclass(frozen=True, slots=True)
class Cut:
    """An end of the caption before word ``k``."""

    phrases: Phrases
    k: int

    @property
    def word(self) -> str:
        """The first word that goes."""
        return self.phrases.words[self.k]

    @property
    def before(self) -> list[str]:
        """The words that stay."""
        return self.phrases.words[: self.k]

    @property
    def kept(self) -> list[Thing]:
        """The things whose nouns stay."""
        return [thing for thing in self.phrases.sentence.things if thing.head < self.k]

    @property
    def last(self) -> Thing | None:
        """The thing whose noun is the last word that stays."""
        return self.phrases.thing_at(self.k - 1)

    def has_verb(self, first: int) -> bool:
        """Whether a verb stays behind word ``first``, itself included."""
        return any(self.phrases.sentence.tag(j).startswith("VB") for j in range(first, self.k))


RULES = Rules[Cut]("asymmetry_2.truncate")


def cuts(scene: Scene) -> list[int]:
    """Words before which the caption may end, those that keep about two thirds of it first.

    Found once a scene: ``scene.once(cuts)``.
    """
    phrases = scene.sentence.once(Phrases, scene.lexicon)
    found = scene.sentence.once(boundaries, scene.lexicon)
    kept = [k for k in found if not RULES.refuse(scene, Cut(phrases, k))]
    return sorted(kept, key=lambda k: abs(k / phrases.end - BEST))


def tail(phrases: Phrases, k: int) -> Replacement:
    """What leaves out everything from word ``k`` on but the final punctuation; marks of what goes go along."""
    tokens, end = phrases.sentence.tokens, phrases.end
    while end < len(tokens) and (
        tokens[end].text in LOOSE_MARKS or (tokens[end].text == ")" and _opens_in(phrases, k, end))
    ):
        end += 1
    return tokens[k - 1].end, tokens[end - 1].end, ""


def _opens_in(phrases: Phrases, k: int, end: int) -> bool:
    """Whether a bracket stands open between the words ``k`` and ``end``."""
    words = phrases.words[k:end]
    return words.count("(") > words.count(")")


@RULES.rule("Walking by | in a park")
def nothing_named(cut: Cut) -> bool:
    return not cut.kept


@RULES.rule("A man holding no plate | on a table")
def under_a_denial(cut: Cut) -> bool:
    return cut.phrases.guard < cut.k


@RULES.rule("A man | on a horse is waving")
def main_verb_gone(cut: Cut) -> bool:
    return cut.phrases.finite is not None and cut.phrases.finite >= cut.k


@RULES.rule("A close view | from a street")
def only_a_frame(cut: Cut) -> bool:
    return all(thing.lemma in FRAMES_AND_EMPTY_NOUNS for thing in cut.kept)


@RULES.rule("Trains from the city | to the coast")
def from_without_to(cut: Cut) -> bool:
    return cut.word == "to" and "from" in cut.before


@RULES.rule("City traffic is stopped while a woman | with a stroller crosses the street")
def clause_without_verb(cut: Cut) -> bool:
    opener = next((j for j in range(cut.k - 1, -1, -1) if cut.phrases.words[j] in SUBORDINATORS), None)
    return opener is not None and not cut.has_verb(opener)


@RULES.rule("A child who holds a spoon | dropped a fork")
def verb_of_a_clause(cut: Cut) -> bool:
    return cut.phrases.sentence.tag(cut.k) == "VBD" and not SUBORDINATORS.isdisjoint(cut.before)


@RULES.rule("A plate of food with carrots, potatoes | and meat")
def list_without_its_last(cut: Cut) -> bool:
    return cut.last is not None and cut.word in ("and", ",") and cut.phrases.sentence.word(cut.last.base[0] - 1) == ","


@RULES.rule("A stairway with gate | railing")
def compound_cut_in_two(cut: Cut) -> bool:
    thing = cut.last
    if thing is None or thing.plural or thing.base[0] == 0 or thing.base[1] - thing.base[0] != 1:
        return False
    sentence = cut.phrases.sentence
    return sentence.tag(cut.k) == "VBG" and not cut.phrases.lexicon.objects.is_mass(sentence.word(cut.k - 1))


@RULES.rule("A cat lying between a dog on a rug | and a couch")
def first_of_two(cut: Cut) -> bool:
    return cut.word == "and" and ("between" in cut.before or "both" in cut.before)


@RULES.rule("A boy swings a bat, another child | in a field")
def stub_behind_a_comma(cut: Cut) -> bool:
    comma = max((j for j, word in enumerate(cut.before) if word == ","), default=None)
    return comma is not None and comma != cut.k - 1 and cut.word != "," and not cut.has_verb(comma + 1)


@RULES.rule("A mug of tea - spoon | included")
def stub_behind_a_dash(cut: Cut) -> bool:
    if BREAKS.isdisjoint(cut.before):
        return False
    dash = max((j for j, word in enumerate(cut.before) if word in BREAKS))
    text, token = cut.phrases.sentence.text, cut.phrases.sentence.tokens[dash]
    joins = text[token.start - 1 : token.start].isspace() and text[token.end : token.end + 1].isspace()
    return joins and cut.k - 1 - dash < LEAST_BEHIND_A_DASH


@RULES.rule("A man standing in an area | with trees")
def nothing_said_of_a_place(cut: Cut) -> bool:
    """The place is named for what is said of it."""
    thing = cut.last
    if thing is None or thing.lemma not in ENDS_OF_NO_TEXT or cut.word in (",", "and"):
        return False
    return thing.name == thing.lemma and not any(q.position is QualityPosition.BEFORE for q in thing.qualities)
