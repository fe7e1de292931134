from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capaug.errors import InputError
from capaug.lexicon import objects
from capaug.lexicon.objects import ObjectTaxonomy

TAXONOMY = ObjectTaxonomy.load()
NAMES = TAXONOMY.names()
VISIBLE = [name for name in NAMES if TAXONOMY.is_visible(name)]
SCENES = list(TAXONOMY._scenes)

names = st.sampled_from(NAMES)
visible = st.sampled_from(VISIBLE)


@pytest.mark.parametrize(
    ("a", "b"),
    [("dog", "cat"), ("man", "woman"), ("boy", "girl"), ("bus", "truck"), ("bicycle", "motorcycle"), ("horse", "cow"),
     ("apple", "banana"), ("giraffe", "zebra"), ("fork", "spoon"), ("pizza", "sandwich"), ("couch", "bed"),
     ("airplane", "helicopter"), ("tennis racket", "golf club"), ("skier", "snowboarder")],
)  # fmt: skip
def test_one_may_stand_in_the_place_of_the_other(a: str, b: str) -> None:
    assert b in TAXONOMY.contrasts(a)
    assert a in TAXONOMY.contrasts(b) or any(TAXONOMY.is_a(a, c) for c in TAXONOMY.contrasts(b))


@pytest.mark.parametrize(
    ("a", "b"),
    [("couch", "sofa"), ("dog", "puppy"), ("man", "person"), ("boy", "child"), ("street", "road"), ("plate", "dish"),
     ("bed", "mattress"), ("boat", "ship"), ("field", "grass"), ("ocean", "sea"), ("building", "house"),
     ("bowl", "container"), ("boy", "man"), ("girl", "woman"), ("bike", "motorcycle"), ("bike", "bicycle"),
     ("people", "man"), ("hand", "woman"), ("wheel", "car"), ("item", "cup"), ("teddy bear", "bear"),
     ("gentleman", "guy"), ("poodle", "animal"), ("police dog", "dog")],
)  # fmt: skip
def test_names_for_the_same_thing_are_related_and_exclude_nothing(a: str, b: str) -> None:
    for one, other in ((a, b), (b, a)):
        assert TAXONOMY.related(one, other)
        assert not TAXONOMY.excludes(one, other)
        assert other not in TAXONOMY.contrasts(one)


@pytest.mark.parametrize(
    ("a", "b"), [("man", "girl"), ("waitress", "businessman"), ("dog", "car"), ("kitten", "puppy"), ("poodle", "cat")]
)
def test_exclusion_reaches_down_to_hyponyms_and_across_kinds(a: str, b: str) -> None:
    assert TAXONOMY.excludes(a, b)
    assert not TAXONOMY.related(a, b)


@pytest.mark.parametrize("name", ["sky", "ground", "picture", "top", "side", "group", "scene", "background", "thing"])
def test_words_without_a_safe_contrast_have_none(name: str) -> None:
    assert TAXONOMY.contrasts(name) == ()


def test_a_word_of_several_senses_excludes_nothing() -> None:
    assert not any(TAXONOMY.excludes("mouse", other) for other in ("cat", "chair", "man", "keyboard", "car"))


def test_hypernyms_come_nearest_first() -> None:
    assert TAXONOMY.hypernyms("poodle") == ("dog", "animal")
    assert TAXONOMY.hypernyms("bus") == ("vehicle",)
    assert TAXONOMY.hypernyms("pizza") == ("food",)
    assert TAXONOMY.hypernyms("man") == ("person",)


def test_synonyms() -> None:
    assert "sofa" in TAXONOMY.synonyms("couch")
    assert TAXONOMY.same("cellphone", "cell phone")
    assert TAXONOMY.same("photograph", "photo")
    # Every bicycle is a bike, but a bike may be a motorcycle.
    assert "bike" in TAXONOMY.synonyms("bicycle")
    assert TAXONOMY.synonyms("bike") == ()
    assert TAXONOMY.same("bike", "bicycle")
    # A police officer may be a woman.
    assert not TAXONOMY.same("police officer", "policeman")


def test_a_compound_the_table_lacks_is_a_kind_of_its_last_word() -> None:
    assert TAXONOMY.known("rescue dog")
    assert TAXONOMY.category("rescue dog") == "animal"
    assert "cat" in TAXONOMY.contrasts("rescue dog")
    assert TAXONOMY.category("hot dog") == "food"
    assert TAXONOMY.category("fire hydrant") == "structure"


def test_an_imitation_is_not_the_thing() -> None:
    assert not TAXONOMY.is_a("toy giraffe", "animal") and not TAXONOMY.is_animate("toy giraffe")
    assert TAXONOMY.related("toy giraffe", "giraffe")
    assert not TAXONOMY.excludes("toy giraffe", "giraffe")


def test_wordnet_answers_for_nouns_the_table_lacks() -> None:
    assert not TAXONOMY.known("gazpacho")
    assert TAXONOMY.is_a("gazpacho", "soup")
    assert TAXONOMY.category("wombat") == "animal"
    assert TAXONOMY.is_person("cellist")
    assert TAXONOMY.related("gazpacho", "food")
    assert TAXONOMY.contrasts("gazpacho") == ()
    assert not TAXONOMY.excludes("wombat", "car")


def test_what_cannot_be_seen() -> None:
    unseen = ("idea", "fun", "way", "time", "night", "morning", "day", "gratitude", "bravery")
    assert [name for name in unseen if TAXONOMY.is_visible(name)] == []
    assert TAXONOMY.is_visible("dog")
    assert TAXONOMY.is_visible("gazpacho")
    assert TAXONOMY.is_visible("skatboard")


def test_flags() -> None:
    assert TAXONOMY.is_mass("water") and not TAXONOMY.is_mass("dog")
    assert TAXONOMY.is_plural_only("scissors") and not TAXONOMY.is_plural_only("shirt")
    assert TAXONOMY.is_person("surfer") and not TAXONOMY.is_person("dog")
    assert TAXONOMY.is_animate("giraffe") and not TAXONOMY.is_animate("teddy bear")
    assert TAXONOMY.is_vague("object") and not TAXONOMY.is_vague("cup")


def test_things_that_share_a_picture() -> None:
    assert TAXONOMY.often_together("toilet", "sink")
    assert not TAXONOMY.often_together("dog", "cat")
    assert not TAXONOMY.often_together("couch", "bed")


@pytest.mark.parametrize(
    ("found", "scene"),
    [(["kitchen", "stove"], "kitchen"), (["sink", "toilet"], "bathroom"), (["man", "horse", "beach"], "beach"),
     (["pizza", "plate"], "restaurant_table"), (["giraffe", "tree"], "savanna"), (["batter", "ball"], "baseball_field"),
     (["skier", "hill"], "snow_slope"), (["man", "dog"], None), (["boat", "water"], None), ([], None)],
)  # fmt: skip
def test_scene_of(found: list[str], scene: str | None) -> None:
    assert TAXONOMY.scene_of(found) == scene


@pytest.mark.parametrize("scene", SCENES)
def test_what_a_scene_lacks_is_countable_and_unlike_all_that_tells_it(scene: str) -> None:
    foreign = TAXONOMY.foreign_objects(scene)
    assert len(set(foreign)) >= 8
    entry = TAXONOMY._scenes[scene]
    for name in foreign:
        assert name in NAMES
        assert not TAXONOMY.is_mass(name) and not TAXONOMY.is_plural_only(name)
        assert [cue for cue in entry.names | entry.cues if TAXONOMY.related(name, cue)] == []


def test_scene_cues_are_names_of_the_table() -> None:
    cues = {cue for scene in TAXONOMY._scenes.values() for cue in scene.names | scene.cues}
    assert cues - set(NAMES) == set()
    assert TAXONOMY.foreign_objects("moon") == ()


@given(visible, visible)
def test_relation_and_exclusion_are_symmetric_and_shut_each_other_out(a: str, b: str) -> None:
    assert TAXONOMY.excludes(a, b) == TAXONOMY.excludes(b, a)
    assert TAXONOMY.related(a, b) == TAXONOMY.related(b, a)
    assert TAXONOMY.same(a, b) == TAXONOMY.same(b, a)
    assert not (TAXONOMY.excludes(a, b) and TAXONOMY.related(a, b))


@given(names)
def test_every_name_is_related_to_itself_and_excluded_by_nothing_it_is(name: str) -> None:
    assert TAXONOMY.is_a(name, name) and TAXONOMY.related(name, name)
    for other in (*TAXONOMY.hypernyms(name), *TAXONOMY.synonyms(name)):
        assert TAXONOMY.is_a(name, other)
        assert TAXONOMY.related(name, other)
        assert not TAXONOMY.excludes(name, other)


@given(st.sampled_from([name for name in NAMES if TAXONOMY.contrasts(name)]))
def test_every_contrast_is_excluded_visible_and_of_the_same_number(name: str) -> None:
    for other in TAXONOMY.contrasts(name):
        assert TAXONOMY.excludes(name, other)
        assert TAXONOMY.is_visible(other)
        assert TAXONOMY.is_mass(name) == TAXONOMY.is_mass(other)


def test_what_is_found_once_of_a_name_is_what_the_table_says() -> None:
    entries = TAXONOMY._entries
    near_to: dict[str, set[str]] = {name: set(entry.near) for name, entry in entries.items()}
    for name, entry in entries.items():
        for other in entry.near:
            near_to[other].add(name)
    for name in entries:
        above = dict.fromkeys((name, *TAXONOMY.hypernyms(name)))
        assert all(set(entries[one].hypernyms) <= set(above) for one in above)
        covers = {word for one in above for word in (one, *entries[one].synonyms)}
        assert TAXONOMY.covers(name) == covers
        card = TAXONOMY._card(name)
        assert card.near == near_to[name]
        assert card.reach == covers.union(near_to[name], *(entries[one].synonyms for one in near_to[name]))
        sets = [entries[one].sets for one in above if "ambiguous" not in entries[one].flags]
        assert card.groups == set().union(*sets)
        assert card.excluded_in == {group for group in card.groups if not group.endswith("~")}


def test_the_table_is_consistent() -> None:
    entries = TAXONOMY._entries
    for entry in entries.values():
        for other in (*entry.hypernyms, *entry.synonyms, *entry.near, *entry.part_of):
            assert other in entries, f"{entry.name}: {other} has no line"
            assert other != entry.name
        assert not set(entry.hypernyms) & set(entry.synonyms), entry.name
        assert not any(entry.name in TAXONOMY.hypernyms(above) for above in entry.hypernyms), entry.name


def test_every_contrast_set_has_two_members_that_exclude_each_other() -> None:
    for group, members in TAXONOMY._members.items():
        pairs = [(a, b) for i, a in enumerate(members) for b in members[:i] if not TAXONOMY.same(a, b)]
        assert pairs, f"set {group} has one thing in it"
        if "@" in group or group.endswith("~"):  # wide ones: who is near whom is left to the table
            continue
        assert [pair for pair in pairs if not TAXONOMY.excludes(*pair)] == [], group


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    table = tmp_path / "objects.tsv"
    table.write_text("# a comment\ndog\tanimal\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"objects\.tsv, line 2: 2 columns, expected 8"):
        list(objects._read_objects(table))
    table.write_text("dog\tanimal\t-\t-\t-\t-\t-\tfurry\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"line 1: unknown flag 'furry'; known: ambiguous"):
        list(objects._read_objects(table))


def test_answers_need_no_nltk() -> None:
    code = (
        "import sys; sys.modules['nltk'] = None; from capaug.lexicon.objects import ObjectTaxonomy as Taxonomy; "
        "assert Taxonomy.load().excludes('dog', 'cat') and Taxonomy.load().category('aardvark') == 'animal'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_places_exclude_each_other_only_for_what_is_there() -> None:
    assert {"on", "under"} <= TAXONOMY.only_as("table", "bed")
    assert "on" in TAXONOMY.only_as("coffee table", "floor")
    assert not TAXONOMY.only_as("bed", "couch")  # also of one kind: a bed is no couch wherever it stands
    assert not TAXONOMY.only_as("dog", "cat")


def test_who_is_of_another_kind_is_a_subject_only() -> None:
    assert "cow" in TAXONOMY.contrasts("man") and "man" in TAXONOMY.contrasts("cow")
    assert "sheep" in TAXONOMY.contrasts("people")  # the plural of `person`
    assert objects.SUBJECT in TAXONOMY.only_as("man", "cow")
    assert TAXONOMY.excludes("man", "cow") and not TAXONOMY.excludes("child", "boy")


def test_what_is_ridden_excludes_what_else_is_ridden() -> None:
    assert "ride" in TAXONOMY.only_as("horse", "motorcycle")
    assert "motorcycle" in TAXONOMY.contrasts("horse")


def test_parts() -> None:
    assert TAXONOMY.is_part("head", "giraffe") and TAXONOMY.is_part("hand", "man")
    assert not TAXONOMY.is_part("hand", "giraffe") and not TAXONOMY.is_part("giraffe", "head")
