"""One offer in German words and as data. What only counsellors may see is never in either."""

import json
import re
from datetime import date, datetime, time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from actions.answers.offer import (
    card_lines,
    contact,
    contact_links,
    cost,
    links,
    more_facts,
    offer_data,
    offer_facts,
    own_page,
    place,
    source,
    state,
    when,
)
from actions.answers.texts import Texts, languages, texts_in
from bot.training import PROJECT
from catalogue.models import Offer, OfferText, Provider, Submission
from catalogue.region import load_region
from catalogue.search import Hit

SECRET = "05151 999999"
DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
TEXTS = texts_in("de", DOMAIN, load_region())


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
        ({"cost": 12.05}, None, "12,05 €"),
        ({"cost": 229}, "je Abschnitt", "229 €, je Abschnitt"),
        ({"cost": 1250.0}, None, "1.250 €"),
        ({"cost": 1234567.5}, None, "1.234.567,50 €"),
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
    assert state(Hit(an_offer(status=status), None), TEXTS) == f"{word}; zuletzt bestätigt am 01.12.2026"


def test_an_overdue_entry_says_when_it_was_confirmed_and_to_call_first() -> None:
    hit = Hit(an_offer(), None, overdue=True)
    assert state(hit, TEXTS).endswith("zuletzt bestätigt am 01.12.2026, bitte vorher anrufen")
    assert card_lines(hit, TEXTS)[-1] == state(hit, TEXTS)
    assert offer_data(hit, TEXTS)["overdue"]


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


# --- a card: lines and links


def test_a_card_says_below_the_title_where_when_how_much_and_whether_there_is_room() -> None:
    hit = Hit(an_offer(cost=12.5, weekdays=("Mo",), starts_at=time(18), status="Warteliste"), 9.2)
    assert card_lines(hit, TEXTS) == [
        "VHS, Hameln, 9 km entfernt",
        "Wann: Montag, 18:00 Uhr",
        "Kosten: 12,50 €",
        "Status: Warteliste; zuletzt bestätigt am 01.12.2026",
    ]


@pytest.mark.parametrize("title", ["Yoga\nam Abend", "Yoga\u2028am Abend", "Kontakt: Yoga", ""])
def test_no_title_gets_among_the_lines_of_a_card(title: str) -> None:
    assert card_lines(Hit(an_offer(title=title), None), TEXTS) == card_lines(Hit(an_offer(), None), TEXTS)


@pytest.mark.parametrize("language", sorted(languages()))
def test_in_every_language_a_card_leaves_the_contact_to_its_links_with_heading_and_all(language: str) -> None:
    texts = texts_in(language, DOMAIN, load_region())
    hit = Hit(an_offer(cost=12.5, weekdays=("Mo",)), 9.2)
    lines = card_lines(hit, texts)
    assert all(lines)
    assert any("VHS" in line for line in lines)
    assert any("12,50" in line for line in lines)
    assert state(hit, texts).splitlines()[-1].strip() == lines[-1]
    assert lines == without_contact(texts, hit)
    assert not any(secret in line for line in lines for secret in ("05151", "@", "https", "Muster", SECRET))


def without_contact(texts: Texts, hit: Hit) -> list[str]:
    """The text of an offer less its title, the contact, and what introduces the contact."""
    before, after = texts.sentences["utter_offer"].split("{contact}")
    introduction = before.splitlines()[-1].strip() or before.splitlines()[-2].strip()
    said = texts.say("utter_offer", number=1, **{**offer_facts(hit, texts), "contact": ""})
    assert after.strip() == "{state}"
    return [line.strip() for line in said.splitlines()[1:] if line.strip() and line.strip() != introduction]


def test_the_links_of_an_offer_lead_to_its_page_and_its_contact() -> None:
    assert links(an_offer({"phone": "05151 903-0"}), TEXTS) == [
        {"title": "Einzelheiten", "url": "/angebote/vhs/Y-1"},
        {"title": "Website", "url": "/weiter?angebot=vhs%2FY-1"},
        {"title": "Anrufen: 05151 903-0", "url": "tel:051519030"},
        {"title": "E-Mail schreiben", "url": "mailto:a@b.example"},
    ]


def test_what_is_not_known_is_no_link() -> None:
    assert contact_links(an_offer({"url": None, "phone": None, "email": None}), TEXTS) == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x",
        "file:///etc/passwd", "ftp://b.example", "//b.example", "www.b.example", "https:b.example", "http", "",
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_the_web_is_no_link(url: str) -> None:
    offer = an_offer({"url": url, "phone": None, "email": None})
    assert contact_links(offer, TEXTS) == []


@pytest.mark.parametrize("url", ["http://b.example/x?y=1#z", "https://b.example", "HTTPS://B.example"])
def test_an_address_of_the_web_is_reached_by_way_of_ours(url: str) -> None:
    offer = an_offer({"url": url, "phone": None, "email": None})
    assert [link["url"] for link in contact_links(offer, TEXTS)] == ["/weiter?angebot=vhs%2FY-1"]
    assert own_page(offer) == url


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("05151 903-0", "051519030"),
        ("05151/903-0", "051519030"),
        ("05151 / 0815", "051510815"),
        ("(05151) 90 30", "051519030"),
        ("+49 (0)5151 903-0", "+4951519030"),
        ("+49 (0) 5151/903-0", "+4951519030"),
        ("0049 5151 9030", "004951519030"),
        ("Tel.: 05151 – 903 0", "051519030"),
        ("115", "115"),
        ("05151 9030 oder 0171 1234567", "051519030"),
        ("05151 9030 / 0171 1234567", "051519030"),
        ("05151 9030, 9031", "051519030"),
        ("05151 9030; +49 171 1234567", "051519030"),
        ("05151 9030 (Durchwahl 12)", "051519030"),
    ],
)
def test_a_phone_dials_the_first_number_whatever_way_it_is_written(phone: str, number: str) -> None:
    offer = an_offer({"url": None, "phone": phone, "email": None})
    assert contact_links(offer, TEXTS) == [{"title": f"Anrufen: {phone}", "url": f"tel:{number}"}]


def test_a_phone_without_a_number_is_no_link() -> None:
    assert contact_links(an_offer({"url": None, "phone": "auf Anfrage", "email": None}), TEXTS) == []


@pytest.mark.parametrize(
    ("email", "url"),
    [
        ("a.b-c@d.example", "mailto:a.b-c@d.example"),
        ("kurs+yoga@d.example", "mailto:kurs%2Byoga@d.example"),
        ("a@b.example?bcc=c@d.example&body=x", "mailto:a@b.example%3Fbcc%3Dc@d.example%26body%3Dx"),
    ],
)
def test_a_mail_goes_to_the_address_and_nowhere_else(email: str, url: str) -> None:
    assert contact_links(an_offer({"url": None, "phone": None, "email": email}), TEXTS)[0]["url"] == url


LETTERS = st.characters(exclude_categories=["Cs"])


@given(
    st.text(LETTERS) | st.text(LETTERS).map("http://{}".format),
    st.text(LETTERS) | st.text("0123456789+()/-, .oder"),
    st.text(LETTERS),
)
def test_links_only_open_pages_phones_and_mails(url: str, phone: str, email: str) -> None:
    for link in contact_links(an_offer({"url": url, "phone": phone, "email": email}), TEXTS):
        assert link["url"].startswith(("/weiter?angebot=", "tel:", "mailto:"))
        if link["url"].startswith("tel:"):
            assert re.fullmatch(r"tel:\+?[0-9]+", link["url"])


def test_the_counsellors_phone_is_no_link() -> None:
    offer = an_offer({"url": None, "phone": None, "email": None, "counsellor_phone": SECRET})
    assert contact_links(offer, TEXTS) == []
    assert "999999" not in json.dumps(links(offer, TEXTS) + card_lines(Hit(offer, None), TEXTS))  # type: ignore[operator]
