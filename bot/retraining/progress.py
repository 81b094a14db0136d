"""How far a training is, for whoever looks from another process; and that there is one at a time.

The lock is held by the process that trains and is gone with it, however it ends: nobody has to clear up after it.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from catalogue.errors import BildungslotseError
from catalogue.overlays.files import write_whole

# Whoever only looks holds the lock for a moment, too.
_PATIENCE_SECONDS, _PAUSE_SECONDS = 1.0, 0.05
_BROKEN_OFF = "Das Training wurde abgebrochen. Es gilt weiter, was vorher galt; Sie können noch einmal anfangen."


class RetrainingError(BildungslotseError):
    """A model cannot be trained now, or there is nothing to learn."""

    code = "retraining"


@dataclass(frozen=True)
class Progress:
    """A training: begun when (ISO) and by whom, at which step, and how much of that is done.

    `number` is the model that came of it. `problem` says in German why none did.
    """

    since: str
    by: str
    step: str = ""
    done: int = 0
    total: int = 0
    is_over: bool = False
    number: int | None = None
    problem: str = ""
    pid: int = 0


class Bench:
    """Where one training at a time is done: its lock, and how far it is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def log(self) -> Path:
        """What the process said by itself."""
        return self._folder / "retraining.log"

    def look(self) -> Progress | None:
        """The training that runs, or the last one; None where there was none."""
        try:
            found = Progress(**json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        if found.is_over or self.is_busy():
            return found
        # It may have come to its end between the two looks.
        try:
            found = Progress(**json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return found if found.is_over else replace(found, is_over=True, problem=_BROKEN_OFF)

    def is_busy(self) -> bool:
        """Whether a process trains."""
        try:
            with self._lock.open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    @contextmanager
    def alone(self, since: str, by: str) -> Iterator["Told"]:
        """Be the one who trains; what is told is kept for others. Raises RetrainingError where somebody trains."""
        with self._opened() as lock:
            self._take(lock.fileno())
            told = Told(self._file, Progress(since, by, pid=os.getpid()))
            told.step("Vorbereiten")
            try:
                yield told
            except BildungslotseError as error:
                told.failed(error.message)
                raise
            except Exception:
                told.failed("Ein Fehler ist aufgetreten; er steht im Protokoll des Servers.")
                raise

    def _opened(self) -> IO[str]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return self._lock.open("a+")
        except OSError as error:
            raise RetrainingError(f"Der Ordner der Modelle lässt sich nicht schreiben: {error.strerror}.") from error

    def _take(self, lock: int) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise RetrainingError("Es wird gerade schon ein Modell trainiert.") from error
            time.sleep(_PAUSE_SECONDS)

    @property
    def _lock(self) -> Path:
        return self._folder / "retraining.lock"

    @property
    def _file(self) -> Path:
        return self._folder / "retraining.json"


class Told:
    """What the process that trains tells of itself."""

    def __init__(self, file: Path, progress: Progress) -> None:
        self._file, self._progress = file, progress

    def step(self, name: str) -> None:
        self._tell(replace(self._progress, step=name, done=0, total=0))

    def watch(self, done: int, total: int) -> None:
        """Tell how far the step is; not more than a hundred times."""
        if done == total or done % max(1, total // 100) == 0:
            self._tell(replace(self._progress, done=done, total=total))

    def finished(self, number: int) -> None:
        self._tell(replace(self._progress, is_over=True, number=number))

    def failed(self, problem: str) -> None:
        self._tell(replace(self._progress, is_over=True, problem=problem))

    def _tell(self, progress: Progress) -> None:
        self._progress = progress
        write_whole(self._file, json.dumps(asdict(progress), ensure_ascii=False))
