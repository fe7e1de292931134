"""A fast tokenizer learnt in seconds from the captions at hand, and those of other models."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capaug.errors import UsageError, installing

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

PAD, UNKNOWN, START, END, MASK = SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")  # ids 0 to 4
MIN_COUNT = 2  # of a word that gets a token of its own
MAX_PIECE = 6  # letters
INSTALL = f"install it with: {installing('training')}"


def train_tokenizer(
    captions: Iterable[str], *, vocabulary_size: int = 8000, max_tokens: int = 64
) -> PreTrainedTokenizerFast:
    """Learn a tokenizer from ``captions``; the same captions in the same order give the same tokenizer.

    Frequent words become one token each, rare ones pieces (WordPiece: the longest piece that fits, from the left).
    Case and accents are folded, a text is ``[CLS] words [SEP]``, and ``return_offsets_mapping=True`` gives each
    token's place in the caption as it was written. ``save_pretrained`` writes it in HuggingFace's format.

    Args:
        captions: texts to learn from.
        vocabulary_size: the most tokens it may have, the five special ones included.
        max_tokens: what ``truncation=True`` cuts to.

    Raises:
        UsageError: there is no caption, or transformers is not installed.
    """
    try:
        from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
        from transformers import PreTrainedTokenizerFast
    except ImportError:
        raise UsageError(f"a tokenizer needs transformers; {INSTALL}") from None

    normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    splitter = pre_tokenizers.BertPreTokenizer()
    counts = Counter(word for text in captions for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(text)))
    if not counts:
        raise UsageError("a tokenizer needs captions to learn from; there is none")
    vocabulary = {token: row for row, token in enumerate(choose_tokens(counts, vocabulary_size))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token=UNKNOWN))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizer, splitter
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}",
        pair=f"{START} $A {END} $B {END}",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in (START, END)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        unk_token=UNKNOWN,
        cls_token=START,
        sep_token=END,
        mask_token=MASK,
        model_max_length=max_tokens,
        model_input_names=["input_ids", "attention_mask"],
        clean_up_tokenization_spaces=False,
    )


def choose_tokens(counts: Mapping[str, int], size: int) -> list[str]:
    """The special tokens, then characters, frequent words, and the ends of words that rare words are cut into.

    ``counts`` are those of the words. The trainers of the tokenizers library break ties in an order that changes from
    one run to the next; here ties go by the alphabet.
    """
    pieces: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for word, count in counts.items():
        for place, character in enumerate(word):
            characters["##" + character if place else character] += count
        for length in range(2, min(MAX_PIECE, len(word) - 1) + 1):
            pieces[word[:length]] += count
            pieces["##" + word[-length:]] += count
    words = Counter({word: count for word, count in counts.items() if count >= MIN_COUNT})
    chosen = dict.fromkeys(SPECIAL)
    # Each may fill what the others leave it: rare characters and pieces of words must not crowd out words.
    for candidates, share in ((characters, size // 4), (words, size - size // 8), (pieces, size // 8)):
        most = min(size, share if candidates is words else len(chosen) + share)
        for token in sorted(candidates, key=lambda token: (-candidates[token], token)):
            if len(chosen) >= most:
                break
            chosen[token] = None
    return list(chosen)


def load_tokenizer(source: str | Path) -> Any:
    """The fast tokenizer of a folder or of a model of the hub; padding goes to the right.

    Raises:
        UsageError: there is none, it is not a fast one (one that knows offsets), or transformers is not installed.
    """
    try:
        from transformers import AutoTokenizer, PreTrainedTokenizerFast
    except ImportError:
        raise UsageError(f"tokenizer {str(source)!r} needs transformers; {INSTALL}") from None
    try:
        # AutoTokenizer warns of the model_type beside a tokenizer that was saved with an own model.
        loader = PreTrainedTokenizerFast if is_own_model(Path(source)) else AutoTokenizer
        tokenizer = loader.from_pretrained(str(source))
    except Exception as error:  # a foreign tokenizer fails to load in every way there is; the user wants one line
        raise UsageError(f"cannot load the tokenizer of {str(source)!r}: {one_line(error)}") from None
    if not isinstance(tokenizer, PreTrainedTokenizerFast):
        raise UsageError(f"the tokenizer of {str(source)!r} is a slow one and knows no offsets; a fast one is needed")
    tokenizer.padding_side = "right"
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def is_own_model(folder: Path) -> bool:
    """Whether a model of capaug, and not one of transformers, was saved to ``folder``."""
    try:
        return str(json.loads((folder / "config.json").read_text("utf-8"))["model_type"]).startswith("capaug_")
    except (OSError, ValueError, KeyError, TypeError):
        return False


def one_line(error: Exception) -> str:
    """An error's message on one line, or its type if it has none; cut to 300 characters."""
    return " ".join(str(error).split())[:300] or type(error).__name__
