"""NegativesTrainer gives the loss that Weighted gives for what capaug's own adapters of the models say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

transformers = pytest.importorskip("transformers")
torch = pytest.importorskip("torch")
Image = pytest.importorskip("PIL.Image")

from capaug.errors import UsageError  # noqa: E402
from capaug.mirrors import mine  # noqa: E402
from capaug.records import AugmentedCaption, SceneGraph, Variant  # noqa: E402
from capaug.training.data import Collator, Pictures, SquareImages, open_pictures, train_tokenizer  # noqa: E402
from capaug.training.huggingface import NegativesTrainer  # noqa: E402
from capaug.training.losses import Weighted  # noqa: E402
from capaug.training.models.huggingface import HuggingFaceEncoder  # noqa: E402

COLORS = {"red": (220, 30, 30), "green": (30, 200, 30), "blue": (30, 30, 220)}
LENGTH = 16


def make_rows() -> list[AugmentedCaption]:
    """Two captions a picture; the first has two negatives, which are true of the other pictures, the second none."""
    rows = []
    for color in COLORS:
        others = [other for other in COLORS if other != color]
        negatives = tuple(Variant(f"a {other} wall", "attribute_replace.contrast", ()) for other in others)
        for number, (text, has) in enumerate(((f"a {color} wall", negatives), (f"the wall is {color}", ()))):
            rows.append(AugmentedCaption(color, f"{color}.{number}", text, "own", "all", SceneGraph(), (), has))
    return rows


@pytest.fixture(name="folder", scope="module")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("colors")
    for name, color in COLORS.items():
        Image.new("RGB", (8, 8), color).save(folder / f"{name}.png")
    return folder


@pytest.fixture(name="tokenizer", scope="module")
def tokenizer_fixture() -> Any:
    return train_tokenizer([row.caption for row in make_rows()] * 2)


def make_model(kind: str, tokenizer: Any) -> Any:
    torch.manual_seed(0)
    tower = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 24}
    words = {"vocab_size": len(tokenizer), "max_position_embeddings": LENGTH, "pad_token_id": tokenizer.pad_token_id}
    words |= {"bos_token_id": 2, "eos_token_id": tokenizer.sep_token_id}
    towers = {"text_config": tower | words, "vision_config": tower | {"image_size": 16, "patch_size": 8}}
    if kind == "clip":
        return transformers.CLIPModel(transformers.CLIPConfig(**towers, projection_dim=12))
    return transformers.SiglipModel(transformers.SiglipConfig(**towers))


def arguments(folder: Path, **changes: Any) -> Any:
    given = {"remove_unused_columns": False, "report_to": "none", "use_cpu": True} | changes
    return transformers.TrainingArguments(output_dir=str(folder / "out"), **given)


@pytest.mark.parametrize("weights", [{}, {"in_contrast": False, "gap": 0.5, "mirror": 2.0}], ids=["negclip", "seeing"])
@pytest.mark.parametrize("kind", ["clip", "siglip"])
def test_the_loss(kind: str, weights: dict[str, Any], folder: Path, tokenizer: Any) -> None:
    rows, model = make_rows(), make_model(kind, tokenizer).eval()
    images = Pictures(open_pictures(folder), SquareImages(16))
    collator = Collator(
        tokenizer, negatives=2, max_length=LENGTH, pad_to_max_length=kind == "siglip", images=images,
        mirrors=mine(rows) if "mirror" in weights else None,
    )  # fmt: skip
    trainer = NegativesTrainer(
        model=model, args=arguments(folder), data_collator=collator, train_dataset=rows, loss=Weighted(**weights)
    )
    batch = collator(rows)
    found, outputs = trainer.compute_loss(model, batch, return_outputs=True)
    assert found.requires_grad and len(outputs.text_embeds) == 18

    encoder = HuggingFaceEncoder(model, SquareImages(16), tokenizer)
    ids, attended = batch["negative_input_ids"], batch["negative_attention_mask"]
    negatives = encoder.encode_text(ids.flatten(0, 1), attended.flatten(0, 1)).unflatten(0, (6, 2))
    mirrored = {}
    if "mirror" in weights:
        mirrored = {name: batch[name] for name in ("mirror_mask", "mirror_negative")}
        mirrored["mirrors"] = encoder.encode_image(batch["mirror_pixel_values"])
        assert mirrored["mirror_mask"].any() and not mirrored["mirror_mask"].all()
    loss = Weighted(**weights)
    parts = loss(
        encoder.encode_image(batch["pixel_values"]),
        encoder.encode_text(batch["input_ids"], batch["attention_mask"]),
        encoder.scale(), negatives, batch["negative_mask"], batch["image_ids"],
        logit_bias=model.logit_bias.squeeze() if kind == "siglip" else None, **mirrored,
    )  # fmt: skip
    assert len(parts) == 1 + len(weights.keys() & {"gap", "mirror"})
    assert found.item() == pytest.approx(loss.total(parts).item(), rel=1e-4)


def test_what_it_does_not_take(folder: Path, tokenizer: Any) -> None:
    model, images = make_model("clip", tokenizer), Pictures(open_pictures(folder), SquareImages(16))
    with pytest.raises(UsageError, match=r"needs a data_collator of capaug\.training\.data\.Collator with images"):
        NegativesTrainer(model=model, args=arguments(folder), data_collator=Collator(tokenizer))
    with pytest.raises(UsageError, match="remove_unused_columns=False"):
        NegativesTrainer(
            model=model,
            args=arguments(folder, remove_unused_columns=True),
            data_collator=Collator(tokenizer, images=images),
        )
    bare = Collator(tokenizer, negatives=0, images=images)
    with pytest.raises(UsageError, match=r"the weight 'gap' is about negatives, and batches have none"):
        NegativesTrainer(model=model, args=arguments(folder), data_collator=bare, loss=Weighted(gap=0.5))
