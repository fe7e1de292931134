from __future__ import annotations

import sys
from pathlib import Path

# Worker processes import the stand-ins (``fake_work``) by their name; they inherit the path.
STAND_INS = str(Path(__file__).parent / "engines")
if STAND_INS not in sys.path:
    sys.path.insert(0, STAND_INS)
