"""What share of the words that captions use the lexicon knows.

    python -m benchmarks.lexicon --coco captions_val2017.json

Parses the captions and prints, for objects, attributes and relations, the share of mentions that the lexicon knows: an
object that it can place in a category, an attribute or a doing whose type it knows, a relation that its table or its
prepositions and verbs name. Also the most frequent of those that it does not know. Not knowing is safe: nothing is made
of such a word.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from benchmarks.record import add_json_option, record
from capaug.lexicon import Lexicon
from capaug.parsing.parser import BATCH_SIZE, Parser
from capaug.parsing.screen import screen
from capaug.records import Caption


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--coco", type=Path, required=True, help="COCO caption annotations (JSON)")
    options.add_argument("--unknown", type=int, default=12, help="unknown words shown of each sort")
    add_json_option(options)
    given = options.parse_args()
    lexicon = Lexicon.load()
    parser = Parser("embedded", lexicon)
    captions = [
        Caption(str(a["id"]), a["caption"])
        for a in json.loads(given.coco.read_text(encoding="utf-8"))["annotations"]
        if screen(a["caption"]) is None
    ]
    known: Counter[str] = Counter()
    unknown: dict[str, Counter[str]] = {name: Counter() for name in ("objects", "attributes", "relations")}
    for first in range(0, len(captions), BATCH_SIZE):
        for parsed in parser.parse(captions[first : first + BATCH_SIZE]):
            graph = parsed.graph
            found = [("objects", o.name, lexicon.objects.category(o.name) is not None) for o in graph.objects]
            found += [
                ("attributes", a.name, a.type != "other" or lexicon.relations.knows(a.name)) for a in graph.attributes
            ]
            found += [("relations", r.predicate, lexicon.relations.knows(r.predicate)) for r in graph.relations]
            for sort, name, is_known in found:
                if is_known:
                    known[sort] += 1
                else:
                    unknown[sort][name] += 1
    figures = {}
    for sort, names in unknown.items():
        total = known[sort] + names.total()
        figures[sort] = {"known": known[sort] / total, "mentions": total}
        print(f"{sort}: {known[sort] / total:.2%} of {total:,} known")
        print("  not known:", ", ".join(f"{name} {n}" for name, n in names.most_common(given.unknown)))
    record(given.json, {"about": {"command": "python -m benchmarks.lexicon"}, "known": figures})


if __name__ == "__main__":
    main()
