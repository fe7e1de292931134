"""Texts a second of a transformers model: capaug's encoder against sentence-transformers, in turns, in one run.

    python -m benchmarks.encoder_throughput MODEL --coco captions_val2017.json

MODEL is a folder or a hub name of a sentence-transformers model. The texts are captions with their candidates, as the
embedding filter meets them; both encode the same list, each in its own default way. Also prints how far half
precision moves the cosines between captions and candidates. Needs ``pip install sentence-transformers``.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import numpy as np

from benchmarks.record import add_json_option, processor, record
from capaug.augmenter import Augmenter
from capaug.encoders.transformers import TransformersEncoder
from capaug.sources import open_source

ROUNDS = 3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder or hub name of a sentence-transformers model")
    parser.add_argument("--coco", type=Path, help="COCO annotations; by default the sample that ships")
    parser.add_argument("--images", type=int, default=40, help="images whose captions are encoded")
    parser.add_argument("--device", default="cpu", help="cpu, cuda, mps")
    add_json_option(parser)
    args = parser.parse_args()
    from sentence_transformers import SentenceTransformer

    groups = list(open_source("coco", annotations=args.coco, limit=args.images).groups())
    pairs = [
        (candidate.scene.caption.text, candidate.variant.text)
        for of_caption in Augmenter(device="cpu").candidates(groups)
        for candidate in of_caption
    ]
    texts = [text for pair in pairs for text in pair]
    peer = SentenceTransformer(args.model, device=args.device)
    ours = {
        "capaug": TransformersEncoder(args.model, args.device),
        "capaug, float32": TransformersEncoder(args.model, args.device, "float32"),
    }
    distinct = list(dict.fromkeys(texts))
    seconds: dict[str, list[float]] = {name: [] for name in ("sentence-transformers", *ours)}
    vectors = {}
    for _ in range(ROUNDS):
        began = time.perf_counter()
        vectors["sentence-transformers"] = peer.encode(distinct, normalize_embeddings=True, show_progress_bar=False)
        seconds["sentence-transformers"].append(time.perf_counter() - began)
        for name, encoder in ours.items():
            began = time.perf_counter()
            vectors[name] = encoder.encode(distinct)
            seconds[name].append(time.perf_counter() - began)
    print(f"{len(distinct):,} distinct texts of {len(pairs):,} pairs on {args.device}")
    base = statistics.median(seconds["sentence-transformers"])
    place = {text: row for row, text in enumerate(distinct)}
    left, right = ([place[pair[side]] for pair in pairs] for side in (0, 1))
    cosines = {name: (found[left] * found[right]).sum(axis=1) for name, found in vectors.items()}
    figures = {}
    for name, taken in seconds.items():
        middle = statistics.median(taken)
        moved = np.abs(cosines[name] - cosines["sentence-transformers"]).max()
        figures[name] = {"texts a second": len(distinct) / middle, "moved": float(moved)}
        print(
            f"{name:22s} {len(distinct) / middle:8,.0f} texts/s  {base / middle:5.2f} x  "
            f"cosines of pairs differ by at most {moved:.1e}"
        )
    where = processor() if args.device == "cpu" else args.device
    about = {"command": "python -m benchmarks.encoder_throughput", "model": Path(args.model).name, "device": where}
    record(args.json, {"about": about, "throughput": figures})


if __name__ == "__main__":
    main()
