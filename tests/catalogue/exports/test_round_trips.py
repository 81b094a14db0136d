"""Out and in again: what an export says comes back as it was, and what does not is named."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import assume, given

from catalogue.exports import ical, openqcat, schema_org, tables
from catalogue.exports.facts import hours, is_one_day, is_online
from catalogue.models import Offer
from catalogue.region import load_region
from catalogue.submissions.cells import cells_of, current_cells
from catalogue.submissions.check import check
from catalogue.submissions.readers import EXPORTS, TABLES
from catalogue.submissions.readers.plain_text import one_line, plain_text
from catalogue.submissions.record import COLUMNS
from tests.catalogue.exports.offers import offer, valid_offers

REGION = load_region()
TODAY = date(2027, 1, 12)
DOCS = Path(__file__).parents[3] / "docs" / "formats"
Lost = Callable[[Offer], bool]


def page(_offer: Offer) -> str:
    return "https://lotse.example/angebot"


def linked_data(found: Offer) -> bytes:
    return schema_org.as_file([found], REGION, page)


def calendar(found: Offer) -> bytes:
    return ical.calendar([found], REGION, page, lambda one: f"Alles über {one.title}", "Bildungsangebote")


def catalogue(found: Offer) -> bytes:
    return openqcat.openqcat([found], REGION, "Bildungsbüro", datetime(2027, 1, 12, 6, 30))


def differing(ending: str, write: Callable[[Offer], bytes], found: Offer) -> set[str]:
    """The columns that do not come back as they were."""
    records, refused, _ = check({**TABLES, **EXPORTS}[ending](f"katalog{ending}", write(found)), REGION, TODAY)
    assert refused == []
    (record,) = records
    back, sent = cells_of(record), current_cells(found)
    return {column for column in sent if sent[column] != back.get(column, "")}


def unnamed(differences: set[str], lost: Mapping[str, Lost], found: Offer) -> set[str]:
    """Those of these differences that there should not be."""
    return {column for column in differences if column not in lost or not lost[column](found)}


# --- there and back


@given(valid_offers())
def test_csv_carries_everything(found: Offer) -> None:
    assert differing(".csv", lambda one: tables.csv_table([one]), found) == set()


@given(valid_offers())
def test_xlsx_carries_everything(found: Offer) -> None:
    assume(tables.has_room(found))
    assert differing(".xlsx", lambda one: tables.xlsx_table([one], REGION), found) == set()


@given(valid_offers())
def test_openqcat_carries_everything_but_the_counsellors_number(found: Offer) -> None:
    assume(openqcat.has_room(found))
    assert differing(".xml", catalogue, found) <= {"telefon_beratung"}


@given(valid_offers())
def test_linked_data_carries_all_that_is_not_named_as_dropped(found: Offer) -> None:
    assert unnamed(differing(".jsonld", linked_data, found), LOST_FROM_LINKED_DATA, found) == set()


@given(valid_offers(is_dated=True))
def test_a_calendar_carries_all_that_is_not_named_as_dropped(found: Offer) -> None:
    # Calendars show titles as they stand, so what looks like HTML is not escaped in them.
    assume(all(one_line(text) == text for text in (found.title, found.provider.name, found.text.street or "")))
    # The contact is told apart by its looks: a person called like a mail address is one.
    assume("@" not in f"{found.text.contact_person} {found.text.phone}")
    assert unnamed(differing(".ics", calendar, found), LOST_FROM_A_CALENDAR, found) == set()


# --- what is lost, and of which offers


def always(_offer: Offer) -> bool:
    return True


def is_service(found: Offer) -> bool:
    return found.kind in ("Beratung", "Förderung", "Einrichtung")


def is_single_event(found: Offer) -> bool:
    """Whether only the first day of an event is known, so that nobody can tell whether there are more."""
    return found.kind in ("Veranstaltung", "Treff") and not found.ends


def has_a_late_beginning(found: Offer) -> bool:
    """Whether the hours end before they begin: then no end is said."""
    return hours(found)[1] != found.ends_at


def is_series(found: Offer) -> bool:
    return bool(found.weekdays) and not is_one_day(found)


def has_days_without_hours(found: Offer) -> bool:
    return not is_one_day(found) and not found.weekdays


LOST_FROM_LINKED_DATA: dict[str, Lost] = {
    **dict.fromkeys(("url", "telefon_beratung", "kinderbetreuung", "anmeldung"), always),
    "beschreibung": lambda found: plain_text(found.text.description or "") != found.text.description,
    "art": lambda found: found.kind is None,
    "themen": lambda found: is_service(found) or any(sign in word for word in found.text.keywords for sign in ",;"),
    "niveau": lambda found: is_service(found) or not found.levels,
    "nur_frauen": lambda found: found.women_only is False,
    "kosten_hinweis": lambda found: found.cost is None,
    "status": lambda found: found.cost is None,
    **dict.fromkeys(("ort", "plz", "strasse", "barrierefrei"), is_online),
    "ende": lambda found: found.ends is None,
    "wochentage": lambda found: is_one_day(found) or is_single_event(found),
    "uhrzeit_von": lambda found: is_one_day(found) and found.starts_at == time(),
    "uhrzeit_bis": lambda found: (
        has_a_late_beginning(found) or (is_one_day(found) and found.starts_at in (None, time()))
    ),
}
LOST_FROM_A_CALENDAR: dict[str, Lost] = {
    **dict.fromkeys(
        ("beschreibung", "url", "telefon_beratung", "themen", "zielgruppen", "nur_frauen", "alter_von", "alter_bis",
         "niveau", "sprachen", "kosten_hinweis", "kinderbetreuung", "barrierefrei", "anmeldung"),
        always,
    ),
    **dict.fromkeys(("ansprechperson", "telefon"), always),
    "art": lambda found: found.kind is None,
    "status": lambda found: found.status in ("Warteliste", "ausgebucht"),
    "format": lambda found: found.format == "Hybrid",
    **dict.fromkeys(("ort", "plz"), is_online),
    "strasse": lambda found: is_online(found) or found.text.street != "Uferstieg 12",
    "beginn": is_series,
    "ende": lambda found: is_series(found) or found.ends in (None, date.max),
    "wochentage": lambda found: found.ends in (None, date.max) or is_series(found) or is_one_day(found),
    "uhrzeit_von": lambda found: has_days_without_hours(found) or found.starts_at == time(),
    "uhrzeit_bis": lambda found: (
        has_days_without_hours(found)
        or has_a_late_beginning(found)
        or found.starts_at is None
        or found.starts_at == time()
        # In the night of the change to summer time the hours of a series are others.
        or (is_series(found) and found.starts_at < time(3))
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("dropped", "lost", "file"),
    [
        (openqcat.DROPPED, {"telefon_beratung": always}, "openqcat.md"),
        (schema_org.DROPPED, LOST_FROM_LINKED_DATA, "json-ld.md"),
        (ical.DROPPED, LOST_FROM_A_CALENDAR, "icalendar.md"),
    ],
)
def test_what_is_lost_is_named_and_documented(dropped: Mapping[str, str], lost: Mapping[str, Lost], file: str) -> None:
    assert set(dropped) == set(lost) <= set(COLUMNS)
    text = (DOCS / file).read_text(encoding="utf-8").partition("## Was die Ausgabe nicht trägt\n")[2]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text.partition("\n## ")[0], re.MULTILINE)
    assert dict(rows) == dropped


def test_a_submission_has_a_column_for_everything() -> None:
    assert tables.DROPPED == {}


# --- single cases that random offers rarely meet


def test_an_offer_with_a_text_beyond_a_cell_is_left_out_of_a_workbook() -> None:
    fits, is_too_long = offer(description="x" * 32_767), offer(reference="K-2", description="😀" * 16_384)
    assert (tables.has_room(fits), tables.has_room(is_too_long)) == (True, False)
    table = TABLES[".xlsx"]("katalog.xlsx", tables.xlsx_table([fits, is_too_long], REGION))
    assert [row.cells["kennung"] for row in table.rows] == ["K-1"]


def test_the_contact_of_a_calendar_comes_back() -> None:
    found = offer(
        begins=TODAY, contact_person="Dr. Mara Muster", phone="05151 000-12", email="kurse@muster.example", cost=45.5
    )
    assert not {"ansprechperson", "telefon", "email", "anbieter", "kennung", "kosten"} & differing(
        ".ics", calendar, found
    )


@pytest.mark.parametrize("begins", [date.min, date.max])
@pytest.mark.parametrize("starts", [time(), time(0, 30), time(23, 59)])
def test_the_ends_of_time_come_back(begins: date, starts: time) -> None:
    found = offer(begins=begins, ends=begins, starts_at=starts, ends_at=time(23, 59), weekdays=())
    assert "beginn" not in differing(".jsonld", linked_data, found)
