"""Put the project's folder in front of the installed libraries on the path of this interpreter.

Needed because our package `catalogue` and spaCy's small registry library share a name; ours hands out
both (see catalogue/__init__.py), so it has to be found first, whoever starts Python.
"""

import sysconfig
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
target = Path(sysconfig.get_path("purelib")) / "bildungslotse.pth"
target.write_text(f"import sys; sys.path.insert(0, {str(PROJECT)!r})\n", encoding="utf-8")
