"""What the catalogue must hold at the end of the quarter."""

from sqlalchemy.orm import Session

from benchmarks.quarter.providers import (
    CORRECTED,
    IN_PART,
    NAMES,
    OFFERS,
    ON_PHONE,
    SILENT,
    WITH_FAULTS,
    Answer,
    cells_of,
)
from catalogue.confirmations import standings
from catalogue.editing import conflicts
from catalogue.slugs import slug
from catalogue.working_off import count_open
from staff.desk import Desk

_FROM_MEETINGS = 2


def check(desk: Desk, before: dict[str, dict[str, str]], sent: dict[str, Answer], pdf: bytes, table: bytes) -> None:
    """Raises AssertionError with what is not as it should be."""
    with Session(desk.engine) as session:
        now = cells_of(session)
        standing = {item.name: item for item in standings(session, desk.region, desk.today())}
        assert len(conflicts(session)) == 0, "conflicts are left"
        assert count_open(session) == 0, "notices are left"
    for answer in sent.values():
        _check_answer(answer, before, now)
    phones = [now[f"{slug(name)}/K-06"]["telefon"] for name in NAMES[:3]]
    assert sorted(phones) == sorted(["05153 600", CORRECTED, "05153 600"]), phones
    assert [now[f"{slug(name)}/K-10"]["telefon"] for name in NAMES[:5]] == [f"05151 80{n}" for n in range(5)]
    assert [now[f"kulturhaus-muster/K-{n}"]["status"] for n in (11, 12, 13)] == ["ausgebucht"] * 3
    for name in ON_PHONE:
        assert {now[key]["stand"] for key in now if key.startswith(slug(name))} == {"2027-01-25"}, name
    assert [name for name, item in standing.items() if item.answered_at is None] == [SILENT]
    assert standing[SILENT].asked_at is not None and standing[SILENT].asked_at.date() == desk.today()
    added = sum(len(answer.added) for answer in sent.values() if answer.provider not in IN_PART)
    assert len(now) == len(NAMES) * OFFERS + added + _FROM_MEETINGS, f"{len(now)} offers"
    assert pdf.startswith(b"%PDF-"), "the report is no PDF"
    assert "4. Quartal 2026" in table.decode("utf-8-sig"), "the table is not of the quarter"


def _check_answer(answer: Answer, before: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> None:
    in_part = answer.provider in IN_PART
    for (key, column), cell in answer.expected.items():
        if in_part and key in answer.added:
            assert key not in now, f"{key} was left out"
        else:
            assert now[key][column] == cell, f"{key} {column}: {now[key][column]!r}, not {cell!r}"
    if answer.provider in WITH_FAULTS:
        for number in ("07", "08"):
            key = f"{slug(answer.provider)}/K-{number}"
            assert now[key] == before[key], f"{key} was changed by a row that is wrong"
