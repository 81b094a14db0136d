"""Tries to get at somebody else's conversation on the homepage.

Twenty visitors hold a conversation each, each in a place of their own. Then so many tries, drawn with a fixed seed, to
go on with, to read or to end a conversation that is somebody else's or gone, in equal numbers

- guessed: tokens made up, signed with other keys, or with a real name and a wrong signature;
- altered: a visitor's token with a sign changed, added, taken away or moved;
- expired: signed by the service's own key, begun and last used more than a day ago;
- deleted: of conversations that were ended;
- crossed: parts of two tokens, and one's own token beside the name of somebody else's conversation.

A try succeeds where it is answered although its token is none, or where an answer names the place of somebody else.
Every conversation that is stored otherwise afterwards than before counts as well. In the end every visitor goes on, and
has to get an answer about the own place: so it is known that a try that succeeds would have been noticed.
"""

import random
import secrets
import sqlite3
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click
import httpx
import time_machine
from itsdangerous import TimestampSigner

from bot.channels.sessions import Sessions

SEED = 20270111
KINDS = ("guessed", "altered", "expired", "deleted", "crossed")
PLACES = ("Hameln", "Aerzen", "Bad Pyrmont", "Emmerthal", "Coppenbrügge", "Salzhemmendorf")
VISITORS = 20
_MESSAGE, _SESSION = "/webhooks/website/message", "/webhooks/website/session"
_SIGNS = string.ascii_letters + string.digits + "-_.="
# What is written into a conversation that goes on: a question back, and another subject.
_READING, _WRITING = "lieber abends", "Yogakurs"


@dataclass(frozen=True)
class Visitor:
    """Somebody with a token, and the place that their conversation is about."""

    token: str
    place: str

    @property
    def sender(self) -> str:
        """The conversation's name in the stores."""
        return f"website-{self.token.split('.')[0]}"


@dataclass(frozen=True)
class Try:
    """A request that must not get at anybody's conversation.

    `own_place`: the token is a good one of that place, and what counts is that no other is answered.
    """

    kind: str
    method: str
    path: str
    body: dict[str, Any]
    own_place: str | None = None


@dataclass
class Service:
    """The running service, from outside and with its files at hand."""

    client: httpx.AsyncClient
    data_dir: Path
    draw: random.Random

    async def visit(self, place: str) -> Visitor:
        """Begin a conversation about a place."""
        begun = await self.client.post(_SESSION)
        visitor = Visitor(begun.json()["session"], place)
        if place not in await self.places(visitor.token, f"Deutschkurs in {place}"):
            raise click.ClickException(f"Das Gespräch über {place} hat nicht begonnen.")
        return visitor

    async def places(self, token: str, text: str) -> list[str]:
        """The places that the answer to a message is about."""
        answer = await self.client.post(_MESSAGE, json={"session": token, "message": text})
        return places_in(answer)

    def key(self) -> bytes:
        return (self.data_dir / "session.key").read_bytes()

    def database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.data_dir / "conversations.db", timeout=30)

    def events(self, visitor: Visitor) -> list[Any]:
        """What is stored of a conversation."""
        with closing(self.database()) as connection:
            query = "SELECT * FROM events WHERE sender_id = ? ORDER BY id"
            return connection.execute(query, (visitor.sender,)).fetchall()

    def expired(self, like: Visitor) -> Visitor:
        """A conversation like another one, a day and some hours older, with a token of the service's own key."""
        age = timedelta(hours=self.draw.randint(25, 48))
        with time_machine.travel(datetime.now(timezone.utc) - age):
            visitor = Visitor(Sessions(self.key()).begin(), like.place)
        copied = "type_name, intent_name, action_name, data"
        with closing(self.database()) as connection, connection:
            connection.execute(
                f"INSERT INTO events (sender_id, timestamp, {copied}) "
                f"SELECT ?, timestamp - ?, {copied} FROM events WHERE sender_id = ? ORDER BY id",
                (visitor.sender, age.total_seconds(), like.sender),
            )
        return visitor

    async def deleted(self, place: str) -> Visitor:
        visitor = await self.visit(place)
        answer = await self.client.request("DELETE", _SESSION, json={"session": visitor.token})
        answer.raise_for_status()
        return visitor


@dataclass
class Tries:
    """Draws tries against some visitors."""

    visitors: Sequence[Visitor]
    gone: dict[str, Sequence[Visitor]]
    strangers: Sequence[Visitor]
    draw: random.Random

    def drawn(self, count: int) -> Iterator[Try]:
        for number in range(count):
            yield getattr(self, KINDS[number % len(KINDS)])()

    def guessed(self) -> Try:
        return self._any("guessed", self.draw.choice([self._made_up, self._of_another_key, self._wrongly_signed])())

    def altered(self) -> Try:
        token = original = self.draw.choice(self.visitors).token
        while token == original:
            at, other = self.draw.randrange(len(token)), self.draw.randrange(len(token))
            sign, rest = self.draw.choice(_SIGNS), token[at + 1 :]
            token = self.draw.choice(
                [
                    token[:at] + sign + rest,
                    token[:at] + sign + token[at:],
                    token[:at] + rest,
                    token[:at] + token[at].swapcase() + rest,
                    token[:at],
                    "".join({at: token[other], other: token[at]}.get(place, sign) for place, sign in enumerate(token)),
                ]
            )
        return self._any("altered", token)

    def expired(self) -> Try:
        return self._message("expired", self.draw.choice(self.gone["expired"]).token)

    def deleted(self) -> Try:
        return self._message("deleted", self.draw.choice(self.gone["deleted"]).token)

    def crossed(self) -> Try:
        stranger, visitor = self.draw.choice(self.strangers), self.draw.choice(self.visitors)
        if self.draw.random() < 0.5:
            mine, theirs = stranger.token.split("."), visitor.token.split(".")
            mixed = [self.draw.choice(pair) for pair in zip(mine[1:], theirs[1:], strict=True)]
            # The name is the other one's; with both other parts it would be the other one's token.
            mixed = mixed if mixed != theirs[1:] else mine[1:]
            return self._any("crossed", ".".join([theirs[0], *mixed]))
        key = self.draw.choice(("sender", "sender_id", "recipient_id", "conversation_id", "user", "metadata", "id"))
        value = {"sender": visitor.sender} if key == "metadata" else visitor.sender
        message = self.draw.choice((_READING, f"/restart{{{visitor.sender}}}", visitor.sender))
        body = {"session": stranger.token, "message": message, key: value}
        return Try("crossed", "POST", _MESSAGE, body, own_place=stranger.place)

    def _any(self, kind: str, token: object) -> Try:
        if self.draw.random() < 0.3:
            return Try(kind, "DELETE", _SESSION, {"session": token})
        return self._message(kind, token)

    def _message(self, kind: str, token: object) -> Try:
        return Try(kind, "POST", _MESSAGE, {"session": token, "message": self.draw.choice((_READING, _WRITING))})

    def _made_up(self) -> object:
        sign = self.draw.choice
        lengths = self.draw.choice([(32, 6, 43), (32, 6, 27), (32, 43), (10,), (0, 0, 0)])
        made_up = ".".join("".join(sign(_SIGNS[:64]) for _ in range(length)) for length in lengths)
        return sign(
            [made_up, made_up, made_up, None, [made_up], {"name": made_up}, self.draw.choice(self.visitors).sender]
        )

    def _of_another_key(self) -> str:
        name = self.draw.choice(self.visitors).token.split(".")[0]
        key = self.draw.choice([b"", b"secret", secrets.token_bytes(32)])
        return TimestampSigner(key, salt="website-session").sign(name).decode()

    def _wrongly_signed(self) -> str:
        name, moment, signature = self.draw.choice(self.visitors).token.split(".")
        return ".".join((name, moment, "".join(self.draw.choice(_SIGNS[:64]) for _ in signature)))


def places_in(answer: httpx.Response) -> list[str]:
    """The places that an answer with offers is about."""
    messages = answer.json().get("messages", []) if answer.status_code == 200 else []
    found = [message["custom"]["query"]["place"] for message in messages if "custom" in message]
    return [place for places in found for place in places]


async def try_sessions(client: httpx.AsyncClient, data_dir: Path, tries: int, seed: int = SEED) -> dict[str, int]:
    """How many tries of each kind succeeded, and how many conversations are stored otherwise than before."""
    draw = random.Random(seed)
    service = Service(client, data_dir, draw)
    visitors = [await service.visit(PLACES[number % len(PLACES)]) for number in range(VISITORS)]
    gone = {
        "expired": [service.expired(visitor) for visitor in visitors],
        "deleted": [await service.deleted(visitor.place) for visitor in visitors],
    }
    # Of a place that no visitor asked for.
    strangers = [await service.visit("Hessisch Oldendorf") for _ in range(3)]
    kept = [*visitors, *gone["expired"], *gone["deleted"]]
    before = [service.events(visitor) for visitor in kept]
    found = Counter(dict.fromkeys((*KINDS, "changed"), 0))
    for attempt in Tries(visitors, gone, strangers, draw).drawn(tries):
        found[attempt.kind] += await _succeeds(client, attempt)
    found["changed"] = sum(service.events(visitor) != events for visitor, events in zip(kept, before, strict=True))
    if not any(found.values()):
        await _go_on(service, visitors)
    return dict(found)


async def _go_on(service: Service, visitors: Sequence[Visitor]) -> None:
    """Every visitor asks about the own place: what the tries looked for is there to be found."""
    for visitor in visitors:
        if await service.places(visitor.token, _READING) != [visitor.place]:
            raise click.ClickException(f"Das Gespräch über {visitor.place} geht nicht weiter.")


async def _succeeds(client: httpx.AsyncClient, attempt: Try) -> bool:
    answer = await client.request(attempt.method, attempt.path, json=attempt.body)
    if answer.status_code >= 500:
        raise click.ClickException(f"{attempt.kind}: {answer.status_code} {answer.text}")
    if attempt.own_place is None:
        return answer.status_code < 300
    return bool(set(places_in(answer)) - {attempt.own_place})
