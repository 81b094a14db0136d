"""`bildungslotse train`: train and store a model."""

import click

from bot.settings import Settings


@click.command()
@click.option("--if-needed", is_flag=True, help="Nur, wenn kein passendes Modell da ist.")
def train(if_needed: bool) -> None:
    """Das Sprachmodell trainieren und ablegen."""
    from bot import training

    settings = Settings.from_environment()
    if if_needed and training.fitting_model(settings):
        click.echo("Ein passendes Modell ist da.")
        return
    click.echo(f"Modell trainiert: {training.train(settings).name}")
