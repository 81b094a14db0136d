"""Malformed submissions: no crash, nothing that takes long or much memory, and every refusal says what is wrong."""

import json
import os
import resource
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.trials.nasty import nasty
from catalogue.database import migrate, open_engine
from catalogue.region import Region, load_region
from catalogue.submissions.load import FileReport, load

_NOW = datetime(2027, 1, 11, 9)
_BATCH = 250


@dataclass
class Outcome:
    """How many files were tried, how many of them reached the checks of rows, what went wrong, and what it cost.

    `faults` are descriptions with the seeds by which they can be repeated; `megabytes` the most above an idle loader.
    """

    tried: int = 0
    reached_rows: int = 0
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0
    megabytes: float = 0.0
    refused_whole: int = 0


def try_malformed(first_seed: int, count: int) -> Outcome:
    """Try so many files, in processes of their own, so that memory can be told."""
    total = Outcome()
    for start in range(first_seed, first_seed + count, _BATCH):
        batch = _in_a_process(start, min(_BATCH, first_seed + count - start))
        total.tried += batch.tried
        total.reached_rows += batch.reached_rows
        total.refused_whole += batch.refused_whole
        total.faults += batch.faults
        total.seconds = max(total.seconds, batch.seconds)
        total.megabytes = max(total.megabytes, batch.megabytes)
    return total


def _in_a_process(start: int, count: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "outcome.json"
        child = os.fork()
        if child == 0:
            try:
                result.write_text(json.dumps(asdict(_batch(start, count, Path(folder)))))
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        if not result.exists():
            return Outcome(count, faults=[f"seeds {start} to {start + count - 1}: the process died"])
        return Outcome(**json.loads(result.read_text()))


def _batch(start: int, count: int, folder: Path) -> Outcome:
    region = load_region()
    engine = open_engine(f"sqlite:///{folder / 'catalogue.db'}")
    migrate(engine)
    # What every load needs is there before the memory of an idle loader is read.
    load(engine, [_written(folder, -2)], region, _NOW)
    idle = _resident_megabytes()
    outcome = Outcome()
    for seed in range(start, start + count):
        _try(engine, region, folder, seed, outcome)
    outcome.megabytes = _most_megabytes() - idle
    return outcome


def _try(engine: Engine, region: Region, folder: Path, seed: int, outcome: Outcome) -> None:
    path = _written(folder, seed)
    began = time.monotonic()
    try:
        (report,) = load(engine, [path], region, _NOW).files
    except Exception as error:  # whatever comes through here is the fault that is looked for
        outcome.faults.append(f"seed {seed} ({path.suffix}): {type(error).__name__}: {str(error)[:200]}")
    else:
        outcome.faults += [f"seed {seed} ({path.suffix}): {fault}" for fault in _unclear(report, path.name)]
        outcome.refused_whole += report.refused_whole
        outcome.reached_rows += not report.refused_whole
    outcome.tried += 1
    outcome.seconds = max(outcome.seconds, time.monotonic() - began)
    path.unlink()


def _written(folder: Path, seed: int) -> Path:
    file = nasty(seed)
    path = folder / file.name
    path.write_bytes(file.content)
    return path


def _unclear(report: FileReport, name: str) -> list[str]:
    """What a report fails to say: the file, the row and field of a fault in a row, a German sentence."""
    found = []
    for fault in report.refused:
        if fault.file != name:
            found.append(f"the file is not named: {fault}")
        if not report.refused_whole and fault.row is None:
            found.append(f"the row is not named: {fault}")
        if not fault.reason.endswith((".", "?")) or fault.reason.removeprefix(f"{name}: ")[:1].islower():
            found.append(f"no sentence: {fault.reason[:200]}")
    return found


def _resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def _most_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def by_kind(outcome: Outcome) -> dict[str, int]:
    """How often each fault occurred, without the seeds."""
    return dict(Counter(fault.split(": ", 1)[-1][:80] for fault in outcome.faults))
