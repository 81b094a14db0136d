"""A training begun from the pages: a process of its own that goes on whatever becomes of them."""

import logging
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import cast

from flask import current_app

from bot.retraining.progress import Bench, Progress, RetrainingError
from bot.settings import Settings
from staff.processes import PROJECT, command_of, environment_of

logger = logging.getLogger(__name__)

_NOT_BEGUN = "Das Training ließ sich nicht starten; der Grund steht in {} auf dem Server."


class Training:
    """The training of an office: there is one at a time, whoever began it."""

    def __init__(self, settings: Settings, command: Sequence[str] | None = None) -> None:
        self._settings, self._command = settings, command or command_of("retrain")
        self._bench = Bench(settings.data_dir / "models")
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self, by: str, since: str) -> None:
        """Begin to train. Raises RetrainingError where somebody does so already."""
        with self._lock:
            if self._runs() or self._bench.is_busy():
                raise RetrainingError("Es wird gerade schon ein Modell trainiert.")
            self._log.parent.mkdir(parents=True, exist_ok=True)
            with self._log.open("wb") as log:
                self._process = subprocess.Popen(
                    [*self._command, "--by", by],
                    cwd=PROJECT,
                    env=environment_of(self._settings),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    # It is not ended with the pages.
                    start_new_session=True,
                )
            self._begun = Progress(since, by, "Vorbereiten", pid=self._process.pid)

    def look(self) -> Progress | None:
        """The training that runs, or the last one; None where there was none."""
        found = self._bench.look()
        process = self._process
        if process is None or (found is not None and found.pid == process.pid and not found.is_over):
            return found
        if self._runs():
            # It has not yet come so far that it tells of itself, or has still to end.
            is_its_own = found is not None and found.pid == process.pid
            return replace(found, is_over=False, problem="") if found and is_its_own else self._begun
        if found is None or found.pid != process.pid:
            logger.error("training ended with %s before it began", process.returncode)
            return replace(self._begun, is_over=True, problem=_NOT_BEGUN.format(self._log))
        if process.returncode in (0, 2):
            # Everything that people need to know stands in the progress and on the card.
            self._log.unlink(missing_ok=True)
        return found

    def _runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def _log(self) -> Path:
        return self._bench.log


def training() -> Training:
    """The training of the present application."""
    return cast(Training, current_app.extensions["training"])
