"""`bildungslotse forget`: deletes a conversation, says what that was, and proves that nothing is left."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.sessions import Sessions, session_key
from bot.commands import cli
from bot.conversations import ConversationStore
from bot.review.consent import Consents
from bot.review.kept import KeptMessages, conversation_of
from bot.review.labels import Label, Labels
from tests.bot.review.test_forgetting import message

SENTENCE = "Wo lernt meine Großtante in Aerzen das Töpfern?"


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("BILDUNGSLOTSE_DATA_DIR", str(folder))
    for name in ("DATABASE_URL", "CONVERSATIONS_URL"):
        monkeypatch.delenv(f"BILDUNGSLOTSE_{name}", raising=False)
    return folder


@pytest.fixture
def session(data_dir: Path) -> str:
    """A session with a conversation that was kept and labelled."""
    token = Sessions(session_key(data_dir)).begin()
    fill(data_dir, sender_of(data_dir, token))
    return token


def sender_of(data_dir: Path, token: str) -> str:
    read = Sessions(session_key(data_dir)).read(token)
    assert read is not None
    return read.sender


def fill(data_dir: Path, sender: str) -> None:
    import asyncio

    store = ConversationStore(Domain.empty(), url=f"sqlite:///{data_dir / 'conversations.db'}")
    tracker = DialogueStateTracker.from_events(sender, [UserUttered(SENTENCE)], domain=Domain.empty())
    asyncio.run(store.save(tracker))
    Consents(store.engine).agree(sender)
    KeptMessages(store.engine).keep(sender, message(SENTENCE))
    Labels(store.engine).put(Label(SENTENCE, "search", conversation=conversation_of(sender)), "Lea")
    store.engine.dispose()


def forget(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["forget", *arguments])


def report(*arguments: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(forget(*arguments, "--format", "json").output)
    return read


def test_a_conversation_is_gone_and_that_is_proved(data_dir: Path, session: str) -> None:
    told = report(session)
    assert told["proved"]
    assert told["found"] == []
    assert told["texts"] == 1
    assert {name: told["deleted"][name] for name in ("events", "kept_messages", "labels", "review_consents")} == {
        "events": 1, "kept_messages": 1, "labels": 1, "review_consents": 1,
    }  # fmt: skip
    sender = sender_of(data_dir, session)
    everything = b"".join(path.read_bytes() for path in data_dir.rglob("*") if path.is_file())
    for left in (SENTENCE, session, sender, conversation_of(sender), json.dumps(SENTENCE)[1:-1]):
        assert left.encode() not in everything


def test_nobody_goes_on_with_it(data_dir: Path, session: str) -> None:
    assert forget(session).exit_code == 0
    store = ConversationStore(Domain.empty(), url=f"sqlite:///{data_dir / 'conversations.db'}")
    read = Sessions(session_key(data_dir)).read(session)
    assert read is not None
    assert not store.is_open(read.sender, read.begun_at)
    store.engine.dispose()


def test_the_name_of_a_conversation_will_do_as_well(data_dir: Path, session: str) -> None:
    assert report(sender_of(data_dir, session))["deleted"]["kept_messages"] == 1


def test_what_is_left_in_a_backup_is_named(data_dir: Path, session: str) -> None:
    (data_dir / "backup").mkdir()
    shutil.copy(data_dir / "conversations.db", data_dir / "backup" / "conversations.db")
    done = forget(session)
    assert done.exit_code == 1
    assert "Noch gefunden: backup/conversations.db – bitte löschen" in done.output
    assert "Es ist noch etwas übrig." in done.output


def test_a_model_that_has_learnt_the_sentence_is_named(data_dir: Path, session: str) -> None:
    (data_dir / "models").mkdir()
    (data_dir / "models" / "region-3.tar.gz").write_text(json.dumps(SENTENCE), encoding="utf-8")
    done = forget(session)
    assert done.exit_code == 1
    assert "models/region-3.tar.gz – ein Modell hat den Satz gelernt: bitte neu trainieren" in done.output


def test_what_others_wrote_as_well_is_told_apart(data_dir: Path, session: str) -> None:
    fill(data_dir, "website-somebody-else")
    done = forget(session)
    assert done.exit_code == 0
    assert "Dasselbe haben auch andere geschrieben" in done.output
    assert "Nichts gefunden." in done.output


def test_forgetting_once_more_does_no_harm(session: str) -> None:
    assert forget(session).exit_code == 0
    assert sum(report(session)["deleted"].values()) == 0


@pytest.mark.parametrize("name", ["", "unfug", "website-", "%"])
def test_what_names_no_conversation_is_refused(data_dir: Path, name: str) -> None:
    done = forget(name)
    assert done.exit_code != 0
    assert "Das ist kein Gespräch" in str(done.exception)
