from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from capaug.encoders import device_of_worker, load_encoder
from capaug.encoders.transformers import TransformersEncoder
from capaug.errors import UsageError

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

CAPTIONS = [
    "a dog chasing a cat",
    "a cat chasing a dog",
    "a man and a woman riding a horse on the beach near the sea",
    "a horse",
    "a dog chasing a cat",
]
WORDS = "a and beach cat chasing dog horse man near on riding sea the woman".split()
BERT = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24}
TEXT_TOWER = {**BERT, "vocab_size": 64, "max_position_embeddings": 24}


def save_bert_tokenizer(folder: Path) -> int:
    """A WordPiece tokenizer over ``WORDS``; returns its size."""
    vocabulary = {word: row for row, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS])}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "BertTokenizer", "model_max_length": 20})
    )
    return len(vocabulary)


def save_clip_tokenizer(folder: Path) -> None:
    """A byte-pair tokenizer of single letters: ids 0 to 51 are letters, the last two begin and end a text."""
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    names = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({name: row for row, name in enumerate(names)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "CLIPTokenizer", "model_max_length": 24})
    )


@pytest.fixture
def bert(tmp_path: Path) -> Path:
    folder = tmp_path / "bert"
    size = save_bert_tokenizer(folder)
    torch.manual_seed(0)
    config = transformers.BertConfig(vocab_size=size, max_position_embeddings=32, **BERT)
    transformers.BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    folder = tmp_path / "clip"
    save_clip_tokenizer(folder)
    torch.manual_seed(0)
    vision = {**BERT, "image_size": 8, "patch_size": 4}
    text = {**TEXT_TOWER, "bos_token_id": 52, "eos_token_id": 53, "pad_token_id": 53}
    config = transformers.CLIPConfig(text_config=text, vision_config=vision, projection_dim=12)
    transformers.CLIPModel(config).save_pretrained(folder)
    return folder


def hidden_states(folder: Path, text: str) -> torch.Tensor:
    """Last hidden states [tokens, width] of one text, by transformers alone."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    with torch.inference_mode():
        return model(**tokenizer(text, return_tensors="pt")).last_hidden_state[0]


def unit(vector: torch.Tensor) -> np.ndarray:
    return torch.nn.functional.normalize(vector, dim=-1).numpy()


def make_sentence_transformer(folder: Path, pooling: dict[str, object], **files: object) -> None:
    """Turn a transformers folder into a sentence-transformers one."""
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    modules = [{"path": path, "type": f"sentence_transformers.models.{kind}"} for path, kind in kinds.items()]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))


def test_rows_are_unit_vectors_and_texts_keep_their_order(bert: Path) -> None:
    encoder = load_encoder(str(bert), "cpu", "float32")
    vectors = encoder.encode(CAPTIONS)
    assert encoder.name == str(bert)
    assert vectors.shape == (len(CAPTIONS), encoder.dimension) == (5, 16)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[4])
    for text, vector in zip(CAPTIONS, vectors, strict=True):
        np.testing.assert_allclose(encoder.encode([text])[0], vector, atol=1e-5)
    assert encoder.encode([]).shape == (0, 16)


def test_a_plain_model_is_pooled_by_the_mean(bert: Path) -> None:
    vectors = load_encoder(str(bert), "cpu", "float32").encode(CAPTIONS)
    for text, vector in zip(CAPTIONS, vectors, strict=True):
        np.testing.assert_allclose(vector, unit(hidden_states(bert, text).mean(dim=0)), atol=1e-5)


@pytest.mark.parametrize(
    ("pooling", "reduce"),
    [
        ({"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, lambda states: states[0]),
        ({"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}, lambda states: states.mean(dim=0)),
        ({"pooling_mode_max_tokens": True}, lambda states: states.amax(dim=0)),
        ({"pooling_mode_lasttoken": True}, lambda states: states[-1]),
        ({"pooling_mode": "cls"}, lambda states: states[0]),
    ],
)
def test_a_sentence_transformer_is_pooled_as_its_config_says(
    bert: Path, pooling: dict[str, object], reduce: Callable[[torch.Tensor], torch.Tensor]
) -> None:
    make_sentence_transformer(bert, pooling)
    vectors = load_encoder(str(bert), "cpu", "float32").encode(CAPTIONS)
    for text, vector in zip(CAPTIONS, vectors, strict=True):
        np.testing.assert_allclose(vector, unit(reduce(hidden_states(bert, text))), atol=1e-5)


def test_a_sentence_transformer_keeps_its_length_and_prompt(bert: Path) -> None:
    plain = load_encoder(str(bert), "cpu", "float32")
    make_sentence_transformer(
        bert,
        {"pooling_mode_mean_tokens": True},
        sentence_bert_config={"max_seq_length": 5},
        config_sentence_transformers={"prompts": {"query": "the "}, "default_prompt_name": "query"},
    )
    encoder = load_encoder(str(bert), "cpu", "float32")
    np.testing.assert_allclose(encoder.encode(["dog on beach near sea"]), plain.encode(["the dog on"]), atol=1e-5)


def test_an_unknown_pooling_and_an_unknown_module_are_refused(bert: Path) -> None:
    make_sentence_transformer(bert, {"pooling_mode_weightedmean_tokens": True})
    with pytest.raises(UsageError, match="pooling"):
        load_encoder(str(bert), "cpu", "float32")
    modules = json.loads((bert / "modules.json").read_text())
    modules.append({"path": "3_Dense", "type": "sentence_transformers.models.Dense"})
    (bert / "modules.json").write_text(json.dumps(modules))
    (bert / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_mean_tokens": True}))
    with pytest.raises(UsageError, match="Dense"):
        load_encoder(str(bert), "cpu", "float32")


def test_clip_gives_its_text_features(clip: Path) -> None:
    encoder = load_encoder(str(clip), "cpu", "float32")
    vectors = encoder.encode(CAPTIONS[:2])
    assert encoder.dimension == 12
    tokenizer = transformers.AutoTokenizer.from_pretrained(clip)
    model = transformers.CLIPModel.from_pretrained(clip).eval()
    for text, vector in zip(CAPTIONS, vectors, strict=False):
        with torch.inference_mode():
            states = model.text_model(**tokenizer(text, return_tensors="pt", truncation=True)).pooler_output
            np.testing.assert_allclose(vector, unit(model.text_projection(states))[0], atol=1e-5)


def test_a_clip_text_tower_with_projection_gives_text_embeds(tmp_path: Path) -> None:
    save_clip_tokenizer(tmp_path)
    config = transformers.CLIPTextConfig(
        **TEXT_TOWER, projection_dim=12, bos_token_id=52, eos_token_id=53, pad_token_id=53
    )
    model = transformers.CLIPTextModelWithProjection(config).eval()
    model.save_pretrained(tmp_path)
    vectors = load_encoder(str(tmp_path), "cpu", "float32").encode(["a dog", "a cat"])
    tokenizer = transformers.AutoTokenizer.from_pretrained(tmp_path)
    with torch.inference_mode():
        expected = unit(model(**tokenizer(["a dog", "a cat"], return_tensors="pt")).text_embeds)
    np.testing.assert_allclose(vectors, expected, atol=1e-5)


def test_siglip_is_padded_to_its_full_length(tmp_path: Path) -> None:
    size = save_bert_tokenizer(tmp_path)
    text = {**BERT, "vocab_size": size, "max_position_embeddings": 12, "projection_size": 16}
    vision = {**BERT, "image_size": 8, "patch_size": 4}
    model = transformers.SiglipModel(transformers.SiglipConfig(text_config=text, vision_config=vision)).eval()
    model.save_pretrained(tmp_path)
    texts = ["a dog", "a man and a woman"]
    vectors = load_encoder(str(tmp_path), "cpu", "float32").encode(texts)
    tokenizer = transformers.AutoTokenizer.from_pretrained(tmp_path)
    ids = tokenizer(texts, padding="max_length", max_length=12, return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        expected = unit(model.text_model(input_ids=ids).pooler_output)
    np.testing.assert_allclose(vectors, expected, atol=1e-5)


def test_batches_keep_to_the_token_budget(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = TransformersEncoder(str(bert), "cpu", "float32")
    whole = encoder.encode(CAPTIONS)
    encoder._token_budget = 24
    sizes: list[tuple[int, ...]] = []
    pool = encoder._pool
    monkeypatch.setattr(encoder, "_pool", lambda ids, mask: sizes.append(tuple(ids.shape)) or pool(ids, mask))
    np.testing.assert_allclose(encoder.encode(CAPTIONS), whole, atol=1e-5)
    assert sum(texts for texts, _ in sizes) == len(set(CAPTIONS))
    assert all(texts * tokens <= 24 for texts, tokens in sizes)
    assert [tokens for _, tokens in sizes] == sorted((tokens for _, tokens in sizes), reverse=True)


def test_half_precision_moves_cosines_by_less_than_the_bands_can_tell(bert: Path) -> None:
    exact = load_encoder(str(bert), "cpu", "float32").encode(CAPTIONS)
    coarse = load_encoder(str(bert), "cpu", "half").encode(CAPTIONS)
    assert coarse.dtype == np.float32
    assert not np.array_equal(coarse, exact)
    np.testing.assert_allclose(coarse @ coarse.T, exact @ exact.T, atol=5e-3)


def test_windows_are_put_together_in_order(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = load_encoder(str(bert), "cpu", "float32")
    texts = [f"{a} {b}" for a in WORDS for b in WORDS]
    whole = encoder.encode(texts)
    monkeypatch.setattr("capaug.encoders.transformers.WINDOW", 7)
    np.testing.assert_allclose(encoder.encode(texts), whole, atol=1e-5)


def test_a_compiled_model_sees_few_shapes(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[torch.nn.Module] = []
    monkeypatch.setattr(torch.nn.Module, "compile", lambda module: compiled.append(module))
    encoder = TransformersEncoder(str(bert), "cpu", "float32", compile=True)
    assert len(compiled) == 1
    encoder._token_budget = 64
    shapes: set[tuple[int, ...]] = set()
    pool = encoder._pool
    monkeypatch.setattr(encoder, "_pool", lambda ids, mask: shapes.add(tuple(ids.shape)) or pool(ids, mask))
    texts = [" ".join(WORDS[: k % 14 + 1]) + " dog" * (k % 3) for k in range(100)]
    found = encoder.encode(texts)
    assert shapes == {(8, 8), (4, 16), (3, 20)}  # 20 tokens are the most that this model takes
    plain = load_encoder(str(bert), "cpu", "float32").encode(texts)
    np.testing.assert_allclose(found, plain, atol=1e-5)


def test_workers_share_out_the_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    assert device_of_worker("cpu", 3) == "cpu"
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    assert [device_of_worker("auto", k) for k in range(3)] == ["cuda:0", "cuda:1", "cuda:0"]
    assert device_of_worker("cuda:1", 2) == "cuda:1"


def test_out_of_memory_halves_the_batch(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = TransformersEncoder(str(bert), "cpu", "float32")
    whole = encoder.encode(CAPTIONS)
    pool, tried = encoder._pool, []

    def small_device(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        tried.append(len(ids))
        if len(ids) > 1:
            raise torch.OutOfMemoryError("no memory left")
        return pool(ids, mask)

    monkeypatch.setattr(encoder, "_pool", small_device)
    np.testing.assert_allclose(encoder.encode(CAPTIONS), whole, atol=1e-5)
    assert tried[0] == 4 and tried.count(1) == 4
    tried.clear()
    encoder.encode(CAPTIONS)
    assert tried[0] < 4, "a later call starts from the size that fits"


def test_a_text_that_never_fits_is_one_line(bert: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = TransformersEncoder(str(bert), "cpu", "float32")

    def full_device(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        raise torch.OutOfMemoryError("no memory left")

    monkeypatch.setattr(encoder, "_pool", full_device)
    with pytest.raises(UsageError, match="memory"):
        encoder.encode(CAPTIONS)


@pytest.mark.parametrize("text", ["", "🐶", "一只狗", "a dog " * 5000, "\x00"])
def test_odd_texts_get_a_vector(bert: Path, text: str) -> None:
    vectors = load_encoder(str(bert), "cpu", "float32").encode([text, "a dog"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_an_unknown_name_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    for name in (str(tmp_path / "nothing"), "no-such-model-here", str(tmp_path)):
        with pytest.raises(UsageError) as error:
            load_encoder(name, "cpu")
        assert repr(name) in str(error.value) and "\n" not in str(error.value)


def test_a_broken_folder_is_one_line(bert: Path) -> None:
    (bert / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(UsageError) as error:
        load_encoder(str(bert), "cpu", "float32")
    assert str(bert) in str(error.value) and "\n" not in str(error.value)


def test_without_transformers_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(UsageError, match=r"pip install '.\[transformers\]' in the"):
        load_encoder("some/model")
