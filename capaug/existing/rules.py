"""What can be asked of a negative that another maker wrote: rules that refuse it, each with its example.

A text from elsewhere has no edits of ours and no kind. What its words change is read off the difference of words
(:mod:`capaug.existing.change`) and off both scene graphs. The lexicon is asked about the words that it knows; about
others no rule says anything, and the negative stays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from capaug.captions import Link, ParsedCaption, Quality, QualityPosition, Scene, Sentence, Thing
from capaug.english.agreement import subject_verb
from capaug.english.facts import Facts, affirmed
from capaug.english.inflection import SAME_FORM, singular
from capaug.english.mentioned_again import is_said_again
from capaug.english.words import words
from capaug.existing.change import Block, Part, blocks, is_reordered
from capaug.generators.rules import Rules
from capaug.lexicon import Lexicon
from capaug.lexicon.relations import RelationLexicon
from capaug.records import Edit, Variant

ELSEWHERE = "elsewhere.other"
"""The kind of a negative of which no kind of capaug's tells what it changes."""

DENIALS = words("denials_and_doubts")
OF_ONE = words("determiners_of_one")
OF_SEVERAL = words("determiners_of_several")
VERBS_OF_ONE = frozenset({"is", "was", "has", "does"})
VERBS_OF_SEVERAL = frozenset({"are", "were", "have", "do"})
SAY_LITTLE = frozenset({"a", "an", "the", "and", "of", "is", "are"})
GUARDS = DENIALS | words("words_of_extent")
OF_AMOUNTS = frozenset({"number", "collective"})
# 99.5% of the negatives that the default recipe makes of COCO val2017 stay below 10.4, of those that have the words of
# their captions below 6.9. Words of its own make a good text less likely too: there it has to be twice as far off.
FAR_OUT, FAR_OUT_OF_THE_SAME_WORDS = 20.0, 7.0

Fact = tuple[str, ...]


@dataclass(eq=False)
class Case:
    """A caption and a negative of it, with what both say.

    ``text`` is parsed by itself; ``edits`` turn the caption into it; ``surprise`` is by how much its log-probability by
    the language model is below that of the caption.
    """

    caption: ParsedCaption
    siblings: Sequence[ParsedCaption]
    text: ParsedCaption
    edits: tuple[Edit, ...]
    lexicon: Lexicon
    surprise: float = 0.0

    @cached_property
    def blocks(self) -> list[Block]:
        """What its edits are about, but for articles."""
        return blocks(self.caption, self.text, self.edits)

    @cached_property
    def reordered(self) -> bool:
        """Whether it has the words of its caption in another order."""
        return is_reordered(self.caption.text, self.text.text)

    @cached_property
    def scenes(self) -> dict[Sentence, Scene]:
        """The sentences that are changed, with all that speaks of the picture."""
        changed = dict.fromkeys(block.sentence for block in self.blocks)
        return {one: Scene(self.caption, one, self.siblings, self.lexicon) for one in changed}

    @cached_property
    def answers(self) -> list[str]:
        """What the lexicon says of each block: ``false`` (it excludes what it stands for), ``true`` (it may be the
        same, or so as well), ``said`` (a caption of the picture says it), or nothing.
        """
        return [_answer(block, self) for block in self.blocks]

    @property
    def is_weighed(self) -> bool:
        """Whether rules have more to go by than words: the lexicon knows what changed, or graphs tell what moved."""
        return _is_told(self) if self.reordered else any(self.answers)

    @property
    def kind(self) -> str:
        """The kind of capaug's that makes such changes, or :data:`ELSEWHERE`."""
        if self.reordered:
            return _kind_of_swap(self.blocks)
        if len(self.blocks) != 1:
            return ELSEWHERE
        block = self.blocks[0]
        if not block.old.words:
            return "asymmetry_1.negate" if _denies(block) else "asymmetry_1.insert"
        if not block.new.words:
            return ELSEWHERE
        if block.old.things and block.new.things:
            return "asymmetry_1.object"
        if block.old.things or block.new.things:
            return ELSEWHERE
        if block.old.links and block.new.links:
            return "relation_swap.predicate"
        return "attribute_replace.contrast" if block.old.qualities and block.new.qualities else ELSEWHERE


RULES = Rules[Case](ELSEWHERE)


@RULES.rule("a fork next to a spoon | a spoon next to a fork")
def says_the_same(case: Case) -> bool:
    """Both graphs hold the same facts, and they tell of every word that differs."""
    if not case.blocks:
        return True  # articles alone
    if not _is_told(case):
        return False
    before, after = (_facts(one, case.lexicon) for one in (case.caption, case.text))
    return before == after and _is_clear(before)


@RULES.rule("a brown dog on a couch | a dog on a couch")
def says_less(case: Case) -> bool:
    """Words are left out alone, and none that denied or limited what is left."""
    attributes = case.lexicon.attributes
    return bool(case.blocks) and all(
        not block.new.words
        and GUARDS.isdisjoint(block.old.plain)
        and not any(attributes.is_privative(word) for word in block.old.plain)
        for block in case.blocks
    )


@RULES.rule("a car in the snow | a red car in the snow")
def says_more(case: Case) -> bool:
    """Something is added alone, which the caption leaves open and which does not jar with the scene."""
    if not case.blocks or any(block.old.words or _denies(block) for block in case.blocks):
        return False
    if not all(block.new.things or block.new.qualities for block in case.blocks):
        return False  # "faces the viewer", "faces away from the viewer"
    objects = case.lexicon.objects
    place = objects.scene_of(thing.name for one in case.caption.sentences for thing in one.things)
    foreign = frozenset(objects.foreign_objects(place) if place else ())
    added = [thing for block in case.blocks for thing in block.new.things]
    ends = {(link.subject.name, link.object.name) for one in case.caption.sentences for link in one.links}
    if any((link.subject.name, link.object.name) in ends for block in case.blocks for link in block.new.links):
        return False  # what is said of the same two is another thing
    return not any(objects.covers(thing.name) & foreign for thing in added)


@RULES.rule("a brown dog in a grassy field | a dog in a brown grassy field")
def moves_what_is_said(case: Case) -> bool:
    """All that it says anew are qualities of things that keep those they had, and none is excluded by what a caption
    says of the thing: the caption leaves it open.
    """
    if not _is_told(case):
        return False
    before, after = (_facts(one, case.lexicon) for one in (case.caption, case.text))
    fresh = after - before
    if not fresh or any(fact[0] != "quality" for fact in fresh) or not _is_clear(before):
        return False
    had, has = _by_thing(before), _by_thing(after)
    attributes = case.lexicon.attributes
    excludes = attributes.excludes
    told = [quality for one in (case.caption, *case.siblings) for s in one.sentences for quality in s.qualities]
    return all(
        had[noun] <= has[noun]
        and attributes.type(value) not in OF_AMOUNTS  # who says "a man" does not mean two
        and not any(q.thing.name == noun and excludes(q.name, value) for q in told)
        for _, noun, value in fresh
    )


@RULES.rule("a man on a beach | a man on a beach without a dog")
def denies_what_nobody_said(case: Case) -> bool:
    """A thing is said to be absent that no caption of the picture names: so it is."""
    if len(case.blocks) != 1 or case.blocks[0].old.words or not _denies(case.blocks[0]):
        return False
    before, after = ({name for one in c.sentences for name in one.absent} for c in (case.caption, case.text))
    facts = case.scenes[case.blocks[0].sentence].once(Facts)
    fresh = after - before
    return bool(fresh) and not any(map(facts.mentions, fresh))


@RULES.rule("a street with no people | a street with no cars")
def changes_a_denial(case: Case) -> bool:
    """What behind ``no`` or ``might`` gives way to something else may be true."""
    before, after = (
        sum(word in DENIALS for one in c.sentences for word in one.lower) for c in (case.caption, case.text)
    )
    if after < before:
        return False  # the denial itself is gone: what was absent is said to be there
    variant = Variant(case.text.text, ELSEWHERE, case.edits)
    return any(not list(affirmed(scene, ELSEWHERE, [variant])) for scene in case.scenes.values())


@RULES.rule("a boy on a bench | a child on a bench")
def may_be_true(case: Case) -> bool:
    """By the lexicon the new words may be said of the very same thing, or of the picture as well."""
    answers = case.answers
    return not case.reordered and "true" in answers and all(answer in ("true", "said") for answer in answers)


@RULES.rule("a dog on a couch, of which a sibling says: a dog and a cat on a couch | a cat on a couch")
def said_already(case: Case) -> bool:
    """What it says anew, a caption of the picture says."""
    answers = case.answers
    if not case.reordered and answers and all(answer == "said" for answer in answers):
        return True
    fresh = _facts(case.text, case.lexicon) - _facts(case.caption, case.lexicon)
    told = Counter[Fact]()
    for sibling in case.siblings:
        told |= _facts(sibling, case.lexicon)
    return bool(fresh) and _is_told(case) and not fresh - told


@RULES.rule("A dog runs. The dog is wet. | A cat runs. The dog is wet.")
def contradicts_itself(case: Case) -> bool:
    """Another mention of what was changed still says it."""
    for block in case.blocks:
        scene = case.scenes[block.sentence]
        if not case.caption.names_again:
            return False
        for thing in block.old.things:
            again = (one.thing for one in case.caption.chain_of(thing) if one.thing not in (None, thing))
            if any(one is not None and one.name == thing.name and not _is_changed(one, case) for one in again):
                return True
        if not block.old.things and any(is_said_again(scene, quality) for quality in block.old.qualities):
            return True
    return False


@RULES.rule("a giraffe in a field | a field in a giraffes")
def disagrees(case: Case) -> bool:
    """A noun disagrees with its determiner, its number or its verb, more often than in the caption."""
    before, after = (sum(map(_disagreements, one.sentences)) for one in (case.caption, case.text))
    return after > before


@RULES.rule("a woman rides a bicycle | a bicycle rides a woman")
def makes_no_sense(case: Case) -> bool:
    """Words changed places, and now something does what it cannot do, or is where or how it never is."""
    if not case.reordered:
        return False
    before = defaultdict[str, list[tuple[str, str]]](list)
    had = {(quality.thing.name, quality.name) for one in case.caption.sentences for quality in one.qualities}
    for sentence in case.caption.sentences:
        for link in sentence.links:
            before[link.predicate].append((link.subject.name, link.object.name))
    return any(
        any(
            _turns_round(link, before, case.lexicon) or _is_unheard_of(link, before, case.lexicon) for link in one.links
        )
        or any(_does_not_suit(quality, had, case.lexicon) for quality in one.qualities)
        for one in case.text.sentences
    )


@RULES.rule("two giraffes next to each other on a field | two giraffes next to each field on a other")
def reads_odd(case: Case) -> bool:
    """To the language model of captions it is far less likely than its caption: no English, or nonsense."""
    return case.surprise > (FAR_OUT_OF_THE_SAME_WORDS if case.reordered else FAR_OUT)


def _by_thing(facts: Counter[Fact]) -> dict[str, set[str]]:
    """The qualities of each thing."""
    found = defaultdict[str, set[str]](set)
    for fact in facts:
        if fact[0] == "quality":
            found[fact[1]].add(fact[2])
    return found


def _is_changed(thing: Thing, case: Case) -> bool:
    """Whether an edit touches the name of a thing."""
    return any(edit.start < thing.end and thing.start < edit.end for edit in case.edits)


def _turns_round(link: Link, before: Mapping[str, list[tuple[str, str]]], lexicon: Lexicon) -> bool:
    """Whether a link is one of the caption's with its ends changed, though these cannot change places, or has what
    does not live do what somebody does there.
    """
    relations, objects = lexicon.relations, lexicon.objects
    ends = link.subject.name, link.object.name
    known = before.get(link.predicate, [])
    if ends in known or not known:
        return False
    if ends[::-1] in known:
        return not (relations.is_symmetric(link.predicate) or relations.swappable(link.predicate, *ends))
    if link.verb is None or relations.is_placing(link.predicate):
        return False
    return (
        all(objects.is_animate(one) for one, _ in known) and objects.known(ends[0]) and not objects.is_animate(ends[0])
    )


def _is_unheard_of(link: Link, before: Mapping[str, list[tuple[str, str]]], lexicon: Lexicon) -> bool:
    """Whether counts know predicate and object of a link, which the caption has not together, and never saw the two."""
    object = link.object.name
    known = before.get(link.predicate, ())
    if (object, link.subject.name) in known or any(other == object for _, other in known):
        return False
    said = [predicate for predicate, pairs in before.items() if any(other == object for _, other in pairs)]
    return not lexicon.relations.is_usual(link.predicate, object, said[0] if said else link.predicate)


def _does_not_suit(quality: Quality, had: Set[tuple[str, str]], lexicon: Lexicon) -> bool:
    """Whether the lexicon knows the quality of the thing that has it in the caption, and not of its new thing."""
    noun, value = quality.thing.name, quality.name
    if (noun, value) in had or not lexicon.objects.known(noun):
        return False
    suits = lexicon.attributes.suits
    return not suits(value, noun) and any(suits(value, other) for other, said in had if said == value)


def _is_told(case: Case) -> bool:
    """Whether the graphs tell of every word that differs."""
    return bool(case.blocks) and all(_tells(part) for block in case.blocks for part in (block.old, block.new))


def _tells(part: Part) -> bool:
    """Whether each of its words is part of the name of a thing, of a quality or of a link, or says nothing."""
    spans = [(one.start, one.end) for ones in (part.things, part.qualities, part.links) for one in ones]
    return all(
        word.text.lower() in SAY_LITTLE or any(start <= word.start and word.end <= end for start, end in spans)
        for word in part.words
    )


def _denies(block: Block) -> bool:
    return not DENIALS.isdisjoint(block.new.plain)


def _answer(block: Block, case: Case) -> str:
    """What the lexicon says of the words that a block puts in the place of others; empty where it cannot tell."""
    old, new = block.old, block.new
    if _denies(block) or not GUARDS.isdisjoint(old.plain):
        return ""
    if not new.words:
        privative = any(case.lexicon.attributes.is_privative(word) for word in old.plain)
        return "" if privative else "true"
    if not old.words:
        return ""
    told = [sentence for sibling in case.siblings for sentence in sibling.sentences]
    if len(old.things) == len(new.things) == 1 and not new.qualities:
        return _of_things(old.things[0], new.things[0], told, case.lexicon)
    if old.things or new.things:
        return ""
    if len(old.qualities) == len(new.qualities) == 1 and not (old.links or new.links):
        return _of_qualities(old.qualities[0], new.qualities[0], told, case.lexicon)
    if len(old.links) == len(new.links) == 1:
        return _of_links(old.links[0], new.links[0], told, case.lexicon)
    return ""


def _of_things(old: Thing, new: Thing, told: Sequence[Sentence], lexicon: Lexicon) -> str:
    objects = lexicon.objects
    if not (objects.known(old.name) and objects.known(new.name)):
        return ""
    if any(objects.is_a(thing.name, new.name) for sentence in told for thing in sentence.things):
        return "said"
    if objects.excludes(old.name, new.name):
        return "false"
    return "true" if objects.related(old.name, new.name) else ""


def _of_qualities(old: Quality, new: Quality, told: Sequence[Sentence], lexicon: Lexicon) -> str:
    attributes, noun = lexicon.attributes, old.thing.name
    if "other" in (old.type, new.type) or not OF_AMOUNTS.isdisjoint((old.type, new.type)):
        return ""
    said = (quality for sentence in told for quality in sentence.qualities)
    if any(attributes.same(one.name, new.name) and lexicon.objects.related(one.thing.name, noun) for one in said):
        return "said"
    return "false" if attributes.excludes(old.name, new.name) else "true"


def _of_links(old: Link, new: Link, told: Sequence[Sentence], lexicon: Lexicon) -> str:
    relations, objects = lexicon.relations, lexicon.objects
    one, other = old.predicate, new.predicate
    if not (relations.knows(one) and relations.knows(other)):
        return ""
    if relations.same(one, other) or one in relations.entails(other) or other in relations.entails(one):
        return "true"
    if any(
        relations.same(link.predicate, other)
        and objects.related(link.subject.name, new.subject.name)
        and objects.related(link.object.name, new.object.name)
        for sentence in told
        for link in sentence.links
    ):
        return "said"
    return "false" if relations.excludes(one, other) else ""


def _kind_of_swap(found: Sequence[Block]) -> str:
    """The kind that makes two parts change places."""
    if len(found) != 2:
        return ELSEWHERE
    first, second = (block.old for block in found)
    if first.things and second.things:
        ends = {(link.subject, link.object) for link in first.things[0].links}
        pair = first.things[0], second.things[0]
        return "relation_swap.roles" if pair in ends or pair[::-1] in ends else "relation_swap.objects"
    swapped = first.qualities and second.qualities and not (first.things or second.things)
    return "attribute_replace.swap" if swapped else ELSEWHERE


def _facts(caption: ParsedCaption, lexicon: Lexicon) -> Counter[Fact]:
    """What a caption says, each fact in the words that stand for all others of the same meaning.

    Where several things have one name, they go by their qualities as well: ``a gray chair and a black chair``.
    """
    things = [thing for one in caption.sentences for thing in one.things]
    names = Counter(thing.name for thing in things)
    called = {
        thing: thing.name
        if names[thing.name] == 1
        else " ".join([thing.name, *sorted(q.name for q in thing.qualities)])
        for thing in things
    }
    found = Counter[Fact](("thing", called[thing], "many" if thing.plural else "one") for thing in things)
    for sentence in caption.sentences:
        found.update(("quality", called[one.thing], one.name) for one in sentence.qualities)
        found.update(_link(one, called, lexicon.relations) for one in sentence.links)
    return found


def _link(link: Link, called: Mapping[Thing, str], relations: RelationLexicon) -> Fact:
    ends = called[link.subject], called[link.object]
    predicate = relations.canonical(link.predicate)
    verb = predicate.removesuffix(" by")
    if verb != predicate and relations.passive_ok(verb):
        ends, predicate = ends[::-1], verb
    converse = relations.converse(predicate)
    if converse is not None and converse < predicate:
        ends, predicate = ends[::-1], converse
    return ("link", predicate, *(sorted(ends) if relations.is_symmetric(predicate) else ends))


def _is_clear(facts: Counter[Fact]) -> bool:
    """Whether no two things go by one name."""
    names = Counter[str]()
    for fact, count in facts.items():
        if fact[0] == "thing":
            names[fact[1]] += count
    return max(names.values(), default=0) <= 1


def _disagreements(sentence: Sentence) -> int:
    found = 0
    for thing in sentence.things:
        head = sentence.tokens[thing.head]
        if any(quality.position is QualityPosition.COLLECTIVE for quality in thing.qualities):
            continue  # "a couple of dogs is"
        before = sentence.lower[thing.base[0] : thing.words[0]]
        counted = any(
            token.tag == "CD" and token.text.lower() not in ("one", "1")
            for token in sentence.tokens[thing.base[0] : thing.words[0]]
        )
        word = head.text.lower()
        many = head.tag in ("NNS", "NNPS") and singular(word) != word
        one = head.tag == "NN" and singular(word) == word and word not in SAME_FORM
        joined = any(sentence.tokens[k].dep == "conj" for k in sentence.children(thing.head))
        if (many and before and before[0] in OF_ONE) or (one and (counted or not OF_SEVERAL.isdisjoint(before))):
            found += 1
        verb = subject_verb(sentence, thing)
        if verb is not None and not joined and thing.head < verb:
            said = sentence.lower[verb]
            found += (many and said in VERBS_OF_ONE) or (one and said in VERBS_OF_SEVERAL)
    return found
