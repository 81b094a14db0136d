"""`bildungslotse catalogue …`: refreshing the catalogue and looking after it."""

import click

from bot.commands.catalogue.editing import (
    conflicts_command,
    edit_command,
    erase_person_command,
    show_command,
    undo_command,
)
from bot.commands.catalogue.exporting import export_command, template_command
from bot.commands.catalogue.freshness import ask_providers_command, freshness_command
from bot.commands.catalogue.loading import example_command, load_command, plan_command


@click.group()
def catalogue() -> None:
    """Den Angebotskatalog pflegen."""


for command in (
    plan_command,
    load_command,
    example_command,
    edit_command,
    conflicts_command,
    show_command,
    undo_command,
    erase_person_command,
    freshness_command,
    ask_providers_command,
    export_command,
    template_command,
):
    catalogue.add_command(command)
