"""`catalogue export` and `template`: offers for others, and an empty table to fill in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from actions.answers.offer import detail
from bot.commands.catalogue.opened import Opened, open_catalogue
from bot.german_texts import german_texts
from catalogue.database import reading
from catalogue.errors import ChangeError
from catalogue.exports import ical, openqcat, schema_org, tables
from catalogue.models import Offer
from catalogue.permalink import offer_link
from catalogue.search import Hit, whole_offers
from catalogue.slugs import slug

Write = Callable[[Sequence[Offer], Opened], bytes]


@dataclass(frozen=True)
class Format:
    """How the catalogue is written in a format, and what is lost by it.

    `dropped` are columns with the reason why they do not come back, or not always; `has_room` says of an offer
    whether the format can carry it, `without` of which offers it cannot. All reasons are German.
    """

    write: Write
    dropped: Mapping[str, str]
    has_room: Callable[[Offer], bool]
    without: str


@click.command("export")
@click.argument("target", metavar="DATEI", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output",
    type=click.Choice(["csv", "xlsx", "json-ld", "openqcat", "ical"]),
    help="Sonst nach der Endung.",
)
@click.option("--provider", help="Nur die Angebote dieses Anbieters.")
def export_command(target: Path, output: str | None, provider: str | None) -> None:
    """Den Katalog in eine Datei schreiben und nennen, was das Format nicht trägt."""
    opened = open_catalogue()
    output = output or _ENDINGS.get(target.suffix.lower())
    if output is None:
        raise click.UsageError(f"Bitte --format angeben; die Endung {target.suffix or '(keine)'} sagt nicht, welches.")
    form = FORMATS[output]
    statement = whole_offers().order_by(Offer.key).where(Offer.withdrawn_on.is_(None))
    with reading(opened.engine) as session:
        offers = [
            offer for offer in session.scalars(statement) if provider is None or offer.provider.slug == slug(provider)
        ]
        carried = [offer for offer in offers if form.has_room(offer)]
        content = form.write(carried, opened)
    _write(target, content)
    click.echo(f"{target}: {_counted(len(carried))}.")
    if len(carried) < len(offers):
        click.echo(f"Nicht ausgegeben: {_counted(len(offers) - len(carried))} {form.without}.")
    if form.dropped:
        click.echo("Nicht oder nicht immer enthalten:")
    for column, reason in form.dropped.items():
        click.echo(f"  {column}: {reason}")


def _counted(number: int) -> str:
    return "1 Angebot" if number == 1 else f"{number} Angebote"


@click.command("template")
@click.argument("target", metavar="DATEI.xlsx", type=click.Path(path_type=Path))
def template_command(target: Path) -> None:
    """Eine leere Excel-Tabelle mit Auswahllisten und Erklärungen, für Anbieter."""
    _write(target, tables.xlsx_template(open_catalogue().region))
    click.echo(f"{target} geschrieben.")


def _write(target: Path, content: bytes) -> None:
    try:
        target.write_bytes(content)
    except OSError as error:
        raise ChangeError(f"{target}: Die Datei lässt sich nicht schreiben ({error.strerror}).") from error


def _link(opened: Opened, offer: Offer) -> str:
    address = opened.settings.public_url or f"http://{opened.settings.host}:{opened.settings.port}"
    return address + offer_link(offer.key)


def _json_ld(offers: Sequence[Offer], opened: Opened) -> bytes:
    return schema_org.as_file(offers, opened.region, lambda offer: _link(opened, offer))


def _openqcat(offers: Sequence[Offer], opened: Opened) -> bytes:
    return openqcat.openqcat(offers, opened.region, opened.region.office.name, opened.settings.now())


def _ical(offers: Sequence[Offer], opened: Opened) -> bytes:
    texts = german_texts(opened.region)
    return ical.calendar(
        offers,
        opened.region,
        link=lambda offer: _link(opened, offer),
        describe=lambda offer: detail(Hit(offer, None), texts),
        name=f"Bildungsangebote {opened.region.name}",
    )


def _always(_offer: Offer) -> bool:
    return True


FORMATS = {
    "csv": Format(lambda offers, opened: tables.csv_table(offers), tables.DROPPED, _always, ""),
    "xlsx": Format(
        lambda offers, opened: tables.xlsx_table(offers, opened.region),
        tables.DROPPED,
        tables.has_room,
        "mit einem Text, der länger ist, als eine Excel-Zelle fasst (32.767 Zeichen)",
    ),
    "json-ld": Format(_json_ld, schema_org.DROPPED, _always, ""),
    "openqcat": Format(
        _openqcat,
        openqcat.DROPPED,
        openqcat.has_room,
        "mit einer Kennung oder einem Anbieternamen, die länger sind, als das Format erlaubt (255 Zeichen)",
    ),
    "ical": Format(_ical, ical.DROPPED, ical.is_dated, "ohne Beginn"),
}
_ENDINGS = {
    ".csv": "csv", ".xlsx": "xlsx", ".json": "json-ld", ".jsonld": "json-ld", ".xml": "openqcat", ".ics": "ical",
}  # fmt: skip
