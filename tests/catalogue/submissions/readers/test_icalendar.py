"""Calendars as other systems write them: repetitions, zones, moved dates, our own export, and files that are none."""

import random
from datetime import date, datetime, time
from typing import Any

import pytest
from dateutil.rrule import rrulestr

from catalogue.errors import SubmissionError
from catalogue.exports.ical import DROPPED, calendar
from catalogue.region import Region
from catalogue.submissions.cells import cells_of, current_cells
from catalogue.submissions.check import check
from catalogue.submissions.readers.entries import TOO_LONG, UNREADABLE
from catalogue.submissions.readers.icalendar_events import read_icalendar
from catalogue.submissions.readers.icalendar_rules import days_of, rule_of
from catalogue.submissions.readers.plain_text import LONGEST
from catalogue.submissions.record import RawTable
from tests.catalogue.exports.offers import offer

EVENING = ("DTSTART;TZID=Europe/Berlin:20270105T183000", "DTEND;TZID=Europe/Berlin:20270105T200000")


def vevent(*lines: str, uid: str = "1@k.example", summary: str = "Töpfern am Abend") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT"))


def vcalendar(*parts: str, head: str = "X-WR-CALNAME:Kulturhaus Muster") -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", head, *parts, "END:VCALENDAR", "")).encode()


def read(*parts: str, head: str = "X-WR-CALNAME:Kulturhaus Muster") -> RawTable:
    return read_icalendar("a.ics", vcalendar(*parts, head=head))


def cells(*lines: str, **event: str) -> dict[str, str]:
    """The only offer of a calendar with one event, without its empty cells."""
    return only(read(vevent(*lines, **event)))


def only(table: RawTable) -> dict[str, str]:
    assert table.faults == ()
    (row,) = table.rows
    return {column: cell for column, cell in row.cells.items() if cell}


def when(found: dict[str, str]) -> tuple[str, ...]:
    return tuple(found.get(name, "") for name in ("beginn", "ende", "wochentage", "uhrzeit_von", "uhrzeit_bis"))


def faults(table: RawTable) -> list[tuple[int | None, str | None]]:
    return [(fault.row, fault.field) for fault in table.faults]


class TestFields:
    def test_an_event_is_read(self) -> None:
        found = cells(
            *EVENING,
            "DESCRIPTION:Auf der Scheibe.\\nKosten: 45\\,50 €\\n\\nBitte Schürze mitbringen.",
            "LOCATION:Töpferei\\, Uferstieg 12\\, 31785 Hameln",
            "URL:https://k.example/1",
            "CATEGORIES:Keramik,Handwerk",
            'ORGANIZER;CN="Töpferei Musterhof":mailto:ton@k.example',
            "CONTACT:Frau Muster\\, 05151 000-1",
            "LAST-MODIFIED:20261231T233000Z",
        )
        assert found == {
            "kennung": "1@k.example",
            "titel": "Töpfern am Abend",
            "beschreibung": "Auf der Scheibe.\nKosten: 45,50 €\n\nBitte Schürze mitbringen.\n\nVeranstaltungsort: Töpferei.",
            "bereich": "Kultur und Freizeit",
            "art": "Veranstaltung",
            "themen": "Keramik|Handwerk",
            "anbieter": "Töpferei Musterhof",
            "ansprechperson": "Frau Muster",
            "telefon": "05151 000-1",
            "email": "ton@k.example",
            "url": "https://k.example/1",
            "ort": "Hameln",
            "plz": "31785",
            "strasse": "Uferstieg 12",
            "format": "Präsenz",
            "beginn": "2027-01-05",
            "ende": "2027-01-05",
            "wochentage": "Di",
            "uhrzeit_von": "18:30",
            "uhrzeit_bis": "20:00",
            "kosten": "45,50",
            "stand": "2027-01-01",
        }

    def test_without_an_organizer_the_calendar_is_the_provider(self) -> None:
        assert cells(*EVENING)["anbieter"] == "Kulturhaus Muster"
        assert cells(*EVENING, "ORGANIZER;CN=a@k.example:mailto:a@k.example")["anbieter"] == "Kulturhaus Muster"

    def test_nobody_is_the_provider_of_a_nameless_calendar(self, region: Region, today: date) -> None:
        _, refused, _ = check(read(vevent(*EVENING), head="PRODID:x"), region, today)
        assert (1, "anbieter") in [(fault.row, fault.field) for fault in refused]

    @pytest.mark.parametrize(
        ("line", "form", "place"),
        [
            ("LOCATION:Online via Zoom", "Online", ""),
            ("LOCATION:https://meet.example/abc", "Online", ""),
            ("LOCATION:Hameln", "Präsenz", "Hameln"),
            ("LOCATION:Domänenhof\\, Aerzen\\, Deutschland", "Präsenz", "Aerzen"),
            ("LOCATION:31855 Groß Berkel (Aerzen)", "Präsenz", "Aerzen Groß Berkel"),
            ("CONFERENCE;VALUE=URI:https://meet.example", "Online", ""),
        ],
    )
    def test_where_it_is(self, line: str, form: str, place: str) -> None:
        found = cells(*EVENING, line)
        assert (found["format"], found.get("ort", "")) == (form, place)

    @pytest.mark.parametrize(
        ("lines", "summary", "status"),
        [
            (["STATUS:CANCELLED"], "Lesung", "abgesagt"),
            (["STATUS:CONFIRMED"], "Lesung", ""),
            ([], "Abgesagt: Lesung", "abgesagt"),
            ([], "Lesung - ausgebucht!", "ausgebucht"),
        ],
    )
    def test_cancelled_and_full_events_are_known(self, lines: list[str], summary: str, status: str) -> None:
        found = cells(*EVENING, *lines, summary=summary)
        assert (found.get("status", ""), found["titel"]) == (status, "Lesung")

    def test_a_calendar_of_cancellations_cancels_all(self) -> None:
        assert only(read(vevent(*EVENING), head="METHOD:CANCEL"))["status"] == "abgesagt"

    def test_what_is_confidential_is_not_taken_over(self) -> None:
        table = read(vevent(*EVENING, "CLASS:PRIVATE"), vevent(*EVENING, uid="2"))
        assert (faults(table), [row.number for row in table.rows]) == ([(1, "CLASS")], [2])

    def test_what_has_no_home_is_named_once(self) -> None:
        parts = [
            vevent(*EVENING, "GEO:52.1;9.3", "ATTENDEE:mailto:b@k.example", "SEQUENCE:1", uid=str(uid))
            for uid in (1, 2)
        ]
        table = read(*parts, "BEGIN:VTODO\r\nSUMMARY:Aufräumen\r\nEND:VTODO")
        assert table.unknown_columns == ("VEVENT.GEO", "VEVENT.ATTENDEE", "VTODO")

    def test_long_lines_are_folded_even_within_a_letter(self) -> None:
        content = vcalendar(vevent(*EVENING)).replace("ö".encode(), b"\xc3\r\n \xb6")
        assert only(read_icalendar("a.ics", content))["titel"] == "Töpfern am Abend"

    def test_lines_that_should_have_been_folded_go_on_with_the_text(self) -> None:
        assert (
            cells(*EVENING, "DESCRIPTION:Erste Zeile", "und noch eine")["beschreibung"] == "Erste Zeile\nund noch eine"
        )


class TestDates:
    def test_a_repeated_event_is_one_offer_with_its_dates(self) -> None:
        found = cells(*EVENING, "RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=TU,TH")
        assert when(found) == ("2027-01-05", "2027-01-12", "Di|Do", "18:30", "20:00")
        assert found["beschreibung"].startswith("Termine: 05.01.2027, 18:30 bis 20:00 Uhr; 07.01.2027, ")

    def test_single_dates_are_added_and_taken_out(self) -> None:
        found = cells(
            *EVENING,
            "RRULE:FREQ=WEEKLY;COUNT=3",
            "RDATE;TZID=Europe/Berlin:20270301T183000",
            "RDATE;VALUE=PERIOD:20270302T170000Z/PT1H",
            "EXDATE:20270112T173000Z",
        )
        assert found["beschreibung"] == (
            "Termine: 05.01.2027, 18:30 bis 20:00 Uhr; 19.01.2027, 18:30 bis 20:00 Uhr; 01.03.2027, 18:30 bis 20:00 Uhr; "
            "02.03.2027, 18:00 bis 19:00 Uhr."
        )

    def test_a_day_takes_out_the_date_on_it(self) -> None:
        assert when(cells(*EVENING, "RRULE:FREQ=DAILY;COUNT=2", "EXDATE;VALUE=DATE:20270105"))[0] == "2027-01-06"

    def test_a_date_may_be_moved_or_cancelled(self) -> None:
        series = vevent(*EVENING, "RRULE:FREQ=WEEKLY;COUNT=3")
        moved = vevent(
            "RECURRENCE-ID:20270112T173000Z", "DTSTART;TZID=Europe/Berlin:20270113T100000", summary="verlegt"
        )
        cancelled = vevent("RECURRENCE-ID;TZID=Europe/Berlin:20270119T183000", EVENING[0], "STATUS:CANCELLED")
        found = only(read(moved, series, cancelled))
        assert found["titel"] == "Töpfern am Abend"
        assert found["beschreibung"] == "Termine: 05.01.2027, 18:30 bis 20:00 Uhr; 13.01.2027, 10:00 Uhr."
        assert "status" not in found

    def test_events_with_one_uid_are_one_offer(self) -> None:
        days = [vevent(f"DTSTART;VALUE=DATE:202702{day:02}") for day in (1, 8)]
        assert when(only(read(*days))) == ("2027-02-01", "2027-02-08", "Mo", "", "")

    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            (["DTSTART:20270105T173000Z"], ("2027-01-05", "18:30", "")),
            (["DTSTART:20270705T163000Z", "DURATION:PT1H30M"], ("2027-07-05", "18:30", "20:00")),
            (["DTSTART;TZID=Asia/Tokyo:20270106T023000"], ("2027-01-05", "18:30", "")),
            (["DTSTART;TZID=W. Europe Standard Time:20270105T183000"], ("2027-01-05", "18:30", "")),
            (["DTSTART;TZID=/lib.example/20270101/Europe/Berlin:20270105T183000"], ("2027-01-05", "18:30", "")),
            (["DTSTART:20270105T183000", "DTEND:20270105T183000"], ("2027-01-05", "18:30", "")),
            (["DTSTART;VALUE=DATE:20270105", "DTEND;VALUE=DATE:20270106"], ("2027-01-05", "", "")),
            (["DTSTART;VALUE=DATE:20270105"], ("2027-01-05", "", "")),
        ],
    )
    def test_times_are_those_of_the_clocks_here(self, lines: list[str], expected: tuple[str, ...]) -> None:
        found = when(cells(*lines))
        assert (found[0], *found[3:]) == expected
        assert found[1] == found[0]

    def test_an_hour_stays_the_same_when_the_clocks_change(self) -> None:
        found = cells("DTSTART;TZID=Europe/Berlin:20270323T183000", "RRULE:FREQ=WEEKLY;COUNT=3")
        assert when(found)[3] == "18:30"
        # In a calendar that counts by Greenwich it is the hour there that stays.
        assert when(cells("DTSTART:20270323T173000Z", "RRULE:FREQ=WEEKLY;COUNT=3"))[3] == ""

    def test_a_zone_of_somebodys_own_is_ours_where_it_has_our_winter(self) -> None:
        zone = "BEGIN:VTIMEZONE\r\nTZID:Eigene\r\nBEGIN:STANDARD\r\nTZOFFSETTO:{}\r\nEND:STANDARD\r\nEND:VTIMEZONE"
        event = vevent("DTSTART;TZID=Eigene:20270105T183000")
        assert when(only(read(zone.format("+0100"), event)))[3] == "18:30"
        assert faults(read(zone.format("+0900"), event)) == [(1, "TZID")]

    def test_whole_days_end_on_the_day_before(self) -> None:
        found = cells("DTSTART;VALUE=DATE:20270329", "DTEND;VALUE=DATE:20270403")
        assert when(found) == ("2027-03-29", "2027-04-02", "", "", "")

    def test_a_meeting_that_goes_on_has_no_last_day(self) -> None:
        found = cells(*EVENING, "RRULE:FREQ=MONTHLY;BYDAY=1TU", summary="Erzählcafé")
        assert when(found) == ("2027-01-05", "", "Di", "18:30", "20:00")
        assert (found["art"], found["beschreibung"]) == ("Treff", "Wiederholung: monatlich, am ersten Dienstag.")

    def test_an_end_far_off_is_the_end(self) -> None:
        found = cells(*EVENING, "RRULE:FREQ=WEEKLY;UNTIL=20991231T220000Z")
        assert when(found)[:3] == ("2027-01-05", "2099-12-31", "Di")

    @pytest.mark.parametrize(
        ("line", "field"),
        [
            ("RRULE:FREQ=SECONDLY", "RRULE"),
            ("RRULE:FREQ=HOURLY;COUNT=3", "RRULE"),
            ("RRULE:FREQ=WEEKLY;COUNT=1000000000", "RRULE"),
            ("RRULE:FREQ=WEEKLY;COUNT=1001", "RRULE"),
            ("RRULE:FREQ=WEEKLY;INTERVAL=0", "RRULE"),
            ("RRULE:FREQ=WEEKLY;BYDAY=XY", "RRULE"),
            ("RRULE:FREQ=DAILY;BYHOUR=9,10", "RRULE"),
            ("RRULE:FREQ=WEEKLY;UNTIL=morgen", "RRULE"),
            ("RRULE:Quatsch", "RRULE"),
            ("EXRULE:FREQ=WEEKLY", "EXRULE"),
            ("EXDATE:20270105T173000Z", "EXDATE"),
            ("EXDATE:gestern", "EXDATE"),
            ("DTEND:20270230T100000", "DTEND"),
            ("DTEND;TZID=Mond/Krater:20270105T100000", "TZID"),
            ("DTEND;TZID=Europe:20270105T100000", "TZID"),
            ("DTEND;TZID=../../etc/passwd:20270105T100000", "TZID"),
            ("DURATION:lange", "DURATION"),
            ("RDATE:" + ",".join(["20270105"] * 5_001), "RDATE"),
            ("LAST-MODIFIED:00010101T000000Z", "LAST-MODIFIED"),
        ],
    )
    def test_times_that_cannot_be_read_refuse_their_event_by_name(self, line: str, field: str) -> None:
        lines = (EVENING[0], line) if "DTEND" not in line else (line, EVENING[0])
        table = read(vevent(*lines), vevent(*EVENING, uid="2"))
        assert (faults(table), [row.number for row in table.rows]) == ([(1, field)], [2])

    def test_an_event_without_a_beginning_is_refused_by_name(self) -> None:
        assert faults(read(vevent())) == [(1, "DTSTART")]

    def test_a_calendar_of_too_many_dates_is_read_until_it_is_enough(self) -> None:
        rule = "RRULE:FREQ=DAILY;COUNT=1000"
        table = read(*(vevent(EVENING[0], rule, uid=str(uid)) for uid in range(102)))
        assert (len(table.rows), faults(table)) == (100, [(101, "RRULE"), (102, "RRULE")])


@pytest.mark.parametrize("seed", range(4))
def test_rules_fall_on_the_days_that_they_name(seed: int) -> None:
    chance = random.Random(seed)
    weekdays = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    for _ in range(20):
        frequency = chance.choice(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
        by_year = frequency in ("MONTHLY", "YEARLY")
        parts = [f"FREQ={frequency}", f"INTERVAL={chance.randint(1, 4)}", f"WKST={chance.choice(weekdays)}"]
        if chance.random() < 0.6:
            number = chance.choice(("", "1", "2", "-1")) if by_year else ""
            parts.append(f"BYDAY={','.join(number + day for day in chance.sample(weekdays, 2))}")
        if chance.random() < 0.3:
            parts.append(f"BYMONTH={chance.randint(1, 12)}")
        if chance.random() < 0.3 and frequency != "WEEKLY":
            parts.append(f"BYMONTHDAY={chance.choice((1, 15, 31, -1))}")
        if chance.random() < 0.3 and by_year and len(parts) > 3:
            parts.append(f"BYSETPOS={chance.choice((1, -1))}")
        rule, first = ";".join(parts), date(2027, chance.randint(1, 12), chance.randint(1, 28))
        expected = rrulestr(rule, dtstart=datetime.combine(first, time())).between(
            datetime(2027, 1, 1), datetime(2030, 12, 31), inc=True
        )
        found = [day for day in days_of(rule_of(rule), first) if day < date(2031, 1, 1)]
        assert found == sorted({first, *(moment.date() for moment in expected)}), rule


FULL: dict[str, Any] = {
    "title": "Deutsch am Abend", "description": "Erster Absatz.\n\nZweiter; letzter.", "area": "Sprachbildung",
    "phone": "05151 000-1", "street": "Uferstieg 1", "cost": 45.5, "levels": ("A1",), "place": "Groß Berkel",
    "municipality": "Aerzen", "postcode": "31855", "begins": date(2027, 1, 26), "ends": date(2027, 6, 3),
    "weekdays": ("Di", "Do"), "starts_at": time(18, 30), "ends_at": time(20),
}  # fmt: skip
NO_FIELD = {"url", "niveau"}


class TestRoundTrip:
    @pytest.mark.parametrize(
        ("facts", "lost"),
        [
            (FULL, NO_FIELD),
            ({**FULL, "status": "abgesagt", "kind": "Veranstaltung"}, NO_FIELD),
            ({**FULL, "status": "Warteliste"}, NO_FIELD | {"status"}),
            (
                {**FULL, "format": "Online", "place": None, "municipality": None, "postcode": None, "street": None},
                NO_FIELD,
            ),
            ({**FULL, "starts_at": None, "ends_at": None}, NO_FIELD),
            ({**FULL, "ends": None}, NO_FIELD | {"ende", "wochentage"}),
            ({**FULL, "weekdays": ()}, NO_FIELD | {"uhrzeit_von", "uhrzeit_bis"}),
            ({**FULL, "weekdays": ("Di",), "ends": date(2027, 1, 26)}, NO_FIELD),
            ({**FULL, "weekdays": (), "ends": date(2027, 1, 26)}, NO_FIELD | {"wochentage"}),
        ],
    )
    def test_our_own_calendar_comes_back(self, facts: dict[str, Any], lost: set[str], region: Region) -> None:
        item = offer(**facts)
        content = calendar(
            [item],
            region,
            lambda _: "https://lotse.example/k-1",
            lambda found: found.text.description or "",
            "Kulturhaus Muster",
        )
        table = read_icalendar("a.ics", content)
        (record,), refused, _ = check(table, region, date(2027, 1, 12))
        assert refused == []
        back, sent = cells_of(record), current_cells(item)
        # The dates one by one stand behind what the entry says.
        back["beschreibung"] = back["beschreibung"].partition("\n\nTermine: ")[0]
        assert {name for name in sent if sent[name] != back.get(name, "")} == lost
        assert lost <= DROPPED.keys()


class TestHostile:
    @pytest.mark.parametrize(
        "content",
        [
            b"", b"\x00", b"\x81\x8d", b"Guten Tag", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"BEGIN:VCALENDAR\r\n",
            vcalendar(vevent(*EVENING))[:-20], vcalendar("END:VEVENT"), vcalendar("BEGIN:VEVENT", "END:VALARM"),
            vcalendar(*["BEGIN:VEVENT"] * 1_000), vcalendar("VERSION:1.0").replace(b"VERSION:2.0\r\n", b""),
            vcalendar(*[vevent(EVENING[0], *["RRULE:FREQ=DAILY"] * 2_001)]),
        ],
        ids=range(12),
    )  # fmt: skip
    def test_what_is_no_calendar_is_refused_as_a_whole(self, content: bytes) -> None:
        with pytest.raises(SubmissionError, match=r"^a\.ics: "):
            read_icalendar("a.ics", content)

    def test_a_calendar_without_events_is_read(self) -> None:
        assert read().rows == ()

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
    def test_every_usual_encoding_is_read(self, encoding: str) -> None:
        content = vcalendar(vevent(*EVENING)).decode().encode(encoding)
        assert only(read_icalendar("a.ics", content))["titel"] == "Töpfern am Abend"

    def test_spoilt_umlauts_are_mended_or_named(self) -> None:
        assert cells(*EVENING, summary="TÃ¶pfern")["titel"] == "Töpfern"
        table = read(vevent(*EVENING, summary="T�pfern"))
        assert [(fault.row, fault.field, fault.reason) for fault in table.faults] == [(1, "titel", UNREADABLE)]

    def test_a_text_without_end_is_named(self) -> None:
        table = read(vevent(*EVENING, f"DESCRIPTION:{'x' * (LONGEST + 1)}"))
        assert [(fault.row, fault.field, fault.reason) for fault in table.faults] == [(1, "beschreibung", TOO_LONG)]

    def test_an_event_without_a_uid_is_refused_by_name(self, region: Region, today: date) -> None:
        event = vevent(*EVENING).replace("UID:1@k.example\r\n", "")
        _, refused, _ = check(read(event, event), region, today)
        assert {(fault.row, fault.field) for fault in refused} >= {(1, "kennung"), (2, "kennung")}


VALUES = (
    "", "x", "TÃ¶n", "�", "9" * 60, "FREQ=SECONDLY", "FREQ=DAILY;COUNT=1000000000", "FREQ=WEEKLY;UNTIL=20991231T000000Z",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=-1FR;BYSETPOS=1,-1,400", "FREQ=DAILY;INTERVAL=999999999",
    "20270105", "20270105T180000Z", "00010101T000000Z", "99991231T235959", "99991231", "20270230", "P1D", "P9999W",
    "CANCELLED", "20270105/20270108", "20270105T100000Z/PT1H", "a\\,b,c", "mailto:a@b.example",
)  # fmt: skip
NAMES = (
    "RRULE RDATE EXDATE DTSTART DTEND DURATION RECURRENCE-ID LAST-MODIFIED CATEGORIES SUMMARY UID LOCATION STATUS CLASS"
    " ORGANIZER CONTACT X-COST"
).split()


@pytest.mark.parametrize("seed", range(4))
def test_any_lines_are_read_or_named(seed: int, region: Region, today: date) -> None:
    chance = random.Random(seed)
    whole = vcalendar(
        vevent(*EVENING, "RRULE:FREQ=WEEKLY;COUNT=10", "EXDATE:20270112T173000Z", "LOCATION:Weg 1\\, 31785 Hameln"),
        vevent("RECURRENCE-ID:20270119T173000Z", "DTSTART:20270120T170000Z"),
        vevent("DTSTART;VALUE=DATE:20270105", uid="2"),
    )
    for _ in range(50):
        lines = whole.split(b"\r\n")
        for _ in range(chance.choice((1, 2, 5))):
            at = chance.randrange(len(lines))
            zone = chance.choice(("", ";TZID=Europe/Berlin", ";VALUE=DATE", ";TZID=Asia/Tokyo", ";TZID=Europe"))
            line = f"{chance.choice(NAMES)}{zone}:{chance.choice(VALUES)}".encode()
            lines[at : at + chance.randrange(2)] = chance.choice(([line], [], [lines[at], lines[at]], [lines[at][:9]]))
        try:
            records, refused, _ = check(read_icalendar("a.ics", b"\r\n".join(lines)), region, today)
        except SubmissionError as error:
            assert error.message.startswith("a.ics: ")
        else:
            repr([*map(cells_of, records), *(fault.reason for fault in refused)]).encode()
