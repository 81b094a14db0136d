"""The note list in the chat: one message with the offers and, for each, buttons to drop and to move it."""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from actions.answers.offer import card_lines
from actions.answers.texts import Texts
from bot.channels.telegram.buttons import KEEP, NOTES, NOTHING
from bot.channels.telegram.client import Document
from bot.channels.telegram.comparing import BACK, CHOOSE, COMPARE, button, choosing, side_by_side
from bot.channels.telegram.handing_over import HANDOVERS, handed_over
from bot.channels.telegram.rendering import Message, Row
from bot.channels.telegram.splitting import shortened
from bot.channels.telegram.wording import count_offers, say
from bot.handover.comparison import MOST_COMPARED, compared
from bot.handover.notes import GONE, Handover, Note, read_notes, warnings
from bot.handover.pdf import PdfError
from bot.note_lists import MOST_OFFERS, NoteList, NoteLists
from catalogue.database import reading
from catalogue.permalink import offer_link
from catalogue.region import Region

# As many as surely fit one message, and a keyboard that a thumb can use.
A_PAGE = 6
_LINES = 2
_LONGEST_TITLE, _LONGEST_LINE = 150, 150
_DROP, _UP, _DOWN, _SHOW = "drop", "up", "down", BACK
_PLACES = {_UP: -1, _DOWN: 1}


@dataclass(frozen=True)
class Noted:
    """What a pressed button has done: a short notice, the list where it changes in its place, a message besides."""

    notice: str
    shown: Message | None = None
    besides: Message | None = None


def handover_asked(payload: str) -> str | None:
    """In which form (of HANDOVERS) a button asks for the list; None for every other button."""
    name = payload.removeprefix(NOTES).partition(":")[0]
    return name if payload.startswith(NOTES) and name in HANDOVERS else None


class NoteDesk:
    """Shows and changes the lists of Telegram's conversations. Blocks for the databases; call it in a thread."""

    def __init__(
        self, lists: NoteLists, catalogue: Engine, region: Region, texts: Texts, today: date | None, public_url: str
    ) -> None:
        self._lists, self._catalogue, self._region, self._texts = lists, catalogue, region, texts
        self._fixed_day, self._public_url = today, public_url

    def open(self, list_id: str, sender: str) -> str | None:
        """Go on with a list that was begun elsewhere: what there is to say of it, None where there is no such list."""
        before = self._lists.of(sender)
        if self._lists.adopt(list_id, sender) is None:
            return None
        if before is None or not before.keys or before.id == list_id:
            return say("notes_opened")
        return say("notes_opened_instead", count=count_offers(len(before.keys)), id=before.id)

    def forget(self, sender: str) -> int | None:
        """Delete the list of a conversation; how many offers stood on it, None where there was no list."""
        return self._lists.forget(sender) if self._lists.of(sender) else None

    def press(self, sender: str, payload: str) -> Noted:
        """Do what a button says."""
        if payload.startswith(KEEP):
            return Noted(self._keep(sender, payload.removeprefix(KEEP)))
        action, _, key = payload.removeprefix(NOTES).partition(":")
        found = self._lists.of(sender)
        if action == _SHOW or found is None:
            return Noted("", self.shown(sender, int(key) if key.isdigit() else 0))
        if action in (CHOOSE, COMPARE):
            return self._compare(sender, found, json.loads(key), is_ready=action == COMPARE)
        if key not in found.keys:
            # Dropped meanwhile, on the homepage or below an older message.
            return Noted("", self.shown(sender))
        at = found.keys.index(key)
        if action == _DROP:
            self._lists.drop(found.id, key)
            return Noted(say("dropped", title=self._title(key) or say("notes_gone")), self.shown(sender, at))
        at += _PLACES[action]
        self._lists.move(found.id, key, _PLACES[action])
        return Noted("", self.shown(sender, at))

    def shown(self, sender: str, at: int = 0) -> Message:
        """The part of the list in which the offer at a position stands, counted from zero."""
        found = self._lists.of(sender)
        if found is None or not found.keys:
            return Message(say("notes_empty"))
        start = max(0, min(at, len(found.keys) - 1)) // A_PAGE * A_PAGE
        keys = found.keys[start : start + A_PAGE]
        told = [self._told(number, note) for number, note in enumerate(self._notes(keys), start + 1)]
        head = f"<b>{html.escape(say('notes_title', count=count_offers(len(found.keys))))}</b>"
        rows = [_changing(number, key, found) for number, key in enumerate(keys, start + 1)]
        rows += _paging(start, len(keys), len(found.keys))
        if len(found.keys) > 1:
            rows.append([(say("compare"), button(CHOOSE))])
        rows.append([(say(f"handover_{name}"), f"{NOTES}{name}:") for name in HANDOVERS])
        return Message("\n\n".join([head, *told, *self._link(found)]), rows, is_html=True)

    def handed_over(self, sender: str, name: str) -> Sequence[Message | Document]:
        """The list as something to send on, in one of the forms of HANDOVERS; or a sentence why there is none."""
        found = self._lists.of(sender)
        if found is None or not found.keys:
            return [Message(say("notes_empty"))]
        try:
            return handed_over(name, self._handover(found))
        except PdfError as error:
            return [Message(error.message)]

    def _handover(self, found: NoteList) -> Handover:
        return Handover(self._notes(found.keys), self._region, self._texts, self._today(), self._page)

    def _compare(self, sender: str, found: NoteList, chosen: Sequence[str], *, is_ready: bool) -> Noted:
        """Two or three offers side by side, as soon as it is clear which; the list comes back in its place."""
        handover = self._handover(found)
        there = [note.key for note in handover.notes if note.hit]
        # In the order of the list, without what was dropped meanwhile.
        chosen = [key for key in there if key in chosen]
        is_choice = len(there) > MOST_COMPARED
        if is_choice and not is_ready and len(chosen) < MOST_COMPARED:
            return Noted("", choosing(handover.notes, chosen))
        comparison = compared(handover, chosen if is_choice else there)
        if comparison is None:
            return Noted(say("too_few"), self.shown(sender) if is_ready else None)
        return Noted("", self.shown(sender) if is_choice else None, side_by_side(comparison, self._page))

    def _page(self, key: str) -> str | None:
        return self._public_url + offer_link(key) if self._public_url else None

    def _keep(self, sender: str, key: str) -> str:
        title = self._title(key)
        if title is None:
            return GONE
        found = self._lists.of(sender) or self._lists.begin(sender)
        if key in found.keys:
            return say("kept_already", title=title)
        now = self._lists.keep(found.id, key)
        if now is None or key not in now.keys:
            return say("list_full", most=MOST_OFFERS)
        return say("kept", title=title)

    def _told(self, number: int, note: Note) -> str:
        if note.hit is None:
            return f"<b>{number}.</b> {html.escape(say('notes_gone'))}"
        title = html.escape(shortened(note.hit.offer.title, _LONGEST_TITLE))
        if page := self._page(note.key):
            title = f'<a href="{html.escape(page)}">{title}</a>'
        lines = [*warnings(note.hit, self._region, self._today())[:1], *card_lines(note.hit, self._texts)[:_LINES]]
        return "\n".join(
            [f"<b>{number}. {title}</b>", *(html.escape(shortened(line, _LONGEST_LINE)) for line in lines)]
        )

    def _link(self, found: NoteList) -> list[str]:
        if not self._public_url:
            return []
        return [html.escape(say("notes_link", url=f"{self._public_url}/merkliste/{found.id}"))]

    def _title(self, key: str) -> str | None:
        (note,) = self._notes((key,))
        return note.hit.offer.title if note.hit else None

    def _notes(self, keys: Sequence[str]) -> tuple[Note, ...]:
        with reading(self._catalogue) as session:
            return read_notes(session, keys, self._region, self._today())

    def _today(self) -> date:
        return self._fixed_day or date.today()


def _changing(number: int, key: str, found: NoteList) -> Row:
    row = [(say("drop", number=number), f"{NOTES}{_DROP}:{key}")]
    if number > 1:
        row.append((say("up", number=number), f"{NOTES}{_UP}:{key}"))
    if number < len(found.keys):
        row.append((say("down", number=number), f"{NOTES}{_DOWN}:{key}"))
    return row


def _paging(start: int, count: int, total: int) -> list[Row]:
    if total <= A_PAGE:
        return []
    row = [(say("shown", first=start + 1, last=start + count, total=total), NOTHING)]
    if start:
        row.insert(0, (say("back"), f"{NOTES}{_SHOW}:{start - A_PAGE}"))
    if start + count < total:
        row.append((say("forward"), f"{NOTES}{_SHOW}:{start + count}"))
    return [row]
