"""How surely nobody but counsellors sees what is for counsellors only.

Method: every offer of the example catalogue gets a telefon_beratung that stands nowhere else, and counsellors with
names that stand nowhere else search and report in between. Everybody else then asks through the actions (searches,
pages, details, contacts, reasons, complaints, other languages, conversations that were in counsellor mode before, and
the numbers and names themselves as words, which finds nothing), opens pages, lists, note lists, calendars and searches
there, and reads the public exports (JSON-LD, openQ-Cat, iCal);
everything that is logged meanwhile, at DEBUG, is read as well. What the answers hold is
looked through for all numbers, digits only, and all names. Counsellors' own answers are counted to see that there was
something to find. CSV and XLSX are the office's own files, and have the column for the way back into the catalogue.

    .venv/bin/python -m benchmarks.counsellor_fields [--tries 5000] [--format json]
"""

import asyncio
import csv
import json
import logging
import os
import random
import re
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import click
import httpx
from sanic import Sanic
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmarks import measuring
from benchmarks.acting import Actions, Talk, buttons_in, offers_in
from benchmarks.measuring import show
from bot.channels.origins import Origins
from bot.commands import be_quiet
from bot.commands.catalogue.exporting import FORMATS
from bot.note_lists import MOST_OFFERS, NoteLists
from bot.pages import add_pages
from bot.pages.site import Site
from bot.settings import Settings
from bot.stored import open_stored
from catalogue.database import migrate, open_engine
from catalogue.example import write_shifted
from catalogue.models import Notice, Offer
from catalogue.region import Region, load_region
from catalogue.search import whole_offers
from catalogue.submissions.load import load

SEED = 20270111
TODAY = date.fromisoformat(measuring.TODAY)
PUBLIC_FORMATS = ("json-ld", "openqcat", "ical")
_LANGUAGES = ("de", "en", "uk", "ru", "tr", "ar", "fa", "pl", "ro", "fr")
_FIRST_NUMBER = 9_367_300_000
_SPELLED = re.compile(r"\r\n |[\s()/.+–-]")
# The link to an offer's own page.
_OFFER = re.compile(r'href="/angebote/[^"?]+/')
_NAMES = ("Xaveria Quendelstroh", "Wunibald Zirbelnuss", "Yrsa Knotengras")


@dataclass
class Outcome:
    """What was tried, and what was found where: nothing is as it should be."""

    tries: dict[str, int] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)
    told_to_counsellors: int = 0
    notices_by_name: int = 0
    lines_logged: int = 0


class Secrets:
    """The planted numbers and names, and finding them in a text however it is broken or written."""

    def __init__(self, count: int) -> None:
        self.numbers = [f"0515 {_FIRST_NUMBER + 1_009 * item}" for item in range(count)]
        self.names = _NAMES
        digits = {number.split()[1] for number in self.numbers}
        self._any = re.compile("|".join([*sorted(digits), *(name.split()[1] for name in self.names)]), re.IGNORECASE)

    def within(self, text: str) -> list[str]:
        return self._any.findall(_SPELLED.sub("", text))


class _Log(logging.Handler):
    """Reads every line that is logged, at any level."""

    def __init__(self, secrets: Secrets, outcome: Outcome) -> None:
        super().__init__(logging.DEBUG)
        self._secrets, self._outcome = secrets, outcome

    def emit(self, record: logging.LogRecord) -> None:
        # The trial's own browser says which numbers it searches for.
        if record.name.startswith("http"):
            return
        self._outcome.lines_logged += 1
        if self._secrets.within(record.getMessage()):
            self._outcome.found.append(f"log {record.name}")


@dataclass
class Trial:
    """The catalogue with what was planted in it, and everybody who asks for it."""

    settings: Settings
    region: Region
    engine: Engine
    secrets: Secrets
    outcome: Outcome
    chance: random.Random

    def look(self, where: str, text: str, *, sent: str = "") -> None:
        """Count a try. Who has sent a secret himself may read it again, but is shown no offer."""
        kind = where.split()[0]
        self.outcome.tries[kind] = self.outcome.tries.get(kind, 0) + 1
        own = {word.casefold() for word in sent.split()}
        if any(secret.casefold() not in own for secret in self.secrets.within(text)) or (sent and _OFFER.search(text)):
            self.outcome.found.append(where)

    def talk(self, tries: int) -> None:
        """Visitors' conversations, and counsellors' in between."""
        actions = Actions()
        while self.outcome.tries.get("answers", 0) < tries:
            before = Talk(actions)
            if self.chance.random() < 0.3:
                before = self._counsel(actions)
            for messages in self._visit(before):
                self.look("answers", json.dumps(messages, ensure_ascii=False))
            self._search_for_planted(Talk(actions))

    def _search_for_planted(self, talk: Talk) -> None:
        """What was planted finds no offer; the answer repeats it, but that is the visitor's own word."""
        secret = self.chance.choice([*self.secrets.numbers, *self.secrets.names])
        found = offers_in(talk.say("search", topic=secret.split()[1].casefold()))
        self.look("searches in the chat", json.dumps(found.get("offers", ()), ensure_ascii=False))
        if found.get("total"):
            self.outcome.found.append(f"searches in the chat: {secret}")

    def _counsel(self, actions: Actions) -> Talk:
        """A counsellor's conversation, which is a visitor's afterwards."""
        talk = Talk(actions, counsellor=self.chance.choice(self.secrets.names))
        said = [talk.say("search", **self._wish()), talk.say("more"), talk.say("detail", number=1)]
        self.outcome.told_to_counsellors += sum(
            len(self.secrets.within(json.dumps(item, ensure_ascii=False))) > 0 for item in said
        )
        reports = [item for item in buttons_in(said[2]) if item["payload"].startswith("/wrong_entry{")]
        if reports:
            talk.press(self.chance.choice(buttons_in(talk.press(reports[0]["payload"])))["payload"])
        talk.counsellor = None
        return talk

    def _visit(self, talk: Talk) -> Iterator[list[dict[str, Any]]]:
        yield talk.say("search", **self._wish(), spoken=self.chance.choice(_LANGUAGES))
        for _ in range(self.chance.randrange(4, 9)):
            intent = self.chance.choice(
                (
                    "more",
                    "detail",
                    "contact",
                    "why",
                    "complaint",
                    "wrong_entry",
                    "refine",
                    "search",
                    "plain_language",
                    "human",
                )
            )
            understood: dict[str, Any] = {}
            if intent in ("detail", "contact", "why", "complaint", "wrong_entry"):
                understood = {"number": self.chance.randrange(1, 11)}
            elif intent in ("search", "refine"):
                understood = self._wish()
            messages = talk.say(intent, **understood)
            yield messages
            if pressed := buttons_in(messages):
                yield talk.press(self.chance.choice(pressed)["payload"])
            if shown := offers_in(messages).get("offers"):
                key = self.chance.choice(shown)["id"]
                yield talk.press("/wrong_entry" + json.dumps({"offer": key, "about": "Ort"}))

    def _wish(self) -> dict[str, Any]:
        wish = {
            "topic": self.chance.choice(sorted(self.region.topics)),
            "kind": self.chance.choice(("Kurs", "Beratung", "Treff", "Ausbildung", "Veranstaltung")),
            "area": self.chance.choice(("Sprachbildung", "Weiterbildung", "Schule-Beruf", "Kultur und Freizeit")),
            "place": self.chance.choice(("Hameln", "Bad Pyrmont", "Aerzen", "Emmerthal")),
        }
        return {name: wish[name] for name in self.chance.sample(sorted(wish), self.chance.randrange(1, 3))}

    async def open_pages(self, tries: int) -> None:
        """Pages as browsers ask for them: each offer, lists, calendars; and searches for what was planted."""
        notes = NoteLists(open_stored(self.settings.conversations_url))
        app = _pages(self.settings, self.region, self.engine, notes)
        with Session(self.engine) as session:
            keys = list(session.scalars(select(Offer.key).order_by(Offer.key)))
        lists = [self._list_of(keys[start : start + MOST_OFFERS], notes) for start in range(0, len(keys), MOST_OFFERS)]
        async with _served(app) as address, httpx.AsyncClient(base_url=address, timeout=30) as client:
            for number in range(tries):
                path, sent = self._path(keys, lists, number)
                answer = await client.get(path, follow_redirects=True)
                self.look(f"pages {path}", f"{answer.text}{answer.headers}", sent=sent)

    @staticmethod
    def _list_of(keys: list[str], notes: NoteLists) -> str:
        """A note list with these offers; its id."""
        begun = notes.begin()
        for key in keys:
            notes.keep(begun.id, key)
        return begun.id

    def _path(self, keys: list[str], lists: list[str], number: int) -> tuple[str, str]:
        key = quote(keys[number // 9 % len(keys)], safe="/")
        notes = f"/merkliste/{lists[number // 9 % len(lists)]}"
        secret = self.chance.choice([*self.secrets.numbers, *self.secrets.names])
        return (
            (f"/angebote/{key}", ""), (f"/kalender/{key}", ""), (f"/angebote?suche={quote(secret)}", secret),
            (f"/angebote?seite={number % 40 + 1}", ""), ("/angebote.ics?druck=ja", ""),
            (f"/angebote/{key}?hinweis=danke", ""), (notes, ""), (f"{notes}/merkliste.txt", ""),
            (f"{notes}/merkliste.ics", ""),
        )[number % 9]  # fmt: skip

    def export(self, tries: int) -> None:
        """The public formats, of some offers each."""
        opened: Any = SimpleNamespace(engine=self.engine, region=self.region, settings=self.settings)
        with Session(self.engine) as session:
            offers = list(session.scalars(whole_offers()))
            for number in range(tries):
                name = PUBLIC_FORMATS[number % len(PUBLIC_FORMATS)]
                form = FORMATS[name]
                some = [offer for offer in self.chance.sample(offers, 20) if form.has_room(offer)]
                written = form.write(some, opened)
                self.look(f"exports {name}", written.decode() if isinstance(written, bytes) else str(written))


def _pages(settings: Settings, region: Region, engine: Engine, notes: NoteLists) -> Sanic:
    Sanic.test_mode = True
    app = Sanic("counsellor-fields", configure_logging=False)
    app.ctx.agent = None
    add_pages(app, Site(settings, region, engine, Origins(), notes))
    return app


@asynccontextmanager
async def _served(app: Sanic) -> AsyncIterator[str]:
    """The address at which the pages answer on loopback."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()


def _planted(folder: Path, region: Region) -> tuple[list[Path], Secrets]:
    """The example submissions with a number for counsellors of its own in every row."""
    files = write_shifted(region, TODAY, folder / "example")
    tables = []
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            tables.append((path, list(csv.DictReader(file, delimiter=";"))))
    secrets = Secrets(sum(len(rows) for _, rows in tables))
    numbers = iter(secrets.numbers)
    for path, rows in tables:
        columns = dict.fromkeys([*rows[0], "telefon_beratung"])
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(columns), delimiter=";")
            writer.writeheader()
            writer.writerows({**row, "telefon_beratung": next(numbers)} for row in rows)
    return files, secrets


def try_fields(folder: Path, tries: int, seed: int = SEED) -> Outcome:
    """Try everything in a data directory of its own; half of the tries are answers, the rest pages and exports."""
    region = load_region()
    settings = Settings.from_environment({"BILDUNGSLOTSE_DATA_DIR": str(folder)})
    settings = replace(settings, fixed_day=TODAY, region_dir=region.folder)
    root, level = logging.getLogger(), logging.getLogger().level
    files, secrets = _planted(folder, region)
    outcome = Outcome()
    log = _Log(secrets, outcome)
    engine = open_engine(settings.database_url)
    migrate(engine)
    load(engine, files, region, datetime.combine(TODAY, time(9)))
    os.environ.update(BILDUNGSLOTSE_DATA_DIR=str(folder), BILDUNGSLOTSE_TODAY=TODAY.isoformat())
    be_quiet()
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    try:
        trial = Trial(settings, region, engine, secrets, outcome, random.Random(seed))
        trial.talk(tries // 2)
        asyncio.run(trial.open_pages(tries * 2 // 5))
        trial.export(tries - tries // 2 - tries * 2 // 5)
        with Session(engine) as session:
            notices = session.scalars(select(Notice.message))
            outcome.notices_by_name = sum("gemeldet von" in message for message in notices)
    finally:
        root.removeHandler(log)
        root.setLevel(level)
        engine.dispose()
    return outcome


@click.command()
@click.option("--tries", default=5_000, show_default=True)
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text")
def main(tries: int, output: str) -> None:
    """Try, and print how often something for counsellors only was seen by others."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = try_fields(Path(folder), tries)
    for where in outcome.found[:20]:
        click.echo(where, err=True)
    figures = {
        **{f"tries, {name}": float(count) for name, count in outcome.tries.items()},
        "log lines read": float(outcome.lines_logged),
        "counsellor fields seen by others": float(len(outcome.found)),
        "answers to counsellors with a number": float(outcome.told_to_counsellors),
        "notices with a counsellor's name": float(outcome.notices_by_name),
    }
    show(figures, output)


if __name__ == "__main__":
    main()
