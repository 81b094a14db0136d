"""What is kept about people, in one database: opened once, and handed to whoever needs it."""

from dataclasses import dataclass

from sqlalchemy import Engine

from bot.conversations import ConversationStore
from bot.counsellors import Counsellors
from bot.note_lists import NoteLists


@dataclass(frozen=True)
class Records:
    """Conversations, note lists and who is a counsellor."""

    conversations: ConversationStore
    note_lists: NoteLists
    counsellors: Counsellors

    @classmethod
    def beside(cls, conversations: ConversationStore) -> "Records":
        """Those in the database of the conversations."""
        return cls(conversations, NoteLists(conversations.engine), Counsellors(conversations.engine))

    @property
    def engine(self) -> Engine:
        engine: Engine = self.conversations.engine
        return engine
