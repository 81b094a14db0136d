"""`bildungslotse review …`: what staff said of messages, out of and into this office."""

import click

from bot.commands.review.export import export_command
from bot.commands.review.labels import export_labels, import_labels
from bot.commands.review.tests import export_tests


@click.group()
def review() -> None:
    """Was das Bildungsbüro zu Nachrichten gesagt hat: Einordnungen, und Gespräche als Tests."""


for command in (export_command, export_labels, import_labels, export_tests):
    review.add_command(command)
