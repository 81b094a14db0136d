"""Serving the staff pages: waitress, a handful of threads, one process of its own beside the assistant."""

import gc
import logging

from waitress.server import create_server

from bot.region_in_use import counting_now
from bot.settings import Settings
from bot.stored import open_stored
from catalogue.database import migrate, open_engine
from catalogue.errors import SettingError
from catalogue.indexing import refresh_index
from staff.app import LARGEST_UPLOAD, create_app
from staff.desk import Desk

_THREADS = 6
# Room for the fields beside the files.
_LARGEST_BODY = LARGEST_UPLOAD + 1024 * 1024

logger = logging.getLogger(__name__)


def open_desk(settings: Settings) -> Desk:
    """The databases, brought up to date. Raises BildungslotseError where one of them cannot be opened."""
    engine = open_engine(settings.database_url)
    migrate(engine)
    refresh_index(engine, counting_now(settings).region)
    return Desk(settings, engine, open_stored(settings.conversations_url))


def settle() -> None:
    """What is loaded stays: without this, full collections go through all words of the region in every third page."""
    gc.collect()
    gc.freeze()


def serve(settings: Settings) -> None:
    """Serve until the process is ended. Raises SettingError where the port is taken."""
    app = create_app(open_desk(settings))
    # waitress names every request that has to wait for a thread.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        server = create_server(
            app,
            host=settings.host,
            port=settings.staff_port,
            threads=_THREADS,
            max_request_body_size=_LARGEST_BODY,
            ident=None,
        )
    except OSError as error:
        raise SettingError(
            f"Die Seiten für das Bildungsbüro können nicht starten: Port {settings.staff_port} ist nicht frei."
        ) from error
    settle()
    logger.info("Seiten für das Bildungsbüro: http://%s:%s/", settings.host, settings.staff_port)
    server.run()
