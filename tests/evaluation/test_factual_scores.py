from __future__ import annotations

from pathlib import Path

import pytest

from capaug.errors import InputError
from capaug.evaluation.factual import factual_triples, lemmatise, parse_facts, read_gold, set_match, spice_f1
from capaug.lexicon import Lexicon
from capaug.records import Attribute, Relation, SceneGraph, SceneObject


@pytest.fixture(scope="module", name="lexicon")
def lexicon_fixture() -> Lexicon:
    return Lexicon.load()


def make_graph(
    caption: str,
    objects: list[tuple[str, str]],
    attributes: list[tuple[int, str, str, str]] = (),
    relations: list[tuple[int, str, int, str]] = (),
) -> SceneGraph:
    """A graph whose parts (names, then the words of the caption they stand for) are found in the caption in order."""

    def spans(words: list[str]) -> list[tuple[int, int]]:
        found, end = [], 0
        for part in words:
            start = caption.index(part, end)
            end = start + len(part)
            found.append((start, end))
        return found

    return SceneGraph(
        tuple(
            SceneObject(name, name.split()[-1], *span)
            for (name, _), span in zip(objects, spans([words for _, words in objects]), strict=True)
        ),
        tuple(
            Attribute(thing, name, kind, *span)
            for (thing, name, kind, _), span in zip(attributes, spans([a[3] for a in attributes]), strict=True)
        ),
        tuple(
            Relation(subject, predicate, target, *span)
            for (subject, predicate, target, _), span in zip(relations, spans([r[3] for r in relations]), strict=True)
        ),
    )


def test_facts_are_read_with_or_without_spaces() -> None:
    facts = [("girl", "wear", "hat"), ("hat", "is", "pink"), ("kite",)]
    assert parse_facts("( girl , wear , hat ) , ( hat , is , pink ) , ( kite )") == facts
    assert parse_facts("(girl,wear,hat),(hat,is,pink),(kite)") == facts
    assert parse_facts("( )") == []


def test_marks_of_verbs_passives_and_identities_are_left_out() -> None:
    text = (
        "( owl , v:sit next to , owl:1 ) , ( owl:1 , is , grey ) , ( moss , pv:cover , stone ) , ( owl , p:see , fox )"
    )
    assert parse_facts(text) == [
        ("owl", "sit next to", "owl"),
        ("owl", "is", "grey"),
        ("moss", "cover", "stone"),
        ("owl", "see", "fox"),
    ]


def test_words_become_their_shortest_noun() -> None:
    assert lemmatise([("glasses", "is", "2"), ("oak trees", "has", "leaves")]) == [
        ("glass", "is", "2"),
        ("oak tree", "ha", "leaf"),
    ]


# Expected values are those of PyPI's FactualSceneGraph 0.7.3, Evaluator(lemmatize=True).
@pytest.mark.parametrize(
    ("predicted", "gold", "same", "f1"),
    [
        ("( man , ride , horse ) , ( horse , is , brown )", "( horse , is , brown ) , ( man , ride , horse )", True, 1),
        ("( men , ride , horses )", "( man , ride , horse )", False, 1),
        ("( dogs , is , 2 )", "( dog , is , 2 )", True, 1),
        ("( sofa , is , large )", "( couch , is , big )", False, 1),
        ("( bike , lean against , wall )", "( bicycle , lean against , wall )", False, 1),
        ("( cat , on , bed )", "( cat , lay on , bed )", False, 2 / 3),
        ("( kite )", "( kite )", True, 1),
        ("( kite )", "( kite , in , sky )", False, 1 / 2),
        ("( )", "( kite , in , sky )", False, 0),
        ("( truck , is , red ) , ( truck , is , red )", "( truck , is , red )", True, 1),
        (
            "( lady , hold , cup ) , ( cup , is , white ) , ( lady , at , table )",
            "( woman , hold , mug ) , ( mug , is , white ) , ( woman , near , table )",
            False,
            1 / 6,
        ),
        ("( glasses , on , nose )", "( glass , on , nose )", True, 1),
        ("( teddy bear , sit on , bed )", "( bear , is , teddy ) , ( bear , sit on , bed )", False, 2 / 7),
        ("( boy , is , running ) , ( boy , on , street )", "( boy , run on , street )", False, 4 / 7),
        ("( photo , on , wall ) , ( picture , on , wall )", "( photograph , on , wall )", False, 3 / 4),
        ("( automobile , is , grey )", "( car , is , gray )", False, 1),
    ],
)
def test_scores_are_those_of_the_data_sets_own_package(predicted: str, gold: str, same: bool, f1: float) -> None:
    left, right = lemmatise(parse_facts(predicted)), lemmatise(parse_facts(gold))
    assert set_match(left, right) is same
    assert spice_f1(left, right) == pytest.approx(f1)


def test_a_graph_agrees_with_itself_even_when_empty() -> None:
    assert spice_f1([], []) == 1
    assert set_match([], [])


CONVERSIONS = {
    "counts are digits and names keep their number": (
        make_graph(
            "three brown dogs", [("dog", "dogs")], [(0, "three", "number", "three"), (0, "brown", "color", "brown")]
        ),
        "three brown dogs",
        {("dogs", "is", "3"), ("dogs", "is", "brown")},
    ),
    "vague counts and collectives fall away, sides join the name": (
        make_graph(
            "several left shoes and a bunch of ropes",
            [("shoe", "shoes"), ("rope", "ropes")],
            [
                (0, "several", "number", "several"),
                (0, "left", "position", "left"),
                (1, "bunch of", "collective", "bunch of"),
            ],
        ),
        "several left shoes and a bunch of ropes",
        {("left shoes",), ("ropes",)},
    ),
    "some collectives stay": (
        make_graph(
            "a group of nuns at a slice of pie",
            [("nun", "nuns"), ("pie", "pie")],
            [(0, "group of", "collective", "group of"), (1, "slice of", "collective", "slice of")],
            [(0, "at", 1, "at")],
        ),
        "a group of nuns at a slice of pie",
        {("nuns", "is", "group of"), ("pie", "is", "slice"), ("nuns", "at", "pie")},
    ),
    "a shade joins its colour": (
        make_graph(
            "a dark blue vase on a dark wood shelf",
            [("vase", "vase"), ("shelf", "shelf")],
            [
                (0, "dark", "light", "dark"),
                (0, "blue", "color", "blue"),
                (1, "dark", "light", "dark"),
                (1, "wood", "material", "wood"),
            ],
            [(0, "on", 1, "on")],
        ),
        "a dark blue vase on a dark wood shelf",
        {("vase", "is", "dark blue"), ("shelf", "is", "dark"), ("shelf", "is", "wooden"), ("vase", "on", "shelf")},
    ),
    "what something does keeps its form": (
        make_graph("a smiling clown", [("clown", "clown")], [(0, "smile", "action", "smiling")]),
        "a smiling clown",
        {("clown", "is", "smiling")},
    ),
    "some compounds are parted, some written in one": (
        make_graph(
            "a baby elephant with a cell phone",
            [("baby elephant", "baby elephant"), ("cell phone", "cell phone")],
            relations=[(0, "with", 1, "with")],
        ),
        "a baby elephant with a cell phone",
        {("elephant", "is", "baby"), ("elephant", "with", "cellphone")},
    ),
    "a compound of a whole and its part is a relation": (
        make_graph(
            "guys near a horse tail and bathroom tiles",
            [("guy", "guys"), ("horse tail", "horse tail"), ("bathroom tile", "bathroom tiles")],
            relations=[(0, "near", 1, "near")],
        ),
        "guys near a horse tail and bathroom tiles",
        {("people", "near", "tail"), ("horse", "have", "tail"), ("tiles", "in", "bathroom")},
    ),
    "a passive turns round": (
        make_graph(
            "a roof covered in moss, surrounded by crows",
            [("roof", "roof"), ("moss", "moss"), ("crow", "crows")],
            relations=[(0, "cover in", 1, "covered in"), (0, "surround by", 2, "surrounded by")],
        ),
        "a roof covered in moss, surrounded by crows",
        {("moss", "cover", "roof"), ("crows", "surround", "roof")},
    ),
    "by is no passive after a verb of place": (
        make_graph(
            "a van parked by a man walking by a lake",
            [("van", "van"), ("man", "man"), ("lake", "lake")],
            relations=[(0, "park by", 1, "parked by"), (1, "walk by", 2, "walking by")],
        ),
        "a van parked by a man walking by a lake",
        {("van", "park by", "man"), ("man", "walk by", "lake")},
    ),
    "the whole has its part, and the vessel holds its content": (
        make_graph(
            "the tail of a fox, a cup of tea and a plate of rice",
            [("tail", "tail"), ("fox", "fox"), ("cup", "cup"), ("tea", "tea"), ("plate", "plate"), ("rice", "rice")],
            relations=[(0, "of", 1, "of"), (2, "of", 3, "of"), (4, "of", 5, "of")],
        ),
        "the tail of a fox, a cup of tea and a plate of rice",
        {("fox", "have", "tail"), ("tea", "in", "cup"), ("rice", "on", "plate")},
    ),
    "a person in a shirt wears it, a person in a boat does not": (
        make_graph(
            "a woman in a shirt and a man in a boat",
            [("woman", "woman"), ("shirt", "shirt"), ("man", "man"), ("boat", "boat")],
            relations=[(0, "in", 1, "in"), (2, "in", 3, "in")],
        ),
        "a woman in a shirt and a man in a boat",
        {("woman", "wear", "shirt"), ("man", "in", "boat")},
    ),
    "predicates are spelled FACTUAL's way": (
        make_graph(
            "a cat lying down on a mat on the side of a bath beneath a towel, to the left of a jug",
            [("cat", "cat"), ("mat", "mat"), ("bath", "bath"), ("towel", "towel"), ("jug", "jug")],
            relations=[
                (0, "lie down on", 1, "lying down on"),
                (1, "on the side of", 2, "on the side of"),
                (2, "beneath", 3, "beneath"),
                (3, "to the left of", 4, "to the left of"),
            ],
        ),
        "a cat lying down on a mat on the side of a bath beneath a towel, to the left of a jug",
        {
            ("cat", "lay on", "mat"),
            ("mat", "on side of", "bath"),
            ("bath", "under", "towel"),
            ("towel", "at the left of", "jug"),
        },
    ),
    "an object alone is a fact": (
        make_graph("a red barn and a silo", [("barn", "barn"), ("silo", "silo")], [(0, "red", "color", "red")]),
        "a red barn and a silo",
        {("barn", "is", "red"), ("silo",)},
    ),
    "a name with a hyphen is said in one piece": (
        SceneGraph((SceneObject("t-shirt", "shirt", 2, 9),)),
        "a T-shirt",
        {("t-shirt",)},
    ),
}


@pytest.mark.parametrize(("graph", "caption", "facts"), CONVERSIONS.values(), ids=CONVERSIONS)
def test_a_graph_in_factuals_conventions(
    lexicon: Lexicon, graph: SceneGraph, caption: str, facts: set[tuple[str, ...]]
) -> None:
    found = factual_triples(caption, graph, lexicon)
    assert set(found) == facts
    assert len(found) == len(facts)


def test_the_reader_finds_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(
        'scene_graph,region,caption\n"( owl , in , oak )",7,owl in an oak\n\n( kite ),8,"a kite, a kite"\n',
        encoding="utf-8",
    )
    assert read_gold(path) == [("owl in an oak", [("owl", "in", "oak")]), ("a kite, a kite", [("kite",)])]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("an owl in an oak\n", "neither JSON scene graphs nor a CSV file with columns caption and scene_graph"),
        ("caption,scene_graph\n", "gold.csv holds no graphs"),
        ("caption,scene_graph\nan owl\n", "gold.csv:2: 1 fields where the header has 2"),
        ("caption,scene_graph\nan owl,owl\n", "gold.csv:2: not a graph: "),
        ('caption,scene_graph\nan owl,"( owl )" x\n', "gold.csv:2: "),
    ],
)
def test_a_broken_table_is_named_with_the_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_gold(path)
