"""How long somebody waits for the first useful sentence after opening the chat.

The service with the example catalogue runs; each time a new browser context (empty cache, no storage) loads the
homepage, and the time counts from the press on the launcher to the moment when the greeting can be read. Chromium on
the same machine, twenty times, after three that do not count.

    .venv/bin/python benchmarks/opening.py [--format json]
"""

import asyncio
import tempfile
import time
from pathlib import Path

import click
from playwright.async_api import Browser, async_playwright

from benchmarks.measuring import percentile, run, show
from benchmarks.turns import started

TIMES, WARM_UP = 20, 3
_CHROMIUM = "/usr/bin/chromium"
_ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_GREETING = "ein Programm, kein Mensch"


async def milliseconds_to_the_greeting(browser: Browser, address: str) -> float:
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(address)
    launcher = page.get_by_role("button", name="Bildungslotse fragen")
    await launcher.wait_for()
    start = time.perf_counter()
    await launcher.click()
    await page.get_by_role("log").get_by_text(_GREETING).wait_for()
    waited = (time.perf_counter() - start) * 1000
    await context.close()
    return waited


async def measure(folder: Path) -> dict[str, float]:
    async with started(folder) as (client, _, _), async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_CHROMIUM, args=_ARGUMENTS)
        address = str(client.base_url)
        waits = [await milliseconds_to_the_greeting(browser, address) for _ in range(WARM_UP + TIMES)][WARM_UP:]
        await browser.close()
    return {"opening p50 ms": percentile(waits, 0.5), "opening p95 ms": percentile(waits, 0.95)}


@click.command()
@click.option("--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def main(output: str) -> None:
    """Measure the way from the launcher to the greeting."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for command in ("catalogue example", "train"):
            run(command, folder)
        figures = asyncio.run(measure(folder))
    show(figures, output)


if __name__ == "__main__":
    main()
