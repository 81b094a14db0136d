"""What would tell who a client is: taken out; what looks like it and is a search: kept."""

import pytest

from bot.personal.clients import without_client_data
from catalogue.region import Region


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Frau Müller sucht einen Deutschkurs", "Frau … sucht einen Deutschkurs"),
        ("Deutschkurs für Herrn Ali Demir in Hameln", "Deutschkurs für Herrn … in Hameln"),
        ("Fr. Müller-Schmidt, Alphabetisierung", "Fr. …, Alphabetisierung"),
        ("Familie Yıldız braucht Nachhilfe", "Familie … braucht Nachhilfe"),
        ("Frau Dr. Weber möchte Yoga", "Frau Dr. … möchte Yoga"),
        ("Sie heißt Amira Demir und will Deutsch lernen", "Sie heißt … und will Deutsch lernen"),
        ("Klient Schmidt, Umschulung", "Klient …, Umschulung"),
        ("Kundin K. Meier braucht B1", "Kundin … braucht B1"),
        ("Klient: Müller, Tom", "Klient: …, Tom"),
        ("Frau von Berg sucht Yoga", "Frau … sucht Yoga"),
        ("Herr el Hassan, Deutsch", "Herr …, Deutsch"),
        ("Frau Al Hassan, Deutsch", "Frau …, Deutsch"),
        ("Frau Müller *3.4.85 Yoga", "Frau … *… Yoga"),
        ("Computerkurs, geb. 3.4.1985", "Computerkurs, geb. …"),
        ("geboren am 03.04.1985, sucht Arbeit", "geboren am …, sucht Arbeit"),
        ("Geburtsdatum: 03.04.1985", "Geburtsdatum: …"),
        ("wohnt Lindenstraße 12a, Deutschkurs", "wohnt …, Deutschkurs"),
        ("wohnt in der Kurzen Straße 5", "wohnt in der …"),
        ("Kundennummer 237D123456, Umschulung", "Kundennummer …, Umschulung"),
        ("Frau Müller, geb. 3.4.1985, Ostertorwall 3", "Frau …, geb. …, …"),
    ],
)
def test_what_tells_who_somebody_is_is_taken_out(region: Region, text: str, kept: str) -> None:
    assert without_client_data(text, region) == (kept, True)


@pytest.mark.parametrize(
    "text",
    [
        "Deutschkurs in Hameln",
        "für meine Frau Deutschkurs B1",
        "meine Frau Amira sucht was",
        "Frau und Beruf",
        "Kurse für Frauen",
        "Frau sucht Yoga",
        "Frau Yoga Hameln",
        "Kurs ab 03.04.2027",
        "Veranstaltung am 12.02.2027 um 18 Uhr",
        "Klientin Deutschkurs Hameln",
        "wie heißt der Kurs",
        "Wie heißt Ihr Ansprechpartner?",
        "Klientin Ende 50 sucht PC-Kurs",
        "Kunde Mitte 40, Umschulung",
        "Frau Anfang 30 mit Kind",
        "Frau von 50 Jahren",
        "Herr von Hameln",
        "31785 Hameln",
        "Bad Pyrmont, 15 km",
        "Weg zum Schulabschluss",
    ],
)
def test_what_is_a_search_stays(region: Region, text: str) -> None:
    assert without_client_data(text, region) == (text, False)
