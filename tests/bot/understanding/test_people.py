"""For whom an offer is, told apart from people who are only mentioned."""

from collections.abc import Callable

import pytest

from bot.understanding.facts import Understanding
from tests.bot.understanding.reading import facts_of

Understand = Callable[[str], Understanding]


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("Angebote für Rentner", "Seniorinnen und Senioren"),
        ("Computerkurs für Senioren", "Seniorinnen und Senioren"),
        ("Kurs für Eltern", "Eltern und Familien"),
        ("Sport für Kinder", "Kinder"),
        ("Treff für Jugendliche", "Jugendliche"),
        ("ich bin neu in Deutschland", "Neuzugewanderte"),
        ("ich komme aus der Ukraine", "Neuzugewanderte"),
        ("Deutsch für Geflüchtete", "Neuzugewanderte"),
        ("ich bin arbeitslos", "Arbeitsuchende"),
        ("ich habe meinen Job verloren", "Arbeitsuchende"),
        ("Schwimmkurs für Frauen", "Frauen"),
        ("ich bin Lehrerin und suche Fortbildung", "Lehr- und Fachkräfte"),
        ("ich bin Azubi", "Auszubildende"),
        ("ich beziehe Bürgergeld", "Menschen mit geringem Einkommen"),
        ("Sport für Menschen mit Behinderung", "Menschen mit Behinderung"),
        ("Seminar für Ehrenamtliche", "Ehrenamtliche"),
        ("Weiterbildung für Berufstätige", "Beschäftigte"),
        ("Nachhilfe 6. Klasse", "Schülerinnen und Schüler"),
        ("meine Tochter (7)", "Kinder"),
        ("mein Sohn, 15", "Jugendliche"),
        ("ich bin 67", "Seniorinnen und Senioren"),
        ("Seniorencomputerkurs", "Seniorinnen und Senioren"),
        ("Krabbelgruppe für Mütter in Aerzen", "Eltern und Familien"),
        ("Ich bin Rentnerin und möchte Englisch lernen", "Seniorinnen und Senioren"),
        ("bin arbeitslos, suche Staplerschein", "Arbeitsuchende"),
    ],
)
def test_an_audience_is_said(text: str, audience: str, understand: Understand) -> None:
    assert facts_of(understand(text), "audience") == {"audience": audience}


@pytest.mark.parametrize(
    "text",
    [
        "Yoga in Hameln",
        "ich habe drei Kinder und suche Yoga",
        "meine Kinder sind in der Schule, ich suche Yoga",
        "Ausbildung als Erzieher",
        "ich möchte Lehrer werden",
        "Praktikum als Erzieherin",
        "Mein Mann ist Rentner, ich arbeite noch und suche abends Yoga",
        "Englisch vormittags, da sind die Kinder in der Schule",
        "Meine Kollegin ist gehörlos, ich will Gebärdensprache lernen",
    ],
)
def test_people_who_are_only_mentioned(text: str, understand: Understand) -> None:
    assert "audience" not in facts_of(understand(text), "audience")


@pytest.mark.parametrize(
    ("text", "audience"), [("meine Tochter möchte tanzen", "Kinder"), ("ein 40-jähriger Mann", "Erwachsene")]
)
def test_an_audience_that_only_follows(text: str, audience: str, understand: Understand) -> None:
    assert facts_of(understand(text), "audience") == {"audience:follows": audience}


def test_an_audience_that_is_not_wanted(understand: Understand) -> None:
    assert facts_of(understand("nicht für Kinder"), "audience") == {"audience:exclude": "Kinder"}


def test_two_audiences(understand: Understand) -> None:
    found = facts_of(understand("Treff für Eltern und Senioren"), "audience")
    assert found == {"audience": ["Eltern und Familien", "Seniorinnen und Senioren"]}


def test_a_more_exact_name_makes_the_age_group_follow(understand: Understand) -> None:
    found = facts_of(understand("ich bin Schülerin, 15 Jahre alt"), "audience", "age")
    assert found["audience"] == "Schülerinnen und Schüler"
    assert found["age"] == 15
