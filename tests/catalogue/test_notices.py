"""What visitors report about an offer is kept for the office, whatever becomes of the offer."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, delete, inspect, select, text
from sqlalchemy.orm import Session

from catalogue.database import MIGRATIONS, migrate, open_engine
from catalogue.errors import CatalogueError
from catalogue.models import Notice, Offer, OfferTerm, OfferText
from catalogue.notices import LONGEST, SUBJECTS, report, subject_of
from catalogue.submissions.load import LoadReport
from tests.catalogue.offers import row

Load = Callable[..., LoadReport]
NOW = datetime(2027, 1, 11, 9, 30)
KEY = "kulturhaus-muster/1"


def kept(engine: Engine) -> list[tuple[str, str, str, datetime, datetime | None]]:
    with Session(engine) as session:
        notices = session.scalars(select(Notice).order_by(Notice.id))
        return [(item.offer_key, item.about, item.message, item.reported_at, item.done_at) for item in notices]


def test_a_notice_is_kept_and_waits_to_be_worked_off(engine: Engine, load_rows: Load) -> None:
    load_rows([row("1")])
    report(engine, KEY, "Kosten", "Es kostet jetzt 5 €.", NOW)
    assert kept(engine) == [(KEY, "Kosten", "Es kostet jetzt 5 €.", NOW, None)]


def test_a_message_is_not_needed(engine: Engine) -> None:
    report(engine, KEY, SUBJECTS[0], "", NOW)
    assert kept(engine) == [(KEY, SUBJECTS[0], "", NOW, None)]


def test_the_same_notice_twice_is_two_notices(engine: Engine) -> None:
    for _ in range(2):
        report(engine, KEY, "Ort", "Umgezogen.", NOW)
    assert len(kept(engine)) == 2


def test_a_notice_outlives_its_offer(engine: Engine, load_rows: Load) -> None:
    load_rows([row("1")])
    report(engine, KEY, "Angebot gibt es nicht mehr", "", NOW)
    with Session(engine) as session, session.begin():
        for table in (OfferTerm, OfferText, Offer):
            session.execute(delete(table))
    assert [key for key, *_ in kept(engine)] == [KEY]


def test_a_notice_outlives_a_new_submission(engine: Engine, load_rows: Load) -> None:
    load_rows([row("1")])
    report(engine, KEY, "Kosten", "", NOW)
    load_rows([row("1", kosten="5"), row("2")])
    assert [key for key, *_ in kept(engine)] == [KEY]


@pytest.mark.parametrize("length", [LONGEST - 1, LONGEST, LONGEST + 1, 100 * LONGEST])
def test_of_a_long_message_the_beginning_is_kept(engine: Engine, length: int) -> None:
    report(engine, KEY, "Ort", ("ä" * length)[:-1] + "z", NOW)
    [(_, _, message, _, _)] = kept(engine)
    assert len(message) == min(length, LONGEST)
    assert message.endswith("z") == (length <= LONGEST)


@pytest.mark.parametrize(
    "message", ["'; DROP TABLE notices; --", "<script>alert(1)</script>", "{x} %s \\ „ä“ 😀", "a\nb"]
)
def test_a_message_is_kept_as_it_was_written(engine: Engine, message: str) -> None:
    report(engine, KEY, "Ort", message, NOW)
    assert kept(engine)[0][2] == message


def test_what_no_database_keeps_in_a_text_is_left_out(engine: Engine) -> None:
    report(engine, KEY, "Ort", "Jetzt\0 in Aerzen", NOW)
    assert kept(engine)[0][2] == "Jetzt in Aerzen"


def test_every_subject_is_different_and_the_last_one_is_anything_else() -> None:
    assert len(set(SUBJECTS)) == len(SUBJECTS)
    assert SUBJECTS[-1] == "Etwas anderes"


def test_a_database_without_its_tables_is_told_as_such(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'leer.sqlite'}")
    with pytest.raises(CatalogueError, match="Hinweis konnte nicht gespeichert werden"):
        report(engine, KEY, "Ort", "", NOW)
    engine.dispose()


def test_a_database_that_takes_nothing_is_told_as_such_and_keeps_what_it_has(engine: Engine) -> None:
    report(engine, KEY, "Ort", "Vorher.", NOW)
    with engine.begin() as connection:
        connection.execute(text("CREATE TRIGGER full BEFORE INSERT ON notices BEGIN SELECT RAISE(FAIL, 'voll'); END"))
    with pytest.raises(CatalogueError, match="voll") as fault:
        report(engine, KEY, "Ort", "Nachher.", NOW)
    assert "Nachher" not in str(fault.value)
    assert [message for _, _, message, _, _ in kept(engine)] == ["Vorher."]


def test_an_older_catalogue_learns_to_keep_notices(engine: Engine, load_rows: Load) -> None:
    load_rows([row("1")])
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
    assert "notices" not in inspect(engine).get_table_names()
    migrate(engine)
    report(engine, KEY, "Ort", "", NOW)
    assert len(kept(engine)) == 1
    with Session(engine) as session:
        assert session.scalars(select(Offer.key)).all() == [KEY]


def test_a_counsellors_notice_has_the_name_to_ask_back_and_a_visitors_has_none(engine: Engine) -> None:
    report(engine, KEY, "Ort", "Umgezogen.", NOW, by="Frau Muster")
    report(engine, KEY, "Ort", "", NOW, by="Frau Muster")
    report(engine, KEY, "Ort", "Umgezogen.", NOW)
    messages = ["Umgezogen.\n(gemeldet von Frau Muster)", "(gemeldet von Frau Muster)", "Umgezogen."]
    assert [message for _, _, message, _, _ in kept(engine)] == messages


def test_a_long_notice_of_a_counsellor_keeps_the_name(engine: Engine) -> None:
    report(engine, KEY, "Ort", "x" * 2 * LONGEST, NOW, by="Frau Muster")
    assert kept(engine)[0][2].endswith("(gemeldet von Frau Muster)")


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("Die Hausnummer ist verkehrt.", "Ort"),
        ("Unter der Telefonnummer meldet sich keiner.", "Telefon, Mail oder Internetseite"),
        ("da geht keiner ran", "Telefon, Mail oder Internetseite"),
        ("Die Gebühr ist höher.", "Kosten"),
        ("den Kurs gibt es nicht mehr", "Angebot gibt es nicht mehr"),
        ("Fällt aus.", "Angebot gibt es nicht mehr"),
        ("Der Beginn ist verschoben.", "Termin oder Uhrzeit"),
        ("ist schon ausgebucht", "Etwas anderes"),
        ("Nummer 2 stimmt nicht", None),
        ("Angabe stimmt nicht", None),
    ],
)
def test_what_is_wrong_is_read_from_the_words(message: str, subject: str | None) -> None:
    assert subject_of(message) == subject
