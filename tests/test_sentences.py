"""The builder of sentences for other tests makes what the parser makes of plain captions."""

from __future__ import annotations

import pytest
from sentences import sentence

from capaug.captions import LinkForm, QualityPosition, Sentence


def told(made: Sentence) -> list[str]:
    return [f"{token.tag} {token.dep} {token.head}" for token in made.tokens]


def test_a_participle_hangs_on_its_subject() -> None:
    made = sentence(
        "A man riding a brown horse on a beach.",
        things=["A man", "a brown horse", "a beach"],
        qualities=[("horse", "brown", "color")],
        links=[("man", "riding", "horse"), ("man", "on", "beach", LinkForm.PLACE)],
    )
    tree = "DT det 1|NN root 1|VBG acl 1|DT det 5|JJ amod 5|NN obj 2|IN case 8|DT det 8|NN obl 2|. punct 1"
    assert told(made) == tree.split("|")
    man, horse, beach = made.things
    assert (man.name, man.words, man.base, man.phrase, man.determiner) == ("man", (1, 2), (0, 2), (0, 9), 0)
    assert (horse.words, horse.base, beach.phrase) == ((5, 6), (3, 6), (7, 9))
    ride, on = made.links
    assert (ride.predicate, ride.form, ride.verb, ride.preposition) == ("ride", LinkForm.VERB_OBJECT, 2, None)
    assert (on.predicate, on.form, on.verb, on.preposition) == ("on", LinkForm.PLACE, None, (6, 7))
    assert [(q.thing, q.name, q.position) for q in made.qualities] == [(horse, "brown", QualityPosition.BEFORE)]
    assert made.text[slice(horse.start, horse.end)] == "horse"


@pytest.mark.parametrize(
    ("made", "tree", "form", "predicate"),
    [
        (
            sentence(
                "Two dogs are sitting on a bench",
                things=["Two dogs", "a bench"],
                links=[("dog", "sitting on", "bench")],
            ),
            "CD nummod 1|NNS nsubj 3|VBP aux 3|VBG root 3|IN case 6|DT det 6|NN obl 3",
            LinkForm.VERB_PREPOSITION,
            "sit on",
        ),
        (
            sentence("A cat is on the bed", things=["A cat", "the bed"], links=[("cat", "on", "bed")]),
            "DT det 1|NN nsubj 5|VBZ cop 5|IN case 5|DT det 5|NN root 5",
            LinkForm.PREPOSITION,
            "on",
        ),
        (
            sentence("A horse ridden by a man", things=["A horse", "a man"], links=[("horse", "ridden by", "man")]),
            "DT det 1|NN root 1|VBN acl 1|IN case 5|DT det 5|NN obl 2",
            LinkForm.PASSIVE,
            "ride by",
        ),
        (
            sentence(
                "a dog lies next to a tennis racket",
                things=["a dog", "a tennis racket"],
                links=[("dog", "lies next to", "tennis racket")],
            ),
            "DT det 1|NN nsubj 2|VBZ root 2|IN case 7|IN case 7|DT det 7|NN compound 7|NN obl 2",
            LinkForm.VERB_PREPOSITION,
            "lie next to",
        ),
    ],
)
def test_how_links_are_said(made: Sentence, tree: str, form: LinkForm, predicate: str) -> None:
    assert told(made) == tree.split("|")
    assert (made.links[0].form, made.links[0].predicate) == (form, predicate)


def test_what_two_things_share() -> None:
    made = sentence(
        "A man holding up a sign and a cup",
        things=["A man", "a sign", "a cup"],
        links=[("man", "holding +up", "sign"), ("man", "holding +up", "cup")],
    )
    assert [(k.particle, k.preposition, k.shared) for k in made.links] == [(3, None, True)] * 2
    assert told(made)[6:] == ["CC cc 8", "DT det 8", "NN obj 2"]


def test_what_it_does_not_have() -> None:
    with pytest.raises(ValueError, match="no 'a dog'"):
        sentence("A cat.", things=["a dog"])
    with pytest.raises(ValueError, match="no thing called 'dog'"):
        sentence("A cat.", things=["A cat"], qualities=[("dog", "red")])
