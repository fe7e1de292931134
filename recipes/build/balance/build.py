"""Fit the tables of the balance filter that ship (``capaug/weights/balance``).

    make -C recipes/build balance DATA=FOLDER

``coco`` is fitted to COCO's annotation file (``--coco``), ``long`` to long captions (``--captions``: JSON lines with
``image_id`` and ``caption``, of which only images whose id begins with one of ``--images`` are read). To be run anew
whenever the parser, the generators or the language model have changed. A minute on two cores.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from capaug.calibration.balance import balanced_kinds, candidates_of, fit_all, shares, write_tables
from capaug.filters.balance import tables_file
from capaug.recipes import load_recipe
from capaug.records import Caption, CaptionGroup

WORKERS = 2


def read_coco(path: Path) -> list[CaptionGroup]:
    """The images with their captions, in the order of image ids."""
    captions: dict[int, list[Caption]] = defaultdict(list)
    for annotation in json.loads(path.read_text(encoding="utf-8"))["annotations"]:
        captions[annotation["image_id"]].append(Caption(str(annotation["id"]), annotation["caption"]))
    return [CaptionGroup(str(image), tuple(captions[image]), "coco", "all") for image in sorted(captions)]


def read_lines(paths: Sequence[Path], images: Sequence[str]) -> list[CaptionGroup]:
    """The captions of JSON lines, each of a picture of its own, of images whose id begins with one of ``images``."""
    lines = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    wanted = [line for line in lines if line["image_id"].startswith(tuple(images))]
    return [CaptionGroup(str(k), (Caption(str(k), line["caption"]),), "lines", "all") for k, line in enumerate(wanted)]


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--coco", type=Path, help="COCO caption annotations (JSON), for the tables coco")
    given.add_argument("--captions", type=Path, nargs="+", help="captions (JSON lines), for the tables long")
    parser.add_argument("--images", nargs="+", default=[""], help="with --captions: how ids of images begin")
    args = parser.parse_args()
    name, recipe = ("coco", load_recipe("default")) if args.coco else ("long", load_recipe("long"))
    groups = read_coco(args.coco) if args.coco else read_lines(args.captions, args.images)
    kinds, file = balanced_kinds(recipe), tables_file(name)
    examples = candidates_of(groups, recipe, kinds, workers=WORKERS)
    tables = fit_all(examples, recipe, kinds)
    write_tables(file, tables)
    for kind, of in shares(examples, tables).items():
        print(f"{kind}: {of.candidates:,} candidates of {of.captions:,} captions, {of.kept:.1%} of which keep one")
    print(f"{file.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
