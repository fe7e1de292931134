"""Rules on qualities and numbers: each refuses what it is for, and its twin is spared."""

from __future__ import annotations

import pytest

CONTRAST = "attribute_replace.contrast"


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
        ("Three women on a bed.", "said_together", "Three shirts on a bed."),
        ("Trees are on two sides of a railway station.", "as_many_as_it_has", "Trees are in two pots."),
        ("There are many trees in the forest.", "too_few_for_it", "There are many trees in the yard."),
        ("A row of trees were planted around the fields.", "too_few_for_it", "A row of trees near the fields."),
        ("Two teams play on a field.", "against_each_other", "Two teams stand on a field."),
        ("The inside of a bus with red seats.", "seen_inside", "A bus with red seats."),
        ("A shrink wrapped book on a bench.", "before_another_noun", "A shrink on a bench."),
        ("A guy doesn t move.", "before_a_broken_denial", "A guy moves."),
        ("Two buns on two separate plates.", "one_for_each", "Two buns on two plates."),
        ("A bald man rides in a moving vehicle.", "contradicted", "A bald man waits in a moving vehicle."),
        ("The mountain views are from a boat on a lake.", "seen_from_it", "The mountains are behind a boat on a lake."),
        ("I love the red car.", "not_sure", "The red car on a street."),
        ("If a red car stops, the man gets in.", "not_sure", "A man gets in as if the red car moved."),
        ("Your red car lets you go far.", "not_sure", "You can see a red car."),
        ("A man sits outside to enjoy the weather.", "for_rest", "A man sits outside."),
        ("A stand with outside seating.", "seats_elsewhere_too", "A stand with an outside pool."),
        ("A girl performs on horizontal bars.", "gymnastics", "A shirt with horizontal stripes."),
        ("Parked bikes sit between two buildings.", "moves_where_it_sits", "Parked bikes on a street."),
        ("Two girls standing and laughing.", "done_with_another", "Two girls standing."),
        ("A busy kitchen with a table.", "full_room", "A busy street with a car."),
        ("Two people playing tennis on a court.", "doubles", "Two people playing on a court."),
        ("A surfer jumps over a wave in calm waters.", "waves", "A boat in calm waters."),
        ("One cow standing and one laying down in a pen.", "lies_as_another_does", "One cow standing in a pen."),
        ("Two people, a man and a woman, are toasting.", "told_one_by_one", "Two people are toasting."),
        ("A tennis player waits on a court.", "has_an_opponent", "A baseball player waits on a field."),
        ("A student jumps to kick a ball.", "goes_somewhere", "A student jumps outside."),
        ("A brand laptop is open and powered on.", "open_at_a_page", "A brand laptop is open on a desk."),
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
        ("An overcast but bright sky.", "idiom", "A bright sky."),
        ("A man next to an old time gas pump.", "idiom", "A man next to an old gas pump."),
        ("Two men covered in red paint or blood.", "one_of_two_readings", "Two men covered in red paint."),
        ("A blue book with a blue cover.", "as_its_part", "A blue book with a red cover."),
        ("Two people riding a tram while sleeping.", "goes_while_it_rides", "Two people sleeping on a tram."),
        ("Two baseball teams on a field.", "parts_of_one_body", "Two baseball players on a field."),
        ("A man in a red shirt by a bluish wall.", "said_of_anything", "A man in a red shirt by a wall."),
        ("Three cats on a bed.", "a_couple_is_vague", "A group of cats on a bed."),
        ("A woman in a crowd of people.", "among_them", "A woman beside a crowd of people."),
        ("Five children on a slide, all dressed in red.", "counted_elsewhere", "Five children on a slide."),
        ("Five men on a roof with three of them in hats.", "counted_elsewhere", "Five men on a roof."),
        ("A smiling pair of skiers.", "behind_an_article", "Smiling pairs of skiers."),
        ("A toy car with three wheels.", "parts_of_one_body", "A toy car with three stickers."),
        ("People are standing around visiting.", "busy_at_rest", "People are standing around."),
        ("A burnt wooden table.", "contradicted", "A new wooden table."),
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
        ("Among trees are some blue roofs.", "others_may_be_so", "Among trees are two blue roofs."),
        ("A man kneels over a short and small grill.", "joined_with_its_like", "A man kneels over a small grill."),
        ("A brown stone bridge.", "no_color_of_its_stuff", "A brown bridge."),
        ("A book on a wooden colored table.", "a_color_by_its_stuff", "A book on a wooden table."),
        ("A bench in a green park.", "no_color_of_plants", "A bench in a green room."),
        ("A herd of zebras on a grassy plain.", "no_snow_there", "A herd of cows on a grassy plain."),
        ("A port and two sailing boats.", "a_kind_of_boat", "A port and two boats sailing."),
        ("An aluminum can on a shelf.", "of_what_cans_are", "An aluminum box on a shelf."),
        (
            "Three bottles on a shelf, Blue Moon, Killians Red and Newcastle.",
            "told_one_by_one",
            "Three bottles on a shelf, near a lamp.",
        ),
        ("Two plates, each with a cake.", "counted_elsewhere", "One man and three women pose."),
        ("A group of many people.", "counted_in_a_group", "A room with many people."),
        ("A white sky over a field.", "no_other_sky", "A white wall near a field."),
        ("A small personal pizza.", "small_by_name", "A small round pizza."),
        ("A cluttered desk filled with pens.", "contradicted", "A cluttered desk."),
        ("There is a new toy in town.", "idiom", "There is a new toy in a box."),
        ("A poor little teddy bear on a bed.", "idiom", "A little teddy bear on a bed."),
        (
            "A nature valley granola bar lying across the legs of a person sitting down",
            "has_something_on_the_lap",
            "A nature valley granola bar lying near a person sitting down",
        ),
        ("A large long train on a track.", "joined_with_its_like", "A long train on a track."),
        ("Tall buildings.", "others_may_be_so", "Tall buildings near a lake."),
        ("A room with a red wall.", "one_wall_of_several", "A room with a red door."),
        (
            "A blue book of something asian with a barcode and a blue and white cover",
            "said_of_its_part",
            "A blue book of something asian with a barcode",
        ),
        ("Two boxers in a ring.", "fights_in_pairs", "Two dogs in a ring."),
        ("A person holding a Dirham.", "holds_what_is_not_read", "A person holding a coin."),
        ("The old, corroded chains lie on a table.", "contradicted", "The old chains lie on a table."),
        ("A menorah with all 9 candles in place.", "has_all_of_them", "A menorah with 9 candles in place."),
        ("A woman shopper walks in a store.", "woman_before_it", "A female shopper walks in a store."),
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


def test_two_of_another_kind_are_no_two_of_them(refused):
    many = "Many houses were built in this area."
    assert "two_of_them" not in refused(CONTRAST, many, "Houses stand between two roads.")
    for sibling in ("A pair of houses.", "A couple by the houses."):
        assert "two_of_them" in refused(CONTRAST, many, sibling)


def test_each_other_takes_any_number(texts, refused):
    fighting = "Three wrestlers hitting each other on a mat."
    assert "counted_elsewhere" not in refused(CONTRAST, fighting)
    assert "counted_elsewhere" in refused(CONTRAST, "Three wrestlers on a mat, each with a belt.")


def test_the_sex_that_another_caption_tells(refused):
    rider = "A female rider on a horse."
    assert "that_sex_is_said" in refused(CONTRAST, rider, "A man on a horse.")
    assert "that_sex_is_said" not in refused(CONTRAST, rider, "A woman on a horse.")


def test_a_size_that_another_caption_says_otherwise(refused):
    narrow = "A narrow hotel room with two beds."
    assert "as_large_as_another_says" in refused(CONTRAST, narrow, "A large room with two beds.")
    assert "as_large_as_another_says" not in refused(CONTRAST, narrow, "A clean room with two beds.")


def test_a_thing_that_another_caption_colors_otherwise(refused):
    moped = "A large yellow moped."
    assert "one_of_several_colors" in refused(CONTRAST, moped, "A white moped.", "A red moped.")
    assert "one_of_several_colors" not in refused(CONTRAST, moped, "A white moped.")
    assert "one_of_several_colors" not in refused(CONTRAST, moped, "A white wall.")


def test_one_of_them_is_seen_by_another(refused):
    lots = "A view of several parking lots."
    assert "one_is_said" in refused(CONTRAST, lots, "A parking lot near a road.")
    assert "one_is_said" not in refused(CONTRAST, lots, "Parking lots near a road.")


def test_a_note_keeps_its_amount(texts):
    assert not [
        t for t in texts(CONTRAST, "Five Canadian dollar bills on a table.", draws=20) if "ingle" in t or "ix" in t
    ]
    assert texts(CONTRAST, "Five Canadian flags on a table.", draws=20)
