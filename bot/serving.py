"""The assistant as one process on one port: Rasa's agent, its channels, the actions, our own pages."""

import asyncio
import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel
from rasa.core.channels.channel import register as register_channels
from sanic import Sanic
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.conversations import KEPT_SECONDS, forget_in_memory
from bot.counsellor_mode import CounsellorMode, open_desk
from bot.counted_turns import count_on
from bot.erasing import Eraser
from bot.records import Records
from bot.review.keeping import Keeper, keep_on
from bot.switching import Switch, settle
from catalogue.statistics import IN_SERVICE, Tally, write

logger = logging.getLogger(__name__)

_FORGET_EVERY_SECONDS = 900.0
_FORGET_ENDED_EVERY_SECONDS = 5.0
_WRITE_COUNTS_EVERY_SECONDS = 5.0


def make_app(switch: Switch, channels: list[InputChannel], records: Records, tally: Tally | None = None) -> Sanic:
    """A web application that serves the channels; it answers 503 until the model is loaded.

    What it answers is counted in `tally`, where there is one.
    """
    settings = switch.settings
    app = Sanic("bildungslotse", configure_logging=False)
    app.config.KEEP_ALIVE_TIMEOUT = 30
    app.config.ACCESS_LOG = False
    app.config.REQUEST_MAX_SIZE = 1_000_000
    app.ctx.agent = None
    app.ctx.switch = switch
    app.ctx.records = records
    app.ctx.eraser = Eraser(records.conversations, settings)
    app.ctx.settings = settings
    register_channels(channels, app, route="/webhooks/")

    async def load(app: Sanic) -> None:
        agent = await asyncio.to_thread(switch.first)
        settle()
        open_desk(agent, CounsellorMode(records.counsellors))
        if tally is not None:
            count_on(agent, tally)
        keep_on(agent, Keeper(records.kept, records.consents))
        switch.to(app, agent, switch.counting.region)
        logger.info("Der Bildungslotse ist bereit: http://%s:%s/", settings.host, settings.port)

    async def forget_idle_records(app: Sanic) -> None:
        """At the start, and every quarter of an hour: a service that is started often forgets as well."""
        while True:
            await forget_idle(records, app.ctx.agent, switch.now.region.review_days)
            await asyncio.sleep(_FORGET_EVERY_SECONDS)

    async def forget_ended(app: Sanic) -> None:
        """What somebody else ended, as `bildungslotse forget` does, is gone from memory within seconds as well."""
        while True:
            await asyncio.sleep(_FORGET_ENDED_EVERY_SECONDS)
            if app.ctx.agent is not None:
                try:
                    forget_in_memory(
                        app.ctx.agent, lambda sender, _: records.conversations.ended_at(sender) is not None
                    )
                except SQLAlchemyError as error:
                    logger.error("ended conversations not looked up: %s", type(error).__name__)

    app.add_task(load)
    app.add_task(switch.watch)
    app.add_task(forget_ended)
    app.add_task(forget_idle_records)
    return app


def keep_counts(app: Sanic, engine: Engine, tally: Tally) -> None:
    """Write what was counted every few seconds, and when the service stops."""

    async def keep(app: Sanic) -> None:
        seen = None
        while True:
            # Each day on which the service ran: "nobody came" is something else than "nobody counted".
            if tally.today() != seen:
                seen = tally.today()
                tally.use(IN_SERVICE)
            await asyncio.to_thread(write, engine, tally)
            await asyncio.sleep(_WRITE_COUNTS_EVERY_SECONDS)

    async def keep_the_last(app: Sanic, _: Any) -> None:
        await asyncio.to_thread(write, engine, tally)

    app.add_task(keep)
    app.register_listener(keep_the_last, "after_server_stop")


async def forget_idle(records: Records, agent: Agent | None, review_days: int) -> None:
    """Delete conversations that are a day old, also those that Rasa keeps in memory, and all else that is idle.

    What was kept of messages goes after `review_days`.
    """
    stores: dict[str, Callable[[], object]] = {
        "conversations": records.conversations.forget_idle,
        "note lists": records.note_lists.forget_idle,
        "counsellor modes": records.counsellors.forget_idle,
        "consents": records.consents.forget_idle,
        "kept messages": partial(records.kept.forget_old, review_days),
    }
    for what, forget in stores.items():
        try:
            await asyncio.to_thread(forget)
        except SQLAlchemyError as error:
            logger.error("idle %s not deleted: %s", what, type(error).__name__)
    if agent is not None:
        since = time.time() - KEPT_SECONDS
        forget_in_memory(agent, lambda _, last: last < since)
