"""One way in: sizes, folders and configurations, and back to a folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch

from capaug.errors import InputError, OutputError, UsageError, installing
from capaug.training.models import load_model, save_model
from capaug.training.models.asymmetry import AsymmetryEncoder
from capaug.training.models.dual import SmallDualEncoder
from capaug.training.models.fusion import FusionEncoder


def scores(model: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor]) -> torch.Tensor:
    model.eval()
    with torch.inference_mode():
        return model.similarity(model.image_features(pictures), model.text_features(**texts))


@pytest.mark.parametrize(
    ("fusion", "kind"),
    [("none", SmallDualEncoder), ("cross_attention", FusionEncoder), ("asymmetry", AsymmetryEncoder)],
)
def test_saved_and_loaded_it_is_the_same(
    fusion: str,
    kind: type,
    tokenizer: Any,
    pictures: torch.Tensor,
    texts: dict[str, torch.Tensor],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    model = load_model("tiny", tokenizer=tokenizer, fusion=fusion)
    save_model(model, tmp_path / "model")
    loaded = load_model(tmp_path / "model")
    assert type(loaded) is type(model) is kind
    assert torch.equal(scores(loaded, pictures, texts), scores(model, pictures, texts))
    assert loaded.tokenizer("a dog").input_ids == tokenizer("a dog").input_ids
    assert loaded.images.size == (112, 112)
    for name, weight in model.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], weight)
    assert "model of type" not in capfd.readouterr().err
    assert load_model(str(tmp_path / "model"), fusion=fusion).configuration() == model.configuration()


def test_a_configuration_gives_new_weights_in_the_same_measures(tokenizer: Any) -> None:
    model = load_model("tiny", tokenizer=tokenizer, fusion="asymmetry")
    again = load_model(json.loads(json.dumps(model.configuration())))
    assert {name: w.shape for name, w in again.state_dict().items()} == {
        name: w.shape for name, w in model.state_dict().items()
    }
    assert again.tokenizer is None and again.vocabulary_size == len(tokenizer)


def test_a_fusion_is_put_around_trained_towers(
    tokenizer: Any, pictures: torch.Tensor, texts: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    model = load_model("tiny", tokenizer=tokenizer)
    save_model(model, tmp_path)
    fused = load_model(tmp_path, fusion="cross_attention")
    assert torch.equal(scores(fused, pictures, texts), scores(model, pictures, texts))


@pytest.mark.parametrize(
    ("source", "options", "message"),
    [
        ("tiny", {}, "model 'tiny' needs a tokenizer"),
        ("tiny", {"fusion": "late"}, "unknown fusion 'late'; known: none, cross_attention, asymmetry"),
        ("./nowhere", {}, "cannot load model './nowhere': there is no such folder"),
        ({"model_type": "bert"}, {}, "unknown model_type 'bert'; known: clip, siglip, blip"),
        ({}, {}, "unknown model_type None"),
        ({"model_type": "capaug_dual", "image_size": 16}, {}, "wrong configuration of a capaug_dual model: 'stem'"),
        ({"model_type": "capaug_fusion", "width": 16}, {}, "wrong configuration of a capaug_fusion model: 'encoder'"),
    ],
)
def test_what_cannot_be_loaded_is_refused_in_one_line(source: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_model(source, **options)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_model_that_the_hub_does_not_give_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub
    import transformers

    def unreachable(*_: Any, **__: Any) -> None:
        raise OSError("We couldn't connect to the hub\nand there is no such file in the cache")

    monkeypatch.setattr(huggingface_hub.HfApi, "model_info", lambda *_, **__: None)  # the name is known
    monkeypatch.setattr(transformers.AutoConfig, "from_pretrained", unreachable)
    with pytest.raises(UsageError, match=r"cannot load model 'tinny': We couldn't connect .* a size of the own models"):
        load_model("tinny")


def test_one_fusion_is_enough(tokenizer: Any) -> None:
    model = load_model("tiny", tokenizer=tokenizer, fusion="cross_attention")
    with pytest.raises(UsageError, match="a FusionEncoder has a fusion of its own; give no fusion='asymmetry'"):
        load_model(model.configuration(), fusion="asymmetry")


@pytest.mark.parametrize(
    ("file", "content"),
    [("model.safetensors", b"torn"), ("model.safetensors", None), ("config.json", b"{"), ("config.json", b"[]")],
)
def test_a_broken_folder_is_named(tokenizer: Any, tmp_path: Path, file: str, content: bytes | None) -> None:
    save_model(load_model("tiny", tokenizer=tokenizer), tmp_path)
    (tmp_path / file).unlink() if content is None else (tmp_path / file).write_bytes(content)
    with pytest.raises(InputError, match=file) as caught:
        load_model(tmp_path)
    assert "\n" not in str(caught.value)


def test_weights_of_another_size_are_refused(tokenizer: Any, tmp_path: Path) -> None:
    save_model(load_model("tiny", tokenizer=tokenizer), tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, "dimension": 64}))
    with pytest.raises(InputError, match=r"not the weights of the model that config.json describes"):
        load_model(tmp_path)


def test_a_folder_that_is_a_file_cannot_be_written(tokenizer: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="the model cannot be saved there"):
        save_model(load_model("tiny", tokenizer=tokenizer), tmp_path / "file")


def test_own_models_need_torch_alone() -> None:
    code = (
        "import sys\n"
        "for name in ('transformers', 'tokenizers', 'safetensors', 'spacy', 'PIL', 'accelerate', 'pyarrow'):\n"
        "    sys.modules[name] = None\n"
        "import torch\n"
        "from capaug.errors import UsageError\n"
        "from capaug.training.models import load_model, save_model\n"
        "from capaug.training.models.dual import SIZES\n"
        "model = load_model({'model_type': 'capaug_dual', 'vocabulary_size': 50, **SIZES['tiny']})\n"
        "print(model.encode_text(torch.ones(2, 3).long(), torch.ones(2, 3)).shape)\n"
        "for call in (lambda: load_model('some/clip'), lambda: save_model(model, 'nowhere')):\n"
        "    try:\n"
        "        call()\n"
        "    except UsageError as error:\n"
        "        print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == [
        "torch.Size([2, 128])",
        f"model 'some/clip' needs transformers; install it with: {installing('training')}",
        f"saving a model needs safetensors; install it with: {installing('training')}",
    ], done.stderr
