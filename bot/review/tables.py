"""What is kept of messages whose writers agreed to it, and what staff said of them: tables beside the conversations."""

from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.stored import Stored

# What came of a message.
FOUND, RELAXED, NOTHING, DECLINED, SAID, FAILED = "found", "relaxed", "nothing", "declined", "said", "failed"
# Where a label is: it measures a model first, and teaches afterwards.
REVIEWED, TAUGHT = "reviewed", "taught"


class Consent(Stored):
    """A conversation whose writer agreed that messages are kept, and when it was last used (seconds since 1970)."""

    __tablename__ = "review_consents"

    sender_id: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[float]


class KeptMessage(Stored):
    """A message without personal data, with what was made of it. No moment, only the week; no name of anybody.

    `conversation` is a digest of who wrote; `turn` counts the messages of a conversation from 1. `intent` is the
    kind of turn decided on, `guess` and `confidence` (0 to 1) are the classifier's. `facts` are conditions with their
    characters in `text`: `{"key", "value", "start", "end", "role"}`; `wish` is the wish after the turn as a query.
    `outcome` is FOUND, RELAXED, NOTHING, DECLINED, SAID or FAILED, `total` how many offers fitted. `answer` is how the
    answer began. `thumb` is 1 or -1 where the writer said whether it helped. `label_id` names what staff said of it,
    or of one that is alike.
    """

    __tablename__ = "kept_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str]
    turn: Mapped[int]
    week: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    intent: Mapped[str]
    guess: Mapped[str]
    confidence: Mapped[float]
    facts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    wish: Mapped[dict[str, Any]] = mapped_column(JSON)
    outcome: Mapped[str]
    total: Mapped[int]
    answer: Mapped[str]
    thumb: Mapped[int | None]
    label_id: Mapped[int | None] = mapped_column(index=True)

    __table_args__ = (Index("kept_messages_by_conversation", "conversation", "turn", unique=True),)


class LabelRow(Stored):
    """What staff said of a message; see `bot.review.labels.Label`."""

    __tablename__ = "labels"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(unique=True)
    intent: Mapped[str | None]
    entities: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    topic: Mapped[str | None]
    conversation: Mapped[str | None] = mapped_column(index=True)
    is_real: Mapped[bool]
    by: Mapped[str]
    at: Mapped[float]
    state: Mapped[str] = mapped_column(index=True)
    measured: Mapped[str | None]
