"""Trees for FACTUAL's captions that agree with their gold scene graphs.

FACTUAL says which thing a phrase belongs to, not how the sentence is built. A trained network offers for each caption
its best tree and the heads and tags it nearly chose; of these the tree is kept whose scene graph, read by the project's
own rules, agrees best with the gold one. What comes close enough teaches the next network which attachment is right.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch
from spacy.lang.en import English

from capaug.captions import QualityPosition
from capaug.captions import Sentence as ReadSentence
from capaug.english.graph import read_sentence
from capaug.english.inflection import lemma
from capaug.english.syntax import Syntax
from capaug.lexicon import Lexicon
from capaug.parsing.network import Tables
from capaug.parsing.spanning_tree import best_tree
from capaug.records import Caption
from recipes.build.parser.data import Encoded
from recipes.build.parser.dress import typed
from recipes.build.parser.model import REACH, Network
from recipes.build.parser.treebank import Sentence

LONGEST = 30  # words
MOVES = 14  # other heads and tags that are tried a round
ROUNDS = 3
NEAR_HEAD = -4.0  # log-probability from which another head is tried
NEAR_TAG = -3.0
GAIN = 0.02  # of agreement, below which a change is not worth a less likely tree
DIGITS = dict(zip("one two three four five six seven eight nine ten".split(), map(str, range(1, 11)), strict=True))


@dataclass
class Gold:
    """A gold graph as sets of lemmatised tuples."""

    objects: set[str]
    attributes: set[tuple[str, str]]
    relations: set[tuple[str, str, str]]


@dataclass
class Choice:
    """Tags, heads and labels of one caption."""

    tags: list[str]
    heads: list[int]
    deps: list[str]


def read_factual(path: Path) -> Iterator[tuple[Sentence, Gold]]:
    """The captions of FACTUAL's ``train_id.csv`` in words, with their graphs; repeated captions once."""
    tokenizer = English().tokenizer
    seen = set()
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            text = " ".join(row["caption"].split())
            if not text or text.lower() in seen:
                continue
            seen.add(text.lower())
            sentence = Sentence()
            for token in tokenizer(text):
                sentence.add(token.text, bool(token.whitespace_), "NN", token.i, "ROOT")
            if len(sentence.words) <= LONGEST:
                yield sentence, _read_gold(row["scene_graph"])


def _read_gold(graph: str) -> Gold:
    gold = Gold(set(), set(), set())
    for fact in graph.split(" ) "):
        parts = [re.sub(r":\d+$", "", part.strip()) for part in fact.strip("() ,").split(" , ")]
        if len(parts) != 3:
            continue
        subject, predicate, target = _lemmas(parts[0]), re.sub(r"^(pv|p|v):", "", parts[1]), _lemmas(parts[2])
        gold.objects.add(subject)
        if predicate == "is":
            gold.attributes.add((subject, target))
        else:
            gold.objects.add(target)
            gold.relations.add((subject, _lemmas(predicate), target))
    return gold


@lru_cache(maxsize=1 << 16)
def _lemmas(words: str) -> str:
    out = []
    for word in words.lower().split():
        word = DIGITS.get(word, word)
        word = lemma(word, "NNS") if len(word) > 3 else word
        out.append(lemma(word, "VBG") if word.endswith(("ing", "ed")) else word)
    return " ".join(out)


def agreement(read: ReadSentence, gold: Gold) -> float:
    """F1 of the tuples of two graphs; a relation counts twice, and in part where only its predicate differs.

    What a thing does (``a man sitting``) is an attribute that FACTUAL leaves out or not, so it counts only if there.
    """
    objects = {_lemmas(thing.name) for thing in read.things}
    attributes = {
        pair
        for quality in read.qualities
        if (pair := (_lemmas(quality.thing.name), _lemmas(quality.name))) in gold.attributes
        or quality.position is not QualityPosition.VERB
    }
    relations = {
        (_lemmas(link.subject.name), _lemmas(link.predicate), _lemmas(link.object.name)) for link in read.links
    }
    hits: float = len(objects & gold.objects) + len(attributes & gold.attributes)
    free = {r for r in gold.relations if r not in relations}
    for relation in sorted(relations):
        if relation in gold.relations:
            hits += 2
        else:
            ends = next((r for r in sorted(free) if (r[0], r[2]) == (relation[0], relation[2])), None)
            if ends is not None:
                free.remove(ends)
                hits += 1.4
    size = len(objects) + len(attributes) + 2 * len(relations)
    gold_size = len(gold.objects) + len(gold.attributes) + 2 * len(gold.relations)
    return 2 * hits / max(size + gold_size, 1)


class TreeChooser:
    """A trained network and the project's rules, looking for trees that agree with gold graphs."""

    def __init__(self, network: Network, tables: Tables) -> None:
        self.network, self.tables = network.eval(), tables
        self.lexicon = Lexicon.load()

    @torch.no_grad()
    def choose(self, items: list[tuple[Sentence, Gold]]) -> Iterator[tuple[Sentence, float, float]]:
        """Each caption with the chosen tree, the agreement of the network's own tree and that of the chosen one."""
        order = sorted(range(len(items)), key=lambda i: len(items[i][0].words))
        corpus = Encoded([sentence for sentence, _ in items], self.tables)
        for start in range(0, len(order), 64):
            chosen = order[start : start + 64]
            features = corpus.batch(chosen).features
            tags, heads, parts = self.network(features)
            tags, heads = tags.log_softmax(-1), heads.log_softmax(-1)
            for row, i in enumerate(chosen):
                sentence, gold = items[i]
                n = len(sentence.words)
                square = heads[row, :n, :n].clone()
                square[range(n), range(n)] = heads[row, :n, -1]
                yield self._choose(sentence, gold, tags[row, :n], square, parts[row])

    def _choose(
        self, sentence: Sentence, gold: Gold, tags: torch.Tensor, heads: torch.Tensor, parts: torch.Tensor
    ) -> tuple[Sentence, float, float]:
        best = best_tree(heads.numpy())
        n = len(best)
        moves: list[tuple[float, int, int | str]] = []  # loss of log-probability, word, other head or tag
        for word in range(n):
            for head in range(n):
                if head != best[word] and heads[word, head] > NEAR_HEAD:
                    moves.append((float(heads[word, head] - heads[word, best[word]]), word, head))
            (first, second), (_, other) = tags[word].topk(2)
            if second > NEAR_TAG:
                moves.append((float(second - first), word, self.tables.tags[int(other)]))
        moves = sorted(moves, key=lambda move: -move[0])[:MOVES]
        arcs = [(w, best[w]) for w in range(n)] + [(w, h) for _, w, h in moves if isinstance(h, int)]
        labels = self._labels(parts, arcs)
        current = Choice(
            [self.tables.tags[k] for k in tags.argmax(-1).tolist()], best, [labels[w, best[w]] for w in range(n)]
        )
        first_score = score = agreement(self._read(sentence, current), gold)
        for _ in range(ROUNDS):
            options = []
            for loss, word, change in moves:
                option = _changed(current, word, change, labels)
                if option is not None:
                    found = agreement(self._read(sentence, option), gold)
                    if found > score + GAIN:
                        options.append((found + 0.015 * loss, found, option))
            if not options:
                break
            _, score, current = max(options, key=lambda option: option[0])
        tree = Sentence()
        for i, (form, space) in enumerate(zip(sentence.words, sentence.spaces, strict=True)):
            dep = "ROOT" if current.heads[i] == i else current.deps[i]
            tree.add(form, space, current.tags[i], current.heads[i], dep)
        return tree, first_score, score

    def _labels(self, parts: torch.Tensor, arcs: list[tuple[int, int]]) -> dict[tuple[int, int], str]:
        dependent, head = parts.chunk(2, -1)
        words, heads = torch.tensor([w for w, _ in arcs]), torch.tensor([h for _, h in arcs])
        root = (words == heads)[:, None]
        apart = self.network.label_distance[(heads - words).clamp(-REACH, REACH) + REACH]
        taken = torch.where(root, self.network.label_root, head[heads] + apart)
        scores = self.network.labels(torch.relu(dependent[words] + taken))
        return {arc: self.tables.labels[k] for arc, k in zip(arcs, scores.argmax(-1).tolist(), strict=True)}

    def _read(self, sentence: Sentence, choice: Choice) -> ReadSentence:
        starts, text = [], ""
        for word, space in zip(sentence.words, sentence.spaces, strict=True):
            starts.append(len(text))
            text += word + " " * space
        syntax = Syntax(sentence.words, starts, choice.tags, choice.heads, choice.deps)
        return read_sentence(Caption("1", text), syntax, self.lexicon)


def _changed(choice: Choice, word: int, change: int | str, labels: dict[tuple[int, int], str]) -> Choice | None:
    """``choice`` with another head or tag of ``word``; None where that changes nothing or makes a ring."""
    option = Choice(list(choice.tags), list(choice.heads), list(choice.deps))
    if isinstance(change, str):
        option.tags[word] = change
        return option if change != choice.tags[word] else None
    option.heads[word], option.deps[word] = change, labels[word, change]
    above = word
    for _ in range(len(option.heads)):
        above = option.heads[above]
    return option if change != choice.heads[word] and option.heads[above] == above else None


def caption_trees(network: Network, tables: Tables, path: Path, least: float, rng: random.Random) -> list[Sentence]:
    """Trees of FACTUAL's captions whose graphs agree with gold at ``least``, in the dress of captions."""
    items = list(read_factual(path))
    trees, before, after = [], 0.0, 0.0
    for tree, first, last in TreeChooser(network, tables).choose(items):
        before, after = before + first, after + last
        if last >= least:
            trees.append(typed(_dressed(tree, rng), rng))
    print(f"FACTUAL: {len(trees)} of {len(items)}; agreement {before / len(items):.3f} -> {after / len(items):.3f}")
    return trees


def _dressed(tree: Sentence, rng: random.Random) -> Sentence:
    """Often with the capital letter that captions have and regions' descriptions lack."""
    if rng.random() < 0.6:
        tree.words[0] = tree.words[0][:1].upper() + tree.words[0][1:]
    return tree
