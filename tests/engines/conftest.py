from __future__ import annotations

import sys
from pathlib import Path

# Worker processes import the fake work by this name; they inherit the path.
if str(Path(__file__).parent) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parent))
