"""Trying out: the answer with the draft is the one that comes once it is published, and nothing is touched before."""

import asyncio
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot import training
from bot.actions_in_process import InProcessActions
from bot.channels.incoming import ask
from bot.commands import cli
from bot.local_agent import local_agent
from bot.region_in_use import counting_now, own_sentences, region_in_use, states_of, using
from bot.settings import Settings
from bot.trying_out import try_out
from catalogue.errors import WordsError
from catalogue.overlays.overlay import TOPIC, Overlay, WordChange, merged, with_answer, with_words
from catalogue.region import Region

NOW = datetime(2027, 1, 11, 9)


@pytest.fixture
def own_settings(own_data_dir: Path) -> Settings:
    return Settings.from_environment()


def draft(settings: Settings) -> None:
    def change(overlay: Overlay) -> Overlay:
        overlay = with_words(overlay, TOPIC, "yoga", WordChange(("Morgenruhe", "Rücken und Ruhe")))
        return with_answer(overlay, "utter_thanks", "Bitte schön, sagt das {office_name}!")

    states_of(settings).change(change, "Ada", NOW, "Probe")


def said(messages: list[dict[str, Any]]) -> list[Any]:
    return [(message.get("text"), message.get("custom", {})) for message in messages]


def fresh_answer(settings: Settings, question: str) -> list[Any]:
    region = counting_now(settings).region
    agent = local_agent(settings, region=region)
    return said(asyncio.run(ask(agent, region, secrets.token_hex(16), question, "test")))


def test_what_was_tried_is_what_comes(own_settings: Settings, own_data_dir: Path) -> None:
    draft(own_settings)
    files = {path: path.read_bytes() for path in own_data_dir.glob("catalogue.db")}
    model = training.fitting_model(own_settings)
    tried = try_out(own_settings, "Morgenruhe in Hameln")
    assert said(tried.before) != said(tried.after)
    assert any((custom or {}).get("query", {}).get("topic") == "yoga" for _, custom in said(tried.after))
    assert {path: path.read_bytes() for path in files} == files, "the catalogue is as it was"
    assert states_of(own_settings).number() == 0
    assert fresh_answer(own_settings, "Morgenruhe in Hameln") == said(tried.before)
    assert list(own_data_dir.glob("trial-*")) == []
    states_of(own_settings).publish("Ada", NOW)
    assert fresh_answer(own_settings, "Morgenruhe in Hameln") == said(tried.after)
    assert training.fitting_model(own_settings) == model, "no training is needed"


def test_a_draft_that_does_not_fit_is_not_tried(own_settings: Settings) -> None:
    states_of(own_settings).change(
        lambda overlay: with_words(overlay, TOPIC, "yoga", WordChange(("Rentner",))), "Ada", NOW, "Probe"
    )
    with pytest.raises(WordsError, match="heißt schon etwas anderes"):
        try_out(own_settings, "Rentner")


def test_the_commands(own_settings: Settings) -> None:
    draft(own_settings)
    run = CliRunner()
    assert "dazu: Morgenruhe, Rücken und Ruhe" in run.invoke(cli, ["words", "show"]).output
    asked = run.invoke(cli, ["ask", "--draft", "Danke"]).output
    assert "Bitte schön, sagt das" in asked
    assert "Bitte schön" not in run.invoke(cli, ["ask", "Danke"]).output
    assert "Stand 1 gilt." in run.invoke(cli, ["words", "publish", "--by", "Ada"]).output
    diff = run.invoke(cli, ["words", "export"]).output
    assert "+++ b/catalogue/regions/hameln-pyrmont/topics.yml" in diff
    assert ", Morgenruhe, Rücken und Ruhe]" in diff
    assert "dazu: Morgenruhe" in run.invoke(cli, ["words", "show", "--published"]).output
    assert "Stand 2 gilt" in run.invoke(cli, ["words", "back"]).output
    draft(own_settings)
    run.invoke(cli, ["words", "discard"])
    assert "Es ist nichts geändert." in run.invoke(cli, ["words", "show"]).output


def test_an_action_of_a_turn_sees_the_region_with_which_the_turn_began(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = merged(region, with_words(Overlay(), TOPIC, "yoga", WordChange(("Morgenruhe",))))
    actions, seen = InProcessActions(changed), []

    class Executor:
        async def run(self, _: object) -> None:
            seen.append(region_in_use())

    monkeypatch.setattr(actions, "_executor", Executor())
    with using(region):
        asyncio.run(actions.request(json={"next_action": "any"}))
    assert seen == [changed]


def test_the_sentences_are_those_of_the_domain() -> None:
    assert {"utter_none", "utter_crisis"} <= own_sentences().texts.keys()
    assert "office_phone" in own_sentences().facts
    assert "notrufnummer" in own_sentences().needed
