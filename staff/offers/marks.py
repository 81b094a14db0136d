"""What is one click: how an offer stands, that it was confirmed today, out of the list and back."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from catalogue.database import reading
from catalogue.editing import edit, put_back, withdraw
from catalogue.errors import ChangedMeanwhileError, ChangeError
from catalogue.history import changes_since, latest_version
from catalogue.values import STATUSES
from staff.access import current_account, own_path
from staff.desk import desk
from staff.offers import room
from staff.offers.found import asked_key, asked_offer


@room.post("/eintrag/status")
def set_status() -> ResponseReturnValue:
    status = request.form.get("status", "")
    if status not in STATUSES:
        raise ChangeError("Diesen Status gibt es nicht.")
    return _done(lambda seen: _edit({"status": status}, seen), ("status",), f"Status ist jetzt: {status}.")


@room.post("/eintrag/bestaetigt")
def confirm() -> ResponseReturnValue:
    """Somebody has just asked the provider: all of it is right."""
    today = desk().today().isoformat()
    return _done(lambda seen: _edit({"stand": today}, seen), (), "heute bestätigt.")


@room.post("/eintrag/zurueckziehen")
def take_out() -> ResponseReturnValue:
    sentence = "aus dem Verzeichnis genommen. Es bleibt hier und lässt sich wieder aufnehmen."
    return _done(lambda seen: withdraw(desk().engine, asked_key(), desk().now(), _name(), seen=seen), None, sentence)


@room.post("/eintrag/aufnehmen")
def take_in() -> ResponseReturnValue:
    sentence = "wieder im Verzeichnis."
    return _done(lambda seen: put_back(desk().engine, asked_key(), desk().now(), _name(), seen=seen), None, sentence)


def _name() -> str:
    return current_account().name


def _edit(wanted: dict[str, str], seen: int) -> Any:
    return edit(desk().engine, asked_key(), wanted, desk().region, desk().now(), _name(), seen=seen)


def _done(change: Callable[[int], Any], overwrites: tuple[str, ...] | None, sentence: str) -> ResponseReturnValue:
    """Do it, unless somebody else has changed meanwhile what it would overwrite (None: anything)."""
    with reading(desk().engine) as session:
        title = asked_offer(session).title
    try:
        _unless_overwriting(change, overwrites)
    except ChangedMeanwhileError:
        flash(
            f"„{title}“ hat inzwischen jemand anderes geändert. Es wurde nichts überschrieben; bitte ansehen.", "fault"
        )
        return redirect(url_for("offers.one", id=asked_key()))
    except ChangeError as error:
        flash(f"„{title}“: {error.message}", "fault")
    else:
        flash(f"„{title}“: {sentence}", "done")
    return redirect(own_path(request.form.get("weiter", "")) or url_for("offers.one", id=asked_key()))


def _unless_overwriting(change: Callable[[int], Any], overwrites: tuple[str, ...] | None) -> None:
    seen = request.form.get("gesehen", 0, type=int)
    try:
        change(seen)
    except ChangedMeanwhileError:
        if overwrites is None:
            raise
        with reading(desk().engine) as session:
            latest, since = latest_version(session, asked_key()), changes_since(session, asked_key(), seen)
        if not since.keys().isdisjoint(overwrites):
            raise
        # What others changed is something else: both stay.
        change(latest)
