"""From the office to the visitor: what is approved in the pages is what the assistant says, and what it counts is reported."""

import asyncio
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from rasa.core.agent import Agent

from bot.channels.incoming import ask
from bot.counted_turns import count_on
from bot.local_agent import local_agent
from bot.settings import Settings
from bot.stored import open_stored
from catalogue.database import open_engine
from catalogue.region import Region
from catalogue.statistics import Tally, write
from staff.desk import Desk
from staff.identity.accounts import LEAD
from tests.bot.conftest import data_dir, environment, own_data_dir
from tests.browser.staff import Office, served
from tests.catalogue.offers import row, table
from tests.staff.conftest import PASSWORD

__all__ = ["data_dir", "environment", "own_data_dir"]

Ask = Callable[..., str]
DAY = date(2027, 1, 11)
WISH = "Ich suche einen Klöppelkurs in Aerzen"


@pytest.fixture
def shared(own_data_dir: Path) -> Iterator[Desk]:
    """The desk of an office whose catalogue is the one that the assistant answers from."""
    settings = Settings.from_environment()
    engine, stored = open_engine(settings.database_url), open_stored(settings.conversations_url)
    desk = Desk(settings, engine, stored, lambda: datetime(2027, 1, 11, 9))
    desk.accounts.add("Anna Kern", LEAD, PASSWORD, must_change=False)
    yield desk
    engine.dispose()
    stored.dispose()


@pytest.fixture
def office(shared: Desk, page: Callable[..., Page]) -> Iterator[Office]:
    with served(shared) as address:
        yield Office(address, page)


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    """A thread for the assistant, as the browser occupies the loop of this one."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def own_agent(shared: Desk, beside: ThreadPoolExecutor) -> Agent:
    return beside.submit(local_agent, shared.settings).result()


@pytest.fixture
def say(own_agent: Agent, region: Region, beside: ThreadPoolExecutor) -> Ask:
    """What the assistant says and shows to somebody who asks for the first time."""

    def answer(text: str) -> str:
        conversation = secrets.token_hex(16)
        talk = beside.submit(lambda: asyncio.run(ask(own_agent, region, conversation, text, "website")))
        return "\n".join(f"{message.get('text', '')} {message.get('custom', '')}" for message in talk.result())

    return answer


def bring(page: Page, office: Office, path: Path) -> None:
    """Upload a file, look at its plan and approve it whole."""
    page.goto(f"{office.address}/meldungen/")
    page.get_by_label("Dateien").set_input_files(path)
    page.get_by_role("button", name="Hochladen und ansehen").click()
    page.get_by_role("button", name="Weiter zur Freigabe").click()
    page.get_by_role("button", name="Jetzt übernehmen").click()
    expect(page.get_by_role("heading", name="Mail an den Anbieter")).to_be_visible(timeout=30_000)


def file_of(folder: Path, phone: str, **cells: str) -> Path:
    path = folder / "verein.csv"
    cells = {"titel": "Klöppeln am Abend", "themen": "Klöppeln", "ort": "Aerzen", "telefon": phone, **cells}
    path.write_bytes(table([row("K-1", anbieter="Verein Probe", **cells)]))
    return path


def test_from_a_file_to_the_answer(office: Office, say: Ask, tmp_path: Path) -> None:
    assert "Klöppeln am Abend" not in say(WISH)
    bring(office.logged_in("/meldungen/"), office, file_of(tmp_path, "05154 1"))
    assert "Klöppeln am Abend" in say(WISH)


def test_a_corrected_number_is_right_after_the_next_file(office: Office, say: Ask, tmp_path: Path) -> None:
    page = office.logged_in("/meldungen/")
    bring(page, office, file_of(tmp_path, "05154 1"))
    page.goto(f"{office.address}/angebote/eintrag/aendern?id=verein-probe/K-1")
    page.get_by_label("Telefon", exact=True).fill("05154 2")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status")).to_have_text("Gespeichert: Telefon.")
    # The provider sends his next file, still with the old number, and with another price.
    bring(page, office, file_of(tmp_path, "05154 1", kosten="30"))
    page.goto(f"{office.address}/angebote/eintrag?id=verein-probe/K-1")
    phone = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Telefon", exact=True))
    expect(phone.get_by_role("cell").first).to_have_text("05154 2")
    expect(page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Kosten"))).to_contain_text(["30"])
    page.goto(f"{office.address}/angebote/konflikte")
    expect(page.get_by_text("Es gibt nichts zu entscheiden.")).to_be_visible()
    answer = say(WISH)
    assert "05154 2" in answer
    assert "05154 1" not in answer


def test_from_questions_to_the_figure_in_the_report(
    office: Office, shared: Desk, own_agent: Agent, say: Ask, tmp_path: Path
) -> None:
    tally = Tally(lambda: DAY)
    count_on(own_agent, tally)
    for _ in range(6):
        say("Ich suche einen Yogakurs in Hameln")
    assert write(shared.engine, tally)
    page = office.logged_in("/bericht/")
    page.goto(f"{office.address}/bericht/?quartal=2027Q1")
    talks = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Internetseite"))
    expect(talks.first.get_by_role("cell").first).to_have_text("6")
    wanted = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Yoga"))
    expect(wanted.filter(has_text="Hameln").first).to_contain_text("6")
