"""How often the caption parser gives each of several clauses its own subject, verb and objects.

    python -m benchmarks.clauses

Two hundred captions from twenty templates of two clauses and more (joined, gapped, absolute, relative, passive), ten
of each, with nouns and verbs drawn by a fixed seed. A caption counts where the relations of its graph are just those of
its template. The templates stand here and in no grammar that trains the parser; their words are everyday ones.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Sequence

from benchmarks.record import add_json_option, processor, record
from capaug.evaluation.parser import parse_captions
from capaug.parsing.parser import Parser

SEED = 20261130
EACH = 10  # captions of a template

WHO = ("man", "woman", "boy", "girl", "nurse", "farmer", "waiter", "soldier", "teacher", "clown", "child", "monk")
THINGS = (
    "ball",
    "basket",
    "box",
    "bucket",
    "bottle",
    "lamp",
    "ladder",
    "rope",
    "kite",
    "drum",
    "chair",
    "vase",
    "shovel",
)
PLACES = ("bench", "rock", "bridge", "roof", "sofa", "pier")
WORN = ("hat", "coat", "scarf", "helmet", "apron", "jacket")
# Base form, third person, -ing form, participle.
VERBS = (
    ("hold", "holds", "holding", "held"),
    ("carry", "carries", "carrying", "carried"),
    ("push", "pushes", "pushing", "pushed"),
    ("wash", "washes", "washing", "washed"),
    ("paint", "paints", "painting", "painted"),
    ("lift", "lifts", "lifting", "lifted"),
    ("pull", "pulls", "pulling", "pulled"),
    ("throw", "throws", "throwing", "thrown"),
    ("kick", "kicks", "kicking", "kicked"),
)

# A caption and its relations. A B C: who; o p q: things; x y: places; w z: what is worn; 1 2 3: a verb, with its form
# (1s, 1g, 1n, 1b) in the caption and bare in the relations.
TEMPLATES = (
    ("The A is 1g a o and the B is 2g a p.", "A 1 o; B 2 p"),
    ("A A 1g a o and a B 2g a p", "A 1 o; B 2 p"),
    ("While a A 1s a o, a B 2s a p.", "A 1 o; B 2 p"),
    ("A A 1s a o as a B 2s a p.", "A 1 o; B 2 p"),
    ("The A 1s a o, and the B a p.", "A 1 o; B 1 p"),
    ("A A sits on a x while a B stands beside a y.", "A sit on x; B stand beside y"),
    ("A A 1s a o, a p in hand.", "A 1 o; p in hand"),
    ("With a A 1g a o, a B 2s a p.", "A 1 o; B 2 p"),
    ("A A who is 1g a o stands next to a B who is 2g a p.", "A 1 o; A stand next to B; B 2 p"),
    ("There is a A 1g a o and a B 2g a p.", "A 1 o; B 2 p"),
    ("The A 1s a o; the B 2s a p.", "A 1 o; B 2 p"),
    ("The A 1s a o, but the B 2s a p.", "A 1 o; B 2 p"),
    ("A A 1s a o on a x, and a B 2s a p on a y.", "A 1 o; A on x; B 2 p; B on y"),
    ("A A and a B 1b a o while a C 2s a p.", "A 1 o; B 1 o; C 2 p"),
    ("A A watches a B 1g a o.", "A watch B; B 1 o"),
    ("The A 1s a o that the B is 2g.", "A 1 o; B 2 o"),
    ("The A is 1g a o, the B is 2g a p, and the C is 3g a q.", "A 1 o; B 2 p; C 3 q"),
    ("A A wearing a w 1s a o and a B wearing a z 2s a p.", "A wear w; A 1 o; B wear z; B 2 p"),
    ("A o is 1n by a A and a p is 2n by a B.", "o 1 by A; p 2 by B"),
    ("A A in a w is 1g a o while a B in a z is 2g a p.", "A in w; A 1 o; B in z; B 2 p"),
)  # fmt: skip
_SLOT = re.compile(r"(?<![\w'])([ABCopqxywz]|[123][sgnb]?)(?![\w'])")

Relations = Counter[tuple[str, str, str]]


def captions() -> list[tuple[int, str, Relations]]:
    """The number of each caption's template, the caption, and its relations."""
    rng = random.Random(SEED)
    made = []
    for number, (template, relations) in enumerate(TEMPLATES):
        for _ in range(EACH):
            people, things = rng.sample(WHO, 3), rng.sample(THINGS, 3)
            places, worn, verbs = rng.sample(PLACES, 2), rng.sample(WORN, 2), rng.sample(VERBS, 3)
            nouns = dict(zip("ABCopqxywz", (*people, *things, *places, *worn), strict=True))
            opening, rest = template.split(" ", 1)  # "A" of the first word is an article
            text = f"{opening} {_filled(rest, nouns, verbs)}"
            gold = [_filled(one, nouns, verbs).split() for one in relations.split("; ")]
            made.append((number, _with_articles(text), Counter((one[0], " ".join(one[1:-1]), one[-1]) for one in gold)))
    return made


def _filled(text: str, nouns: dict[str, str], verbs: Sequence[Sequence[str]]) -> str:
    def word(slot: re.Match[str]) -> str:
        name = slot[1]
        if name in nouns:
            return nouns[name]
        return verbs[int(name[0]) - 1]["bsgn".index(name[1]) if len(name) > 1 else 0]

    return _SLOT.sub(word, text)


def _with_articles(text: str) -> str:
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)


def main() -> None:
    """Parse, compare, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--parser", default="embedded", help="embedded, or any installed spaCy pipeline")
    options.add_argument("--errors", type=int, default=0, help="also print so many captions that are read otherwise")
    add_json_option(options)
    given = options.parse_args()
    made = captions()
    graphs = parse_captions(Parser(given.parser), [text for _, text, _ in made])
    right: Counter[int] = Counter()
    wrong = []
    for (number, text, gold), graph in zip(made, graphs, strict=True):
        found: Relations = Counter((str(a), str(b), str(c)) for a, b, c in graph.names()["relations"])
        right[number] += found == gold
        if found != gold:
            wrong.append((text, gold - found, found - gold))
    for number, (template, _) in enumerate(TEMPLATES):
        print(f"{right[number]:3} of {EACH}  {template}")
    share = right.total() / len(made)
    print(f"all relations right in {right.total()} of {len(made)} captions: {share:.3f} (bar: 0.95)")
    for text, missed, extra in wrong[: given.errors]:
        print(f"{text}\n  missed {[' '.join(one) for one in missed]}\n  extra  {[' '.join(one) for one in extra]}")
    about = {"command": "python -m benchmarks.clauses", "processor": processor(), "captions": len(made)}
    record(given.json, {"about": about, "clauses": {"all right": share}})


if __name__ == "__main__":
    main()
