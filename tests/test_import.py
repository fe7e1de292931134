"""What ``import capaug`` gives, and what it leaves unloaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

import capaug
from capaug.errors import InputError

HEAVY = ("torch", "spacy", "thinc", "lemminflect", "datasets", "transformers", "pyarrow", "pandas")


def heavy_modules(code: str) -> list[str]:
    """The heavy modules that a fresh interpreter has loaded after ``code``."""
    report = f"\nimport sys\nprint('loaded:', *[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code + report], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize(
    "code",
    [
        "import capaug",
        "import capaug\ndir(capaug)",
        "from capaug import AugmentedCaption, SceneGraph, load_shards, parse",
        "import capaug_cli.main",
        "from capaug_cli.main import main\nimport sys\nsys.argv = ['capaug', '--help']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0",
    ],
    ids=["capaug", "dir", "names", "command line", "help"],
)
def test_nothing_heavy_is_loaded(code: str) -> None:
    assert heavy_modules(code) == []


def test_the_default_recipe_needs_neither_spacy_nor_torch() -> None:
    code = (
        "from capaug import Augmenter\n"
        "made = Augmenter().augment_captions(['a man rides a red horse next to two dogs'])\n"
        "assert made[0].positives and made[0].negatives"
    )
    assert not {"torch", "spacy", "thinc", "lemminflect"} & set(heavy_modules(code))


def test_the_check_sees_a_heavy_module() -> None:
    assert "pyarrow" in heavy_modules("import capaug.records\ncapaug.records.row_schema()")


def test_every_public_name_is_there() -> None:
    for name in capaug.__all__:
        assert getattr(capaug, name).__name__ == name
    assert dir(capaug) == sorted([*capaug.__all__, "__version__"])


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'capaug' has no attribute 'augment_all'"):
        _ = capaug.augment_all


def test_parse_reads_a_graph() -> None:
    graph = capaug.parse("a man riding a brown horse")
    assert graph.names() == {
        "objects": ["man", "horse"],
        "attributes": [["horse", "brown"]],
        "relations": [["man", "ride", "horse"]],
    }


def test_parse_refuses_what_is_no_caption() -> None:
    with pytest.raises(InputError, match="cannot be parsed: nothing but white space"):
        capaug.parse("  ")
