"""Captions of other kinds: regions of pictures, alt text, dense descriptions, pictures from above, videos, recipes.

They have forms that photographs' captions lack: no subject, no article, what opens a description (``This image
shows``), places before their verb (``On the left stands a man``), denials, printed words and names.
"""

from __future__ import annotations

from collections.abc import Callable

from capaug.english.inflection import inflect, plural
from recipes.build.parser.phrases import Node, Phrases, be

STATES = (
    "shiny silver wet dirty clean empty full open closed old new tall red white black blue green gray brown "
    "visible small large dark bright round yellow wooden long short blurry cloudy clear dense sparse rectangular "
    "straight"
).split()
ADVERBIAL_STATES = "on off up down open closed out".split()
COOKING = (
    "mix add pour stir bake chop slice cut boil fry cook heat place put peel serve remove combine spread grill "
    "wash drain squeeze season whisk fold press"
).split()
FOODS = (
    "flour butter sugar salt water milk cheese dough egg onion garlic chicken rice sauce pepper oil potato "
    "tomato carrot cream batter meat pasta mushroom lemon chocolate"
).split()
UNCOUNTED = frozenset(
    "flour butter sugar salt water milk cheese garlic rice sauce pepper oil cream pasta meat dough".split()
)
VESSELS = "bowl pan pot plate oven dish tray blender skillet".split()
DONE = (
    "slice cut cook pull push ride hold feed serve prepare paint clean load wash hug carry walk fly drive build "
    "repair chop"
).split()
SHOWING = "show feature depict capture display present reveal showcase".split()
PICTURES = "image picture photo photograph shot scene photograph view video illustration painting".split()
SHOTS = (
    "close - up shot|close - up view|close - up|wide shot|aerial view|low - angle shot|high - angle view|"
    "full shot|medium shot|eye - level shot|side view|front view|vector illustration|silhouette|cartoon|"
    "black and white photo|portrait|illustration|collage|set|vertical photo|detailed close - up|long shot|"
    "outdoor daytime shot|drawing"
).split("|")
ANGLES = (
    "above|a high - angle perspective|an eye - level perspective|a low angle|the side|behind|a distance|below|"
    "an aerial perspective|a low - angle viewpoint|the street|a close - up perspective"
).split("|")
SIDES = (
    "on the left|on the right|in the background|in the foreground|in the distance|in the center|in the middle|"
    "in the corner|on the left side|at the bottom|at the top|on the far right|in the upper left corner"
).split("|")
STANDING = "stand sit hang lie rest stretch rise lean run".split()
LEADING_PLACES = (
    "to the left of|to the right of|in front of|next to|behind|above|below|beneath|beside|between|on top of|on|in|"
    "at the edge of|in the middle of|around|atop|near|along|over|inside"
).split("|")
TAILS = (
    "add:splash:color|create:contrast:background|cast:shadow:ground|enhance:beauty:scene|add:touch:charm|"
    "provide:backdrop:scene|give:sense:depth|create:atmosphere:room|reflect:light:sun|show:part:wall"
).split("|")
AERIAL = (
    "building tree house road plane car boat pond river playground court field farmland bridge church airport "
    "square railway factory park school residential_area parking_lot storage_tank railway_station baseball_field "
    "swimming_pool football_field industrial_area port desert forest mountain beach resort stadium viaduct "
    "meadow lawn bareland basketball_court roof runway terminal warehouse lake island"
).split()
AERIAL_PLACES = "in on near around beside along between among at by next_to two_sides_of both_sides_of".split()
TOPICS = (
    "car game movie food music phone history computer book animal makeup news cooking science sport guitar "
    "recipe product team show band planet"
).split()
TALKING = "talk sing speak explain discuss demonstrate describe review joke ask".split()
SKILLS = "fold:paper|make:cake|cook:rice|play:guitar|draw:face|fix:engine|cut:hair|use:phone|apply:makeup|peel:orange"
PARTS_OF_PEOPLE = "hand face head arm leg foot hair eye finger".split()
SAYING = "say read spell state".split()
PRINTED = (
    "STOP FROG ONE WAY OPEN SALE LOVE EXIT PARKING NO COFFEE Happy Birthday WELCOME Police SCHOOL BUS 2014".split()
)
NAMES = (
    "Grower Hamilton Sparklette Tesco Toyota Nintendo Nikon Sony Dell Google Budweiser Heinz Canon Oxford Boston "
    "Paris Trader Joe Disney Coca Pepsi Samsung Adidas London Texas Mercedes Apple Jack Harry Lincoln Kansas "
    "Vista"
).split()
NAMED = "named titled called labeled".split()
HYPHENATED = (
    "hay - covered|snow - capped|tree - lined|glass - fronted|long - sleeved|short - sleeved|"
    "black - and - white|light - colored|dark - haired|well - lit|two - story|"
    "long - haired|wide - brimmed|red - brick|hand - held|multi - colored|pinkish - red|brightly - colored|"
    "old - fashioned|half - eaten|high - heeled|double - decker|blue - gray|stone - block|wood - paneled|"
    "ripe - looking|gray - black|green - leaved|three - tiered|grey - white|open - air|close - cropped|"
    "V - necked|semi - transparent"
).split("|")
MEASURED = (
    "7-year|- old;5-year|- old;three|- year - old;10-inch;3-story;12-foot;20-pound;two|- door;four|- legged;"
    "1960s;6-pack;100-year|- old;4-door;2-tier"
).split(";")
EACH_OTHER = "reach:out:for|look::at|talk::to|stand::beside|smile::at|face::|hug::|kiss::|lean::against|walk::towards"


class Styles:
    """Draws captions of other kinds as trees."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases, self.rng = phrases, phrases.rng
        self._forms: list[tuple[float, Callable[[], Node]]] = [
            (0.05, self._imperative),
            (0.09, self._subjectless),
            (0.06, self._being_done),
            (0.05, self._state),
            (0.03, self._each_other),
            (0.14, self._noun_phrase),
            (0.12, self._shown),
            (0.06, self._captured_from),
            (0.07, self._inverted),
            (0.08, self._tailed),
            (0.05, self._to_be_seen),
            (0.07, self._denied),
            (0.06, self._from_above),
            (0.06, self._talking),
            (0.06, self._printed),
        ]

    def caption(self) -> Node:
        """One caption; its root's label is not set."""
        weights = [weight for weight, _ in self._forms]
        return self.rng.choices(self._forms, weights)[0][1]()

    # -- parts -------------------------------------------------------------------------------------------------------

    def _hyphenated(self) -> Node:
        """``long-sleeved``: as the tokenizer has it, in words around hyphens, all below the last."""
        if self.phrases.chance(0.3):
            return self._measured()
        *before, last = self.rng.choice(HYPHENATED).split()
        tag = "VBN" if last.endswith("ed") and len(last) > 4 else "NN" if last in ("brick", "block", "decker") else "JJ"
        top = Node(last, tag, "compound" if tag == "NN" else "amod")
        for word in before:
            if word == "-":
                top.left.append(Node("-", "HYPH", "punct"))
            elif word == "and":
                top.left.append(Node("and", "CC", "cc"))
            else:
                tag = "RB" if word.endswith("ly") or word in ("well", "half", "semi") else "JJ"
                if word in ("stone", "wood", "hand", "V", "hay", "snow", "tree", "glass"):
                    tag = "NN"
                elif word in ("two", "three"):
                    tag = "CD"
                label = {"RB": "advmod", "NN": "compound", "CD": "nummod"}.get(tag, "amod")
                top.left.append(Node(word, tag, label))
        return top

    def _measured(self) -> Node:
        """``7-year-old``, ``10-inch``: a tokenizer parts letters at a hyphen and figures not."""
        first, _, rest = self.rng.choice(MEASURED).partition("|")
        if not rest:
            return Node(first, "JJ", "amod")
        words = rest.split()
        top = Node(words[-1], "JJ", "amod")
        if len(words) == 4:  # three - year - old
            measure = Node(words[1], "NN", "obl:unmarked")
            measure.left = [Node(first, "CD", "nummod"), Node("-", "HYPH", "punct")]
            top.left = [measure, Node("-", "HYPH", "punct")]
        else:
            tag, label = ("CD", "nummod") if first.isalpha() else ("NN", "obl:unmarked")
            top.left = [Node(first, tag, label), Node("-", "HYPH", "punct")]
        return top

    def _thing(self, dep: str, number: bool | None = None) -> tuple[str, Node, bool]:
        """A noun phrase, at times with a hyphenated word, a compound, or something in its hands or around it."""
        phrases = self.phrases
        name = phrases.any_subject() if phrases.chance(0.6) else phrases.any_noun()
        node, many = phrases.noun(name, dep, number)
        if phrases.chance(0.15):
            place = sum(child.dep in ("det", "nmod:poss", "nummod") for child in node.left)
            node.left.insert(place, self._hyphenated())
        elif phrases.chance(0.05) and node.left and node.left[0].dep == "det":
            node.left.insert(1, Node(self.rng.choice(NAMES), "NNP", "compound"))
        return name, node, many

    def _clause(self, name: str, node: Node, many: bool) -> Node:
        """``A man is riding a horse``; present, passive, ``is on a horse``, ``is red``."""
        phrases = self.phrases
        drawn = self.rng.random()
        if drawn < 0.65:
            verb = phrases.verb_phrase(name, self.rng.choice(("VBG", "VBZ")), "advcl", many)
            passive = verb.tag == "VBN"
            if verb.tag in ("VBG", "VBN") and not any(child.dep.startswith("aux") for child in verb.left):
                verb.left.append(be(many, "aux:pass" if passive else "aux"))
            node.dep = "nsubj:pass" if passive else "nsubj"
            verb.left.insert(0, node)
            return verb
        root = Node(self.rng.choice(STATES), "JJ", "root") if drawn < 0.8 else phrases.place_of_case()
        node.dep = "nsubj"
        root.left[:0] = [node, be(many, "cop")]
        return root

    def _doing(self, name: str, node: Node, many: bool, chance: float = 0.5) -> Node:
        """The noun with what it does or where it is, or alone."""
        if self.phrases.chance(chance):
            node.right.append(self.phrases.verb_phrase(name, "VBG", "acl", many))
        elif self.phrases.chance(0.6):
            place = self.phrases.place()
            place.dep = "nmod" if place.dep == "obl" else place.dep
            node.right.append(place)
        return node

    def _words(self, text: str, dep: str) -> Node:
        """A noun phrase given in words, its head the last: ``a high - angle perspective``."""
        *before, last = text.split()
        top = Node(last, "NN", dep)
        for i, word in enumerate(before):
            if word in ("a", "an", "the"):
                top.left.append(Node(word, "DT", "det"))
            elif word == "-":
                top.left.append(Node("-", "HYPH", "punct"))
            elif word == "and":
                continue
            elif i + 1 < len(before) and before[i + 1] == "and":
                white = Node(before[i + 2], "JJ", "conj")
                white.left = [Node("and", "CC", "cc")]
                black = Node(word, "JJ", "amod")
                black.right = [white]
                top.left.append(black)
            elif i > 0 and before[i - 1] == "and":
                continue
            else:
                noun = word in ("angle", "level", "up", "eye", "vector")
                top.left.append(Node(word, "NN" if noun else "JJ", "compound" if noun else "amod"))
        return top

    # -- captions ----------------------------------------------------------------------------------------------------

    def _imperative(self) -> Node:
        """``mix the flour and the butter in a bowl``."""
        rng, phrases = self.rng, self.phrases
        verbs = []
        for i in range(rng.choice((1, 1, 2))):
            verb = Node(rng.choice(COOKING), "VB", "conj" if i else "root")
            food = self._food("obj")
            verb.right.append(food)
            if phrases.chance(0.3):
                phrases.conjoin(food, self._food("conj"))
            if phrases.chance(0.5):
                vessel = Node(rng.choice(VESSELS), "NN", "obl")
                vessel.left = [
                    Node(rng.choice(("in", "into", "on", "with", "to")), "IN", "case"), Node("the", "DT", "det")
                ]  # fmt: skip
                verb.right.append(vessel)
            verbs.append(verb)
        if len(verbs) == 2:
            phrases.conjoin(*verbs)
        return verbs[0]

    def _food(self, dep: str) -> Node:
        word = self.rng.choice(FOODS)
        many = word not in UNCOUNTED and self.phrases.chance(0.6)
        node = Node(plural(word) if many else word, "NNS" if many else "NN", dep)
        if self.phrases.chance(0.5) or (not many and word not in UNCOUNTED):
            node.left.append(Node("the", "DT", "det"))
        if self.phrases.chance(0.2):
            node.left.append(Node(self.rng.choice(("chopped", "sliced", "melted", "mixed", "hot")), "VBN", "amod"))
        return node

    def _subjectless(self) -> Node:
        """``is shiny and silver``, ``has a red roof``, ``riding a horse on a beach``."""
        phrases, many = self.phrases, self.phrases.chance(0.2)
        drawn = self.rng.random()
        if drawn < 0.25:
            root = Node(self.rng.choice(STATES), "JJ", "root")
            root.left.append(be(many, "cop"))
            if phrases.chance(0.5):
                phrases.conjoin(root, Node(self.rng.choice(STATES), "JJ", "conj"))
            return root
        if drawn < 0.35:
            root = phrases.place_of_case()
            root.left.insert(0, be(many, "cop"))
            return root
        if drawn < 0.5:
            root = Node("has", "VBZ", "root")
            root.right.append(self._thing("obj")[1])
            return root
        verb = phrases.verb_phrase(phrases.any_subject(), self.rng.choice(("VBG", "VBG", "VBZ")), "advcl", many)
        return verb

    def _being_done(self) -> Node:
        """``cheese is being sliced``, ``a cake being cut by a man``, ``the food gets cooked``."""
        phrases = self.phrases
        _, node, many = self._thing("nsubj:pass")
        verb = Node(inflect(self.rng.choice(DONE), "VBN"), "VBN", "root")
        if phrases.chance(0.4):
            agent = phrases.noun(phrases.any_subject(), "obl:agent")[0]
            agent.left.insert(0, Node("by", "IN", "case"))
            verb.right.append(agent)
        elif phrases.chance(0.5):
            verb.right.append(phrases.place())
        if phrases.chance(0.35):
            verb.left.append(Node("being", "VBG", "aux:pass"))
            verb.dep = "acl"
            node.right.append(verb)
            return node
        verb.left = [node, be(many, "aux"), Node("being", "VBG", "aux:pass")]
        return verb

    def _state(self) -> Node:
        """``white monitor is on``, ``the door is open``."""
        _, node, many = self._thing("nsubj", False)
        word = self.rng.choice(ADVERBIAL_STATES)
        root = Node(word, "JJ", "root")
        root.left = [node, be(many, "cop")]
        if self.phrases.chance(0.15):
            root.left.append(Node(self.rng.choice(("not", "partially", "still")), "RB", "advmod"))
        return root

    def _each_other(self) -> Node:
        """``hands reaching out for each other``."""
        verb, particle, preposition = self.rng.choice(EACH_OTHER.split("|")).split(":")
        name = self.rng.choice(PARTS_OF_PEOPLE) if self.phrases.chance(0.3) else self.phrases.any_subject()
        node, _ = self.phrases.noun(name, "root", True)
        other = Node("other", "JJ", "obl" if preposition else "obj")
        other.left.append(Node("each", "DT", "det"))
        if preposition:
            other.left.insert(0, Node(preposition, "IN", "case"))
        root = Node(inflect(verb, "VBG"), "VBG", "acl")
        if particle:
            root.right.append(Node(particle, "RP", "compound:prt"))
        root.right.append(other)
        if self.phrases.chance(0.4):
            root.dep, node.dep = "root", "nsubj"
            root.left = [node, be(True, "aux")]
            return root
        node.right.append(root)
        return node

    def _noun_phrase(self) -> Node:
        """``7-year-old boy``, ``woman hands holding red heart``, ``Sparklette water bottle``: often with no article."""
        phrases = self.phrases
        name, node, many = self._thing("root")
        if phrases.chance(0.4):
            node.left = [child for child in node.left if child.dep != "det"]
        if phrases.chance(0.15):
            owner = Node(phrases.any_subject().split()[-1], "NN", "compound")
            part = self.rng.choice(PARTS_OF_PEOPLE)
            several = phrases.chance(0.5)
            node = Node(plural(part) if several else part, "NNS" if several else "NN", "root")
            node.left = [owner]
            name, many = part, several
        if phrases.chance(0.12):
            shot = self._words(self.rng.choice(SHOTS), "root")
            if phrases.chance(0.6):
                shot.left.insert(0, Node("a", "DT", "det"))
            node.dep = "nmod"
            node.left.insert(0, Node("of", "IN", "case"))
            shot.right.append(self._doing(name, node, many))
            return shot
        return self._doing(name, node, many, 0.35)

    def _shown(self) -> Node:
        """``This image shows a dog``, ``A close-up shot features two apples``; sometimes of several things."""
        phrases, rng = self.phrases, self.rng
        if phrases.chance(0.5):
            frame = Node(rng.choice(PICTURES), "NN", "nsubj")
            frame.left.append(Node(rng.choice(("this", "the", "the", "a")), "DT", "det"))
        else:
            frame = self._words(rng.choice(SHOTS), "nsubj")
            frame.left.insert(0, Node(rng.choice(("a", "this")), "DT", "det"))
        verb = Node(inflect(rng.choice(SHOWING), "VBZ"), "VBZ", "root")
        if phrases.chance(0.15):
            frame.right.append(self._taken_from("acl"))
        things = []
        for i in range(rng.choice((1, 1, 1, 2, 3))):
            name, node, many = self._thing("conj" if i else "obj")
            things.append(self._doing(name, node, many, 0.4))
        for i, other in enumerate(things[1:], start=1):
            other.left.insert(0, Node("and", "CC", "cc") if i == len(things) - 1 else Node(",", ",", "punct"))
            things[0].right.append(other)
        verb.left, verb.right = [frame], [things[0]]
        if phrases.chance(0.2):
            verb.right.append(self._tail())
        return verb

    def _taken_from(self, dep: str) -> Node:
        verb = Node(self.rng.choice(("captured", "captured", "taken", "shot", "seen", "viewed")), "VBN", dep)
        angle = self.rng.choice(ANGLES)
        if " " in angle:
            place = self._words(angle, "obl")
            place.left.insert(0, Node("from", "IN", "case"))
        else:
            place = Node(angle, "RB", "obl")
            place.left.append(Node("from", "IN", "case"))
        verb.right.append(place)
        return verb

    def _captured_from(self) -> Node:
        """``Captured from above, a man is riding a horse``; ``In the background, trees can be seen``."""
        phrases, rng = self.phrases, self.rng
        root = self._clause(*self._thing("nsubj"))
        drawn = rng.random()
        if drawn < 0.4:
            opening = self._taken_from("advcl")
        elif drawn < 0.7:
            opening = self._side("obl")
        else:
            noun = phrases.noun(phrases.any_noun(), "obl", False)[0]
            opening = self._led(noun, rng.choice(LEADING_PLACES))
        opening.right.append(Node(",", ",", "punct"))
        root.left.insert(0, opening)
        return root

    def _side(self, dep: str) -> Node:
        preposition, article, *rest = self.rng.choice(SIDES).split()
        node = Node(rest[-1], "NN", dep)
        node.left = [Node(preposition, "IN", "case"), Node(article, "DT", "det")]
        node.left += [Node(word, "JJ", "amod") for word in rest[:-1]]
        return node

    def _led(self, noun: Node, phrase: str) -> Node:
        """The noun behind a preposition, which may have a noun of its own: ``to the left of the sofa``."""
        return self.phrases.attached(noun, phrase.replace(" ", "_"), "obl")

    def _inverted(self) -> Node:
        """``On the left stands a man``, ``In the background is a tree``, ``To the right of the sofa are two lamps``."""
        phrases, rng = self.phrases, self.rng
        name, node, many = self._thing("nsubj")
        if phrases.chance(0.5):
            opening = self._side("obl")
        else:
            opening = self._led(phrases.noun(phrases.any_noun(), "obl", False)[0], rng.choice(LEADING_PLACES))
        if phrases.chance(0.5):
            root = be(many, "root")
        else:
            tag = "VBP" if many else "VBZ"
            root = Node(inflect(rng.choice(STANDING), tag), tag, "root")
        root.left.append(opening)
        root.right.append(self._doing(name, node, many, 0.3))
        return root

    def _tailed(self) -> Node:
        """``..., adding a splash of color``, ``..., its color contrasting with the wall``, ``..., which is red``."""
        phrases = self.phrases
        name, node, many = self._thing("nsubj")
        drawn = self.rng.random()
        if drawn < 0.2:  # a man, a tall fellow in a hat, is ...
            again = self._doing(*self._thing("appos"), 0.1)
            again.left.insert(0, Node(",", ",", "punct"))
            again.right.append(Node(",", ",", "punct"))
            node.right.append(again)
            return self._clause(name, node, many)
        if drawn < 0.45:  # a man, dressed in a suit, is ...
            if phrases.chance(0.5):
                aside = phrases.verb_phrase(name, "VBG", "acl", many)
            else:
                aside = phrases.verb_phrase(name, "VBZ", "acl:relcl", many)
                passive = any(child.dep == "aux:pass" for child in aside.left)
                aside.dep = "acl:relcl"
                aside.left.insert(0, Node("which", "WDT", "nsubj:pass" if passive else "nsubj"))
            aside.left.insert(0, Node(",", ",", "punct"))
            aside.right.append(Node(",", ",", "punct"))
            node.right.append(aside)
            return self._clause(name, node, many)
        root = self._clause(name, node, many)
        root.right.append(self._tail())
        return root

    def _tail(self) -> Node:
        phrases, rng = self.phrases, self.rng
        drawn = rng.random()
        if drawn < 0.45:
            verb, what, whole = rng.choice(TAILS).split(":")
            root = Node(inflect(verb, "VBG"), "VBG", "advcl")
            target = Node(what, "NN", "obj")
            target.left.append(Node("a", "DT", "det"))
            below = Node(whole, "NN", "nmod")
            below.left.append(Node("of" if what in ("splash", "sense", "touch", "part") else "for", "IN", "case"))
            if below.left[0].text == "for" or phrases.chance(0.2):
                below.left.append(Node("the", "DT", "det"))
            target.right.append(below)
            root.right.append(target)
        else:
            name = phrases.any_subject() if phrases.chance(0.5) else phrases.any_noun()
            owned, many = phrases.noun(name, "nsubj")
            owned.left = [child for child in owned.left if child.dep not in ("det", "nmod:poss")]
            if phrases.chance(0.6):
                owned.left.insert(0, Node(rng.choice(("its", "his", "her", "their")), "PRP$", "nmod:poss"))
            root = phrases.verb_phrase(name, "VBG", "advcl", many)
            if root.tag == "VBN":
                owned.dep = "nsubj:pass"
            root.left.insert(0, owned)
            if phrases.chance(0.3):
                root.left.insert(0, Node("with", "IN", "mark"))
        root.left.insert(0, Node(",", ",", "punct"))
        return root

    def _to_be_seen(self) -> Node:
        """``A tree and a house are visible in the background``, ``can be seen``."""
        phrases = self.phrases
        _, node, many = self._thing("nsubj")
        if phrases.chance(0.35):
            phrases.conjoin(node, self._thing("conj")[1])
            many = True
        place = self._side("obl") if phrases.chance(0.5) else phrases.place()
        if phrases.chance(0.5):
            root = Node("visible", "JJ", "root")
            root.left = [node, be(many, "cop")]
        else:
            root = Node(self.rng.choice(("seen", "seen", "found", "observed")), "VBN", "root")
            node.dep = "nsubj:pass"
            root.left = [node, Node("can", "MD", "aux"), Node("be", "VB", "aux:pass")]
        if phrases.chance(0.7):
            root.right.append(place)
        return root

    def _denied(self) -> Node:
        """``isn't wearing a hat``, ``without a hat``, ``no longer``, ``no cars are visible``, ``neither ... nor``."""
        phrases, rng = self.phrases, self.rng
        name, node, many = self._thing("nsubj")
        drawn = rng.random()
        if drawn < 0.25:
            without = phrases.noun(phrases.any_noun(), "nmod")[0]
            without.left.insert(0, Node("without", "IN", "case"))
            if phrases.chance(0.5):
                node.right.append(without)
                return node
            root = self._clause(name, node, many)
            without.dep = "obl"
            root.right.append(without)
            return root
        if drawn < 0.4:
            none = phrases.noun(phrases.any_noun(), "nsubj")[0]
            none.left = [child for child in none.left if child.dep not in ("det", "nmod:poss", "nummod")]
            none.left.insert(0, Node("no", "DT", "det"))
            if phrases.chance(0.5):
                node.dep = "root"
                none.dep = "nmod"
                none.left.insert(0, Node("with", "IN", "case"))
                node.right.append(none)
                return node
            root = be(none.tag == "NNS", "root")
            root.left, root.right = [Node("there", "EX", "expl")], [none, phrases.place()]
            return root
        root = self._clause(name, node, many)
        joint = next((i for i, child in enumerate(root.left) if child.dep in ("aux", "aux:pass", "cop")), None)
        if joint is None:
            return root
        if drawn < 0.85:
            root.left.insert(joint + 1, Node(rng.choice(("not", "n't", "never")), "RB", "advmod"))
        else:
            longer = Node("longer", "RBR", "advmod")
            longer.left.append(Node("no", "RB", "advmod"))
            root.left.insert(joint + 1, longer)
        return root

    def _from_above(self) -> Node:
        """``many buildings are in two sides of a railway station``, ``some green trees are around a pond``."""
        rng, phrases = self.rng, self.phrases
        name, second = (word.replace("_", " ") for word in rng.sample(AERIAL, 2))
        node, many = phrases.noun(name, "nsubj", phrases.chance(0.7))
        place = phrases.noun(second, "obl", phrases.chance(0.2))[0]
        word = rng.choice(AERIAL_PLACES)
        if "sides" in word:
            sides = Node("sides", "NNS", "obl")
            both = word.split("_")[0]
            sides.left = [
                Node(rng.choice(("in", "on", "at")), "IN", "case"),
                Node(both, "CD" if both == "two" else "DT", "nummod" if both == "two" else "det"),
            ]
            place.left.insert(0, Node("of", "IN", "case"))
            place.dep = "nmod"
            sides.right.append(place)
            root = sides
        else:
            root = phrases.attached(place, word, "obl")
        if phrases.chance(0.3):  # a pond is surrounded by trees
            verb = Node(rng.choice(("surrounded", "surrounded", "located", "arranged", "built")), "VBN", "root")
            node.dep = "nsubj:pass"
            verb.left = [node, be(many, "aux:pass")]
            if verb.text == "surrounded":
                root = phrases.noun(second, "obl", True)[0]
                root.left.insert(0, Node("by", "IN", "case"))
            verb.right.append(root)
            return verb
        if root.dep != "obl":  # next to
            verb = be(many, "root")
            verb.left, verb.right = [node], [root]
            return verb
        root.left[:0] = [node, be(many, "cop")]
        return root

    def _talking(self) -> Node:
        """``a man is talking about cars``, ``a person is showing how to fold paper``, ``two men discussing a game``."""
        rng, phrases = self.rng, self.phrases
        node, many = phrases.noun(rng.choice("man woman person girl boy chef guy lady child".split()), "nsubj")
        topic = phrases.noun(rng.choice(TOPICS), "obj")[0]
        verb = Node(inflect(rng.choice(TALKING), "VBG"), "VBG", "root")
        if verb.text in ("talking", "singing", "speaking", "joking", "asking"):
            topic.dep = "obl"
            topic.left.insert(0, Node("about", "IN", "case"))
        verb.right.append(topic)
        if phrases.chance(0.3):
            act, what = rng.choice(SKILLS.split("|")).split(":")
            skill = Node(act, "VB", "ccomp")
            skill.left = [Node("how", "WRB", "advmod"), Node("to", "TO", "mark")]
            skill.right = [Node(what, "NN", "obj")]
            if phrases.chance(0.5):
                skill.right[0].left.append(Node("a", "DT", "det"))
            verb = Node(rng.choice(("showing", "demonstrating", "explaining", "teaching")), "VBG", "root")
            verb.right = [skill]
        elif phrases.chance(0.3):
            listener = phrases.noun(phrases.any_subject(), "obl")[0]
            listener.left.insert(0, Node(rng.choice(("with", "to")), "IN", "case"))
            verb.right.insert(0, listener) if topic.dep == "obl" else verb.right.append(listener)
        if phrases.chance(0.5):
            verb.left = [node, be(many, "aux")]
            return verb
        verb.dep = "acl"
        node.right.append(verb)
        return node

    def _printed(self) -> Node:
        """``a sign that says "FROG"``, ``a book titled Vista``, ``a bottle of Heinz ketchup on a table``."""
        rng, phrases = self.rng, self.phrases
        kind = rng.choice("sign book bottle box shirt poster can cup screen label bag package board page phone".split())
        node = phrases.noun(kind, "root", False)[0]
        drawn = rng.random()
        if drawn < 0.6:
            verb = Node(rng.choice(SAYING), "VB", "acl")
            words = self._print("ccomp" if phrases.chance(0.5) else "obj")
            if phrases.chance(0.5):
                verb.text, verb.tag, verb.dep = inflect(verb.text, "VBZ"), "VBZ", "acl:relcl"
                verb.left.append(Node(rng.choice(("that", "which")), "WDT", "nsubj"))
            else:
                verb.text, verb.tag = inflect(verb.text, "VBG"), "VBG"
            verb.right.append(words)
            if phrases.chance(0.25):
                verb.right.append(phrases.pronoun_place("obl"))
            node.right.append(verb)
        elif drawn < 0.8:
            verb = Node(rng.choice(NAMED), "VBN", "acl")
            verb.right.append(self._print("xcomp"))
            node.right.append(verb)
        else:
            node.left.append(Node(rng.choice(NAMES), "NNP", "compound"))
        if phrases.chance(0.5):
            return self._doing(kind, node, False, 0.1)
        return self._clause("sign", node, False)

    def _print(self, dep: str) -> Node:
        """A few printed words or a name, often in quotes."""
        words = self.rng.sample(PRINTED if self.phrases.chance(0.6) else NAMES, self.rng.choice((1, 1, 2, 3)))
        top = Node(words[0], "NNP", dep)
        top.right = [Node(word, "NNP", "flat") for word in words[1:]]
        if self.phrases.chance(0.5):
            top.left.append(Node('"', "``", "punct"))
            top.right.append(Node('"', "''", "punct"))
        return top
