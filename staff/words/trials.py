"""Trying out, one question after the other, each in a process of its own: what it loads is gone afterwards."""

import json
import logging
import secrets
import subprocess
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from bot.settings import Settings
from catalogue.errors import WordsError
from staff.processes import PROJECT, command_of, environment_of

logger = logging.getLogger(__name__)

DEADLINE_SECONDS = 180.0
_MOST_WAITING, _MOST_KEPT = 5, 50
_WAITING, _RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
_NOT_ANSWERED = "Das Ausprobieren hat nicht geklappt. Bitte versuchen Sie es noch einmal."
_TOO_LONG = "Das Ausprobieren hat zu lange gedauert und wurde abgebrochen. Bitte versuchen Sie es noch einmal."
_TOO_MANY = "Gerade wird schon viel ausprobiert. Bitte versuchen Sie es in einer Minute noch einmal."
Runner = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Trial:
    """A question, and what the assistant answers to it now and with the draft: paragraphs, and titles of buttons."""

    id: str
    question: str
    begun: float
    state: str = _WAITING
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    fault: str = ""

    @property
    def is_over(self) -> bool:
        return self.state in (DONE, FAILED)


class Trials:
    """One trial at a time, however many people try something out."""

    def __init__(self, run: Runner) -> None:
        self._run = run
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="trial")
        self._lock = Lock()
        self._known: OrderedDict[str, Trial] = OrderedDict()

    def begin(self, question: str) -> Trial:
        """Try a question out as soon as the others are done. Raises WordsError where too many wait."""
        trial = Trial(secrets.token_hex(8), question, time.monotonic())
        with self._lock:
            if sum(not other.is_over for other in self._known.values()) >= _MOST_WAITING:
                raise WordsError(_TOO_MANY)
            self._known[trial.id] = trial
            while len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
        self._pool.submit(self._work, trial)
        return trial

    def get(self, trial_id: str) -> Trial | None:
        """A trial by its id; None where it is not known, or was so long ago that it is forgotten."""
        with self._lock:
            return self._known.get(trial_id)

    def _work(self, trial: Trial) -> None:
        self._keep(replace(trial, state=_RUNNING))
        try:
            said = self._run(trial.question)
            done = replace(trial, state=DONE, before=paragraphs(said["before"]), after=paragraphs(said["after"]))
        except WordsError as error:
            done = replace(trial, state=FAILED, fault=error.message)
        except Exception as error:  # whatever it is, the page must not wait for ever
            logger.error("trial failed: %s", type(error).__name__)
            done = replace(trial, state=FAILED, fault=_NOT_ANSWERED)
        self._keep(done)

    def _keep(self, trial: Trial) -> None:
        with self._lock:
            if trial.id in self._known:
                self._known[trial.id] = trial


def paragraphs(messages: Sequence[dict[str, Any]]) -> list[str]:
    """The texts of an answer, and its buttons in brackets."""
    found = []
    for message in messages:
        found += [message["text"]] if message.get("text") else []
        buttons = " ".join(f"[{button['title']}]" for button in message.get("buttons") or [])
        found += [buttons] if buttons else []
    return found


def in_a_process(settings: Settings, deadline: float = DEADLINE_SECONDS) -> Runner:
    """Trying out with `bildungslotse words try`. Raises WordsError with what the command says."""

    def run(question: str) -> dict[str, Any]:
        command = command_of("words", "try", "--format", "json", "--", question)
        try:
            done = subprocess.run(
                command, cwd=PROJECT, env=environment_of(settings), capture_output=True, timeout=deadline, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise WordsError(_TOO_LONG) from error
        if done.returncode == 2 and done.stderr:
            raise WordsError(done.stderr.decode(errors="replace").strip().splitlines()[-1])
        if done.returncode:
            logger.error("words try ended with %d", done.returncode)
            raise WordsError(_NOT_ANSWERED)
        answer: dict[str, Any] = json.loads(done.stdout.decode().strip().splitlines()[-1])
        return answer

    return run
