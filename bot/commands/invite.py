"""`bildungslotse invite`: counsellors get a code, the office sees who has one, and can take it back."""

from collections.abc import Sequence
from datetime import date, datetime

import click

from bot.counsellors import LONGEST_NAME, VALID_SECONDS, Counsellors, Invited
from bot.person_names import one_line
from bot.settings import Settings
from bot.stored import open_stored
from catalogue.amounts import german_date

_DAYS = VALID_SECONDS // (24 * 3600)


@click.command()
@click.argument("name", required=False)
@click.option("--list", "lists", is_flag=True, help="Alle Einladungen zeigen (nie die Codes).")
@click.option("--revoke", type=int, metavar="NUMMER", help="Eine Einladung zurücknehmen, auch eine benutzte.")
def invite(name: str | None, lists: bool, revoke: int | None) -> None:
    """Eine Beraterin oder einen Berater einladen: gibt den Einladungscode aus, ein einziges Mal."""
    if (name is not None) + lists + (revoke is not None) != 1:
        raise click.UsageError("Bitte entweder einen Namen angeben, oder --list, oder --revoke NUMMER.")
    counsellors = Counsellors(open_stored(Settings.from_environment().conversations_url))
    if lists:
        _list(counsellors.invitations())
    elif revoke is not None:
        if not counsellors.revoke(revoke):
            raise click.UsageError(f"Es gibt keine Einladung {revoke}, die noch gilt. Alle zeigt: invite --list")
        click.echo(f"Einladung {revoke} ist zurückgenommen; ihre Gespräche sind nicht mehr im Beratungsmodus.")
    elif name is not None:
        _invite(counsellors, name)


def _invite(counsellors: Counsellors, name: str) -> None:
    cleaned = one_line(name, LONGEST_NAME)
    if cleaned is None:
        raise click.UsageError(f"Der Name fehlt, oder er hat mehr als {LONGEST_NAME} Zeichen.")
    code = counsellors.invite(cleaned)
    click.echo(f"Einladungscode für {cleaned}: {code}")
    click.echo(
        f"Er gilt {_DAYS} Tage und ein einziges Mal. So wird er eingelöst: dem Bildungslotsen auf Telegram oder im "
        "Chat der Internetseite als Nachricht schreiben, sonst nichts.\n"
        "Der Code wird nicht gespeichert und lässt sich nicht noch einmal anzeigen."
    )


def _list(invitations: Sequence[Invited]) -> None:
    if not invitations:
        click.echo("Es wurde noch niemand eingeladen.")
    for item in invitations:
        click.echo(f"{item.id}. {item.name}: {_state(item)}")


def _state(item: Invited) -> str:
    parts = [f"eingeladen am {_day(item.invited_at)}"]
    if item.used_at is not None:
        parts.append(f"benutzt am {_day(item.used_at)}")
    if item.revoked_at is not None:
        parts.append(f"zurückgenommen am {_day(item.revoked_at)}")
    elif item.used_at is None:
        until = item.invited_at + VALID_SECONDS
        is_over = until < datetime.now().timestamp()
        parts.append(f"abgelaufen am {_day(until)}" if is_over else f"noch nicht benutzt, gilt bis {_day(until)}")
    else:
        parts.append(f"offene Gespräche: {item.conversations}")
    return ", ".join(parts)


def _day(moment: float) -> str:
    return german_date(date.fromtimestamp(moment))
