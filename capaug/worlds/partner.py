"""The partner scene of a negative: the scene with the least change of which the negative is true and its caption false.

The edit says what to change: words that are new in the negative name a property, a kind, a number, a doing or a place,
words that are gone say whose. Changes are tried in that order (:mod:`capaug.worlds.changes`), alone and then two at a
time, and the first that the closed-world evaluator confirms is taken, so equal arguments give equal partners.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations, islice, permutations

from capaug.records import AugmentedCaption
from capaug.worlds import changes
from capaug.worlds.evaluate import LONGEST_PREPOSITION, TOKEN, evaluate
from capaug.worlds.scene import KINDS, SETTING, Scene, Thing
from capaug.worlds.vocabulary import (
    ACTIONS,
    ADJECTIVES,
    COLLECTIVES,
    LONGEST_NOUN,
    NOUNS,
    NUMBERS,
    POSTURES,
    PREPOSITIONS,
    QUANTITIES,
    VERB_FORMS,
)

FIRST = 12  # changes that a second one is tried upon
TRIED = 120  # scenes; of 1,000 partners one or two came later
DENIALS = frozenset("no not without nobody nothing never".split())


def partner_scene(scene: Scene, caption: str, negative: str) -> Scene | None:
    """The scene most like ``scene`` of which ``negative`` is true and ``caption`` false; None where none was found.

    Args:
        scene: of which the caption is true.
        caption: a caption of it.
        negative: a text made of the caption that is false of the scene.
    """
    edit = _Edit(caption, negative)
    for changed in islice(_scenes(scene, edit), TRIED):
        if evaluate(changed, negative) is True and evaluate(changed, caption) is False:
            return changed
    return None


def partners_of(scene: Scene, rows: Iterable[AugmentedCaption]) -> dict[tuple[str, str, int], Scene]:
    """The partner scenes of the negatives of a scene's captions, by image id, caption id and place; equal ones are one.

    Negatives without a partner are left out.
    """
    found: dict[tuple[str, str, int], Scene] = {}
    known: dict[Scene, Scene] = {}
    for row in rows:
        for place, negative in enumerate(row.negatives):
            partner = partner_scene(scene, row.caption, negative.text)
            if partner is not None:
                found[row.image_id, row.caption_id, place] = known.setdefault(partner, partner)
    return found


class _Edit:
    """What the words mean that a negative has and its caption has not, and those that it no longer has."""

    def __init__(self, caption: str, negative: str) -> None:
        old, new = (TOKEN.findall(text.lower()) for text in (caption, negative))
        self.gone, self.come = (frozenset(Counter(one) - Counter(other)) for one, other in ((old, new), (new, old)))
        self.denies = bool(DENIALS & self.come)
        was = _Meant(old, self.gone)
        meant = _Meant(new, self.come)
        self.was = was
        self.properties, self.names, self.counts = meant.properties, meant.names, meant.counts
        self.verbs, self.postures, self.relations = meant.verbs, meant.postures, meant.relations


class _Meant:
    """What the ``marked`` words of a text may mean in scenes, the likeliest of each sort first."""

    def __init__(self, tokens: Sequence[str], marked: frozenset[str]) -> None:
        self.properties: dict[str, list[str]] = {}
        self.names: list[str] = []
        self.counts: list[int] = []
        self.verbs: list[str] = []
        self.postures: list[str] = []
        self.relations: list[str] = []
        for k, word in enumerate(tokens):
            phrases = [" ".join(tokens[k : k + n]) for n in range(1, LONGEST_PREPOSITION + 1)]
            for phrase in phrases:
                if phrase in PREPOSITIONS and marked & set(phrase.split()):
                    self.relations.append(PREPOSITIONS[phrase])
            for phrase in reversed(phrases[:LONGEST_NOUN]):
                if phrase in NOUNS and marked & set(phrase.split()):
                    covered = NOUNS[phrase][0]
                    self.names += sorted(covered, key=lambda name: (name not in phrase, [*KINDS].index(name)))
                    break
            if word not in marked:
                continue
            if word in ADJECTIVES:
                field, values = ADJECTIVES[word]
                self.properties.setdefault(field, []).extend(sorted(values, key=lambda value: (value != word, value)))
            if word in NUMBERS:
                self.counts.append(NUMBERS[word])
            if word in QUANTITIES:
                self.counts.append(QUANTITIES[word])
            if word in COLLECTIVES:
                self.counts.append(COLLECTIVES[word][0])
            if word in ("a", "an"):
                self.counts.append(1)
            for verb, _ in sorted(VERB_FORMS.get(word, ())):
                for phrase in (f"{verb} {tokens[k + 1]}" if k + 1 < len(tokens) else verb, verb):
                    self.verbs += sorted(ACTIONS.get(phrase, ()), key=lambda done, verb=verb: (done != verb, done))
                    self.postures += sorted(POSTURES.get(phrase, ()), key=lambda done, verb=verb: (done != verb, done))
        plurals = [NOUNS[word][1] for word in marked if word in NOUNS]
        self.counts += [2, 3] if any(plurals) else []


def _scenes(scene: Scene, edit: _Edit) -> Iterator[Scene]:
    """Scenes with one change, then with two."""
    yield from _changed(scene, edit)
    for first in islice(_changed(scene, edit), FIRST):
        yield from islice(_changed(first, edit), FIRST)


def _changed(scene: Scene, edit: _Edit) -> Iterator[Scene]:
    """Scenes with one change, the likeliest first."""
    for change in _changes(scene, edit):
        made = change()
        if made is not None:
            yield made


def _changes(scene: Scene, edit: _Edit) -> Iterator[partial[Scene | None]]:
    things, actions, was = scene.things, scene.actions, edit.was
    everything, two = range(len(things)), list(permutations(range(len(things)), 2))

    def whose(wanted: Sequence[object], value: str) -> list[int]:
        """The things, those first of which a word that is gone says this."""
        return sorted(everything, key=lambda i: getattr(things[i], value) not in wanted)

    for field, values in edit.properties.items():
        for i in whose(was.properties.get(field, ()), field):
            yield from (partial(changes.with_property, scene, i, field, value) for value in values)
    for i in whose(was.names, "name"):
        yield from (partial(changes.renamed, scene, i, name) for name in edit.names if _alike(things[i], name))
    for i in whose(was.counts, "count"):
        yield from (partial(changes.counted, scene, i, count) for count in edit.counts)
    for k in sorted(range(len(actions)), key=lambda k: actions[k].verb not in was.verbs):
        yield from (partial(changes.doing, scene, k, verb) for verb in edit.verbs)
    for i in whose(was.postures, "posture"):
        yield from (partial(changes.with_property, scene, i, "posture", posture) for posture in edit.postures)
    for relation in edit.relations:
        yield from _arranged(scene, relation)
    if edit.denies:
        yield from (partial(changes.without, scene, i) for i in whose(was.names, "name"))
        yield from (partial(changes.undone, scene, k) for k in range(len(actions)))
    for field in (*changes.PROPERTIES, "count"):
        for i, j in combinations(everything, 2):
            if getattr(things[i], field) != getattr(things[j], field):
                yield partial(changes.exchanged, scene, i, j, field)
    yield from (partial(changes.turned, scene, k) for k in range(len(actions)))
    yield from (partial(changes.objects_exchanged, scene, k, n) for k, n in combinations(range(len(actions)), 2))
    yield from (partial(changes.sides_exchanged, scene, i, j) for i, j in combinations(everything, 2))
    yield from (partial(changes.before, scene, i, j) for i, j in two)
    yield from (partial(changes.exchanged, scene, i, j, "name") for i, j in combinations(everything, 2))
    for verb in edit.verbs:
        yield from (partial(changes.begun, scene, i, verb, j) for i, j in two)


def _arranged(scene: Scene, relation: str) -> Iterator[partial[Scene | None]]:
    """Changes of place after which one thing may stand so to another."""
    for i, j in permutations(range(len(scene.things)), 2):
        match relation:
            case "on" | "in" | "under" | "above":
                yield partial(changes.placed, scene, i, relation, j)
            case "left" | "right":
                if i < j:
                    yield partial(changes.sides_exchanged, scene, i, j)
            case "front" | "behind":
                yield partial(changes.before, scene, i, j)
            case "next" | "near" | "with":
                yield partial(changes.beside, scene, i, j)
            case _:
                return


def _alike(thing: Thing, name: str) -> bool:
    """Whether one may stand in the place of the other."""
    return (thing.category == SETTING) == (KINDS[name].category == SETTING)
