"""`catalogue freshness` and `ask-providers`: who has to confirm his offers anew."""

import json
from pathlib import Path
from typing import Any

import click

from bot.commands.catalogue.opened import by_option, format_option, open_catalogue
from catalogue.asking import Overdue, ask_providers, overdue_providers
from catalogue.database import reading


@click.command("freshness")
@format_option
def freshness_command(output: str) -> None:
    """Anbieter, deren Einträge älter sind als vereinbart."""
    opened = open_catalogue()
    with reading(opened.engine) as session:
        found = [_facts(item) for item in overdue_providers(session, opened.region, opened.settings.today())]
    if output == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for item in found:
        click.echo(
            f"{item['provider']}: {item['overdue']} von {item['offers']}{_hidden(item)}, "
            f"ältester Stand {item['oldest']}{_asked(item)}"
        )
    click.echo("Fragen mit: bildungslotse catalogue ask-providers" if found else "Alle Einträge sind frisch.")


def _facts(item: Overdue) -> dict[str, Any]:
    asked = item.inquiry
    return {
        "provider": item.provider.name,
        "overdue": len(item.offers),
        "outdated": item.outdated,
        "offers": len(item.all_offers),
        "oldest": item.oldest.isoformat(),
        "email": item.email,
        "asked": asked.asked_at.date().isoformat() if asked else None,
        "answered": asked.answered_at.date().isoformat() if asked and asked.answered_at else None,
        "ids": [offer.key for offer in item.offers],
    }


def _hidden(item: dict[str, Any]) -> str:
    return f" (davon {item['outdated']} nur noch auf Wunsch gezeigt)" if item["outdated"] else ""


def _asked(item: dict[str, Any]) -> str:
    if item["answered"]:
        return f"; gefragt {item['asked']}, geantwortet {item['answered']}"
    return f"; gefragt {item['asked']}, noch keine Antwort" if item["asked"] else ""


@click.command("ask-providers")
@click.option("--folder", type=click.Path(path_type=Path), help="Wohin die Mails; sonst mails/ im Datenverzeichnis.")
@by_option
def ask_providers_command(folder: Path | None, by: str | None) -> None:
    """Je Anbieter, der dran ist, eine fertige Mail (.eml) mit seinen Angeboten schreiben; nichts wird gesendet."""
    opened = open_catalogue()
    now = opened.settings.now()
    target = folder or opened.settings.data_dir / "mails" / now.date().isoformat()
    written = ask_providers(opened.engine, opened.region, now, target, by)
    for item in written:
        click.echo(f"{item.provider}: {item.path}" + ("" if item.email else " (keine Mailadresse bekannt)"))
    click.echo(f"{len(written)} Mails geschrieben. Öffnen Sie sie in Ihrem Mailprogramm und schicken Sie sie ab.")
