"""Adapters of CLIP, SigLIP and BLIP, on models of a few weights made here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from capaug.errors import UsageError
from capaug.training.data.pixels import SquareImages
from capaug.training.models import Matcher, WordPredictor, has_fusion, load_model, save_model, towers

transformers = pytest.importorskip("transformers")
huggingface_hub = pytest.importorskip("huggingface_hub")

TOWER = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24}
TEXT = {**TOWER, "max_position_embeddings": 24, "pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3}
VISION = {**TOWER, "image_size": 16, "patch_size": 4}
KINDS = ("clip", "siglip", "blip")
IMAGE_PROCESSORS = {"clip": "CLIPImageProcessor", "siglip": "SiglipImageProcessor", "blip": "BlipImageProcessor"}


def configuration(kind: str, vocabulary_size: int = 60) -> dict[str, Any]:
    text = {**TEXT, "vocab_size": vocabulary_size}
    if kind == "blip":
        text |= {"encoder_hidden_size": 16, "sep_token_id": 3}
    sizes = {"clip": {"projection_dim": 12}, "siglip": {}, "blip": {"image_text_hidden_size": 12}}
    return {"model_type": kind, "text_config": text, "vision_config": VISION, **sizes[kind]}


def save(kind: str, folder: Path, tokenizer: Any, processor: bool = True) -> Any:
    """A model of transformers with its tokenizer and image processor, as the hub holds them."""
    settings = configuration(kind, len(tokenizer))
    config = transformers.AutoConfig.for_model(settings.pop("model_type"), **settings)
    classes = {"clip": "CLIPModel", "siglip": "SiglipModel", "blip": "BlipForImageTextRetrieval"}
    model = getattr(transformers, classes[kind])(config).eval()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    if processor:
        size = {"height": 16, "width": 16}
        sizes = {"size": {"shortest_edge": 16}, "crop_size": size} if kind == "clip" else {"size": size}
        getattr(transformers, IMAGE_PROCESSORS[kind])(**sizes).save_pretrained(folder)
    return model


@pytest.fixture
def pictures() -> torch.Tensor:
    return torch.randn(4, 3, 16, 16)


@pytest.mark.parametrize("kind", KINDS)
def test_a_configuration_gives_a_model_that_trains(
    kind: str, pictures: torch.Tensor, texts: dict[str, torch.Tensor]
) -> None:
    model = load_model(configuration(kind))
    images, words = model.image_features(pictures), model.text_features(**texts)
    assert images.vector.shape == words.vector.shape == (4, model.dimension)
    assert images.tokens.shape == (4, 17 if kind == "blip" else 16, model.image_width)
    assert words.tokens.shape == (*texts["input_ids"].shape, model.text_width)
    torch.testing.assert_close(images.vector.norm(dim=1), torch.ones(4))
    assert model.scale().shape == () and model.scale() <= 100
    vectors, texts_vectors, scale = model(pictures, **texts)
    torch.nn.functional.cross_entropy(scale * vectors @ texts_vectors.T, torch.arange(4)).backward()
    assert model.logit_scale.grad is not None
    assert model.tokenizer is None and model.images.size == (16, 16)


@pytest.mark.parametrize("kind", [*KINDS, "fam", "ascl"])
def test_the_weights_of_its_towers(kind: str, tokenizer: Any) -> None:
    fusions = {"fam": "cross_attention", "ascl": "asymmetry"}
    if kind in fusions:
        model = load_model("tiny", tokenizer=tokenizer, fusion=fusions[kind])
    else:
        model = load_model(configuration(kind))
    image, text = ({id(weights) for weights in model.tower(name)} for name in ("image", "text"))
    assert image and text and not image & text
    others = {
        name.split(".")[1] for name, p in towers(model).named_parameters() if id(p) not in image | text and "." in name
    }
    assert others <= {"logit_scale", "logit_bias", "itm_head"}
    model.zero_grad()
    model.encode_image(torch.randn(2, 3, *model.images.size)).sum().backward()
    moved = {id(p) for p in model.parameters() if p.grad is not None}
    assert moved and moved <= image


@pytest.mark.parametrize("kind", KINDS)
def test_vectors_are_those_of_transformers(
    kind: str, tokenizer: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    theirs = save(kind, tmp_path, tokenizer)
    ours = load_model(tmp_path).eval()
    full = ours.tokenizer(
        ours.tokenizer.batch_decode(texts["input_ids"], skip_special_tokens=True),
        return_tensors="pt",
        padding="max_length",
        max_length=24,
    )
    with torch.inference_mode():
        mine = ours.similarity(ours.image_features(pictures), ours.text_features(**texts))
        if kind == "blip":
            expected = theirs(pixel_values=pictures, use_itm_head=False, **texts).itm_score
        elif kind == "siglip":
            output = theirs(pixel_values=pictures, input_ids=full["input_ids"])
            expected = output.image_embeds @ output.text_embeds.T
        else:
            output = theirs(pixel_values=pictures, **texts)
            expected = output.image_embeds @ output.text_embeds.T
    torch.testing.assert_close(mine, expected)


def test_blip_matches_as_transformers_does(
    tokenizer: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    theirs = save("blip", tmp_path, tokenizer)
    ours = load_model(tmp_path).eval()
    assert isinstance(ours, Matcher)
    with torch.inference_mode():
        words = ours.text_features(**texts)
        mine = ours.match(ours.image_tokens(pictures), words.tokens, words.mask)
        torch.testing.assert_close(mine, theirs(pixel_values=pictures, **texts).itm_score)


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_are_those_of_its_image_processor(kind: str, tokenizer: Any, tmp_path: Path) -> None:
    save(kind, tmp_path, tokenizer)
    images = load_model(tmp_path).images
    noise = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    picture = Image.fromarray(noise)
    theirs = transformers.AutoImageProcessor.from_pretrained(tmp_path)(picture, return_tensors="pt")["pixel_values"]
    assert images.read(picture).dtype == torch.uint8
    assert images.size == (16, 16)
    torch.testing.assert_close(images([picture]), theirs, rtol=0, atol=0.02)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fusion", ["none", "cross_attention", "asymmetry"])
def test_saved_and_loaded_it_is_the_same(
    kind: str,
    fusion: str,
    tokenizer: Any,
    pictures: torch.Tensor,
    texts: dict[str, torch.Tensor],
    tmp_path: Path,
) -> None:
    save(kind, tmp_path / "first", tokenizer)
    if kind == "blip" and fusion == "asymmetry":
        with pytest.raises(UsageError, match="a BlipEncoder has a fusion of its own"):
            load_model(tmp_path / "first", fusion=fusion)
        return
    model = load_model(tmp_path / "first", fusion=fusion).eval()
    with torch.no_grad():
        model.logit_scale.fill_(1.5)
    save_model(model, tmp_path / "second")
    loaded = load_model(tmp_path / "second").eval()
    assert type(loaded) is type(model)
    with torch.inference_mode():
        first, second = (m.similarity(m.image_features(pictures), m.text_features(**texts)) for m in (model, loaded))
    torch.testing.assert_close(first, second)
    assert loaded.scale().item() == pytest.approx(model.scale().item())
    assert loaded.tokenizer("a dog").input_ids == tokenizer("a dog").input_ids
    assert type(loaded.images) is type(model.images)


def test_towers_of_blip_that_were_trained_alone_are_scored_by_their_vectors(
    tokenizer: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    """Its matching head has learnt nothing with them."""
    save("blip", tmp_path / "whole", tokenizer)
    whole = load_model(tmp_path / "whole")
    alone = towers(whole)
    assert isinstance(whole, Matcher) and has_fusion(whole)
    assert not isinstance(alone, Matcher) and not has_fusion(alone) and towers(alone) is alone
    vectors, of_texts, scale = alone(pictures, **texts)
    (scale * vectors @ of_texts.T).log_softmax(dim=1).diagonal().mean().backward()
    learns = {name for name, weights in alone.named_parameters() if weights.requires_grad}
    assert learns == {name for name, weights in alone.named_parameters() if weights.grad is not None}
    with torch.no_grad():
        alone.logit_scale.fill_(1.5)
    save_model(alone, tmp_path / "alone")
    loaded = load_model(tmp_path / "alone")
    assert type(loaded) is type(alone) and not isinstance(loaded, Matcher)
    assert loaded.scale().item() == pytest.approx(alone.scale().item())
    again = transformers.BlipForImageTextRetrieval.from_pretrained(tmp_path / "alone")  # others can read it
    assert torch.equal(again.vision_proj.weight, whole.model.vision_proj.weight)
    fused = load_model(tmp_path / "alone", fusion="cross_attention")
    save_model(fused, tmp_path / "fused")
    assert isinstance(load_model(tmp_path / "fused"), Matcher)


def test_blip_learns_to_guess_masked_words(
    tokenizer: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    save("blip", tmp_path / "first", tokenizer)
    assert not isinstance(load_model(tmp_path / "first"), WordPredictor)
    model = load_model(tmp_path / "first", fusion="cross_attention")
    assert isinstance(model, WordPredictor) and isinstance(model, Matcher)
    positions = torch.zeros_like(texts["input_ids"], dtype=torch.bool)
    positions[:, 1] = True
    labels = texts["input_ids"][positions]

    def guesses(model: Any, places: torch.Tensor | None) -> torch.Tensor:
        images, words = model.image_features(pictures), model.text_features(**texts)
        return model.predict(images.tokens, words.tokens, words.mask, places)

    assert guesses(model, None).shape == (*positions.shape, model.vocabulary_size)
    torch.testing.assert_close(guesses(model, None)[positions], guesses(model, positions))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    first = None
    for _ in range(30):
        loss = torch.nn.functional.cross_entropy(guesses(model, positions), labels)
        first = loss.item() if first is None else first
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert first is not None and loss.item() < first / 2
    save_model(model, tmp_path / "second")
    loaded = load_model(tmp_path / "second", fusion="cross_attention")
    assert isinstance(loaded, WordPredictor)
    with torch.inference_mode():
        torch.testing.assert_close(guesses(loaded.eval(), positions), guesses(model.eval(), positions))


def test_a_mistyped_folder_is_no_question_to_the_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def model_info(self: Any, name: str, **_: Any) -> None:
        asked.append(name)
        raise OSError("no connection")

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", model_info)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "runs").mkdir()
    (tmp_path / "a-file").touch()
    for name in ("./runs/negclip", "runs/negclp", "runs/negclp/model", "capaug/out/model", "out\\model", "a-file"):
        with pytest.raises(UsageError, match="there is no such folder"):
            load_model(name)
    assert asked == []
    for name in ("openai/clip-vit-bse", "negclp"):
        with pytest.raises(UsageError, match=r"nor a model of the hub that was loaded before \(the hub cannot be"):
            load_model(name)
    assert asked == ["openai/clip-vit-bse", "negclp"]  # once each


def test_a_model_of_the_cache_needs_no_hub(tokenizer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Any, name: str, **_: Any) -> None:
        raise OSError("no connection")

    snapshot = tmp_path / "models--own--clip" / "snapshots" / ("0" * 40)
    cached = partial(huggingface_hub.snapshot_download, cache_dir=tmp_path)
    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", refuse)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", cached)
    save("clip", snapshot, tokenizer)
    (snapshot.parents[1] / "refs").mkdir()
    (snapshot.parents[1] / "refs" / "main").write_text("0" * 40)
    assert load_model("own/clip").dimension == 12


def test_without_an_image_processor_the_whole_picture_is_squeezed(tokenizer: Any, tmp_path: Path) -> None:
    save("siglip", tmp_path, tokenizer, processor=False)
    images = load_model(tmp_path).images
    assert isinstance(images, SquareImages)
    white = images([Image.new("RGB", (30, 20), "white")])
    torch.testing.assert_close(white, torch.ones(1, 3, 16, 16))


def test_another_kind_of_model_is_refused(tmp_path: Path) -> None:
    transformers.BertConfig(vocab_size=9, **TOWER).save_pretrained(tmp_path)
    with pytest.raises(UsageError, match=r"is of type 'bert'; capaug trains clip, siglip, blip$"):
        load_model(tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_without_weights_is_refused_in_one_line(kind: str, tokenizer: Any, tmp_path: Path) -> None:
    save(kind, tmp_path, tokenizer)
    (tmp_path / "model.safetensors").unlink()
    with pytest.raises(UsageError) as caught:
        load_model(tmp_path)
    assert str(caught.value).startswith("cannot load model") and "\n" not in str(caught.value)
