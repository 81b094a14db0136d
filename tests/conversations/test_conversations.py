"""Holds every conversation in the folders beside this file with the assistant; format: `bot.evaluation.conversations`."""

import asyncio
from pathlib import Path

import pytest
from rasa.core.agent import Agent

from bot.counsellors import Counsellors
from bot.evaluation.conversations import hold_conversation, read_conversation
from catalogue.errors import QuestionFileError
from catalogue.region import Region

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.rglob("*.yml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER).with_suffix("")))
def test_conversation(file: Path, agent: Agent, region: Region, counsellors: Counsellors) -> None:
    assert asyncio.run(hold_conversation(read_conversation(file), agent, region, counsellors.invite)) == ""


def test_there_are_conversations_of_every_kind() -> None:
    assert len(FILES) >= 40
    assert len({file.parent for file in FILES}) >= 12


@pytest.mark.parametrize(
    ("turn", "fault"),
    [
        ({"user": "Yogakurs in Hameln", "bot": "Zauberwort", "offers": {}}, "'Zauberwort' fehlt"),
        ({"user": "Yogakurs in Hameln", "not": "Yoga", "offers": {"relaxed": ["place"]}}, "'Yoga' steht"),
        ({"user": "Yogakurs in Hameln"}, "1 Nachrichten mit Angeboten"),
        ({"user": "hallo", "offers": {}}, "0 Nachrichten mit Angeboten"),
        ({"user": "Yogakurs in Hameln", "offers": {"query": {"topic": "judo"}}}, "verstanden topic 'yoga'"),
        ({"user": "Yogakurs in Hameln", "offers": {"empty": ["place"]}}, "verstanden place"),
        ({"user": "hallo", "buttons": ["Zauberknopf"]}, "kein Knopf 'Zauberknopf'"),
        ({"press": "Zauberknopf"}, "kein solcher Knopf"),
    ],
)
def test_what_is_not_as_expected_is_named(
    turn: dict[str, object], fault: str, agent: Agent, region: Region, counsellors: Counsellors
) -> None:
    assert fault in asyncio.run(hold_conversation([turn], agent, region, counsellors.invite))


@pytest.mark.parametrize("text", ["user: hallo", "- hallo", "- {user: hallo, answer: hi}", "- {bot: hi}", "[", "[]"])
def test_a_file_that_is_no_conversation_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "gespraech.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionFileError, match="gespraech"):
        read_conversation(path)
