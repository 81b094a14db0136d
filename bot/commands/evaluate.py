"""`bildungslotse evaluate`: how many turns are understood and answered rightly."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

import click

from bot.settings import Settings
from catalogue.database import migrate, open_engine
from catalogue.example import example_files, write_shifted
from catalogue.region import Region, load_region
from catalogue.submissions.load import load


@click.command()
@click.argument("files", metavar="DATEI…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--offers",
    "offer_files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Meldungen, auf denen gemessen wird; sonst der Beispielkatalog.",
)
@click.option("--day", default="2027-01-11", help="Der Tag, an dem gefragt wird.")
@click.option("--failures", is_flag=True, help="Auch jeden Fehler zeigen.")
def evaluate(files: tuple[Path, ...], offer_files: tuple[Path, ...], day: str, failures: bool) -> None:
    """Messen, welcher Anteil der Fragen verstanden und richtig beantwortet wird."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BILDUNGSLOTSE_TODAY"] = day
        os.environ["BILDUNGSLOTSE_DATABASE_URL"] = f"sqlite:///{Path(folder) / 'catalogue.db'}"
        settings = Settings.from_environment()
        region = load_region(settings.region_dir)
        paths = list(offer_files) or _example(region, settings, Path(folder))
        engine = open_engine(settings.database_url)
        migrate(engine)
        load(engine, paths, region, datetime.combine(settings.today(), datetime.min.time()))

        from bot.evaluation.measure import measure
        from bot.evaluation.report import print_report
        from bot.local_agent import local_agent

        print_report(measure(local_agent(settings), region, files, paths, settings.today()), failures)


def _example(region: Region, settings: Settings, folder: Path) -> list[Path]:
    if not example_files(region):
        raise click.UsageError("Die Region hat keinen Beispielkatalog; bitte --offers angeben.")
    return write_shifted(region, settings.today(), folder / "example")
