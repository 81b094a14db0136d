"""Files as browsers send them: a name to keep, a type that can be read, not empty; then they wait as plans."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath

from werkzeug.datastructures import FileStorage

from catalogue.submissions.plans import StoredPlan, revision_of, store_plan, waiting_plans
from staff.desk import Desk
from staff.submissions.forms import READABLE

_LONGEST_NAME = 120
_NEVER_IN_NAMES = set('/\\:*?"<>|')


@dataclass
class Received:
    """What came in: plans that wait now, and sentences about files that were not taken."""

    plans: list[StoredPlan] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def receive(desk: Desk, files: Sequence[FileStorage], complete: bool, provider: str, by: str) -> Received:
    """Keep each file as a plan of its own. Raises ChangeError where files cannot be kept at all."""
    received = Received()
    for sent in files:
        name = plain_name(sent.filename or "")
        content = sent.stream.read()
        problem = _problem(name, content) or _known(desk, name, content, complete, provider)
        if problem:
            received.problems.append(problem)
        else:
            received.plans.append(_stored(desk, name, content, complete, provider, by))
    return received


def plain_name(sent: str) -> str:
    """A file's name without folders and without what a file system or a page could stumble over."""
    name = PureWindowsPath(PurePosixPath(sent).name).name
    name = "".join(char for char in name if char.isprintable() and char not in _NEVER_IN_NAMES).strip(" .")
    stem, suffix = Path(name).stem, Path(name).suffix
    return stem[: _LONGEST_NAME - len(suffix)] + suffix


def _problem(name: str, content: bytes) -> str:
    if Path(name).suffix.lower() not in READABLE:
        return (
            f"{name or 'Datei ohne Namen'}: Dieses Format kann nicht gelesen werden. Möglich sind Excel (.xlsx), CSV, "
            "XML, JSON, HTML mit schema.org und iCal. Eine alte Excel-Datei (.xls) speichern Sie bitte als .xlsx."
        )
    if not content.strip(b"\0\t\r\n "):
        return f"{name}: Die Datei ist leer."
    return ""


def _known(desk: Desk, name: str, content: bytes, complete: bool, provider: str) -> str:
    """The very same file waits already."""
    for plan in waiting_plans(desk.plans):
        same = [path for path in plan.paths if path.name == name and path.stat().st_size == len(content)]
        if (plan.complete, plan.provider) == (complete, provider) and any(
            path.read_bytes() == content for path in same
        ):
            return f"{name}: Diese Datei wartet schon auf eine Entscheidung. Sie steht unten in der Liste."
    return ""


def _stored(desk: Desk, name: str, content: bytes, complete: bool, provider: str, by: str) -> StoredPlan:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return store_plan(desk.plans, [path], revision_of(desk.engine), complete, desk.now(), provider, by)
