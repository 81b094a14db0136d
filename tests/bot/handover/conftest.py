"""Some offers of every kind, and a list of them to hand over."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine

from bot.german_texts import german_texts
from bot.handover.notes import Handover, read_notes
from catalogue.database import reading
from catalogue.permalink import offer_link
from catalogue.region import Region
from catalogue.submissions.load import LoadReport

SITE = "https://lotse.example"
USUAL = {
    "bereich": "Kultur und Freizeit",
    "art": "Kurs",
    "anbieter": "Werkstatt Probe",
    "ort": "Hameln",
    "stand": "2027-01-04",
}
ROWS = [
    {
        **USUAL,
        "kennung": "K1",
        "titel": "Körbe flechten",
        "beginn": "2027-02-01",
        "ende": "2027-02-22",
        "wochentage": "Mo",
        "uhrzeit_von": "18:00",
        "kosten": "45",
        "strasse": "Am Markt 3",
        "plz": "31785",
        "telefon": "05151 000-1",
        "telefon_beratung": "05151 000-9999",
        "email": "post@werkstatt.example",
        "ansprechperson": "Ilse Weide",
        "anmeldung": "bis eine Woche vorher",
        "nur_frauen": "ja",
    },
    {**USUAL, "kennung": "ALT", "titel": "Herbstmarkt", "beginn": "2026-10-01", "ende": "2026-10-02"},
    {**USUAL, "kennung": "AB", "titel": "Abgesagtes Konzert", "beginn": "2027-03-01", "status": "abgesagt"},
    {**USUAL, "kennung": "ONL", "titel": "Korbkunde", "format": "Online", "strasse": "Hinterhof 1"},
    {**USUAL, "kennung": "ÄLTER", "titel": "Weben", "stand": "2026-06-01"},
    {**USUAL, "kennung": "LANGE", "titel": "Töpfern", "stand": "2025-12-01"},
    {**USUAL, "kennung": "BÖSE 1", "titel": "<img src=file:///etc/passwd> & <script>alert(1)</script>"},
]  # fmt: skip
Hand = Callable[..., Handover]


@pytest.fixture
def hand(engine: Engine, region: Region, today: date, load_rows: Callable[..., LoadReport]) -> Hand:
    """A list of these offers of the workshop, by their own keys; with `site` where pages have a known address."""
    assert load_rows(ROWS).exit_code == 0

    def make(*references: str, site: str = SITE) -> Handover:
        keys = [f"werkstatt-probe/{reference}" for reference in references]
        with reading(engine) as session:
            notes = read_notes(session, keys, region, today)
        return Handover(
            notes, region, german_texts(region), today, lambda key: site + offer_link(key) if site else None
        )

    return make
