from __future__ import annotations

import pytest

from capaug.english.articles import indefinite_article

AN = """hour;hourglass;honest man;heir;herb;umbrella;SUV;RV;MP3 player;8;11;18;80;18-wheeler;1800s;x-ray;X-ray;elephant;
apple;old dog;eight dogs;unidentified object;uninhabited island;ugly cat;upright pole;urban street;opened box;ATV;suv;
rv;
Xbox;LED light;L-shaped couch;F16;
oncoming train;onlooker;"old" sign;(empty) plate;unmade bed;utter mess;NFL game;usher;
onion;80s haircut;in-ground pool;udder;island;ice cream cone;M&M;unripe banana;orange"""
A = """university;unicorn;uniform;union jack;unit;unique clock;unicycle;universal remote;European city;
eucalyptus branch;one-way street;one;once white wall;used car;useful tool;utensil;utility pole;urinal;
ukulele;USB stick;UFO;UK flag;USA cap;U-shaped desk;ewe;house;horse;hot dog;TV;t-shirt;1;100;7;12;17;110;
180;BMW;CD;DVD;hotel;hamburger;yellow bus;young man;wooden bench;NASA cap;"stop" sign;red apple;u-turn;
usual scene;unisex toilet;dog;;..."""


@pytest.mark.parametrize("following", [words.strip() for words in AN.split(";")])
def test_an_before_a_vowel_sound(following: str) -> None:
    assert indefinite_article(following) == "an"


@pytest.mark.parametrize("following", [words.strip() for words in A.split(";")])
def test_a_before_a_consonant_sound(following: str) -> None:
    assert indefinite_article(following) == "a"
