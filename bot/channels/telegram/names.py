"""What chats and bots are called on our side, and the webhook's secret: all made from the key in the data directory."""

import hashlib
import hmac

PREFIX = "telegram-"


def sender_of(key: bytes, chat: int) -> str:
    """The conversation's name in all stores: a keyed hash, from which nobody without the key finds the chat."""
    return PREFIX + _digest(key, f"telegram-chat:{chat}")


def webhook_secret(key: bytes, token: str) -> str:
    """What Telegram has to say with every update; as long as key and token stay, it stays too."""
    return _digest(key, f"telegram-webhook:{token}")


def bot_of(key: bytes, token: str) -> str:
    """Which bot a token belongs to: another token of the same bot has the same number in front."""
    return _digest(key, f"telegram-bot:{token.partition(':')[0]}")


def _digest(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
