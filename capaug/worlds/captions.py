"""True captions of a scene, in the manner of people who describe photographs.

The captions of one scene name, together, everything in it: what none of them names is not there. What may be told of a
thing is drawn at random, so each caption alone leaves most of the scene out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from capaug.worlds.scene import CARRYING, CLOTHING, PERSON, PORTABLE, SETTING, SHAPE, Scene

CAPTIONS = 5  # of a scene
PLACE = "@"  # stands for where all of it is, until the rest is known
NUMBERS = ("no", "one", "two", "three", "four")
PLURALS = {"man": "men", "woman": "women", "sheep": "sheep", "bus": "buses", "box": "boxes", "couch": "couches",
           "bench": "benches", "dress": "dresses", "scarf": "scarves", "sandwich": "sandwiches"}  # fmt: skip
# finite singular, finite plural, participle, passive participle
VERBS = {
    verb: (s, p, ing, done)
    for verb, s, p, ing, done in (
        row.split("/")
        for row in (
            "hold/holds/hold/holding/held,carry/carries/carry/carrying/carried,wear/wears/wear/wearing/worn,"
            "ride/rides/ride/riding/ridden,read/reads/read/reading/read,eat/eats/eat/eating/eaten,"
            "use/uses/use/using/used,fly/flies/fly/flying/flown,push/pushes/push/pushing/pushed,"
            "pull/pulls/pull/pulling/pulled,kick/kicks/kick/kicking/kicked,throw/throws/throw/throwing/thrown,"
            "catch/catches/catch/catching/caught,walk/walks/walk/walking/walked,pet/pets/pet/petting/petted,"
            "feed/feeds/feed/feeding/fed,lead/leads/lead/leading/led,chase/chases/chase/chasing/chased,"
            "wash/washes/wash/washing/washed,follow/follows/follow/following/followed,"
            "photograph/photographs/photograph/photographing/photographed,sniff/sniffs/sniff/sniffing/sniffed,lick/licks/lick/licking/licked,"
            "sit/sits/sit/sitting/,stand/stands/stand/standing/,lie/lies/lie/lying/,sleep/sleeps/sleep/sleeping/,"
            "run/runs/run/running/,kneel/kneels/kneel/kneeling/,park/is parked/are parked/parked/"
        ).split(",")
    )
}
PASSIVE = frozenset("ride hold carry push pull kick chase walk feed lead wash fly follow photograph".split())
OWNERS = {"man": "his", "boy": "his", "woman": "her", "girl": "her"}
SETTING_WORDS = {
    "beach": ("on a", "on the", "at the"),
    "street": ("on a", "on the"),
    "sidewalk": ("on a", "on the"),
    "park": ("in a", "in the", "at a"),
    "field": ("in a", "in the"),
    "kitchen": ("in a", "in the"),
    "living room": ("in a", "in the"),
    "bedroom": ("in a", "in the"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """Something that is so of a thing: ``verb`` (None for a bare preposition) and what stands behind it."""

    verb: str | None
    rest: str
    names: frozenset[int] = frozenset()
    clothes: bool = False

    def reduced(self) -> str:
        """Behind a noun or a form of ``be``: ``holding a cup``, ``on a bench``."""
        return f"{VERBS[self.verb][2]} {self.rest}".strip() if self.verb else self.rest

    def finite(self, many: bool) -> str:
        """As a predicate: ``holds a cup``, ``are on a bench``."""
        if self.verb:
            return f"{VERBS[self.verb][many]} {self.rest}".strip()
        return f"{'are' if many else 'is'} {self.rest}"


def write_captions(scene: Scene, seed: int, number: int = CAPTIONS) -> tuple[str, ...]:
    """So many captions of a scene, two or more; the same for equal scenes and seeds."""
    return tuple(_Writer(scene, random.Random(f"capaug captions {seed}")).write(number))


def plural(noun: str) -> str:
    """The plural of a noun of the scenes."""
    head = noun.rsplit(" ", 1)
    head[-1] = PLURALS.get(head[-1], head[-1] + "s")
    return " ".join(head)


def with_article(words: str) -> str:
    """``words`` behind ``a`` or ``an``."""
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


class _Writer:
    def __init__(self, scene: Scene, rng: random.Random) -> None:
        self.scene = scene
        self.rng = rng
        self.told: set[int] = set()
        self.mains = [i for i, t in enumerate(scene.things) if t.category != SETTING]

    def write(self, number: int) -> list[str]:
        """Captions until ``number`` are made, the last of them of what the others left out."""
        made: list[str] = []
        while len(made) < number - 1:
            text = self._placed(self._caption())
            if text not in made or self.rng.random() < 0.05:  # a scene of one thing has few captions
                made.append(text)
                self._note(text)
        left = [i for i in range(len(self.scene.things)) if i not in self.told]
        made.append(self._listed(left) if left else self._placed(self._caption()))
        self.rng.shuffle(made)
        return [self._styled(text) for text in made]

    def _placed(self, text: str) -> str:
        """The text with the place filled in where it is wanted, unless it says it already."""
        if PLACE not in text:
            return text
        said = self.scene.setting is not None and f" {self.scene.things[self.scene.setting].name}" in text
        return text.replace(f" {PLACE}", "" if said else f" {self._setting()}".rstrip())

    def _note(self, text: str) -> None:
        """Enter what a finished text names."""
        words = f" {text} ".replace(",", "")
        for i, thing in enumerate(self.scene.things):
            noun = plural(thing.name) if thing.count > 1 else thing.name
            colored = f"{thing.color} (\\w+ )?" if self._twins(i) and thing.category != CLOTHING else ""
            if re.search(f" {colored}{noun} ", words):
                self.told.add(i)

    def _styled(self, text: str) -> str:
        text = text[0].upper() + text[1:] if self.rng.random() < 0.85 else text
        return text + "." if self.rng.random() < 0.6 else text

    # -- whole captions -----------------------------------------------------------------------------------------------

    def _caption(self) -> str:
        rng = self.rng
        untold = [i for i in self.mains if i not in self.told]
        carried = {a.object for a in self.scene.actions if a.verb in CARRYING}
        free = [i for i in self.mains if i not in carried]
        heads = [i for i in untold if i not in carried] or free
        i = rng.choice(heads)
        draw = rng.random()
        if draw < 0.12 and (text := self._passive()):
            return text
        if draw < 0.22 and len(heads) > 1:
            one, other = rng.sample(heads, 2)
            return self._pair(one, other)
        if draw < 0.28 and (text := self._coloured(i)):
            return text
        if draw < 0.38 and (text := self._with(i)):
            return text
        return self._about(i)

    def _about(self, i: int) -> str:
        """One thing and some of what is so of it."""
        rng, many = self.rng, self.scene.things[i].count > 1
        said = self._facts(i, rng.choice((1, 1, 2, 2)))
        subject = self._noun_phrase(i, opening=True)
        if not said:
            place = self._setting()
            be = "are" if many and not subject.startswith(("a ", "an ")) else "is"
            return f"there {be} {subject} {place}".strip()
        first, *others = said
        if first.clothes and others:  # what one wears stands by the noun, so that nobody else wears it
            subject = f"{subject} {first.reduced()}"
            first, *others = others
        tail = self._tail(others)
        singular_head = subject.startswith(("a ", "an "))
        be = "is" if singular_head or not many else "are"
        which = "who" if self.scene.things[i].category == PERSON else "that"
        form = rng.random()
        if form < 0.4:
            return f"{subject} {first.reduced()}{tail}"
        if form < 0.55:
            return f"there {be} {subject} {first.reduced()}{tail}"
        if form < 0.7 and not (many and singular_head):
            return f"{subject} {be} {first.reduced()}{tail}"
        if form < 0.85 and not (many and singular_head):
            return f"{subject} {first.finite(many)}{self._tail(others, joined=False)}"
        if form < 0.93 and others and not (many and singular_head):
            return f"{subject} {which} {be} {first.reduced()} {others[0].finite(many)}"
        return f"{subject} {which} {'are' if many else 'is'} {first.reduced()}{tail}"

    def _tail(self, others: Sequence[Said], joined: bool = True) -> str:
        """The further facts, and now and then where all this is."""
        words = ""
        for said in others:
            words += (
                f" and {said.reduced()}" if said.verb and joined and self.rng.random() < 0.4 else f" {said.reduced()}"
            )
        return f"{words} {PLACE}" if self.rng.random() < 0.45 else words

    def _pair(self, one: int, other: int) -> str:
        rng, things = self.rng, self.scene.things
        first, second = (self._clothes(k) if rng.random() < 0.5 else self._facts(k, 1) for k in (one, other))
        subjects = [self._noun_phrase(k, opening=True) for k in (one, other)]
        again = first and second and (other in first[0].names or one in second[0].names)
        if rng.random() < 0.35 or not first or not second or again:
            place = self._setting()
            be = "there are" if things[one].count > 1 else "there is"
            return f"{rng.choice(('', be + ' '))}{subjects[0]} and {subjects[1]} {place}".strip()
        clauses = []
        finite = rng.random() < 0.5 and not any(
            things[k].count > 1 and s.startswith(("a ", "an ")) for k, s in zip((one, other), subjects, strict=True)
        )
        for k, subject, said in zip((one, other), subjects, (first[0], second[0]), strict=True):
            be = "are" if things[k].count > 1 else "is"
            clauses.append(f"{subject} {be} {said.reduced()}" if finite else f"{subject} {said.reduced()}")
        return f" {rng.choice(('and', 'while')) if finite else 'and'} ".join(clauses)

    def _clothes(self, i: int) -> list[Said]:
        """Something that thing ``i`` wears or holds, if anything."""
        doings = [a for a in self.scene.actions if a.subject == i and a.verb in ("wear", "hold", "carry", "ride")]
        return [self._said(a.verb, "", a.object, of=i) for a in self.rng.sample(doings, min(1, len(doings)))]

    def _coloured(self, i: int) -> str | None:
        thing = self.scene.things[i]
        if thing.color is None or self._twins(i):
            return None
        said = self._facts(i, 1)
        place = f" {said[0].reduced()}" if said and said[0].verb in (None, "park", "sit", "lie", "sleep") else ""
        noun = plural(thing.name) if thing.count > 1 else thing.name
        return f"the {noun}{place} {'are' if thing.count > 1 else 'is'} {thing.color}"

    def _with(self, i: int) -> str | None:
        """What has something: a man with a hat, a table with a cup."""
        scene = self.scene
        had = [a.object for a in scene.actions if a.subject == i and a.verb in ("wear", "hold", "carry")]
        had += [k for k, t in enumerate(scene.things) if t.place in (("on", i), ("in", i)) and not t.animate]
        if not had:
            return None
        had = self.rng.sample(had, min(len(had), self.rng.choice((1, 2))))
        text = f"{self._noun_phrase(i, opening=True)} with {' and '.join(self._noun_phrase(k) for k in had)}"
        return f"{text} {self._setting()}".rstrip() if self.rng.random() < 0.4 else text

    def _passive(self) -> str | None:
        scene = self.scene
        options = [a for a in scene.actions if a.verb in PASSIVE]
        if not options:
            return None
        action = self.rng.choice(options)
        many = scene.things[action.object].count > 1
        target, doer = self._noun_phrase(action.object, opening=True), self._noun_phrase(action.subject)
        way = self.rng.choice(("", "being ", "are being " if many else "is being "))
        if way.startswith("are") and target.startswith(("a ", "an ")):
            way = ""
        return f"{target} {way}{VERBS[action.verb][3]} by {doer}"

    def _listed(self, left: Sequence[int]) -> str:
        places = [i for i in left if self.scene.things[i].category == SETTING]
        things = [i for i in left if i not in places] or self.rng.sample(self.mains, 1)
        # what is worn or carried is named with who does so
        carriers = {a.object: a.subject for a in self.scene.actions if a.verb in CARRYING}
        names: list[str] = []
        for i in dict.fromkeys(carriers.get(i, i) for i in things):
            name = self._noun_phrase(i, opening=not names)
            of_it = [a for a in self.scene.actions if a.subject == i and a.object in things and a.verb in CARRYING]
            doings: dict[str, list[str]] = {}
            for a in of_it:
                doings.setdefault(VERBS[a.verb][2], []).append(self._noun_phrase(a.object))
            clauses = [f"{doing} {' and '.join(objects)}" for doing, objects in doings.items()]
            names.append(" ".join((name, *clauses)))
        listed = " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
        return f"{listed} {self._setting()}".strip() if places else listed

    # -- parts --------------------------------------------------------------------------------------------------------

    def _twins(self, i: int) -> bool:
        return sum(t.name == self.scene.things[i].name for t in self.scene.things) > 1

    def _noun_phrase(self, i: int, opening: bool = False) -> str:
        rng, thing = self.rng, self.scene.things[i]
        adjectives = [w for w in (thing.size, thing.age, thing.state, thing.material) if w and rng.random() < 0.3][:1]
        if thing.color and (self._twins(i) or rng.random() < (0.8 if thing.category == SHAPE else 0.5)):
            adjectives.insert(
                len(adjectives) if not thing.material or thing.material not in adjectives else 0, thing.color
            )
        if thing.count == 1:
            words = " ".join((*adjectives, thing.name))
            return f"the {words}" if not opening and rng.random() < 0.1 else with_article(words)
        words = " ".join((*adjectives, plural(thing.name)))
        draw = rng.random()
        if draw < 0.1 and thing.count == 2:
            return f"{rng.choice(('a couple of', 'a pair of'))} {words}"
        if draw < 0.1 and thing.category != CLOTHING:
            return f"a group of {words}"
        if draw < 0.3:
            return words
        if draw < 0.37 and thing.count > 2:
            return f"several {words}"
        return f"{NUMBERS[thing.count]} {words}"

    def _setting(self) -> str:
        """Where all of it is: ``on a beach``; empty on a plain ground."""
        if self.scene.setting is None:
            return ""
        setting = self.scene.things[self.scene.setting]
        words = self.rng.choice(SETTING_WORDS[setting.name])
        if setting.state and self.rng.random() < 0.3:
            preposition, article = words.split()
            name = f"{setting.state} {setting.name}"
            return f"{preposition} {with_article(name) if article == 'a' else f'the {name}'}"
        return f"{words} {setting.name}"

    def _facts(self, i: int, wanted: int) -> list[Said]:
        """Some of what is so of thing ``i``, no two of which say where it is."""
        scene, rng, thing = self.scene, self.rng, self.scene.things[i]
        acts = [(a.verb, a.object) for a in scene.actions if a.subject == i and a.verb != "wear"]
        worn = [a.object for a in scene.actions if a.subject == i and a.verb == "wear"]
        options: list[Said] = []
        for verb, k in acts:
            options.append(self._said(verb, "", k, of=i))
        if thing.posture is not None or thing.place is not None or not acts:
            where = self._where(i)
            if thing.posture is not None:
                bare = Said(thing.posture, "")
                if where is None or where.rest.startswith("above") or rng.random() < 0.2:
                    where = Said(None, self._setting()) if rng.random() < 0.5 else None
                options.append(Said(thing.posture, where.rest, where.names) if where else bare)
            elif where is not None:
                options.append(where)
        beside = self._where(i, beside=True) if acts and rng.random() < 0.3 else None
        if beside is not None and not beside.names & {k for _, k in acts}:
            options.append(beside)
        rng.shuffle(options)
        if worn and rng.random() < 0.6:
            k = rng.choice(worn)
            clothes = replace(self._said("wear", "", k, of=i), clothes=True)
            if rng.random() < 0.4:
                clothes = replace(clothes, verb=None, rest=f"in {clothes.rest}")
            options.insert(0, clothes)
        chosen = options[:wanted]
        # what is done stands before where that is: of "next to a boy holding a cup" the boy would hold it
        chosen.sort(
            key=lambda said: 0 if said.clothes else 1 if (said.verb, *said.names) in acts else 2 if said.verb else 3
        )
        return [said for said in chosen if said.reduced()]

    def _said(self, verb: str | None, preposition: str, k: int, of: int | None = None) -> Said:
        name = self._noun_phrase(k)
        if of is not None and self.rng.random() < 0.15 and name.startswith(("a ", "an ")):
            owner = self.scene.things[of]
            if owner.count == 1 and owner.name in OWNERS and self.scene.things[k].category in (CLOTHING, PORTABLE):
                name = f"{OWNERS[owner.name]} {name.split(' ', 1)[1]}"
        return Said(verb, f"{preposition} {name}".strip(), frozenset({k}))

    def _where(self, i: int, beside: bool = False) -> Said | None:
        """Where thing ``i`` is: by what carries it, else by what is beside it or before it."""
        scene, thing = self.scene, self.scene.things[i]
        if thing.place is not None and not beside and not any(scene.does(i, "ride", k) for k in self.mains):
            how, k = thing.place
            return self._said(None, how, k)
        if any(a.object == i and a.verb in CARRYING for a in scene.actions):
            return None
        found: list[tuple[str, int]] = []
        for k in self.mains:
            if k == i or not (scene.root(k) == k or scene.things[k].animate):
                continue
            if scene.next_to(i, k):
                found += [("next to", k), (self.rng.choice(("beside", "near")), k)]
            elif scene.in_front_of(i, k):
                found += [("in front of", k)] * 2
            elif scene.in_front_of(k, i):
                found += [("behind", k)] * 2
            if scene.left_of(i, k):
                found.append(("to the left of", k))
            elif scene.left_of(k, i):
                found.append(("to the right of", k))
        if not found:
            return None
        return self._said(None, *self.rng.choice(found))
