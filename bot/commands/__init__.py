"""The command line `bildungslotse`; one module a command."""

import logging
import sys
import warnings

import click

from bot.commands.ask import ask
from bot.commands.catalogue import catalogue
from bot.commands.evaluate import evaluate
from bot.commands.start import start
from bot.commands.train import train
from catalogue.errors import BildungslotseError

logger = logging.getLogger(__name__)


@click.group()
def cli() -> None:
    """Der Bildungslotse: ein Chat-Assistent, der Bildungsangebote findet."""


for command in (start, ask, train, catalogue, evaluate):
    cli.add_command(command)


def main() -> None:
    """Run a command; an error of our own is one German sentence and exit code 2."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("bot").setLevel(logging.INFO)
    # Rasa's libraries of 2022 announce what later versions will drop; nobody here can act on it.
    warnings.filterwarnings("ignore")
    try:
        cli()
    except BildungslotseError as error:
        logger.debug("error code %s", error.code)
        click.echo(error.message, err=True)
        sys.exit(2)
