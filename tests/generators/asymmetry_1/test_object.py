"""Another thing in the place of one."""

from __future__ import annotations

import pytest
from sentences import scene, sentence

from capaug.generators.asymmetry_1.object import CAPTION_RULES, RULES, can_be_replaced

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


REFUSED = [
    ("a_name", "A Teddy Bear on a bed."),
    ("one_of_two_readings", "A truck or bus on a road."),
    ("more_is_said", "A cow whose calf is near."),
    ("another_part", "A plate with a table."),
    ("no_part", "A herd of cows in a field."),
    ("named_already", "A dog on a couch.", "A cat and a dog lie together."),
    ("never_had_it", "A toilet without a seat in a bathroom."),
    ("untold_quality", "A striped cat on a bed."),
    ("odd_in_its_relation", "A man riding a horse."),
    ("misfit_of_its_preposition", "A man in a field."),
    ("there_as_well", "A dog next to a cow."),
    ("stranger", "A train on the tracks."),
    ("shows_nothing", "A television in a room shows a player."),
    ("holds_no_such_thing", "A bag of food on a table."),
    ("of_another_kind_than_its_conjunct", "Cake and strawberries on a table."),
    ("unknown_company", "A man rides a wave beside a drainpipe."),
    ("unseen_in_its_relation", "Two zebras are feeding on the grass."),
    ("may_be_beside_it", "A laptop on a desk."),
    ("not_worn", "A man in a hat and backpack stands on a log."),
    ("does_not_float", "A bag on some grass."),
    ("shows_another_way", "A framed painting of two girls playing with a kite."),
    ("of_another_sport", "Two golfers walk down the fairway."),
    ("pronoun_does_not_follow", "A dog on a bench. It has a bone."),
    ("bare", "A man cutting pizza on a plate on a table."),
    ("named_after_its_act", "A skateboarder is skateboarding on a ramp."),
    ("acts_of_people", "A person touching a horse."),
    ("does_not_flow", "A river winds through a forest."),
    ("one_of_a_pair", "A man on his snowboard."),
    ("of_the_other_sex", "A man wearing a suit on a bench."),
    ("no_book", "A book with a red cover on a table."),
    ("without_a_screen", "A phone showing a message on a table."),
    ("carries_no_text", "A box that reads FRAGILE on a table."),
    ("acts_of_the_living", "A rooster is walking on a grassy beach."),
    ("does_not_flow", "A railway bridge spans the river."),
    ("without_that_part", "A man sits on the tailgate of his truck."),
    ("no_place_for_a_boat", "A boat sitting on a beach."),
    ("no_water", "A man windsurfing in the ocean."),
    ("covers_its_conjunct", "Two boys and men in a park."),
    ("no_room_outside", "People standing outside in a field."),
    ("seats_several", "Three people sit on a bench."),
    ("without_its_stripes", "The stripes on the zebra disappear."),
    ("known_by_what_it_has", "A toilet seat in a bathroom."),
    ("no_place_to_shop", "A man is shopping in a store."),
    ("among_what_another_names", "Broccoli cooked with ham and carrots.", "A skillet with meat and mixed vegetables."),
    ("walked", "A man rides his bike while he walks his dog along a bulk-wall."),
    ("of_the_sex_of_another", "Four men and one female stand near a rail."),
    ("not_of_that_sport", "A tennis player leaps for a ball."),
    ("eats_as_people_do", "A man eats the Indian food."),
    ("not_owned", "His sheep stands in a field."),
    ("races", "Horses run in a race on a track."),
    ("no_kin", "The mother of three stands on a beach."),
    ("not_packed_so", "A box of frozen pizza on a table."),
    ("of_another_make", "A can of beer on a table."),
    ("grows_on_no_branch", "a branch of ripe blueberries on a table"),
    ("sells_no_food", "Carrots in the window of a supermarket."),
    ("what_it_is_by_its_length", "A man wearing short pants."),
    ("bears_no_such_mark", "There is a yellow line on the road."),
    ("bears_no_load", "A truck carrying two cars on a road."),
    ("nothing_is_mixed_in_it", "A woman mixes food in a mixing bowl."),
    ("without_fur", "A monkey with brown fur sits on a branch."),
    ("too_flat", "A bowl of soup on a table."),
    ("takes_pictures_too", "A man takes pictures with his phone."),
    ("of_no_such_color", "Colorful boats on the beach."),
    ("too_small", "Cars are on a bridge."),
    ("nobody_speaks_into_it", "A woman holds a phone to her ear."),
    ("ridden_otherwise", "A man standing on a surfboard is surfing."),
    ("said_in_its_name", "A bus is stopped on a dark road."),
    ("of_another_taste", "A cake covered in berries on a table."),
    ("runs_on_rails", "Two trucks on a dirt road."),
    ("at_an_occasion", "People have fun on a beach."),
    ("used_otherwise", "A woman using her phone in a field."),
    ("unfit_at_another_mention", "A dog lies on a rug. A man walks the dog on a leash."),
    ("named_before", "A dog lies on a rug. The dog sleeps."),
    ("named_within_another", "A sign behind a stop sign."),
    ("named_by_what_it_shows", "A gargoyle statue is on a building. The gargoyle has wings."),
    ("has_a_name_before", "A BMW 501 is on a street. The car is parked on a road."),
    ("denied_at_a_mention", "A dog lies on a rug. There is no food without the dog."),
    ("parts_said_in_another_sentence", "A zebra in a field. Its mane is short."),
]

SPARED = [
    ("of_another_taste", "A pizza with bacon on a table.", "A pizza on a table."),
    ("runs_on_rails", "Two trucks on a dirt road.", "Two trucks near a barn."),
    ("at_an_occasion", "People have fun on a beach.", "People stand on a beach."),
    ("used_otherwise", "A woman using her phone in a field.", "A woman holding her phone in a field."),
    ("known_by_what_it_has", "A room with seating on two sofas.", "A room with two sofas."),
    ("no_place_to_shop", "A man is shopping in a store.", "A man is standing in a store."),
    ("slip_of_number", "Several zebra in a zoo.", "Several zebras in a zoo."),
    ("slip_of_number", "Three lady's drinking at a bar.", "Three ladies drinking at a bar."),
    ("one_of_those", "Two men talk while the second guy counts money.", "A woman reads while the other guy counts."),
    ("known_by_what_it_has", "A twin bed with a cat on it.", "A large bed with a cat on it."),
    ("of_another_sport", "A tennis player swinging a racket.", "A player swinging a racket."),
    ("no_water", "A man windsurfing in the ocean.", "A man standing in the ocean."),
    ("no_room_outside", "People standing outside in a field.", "People standing in a field."),
    ("seats_several", "Three people sit on a bench.", "A man sits on a bench."),
    ("without_its_stripes", "The stripes on the zebra disappear.", "The legs of the zebra disappear."),
    ("covers_its_conjunct", "Two boys and men in a park.", "Two men in a park."),
    ("in_the_name_of_a_street", "A sign between green lake drive and a road.", "A sign between a lake and a road."),
    ("titled", "Great Egret by Peter Mathios", "A great egret by the water."),
    ("without_that_part", "A cow with horns on a field.", "A cow with spots on a field."),
    ("no_place_for_a_boat", "A boat sitting on a beach.", "A dog sitting on a beach."),
    ("does_not_flow", "Trees on both sides of the river.", "Trees near the river."),
    ("carries_no_text", "A box that reads FRAGILE on a table.", "A box on a table."),
    ("acts_of_the_living", "A rooster is walking on a grassy beach.", "A rooster on a grassy beach."),
    ("walked", "A man rides his bike while he walks his dog along a bulk-wall.", "A man and his dog on a beach."),
    ("of_the_sex_of_another", "Four men and one female stand near a rail.", "Four men stand near a rail."),
    ("before_its_name", "A picture of Queen Elizabeth II.", "A picture of a queen on a horse."),
    ("behind_a_comma", "A two door, racing car on a road.", "A two door racing car on a road."),
    ("may_be_beside_it", "A laptop on a desk.", "A black laptop on a desk near a window in a room."),
    ("not_worn", "A man in a hat and backpack stands.", "A man with a hat and backpack stands."),
    ("does_not_float", "A bag on some grass.", "A cat on a bed."),
    ("shows_another_way", "A framed painting of two girls playing with a kite.", "A painting on a wall."),
    ("one_of_a_list", "A kitchen with a stove, a microwave and a sink.", "A kitchen with a stove and a sink."),
    ("several_of_one", "A jet buses on a road.", "A few buses on a road."),
    ("part_of_a_thing", "A mushroom's cap on a table.", "A man's cap on a table."),
    ("part_of_a_thing", "An excavator on a street. Its bucket is red.", "A boy on a street. His bucket is red."),
    ("of_another_sport", "A basketball player in a basketball game.", "A basketball player on a bench."),
    ("misfit_of_its_preposition", "People walking on top of a beach.", "People walking near a beach."),
    ("a_name", "An empty Gatorade bottle on a shelf.", "An empty bottle on a shelf."),
    ("maybe_a_color_of_its_own", "A bit of orange and pink on its arms.", "An orange on a plate."),
    ("maybe_a_color_of_its_own", "A sky with patches of bright orange.", "A bright orange on a plate."),
    ("maybe_a_color_of_its_own", "A fish with orange and black on its side.", "An orange and a banana on a plate."),
    ("only_said_to_be_there", "there are two taxis on the road", "there is a cat on a bed"),
    ("another_may_be_so", "the car is white", "the car on the road is white"),
    ("named_within_a_word", "The back of a bus. A Eurobus is parked.", "A man and a woman at a portable table."),
    (
        "named_within_a_word",
        "A fruitcake is on a table. The cake has a candle.",
        "A cake is on a table. The cake has a candle.",
    ),
    ("named_before", "A dog lies on a rug. The dog sleeps.", "A dog lies on a rug. A cat sleeps."),
    ("named_within_another", "A sign behind a stop sign.", "A sign behind a sign."),
    (
        "has_a_name_before",
        "A BMW 501 is on a street. The car is parked on a road.",
        "A street in London. A car is parked.",
    ),
    ("maybe_a_color_of_its_own", "Buildings in tan, white, peach, and gray.", "A peach, an apple, and a banana."),
    ("named_with_its_sport", "A snow skier on a hill.", "A skier on a hill."),
    ("named_before_another_noun", "A glass of beer next to a beer bottle.", "A glass of beer next to a bottle."),
    ("owner_without_apostrophe", "A young boy s bed.", "A young boy on a bed."),
    ("of_a_faith", "A Hindu temple by a lake.", "A large temple by a lake."),
    ("in_the_name_of_a_dish", "A banana split with cream on a plate.", "A banana with cream on a plate."),
    ("behind_a_dash", "hot - air balloons above a lake", "hot air balloons above a lake"),
    ("told_by_its_verb", "A wooden carving on a wall. It is carved by hand.", "A wooden carving on a wall."),
    ("no_book", "The book is called Rivers of Time.", "The book is red and lies on a table."),
    ("known_by_what_it_has", "A peacock in a park spreads its feathers.", "A peacock in a park."),
    ("known_by_what_it_has", "Paramedics put a stretcher in an ambulance.", "Men stand beside an ambulance."),
    ("known_by_what_it_has", "The parking meter shows little time.", "A parking meter on a street."),
    ("nothing_is_mixed_in_it", "A woman mixes food in a mixing bowl.", "A woman puts food in a bowl."),
    ("not_packed_so", "Chocolate of this brand in a bag on a table.", "Chocolate in a bag on a table."),
    ("of_another_sport", "A baseball player for the Tigers on a field.", "A baseball player on a field."),
    ("without_a_screen", "A cell phone using the internet on a table.", "A cell phone on a table."),
    ("without_fur", "A monkey with brown fur sits on a branch.", "A monkey sits on a branch."),
    ("without_its_stripes", "A zebra in a field. It has white stripes.", "A zebra in a field. It has long legs."),
    ("known_by_what_it_has", "A long train of many boxcars.", "A long train on a bridge."),
    ("known_by_what_it_has", "A piano. Its keys are white.", "A piano. Its legs are white."),
    ("known_by_what_it_has", "A box made of cardboard on a table.", "A box on a table."),
    ("known_by_what_it_has", "A nun sits on a bench in a white habit.", "A nun sits on a bench."),
    ("a_name", "A man holds an AR-15 rifle.", "A man holds a long rifle."),
    ("no_book", "A book on a table with the words Tea House on it.", "A book on a table."),
    ("not_packed_so", "Cookies by Nestle are in a white box.", "Cookies are in a white box."),
    ("of_another_make", "Wine bottles on display in a winery.", "Wine bottles on display in a room."),
    ("without_that_part", "The sails on the boat are white.", "The people on the boat are tall."),
    ("sells_no_food", "A freezer in a grocery store.", "A woman in a grocery store."),
    ("too_flat", "A bowl of soup on a table.", "A bowl of apples on a table."),
    ("takes_pictures_too", "A man takes pictures with his phone.", "A man holds a phone."),
    ("of_no_such_color", "Colorful boats on the beach.", "Small boats on the beach."),
    ("too_small", "Cars are on a bridge.", "Dogs are on a bridge."),
    ("bears_no_load", "A tug pushes a barge on a river.", "A train pulls up to a station."),
    ("acts_of_the_living", "A dog is lying down on the grass.", "A dog is on the grass."),
    ("not_of_that_sport", "Two men kick around a ball.", "Two men leap for a ball."),
    ("owner_without_apostrophe", "A phone under a mans foot.", "A phone under a man's foot."),
    ("before_its_name", "a fox news presidential debate and a man talks", "a fox on a field and a man talks"),
    ("known_by_what_it_has", "A fire hydrant with a long hose.", "A fire hydrant with a long chain."),
    ("known_by_what_it_has", "Bananas hanging in a market.", "Bananas lying in a market."),
    ("no_book", "A textbook lies open at a page on a table.", "A book lies on a table."),
    ("nobody_speaks_into_it", "A woman holds a phone to her ear.", "A woman holds a phone."),
    ("ridden_otherwise", "A man standing on a surfboard is surfing.", "A man standing on a surfboard is talking."),
    ("ridden_otherwise", "A skateboarder holds his board.", "A skateboarder on a ramp."),
    ("of_the_other_sex", "A man with a beard on a bench.", "A man with a book on a bench."),
    ("without_that_part", "An owl holds a fish in its beak.", "An owl holds a fish in its nest."),
    ("without_that_part", "The car with four doors is red.", "The car with four lights is red."),
    ("does_not_float", "A canoe floating in the ocean.", "A canoe resting on a beach."),
    ("bears_no_such_mark", "pictures are on the wall", "birds are on the wall"),
    ("said_in_its_name", "A bus is stopped on a dark road.", "A bus is parked on a dark road."),
    ("known_by_what_it_has", "A stop sign with white letters.", "A stop sign with white flowers."),
    ("no_room_outside", "A plane crashes in a field.", "A dog sleeps in a field."),
    ("carries_no_text", "A box with black lettering on a table.", "A box with cats in it on a table."),
    ("of_another_sport", "Basketball players in the last quarter.", "Basketball players on a bench."),
    ("not_of_that_sport", "A tennis player leaps for a ball.", "A boy leaps for a ball."),
    ("eats_as_people_do", "A man eats the Indian food.", "A man holds the Indian food."),
    ("not_owned", "His sheep stands in a field.", "A sheep stands in a field."),
    ("not_owned", "A farmer feeds a cow.", "A man feeds a cow."),
    ("races", "Horses run in a race on a track.", "Horses run on a track."),
    ("no_kin", "The mother of three stands on a beach.", "A mother stands on a beach."),
    ("not_packed_so", "A box of frozen pizza on a table.", "A box of pizza on a table."),
    ("of_another_make", "A can of beer on a table.", "A glass of beer on a table."),
    ("of_another_make", "A bottle of beer beside a can of Heineken.", "A bottle of beer beside a plate."),
    ("grows_on_no_branch", "a branch of ripe blueberries on a table", "a plate of ripe blueberries on a table"),
    ("sells_no_food", "Carrots in the window of a supermarket.", "Women in the window of a supermarket."),
    ("what_it_is_by_its_length", "A man wearing short pants.", "A man wearing black pants."),
    ("bears_no_such_mark", "There is a yellow line on the road.", "There is a yellow car on the road."),
    ("bears_no_load", "A truck carrying two cars on a road.", "A truck passing two cars on a road."),
    ("compound_of_its_own", "A coach van on a road.", "A van on a road."),
    ("named_within_a_word", "A boat leans on a wall. The sailboat is red.", "A boat leans on a wall. The sail is red."),
]


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


@pytest.mark.parametrize(("rule", "caption", "spared"), SPARED)
def test_rules_of_things(rule, caption, spared, refused):
    assert rule in refused(OBJECT, caption)
    assert rule not in refused(OBJECT, spared)


def test_a_food_among_those_that_another_caption_names(refused):
    told = "Broccoli cooked with ham and carrots."
    assert "among_what_another_names" not in refused(OBJECT, told, "A skillet with meat and a sauce.")


@pytest.mark.parametrize(("rule", "captions"), [(rule, captions) for rule, *captions in REFUSED])
def test_refusals_are_counted(rule, captions, refused):
    assert rule in refused(OBJECT, *captions)


def test_every_rule_of_what_is_offered_has_a_caption():
    assert {rule.name for rule in (*RULES, *CAPTION_RULES)} <= {rule for rule, *_ in REFUSED}
