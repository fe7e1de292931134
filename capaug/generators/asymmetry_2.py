"""AsCL's Asymmetry-II positives: the text says less than the caption, and stays true.

Method: AsCL (arXiv 2405.10029), our reading: phrases are cut off the end (``truncate``), taken out anywhere
(``subgraph``), or said more generally (``generalise``). Leaving words out keeps a caption true only where nothing in it
is denied or compared, and only if what follows the gap cannot be read with another noun; in doubt nothing is made.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations

from capaug.english.edits import Replacement, fold, realise
from capaug.generators.old import Scene, register
from capaug.lexicon import Lexicon
from capaug.parsing.parsed import AttributePosition, ParsedCaption
from capaug.realise.agreement import replace_noun, set_number
from capaug.records import Variant

KIN = frozenset({"mother", "mom", "mama", "father", "dad", "parent"})
TRUNCATE, SUBGRAPH, GENERALISE = (f"asymmetry_2.{kind}" for kind in ("truncate", "subgraph", "generalise"))
MOST = 4  # candidates a kind
LEAST_WORDS = 3  # of a shortened text, articles aside

# Words under which saying less may say more or something else: denials, comparisons, what holds of all or of few.
GUARDS = frozenset(
    "no not n't cannot without never none nothing nobody neither nor only all every each any few less more most "
    "than except but if or like unlike same too so such enough missing lacking almost nearly instead rather fake "
    "resembling resembles supposed".split()
)
# Those of them that say of something named that it is not there, or may not be.
DENIALS = GUARDS - frozenset("all every each any few less more most same too so such enough only".split())
PRONOUNS = frozenset(
    "it its itself he him his himself she her hers herself they them their theirs themselves one ones another other "
    "others together both".split()
)
OF_THINGS = frozenset({"it", "its", "itself"})
OF_PEOPLE = frozenset("he him his himself she her hers herself".split())
# Verbs that may end a text, said of whoever can do them of themselves.
POSTURES = frozenset("sit stand lie lay rest lean wait sleep pose crouch kneel perch".split())
MOVES = frozenset("walk run jump swim fly surf ski snowboard skateboard skate graze smile laugh eat play dance".split())
ADVERBS = frozenset("outside outdoors outdoor inside indoors together alone around nearby upright".split())
# Verbs that the noun before them may do as well as the one before that.
OF_EITHER = frozenset("show display contain have read say feature hang face cover point lead include look".split())
PLACING = frozenset("put place set lay stick lean attach keep leave make let help allow get turn cause see use".split())
INTRODUCING = frozenset("with has have having had keeps keep keeping holds holding sticks sticking".split())
PREPOSITIONS = frozenset(
    "in on at near by under beneath underneath below behind beside besides above over inside outside along alongside "
    "through across around down up between among against off onto into past toward towards within with from for atop "
    "during while upon beyond to".split()
)
PLACING_WORDS = frozenset({"next", "close", "adjacent"})
RELATIVES = frozenset({"who", "that", "which", "where"})
SUBORDINATE = frozenset("who that which where while as when because if whose what how".split())
FINITE = frozenset({"VBZ", "VBP", "MD"})
FINITE_WORDS = frozenset("is are was were has have had".split())
IRREGULAR_PAST = frozenset("sat stood ate rode ran flew held caught threw took wore drove lay swam went came".split())
PARTICIPLES = frozenset({"VBG", "VBN", "VBD"})
DISTANT = frozenset({"background", "distance", "foreground", "sky", "front", "back"})
SCENES = frozenset({"place", "terrain", "room"})
AGENTS = frozenset({"person", "animal", "vehicle"})
LOOKING = frozenset(
    "look watch see view point stare gaze photograph picture painting photo image mirror window television tv screen "
    "sign show throw reach hit kick drawing poster reflection from at of over above through toward towards behind "
    "outside against into".split()
)
FRAMES = frozenset("view picture photo photograph image shot scene closeup close top item area thing".split())
ADVERB_TAGS = frozenset({"RB", "RBR", "RBS"})
JOINED = frozenset("drawn shaped themed sized style like made print printed split - /".split())
TWO_SENSES = frozenset("batter pitcher mouse cattle".split())
COLORED = frozenset({"color", "material"})  # "an orange and white cat" read as an orange
PLAIN = frozenset("wall floor ceiling light tile background roof leg color".split())
QUANTITIES = frozenset("several many multiple numerous various couple dozen few".split())
COLLECTIVES = frozenset(
    "group bunch couple herd flock crowd lot lots pair number row line collection cluster set".split()
)
MUTUAL = frozenset(
    "both one each other others together another facing different apart across fighting kissing hugging talking".split()
)
SINGLE_ACTS = frozenset("sit stand lie lay walk ride wear hold eat graze sleep run swim swing fly surf ski".split())


def says_enough(text: str) -> bool:
    """Whether a text is more than a bare noun (``A cat.``, ``The old man.``)."""
    return sum(word not in ("a", "an", "the") for word in fold(text).split()) >= LEAST_WORDS


class Shape:
    """Where the phrases of one caption begin and end, read from left to right.

    Trees of odd captions are often wrong about what hangs on what; word classes and noun phrases are mostly right.
    """

    def __init__(self, caption: ParsedCaption, lexicon: Lexicon) -> None:
        self.caption = caption
        self.lexicon = lexicon
        self.tokens = caption.tokens
        self.words = [token.text.lower() for token in caption.tokens]
        self.heads = {site.head: i for i, site in enumerate(caption.object_sites)}
        self.end = next((k + 1 for k in range(len(self.words) - 1, -1, -1) if self.words[k][-1:].isalnum()), 0)
        self.inner = {k for site in caption.object_sites for k in range(site.base[0] + 1, site.base[1])}
        self.names = {k for site in caption.object_sites for k in range(*site.name)}
        self.finite = self._main_verb()
        self.sentence_end = next((k for k in range(self.end) if self.words[k] in (".", ";", "!", "?", ":")), self.end)
        self.guard = next((k for k in range(len(self.words)) if self._guards(k)), len(self.words))

    @cached_property
    def boundaries(self) -> list[int]:
        """Words before which the text may end and with which a phrase that may be left out begins."""
        return [k for k in range(2, self.end) if self.opens(k) and self.closes(k)]

    def denied(self) -> bool:
        """Whether something the caption names may not be there."""
        return any(word in DENIALS for word in self.words)

    def guarded(self) -> bool:
        """Whether the caption holds a word under which saying less is not safe."""
        return self.guard < len(self.words)

    def _guards(self, k: int) -> bool:
        word = self.words[k]
        if word not in GUARDS:
            return False
        if word == "all" and k and k + 1 < self.end:  # "horses all lined up": all of those that there are
            return self.tokens[k + 1].tag not in (*PARTICIPLES, "IN") or self.words[k + 1] == "of"
        return not (word == "few" and self.words[k - 1] == "a")

    def _main_verb(self) -> int | None:
        for k, token in enumerate(self.tokens[: self.end]):
            word = self.words[k]
            if k not in self.names and (token.tag in FINITE or word in FINITE_WORDS or word in IRREGULAR_PAST):
                before = self.words[max(0, k - 4) : k]
                if not any(w in SUBORDINATE for w in before):
                    return k
        return None

    def is_object(self, k: int) -> bool:
        """Whether word ``k`` is the head of a noun phrase that the lexicon or the counts know."""
        i = self.heads.get(k)
        if i is None or not self.tokens[k].tag.startswith("NN"):
            return False
        made = self.caption.graph.objects[i]
        return self.lexicon.objects.is_entry(made.lemma) or self.lexicon.counts.noun(made.lemma) >= 20

    def opens(self, k: int) -> bool:
        """Whether a phrase that can be left out may begin at word ``k``."""
        if k in self.inner or k > self.sentence_end:
            return False
        word, tag = self.words[k], self.tokens[k].tag
        following = self.tokens[k + 1].tag if k + 1 < self.end else ""
        if k == self.sentence_end or word in (",", "while", "without"):
            return True
        if word == "and":
            return k not in self.names
        if word in PLACING_WORDS:
            return self.words[k + 1 : k + 2] == ["to"]
        if word == "to":
            return not following.startswith("VB")
        if word in PREPOSITIONS:
            return following not in ("", ".", ",")
        if word in RELATIVES:
            return tag in ("WDT", "WP", "WRB") or following in FINITE
        return tag in PARTICIPLES and word not in FINITE_WORDS and k not in self.names and word not in IRREGULAR_PAST

    def closes(self, end: int) -> bool:
        """Whether a text may end before word ``end``."""
        last, word = end - 1, self.words[end - 1]
        if last in self.heads:
            return self.is_object(last) and self._noun_closes(last, end)
        if word in ADVERBS and last > 1:
            return self._is_posture(last - 1)
        if word in ("it", "them", "him"):
            return self.words[last - 1] in PREPOSITIONS
        return self._is_posture(last)

    def _noun_closes(self, last: int, end: int) -> bool:
        site = self.caption.object_sites[self.heads[last]]
        first = site.base[0]
        before = self.words[first - 1] if first else ""
        name = self.caption.graph.objects[self.heads[last]]
        if end < len(self.tokens) and self.tokens[end].tag in ("NN", "NNS", "POS", "NNP"):
            return False
        if before in INTRODUCING and self.tokens[first].tag == "PRP$":
            return False  # "a dog with its mouth | open"
        if before in ("between", "both") or (first and self.words[first] == "both"):
            return False
        leading = next((w for w in reversed(self.words[:first]) if w in PREPOSITIONS), "")
        if leading == "with" and any(w in DISTANT for w in self.words[end : end + 3]):
            return False  # "a train with trees | in the background"
        if before in INTRODUCING and self.lexicon.objects.category(name.name) == "body_part":
            return False
        verb = next((k for k in range(first - 1, max(-1, first - 3), -1) if self.tokens[k].tag.startswith("VB")), None)
        if verb is not None and self.tokens[verb].lemma in PLACING:
            return False
        bare = site.determiner is None and not site.plural and first and not self.lexicon.objects.is_mass(name.name)
        if bare and self.words[end : end + 1] in (["and"], [","]):
            return False  # "with old toilet | and tub": a list can do without articles, one noun cannot
        if self.words[end : end + 1] == ["and"]:
            first_word = self.words[first : first + 1]
            return first_word != ["between"] and not self._collective(self.heads[last])
        return True

    def _collective(self, i: int) -> bool:
        pairs = zip(self.caption.graph.attributes, self.caption.attribute_sites, strict=True)
        return any(a.object == i and site.position is AttributePosition.COLLECTIVE for a, site in pairs)

    def _is_posture(self, k: int) -> bool:
        """Whether word ``k`` is a verb that needs nothing behind it, done by a person or an animal."""
        token = self.tokens[k]
        lemma = token.lemma
        if k in self.names or not token.tag.startswith("VB") or lemma not in POSTURES | MOVES:
            return False
        if self.words[k - 1] in ("to", "and", "for", "from"):
            return False
        subject = next((i for h, i in sorted(self.heads.items(), reverse=True) if h < k), None)
        first = self.heads[min(self.heads)] if self.heads else None
        return all(
            i is not None and self.lexicon.objects.is_animate(self.caption.graph.objects[i].name)
            for i in (subject, first)
        )

    def cut(self, k: int) -> bool:
        """Whether the caption may end before word ``k``: a boundary, with its main verb and an object kept."""
        kept = [i for head, i in self.heads.items() if head < k]
        if not kept or self.guard < k or (self.finite is not None and self.finite >= k):
            return False
        if all(self.caption.graph.objects[i].lemma in FRAMES for i in kept):
            return False
        if self.words[k] == "to" and "from" in self.words[:k]:
            return False
        opener = next((j for j in range(k - 1, -1, -1) if self.words[j] in SUBORDINATE), None)
        if opener is not None and not any(t.tag.startswith("VB") for t in self.tokens[opener:k]):
            return False  # "while a woman with a stroller | crosses the street"
        if self.tokens[k].tag == "VBD" and any(word in SUBORDINATE for word in self.words[:k]):
            return False  # "because the pie | fell"
        if k - 1 in self.heads:
            site = self.caption.object_sites[self.heads[k - 1]]
            if self.words[k] in ("and", ",") and site.base[0] and self.words[site.base[0] - 1] == ",":
                return False  # "carrots, potatoes | and meat"
            bare = site.base[1] - site.base[0] == 1 and site.base[0] and not site.plural
            if bare and self.tokens[k].tag == "VBG" and not self.lexicon.objects.is_mass(self.words[k - 1]):
                return False  # "with gate | railing"
        return not (self.words[k] == "and" and ("between" in self.words[:k] or "both" in self.words[:k]))

    def tail(self, k: int) -> Replacement:
        """What leaves out everything from word ``k`` on but the final punctuation."""
        return self.tokens[k - 1].end, self.tokens[self.end - 1].end, ""

    def exchangeable(self, i: int) -> bool:
        """Whether another noun may stand for object ``i``: the name is read right and no word joins it to the next."""
        site, made = self.caption.object_sites[i], self.caption.graph.objects[i]
        head, first = site.head, site.name[0]
        if made.name in TWO_SENSES or not self.is_object(head) or (not site.plural and self.words[head] != made.lemma):
            return False  # "with pews" read as one pew
        if site.plural and self.words[site.base[0]] in ("a", "an") and not self._collective(i):
            return False
        if any(
            not self.tokens[k].tag.startswith(("NN", "JJ")) or self.words[k].endswith("ing") for k in range(first, head)
        ) and (not self.lexicon.objects.is_entry(made.name)):
            return False
        if head + 1 >= len(self.tokens):
            return True
        return (
            self.tokens[head + 1].tag not in ("NN", "NNS", "NNP", "POS", "HYPH") and self.words[head + 1] not in JOINED
        )

    def adjectives(self, i: int) -> tuple[int, int] | None:
        """Words of object ``i`` between its determiner or number and its name, if all are adjectives safely dropped."""
        site, name = self.caption.object_sites[i], self.caption.graph.objects[i].name
        attributes, objects = self.lexicon.attributes, self.lexicon.objects
        covered: dict[int, bool] = {}
        for attribute, place in zip(self.caption.graph.attributes, self.caption.attribute_sites, strict=True):
            if attribute.object != i:
                continue
            before = place.position is AttributePosition.BEFORE
            if before and (
                attributes.is_privative(attribute.name)
                or (attribute.type == "material" and objects.category(name) in ("person", "animal", "toy"))
                or attribute.type == "kind"
                or (attribute.type == "other" and not self.lexicon.counts.attribute(attribute.name, name))
            ):
                return None
            covered.update((k, before) for k in range(*place.words))
        first = site.name[0]
        while first > site.base[0] and (
            covered.get(first - 1, False)
            or (self.tokens[first - 1].tag in ADVERB_TAGS and covered.get(first, False))
            or (self.words[first - 1] in (",", "and", "-") and covered.get(first - 2, False))
        ):
            first -= 1
        if first == site.name[0] or (site.name[1] - first > 2 and not objects.is_entry(name) and " " in name):
            return None  # "mixed age group": the adjective may belong to the first noun
        if first and self.words[first - 1] in ("and", "or", "&", ",", "-", "/", "most", "more", "as", "so", "too"):
            return None
        if name in PLAIN or (objects.category(name) == "body_part" and self.words[max(0, site.base[0] - 1)] != "of"):
            return None  # "a bathroom with walls"
        if first == site.base[0] and not site.plural and not objects.is_mass(name):
            return None
        if first > site.base[0]:
            front = self.tokens[first - 1]
            if front.tag not in ("DT", "PRP$", "CD", "IN") and self.words[first - 1] not in QUANTITIES:
                return None
        if any(self.words[k] in GUARDS for k in range(first, site.name[0])):
            return None
        return first, site.name[0]

    def antecedent_lost(self, gone: Sequence[tuple[int, int]]) -> bool:
        """Whether a pronoun that stays may mean a noun in the token ranges ``gone``."""
        lost = {k for first, end in gone for k in range(first, end)}
        for k, word in enumerate(self.words):
            if k in lost or word not in PRONOUNS:
                continue
            for head, i in self.heads.items():
                if head in lost and head < k:
                    person = self.lexicon.objects.is_person(self.caption.graph.objects[i].name)
                    if not (word in OF_THINGS and person) and not (word in OF_PEOPLE and not person):
                        return True
        return False


def plain_front(shape: Shape, i: int) -> bool:
    """Whether only determiners, numbers, collectives and adjectives stand before the name."""
    site = shape.caption.object_sites[i]
    covered = {
        k
        for a, place in zip(shape.caption.graph.attributes, shape.caption.attribute_sites, strict=True)
        if a.object == i
        for k in range(*place.words)
    }
    return all(
        k in covered or shape.tokens[k].tag in ("DT", "PRP$", "CD", "CC", ",") or shape.tokens[k].tag in ADVERB_TAGS
        for k in range(site.base[0], site.name[0])
    )


@register("asymmetry_2")
class Asymmetry2:
    """Texts that say less than the caption."""

    name = "asymmetry_2"
    kinds = (SUBGRAPH, GENERALISE, TRUNCATE)
    positive = True

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def generate(self, scene: Scene, rng: random.Random) -> Iterator[Variant]:
        """Subgraphs, generalisations, truncations: each kind in order of preference."""
        shape = Shape(scene.caption, self.lexicon)
        truncations = ([shape.tail(k)] for k in self._cuts(shape))
        yield from self._made(shape, SUBGRAPH, self._subgraphs(shape, rng))
        yield from self._made(shape, GENERALISE, self._generalisations(shape, rng))
        yield from self._made(shape, TRUNCATE, truncations)

    @staticmethod
    def _made(shape: Shape, kind: str, options: Iterator[list[Replacement]]) -> Iterator[Variant]:
        seen: set[str] = set()
        for replacements in options:
            made = realise(shape.caption.text, replacements)
            if made is not None and made[0] not in seen and says_enough(made[0]):
                seen.add(made[0])
                yield Variant(made[0], kind, made[1])
                if len(seen) == MOST:
                    return

    @staticmethod
    def _cuts(shape: Shape) -> list[int]:
        """Words before which the caption may end, those that keep about two thirds of it first."""
        cuts = [k for k in shape.boundaries if shape.cut(k) and not Asymmetry2._leaves_a_stub(shape, k)]
        return sorted(cuts, key=lambda k: abs(k / shape.end - 0.65))

    @staticmethod
    def _leaves_a_stub(shape: Shape, k: int) -> bool:
        """Whether an end before word ``k`` leaves a bare noun behind a comma: ``a boy at bat, another child``."""
        comma = max((j for j in range(k) if shape.words[j] == ","), default=None)
        if comma is None or comma == k - 1 or shape.words[k] == ",":
            return False
        return not any(token.tag.startswith("VB") for token in shape.tokens[comma + 1 : k])

    # -- a connected part ---------------------------------------------------------------------------------------------

    def _subgraphs(self, shape: Shape, rng: random.Random) -> Iterator[list[Replacement]]:
        if shape.guarded():
            return
        span = shape.caption.span
        adjectives = [words for i in range(len(shape.caption.object_sites)) if (words := shape.adjectives(i))]
        cuts = [k for k in self._cuts(shape) if not shape.antecedent_lost([(k, shape.end)])]
        gaps = [gap for gap in self._gaps(shape) if not shape.antecedent_lost([gap])]
        rng.shuffle(gaps)

        def without(gap: tuple[int, int] | None, cut: int | None, drop: bool) -> list[Replacement]:
            first, end = gap or (0, 0)
            last = cut or shape.end
            dropped = [w for w in adjectives if drop and w[1] < last and not first <= w[0] < end]
            made = [(*span(*words), "") for words in dropped]
            made += [(*span(*gap), "")] if gap else []
            return made + ([shape.tail(cut)] if cut else [])

        for gap in gaps:
            yield without(gap, None, bool(adjectives))
            for cut in cuts:
                if cut > gap[1] + 1:
                    yield without(gap, cut, True)
                    break
        for cut in cuts:
            if any(words[1] < cut for words in adjectives):
                yield without(None, cut, True)
        for gap in gaps:
            yield without(gap, None, False)
        if len(adjectives) > 1:
            yield without(None, None, True)

    def _gaps(self, shape: Shape) -> Iterator[tuple[int, int]]:
        """Token ranges in the middle that may be left out: what follows them still speaks of what stands before."""
        for first, end in combinations([*shape.boundaries, *self._verb_boundary(shape)], 2):
            if first < end and self._joins(shape, first, end):
                yield first, end
        yield from self._conjuncts(shape)

    @staticmethod
    def _verb_boundary(shape: Shape) -> list[int]:
        verb = shape.finite
        return [verb] if verb is not None and verb > 2 and verb - 1 in shape.heads and shape.is_object(verb - 1) else []

    def _joins(self, shape: Shape, first: int, end: int) -> bool:
        if shape.words[first] in (",", "and", "while") or shape.sentence_end <= end or first - 1 not in shape.heads:
            return False
        gone = [i for head, i in shape.heads.items() if first <= head < end]
        if not gone or (shape.finite is not None and first <= shape.finite < end):
            return False
        head = shape.heads[first - 1]
        if "," in shape.words[first:end] or (shape.finite is not None and end < shape.finite):
            return False
        if end == shape.finite:
            return end - 1 in shape.heads and self._agrees(shape, first, end)
        objects, graph = self.lexicon.objects, shape.caption.graph
        name = graph.objects[head].name
        word, token = shape.words[end], shape.tokens[end]
        if token.tag == "VBG":
            actors = [i for i in gone if objects.category(graph.objects[i].name) in (*AGENTS, None)]
            return objects.is_animate(name) and not actors and token.lemma not in OF_EITHER
        if word in ("in", "on", "at"):
            target = next((i for h, i in sorted(shape.heads.items()) if h > end), None)
            if target is None or objects.category(graph.objects[target].name) not in SCENES:
                return False
            if word == "on" and shape.words[first] == "with":
                return False  # "a child with an umbrella on the ground"
            if shape.caption.object_sites[target].base[0] != end + 1 or objects.category(name) not in AGENTS:
                return False
            looking = any(t.lemma.lower() in LOOKING or t.text.lower() in LOOKING for t in shape.tokens[first:end])
            return not looking and not any(
                objects.category(graph.objects[i].name) in ("person", "building", "vehicle", *SCENES) for i in gone
            )
        return False

    @staticmethod
    def _agrees(shape: Shape, first: int, verb: int) -> bool:
        """Whether the noun before the gap is the subject of the verb behind it, by number."""
        word, tag = shape.words[verb], shape.tokens[verb].tag
        site = shape.caption.object_sites[shape.heads[first - 1]]
        if site.base[0] != 0 or shape.words[first] in RELATIVES:
            return False
        if word in ("is", "was", "has") or tag == "VBZ":
            return not site.plural
        return site.plural and (word in ("are", "were", "have") or tag == "VBP")

    @staticmethod
    def _conjuncts(shape: Shape) -> Iterator[tuple[int, int]]:
        """``and a dog`` and ``a cat and`` in ``A cat and a dog sitting on a bed``."""
        sites = sorted(shape.caption.object_sites, key=lambda site: site.head)
        if len(sites) < 2 or sites[0].base[0] != 0 or shape.finite is not None:
            return
        one, other = sites[:2]
        after = other.base[1]
        if other.base[0] != one.base[1] + 1 or shape.words[one.base[1]] != "and" or after >= shape.end:
            return
        if one.determiner is None or other.determiner is None or any(w in PRONOUNS | MUTUAL for w in shape.words):
            return
        if shape.tokens[after].tag == "VBG" and shape.tokens[after].lemma in POSTURES:
            yield one.base[1], after
            yield 0, other.base[0]

    # -- said more generally -----------------------------------------------------------------------------------------

    def _generalisations(self, shape: Shape, rng: random.Random) -> Iterator[list[Replacement]]:
        if shape.guarded():
            return
        nouns: list[tuple[int, list[Replacement]]] = []
        lighter: list[tuple[int, list[Replacement]]] = []
        for i in range(len(shape.caption.object_sites)):
            if change := self._hypernym(shape, i, rng):
                nouns.append((i, change))
            if change := self._no_number(shape, i):
                lighter.append((i, change))
            if words := shape.adjectives(i):
                lighter.append((i, [(*shape.caption.span(*words), "")]))
        rng.shuffle(nouns)
        rng.shuffle(lighter)
        pairs = [a + b for _, a in nouns for _, b in lighter]
        pairs += [a + b for (_, a), (_, b) in combinations(nouns, 2)]
        rng.shuffle(pairs)
        yield from pairs[:2]
        yield from (change for _, change in nouns)
        yield from (a + b for (_, a), (_, b) in combinations(lighter, 2))
        yield from pairs[2:]
        yield from (change for _, change in lighter)
        for i in range(len(shape.caption.object_sites)):
            if change := self._single(shape, i):
                yield change

    def _hypernym(self, shape: Shape, i: int, rng: random.Random) -> list[Replacement] | None:
        objects, graph, site = self.lexicon.objects, shape.caption.graph, shape.caption.object_sites[i]
        name = graph.objects[i].name
        others = [o.name for k, o in enumerate(graph.objects) if k != i]
        if not shape.is_object(site.head) or self.lexicon.attributes.type(name) in COLORED:
            return None
        if site.base[0] < site.name[0] and not plain_front(shape, i):
            return None
        if not shape.exchangeable(i):
            return None
        if name in KIN and any(objects.category(other) == "animal" for other in others):
            return None  # a giraffe's mother is no woman
        options = [
            above
            for above in objects.hypernyms(name)
            if self.lexicon.counts.noun(above) >= 30
            and not objects.is_vague(above)
            and above.rsplit(" ", 1)[-1] not in shape.words
            and not (above == "food" and {",", "and"} & set(shape.words[site.base[0] - 1 : site.head + 2]))
            and not (above == "person" and {"little", "small", "tiny"} & set(shape.words[site.base[0] : site.name[0]]))
            and not any(objects.is_a(other, above) or objects.same(other, above) for other in others)
        ]
        before = shape.caption.tokens[site.name[0] - 1].tag if site.name[0] else ""
        if not options or before.startswith("NN"):
            return None  # "a skate | boarding teenager": a compound cut in two
        return replace_noun(shape.caption, i, options[0] if len(options) == 1 else rng.choice(options[:2]), objects)

    def _no_number(self, shape: Shape, i: int) -> list[Replacement] | None:
        """``two dogs`` -> ``dogs``, ``a group of people`` -> ``people``; only where the noun is plural."""
        site, caption = shape.caption.object_sites[i], shape.caption
        if (
            not site.plural
            or shape.tokens[site.head].tag not in ("NNS", "NNPS")
            or any(w in MUTUAL for w in shape.words)
            or [o.lemma for o in caption.graph.objects].count(caption.graph.objects[i].lemma) > 1
        ):
            return None
        for attribute, place in zip(caption.graph.attributes, caption.attribute_sites, strict=True):
            if attribute.object != i:
                continue
            first, end = place.words
            if place.position is AttributePosition.COLLECTIVE and attribute.name.split(" ")[0] in COLLECTIVES:
                verb = shape.finite
                singular = verb is not None and (shape.tokens[verb].tag == "VBZ" or shape.words[verb] in ("is", "was"))
                if singular or any(w in OF_THINGS for w in shape.words) or end > site.name[0]:
                    return None
                if site.base[0] and shape.tokens[site.base[0] - 1].tag in ("DT", "JJ", "CD", "PRP$", "NN"):
                    return None  # "the back row of buildings"
                return [(*caption.span(site.base[0], end), "")]
            if place.position is AttributePosition.NUMBER and end - first == 1:
                word = shape.words[first]
                if not (shape.tokens[first].tag == "CD" or word in QUANTITIES) or word in ("one", "1"):
                    return None
                if shape.words[end : end + 1] in (["of"], ["-"], ["or"], ["and"]) or end > site.name[0]:
                    return None
                if first and shape.words[first - 1] in ("a", "an"):
                    first -= 1
                return [(*caption.span(first, end), "")]
        return None

    def _single(self, shape: Shape, i: int) -> list[Replacement] | None:
        """``two dogs`` -> ``a dog``, where no more than these words hangs on the number."""
        caption, site = shape.caption, shape.caption.object_sites[i]
        numbers = [
            shape.tokens[place.words[0]].tag
            for a, place in zip(caption.graph.attributes, caption.attribute_sites, strict=True)
            if a.object == i and place.position is AttributePosition.NUMBER
        ]
        if numbers != ["CD"] or not site.plural or any(w in PRONOUNS | MUTUAL | {"and"} for w in shape.words):
            return None
        if shape.words[site.base[0]] != shape.words[site.base[0]].strip("0123456789") or site.determiner is not None:
            return None
        if any(other.plural for k, other in enumerate(caption.object_sites) if k != i) or not shape.exchangeable(i):
            return None
        verbs = [
            place.verb
            for r, place in zip(caption.graph.relations, caption.relation_sites, strict=True)
            if i in (r.subject, r.object)
        ]
        if any(verb is not None and shape.tokens[verb].lemma not in SINGLE_ACTS for verb in verbs):
            return None
        return set_number(caption, i, False, "a")
