"""What a chat lets the office learn from: the switch of /mithelfen, and whether an answer helped."""

from collections.abc import Callable
from typing import Any

from bot.channels.telegram.buttons import REVIEW, THUMB, Buttons
from bot.channels.telegram.notes import Noted
from bot.channels.telegram.rendering import UP, Message
from bot.channels.telegram.talks import NAME
from bot.channels.telegram.wording import say
from bot.counted_turns import count_thumb
from bot.records import Records
from bot.region_now import RegionNow

_ON, _OFF = f"{REVIEW}on", f"{REVIEW}off"


class ReviewDesk:
    """Asks for consent and takes it back, and notes thumbs. Blocks for the database; call it in a thread.

    `agent` is the assistant that counts.
    """

    def __init__(self, records: Records, buttons: Buttons, now: RegionNow, agent: Callable[[], Any]) -> None:
        self._records, self._buttons, self._now, self._agent = records, buttons, now, agent

    def shown(self, sender: str) -> Message:
        """What is kept and what for, with a button that changes it; those below older messages are old from now on."""
        self._buttons.outdate(sender, REVIEW)
        days, has_agreed = self._now.region.review_days, self._records.consents.has_agreed(sender)
        if not days:
            return Message(say("review_none"))
        if self._is_counsellor(sender):
            explained = say("review_counsellor")
            if not has_agreed:
                return Message(explained)
        else:
            explained = say("review", office=self._now.region.office.name, days=days)
        state = say("review_on" if has_agreed else "review_off")
        button = (say("switch_off"), _OFF) if has_agreed else (say("switch_on"), _ON)
        return Message(f"{explained}\n\n{state}", [[button]])

    def press(self, sender: str, payload: str) -> Noted:
        """Do what the button says; the message changes in its place."""
        notice = ""
        if payload == _OFF:
            self._records.consents.revoke(sender)
            notice = say("switched_off")
        elif self._now.region.review_days and not self._is_counsellor(sender):
            self._records.consents.agree(sender)
            notice = say("switched_on")
        return Noted(notice, self.shown(sender))

    def rate(self, sender: str, payload: str) -> str:
        """Note, once, whether the latest answer with offers helped; what to say to that."""
        if not self._buttons.outdate(sender, THUMB):
            return say("old_buttons")
        helpful = payload == UP
        count_thumb(self._agent(), NAME, helpful=helpful)
        self._records.kept.thumb(sender, helpful=helpful)
        return say("thanks_up" if helpful else "thanks_down")

    def forget(self, sender: str) -> list[str]:
        """Delete what was kept of a chat, and its consent; what that was, in words."""
        has_agreed = self._records.consents.has_agreed(sender)
        things = [say("deleted_kept")] if self._records.consents.revoke(sender) else []
        return [*things, say("deleted_consent")] if has_agreed else things

    def _is_counsellor(self, sender: str) -> bool:
        return self._records.counsellors.name_of(sender) is not None
