"""What the evaluator says of texts of a scene made by hand."""

from __future__ import annotations

import pytest

from capaug.worlds.evaluate import evaluate
from capaug.worlds.scene import Action, Scene, Thing

# From the left: a man in a red hat rides a brown horse; three white sheep; a table with a cup on it and a cat under it,
# a blue vase on the table; a woman holds an umbrella and walks a dog; all in a park.
MEADOW = Scene(
    (
        Thing("man", age="old", place=("on", 2), x=20, y=100, width=40, height=120),
        Thing("hat", color="red", x=25, y=90, width=20, height=10),
        Thing("horse", color="brown", size="large", x=10, y=200, width=110, height=120),
        Thing("sheep", count=3, color="white", posture="stand", x=140, y=250, width=80, height=60),
        Thing("table", material="wooden", x=400, y=260, width=90, height=60),
        Thing("cup", color="green", place=("on", 4), x=405, y=240, width=14, height=16),
        Thing("cat", color="black", posture="sleep", place=("under", 4), x=410, y=290, width=40, height=30),
        Thing("vase", color="blue", place=("on", 4), x=440, y=230, width=18, height=30),
        Thing("woman", posture="walk", x=510, y=150, width=40, height=150),
        Thing("umbrella", color="yellow", state="open", x=500, y=130, width=60, height=40),
        Thing("dog", color="white", x=560, y=250, width=50, height=50),
        Thing("park", width=640, height=480, depth=9),
    ),
    (Action(0, "wear", 1), Action(0, "ride", 2), Action(8, "hold", 9), Action(8, "walk", 10)),
    11,
)

TRUE = """
A man riding a horse
a person is riding a large brown horse.
An old man in a red hat rides a horse in a park
A man wearing a hat riding a horse.
A man who is riding a horse wears a hat
There is a man on a horse.
A horse ridden by a man
A brown horse is being ridden by a man with a red hat.
A man on a horse to the left of three sheep
Three sheep standing in the park
Sheep are standing.
There are animals in the picture
A cup on a table and a cat under the table
A cup and a vase on a table
A wooden table with a cup and a vase
A wooden table that has a green cup.
The cup is green
A table is to the right of three white sheep
A black cat sleeping under a wooden table.
A cup next to a vase
The woman is holding an umbrella and walking a dog
A woman with an open yellow umbrella. A cat lying under a table
A dog next to a woman, a lady with a pet
A man riding a horse while a woman walks a white dog
Someone riding an animal
A man riding a horse with no giraffe in sight
A man riding a horse, without any elephants around.
A woman holding an umbrella and no kite anywhere
A cat that is not on the table
A dog not wearing a hat
A woman without a hat or a scarf
There is no zebra in the park
A sheep in a park
Three animals
Several sheep
A rider in a park
""".strip().splitlines()

FALSE = """
A man riding an elephant
A woman riding a horse
A man leading a horse
A man riding a black horse
A young man on a horse
A man in a blue hat riding a horse
A horse riding a man
Two men riding a horse
A man on a horse to the right of three sheep
Four sheep standing in the park
Two sheep in a park
Three black sheep
Three sheep sleeping in a park
A man riding a horse on a beach
A cup under a table and a cat on the table
A blue cup
A plastic table
The vase is green
A green vase and a blue cup on a table
A man not riding a horse
A man who is not wearing a hat is riding a horse
A man without a hat
There is no cat under the table
There are no sheep in the park
A woman not holding an umbrella
A woman with a closed umbrella
A woman holding a cup
A cat walking a dog
A woman walking a dog with a cow nearby
A man riding a horse and a traffic light
A man riding a horse near a fire hydrant
A woman walking a dog, with no cat in sight
A man riding a unicorn
A spotted dog
A man repairing a horse
A man on a horse. A woman eating an apple.
A crowded park
Two vases
Many sheep
""".strip().splitlines()

NO_SENTENCES = """
riding
A man riding a a horse
A man of the and horse
There is a girl is standing eats her apple
A skateboard being riding by a man
no several sheep
the
A dog?
""".strip().splitlines()


@pytest.mark.parametrize("text", TRUE)
def test_true(text: str) -> None:
    assert evaluate(MEADOW, text) is True


@pytest.mark.parametrize("text", FALSE)
def test_false(text: str) -> None:
    assert evaluate(MEADOW, text) is False


@pytest.mark.parametrize("text", [*NO_SENTENCES, ""])
def test_not_understood(text: str) -> None:
    assert evaluate(MEADOW, text) is None


def test_two_groups_of_a_name_are_counted_apart_and_together() -> None:
    scene = Scene((Thing("dog", count=2, color="brown", width=1), Thing("dog", color="white", x=500, width=1)))
    for text in ("two dogs", "three dogs", "two brown dogs", "a dog", "a white dog", "two brown dogs and a white dog"):
        assert evaluate(scene, text) is True, text
    for text in ("four dogs", "three brown dogs", "two white dogs", "a brown dog and a black dog", "white dogs"):
        assert evaluate(scene, text) is False, text


def test_a_denial_is_of_the_nearest_who_could_do_it() -> None:
    scene = Scene(
        (Thing("boy", width=40), Thing("woman", x=50, width=40), Thing("hat", x=50, width=20)), (Action(1, "wear", 2),)
    )
    assert evaluate(scene, "A boy next to a woman wearing a hat") is True
    assert evaluate(scene, "A boy next to a woman not wearing a hat") is False
    assert evaluate(scene, "A boy not wearing a hat") is True


def test_words_that_may_be_said_of_a_thing_are_true_of_it() -> None:
    scene = Scene((Thing("motorcycle", color="brown", posture="park"), Thing("boy", x=300, posture="sleep")))
    for text in ("a bike", "a vehicle", "a tan motorbike", "a stopped motorcycle", "a guy", "a child lying down"):
        assert evaluate(scene, text) is True, text
    for text in ("a bicycle and a motorcycle", "a girl", "a boy standing"):
        assert evaluate(scene, text) is False, text
