"""Forgetting a conversation: nothing of it is left in any store, and all others are whole."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, text

from bot.review.consent import Consents
from bot.review.forgetting import (
    EXPORTED,
    KEPT,
    LABELS,
    SAVED_TESTS,
    Whose,
    count_rows,
    forget_files,
    forget_rows,
    forget_trials,
    texts_of,
)
from bot.review.kept import KeptMessages, conversation_of
from bot.review.labels import Label, Labels
from bot.review.tables import SAID, KeptMessage
from bot.stored import Stored, open_stored

ONE, OTHER = "website-one", "website-other"
SENTENCE = "Gibt es bei Ihnen einen Kurs für Imker am Samstag?"


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Engine]:
    engine = open_stored(f"sqlite:///{tmp_path / 'conversations.db'}")
    yield engine
    engine.dispose()


def message(said: str) -> KeptMessage:
    about = {"channel": "website", "language": "de", "intent": "search", "guess": "search", "answer": "", "wish": {}}
    return KeptMessage(text=said, confidence=1.0, facts=[], outcome=SAID, total=0, **about)


def keep(engine: Engine, sender: str, *texts: str) -> None:
    for said in texts:
        Consents(engine).agree(sender)
        KeptMessages(engine).keep(sender, message(said))


def label(engine: Engine, sender: str | None, said: str) -> int:
    number = Labels(engine).put(Label(said, "search", conversation=sender and conversation_of(sender)), "Lea")
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE kept_messages SET label_id = :number WHERE text = :said"), {"number": number, "said": said}
        )
    return number


def rows(engine: Engine, table: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1"))]


def test_messages_consent_and_labels_of_a_conversation_go_and_no_others(stored: Engine) -> None:
    for sender, said in ((ONE, SENTENCE), (OTHER, "Yoga")):
        Consents(stored).agree(sender)
        keep(stored, sender, said)
        label(stored, sender, said)
    forgotten = forget_rows(stored, Whose.of(ONE))
    assert (forgotten.counts[KEPT], forgotten.counts[LABELS], forgotten.counts["review_consents"]) == (1, 1, 1)
    assert count_rows(stored, Whose.of(ONE)) == 0
    assert [item.text for item in Labels(stored).all()] == ["Yoga"]
    assert Consents(stored).has_agreed(OTHER)
    assert len(rows(stored, KEPT)) == 1


def test_a_label_of_what_others_said_as_well_stays_as_theirs(stored: Engine) -> None:
    keep(stored, ONE, SENTENCE)
    keep(stored, OTHER, SENTENCE)
    number = label(stored, ONE, SENTENCE)
    assert texts_of(stored, Whose.of(ONE)).shared == {SENTENCE}
    forget_rows(stored, Whose.of(ONE))
    found = Labels(stored).find(number)
    assert found is not None
    assert found.conversation == conversation_of(OTHER)


def test_messages_that_are_alike_wait_again_where_their_label_was_the_forgotten_ones(stored: Engine) -> None:
    keep(stored, ONE, SENTENCE)
    keep(stored, OTHER, "Imkern?")
    number = label(stored, ONE, SENTENCE)
    with stored.begin() as connection:
        connection.execute(text("UPDATE kept_messages SET label_id = :number"), {"number": number})
    forget_rows(stored, Whose.of(ONE))
    with stored.connect() as connection:
        assert connection.scalars(text("SELECT label_id FROM kept_messages")).all() == [None]


def test_a_label_that_was_read_from_a_file_goes_with_whoever_wrote_the_sentence(stored: Engine) -> None:
    keep(stored, ONE, SENTENCE)
    label(stored, None, SENTENCE)
    Labels(stored).put(Label("Erfunden von der Gruppe", "search", is_real=False), "Lea")
    forget_rows(stored, Whose.of(ONE))
    assert [item.text for item in Labels(stored).all()] == ["Erfunden von der Gruppe"]


def test_a_table_that_somebody_adds_later_is_found_by_its_columns(stored: Engine) -> None:
    with stored.begin() as connection:
        connection.execute(text("CREATE TABLE later (sender TEXT, said TEXT)"))
        connection.execute(text("INSERT INTO later VALUES (:one, 'x'), (:other, 'y')"), {"one": ONE, "other": OTHER})
    assert forget_rows(stored, Whose.of(ONE)).counts["later"] == 1
    assert rows(stored, "later") == [(OTHER, "y")]


def test_every_table_says_whose_its_rows_are_or_has_nothing_of_conversations() -> None:
    from bot import conversations, counsellors, note_lists  # noqa: F401
    from bot.channels.telegram import buttons, seen  # noqa: F401

    ours = {name: table for name, table in Stored.metadata.tables.items() if not name.startswith("staff_")}
    says = {name for name, table in ours.items() if {"sender", "sender_id", "conversation"} & set(table.columns.keys())}
    # Claims and steps name a message, note lists an address, updates a number of Telegram's, invitations a counsellor.
    others = {"review_claims", "review_steps", "note_lists", "notes", "telegram_updates", "invitations"}
    assert {KEPT, LABELS, "review_consents", "telegram_buttons", "counsellor_conversations"} <= says
    assert set(ours) - says <= others


def test_saved_tests_and_exported_lines_go(tmp_path: Path, stored: Engine) -> None:
    keep(stored, ONE, SENTENCE)
    folder = tmp_path / "review" / "conversations" / "searching"
    folder.mkdir(parents=True)
    mine, theirs = folder / "mine.yml", folder / "theirs.yml"
    mine.write_text(f"# Gespräch {conversation_of(ONE)}\n- user: {SENTENCE}\n", encoding="utf-8")
    theirs.write_text(f"# Gespräch {conversation_of(OTHER)}\n- user: Yoga\n", encoding="utf-8")
    exported = tmp_path / "labels.jsonl"
    lines = [json.dumps({"text": SENTENCE, "intent": "search"}) + "\n", "kein JSON\n", '{"text": "Yoga"}\n']
    exported.write_text("".join(lines), encoding="utf-8")
    whose = Whose.of(ONE)
    counts = forget_files(tmp_path, whose, texts_of(stored, whose)).counts
    assert counts == {SAVED_TESTS: 1, EXPORTED: 1}
    assert not mine.exists()
    assert theirs.exists()
    assert exported.read_text(encoding="utf-8") == "".join(lines[1:])


def test_copies_in_which_a_draft_was_tried_out_are_tidied_but_for_those_in_use(tmp_path: Path) -> None:
    import os

    old, new = tmp_path / "trial-old", tmp_path / "trial-new"
    old.mkdir()
    new.mkdir()
    os.utime(old, (0, 0))
    assert forget_trials(tmp_path) == 1
    assert not old.exists()
    assert new.exists()


SENDERS = st.sampled_from([f"website-{letter}" for letter in "abcd"])
SAYINGS = st.sampled_from(["Yoga", SENTENCE, "Deutsch B1 abends", "Ja", "Imkern?", "Was kostet das?"])


@given(st.lists(st.tuples(SENDERS, SAYINGS, st.booleans(), st.booleans()), max_size=14), SENDERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_is_forgotten_is_gone_and_all_others_are_whole(
    turns: list[tuple[str, str, bool, bool]], gone: str
) -> None:
    engine = create_engine("sqlite://")
    Stored.metadata.create_all(engine)
    for sender, said, agrees, is_labelled in turns:
        if agrees:
            Consents(engine).agree(sender)
        keep(engine, sender, said)
        if is_labelled:
            label(engine, sender, said)
    mine = conversation_of(gone)
    columns = "conversation, turn, text"

    def others(table: str, what: str) -> list[tuple[object, ...]]:
        with engine.connect() as connection:
            found = connection.execute(text(f"SELECT {what} FROM {table} ORDER BY {what}")).all()
        return [tuple(row) for row in found if row[0] not in (mine, gone)]

    kept, consents = others(KEPT, columns), others("review_consents", "sender_id")
    labels = {item.text: item for item in Labels(engine).all()}
    forget_rows(engine, Whose.of(gone))
    assert count_rows(engine, Whose.of(gone)) == 0
    assert others(KEPT, columns) == kept
    assert others("review_consents", "sender_id") == consents
    theirs = {said for _, _, said in kept}
    after = {item.text: item for item in Labels(engine).all()}
    for said, before in labels.items():
        if before.conversation != mine:
            assert after[said] == before
        elif said in theirs:
            assert after[said] == replace(before, conversation=after[said].conversation)
        else:
            assert said not in after
    numbers = {item.id for item in after.values()}
    with engine.connect() as connection:
        used = set(connection.scalars(text("SELECT label_id FROM kept_messages WHERE label_id IS NOT NULL")))
    assert used <= numbers
    engine.dispose()
