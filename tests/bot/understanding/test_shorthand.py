"""Counsellors' shorthand is read as what it stands for; other capitals, and the same letters in a word, are not."""

import pytest
from spacy.language import Language

from bot.understanding.pipeline import build_pipeline, understanding_of
from catalogue.region import load_region


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The understanding before anything is learnt: shorthand is a matter of words."""
    return build_pipeline(load_region(), catalogue="bildungslotse.no_words.v1")


def facts(nlp: Language, text: str) -> set[tuple[str, object]]:
    return {(fact.key, fact.value) for fact in understanding_of(nlp(text)).facts}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AVGS", ("topic", "avgs")), ("MAT in Hameln", ("topic", "avgs")), ("AVGS-Maßnahme", ("topic", "avgs")),
        ("BvB", ("topic", "bvb")), ("TN sucht EQ", ("topic", "einstiegsqualifizierung")),
        ("BaE", ("topic", "außerbetriebliche ausbildung")), ("BerEb", ("topic", "berufseinstiegsbegleitung")),
        ("FbW", ("topic", "bildungsgutschein")), ("AsA flex", ("topic", "assistierte ausbildung")),
        ("abH", ("topic", "assistierte ausbildung")), ("BEJ", ("topic", "bej")), ("BVJ", ("topic", "bvj")),
        ("IK Hameln", ("topic", "integrationskurs")), ("BAMF-Kurs", ("topic", "integrationskurs")),
        ("BSK B2", ("topic", "berufssprachkurs")), ("DeuFöV", ("topic", "berufssprachkurs")),
        ("DTZ", ("topic", "dtz")), ("LiD Test", ("topic", "orientierungskurs")), ("EOK", ("topic", "erstorientierung")),
        ("MBE", ("topic", "migrationsberatung")), ("JMD", ("topic", "jugendmigrationsdienst")),
        ("VKL", ("topic", "sprachlernklasse")), ("SPRINT", ("topic", "sprachlernklasse")),
        ("SprInt", ("topic", "dolmetscher")), ("HASA nachholen", ("topic", "hauptschulabschluss")),
        ("HSA", ("topic", "hauptschulabschluss")), ("RASA nachholen", ("topic", "realschulabschluss")),
        ("RSA", ("topic", "realschulabschluss")), ("FSJ", ("topic", "fsj")), ("BFD", ("topic", "bfd")),
        ("FÖJ", ("topic", "föj")), ("JBA", ("topic", "jugendberufsagentur")), ("TQ Lager", ("topic", "teilqualifizierung")),
        ("BFS", ("topic", "berufsfachschule")), ("BBS", ("topic", "berufsbildende schule")),
        ("FOS", ("topic", "fachoberschule")), ("FöS", ("topic", "förderschule")), ("LTA", ("topic", "reha")),
        ("BFW", ("topic", "reha")), ("BTZ", ("topic", "reha")), ("WfbM", ("topic", "behindertenwerkstatt")),
        ("EUTB", ("topic", "teilhabe")), ("BAB", ("topic", "berufsausbildungsbeihilfe")), ("ZAB", ("topic", "anerkennung")),
        ("BOM", ("topic", "berufsorientierung")), ("BO", ("topic", "berufsorientierung")), ("BWT", ("topic", "bewerbung")),
        ("TZ-Ausbildung", ("topic", "teilzeitausbildung")), ("WB Pflege", ("area", "Weiterbildung")),
        ("MAG", ("kind", "Praktikum")), ("u25", ("audience", "Jugendliche")), ("U27", ("audience", "Jugendliche")),
        ("ü50", ("age", 50)), ("PC ü 55", ("age", 55)), ("Ü60", ("audience", "Seniorinnen und Senioren")),
        ("AE sucht Kurs", ("audience", "Eltern und Familien")), ("LZA", ("audience", "Arbeitsuchende")),
        ("SGB III", ("audience", "Arbeitsuchende")), ("SGB II", ("audience", "Menschen mit geringem Einkommen")),
        ("ALG 2", ("audience", "Menschen mit geringem Einkommen")), ("Frauen MH", ("audience", "Neuzugewanderte")),
        ("UKR", ("audience", "Neuzugewanderte")), ("umA", ("audience", "Neuzugewanderte")),
        ("EU-Bürger", ("audience", "Neuzugewanderte")), ("geflü. Frauen", ("audience", "Neuzugewanderte")),
        ("GER B1", ("level", "B1")), ("m. Kinderbetr.", ("childcare", True)),
    ],
)  # fmt: skip
def test_shorthand_is_read_as_what_it_stands_for(nlp: Language, text: str, expected: tuple[str, object]) -> None:
    assert expected in facts(nlp, text)


def test_a_note_of_shorthand_is_read_as_a_whole(nlp: Language) -> None:
    found = facts(nlp, "AE mit 2 Kids, SGB II, sucht TZ-Ausb. in Hameln")
    assert {("topic", "teilzeitausbildung"), ("kind", "Ausbildung"), ("place", "Hameln")} <= found
    assert {("audience", "Eltern und Familien"), ("audience", "Menschen mit geringem Einkommen")} <= found
    assert not [value for key, value in found if key == "age"]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("ich mag Yoga", ("kind", "Praktikum")), ("Sprint und Weitsprung", ("topic", "sprachlernklasse")),
        ("mat", ("topic", "avgs")), ("wb", ("area", "Weiterbildung")), ("bo", ("topic", "berufsorientierung")),
    ],
)  # fmt: skip
def test_other_capitals_are_other_words(nlp: Language, text: str, other: tuple[str, object]) -> None:
    assert other not in facts(nlp, text)
