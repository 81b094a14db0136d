"""What Telegram's channel withstands, and how fast it answers.

Forged: the channel with its webhook in a web application of its own, and an assistant that only counts what it hears.
One update is sent with the secret; then 5,000 that are forged (no secret, a wrong one, one that differs in a character,
the right one in the wrong place) or replayed, as they were or altered, half of them with the right secret. Accepted is
whatever the assistant hears.

Outages: five chats ask twenty questions each of an assistant that repeats them, while a Telegram on loopback is away,
answers 429 and 502, drops connections and talks nonsense, for 30 minutes of a clock that runs only where somebody
waits. Counted are the answers that came, came twice, or came out of order.

Speed: `python -m bot start` with the example catalogue and a Telegram on loopback that is polled; one user, 200 turns,
one after the other. Measured from the moment in which the fake Telegram hands out the update to the one in which the
answer's call has arrived there.

    .venv/bin/python -m benchmarks.telegram [--tries 5000] [--no-speed] [--format json]
"""

import asyncio
import json
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import click
from rasa.core.channels.channel import UserMessage, register
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from sanic import Sanic

from benchmarks.conversations import CONVERSATIONS
from benchmarks.measuring import TODAY, percentile, run, show
from benchmarks.turns import started
from bot.channels.telegram.channel import SECRET_HEADER, WEBHOOK_PATH, TelegramInput
from bot.channels.telegram.names import webhook_secret
from bot.conversations import ConversationStore
from bot.records import Records
from bot.region_now import RegionNow
from bot.settings import Settings
from catalogue.database import migrate, open_engine
from catalogue.region import load_region
from tests.bot.channels.telegram.fake_telegram import (
    AWAY,
    BROKEN,
    DROPPING,
    NONSENSE,
    TOKEN,
    TOO_MANY,
    FakeTelegram,
    fake_telegram,
    message,
)
from tests.bot.channels.telegram.moments import Moments

SEED, KEY = 20270111, b"k" * 32
TURNS, CHATS, QUESTIONS, MINUTES = 200, 5, 20, 30
OUTAGE = (AWAY, TOO_MANY, BROKEN, DROPPING, NONSENSE, TOO_MANY)
NEVER_REACHED = "1000000/minute"


@dataclass
class Repeating:
    """Stands where Rasa's agent does."""

    heard: list[str] = field(default_factory=list)
    tracker_store: Any = field(default_factory=lambda: InMemoryTrackerStore(Domain.empty()))

    async def handle_message(self, said: UserMessage) -> None:
        self.heard.append(said.text)
        await said.output_channel.send_text_message(said.sender_id, said.text)


def forged(
    chance: random.Random, secret: str, genuine: dict[str, Any], tries: int
) -> Iterator[tuple[object, str | None]]:
    """Bodies and secrets of updates that have no business to get in: forged ones and replays of a genuine one."""
    for number in range(tries):
        fresh = {"update_id": chance.randrange(1, 2**40), "message": message(chat=chance.randrange(1, 99), text="Böse")}
        at = chance.randrange(len(secret))
        other = secret[:at] + ("0" if secret[at] != "0" else "1") + secret[at + 1 :]
        altered = {**genuine, "message": message(text=f"Böse {number}")}
        broken = json.dumps(fresh).encode()[: chance.randrange(1, 80)]
        yield chance.choice(
            (
                (fresh, None),
                (fresh, ""),
                (fresh, other),
                (fresh, secret[:at]),
                ({**fresh, "secret_token": secret, SECRET_HEADER: secret}, None),
                (genuine, secret),
                (altered, secret),
                (broken, secret),
                ({**fresh, "update_id": chance.choice((None, "7", -1, 0, 2**80, True))}, secret),
                ({"update_id": chance.randrange(2**40), "message": chance.choice((None, "Böse", [], 7))}, secret),
            )
        )


@asynccontextmanager
async def channel(folder: Path, telegram: FakeTelegram, **chosen: Any) -> AsyncIterator[tuple[TelegramInput, Any]]:
    """The channel on databases of its own, and the assistant that it talks to."""
    moments = {name: chosen.pop(name) for name in ("clock", "sleep") if name in chosen}
    settings = Settings(
        data_dir=folder,
        fixed_day=date.fromisoformat(TODAY),
        session_limit=NEVER_REACHED,
        telegram_token=TOKEN,
        telegram_api_url=telegram.url,
        **chosen,
    )
    catalogue = open_engine(f"sqlite:///{folder / 'catalogue.db'}")
    conversations = ConversationStore(Domain.empty(), url=f"sqlite:///{folder / 'c.db'}")
    migrate(catalogue)
    records = Records.beside(conversations)
    yield TelegramInput(settings, RegionNow(load_region()), records, catalogue, KEY, **moments), Repeating()
    conversations.engine.dispose()
    catalogue.dispose()


async def accepted(folder: Path, tries: int) -> dict[str, float]:
    """How many forged and replayed updates reach the assistant."""
    secret, genuine = webhook_secret(KEY, TOKEN), {"update_id": 7, "message": message(text="Echt")}
    hook = {"telegram_webhook": True, "public_url": "https://lotse.example"}
    async with fake_telegram() as telegram, channel(folder, telegram, **hook) as (telegram_input, agent):
        app = Sanic("benchmark", configure_logging=False)
        app.ctx.agent, app.ctx.records = agent, None
        register([telegram_input], app, route="/webhooks/")
        server = await app.create_server("127.0.0.1", 0, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.after_start()
        address = f"http://127.0.0.1:{server.server.sockets[0].getsockname()[1]}{WEBHOOK_PATH}"
        async with aiohttp.ClientSession() as client:
            await telegram.until(1, "setWebhook")
            await _post(client, address, genuine, secret)
            for body, given in forged(random.Random(SEED), secret, genuine, tries):
                await _post(client, address, body, given)
            await _post(client, address, {"update_id": 8, "message": message(text="Echt")}, secret)
            await telegram.until(2)
        await server.before_stop()
        server.close()
        assert agent.heard[-1] == "Echt"
    return {"forged or replayed updates": tries, "forged or replayed updates accepted": len(agent.heard) - 2}


async def _post(client: aiohttp.ClientSession, address: str, body: object, secret: str | None) -> None:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with client.post(address, data=data, headers=headers) as response:
        await response.read()


async def outages(folder: Path) -> dict[str, float]:
    """What becomes of answers in half an hour in which Telegram takes none."""
    moments = Moments()
    part = MINUTES * 60 / len(OUTAGE)

    def mode(method: str) -> str | None:
        at = int(moments.now // part)
        return OUTAGE[at] if method != "getUpdates" and at < len(OUTAGE) else None

    async with fake_telegram() as telegram:
        telegram.mode = mode
        simulated = {"clock": moments.clock, "sleep": moments.sleep}
        async with channel(folder, telegram, **simulated) as (telegram_input, agent):
            app: Any = SimpleNamespace(ctx=SimpleNamespace(agent=agent, conversations=None))
            await telegram_input.begin(app)
            for number in range(QUESTIONS):
                for chat in range(1, CHATS + 1):
                    telegram.write(str(number), chat)
            await telegram.until(QUESTIONS * CHATS)
            await telegram_input.end()
    answers = [telegram.texts(chat) for chat in range(1, CHATS + 1)]
    return {
        "outage, simulated minutes": moments.now / 60,
        "outage, tries": len([method for method in telegram.tries if method == "sendMessage"]),
        "outage, answers": sum(map(len, answers)),
        "outage, answers missing": sum(QUESTIONS - len(set(texts)) for texts in answers),
        "outage, answers twice": sum(len(texts) - len(set(texts)) for texts in answers),
        "outage, chats out of order": sum(texts != sorted(texts, key=int) for texts in answers),
    }


async def speed(folder: Path) -> dict[str, float]:
    """Milliseconds from an update to the answer's call, one user."""
    times = []
    run("train", folder)
    run("catalogue example", folder)
    async with fake_telegram() as telegram:
        chosen = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url, "SESSION_LIMIT": NEVER_REACHED}
        async with started(folder, **chosen):
            for text in islice(cycle(sum(CONVERSATIONS, ())), TURNS):
                before = len(telegram.sent())
                begun = time.perf_counter()
                telegram.write(text)
                await telegram.until(before + 1)
                times.append((time.perf_counter() - begun) * 1000)
                # An answer may be several messages; the next question waits for all of them.
                await asyncio.sleep(0.1)
    return {
        "update to answer p50 ms": percentile(times, 0.5),
        "update to answer p95 ms": percentile(times, 0.95),
        "update to answer max ms": max(times),
    }


async def measure(folder: Path, tries: int, with_speed: bool) -> dict[str, float]:
    figures: dict[str, float] = {}
    for number, part in enumerate((lambda at: accepted(at, tries), outages, *([speed] if with_speed else []))):
        (folder / str(number)).mkdir()
        figures |= await part(folder / str(number))
    return figures


@click.command()
@click.option("--tries", default=5_000, show_default=True, help="Forged and replayed updates.")
@click.option("--speed/--no-speed", "with_speed", default=True, help="Measure the running assistant as well.")
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(tries: int, with_speed: bool, output: str) -> None:
    """Try to get at Telegram's channel, and measure it."""
    with tempfile.TemporaryDirectory() as name:
        show(asyncio.run(measure(Path(name), tries, with_speed)), output)


if __name__ == "__main__":
    main()
