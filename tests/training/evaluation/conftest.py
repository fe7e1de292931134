"""A world of two colours in which every score is known: pictures of one colour, and a model that sees nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("transformers")
torch = pytest.importorskip("torch")

from PIL import Image  # noqa: E402
from torch import Tensor, nn  # noqa: E402
from torch.nn.functional import normalize  # noqa: E402

from capaug.training.data.pictures import Pictures, open_pictures  # noqa: E402
from capaug.training.data.pixels import SquareImages  # noqa: E402
from capaug.training.data.tokenizer import train_tokenizer  # noqa: E402
from capaug.training.models.base import DualEncoder, Features  # noqa: E402

COLORS = {"red": (1.0, 0.0, 0.0), "green": (0.0, 1.0, 0.0), "blue": (0.0, 0.0, 1.0)}
WORDS = "a the wall floor ball box is not of on and two red green blue"


class ColorEncoder(DualEncoder):
    """Compares a picture's mean color with the mean of the colors of a text; other words weigh next to nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.tokenizer = train_tokenizer([WORDS] * 2, max_tokens=16)
        self.images = SquareImages(4, (0.0,) * 3, (1.0,) * 3)
        self.max_tokens, self.vocabulary_size = 16, len(self.tokenizer)
        self.dimension = self.image_width = self.text_width = 3
        table = torch.full((len(self.tokenizer), 3), 1e-3)
        for word, color in COLORS.items():
            table[self.tokenizer.convert_tokens_to_ids(word)] += torch.tensor(color)
        self.table = nn.Parameter(table)
        self.logit_scale = nn.Parameter(torch.zeros(()))

    def image_features(self, pixel_values: Tensor) -> Features:
        tokens = pixel_values.flatten(2).mT  # every pixel is a region
        return Features(normalize(tokens.mean(dim=1), dim=-1), tokens)

    def text_features(self, input_ids: Tensor, attention_mask: Tensor) -> Features:
        mask = attention_mask.bool()
        tokens = self.table[input_ids] * mask[:, :, None]
        return Features(normalize(tokens.sum(dim=1), dim=-1), tokens, mask)

    def configuration(self) -> dict[str, Any]:
        return {}


class ColorMatcher(ColorEncoder):
    """Says of every pair the contrary, by its matching head."""

    def match(self, image_tokens: Tensor, text_tokens: Tensor, text_mask: Tensor) -> Tensor:
        score = (normalize(image_tokens.mean(dim=1), dim=-1) * normalize(text_tokens.sum(dim=1), dim=-1)).sum(dim=-1)
        return torch.stack([score, torch.zeros_like(score)], dim=1)


class ColorGuesser(ColorEncoder):
    """Guesses the picture's color for the first masked word of a text, and ``the`` for the others."""

    def predict(
        self, image_tokens: Tensor, text_tokens: Tensor, text_mask: Tensor, positions: Tensor | None = None
    ) -> Tensor:
        assert positions is not None
        ids = torch.tensor([self.tokenizer.convert_tokens_to_ids(color) for color in COLORS])
        best = ids[image_tokens.mean(dim=1).argmax(dim=1)]
        logits = torch.zeros(*positions.shape, self.vocabulary_size)
        logits[..., self.tokenizer.convert_tokens_to_ids("the")] = 1.0
        first = positions.int().argmax(dim=1)
        logits[torch.arange(len(best)), first, best] = 2.0
        return logits[positions]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(name="model")
def model_fixture() -> DualEncoder:
    return ColorEncoder()


@pytest.fixture(name="matcher")
def matcher_fixture() -> DualEncoder:
    return ColorMatcher()


@pytest.fixture(name="guesser")
def guesser_fixture() -> DualEncoder:
    return ColorGuesser()


@pytest.fixture(name="folder", scope="session")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``red.png``, ``green.png``, ``blue.png``; ``half.png``, whose left half is red and whose right half is blue."""
    folder = tmp_path_factory.mktemp("colors")
    for name, color in COLORS.items():
        Image.new("RGB", (8, 8), tuple(round(255 * part) for part in color)).save(folder / f"{name}.png")
    half = Image.new("RGB", (8, 8), (255, 0, 0))
    half.paste((0, 0, 255), (4, 0, 8, 8))
    half.save(folder / "half.png")
    Image.new("RGB", (8, 8), (0, 255, 0)).save(folder / "COCO_val2014_000000000042.png")
    return folder


@pytest.fixture(name="pictures")
def pictures_fixture(folder: Path, model: DualEncoder) -> Pictures:
    return Pictures(open_pictures(folder), model.images)
