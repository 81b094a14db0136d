"""The homepage's channel as it runs: its contract, sessions that belong to one visitor, wrong input, and faults."""

import json
import re
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest
import time_machine

from benchmarks.sessions import try_sessions
from bot.channels.sessions import Sessions
from catalogue.region import Region
from tests.bot.channels.conftest import OpenChannel
from tests.bot.service import offers, running, text_of

MESSAGE, SESSION = "/webhooks/website/message", "/webhooks/website/session"
PLENTY = {"BILDUNGSLOTSE_SESSION_LIMIT": "100000/minute", "BILDUNGSLOTSE_ADDRESS_LIMIT": "100000/minute"}
MARKER = "Rumpelstilzchen"


@pytest.fixture(scope="module")
def folder(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(data_dir, tmp_path_factory.mktemp("website") / "data")


def copied(data_dir: Path, folder: Path) -> Path:
    shutil.copytree(data_dir, folder)
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with running(folder, BILDUNGSLOTSE_ALLOWED_ORIGINS="https://www.stadt.example", **PLENTY) as address:
        yield address


@dataclass
class Visitor:
    """Somebody on the homepage."""

    address: str
    session: object = None
    greeting: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        if self.session is None:
            begun = httpx.post(f"{self.address}{SESSION}").json()
            self.session, self.greeting = begun["session"], begun["greeting"]

    @property
    def sender(self) -> str:
        """The conversation's name in the stores."""
        return f"website-{str(self.session).split('.')[0]}"

    def send(self, text: object, **more: Any) -> httpx.Response:
        body = {"session": self.session, "message": text, **more}
        return httpx.post(f"{self.address}{MESSAGE}", json=body, timeout=30)

    def say(self, text: str, **more: Any) -> list[dict[str, Any]]:
        answer = self.send(text, **more)
        assert answer.status_code == 200, answer.text
        self.language = answer.json()["language"]
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    def end(self) -> httpx.Response:
        return httpx.request("DELETE", f"{self.address}{SESSION}", json={"session": self.session}, timeout=30)


@pytest.fixture
def visitor(address: str) -> Visitor:
    return Visitor(address)


@contextmanager
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "conversations.db", timeout=10)) as connection, connection:
        yield connection


def events(folder: Path, sender: str, kind: str = "%") -> list[str]:
    """What is stored of a conversation."""
    query = "SELECT data FROM events WHERE sender_id = ? AND type_name LIKE ? ORDER BY id"
    with database(folder) as connection:
        return [row[0] for row in connection.execute(query, (sender, kind))]


def said(folder: Path, sender: str) -> list[str]:
    """What a visitor said, as Rasa got it."""
    return [json.loads(event)["text"] for event in events(folder, sender, "user")]


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("conversations.db*")))


def is_refused(answer: httpx.Response, *statuses: int) -> bool:
    """Whether an answer is a 4xx with nothing but a German sentence in it."""
    assert answer.status_code in (statuses or range(400, 500)), (answer.status_code, answer.text)
    assert answer.headers["Content-Type"].startswith("application/json")
    (sentence,) = answer.json().values()
    assert list(answer.json()) == ["error"]
    assert re.fullmatch(r"(Das|Dieses?|Die|Der|So|Von|Entschuldigung)\b.*\.", sentence), sentence
    return True


# --- the contract


def test_a_session_comes_with_a_greeting_and_nothing_else(address: str) -> None:
    answer = httpx.post(f"{address}{SESSION}")
    assert answer.status_code == 200
    assert set(answer.json()) == {"session", "greeting", "review"}
    assert "ein Programm, kein Mensch" in answer.json()["greeting"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_answer_is_rasas_list_of_messages_and_their_language(visitor: Visitor) -> None:
    answer = visitor.send("Deutschkurs in Hameln").json()
    assert set(answer) == {"messages", "language", "review", "helpful"}
    assert answer["language"] == "de"
    assert answer["helpful"]["question"] == "War das hilfreich?"
    assert offers(answer["messages"])["query"]["place"] == ["Hameln"]
    assert all({"text", "custom"} & set(message) for message in answer["messages"])


def test_the_first_answer_begins_with_the_greeting_of_the_session(visitor: Visitor) -> None:
    """So the chat element can leave it out."""
    assert visitor.say("Yoga in Aerzen")[0]["text"] == visitor.greeting


def test_the_answer_says_in_which_language_it_is(visitor: Visitor) -> None:
    visitor.say("I am looking for a German course in Hameln please")
    assert visitor.language == "en"
    visitor.say("Danke, lieber wieder auf Deutsch: Yogakurs in Aerzen")
    assert visitor.language == "de"


def test_the_words_of_the_switch_follow_einfache_sprache(visitor: Visitor) -> None:
    usual = visitor.send("Hallo").json()
    assert "helpful" not in usual
    plain = visitor.send("einfache Sprache bitte").json()
    assert plain["language"] == "de"
    assert plain["review"]["what"] != usual["review"]["what"]
    assert visitor.send("Deutschkurs in Hameln").json()["helpful"]["question"] == "Hat Ihnen das geholfen?"


def test_what_may_be_kept_is_scrubbed_and_gone_when_taken_back(visitor: Visitor, address: str, folder: Path) -> None:
    def agree(agreed: bool) -> httpx.Response:
        return httpx.post(f"{address}/webhooks/website/review", json={"session": visitor.session, "agreed": agreed})

    def kept() -> list[tuple[str, int | None]]:
        with database(folder) as connection:
            return connection.execute("SELECT text, thumb FROM kept_messages ORDER BY id").fetchall()

    visitor.say("Deutschkurs in Hameln")
    assert kept() == []
    assert agree(True).json() == {"agreed": True}
    visitor.say("Ich bin Svetlana Kowalenko, Tel. 0171 2345678, und suche einen Yogakurs in Aerzen")
    thumb = httpx.post(f"{address}/webhooks/website/thumb", json={"session": visitor.session, "helpful": False})
    assert thumb.status_code == 204
    ((text, rated),) = kept()
    assert "Yogakurs in Aerzen" in text
    assert not {"Svetlana", "Kowalenko", "2345678"} & set(re.findall(r"\w+", text))
    assert rated == -1
    assert agree(False).json() == {"agreed": False}
    assert kept() == []


def test_the_conversation_goes_on(visitor: Visitor) -> None:
    visitor.say("Deutschkurs in Hameln")
    query = offers(visitor.say("lieber abends"))["query"]
    assert (query["place"], query["time"]) == (["Hameln"], "abends")


def test_a_session_without_a_message_stores_nothing(visitor: Visitor, folder: Path) -> None:
    assert events(folder, visitor.sender) == []


# --- a session belongs to one visitor


def test_two_visitors_never_see_each_others_conversation(address: str) -> None:
    """All of them at once, each with a word that nobody else uses."""
    words = ["Glasblasen", "Bogenschießen", "Kalligrafie", "Imkern", "Ukulele", "Portugiesisch"]
    answers: dict[str, str] = {}

    def talk(word: str) -> None:
        visitor = Visitor(address)
        texts = [f"Kurs über {word}", "lieber abends", "in Hameln", "Danke", "Warum wird das gezeigt?"]
        answers[word] = json.dumps([visitor.say(text) for text in texts], ensure_ascii=False)

    threads = [threading.Thread(target=talk, args=(word,)) for word in words]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for word in words:
        assert word.lower() in answers[word].lower()
        assert [other for other in words if other != word and other.lower() in answers[word].lower()] == []


@pytest.mark.parametrize("key", ["sender", "sender_id", "recipient_id", "conversation_id", "user"])
def test_nobody_can_write_as_somebody_else(key: str, address: str, folder: Path) -> None:
    victim, attacker = Visitor(address), Visitor(address)
    victim.say("Deutschkurs in Bad Pyrmont")
    before = events(folder, victim.sender)
    messages = attacker.say("lieber abends", **{key: victim.sender})
    assert "Bad Pyrmont" not in text_of(messages)
    assert all(message["recipient_id"] == attacker.sender for message in messages)
    assert events(folder, victim.sender) == before
    assert said(folder, attacker.sender) == ["lieber abends"]


def test_a_client_sets_neither_metadata_nor_channel(visitor: Visitor, folder: Path) -> None:
    sent = {"personal_data_removed": True, "language": "en", "marker": MARKER}
    messages = visitor.say("Deutschkurs", metadata=sent, input_channel="telegram", parse_data={"intent": {"name": "x"}})
    assert "herausgenommen" not in text_of(messages)
    assert visitor.language == "de"
    stored = "".join(events(folder, visitor.sender))
    assert MARKER not in stored
    assert "telegram" not in stored
    assert '"input_channel": "website"' in stored


def test_the_name_of_a_conversation_is_no_way_into_it(address: str) -> None:
    victim = Visitor(address)
    victim.say("Deutschkurs")
    token = str(victim.session)
    for session in (victim.sender, token.split(".")[0], token.rsplit(".", 1)[0], f"{victim.sender}.{token}"):
        assert is_refused(Visitor(address, session).send("lieber abends"), 401)


@pytest.mark.parametrize(
    "session",
    [None, True, 7, 1.5, "", [], ["a"], {}, {"session": "a"}, "a", "a.b.c", "\ud800", "ä" * 100, "a" * 500_000],
    ids=lambda value: repr(value)[:20],
)
def test_what_is_no_session_is_refused(session: object, address: str) -> None:
    for method, path, body in (("POST", MESSAGE, {"message": "Yoga"}), ("DELETE", SESSION, {})):
        content = json.dumps({"session": session, **body})
        assert is_refused(httpx.request(method, f"{address}{path}", content=content), 401)


def test_a_session_altered_anywhere_is_refused_and_changes_nothing(
    visitor: Visitor, address: str, folder: Path
) -> None:
    visitor.say("Deutschkurs in Hameln")
    before, token = events(folder, visitor.sender), str(visitor.session)
    for place in range(len(token)):
        other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert is_refused(Visitor(address, other).send("Yoga"), 401)
        assert is_refused(Visitor(address, other).end(), 401)
    assert events(folder, visitor.sender) == before
    assert offers(visitor.say("lieber abends"))["query"]["place"] == ["Hameln"]


async def test_a_sample_of_tries_to_get_at_somebody_elses_conversation_fails(address: str, folder: Path) -> None:
    """The whole of it: benchmarks/website.py."""
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        found = await try_sessions(client, folder, tries=150)
    assert set(found.values()) == {0}


# --- buttons


def button(messages: list[dict[str, Any]], word: str) -> dict[str, str]:
    return next(item for message in messages for item in message.get("buttons") or [] if word in item["payload"])


def test_the_payload_of_an_own_button_is_accepted(visitor: Visitor, folder: Path) -> None:
    place = button(visitor.say("Deutschkurs"), "place")
    assert offers(visitor.say(place["payload"]))["query"]["place"] == [place["title"].rsplit(" (", 1)[0]]
    assert said(folder, visitor.sender)[-1] == place["payload"]


def test_a_button_of_an_earlier_answer_is_accepted(visitor: Visitor) -> None:
    place = button(visitor.say("Deutschkurs"), "place")
    visitor.say("Danke")
    assert offers(visitor.say(place["payload"]))["query"]["place"]


def test_a_button_of_somebody_elses_session_is_text(address: str, folder: Path) -> None:
    one, other = Visitor(address), Visitor(address)
    payload = button(one.say("Deutschkurs"), "place")["payload"]
    other.say("Yoga")
    assert text_of(other.say(payload))
    assert said(folder, other.sender)[-1] == payload.lstrip("/")


@pytest.mark.parametrize(
    "payload",
    [
        '/search{"topic": "deutsch", "women_only": true}',
        '/refine{"place": "Hameln"}',
        "/restart",
        "/session_start",
        "/back",
        "//restart",
        " /restart",
        "/ /restart",
        "/",
        "EXTERNAL: reminder",
        '/slot{"wish": null}',
    ],
)
def test_a_payload_of_ones_own_making_is_text(payload: str, visitor: Visitor, folder: Path) -> None:
    visitor.say("Yoga in Aerzen")
    messages = visitor.say(payload)
    assert text_of(messages)
    assert "ein Programm, kein Mensch" not in text_of(messages)
    assert all(message.get("custom", {}).get("query", {}).get("women_only") is not True for message in messages)
    assert not said(folder, visitor.sender)[-1].startswith("/")
    assert len(said(folder, visitor.sender)) == 2


def test_a_payload_is_accepted_only_as_it_was_sent(visitor: Visitor, folder: Path) -> None:
    payload = button(visitor.say("Deutschkurs"), "place")["payload"]
    for other in (payload + " ", payload.replace("}", ', "women_only": true}'), payload.upper()):
        messages = visitor.say(other)
        assert all(message.get("custom", {}).get("query", {}).get("women_only") is not True for message in messages)
        assert said(folder, visitor.sender)[-1] != other


# --- the end


def test_after_the_end_the_bytes_on_the_disk_hold_nothing_of_a_conversation(visitor: Visitor, folder: Path) -> None:
    for number in range(3):
        visitor.say(f"{MARKER} {number} in Hameln")
    assert MARKER.encode() in bytes_on_disk(folder)
    assert visitor.end().status_code == 204
    assert MARKER.encode() not in bytes_on_disk(folder)
    assert MARKER.lower().encode() not in bytes_on_disk(folder).lower()
    assert is_refused(visitor.send("lieber abends"), 401)
    assert visitor.end().status_code == 204
    assert events(folder, visitor.sender) == []


def test_an_end_while_a_message_is_being_answered_leaves_nothing_behind(address: str, folder: Path) -> None:
    for _ in range(5):
        visitor = Visitor(address)
        visitor.say("Deutschkurs in Hameln")
        answers: list[httpx.Response] = []
        thread = threading.Thread(target=lambda one=visitor, to=answers: to.append(one.send(f"{MARKER} abends")))
        thread.start()
        assert visitor.end().status_code == 204
        thread.join(30)
        assert answers[0].status_code in (200, 401)
        assert events(folder, visitor.sender) == []
    assert MARKER.encode() not in bytes_on_disk(folder)


def test_an_expired_session_is_refused_and_one_with_a_turn_is_not(visitor: Visitor, address: str, folder: Path) -> None:
    """A day after its last turn; the clock of the service is not touched, the conversation is made older."""
    visitor.say("Deutschkurs in Hameln")
    sessions = Sessions((folder / "session.key").read_bytes())
    with time_machine.travel(datetime.now(timezone.utc) - timedelta(hours=30)):
        old = Visitor(address, sessions.begin())
    assert is_refused(old.send("lieber abends"), 401)
    copied = "type_name, intent_name, action_name, data"
    with database(folder) as connection:
        connection.execute(
            f"INSERT INTO events (sender_id, timestamp, {copied}) "
            f"SELECT ?, timestamp - 23 * 3600, {copied} FROM events WHERE sender_id = ? ORDER BY id",
            (old.sender, visitor.sender),
        )
    assert offers(old.say("lieber abends"))["query"]["place"] == ["Hameln"]
    with database(folder) as connection:
        connection.execute("UPDATE events SET timestamp = timestamp - 25 * 3600 WHERE sender_id = ?", (old.sender,))
    assert is_refused(old.send("Was hast du verstanden?"), 401)


# --- wrong input


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"session=a&message=b", b'{"session": ', b"[" * 100_000, b'{"a":1}x'],
    ids=lambda content: repr(content)[:20],
)
@pytest.mark.parametrize(("method", "path"), [("POST", MESSAGE), ("DELETE", SESSION)])
def test_what_is_no_json_is_refused(method: str, path: str, content: bytes, address: str) -> None:
    assert is_refused(httpx.request(method, f"{address}{path}", content=content, timeout=30), 400)


@pytest.mark.parametrize("body", [[], "Deutschkurs", 7, None, True, [{"session": "a"}]], ids=repr)
@pytest.mark.parametrize(("method", "path"), [("POST", MESSAGE), ("DELETE", SESSION)])
def test_what_is_no_object_is_refused(method: str, path: str, body: Any, address: str) -> None:
    assert is_refused(httpx.request(method, f"{address}{path}", json=body), 400)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (None, "muss ein Text sein"),
        (7, "muss ein Text sein"),
        (["Deutschkurs"], "muss ein Text sein"),
        ({"text": "Deutschkurs"}, "muss ein Text sein"),
        ("", "leer"),
        (" \n\t\u00a0 ", "leer"),
        ("\u0000\u0007\u200b", "leer"),
        ("x" * 501, "Möglich sind 500 Zeichen"),
        ("/" + "x" * 500, "Möglich sind 500 Zeichen"),
        ("🙂" * 501, "Möglich sind 500 Zeichen"),
        ("x" * 20_000, "Möglich sind 500 Zeichen"),
        (" " * 501 + "Yoga", "Möglich sind 500 Zeichen"),
    ],
    ids=lambda value: repr(value)[:15],
)
def test_a_message_that_cannot_be_answered_is_refused(
    message: object, reason: str, visitor: Visitor, folder: Path
) -> None:
    answer = visitor.send(message)
    assert is_refused(answer, 400)
    assert reason in answer.json()["error"]
    assert events(folder, visitor.sender) == []


def test_a_request_without_a_message_is_refused(visitor: Visitor, address: str) -> None:
    assert is_refused(httpx.post(f"{address}{MESSAGE}", json={"session": visitor.session}), 400)


@pytest.mark.parametrize(
    "message", ["x" * 500, "🙂" * 500, "Yoga\u0000in\u0000Aerzen", "\n\nYoga\n\n", "{{7*7}} %s <b>"]
)
def test_any_other_message_gets_an_answer(message: str, visitor: Visitor) -> None:
    assert text_of(visitor.say(message)).strip()


@pytest.mark.parametrize(("method", "path"), [("POST", MESSAGE), ("POST", SESSION), ("DELETE", SESSION)])
def test_a_body_of_ten_megabytes_is_refused(method: str, path: str, address: str) -> None:
    assert is_refused(httpx.request(method, f"{address}{path}", content=b"x" * 10_000_000, timeout=30), 413)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", MESSAGE),
        ("GET", SESSION),
        ("PUT", MESSAGE),
        ("DELETE", MESSAGE),
        ("PATCH", SESSION),
    ],
)
def test_another_method_is_refused(method: str, path: str, address: str) -> None:
    assert is_refused(httpx.request(method, f"{address}{path}"), 405)


@pytest.mark.parametrize(
    "path",
    [
        "/webhooks/",
        "/webhooks/website/",
        "/webhooks/website/messages",
        "/webhooks/website/session/abc",
        "/webhooks/rest/webhook",
        "/webhooks/rest/",
        "/webhooks/telegram/webhook",
        "/webhooks/website/%2e%2e/session",
        "/webhooks/<script>",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_address_below_the_webhooks_is_refused(method: str, path: str, address: str) -> None:
    answer = httpx.request(method, f"{address}{path}")
    assert is_refused(answer, 404)
    assert "script" not in answer.text


@pytest.mark.parametrize("path", ["/conversations", "/conversations/a/tracker", "/model/parse", "/status", "/version"])
def test_rasas_own_interface_is_not_served(path: str, address: str) -> None:
    assert httpx.get(f"{address}{path}").status_code == 404
    assert httpx.post(f"{address}{path}", json={}).status_code == 404


# --- personal data


def test_nothing_personal_of_a_message_is_stored_or_said_again(visitor: Visitor, folder: Path) -> None:
    personal = [
        "0171 – 123 45 67",
        "+49 (0) 5151/9030",
        "max.muster@web.de",
        "erika (at) web.de",
        "DE89 3704 0044 0532 0130 00",
    ]
    messages = visitor.say(f"Deutschkurs in 31785 Hameln abends, {', '.join(personal)}")
    assert "herausgenommen" in text_of(messages)
    query = offers(messages)["query"]
    assert (query["topic"], query["place"], query["time"]) == ("deutsch", ["Hameln"], "abends")
    (stored,) = said(folder, visitor.sender)
    assert stored == "Deutschkurs in 31785 Hameln abends, …, …, …, …, …"
    everything = "".join(events(folder, visitor.sender))
    for part in ("123 45 67", "5151/9030", "max.muster", "erika", "web.de", "3704 0044", "0532 0130"):
        assert part not in everything
        assert part not in text_of(messages)
        assert part.encode() not in bytes_on_disk(folder)


def test_nothing_personal_comes_in_through_a_payload_of_ones_own_making(visitor: Visitor, folder: Path) -> None:
    visitor.say('/search{"topic": "0171 1234567"}')
    assert "1234567" not in "".join(events(folder, visitor.sender))


def test_the_number_for_counsellors_is_in_no_answer(visitor: Visitor, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "catalogue.db")) as connection:
        query = (
            "SELECT title, counsellor_phone FROM offers JOIN offer_texts ON offer_id = id WHERE counsellor_phone != ''"
        )
        offers_with_one = connection.execute(query).fetchall()
    assert len(offers_with_one) > 1
    for title, number in offers_with_one[:5]:
        visitor.say("neu anfangen")
        answers = [visitor.say(title), visitor.say("Mehr zum ersten Angebot"), visitor.say("Telefonnummer vom ersten?")]
        assert "05151" in json.dumps(answers)
        assert re.sub(r"\D", "", number) not in re.sub(r"\D", "", json.dumps(answers))


# --- faults


@pytest.fixture
def broken(folder: Path) -> Iterator[None]:
    """A catalogue of which a table is missing for a while."""
    with rename(folder / "catalogue.db", "offers"):
        yield


@contextmanager
def rename(path: Path, table: str) -> Iterator[None]:
    with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
    try:
        yield
    finally:
        with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
            connection.execute(f"ALTER TABLE {table}_away RENAME TO {table}")


@pytest.mark.usefixtures("broken")
def test_a_catalogue_that_does_not_answer_is_a_fault_and_excused_in_german(visitor: Visitor, region: Region) -> None:
    answer = visitor.send("Deutschkurs in Hameln")
    assert answer.status_code == 503
    assert list(answer.json()) == ["error"]
    assert answer.json()["error"].startswith("Entschuldigung")
    assert region.office.phone in answer.json()["error"]
    assert "sqlite" not in answer.text.lower()


@pytest.mark.usefixtures("broken")
def test_what_needs_no_catalogue_is_answered_all_the_same(visitor: Visitor) -> None:
    assert "ein Programm, kein Mensch" in text_of(visitor.say("Hallo"))


def test_after_a_fault_the_conversation_goes_on(visitor: Visitor, folder: Path) -> None:
    visitor.say("Deutschkurs in Hameln")
    with rename(folder / "catalogue.db", "offers"):
        assert visitor.send("lieber abends").status_code == 503
    assert offers(visitor.say("lieber vormittags"))["query"]["place"] == ["Hameln"]


def test_conversations_that_cannot_be_written_still_get_an_answer(visitor: Visitor, folder: Path) -> None:
    connection = sqlite3.connect(folder / "conversations.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        assert text_of(visitor.say("Deutschkurs in Hameln"))
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@pytest.mark.parametrize("table", ["events", "ended_conversations"])
def test_conversations_that_cannot_be_read_are_excused_in_german(
    table: str, visitor: Visitor, folder: Path, region: Region
) -> None:
    with rename(folder / "conversations.db", table):
        answers = [visitor.send("Deutschkurs in Hameln"), visitor.end()]
    for answer in answers:
        assert answer.status_code == 503
        assert region.office.phone in answer.json()["error"]
    assert text_of(visitor.say("Deutschkurs in Hameln"))


def test_a_conversations_database_that_is_gone_is_excused_in_german(
    open_channel: OpenChannel, tmp_path: Path, region: Region
) -> None:
    with open_channel() as channel:
        session = channel.begin()
        channel.store.engine.dispose()
        for path in tmp_path.glob("conversations.db*"):
            path.unlink()
        answers = [channel.say(session, "Deutschkurs"), channel.end(session)]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert all(region.office.phone in answer.json()["error"] for answer in answers)


def test_as_long_as_the_model_loads_visitors_are_asked_for_patience(open_channel: OpenChannel, region: Region) -> None:
    with open_channel(loaded=False) as channel:
        session = channel.sessions.begin()
        answers = [
            channel.client.post(SESSION),
            channel.say(session, "Yoga"),
            channel.end(session),
        ]
    assert [answer.status_code for answer in answers] == [503] * 3
    assert all(region.office.phone in answer.json()["error"] for answer in answers)


# --- the service anew


def test_the_key_lies_beside_the_data_and_is_for_the_service_alone(folder: Path, address: str) -> None:
    assert stat.S_IMODE((folder / "session.key").stat().st_mode) == 0o600


def test_sessions_are_valid_after_a_new_start(own_data_dir: Path) -> None:
    with running(own_data_dir) as address:
        visitor, ended = Visitor(address), Visitor(address)
        visitor.say("Deutschkurs in Hameln")
        ended.say("Deutschkurs in Aerzen")
        ended.end()
    with running(own_data_dir) as address:
        visitor.address = ended.address = address
        assert offers(visitor.say("lieber abends"))["query"]["place"] == ["Hameln"]
        assert is_refused(ended.send("lieber abends"), 401)
        assert httpx.get(f"{address}/health").json() == {"status": "ok"}
