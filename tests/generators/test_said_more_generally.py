"""Generalising real captions: what an article, a number or a name needs stays."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("caption", "wrong", "twin", "right"),
    [
        ("A blue sky is overhead.", "A sky", "The blue sky is overhead.", "The sky is overhead."),
        ("Two one way signs on a road.", "one signs", "Two red signs on a road.", "Two signs on a road."),
        ("A picture of Mary and baby Jesus.", "person Jesus", "A picture of a woman and a baby.", "a child"),
        ("A box of rice in a white box.", "rice in a box", "A bag of rice in a white box.", "rice in a box"),
        ("A playground in the school.", "the building", "A playground near the school.", "the building"),
        ("A red passport of the European Union.", "the Union", "A red passport on the wooden table.", "the table"),
        ("A couple walks with their sons.", "people", "A couple walks with two sons.", "people"),
        ("A girl walks with her kitten.", "her animal", "A girl walks with a kitten.", "an animal"),
        ("A man hugs his baby daughter.", "his person", "A man hugs his toddler.", "his child"),
        ("A girl with red nails holds a cup.", "with nails", "A girl with red cups on a bed.", "with cups"),
        ("A blue sign in tiny white letters.", "in letters", "A blue sign in a tiny white box.", "in a box"),
        ("A dog in the right seat.", "the seat", "A dog in the red seat.", "the seat"),
        ("A boy with the Italian flag.", "the flag", "A boy with the striped flag.", "the flag"),
        ("On the bed player 7 sits.", "person 7", "On the bed a player sits.", "a person"),
        ("Some red tile churches on a hill.", "red buildings", "Some red churches on a hill.", "red buildings"),
        ("Feeding goats : farms of old Japan", "animals", "Feeding goats on farms of old Japan", "animals"),
        ("White goats by Ann Miller", "animals", "White goats by a wide river", "animals"),
        ("A White Pelican on a lake.", "White bird", "A white pelican on a lake.", "white bird"),
        ("A set of bleachers on a field.", "workers", "A set of chairs on a field.", "seats"),
        ("A cat on a bench.", "a seat", "A cat on a chair.", "a seat"),
        ("A poster of Hello Goats that hangs.", "animals", "A poster of white goats that hangs.", "animals"),
        ("A girl sits at dinner.", "food", "A girl sits at the dinner.", "food"),
        ("A dog in the basket of a bike.", "container of", "A dog in the basket of apples.", "container of"),
        ("A multi layer cake on a table.", "multi dessert", "A fancy layer cake on a table.", "fancy dessert"),
        ("A giraffe in a grassy area.", "an area", "A giraffe in a grassy field.", "a field"),
        ("There are fewer red boats on a lake.", "are red", "There are two red boats on a lake.", "are boats"),
        ("Some people, mostly sons, sit.", "mostly people", "Some tents, mostly sons, sit.", "mostly people"),
        ("The church claims to be red.", "The building", "The church seems to be red.", "The building"),
        ("Forget riding a horse.", "animal", "A man riding a horse.", "animal"),
        ("Riding a horse is a better choice.", "animal", "Riding a horse is a girl.", "animal"),
        ("Horses are required to stop.", "Animals", "Horses are about to stop.", "Animals"),
    ],
)
def test_what_is_needed_stays(texts, caption: str, wrong: str, twin: str, right: str) -> None:
    assert not [text for text in texts("asymmetry_2.generalise", caption) if wrong in text]
    assert [text for text in texts("asymmetry_2.generalise", twin) if right in text]
