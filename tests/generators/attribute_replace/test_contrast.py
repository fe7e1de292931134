"""Qualities and numbers that give way to others."""

from __future__ import annotations

import pytest

CONTRAST = "attribute_replace.contrast"


def changed(before: str, after: str) -> tuple[str, str]:
    """The one word that differs between two captions of equal length."""
    pairs = [(a, b) for a, b in zip(before.split(), after.split(), strict=True) if a != b]
    assert len(pairs) == 1, (before, after)
    return pairs[0]


def test_colour_gives_way_to_a_colour(texts):
    caption = "The red bus parked on the street."
    found = texts(CONTRAST, caption)
    assert found
    for text in found:
        old, new = changed(caption, text)
        assert old == "red"
        assert new not in {"maroon", "pink", "crimson", "dark"}


def test_numbers_give_way_to_other_amounts(texts):
    caption = "Two dogs playing in the grass."
    numbers = {
        changed(caption, text)[1].lower()
        for text in texts(CONTRAST, caption)
        if text.split()[1:] == caption.split()[1:]
    }
    assert numbers and numbers <= {"three", "four", "five", "six", "several", "many"}


def test_posture_keeps_its_form(texts):
    found = texts(CONTRAST, "The man sitting alone.")
    assert found
    assert all(text.startswith("The man ") and text.endswith("ing alone.") for text in found)


def test_sibling_rescues_the_caption(texts):
    caption = "The red bus on the street."
    assert not texts(CONTRAST, "The bus on the street.")
    assert "yellow" in {changed(caption, text)[1] for text in texts(CONTRAST, caption, draws=30)}
    with_sibling = texts(CONTRAST, caption, "A yellow and red bus driving down a road.", draws=30)
    assert all("yellow" not in text for text in with_sibling)


def test_one_of_two_colours_gives_way(texts):
    caption = "The red and white bus on the street."
    made = texts(CONTRAST, caption, draws=40)
    assert "The blue and white bus on the street." in made
    assert {changed(caption, text)[0] for text in made} == {"red", "white"}
    assert not [text for text in made if "pink" in text]  # a red and pink bus may be called red and white
    assert not texts(CONTRAST, "The red, white and blue flag.")
    assert not texts(CONTRAST, "The black and white photo of the dog.")


def test_two_colours_of_a_coat_are_those_of_coats(texts):
    made = texts(CONTRAST, "The black and white cat.", draws=40)
    assert "The orange and white cat." in made
    assert not [text for text in made if "yellow" in text]


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A man is walking on the beach.", "men are walking on the beach."),
        ("A bird flies over the water", "birds fly over the water"),
    ],
)
def test_an_article_is_a_number(caption, expected, texts):
    assert any(text.endswith(expected) for text in texts(CONTRAST, caption))


@pytest.mark.parametrize(
    ("caption", "sibling"),
    [
        ("A man kissing a woman.", "A couple."),  # two men do not kiss one woman
        ("A man is walking on the beach.", "Some people on the beach."),  # a sibling speaks of several
        ("A man is walking with a woman and her dog.", "A beach."),  # whose dog?
    ],
)
def test_articles_that_stay(caption, sibling, texts):
    assert not [text for text in texts(CONTRAST, caption, sibling) if " men " in text]


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("A man wearing a hat.", "Two men wearing hats."),
        ("A woman is brushing her teeth.", "Two women are brushing their teeth."),
        ("A man riding his bike with a dog.", None),  # whose bike, with two of them alive?
        ("A boy holding a large kite on a beach.", "Two boys holding large kites on a beach."),
        ("A pitcher in a white uniform.", None),  # a game has one
        ("A sandwich on a plate.", "Two sandwiches on a plate."),
        ("A plate under a sandwich.", "Two plates under a sandwich."),
        ("A street in the city.", None),
        (
            "A man opens a hydrant and brown water is flowing out.",
            "Two men open a hydrant and brown water is flowing out.",
        ),
        (
            "Traffic is stopped while a woman with a stroller crosses the street.",
            "Traffic is stopped while two women with strollers cross the street.",
        ),
        ("A man that is on a bench and is reading.", None),
        ("A man fixes his tie in a room.", "Two men fix their ties in a room."),
        ("A woman sitting in a chair.", "Two women sitting in chairs."),
    ],
)
def test_what_each_of_several_has(caption, expected, texts):
    found = [text for text in texts(CONTRAST, caption, draws=60) if "two " in text.lower()]
    assert expected in found if expected else not found


def test_one_mount_carries_few(texts):
    found = texts(CONTRAST, "Two people riding a horse.", draws=60)
    assert found and not any(text.startswith(("Several", "Six", "Many")) for text in found)


def test_collectives(texts):
    caption = "Many people sitting on the grass."
    assert "A pair of people sitting on the grass." in texts(CONTRAST, caption)
    assert not [t for t in texts(CONTRAST, caption, "Two people on the grass.") if "pair of" in t]
    assert not texts(CONTRAST, "A group of people sitting on the grass.")  # two may be called a group


def test_only_what_stands_before_a_denial_is_changed(texts):
    assert "The blue bus with no black seats." in texts(CONTRAST, "The red bus with no black seats.", draws=30)
    assert all("no black seats" in text for text in texts(CONTRAST, "The red bus with no black seats.", draws=30))
    assert not texts(CONTRAST, "The red bus is not moving.")


def test_article_follows(texts):
    found = texts(CONTRAST, "A red umbrella on a bench.", draws=40)
    assert all(not text.startswith(("A orange", "An red", "An blue")) for text in found)


@pytest.mark.parametrize(
    ("caption", "sibling", "wrong"),
    [
        ("A white shirt on a chair.", "A silver shirt on a seat.", "gray"),
        ("A green couch by a window.", "A brown sofa in a room.", "tan"),
        ("A large boat on a beach.", "A little boat by a tree.", "tiny"),
    ],
)
def test_a_value_near_to_what_a_sibling_says(caption, sibling, wrong, texts):
    assert any(wrong in text for text in texts(CONTRAST, caption, draws=150))
    assert not any(wrong in text for text in texts(CONTRAST, caption, sibling, draws=150))


TWO_COWS = {"Two cows in a field.", "A couple of cows in a field.", "A pair of cows in a field."}


@pytest.mark.parametrize("quantity", ["Many", "A large herd of", "Lots of"])
def test_what_is_more_than_two_gives_way_to_two(quantity, texts):
    assert set(texts(CONTRAST, f"{quantity} cows in a field.", draws=40)) == TWO_COWS
    assert not texts(CONTRAST, f"{quantity} cows in a field.", "A couple of cows in a field.")


def test_captions_disagree_on_several(texts):
    """Where one caption says ``several`` of animals or people another one says ``two`` too often."""
    assert not texts(CONTRAST, "Several cows in a field.", draws=40)
    assert texts(CONTRAST, "Several books in a field.", draws=40)


@pytest.mark.parametrize("quantity", ["Two", "A couple of"])
def test_two_give_way_to_more(quantity, texts):
    made = texts(CONTRAST, f"{quantity} books are lying in a field.", draws=60)
    wanted = {f"{more} books are lying in a field." for more in ("Three", "Several")}
    assert wanted <= set(made)
    sibling = texts(CONTRAST, f"{quantity} books are lying in a field.", "A group of books in a field.", draws=60)
    assert not {text.partition(" books")[0] for text in sibling} & {"Several", "Many", "A group of"}


@pytest.mark.parametrize(
    "caption",
    [
        "So many cows in a field.",
        "The basket filled with lots of apples.",
        "The cow between two fences.",
        "A bunch of bananas.",
        "There is a group of people on the beach.",
        "The group of people on the beach.",
        "A pair of shoes on the floor.",
    ],
)
def test_quantities_that_stay(caption, texts):
    assert not texts(CONTRAST, caption)


def test_two_of_them_give_way_to_a_single_one(texts):
    assert "A lone dog is sleeping on a bed." in texts(CONTRAST, "Two dogs are sleeping on a bed.", draws=30)
    assert "Two surfers are walking." in texts(CONTRAST, "A lone surfer is walking.", draws=30)
    for caption, sibling in (
        ("Two dogs playing together.", "Dogs."),
        ("Two men next to a woman.", "People."),
        ("Two dogs on a bed.", "One dog."),
    ):
        made = texts(CONTRAST, caption, sibling, draws=30)
        assert made and not [text for text in made if "single" in text or "lone" in text]


def test_snow_stays_where_people_ski(texts):
    made = texts(CONTRAST, "The snowy hill.", draws=30)
    assert "The grassy hill." in made
    assert not [t for t in texts(CONTRAST, "The skiers on the snowy hill.", draws=30) if "snowy" not in t]


def test_an_empty_street_has_nothing_on_it(texts):
    assert "An empty street near the sea." in texts(CONTRAST, "A busy street near the sea.", draws=30)
    assert not [t for t in texts(CONTRAST, "A busy street filled with cars.", draws=30) if "mpty" in t]


@pytest.mark.parametrize("caption", ["A group of four men standing.", "A group of men and women at a table."])
def test_no_pair_of_four_or_of_two_kinds(caption, texts):
    assert not [text for text in texts(CONTRAST, caption) if "pair of" in text]


def test_what_the_sentence_says_of_its_like_stays(texts):
    told = "Two men in a red shirt and a blue shirt, the one in the blue shirt runs."
    assert not any("red shirt, the one" in text or "blue shirt and" in text for text in texts(CONTRAST, told, draws=30))
    assert "a white shirt" in " ".join(texts(CONTRAST, "A man in a blue shirt runs.", draws=30))


@pytest.mark.parametrize(
    ("rule", "caption", "spared"),
    [
        ("moods_clash", "Happy girl posing, smiling to camera in the room.", "A happy girl runs."),
        ("open_at_a_page", "An open book turned to the first pages.", "An open book on a bed."),
        ("idiom", "Brand 2019 New Polarized Sunglasses", "New sunglasses on a bed."),
        ("clouds_are_told", "A clear sky with a layer of clouds.", "A clear sky over a field."),
        ("compared", "A smaller dog on a bed.", "A small dog on a bed."),
        ("raw_and_eaten", "Cooked meat is eaten by a man.", "Cooked meat on a plate."),
    ],
)
def test_refusals_are_counted(refused, rule: str, caption: str, spared: str) -> None:
    assert rule in refused(CONTRAST, caption)
    assert rule not in refused(CONTRAST, spared)


def test_who_is_asleep_is_awake_or_doing_something(texts):
    made = texts(CONTRAST, "Two children are asleep on a couch.", draws=40)
    assert "Two children are awake on a couch." in made
    assert not [text for text in made if text.split()[3] in ("stand", "walk", "jump", "awaking")]


def test_what_is_metallic_may_have_any_color(texts):
    assert not texts(CONTRAST, "The pole is metallic.")
    assert texts(CONTRAST, "The pole is red.")


@pytest.mark.parametrize(
    ("caption", "refused_as", "twin"),
    [
        ("A dog sleeping beside the man sitting alone.", "asleep", "The man sitting alone."),
        ("An empty bathroom.", "full_room", "An empty street."),
        ("A male child with a smile on his face.", "pronoun_of_its_sex", "A male child with a smile."),
        ("A young lad on a bench.", "young_by_name", "A young man on a bench."),
        ("A man holding a 20 pound bill.", "of_one_thing", "A man holding a bill."),
        ("Two men wearing jackets.", "each_with_its_own", "Two men in a park."),
        ("A woman walks towards him.", "goes_somewhere", "A woman walks alone."),
        ("A concert band is playing.", "many_already", "A boy is playing."),
        ("A monochromatic shot of a black belt.", "shown_without_colors", "A black belt."),
        ("A row of trees stands tall.", "stands_tall", "A row of tall trees."),
        ("A gray overcast sky.", "contradicted", "An overcast sky."),
        ("A cat with green eyes.", "no_color_of_eyes", "A cat with a green ball."),
        ("A laptop is open to a website.", "open_at_a_page", "A laptop is open."),
        ("A young pregnant woman on a bench.", "of_another_age", "A young woman on a bench."),
        ("A very happy baby on a bed.", "no_degree", "A happy baby on a bed."),
        ("A dense residential area.", "contradicted", "A residential area."),
        ("Four kids, two boys and two girls, on a bed.", "counted_elsewhere", "Two kids on a bed."),
        ("Success is like a train.", "likened", "A train on a track."),
        ("Two plates both on a table.", "counted_elsewhere", "Two plates on a table."),
        ("A player named Chase Utley throws a ball.", "has_a_name", "A player throws a ball."),
        ("Two dogs named Rex and Max on a bed.", "named_one_by_one", "Two dogs on a bed."),
        ("A black cat on a bed.", "said_together", "A black shirt on a bed."),
        ("A man smiling at the camera.", "at_somebody", "A man smiling on a bench."),
        ("A silver coin on a table.", "made_of_metal", "A silver car on a street."),
        ("A laptop is open and powered on.", "open_at_a_page", "A laptop is open on a desk."),
        ("A man riding four wheelers.", "named_by_its_number", "A man riding four bikes."),
        ("Two boxers fight in a ring.", "with_each_other", "Two boxers stand in a ring."),
        ("An almost empty street.", "almost_so", "An empty street."),
        ("An old dirty bathroom.", "contradicted", "An old bathroom."),
        (
            "Six musicians - four violinists, a cellist, and a drummer, play on stage.",
            "adds_up",
            "Six musicians on a stage.",
        ),
        ("A room with a big screen television.", "idiom", "A room with a big television."),
        ("Two giraffes taking turns at a tree.", "together", "Two giraffes at a tree."),
        ("A player sitting in the chair.", "in_a_seat_of_one", "A player sitting in a chair."),
        ("A man fixes a tie.", "of_one_thing", "A man fixes his tie."),
        ("Two men stand in a forest and the third man drives.", "counted_elsewhere", "Two men stand in a forest."),
        ("Bananas growing on a leafy tree.", "contradicted", "A man on a leafy tree."),
        ("An off white toilet with a faucet.", "idiom", "A white toilet with a faucet."),
        ("Three women on a bed.", "said_together", "Three shirts on a bed."),
        ("Trees are on two sides of a railway station.", "as_many_as_it_has", "Trees are in two pots."),
        ("There are many trees in the forest.", "too_few_for_it", "There are many trees in the yard."),
        ("A row of trees were planted around the fields.", "too_few_for_it", "A row of trees near the fields."),
        ("Two teams play on a field.", "against_each_other", "Two teams stand on a field."),
        ("The mountain views are from a boat on a lake.", "seen_from_it", "The mountains are behind a boat on a lake."),
        ("I love the red car.", "not_sure", "The red car on a street."),
        ("If a red car stops, the man gets in.", "not_sure", "A man gets in as if the red car moved."),
        ("Your red car lets you go far.", "not_sure", "You can see a red car."),
        ("A man sits outside to enjoy the weather.", "for_rest", "A man sits outside."),
        ("A man in a bright orange vest.", "bright", "A man in an orange vest."),
        ("A stand with outside seating.", "seats_elsewhere_too", "A stand with an outside pool."),
        ("A girl performs on horizontal bars.", "gymnastics", "A shirt with horizontal stripes."),
        ("Parked bikes sit between two buildings.", "moves_where_it_sits", "Parked bikes on a street."),
        ("People walking and congregating on a street.", "done_with_another", "People walking on a street."),
        ("A busy kitchen with a table.", "full_room", "A busy street with a car."),
        ("Two people playing tennis on a court.", "doubles", "Two people playing on a court."),
        ("A surfer jumps over a wave in calm waters.", "waves", "A boat in calm waters."),
        ("One cow standing and one laying down in a pen.", "lies_as_another_does", "One cow standing in a pen."),
        ("Two people, a man and a woman, are toasting.", "told_one_by_one", "Two people are toasting."),
        ("A tennis player waits on a court.", "has_an_opponent", "A baseball player waits on a field."),
        ("A student jumps to kick a ball.", "goes_somewhere", "A student jumps outside."),
        ("A brand laptop is open and powered on.", "open_at_a_page", "A brand laptop is open on a desk."),
        ("A man in a hot pink tie.", "bright", "A man in a pink tie."),
        ("A man in a tie smiles at the camera.", "at_somebody", "A man in a tie smiles."),
        ("A girl with a black eye in a suitcase.", "bruise", "A girl with black eyes in a suitcase."),
        ("A woman in black shorts runs in a road race.", "takes_part", "A woman in black shorts runs in a park."),
        ("The fresh vegetables are growing in the garden.", "grows", "The fresh vegetables are in the garden."),
        ("A three car passenger train on the tracks.", "counted_within", "A passenger train on the tracks."),
        (
            "A young boy in red Crocs and a helmet hangs from a wall.",
            "with_more_of_its_own",
            "A young boy in red shoes hangs from a wall.",
        ),
        ("A sign with a little graffiti on it.", "an_amount", "A sign with a little sticker on it."),
        ("A rough sea with waves and foam.", "contradicted", "A rough sea with a boat."),
        ("A wet dog after a swim.", "contradicted", "A wet dog on a porch."),
        ("A tall sleek modern tower.", "contradicted", "A tall modern tower."),
        ("A lush field of green grass.", "contradicted", "A field of green grass."),
        ("An orange vase adds a pop of color.", "contradicted", "An orange vase on a table."),
        ("A large station with a dozen tracks.", "contradicted", "A large station with two tracks."),
        ("An outdoor area with a lawn and a patio.", "contradicted", "An outdoor area with a table."),
        ("A tall square window.", "contradicted", "A square window."),
        ("Slightly rough water near a pier.", "so_to_a_degree", "Rough water near a pier."),
        ("The panda is walking to the right.", "swims_on_land", "The panda is walking in the water."),
        ("Some tourists walking around a center.", "goes_somewhere", "Some tourists walking outside."),
        ("A man in a red shirt waves a flag of red.", "said_once_more", "A man in a red shirt waves."),
        ("A small cake in a glass.", "too_large_for_what_it_is_in", "A small cake on a table."),
        ("Green plants beside a river.", "no_color_of_plants", "Green cars beside a river."),
        ("The traffic light is red.", "not_what_a_light_shows", "The traffic sign is red."),
        ("Gray buildings along a road.", "roofs_from_above", "A gray building along a road."),
        ("Pretzels in a plastic bag.", "food_is_not_packed_in_it", "Clothes in a plastic bag."),
        ("Many buildings in a dense area.", "too_few_for_it", "Many buildings near a river."),
        ("Some large tanks near a road.", "others_may_be_so", "The large tanks near a road."),
        ("A sequence of signs on a wall.", "many_already", "A truck with a sign on a wall."),
        ("Three flags in a quarter of a field.", "as_many_as_it_has", "Two cats on a plate."),
        ("A wooden plank wall.", "contradicted", "A wooden wall."),
        ("A white chalk on a table.", "contradicted", "A white cup on a table."),
        ("A cat with its mouth open and its tongue out.", "contradicted", "A cat with its mouth open."),
        ("A large rock dominates the beach.", "contradicted", "A large rock on the beach."),
        ("A monochrome picture of a gray belt.", "shown_without_colors", "A gray belt."),
        ("The trees are bare of leaves.", "bare_of_something", "The trees are bare."),
        ("A boy with brown eyes.", "no_color_of_eyes", "A boy with a brown ball."),
        ("A construction paper heart.", "idiom", "A paper heart."),
        ("A computer with two keys being Enter and Options.", "told_one_by_one", "A computer with two keys."),
        ("A clear blue sky.", "contradicted", "A clear sky."),
        ("A crowd of people lining a street.", "lines_something", "A crowd of people on a street."),
        ("A dog lying on its side.", "on_its_side", "A dog lying on a bed."),
        ("A brick paved street.", "contradicted", "A paved street."),
        ("A boy with a possibly red hat.", "not_sure", "A boy with a red hat."),
        ("A warrior fights in a field.", "has_an_opponent", "A warrior stands in a field."),
        ("How to make a pizza.", "told_how", "A chef with a pizza."),
        ("A boy rocks out on a guitar.", "plays_it_alone", "A boy rocks out on a stage."),
        ("The background is a blurred truck.", "says_what_one_is", "There is a blurred truck."),
    ],
)
def test_rules_with_their_twins(caption, refused_as, twin, refused):
    assert refused_as in refused(CONTRAST, caption)
    assert refused_as not in refused(CONTRAST, twin)


def test_how_many_another_caption_leaves_open(refused):
    two = "Two children petting sheep in a pen."
    assert "some_are_said" in refused(CONTRAST, two, "Some kids petting sheep.")
    assert "some_are_said" not in refused(CONTRAST, two, "Kids petting sheep.")
    surfing = "A man in a wetsuit surfing."
    assert "several_are_said" in refused(CONTRAST, surfing, "Two surfers on a wave.")
    assert "several_are_said" not in refused(CONTRAST, surfing, "A surfer on two boards.")


def test_the_sex_that_another_caption_tells(refused):
    rider = "A female rider on a horse."
    assert "that_sex_is_said" in refused(CONTRAST, rider, "A man on a horse.")
    assert "that_sex_is_said" not in refused(CONTRAST, rider, "A woman on a horse.")


def test_a_couple_without_of_is_no_number(texts):
    assert not [t for t in texts(CONTRAST, "A vase holds a couple purple flowers.", draws=30) if "a four" in t]


def test_a_size_that_another_caption_says_otherwise(refused):
    narrow = "A narrow hotel room with two beds."
    assert "as_large_as_another_says" in refused(CONTRAST, narrow, "A large room with two beds.")
    assert "as_large_as_another_says" not in refused(CONTRAST, narrow, "A clean room with two beds.")


def test_what_something_does_before_its_noun(texts):
    made = texts(CONTRAST, "A flying plane over a city.", draws=40)
    assert "A parked plane over a city." in made
    assert not [text for text in made if "eding " in text or "inging " in text]
