"""Phrases that tell how, when and in what weather a picture was taken give way to others."""

from __future__ import annotations

import pytest

from capaug.lexicon.settings import Settings

SETTING = "attribute_replace.setting"


@pytest.mark.parametrize(
    ("caption", "expected"),
    [
        ("Two men mend a truck at night.", "Two men mend a truck during the day."),
        ("A bus waits at a corner during the day.", "A bus waits at a corner at night."),
        ("A couple walks along a pier at sunset.", "A couple walks along a pier at midday."),
        ("This is a nighttime scene.", "This is a daytime scene."),
        ("A puppy runs in the snow.", "A puppy runs in the rain."),
        ("A nurse waits in the rain.", "A nurse waits in the sunshine."),
        ("A village in winter.", "A village in summer."),
        ("A low-angle shot of a bronze lion.", "A high-angle shot of a bronze lion."),
        ("An eye level, medium shot of a red scooter.", "A low angle, medium shot of a red scooter."),
        ("Captured at eye-level, a nurse smiles.", "Captured from a low angle, a nurse smiles."),
        ("A bird's-eye view of a parked truck.", "An eye-level view of a parked truck."),
        ("A close up of a giraffe.", "A long shot of a giraffe."),
        ("A distant view of a giraffe.", "A close-up view of a giraffe."),
        ("The rear view of a truck.", "The front view of a truck."),
        ("A black and white photo of a violinist.", "A color photo of a violinist."),
        ("A man plays a trumpet indoors.", "A man plays a trumpet outdoors."),
        ("Three men in a dimly lit passage.", "Three men in a brightly lit passage."),
    ],
)
def test_a_phrase_gives_way(caption, expected, texts):
    assert expected in texts(SETTING, caption, draws=40)


@pytest.mark.parametrize(
    ("rule", "caption", "twin"),
    [
        ("of_no_picture", "A low-angle lion statue.", "A low-angle shot of a lion statue."),
        ("of_no_picture", "A black and white cat.", "A black and white photo of a cat."),
        ("of_no_picture", "Shown from up close, close up of a giraffe.", "A close up of a giraffe."),
        ("goes_on", "Two men in winter clothes.", "Two men in a village in winter."),
        ("goes_on", "A man in the shade of a wall.", "A man stands in the shade."),
        ("goes_on", "A close-up look at a giraffe.", "A close-up of a giraffe."),
        ("hedged", "A slightly high-angle shot of a lion.", "A high-angle shot of a lion."),
        ("hedged", "Two men mend a truck late at night.", "Two men mend a truck at night."),
        ("of_several_pictures", "A low-angle shot of a website.", "A low-angle shot of a lion."),
        ("of_several_pictures", "A collage of a truck at night.", "A picture of a truck at night."),
        ("of_several_pictures", "A painting of a truck at night.", "A picture of a truck at night."),
        ("held_by_the_graph", "Three men in a dimly lit room.", "Three men in a dimly lit passage."),
        (
            "said_again",
            "A high-angle shot of a truck. The high-angle view shows a man.",
            "A high-angle shot of a truck. The view shows a man.",
        ),
        ("still_told", "Men mend a truck at night under a lamp.", "Men mend a truck at night under a bridge."),
        ("still_told", "A truck at night. The moon is full.", "A truck at night. The man is tall."),
        ("not_of_this_size", "A close up of a pizza.", "A close up of a giraffe."),
        ("not_of_this_size", "A close up of a butterfly.", "A close up of a giraffe."),
        ("not_with_this", "Zebras grazing during the day.", "A truck waiting during the day."),
        ("not_with_this", "A low-angle shot of a lion and the sky.", "A low-angle shot of a lion and a man."),
        ("not_with_this", "A man sleeping in the snow.", "A man running in the snow."),
    ],
)
def test_rules_with_their_twins(rule, caption, twin, refused, texts):
    assert rule in refused(SETTING, caption)
    assert texts(SETTING, twin, draws=40)


@pytest.mark.parametrize(
    ("caption", "sibling", "new"),
    [
        ("A nurse waits in the rain.", "Snow falls on a nurse.", "in the snow"),
        ("A man plays a trumpet outdoors.", "A man plays a trumpet in a hallway.", "indoors"),
        ("A truck waits during the day.", "A truck waits on a street at night.", "at night"),
    ],
)
def test_what_a_sibling_says_is_not_put_in(caption, sibling, new, texts, refused):
    assert any(new in text for text in texts(SETTING, caption, draws=40))
    assert not any(new in text for text in texts(SETTING, caption, sibling, draws=40))
    assert "said_by_another" in refused(SETTING, caption, sibling)


def test_what_tells_the_old_condition_in_a_sibling_is_no_hindrance(texts):
    assert texts(SETTING, "Two men mend a truck at night.", "Men in the dark with lamps.", draws=40)


def test_hyphens_are_kept_as_they_are(texts):
    assert all("-" not in text for text in texts(SETTING, "A high angle shot of a lion.", draws=40))


def test_phrases_are_found_at_their_longest():
    found = Settings.load().of(
        "Closeup shot of men indoors, from a bird’s eye view, at night time; colorful lights at nightfall"
    )
    assert [one.phrase.text for one in found] == [
        "closeup shot",
        "indoors",
        "from a bird's-eye view",
        "at night time",
    ]


def test_nothing_excludes_itself_and_all_give_way():
    settings = Settings.load()
    for name in settings.sets():
        for phrase in settings.of_set(name):
            assert settings.others(phrase) or "noon" in phrase.cells, phrase  # noon is only put in
            for other in settings.others(phrase):
                assert phrase.excludes(other) and other.excludes(phrase)
            assert any(signs.words for signs in settings.tells(phrase)), phrase
