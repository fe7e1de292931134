"""Rules on predicates: each refuses what it is for, and its twin is spared."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sentences import Linked, scene, sentence

from capaug.captions import Sentence
from capaug.generators.relation_swap.predicate.change import Change, Spot
from capaug.generators.relation_swap.predicate.order import RULES

PREDICATE = "relation_swap.predicate"


def told(text: str, things: Sequence[str], *links: Linked, tags: dict[str | int, str] | None = None) -> Sentence:
    return sentence(text, things=things, links=links, tags=tags)


def two(text: str, one: str, words: str, other: str, tags: dict[str | int, str] | None = None) -> Sentence:
    return told(text, [one, other], (0, words, 1), tags=tags)


@pytest.mark.parametrize(
    ("made", "new", "rule"),
    [
        (
            told("A pizza on a plate next to a cup.", ["A pizza", "a plate", "a cup"], (0, "on", 1), (1, "next to", 2)),
            "next to",
            "said_beside_it",
        ),
        (
            two("A car driving through an intersection.", "A car", "driving through", "an intersection"),
            "sit through",
            "still_on_a_path",
        ),
        (two("A man pouring wine into a glass.", "A man", "pouring", "wine"), "drink", "verb_goes_on"),
        (
            told("A plate by a bowl of rice.", ["A plate", "a bowl", "rice"], (0, "by", 1), (1, "of", 2)),
            "in",
            "in_what_is_full",
        ),
        (
            told(
                "A man sitting in a chair eating a sandwich.",
                ["A man", "a chair", "a sandwich"],
                (0, "sitting in", 1),
                (0, "eating", 2),
            ),
            "sleep in",
            "asleep_and_busy",
        ),
        (
            told(
                "Two cows standing and lying in a pasture.",
                ["Two cows", "a pasture"],
                (0, "lying in", 1),
                tags={"standing": "VBG"},
            ),
            "sit in",
            "two_postures",
        ),
        (
            told(
                "A woman feeding a toddler a banana.",
                ["A woman", "a toddler", "a banana"],
                (0, "feeding", 1),
                (0, "feeding", 2),
            ),
            "wash",
            "second_object",
        ),
        (
            told("A player swinging a bat at a ball.", ["A player", "a bat", "a ball"], (0, "swinging", 1)),
            "carry",
            "preposition_of_the_old_verb",
        ),
        (
            told("A man riding a horse down a street.", ["A man", "a horse", "a street"], (0, "riding", 1)),
            "pet",
            "goes_no_way",
        ),
        (
            told(
                "A man holding a surfboard standing by the water.",
                ["A man", "a surfboard", "the water"],
                (0, "holding", 1),
                (0, "standing by", 2),
            ),
            "ride",
            "moving_while_standing",
        ),
        (
            told(
                "A man holding a skateboard and a microphone.",
                ["A man", "a skateboard", "a microphone"],
                (0, "holding", 1),
                (0, "holding", 2),
            ),
            "ride",
            "not_with_its_other_object",
        ),
        (two("A man riding a wave.", "A man", "riding", "a wave"), "watch", "strange"),
        (
            told(
                "A man on a skateboard doing a trick.",
                ["A man", "a skateboard", "a trick"],
                (0, "on", 1),
                (0, "doing", 2),
            ),
            "hold",
            "rides_it_meanwhile",
        ),
        (two("A man sitting on a bench.", "A man", "sitting on", "a bench"), "stand on", None),
        (
            told(
                "A woman along a sidewalk in a car.", ["A woman", "a sidewalk", "a car"], (0, "along", 1), (0, "in", 2)
            ),
            "on",
            "at_two_places",
        ),
        (
            told(
                "A boy riding a wave on a surfboard.",
                ["A boy", "a wave", "a surfboard"],
                (0, "riding", 1),
                (0, "on", 2),
            ),
            "walk away from",
            "walking_on_what_is_ridden",
        ),
        (two("A small dog lies on a couch.", "A small dog", "lies on", "a couch"), "run on", "unusual"),
        (two("A small dog lies on a floor.", "A small dog", "lies on", "a floor"), "run on", "on_the_ground_alone"),
        (two("A crowd boarding a bus.", "A crowd", "boarding", "a bus"), "drive", "driven_by_one"),
        (two("A man boarding a bus.", "A man", "boarding", "a bus"), "drive", None),
        (
            told(
                "A woman standing in the water holding a kite.",
                ["A woman", "the water", "a kite"],
                (0, "standing in", 1),
                (0, "holding", 2),
            ),
            "swim in",
            "swims_with_full_hands",
        ),
        (
            told(
                "A man riding a horse jumping over a wall.",
                ["A man", "a horse", "a wall"],
                (0, "riding", 1),
                (1, "jumping over", 2),
            ),
            "walk",
            "led_while_it_jumps",
        ),
        (two("A woman on a mobility scooter.", "A woman", "on", "a mobility scooter"), "walk", "nobody_walks_it"),
        (two("A girl eating an apple.", "A girl", "eating", "an apple"), "pick", "picked_where_it_grows"),
        (two("A couple posing for a photo.", "A couple", "posing for", "a photo"), "hang", "poses_for_it"),
        (two("A beer on a table.", "A beer", "on", "a table"), "under", "served_under_a_table"),
        (
            two(
                "A slice has been placed on a plate.",
                "A slice",
                "placed on",
                "a plate",
                {"has": "VBZ", "placed": "VBN"},
            ),
            "stand on",
            "passive_in_progress",
        ),
        (two("A lady walking a dog on a day.", "A lady", "walking", "a dog"), "bathe", "unseen_before_a_place"),
        (two("An old man herding sheep on a road.", "An old man", "herding", "sheep"), "pet", "bare_object"),
        (two("A player swinging a bat.", "A player", "swinging", "a bat"), "carry", None),
        (two("A man riding a horse.", "A man", "riding", "a horse"), "pet", None),
        (two("A man holding a skateboard.", "A man", "holding", "a skateboard"), "ride", None),
    ],
)
def test_rules(made: Sentence, new: str, rule: str | None) -> None:
    change = Change(Spot(scene(made), made.links[0]), new)
    assert RULES.first(change) == rule


@pytest.mark.parametrize(
    ("rule", "caption", "spared"),
    [
        ("walking_on_what_is_ridden", "A man rides down the road on a bike.", "A man rides down the road on a whim."),
        ("still_on_a_path", "People walking down a street next to a bus.", "People walking on a street next to a bus."),
        ("rides_it_meanwhile", "A man on a bike does a high jump.", "A man on a bike next to a wall."),
        ("comes_behind", "A woman walking a dog behind her.", "A woman walking a dog on a street."),
        ("bound", "A dog sitting on a street with a leash tied to a pole.", "A dog sitting on a street with a leash."),
        (
            "lacks_what_moves_it",
            "A bike without wheels sitting in front of a building.",
            "A bike sitting in front of a building.",
        ),
        ("said_how_one_stands", "A woman stands with her feet apart on a court.", "A woman stands on a court."),
        ("with_a_bat", "A boy holding a ball with a baseball glove.", "A boy holding a ball."),
        ("hands_full", "A woman carrying bags walking in front of a car.", "A woman carrying bags."),
        ("never_seated", "Two sheep walking between some bushes.", "Two men walking between some bushes."),
        ("not_done_yet", "Boys prepare to surf in the ocean.", "Boys surf in the ocean."),
        ("one_of_two_readings", "A woman chatting or talking on a phone.", "A woman talking on a phone."),
        ("not_what_they_do", "A batter hits a ball.", "A boy hits a ball."),
        ("in_a_hand", "A suitcase is carried in a hand by a man.", "A suitcase is carried by a man."),
        ("seen_on_a_screen", "A man watches a dog on a television.", "A man watches a dog on a rug."),
        ("pushed_in_it", "A man pushing a baby in a carriage.", "A man pushing a baby."),
        ("rides_on_them", "A person on skis rides down a hill.", "A person rides down a hill."),
        ("busy", "People are busy walking in the street.", "People are walking in the street."),
        ("goes_on_foot", "People crossing a street in front of a truck.", "People in front of a truck."),
        ("with_a_bat", "A young boy swings at a ball with a bat.", "A young boy swings at a ball."),
        ("in_a_seat", "A man lying in a hammock next to a sidewalk.", "A man lying next to a sidewalk."),
        ("within_a_part_of_it", "People in a supermarket in the fruit section.", "People in a supermarket."),
        ("perched_on_it", "A bird is perched on a car.", "A bird is sitting on a car."),
        ("sits_while_standing", "Cows standing around are grazing on grass.", "Cows are grazing on grass."),
        ("said_together", "A man catching a ball.", "A man kicking a ball."),
        ("goes_on_there", "A man does a trick on a bench.", "A man is on a bench."),
        ("by_the_shore", "Ducks in a lake near its bank.", "Ducks in a lake near a boat."),
        ("goes_on_there", "A man repairs a bag on a bench.", "A man has a bag on a bench."),
        ("up_and_down", "Cars going up and down the hill.", "Cars going up the hill."),
        ("under_an_arm", "Men carrying surfboards under their arms.", "Men carrying surfboards under a tree."),
        (
            "done_besides",
            "A seagull is standing in the sea and flying over a lake.",
            "A seagull is standing in the sea and eating a fish.",
        ),
        ("pushed_in_it", "A man pushing two boys in a canoe.", "A man pushing two boys."),
        ("thrown_to_serve", "A tennis player hits a ball.", "A baseball player hits a ball."),
        ("rides_on_them", "A group of people riding on skis on a slope.", "A group of people riding on a slope."),
        ("not_what_they_do", "A baseball pitcher throws a ball.", "A baseball player throws a ball."),
        ("rides_there", "A man on a horse rides along a beach.", "A man on a horse stares at a beach."),
        (
            "other_side_told",
            "A dog sits to the left of a bench, while a cat sits on the right.",
            "A dog sits to the left of a bench, while a cat sits on the grass.",
        ),
        ("eats_with_a_knife", "A woman cuts a cake to serve with cream.", "A woman cuts a cake."),
        ("bare_place", "A man lying in bed under a blanket.", "A man lying in a bed under a blanket."),
        ("named_with_its_sport", "A man is snow skiing on a hill.", "A man is skiing on a hill."),
        ("lies_against_nothing", "A dog stands against a couch.", "A dog stands on a couch."),
        ("made_at_the_table", "A man eating a slice of pizza.", "A man eating a pizza."),
        ("beside_its_way", "Many cars are parked beside the road.", "Many cars are parked beside the house."),
        ("eats_with_a_knife", "A man cutting a cake with a knife.", "A man cutting a cake."),
        ("said_how_fast", "A man is driving his car fast.", "A man is driving his car."),
        ("said_how_one_sits", "A man sitting Indian style on a bed.", "A man sitting on a bed."),
        ("lays_nothing", "Two people sit on a bed.", "Two people sitting on a bed."),
        ("plays_on_a_screen", "A man plays an online game.", "A man plays a game."),
        ("too_big_for_it", "A bottle next to a cup.", "A pencil next to a cup."),
        ("chases_what_rests", "A girl petting a dog that is lying on a couch.", "A girl petting a dog on a couch."),
        ("of_who_does_it", "Two girls petting goats in a pen.", "Two goats in a pen."),
        ("beside_two_things", "People on a boat next to a pier.", "People on a boat under a bridge."),
        ("nobody_stands_in_it", "A family sitting in a booth.", "A family sitting in a kitchen."),
        ("ready_to_play", "A woman standing on a tennis court.", "A woman standing on a beach."),
        ("another_of_that_name", "A man on a boat looking at a boat.", "A man on a boat looking at a house."),
        ("on_its_way", "A man rides his bike on up the street.", "A man rides his bike on a street."),
        ("one_after_the_other", "A man walks in a field and shoots a deer.", "A man walks in a field."),
        ("on_the_body", "A woman carrying a baby on her back.", "A woman carrying a baby on a beach."),
        ("room_for_one", "Two women sit on a bench.", "A woman sits on a bench."),
        ("near_it_already", "A man pushing some luggage.", "A man holding some luggage."),
        ("holds_what_else_is_worn", "A man wearing a hat and a tie.", "A man wearing a hat."),
        ("behind_all_of_them", "A man in front of buildings.", "A man in front of a building."),
        ("makes_music", "A man sings while playing a guitar.", "A man is playing a guitar."),
        ("plays_standing", "A player stands in a field waiting for the pitch.", "A player stands in a field."),
        ("without_legs", "A mermaid is sitting on a rock.", "A woman is sitting on a rock."),
        ("on_its_way", "People walking on a bridge in both directions.", "People walking on a bridge."),
        ("too_big_for_it", "A bus outside of an apartment building.", "A man outside of an apartment building."),
        ("leans_there", "A man stands on a sidewalk leaning on a pole.", "A man stands on a sidewalk with a pole."),
        ("walks_on_water", "A man paddles in a canoe on calm water.", "A man sits by a canoe on the sand."),
        ("said_how_near", "A man just outside a building.", "A man outside a building."),
        ("one_at_a_time", "Several planes sit on a runway.", "A plane sits on a runway."),
        ("of_the_picture", "A picture of a cat on a couch.", "A cat on a couch."),
        ("rests_on_the_move", "A dog running on the grass carrying a ball.", "A dog running on the grass."),
        ("comes_and_goes", "A woman has paid and is leaving a store.", "A woman is leaving a store."),
        ("holds_it_there", "A man holding his shirt in a fountain.", "A man in a fountain."),
        ("inside_of_several", "Two people in front of some elephants.", "Two people in front of an elephant."),
        ("beside_one_of_several", "People on motorcycles.", "People on a motorcycle."),
        ("has_a_lap", "A woman sits on a bed with a cat in her lap.", "A woman sits on a bed with a cat."),
        ("done_by_another", "Children on a scooter driven by a lady.", "Children on a scooter."),
        ("joined_with_its_end", "A man swinging a bat and missing the ball.", "A man swinging a bat."),
        ("goes_though_hurt", "An injured dog lying in the grass.", "A white dog lying in the grass."),
        ("holds_it_while_busy", "A man in a jacket plays a guitar.", "A man in a jacket stands on a street."),
        ("goes_on_about_it", "A train passes on a bridge atop a street.", "A train passes on a bridge."),
        ("way_further_on", "A woman walking a dog on a street through snow.", "A woman walking a dog on a street."),
        ("not_done_yet", "A man learning riding a horse.", "A man riding a horse."),
        (
            "goes_while_looking",
            "People standing on a street watching a parade.",
            "People standing on a street wearing hats.",
        ),
        ("goes_while_it_rests", "Cattle lie in the grass to chew their cud.", "Cattle lie in the grass."),
        ("getting_on_or_off", "A woman getting on a bicycle.", "A woman getting on a bus."),
        ("some_do_each", "People walking and running on a beach.", "People walking on a beach."),
        ("rides_on_something", "Two girls riding in the street on a moped.", "Two girls riding in the street."),
        ("rides_with_full_hands", "A man walking down the street carrying a box.", "A man walking down the street."),
        ("others_may", "Many people sitting on a hill.", "Two people sitting on a hill."),
        ("goes_on_the_knees", "A woman is kneeling and petting a goat.", "A woman is smiling and petting a goat."),
        ("kicked", "A man kicks a ball with his foot.", "A man kicks a ball."),
        ("past_or_present", "A woman hit a ball.", "A woman hits a ball."),
        ("goes_on_there", "A white bus turns a corner on a city street.", "A white bus on a city street."),
        ("nobody_stands_in_it", "A man sits in an easy chair.", "A man sits in a kitchen."),
        ("named_with_its_sport", "A woman horse riding on a beach.", "A horse lying in a field."),
        ("inside_of_several", "Men in front of a couple of huts.", "Men in front of a hut."),
        ("has_a_lap", "A man sitting with a bag across his legs.", "A man sitting with a bag near his legs."),
        ("goes_at_it", "People standing at a fence near a forest.", "People standing at a table near a forest."),
        ("rolls_on_snow", "A man walking down a snowy street.", "A man walking down a wet street."),
        ("plays_on_it", "A tennis player takes a swing on a red court.", "A tennis player sits on a red court."),
        ("out_of_its_bowl", "A salad in a bowl.", "A cat in a bowl."),
        ("no_way_in_water", "People walking down a sidewalk next to the water.", "People walking next to the water."),
        ("said_as_a_noun", "Two men with skateboards walk down a street.", "Two men with bags walk down a street."),
        ("waited_for", "People waiting on the subway.", "People sitting on the subway."),
        (
            "one_of_them_does_more",
            "Two people walking on a street, one of whom rides a bike.",
            "Two people walking on a street.",
        ),
        ("rests_around_it", "A person walking around a building.", "People walking around a building."),
        ("walks_and_flies", "A gull floats in the sea and flies over a boat.", "A gull floats in the sea."),
        ("rides_nothing", "A woman walks along a street.", "A woman walks next to a street."),
        (
            "rests_on_a_way",
            "A girl walking beside a man dressed in clown attire and striped pants down a sidewalk.",
            "A girl walking beside a man in striped pants.",
        ),
        ("sits_in_traffic", "People walk amongst traffic.", "People walk amongst trees."),
        (
            "holds_it_on_the_water",
            "A person riding a surfboard on a body of water.",
            "A man riding a skateboard on a ramp.",
        ),
        ("looks_at_what_is_held", "A woman looks at a map.", "A woman draws a map."),
        (
            "beside_what_stands_on_it",
            "A laptop computer sitting on a desk next to a desktop monitor.",
            "A laptop sitting on a desk in a room.",
        ),
        ("chased_to_be_kicked", "A boy kicks a ball.", "A boy throws a ball."),
        ("too_small_for_a_knife", "A baby girl eating an apple.", "A girl eating an apple."),
        ("crouches_on_a_mount", "A boy sits on a motorcycle.", "A boy sits on a rock."),
        ("by_the_shore", "People by the ocean at the shore.", "People by the ocean."),
    ],
)
def test_refusals_are_counted(refused, rule: str, caption: str, spared: str) -> None:
    assert rule in refused(PREDICATE, caption)
    assert rule not in refused(PREDICATE, spared)


@pytest.mark.parametrize(
    ("rule", "caption", "sibling", "other"),
    [
        ("goes_says_another", "A white dog lying on the sand.", "A dog jumps on the beach.", "A dog on the beach."),
        (
            "another_of_them_does",
            "A white dog lying on the grass.",
            "A bear stands by a river.",
            "A man stands by a river.",
        ),
        ("kin_says_another", "A plane landing on a runway.", "A plane sits on a runway.", "A plane on a runway."),
        ("grips_says_another", "A man riding a skateboard.", "A man grabbing a board.", "A man on a board."),
        ("walks_says_another", "People riding bikes.", "People walking in a line.", "People in a line."),
        (
            "another_of_them_does",
            "A man standing in a field.",
            "A worker in a vest is sitting down.",
            "A worker in a vest.",
        ),
        ("at_a_stall", "Two women in a restaurant.", "Two vendors at a stall.", "Two women at a table."),
        ("of_several_trucks", "A man in front of a bus.", "Two buses on a street.", "A bus on a street."),
        ("rests_says_another", "A bus drives on the road.", "A van is parked by a house.", "A van by a house."),
        ("at_the_dock", "A man on a boat.", "A man fishing from a dock.", "A man fishing."),
        ("out_of_it_says_another", "A boy in a pool.", "A man pulls a boy out of the water.", "A man with a boy."),
        (
            "beside_it_says_another",
            "A woman on a moped.",
            "A woman posing next to a motorcycle.",
            "A woman posing for a photo.",
        ),
    ],
)
def test_what_other_captions_tell_is_left(refused, rule: str, caption: str, sibling: str, other: str) -> None:
    assert rule in refused(PREDICATE, caption, sibling)
    assert rule not in refused(PREDICATE, caption, other)
