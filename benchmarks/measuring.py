"""What all benchmarks share: percentiles, an environment of their own, and printing what was measured."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
# A fixed day, so that the example catalogue and everything that counts from today is the same at every run.
TODAY = "2027-01-11"


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest measured value that at least this share of all values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Variables for a subprocess of the assistant that keeps everything it writes in a folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BILDUNGSLOTSE_", "RASA_"))}
    own = {
        "BILDUNGSLOTSE_DATA_DIR": str(folder / "data"),
        "BILDUNGSLOTSE_TODAY": TODAY,
        "RASA_CACHE_DIRECTORY": str(folder / "rasa-cache"),
        "RASA_TELEMETRY_ENABLED": "false",
    }
    return {**kept, **own, **{f"BILDUNGSLOTSE_{name}": value for name, value in settings.items()}}


def show(figures: dict[str, float], output: str) -> None:
    """Print figures by name: as a table to read, or as one JSON object for `run.py`."""
    if output == "json":
        print(json.dumps(figures))
        return
    width = max(map(len, figures))
    for name, value in figures.items():
        print(f"{name:<{width}}  {value:>10,.1f}")
