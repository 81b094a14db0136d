"""A note list to send on, as Telegram takes it: texts that cut no offer in two, a PDF, dates for a calendar."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.channels.telegram.client import Document
from bot.channels.telegram.rendering import Message
from bot.channels.telegram.splitting import LONGEST_TEXT, parts, units
from bot.channels.telegram.wording import say
from bot.handover.dates import as_calendar, has_dates
from bot.handover.notes import Handover
from bot.handover.pdf import as_pdf
from bot.handover.text import parts as texts_of

_NAME = "merkliste"
_BETWEEN = "\n\n"


def handed_over(name: str, handover: Handover) -> Sequence[Message | Document]:
    """The list in one of the forms of HANDOVERS. Raises PdfError where this machine makes no PDF."""
    return HANDOVERS[name](handover)


def _as_texts(handover: Handover) -> list[Message | Document]:
    return [Message(text) for text in _gathered(texts_of(handover))]


def _gathered(texts: Sequence[str]) -> Iterator[str]:
    """As many texts in one message as fit; only one that is too long by itself is cut."""
    message = ""
    for text in texts:
        if message and units(message + _BETWEEN + text) > LONGEST_TEXT:
            yield from parts(message)
            message = text
        else:
            message = f"{message}{_BETWEEN}{text}" if message else text
    yield from parts(message)


def _as_pdf(handover: Handover) -> list[Message | Document]:
    return [Document(f"{_NAME}.pdf", as_pdf(handover), "application/pdf")]


def _as_large_pdf(handover: Handover) -> list[Message | Document]:
    return [Document(f"{_NAME}-gross.pdf", as_pdf(handover, large=True), "application/pdf")]


def _as_dates(handover: Handover) -> list[Message | Document]:
    if not has_dates(handover):
        return [Message(say("no_dates"))]
    content = as_calendar(handover, f"Merkliste: {handover.region.name}")
    return [Document(f"{_NAME}.ics", content, "text/calendar")]


HANDOVERS: Mapping[str, Callable[[Handover], Sequence[Message | Document]]] = {
    "text": _as_texts,
    "pdf": _as_pdf,
    "large": _as_large_pdf,
    "dates": _as_dates,
}
