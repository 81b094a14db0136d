"""An answer of the assistant as messages of Telegram: texts, and offers as one message with a keyboard."""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.channels.telegram.buttons import KEEP, NOTHING, PAGE, SAY
from bot.channels.telegram.splitting import LONGEST_TEXT, parts, shortened, visible_units
from bot.channels.telegram.wording import say
from catalogue.search import PAGE as OFFERS_A_PAGE

# A button's words and what it does; rows of such.
Row = Sequence[tuple[str, str]]
_LONGEST_TITLE, _LONGEST_AROUND = 200, 600
_BUTTONS_A_ROW, _MOST_LABEL = 2, 60
_MORE = "/more"


@dataclass(frozen=True)
class Message:
    """One message: HTML or plain text, and rows of buttons. `shows_offers` marks the one that paging replaces."""

    text: str
    rows: Sequence[Row] = field(default_factory=tuple)
    is_html: bool = False
    shows_offers: bool = False


def messages_of(said: Sequence[Mapping[str, Any]], public_url: str, page_size: int = 0) -> list[Message]:
    """What Rasa said, as Telegram shows it. Offers stand in place of the text before them, which says the same.

    `public_url` is where offers have their pages, empty where nobody outside can reach them; `page_size` how many
    offers the pages before had, where there were any.
    """
    found: list[Message] = []
    waiting: Mapping[str, Any] | None = None
    for message in said:
        custom = message.get("custom")
        if isinstance(custom, Mapping) and custom.get("type") == "offers":
            buttons = waiting.get("buttons", ()) if waiting else ()
            found.append(_offers(custom, buttons, public_url, page_size))
            waiting = None
            continue
        found += _plain(waiting) if waiting else []
        waiting = message if message.get("text") else None
    return [*found, *(_plain(waiting) if waiting else [])]


def _plain(message: Mapping[str, Any]) -> list[Message]:
    """A text in as many messages as it needs; the buttons stand below the last one."""
    *others, last = parts(str(message["text"])) or ["…"]
    return [*map(Message, others), Message(last, _choices(message.get("buttons", ())))]


def _offers(custom: Mapping[str, Any], buttons: Sequence[Mapping[str, Any]], public_url: str, size: int) -> Message:
    """A page of offers that fits one message: where it does not, every offer is told in fewer lines."""
    offers, first = custom["offers"], int(custom.get("first") or 1)
    around = [html.escape(shortened(str(custom.get(name) or ""), _LONGEST_AROUND)) for name in ("before", "after")]
    most_lines = max((len(_lines(offer)) for offer in offers), default=0)
    for lines in range(most_lines, -1, -1):
        told = [_offer(offer, number, lines, public_url) for number, offer in enumerate(offers, start=first)]
        text = "\n\n".join(part for part in (around[0], *told, around[1]) if part)
        if visible_units(text) <= LONGEST_TEXT:
            break
    others = [button for button in buttons if button.get("payload") != _MORE]
    rows = [*_keeping(offers, first), *_paging(custom, len(offers), first, size), *_choices(others)]
    return Message(text or "…", rows, is_html=True, shows_offers=bool(offers))


def _offer(offer: Mapping[str, Any], number: int, lines: int, public_url: str) -> str:
    title = html.escape(shortened(str(offer["title"]), _LONGEST_TITLE))
    if public_url and offer.get("links"):
        # The first link leads to the offer's page.
        title = f'<a href="{html.escape(public_url + offer["links"][0]["url"])}">{title}</a>'
    told = [html.escape(shortened(line, _LONGEST_AROUND)) for line in _lines(offer)[:lines]]
    return "\n".join([f"<b>{number}. {title}</b>", *told])


def _lines(offer: Mapping[str, Any]) -> list[str]:
    """What stands below a title; phone and mail as text, of which Telegram makes links by itself."""
    contact = [say("contact_line", contact=offer["contact"])] if offer.get("contact") else []
    return [*offer.get("lines", ()), *contact]


def _keeping(offers: Sequence[Mapping[str, Any]], first: int) -> list[Row]:
    kept = [(say("keep", number=number), KEEP + offer["id"]) for number, offer in enumerate(offers, start=first)]
    return _in_rows(kept, 5)


def _paging(custom: Mapping[str, Any], count: int, first: int, size: int) -> list[Row]:
    """ "Zurück", "6–10 von 23", "Weitere"; nothing where there is one page only."""
    total, last = int(custom.get("total") or 0), first + count - 1
    if total <= count or not count:
        return []
    size = max(size, count, OFFERS_A_PAGE)
    shown = "shown_one" if first == last else "shown"
    row = [(say(shown, first=first, last=last, total=total), NOTHING)]
    if first > 1:
        row.insert(0, (say("back"), page_payload(max(0, first - 1 - size), size)))
    if last < total:
        row.append((say("forward"), page_payload(last, size)))
    return [row]


def page_payload(offset: int, size: int) -> str:
    return f"{PAGE}{size}:{_MORE}{json.dumps({'offset': offset})}"


def _choices(buttons: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Rasa's buttons; what they send is resolved here."""
    choices = [(shortened(str(item["title"]), _MOST_LABEL), SAY + str(item["payload"])) for item in buttons]
    return _in_rows(choices, _BUTTONS_A_ROW)


def _in_rows(buttons: Sequence[tuple[str, str]], most: int) -> list[Row]:
    return [buttons[start : start + most] for start in range(0, len(buttons), most)]
