"""The words of the language in which scenes are spoken of, written by hand for the scenes alone.

Nothing here comes from :mod:`capaug.lexicon` or :mod:`capaug.parsing`: what proves must not share the faults of what it
proves. Words that *may* be said of a thing count as true of it, so that a text is called false only when it surely is.
"""

from __future__ import annotations

from capaug.worlds.captions import plural
from capaug.worlds.scene import CLOTHING, KINDS, PERSON, SETTING, SHAPE

NUMBERS = {
    w: n
    for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {str(n): n for n in range(1, 13)} | {"twenty": 20, "both": 2, "single": 1}  # fmt: skip
DETERMINERS = frozenset("a an the some any another his her its their this that".split())
# "a group of": how many at least, and exactly how many if that is told
COLLECTIVES = {"pair": (2, 2), "couple": (2, 2), "trio": (3, 3), "group": (3, None), "bunch": (3, None),
               "herd": (3, None), "flock": (3, None), "crowd": (5, None), "row": (2, None), "line": (2, None),
               "lot": (4, None), "few": (2, None), "pile": (2, None), "stack": (2, None), "number": (2, None),
               "set": (2, None), "collection": (2, None), "team": (2, None), "pack": (2, None)}  # fmt: skip
QUANTITIES = {"several": 3, "many": 5, "multiple": 2, "few": 2, "various": 2, "numerous": 5, "dozens": 20}

# words of several kinds; those of one kind are its name
_COVERED = {
    "people": "person", "person": PERSON, "human": PERSON, "individual": PERSON, "someone": PERSON,
    "adult": "man woman", "guy": "man boy", "lady": "woman", "gentleman": "man", "male": "man boy",
    "female": "woman girl", "child": "boy girl", "kid": "boy girl", "animal": "animal", "pet": "dog cat",
    "creature": "animal", "beast": "animal", "kitty": "cat", "cattle": "cow", "livestock": "cow sheep horse",
    "mammal": "dog cat horse cow sheep elephant zebra giraffe", "bull": "cow", "pony": "horse", "lamb": "sheep",
    "vehicle": "vehicle", "automobile": "car", "auto": "car", "van": "car", "pickup": "truck", "lorry": "truck",
    "motorbike": "motorcycle", "bike": "bicycle motorcycle", "scooter": "motorcycle", "coach": "bus",
    "furniture": "furniture", "seat": "chair bench couch", "sofa": "couch", "loveseat": "couch",
    "table": "table desk", "desk": "desk", "container": "cup bottle bowl box vase basket suitcase bag",
    "mug": "cup", "glass": "cup", "dish": "bowl", "jar": "vase", "pot": "vase bowl", "luggage": "suitcase",
    "baggage": "suitcase", "briefcase": "suitcase", "suit case": "suitcase", "knapsack": "backpack",
    "bag": "bag backpack", "purse": "bag", "handbag": "bag", "sack": "bag", "package": "box", "carton": "box",
    "crate": "box", "parcel": "box", "computer": "laptop", "laptop computer": "laptop", "lap top": "laptop",
    "notebook": "book laptop", "novel": "book", "cell phone": "phone", "telephone": "phone", "smartphone": "phone",
    "cellphone": "phone", "mobile phone": "phone", "toy": "ball kite frisbee teddy-bear", "teddy": "teddy-bear",
    "teddy bear": "teddy-bear", "stuffed animal": "teddy-bear", "stuffed bear": "teddy-bear", "bear": "teddy-bear",
    "fruit": "apple banana", "food": "apple banana sandwich pizza", "snack": "apple banana sandwich",
    "meal": "sandwich pizza", "cap": "hat", "coat": "jacket", "blazer": "jacket", "suit": "jacket",
    "top": "shirt", "t-shirt": "shirt",
    "sweater": "shirt", "blouse": "shirt", "jersey": "shirt", "gown": "dress", "necktie": "tie",
    "clothing": CLOTHING, "clothes": CLOTHING, "outfit": CLOTHING, "hydrant": "fire-hydrant",
    "fire plug": "fire-hydrant", "sign": "stop-sign", "plant": "tree", "disc": "frisbee", "disk": "frisbee",
    "frisbie": "frisbee", "parasol": "umbrella", "skate board": "skateboard", "board": "skateboard",
    "light": "lamp", "cushion": "pillow", "ball": "ball sphere", "block": "cube", "box": "box cube",
    "rectangle": "square", "round": "circle", "ring": "circle", "shape": SHAPE, "figure": SHAPE, "tube": "cylinder",
    "room": "kitchen living-room bedroom", "lounge": "living-room", "road": "street", "city street": "street",
    "avenue": "street", "roadway": "street", "pavement": "sidewalk street", "walkway": "sidewalk",
    "path": "sidewalk", "sand": "beach", "shore": "beach", "seashore": "beach", "meadow": "field", "pasture": "field",
    "grass": "field park",
    "lawn": "park field", "garden": "park", "area": SETTING, "place": SETTING, "location": SETTING,
    "terrain": "beach field", "object": "*", "thing": "*", "item": "*", "picnic table": "table",
    "dining table": "table", "park bench": "bench",
}  # fmt: skip
_IRREGULAR = {"person": "persons", "child": "children", "lady": "ladies", "gentleman": "gentlemen", "glass": "glasses",
              "dish": "dishes", "city street": "city streets", "pony": "ponies", "kitty": "kitties", "lorry": "lorries",
              "beach": "beaches", "pavement": "pavements"}  # fmt: skip
# Someone by what they do: verb and what it is done to.
ROLES = {
    "rider": ("ride", "*"), "skateboarder": ("ride", "skateboard"), "skater": ("ride", "skateboard"),
    "cyclist": ("ride", "bicycle"), "bicyclist": ("ride", "bicycle"), "biker": ("ride", "bicycle motorcycle"),
    "motorcyclist": ("ride", "motorcycle"), "reader": ("read", "*"),
}  # fmt: skip


def _names(cover: str) -> frozenset[str]:
    if cover == "*":
        return frozenset(name for name, kind in KINDS.items() if kind.category != SETTING)
    words = [word.replace("-", " ") for word in cover.split()]
    return frozenset(name for name, kind in KINDS.items() if name in words or kind.category in words)


def _nouns() -> dict[str, tuple[frozenset[str], bool]]:
    made: dict[str, tuple[frozenset[str], bool]] = {}
    for word, cover in [(name, name.replace(" ", "-")) for name in KINDS] + list(_COVERED.items()):
        names = _names(cover)
        if word in ("people", "cattle", "livestock", "clothes"):
            made[word] = names, True
            continue
        many = _IRREGULAR.get(word) or plural(word)
        if many != word:
            made[many] = names, True
        made[word] = names, False
    return made


# noun form -> the kinds it may be said of, and whether it is a plural
NOUNS = _nouns()
ANIMATE = frozenset(w for w, (names, _) in NOUNS.items() if names and names <= _names(f"{PERSON} animal"))
# Names of things of other worlds that look like participles.
ING_NOUNS = frozenset("painting building railing awning drawing earring ceiling string ring wing swing pudding "
                      "dressing stocking legging sling king icing frosting sibling clothing".split())  # fmt: skip
MASS = frozenset("furniture luggage baggage food clothing grass sand fruit livestock cattle".split())
LONGEST_NOUN = 2

# adjective -> property, and the values of which it may be said
ADJECTIVES: dict[str, tuple[str, frozenset[str]]] = {
    word: (field, frozenset(values.split()))
    for field, rows in {
        "color": "red:red;blue:blue;green:green;yellow:yellow;orange:orange;purple:purple;pink:pink;brown:brown;"
        "black:black;white:white;gray:gray;grey:gray;violet:purple;tan:brown;beige:brown;silver:gray;gold:yellow;"
        "golden:yellow;maroon:red brown;burgundy:red;scarlet:red;crimson:red;teal:blue green;turquoise:blue green;"
        "aqua:blue green;navy:blue;lime:green;olive:green;cream:white;ivory:white;peach:orange pink;bronze:brown;"
        "lavender:purple;lilac:purple;magenta:pink purple;metallic:gray;khaki:brown;dark:black brown",
        "size": "large:large;big:large;huge:large;giant:large;enormous:large;massive:large;oversized:large;"
        "small:small;little:small;tiny:small;miniature:small;mini:small;tall:large;short:small",
        "material": "wooden:wooden;wood:wooden;metal:metal;iron:metal;steel:metal;plastic:plastic;glass:glass;"
        "ceramic:ceramic;porcelain:ceramic;clay:ceramic;leather:leather;cardboard:cardboard;paper:cardboard;"
        "crystal:glass;aluminum:metal;vinyl:plastic leather;bamboo:wooden",
        "age": "old:old;older:old;elderly:old;aged:old;young:young;new:new;modern:new;antique:old;vintage:old;"
        "senior:old;youthful:young",
        "state": "open:open;opened:open;closed:closed;shut:closed;empty:empty;full:full;filled:full;wet:wet;soaked:wet;"
        "damp:wet;rainy:wet;dry:dry;clean:clean;tidy:clean;neat:clean;messy:messy;dirty:messy;cluttered:messy;"
        "sandy:sandy;rocky:rocky;grassy:grassy;snowy:snowy;snow-covered:snowy;deserted:empty;vacant:empty",
        "posture": "sitting:sit;seated:sit;standing:stand;lying:lie sleep;laying:lie sleep;sleeping:sleep;asleep:sleep;"
        "resting:lie sit sleep;walking:walk;running:run;kneeling:kneel;crouching:kneel;parked:park;stopped:park;"
        "stationary:park;flying:fly;airborne:fly",
    }.items()
    for word, values in (row.split(":") for row in rows.split(";"))
}

# preposition -> the relation it names; unknown relations hold of nothing
PREPOSITIONS: dict[str, str] = {
    phrase: relation
    for relation, phrases in {
        "on": "on|on top of|atop|upon|onto",
        "in": "in|inside|inside of|within|into",
        "at": "at|along|down|through|across",
        "under": "under|underneath|beneath|below",
        "above": "above|over",
        "next": "next to|beside|alongside|adjacent to|side by side with",
        "near": "near|by|close to|near to|around",
        "behind": "behind|in back of",
        "front": "in front of",
        "left": "to the left of|left of|on the left of|on the left side of|at the left of",
        "right": "to the right of|right of|on the right of|on the right side of|at the right of",
        "with": "with|together with",
        "none": "outside|outside of|out of|off|off of|against|between|among|toward|towards|away from|past|up|for|from|"
        "of|in the middle of|in the center of|on the side of|at the side of|by the side of|on the edge of|"
        "at the edge of|across from|opposite|after|to|about|during|in the back of|on the back of",
    }.items()
    for phrase in phrases.split("|")
}
ADVERBS = frozenset("together outside outdoors inside indoors alone nearby upright down up away".split())
FRAMES = frozenset("in the picture|in the photo|in the image|in the scene|in the photograph|in the background|"
                   "in the foreground|in the distance|in the picture of|in view".split("|"))  # fmt: skip
SCENE_WIDE = frozenset({"in sight", "anywhere", "around", "nearby", "in the background"})

# verb -> actions of which it may be said
ACTIONS: dict[str, frozenset[str]] = {
    verb: frozenset(actions.split())
    for verb, actions in {
        "hold": "hold carry read eat use", "carry": "carry hold", "hold up": "hold", "wear": "wear", "sport": "wear",
        "have on": "wear", "have": "hold carry wear read eat use fly", "ride": "ride", "ride on": "ride",
        "drive": "ride", "mount": "ride", "read": "read", "eat": "eat", "bite": "eat",
        "bite into": "eat", "chew": "eat", "chew on": "eat", "enjoy": "eat", "use": "use", "type on": "use",
        "work on": "use", "play on": "use", "text on": "use", "talk on": "use", "fly": "fly", "push": "push",
        "pull": "pull", "drag": "pull", "tow": "pull", "roll": "pull push", "kick": "kick", "throw": "throw",
        "toss": "throw", "pitch": "throw", "catch": "catch", "walk": "walk lead", "lead": "lead walk",
        "walk with": "walk lead", "pet": "pet", "stroke": "pet", "touch": "pet hold carry", "feed": "feed",
        "chase": "chase follow", "follow": "follow chase", "run after": "chase follow", "photograph": "photograph",
        "take picture of": "photograph", "look at": "read use photograph", "watch": "photograph",
        "wash": "wash", "bathe": "wash", "clean": "wash",
        "sniff": "sniff", "smell": "sniff", "lick": "lick", "play with": "kick throw catch chase",
    }.items()
}  # fmt: skip
POSTURES: dict[str, frozenset[str]] = {
    verb: frozenset(postures.split())
    for verb, postures in {
        "sit": "sit", "seat": "sit", "perch": "sit", "stand": "stand", "lie": "lie sleep", "lay": "lie sleep",
        "rest": "lie sit sleep park", "relax": "lie sit sleep", "sleep": "sleep", "nap": "sleep", "walk": "walk",
        "stroll": "walk", "run": "run", "jog": "run", "kneel": "kneel", "crouch": "kneel", "fly": "fly",
        "park": "park", "stop": "park",
    }.items()
}  # fmt: skip
# Verbs of other worlds: known as verbs, done by nothing here.
OTHER_VERBS = frozenset(
    "open close shut drop fix repair paint buy sell pick hit bounce dribble swing fold make cook bake cut slice serve "
    "peel share prepare face stare gaze hug kiss milk shear herd brush groom bite nuzzle fight pour "
    "drink sip load unload pack unpack wax return strike board enter exit leave wait climb jump leap swim float surf "
    "ski snowboard skateboard skate play pose graze hang lean travel move drive pass go come cross sweep tear write "
    "text type talk speak show display contain feature surround cover fill get put place land take look smile squat "
    "wrap break dry stack light empty mow water rake plant smell bathe wade cycle paddle cling sail dock follow trot "
    "gallop roll slide hike sled grind sunbathe color decorate teach tickle instruct tackle help yell lift hand".split()
)
_IRREGULAR_VERBS = {
    "ride": "ridden rode", "hold": "held", "wear": "worn wore", "eat": "eaten ate", "fly": "flown flew",
    "throw": "thrown threw", "catch": "caught", "feed": "fed", "lead": "led", "sit": "sat", "stand": "stood",
    "lie": "lain", "lay": "laid", "run": "ran", "drive": "driven drove", "have": "had", "read": "read", "hit": "hit",
    "cut": "cut", "make": "made", "sell": "sold", "buy": "bought", "write": "written wrote", "take": "taken took",
    "sleep": "slept", "kneel": "knelt", "leave": "left", "drink": "drunk drank", "break": "broken broke", "put": "put",
    "swing": "swung", "hang": "hung", "tear": "torn tore", "go": "gone went", "bite": "bitten bit", "bring": "brought",
}  # fmt: skip
_PARTICIPLES = {"lie": "lying", "get": "getting", "travel": "traveling"}
_DOUBLED = frozenset(
    "sit run pet hit cut drop hug jog swim skip stop shut put drag get nap chat wrap trot squat".split()
)


def _verb_forms() -> dict[str, frozenset[tuple[str, str]]]:
    """Word form -> (verb, ``finite``, ``base``, ``ing`` or ``done``)."""
    forms: dict[str, set[tuple[str, str]]] = {}
    for verb in {v.partition(" ")[0] for v in (*ACTIONS, *POSTURES)} | OTHER_VERBS:
        third = "has" if verb == "have" else f"{verb[:-1]}ies" if verb[-1] == "y" and verb[-2] not in "aeou" else (
            f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "go")) else f"{verb}s"
        )  # fmt: skip
        stem = verb + verb[-1] if verb in _DOUBLED else verb
        ing = _PARTICIPLES.get(verb) or (stem[:-1] if stem[-1] == "e" and verb != "see" else stem) + "ing"
        past = f"{verb[:-1]}ied" if third.endswith("ies") else stem + ("d" if stem[-1] == "e" else "ed")
        for form, kind in ((third, "finite"), (verb, "base"), (ing, "ing"), (past, "done")):
            forms.setdefault(form, set()).add((verb, kind))
        for form in _IRREGULAR_VERBS.get(verb, "").split():
            forms.setdefault(form, set()).add((verb, "done"))
    return {form: frozenset(found) for form, found in forms.items()}


VERB_FORMS = _verb_forms()
FUNCTION_WORDS = (
    DETERMINERS
    | frozenset(NUMBERS)
    | frozenset(QUANTITIES)
    | frozenset(word for phrase in PREPOSITIONS for word in phrase.split() if word != "top")
    | frozenset(
        "there is are was were be being been has have does do did not no and or while who that which without with "
        "it they them he she him nor but as when".split()
    )
)
