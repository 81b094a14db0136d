"""Cells to values: what is forgiven, what is refused, and never anything else."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.region import Region
from catalogue.submissions import fields
from catalogue.submissions.fields import BadValueError
from catalogue.values import FORMATS, LANGUAGES, LEVELS, STATUSES, WEEKDAYS

AREAS = ("Sprachbildung", "Schule-Beruf", "Frühe Bildung", "Lehr- und Fachkräfte")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sprachbildung", "Sprachbildung"),
        ("sprachbildung", "Sprachbildung"),
        (" SPRACHBILDUNG ", "Sprachbildung"),
        ("Schule–Beruf", "Schule-Beruf"),
        ("Schule — Beruf", "Schule-Beruf"),
        ("schule beruf", "Schule-Beruf"),
        ("Schule‑Beruf", "Schule-Beruf"),
        ("Fruehe Bildung", "Frühe Bildung"),
        ("Frühe  Bildung", "Frühe Bildung"),
        ("Lehr– und Fachkräfte", "Lehr- und Fachkräfte"),
    ],
)
def test_case_spaces_dashes_and_umlaut_spelling_are_forgiven(text: str, expected: str) -> None:
    assert fields.one_of(text, AREAS) == expected


@pytest.mark.parametrize("values", [LEVELS, WEEKDAYS, FORMATS, STATUSES, LANGUAGES])
def test_every_value_of_a_closed_list_means_itself(values: tuple[str, ...]) -> None:
    for value in values:
        assert fields.one_of(value, values) == fields.one_of(value.upper(), values) == value


def test_a_value_outside_the_list_is_refused_and_the_list_is_told() -> None:
    with pytest.raises(BadValueError, match=r"„Sport“ ist nicht bekannt.*Sprachbildung, Schule-Beruf"):
        fields.one_of("Sport", AREAS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1", ("A1",)),
        ("A1|A2", ("A1", "A2")),
        (" a1 | a2 ", ("A1", "A2")),
        ("A1|A1", ("A1",)),
        ("|A1||A2|", ("A1", "A2")),
    ],
)
def test_a_list_is_separated_by_bars(text: str, expected: tuple[str, ...]) -> None:
    assert fields.several_of(text, LEVELS) == expected


@pytest.mark.parametrize("text", ["A1, A2", "A1|A7", "A1 A2"])
def test_one_bad_value_spoils_a_list(text: str) -> None:
    with pytest.raises(BadValueError):
        fields.several_of(text, LEVELS)


@pytest.mark.parametrize(("text", "expected"), [("ja", True), ("Ja", True), ("NEIN", False), (" nein", False)])
def test_yes_and_no(text: str, expected: bool) -> None:
    assert fields.yes_or_no(text) is expected


@pytest.mark.parametrize("text", ["vielleicht", "1", "x", "j"])
def test_other_answers_than_yes_and_no_are_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        fields.yes_or_no(text)


@pytest.mark.parametrize(("text", "expected"), [("0", 0), ("16", 16), ("120", 120)])
def test_an_age_is_a_number_of_years(text: str, expected: int) -> None:
    assert fields.age(text) == expected


@pytest.mark.parametrize(
    "text", ["-1", "121", "sechzehn", "16,5", "16 Jahre", "²", pytest.param("9" * 5000, id="endless")]
)
def test_what_is_no_age_is_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        fields.age(text)


@pytest.mark.parametrize(
    "text",
    ["2027-01-15", "15.01.2027", "15.1.2027", "15.01.27", "15. 01. 2027", "2027‑01‑15", "2027–01–15"],
)
def test_a_day_is_read_with_its_spaces_and_dashes_forgiven(text: str) -> None:
    assert fields.day(text) == date(2027, 1, 15)


@pytest.mark.parametrize("text", ["31.02.2027", "2027-13-01", "01/15/2027", "15. Januar", "bald", "2027", "45672"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadValueError, match="kein Datum"):
        fields.day(text)


@given(st.dates(date(2000, 1, 1), date(2068, 12, 31)))
def test_a_day_means_the_same_in_every_spelling(day: date) -> None:
    spellings = (
        day.isoformat(),
        day.strftime("%d.%m.%Y"),
        f"{day.day}.{day.month}.{day.year}",
        day.strftime("%d.%m.%y"),
    )
    assert {fields.day(text) for text in spellings} == {day}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:30", time(18, 30)),
        ("18.30", time(18, 30)),
        ("8:05", time(8, 5)),
        ("18:30 Uhr", time(18, 30)),
        ("18 uhr", time(18)),
        ("18:30:00", time(18, 30)),
        (" 18:30 ", time(18, 30)),
        ("0:00", time(0)),
    ],
)
def test_a_time_is_read(text: str, expected: time) -> None:
    assert fields.clock(text) == expected


@pytest.mark.parametrize("text", ["24:00", "18:60", "abends", "18:30-20:00", "1830", "-1:00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadValueError, match="keine Uhrzeit"):
        fields.clock(text)


@given(st.times())
def test_a_time_means_itself(value: time) -> None:
    assert fields.clock(value.strftime("%H:%M")) == value.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("49,50", 49.5),
        ("49.50", 49.5),
        ("49,50 €", 49.5),
        ("€ 49,50", 49.5),
        ("49,50€", 49.5),
        ("49 Euro", 49),
        ("49 EUR", 49),
        ("1.250,00 €", 1250),
        ("1.250", 1250),
        ("1 250,00 €", 1250),
        ("49,-", 49),
        ("49,--", 49),
        ("49,- €", 49),
        ("49,– €", 49),
        ("kostenlos", 0),
        ("Kostenfrei", 0),
        ("GRATIS", 0),
        ("0,00 €", 0),
    ],
)
def test_costs_are_read_as_people_write_them(text: str, expected: float) -> None:
    assert fields.euros(text) == expected


@pytest.mark.parametrize(
    "text",
    ["-5", "auf Anfrage", "50 %", "ab 20", "20-30", "ca. 5 €", "€", "1,2,3", pytest.param("9" * 400, id="endless")],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadValueError, match="kosten_hinweis"):
        fields.euros(text)


@given(st.integers(0, 10_000_000))
def test_an_amount_means_the_same_in_every_spelling(cents: int) -> None:
    whole, rest = divmod(cents, 100)
    grouped = f"{whole:,}".replace(",", ".")
    spellings = (f"{whole},{rest:02}", f"{whole}.{rest:02}", f"{grouped},{rest:02} €", f"EUR {whole},{rest:02}")
    assert {fields.euros(text) for text in spellings} == {cents / 100}


@pytest.mark.parametrize("text", ["3178", "317855", "D-31785", "abcde"])
def test_what_is_no_postcode_is_refused(text: str) -> None:
    with pytest.raises(BadValueError, match="Postleitzahl"):
        fields.postcode(text)


@pytest.mark.parametrize("text", ["info@vhs.example", "mailto:info@vhs.example"])
def test_an_address_for_mails_is_read(text: str) -> None:
    assert fields.email(text) == "info@vhs.example"


@pytest.mark.parametrize("text", ["info", "info@vhs", "@vhs.example", "a b@vhs.example", "a@b.c d@e.f"])
def test_what_is_no_address_for_mails_is_refused(text: str) -> None:
    with pytest.raises(BadValueError, match="E-Mail"):
        fields.email(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://vhs.example/a?b=1", "https://vhs.example/a?b=1"),
        ("http://vhs.example", "http://vhs.example"),
        ("www.vhs.example/kurse", "https://www.vhs.example/kurse"),
    ],
)
def test_a_web_address_is_read_and_gets_its_scheme(text: str, expected: str) -> None:
    assert fields.web_address(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "javascript://vhs.example/%0aalert(1)",
        "data:text/html,x",
        "ftp://vhs.example",
        "file:///etc/passwd",
        "vhs",
        "siehe Homepage",
        "https://vhs.example/a b",
        "https://[vhs.example",
    ],
)
def test_an_unsafe_or_broken_web_address_is_refused(text: str) -> None:
    with pytest.raises(BadValueError, match="Internetadresse"):
        fields.web_address(text)


@pytest.mark.parametrize(
    ("text", "code", "title"),
    [
        ("Bad Münder", "", "Bad Münder am Deister"),
        ("BAD MÜNDER", "", "Bad Münder am Deister"),
        ("Hessisch  Oldendorf", "", "Hessisch Oldendorf"),
        ("Rohrsen", "31789", "Rohrsen (Hameln)"),
        ("Rohrsen", "31848", "Rohrsen (Bad Münder am Deister)"),
        ("Rohrsen (Hameln)", "", "Rohrsen (Hameln)"),
        ("Hannover", "", "Hannover"),
    ],
)
def test_a_place_is_found_with_the_help_of_its_postcode(region: Region, text: str, code: str, title: str) -> None:
    assert fields.place(text, code, region.gazetteer).title == title


def test_an_unknown_place_is_refused_with_the_nearest_name(region: Region) -> None:
    with pytest.raises(BadValueError, match=r"„Hamlen“ kennt die Region nicht. Meinten Sie Hameln\?"):
        fields.place("Hamlen", "", region.gazetteer)


def test_a_place_far_off_is_refused_without_a_guess(region: Region) -> None:
    with pytest.raises(BadValueError, match=r"kennt die Region nicht\.$"):
        fields.place("Wladiwostok", "", region.gazetteer)


@pytest.mark.parametrize("code", ["", "31785"])
def test_a_name_that_two_places_share_asks_which(region: Region, code: str) -> None:
    with pytest.raises(BadValueError, match=r"Rohrsen \(Hameln\) oder Rohrsen \(Bad Münder am Deister\)"):
        fields.place("Rohrsen", code, region.gazetteer)


CONVERTERS: dict[str, Callable[[str], Any]] = {
    "one_of": lambda text: fields.one_of(text, AREAS),
    "several_of": lambda text: fields.several_of(text, LEVELS),
    "age": fields.age,
    "day": fields.day,
    "clock": fields.clock,
    "euros": fields.euros,
    "postcode": fields.postcode,
    "email": fields.email,
    "web_address": fields.web_address,
}


@pytest.mark.parametrize("name", CONVERTERS)
@given(text=st.text(min_size=1, max_size=20) | st.text("0123456789.:,-€ |[]/@htps", min_size=1, max_size=20))
def test_any_cell_is_a_value_or_is_refused(name: str, text: str) -> None:
    try:
        CONVERTERS[name](text)
    except BadValueError as reason:
        assert str(reason).endswith(".") or "kosten_hinweis" in str(reason)


@given(text=st.text(min_size=1, max_size=20))
def test_any_place_is_known_or_refused(region: Region, text: str) -> None:
    try:
        fields.place(text, "", region.gazetteer)
    except BadValueError as reason:
        assert text in str(reason)
