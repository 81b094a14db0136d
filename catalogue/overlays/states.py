"""The states of an overlay on disk: what counts, what counted before, and a draft that is worked on.

    current            the number of the state that counts; 0 is the region as it comes
    published/0007/    a state that counts or counted, with `about.yml`: by whom, when
    draft/             what is worked on, with `about.yml`: who changed what, when

A published state is never changed: whoever reads it has all of it. The last of them are kept.
"""

import fcntl
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from catalogue.errors import WordsError
from catalogue.overlays.files import NAMES, as_yaml, read_overlay, write_overlay, write_whole
from catalogue.overlays.overlay import NOTHING, Overlay

logger = logging.getLogger(__name__)

KEPT = 20
_ABOUT = "about.yml"
# What tells two readings of a state apart: its number, and when and how long its files were written.
Stamp = tuple[Any, ...]


@dataclass(frozen=True)
class Step:
    """Something that was changed in the draft."""

    by: str
    at: datetime
    what: str


@dataclass(frozen=True)
class Draft:
    """What is worked on: the overlay as it would count, and how it came about."""

    overlay: Overlay
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Published:
    """A state that counts or counted. `restores` is the number of an earlier state whose content it has."""

    number: int
    by: str
    at: datetime
    restores: int | None = None


class States:
    """The overlay's folder. Changes wait for each other, across threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # --- what counts

    def number(self) -> int:
        """The number of the state that counts. Raises WordsError where it cannot be read."""
        try:
            return int((self.folder / "current").read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0
        except (OSError, ValueError) as error:
            raise WordsError(
                "words/current lässt sich nicht lesen: Dort steht die Nummer des Standes, der gilt."
            ) from error

    def stamp(self) -> Stamp:
        """Changes whenever another state counts, or somebody edits its files; cheap enough to look every second."""
        try:
            number = self.number()
        except WordsError:
            return ("unreadable",)
        return (number, *(_signature(self.folder_of(number) / name) for name in NAMES))

    def folder_of(self, number: int) -> Path:
        return self.folder / "published" / f"{number:04}"

    def published(self, number: int) -> Overlay:
        """A state by its number. Raises WordsError where it is not there or broken."""
        if number == 0:
            return NOTHING
        if not self.folder_of(number).is_dir():
            raise WordsError(f"Der Stand {number} der Wörter ist nicht da.")
        return read_overlay(self.folder_of(number))

    def counting(self) -> Overlay:
        """What should count; where its files are broken, the last state before it whose files are not."""
        for number in self.candidates():
            try:
                return self.published(number)
            except WordsError as error:
                logger.warning("words, state %d: %s", number, error.message)
        return NOTHING

    def candidates(self) -> list[int]:
        """The number of the state that should count, then those before it; all, where that number cannot be read."""
        kept = [state.number for state in self.history()]
        try:
            now = self.number()
        except WordsError as error:
            logger.error("words: %s", error.message)
            return kept
        return [now, *(number for number in kept if number < now)]

    def history(self) -> list[Published]:
        """The states that are kept, the latest first."""
        folders = sorted((self.folder / "published").glob("[0-9]*"), reverse=True)
        return [_published(path) for path in folders if path.is_dir()]

    # --- the draft

    def draft(self) -> Draft:
        """What is worked on; what counts, where nobody has changed anything. Raises WordsError."""
        folder = self.folder / "draft"
        if not folder.is_dir():
            return Draft(self.counting())
        steps = (_about(folder).get("steps")) or []
        return Draft(read_overlay(folder), tuple(Step(row["by"], _moment(row["at"]), row["what"]) for row in steps))

    def change(self, change: Callable[[Overlay], Overlay], by: str, at: datetime, what: str) -> Overlay:
        """Change the draft; whoever changes it at the same time waits. What `change` raises leaves it as it was."""
        with self._alone():
            draft = self.draft()
            overlay = change(draft.overlay)
            if overlay != draft.overlay:
                self._keep(Draft(overlay, (*draft.steps, Step(by, at, what))))
            return overlay

    def discard(self) -> None:
        """Forget the draft."""
        with self._alone():
            shutil.rmtree(self.folder / "draft", ignore_errors=True)

    def _keep(self, draft: Draft) -> None:
        folder = self.folder / "draft"
        write_overlay(folder, draft.overlay)
        steps = [{"by": step.by, "at": step.at.isoformat(), "what": step.what} for step in draft.steps]
        write_whole(folder / _ABOUT, as_yaml({"steps": steps}))

    # --- publishing

    def publish(self, by: str, at: datetime, check: Callable[[Overlay], None] = lambda _: None) -> Published:
        """Let the draft count. What `check` raises leaves everything as it was; so does a draft without a change."""
        with self._alone():
            draft = self.draft()
            if draft.overlay == self.counting() and self.is_readable():
                raise WordsError("Der Entwurf unterscheidet sich nicht von dem, was gilt.")
            check(draft.overlay)
            published = self._count(draft.overlay, by, at)
            shutil.rmtree(self.folder / "draft", ignore_errors=True)
            return published

    def step_back(self, by: str, at: datetime) -> Published:
        """Let the state before count again. Raises WordsError where there is none."""
        with self._alone():
            before = self.state_before()
            if before is None:
                raise WordsError("Davor gibt es keinen Stand mehr.")
            return self._count(self.published(before), by, at, restores=before)

    def is_readable(self) -> bool:
        """Whether the files of the state that should count can be read."""
        try:
            self.published(self.number())
        except WordsError:
            return False
        return True

    def state_before(self) -> int | None:
        """The number of the state that a step back leads to; None where there is none."""
        now = self._last_number()
        kept = {state.number: state for state in self.history()}
        here = kept[now].restores if now in kept and kept[now].restores is not None else now
        earlier = [number for number, state in kept.items() if number < (here or 0) and state.restores is None]
        # The region as it comes is before the first state, as long as that is kept.
        return max(earlier) if earlier else (0 if here and (1 in kept or here == 1) else None)

    def _count(self, overlay: Overlay, by: str, at: datetime, restores: int | None = None) -> Published:
        number = max([self._last_number(), *(state.number for state in self.history())]) + 1
        # Beside its place until it is whole, so that nobody finds half a state.
        beside = self.folder / f"next-{number:04}"
        shutil.rmtree(beside, ignore_errors=True)
        write_overlay(beside, overlay)
        about = {"by": by, "at": at.isoformat(), **({} if restores is None else {"restores": restores})}
        write_whole(beside / _ABOUT, as_yaml(about))
        target = self.folder_of(number)
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.replace(target)
        write_whole(self.folder / "current", f"{number}\n")
        for old in self.history()[KEPT:]:
            shutil.rmtree(self.folder_of(old.number), ignore_errors=True)
        return Published(number, by, at, restores)

    def _last_number(self) -> int:
        """The number of the state that should count; of the latest one, where that cannot be read."""
        return next(iter(self.candidates()), 0)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / ".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise WordsError(f"Der Ordner der Wörter lässt sich nicht schreiben: {error.strerror}.") from error


def _signature(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _about(folder: Path) -> dict[str, Any]:
    try:
        read = yaml.safe_load((folder / _ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return read if isinstance(read, dict) else {}


def _published(folder: Path) -> Published:
    about = _about(folder)
    restores = about.get("restores")
    return Published(int(folder.name), str(about.get("by", "")), _moment(about.get("at")), restores)


def _moment(text: Any) -> datetime:
    return datetime.fromisoformat(str(text)) if text else datetime.min
