"""What takes longer than anybody wants to wait for an answer: done beside, while a page tells how far it is."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from catalogue.errors import BildungslotseError

# Small things are done before anybody notices that they were done beside.
PATIENCE_SECONDS = 2.0
_READERS = 2

logger = logging.getLogger(__name__)


@dataclass
class Job:
    """Something that is being done, or could not be: then `problem` says why, in German. `done` of `total` so far."""

    title: str
    done: int = 0
    total: int = 0
    problem: str = ""
    future: "Future[None]" = field(default_factory=Future)

    @property
    def is_running(self) -> bool:
        return not self.future.done()

    def watch(self, _file: str, done: int, total: int) -> None:
        """Tell how far it is."""
        self.done, self.total = done, total


class Jobs:
    """Jobs of one process by what they are about; about one thing there is one job at a time.

    What writes the catalogue is done one after the other, what only reads beside it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Job] = {}
        self._reading = ThreadPoolExecutor(_READERS, "reading")
        self._writing = ThreadPoolExecutor(1, "writing")

    def begin(self, about: str, title: str, work: Callable[[Job], None], *, writes: bool = False) -> bool:
        """Begin to do something; False where something is being done about it already."""
        with self._lock:
            known = self._known.get(about)
            if known is not None and known.is_running:
                return False
            job = Job(title)
            self._known[about] = job
            job.future = (self._writing if writes else self._reading).submit(_done, job, work)
            return True

    def find(self, about: str, *, patience: float = 0.0) -> Job | None:
        """The job about something, if it is still running after some seconds, or has failed."""
        job = self._known.get(about)
        if job is None:
            return None
        wait([job.future], timeout=patience)
        if job.is_running or job.problem:
            return job
        self._drop(about, job)
        return None

    def forget(self, about: str) -> None:
        """Somebody has read that a job has failed."""
        job = self._known.get(about)
        if job is not None and not job.is_running:
            self._drop(about, job)

    def _drop(self, about: str, job: Job) -> None:
        with self._lock:
            if self._known.get(about) is job:
                del self._known[about]


def jobs() -> Jobs:
    """The jobs of the present application."""
    return cast(Jobs, current_app.extensions["jobs"])


def _done(job: Job, work: Callable[[Job], None]) -> None:
    try:
        work(job)
    except BildungslotseError as error:
        job.problem = error.message
        logger.warning("job failed: %s", error.code)
    except Exception:
        # A programming fault must not leave somebody waiting for ever; it stands in the log with its trace.
        job.problem = "Ein Fehler ist aufgetreten; er steht im Protokoll des Servers."
        logger.exception("job failed")
