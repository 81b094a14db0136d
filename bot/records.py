"""What is kept about people, in one database: opened once, and handed to whoever needs it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from bot.conversations import ConversationStore
from bot.counsellors import Counsellors
from bot.note_lists import NoteLists
from bot.review.consent import Consents
from bot.review.kept import KeptMessages


@dataclass(frozen=True)
class Records:
    """Conversations, note lists, who is a counsellor, and what may be kept of messages because of whose consent."""

    conversations: ConversationStore
    note_lists: NoteLists
    counsellors: Counsellors
    consents: Consents
    kept: KeptMessages

    @classmethod
    def beside(cls, conversations: ConversationStore, today: Callable[[], date] = date.today) -> "Records":
        """Those in the database of the conversations."""
        engine: Engine = conversations.engine
        return cls(conversations, NoteLists(engine), Counsellors(engine), Consents(engine), KeptMessages(engine, today))

    @property
    def engine(self) -> Engine:
        engine: Engine = self.conversations.engine
        return engine
