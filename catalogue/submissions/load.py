"""Refreshing the catalogue from files: the whole way from a path to a report."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from catalogue.database import reading
from catalogue.errors import CatalogueError, ChangeError, SubmissionError
from catalogue.indexing import refresh_index
from catalogue.models import CatalogueState
from catalogue.region import Region
from catalogue.submissions.apply import Progress, apply_plan, nobody_watches
from catalogue.submissions.check import check
from catalogue.submissions.entries import Entry, entries_of
from catalogue.submissions.plan import Change, make_plan
from catalogue.submissions.plans import StoredPlan
from catalogue.submissions.readers import read
from catalogue.submissions.record import Fault

# Written first, and not only read: SQLite begins a transaction with what is written, so nobody else can change the
# catalogue between the look at its revision and the end of the load.
_HOLD = update(CatalogueState).values(revision=CatalogueState.revision)
ALL_IN, ROWS_REFUSED, FILE_REFUSED = 0, 1, 2


@dataclass
class FileReport:
    """What one file did, or would do, to the catalogue.

    `left_out` are offers that were not to be touched. `entries` tell everything field by field, where that was asked
    for. `submission` is the id under which the history knows what was done; None where nothing was.
    """

    file: str
    added: list[str] = field(default_factory=list)
    changed: list[tuple[str, tuple[Change, ...]]] = field(default_factory=list)
    unchanged: int = 0
    withdrawn: list[str] = field(default_factory=list)
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    unknown_columns: tuple[str, ...] = ()
    refused_whole: bool = False
    left_out: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    submission: int | None = None


@dataclass
class LoadReport:
    files: list[FileReport]
    dry_run: bool

    @property
    def exit_code(self) -> int:
        if any(file.refused_whole for file in self.files):
            return FILE_REFUSED
        return ROWS_REFUSED if any(file.refused for file in self.files) else ALL_IN

    def as_dict(self) -> dict[str, Any]:
        """The report for scripts (section 3 of the interfaces)."""
        return {
            "added": sum(len(file.added) for file in self.files),
            "changed": sum(len(file.changed) for file in self.files),
            "unchanged": sum(file.unchanged for file in self.files),
            "refused": [fault.as_dict() for file in self.files for fault in file.refused],
            "warnings": [fault.as_dict() for file in self.files for fault in file.warnings],
            "withdrawn": [key for file in self.files for key in file.withdrawn],
            "conflicts": [{"offer": key, "field": column} for file in self.files for key, column in file.conflicts],
            "unknown_columns": list(dict.fromkeys(name for file in self.files for name in file.unknown_columns)),
        }


@dataclass(frozen=True)
class Loading:
    """How files are loaded: when (`today` is what the files were looked at on), as all that providers have, by whom.

    `provider` is who offers what names nobody; `left_out` are keys of offers that are not to be touched. `detailed`
    asks for entries in the report.
    """

    region: Region
    now: datetime
    today: date
    complete: bool = False
    by: str | None = None
    progress: Progress = nobody_watches
    provider: str = ""
    left_out: Container[str] = ()
    detailed: bool = False


def load(
    engine: Engine,
    paths: Sequence[Path],
    region: Region,
    now: datetime,
    *,
    dry_run: bool = False,
    complete: bool = False,
    by: str | None = None,
    progress: Progress = nobody_watches,
    provider: str = "",
    detailed: bool = False,
) -> LoadReport:
    """Load submissions one after the other, each in one transaction, into a migrated catalogue.

    `complete` says that each file has all offers of its providers: those that it lacks are withdrawn. `provider` is
    who offers the entries that name nobody; `detailed` asks for a report with entries. A file refused as a whole
    leaves the others alone. Raises CatalogueError where the database cannot be written.
    """
    _refresh(engine, region)
    how = Loading(region, now, now.date(), complete, by, progress, provider, detailed=detailed)
    if dry_run:
        return LoadReport(_tried(engine, paths, how), dry_run=True)
    return LoadReport([_loaded(engine, path, how) for path in paths], dry_run=False)


def load_plan(
    engine: Engine,
    plan: StoredPlan,
    region: Region,
    now: datetime,
    *,
    by: str | None = None,
    progress: Progress = nobody_watches,
    left_out: Container[str] = (),
) -> LoadReport:
    """Load exactly what a plan showed, but for the offers (by their keys) that are left out.

    Raises ChangeError where the catalogue has changed since then, CatalogueError where it cannot be written.
    """
    how = Loading(region, now, plan.made_at.date(), plan.complete, by, progress, plan.provider, left_out)
    # A load moves the revision on by one.
    revisions = range(plan.revision, plan.revision + len(plan.paths))
    files: list[FileReport] = []
    for path, revision in zip(plan.paths, revisions, strict=True):
        files.append(_loaded(engine, path, how, revision - sum(file.refused_whole for file in files)))
    return LoadReport(files, dry_run=False)


def _refresh(engine: Engine, region: Region) -> None:
    try:
        refresh_index(engine, region)
    except SQLAlchemyError as error:
        raise CatalogueError(f"Der Katalog lässt sich nicht öffnen: {error}") from error


def _tried(engine: Engine, paths: Sequence[Path], how: Loading) -> list[FileReport]:
    """What files would do: a later one finds what an earlier one has done, and all of it is taken back."""
    with reading(engine) as session:
        return [_load_file(session, path, how, write=path != paths[-1]) for path in paths]


def _loaded(engine: Engine, path: Path, how: Loading, revision: int | None = None) -> FileReport:
    """One file in one transaction, if the catalogue still has the revision."""
    try:
        with Session(engine) as session, session.begin():
            if revision is not None:
                session.execute(_HOLD)
            if revision is not None and (session.scalar(select(CatalogueState.revision)) or 0) != revision:
                raise ChangeError("Der Katalog hat sich seit dem Plan geändert. Bitte planen Sie noch einmal.")
            return _load_file(session, path, how, write=True)
    except SQLAlchemyError as error:
        raise CatalogueError(f"{path.name}: Der Katalog konnte nicht geschrieben werden: {error}") from error


def _load_file(session: Session, path: Path, how: Loading, *, write: bool) -> FileReport:
    try:
        table = read(path, how.provider)
    except SubmissionError as error:
        return FileReport(path.name, refused=[Fault(path.name, None, None, error.message)], refused_whole=True)
    records, refused, warnings = check(table, how.region, how.today)
    plan = make_plan(session, table, records, how.today, complete=how.complete).without(how.left_out)
    refused = sorted([*refused, *plan.refused], key=lambda fault: fault.row or 0)
    report = FileReport(
        file=table.file,
        added=[planned.key for planned in plan.added],
        changed=[(planned.key, planned.changes) for planned in plan.changed],
        unchanged=len(plan.unchanged),
        withdrawn=[offer.key for offer in plan.withdrawn],
        conflicts=plan.conflicts,
        refused=refused,
        warnings=warnings,
        unknown_columns=table.unknown_columns,
        left_out=plan.left_out,
        entries=tuple(entries_of(plan, refused, warnings)) if how.detailed else (),
    )
    if write:
        faulty = len({fault.row for fault in refused})
        submission = apply_plan(session, table, plan, how.region, how.now, faulty, how.by, how.progress)
        session.flush()
        report.submission = submission.id
    return report
