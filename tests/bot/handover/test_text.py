"""What is sent on says all that somebody needs who was not there, and nothing that is for counsellors only."""

from datetime import date

import pytest
from icalendar import Calendar
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from bot.handover.dates import as_calendar, has_dates
from bot.handover.text import as_text, parts
from catalogue.models import Offer
from catalogue.region import Region
from tests.bot.handover.conftest import ROWS, SITE, Hand


def read(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_an_offer_is_told_with_all_that_is_needed_to_go_there(hand: Hand) -> None:
    _, offer, _ = parts(hand("K1"))
    assert read(offer).splitlines() == [
        "1. Körbe flechten",
        "   Werkstatt Probe",
        "   Wann: 01.02.2027 bis 22.02.2027, Montag, 18:00 Uhr",
        "   Wo: Hameln; Am Markt 3, 31785 Hameln",
        "   Kosten: 45 €",
        "   Für wen: (nur für Frauen)",
        "   Art: Kurs · Kultur und Freizeit",
        "   Anmeldung: bis eine Woche vorher",
        "   Kontakt: Ilse Weide, Tel. 05151 000-1, post@werkstatt.example",
        "   Zuletzt bestätigt: 04.01.2027",
        f"   {SITE}/angebote/werkstatt-probe/K1",
    ]


@pytest.mark.parametrize(("reference", "dated"), [("K1", True), ("ALT", False), ("ONL", False), ("WEG", False)])
def test_a_calendar_is_worth_offering_where_something_is_to_come(hand: Hand, reference: str, dated: bool) -> None:
    assert has_dates(hand(reference)) is dated
    assert (b"BEGIN:VEVENT" in as_calendar(hand(reference), "Merkliste")) is dated


def test_the_list_says_what_it_is_and_whom_to_ask(hand: Hand, region: Region) -> None:
    text = as_text(hand("K1", "ONL"))
    assert text.startswith(f"Merkliste: 2 Bildungsangebote\n{region.name}, Stand 11.01.2027\n\n1. Körbe flechten\n")
    assert "\n\n2. Korbkunde\n" in text
    assert text.rstrip().endswith(region.office.email)
    assert region.office.phone in text
    assert as_text(hand("K1")).startswith("Merkliste: 1 Bildungsangebot\n")


def test_the_order_is_that_of_the_list(hand: Hand) -> None:
    titles = [part.splitlines()[0] for part in parts(hand("ONL", "K1", "LANGE"))[1:-1]]
    assert titles == ["1. Korbkunde", "2. Körbe flechten", "3. Töpfern"]


@pytest.mark.parametrize(
    ("reference", "warning"),
    [
        ("ALT", "Achtung: Dieses Angebot ist vorbei."),
        ("AB", "Achtung: Dieses Angebot ist abgesagt."),
        ("ÄLTER", "Achtung: Zuletzt bestätigt am 01.06.2026. Bitte rufen Sie vorher an."),
        (
            "LANGE",
            "Achtung: Diese Angaben hat seit Langem niemand bestätigt, zuletzt am 01.12.2025. Bitte rufen Sie vorher an.",
        ),
    ],
)
def test_what_has_to_be_known_first_stands_first(hand: Hand, reference: str, warning: str) -> None:
    assert parts(hand(reference))[1].splitlines()[2].strip() == warning


def test_what_is_withdrawn_or_gone_is_not_left_out(hand: Hand, engine: Engine, today: date) -> None:
    with Session(engine) as session, session.begin():
        session.execute(update(Offer).where(Offer.reference == "K1").values(withdrawn_on=today, last_day=date.min))
    _, withdrawn, gone, _ = parts(hand("K1", "GIBTESNICHT"))
    assert "Achtung: Der Anbieter führt dieses Angebot seit dem 11.01.2027 nicht mehr." in withdrawn
    assert "ist vorbei" not in withdrawn
    assert gone == "2. Dieses Angebot steht nicht mehr im Verzeichnis. (werkstatt-probe/GIBTESNICHT)"


def test_an_online_offer_has_no_street(hand: Hand) -> None:
    assert "Wo: online\n" in as_text(hand("ONL"))


def test_where_no_address_is_known_there_is_no_link(hand: Hand) -> None:
    assert "/angebote/" not in as_text(hand("K1", site=""))


def test_the_number_for_counsellors_is_in_nothing_that_is_handed_over(hand: Hand) -> None:
    everything = hand(*(row["kennung"] for row in ROWS))
    assert "9999" not in as_text(everything)
    assert b"9999" not in as_calendar(everything, "Merkliste").replace(b"\r\n ", b"")


def test_the_calendar_has_what_is_dated_and_not_over(hand: Hand) -> None:
    events = Calendar.from_ical(as_calendar(hand("ALT", "K1", "AB", "ONL", "GIBTESNICHT"), "Merkliste")).events
    assert [(str(event["summary"]), str(event["status"])) for event in events] == [
        ("Körbe flechten", "CONFIRMED"),
        ("Abgesagtes Konzert", "CANCELLED"),
    ]
    assert str(events[0]["url"]) == f"{SITE}/angebote/werkstatt-probe/K1"


def test_without_pages_of_our_own_a_date_leads_to_the_office(hand: Hand, region: Region) -> None:
    (event,) = Calendar.from_ical(as_calendar(hand("K1", site=""), "Merkliste")).events
    assert str(event["url"]) == region.office.url
