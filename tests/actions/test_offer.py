"""One offer in German words and as data. What only counsellors may see is never in either."""

import json
from datetime import date, datetime, time
from typing import Any

import pytest
import yaml

from actions.answers.offer import (
    contact,
    cost,
    more_facts,
    offer_data,
    offer_facts,
    place,
    source,
    state,
    when,
)
from actions.answers.texts import texts_in
from bot.training import PROJECT
from catalogue.models import Offer, OfferText, Provider, Submission
from catalogue.region import load_region
from catalogue.search import Hit

SECRET = "05151 999999"
TEXTS = texts_in("de", yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8")), load_region())


def an_offer(text: dict[str, Any] | None = None, **values: Any) -> Offer:
    """An offer that is known well; `values` and `text` change it."""
    texts: dict[str, Any] = {
        "description": "Für alle.", "keywords": ("Yoga",), "contact_person": "Frau Muster", "phone": "05151 1",
        "email": "a@b.example", "url": "https://b.example", "counsellor_phone": SECRET, "street": "Markt 1",
        "cost_note": None, "registration": "Per Telefon", "row": 7,
        "submission": Submission(file="vhs.csv", sha256="x", loaded_at=datetime(2027, 1, 11, 9)),
    }  # fmt: skip
    facts: dict[str, Any] = {
        "key": "vhs/Y-1", "reference": "Y-1", "title": "Yoga am Abend", "area": "Kultur und Freizeit", "kind": "Kurs",
        "audiences": (), "women_only": None, "age_from": None, "age_to": None, "levels": (), "languages": (),
        "place": "Hameln", "municipality": "Hameln", "format": "Präsenz", "begins": None, "ends": None, "weekdays": (),
        "starts_at": None, "ends_at": None, "cost": None, "childcare": None, "accessible": None, "status": "offen",
        "confirmed": date(2026, 12, 1), "provider": Provider(slug="vhs", name="VHS"),
    }  # fmt: skip
    return Offer(**{**facts, **values, "text": OfferText(**{**texts, **(text or {})})})


@pytest.mark.parametrize(
    ("values", "note", "text"),
    [
        ({"cost": None}, None, "nicht angegeben"),
        ({"cost": 0}, None, "kostenfrei"),
        ({"cost": 74.5}, None, "74,50 €"),
        ({"cost": 229}, "je Abschnitt", "229,00 €, je Abschnitt"),
        ({"cost": None}, "Bildungsgutschein möglich", "Bildungsgutschein möglich"),
    ],
)
def test_cost(values: dict[str, Any], note: str | None, text: str) -> None:
    assert cost(an_offer({"cost_note": note}, **values), TEXTS) == text


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, "fortlaufend, Zeiten beim Anbieter erfragen"),
        ({"begins": date(2027, 2, 1)}, "ab 01.02.2027"),
        ({"begins": date(2027, 2, 1), "kind": "Veranstaltung"}, "am 01.02.2027"),
        ({"ends": date(2027, 2, 1)}, "bis 01.02.2027"),
        ({"begins": date(2027, 2, 1), "ends": date(2027, 2, 1)}, "01.02.2027"),
        ({"begins": date(2027, 2, 1), "ends": date(2027, 3, 1)}, "01.02.2027 bis 01.03.2027"),
        ({"weekdays": ("Mo", "Mi")}, "Montag, Mittwoch"),
        ({"starts_at": time(18, 0)}, "18:00 Uhr"),
        ({"weekdays": ("Mo",), "starts_at": time(18), "ends_at": time(19, 30)}, "Montag, 18:00 bis 19:30 Uhr"),
    ],
)
def test_when(values: dict[str, Any], text: str) -> None:
    assert when(an_offer(**values), TEXTS) == text


def test_an_end_without_a_beginning_is_told() -> None:
    assert "19:30" in when(an_offer(ends_at=time(19, 30)), TEXTS)


@pytest.mark.parametrize(
    ("values", "distance", "text"),
    [
        ({}, None, "Hameln"),
        ({}, 0.0, "Hameln"),
        ({}, 9.2, "Hameln, 9 km entfernt"),
        ({"place": "Tündern"}, None, "Tündern (Hameln)"),
        ({"format": "Online"}, None, "online"),
        ({"format": "Online", "place": None, "municipality": None}, None, "online"),
        ({"format": "Hybrid"}, None, "Hameln, auch online"),
    ],
)
def test_where(values: dict[str, Any], distance: float | None, text: str) -> None:
    assert place(Hit(an_offer(**values), distance), TEXTS) == text


@pytest.mark.parametrize(
    ("status", "word"),
    [("offen", "Status: offen"), ("Warteliste", "Status: Warteliste"), ("ausgebucht", "Status: zurzeit ausgebucht")],
)
def test_state(status: str, word: str) -> None:
    assert state(an_offer(status=status), TEXTS) == f"{word}; zuletzt bestätigt am 01.12.2026"


def test_where_the_facts_come_from() -> None:
    assert source(an_offer(), TEXTS) == "Meldung „vhs.csv“, Zeile 7, geladen am 11.01.2027"


def test_contact_names_what_is_public() -> None:
    assert contact(an_offer(), TEXTS) == "Frau Muster, Tel. 05151 1, a@b.example, https://b.example"


def test_no_contact_is_said_to_be_unknown() -> None:
    assert (
        contact(an_offer({"contact_person": None, "phone": None, "email": None, "url": None}), TEXTS)
        == "nicht angegeben"
    )


def test_how_to_register_where_nothing_is_known() -> None:
    assert (
        offer_facts(Hit(an_offer({"registration": None}), None), TEXTS)["registration"]
        == "bitte beim Anbieter erfragen"
    )


def test_more_facts_are_told_where_known() -> None:
    offer = an_offer(
        audiences=("Kinder", "Frauen"), levels=("A1", "A2"), languages=("Arabisch",), age_from=6, age_to=12,
        childcare=True, accessible=False,
    )  # fmt: skip
    assert more_facts(offer, TEXTS).splitlines() == [
        "Für: Kinder, Frauen",
        "Alter: 6 bis 12 Jahre",
        "Niveau: A1, A2",
        "Sprachen: Arabisch",
        "Kinderbetreuung: ja",
        "Barrierefrei: nein",
    ]


@pytest.mark.parametrize(
    ("ages", "line"),
    [
        ({"age_from": 60}, "ab 60 Jahren"),
        ({"age_to": 3}, "bis 3 Jahre"),
        ({"age_from": 0, "age_to": 3}, "0 bis 3 Jahre"),
    ],
)
def test_ages(ages: dict[str, int], line: str) -> None:
    assert more_facts(an_offer(**ages), TEXTS) == f"Alter: {line}\n"


def test_nothing_is_told_of_what_is_not_known() -> None:
    assert more_facts(an_offer(), TEXTS) == ""


def test_data_have_the_keys_of_the_interface() -> None:
    data = offer_data(Hit(an_offer(), 9.2), TEXTS)
    assert {name: data[name] for name in ("id", "title", "provider", "place", "distance_km", "url")} == {
        "id": "vhs/Y-1",
        "title": "Yoga am Abend",
        "provider": "VHS",
        "place": "Hameln",
        "distance_km": 9.2,
        "url": "https://b.example",
    }


def test_data_can_be_sent() -> None:
    assert json.loads(json.dumps(offer_data(Hit(an_offer(cost=3.5), None), TEXTS)))["distance_km"] is None


def test_the_counsellors_phone_is_in_no_text_and_no_data() -> None:
    hit = Hit(an_offer(), 1.0)
    texts = [json.dumps(offer_data(hit, TEXTS)), json.dumps(offer_facts(hit, TEXTS)), more_facts(hit.offer, TEXTS)]
    blanks = {
        "number": 1,
        "description": "",
        "facts": more_facts(hit.offer, TEXTS),
        "wish": "",
        "met": "",
        "missed": "",
    }
    for response in ("utter_offer", "utter_detail", "utter_contact", "utter_why"):
        texts.append(TEXTS.say(response, **{**blanks, **offer_facts(hit, TEXTS)}))
    for text in texts:
        assert SECRET not in text
        assert "999999" not in text


def test_braces_in_an_offer_break_no_text() -> None:
    hit = Hit(an_offer({"description": "{unbekannt} {0}"}, title="Yoga {x}"), None)
    assert "Yoga {x}" in TEXTS.say("utter_offer", number=1, **offer_facts(hit, TEXTS))
