"""Which noun phrases and pronouns of a caption speak of the same thing.

``A grey pit bull lies on a rug. The dog has a toy in its mouth.``: ``pit bull``, ``dog`` and ``its`` are one. In doubt
two things are two: only what is spoken of as known (``the dog``, ``its``) refers back, and only where there is one
thing that it can mean.

A noun refers back to a thing of its own name, of a longer one (``stop sign``, ``the sign``) or of a narrower one named
shortly before (``pit bull``, ``the dog``), in the same number, with nothing said of it that excludes what was said
(``the red car``, ``the blue car``). Words behind it that tell it from others (``the man on the left``) must have been
said before. What belongs to somebody (``his hat``) is what that very person was said to have.

A pronoun refers to the one thing before it that it fits in number and sex: in its sentence, else in the one before.
"""

from __future__ import annotations

from collections.abc import Sequence

from capaug.captions.mentions import Chain, Mention, MentionKind
from capaug.captions.sentence import LinkForm, QualityPosition, Sentence, Thing
from capaug.english.gender import SEXES
from capaug.english.tags import NOUN_TAGS, SUBJECTS
from capaug.english.words import words
from capaug.lexicon import Lexicon

KNOWN = words("determiners_of_what_is_there")
OF_A_MAN = words("pronouns_of_a_man")
OF_A_WOMAN = words("pronouns_of_a_woman")
OF_THINGS = words("pronouns_of_things")
OF_SEVERAL = words("pronouns_of_several")
PRONOUNS = OF_A_MAN | OF_A_WOMAN | OF_THINGS | OF_SEVERAL
POSSESSIVE_TAG = "PRP$"
TELLING_APART = words("words_that_tell_apart")
OF_SOME = words("words_for_some_of")
VAGUE = words("nouns_that_mean_any_part")
NOBODY_MEANT = words("collectives_before_of") | words("nouns_of_who_looks")
WIDE = words("nouns_too_wide_to_refer")
IN_VIEW = words("nouns_of_what_is_in_view") | {"background", "foreground", "center", "middle"}
SHOWING = words("verbs_of_pictures")
RELATIONS_OF_HAVING = words("relations_of_having")
NOT_REFERRING = words("words_behind_an_empty_it")
PRINTED = words("nouns_of_what_is_printed")
QUOTES = frozenset("\"'“‘`")
NEAR = 2  # sentences back in which pronouns and wider nouns find what they mean
RESTRICTING_TAGS = frozenset({"IN", "WDT", "WP", "VBG", "VBN", "TO", "JJ", "JJR", "JJS"})


class Mentions:
    """Finds which words of a caption speak of the same thing (:class:`capaug.captions.Resolver`)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def names_again(self, sentences: Sequence[Sentence]) -> bool:
        """Whether a known thing may be one that was named before; of a caption of several sentences always."""
        if len(sentences) > 1:
            return True
        (sentence,) = sentences
        if len(sentence.things) < 2 or KNOWN.isdisjoint(sentence.lower_set):
            return False
        is_a, lower = self._lexicon.objects.is_a, sentence.lower
        for index, thing in enumerate(sentence.things):
            if index and thing.determiner is not None and lower[thing.determiner] in KNOWN:
                lemma, name, plural = thing.lemma, thing.name, thing.plural
                for one in sentence.things[:index]:
                    if one.plural is plural and (one.lemma == lemma or is_a(one.name, name)):
                        return True
        return False

    def chains(self, sentences: Sequence[Sentence]) -> tuple[Chain, ...]:
        """The mentions in the sentences of one caption, thing by thing in the order of their first words."""
        if len(sentences) == 1 and PRONOUNS.isdisjoint(sentences[0].lower_set) and not self.names_again(sentences):
            return ()
        resolver = _Resolver(sentences, self._lexicon)
        for index in range(len(sentences)):
            resolver.read(index)
        return tuple(tuple(entity.chain) for entity in resolver.entities if len(entity.chain) > 1)


class _Entity:
    """A thing that the caption has spoken of so far.

    ``names``: those that it was called; ``said``: its qualities by type; ``before``: those that stood before its nouns;
    ``facts``: predicate and object of what was said of it; ``apart``: words that tell it from others of its name;
    ``owner``: whose it is, if that was said.
    """

    def __init__(self, mention: Mention, thing: Thing, owner: _Entity | None) -> None:
        self.name, self.lemma, self.plural = thing.name, thing.lemma, thing.plural
        self.names: set[str] = set()
        self.before: set[str] = set()
        self.owner = owner
        self.chain: list[Mention] = [mention]
        self.said: dict[str, set[str]] = {}
        self.facts: set[tuple[str, str]] = set()
        self.apart: set[str] = set()
        self.last = mention

    def add(self, mention: Mention) -> None:
        """Enter one more mention."""
        self.chain.append(mention)
        self.last = mention

    def learn(self, thing: Thing, apart: frozenset[str]) -> None:
        """Enter what is said of the thing where it is mentioned."""
        self.names.add(thing.name)
        self.apart |= apart
        for quality in thing.qualities:
            if quality.position is QualityPosition.BEFORE:
                self.before.add(quality.name)
            self.said.setdefault(quality.type, set()).add(quality.name)
        self.facts.update((link.predicate, link.object.lemma) for link in thing.as_subject)

    def things_in(self, sentence: int) -> list[Thing]:
        """Its things in a sentence."""
        return [one.thing for one in self.chain if one.sentence == sentence and one.thing is not None]


class _Resolver:
    def __init__(self, sentences: Sequence[Sentence], lexicon: Lexicon) -> None:
        self.sentences = sentences
        self.objects, self.attributes = lexicon.objects, lexicon.attributes
        self.entities: list[_Entity] = []
        self._by_lemma: dict[str, list[_Entity]] = {}
        self._in: list[list[_Entity]] = [[] for _ in sentences]  # those mentioned in each sentence
        self._of_thing: dict[Thing, _Entity] = {}
        self._of_pronoun: dict[int, _Entity] = {}  # of the sentence that is read

    def read(self, index: int) -> None:
        """Read the next sentence from left to right."""
        sentence = self.sentences[index]
        self._of_pronoun = {}
        for k, word in enumerate(sentence.lower):
            if word in PRONOUNS:
                entity = self._meant(index, k)
                if entity is not None:
                    possessive = sentence.tag(k) == POSSESSIVE_TAG
                    kind = MentionKind.POSSESSIVE if possessive else MentionKind.PRONOUN
                    self._enter(entity, Mention(index, k, k + 1, None, kind))
                    self._of_pronoun[k] = entity
            thing = sentence.thing_at.get(k)
            if thing is not None:
                self._name(index, thing)

    def _enter(self, entity: _Entity, mention: Mention) -> None:
        entity.add(mention)
        if entity not in self._in[mention.sentence]:
            self._in[mention.sentence].append(entity)

    # -- nouns ---------------------------------------------------------------------------------------------------------

    def _name(self, index: int, thing: Thing) -> None:
        """Find what a noun means, or begin a new thing."""
        sentence = self.sentences[index]
        mention = Mention(index, *thing.words, thing, MentionKind.NOUN)
        owner = self._owner(sentence, thing)
        apart = TELLING_APART.intersection(
            sentence.lower[thing.base[0] : thing.words[1] + _side_behind(sentence, thing)]
        )
        entity = self._same(index, thing, owner, apart)
        if entity is None:
            entity = _Entity(mention, thing, owner)
            self.entities.append(entity)
            self._in[index].append(entity)
        else:
            self._enter(entity, mention)
        if entity not in (of_lemma := self._by_lemma.setdefault(thing.lemma, [])):
            of_lemma.append(entity)
        entity.learn(thing, apart)
        self._of_thing[thing] = entity

    def _owner(self, sentence: Sentence, thing: Thing) -> _Entity | None:
        """Whose it is: ``its collar``, ``the dog's collar``."""
        if thing.determiner is not None and thing.determiner in self._of_pronoun:
            return self._of_pronoun[thing.determiner]
        owners = [link.subject for link in thing.as_object if link.form is LinkForm.POSSESSIVE]
        return self._of_thing.get(owners[0]) if owners else None

    def _same(self, index: int, thing: Thing, owner: _Entity | None, apart: frozenset[str]) -> _Entity | None:
        """The thing spoken of before that ``thing`` is; None where there is none, or where it is in doubt."""
        sentence = self.sentences[index]
        determiner = sentence.lower[thing.determiner] if thing.determiner is not None else ""
        possessed = _is_possessed(sentence, thing)
        if (not possessed and determiner not in KNOWN) or thing.name in VAGUE:
            return None
        if possessed and owner is None:
            return None
        if sentence.word(thing.base[0] - 1) == "of" and sentence.word(thing.base[0] - 2) in OF_SOME:
            return None  # "one of the dogs"
        if sentence.word(thing.words[1]) in QUOTES or thing.name in PRINTED or _is_quoted(sentence, thing):
            return None  # the word "mail"
        named = [one for one in self._by_lemma.get(thing.lemma, ()) if self._is_named(one, thing)]
        fitting = [one for one in named if self._fits(index, one, thing, owner, apart)]
        alone = len(named) == 1 and named[0].name == thing.name and named[0] not in self._in[index]
        if len(fitting) == 1 and not self._is_news(fitting[0], thing, alone):
            return fitting[0]
        if named or owner is not None or apart:
            return None
        recent = dict.fromkeys(one for found in self._in[max(0, index - NEAR) : index + 1] for one in found)
        wider = [
            one
            for one in recent
            if self._is_wider(thing, one)
            and not self._is_known_here(index, one)
            and self._fits(index, one, thing, owner, apart)
        ]
        return wider[0] if len(wider) == 1 and not self._is_news(wider[0], thing, False) else None

    @staticmethod
    def _is_named(entity: _Entity, thing: Thing) -> bool:
        """``stop sign`` is named by ``sign``."""
        return any(name == thing.name or name.endswith(f" {thing.name}") for name in entity.names)

    def _is_wider(self, thing: Thing, entity: _Entity) -> bool:
        """``the dog`` of a pit bull, ``the vehicle`` of a car."""
        if thing.name in WIDE or self.objects.is_vague(thing.name):
            return False
        return thing.name != entity.name and self.objects.is_a(entity.name, thing.name)

    def _is_known_here(self, index: int, entity: _Entity) -> bool:
        """``onto the avenue, and a woman crosses the street``: two, where one sentence speaks of both as known."""
        first = entity.chain[0]
        if first.sentence != index or first.thing is None or first.thing.determiner is None:
            return False
        return self.sentences[index].lower[first.thing.determiner] in KNOWN

    def _fits(self, index: int, entity: _Entity, thing: Thing, owner: _Entity | None, apart: frozenset[str]) -> bool:
        """Whether nothing speaks against it that ``thing`` is what ``entity`` is."""
        if entity.plural != thing.plural or not apart <= entity.apart or not self._may_be_of(entity, owner):
            return False
        if self._has_part(index, entity, thing):
            return False
        for quality in thing.qualities:
            if quality.position in (QualityPosition.BEFORE, QualityPosition.NUMBER, QualityPosition.COLLECTIVE):
                said = entity.said.get(quality.type, ())
                if quality.name not in said and any(self._clash(quality.type, quality.name, one) for one in said):
                    return False
        return self._is_told(index, entity, thing)

    def _may_be_of(self, entity: _Entity, owner: _Entity | None) -> bool:
        """Whether the owner was said to have it, where one is named."""
        if owner is None or entity.owner is owner:
            return True
        if entity.owner is not None:
            return False
        return any((predicate, entity.lemma) in owner.facts for predicate in RELATIONS_OF_HAVING)

    def _clash(self, type_: str, one: str, other: str) -> bool:
        if type_ in ("color", "material", "number", "size", "pattern", "shape", "age", "nationality"):
            return not self.attributes.near(one, other)
        return self.attributes.excludes(one, other)

    def _has_part(self, index: int, entity: _Entity, thing: Thing) -> bool:
        """Whether the sentence speaks of the two together: no dog chases itself as ``the dog``."""
        mine = entity.things_in(index)
        if not mine:
            return False
        sentence = self.sentences[index]
        beside = {link.subject for link in thing.as_object} | {link.object for link in thing.as_subject}
        token = sentence.tokens[thing.head]
        return any(one in beside or (token.dep == "conj" and token.head == one.head) for one in mine)

    def _is_told(self, index: int, entity: _Entity, thing: Thing) -> bool:
        """Whether what follows the noun to tell it from others was said before: ``the man in the red hat``."""
        sentence = self.sentences[index]
        behind = thing.base[1]
        if thing.phrase[1] <= behind or sentence.tag(behind) not in RESTRICTING_TAGS:
            return True
        if sentence.word(thing.phrase[1] - 1) in IN_VIEW and sentence.word(behind) != "of":
            return sentence.word(behind) == "in" and thing.phrase[1] - behind <= 3
        inside = [link for link in thing.as_subject if behind <= link.object.head < thing.phrase[1]]
        return bool(inside) and all((link.predicate, link.object.lemma) in entity.facts for link in inside)

    @staticmethod
    def _is_news(entity: _Entity, thing: Thing, alone: bool) -> bool:
        """Whether the noun comes with a quality that was not said before, beside another: ``the dorsal fin``.

        Where nothing stood before the noun so far, and it ``alone`` has the name, a quality tells it from no other.
        """
        new = [q for q in thing.qualities if q.position is QualityPosition.BEFORE]
        return bool(new) and not (alone and not entity.before) and any(q.name not in entity.before for q in new)

    # -- pronouns ------------------------------------------------------------------------------------------------------

    def _meant(self, index: int, k: int) -> _Entity | None:
        """What the pronoun at word ``k`` means; None where it is in doubt."""
        sentence, word = self.sentences[index], self.sentences[index].lower[k]
        if word == "it" and self._is_empty(sentence, k):
            return None
        owned = _owned(sentence, k)
        if owned is not None and (owner := self._owner_by_link(owned, k, word)) is not None:
            return owner
        here = [one for one in self._in[index] if self._suits(one, word) and self._may_be(one, sentence, k, owned)]
        if word in OF_THINGS or word in OF_SEVERAL:
            return self._of_things(index, k, here, owned)
        if not here:
            before = (one for i in range(max(0, index - NEAR), index) for one in self._in[i])
            here = list(dict.fromkeys(one for one in before if self._suits(one, word)))
        return here[0] if len(here) == 1 else None

    def _may_be(self, entity: _Entity, sentence: Sentence, k: int, owned: Thing | None) -> bool:
        """Whether a thing of the sentence may be what the pronoun at word ``k`` means, or the owner of ``owned``."""
        return not _is_of_its_clause(entity, sentence, k) if owned is None else self._may_have(entity, owned)

    def _owner_by_link(self, owned: Thing, k: int, word: str) -> _Entity | None:
        """Who has what stands behind the possessive pronoun at word ``k``: ``a cat licking its paw``."""
        subjects = dict.fromkeys(link.subject for link in owned.as_object if link.subject.head < k)
        entity = self._of_thing.get(next(iter(subjects))) if len(subjects) == 1 else None
        if entity is None or not self._may_have(entity, owned):
            return None
        return entity if self._suits(entity, word, loose=True) else None

    def _of_things(self, index: int, k: int, here: list[_Entity], owned: Thing | None) -> _Entity | None:
        """What ``it`` or ``they`` means: the only thing before it, or what the sentence before speaks of."""
        sentence, word = self.sentences[index], self.sentences[index].lower[k]
        if here:
            others = [one for one in here if one.last.first < k]
            if len(others) != 1 or self._may_mean_another(sentence, others[0].last.end, k):
                return None
            return others[0]
        if index == 0 or any(tag in NOUN_TAGS for tag in map(sentence.tag, range(k))):
            return None
        entity = self._focus(index - 1)
        if entity is not None and entity.owner is not None:  # "The monkey's hair is gray. Its eyes are brown."
            entity = entity.owner if owned is not None and not self._may_have(entity, owned) else None
        return entity if entity is not None and self._suits(entity, word) else None

    @staticmethod
    def _may_mean_another(sentence: Sentence, first: int, k: int) -> bool:
        """Whether a noun that names no thing stands between: ``the background is so dark that it is black``."""
        names = {j for thing in sentence.things for j in range(*thing.base)}
        return any(sentence.tag(j) in NOUN_TAGS and j not in names for j in range(first, k))

    def _focus(self, index: int) -> _Entity | None:
        """What a sentence speaks of: its subject, or the one thing that it names first or says to be shown."""
        sentence = self.sentences[index]
        root = next((k for k, token in enumerate(sentence.tokens) if token.head == k), None)
        if root is None:
            return None
        heads = [root]
        if root not in sentence.thing_at or any(sentence.tokens[k].dep == "cop" for k in sentence.children(root)):
            heads = [k for k in sentence.children(root) if sentence.tokens[k].dep in SUBJECTS]
            if sentence.tokens[root].lemma in SHOWING and not any(k in sentence.thing_at for k in heads):
                heads = [k for k in sentence.children(root) if sentence.tokens[k].dep == "obj"]
        if len(heads) != 1 or any(sentence.tokens[k].dep == "conj" for k in sentence.children(heads[0])):
            return None
        thing = sentence.thing_at.get(heads[0])
        if thing is not None:
            placed = sentence.tag(thing.base[0] - 1) == "IN"  # "beyond the gate is a mosque"
            return None if placed else self._of_thing.get(thing)
        chains = [one for one in self._in[index] if any(m.sentence == index and m.first == heads[0] for m in one.chain)]
        return chains[0] if chains else None

    def _may_have(self, entity: _Entity, owned: Thing) -> bool:
        """A toy in a dog's mouth has no mouth."""
        return self.objects.category(owned.name) != "body_part" or self.objects.is_animate(entity.name)

    def _suits(self, entity: _Entity, word: str, loose: bool = False) -> bool:
        """Whether the pronoun may mean the thing."""
        if entity.lemma in NOBODY_MEANT:
            return False
        person = self.objects.is_person(entity.name)
        if word in OF_SEVERAL:
            return entity.plural or (loose and person and entity.name not in SEXES)
        if entity.plural:
            return False
        if word in OF_THINGS:
            return not person
        sex = SEXES.get(entity.name)
        if sex is None:
            return person or (loose and self.objects.is_animate(entity.name))
        return sex == ("male" if word in OF_A_MAN else "female")

    def _is_empty(self, sentence: Sentence, k: int) -> bool:
        """``it is clear that``, ``it seems``: nothing is meant."""
        return any(word in NOT_REFERRING for word in sentence.lower[k + 1 : k + 4])


def _owned(sentence: Sentence, k: int) -> Thing | None:
    """What belongs to whom the possessive pronoun at word ``k`` means."""
    if sentence.tag(k) != POSSESSIVE_TAG:
        return None
    return next((thing for thing in sentence.things if thing.determiner == k), None)


def _is_of_its_clause(entity: _Entity, sentence: Sentence, k: int) -> bool:
    """``the counter (on which) it rests on``: who does something in a clause about a thing is not that thing."""
    first, end = entity.last.end, k
    if first == k and entity.last.thing in sentence.things:
        return True
    thing = entity.last.thing
    inside = thing is not None and thing.phrase[0] <= k < thing.phrase[1]
    return inside and any(sentence.tag(j) in ("WDT", "WP", "WRB") for j in range(first, end))


def _side_behind(sentence: Sentence, thing: Thing) -> int:
    """How many words behind a noun say on which side it is: ``the cat | on the left``."""
    behind = thing.words[1]
    if sentence.tag(behind) not in ("IN", "TO"):
        return 0
    sides = (k for k in range(behind + 1, min(behind + 5, len(sentence.lower))) if sentence.lower[k] in TELLING_APART)
    return next((k + 1 - behind for k in sides), 0)


def _is_quoted(sentence: Sentence, thing: Thing) -> bool:
    """Whether it stands between quotation marks: words that can be read."""
    before = [word for word in sentence.lower[: thing.head] if word in ('"', "“", "”", "``", "''")]
    return len(before) % 2 == 1


def _is_possessed(sentence: Sentence, thing: Thing) -> bool:
    """``his hat``, ``the dog's collar``."""
    if thing.determiner is not None and sentence.tag(thing.determiner) == POSSESSIVE_TAG:
        return True
    return any(link.form is LinkForm.POSSESSIVE for link in thing.as_object)
