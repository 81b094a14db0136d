"""`catalogue plan`, `load` and `example`: from files to the catalogue."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from bot.commands.catalogue.opened import Opened, by_option, format_option, open_catalogue
from catalogue.example import example_files, is_empty, write_shifted
from catalogue.submissions.load import LoadReport, load, load_plan
from catalogue.submissions.plans import find_plan, forget_plan, revision_of, store_plan
from catalogue.submissions.report import human_text

_LARGE, _STEP = 500, 100

files_argument = click.argument("files", metavar="DATEI…", nargs=-1, type=click.Path(path_type=Path))
complete_option = click.option(
    "--complete", is_flag=True, help="Die Datei enthält alles, was der Anbieter hat; was fehlt, wird zurückgezogen."
)
provider_option = click.option(
    "--provider", metavar="NAME", default="", help="Der Anbieter der Einträge, in denen keiner genannt ist."
)


@click.command("plan")
@files_argument
@complete_option
@provider_option
@format_option
def plan_command(files: tuple[Path, ...], complete: bool, provider: str, output: str) -> None:
    """Zeigen, was Meldungen ändern würden, und den Plan zur Freigabe aufheben."""
    _plan(open_catalogue(), _given(files), complete, provider, output)


@click.command("load")
@files_argument
@click.option("--plan", "plan_id", metavar="ID", help="Genau das übernehmen, was dieser Plan gezeigt hat.")
@complete_option
@provider_option
@click.option("--dry-run", is_flag=True, help="Nur zeigen, was sich ändern würde (wie „plan“).")
@by_option
@format_option
def load_command(
    files: tuple[Path, ...],
    plan_id: str | None,
    complete: bool,
    provider: str,
    dry_run: bool,
    by: str | None,
    output: str,
) -> None:
    """Meldungen von Anbietern in den Katalog übernehmen."""
    opened = open_catalogue()
    now = opened.settings.now()
    if plan_id is None and dry_run:
        _plan(opened, _given(files), complete, provider, output)
    if plan_id is None:
        report = load(
            opened.engine,
            _given(files),
            opened.region,
            now,
            complete=complete,
            by=by,
            progress=_progress,
            provider=provider.strip(),
        )
        _say(report, output)
    if files or complete or provider or dry_run:
        raise click.UsageError("Zu --plan gehören keine Dateien und keine anderen Schalter als --by und --format.")
    report = load_plan(
        opened.engine, find_plan(opened.plans, str(plan_id)), opened.region, now, by=by, progress=_progress
    )
    forget_plan(opened.plans, str(plan_id))
    _say(report, output)


def _progress(file: str, done: int, total: int) -> None:
    """How far a large file is, for somebody who waits in front of a terminal."""
    if total >= _LARGE and sys.stderr.isatty() and (done % _STEP == 0 or done == total):
        click.echo(f"\r{file}: {done} von {total} Angeboten", err=True, nl=done == total)


def _given(files: tuple[Path, ...]) -> tuple[Path, ...]:
    if not files:
        raise click.UsageError("Bitte mindestens eine Datei angeben.")
    return files


def _plan(opened: Opened, files: tuple[Path, ...], complete: bool, provider: str, output: str) -> None:
    now, provider = opened.settings.now(), provider.strip()
    # Before the plan is made: whatever changes in between makes the plan too old, never wrong.
    revision = revision_of(opened.engine)
    report = load(opened.engine, files, opened.region, now, dry_run=True, complete=complete, provider=provider)
    readable = [path for path, file in zip(files, report.files, strict=True) if not file.refused_whole]
    plan = store_plan(opened.plans, readable, revision, complete, now, provider) if readable else None
    _say(report, output, plan.id if plan else None)


def _say(report: LoadReport, output: str, plan_id: str | None = None) -> None:
    """Print a report, and end with its exit code."""
    if output == "json":
        data: dict[str, Any] = report.as_dict() | ({"plan": plan_id} if plan_id else {})
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        click.echo(human_text(report))
        if plan_id:
            click.echo(f"Plan {plan_id}. Übernehmen mit: bildungslotse catalogue load --plan {plan_id}")
    sys.exit(report.exit_code)


@click.command("example")
def example_command() -> None:
    """Den Beispielkatalog laden, wenn der Katalog leer ist."""
    opened = open_catalogue()
    if not example_files(opened.region):
        click.echo("Die Region hat keinen Beispielkatalog.")
        return
    if not is_empty(opened.engine):
        click.echo("Der Katalog enthält schon Angebote; der Beispielkatalog wird nicht geladen.")
        return
    with tempfile.TemporaryDirectory() as folder:
        files = write_shifted(opened.region, opened.settings.today(), Path(folder))
        report = load(opened.engine, files, opened.region, opened.settings.now())
    click.echo(f"Beispielkatalog geladen: {report.as_dict()['added']} Angebote.")
    sys.exit(report.exit_code)
