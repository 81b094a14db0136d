"""`bildungslotse review export-labels` and `import-labels`: labels as JSON lines."""

import time
from pathlib import Path

import click

from bot.commands.catalogue.opened import by_option
from bot.region_in_use import own_sentences, states_of
from bot.review.exchange import Import, Report, export_lines
from bot.review.labels import Labels
from bot.review.scrubbing import Scrubber
from bot.review.synonyms import add_word
from bot.settings import Settings
from bot.stored import open_stored
from catalogue.errors import ChangeError
from catalogue.overlays.files import write_whole
from catalogue.overlays.overlay import merged, settled
from catalogue.region import load_region
from staff.identity.audit import BY_COMMAND, Audit


@click.command("export-labels")
@click.argument("file", metavar="DATEI", type=click.Path(path_type=Path, dir_okay=False))
def export_labels(file: Path) -> None:
    """Alle Einordnungen in eine Datei schreiben, eine je Zeile (JSON)."""
    labels = Labels(open_stored(Settings.from_environment().conversations_url)).all()
    try:
        write_whole(file, "".join(f"{line}\n" for line in export_lines(labels)))
    except OSError as error:
        raise ChangeError(f"{file} lässt sich nicht schreiben: {error.strerror}.") from error
    click.echo(f"{len(labels)} Einordnungen stehen in {file}.")


@click.command("import-labels")
@click.argument("file", metavar="DATEI", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@by_option
@click.pass_context
def import_labels(context: click.Context, file: Path, by: str | None) -> None:
    """Einordnungen aus einer Datei dazunehmen; die neuere gilt, und nichts geht verloren.

    Zeilen, die nicht gehen, werden mit Nummer und Grund genannt; alle anderen gelten trotzdem (Exit-Code 1).
    """
    settings, name = Settings.from_environment(), by or BY_COMMAND
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ChangeError(f"{file} lässt sich nicht lesen: Es muss eine Textdatei in UTF-8 sein.") from error
    region, states = load_region(settings.region_dir), states_of(settings)
    drafted = merged(region, settled(region, states.draft().overlay))

    def add(word: str, of: str, term: str) -> bool:
        return add_word(states, region, own_sentences(), (word, of, term), name, settings.now())

    stored = open_stored(settings.conversations_url)
    reading = Import(stored, Scrubber(drafted), drafted.topics, add, time.time)
    report = reading.read(lines, name)
    _tell(report)
    figures = {"neu": report.new, "ersetzt": report.replaced, "Wörter": report.words}
    Audit(stored).note(name, "Einordnungen eingelesen", file.name, after=figures)
    if report.refused:
        context.exit(1)


def _tell(report: Report) -> None:
    click.echo(f"Neu: {report.new}, ersetzt: {report.replaced}, unverändert: {report.unchanged}.")
    if report.words:
        click.echo(
            f"Neue Wörter im Entwurf: {report.words}. Ausprobieren und übernehmen: auf den Seiten unter „Wörter“."
        )
    if report.scrubbed:
        click.echo(f"In {report.scrubbed} Texten standen persönliche Angaben; sie sind ersetzt.")
    for number, sentence in report.conflicts:
        click.echo(f"Zeile {number}: anders eingeordnet. {sentence}")
    for number, sentence in report.refused:
        click.echo(f"Zeile {number} geht nicht: {sentence}", err=True)
