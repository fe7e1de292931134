"""Build the embedded caption parser: one command, from public data to ``capaug/weights/parser``.

    python recipes/parser/build.py --treebank UD_English-EWT --factual factual/train_id.csv --out capaug/weights/parser

The treebank (CC BY-SA 4.0) teaches English; the caption grammar (:mod:`grammar`), whose words come from FACTUAL's
scene graphs and the lexicon, teaches captions. About 20 minutes on one core.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from pathlib import Path

import spacy
from grammar import caption_sentences
from spacy.cli.train import train
from spacy.tokens import DocBin
from spacy.training import Example
from treebank import read_conllu, to_doc

from capaug.lexicon import Lexicon
from capaug.parsing import lemmatizer  # noqa: F401  registers the component

ATTRIBUTES = ["TAG", "HEAD", "DEP", "SENT_START"]


def write_corpora(treebank: Path, factual: Path, folder: Path, captions: int, seed: int) -> None:
    """Write ``train.spacy`` and ``dev.spacy``: treebank sentences, again in a caption's dress, and the grammar's."""
    vocab = spacy.blank("en").vocab
    rng = random.Random(seed)
    for part in ("train", "dev"):
        sentences = list(read_conllu(treebank / f"en_ewt-ud-{part}.conllu"))
        corpus = DocBin(attrs=ATTRIBUTES)
        i = 0
        while i < len(sentences):
            n = rng.choice([1, 1, 1, 2, 3]) if part == "train" else 1
            block = sentences[i : i + n]
            i += n
            corpus.add(to_doc(vocab, block))
            if part == "train" and rng.random() < 0.7:
                corpus.add(to_doc(vocab, [sentence.as_caption(rng) for sentence in block]))
        if part == "train":
            for sentence in caption_sentences(factual, Lexicon.load(), captions, seed):
                corpus.add(to_doc(vocab, [sentence]))
        corpus.to_disk(folder / f"{part}.spacy")


def evaluate(model: Path, conllu: Path) -> dict[str, float]:
    """Tag accuracy, UAS and LAS on a CoNLL-U file, gold sentences, the tokenizer's own tokens."""
    pipeline = spacy.load(model)
    examples = []
    for sentence in read_conllu(conllu):
        reference = to_doc(pipeline.vocab, [sentence])
        examples.append(Example(pipeline.make_doc(reference.text), reference))
    scores = pipeline.evaluate(examples)
    return {name: round(scores[name], 4) for name in ("tag_acc", "dep_uas", "dep_las")}


def main() -> None:
    """Train, add the lemmatizer, move the result in place, print its scores."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--treebank", type=Path, required=True, help="folder of en_ewt-ud-{train,dev,test}.conllu")
    options.add_argument("--factual", type=Path, required=True, help="FACTUAL's train_id.csv")
    options.add_argument("--out", type=Path, required=True, help="folder that the pipeline replaces")
    options.add_argument("--captions", type=int, default=12000, help="captions drawn from the grammar")
    options.add_argument("--steps", type=int, default=10000)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpora(given.treebank, given.factual, folder, given.captions, given.seed)
        overrides = {
            "paths.train": str(folder / "train.spacy"),
            "paths.dev": str(folder / "dev.spacy"),
            "training.max_steps": given.steps,
        }
        train(Path(__file__).with_name("parser.cfg"), folder / "model", overrides=overrides)
        assemble(folder / "model" / "model-best", given.out)
    print(evaluate(given.out, given.treebank / "en_ewt-ud-test.conllu"))


def assemble(trained: Path, out: Path) -> None:
    """Write the trained pipeline with the lemmatizer to ``out``, keeping a card (``README.md``) that lies there."""
    card = out / "README.md"
    text = card.read_text(encoding="utf-8") if card.exists() else None
    pipeline = spacy.load(trained)
    pipeline.add_pipe("capaug_lemmatizer")
    pipeline.meta.update(
        name="capaug_parser",
        license="CC BY-SA 4.0",
        description="Tagger and Universal Dependencies parser for image captions",
    )
    pipeline.config["paths"]["train"] = pipeline.config["paths"]["dev"] = None  # of this machine, gone by now
    shutil.rmtree(out, ignore_errors=True)
    pipeline.to_disk(out, exclude=["vocab.vectors"])
    if text is not None:
        card.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
