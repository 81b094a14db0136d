"""What is kept of messages: only with consent, for a term, and gone at once where somebody takes it back."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.review.consent import Consents
from bot.review.kept import KeptMessages, conversation_of, week_of
from bot.review.labels import Label, Labels
from bot.review.tables import FOUND, SAID, KeptMessage
from bot.stored import open_stored

DAY = date(2027, 1, 11)


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Engine]:
    engine = open_stored(f"sqlite:///{tmp_path / 'conversations.db'}")
    yield engine
    engine.dispose()


def message(text: str = "Yogakurs in Hameln", outcome: str = FOUND) -> KeptMessage:
    return KeptMessage(
        channel="website", language="de", text=text, intent="search", guess="search", confidence=0.9, facts=[],
        wish={}, outcome=outcome, total=2, answer="Ich habe 2 Angebote gefunden.",
    )  # fmt: skip


def all_of(engine: Engine) -> list[KeptMessage]:
    with Session(engine) as session:
        return list(session.scalars(select(KeptMessage).order_by(KeptMessage.id)))


def test_a_message_is_kept_with_its_week_and_without_its_writer(stored: Engine) -> None:
    kept = KeptMessages(stored, lambda: DAY)
    Consents(stored).agree("website-abc")
    for text in ("Yogakurs", "in Hameln"):
        kept.keep("website-abc", message(text))
    first, second = all_of(stored)
    assert (first.turn, second.turn, first.week) == (1, 2, "2027-W02")
    assert first.conversation == second.conversation == conversation_of("website-abc")
    assert "abc" not in first.conversation


def test_thumbs_belong_to_the_last_answer_with_offers(stored: Engine) -> None:
    kept = KeptMessages(stored, lambda: DAY)
    Consents(stored).agree("website-abc")
    assert not kept.thumb("website-abc", helpful=True)
    for outcome in (FOUND, FOUND, SAID):
        kept.keep("website-abc", message(outcome=outcome))
    assert kept.thumb("website-abc", helpful=False)
    assert [item.thumb for item in all_of(stored)] == [None, -1, None]
    kept.thumb("website-abc", helpful=True)
    assert [item.thumb for item in all_of(stored)] == [None, 1, None]


def test_taking_one_consent_back_leaves_the_others_whole(stored: Engine) -> None:
    kept, labels = KeptMessages(stored, lambda: DAY), Labels(stored)
    consents = Consents(stored)
    for sender in ("website-a", "website-b"):
        consents.agree(sender)
        kept.keep(sender, message(f"Yoga {sender}"))
        labels.put(Label(f"Yoga {sender}", "search", conversation=conversation_of(sender)), "Anna")
    consents.revoke("website-a")
    assert [item.text for item in all_of(stored)] == ["Yoga website-b"]
    assert [label.text for label in labels.all()] == ["Yoga website-b"]


@given(st.integers(0, 400), st.integers(7, 200))
def test_nothing_is_kept_longer_than_the_term_and_no_week_less(age: int, term: int) -> None:
    engine = open_stored("sqlite://")
    try:
        written, now = DAY, DAY + timedelta(days=age)
        Consents(engine).agree("website-a")
        KeptMessages(engine, lambda: written).keep("website-a", message())
        KeptMessages(engine, lambda: now).forget_old(term)
        if age > term:
            assert all_of(engine) == []
        if age + 6 <= term:
            assert len(all_of(engine)) == 1
    finally:
        engine.dispose()


def test_a_label_outlives_its_message_unless_it_teaches_nothing(stored: Engine) -> None:
    labels = Labels(stored)
    labels.put(Label("Yoga", "search"), "Anna")
    labels.put(Label("asdf", None), "Anna")
    KeptMessages(stored, lambda: DAY + timedelta(days=400)).forget_old(180)
    assert [label.text for label in labels.all()] == ["Yoga"]


@pytest.mark.parametrize(
    ("day", "week"), [(DAY, "2027-W02"), (date(2027, 1, 3), "2026-W53"), (date(2027, 1, 4), "2027-W01")]
)
def test_weeks_are_those_of_the_calendar(day: date, week: str) -> None:
    assert week_of(day) == week


def test_nobody_agrees_by_himself(stored: Engine) -> None:
    consents = Consents(stored)
    assert not consents.use("website-a")
    consents.agree("website-a")
    assert consents.use("website-a")
    assert not consents.use("website-b")


def test_who_takes_his_consent_back_takes_back_what_was_kept(stored: Engine) -> None:
    consents, kept = Consents(stored), KeptMessages(stored, lambda: DAY)
    consents.agree("website-a")
    kept.keep("website-a", message())
    assert consents.revoke("website-a") == 1
    assert not consents.has_agreed("website-a")
    assert all_of(stored) == []
    # A turn that was under way meanwhile.
    assert not kept.keep("website-a", message())
    assert all_of(stored) == []


def test_consents_end_with_the_conversation_and_those_of_chats_do_not(stored: Engine) -> None:
    moment = [1_000_000.0]
    consents = Consents(stored, lambda: moment[0])
    for sender in ("website-old", "website-used", "telegram-a"):
        consents.agree(sender)
    moment[0] += 20 * 3600
    consents.use("website-used")
    moment[0] += 5 * 3600
    consents.forget_idle()
    names = ("website-old", "website-used", "telegram-a")
    assert [consents.has_agreed(name) for name in names] == [False, True, True]
