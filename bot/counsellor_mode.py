"""Counsellor mode: opened by an invitation code that is written like a message, and ended by a sentence.

A code is taken out before Rasa, the log and the stored conversation: here is the only place that sees it.
"""

import asyncio
import logging
import re
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.channels.limits import Limit
from bot.counsellors import MIXED_GROUPS, Counsellors, is_mixed

logger = logging.getLogger(__name__)

WRONG_CODES = "10/hour"
# Digits and letters that no code has are often misread ones, so they count as well.
_GROUP = r"[A-Z0-9]{4}"
# As invitations print it, as people write it in one go, or with other signs between.
_BETWEEN = r"[\s.,_/\u2010-\u2015-]{0,4}"
_AMONG_WORDS = re.compile(rf"(?<![\w-]){_GROUP}(?:{_BETWEEN}{_GROUP}){{3}}(?![\w-])", re.IGNORECASE)
_WRITTEN = re.compile(
    r"\W*(?:(?:hallo|guten tag|hier|ist|das|mein|der|unser|lautet|(?:einladungs|beratungs|zugangs)?-?code)\W+)*"
    rf"({_GROUP}(?:{_BETWEEN}{_GROUP}){{3}})\W*",
    re.IGNORECASE,
)
_ENDING = r"beenden?|beendet|aus(?:schalten)?|abschalten|verlassen?|ende|schließen|stopp?e?"
_END = re.compile(
    rf"\W*(?:bitte\W+)?(?:"
    rf"(?:{_ENDING})\W+(?:bitte\W+)?(?:mit\W+)?(?:den\W+|dem\W+)?beratungsmodus"
    rf"|(?:den\W+)?beratungsmodus(?:\W+(?:bitte|jetzt|wieder))*\W+(?:{_ENDING})"
    r")\W*",
    re.IGNORECASE,
)

OPENED = (
    "Guten Tag, {name}. Der Beratungsmodus ist eingeschaltet: Sie sehen zehn Angebote auf einmal, dazu die Nummern für "
    "die Beratung, und können melden, was an einer Angabe nicht stimmt. Mit „Beratungsmodus beenden“ schalten Sie ihn "
    "aus. Bitte schreiben Sie auch hier nichts, woran man Ratsuchende erkennt."
)
REFUSED = (
    "Dieser Einladungscode gilt nicht: Er ist falsch geschrieben, schon benutzt oder abgelaufen. Bitte prüfen Sie ihn, "
    "oder lassen Sie sich vom Bildungsbüro einen neuen geben."
)
TOO_MANY = "Das waren zu viele falsche Einladungscodes. Bitte versuchen Sie es in einer Stunde noch einmal."
ENDED = "Der Beratungsmodus ist beendet. Sie sehen jetzt dasselbe wie alle anderen."
NOT_OPEN = "Der Beratungsmodus ist nicht eingeschaltet."
BROKEN = "Der Einladungscode lässt sich gerade nicht prüfen. Bitte versuchen Sie es gleich noch einmal."


def code_in(text: str) -> str | None:
    """The invitation code in a message; None where there is none.

    Among other words it has to look as invitations do; what is the whole message may be a misread one, but not four
    German words.
    """
    written = _WRITTEN.fullmatch(text)
    if written and _mixed_groups(written[1]):
        return written[1]
    codes = (found[0] for found in _AMONG_WORDS.finditer(text))
    return next((code for code in codes if _mixed_groups(code) >= MIXED_GROUPS), None)


def ends_mode(text: str) -> bool:
    """Whether a message says that counsellor mode is to end."""
    return bool(_END.fullmatch(text))


def _mixed_groups(text: str) -> int:
    signs = "".join(filter(str.isalnum, text))
    return sum(is_mixed(signs[start : start + 4]) for start in range(0, len(signs), 4))


class CounsellorMode:
    """What channels ask about counsellors. Where the database does not answer, everybody is like everybody else."""

    def __init__(self, counsellors: Counsellors, wrong_codes: str = WRONG_CODES) -> None:
        self._counsellors, self._wrong = counsellors, Limit(wrong_codes)

    async def reply(self, sender: str, text: str, address: str | None = None) -> str | None:
        """What to answer to a code, or to the wish to end the mode; None for all other messages.

        `address` is where the message comes from, as far as known: for it, too, wrong codes are limited in number.
        """
        code = code_in(text)
        if code is None and not ends_mode(text):
            return None
        try:
            if code is None:
                ended = await asyncio.to_thread(self._counsellors.forget, sender)
                return ENDED if ended else NOT_OPEN
            return await self._redeemed(code, sender, [sender] if address is None else [sender, f"address {address}"])
        except SQLAlchemyError as error:
            # Not the error itself: it may quote what was looked for.
            logger.error("counsellors not read or written: %s", type(error).__name__)
            return BROKEN

    async def name_of(self, sender: str) -> str | None:
        """Who the counsellor is that writes here; None for everybody else."""
        try:
            return await asyncio.to_thread(self._counsellors.name_of, sender)
        except SQLAlchemyError as error:
            logger.error("counsellors not read: %s", type(error).__name__)
            return None

    async def _redeemed(self, code: str, sender: str, names: list[str]) -> str:
        if not all(map(self._wrong.has_room, names)):
            return TOO_MANY
        # Counted before it is looked up: many at once are no way around the limit.
        counted = [self._wrong.allows(name) for name in names]
        if not all(counted):
            return TOO_MANY
        name = await asyncio.to_thread(self._counsellors.redeem, code, sender)
        return OPENED.format(name=name) if name else REFUSED


def open_desk(agent: Any, mode: CounsellorMode) -> None:
    """Let an assistant know counsellors, on all channels."""
    agent.counsellor_mode = mode


def mode_of(agent: Any) -> CounsellorMode | None:
    """The counsellor mode of an assistant; None where it knows no counsellors."""
    mode = getattr(agent, "counsellor_mode", None)
    return mode if isinstance(mode, CounsellorMode) else None
