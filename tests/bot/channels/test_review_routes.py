"""`/review` and `/thumb`: who may say what, and what is on the disk before and after."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import httpx
import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.incoming import Answer
from bot.channels.origins import Origins
from bot.channels.widget_words import consent_words, words_beside
from bot.counted_turns import count_on
from bot.region_now import RegionNow
from bot.review.consent import Consents
from bot.review.keeping import Keeper, keep_on
from bot.review.kept import KeptMessages
from bot.review.tables import FOUND, KeptMessage
from catalogue.region import Region
from catalogue.statistics import NO, THUMB, YES, Tally
from tests.bot.channels.conftest import Channel, OpenChannel
from tests.bot.channels.test_website import is_refused

REVIEW, THUMB_PATH = "/webhooks/website/review", "/webhooks/website/thumb"
FIELDS = {REVIEW: "agreed", THUMB_PATH: "helpful"}
HOMEPAGE = "https://www.stadt.example"
MARKER = "Rumpelstilzchen"
DAY = date(2027, 1, 11)

on_both = pytest.mark.parametrize("path", FIELDS)


@pytest.fixture
def keeping(channel: Channel) -> Iterator[Channel]:
    """The channel with an assistant that keeps what may be kept."""
    engine = channel.store.engine
    keep_on(channel.agent, Keeper(KeptMessages(engine, lambda: DAY), Consents(engine)))
    yield channel


def post(channel: Channel, path: str, session: object, value: object = True, **headers: str) -> httpx.Response:
    return channel.client.post(path, json={"session": session, FIELDS[path]: value}, headers=headers)


def sender_of(session: str) -> str:
    return f"website-{session.split('.')[0]}"


def kept(channel: Channel) -> list[KeptMessage]:
    with Session(channel.store.engine) as session:
        return list(session.scalars(select(KeptMessage).order_by(KeptMessage.id)))


def consents(channel: Channel) -> Consents:
    return Consents(channel.store.engine)


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("conversations.db*")))


# --- right and wrong


def test_consent_is_given_and_taken_back(channel: Channel) -> None:
    session = channel.begin()
    for agreed in (True, True, False, False, True):
        answer = post(channel, REVIEW, session, agreed)
        assert (answer.status_code, answer.json()) == (200, {"agreed": agreed})
        assert answer.headers["Cache-Control"] == "no-store"
        assert consents(channel).has_agreed(sender_of(session)) is agreed


def test_a_thumb_is_counted_whoever_agreed_to_what(channel: Channel) -> None:
    tally, session = Tally(lambda: DAY), channel.begin()
    count_on(channel.agent, tally)
    for helpful in (True, False, False):
        answer = post(channel, THUMB_PATH, session, helpful)
        assert (answer.status_code, answer.content) == (204, b"")
    assert tally.take().uses == {(DAY, THUMB, YES, "website"): 1, (DAY, THUMB, NO, "website"): 2}
    assert kept(channel) == []


@on_both
@pytest.mark.parametrize("value", [None, "true", 1, 0, "", [], {}], ids=repr)
def test_anything_but_yes_or_no_is_refused(channel: Channel, path: str, value: object) -> None:
    answer = post(channel, path, channel.begin(), value)
    assert answer.status_code == 400
    assert answer.json() == {"error": f"In der Anfrage fehlt „{FIELDS[path]}“: true oder false."}


@on_both
def test_a_missing_field_is_refused(channel: Channel, path: str) -> None:
    session = channel.begin()
    assert channel.client.post(path, json={"session": session}).status_code == 400
    assert is_refused(channel.client.post(path, json={FIELDS[path]: True}), 401)


@on_both
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"ja"', b"\xff"], ids=repr)
def test_what_is_no_json_object_is_refused(channel: Channel, path: str, content: bytes) -> None:
    assert is_refused(channel.client.post(path, content=content), 400)


@on_both
@pytest.mark.parametrize("session", [None, 7, "", "a.b.c", [], {}, "ä" * 100], ids=repr)
def test_what_is_no_session_is_refused(channel: Channel, path: str, session: object) -> None:
    for value in (True, False):
        assert is_refused(post(channel, path, session, value), 401)


@on_both
def test_a_session_altered_is_refused(channel: Channel, path: str) -> None:
    session = channel.begin()
    for place in (0, len(session) // 2, len(session) - 1):
        other = session[:place] + ("A" if session[place] != "A" else "B") + session[place + 1 :]
        assert is_refused(post(channel, path, other), 401)
    assert not consents(channel).has_agreed(sender_of(session))


@on_both
def test_a_session_that_is_over_is_refused(channel: Channel, path: str) -> None:
    ended = channel.begin()
    channel.end(ended)
    with time_machine.travel(datetime.now(timezone.utc) - timedelta(hours=30)):
        expired = channel.sessions.begin()
    for session in (ended, expired):
        assert is_refused(post(channel, path, session), 401)
        assert not consents(channel).has_agreed(sender_of(session))


def test_what_was_kept_can_be_taken_back_after_the_session_is_over(keeping: Channel) -> None:
    with time_machine.travel(datetime.now(timezone.utc) - timedelta(hours=30), tick=True):
        session = keeping.sessions.begin()
        assert post(keeping, REVIEW, session).status_code == 200
        assert keeping.say(session, "Yogakurs").status_code == 200
    assert len(kept(keeping)) == 1
    assert is_refused(keeping.say(session, "lieber abends"), 401)
    assert post(keeping, REVIEW, session, False).json() == {"agreed": False}
    assert kept(keeping) == []


# --- who may ask, and how often


@on_both
def test_other_homepages_are_refused_and_named_ones_are_not(open_channel: OpenChannel, path: str) -> None:
    with open_channel(Origins("https://lotse.example", allowed=[HOMEPAGE])) as channel:
        session = channel.begin()
        assert is_refused(post(channel, path, session, origin="https://evil.example"), 403)
        answer = post(channel, path, session, origin=HOMEPAGE)
        assert answer.status_code in (200, 204)
        assert answer.headers["Access-Control-Allow-Origin"] == HOMEPAGE


@on_both
def test_a_browser_that_asks_beforehand_is_told_what_it_may(open_channel: OpenChannel, path: str) -> None:
    with open_channel(Origins("https://lotse.example", allowed=[HOMEPAGE])) as channel:
        asked = {"Origin": HOMEPAGE, "Access-Control-Request-Method": "POST"}
        answer = channel.client.options(path, headers=asked)
        refused = channel.client.options(path, headers={**asked, "Origin": "https://evil.example"})
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == HOMEPAGE
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type"
    assert "Access-Control-Allow-Origin" not in refused.headers


@on_both
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_another_method_is_refused(channel: Channel, path: str, method: str) -> None:
    assert channel.client.request(method, path).status_code == 405


@on_both
@pytest.mark.parametrize("limit", ["session_limit", "address_limit"])
def test_too_much_is_refused(open_channel: OpenChannel, path: str, limit: str) -> None:
    with open_channel(**{limit: "3/minute"}) as channel:
        session = channel.begin()
        statuses = [post(channel, path, session).status_code for _ in range(4)]
    assert statuses[0] in (200, 204)
    assert statuses[-1] == 429


def test_as_long_as_the_model_loads_nothing_is_counted(open_channel: OpenChannel, region: Region) -> None:
    with open_channel(loaded=False) as channel:
        answer = post(channel, THUMB_PATH, channel.sessions.begin())
    assert answer.status_code == 503
    assert region.office.phone in answer.json()["error"]


# --- what is on the disk


def test_a_message_is_kept_only_after_consent(keeping: Channel, tmp_path: Path) -> None:
    session = keeping.begin()
    keeping.say(session, f"{MARKER} eins")
    assert kept(keeping) == []
    post(keeping, REVIEW, session)
    keeping.say(session, f"{MARKER} zwei")
    (message,) = kept(keeping)
    assert "zwei" in message.text
    assert keeping.say(keeping.begin(), "drei").status_code == 200
    assert len(kept(keeping)) == 1


def test_taken_back_it_is_gone_from_the_bytes_on_the_disk(keeping: Channel, tmp_path: Path) -> None:
    session = keeping.begin()
    post(keeping, REVIEW, session)
    keeping.say(session, f"Kurs {MARKER}")
    # The conversation itself goes on; what Rasa keeps of it is deleted first, to find only what was kept.
    keeping.store.forget(sender_of(session))
    assert MARKER.encode() in bytes_in(tmp_path)
    assert post(keeping, REVIEW, session, False).status_code == 200
    assert kept(keeping) == []
    assert MARKER.encode() not in bytes_in(tmp_path)


def test_the_end_of_a_conversation_takes_what_was_kept_and_the_consent(keeping: Channel, tmp_path: Path) -> None:
    session, other = keeping.begin(), keeping.begin()
    for one, word in ((session, MARKER), (other, "Ukulele")):
        post(keeping, REVIEW, one)
        keeping.say(one, f"Kurs {word}")
    assert MARKER.encode() in bytes_in(tmp_path)
    assert keeping.end(session).status_code == 204
    assert MARKER.encode() not in bytes_in(tmp_path)
    assert not consents(keeping).has_agreed(sender_of(session))
    assert [message.text for message in kept(keeping)] == ["Kurs Ukulele"]
    assert consents(keeping).has_agreed(sender_of(other))


def test_taken_back_while_a_message_is_being_answered_it_is_not_kept(keeping: Channel) -> None:
    session = keeping.begin()
    post(keeping, REVIEW, session)
    keeping.agent.hears.clear()
    keeping.agent.may_answer.clear()
    turn = threading.Thread(target=keeping.say, args=(session, "Yogakurs"))
    turn.start()
    assert keeping.agent.hears.wait(20)
    assert post(keeping, REVIEW, session, False).status_code == 200
    keeping.agent.may_answer.set()
    turn.join(20)
    assert kept(keeping) == []
    # A message as such is kept here.
    post(keeping, REVIEW, session)
    keeping.say(session, "Töpferkurs")
    assert [message.text for message in kept(keeping)] == ["Töpferkurs"]


def test_a_thumb_is_noted_with_what_was_kept(keeping: Channel) -> None:
    session = keeping.begin()
    post(keeping, REVIEW, session)
    keeping.say(session, "Yogakurs")
    with Session(keeping.store.engine) as database, database.begin():
        database.scalars(select(KeptMessage)).one().outcome = FOUND
    assert post(keeping, THUMB_PATH, session, False).status_code == 204
    assert [message.thumb for message in kept(keeping)] == [-1]


# --- words for the chat element


def test_where_nothing_is_kept_there_are_no_words_for_it(region: Region) -> None:
    offers = [{"custom": {"type": "offers", "total": 2}}]
    none = replace(region, review_days=0)
    assert consent_words(none) == {}
    assert set(words_beside(Answer(offers, "de", failed=False), none)) == {"helpful"}
    assert str(region.review_days) in consent_words(region)["review"]["what"]


@pytest.mark.parametrize(
    ("messages", "is_asked"),
    [
        ([{"text": "Ich habe 2 Angebote gefunden."}, {"custom": {"type": "offers", "total": 2}}], True),
        ([{"text": "Dazu gibt es nichts."}, {"custom": {"type": "offers", "total": 0}}], False),
        ([{"text": "Guten Tag!"}], False),
        ([{"custom": {"type": "detail", "total": 2}}], False),
    ],
)
def test_only_below_offers_somebody_is_asked_whether_they_helped(
    region: Region, messages: list[dict[str, object]], is_asked: bool
) -> None:
    assert ("helpful" in words_beside(Answer(messages, "de", failed=False), region)) is is_asked


def test_counsellors_are_asked_nothing(region: Region) -> None:
    messages = [{"custom": {"type": "offers", "total": 2}}]
    assert words_beside(Answer(messages, "de", failed=False, is_counsellor=True), region) == {}


def test_words_follow_the_language_and_einfache_sprache(region: Region) -> None:
    def words(language: str, *, is_plain: bool = False) -> dict[str, str]:
        return words_beside(Answer([], language, failed=False, is_plain=is_plain), region)["review"]

    assert words("en")["lang"] == "en"
    assert words("uk")["switch"] != words("de")["switch"]
    assert words("de", is_plain=True)["lang"] == "de"
    assert words("de", is_plain=True)["what"] != words("de")["what"]


def test_where_nothing_is_kept_nobody_can_agree(
    channel: Channel, region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RegionNow, "region", property(lambda _: replace(region, review_days=0)))
    session = channel.begin()
    assert is_refused(post(channel, REVIEW, session), 403)
    assert post(channel, REVIEW, session, False).status_code == 200
    assert "review" not in channel.client.post("/webhooks/website/session").json()
