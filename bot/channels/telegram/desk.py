"""What is done about everything that happens in a chat."""

import asyncio
import logging
import re
from collections.abc import Callable

from bot.actions_in_process import apology
from bot.channels.incoming import BadMessageError, checked_text, cleaned
from bot.channels.limits import TOO_FAST, Limit
from bot.channels.telegram.buttons import KEEP, NOTES, NOTHING, PAGE, REVIEW, SAY, THUMB, Buttons
from bot.channels.telegram.commands import Commands
from bot.channels.telegram.notes import NoteDesk, handover_asked
from bot.channels.telegram.places import nearest_place, searching_at
from bot.channels.telegram.posting import Post
from bot.channels.telegram.rendering import (
    Message,
    Turning,
    asking_whether_it_helped,
    has_result,
    messages_of,
    page_asked,
)
from bot.channels.telegram.reviewing import ReviewDesk
from bot.channels.telegram.talks import Talks
from bot.channels.telegram.updates import Event, Joined, Located, NotRead, Pressed, Written
from bot.channels.telegram.wording import say
from bot.channels.website import LONGEST_MESSAGE
from bot.paper import ONE_AT_A_TIME
from bot.personal.clients import without_client_data
from bot.region_now import RegionNow

logger = logging.getLogger(__name__)

_COMMAND = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(\S.*))?", re.DOTALL)
# Whoever writes too fast is told so now and then, not at every message.
_TOLD = "1/minute"
_MOST_ALBUMS = 1000


class Desk:
    """Handles the events of all chats; those of one chat have to come one after the other."""

    def __init__(
        self,
        *,
        talks: Talks,
        post: Post,
        buttons: Buttons,
        notes: NoteDesk,
        review: ReviewDesk,
        commands: Commands,
        now: RegionNow,
        public_url: str,
        limit: str,
        sender_of: Callable[[int], str],
    ) -> None:
        self._talks, self._post, self._buttons, self._notes, self._commands = talks, post, buttons, notes, commands
        self._review = review
        self._now, self._public_url, self._sender_of = now, public_url, sender_of
        self._limit, self._told = Limit(limit), Limit(_TOLD)
        self._albums: dict[str, None] = {}

    async def handle(self, chat: int, event: Event) -> None:
        """Answer an event, whatever breaks meanwhile."""
        if isinstance(event, Joined):
            await self._leave(event)
            return
        sender = self._sender_of(chat)
        try:
            if not self._limit.allows(sender):
                await self._too_fast(chat, sender, event)
            else:
                await self._answer(chat, sender, event)
        except Exception as error:  # nobody is left in silence, and no button without its answer
            logger.error("telegram: not answered: %s", type(error).__name__)
            self._rest(chat, event)
            await self._post.send(chat, sender, Message(apology(self._now.region)))

    async def _answer(self, chat: int, sender: str, event: Event) -> None:
        if isinstance(event, Written):
            await self._written(chat, sender, event.text)
        elif isinstance(event, Pressed):
            await self._pressed(chat, sender, event)
        elif isinstance(event, Located):
            await self._located(chat, sender, event)
        elif isinstance(event, NotRead) and self._is_first_of(event):
            await self._post.send(chat, sender, Message(say(event.kind)))

    async def _written(self, chat: int, sender: str, text: str) -> None:
        command = _COMMAND.fullmatch(cleaned(text))
        if command is not None:
            said = await self._commands.run(sender, command[1], command[2] or "")
            if isinstance(said, str):
                await self._say(chat, sender, said)
            else:
                for message in said:
                    await self._post.send(chat, sender, message)
            return
        await self._say(chat, sender, text)

    async def _say(self, chat: int, sender: str, text: str) -> None:
        """Hand a text that somebody wrote to the assistant."""
        try:
            text = checked_text(text, LONGEST_MESSAGE)
        except BadMessageError as error:
            await self._post.send(chat, sender, Message(str(error)))
            return
        text, told = without_client_data(text, self._now.region)
        if told:
            await self._post.send(chat, sender, Message(say("client_data")))
        await self._turn(chat, sender, text, is_button=False)

    async def _pressed(self, chat: int, sender: str, event: Pressed) -> None:
        payload = await asyncio.to_thread(self._buttons.payload, sender, event.token)
        if payload is None:
            self._post.answer(chat, event.query, say("old_buttons"))
        elif name := handover_asked(payload):
            # First of all: a PDF takes longer than a button should wait.
            self._post.answer(chat, event.query)
            await self._hand_over(chat, sender, name)
        elif payload.startswith(THUMB):
            await self._rated(chat, sender, payload, event)
        elif payload.startswith((KEEP, NOTES, REVIEW)):
            press = self._review.press if payload.startswith(REVIEW) else self._notes.press
            done = await asyncio.to_thread(press, sender, payload)
            self._post.answer(chat, event.query, done.notice)
            if done.shown is not None:
                await self._post.send(chat, sender, done.shown, instead_of=event.message)
            if done.besides is not None:
                await self._post.send(chat, sender, done.besides)
        else:
            self._post.answer(chat, event.query)
            await self._chosen(chat, sender, payload, event.message)

    async def _chosen(self, chat: int, sender: str, payload: str, message: int) -> None:
        if payload.startswith(SAY):
            await self._turn(chat, sender, payload.removeprefix(SAY), is_button=True)
        elif payload.startswith(PAGE):
            wanted, turning = page_asked(payload)
            await self._turn(chat, sender, wanted, is_button=True, instead_of=message, turning=turning)
        else:
            assert payload == NOTHING, payload

    async def _rated(self, chat: int, sender: str, payload: str, event: Pressed) -> None:
        """Somebody said whether an answer helped: thanks, and the question is gone from below it."""
        self._post.answer(chat, event.query, await asyncio.to_thread(self._review.rate, sender, payload))
        rest = [row for row in event.keyboard if all(token != event.token for _, token in row)]
        if event.keyboard:
            self._post.keep_rows(chat, event.message, rest)

    async def _hand_over(self, chat: int, sender: str, name: str) -> None:
        loop = asyncio.get_running_loop()
        for item in await loop.run_in_executor(ONE_AT_A_TIME, self._notes.handed_over, sender, name):
            if isinstance(item, Message):
                await self._post.send(chat, sender, item)
            else:
                self._post.hand_over(chat, item)

    async def _located(self, chat: int, sender: str, event: Located) -> None:
        place = nearest_place(self._now.region.gazetteer, event.latitude, event.longitude)
        if place is None:
            sentence = say("located_outside", region=self._now.region.name)
            await self._post.send(chat, sender, Message(sentence))
            return
        await self._post.send(chat, sender, Message(say("located", place=place.title)))
        await self._turn(chat, sender, searching_at(place), is_button=True)

    async def _turn(
        self,
        chat: int,
        sender: str,
        text: str,
        *,
        is_button: bool,
        instead_of: int | None = None,
        turning: Turning | None = None,
    ) -> None:
        """One turn of the assistant, and its messages; offers go in the place of those that stand in `instead_of`."""
        answer = await self._talks.turn(sender, text, is_button=is_button)
        messages = messages_of(answer.messages, self._public_url, turning)
        if has_result(answer.messages):
            # What was asked about other offers would change these, or what was searched for in vain.
            await asyncio.to_thread(self._buttons.outdate, sender, SAY, PAGE)
            was_asked = await asyncio.to_thread(self._buttons.outdate, sender, THUMB)
            # Who has said whether an answer helped is not asked again when its pages are turned.
            if not answer.is_counsellor and (turning is None or was_asked):
                messages = [asking_whether_it_helped(message) for message in messages]
        for message in messages:
            replaced = instead_of if message.shows_offers else None
            await self._post.send(chat, sender, message, instead_of=replaced)

    async def _leave(self, event: Joined) -> None:
        if event.may_write:
            await self._post.send(event.chat, "", Message(say("group")))
        self._post.leave(event.chat)

    async def _too_fast(self, chat: int, sender: str, event: Event) -> None:
        self._rest(chat, event)
        if self._told.allows(sender):
            await self._post.send(chat, sender, Message(TOO_FAST))

    def _rest(self, chat: int, event: Event) -> None:
        """Every button that was pressed is answered, also where nothing else is."""
        if isinstance(event, Pressed):
            self._post.answer(chat, event.query)

    def _is_first_of(self, event: NotRead) -> bool:
        """Whether this is not another picture of an album that was answered."""
        if not event.album:
            return True
        is_first = event.album not in self._albums
        self._albums[event.album] = None
        while len(self._albums) > _MOST_ALBUMS:
            del self._albums[next(iter(self._albums))]
        return is_first
