"""Training needs torch and transformers, not spaCy: a bare GPU machine has shards and pictures, and no parser."""

from __future__ import annotations

import subprocess
import sys


def test_training_loads_without_spacy() -> None:
    modules = ("data.collator", "data.examples", "evaluation.benchmarks", "evaluation.choice", "evaluation.retrieval",
               "losses", "loop.comparison", "loop.trained", "models")  # fmt: skip
    code = "import sys\nfor name in ('spacy', 'thinc', 'lemminflect'):\n    sys.modules[name] = None\n"
    code += "".join(f"import capaug.training.{name}\n" for name in modules)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
