from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.english.inflection import PAIR_NOUNS, PLURAL_NOUNS, in_progress, inflect, lemma, plural, singular

# singular and plural of nouns that captions are full of
NUMBERS = """man men;woman women;child children;dog dogs;bus buses;box boxes;dish dishes;couch couches;knife knives;
leaf leaves;shelf shelves;scarf scarves;calf calves;loaf loaves;hoof hooves;wolf wolves;half halves;tooth teeth;
foot feet;goose geese;mouse mice;ox oxen;sheep sheep;deer deer;fish fish;goldfish goldfish;aircraft aircraft;
bison bison;moose moose;ski skis;taxi taxis;zucchini zucchinis;potato potatoes;tomato tomatoes;mosquito mosquitoes;
photo photos;piano pianos;kangaroo kangaroos;burrito burritos;giraffe giraffes;roof roofs;cliff cliffs;chef chefs;
city cities;berry berries;pony ponies;puppy puppies;toy toys;monkey monkeys;tray trays;cookie cookies;hoodie hoodies;
movie movies;tie ties;pie pies;smoothie smoothies;selfie selfies;frisbee frisbees;zebra zebras;lens lenses;
canvas canvases;cactus cacti;passerby passersby;policeman policemen;snowman snowmen;human humans;
bench benches;stomach stomachs;axe axes;base bases;glove gloves;wave waves;stove stoves;sleeve sleeves;olive olives;
horse horses;vase vases;house houses;suitcase suitcases;purse purses;wineglass wineglasses;dress dresses;
skateboarder skateboarders;toothbrush toothbrushes;sandwich sandwiches;vehicle vehicles;
tennis racket,tennis rackets;fire truck,fire trucks;wine glass,wine glasses;hot dog,hot dogs;school bus,school buses;
baseball bat,baseball bats;coffee mug,coffee mugs;ottoman ottomans;walrus walruses;SUV SUVs"""
PAIRS = [tuple(pair.strip().split("," if "," in pair else " ")) for pair in NUMBERS.split(";")]


@pytest.mark.parametrize(("one", "many"), PAIRS)
def test_number(one: str, many: str) -> None:
    assert plural(one) == many
    assert singular(many).casefold() == one.casefold()


@pytest.mark.parametrize("noun", sorted(PLURAL_NOUNS))
def test_nouns_without_a_singular_stay(noun: str) -> None:
    assert plural(noun) == singular(noun) == noun
    assert lemma(noun.capitalize(), "NNS") == noun


def test_person_and_people() -> None:
    assert plural("person") == "people"
    assert lemma("people", "NNS") == lemma("People", "NN") == "people"


@pytest.mark.parametrize(
    ("word", "tag", "expected"),
    [
        ("Dogs", "NNS", "dog"),
        ("skis", "NNS", "ski"),
        ("skis", "NN", "ski"),  # the tagger's slip
        ("bus", "NN", "bus"),
        ("tennis", "NN", "tennis"),
        ("grass", "NN", "grass"),
        ("series", "NNS", "series"),
        ("Christmas", "NNP", "christmas"),
        ("frisbees", "NNS", "frisbee"),
        ("suvs", "NNS", "suv"),
        ("lying", "VBG", "lie"),
        ("laying", "VBG", "lay"),
        ("lay", "VBD", "lie"),
        ("lays", "VBZ", "lay"),
        ("riding", "VBG", "ride"),
        ("standing", "VBG", "stand"),
        ("sitting", "VBG", "sit"),
        ("sat", "VBD", "sit"),
        ("is", "VBZ", "be"),
        ("were", "VBD", "be"),
        ("'s", "VBZ", "be"),
        ("has", "VBZ", "have"),
        ("left", "VBN", "leave"),
        ("found", "VBN", "find"),
        ("saw", "VBD", "see"),
        ("fell", "VBD", "fall"),
        ("worn", "VBN", "wear"),
        ("ridden", "VBN", "ride"),
        ("dying", "VBG", "die"),
        ("tied", "VBN", "tie"),
        ("skiing", "VBG", "ski"),
        ("grazing", "VBG", "graze"),
        ("planning", "VBG", "plan"),
        ("staring", "VBG", "stare"),
        ("starring", "VBG", "star"),
        ("snowboarding", "VBG", "snowboard"),
        ("photobombing", "VBG", "photobomb"),
        ("ride", "VBP", "ride"),
        ("Parked", "JJ", "parked"),
        ("Wooden", "JJ", "wooden"),
        ("The", "DT", "the"),
    ],
)
def test_lemma(word: str, tag: str, expected: str) -> None:
    assert lemma(word, tag) == expected


@pytest.mark.parametrize(
    "forms",
    """be is being was been;have has having had had;do does doing did done;
    sit sits sitting sat sat;lie lies lying lay lain;
    lay lays laying laid laid;ride rides riding rode ridden;
    stand stands standing stood stood;ski skis skiing skied skied;
    fly flies flying flew flown;carry carries carrying carried carried;eat eats eating ate eaten;
    run runs running ran run;swim swims swimming swam swum;hit hits hitting hit hit;cut cuts cutting cut cut;
    catch catches catching caught caught;throw throws throwing threw thrown;hang hangs hanging hung hung;
    wear wears wearing wore worn;hold holds holding held held;brush brushes brushing brushed brushed;
    jump jumps jumping jumped jumped;lean leans leaning leaned leaned;graze grazes grazing grazed grazed;
    swing swings swinging swung swung;feed feeds feeding fed fed;pet pets petting petted petted;
    park parks parking parked parked;cover covers covering covered covered;tie ties tying tied tied;
    photobomb photobombs photobombing photobombed photobombed;kneel kneels kneeling knelt knelt;
    surf surfs surfing surfed surfed;make makes making made made;lead leads leading led led""".split(";"),
)
def test_inflect(forms: str) -> None:
    verb, *expected = forms.split()
    assert [inflect(verb, tag) for tag in ("VBZ", "VBG", "VBD", "VBN")] == expected
    assert inflect(verb, "VB") == verb
    assert inflect(verb, "VBP") == ("are" if verb == "be" else verb)
    for form, tag in zip(expected, ("VBZ", "VBG", "VBD", "VBN"), strict=True):
        assert lemma(form, tag) == ("lie" if form == "lay" else verb)


def test_inflect_keeps_the_particle() -> None:
    assert inflect("stand up", "VBG") == "standing up"
    assert inflect("pick up", "VBZ") == "picks up"


@pytest.mark.parametrize(
    ("state", "said"), [("sit", "sitting"), ("walking", "walking"), ("parked", "parked"), ("lie down", "lying down")]
)
def test_in_progress(state: str, said: str) -> None:
    assert in_progress(state) == said


def test_inflect_refuses_other_tags() -> None:
    with pytest.raises(ValueError, match="NN"):
        inflect("run", "NN")


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=10))
def test_any_word_gets_every_form(word: str) -> None:
    assert plural(word)
    assert singular(word)
    assert lemma(word, "NN")
    for tag in ("VB", "VBZ", "VBP", "VBD", "VBG", "VBN"):
        assert inflect(word, tag)
        assert lemma(word, tag)


@given(st.sampled_from([one for one, _ in PAIRS]))
def test_plural_of_a_plural_reading_is_stable(noun: str) -> None:
    assert plural(singular(plural(noun))) == plural(noun)


def test_pairs_are_plural_nouns() -> None:
    assert PAIR_NOUNS < PLURAL_NOUNS
