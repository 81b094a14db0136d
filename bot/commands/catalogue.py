"""`bildungslotse catalogue …`: refreshing the catalogue."""

import json
import sys
import tempfile
from pathlib import Path

import click

from bot.settings import Settings
from catalogue.database import migrate, open_engine
from catalogue.example import example_files, is_empty, write_shifted
from catalogue.region import load_region
from catalogue.submissions.load import load
from catalogue.submissions.report import human_text


@click.group()
def catalogue() -> None:
    """Den Angebotskatalog pflegen."""


@catalogue.command("load")
@click.argument("files", metavar="DATEI…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Nur zeigen, was sich ändern würde.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", help="Form des Berichts.")
def load_command(files: tuple[Path, ...], dry_run: bool, output: str) -> None:
    """Meldungen von Anbietern (CSV, XLSX) in den Katalog übernehmen."""
    settings = Settings.from_environment()
    engine = open_engine(settings.database_url)
    migrate(engine)
    report = load(engine, files, load_region(settings.region_dir), settings.now(), dry_run=dry_run)
    click.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2) if output == "json" else human_text(report))
    sys.exit(report.exit_code)


@catalogue.command("example")
def example_command() -> None:
    """Den Beispielkatalog laden, wenn der Katalog leer ist."""
    settings = Settings.from_environment()
    region = load_region(settings.region_dir)
    engine = open_engine(settings.database_url)
    migrate(engine)
    if not example_files(region):
        click.echo("Die Region hat keinen Beispielkatalog.")
        return
    if not is_empty(engine):
        click.echo("Der Katalog enthält schon Angebote; der Beispielkatalog wird nicht geladen.")
        return
    with tempfile.TemporaryDirectory() as folder:
        report = load(engine, write_shifted(region, settings.today(), Path(folder)), region, settings.now())
    click.echo(f"Beispielkatalog geladen: {report.as_dict()['added']} Angebote.")
    sys.exit(report.exit_code)
