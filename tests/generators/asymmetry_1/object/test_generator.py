"""Another thing in the place of one."""

from __future__ import annotations

import pytest
from sentences import scene, sentence

from capaug.generators.asymmetry_1.object.generator import can_be_replaced

OBJECT = "asymmetry_1.object"


def test_suits_that_anybody_wears(texts):
    assert "A woman in a wet suit on a wave." in texts(OBJECT, "A man in a wet suit on a wave.", draws=30)
    assert not [t for t in texts(OBJECT, "A man in a suit on a wave.", draws=30) if t.startswith("A woman")]


def test_object_gives_way_to_its_sibling(texts):
    found = texts(OBJECT, "A dog sleeping on a bed.", draws=30)
    assert any("cat" in text for text in found)
    assert not any(word in text for text in found for word in ("puppy", "animal", "pet", "mattress", "blanket"))


def test_plural_stays_plural(texts):
    found = texts(OBJECT, "Several cows standing in a field.", draws=30)
    assert "Several horses standing in a field." in found or "Several sheep standing in a field." in found
    assert not any("several sheeps" in text.lower() or "several horse " in text.lower() for text in found)


def test_what_a_sibling_names_is_not_used(texts):
    alone = texts(OBJECT, "A dog on a couch.", draws=40)
    assert any("cat" in text for text in alone)
    beside = texts(OBJECT, "A dog on a couch.", "A cat and a dog lie together.", draws=40)
    assert not any("cat" in text for text in beside)


def test_pronouns_follow_their_noun(texts):
    found = [text for text in texts(OBJECT, "A woman holding her umbrella.", draws=40) if "woman" not in text]
    assert found
    assert all("his" in text for text in found if " man " in text)


def test_article_follows(texts):
    for text in texts(OBJECT, "An apple on a plate.", draws=40):
        assert not text.startswith(("An banana", "An pear", "A orange"))


def test_only_what_stands_before_a_denial_is_replaced(texts):
    assert "A truck with no dogs in it." in texts(OBJECT, "A bus with no dogs in it.", draws=30)
    assert all(text.endswith("with no dogs in it.") for text in texts(OBJECT, "A bus with no dogs in it.", draws=30))
    assert not texts(OBJECT, "A man is not riding a horse.")
    assert texts(OBJECT, "A man is riding a horse.")


def test_neither_of_two_that_it_may_be_is_replaced(texts):
    assert not any("car" in text for text in texts(OBJECT, "A truck or bus on a road.", draws=30))
    assert any("car" in text for text in texts(OBJECT, "A truck on a road.", draws=30))


def test_people_known_by_what_they_do_keep_to_it(texts):
    found = texts(OBJECT, "A surfer rides a wave in front of a boardwalk.", draws=40)
    assert not any("motorcycle" in text or "horse" in text for text in found)


def test_a_feed_is_no_place(texts):
    assert not any("on the water" in text for text in texts(OBJECT, "Two zebras are feeding on the grass.", draws=40))


def test_places_give_way_only_where_something_is_on_them(texts):
    assert {"A cat on a bed.", "A cat on a shelf."} & set(texts(OBJECT, "A cat on a table.", draws=40))
    assert not [t for t in texts(OBJECT, "A room with a table.", draws=40) if "floor" in t or "shelf" in t]


@pytest.mark.parametrize(
    ("caption", "wrong"),
    [
        ("A woman next to a boy on a pier.", " guy"),
        ("A man next to a girl on a pier.", " lady"),
        ("A woman beside a young boy.", " man"),
    ],
)
def test_a_word_for_any_age_may_mean_the_child(caption, wrong, texts):
    assert not [text for text in texts(OBJECT, caption, draws=60) if wrong in text]


def test_a_colour_is_no_fruit(texts):
    for caption in ("Two green squares are to the right of the large orange sphere.", "An orange sphere on a table."):
        assert not [text for text in texts(OBJECT, caption, draws=40) if "orange" not in text]


def test_one_of_another_kind_takes_the_place_of_a_subject(texts):
    found = texts(OBJECT, "Two cows are standing in a field.", draws=60)
    assert {"Two people are standing in a field.", "Two men are standing in a field."} & set(found)
    assert not [
        text for text in texts(OBJECT, "A herd of cows in a field.", draws=40) if "people" in text or " men" in text
    ]
    assert not [t for t in texts(OBJECT, "A man holding his hat.", draws=40) if t.startswith(("A dog", "A cow"))]


def test_what_is_ridden_gives_way_to_what_else_is_ridden(texts):
    found = texts(OBJECT, "A man riding a horse.", draws=60)
    assert {"A man riding a motorcycle.", "A man riding a bicycle.", "A man riding a bike."} & set(found)
    assert not [text for text in texts(OBJECT, "A room with a horse.", draws=40) if "bicycle" in text]


def test_a_part_that_both_have_speaks_for_neither(texts):
    beside = "A hand holds the reins."
    assert "A woman riding a horse." in texts(OBJECT, "A man riding a horse.", beside, draws=40)


def test_a_name_of_its_own_is_left_alone(texts):
    assert not [t for t in texts(OBJECT, "A Donald Duck on a bed.", draws=40) if "Duck" not in t]
    assert not [
        t for t in texts(OBJECT, "A double-decker bus on a street.", draws=40) if "double-" in t and "decker" not in t
    ]


def on_a_table(name: str):
    """A thing of ``name`` on a table."""
    return sentence(f"A {name} on a table.", things=[f"A {name}", "a table"], links=[(name, "on", "table")])


def test_by_hand(texts):
    found = texts(OBJECT, scene(on_a_table("cat")), draws=40)
    assert {"A dog on a table.", "A cat on a bed."} <= set(found)
    assert "A dog on a table." not in texts(OBJECT, scene(on_a_table("cat"), on_a_table("dog")), draws=40)


def test_a_colour_that_was_misread_is_no_fruit(texts):
    def orange(text: str):
        link = ("orange", "on", "table")
        return scene(sentence(text, things=["An orange", "a table"], links=[link], tags={"an": "DT"}))

    assert any("apple" in text for text in texts(OBJECT, orange("An orange on a table"), draws=40))
    misread = orange("An orange sphere on a table")
    assert all("orange sphere" in text for text in texts(OBJECT, misread, draws=40))
    assert misread.refused["asymmetry_1.object", "maybe_a_color"]


@pytest.mark.parametrize(
    ("caption", "can"),
    [
        ("A dog sleeping on a bed.", True),
        ("A bus with no dogs in it.", True),
        ("A man is not riding a horse.", False),
        ("An orange sphere.", False),
        ("So it is.", False),
    ],
)
def test_whether_anything_can_be_replaced(caption, can, scenes, texts):
    asked_first = scenes(caption)
    assert asked_first.once(can_be_replaced) is can
    assert bool(texts(OBJECT, asked_first)) is can
    asked_last = scenes(caption)
    assert bool(texts(OBJECT, asked_last)) is can
    assert asked_last.once(can_be_replaced) is can


def test_asking_counts_no_refusal(scenes):
    asked = scenes("A dog sleeping on a bed.")
    assert asked.once(can_be_replaced)
    assert not asked.refused


OFFERED = [
    ("A man cutting pizza on a plate on the table.", "apple", "cake"),
    ("A bottle of wine on a table.", "jar", "beer"),
    ("A river winds through a forest.", "lake", "river"),
    ("A photo shows someone standing on a beach.", "forest", "desert"),
    ("A man without a shirt sitting on a bench.", "woman", "chair"),
    ("A person holding a cat.", "dog holding", "dog"),
    ("A shirtless man on a bench.", "lady", "child"),
    ("A lady in a dress on a bench.", "A man in", "chair"),
    ("A book with a red cover on a table.", "newspaper", "bed"),
    ("A man on his snowboard.", "ski.", "skateboard"),
    ("A bottle of beer on a table.", "jar of beer", "wine"),
    ("A doctor in a room with a bed.", "paramedic", "nurse"),
    ("Her mother stands on a beach.", "man", "father"),
    ("A family has dinner at a table near a window.", "breakfast", "door"),
]


@pytest.mark.parametrize(
    "caption",
    [
        "Do men like this ride a horse?",
        "Keep calm and ride a horse",
        "A man died on a horse.",
        "Success is a man on a horse.",
        "Take your man on a horse.",
        "A horse that I am most like.",
    ],
)
def test_what_is_of_no_picture_stays(caption, texts):
    assert not texts(OBJECT, caption, draws=20)
    assert texts(OBJECT, "A man riding a horse.", draws=20)


@pytest.mark.parametrize(("caption", "never", "still"), OFFERED)
def test_what_takes_its_place(caption, never, still, texts):
    made = texts(OBJECT, caption, draws=60)
    assert not [text for text in made if never in text]
    assert [text for text in made if still in text]
