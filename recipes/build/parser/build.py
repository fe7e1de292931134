"""Build the embedded caption parser: one command, from public data to ``capaug/weights/parser``.

    make -C recipes/build parser DATA=FOLDER

The treebank (CC BY-SA 4.0) teaches English, the caption grammar (``grammar.py``) and 4,970 captions and sentences of
several styles whose trees were corrected by hand (``captions.conllu``) teach captions; a first network trained on these
then chooses trees for FACTUAL's captions that agree with their gold graphs (``factual_trees.py``), and the network that
ships learns from all four, in rounds, each with new captions of the grammar. About an hour on two cores.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from capaug.lexicon import Lexicon
from recipes.build.parser.data import Encoded, build_tables
from recipes.build.parser.dress import typed
from recipes.build.parser.export import export
from recipes.build.parser.factual_trees import caption_trees
from recipes.build.parser.grammar import caption_sentences
from recipes.build.parser.train import evaluate, train
from recipes.build.parser.treebank import Sentence, join, read_conllu

DRESSED = 0.7  # share of the treebank's sentences that come again in a caption's dress
JOINED = 0.05  # share of the treebank's texts that are two sentences: captions are parsed a sentence at a time
CORRECTED = Path(__file__).with_name("captions.conllu")
REPEATED = 6  # how often each of these comes: as it is, and as others might type it
ROUNDS = (9, 4, 5, 5, 4, 3)  # epochs
LEAST_COUNT = 2  # forms, prefixes and suffixes seen less often share a row
FIRST_EPOCHS = 4  # of the network that only chooses among trees
LEAST_AGREEMENT = 0.8  # of a FACTUAL caption's tree with its graph


def read_treebank(path: Path, rng: random.Random) -> list[Sentence]:
    """The treebank's training sentences, sometimes two together, and most of them again dressed as captions."""
    sentences = list(read_conllu(path))
    texts: list[Sentence] = []
    i = 0
    while i < len(sentences):
        n = 2 if rng.random() < JOINED else 1
        block = sentences[i : i + n]
        i += n
        texts.append(join(block))
        if rng.random() < DRESSED:
            texts.append(typed(join([sentence.as_caption(rng) for sentence in block]), rng))
    return texts


def read_corrected(rng: random.Random) -> list[Sentence]:
    """The captions whose trees were corrected by hand, each several times."""
    texts = list(read_conllu(CORRECTED))
    return texts + [typed(sentence.copy(), rng) for _ in range(REPEATED - 1) for sentence in texts]


def main() -> None:
    """Train two networks, write the second's weights, print their scores on the treebank's test part."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--treebank", type=Path, required=True, help="folder of en_ewt-ud-{train,dev,test}.conllu")
    options.add_argument("--factual", type=Path, required=True, help="FACTUAL's train_id.csv")
    options.add_argument("--out", type=Path, required=True, help="folder that parser.npz is written to")
    options.add_argument("--captions", type=int, default=40000, help="captions drawn from the grammar for each round")
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    rng = random.Random(given.seed)
    texts = read_treebank(given.treebank / "en_ewt-ud-train.conllu", rng)
    texts += read_corrected(rng)
    drawn = [
        caption_sentences(given.factual, Lexicon.load(), given.captions, given.seed + k) for k in range(len(ROUNDS))
    ]
    dev, test = (list(read_conllu(given.treebank / f"en_ewt-ud-{part}.conllu")) for part in ("dev", "test"))
    tables = build_tables([*texts, *drawn[0]], LEAST_COUNT)
    first = train([*texts, *drawn[0]], dev, tables, FIRST_EPOCHS, given.seed)
    texts += caption_trees(first, tables, given.factual, LEAST_AGREEMENT, rng)
    tables = build_tables([*texts, *drawn[0]], LEAST_COUNT)
    network = train([*texts, *drawn[0]], dev, tables, ROUNDS[0], given.seed)
    for k, epochs in enumerate(ROUNDS[1:], start=1):
        network = train([*texts, *drawn[k]], dev, tables, epochs, given.seed + k, network)
    given.out.mkdir(parents=True, exist_ok=True)
    export(network, tables, given.out / "parser.npz")
    print({name: round(score, 4) for name, score in evaluate(network, Encoded(test, tables)).items()})


if __name__ == "__main__":
    main()
