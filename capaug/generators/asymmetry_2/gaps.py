"""Phrases in the middle of a caption that may be left out: what follows them still speaks of what stands before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from capaug.captions import Scene, Thing
from capaug.captions.sentence import Range
from capaug.english.endings import POSTURES_THAT_END_A_TEXT, boundaries
from capaug.english.noun_phrases import AGENTS, SCENES
from capaug.english.phrases import RELATIVES, Phrases
from capaug.english.pronouns import PRONOUNS_AND_WHAT_POINTS_BACK, antecedent_lost
from capaug.english.words import words
from capaug.generators.rules import Rules

OF_EITHER = words("verbs_of_either_noun")
LOOKING = words("words_of_looking_and_aiming")
MUTUAL = words("words_of_two_parties")
SINGULAR = frozenset({"is", "was", "has"})
PLURAL = frozenset({"are", "were", "have"})


@dataclass(frozen=True, slots=True)
class Gap:
    """The words ``first`` to ``end`` left out, behind the noun of ``left``, with the things ``gone`` in them."""

    phrases: Phrases
    first: int
    end: int
    left: Thing
    gone: tuple[Thing, ...]

    @property
    def opening(self) -> str:
        """The first word that goes."""
        return self.phrases.words[self.first]

    @property
    def word(self) -> str:
        """The word behind the gap."""
        return self.phrases.words[self.end]

    @property
    def at_verb(self) -> bool:
        """The main verb follows: ``A man [on a horse] is waving``."""
        return self.end == self.phrases.finite

    @property
    def at_participle(self) -> bool:
        """A participle follows: ``A man [in a red shirt] riding a horse``."""
        return not self.at_verb and self.phrases.sentence.tag(self.end) == "VBG"

    @property
    def at_place(self) -> bool:
        """A place follows: ``A man [riding a horse] on the beach``."""
        return not self.at_verb and not self.at_participle and self.word in ("in", "on", "at")

    @property
    def target(self) -> Thing | None:
        """The first thing that is named behind the word behind the gap."""
        behind = (thing for thing in self.phrases.sentence.things if thing.head > self.end)
        return min(behind, key=lambda thing: thing.head, default=None)

    def category(self, thing: Thing) -> str | None:
        """The category of ``thing`` in the lexicon."""
        return self.phrases.lexicon.objects.category(thing.name)


RULES = Rules[Gap]("asymmetry_2.subgraph")


def gaps(scene: Scene) -> list[Range]:
    """Ranges of words in the middle that may be left out."""
    phrases = scene.sentence.once(Phrases, scene.lexicon)
    found = [(gap.first, gap.end) for gap in _between(scene, phrases) if not RULES.refuse(scene, gap)]
    found += _conjuncts(phrases)
    return [gap for gap in found if not antecedent_lost(phrases, [gap])]


def _between(scene: Scene, phrases: Phrases) -> Iterator[Gap]:
    """Gaps from one boundary to another or to the main verb, behind a noun, with a thing in them."""
    starts = [*scene.sentence.once(boundaries, scene.lexicon)]
    verb = phrases.finite
    if verb is not None and verb > 2 and phrases.is_object(verb - 1):
        starts.append(verb)
    for first, end in combinations(starts, 2):
        left = phrases.thing_at(first - 1)
        if left is None or not first < end < phrases.sentence_end or phrases.words[first] in (",", "and", "while"):
            continue
        gone = tuple(thing for thing in scene.sentence.things if first <= thing.head < end)
        if gone and (end != verb or phrases.thing_at(end - 1) is not None):
            yield Gap(phrases, first, end, left, gone)


def _conjuncts(phrases: Phrases) -> list[Range]:
    """``and a dog`` and ``a cat and`` in ``A cat and a dog sitting on a bed``."""
    things = sorted(phrases.sentence.things, key=lambda thing: thing.head)
    if len(things) < 2 or things[0].base[0] != 0 or phrases.finite is not None:
        return []
    one, other = things[:2]
    after = other.base[1]
    if other.base[0] != one.base[1] + 1 or phrases.sentence.word(one.base[1]) != "and" or after >= phrases.end:
        return []
    if one.determiner is None or other.determiner is None or not _BOUND.isdisjoint(phrases.sentence.lower_set):
        return []
    following = phrases.sentence.tokens[after]
    return (
        [(one.base[1], after), (0, other.base[0])]
        if following.tag == "VBG" and following.lemma in POSTURES_THAT_END_A_TEXT
        else []
    )


_BOUND = PRONOUNS_AND_WHAT_POINTS_BACK | MUTUAL


@RULES.rule("A man [in a shirt is riding a horse] on the beach")
def main_verb_gone(gap: Gap) -> bool:
    return gap.phrases.finite is not None and gap.first <= gap.phrases.finite < gap.end


@RULES.rule("A man [with a hat, a coat] riding a horse")
def over_a_comma(gap: Gap) -> bool:
    return "," in gap.phrases.words[gap.first : gap.end]


@RULES.rule("A man [in a shirt] riding a horse is waving")
def before_the_main_verb(gap: Gap) -> bool:
    return gap.phrases.finite is not None and gap.end < gap.phrases.finite


@RULES.rule("A man [near a boat] with a sail")
def may_be_of_what_is_gone(gap: Gap) -> bool:
    return not (gap.at_verb or gap.at_participle or gap.at_place)


@RULES.rule("Near a man [on a horse] is a dog")
def subject_of_another_verb(gap: Gap) -> bool:
    return gap.at_verb and (gap.left.base[0] != 0 or gap.opening in RELATIVES)


@RULES.rule("A box [with apples] are on a table")
def of_another_number(gap: Gap) -> bool:
    if not gap.at_verb:
        return False
    tag = gap.phrases.sentence.tag(gap.end)
    if gap.word in SINGULAR or tag == "VBZ":
        return gap.left.plural
    return not (gap.left.plural and (gap.word in PLURAL or tag == "VBP"))


@RULES.rule("A bus [next to a building] standing in the rain")
def lifeless_actor(gap: Gap) -> bool:
    return gap.at_participle and not gap.phrases.lexicon.objects.is_animate(gap.left.name)


@RULES.rule("A woman [holding a dog] wearing a red sweater")
def act_of_what_is_gone(gap: Gap) -> bool:
    return gap.at_participle and any(gap.category(thing) in (*AGENTS, None) for thing in gap.gone)


@RULES.rule("A man [holding a sign] reading a protest")
def act_of_either(gap: Gap) -> bool:
    return gap.at_participle and gap.phrases.sentence.tokens[gap.end].lemma in OF_EITHER


@RULES.rule("A man [near a boat] on the water")
def no_scene(gap: Gap) -> bool:
    return gap.at_place and (gap.target is None or gap.category(gap.target) not in SCENES)


@RULES.rule("A child [with an umbrella] on the ground")
def place_of_what_one_has(gap: Gap) -> bool:
    return gap.at_place and gap.word == "on" and gap.opening == "with"


@RULES.rule("A man [riding a horse] on top of a hill")
def place_further_on(gap: Gap) -> bool:
    return gap.at_place and gap.target is not None and gap.target.base[0] != gap.end + 1


@RULES.rule("A sign [with arrows] in a field")
def nobody_in_a_place(gap: Gap) -> bool:
    return gap.at_place and gap.category(gap.left) not in AGENTS


@RULES.rule("A dog [watching a kite] in a field")
def place_of_what_is_seen(gap: Gap) -> bool:
    if not gap.at_place:
        return False
    tokens = gap.phrases.sentence.tokens[gap.first : gap.end]
    return any(token.lemma.lower() in LOOKING or token.text.lower() in LOOKING for token in tokens)


@RULES.rule("A man [with a woman] in a field")
def place_of_what_is_gone(gap: Gap) -> bool:
    return gap.at_place and any(gap.category(thing) in ("person", "building", "vehicle", *SCENES) for thing in gap.gone)
