"""A conversation that is to be gone: the same for the homepage, for Telegram and on the command line."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event, make_url

from bot.conversations import ConversationStore
from bot.note_lists import NoteLists
from bot.review.forgetting import (
    EVENTS,
    NOTE_LISTS,
    NOTICES,
    Forgotten,
    Texts,
    Whose,
    forget_files,
    forget_rows,
    forget_trials,
    forget_words,
    texts_of,
)
from bot.settings import Settings
from bot.stored import forget_for_good
from catalogue.database import open_engine


@dataclass(frozen=True)
class Erased:
    """What was deleted, and what had been written, for whoever wants to look for it."""

    whose: Whose
    texts: Texts
    forgotten: Forgotten


@dataclass(frozen=True)
class Eraser:
    """Erases conversations from every store of a service."""

    conversations: ConversationStore
    settings: Settings

    def erase(self, sender: str, *, ends: bool = True) -> Erased:
        """Forget a conversation everywhere but in the memory of a running service.

        `ends`: nobody goes on with it, not even a turn that is just being answered; else another may begin at once.
        """
        engine, whose = self.conversations.engine, Whose.of(sender)
        texts = texts_of(engine, whose)
        forgotten = forget_rows(engine, whose)
        if ends:
            forgotten.add(EVENTS, self.conversations.end(sender))
        # Without Telegram nobody's list is tied to a conversation.
        forgotten.add(NOTE_LISTS[0], NoteLists(engine).forget(sender))
        forgotten.add(NOTICES, self._forget_words(texts))
        for kind, count in forget_files(self.settings.data_dir, whose, texts).counts.items():
            forgotten.add(kind, count)
        forgotten.add("trials", forget_trials(self.settings.data_dir))
        return Erased(whose, texts, forgotten)

    def _forget_words(self, texts: Texts) -> int:
        if not texts.own or not self.settings.database_url:
            return 0
        url = make_url(self.settings.database_url)
        is_file = url.get_backend_name() == "sqlite"
        if is_file and not Path(url.database or "").is_file():
            return 0
        catalogue = open_engine(self.settings.database_url)
        if is_file:
            event.listen(catalogue, "connect", forget_for_good)
        try:
            return forget_words(catalogue, texts)
        finally:
            catalogue.dispose()
