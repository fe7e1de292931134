"""``python -m capaug_cli`` is ``capaug``."""

from __future__ import annotations

from .main import main

main()
