"""What an update of Telegram is. Nothing in it is taken for granted: what does not look as it should is no event."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MOST_ID = 2**62
_LONGEST_TOKEN = 64
# What Telegram is asked for; of all else there is nothing to say.
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
# What people send instead of words → the sentence that answers it (in texts.yml).
_NOT_READ = {
    "photo": "photo",
    "video": "photo",
    "animation": "photo",
    "story": "photo",
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "document": "document",
    "sticker": "sticker",
    "dice": "sticker",
    "game": "sticker",
    "contact": "contact",
    "poll": "other",
    "checklist": "other",
    "invoice": "other",
    "paid_media": "photo",
}


@dataclass(frozen=True)
class Event:
    """Something that happened in a chat with one person."""

    chat: int


@dataclass(frozen=True)
class Written(Event):
    text: str


@dataclass(frozen=True)
class Pressed(Event):
    """A button was pressed under one of our messages; `query` is the number under which that is answered.

    `keyboard` are the rows of buttons that stand there, each with its words and its token, as far as Telegram says.
    """

    query: str
    message: int
    token: str
    keyboard: tuple[tuple[tuple[str, str], ...], ...] = ()


@dataclass(frozen=True)
class Located(Event):
    latitude: float
    longitude: float


@dataclass(frozen=True)
class NotRead(Event):
    """Something else than words. `album` names what several of them were sent together as."""

    kind: str
    album: str = ""


@dataclass(frozen=True)
class Joined(Event):
    """The bot was put into a group or channel, where it has no business."""

    may_write: bool


def number_of(update: object) -> int | None:
    """The number of an update; None for what is no update."""
    return _id(update.get("update_id")) if isinstance(update, Mapping) else None


def event_of(update: Mapping[str, Any]) -> Event | None:
    """What happened; None for what is not answered: group talk, channel posts, service messages, live locations."""
    if isinstance(pressed := update.get("callback_query"), Mapping):
        return _pressed(pressed)
    if isinstance(changed := update.get("my_chat_member"), Mapping):
        return _joined(changed)
    if isinstance(edited := update.get("edited_message"), Mapping):
        chat = _private_chat(edited)
        # A live location is edited every few seconds.
        return NotRead(chat, "edited") if chat and isinstance(edited.get("text"), str) else None
    message = update.get("message")
    return _message(message) if isinstance(message, Mapping) else None


def _message(message: Mapping[str, Any]) -> Event | None:
    chat = _private_chat(message)
    if chat is None:
        return None
    if isinstance(message.get("text"), str):
        return Written(chat, message["text"])
    if isinstance(location := message.get("location"), Mapping):
        return _located(chat, location)
    album = message.get("media_group_id")
    kind = next((kind for name, kind in _NOT_READ.items() if name in message), None)
    return NotRead(chat, kind, album if isinstance(album, str) else "") if kind else None


def _pressed(pressed: Mapping[str, Any]) -> Event | None:
    query, token, message = pressed.get("id"), pressed.get("data"), pressed.get("message")
    if not isinstance(message, Mapping) or not isinstance(query, str) or not isinstance(token, str):
        return None
    chat, number = _private_chat({**message, "from": pressed.get("from")}), _id(message.get("message_id"))
    if chat is None or number is None or not 0 < len(token) <= _LONGEST_TOKEN or not (token + query).isascii():
        return None
    return Pressed(chat, query[:100], number, token, _keyboard(message.get("reply_markup")))


def _keyboard(markup: object) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The rows of a keyboard; none where one button of it is not like ours."""
    rows = markup.get("inline_keyboard") if isinstance(markup, Mapping) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return ()
    if not all(_is_button(button) for row in rows for button in row):
        return ()
    return tuple(tuple((button["text"], button["callback_data"]) for button in row) for row in rows)


def _is_button(button: object) -> bool:
    if not isinstance(button, Mapping):
        return False
    return all(isinstance(button.get(name), str) and button[name] for name in ("text", "callback_data"))


def _joined(changed: Mapping[str, Any]) -> Event | None:
    chat, now = changed.get("chat"), changed.get("new_chat_member")
    if not isinstance(chat, Mapping) or not isinstance(now, Mapping):
        return None
    number, kind = chat.get("id"), chat.get("type")
    is_in = now.get("status") in ("member", "administrator")
    if not is_in or kind not in ("group", "supergroup", "channel") or not isinstance(number, int):
        return None
    return Joined(number, may_write=kind != "channel")


def _located(chat: int, location: Mapping[str, Any]) -> Event | None:
    latitude, longitude = location.get("latitude"), location.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Located(chat, float(latitude), float(longitude))


def _private_chat(message: Mapping[str, Any]) -> int | None:
    """The chat with one person, and no other bot, that a message stands in."""
    chat, sender = message.get("chat"), message.get("from")
    if not isinstance(chat, Mapping) or chat.get("type") != "private":
        return None
    if not isinstance(sender, Mapping) or sender.get("is_bot") is True or sender.get("id") != chat.get("id"):
        return None
    return _id(chat.get("id"))


def _id(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < _MOST_ID else None
