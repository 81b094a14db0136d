"""`bildungslotse ask`: one answer, or a dialogue, in the terminal."""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from bot.region_in_use import counting_now
from bot.settings import Settings
from catalogue.region import Region

if TYPE_CHECKING:
    from rasa.core.agent import Agent


@click.command()
@click.argument("question", metavar="FRAGE", required=False)
@click.option("--draft", is_flag=True, help="Mit dem Entwurf der Wörter und Texte antworten, ohne dass er gilt.")
def ask(question: str | None, draft: bool) -> None:
    """Eine Frage stellen, oder ein Gespräch führen (Ende mit Strg-D)."""
    settings = Settings.from_environment()
    with _drafted(settings) if draft else _counting(settings) as (agent, region):
        if question is not None:
            asyncio.run(_turn(agent, region, secrets.token_hex(16), question))
        else:
            _talk(agent, region)


@contextmanager
def _counting(settings: Settings) -> Iterator[tuple["Agent", Region]]:
    from bot.local_agent import local_agent

    region = counting_now(settings).region
    yield local_agent(settings, region=region), region


@contextmanager
def _drafted(settings: Settings) -> Iterator[tuple["Agent", Region]]:
    from bot.local_agent import local_agent, present_model
    from bot.trying_out import catalogue_copy, draft_region

    region, model = draft_region(settings), present_model(settings)
    with catalogue_copy(settings) as aside:
        yield local_agent(aside, model, region), region


def _talk(agent: "Agent", region: Region) -> None:
    sender = secrets.token_hex(16)
    while True:
        try:
            text = click.prompt("Sie", prompt_suffix="> ")
        except click.Abort:
            click.echo()
            return
        asyncio.run(_turn(agent, region, sender, text))


async def _turn(agent: "Agent", region: Region, sender: str, text: str) -> None:
    from bot.channels.incoming import BadMessageError, checked_text
    from bot.channels.incoming import ask as ask_agent

    try:
        _print(await ask_agent(agent, region, sender, checked_text(text), "terminal"))
    except BadMessageError as error:
        click.echo(str(error))


def _print(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        if message.get("text"):
            click.echo(message["text"])
        for button in message.get("buttons") or []:
            click.echo(f"   [{button['title']}]")
