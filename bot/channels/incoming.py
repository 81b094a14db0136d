"""What all channels do with a message before Rasa sees it, and with an answer that is missing."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.events import BotUttered
from sanic.request import Request
from sqlalchemy.exc import SQLAlchemyError

from bot.actions_in_process import apology
from bot.counsellor_mode import mode_of
from bot.counted_turns import count_turn
from bot.message_metadata import COUNSELLOR, IS_PLAIN, LANGUAGE, REMOVED
from bot.personal.contacts import without_personal_data
from bot.review.keeping import keeper_of
from catalogue.region import Region

logger = logging.getLogger(__name__)

MOST_CHARACTERS = 10_000
MOST_TURNS_AT_ONCE = 3
_GATES: "WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]" = WeakKeyDictionary()
_BUTTON_SIGN = "/"


class BadMessageError(ValueError):
    """Input that no answer can be given to; the text is a German sentence."""


def json_object(request: Request) -> dict[str, Any]:
    """What a request holds. Raises BadMessageError where it is no JSON object."""
    try:
        body = request.load_json()
    except Exception as error:
        raise BadMessageError("Die Anfrage ist kein gültiges JSON.") from error
    if not isinstance(body, dict):
        raise BadMessageError("Die Anfrage muss ein JSON-Objekt sein.")
    return body


def checked_text(value: Any, longest: int = MOST_CHARACTERS) -> str:
    """The text of a message. Raises BadMessageError where there is none or too much of it."""
    if not isinstance(value, str):
        raise BadMessageError("Die Nachricht fehlt: „message“ muss ein Text sein.")
    text = cleaned(value)
    if not text:
        raise BadMessageError("Die Nachricht ist leer. Bitte schreiben Sie, was Sie suchen.")
    if len(value) > longest:
        raise BadMessageError(f"Die Nachricht ist zu lang. Möglich sind {longest} Zeichen.")
    return text


def cleaned(text: str) -> str:
    """A text without what cannot be printed, and without space around it."""
    return "".join(char if char.isprintable() or char in "\n\t" else " " for char in text).strip()


def checked_sender(value: Any) -> str:
    """Who writes. Raises BadMessageError where nobody is named."""
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise BadMessageError("Der Absender fehlt: „sender“ muss ein Text sein.")
    return value


def _turns() -> asyncio.Semaphore:
    """The gate of this event loop through which turns go."""
    loop = asyncio.get_running_loop()
    if loop not in _GATES:
        _GATES[loop] = asyncio.Semaphore(MOST_TURNS_AT_ONCE)
    return _GATES[loop]


@asynccontextmanager
async def between_turns() -> AsyncIterator[None]:
    """A moment in which no turn goes on; those that come meanwhile wait."""
    gate = _turns()
    taken = 0
    try:
        for _ in range(MOST_TURNS_AT_ONCE):
            await gate.acquire()
            taken += 1
        yield
    finally:
        for _ in range(taken):
            gate.release()


@dataclass(frozen=True)
class Answer:
    """Rasa's list of messages, never an empty one, and the language they are in.

    `failed` where something of ours broke and the messages only apologise; `is_counsellor` where the conversation is in
    counsellor mode now, `is_plain` where they are in Einfache Sprache.
    """

    messages: list[dict[str, Any]]
    language: str
    failed: bool
    is_counsellor: bool = False
    is_plain: bool = False

    @property
    def has_offers(self) -> bool:
        """Whether offers are shown in it."""
        found = [dict(message.get("custom") or {}) for message in self.messages]
        return any(data.get("type") == "offers" and data.get("total") for data in found)


class _Collector(CollectingOutputChannel):
    """Gathers the messages of an answer, in which language they are, and everything as the actions said it."""

    language, is_plain = "de", False

    def __init__(self) -> None:
        super().__init__()
        self.said: list[dict[str, Any]] = []

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        if LANGUAGE in message:
            self.language, self.is_plain = message[LANGUAGE], bool(message.get(IS_PLAIN))
        # Sending takes it apart.
        self.said.append(dict(message))
        await super().send_response(recipient_id, message)


async def ask(agent: Agent, region: Region, sender: str, text: str, channel: str) -> list[dict[str, Any]]:
    """The answer to a message as Rasa's list of messages; never an empty one."""
    is_button = await is_own_button(agent, sender, text)
    return (await answer_to(agent, region, sender, text, channel, is_button=is_button)).messages


async def answer_to(
    agent: Agent,
    region: Region,
    sender: str,
    text: str,
    channel: str,
    *,
    is_button: bool,
    address: str | None = None,
) -> Answer:
    """The answer to a message. Personal data are taken out first, and invitation codes: Rasa never sees them.

    `is_button` as `is_own_button` found; `address` is where the message comes from, as far as the channel knows.
    """
    metadata: dict[str, Any] = {}
    mode = mode_of(agent)
    if mode and not is_button and (reply := await mode.reply(sender, text, address)):
        is_counsellor = await mode.name_of(sender) is not None
        return Answer([{"recipient_id": sender, "text": reply}], "de", failed=False, is_counsellor=is_counsellor)
    if not is_button:
        text, removed = without_personal_data(text.lstrip(_BUTTON_SIGN + " ") or "?")
        metadata = {REMOVED: True} if removed else {}
    counsellor = await mode.name_of(sender) if mode else None
    if counsellor:
        metadata[COUNSELLOR] = counsellor
    collector = _Collector()
    try:
        # Few turns at a time: each gets done soon, and no action runs into its deadline because others compute.
        async with _turns():
            await agent.handle_message(UserMessage(text, collector, sender, input_channel=channel, metadata=metadata))
    except Exception as error:  # whatever breaks, nobody is left in silence
        logger.error("turn failed: %s: %s", type(error).__name__, error)
    sorry = apology(region)
    messages = list(collector.messages) or [{"recipient_id": sender, "text": sorry}]
    failed = any(message.get("text") == sorry for message in messages)
    count_turn(agent, region, channel, collector.said, failed=failed)
    # Counsellors write about others, who have agreed to nothing.
    if counsellor is None and (keeper := keeper_of(agent)):
        await keeper.keep(agent, region, sender, channel, collector.said, failed=failed)
    is_counsellor = counsellor is not None
    return Answer(messages, collector.language, failed, is_counsellor=is_counsellor, is_plain=collector.is_plain)


async def is_own_button(agent: Agent, sender: str, payload: str) -> bool:
    """Whether a text is the payload of a button that the assistant itself sent in this conversation."""
    if not payload.startswith(_BUTTON_SIGN):
        return False
    try:
        tracker = await agent.tracker_store.retrieve(sender) if agent.tracker_store else None
    except SQLAlchemyError as error:
        logger.error("conversation not read: %s", type(error).__name__)
        return False
    return tracker is not None and any(
        item.get("payload") == payload
        for event in tracker.events
        if isinstance(event, BotUttered)
        for item in (event.data.get("buttons") or [])
    )
