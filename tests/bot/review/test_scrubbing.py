"""What is taken out of a text before it is kept, and what has to stay."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.planted.blind import blind
from benchmarks.planted.messages import planted
from benchmarks.planted.pieces import Piece, Planted
from benchmarks.scrubbing import NEVER, question_texts, searched
from bot.review.scrubbing import Scrubber
from catalogue.region import Region


@pytest.fixture(scope="module")
def scrubber(region: Region) -> Scrubber:
    return Scrubber(region)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ich heiße Ali und suche Deutsch", "Ich heiße [Name] und suche Deutsch"),
        ("Deutschkurs für Frau Müller in Hameln", "Deutschkurs für Frau [Name] in Hameln"),
        ("frau müller sucht yoga", "frau [Name] sucht yoga"),
        ("mein Sohn Ali braucht Nachhilfe", "mein Sohn [Name] braucht Nachhilfe"),
        ("mein sohn ali braucht nachhilfe", "mein sohn [Name] braucht nachhilfe"),
        ("für meine Tochter Lena (7) Schwimmen", "für meine Tochter [Name] (7) Schwimmen"),
        ("Yoga in Aerzen?\nMit freundlichen Grüßen\nUrsula Pape", "Yoga in Aerzen?\nMit freundlichen Grüßen\n[Name]"),
        ("Yoga? LG, Jens", "Yoga? LG, [Name]"),
        ("Hier ist Ingeborg van der Beek", "Hier ist [Name]"),
        ("Freundliche Grüße K.-H. Dettmering", "Freundliche Grüße [Name]"),
        ("Kontakt: o171 555 66 77", "Kontakt: [Telefon]"),
        ("lena @ web . de", "[Mail]"),
        ("wohne Emmernstr.15 in Hameln", "wohne [Adresse] in Hameln"),
        ("Lena Koch sucht einen Kurs", "[Name] sucht einen Kurs"),
        ("Rufen Sie an: 0171 / 123 45 67", "Rufen Sie an: [Telefon]"),
        ("null eins sieben eins vier fünf sechs sieben, Yoga", "[Telefon], Yoga"),
        ("lena.koch@web.de oder lena (at) web.de", "[Mail] oder [Mail]"),
        ("mail lena punkt koch at web punkt de", "mail [Mail]"),
        ("IBAN DE89 3704 0044 0532 0130 00, Yoga", "IBAN [Konto], Yoga"),
        ("wohne Lindenstraße 12a in Hameln", "wohne [Adresse] in Hameln"),
        ("wohne Am Markt 5, 31785 Hameln", "wohne [Adresse], 31785 Hameln"),
        ("geb. am 3. April 1985, Umschulung", "geb. am [Geburtsdatum], Umschulung"),
        ("3.4.1985, Umschulung", "[Geburtsdatum], Umschulung"),
        ("BG-Nummer 21104//0012345, Yoga", "BG-Nummer [Nummer], Yoga"),
        ("Kundennummer 123A456789", "Kundennummer [Nummer]"),
        ("Az.: 12 C 345/26, Yoga", "Az.: [Nummer], Yoga"),
        ("SV-Nummer 65 170839 J 003", "SV-Nummer [Nummer]"),
        ("https://vhs.example/a?token=abc123 geht nicht", "[Link] geht nicht"),
        ("Insta @lena_k98, Yoga", "Insta [Benutzername], Yoga"),
    ],
)
def test_what_tells_who_somebody_is_is_named_by_its_kind(scrubber: Scrubber, text: str, kept: str) -> None:
    assert scrubber.scrubbed(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Deutschkurs B1 in 31785 Hameln",
        "meine Tochter ist 7 und will schwimmen",
        "mein sohn braucht nachhilfe in mathe",
        "Kurs ab 12.02.2027 um 18:30 Uhr für höchstens 50 Euro",
        "vom 12.-14.02.2027, 9 bis 12 Uhr",
        "Kurs-Nr. 4031 bitte",
        "meine Frau möchte Yoga",
        "Ich bin Elektroniker und 45 Jahre alt",
        "Ich bin Heilerziehungspflegerin",
        "Frau und Beruf in Bad Pyrmont",
        "Angebote für Seniorinnen in Hessisch Oldendorf",
        "Am Montag 10 Uhr oder am Samstag 18 Uhr",
        "Am Markt in Hameln, im Umkreis 15 km",
        "Im Januar 27 oder in der Klasse 7",
        "www.vhs-hameln.de",
        "wie heißt der Kurs",
        "Vielen Dank und schöne Grüße",
        "10, 20 oder 30 Personen",
    ],
)
def test_what_people_search_by_stays(scrubber: Scrubber, text: str) -> None:
    assert scrubber.scrubbed(text) == text


@pytest.mark.parametrize("name", ["own", "look", "measure"])
def test_nearly_nothing_of_planted_data_is_left_and_no_way_to_reach_anybody(scrubber: Scrubber, name: str) -> None:
    items = list(planted(7, 600, question_texts()) if name == "own" else blind(name, 7, 600))
    still = [piece.kind for item in items for piece in item.left(scrubber.scrubbed(item.text))]
    assert len(still) <= 0.01 * sum(len(item.pieces) for item in items)
    assert not set(still) & set(NEVER)


def test_what_is_planted_would_be_found() -> None:
    for item in (*planted(8, 300, []), *blind("look", 8, 300)):
        assert len(item.left(item.text)) == len(item.pieces)
    assert Planted("", (Piece("name", ("Lange",)),), "wie lange").left("wie lange") == []


def test_ordinary_messages_lose_no_words_of_searches(scrubber: Scrubber, region: Region) -> None:
    texts = question_texts()[::3]
    words = sum(searched(text, region).total() for text in texts)
    lost = sum((searched(text, region) - searched(scrubber.scrubbed(text), region)).total() for text in texts)
    assert words > 500
    assert lost <= 0.01 * words


PIECES = st.sampled_from(
    "Frau Müller|ich heiße|Ali|0171 1234567|[Name]|[Telefon]|, |. |\n|3.4.1985|Lindenstraße|5|a@b.de|LG|Deutsch|Hameln|12|@x"
    "|geb.|BG-Nummer|(7)|mein Sohn|wohne|Am Markt|null eins|https://a.example/b?c=1".split("|")
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=12).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_to_scrub_twice_changes_nothing(scrubber: Scrubber, text: str) -> None:
    once = scrubber.scrubbed(text)
    assert scrubber.scrubbed(once) == once


@given(
    st.integers(10_000, 99_999_999), st.sampled_from(["05151", "0171", "+49 5281", "0049 30"]), st.sampled_from(" /-")
)
@settings(max_examples=200, deadline=None)
def test_no_digit_of_a_phone_is_left(scrubber: Scrubber, number: int, code: str, between: str) -> None:
    assert not re.search(r"\d", scrubber.scrubbed(f"Tel. {code}{between}{number} bitte"))
