"""The commands of the menu, and those that people try."""

import asyncio
import re
from collections.abc import Awaitable, Callable

from bot.channels.telegram.buttons import PAGE, SAY, THUMB, Buttons
from bot.channels.telegram.notes import NoteDesk
from bot.channels.telegram.rendering import Message, messages_of
from bot.channels.telegram.reviewing import ReviewDesk
from bot.channels.telegram.talks import Talks
from bot.channels.telegram.wording import commands, count_offers, say
from bot.counsellors import Counsellors
from bot.region_now import RegionNow

Messages = list[Message]
_ALSO = {"help": "hilfe", "löschen": "loeschen", "delete": "loeschen", "privacy": "datenschutz", "reset": "neu"}
# An invitation may come by a link as well; it is for the assistant to judge.
_MAYBE_INVITATION = re.compile(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}", re.IGNORECASE)


class Commands:
    """What is said to each command."""

    def __init__(
        self,
        *,
        talks: Talks,
        buttons: Buttons,
        notes: NoteDesk,
        review: ReviewDesk,
        counsellors: Counsellors,
        now: RegionNow,
        public_url: str,
    ) -> None:
        self._talks, self._buttons, self._notes, self._counsellors = talks, buttons, notes, counsellors
        self._review, self._now, self._public_url = review, now, public_url
        self._known: dict[str, Callable[[str, str], Awaitable[Messages | str]]] = {
            "start": self._start,
            "hilfe": self._help,
            "neu": self._anew,
            "merkliste": self._note_list,
            "mithelfen": self._switch,
            "datenschutz": self._privacy,
            "loeschen": self._forget,
        }

    async def run(self, sender: str, name: str, argument: str) -> Messages | str:
        """The messages that answer a command; or a text that is to be heard as if it had been written."""
        name = name.lower()
        command = self._known.get(_ALSO.get(name, name))
        if command is None:
            return [Message(say("unknown_command", commands=", ".join(f"/{known}" for known in commands())))]
        return await command(sender, argument.strip())

    async def _start(self, sender: str, argument: str) -> Messages | str:
        if _MAYBE_INVITATION.fullmatch(argument):
            return argument
        if not argument:
            return await self._greeting(sender)
        greeting = Message(self._now.texts.say("utter_first_contact"))
        opened = await asyncio.to_thread(self._notes.open, argument, sender)
        if opened is None:
            return [greeting, Message(say("notes_unknown"))]
        return [greeting, Message(opened), await asyncio.to_thread(self._notes.shown, sender)]

    async def _greeting(self, sender: str) -> Messages:
        """A greeting that says that this is a program, also where the conversation has begun already."""
        messages = await self._said(sender, "/greet")
        first = self._now.texts.say("utter_first_contact")
        return messages if any(message.text == first for message in messages) else [Message(first), *messages]

    async def _help(self, sender: str, _: str) -> Messages:
        return await self._said(sender, "/help")

    async def _anew(self, sender: str, _: str) -> Messages:
        await asyncio.to_thread(self._buttons.outdate, sender, SAY, PAGE, THUMB)
        return await self._said(sender, "/restart")

    async def _note_list(self, sender: str, _: str) -> Messages:
        return [await asyncio.to_thread(self._notes.shown, sender)]

    async def _switch(self, sender: str, _: str) -> Messages:
        return [await asyncio.to_thread(self._review.shown, sender)]

    async def _privacy(self, sender: str, _: str) -> Messages:
        days, theirs = self._now.region.review_days, say("privacy")
        if days:
            theirs += "\n\n" + say("privacy_review", office=self._now.region.office.name, days=days)
        return [Message(self._now.texts.say("utter_privacy")), Message(theirs)]

    async def _forget(self, sender: str, _: str) -> Messages:
        """Delete everything there is about a chat, and say what that was."""
        stored = await asyncio.to_thread(self._forget_stored, sender)
        # Last, because with it the database's log is emptied.
        things = [say("deleted_conversation")] * await self._talks.forget(sender) + stored
        if not things:
            return [Message(say("deleted_nothing"))]
        *others, last = things
        listed = say("and").join([", ".join(others), last]) if others else last
        return [Message(say("deleted", things=listed))]

    def _forget_stored(self, sender: str) -> list[str]:
        things = []
        notes = self._notes.forget(sender)
        if notes is not None:
            things.append(say("deleted_notes", count=count_offers(notes)))
        things += self._review.forget(sender)
        if self._counsellors.name_of(sender):
            things.append(say("deleted_counsellor"))
        self._counsellors.forget(sender)
        return [*things, say("deleted_buttons")] if self._buttons.forget(sender) else things

    async def _said(self, sender: str, payload: str) -> Messages:
        answer = await self._talks.turn(sender, payload, is_button=True)
        return messages_of(answer.messages, self._public_url)
