"""`bildungslotse evaluate`: how many turns are understood and answered rightly."""

from datetime import datetime
from pathlib import Path

import click

from bot.evaluation.stage import DAY, example_catalogue
from bot.settings import Settings
from catalogue.example import example_files
from catalogue.region import load_region


@click.command()
@click.argument("files", metavar="DATEI…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--offers",
    "offer_files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Meldungen, auf denen gemessen wird; sonst der Beispielkatalog.",
)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), default=DAY.isoformat(), help="Der Tag, an dem gefragt wird.")
@click.option("--failures", is_flag=True, help="Auch jeden Fehler zeigen.")
def evaluate(files: tuple[Path, ...], offer_files: tuple[Path, ...], day: datetime, failures: bool) -> None:
    """Messen, welcher Anteil der Fragen verstanden und richtig beantwortet wird."""
    settings = Settings.from_environment()
    region = load_region(settings.region_dir)
    if not offer_files and not example_files(region):
        raise click.UsageError("Die Region hat keinen Beispielkatalog; bitte --offers angeben.")
    with example_catalogue(settings, region, day.date(), offer_files) as stage:
        from bot.evaluation.measure import measure
        from bot.evaluation.report import print_report
        from bot.local_agent import local_agent

        print_report(measure(local_agent(stage.settings), region, files, stage.files, day.date()), failures)
