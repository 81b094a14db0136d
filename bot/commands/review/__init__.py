"""`bildungslotse review …`: what staff said of messages."""

import click

from bot.commands.review.export import export_command


@click.group()
def review() -> None:
    """Was das Bildungsbüro von Fragen gesagt hat."""


review.add_command(export_command)
