"""`bildungslotse staff`: serve the staff pages, and open the first account."""

import os
import sys
import threading

import click

from bot.settings import Settings
from bot.stored import open_stored
from staff.identity import passwords
from staff.identity.accounts import LEAD, ROLES, Accounts
from staff.identity.audit import BY_COMMAND, Audit


@click.group(invoke_without_command=True)
@click.option("--beside", is_flag=True, hidden=True, help="Mit dem Ende der Standardeingabe aufhören.")
@click.pass_context
def staff(context: click.Context, beside: bool) -> None:
    """Die Seiten für das Bildungsbüro starten: Meldungen, Angebote, Wörter, Bericht."""
    if context.invoked_subcommand is None:
        from staff.serving import serve

        if beside:
            threading.Thread(target=_end_with_parent, daemon=True).start()
        settings = Settings.from_environment()
        click.echo(f"Seiten für das Bildungsbüro: http://{settings.host}:{settings.staff_port}/")
        serve(settings)


def _end_with_parent() -> None:
    """Whoever started this holds its standard input open for as long as he lives."""
    # Not by sys.stdin: its lock, held while waiting, would make Python abort at its own end.
    while os.read(0, 1024):
        pass
    os._exit(0)


@staff.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default=LEAD, show_default=True, help="Was das Konto darf.")
def add(name: str, role: str) -> None:
    """Ein Konto für die Seiten des Bildungsbüros anlegen; das erste hat die Rolle Leitung.

    Fragt nach einem Passwort; wer keines eingibt, bekommt ein Startpasswort, das bei der ersten Anmeldung zu ändern
    ist. Ohne Terminal wird das Passwort als erste Zeile der Standardeingabe gelesen.
    """
    accounts, audit = _opened()
    chosen = _asked_password()
    password = chosen or passwords.drawn()
    made = accounts.add(name, role, password, must_change=not chosen)
    audit.note(BY_COMMAND, "Konto angelegt", made.name, after={"Rolle": made.role})
    click.echo(f"Das Konto {made.name} ist angelegt, Rolle {made.role}.")
    if not chosen:
        _tell(password)


@staff.command()
@click.argument("name")
def reset(name: str) -> None:
    """Ein neues Startpasswort vergeben, wenn sich niemand mehr anmelden kann."""
    accounts, audit = _opened()
    owner = accounts.find(name)
    password = accounts.reset(owner.id)
    audit.note(BY_COMMAND, "Passwort zurückgesetzt", owner.name)
    _tell(password)


def _opened() -> tuple[Accounts, Audit]:
    stored = open_stored(Settings.from_environment().conversations_url)
    return Accounts(stored), Audit(stored)


def _asked_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password: str = click.prompt(
        "Passwort (leer: Startpasswort)", default="", show_default=False, hide_input=True, confirmation_prompt=True
    )
    return password


def _tell(password: str) -> None:
    click.echo(f"Startpasswort: {password}")
    click.echo("Es wird nur jetzt angezeigt und muss bei der ersten Anmeldung geändert werden.")
