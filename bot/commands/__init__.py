"""The command line `bildungslotse`; one module a command."""

import logging
import os
import sys

import click
import structlog

from bot.commands.ask import ask
from bot.commands.catalogue import catalogue
from bot.commands.evaluate import evaluate
from bot.commands.forget import forget
from bot.commands.invite import invite
from bot.commands.model import model
from bot.commands.report import report_command
from bot.commands.retrain import retrain
from bot.commands.review import review
from bot.commands.staff import staff
from bot.commands.start import start
from bot.commands.train import train
from bot.commands.words import words
from catalogue.errors import BildungslotseError

logger = logging.getLogger(__name__)


@click.group()
def cli() -> None:
    """Der Bildungslotse: ein Chat-Assistent, der Bildungsangebote findet."""


_COMMANDS = (
    start,
    ask,
    train,
    catalogue,
    invite,
    staff,
    words,
    review,
    retrain,
    model,
    forget,
    report_command,
    evaluate,
)
for command in _COMMANDS:
    cli.add_command(command)


def be_quiet() -> None:
    """Leave only warnings of the libraries; TensorFlow reads its level when it is imported."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TQDM_DISABLE", "1")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    # What databases and the assistant say belongs to people, and into no log, however much else is logged.
    for name in ("sqlalchemy", "rasa", "rasa_sdk"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Rasa's libraries of 2022 announce what later versions will drop; nobody here can act on it. They also put filters
    # of their own before any other, so warnings go to the log, where they can be left out.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)


def main() -> None:
    """Run a command; an error of our own is one German sentence and exit code 2."""
    be_quiet()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("bot").setLevel(logging.INFO)
    try:
        cli()
    except BildungslotseError as error:
        logger.debug("error code %s", error.code)
        click.echo(error.message, err=True)
        sys.exit(2)
