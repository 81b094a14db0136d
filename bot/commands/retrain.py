"""`bildungslotse retrain`: train a model on what staff said of messages, and measure it beside the one that counts."""

import json
from typing import Any

import click

from bot.commands.catalogue.opened import format_option
from bot.commands.model import figures, told
from bot.settings import Settings


@click.command()
@click.option("--by", metavar="NAME", default="", help="Wer das Training anstößt; steht auf der Karte des Modells.")
@format_option
def retrain(by: str, output: str) -> None:
    """Ein neues Modell trainieren und neben dem messen, das gilt. Es gilt erst, wenn es übernommen wird."""
    from bot.retraining.run import retrain as train_and_measure
    from bot.training import models_of

    settings = Settings.from_environment()
    card = train_and_measure(settings, by)
    model = models_of(settings).one(card.number)
    if output == "json":
        passes = bool(card.verdict and card.verdict.passes)
        reasons = list(card.verdict.reasons) if card.verdict else []
        found: dict[str, Any] = {"number": card.number, "passes": passes, "reasons": reasons, "sets": figures(model)}
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        click.echo(told(model))
