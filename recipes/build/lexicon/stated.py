"""Count how often captions state what generators may deny, and write ``capaug/lexicon/data/stated.tsv``.

    make -C recipes/build stated DATA=FOLDER

``--coco`` is COCO's annotation file. A word is counted by the kind of place that it stands in, which
:mod:`capaug.english.places` names. To be run anew whenever that, the parser or ``exclusive.tsv`` has changed.
A minute on one core.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from capaug.captions import ParsedCaption, Scene
from capaug.english.exclusions import Denials
from capaug.lexicon import Lexicon
from capaug.lexicon.exclusive import DATA
from capaug.parsing.parser import Parser
from capaug.records import Caption

FEWEST = 2  # of a word in a place
HEADER = (
    "# How often captions of COCO state a word in a kind of place where it can be denied; made by "
    "recipes/build/lexicon/stated.py.\nplace\tword\tstated\n"
)


def scenes(path: Path, parser: Parser, lexicon: Lexicon) -> Iterator[Scene]:
    """Each sentence of a file of COCO, with the captions of its image."""
    images: dict[int, list[Caption]] = defaultdict(list)
    for annotation in json.loads(path.read_text(encoding="utf-8"))["annotations"]:
        images[annotation["image_id"]].append(Caption(str(annotation["id"]), annotation["caption"]))
    parsed = iter(parser.parse([caption for captions in images.values() for caption in captions]))
    for captions in images.values():
        of_image: list[ParsedCaption] = [next(parsed) for _ in captions]
        for i, caption in enumerate(of_image):
            for sentence in caption.sentences:
                yield Scene(caption, sentence, of_image[:i] + of_image[i + 1 :], lexicon)


def count(found: Iterable[Scene]) -> Counter[tuple[str, str]]:
    """How often each word stands in each kind of place."""
    counts = Counter(
        (place.key, place.word) for scene in found for fact in scene.once(Denials).facts for place in fact.places
    )
    return Counter({one: n for one, n in counts.items() if n >= FEWEST and not one[0].startswith("color")})


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coco", type=Path, required=True, help="COCO caption annotations (JSON)")
    parser.add_argument("--output", type=Path, default=DATA / "stated.tsv", help="the table to write")
    args = parser.parse_args()
    lexicon = Lexicon.load()
    counts = count(scenes(args.coco, Parser("embedded", lexicon), lexicon))
    lines = (f"{place}\t{word}\t{n}\n" for (place, word), n in sorted(counts.items()))
    args.output.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
