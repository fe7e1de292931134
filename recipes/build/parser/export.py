"""The trained network as the ``.npz`` file that :mod:`capaug.parsing.network` reads: float16, matrices turned round."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from torch import nn

from capaug.parsing.network import Tables
from recipes.build.parser.model import Network


def export(network: Network, tables: Tables, out: Path) -> None:
    """Write ``network`` and ``tables`` to ``out``."""
    arrays = {name: parameter.detach().numpy() for name, parameter in network.state_dict().items()}
    for name, module in network.named_modules():
        if isinstance(module, nn.Linear):
            arrays[f"{name}.weight"] = arrays[f"{name}.weight"].T
    arrays = {name: np.ascontiguousarray(array, dtype=np.float16) for name, array in arrays.items()}
    for part in ("words", "prefixes", "suffixes", "kinds", "tags", "labels"):
        arrays[part] = np.frombuffer("\n".join(getattr(tables, part)).encode(), dtype=np.uint8)
    arrays["blocks"] = np.frombuffer(network.size.blocks.encode(), dtype=np.uint8)
    arrays["attention"] = np.array(network.size.attention)
    np.savez_compressed(out, **arrays)
