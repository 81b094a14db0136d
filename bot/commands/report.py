"""`bildungslotse report`: the figures of a quarter as a page, a PDF and a table."""

from pathlib import Path

import click

from bot.commands.catalogue.opened import open_catalogue
from catalogue.database import reading
from catalogue.errors import ReportError
from catalogue.reporting.quarter import begun_quarter
from catalogue.reporting.report import report


@click.command("report")
@click.argument("quarter", metavar="QUARTAL", nargs=-1, required=True)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Wohin; sonst berichte/ im Datenverzeichnis."
)
def report_command(quarter: tuple[str, ...], output: Path | None) -> None:
    """Den Bericht eines Quartals (2027Q1) schreiben: als Seite (HTML), als PDF und als Tabelle (CSV)."""
    # Drawing takes its time to load; no other command should wait for it.
    from staff.report.forms import FORMS

    opened = open_catalogue()
    today = opened.settings.today()
    wanted = begun_quarter(" ".join(quarter), today)
    with reading(opened.engine) as session:
        found = report(session, opened.region, wanted, today)
    folder = output or opened.settings.data_dir / "berichte"
    name = f"bericht-{wanted.name}"
    for ending, form in FORMS.items():
        path = folder / f"{name}.{ending}"
        _write(path, form.write(found))
        click.echo(str(path))
    if not found.is_over:
        click.echo(f"Das {wanted.title} ist noch nicht zu Ende: Zwischenstand bis {found.now.until:%d.%m.%Y}.")


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise ReportError(f"{path}: Die Datei lässt sich nicht schreiben ({error.strerror}).") from error
