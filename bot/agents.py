"""Rasa's agent: where it keeps conversations, how it calls actions, and what makes it faster."""

import asyncio
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from rasa.core import agent as rasa_agent
from rasa.core.actions.action import RemoteAction
from rasa.core.agent import Agent
from rasa.core.lock_store import LockStore
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig

from bot.actions_in_process import DEADLINE_SECONDS, GuardedEndpoint, InProcessActions
from bot.region_in_use import using
from bot.settings import Settings
from catalogue.errors import BildungslotseError
from catalogue.region import Region

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


def make_endpoints(
    settings: Settings,
    region: Region,
    conversations: TrackerStore,
    locks: LockStore,
    deadline: float = DEADLINE_SECONDS,
) -> AvailableEndpoints:
    """Where conversations and locks are kept, and how actions are called."""
    if settings.action_server_url:
        actions: EndpointConfig = EndpointConfig(url=settings.action_server_url)
    else:
        actions = InProcessActions(region)
    return AvailableEndpoints(
        action=GuardedEndpoint(actions, region, deadline),
        tracker_store=conversations,
        lock_store=locks,
    )


class NoAgentError(BildungslotseError):
    """A model cannot be loaded."""

    code = "agent"


def load_agent(model: Path, region: Region, endpoints: AvailableEndpoints) -> Agent:
    """Load a trained model on a region, ready to answer. Blocks for some seconds. Raises NoAgentError."""
    speed_up_rasa()
    with using(region):
        agent = asyncio.run(rasa_agent.load_agent(str(model), endpoints=endpoints))
    # Rasa logs what went wrong, and hands out an agent that answers nothing.
    if not agent.is_ready():
        raise NoAgentError(f"Das Modell {model.name} lässt sich nicht laden.")
    return agent
