"""What rules are asked about: a link of a sentence, and a predicate in the place of its own."""

from __future__ import annotations

from functools import cached_property

from capaug.captions import Link, Scene, Thing, Token
from capaug.english.elsewhere import Elsewhere
from capaug.english.facts import Facts
from capaug.english.predicates import by_agent
from capaug.english.words import words

KIND = "relation_swap.predicate"

VERBS_OF_STANDING_STILL = words("verbs_of_standing_still")
WALKING = words("verbs_of_walking")
GOING = words("prepositions_of_their_verb")
POSTURES = words("postures")
PREDICATES_OF_BESIDE = words("predicates_of_beside")
PETS = words("pets")
ON_A_BOARD = words("verbs_on_a_board")
TRICKS = words("nouns_on_a_board")
COUNTED_TAGS = frozenset({"DT", "PDT", "PRP$", "CD"})
# What several subjects ask for.
INSIDE = frozenset({"in", "inside", "inside of"})
LEAVES = PREDICATES_OF_BESIDE | {"in front of", "behind", "outside", "outside of"}
LOOKS_ON = frozenset({"look", "watch", "stare", "gaze", "observe"})


class Spot:
    """A link whose predicate would change, and what of the words around it the rules ask for.

    ``facts``: what all captions of the image say. ``is_by_agent``: it is a passive whose ``by`` names who does it.
    ``stops_at_participle``: a participle follows its preposition (``a lamp is on | revealing a bed``, ``on running
    water``). ``acting``: it has a verb, and the words behind that can be trusted to be its object. ``following``: the
    word behind its object's noun phrase, in lower case. ``of_subject``: the other links of the same subject.
    """

    def __init__(self, scene: Scene, link: Link) -> None:
        sentence, preposition = scene.sentence, link.preposition
        self.scene, self.sentence, self.lexicon, self.link = scene, sentence, scene.lexicon, link
        self.facts = scene.once(Facts)
        self.verb = link.verb
        self.old_verb, _, self.old_rest = link.predicate.partition(" ")
        self.subject, self.target = link.subject.name, link.object.name
        self.is_by_agent = by_agent(sentence, link)
        self.stops_at_participle = preposition is not None and sentence.tag(preposition[1]) == "VBG"
        self.acting = self.verb is not None and not self.stops_at_participle
        self.following = sentence.word(link.object.base[1])
        self.of_subject = [one for one in link.subject.as_subject if one is not link]

    @cached_property
    def said_again(self) -> bool:
        """Whether another sentence of the caption says its verb again, or relates its two things."""
        return self.scene.once(Elsewhere).relates(self.link)

    @cached_property
    def others(self) -> list[Link]:
        """The other links of the sentence."""
        return [link for link in self.sentence.links if link is not self.link]

    @cached_property
    def of_verb(self) -> list[Link]:
        """The other links that are said with the same verb."""
        return [link for link in self.others if link.verb == self.verb] if self.verb is not None else []

    @cached_property
    def goes_on(self) -> bool:
        """Whether what follows its object belongs to its verb (``swing a bat``, ``wine into a glass``)."""
        behind = self.link.object.head + 1
        if self.sentence.tag(behind) == "RB":
            behind += 1  # "eating leaves together off of a tree"
        return self.sentence.tag(behind) == "VB" or self.sentence.word(behind) in GOING

    @cached_property
    def other_words(self) -> list[Token]:
        """All words but its verb."""
        return [token for k, token in enumerate(self.sentence.tokens) if k != self.verb]

    @property
    def is_counted_object(self) -> bool:
        """Whether its object is several things of which the sentence gives the number."""
        mine = self.link.object
        return mine.plural and any(quality.type in ("number", "collective") for quality in mine.qualities)

    @cached_property
    def somebody_walks(self) -> bool:
        """Whether another verb says that somebody walks."""
        return any(token.lemma in WALKING and token.tag.startswith("VB") for token in self.other_words)

    @cached_property
    def somebody_stands(self) -> bool:
        """Whether another word says that somebody stands or sits still."""
        return any(token.lemma in VERBS_OF_STANDING_STILL for token in self.other_words)

    @cached_property
    def joined(self) -> list[str]:
        """Lemmas of the words that ``and`` joins with its verb."""
        if self.verb is None:
            return []
        tokens, verb = self.sentence.tokens, self.verb
        pairs = [(verb - 1, verb - 2), (verb + 1, verb + 2)]
        return [
            tokens[word].lemma
            for joint, word in pairs
            if min(joint, word) >= 0 and max(joint, word) < len(tokens) and tokens[joint].text == "and"
        ]

    @cached_property
    def goes_on_to_another_verb(self) -> bool:
        """Whether another verb is joined to its own (``jumps over a bar and attacks``)."""
        return any(
            token.head == self.verb and token.dep == "conj" and token.tag.startswith("VB")
            for token in self.sentence.tokens
        )

    @cached_property
    def old_tail(self) -> str:
        """The preposition of the predicate, whether or not it has a verb."""
        return self.old_rest if self.verb is not None else self.link.predicate

    @cached_property
    def on_a_ride(self) -> bool:
        """Whether its object is a board, and another word speaks of a ride on one."""
        return self.target.endswith(("board", "ski", "bike", "bicycle")) and any(
            token.lemma in (ON_A_BOARD if token.tag.startswith("VB") else TRICKS) for token in self.other_words
        )

    @cached_property
    def takes_bare(self) -> bool:
        """Whether any verb can take the object as it is: not ``watching television`` where others have articles."""
        mine = self.link.object
        return not self._is_bare(mine) or any(self._is_bare(one) for one in self.sentence.things if one is not mine)

    def _is_bare(self, thing: Thing) -> bool:
        objects = self.lexicon.objects
        single = not (thing.plural or objects.is_mass(thing.name) or objects.is_plural_only(thing.name))
        return single and self.sentence.tag(thing.base[0]) not in COUNTED_TAGS


class Change:
    """A predicate in the place of that of a link.

    ``old``, ``new`` and ``target`` are what the lexicon is asked about: of a passive with its doer (``ridden by a
    man``) the verbs, and the doer as their object.
    """

    def __init__(self, spot: Spot, said: str) -> None:
        self.spot, self.link, self.said = spot, spot.link, said
        self.verb, _, self.rest = said.partition(" ")
        self.last = said.rpartition(" ")[2]
        if spot.is_by_agent:
            self.old, self.new = spot.link.predicate.removesuffix(" by"), said.removesuffix(" by")
            self.target = spot.subject
        else:
            self.old, self.new, self.target = spot.link.predicate, said, spot.target

    @cached_property
    def seen(self) -> bool:
        """Whether counts know the new predicate with its object."""
        return bool(self.spot.lexicon.relations.seen(self.new, self.target))

    @property
    def tail(self) -> str:
        """The preposition of the new predicate."""
        return self.rest if self.spot.verb is not None else self.said

    @property
    def keeps_place(self) -> bool:
        """Whether only the posture changes, at a place where the subject takes any."""
        old, _, old_rest = self.old.partition(" ")
        new, _, new_rest = self.new.partition(" ")
        if not (old in POSTURES and new in POSTURES and old_rest == new_rest):
            return False
        return self.spot.subject in PETS or (new_rest or new) in PREDICATES_OF_BESIDE
