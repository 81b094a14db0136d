"""The report as it is looked at: made once for a page, its plots and its files."""

from threading import Lock
from time import monotonic

from catalogue.database import reading
from catalogue.reporting.quarter import Quarter
from catalogue.reporting.report import Report, quarters, report
from staff.desk import Desk

# As long as a page and what belongs to it take to load, and no longer: who changes something wants to see it.
_KEPT_SECONDS = 20.0
_MOST_KEPT = 8
_Key = tuple[str, str, Quarter, str]
_kept: dict[_Key, tuple[float, Report]] = {}
_lock = Lock()


def made(desk: Desk, quarter: Quarter) -> Report:
    """The report of a quarter that has begun. Raises CatalogueError where the catalogue does not answer."""
    key = (str(desk.engine.url), str(desk.settings.region_dir), quarter, desk.today().isoformat())
    now = monotonic()
    with _lock:
        if key in _kept and now - _kept[key][0] < _KEPT_SECONDS:
            return _kept[key][1]
    with reading(desk.engine) as session:
        found = report(session, desk.region, quarter, desk.today())
    with _lock:
        _kept[key] = (now, found)
        for old in list(_kept)[:-_MOST_KEPT]:
            del _kept[old]
    return found


def known_quarters(desk: Desk) -> list[Quarter]:
    """The quarters that there is a report of, the latest first."""
    with reading(desk.engine) as session:
        return quarters(session, desk.today())
