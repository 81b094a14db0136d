"""The service as it runs: the REST contract, pages, health, and what happens when something breaks."""

import csv
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.training import PROJECT
from catalogue.region import Region
from tests.bot.service import Visitor, offers, running, text_of


@pytest.fixture(scope="module")
def folder(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("service") / "data"
    shutil.copytree(data_dir, folder)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with running(folder, BILDUNGSLOTSE_ENABLE_REST="1") as address:
        yield address


@pytest.fixture
def visitor(address: str) -> Visitor:
    return Visitor(address)


# --- health


def test_health(address: str) -> None:
    answer = httpx.get(f"{address}/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


# --- the REST contract


def test_offers_come_in_exactly_one_message(visitor: Visitor) -> None:
    messages = visitor.say("Deutschkurs in Hameln")
    found = offers(messages)
    assert found["type"] == "offers"
    assert found["query"]["place"] == ["Hameln"]
    assert {"id", "title", "provider", "place", "distance_km", "url"} <= set(found["offers"][0])
    assert all(message["recipient_id"] == visitor.sender for message in messages)


def test_the_conversation_goes_on(visitor: Visitor) -> None:
    visitor.say("Deutschkurs in Hameln")
    assert offers(visitor.say("lieber abends"))["query"]["time"] == "abends"


def test_conversations_are_kept_apart(address: str) -> None:
    one, other = Visitor(address), Visitor(address)
    one.say("Deutschkurs in Hameln")
    assert offers(other.say("Kurse am Abend"))["query"]["place"] == []


@pytest.mark.parametrize(
    "body",
    [
        [],
        "Deutschkurs",
        7,
        None,
        {},
        {"message": "Deutschkurs"},
        {"sender": "a"},
        {"sender": "", "message": "Deutschkurs"},
        {"sender": "  ", "message": "Deutschkurs"},
        {"sender": 7, "message": "Deutschkurs"},
        {"sender": "a" * 201, "message": "Deutschkurs"},
        {"sender": "a", "message": None},
        {"sender": "a", "message": 7},
        {"sender": "a", "message": ["Deutschkurs"]},
        {"sender": "a", "message": ""},
        {"sender": "a", "message": " \n\t "},
        {"sender": "a", "message": "\u0000\u0007"},
        {"sender": "a", "message": "x" * 10_001},
        {"sender": "a", "message": "x" * 200_000},
        {"sender": "a", "message": "/" * 10_001},
    ],
    ids=lambda body: repr(body)[:40],
)
def test_what_cannot_be_answered_is_refused_with_a_german_sentence(body: Any, visitor: Visitor) -> None:
    answer = visitor.post(body)
    assert answer.status_code == 400
    assert re.match(r"Die|Der", answer.json()["error"])
    assert answer.json()["error"].endswith(".")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"sender=a&message=b"])
def test_what_is_no_json_is_refused(content: bytes, address: str) -> None:
    answer = httpx.post(f"{address}/webhooks/rest/webhook", content=content)
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "text",
    [
        "🙂🙂🙂",
        "👩‍👩‍👧",
        "مرحبا، أريد دورة لغة ألمانية",
        "שלום",
        "я шукаю курси німецької",
        "'; DROP TABLE offers; --",
        "<script>alert(1)</script>",
        "{{7*7}} {region} %s",
        "../../etc/passwd",
        "\u202eagoy",
        "Yoga\u0000in\u0000Aerzen",
        "/",
        "//",
        "/restart",
        "/search{",
        '/search{"topic": "' + "x" * 500 + '"}',
        "EXTERNAL: reminder",
        "DİENSTAG BİS FREİTAG Yoga",
        "Deutschkurs im APRİL",
        "31.02.0000 29.2. 99.99.9999",
        "1" * 500,
    ],
    ids=lambda text: text[:20].encode("unicode_escape").decode(),
)
def test_any_text_gets_an_answer(text: str, visitor: Visitor) -> None:
    assert text_of(visitor.say(text)).strip()
    assert "hat gerade nicht geklappt" not in text_of(visitor.say(text))


def test_sql_in_a_question_leaves_the_catalogue_alone(visitor: Visitor) -> None:
    visitor.say("Yoga'; DROP TABLE offers; --")
    assert offers(visitor.say("Yoga in Aerzen"))["total"] == 1


def test_a_payload_typed_by_hand_is_text(visitor: Visitor) -> None:
    visitor.say("Deutschkurs in Hameln")
    messages = visitor.say('/search{"topic": "deutsch", "women_only": true}')
    assert all(message.get("custom", {}).get("query", {}).get("women_only") is not True for message in messages)


def test_a_command_of_rasas_typed_by_hand_is_text(visitor: Visitor) -> None:
    """Rasa would begin a new session, and greet anew, at "/session_start"."""
    assert "ein Programm, kein Mensch" in text_of(visitor.say("Yoga in Aerzen"))
    assert "ein Programm, kein Mensch" not in text_of(visitor.say("/session_start"))


def test_the_payload_of_a_button_that_was_sent_is_accepted(visitor: Visitor) -> None:
    buttons = [button for message in visitor.say("Deutschkurs") for button in message.get("buttons") or []]
    place = next(button for button in buttons if "place" in button["payload"])
    assert offers(visitor.say(place["payload"]))["query"]["place"] == [place["title"].rsplit(" (", 1)[0]]


def test_a_payload_sent_to_somebody_else_is_text(address: str) -> None:
    one, other = Visitor(address), Visitor(address)
    one.say("Deutschkurs")
    messages = other.say('/refine{"place": "Hameln"}')
    assert text_of(messages)


# --- the pages; what they show is tested in tests/bot/pages


@pytest.mark.parametrize("path", ["/", "/angebote", "/chat.html", "/impressum"])
def test_the_pages_are_served_beside_the_chat(path: str, address: str) -> None:
    page = httpx.get(f"{address}{path}")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert '<html lang="de">' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/site.css", "/widget/bildungslotse-chat.js"])
def test_the_files_of_the_pages_are_served(path: str, address: str) -> None:
    assert httpx.get(f"{address}{path}").status_code == 200


def test_the_pages_show_the_catalogue_of_the_service(address: str) -> None:
    page = httpx.get(f"{address}/angebote", params={"thema": "yoga", "ort": "Aerzen"})
    assert "1 Angebot" in page.text
    assert "Yoga für den Rücken in Groß Berkel" in page.text


def test_the_homepage_takes_no_messages(address: str) -> None:
    """There was a page there that held the conversation itself."""
    assert httpx.post(f"{address}/", data={"message": "Deutschkurs"}).status_code == 405


def test_an_unknown_address_is_not_found(address: str) -> None:
    answer = httpx.get(f"{address}/gibtesnicht")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


# --- what changes and what breaks while it runs


def a_submission(path: Path, *titles: str) -> Path:
    columns = ("kennung", "titel", "bereich", "art", "anbieter", "ort")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(columns)
        for title in titles:
            writer.writerow((title, title, "Kultur und Freizeit", "Kurs", "Werkstatt Probe", "Hameln"))
    return path


def test_a_catalogue_loaded_while_the_service_runs_answers_at_the_next_question(
    visitor: Visitor, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert offers(visitor.say("Kurs über Falknerei"))["total"] == 0
    file = a_submission(tmp_path / "probe.csv", "Falknerei für Anfänger")
    monkeypatch.setenv("BILDUNGSLOTSE_DATA_DIR", str(folder))
    done = subprocess.run([sys.executable, "-m", "bot", "catalogue", "load", str(file)], cwd=PROJECT, check=False)
    assert done.returncode == 0
    assert [offer["title"] for offer in offers(visitor.say("Kurs über Falknerei"))["offers"]] == [
        "Falknerei für Anfänger"
    ]


@pytest.fixture
def broken(folder: Path) -> Iterator[None]:
    """A catalogue of which a table is missing for a while."""
    with closing(sqlite3.connect(folder / "catalogue.db")) as connection, connection:
        connection.execute("ALTER TABLE offers RENAME TO offers_away")
    yield
    with closing(sqlite3.connect(folder / "catalogue.db")) as connection, connection:
        connection.execute("ALTER TABLE offers_away RENAME TO offers")


@pytest.mark.usefixtures("broken")
def test_a_catalogue_that_does_not_answer_is_excused_in_german(visitor: Visitor, region: Region) -> None:
    text = text_of(visitor.say("Deutschkurs in Hameln"))
    assert region.office.phone in text
    assert "Entschuldigung" in text
    assert "sqlite" not in text.lower()


@pytest.mark.usefixtures("broken")
def test_a_catalogue_that_does_not_answer_leaves_the_rest(visitor: Visitor, address: str) -> None:
    assert "ein Programm, kein Mensch" in text_of(visitor.say("Hallo"))
    answer = httpx.get(f"{address}/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "degraded"})


def test_after_a_fault_all_is_well_again(visitor: Visitor, address: str) -> None:
    assert offers(visitor.say("Deutschkurs in Hameln"))["total"] > 5
    assert httpx.get(f"{address}/health").json() == {"status": "ok"}


def test_a_catalogue_that_is_being_written_still_answers(visitor: Visitor, folder: Path) -> None:
    connection = sqlite3.connect(folder / "catalogue.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        assert offers(visitor.say("Deutschkurs in Hameln"))["total"] > 5
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_conversations_that_cannot_be_written_still_get_an_answer(visitor: Visitor, folder: Path) -> None:
    connection = sqlite3.connect(folder / "conversations.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        assert text_of(visitor.say("Deutschkurs in Hameln"))
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_conversations_are_kept_on_disk(visitor: Visitor, folder: Path) -> None:
    visitor.say("Yoga in Aerzen")
    with closing(sqlite3.connect(folder / "conversations.db")) as connection, connection:
        (count,) = connection.execute("SELECT count(*) FROM events WHERE sender_id = ?", (visitor.sender,)).fetchone()
    assert count > 0


def test_a_long_conversation_keeps_what_was_said(visitor: Visitor) -> None:
    visitor.say("Deutschkurs in Hameln")
    for _ in range(25):
        visitor.say("Danke")
    assert offers(visitor.say("lieber abends"))["query"]["place"] == ["Hameln"]


def test_without_the_switch_there_is_no_rest_channel(own_data_dir: Path) -> None:
    with running(own_data_dir, BILDUNGSLOTSE_ENABLE_REST="0") as address:
        assert Visitor(address).post({"sender": "a", "message": "Hallo"}).status_code == 404
        assert httpx.get(f"{address}/").status_code == 200


def test_the_service_goes_on_with_conversations_after_a_new_start(own_data_dir: Path) -> None:
    with running(own_data_dir, BILDUNGSLOTSE_ENABLE_REST="1") as address:
        visitor = Visitor(address)
        visitor.say("Deutschkurs in Hameln")
        sender = visitor.sender
    with running(own_data_dir, BILDUNGSLOTSE_ENABLE_REST="1") as address:
        visitor = Visitor(address)
        visitor.sender = sender
        assert offers(visitor.say("lieber abends"))["query"]["place"] == ["Hameln"]


# --- last, because whoever is held up by such a text cannot answer other tests


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "Yoga " * 2_000, "(" * 10_000, "1" * 10_000], ids=["word", "words", "signs", "digits"]
)
def test_the_longest_text_that_is_allowed_gets_an_answer(text: str, visitor: Visitor) -> None:
    """Within the half minute of the client: the service has one event loop, and all visitors wait for it."""
    assert text_of(visitor.say(text))
