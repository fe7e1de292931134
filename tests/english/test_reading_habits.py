"""Places of what is put somewhere, shared places, inverted sentences, colors of two words, and other habits.

Each case stands beside one that looks like it and must be read in another way.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from capaug.captions import Sentence

CASES = {
    "a background that is described is behind": (
        "an/DT/1/det apple/NN/1/ROOT isolated/VBN/1/acl on/IN/6/case a/DT/6/det white/JJ/6/amod background/NN/2/obl",
        {
            "objects": ["apple", "background"],
            "attributes": [["background", "white"]],
            "relations": [["apple", "isolate on", "background"]],
        },
    ),
    "the background is no thing": (
        "a/DT/1/det man/NN/2/nsubj stands/VBZ/2/ROOT in/IN/5/case the/DT/5/det background/NN/2/obl",
        {"objects": ["man"], "attributes": [["man", "stand"]], "relations": []},
    ),
    "a color said as a noun": (
        "the/DT/1/det fur/NN/5/nsubj is/VBZ/5/cop a/DT/5/det soft/JJ/5/amod white/NN/5/ROOT",
        {"objects": ["fur"], "attributes": [["fur", "white"]], "relations": []},
    ),
    "a glass of orange has orange in it": (
        "a/DT/1/det glass/NN/1/ROOT of/IN/3/case orange/NN/1/nmod",
        {"objects": ["glass", "orange"], "attributes": [], "relations": [["glass", "of", "orange"]]},
    ),
    "a show is seen": (
        "a/DT/1/det man/NN/2/nsubj talks/VBZ/2/ROOT about/IN/6/case a/DT/6/det cooking/NN/6/compound show/NN/2/obl",
        {
            "objects": ["man", "cooking show"],
            "attributes": [],
            "relations": [["man", "talk about", "cooking show"]],
        },
    ),
    "an idea is not": (
        "a/DT/1/det man/NN/2/nsubj talks/VBZ/2/ROOT about/IN/5/case an/DT/5/det idea/NN/2/obl",
        {"objects": ["man"], "attributes": [["man", "talk"]], "relations": []},
    ),
    "what is made by somebody": (
        "a/DT/1/det watch/NN/3/nsubj:pass is/VBZ/3/aux:pass made/VBN/3/ROOT by/IN/5/case him/PRP/3/obl",
        {"objects": ["watch"], "attributes": [["watch", "make"]], "relations": []},
    ),
    "a state of a door": (
        "the/DT/1/det door/NN/3/nsubj:pass is/VBZ/3/aux:pass closed/VBN/3/ROOT",
        {"objects": ["door"], "attributes": [["door", "closed"]], "relations": []},
    ),
    "as well as only joins": (
        "grass/NN/3/nsubj is/VBZ/3/cop behind/IN/3/case curbs/NNS/3/ROOT as/RB/7/case well/RB/7/case as/IN/7/case "
        "trees/NNS/3/obl",
        {"objects": ["grass", "curb", "tree"], "attributes": [], "relations": [["grass", "behind", "curb"]]},
    ),
    "to be is no place": (
        "the/DT/1/det church/NN/2/nsubj appears/VBZ/2/ROOT to/TO/5/mark be/VB/5/cop stone/NN/2/xcomp",
        {"objects": ["church", "stone"], "attributes": [], "relations": []},
    ),
    "how the picture was taken": (
        "captured/VBN/5/advcl at/IN/2/case dusk/NN/0/obl a/DT/4/det car/NN/5/nsubj shines/VBZ/5/ROOT",
        {"objects": ["car"], "attributes": [["car", "shine"]], "relations": []},
    ),
    "a shade and its color are one attribute": (
        "a/DT/3/det dark/JJ/2/amod brown/JJ/3/amod dog/NN/3/ROOT",
        {"objects": ["dog"], "attributes": [["dog", "dark brown"]], "relations": []},
    ),
    "light and wooden are two": (
        "a/DT/3/det light/JJ/3/amod wooden/JJ/3/amod chair/NN/3/ROOT",
        {"objects": ["chair"], "attributes": [["chair", "light"], ["chair", "wooden"]], "relations": []},
    ),
    "a shade behind a verb": (
        "the/DT/1/det wall/NN/4/nsubj is/VBZ/4/cop light/JJ/4/amod gray/JJ/4/ROOT",
        {"objects": ["wall"], "attributes": [["wall", "light gray"]], "relations": []},
    ),
    "color behind a color says nothing": (
        "a/DT/3/det white/JJ/3/amod color/NN/3/compound dress/NN/3/ROOT",
        {"objects": ["dress"], "attributes": [["dress", "white"]], "relations": []},
    ),
    "grass read as a sentence of its own is at its place": (
        "On/IN/3/case the/DT/3/det left/JJ/3/amod side/NN/3/ROOT of/IN/6/case the/DT/6/det path/NN/3/nmod "
        "is/VBZ/3/cop even/RB/9/advmod more/RBR/10/advmod short/JJ/11/amod grass/NN/11/ROOT",
        {
            "objects": ["path", "grass"],
            "attributes": [["grass", "short"]],
            "relations": [["grass", "on the left side of", "path"]],
        },
    ),
    "a bicycle joined to trees is where they are": (
        "Behind/IN/2/case the/DT/2/det girl/NN/6/obl and/CC/5/cc the/DT/5/det bicycle/NN/7/conj "
        "are/VBP/6/ROOT trees/NNS/6/nsubj and/CC/10/cc a/DT/10/det fence/NN/7/conj",
        {
            "objects": ["girl", "bicycle", "tree", "fence"],
            "attributes": [],
            "relations": [
                ["tree", "behind", "girl"],
                ["tree", "behind", "bicycle"],
                ["fence", "behind", "girl"],
                ["fence", "behind", "bicycle"],
            ],
        },
    ),
    "a dog joined to a boy is no place": (
        "behind/IN/2/case the/DT/2/det girl/NN/3/obl are/VBP/3/ROOT a/DT/5/det boy/NN/2/nsubj and/CC/8/cc "
        "a/DT/8/det dog/NN/5/conj",
        {
            "objects": ["girl", "boy", "dog"],
            "attributes": [],
            "relations": [["boy", "behind", "girl"], ["dog", "behind", "girl"]],
        },
    ),
    "what is put is where the phrase tells": (
        "a/DT/1/det woman/NN/1/ROOT putting/VBG/1/acl food/NN/2/obj on/IN/6/case a/DT/6/det plate/NN/2/obl",
        {
            "objects": ["woman", "food", "plate"],
            "attributes": [],
            "relations": [["woman", "put", "food"], ["food", "on", "plate"]],
        },
    ),
    "what is held need not be": (
        "a/DT/1/det woman/NN/1/ROOT holding/VBG/1/acl food/NN/2/obj on/IN/6/case a/DT/6/det plate/NN/2/obl",
        {
            "objects": ["woman", "food", "plate"],
            "attributes": [],
            "relations": [["woman", "hold", "food"], ["woman", "on", "plate"]],
        },
    ),
    "ingredients are in a bowl": (
        "a/DT/1/det man/NN/1/ROOT mixing/VBG/1/acl ingredients/NNS/2/obj in/IN/6/case a/DT/6/det bowl/NN/2/obl",
        {
            "objects": ["man", "ingredient", "bowl"],
            "attributes": [],
            "relations": [["man", "mix", "ingredient"], ["ingredient", "in", "bowl"]],
        },
    ),
    "who mixes is in a kitchen": (
        "a/DT/1/det man/NN/1/ROOT mixing/VBG/1/acl ingredients/NNS/2/obj in/IN/6/case a/DT/6/det kitchen/NN/2/obl",
        {
            "objects": ["man", "ingredient", "kitchen"],
            "attributes": [],
            "relations": [["man", "mix", "ingredient"], ["man", "in", "kitchen"]],
        },
    ),
    "a bat is swung at a ball": (
        "a/DT/1/det boy/NN/1/ROOT swinging/VBG/1/acl a/DT/4/det bat/NN/2/obj at/IN/7/case a/DT/7/det ball/NN/2/obl",
        {
            "objects": ["boy", "bat", "ball"],
            "attributes": [],
            "relations": [["boy", "swing", "bat"], ["bat", "at", "ball"]],
        },
    ),
    "a boy is at a game": (
        "a/DT/1/det boy/NN/1/ROOT swinging/VBG/1/acl a/DT/4/det bat/NN/2/obj at/IN/7/case a/DT/7/det game/NN/2/obl",
        {
            "objects": ["boy", "bat", "game"],
            "attributes": [],
            "relations": [["boy", "swing", "bat"], ["boy", "at", "game"]],
        },
    ),
    "a book is from a shelf": (
        "a/DT/1/det man/NN/2/nsubj takes/VBZ/2/ROOT a/DT/4/det book/NN/2/obj from/IN/7/case a/DT/7/det shelf/NN/2/obl",
        {
            "objects": ["man", "book", "shelf"],
            "attributes": [],
            "relations": [["man", "take", "book"], ["book", "from", "shelf"]],
        },
    ),
    "a man takes pictures from a window": (
        "a/DT/1/det man/NN/2/nsubj takes/VBZ/2/ROOT a/DT/4/det picture/NN/2/obj from/IN/7/case a/DT/7/det "
        "window/NN/2/obl",
        {
            "objects": ["man", "picture", "window"],
            "attributes": [],
            "relations": [["man", "take", "picture"], ["man", "from", "window"]],
        },
    ),
    "two verbs share a place": (
        "two/CD/1/nummod people/NNS/1/ROOT singing/VBG/1/acl and/CC/4/cc dancing/VBG/2/conj in/IN/7/case "
        "an/DT/7/det elevator/NN/4/obl",
        {
            "objects": ["people", "elevator"],
            "attributes": [["people", "two"]],
            "relations": [["people", "sing in", "elevator"], ["people", "dance in", "elevator"]],
        },
    ),
    "nobody stands on a phone": (
        "two/CD/1/nummod people/NNS/1/ROOT standing/VBG/1/acl and/CC/4/cc talking/VBG/2/conj on/IN/7/case "
        "a/DT/7/det phone/NN/4/obl",
        {
            "objects": ["people", "phone"],
            "attributes": [["people", "two"], ["people", "stand"]],
            "relations": [["people", "talk on", "phone"]],
        },
    ),
    "two verbs share a noun, one by its preposition": (
        "men/NNS/0/ROOT talking/VBG/0/acl about/IN/6/case and/CC/4/cc eating/VBG/1/conj hot/JJ/6/amod dogs/NNS/4/obj",
        {
            "objects": ["man", "hot dog"],
            "attributes": [],
            "relations": [["man", "talk about", "hot dog"], ["man", "eat", "hot dog"]],
        },
    ),
    "nobody sits at what is looked at": (
        "two/CD/1/nummod people/NNS/1/ROOT sitting/VBG/1/acl and/CC/4/cc looking/VBG/2/conj at/IN/7/case "
        "a/DT/7/det house/NN/4/obl",
        {
            "objects": ["people", "house"],
            "attributes": [["people", "two"], ["people", "sit"]],
            "relations": [["people", "look at", "house"]],
        },
    ),
    "who is shown talks": (
        "screen/NN/0/ROOT showing/VBG/0/acl some/DT/3/det people/NNS/1/obj talking/VBG/0/acl",
        {
            "objects": ["screen", "people"],
            "attributes": [["people", "talk"]],
            "relations": [["screen", "show", "people"]],
        },
    ),
    "a phone does not smile": (
        "a/DT/1/det man/NN/1/ROOT showing/VBG/1/acl a/DT/4/det phone/NN/2/obj smiling/VBG/1/acl",
        {"objects": ["man", "phone"], "attributes": [["man", "smile"]], "relations": [["man", "show", "phone"]]},
    ),
    "two things are shown": (
        "the/DT/1/det girl/NN/2/nsubj shows/VBZ/2/ROOT the/DT/4/det boys/NNS/2/obj her/PRP$/6/nmod:poss "
        "medal/NN/4/orphan",
        {
            "objects": ["girl", "boy", "medal"],
            "attributes": [],
            "relations": [["girl", "show", "boy"], ["girl", "show", "medal"]],
        },
    ),
    "who shows everybody shows": (
        "a/DT/1/det girl/NN/3/nsubj is/VBZ/3/aux showing/VBG/3/ROOT everybody/NN/3/obj how/WRB/7/advmod "
        "to/TO/7/mark dance/VB/3/ccomp",
        {"objects": ["girl"], "attributes": [["girl", "show"]], "relations": []},
    ),
    "who holds something says nothing": (
        "a/DT/1/det girl/NN/3/nsubj is/VBZ/3/aux holding/VBG/3/ROOT something/NN/3/obj",
        {"objects": ["girl"], "attributes": [], "relations": []},
    ),
    "ice cream is no color": (
        "an/DT/3/det ice/NN/3/compound cream/NN/3/compound shop/NN/3/ROOT",
        {"objects": ["ice cream shop"], "attributes": [], "relations": []},
    ),
    "cream alone is": (
        "a/DT/2/det cream/NN/2/compound shop/NN/2/ROOT",
        {"objects": ["shop"], "attributes": [["shop", "cream"]], "relations": []},
    ),
    "a video tells of cars": (
        "a/DT/1/det video/NN/1/ROOT about/IN/3/case cars/NNS/1/nmod",
        {"objects": ["car"], "attributes": [], "relations": []},
    ),
    "a book about birds is there": (
        "a/DT/1/det book/NN/1/ROOT about/IN/3/case birds/NNS/1/nmod",
        {"objects": ["book", "bird"], "attributes": [], "relations": [["book", "about", "bird"]]},
    ),
    "both are a set": (
        "a/DT/1/det set/NN/1/ROOT of/IN/3/case clocks/NNS/1/nmod and/CC/5/cc spoons/NNS/3/conj",
        {"objects": ["clock", "spoon"], "attributes": [["clock", "set of"], ["spoon", "set of"]], "relations": []},
    ),
    "trees are no patch": (
        "Patches/NNS/6/nsubj of/IN/2/case grass/NN/0/nmod and/CC/4/cc trees/NNS/2/conj are/VBP/6/cop here/RB/6/ROOT",
        {"objects": ["grass", "tree"], "attributes": [["grass", "patch of"]], "relations": []},
    ),
    "an edge of a boulder is there": (
        "the/DT/1/det trees/NNS/2/nsubj peek/VBP/2/ROOT out/RP/2/compound:prt from/IN/8/case the/DT/6/det "
        "boulder/NN/8/nmod:poss 's/POS/6/case edge/NN/2/obl",
        {
            "objects": ["tree", "boulder", "edge"],
            "attributes": [],
            "relations": [["tree", "peek out from", "edge"], ["boulder", "have", "edge"]],
        },
    ),
    "that of the picture is not": (
        "the/DT/1/det trees/NNS/2/nsubj peek/VBP/2/ROOT out/RP/2/compound:prt from/IN/8/case the/DT/6/det "
        "image/NN/8/nmod:poss 's/POS/6/case edge/NN/2/obl",
        {"objects": ["tree"], "attributes": [["tree", "peek out"]], "relations": []},
    ),
    "what adds to a look does nothing": (
        "The/DT/1/det tails/NNS/2/nsubj add/VBP/2/ROOT to/IN/5/case the/DT/5/det look/NN/2/obl "
        "of/IN/8/case the/DT/8/det room/NN/5/nmod",
        {"objects": ["tail", "room"], "attributes": [], "relations": []},
    ),
    "what wags does": (
        "The/DT/1/det tails/NNS/2/nsubj wag/VBD/2/ROOT in/IN/5/case the/DT/5/det room/NN/2/obl",
        {"objects": ["tail", "room"], "attributes": [], "relations": [["tail", "wag in", "room"]]},
    ),
    "what makes its way goes": (
        "a/DT/1/det train/NN/2/nsubj makes/VBZ/2/ROOT its/PRP$/4/nmod:poss way/NN/2/obj down/IN/7/case "
        "a/DT/7/det track/NN/2/obl",
        {"objects": ["train", "track"], "attributes": [], "relations": [["train", "down", "track"]]},
    ),
    "what makes a cake makes it": (
        "a/DT/1/det man/NN/2/nsubj makes/VBZ/2/ROOT a/DT/4/det cake/NN/2/obj in/IN/7/case a/DT/7/det kitchen/NN/2/obl",
        {
            "objects": ["man", "cake", "kitchen"],
            "attributes": [],
            "relations": [["man", "make", "cake"], ["man", "in", "kitchen"]],
        },
    ),
    "a summit is a place": (
        "a/DT/1/det person/NN/1/ROOT on/IN/4/case the/DT/4/det summit/NN/1/nmod of/IN/7/case a/DT/7/det "
        "mountain/NN/4/nmod",
        {
            "objects": ["person", "summit", "mountain"],
            "attributes": [],
            "relations": [["person", "on", "summit"], ["summit", "of", "mountain"]],
        },
    ),
    "generated takes the noun before it": (
        "a/DT/1/det computer/NN/2/compound generated/VBN/4/amod cartoon/NN/4/compound figure/NN/4/ROOT",
        {"objects": ["cartoon figure"], "attributes": [["cartoon figure", "computer generated"]], "relations": []},
    ),
    "hay is strewn": (
        "Sheep/NNS/1/nsubj lie/VBP/1/ROOT in/IN/3/case hay/NN/1/obl strewn/VBN/1/advcl around/IN/7/case "
        "a/DT/7/det barn/NN/4/obl",
        {
            "objects": ["sheep", "hay", "barn"],
            "attributes": [],
            "relations": [["sheep", "lie in", "hay"], ["hay", "strew around", "barn"]],
        },
    ),
    "who stands in a street is dressed": (
        "a/DT/1/det man/NN/2/nsubj stands/VBZ/2/ROOT in/IN/5/case a/DT/5/det street/NN/2/obl "
        "dressed/VBN/5/acl in/IN/9/case black/JJ/9/amod clothes/NNS/6/obl",
        {
            "objects": ["man", "street", "clothes"],
            "attributes": [["clothes", "black"]],
            "relations": [["man", "stand in", "street"], ["man", "dress in", "clothes"]],
        },
    ),
    "a cake is sliced too": (
        "A/DT/1/det man/NN/2/nsubj slices/VBZ/2/ROOT and/CC/4/cc serves/VBZ/2/conj a/DT/6/det cake/NN/4/obj",
        {
            "objects": ["man", "cake"],
            "attributes": [],
            "relations": [["man", "slice", "cake"], ["man", "serve", "cake"]],
        },
    ),
    "nobody sits a cake": (
        "A/DT/1/det man/NN/2/nsubj sits/VBZ/2/ROOT and/CC/4/cc eats/VBZ/2/conj a/DT/6/det cake/NN/4/obj",
        {"objects": ["man", "cake"], "attributes": [["man", "sit"]], "relations": [["man", "eat", "cake"]]},
    ),
    "men of a jolly group are jolly": (
        "a/DT/2/det jolly/JJ/2/amod group/NN/2/ROOT of/IN/4/case men/NNS/2/nmod",
        {"objects": ["man"], "attributes": [["man", "jolly"], ["man", "group of"]], "relations": []},
    ),
    "men of a large group are not large": (
        "a/DT/2/det large/JJ/2/amod group/NN/2/ROOT of/IN/4/case men/NNS/2/nmod",
        {"objects": ["man"], "attributes": [["man", "group of"]], "relations": []},
    ),
    "few tufts of grass": (
        "a/DT/2/det few/JJ/2/amod tufts/NNS/2/ROOT of/IN/4/case grass/NN/2/nmod",
        {"objects": ["grass"], "attributes": [["grass", "few"], ["grass", "tuft of"]], "relations": []},
    ),
    "scissors of a small pair are small": (
        "a/DT/2/det small/JJ/2/amod pair/NN/2/ROOT of/IN/4/case scissors/NNS/2/nmod",
        {"objects": ["scissors"], "attributes": [["scissors", "small"], ["scissors", "pair of"]], "relations": []},
    ),
    "who wears white is in a stadium": (
        "players/NNS/0/ROOT wearing/VBG/0/acl white/JJ/1/obj in/IN/5/case a/DT/5/det stadium/NN/1/obl",
        {"objects": ["player", "stadium"], "attributes": [], "relations": [["player", "in", "stadium"]]},
    ),
    "a ring is worn on a hand": (
        "a/DT/1/det ring/NN/1/ROOT worn/VBN/1/acl on/IN/5/case a/DT/5/det hand/NN/2/obl",
        {"objects": ["ring", "hand"], "attributes": [], "relations": [["ring", "wear on", "hand"]]},
    ),
    "a scene that a shot presents is none": (
        "this/DT/2/det long/JJ/2/amod shot/NN/3/nsubj presents/VBZ/3/ROOT a/DT/6/det coastal/JJ/6/amod scene/NN/3/obj",
        {"objects": [], "attributes": [], "relations": []},
    ),
    "a dog that it presents is there": (
        "this/DT/2/det long/JJ/2/amod shot/NN/3/nsubj presents/VBZ/3/ROOT a/DT/6/det coastal/JJ/6/amod dog/NN/3/obj",
        {"objects": ["dog"], "attributes": [["dog", "coastal"]], "relations": []},
    ),
    "a side of the shot is no thing": (
        "people/NNS/5/nsubj are/VBP/5/cop near/IN/5/case the/DT/5/det bottom/JJ/5/amod edge/NN/5/ROOT "
        "of/IN/8/case the/DT/8/det shot/NN/5/nmod",
        {"objects": ["people"], "attributes": [], "relations": []},
    ),
    "a side of a table is": (
        "people/NNS/5/nsubj are/VBP/5/cop near/IN/5/case the/DT/5/det bottom/JJ/5/amod edge/NN/5/ROOT "
        "of/IN/8/case the/DT/8/det table/NN/5/nmod",
        {
            "objects": ["people", "edge", "table"],
            "attributes": [["edge", "bottom"]],
            "relations": [["people", "near", "edge"], ["edge", "of", "table"]],
        },
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_habit(case: str, read: Callable[[str], Sentence]) -> None:
    rows, expected = CASES[case]
    told = read("\n".join(" ".join(word.rsplit("/", 3)) for word in rows.split()))
    assert told.graph.names() == expected
