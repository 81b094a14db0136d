"""The models of a region on disk, and which of them counts. Knows no Rasa.

    <region>-<fingerprint>.tar.gz           the base model, trained whenever the software or its data are others
    <region>-<fingerprint>-<number>.tar.gz  a candidate, trained beside it
    counting-<region>.json                  every step by which a model came to count: who, when

A model fits as long as the fingerprint is the present one. Where no model that was promoted fits, the base model
counts.
"""

import fcntl
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from catalogue.errors import BildungslotseError
from catalogue.overlays.files import write_whole

BASE = 0
# So many of the newest candidates stay, beside those that count or counted.
KEPT = 5
_STALE = "Inzwischen gilt schon ein anderes Modell. Bitte sehen Sie noch einmal hin."
Stamp = tuple[int, int] | None


class ModelError(BildungslotseError):
    """A model cannot be made to count, or there is none of that number."""

    code = "model"


class StaleModelError(ModelError):
    """Somebody else changed which model counts since it was shown; nothing was changed."""

    code = "model-stale"


@dataclass(frozen=True)
class Step:
    """Model `number` came to count: promoted, or again (`back`) because somebody stepped back to it."""

    fingerprint: str
    number: int
    by: str
    at: str
    back: bool = False


@dataclass(frozen=True)
class Shelf:
    """The models in a folder for one region, as far as they fit the present data."""

    folder: Path
    region: str
    fingerprint: str

    def path_of(self, number: int) -> Path:
        """Where a model that fits lies, or would."""
        return self.folder / f"{self.name_of(number)}.tar.gz"

    def name_of(self, number: int) -> str:
        return f"{self.region}-{self.fingerprint}" + (f"-{number}" if number else "")

    def candidates(self) -> list[int]:
        """The numbers of the candidates that are there and fit, the newest first."""
        fitting = (number for fingerprint, number, _ in self._files() if fingerprint == self.fingerprint)
        return sorted((number for number in fitting if number), reverse=True)

    def next_number(self) -> int:
        """A number that no candidate ever had, as far as files, cards and steps remember."""
        taken = [number for _, number, _ in self._files("*.tar.gz", "cards/*.json")]
        return max([BASE, *taken, *(step.number for step in self.steps())]) + 1

    # --- which counts

    def counting(self) -> int:
        """The number of the model that counts: the one promoted last, if it is there and fits, else the base model."""
        number = self._stack()[-1]
        return number if self.path_of(number).is_file() else BASE

    def counting_model(self) -> Path | None:
        """Where the model that counts lies; None where there is no model at all."""
        path = self.path_of(self.counting())
        return path if path.is_file() else None

    def before(self) -> int | None:
        """The number of the model that a step back leads to; None where there is none."""
        stack = self._stack()
        return stack[-2] if len(stack) > 1 else None

    def steps(self) -> Sequence[Step]:
        """How models came to count, also those that fit no longer, in order. Raises ModelError."""
        try:
            read = json.loads(self.pointer.read_text(encoding="utf-8"))
            return [Step(**row) for row in read["steps"]]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ModelError(f"{self.pointer.name} lässt sich nicht lesen: Dort steht, welches Modell gilt.") from error

    def since(self) -> Step | None:
        """The step by which the model that counts came to count; None for a base model that nobody went back to."""
        now = self.counting()
        own = [step for step in self.steps() if step.fingerprint == self.fingerprint]
        return own[-1] if own and own[-1].number == now else None

    def stand(self) -> str:
        """What tells apart what somebody saw from what is now; stands in forms."""
        return f"{self.fingerprint}.{len(self.steps())}.{self.counting()}"

    # --- changing it

    def promote(self, number: int, by: str, at: str, shown: str | None = None) -> Step:
        """Let a model count, if what was `shown` still stands. Raises ModelError, StaleModelError."""
        with self._alone():
            self._check(shown)
            if number == self.counting():
                raise ModelError(f"{title(number)} gilt schon.")
            return self._count(Step(self.fingerprint, number, by, at))

    def step_back(self, by: str, at: str, shown: str | None = None) -> Step:
        """Let the model count again that counted before. Raises ModelError, StaleModelError."""
        with self._alone():
            self._check(shown)
            number = self.before()
            if number is None:
                raise ModelError("Davor galt kein anderes Modell.")
            return self._count(Step(self.fingerprint, number, by, at, back=True))

    def tidy(self) -> list[Path]:
        """Remove models that fit no longer and candidates of long ago, with what broke off; what was removed."""
        recent = {BASE, *self._stack(), *self.candidates()[:KEPT]}
        gone = [path for fp, number, path in self._files() if fp != self.fingerprint or number not in recent]
        for path in gone:
            path.unlink(missing_ok=True)
        return gone

    def _check(self, shown: str | None) -> None:
        if shown is not None and shown != self.stand():
            raise StaleModelError(_STALE)

    def _count(self, step: Step) -> Step:
        if not self.path_of(step.number).is_file():
            raise ModelError(
                f"{title(step.number)} ist nicht mehr da, oder es passt nicht mehr zum jetzigen Stand der Software."
            )
        steps = [*self.steps(), step]
        write_whole(self.pointer, json.dumps({"steps": [asdict(item) for item in steps]}, indent=1) + "\n")
        return step

    def _stack(self) -> list[int]:
        """The models by which one came to the one that counts; steps on models that fit no longer are left out."""
        found = [BASE]
        for step in self.steps():
            if step.fingerprint != self.fingerprint:
                continue
            if not step.back:
                found.append(step.number)
            elif len(found) > 1:
                found.pop()
        return found

    @property
    def pointer(self) -> Path:
        """The file of all steps; it is another one after each."""
        return self.folder / f"counting-{self.region}.json"

    def _files(self, *patterns: str) -> list[tuple[str, int, Path]]:
        """Fingerprint, number and path of files named after models of the region."""
        named = re.compile(rf"{re.escape(self.region)}-([0-9a-f]{{16}})(?:-(\d+))?\.(?:tar\.gz|json)")
        paths = [path for pattern in patterns or ("*.tar.gz",) for path in self.folder.glob(pattern)]
        found = ((named.fullmatch(path.name), path) for path in sorted(paths))
        return [(match[1], int(match[2] or BASE), path) for match, path in found if match]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / ".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            raise ModelError(f"Der Ordner der Modelle lässt sich nicht schreiben: {error.strerror}.") from error


def stamp_of(pointer: Path) -> Stamp:
    """Changes whenever another model may count; cheap enough to look every second."""
    try:
        found = pointer.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def title(number: int) -> str:
    """How people call a model."""
    return f"Modell {number}" if number else "Das mitgelieferte Modell"
