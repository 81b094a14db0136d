"""`bildungslotse ask`: one answer, or a dialogue, in the terminal."""

import asyncio
import secrets
from typing import Any

import click

from bot.settings import Settings
from catalogue.region import load_region


@click.command()
@click.argument("question", metavar="FRAGE", required=False)
def ask(question: str | None) -> None:
    """Eine Frage stellen, oder ein Gespräch führen (Ende mit Strg-D)."""
    from bot.channels.incoming import BadMessageError, checked_text
    from bot.channels.incoming import ask as ask_agent
    from bot.local_agent import local_agent

    settings = Settings.from_environment()
    region = load_region(settings.region_dir)
    agent = local_agent(settings)
    sender = secrets.token_hex(16)

    async def turn(text: str) -> None:
        try:
            _print(await ask_agent(agent, region, sender, checked_text(text), "terminal"))
        except BadMessageError as error:
            click.echo(str(error))

    if question is not None:
        asyncio.run(turn(question))
        return
    while True:
        try:
            text = click.prompt("Sie", prompt_suffix="> ")
        except click.Abort:
            click.echo()
            return
        asyncio.run(turn(text))


def _print(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        if message.get("text"):
            click.echo(message["text"])
        for button in message.get("buttons") or []:
            click.echo(f"   [{button['title']}]")
