"""How many negatives captions of the same picture contradict, where the generators do not see those captions.

    python -m benchmarks.exclusions captions.jsonl

The captions of a picture are parted: negatives are made of the first as of a lone caption, and the others say whether
they hold. A relation is contradicted if one of them says the new predicate of the same two things, an attribute if one
says the new value of the same thing. Captions of which no table was counted are the test of the tables. A minute.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from benchmarks.record import add_json_option, record
from capaug.augmenter import Augmenter
from capaug.captions import ParsedCaption
from capaug.lexicon import Lexicon
from capaug.parsing.parser import Parser
from capaug.records import Caption, CaptionGroup, Variant
from capaug.sources import open_source

RELATION, ATTRIBUTE = "relation_swap.predicate", "attribute_replace.contrast"

Fact = tuple[str, tuple[str, ...]]  # a predicate or an attribute, and what it is said of
Reading = Callable[[ParsedCaption, Lexicon], set[Fact]]


def main() -> None:
    """Print and write the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument(
        "dataset", help="captions of pictures that have several, as capaug generate --dataset takes it"
    )
    options.add_argument("--images", type=int, default=4000, help="so many, drawn at random")
    options.add_argument("--show", type=int, default=0, help="print so many of the contradicted")
    add_json_option(options)
    given = options.parse_args()
    groups = [group for group in open_source(given.dataset).groups() if len(group.captions) > 1]
    random.Random(0).shuffle(groups)
    made, contradicted = Counter[str](), Counter[str]()
    shown = []
    for caption, negative, is_wrong in judged(groups[: given.images]):
        made[negative.kind] += 1
        contradicted[negative.kind] += is_wrong
        if is_wrong:
            shown.append((negative.kind, caption, negative.text))
    for kind, caption, text in islice(shown, given.show):
        print(kind, caption, text, sep="\n  ")
    print("| kind | negatives | contradicted |\n|---|---|---|")
    for kind, number in sorted(made.items()):
        print(f"| {kind} | {number:,} | {contradicted[kind] / number:.4f} |")
    figures = {kind: {"negatives": made[kind], "contradicted": contradicted[kind] / made[kind]} for kind in made}
    record(given.json, {"about": {"command": "python -m benchmarks.exclusions"}, "lone": figures})


def judged(groups: Sequence[CaptionGroup]) -> Iterator[tuple[str, Variant, bool]]:
    """The negatives of the first caption of each group, and whether one of the others contradicts them."""
    lexicon = Lexicon.load()
    parser = Parser("embedded", lexicon)
    rows = Augmenter("default").augment_captions([group.captions[0].text for group in groups])
    for group, row in zip(groups, rows, strict=True):
        negatives = [negative for negative in row.negatives if negative.kind in (RELATION, ATTRIBUTE)]
        if negatives:
            texts = [Caption(str(k), negative.text) for k, negative in enumerate(negatives)]
            own, *others = parser.parse([*group.captions, *texts])
            siblings, read = others[: len(group.captions) - 1], others[len(group.captions) - 1 :]
            for negative, parsed in zip(negatives, read, strict=True):
                says = _relations if negative.kind == RELATION else _attributes
                yield row.caption, negative, _holds(says(parsed, lexicon) - says(own, lexicon), siblings, says, lexicon)


def _holds(new: set[Fact], siblings: Sequence[ParsedCaption], says: Reading, lexicon: Lexicon) -> bool:
    related = lexicon.objects.related
    said = {fact for sibling in siblings for fact in says(sibling, lexicon)}
    return any(
        word == other and all(related(b, a) for a, b in zip(things, others, strict=True))
        for word, things in new
        for other, others in said
    )


def _relations(caption: ParsedCaption, lexicon: Lexicon) -> set[Fact]:
    return {
        (lexicon.relations.canonical(link.predicate), (link.subject.name, link.object.name))
        for sentence in caption.sentences
        for link in sentence.links
    }


def _attributes(caption: ParsedCaption, lexicon: Lexicon) -> set[Fact]:
    return {(quality.name, (quality.thing.name,)) for sentence in caption.sentences for quality in sentence.qualities}


if __name__ == "__main__":
    main()
