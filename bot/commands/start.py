"""`bildungslotse start`: serve the assistant."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from bot.region_in_use import counting_now
from bot.settings import Settings
from catalogue.database import migrate, open_engine
from catalogue.errors import BildungslotseError
from catalogue.indexing import refresh_index


class StartError(BildungslotseError):
    """The assistant cannot be started."""

    code = "start"


@click.command()
@click.option("--port", type=int, help="Port; sonst BILDUNGSLOTSE_PORT.")
def start(port: int | None) -> None:
    """Den Bildungslotsen starten, auf dem Katalog, der da ist."""
    settings = Settings.from_environment()
    if port is not None:
        settings = replace(settings, port=port)
    counting = counting_now(settings)
    region = counting.region
    engine = open_engine(settings.database_url)
    migrate(engine)
    refresh_index(engine, region)
    model = _fitting_model(settings)

    from rasa.core.channels.channel import InputChannel

    from bot.channels.origins import Origins
    from bot.channels.rest import CheckedRestInput
    from bot.channels.sessions import Sessions, session_key
    from bot.channels.website import WebsiteInput
    from bot.conversations import ConversationStore
    from bot.pages import add_pages
    from bot.pages.site import Site
    from bot.records import Records
    from bot.serving import keep_counts, make_app
    from bot.switching import Switch
    from catalogue.statistics import Tally

    origins = Origins(settings.public_url, settings.allowed_origins, settings.trusted_proxies)
    records = Records.beside(ConversationStore(url=settings.conversations_url), settings.today)
    tally = Tally(settings.today)
    channels: list[InputChannel] = []
    switch = Switch(settings, model, counting, records.conversations)
    now = switch.now
    site = Site(settings, now, engine, origins, records.note_lists, tally=tally)
    if settings.telegram_token:
        from bot.channels.telegram.channel import TelegramInput

        telegram = TelegramInput(settings, now, records, engine, session_key(settings.data_dir), tally=tally)
        channels.append(telegram)
        site = replace(site, telegram=telegram.username)
    website = WebsiteInput(
        now,
        Sessions(session_key(settings.data_dir)),
        origins,
        greeting=lambda: now.texts.say("utter_first_contact"),
        session_limit=settings.session_limit,
        address_limit=settings.address_limit,
    )
    channels.append(website)
    if settings.enable_rest:
        channels.append(CheckedRestInput(now))
    app = make_app(switch, channels, records, tally)
    keep_counts(app, engine, tally)
    add_pages(app, site)
    click.echo(f"Der Bildungslotse startet: http://{settings.host}:{settings.port}/")
    with _staff_pages():
        app.run(host=settings.host, port=settings.port, workers=1, access_log=False)


@contextmanager
def _staff_pages() -> Iterator[None]:
    """The staff pages in a process of their own: a large submission must not hold up visitors.

    It ends with this one, however that ends. Where it cannot start it says why, and visitors are served all the same.
    """
    beside = subprocess.Popen([sys.executable, "-m", "bot", "staff", "--beside"], stdin=subprocess.PIPE)
    try:
        yield
    finally:
        beside.terminate()
        beside.wait()


def _fitting_model(settings: Settings) -> Path:
    """The trained model; trained first, in a process of its own, where there is none."""
    from bot.training import fitting_model

    model = fitting_model(settings)
    if model is None:
        click.echo("Es ist kein passendes Modell da; ich trainiere eines (etwa eine halbe Minute) …")
        environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
        done = subprocess.run([sys.executable, "-m", "bot", "train"], env=environment, check=False)
        model = fitting_model(settings)
        if done.returncode or model is None:
            raise StartError("Das Training ist gescheitert; der Bildungslotse kann nicht starten.")
    return model
