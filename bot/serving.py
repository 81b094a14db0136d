"""The assistant as one process on one port: Rasa's agent, its channels, the actions, our own pages."""

import asyncio
import gc
import logging
import time
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from rasa.core import agent as rasa_agent
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel
from rasa.core.channels.channel import register as register_channels
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic
from sqlalchemy.exc import SQLAlchemyError

from bot.actions_in_process import GuardedEndpoint, InProcessActions
from bot.conversations import KEPT_SECONDS, ConversationStore, PromptLockStore, forget_in_memory
from bot.counsellor_mode import CounsellorMode, open_desk
from bot.records import Records
from bot.settings import Settings
from catalogue.region import load_region

logger = logging.getLogger(__name__)

_FORGET_EVERY_SECONDS = 900.0
_ACTION_RESULT = Draft7Validator(RemoteAction.action_response_format_spec())


def _validate_action_result(_: RemoteAction, result: dict[str, Any]) -> bool:
    _ACTION_RESULT.validate(result)
    return True


_EVENT_CLASSES = {cls.type_name: cls for cls in all_subclasses(Event)}
_resolve_by_type = Event.resolve_by_type


def _event_class(type_name: str, default: type[Any] | None = None) -> Any:
    return _EVENT_CLASSES.get(type_name) or _resolve_by_type(type_name, default)


def speed_up_rasa() -> None:
    """Check action results with one validator. Rasa builds one, and checks the schema itself, for every
    action of every turn: two thirds of a turn's time.
    """
    RemoteAction._validate_action_result = _validate_action_result
    # A conversation is read back event by event, and each looks through all classes for its own.
    Event.resolve_by_type = staticmethod(_event_class)


def make_endpoints(settings: Settings, conversations: ConversationStore) -> AvailableEndpoints:
    """Where conversations and locks are kept, and how actions are called."""
    if settings.action_server_url:
        actions: EndpointConfig = EndpointConfig(url=settings.action_server_url)
    else:
        actions = InProcessActions()
    return AvailableEndpoints(
        action=GuardedEndpoint(actions, load_region(settings.region_dir)),
        tracker_store=conversations,
        lock_store=PromptLockStore(),
    )


def load_agent(settings: Settings, model: Path, conversations: ConversationStore) -> Agent:
    """Load a trained model, ready to answer. Blocks for some seconds."""
    speed_up_rasa()
    endpoints = make_endpoints(settings, conversations)
    return asyncio.run(rasa_agent.load_agent(str(model), endpoints=endpoints))


def make_app(settings: Settings, channels: list[InputChannel], model: Path, records: Records) -> Sanic:
    """A web application that serves the channels; it answers 503 until the model is loaded."""
    app = Sanic("bildungslotse", configure_logging=False)
    app.config.KEEP_ALIVE_TIMEOUT = 30
    app.config.ACCESS_LOG = False
    app.config.REQUEST_MAX_SIZE = 1_000_000
    app.ctx.agent = None
    app.ctx.conversations = records.conversations
    app.ctx.settings = settings
    register_channels(channels, app, route="/webhooks/")

    async def load(app: Sanic) -> None:
        agent = await asyncio.to_thread(load_agent, settings, model, records.conversations)
        # What is loaded stays: without this, full collections of half a second stop everybody now and then.
        gc.collect()
        gc.freeze()
        open_desk(agent, CounsellorMode(records.counsellors))
        app.ctx.agent = agent
        logger.info("Der Bildungslotse ist bereit: http://%s:%s/", settings.host, settings.port)

    async def forget_idle_records(app: Sanic) -> None:
        """At the start, and every quarter of an hour: a service that is started often forgets as well."""
        while True:
            await forget_idle(records, app.ctx.agent)
            await asyncio.sleep(_FORGET_EVERY_SECONDS)

    app.add_task(load)
    app.add_task(forget_idle_records)
    return app


async def forget_idle(records: Records, agent: Agent | None) -> None:
    """Delete conversations that are a day old, also those that Rasa keeps in memory, and all else that is idle."""
    for what, store in (
        ("conversations", records.conversations),
        ("note lists", records.note_lists),
        ("counsellor modes", records.counsellors),
    ):
        try:
            await asyncio.to_thread(store.forget_idle)
        except SQLAlchemyError as error:
            logger.error("idle %s not deleted: %s", what, type(error).__name__)
    if agent is not None:
        since = time.time() - KEPT_SECONDS
        forget_in_memory(agent, lambda _, last: last < since)
