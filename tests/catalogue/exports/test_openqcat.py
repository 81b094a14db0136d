"""Offers in openQ-Cat: a catalogue that others can read, and that says the same when it is read again."""

from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.exports.openqcat import DROPPED, openqcat
from catalogue.models import Offer
from catalogue.region import load_region
from catalogue.submissions.check import check
from catalogue.submissions.plan import current_value
from catalogue.submissions.readers.openqcat import read_openqcat
from catalogue.submissions.record import COLUMNS, Record
from tests.catalogue.exports.offers import offer, offers

REGION = load_region()
SENDER = "Bildungsbüro Weser-Ith"
MADE_AT = datetime(2027, 1, 12, 6, 30)
KEPT = tuple(column for column in COLUMNS if column not in DROPPED)


def export(*found: Offer, sender: str = SENDER) -> Element:
    return fromstring(openqcat(found, REGION, sender, MADE_AT))


def service(**facts: Any) -> Element:
    """The only service of a catalogue of one offer."""
    found = export(offer(**facts)).find("NEW_CATALOG/SERVICE")
    assert found is not None
    return found


def details(**facts: Any) -> Element:
    found = service(**facts).find("SERVICE_DETAILS")
    assert found is not None
    return found


def education(**facts: Any) -> Element:
    found = details(**facts).find("SERVICE_MODULE/EDUCATION")
    assert found is not None
    return found


def features(**facts: Any) -> dict[str, str]:
    """What our own classification says in addition, without the day, which every offer has."""
    return {
        feature.findtext("FNAME", ""): feature.findtext("FVALUE", "")
        for feature in service(**facts).iterfind("SERVICE_CLASSIFICATION/FEATURE")
    }


def read_again(*found: Offer) -> list[Record]:
    table = read_openqcat("katalog.xml", openqcat(found, REGION, SENDER, MADE_AT))
    records, refused, _ = check(table, REGION, MADE_AT.date())
    assert (refused, table.withdrawn) == ([], ())
    return records


def values(record: Record) -> dict[str, Any]:
    """A record as the catalogue would hold it: what it says nothing about is not known."""
    found = {column: record.values.get(column) for column in KEPT}
    place = found["ort"]
    return {
        **{name: value or None if value == () else value for name, value in found.items()},
        "ort": place and place.title,
    }


def held(found: Offer) -> dict[str, Any]:
    return {column: None if (value := current_value(found, column)) in ((), "") else value for column in KEPT}


# --- there and back


def test_the_whole_example_catalogue_comes_back_as_it_was(example: list[Offer]) -> None:
    assert [values(record) for record in read_again(*example)] == [held(found) for found in example]


@given(st.lists(offers(), max_size=3), st.text(max_size=300), st.datetimes())
def test_no_offer_breaks_the_catalogue(found: list[Offer], sender: str, made_at: datetime) -> None:
    read_openqcat("katalog.xml", openqcat(found, REGION, sender, made_at))


def test_what_is_dropped_is_named_by_its_column() -> None:
    assert set(DROPPED) < set(COLUMNS)


def test_the_counsellors_number_is_nowhere(example: list[Offer]) -> None:
    numbers = {found.text.counsellor_phone for found in example} - {None}
    text = openqcat(example, REGION, SENDER, MADE_AT).decode()
    assert numbers
    assert [number for number in numbers if number in text or number.replace(" ", "") in text] == []


# --- the catalogue


def test_it_is_a_full_catalogue() -> None:
    root = export(offer())
    assert (root.tag, root.attrib) == ("OPENQCAT", {"version": "1.1"})
    assert [part.tag for part in root] == ["HEADER", "NEW_CATALOG"]
    assert root[1].attrib == {"FULLCATALOG": "true"}


def test_the_header_says_who_made_it_and_when() -> None:
    root = export(offer())
    assert root.findtext("HEADER/CATALOG/CATALOG_NAME") == SENDER
    assert root.findtext("HEADER/CATALOG/GENERATION_DATE") == "2027-01-12T06:30:00"
    assert root.findtext("HEADER/DOCUMENT_CREATOR/ADDRESS/NAME") == SENDER
    assert root.findtext("HEADER/DOCUMENT_CREATOR/EMAILS/EMAIL") == REGION.office.email


def test_each_provider_is_a_supplier_once() -> None:
    root = export(offer("Lernhof"), offer("Sprachwerk", reference="S-1"), offer("Lernhof", reference="K-2"))
    assert [name.text for name in root.iterfind("HEADER/SUPPLIER/SUPPLIER_NAME")] == ["Lernhof", "Sprachwerk"]
    numbers = [number.text for number in root.iterfind("NEW_CATALOG/SERVICE/SUPPLIER_ID_REF")]
    assert numbers == ["lernhof", "sprachwerk", "lernhof"]


def test_providers_whose_names_sound_alike_have_numbers_of_their_own() -> None:
    root = export(offer("Lernhof"), offer("Lern-Hof"), offer("Lern hof"), offer("???"))
    assert [number.text for number in root.iterfind("HEADER/SUPPLIER/SUPPLIER_ID")] == [
        "lernhof", "lern-hof", "lern-hof-2", "anbieter",
    ]  # fmt: skip


def test_an_empty_catalogue_has_its_sender_for_a_supplier() -> None:
    root = export()
    assert [name.text for name in root.iterfind("HEADER/SUPPLIER/SUPPLIER_NAME")] == [SENDER]
    assert read_openqcat("leer.xml", openqcat([], REGION, SENDER, MADE_AT)).rows == ()


@pytest.mark.parametrize(("provider", "reference"), [("Lernhof", "K" * 256), ("L" * 256, "K-1"), ("Lernhof", "\x00")])
def test_an_offer_whose_key_has_no_room_is_left_out(provider: str, reference: str) -> None:
    root = export(offer(provider, reference=reference), offer("Sprachwerk"))
    assert [name.text for name in root.iterfind("HEADER/SUPPLIER/SUPPLIER_NAME")] == ["Sprachwerk"]
    assert [key.text for key in root.iterfind("NEW_CATALOG/SERVICE/PRODUCT_ID")] == ["K-1"]


# --- what other programmes read


def test_the_elements_of_the_format_say_what_they_can() -> None:
    found = details(
        title="Lagerlogistik", description="Waren lagern", keywords=("Lager", "Logistik"), contact_person="Dr. Ulla Ohm",
        phone="05151 000-123", email="ohm@lernhof.example", begins=date(2027, 3, 1), ends=date(2027, 5, 28),
        starts_at=time(8), ends_at=time(15, 30), audiences=("Arbeitsuchende", "Frauen"), registration="per Mail",
        status="ausgebucht",
    )  # fmt: skip
    assert [element.tag for element in found] == [
        "TITLE", "DESCRIPTION_LONG", "CONTACT", "SERVICE_STATUS", "SERVICE_DATE", "KEYWORD", "KEYWORD", "TARGET_GROUP",
        "TERMS_AND_CONDITIONS", "SERVICE_MODULE",
    ]  # fmt: skip
    assert {path: found.findtext(path) for path in (
        "TITLE", "DESCRIPTION_LONG", "CONTACT/FIRST_NAME", "CONTACT/LAST_NAME", "CONTACT/PHONE", "CONTACT/EMAILS/EMAIL",
        "SERVICE_STATUS", "SERVICE_DATE/START_DATE", "SERVICE_DATE/END_DATE", "TARGET_GROUP/TARGET_GROUP_TEXT",
        "TERMS_AND_CONDITIONS",
    )} == {
        "TITLE": "Lagerlogistik", "DESCRIPTION_LONG": "Waren lagern", "CONTACT/FIRST_NAME": "Dr. Ulla",
        "CONTACT/LAST_NAME": "Ohm", "CONTACT/PHONE": "+49.5151.000123", "CONTACT/EMAILS/EMAIL": "ohm@lernhof.example",
        "SERVICE_STATUS": "ausgebucht", "SERVICE_DATE/START_DATE": "2027-03-01T08:00:00",
        "SERVICE_DATE/END_DATE": "2027-05-28T15:30:00", "TARGET_GROUP/TARGET_GROUP_TEXT": "Arbeitsuchende, Frauen",
        "TERMS_AND_CONDITIONS": "Anmeldung: per Mail",
    }  # fmt: skip


def test_where_and_how_people_learn() -> None:
    found = education(
        place="Groß Berkel", municipality="Aerzen", postcode="31855", street="Haus der Bildung, Mühlentorgasse 12",
        accessible=True, languages=("Deutsch", "Dari", "Ukrainisch"), weekdays=("Mo", "Mi"), starts_at=time(18),
        ends_at=time(20), begins=date(2027, 3, 1), ends=date(2027, 5, 28),
    )  # fmt: skip
    location = found.find("MODULE_COURSE/LOCATION")
    assert location is not None
    assert {part.tag: part.text for part in location} == {
        "NAME": "Haus der Bildung", "STREET": "Mühlentorgasse 12", "ZIP": "31855", "CITY": "Aerzen",
        "DISTRICT": "Groß Berkel", "BARRIER_FREE_LOCATION": "true",
    }  # fmt: skip
    assert [code.text for code in found.iterfind("EXTENDED_INFO/TEACHING_LANGUAGES")] == ["deu", "ukr"]
    assert found.findtext("MODULE_COURSE/INSTRUCTION_REMARKS") == "Montag, Mittwoch, 18:00 bis 20:00 Uhr"
    assert [element.get("type") for element in found.iterfind("MODULE_COURSE/DURATION")] == ["4"]


@pytest.mark.parametrize(
    ("facts", "form", "kind"),
    [
        ({"format": "Präsenz", "area": "Weiterbildung"}, "101", "104"),
        ({"format": "Online", "kind": "Ausbildung"}, "206", "102"),
        ({"format": "Hybrid", "area": "Sprachbildung"}, "303", "100"),
        ({"format": "Präsenz", "area": "Familienbildung"}, "101", "0"),
    ],
)
def test_the_numbers_of_kursnet(facts: dict[str, Any], form: str, kind: str) -> None:
    found = education(**facts)
    numbers = {part.tag: part.get("type") for part in found.iterfind("EXTENDED_INFO/*")}
    assert (numbers["INSTRUCTION_FORM"], numbers["EDUCATION_TYPE"]) == (form, kind)


def test_what_it_costs() -> None:
    found = service(cost=49.5, cost_note="ermäßigt 20 Euro").find("SERVICE_PRICE_DETAILS")
    assert found is not None
    assert [(part.tag, part.text) for part in found.iter() if not len(part)] == [
        ("PRICE_AMOUNT", "49.50"), ("PRICE_CURRENCY", "EUR"), ("REMARKS", "ermäßigt 20 Euro"),
    ]  # fmt: skip


def test_an_unknown_price_is_not_zero() -> None:
    assert service(cost=None).find("SERVICE_PRICE_DETAILS") is None


def test_a_cancelled_offer_is_no_longer_for_sale() -> None:
    found = details(status="abgesagt").find("SERVICE_STATUS")
    assert found is not None and found.get("type") == "old_product"


def test_only_what_the_format_cannot_say_is_a_feature() -> None:
    plain = {"area": "Weiterbildung", "confirmed": MADE_AT.date()}
    assert features(**plain) == {}
    assert features(**plain, age_from=16, childcare=False, street="Alter Postweg am Schloss Hastenbeck 1") == {
        "alter_von": "16", "kinderbetreuung": "nein", "strasse": "Alter Postweg am Schloss Hastenbeck 1",
    }  # fmt: skip
    # Read by others, a course without a kind is a Kurs; that nothing is known has to be said.
    assert features(**plain, kind=None) == {"art": ""}


def test_signs_of_html_are_not_taken_for_it() -> None:
    assert details(description="Alter < 25 & mehr").findtext("DESCRIPTION_LONG") == "Alter < 25 & mehr"
    assert details(description="Tag <b> erklärt").findtext("DESCRIPTION_LONG") == "Tag &lt;b&gt; erklärt"


def test_nothing_is_longer_than_the_format_allows() -> None:
    long = "Lang " * 10_000
    found = export(
        offer(title=long, description=long, keywords=(long,), contact_person=long, phone=long, street=long, cost_note=long,
              registration=long, url="https://lernhof.example/" + "x" * 3_000, email="x" * 300 + "@lernhof.example")
    )  # fmt: skip
    limits = {
        "TITLE": 255, "DESCRIPTION_LONG": 30_000, "KEYWORD": 255, "LAST_NAME": 30, "FIRST_NAME": 30, "PHONE": 30,
        "STREET": 30, "REMARKS": 2_000, "TERMS_AND_CONDITIONS": 4_000, "MIME_SOURCE": 2_000, "EMAIL": 255,
    }  # fmt: skip
    assert [part.tag for part in found.iter() if len(part.text or "") > limits.get(part.tag, 10**6)] == []
    assert (found.findtext("NEW_CATALOG/SERVICE/SERVICE_DETAILS/TITLE") or "").endswith("…")
