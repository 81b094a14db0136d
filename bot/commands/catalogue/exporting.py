"""`catalogue export` and `template`: offers for others, and an empty table to fill in."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from actions.answers.offer import detail
from bot.commands.catalogue.opened import Opened, open_catalogue
from bot.german_texts import german_texts
from catalogue.database import reading
from catalogue.errors import ChangeError
from catalogue.exports.ical import calendar
from catalogue.exports.schema_org import schema_org
from catalogue.exports.tables import csv_table, xlsx_table, xlsx_template
from catalogue.models import Offer
from catalogue.permalink import offer_link
from catalogue.search import Hit, whole_offers
from catalogue.slugs import slug

Write = Callable[[Sequence[Offer], Opened], bytes]


@click.command("export")
@click.argument("target", metavar="DATEI", type=click.Path(path_type=Path))
@click.option(
    "--format", "output", type=click.Choice(["csv", "xlsx", "json-ld", "ical"]), help="Sonst nach der Endung."
)
@click.option("--provider", help="Nur die Angebote dieses Anbieters.")
def export_command(target: Path, output: str | None, provider: str | None) -> None:
    """Den Katalog in eine Datei schreiben."""
    opened = open_catalogue()
    output = output or _ENDINGS.get(target.suffix.lower())
    if output is None:
        raise click.UsageError(f"Bitte --format angeben; die Endung {target.suffix or '(keine)'} sagt nicht, welches.")
    statement = whole_offers().order_by(Offer.key).where(Offer.withdrawn_on.is_(None))
    with reading(opened.engine) as session:
        offers = [
            offer for offer in session.scalars(statement) if provider is None or offer.provider.slug == slug(provider)
        ]
        content = _WRITERS[output](offers, opened)
    _write(target, content)
    click.echo(f"{target}: {len(offers)} Angebote.")


@click.command("template")
@click.argument("target", metavar="DATEI.xlsx", type=click.Path(path_type=Path))
def template_command(target: Path) -> None:
    """Eine leere Excel-Tabelle mit Auswahllisten und Erklärungen, für Anbieter."""
    _write(target, xlsx_template(open_catalogue().region))
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
    found = [schema_org(offer, opened.region, _link(opened, offer)) for offer in offers]
    graph = {
        "@context": "https://schema.org",
        "@graph": [{k: v for k, v in item.items() if k != "@context"} for item in found],
    }
    return json.dumps(graph, ensure_ascii=False, indent=1).encode()


def _ical(offers: Sequence[Offer], opened: Opened) -> bytes:
    texts = german_texts(opened.region)
    return calendar(
        offers,
        opened.region,
        link=lambda offer: _link(opened, offer),
        describe=lambda offer: detail(Hit(offer, None), texts),
        name=f"Bildungsangebote {opened.region.name}",
    )


_WRITERS: dict[str, Write] = {
    "csv": lambda offers, opened: csv_table(offers),
    "xlsx": lambda offers, opened: xlsx_table(offers, opened.region),
    "json-ld": _json_ld,
    "ical": _ical,
}
_ENDINGS = {".csv": "csv", ".xlsx": "xlsx", ".json": "json-ld", ".jsonld": "json-ld", ".ics": "ical"}
