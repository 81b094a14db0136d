"""What chats are called on our side, and the webhook's secret: both made from the key in the data directory."""

import hashlib
import hmac

PREFIX = "telegram-"


def sender_of(key: bytes, chat: int) -> str:
    """The conversation's name in all stores: a keyed hash, from which nobody without the key finds the chat."""
    return PREFIX + _digest(key, f"telegram-chat:{chat}")


def webhook_secret(key: bytes, token: str) -> str:
    """What Telegram has to say with every update; as long as key and token stay, it stays too."""
    return _digest(key, f"telegram-webhook:{token}")


def _digest(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
