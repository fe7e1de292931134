"""Any text model of the transformers library as an encoder: BERT-like models, sentence-transformers, CLIP, SigLIP."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from capaug.encoders import Precision, resolve_device
from capaug.errors import UsageError, installing

if TYPE_CHECKING:
    import torch
    from torch import Tensor

TOKENS_PER_BATCH = {"cpu": 4096, "mps": 16384, "cuda": 65536}  # padding included
WINDOW = 8192  # texts that are sorted by length together; the next ones are tokenised while these are computed
STEP = 8  # on accelerators lengths are padded to multiples of this, for the sake of their kernels and of few shapes
POOLINGS = ("cls", "mean", "max", "lasttoken")
# How sentence-transformers spells them; newer versions write {"pooling_mode": "mean"} instead.
POOLING_FLAGS = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_lasttoken": "lasttoken",
    "pooling_mode_mean_sqrt_len_tokens": "mean",  # the same once the vector has length 1
}


class TransformersEncoder:
    """A transformers model, by hub name or folder, pooled as its own files say.

    * A sentence-transformers folder: the pooling of its ``1_Pooling/config.json``, its default prompt and its length.
    * CLIP, SigLIP and their like: the text tower's projected features.
    * Any other: the mean of the last hidden states over the attention mask.

    Texts are taken in windows, sorted by length, and cut into batches of about as many tokens. While a window is
    computed the next is tokenised in a thread (the tokenizers are Rust, and let go of the interpreter); vectors are
    fetched from the device once a window, so that it never waits.
    """

    def __init__(
        self, name: str, device: str = "auto", precision: Precision = "auto", *, compile: bool = False
    ) -> None:
        """Load the model called ``name`` onto ``device`` (see :func:`capaug.encoders.load_encoder`).

        With ``compile`` the model goes through ``torch.compile``, and batches are filled up to full size, so that it
        sees one shape for each multiple of :data:`STEP` tokens. It takes a minute to start; for millions of texts.

        Raises:
            UsageError: transformers is not installed, the model cannot be loaded, or the device is not there.
        """
        missing = [library for library in ("torch", "transformers") if find_spec(library) is None]
        if missing:
            needed = " and ".join(missing)
            raise UsageError(f"encoder {name!r} needs {needed}; install with: {installing('transformers')}")
        import transformers

        if name.startswith((".", "/", "~")) and not Path(name).is_dir():
            raise UsageError(f"cannot load encoder {name!r}: there is no such folder")
        self.name = name
        self.device = resolve_device(device)
        self._token_budget = TOKENS_PER_BATCH[self.device.partition(":")[0]]
        try:
            modules = read_json(name, "modules.json") or []
            paths = {module["type"].rpartition(".")[2]: module["path"] for module in modules}
            where = {"subfolder": paths.get("Transformer", ""), "trust_remote_code": False}
            config = transformers.AutoConfig.from_pretrained(name, **where)
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(name, **where)
            architecture = (config.architectures or [""])[0]
            projected = architecture.endswith("TextModelWithProjection")
            loader = getattr(transformers, architecture) if projected else transformers.AutoModel
            model = loader.from_pretrained(name, **where)
            self._pooling = choose_pooling(name, model, paths.get("Pooling"))
            settings = read_json(name, "sentence_bert_config.json") or {}
            prompts = read_json(name, "config_sentence_transformers.json") or {}
        except UsageError:
            raise
        except Exception as error:  # a foreign model fails to load in every way there is; the user wants one line
            reason = " ".join(str(error).split()) or type(error).__name__
            raise UsageError(
                f"cannot load encoder {name!r}: {reason[:300]} (known: 'embedded', a folder, or a model of the hub, "
                "which needs a connection the first time)"
            ) from None
        if unknown := set(paths) - {"Transformer", "Pooling", "Normalize"}:
            raise UsageError(f"encoder {name!r} has modules that capaug cannot run: {', '.join(sorted(unknown))}")

        self._prompt = (prompts.get("prompts") or {}).get(prompts.get("default_prompt_name"), "")
        text_config = config.get_text_config()
        limits = (
            self._tokenizer.model_max_length,
            getattr(text_config, "max_position_embeddings", None),
            settings.get("max_seq_length"),
        )
        self._max_tokens = min(int(limit) for limit in limits if limit)
        # SigLIP reads its features off the last position and was trained on texts padded to the full length.
        self._full_length = config.model_type.startswith("siglip")
        self._tokenizer.padding_side = "right"
        if self._tokenizer.pad_token is None:
            self._tokenizer.pad_token = self._tokenizer.eos_token
        if hasattr(model, "vision_model"):
            del model.vision_model
        if config.is_encoder_decoder:
            model = model.get_encoder()
        self._model = model.to(device=self.device, dtype=choose_dtype(self.device, precision)).eval()
        self._accelerated = self.device != "cpu"
        self._compiled = False
        self.dimension = int(self.encode(["a"]).shape[1])
        if compile:
            getattr(self._model, "text_model", self._model).compile()
            self._compiled = True

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode ``texts`` as float32 [len(texts), dimension]; see :class:`capaug.encoders.base.TextEncoder`.

        Raises:
            UsageError: the device has no memory for a single text.
        """
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        distinct = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        order = list(distinct)
        windows = [order[first : first + WINDOW] for first in range(0, len(order), WINDOW)]
        parts = []
        with ThreadPoolExecutor(1) as pool:
            ahead = pool.submit(self._tokenise, windows[0])
            for following in [*windows[1:], None]:
                tokens = ahead.result()
                if following is not None:
                    ahead = pool.submit(self._tokenise, following)
                parts.append(self._encode_window(tokens))
        vectors = np.concatenate(parts)
        return vectors[[distinct[text] for text in texts]]

    @property
    def dtype(self) -> torch.dtype:
        """What the model computes in."""
        dtype: torch.dtype = self._model.dtype
        return dtype

    def operations(self, texts: Sequence[str]) -> tuple[int, int]:
        """Tokens of ``texts``, and the multiplications and additions that their matrix products take, no padding."""
        lengths = [self._max_tokens if self._full_length else len(ids) for ids in self._tokenise(texts)]
        config = self._model.config.get_text_config()
        weights = sum(
            module.weight.numel() for module in self._model.modules() if type(module).__name__ in ("Linear", "Conv1D")
        )
        attention = 4 * config.num_hidden_layers * config.hidden_size
        return sum(lengths), sum(2 * weights * length + attention * length**2 for length in lengths)

    def _tokenise(self, texts: Sequence[str]) -> list[list[int]]:
        tokens = self._tokenizer([self._prompt + text for text in texts], truncation=True, max_length=self._max_tokens)
        return [ids or [self._tokenizer.pad_token_id] for ids in tokens["input_ids"]]  # some make nothing of ""

    def _encode_window(self, tokens: Sequence[list[int]]) -> NDArray[np.float32]:
        """Unit vectors of the texts of a window, in their order."""
        import torch

        parts, order = [], []
        for rows in self._batches([len(ids) for ids in tokens]):
            parts.append(self._encode_tokens([tokens[row] for row in rows]))
            order.extend(rows)
        found = torch.cat(parts).cpu().numpy()
        vectors = np.empty_like(found)
        vectors[order] = found
        return vectors

    def _batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        """Rows in batches of like length, longest first, each within the token budget once padded."""
        rows = sorted(range(len(lengths)), key=lambda row: -lengths[row])
        while rows:
            size = self._batch_size(lengths[rows[0]])
            yield rows[:size]
            rows = rows[size:]

    def _batch_size(self, longest: int) -> int:
        """How many texts a batch has whose longest has ``longest`` tokens."""
        return max(1, self._token_budget // self._padded_length(longest))

    def _padded_length(self, longest: int) -> int:
        """How many tokens the texts of a batch have once padded, if its longest has ``longest``."""
        if self._full_length:
            return self._max_tokens
        if self._accelerated or self._compiled:
            return min(-(-longest // STEP) * STEP, self._max_tokens)
        return longest

    def _encode_tokens(self, tokens: list[list[int]]) -> Tensor:
        """Unit vectors of a batch of token ids, on the device; a batch that does not fit its memory is halved."""
        import torch

        length = self._padded_length(max(len(ids) for ids in tokens))
        filled = tokens
        if self._compiled:
            size = self._batch_size(length)
            filled = tokens + tokens[-1:] * (size - len(tokens))
        try:
            with torch.inference_mode():
                batch = self._tokenizer.pad(
                    {"input_ids": filled}, padding="max_length", max_length=length, return_tensors="pt"
                )
                ids, mask = (self._to_device(batch[name]) for name in ("input_ids", "attention_mask"))
                return torch.nn.functional.normalize(self._pool(ids, mask), dim=1)[: len(tokens)]
        except torch.OutOfMemoryError:
            if len(tokens) == 1:
                raise UsageError(
                    f"encoder {self.name!r} does not fit in the memory of {self.device}; use --device cpu"
                ) from None
        # Out of the except block, so that the failed batch is not held by the traceback.
        if self.device.startswith("cuda"):
            torch.cuda.empty_cache()
        half = (len(tokens) + 1) // 2
        self._token_budget = min(self._token_budget, half * length)
        return torch.cat([self._encode_tokens(tokens[:half]), self._encode_tokens(tokens[half:])])

    def _to_device(self, tensor: Tensor) -> Tensor:
        if self.device.startswith("cuda"):  # from pinned memory the copy runs beside the computing
            return tensor.pin_memory().to(self.device, non_blocking=True)
        return tensor.to(self.device)

    def _pool(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Vectors [texts, dimension] in float32 of token ids and their attention mask, each [texts, tokens]."""
        import torch

        # SigLIP attends to its padding.
        inputs = {"input_ids": ids} if self._full_length else {"input_ids": ids, "attention_mask": mask}
        if self._pooling == "text_features":
            features = self._model.get_text_features(**inputs)
            return (features if isinstance(features, torch.Tensor) else features.pooler_output).float()
        output = self._model(**inputs)
        if self._pooling in ("text_embeds", "pooler_output"):
            return output[self._pooling].float()
        states = output.last_hidden_state.float()  # [texts, tokens, width]
        shown = mask[:, :, None].bool()
        if self._pooling == "cls":
            return states[:, 0]
        if self._pooling == "lasttoken":
            return states[torch.arange(len(states), device=states.device), mask.sum(dim=1) - 1]
        if self._pooling == "max":
            return states.masked_fill(~shown, -torch.inf).amax(dim=1)
        return (states * shown).sum(dim=1) / mask.sum(dim=1, keepdim=True)


def choose_dtype(device: str, precision: Precision) -> torch.dtype:
    """What the model computes in; see :func:`capaug.encoders.load_encoder`."""
    import torch

    if precision == "float32":
        return torch.float32
    if device.startswith("cuda"):
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if device == "cpu" and (precision == "half" or torch.cpu._is_avx512_bf16_supported()):
        return torch.bfloat16
    return torch.float16 if precision == "half" else torch.float32


def choose_pooling(name: str, model: Any, pooling_folder: str | None) -> str:
    """How the model's hidden states become one vector: one of ``POOLINGS``, or the output that already is one.

    ``pooling_folder`` is the folder of a sentence-transformers pooling module, None where there is none.

    Raises:
        UsageError: the model asks for a pooling that is not known here.
    """
    if pooling_folder is not None:
        config = read_json(name, f"{pooling_folder}/config.json") or {}
        flags = [pooling for flag, pooling in POOLING_FLAGS.items() if config.get(flag)]
        modes = [config["pooling_mode"]] if "pooling_mode" in config else flags
        if len(modes) != 1 or modes[0] not in POOLINGS:
            raise UsageError(f"encoder {name!r} asks for a pooling that capaug does not know: {modes}")
        return str(modes[0])
    if hasattr(model, "get_text_features"):
        return "text_features"
    architecture = type(model).__name__
    if architecture.endswith("TextModelWithProjection"):
        return "text_embeds"
    # A text tower's pooler is what its image tower was trained against; BERT's pooler is of no use for similarity.
    return "pooler_output" if architecture.endswith("TextModel") and "lip" in architecture.lower() else "mean"


def read_json(name: str, file: str) -> Any:
    """The content of a JSON file of the model, or None if the model has no such file."""
    from transformers.utils.hub import cached_file

    try:
        path = cached_file(name, file)
    except OSError:
        return None
    return None if path is None else json.loads(Path(path).read_text(encoding="utf-8"))
