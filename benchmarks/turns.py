"""How fast the running assistant starts and answers, alone and under load, and how much memory it takes.

Method: `python -m bot start` as a process of its own on a free loopback port, with the example catalogue, a
model trained before, conversations on disk and the `rest` channel. In this order: seconds from the start of the
process, `/health` being asked every 50 ms, to the answer to one question; 20 conversations of ten turns (searches,
refinements, details, smalltalk) by one user; 50 users at once with two turns each; as many turns by one user as
are missing to 1,000; then the resident memory (VmRSS) of the process and its children. A turn is timed from
request to answer. Unanswered is what is not 200 or empty; an apology is counted apart. No bar is asserted.

    .venv/bin/python benchmarks/turns.py [--format json]
"""

import asyncio
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import click
import httpx

from benchmarks.conversations import CONVERSATIONS
from benchmarks.measuring import MOST_SECONDS, PROJECT, environment, percentile, run, show

ONE_USER, AT_ONCE, ALL_TURNS = 20, 50, 1_000
POLL_SECONDS = 0.05
_APOLOGY = "Entschuldigung, das hat gerade nicht geklappt"


@dataclass
class Turns:
    """The milliseconds of some turns, and how many of them went wrong."""

    times: list[float] = field(default_factory=list)
    unanswered: int = 0
    apologies: int = 0

    async def say(self, client: httpx.AsyncClient, sender: str, text: str) -> None:
        """Send one message and note how long its answer took."""
        start = time.perf_counter()
        try:
            response = await client.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
            messages = response.json() if response.status_code == 200 else []
        except (httpx.HTTPError, ValueError):
            messages = []
        self.times.append((time.perf_counter() - start) * 1000)
        self.unanswered += not messages
        self.apologies += any(str(message.get("text", "")).startswith(_APOLOGY) for message in messages)

    async def hold(self, client: httpx.AsyncClient, sender: str, texts: Sequence[str]) -> None:
        for text in texts:
            await self.say(client, sender, text)


@asynccontextmanager
async def started(folder: Path, **further: str) -> AsyncIterator[tuple[httpx.AsyncClient, int, float]]:
    """The running assistant: a client for it, its process id, and the seconds to its first answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = environment(folder, ENABLE_REST="1", PORT=str(port), **further)
    start = time.perf_counter()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "start"], cwd=PROJECT, env=settings, stdout=log, stderr=log
        )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
            while not await _is_up(client):
                if process.poll() is not None or time.perf_counter() - start > MOST_SECONDS:
                    raise click.ClickException((folder / "log").read_text(errors="replace")[-2000:])
                await asyncio.sleep(POLL_SECONDS)
            first = Turns()
            await first.say(client, "first", CONVERSATIONS[0][1])
            yield client, process.pid, time.perf_counter() - start
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()


async def _is_up(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/health")).status_code == 200
    except httpx.TransportError:
        return False


def memory_mib(process: int) -> float:
    """Resident memory of a process and its children."""
    status = Path(f"/proc/{process}/status").read_text()
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return own + sum(memory_mib(int(child)) for task in tasks for child in task.read_text().split())


async def measure(folder: Path) -> dict[str, float]:
    """All figures, in the order of the method."""
    async with started(folder) as (client, process, seconds):
        alone, together, more = Turns(), Turns(), Turns()
        for number, texts in enumerate(islice(cycle(CONVERSATIONS), ONE_USER)):
            await alone.hold(client, f"alone-{number}", texts)
        users = islice(cycle(CONVERSATIONS), AT_ONCE)
        await asyncio.gather(*(together.hold(client, f"user-{n}", texts[1:3]) for n, texts in enumerate(users)))
        missing = ALL_TURNS - 1 - len(alone.times) - len(together.times)
        for number, text in enumerate(islice(cycle(sum(CONVERSATIONS, ())), missing)):
            await more.say(client, f"more-{number // 10}", text)
        return {
            "start s": seconds,
            "turn p50 ms": percentile(alone.times, 0.5),
            "turn p95 ms": percentile(alone.times, 0.95),
            "turn max ms": max(alone.times),
            "50 at once p95 ms": percentile(together.times, 0.95),
            "50 at once max ms": max(together.times),
            "50 at once unanswered": together.unanswered,
            "50 at once apologies": together.apologies,
            "other turns unanswered": alone.unanswered + more.unanswered,
            "other turns apologies": alone.apologies + more.apologies,
            "memory MiB": memory_mib(process),
        }


@click.command()
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(output: str) -> None:
    """Measure the running assistant."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run("train", folder)
        run("catalogue example", folder)
        show(asyncio.run(measure(folder)), output)


if __name__ == "__main__":
    main()
