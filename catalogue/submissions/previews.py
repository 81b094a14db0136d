"""What a waiting plan would do, worked out once and kept beside it, so that a page of it is shown in an instant."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine

from catalogue.errors import ChangeError
from catalogue.region import Region
from catalogue.submissions.entries import REFUSED, Entry
from catalogue.submissions.load import FileReport, LoadReport, load
from catalogue.submissions.plans import StoredPlan, revision_of
from catalogue.submissions.record import Fault

_SUMMARY, _LINES, _INDEX = "preview.json", "entries-{}.jsonl", "index-{}.json"
_GONE = "Diese Meldung wartet nicht mehr auf eine Entscheidung."
_REMEMBERED = 8


class Line(NamedTuple):
    """Where an entry stands in the file of entries, and by what it is found: `words` are its title, key and provider.

    `moved` says that it is another one than when the plan was worked out before.
    """

    file: int
    kind: str
    key: str
    words: str
    start: int
    moved: bool
    has_conflict: bool


@dataclass(frozen=True)
class FileSummary:
    """One file of a plan in numbers: offers by kind of entry, refused rows, remarks."""

    file: str
    counts: dict[str, int]
    refused_rows: int
    conflicts: int
    unknown_columns: tuple[str, ...]
    refused_whole: str


@dataclass(frozen=True)
class Preview:
    """What a plan would do on the catalogue of a revision.

    `digest` names all that is shown, wherever the same is shown it is the same. `complete` and `provider` are how the
    files were read. `moved` counts the entries that are others than in the preview before, `vanished` those that
    are no longer there.
    """

    digest: str
    revision: int
    complete: bool
    provider: str
    files: tuple[FileSummary, ...]
    moved: int = 0
    vanished: int = 0

    @property
    def is_readable(self) -> bool:
        return not any(file.refused_whole for file in self.files)

    def total(self, kind: str) -> int:
        return sum(file.counts.get(kind, 0) for file in self.files)

    @property
    def refused_rows(self) -> int:
        return sum(file.refused_rows for file in self.files)

    @property
    def conflicts(self) -> int:
        return sum(file.conflicts for file in self.files)


def make_preview(engine: Engine, plan: StoredPlan, region: Region, complete: bool, provider: str) -> Preview:
    """Work out what a plan would do now, and keep it beside the plan.

    Raises CatalogueError where the catalogue does not answer, ChangeError where the plan is gone meanwhile.
    """
    before = find_preview(plan)
    revision = revision_of(engine)
    report = load(
        engine, plan.paths, region, plan.made_at, dry_run=True, complete=complete, provider=provider, detailed=True
    )
    encoded = [[_encoded(entry) for entry in file.entries] for file in report.files]
    preview = Preview(_digest(report, encoded), revision, complete, provider, tuple(map(_summary, report.files)))
    if before is not None and before.digest == preview.digest:
        preview = replace(preview, moved=before.moved, vanished=before.vanished)
    else:
        old = _kept_lines(plan, before) if before else set()
        new = {(number, line) for number, lines in enumerate(encoded) for line in lines}
        moved = new - old if before else set()
        preview = replace(preview, moved=len(moved), vanished=len(_keys(old) - _keys(new)))
        _keep_lines(plan, preview, report, encoded, moved)
    _write(plan.folder / _SUMMARY, json.dumps(asdict(preview)).encode())
    return preview


def find_preview(plan: StoredPlan) -> Preview | None:
    """What was worked out last; None where nothing was yet."""
    try:
        data = json.loads((plan.folder / _SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    files = tuple(FileSummary(**{**item, "unknown_columns": tuple(item["unknown_columns"])}) for item in data["files"])
    return Preview(**{**data, "files": files})


def lines(plan: StoredPlan, preview: Preview) -> tuple[Line, ...]:
    """Every entry's place. Raises ChangeError where the plan is gone meanwhile."""
    path = plan.folder / _INDEX.format(preview.digest)
    try:
        return _lines_of(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise ChangeError(_GONE) from error


def entries(plan: StoredPlan, preview: Preview, wanted: Sequence[Line]) -> list[Entry]:
    """Read some entries. Raises ChangeError where the plan is gone meanwhile."""
    found = []
    try:
        with (plan.folder / _LINES.format(preview.digest)).open("rb") as source:
            for line in wanted:
                source.seek(line.start)
                found.append(Entry.from_data(json.loads(source.readline())))
    except OSError as error:
        raise ChangeError(_GONE) from error
    return found


def refused_rows(plan: StoredPlan, preview: Preview) -> list[Fault]:
    """Every fault of a row, and of files that could not be read."""
    whole = [Fault(file.file, None, None, file.refused_whole) for file in preview.files if file.refused_whole]
    wanted = [line for line in lines(plan, preview) if line.kind == REFUSED]
    faults = [
        Fault(preview.files[line.file].file, entry.row, entry.fields[0].column if entry.fields else None, entry.reason)
        for line, entry in zip(wanted, entries(plan, preview, wanted), strict=True)
    ]
    return whole or faults


def _encoded(entry: Entry) -> bytes:
    return json.dumps(entry.as_data(), ensure_ascii=False).encode() + b"\n"


def _digest(report: LoadReport, encoded: Iterable[Iterable[bytes]]) -> str:
    digest = hashlib.sha256()
    for file, lines in zip(report.files, encoded, strict=True):
        reasons = [fault.reason for fault in file.refused] if file.refused_whole else []
        digest.update(f"{file.file} {file.unknown_columns} {reasons}\n".encode())
        for line in lines:
            digest.update(line)
    return digest.hexdigest()


def _summary(file: FileReport) -> FileSummary:
    whole = file.refused[0].reason if file.refused_whole else ""
    return FileSummary(
        file.file,
        dict(Counter(entry.kind for entry in file.entries)),
        0 if whole else len({fault.row for fault in file.refused}),
        sum(entry.has_conflict for entry in file.entries),
        file.unknown_columns,
        whole,
    )


def _kept_lines(plan: StoredPlan, preview: Preview) -> set[tuple[int, bytes]]:
    """The entries of a preview, each with the number of its file."""
    content = (plan.folder / _LINES.format(preview.digest)).read_bytes().splitlines(keepends=True)
    return {(line.file, raw) for line, raw in zip(lines(plan, preview), content, strict=True)}


def _keys(encoded: Iterable[tuple[int, bytes]]) -> set[str]:
    return {json.loads(line)[1] for _, line in encoded}


def _keep_lines(
    plan: StoredPlan,
    preview: Preview,
    report: LoadReport,
    encoded: Sequence[Sequence[bytes]],
    moved: set[tuple[int, bytes]],
) -> None:
    start, index = 0, []
    for number, (file, raw) in enumerate(zip(report.files, encoded, strict=True)):
        for entry, line in zip(file.entries, raw, strict=True):
            words = f"{entry.title} {entry.key} {entry.provider} {entry.reason}".casefold()
            found = Line(number, entry.kind, entry.key, words, start, (number, line) in moved, entry.has_conflict)
            index.append(found)
            start += len(line)
    _write(plan.folder / _LINES.format(preview.digest), b"".join(line for raw in encoded for line in raw))
    _write(plan.folder / _INDEX.format(preview.digest), json.dumps(index).encode())


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, also for somebody who reads meanwhile."""
    aside = path.with_suffix(".aside")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        raise ChangeError(f"Der Plan lässt sich nicht aufheben: {error.strerror}.") from error


@lru_cache(maxsize=_REMEMBERED)
def _lines_of(path: Path, _written: int) -> tuple[Line, ...]:
    return tuple(Line(*item) for item in json.loads(path.read_bytes()))
