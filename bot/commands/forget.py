"""`bildungslotse forget SESSION`: a conversation is deleted everywhere, and looked for afterwards."""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import Engine

from bot.commands.catalogue.opened import format_option
from bot.review.forgetting import CLAIMS, EVENTS, EXPORTED, KEPT, LABELS, NOTE_LISTS, NOTICES, SAVED_TESTS, Texts
from bot.review.traces import Needle, Searched, Trace
from bot.settings import Settings
from catalogue.errors import SessionError

_STORES = {
    EVENTS: "Gespräch",
    "counsellor_conversations": "Beratungsmodus",
    "review_consents": "Einwilligung",
    KEPT: "aufbewahrte Nachrichten",
    LABELS: "Einordnungen (Fragen)",
    CLAIMS: "wer gerade daran arbeitet",
    "telegram_buttons": "Knöpfe in Telegram",
    NOTE_LISTS[0]: "Merkliste (Angebote)",
    NOTICES: "Worte in Hinweisen ans Bildungsbüro",
    SAVED_TESTS: "gespeicherte Tests",
    EXPORTED: "Zeilen in ausgeführten Einordnungen",
    "trials": "liegen gebliebene Probekopien",
}
# "[Yoga](topic)", "[Verkauf]{...}"
_ANNOTATED = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_NOTE = (
    "Eine Merkliste auf der Internetseite gehört zu keinem Gespräch: Wer ihre Adresse hat, löscht sie dort selbst. "
    "Sicherungen außerhalb des Datenverzeichnisses kennt dieser Befehl nicht."
)


@dataclass(frozen=True)
class Outcome:
    """What was deleted, by store; what a search found afterwards."""

    deleted: dict[str, int]
    searched: Searched
    texts: int

    @property
    def left(self) -> list[Trace]:
        """What should not be there any longer."""
        return [trace for trace in self.searched.traces if not trace.needle.is_shared]

    @property
    def is_proved(self) -> bool:
        return not self.left and not self.searched.unread


# A session may begin with "-".
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("session", metavar="SESSION")
@format_option
def forget(session: str, output: str) -> None:
    """Ein Gespräch überall löschen und nachsehen, ob etwas davon übrig ist (Ende 1, wenn ja).

    SESSION ist das Kennzeichen aus dem Browser des Besuchers oder der Name des Gesprächs ("website-…", "telegram-…").
    """
    outcome = _forgotten(Settings.from_environment(), session.strip())
    click.echo(json.dumps(_as_data(outcome), ensure_ascii=False) if output == "json" else _as_text(outcome))
    sys.exit(0 if outcome.is_proved else 1)


def _forgotten(settings: Settings, session: str) -> Outcome:
    from bot.channels.sessions import Sessions, session_key
    from bot.conversations import ConversationStore
    from bot.erasing import Eraser
    from bot.review.traces import search
    from bot.training import PROJECT
    from catalogue.database import open_engine

    key = session_key(settings.data_dir)
    read = Sessions(key).read(session)
    sender = read.sender if read else session
    if not sender.startswith(("website-", "telegram-")) or len(sender) < len("telegram-") + 8:
        raise SessionError(
            "Das ist kein Gespräch: Erwartet wird das Kennzeichen einer Sitzung oder ein Name wie „website-…“."
        )
    store = ConversationStore(url=settings.conversations_url)
    erased = Eraser(store, settings).erase(sender)
    names = {session, sender, sender.split("-", 1)[1], erased.whose.conversation}
    needles = [Needle(name, is_name=True) for name in sorted(names)]
    catalogue: Engine = open_engine(settings.database_url)
    databases = [("Gespräche", store.engine), ("Katalog", catalogue)]
    try:
        needles += _needles(erased.texts, _software(PROJECT / "data" / "nlu"))
        found = search(settings.data_dir, databases, needles)
    finally:
        store.engine.dispose()
        catalogue.dispose()
    return Outcome(erased.forgotten.counts, found, len(erased.texts.own))


def _needles(texts: Texts, software: str) -> list[Needle]:
    return [Needle(text, is_shared=text in texts.shared or text in software) for text in texts.own]


def _software(folder: Path) -> str:
    """The sentences that every model has learnt, without their annotations."""
    return "\n".join(_ANNOTATED.sub(r"\1", path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.yml")))


def _as_data(outcome: Outcome) -> dict[str, object]:
    return {
        "deleted": outcome.deleted,
        "texts": outcome.texts,
        "files": outcome.searched.files,
        "rows": outcome.searched.rows,
        "found": [
            {"place": trace.place, "what": "name" if trace.needle.is_name else "text", "shared": trace.needle.is_shared}
            for trace in outcome.searched.traces
        ],
        "unread": list(outcome.searched.unread),
        "proved": outcome.is_proved,
    }


def _as_text(outcome: Outcome) -> str:
    lines = [f"{'Speicher':42}{'gelöscht':>10}"]
    deleted = {_STORES.get(store, store): count for store, count in outcome.deleted.items()}
    lines += [f"{title:42}{count:>10}" for title, count in deleted.items()]
    searched = outcome.searched
    lines += [
        "",
        f"Gesucht in {searched.files} Dateien (auch in Archiven) und {searched.rows} Zeilen der Datenbanken, "
        f"nach dem Namen des Gesprächs und {outcome.texts} Texten daraus.",
    ]
    shared = {trace.place for trace in searched.traces if trace.needle.is_shared}
    if shared:
        lines.append(f"Dasselbe haben auch andere geschrieben; es bleibt stehen: {', '.join(sorted(shared))}.")
    lines += [f"Nicht lesbar: {place}." for place in searched.unread]
    lines += [f"Noch gefunden: {_where(place)}" for place in sorted({trace.place for trace in outcome.left})]
    lines.append("Nichts gefunden." if outcome.is_proved else "Es ist noch etwas übrig.")
    return "\n".join([*lines, "", _NOTE])


def _where(place: str) -> str:
    """A place with what to do about it."""
    if place.startswith("models/"):
        return f"{place} – ein Modell hat den Satz gelernt: bitte neu trainieren (bildungslotse retrain)."
    if place.startswith("words/"):
        return f"{place} – ein Synonym oder Text des Bildungsbüros: bitte im Raum „Wörter“ entfernen."
    if place.endswith((".db", ".db-wal", ".db-shm")) and "/" not in place:
        return f"{place} – Reste in der Datenbank: bitte den Befehl wiederholen, wenn gerade niemand schreibt."
    if ":" in place:
        return f"{place} – eine Zeile einer Tabelle."
    return f"{place} – bitte löschen, oder neu anlegen, wenn es eine Sicherung ist."
