"""Build ``capaug/lexicon/data/wordnet.zip``: WordNet 3.0's database without its glosses.

    apt-get download wordnet-base && dpkg-deb -x wordnet-base_*.deb wordnet-base
    make -C recipes/build wordnet WORDNET=wordnet-base/usr/share/wordnet

(``WORDNET`` is ``/usr/share/wordnet`` where the package is installed.) The glosses are two thirds of the database
and the reader has no use for them. A synset's name is its byte offset in its file, so taking them out moves every
synset: the offsets are counted anew and all pointers and indices rewritten. The licence at the head of each file stays.
"""

from __future__ import annotations

import argparse
import zipfile
from pathlib import Path

TARGET = Path(__file__).parents[3] / "capaug" / "lexicon" / "data" / "wordnet.zip"
PARTS = ("noun", "verb", "adj", "adv")
PART_OF_POS = {"n": "noun", "v": "verb", "a": "adj", "s": "adj", "r": "adv"}
COPIED = ("cntlist.rev", *(f"{part}.exc" for part in PARTS))

# The package leaves out the file that numbers the lexicographer classes; its manual page lexnames(5WN) lists them.
LEXNAMES = """
adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body noun.cognition
noun.communication noun.event noun.feeling noun.food noun.group noun.location noun.motive noun.object noun.person
noun.phenomenon noun.plant noun.possession noun.process noun.quantity noun.relation noun.shape noun.state
noun.substance noun.time verb.body verb.change verb.cognition verb.communication verb.competition verb.consumption
verb.contact verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social verb.stative
verb.weather adj.ppl
""".split()
POS_NUMBERS = {"noun": 1, "verb": 2, "adj": 3, "adv": 4}


def is_header(line: str) -> bool:
    """Whether a line belongs to the licence at the head of a file."""
    return line.startswith("  ")


def without_gloss(line: str) -> str:
    """A synset's line up to and with the bar that ends it (the reader wants to see the bar)."""
    return line.split("|", 1)[0] + "|\n"


def new_offsets(text: str) -> dict[str, str]:
    """From each synset's old offset to its offset in the file without glosses."""
    offsets, position = {}, 0
    for line in text.splitlines(keepends=True):
        if is_header(line):
            position += len(line)
        else:
            offsets[line[:8]] = f"{position:08d}"
            position += len(without_gloss(line))
    return offsets


def rewrite_data(text: str, own: dict[str, str], offsets: dict[str, dict[str, str]]) -> str:
    """A data file without glosses, its offsets and pointers counted anew."""
    lines = []
    for line in text.splitlines(keepends=True):
        if is_header(line):
            lines.append(line)
            continue
        fields = without_gloss(line).rstrip("\n").split(" ")
        fields[0] = own[fields[0]]
        first = 4 + 2 * int(fields[3], 16)  # after the words, each with its lexicographer's number
        for pointer in range(first + 1, first + 1 + 4 * int(fields[first]), 4):
            fields[pointer + 1] = offsets[PART_OF_POS[fields[pointer + 2]]][fields[pointer + 1]]
        lines.append(" ".join(fields) + "\n")
    return "".join(lines)


def rewrite_index(text: str, own: dict[str, str]) -> str:
    """An index file with its offsets counted anew."""
    lines = []
    for line in text.splitlines(keepends=True):
        if is_header(line):
            lines.append(line)
            continue
        fields = line.split()
        senses = int(fields[2])
        lines.append(" ".join(fields[:-senses] + [own[offset] for offset in fields[-senses:]]) + "\n")
    return "".join(lines)


def build(source: Path, target: Path) -> None:
    """Write the zip file ``target`` from the database folder ``source``; the same input gives the same bytes."""
    data = {part: (source / f"data.{part}").read_text(encoding="ascii") for part in PARTS}
    offsets = {part: new_offsets(text) for part, text in data.items()}
    files = {name: (source / name).read_text(encoding="ascii") for name in COPIED}
    files["lexnames"] = "".join(
        f"{number:02d}\t{name}\t{3 if name == 'adj.ppl' else POS_NUMBERS[name.split('.')[0]]}\n"
        for number, name in enumerate(LEXNAMES)
    )
    for part in PARTS:
        files[f"data.{part}"] = rewrite_data(data[part], offsets[part], offsets)
        index = (source / f"index.{part}").read_text(encoding="ascii")
        files[f"index.{part}"] = rewrite_index(index, offsets[part])
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=(2006, 12, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compress_type=zipfile.ZIP_LZMA)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, default=Path("/usr/share/wordnet"), help="folder of WordNet's files")
    parser.add_argument("--target", type=Path, default=TARGET, help="zip file to write")
    arguments = parser.parse_args()
    build(arguments.source, arguments.target)
    print(f"{arguments.target}: {arguments.target.stat().st_size / 1e6:.1f} MB")
